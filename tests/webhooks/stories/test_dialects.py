"""Endpoints that hear the same in other words, signed the same."""

import pytest

NAMES = {
    "camel": {
        "checkout.session.completed": "completed",
        "checkout.session.expired": "expired",
        "checkout.session.async_payment_succeeded": "asyncPaymentSucceeded",
        "checkout.session.async_payment_failed": "asyncPaymentFailed",
    },
    "event_data": {
        f"checkout.session.{name}": f"checkout_session.{name}"
        for name in ("completed", "expired", "async_payment_succeeded", "async_payment_failed")
    },
}


@pytest.mark.parametrize("dialect", sorted(NAMES))
def test_the_four_session_events_and_only_they_come_in_every_dialect(merchant, dialect):
    merchant.listens(dialect=dialect)
    paid = merchant.sold(payment_method_types=["card", "sepa_debit"])
    merchant.sessions.expire(merchant.open().id)
    delayed = {}
    for outcome in ("succeeded", "failed"):
        session = merchant.sold({"payment_method": "sepa_debit"}, payment_method_types=["sepa_debit"])
        merchant.simulate("settle", session, outcome=outcome)
        delayed[outcome] = session.id
    came = merchant.waits(times=6)
    assert all(one["answered"] == 200 for one in came)
    assert {one["event"]["type"] for one in came} == set(NAMES[dialect].values())
    fulfilled = {one["fulfilled"] for one in came} - {None}
    assert fulfilled == {paid.id, delayed["succeeded"]}
    # The same events, under the same ids as in Stripe's words.
    listed = {event.id: event.type for event in merchant.events.list({"limit": 100})}
    for one in came:
        assert NAMES[dialect][listed[one["event"]["id"]]] == one["event"]["type"]


def test_camel_case_is_the_first_seeds_and_metadata_stays_as_it_is(merchant):
    merchant.listens(dialect="camel")
    session = merchant.sold(metadata={"order_id": "7"}, success_url="https://shop.example/thanks")
    (came,) = merchant.waits()
    event = came["event"]
    told = event["data"]["object"]
    assert (event["object"], told["id"], told["paymentStatus"]) == ("event", session.id, "paid")
    assert (told["metadata"], told["successUrl"]) == ({"order_id": "7"}, "https://shop.example/thanks")
    assert (event["pendingWebhooks"], event["request"]["idempotencyKey"]) == (1, None)


def test_event_data_is_the_second_seeds_envelope(merchant):
    merchant.listens(dialect="event_data")
    session = merchant.open(payment_method_types=["sepa_debit"], metadata={"order_id": "7"})
    merchant.simulate("complete", session, payment_method="sepa_debit")
    (came,) = merchant.waits()
    event = came["event"]
    told = event["data"]["object"]
    assert event["created"].endswith("Z") and told["expires_at"].endswith("Z")
    assert (told["id"], told["status"], told["payment_status"]) == (session.id, "complete", "processing")
    assert (told["url"], told["ui_mode"]) == (session.url, "hosted")
    assert told["currency"] == {"iso": "EUR", "scale": 2}
    assert told["line_items"][0]["price_data"]["product_data"]["name"] == "Tea"
    assert told["metadata"] == {"order_id": "7"}
