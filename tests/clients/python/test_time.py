"""What time does to a session, on a deployment whose clock these stories move."""

import pytest
import stripe

pytestmark = pytest.mark.runner_only

HALF_AN_HOUR = 1800
EXPIRED = ["checkout.session.expired"]


def test_a_day_later_a_session_has_expired_and_that_was_announced(traveller, own_deployment):
    session = traveller.open(customer_email="ada@shop.example")
    assert own_deployment.announced(session.id) == []
    own_deployment.move_to(session.expires_at)
    expired = traveller.sessions.retrieve(session.id)
    assert (expired.status, expired.payment_status, expired.url) == ("expired", "unpaid", None)
    assert (expired.expires_at, expired.customer_details.email) == (session.expires_at, "ada@shop.example")
    assert traveller.listed(status="expired") == [session.id]
    assert traveller.listed(status="open") == []
    assert own_deployment.announced(session.id) == EXPIRED


def test_a_session_lives_as_long_as_it_was_told(traveller, own_deployment):
    now = own_deployment.now()
    short, longer = traveller.open(expires_at=now + HALF_AN_HOUR + 10), traveller.open(expires_at=now + 7200)
    assert short.expires_at == now + HALF_AN_HOUR + 10
    own_deployment.move_to(short.expires_at)
    assert traveller.listed(status="expired") == [short.id]
    assert traveller.listed(status="open") == [longer.id]
    assert own_deployment.announced(short.id) == EXPIRED
    assert own_deployment.announced(longer.id) == []


def test_less_than_half_an_hour_and_more_than_a_day_are_refused(traveller, own_deployment):
    for seconds in (HALF_AN_HOUR - 60, 86400 + 3600):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            traveller.open(expires_at=own_deployment.now() + seconds)
        assert (refusal.value.http_status, refusal.value.param) == (400, "expires_at")


def test_what_expired_in_time_cannot_be_expired_by_hand(traveller, own_deployment):
    session = traveller.open(expires_at=own_deployment.now() + HALF_AN_HOUR + 10)
    own_deployment.move_to(session.expires_at)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        traveller.sessions.expire(session.id)
    assert refusal.value.http_status == 400
    assert own_deployment.announced(session.id) == EXPIRED


def test_what_was_expired_by_hand_does_not_expire_again_in_time(traveller, own_deployment):
    session = traveller.open(expires_at=own_deployment.now() + HALF_AN_HOUR + 10)
    traveller.sessions.expire(session.id)
    own_deployment.move_to(session.expires_at + 120)
    assert traveller.listed(status="expired") == [session.id]
    assert own_deployment.announced(session.id) == EXPIRED


def test_metadata_can_be_changed_after_time_is_over(traveller, own_deployment):
    session = traveller.open(expires_at=own_deployment.now() + HALF_AN_HOUR + 10)
    own_deployment.move_to(session.expires_at)
    updated = traveller.sessions.update(session.id, {"metadata": {"seen": "1"}})
    assert (updated.status, updated.metadata.to_dict()) == ("expired", {"seen": "1"})
    assert own_deployment.announced(session.id) == EXPIRED


def test_an_expired_session_can_be_recovered_for_thirty_days(traveller, own_deployment):
    soon = own_deployment.now() + HALF_AN_HOUR + 10
    session = traveller.open(expires_at=soon, after_expiration={"recovery": {"enabled": True}})
    own_deployment.move_to(soon)
    recovery = traveller.sessions.retrieve(session.id).after_expiration.recovery
    assert recovery.expires_at == soon + 30 * 86400
    assert recovery.url.startswith("http")


def test_a_repeat_finds_its_session_although_the_time_it_names_is_over(traveller, own_deployment):
    soon = own_deployment.now() + HALF_AN_HOUR + 10
    session = traveller.open({"idempotency_key": "order-7"}, expires_at=soon)
    own_deployment.move_to(soon)
    again = traveller.open({"idempotency_key": "order-7"}, expires_at=soon)
    assert (again.id, again.status) == (session.id, "expired")
    assert again.last_response.headers["idempotent-replayed"] == "true"


def test_announcements_come_newest_first(traveller, own_deployment):
    soon = own_deployment.now() + HALF_AN_HOUR + 10
    in_time, by_hand = traveller.open(expires_at=soon), traveller.open()
    own_deployment.move_to(soon)
    # Announcements have the time in whole seconds.
    own_deployment.advance(2)
    traveller.sessions.expire(by_hand.id)
    ours = [each for each in own_deployment.announcements() if each["session"] in (in_time.id, by_hand.id)]
    assert [each["session"] for each in ours] == [by_hand.id, in_time.id]
