"""Keys that were made, on a deployment that takes no others: restricted ones, live ones, revoked ones."""

import pytest
import stripe
from deployment import Deployment, keys, make_key
from shop import Shop

pytestmark = pytest.mark.runner_only


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return str(tmp_path_factory.mktemp("paydesk") / "paydesk.db")


@pytest.fixture(scope="module")
def made(file):
    """Keys of one account, by what they may do."""
    test, account = make_key(file)
    of_the_account = ("--account", account)
    return {
        "test": test,
        "reading": make_key(file, "--read-only", *of_the_account)[0],
        "live": make_key(file, "--live", *of_the_account)[0],
        "account": account,
    }


@pytest.fixture(scope="module")
def strict(file, made):
    deployment = Deployment.start("--data", file, "--strict-keys")
    yield deployment
    deployment.stop()


def test_a_restricted_key_reads_and_cannot_write(strict, made):
    session = Shop(strict.url, made["test"]).open()
    reader = Shop(strict.url, made["reading"])
    assert made["reading"].startswith("rk_test_")
    assert reader.sessions.retrieve(session.id).to_dict() == session.to_dict()
    assert reader.sessions.line_items.list(session.id).data[0].description == "Tea"
    assert session.id in reader.listed()
    for call in (
        reader.open,
        lambda: reader.sessions.update(session.id, {"metadata": {"a": "1"}}),
        lambda: reader.sessions.expire(session.id),
    ):
        with pytest.raises(stripe.PermissionError) as refusal:
            call()
        assert refusal.value.http_status == 403
        assert refusal.value.request_id.startswith("req_")
        assert made["reading"] not in refusal.value.user_message
    assert reader.sessions.retrieve(session.id).to_dict() == session.to_dict()


def test_test_and_live_data_never_meet(strict, made):
    test, live = Shop(strict.url, made["test"]), Shop(strict.url, made["live"])
    ours, theirs = test.open(), live.open()
    assert (ours.livemode, theirs.livemode) == (False, True)
    assert theirs.id.startswith("cs_live_")
    assert ours.id not in live.listed() and theirs.id not in test.listed()
    for shop, other in ((test, theirs.id), (live, ours.id)):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            shop.sessions.retrieve(other)
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
        assert "mode" in refusal.value.user_message


def test_nothing_can_be_played_where_money_is_real(strict, made):
    live, test = Shop(strict.url, made["live"]), Shop(strict.url, made["test"])
    for step, params in (("complete", {}), ("fail", {}), ("settle", {"outcome": "succeeded"})):
        for session in (live.open(), test.open()):
            with pytest.raises(stripe.InvalidRequestError) as refusal:
                live.simulate(step, session, **params)
            assert (refusal.value.http_status, refusal.value.code) == (404, None)
            assert "Unrecognized request URL" in refusal.value.user_message
    with pytest.raises(stripe.PermissionError):
        Shop(strict.url, made["reading"]).simulate("complete", test.open())


def test_objects_of_test_and_live_mode_never_meet(strict, made):
    test, live = Shop(strict.url, made["test"]), Shop(strict.url, made["live"])
    paid = test.sold(customer_creation="always")
    for service, found in (("payment_intents", paid.payment_intent), ("customers", paid.customer)):
        reader = Shop(strict.url, made["reading"])
        assert getattr(reader.client.v1, service).retrieve(found).id == found
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            getattr(live.client.v1, service).retrieve(found)
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
        assert "a similar object exists in test mode" in refusal.value.user_message
        assert getattr(live.client.v1, service).list().data == []


def test_a_key_that_nobody_made_is_refused(strict):
    with pytest.raises(stripe.AuthenticationError):
        Shop(strict.url).open()


def test_a_file_outlives_the_deployment_and_a_revoked_key_does_not(tmp_path):
    file = str(tmp_path / "paydesk.db")
    arguments = ("--data", file, "--strict-keys")
    revoked, account = make_key(file)
    good, _ = make_key(file, "--account", account)
    deployment = Deployment.start(*arguments)
    session = Shop(deployment.url, revoked).open(metadata={"order": "7"})
    deployment.stop()
    keys("revoke", "--data", file, revoked)
    listed = keys("list", "--data", file, account)
    assert revoked not in listed and good not in listed, "a key is shown once"
    deployment = Deployment.start(*arguments)
    try:
        assert Shop(deployment.url, good).sessions.retrieve(session.id).metadata.to_dict() == {"order": "7"}
        with pytest.raises(stripe.AuthenticationError):
            Shop(deployment.url, revoked).sessions.retrieve(session.id)
    finally:
        deployment.stop()
