"""Keys, and the accounts behind them."""

import secrets

import pytest
import stripe


@pytest.mark.parametrize("key", ["sk_test_short", "sk_live_" + "a" * 24, "rk_test_" + "a" * 24, "nonsense"])
def test_a_wrong_key_is_refused_as_such(shop, key):
    stranger = shop.another(key)
    for call in (stranger.open, stranger.sessions.list, lambda: stranger.sessions.retrieve("cs_test_none")):
        with pytest.raises(stripe.AuthenticationError) as refusal:
            call()
        error = refusal.value
        assert (error.http_status, error.code) == (401, None)
        assert error.request_id.startswith("req_")
        assert key not in error.user_message
        assert error.headers["www-authenticate"] == 'Basic realm="Stripe"'


def test_a_publishable_key_may_not_open_sessions(shop):
    with pytest.raises(stripe.PermissionError) as refusal:
        shop.another("pk_test_" + "a" * 24).open()
    assert refusal.value.http_status == 403


def test_two_keys_are_two_accounts_that_never_see_each_other(shop):
    mine, other = shop.open(customer_email="ada@shop.example", client_reference_id="order-7"), shop.another()
    assert other.listed() == []
    assert other.listed(customer_details={"email": "ada@shop.example"}) == []
    assert other.listed(client_reference_id="order-7") == []
    assert other.listed(status="open") == []
    for call in (
        lambda: other.sessions.retrieve(mine.id),
        lambda: other.sessions.expire(mine.id),
        lambda: other.sessions.update(mine.id, {"metadata": {"mine": "no"}}),
        lambda: other.sessions.line_items.list(mine.id),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            call()
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        other.sessions.list({"starting_after": mine.id})
    assert (refusal.value.http_status, refusal.value.param) == (400, "starting_after")
    assert shop.sessions.retrieve(mine.id).to_dict() == mine.to_dict()
    assert shop.listed() == [mine.id]


def test_the_same_key_is_the_same_account(shop):
    session = shop.open()
    assert shop.another(shop.key).listed() == [session.id]


def test_a_key_can_be_given_for_one_call(shop):
    session = shop.open()
    other = shop.another(f"sk_test_{secrets.token_hex(16)}")
    assert other.sessions.retrieve(session.id, {}, {"api_key": shop.key}).id == session.id
