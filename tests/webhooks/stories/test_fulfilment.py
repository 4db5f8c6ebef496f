"""From the page to the order that is sent out: what merchants do with webhooks, told to their own unmodified handler."""

import json

import pytest
from merchant import pays_on_the_page
from shop import line

DELAYED = {"payment_method_types": ["sepa_debit"]}
MONTHLY = {"mode": "subscription", "line_items": [line("Club", 900, recurring={"interval": "month"})]}


def test_who_pays_on_the_page_gets_their_order(listener):
    session = listener.open(metadata={"order": "7"}, client_reference_id="cart 9")
    led = pays_on_the_page(session)
    assert led == f"https://shop.example/thanks?session={session.id}"
    (completed,) = listener.waits("checkout.session.completed")
    assert (completed["fulfilled"], completed["answered"]) == (session.id, 200)
    told = completed["event"]["data"]["object"]
    assert (told["status"], told["payment_status"], told["url"]) == ("complete", "paid", None)
    assert (told["metadata"], told["client_reference_id"]) == ({"order": "7"}, "cart 9")
    assert told["customer_details"]["email"] == "ada@lovelace.example"
    assert "line_items" not in told
    assert completed["event"]["request"] == {"id": None, "idempotency_key": None}


def test_money_that_is_on_its_way_is_waited_for(listener):
    session = listener.open(**DELAYED)
    listener.simulate("complete", session, payment_method="sepa_debit")
    (completed,) = listener.waits("checkout.session.completed")
    assert completed["event"]["data"]["object"]["payment_status"] == "unpaid"
    assert completed["fulfilled"] is None
    listener.simulate("settle", session, outcome="succeeded")
    (arrived,) = listener.waits("checkout.session.async_payment_succeeded")
    assert arrived["fulfilled"] == session.id
    assert arrived["event"]["data"]["object"]["payment_status"] == "paid"


def test_money_that_does_not_come_sends_nothing_out(listener):
    session = listener.open(**DELAYED)
    listener.simulate("complete", session, payment_method="sepa_debit")
    listener.simulate("settle", session, outcome="failed")
    (failed,) = listener.waits("checkout.session.async_payment_failed")
    assert failed["event"]["data"]["object"]["id"] == session.id
    (intent,) = listener.waits("payment_intent.payment_failed")
    assert intent["event"]["data"]["object"]["status"] == "requires_payment_method"
    assert not any(one["fulfilled"] for one in listener.came())


def test_a_session_that_nobody_pays_expires_by_the_clock(listener, paydesk):
    session = listener.open(expires_at=paydesk.now() + 1800)
    paydesk.move_to(session.expires_at)
    (expired,) = listener.waits("checkout.session.expired")
    told = expired["event"]
    assert (told["data"]["object"]["id"], told["data"]["object"]["url"]) == (session.id, None)
    assert told["request"] == {"id": None, "idempotency_key": None}
    assert session.expires_at <= told["created"] <= session.expires_at + 120


def test_a_session_that_the_merchant_ends_says_who_asked_for_it(listener):
    session = listener.open()
    ended = listener.sessions.expire(session.id, options={"idempotency_key": "ends it"})
    (expired,) = listener.waits("checkout.session.expired")
    request = {"id": ended.last_response.request_id, "idempotency_key": "ends it"}
    assert expired["event"]["request"] == request


@pytest.mark.parametrize(
    ("basket", "types"),
    [
        (
            {},
            [
                "product.created",
                "price.created",
                "payment_intent.created",
                "charge.succeeded",
                "payment_intent.succeeded",
                "checkout.session.completed",
                "charge.updated",
            ],
        ),
        (
            MONTHLY,
            [
                "product.created",
                "price.created",
                "customer.created",
                "charge.succeeded",
                "payment_method.attached",
                "customer.subscription.created",
                "invoice.created",
                "invoice.finalized",
                "invoice.paid",
                "invoice.payment_succeeded",
                "checkout.session.completed",
                "charge.updated",
            ],
        ),
    ],
    ids=["payment", "subscription"],
)
def test_everything_that_came_is_what_the_api_tells(listener, basket, types):
    listener.simulate("complete", listener.open(**basket))
    came = {one["event"]["id"]: one["event"] for one in listener.waits(times=len(types))}
    assert sorted(event["type"] for event in came.values()) == sorted(types)
    # Not as the SDK reads it: it makes decimals of some texts.
    listed = json.loads(listener.client.raw_request("get", "/v1/events", limit=100).body)["data"]
    assert len(listed) == len(came)
    for told in listed:
        told.pop("pending_webhooks")
        came[told["id"]].pop("pending_webhooks")
        assert told == came[told["id"]]
