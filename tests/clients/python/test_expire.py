"""Ending a session by hand."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe


def test_an_expired_session_cannot_be_paid_any_more(shop, deployment):
    session = shop.open()
    expired = shop.sessions.expire(session.id)
    assert (expired.id, expired.status, expired.payment_status, expired.url) == (session.id, "expired", "unpaid", None)
    assert expired.expires_at == session.expires_at
    assert shop.sessions.retrieve(session.id).to_dict() == expired.to_dict()
    assert deployment.announced(session.id) == ["checkout.session.expired"]


def test_the_second_time_is_refused_in_the_sdks_own_words(shop, deployment):
    session = shop.open()
    shop.sessions.expire(session.id)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.expire(session.id)
    error = refusal.value
    assert type(error) is stripe.InvalidRequestError
    assert (error.http_status, error.code, error.param) == (400, None, None)
    assert '["open"]' in error.user_message and "expired" in error.user_message
    assert error.request_id.startswith("req_") and error.request_id in str(error)
    assert (error.error.type, error.error.message) == ("invalid_request_error", error.user_message)
    assert error.headers["stripe-should-retry"] == "false"
    assert deployment.announced(session.id) == ["checkout.session.expired"]


def test_the_lines_can_be_seen_while_expiring(shop):
    expired = shop.sessions.expire(shop.open().id, {"expand": ["line_items"]})
    assert [each.description for each in expired.line_items.data] == ["Tea"]


def test_expiring_offers_to_start_again_when_that_was_promised(shop):
    session = shop.open(after_expiration={"recovery": {"enabled": True}})
    recovery = shop.sessions.expire(session.id).after_expiration.recovery
    assert recovery.url.startswith("http")
    assert recovery.expires_at > session.created + 29 * 86400
    assert recovery.allow_promotion_codes is False


def test_one_who_expires_at_the_same_time_as_others_is_the_only_one(shop, deployment):
    session = shop.open()

    def expire(_):
        try:
            return shop.sessions.expire(session.id).status
        except stripe.InvalidRequestError as refusal:
            return refusal.http_status

    with ThreadPoolExecutor(10) as at_once:
        answers = sorted(map(str, at_once.map(expire, range(10))))
    assert answers == ["400"] * 9 + ["expired"]
    assert deployment.announced(session.id) == ["checkout.session.expired"]


def test_nothing_can_be_sent_along(shop):
    session = shop.open()
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.expire(session.id, {"reason": "sold out"})
    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", "reason")
    assert shop.sessions.retrieve(session.id).status == "open"
