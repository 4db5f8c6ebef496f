"""The same request twice is one request."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe
from shop import line

KEY = {"idempotency_key": "order-7"}


def replayed(answer):
    return answer.last_response.headers.get("idempotent-replayed") == "true"


def test_a_repeat_gets_the_session_that_is_there(shop):
    first = shop.open(KEY, metadata={"order": "7"})
    again = shop.open(KEY, metadata={"order": "7"})
    assert (again.id, again.to_dict()) == (first.id, first.to_dict())
    assert (replayed(first), replayed(again)) == (False, True)
    assert first.last_response.request_id != again.last_response.request_id
    assert shop.listed() == [first.id]


def test_the_order_of_parameters_does_not_matter(shop):
    params = shop.basket(metadata={"a": "1", "b": "2"})
    first = shop.sessions.create(params, KEY)
    turned = {**dict(reversed(params.items())), "metadata": {"b": "2", "a": "1"}}
    assert shop.sessions.create(turned, KEY).id == first.id


def test_the_same_key_with_other_parameters_is_refused(shop):
    shop.open(KEY)
    with pytest.raises(stripe.IdempotencyError) as refusal:
        shop.open(KEY, line_items=[line("Something else")])
    error = refusal.value
    assert (error.http_status, error.code, error.error.type) == (400, None, "idempotency_error")
    assert "order-7" in error.user_message
    assert error.request_id.startswith("req_")


@pytest.mark.runner_only
def test_a_refused_key_leaves_the_lists_as_they_were(shop, deployment):
    session = shop.open(KEY, client_reference_id="order-7")
    deployment.step(1)
    with pytest.raises(stripe.IdempotencyError):
        shop.open(KEY, client_reference_id="order-8")
    assert shop.listed() == [session.id]
    assert shop.listed(client_reference_id="order-7") == [session.id]
    assert shop.listed(client_reference_id="order-8") == []


def test_a_request_that_was_refused_leaves_its_key_free(shop):
    with pytest.raises(stripe.InvalidRequestError):
        shop.open(KEY, mode="gift")
    assert replayed(shop.open(KEY)) is False


def test_a_key_belongs_to_its_account(shop):
    assert shop.open(KEY).id != shop.another().open(KEY).id


def test_without_a_key_every_request_is_its_own(shop):
    assert shop.open().id != shop.open().id


def test_fifty_at_once_with_one_key_open_one_session(shop):
    with ThreadPoolExecutor(50) as at_once:
        sessions = list(at_once.map(lambda _: shop.open(KEY), range(50)))
    assert {str(session.to_dict()) for session in sessions} == {str(sessions[0].to_dict())}
    assert sum(not replayed(session) for session in sessions) <= 1
    assert shop.listed() == [sessions[0].id]


def test_a_repeat_shows_the_session_as_it_is_now(shop):
    first = shop.open(KEY)
    shop.sessions.expire(first.id)
    again = shop.open(KEY)
    assert (again.id, again.status, replayed(again)) == (first.id, "expired", True)


def test_a_repeated_expire_is_no_second_one(shop, deployment):
    session = shop.open()
    first = shop.sessions.expire(session.id, {}, {"idempotency_key": "end"})
    again = shop.sessions.expire(session.id, {}, {"idempotency_key": "end"})
    assert again.to_dict() == first.to_dict()
    assert (replayed(first), replayed(again)) == (False, True)
    assert deployment.announced(session.id) == ["checkout.session.expired"]


def test_a_late_retry_of_an_old_update_changes_nothing(shop):
    session = shop.open()
    old = {"metadata": {"stage": "packed"}}
    shop.sessions.update(session.id, old, {"idempotency_key": "packed"})
    shop.sessions.update(session.id, {"metadata": {"stage": "sent"}}, {"idempotency_key": "sent"})
    late = shop.sessions.update(session.id, old, {"idempotency_key": "packed"})
    assert replayed(late) is True
    assert shop.sessions.retrieve(session.id).metadata["stage"] == "sent"


def test_an_updates_key_with_other_parameters_is_refused(shop):
    session = shop.open()
    shop.sessions.update(session.id, {"metadata": {"a": "1"}}, KEY)
    with pytest.raises(stripe.IdempotencyError):
        shop.sessions.update(session.id, {"metadata": {"a": "2"}}, KEY)
    with pytest.raises(stripe.IdempotencyError):
        shop.sessions.expire(session.id, {}, KEY)
    assert shop.sessions.retrieve(session.id).metadata.to_dict() == {"a": "1"}


def test_the_longest_key_is_255_characters(shop):
    assert shop.open({"idempotency_key": "k" * 255}).id
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.open({"idempotency_key": "k" * 256})
    assert refusal.value.http_status == 400
