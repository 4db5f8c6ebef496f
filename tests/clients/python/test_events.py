"""Events: everything that happened, newest first, found by type and by time."""

import pytest
import stripe
from shop import line
from typed import wrong_of

pytestmark = pytest.mark.runner_only
PAID = ["charge.updated", "checkout.session.completed", "payment_intent.succeeded", "charge.succeeded"]
MONTHLY = {"mode": "subscription", "line_items": [line("Club", 900, recurring={"interval": "month"})]}
SEPA = {"payment_method_types": ["sepa_debit"]}


@pytest.fixture
def events(shop):
    return shop.client.v1.events


@pytest.fixture
def happened(shop, deployment):
    """A paid session, and one that was expired a second later; what they announced has become events."""
    paid = shop.sold()
    deployment.step(1)
    expired = shop.sessions.expire(shop.open().id)
    deployment.step(1)
    return paid, expired


def types(page) -> "list[str]":
    return [event.type for event in page.auto_paging_iter()]


def test_what_happened_is_listed_newest_first(events, happened):
    paid, expired = happened
    listed = list(events.list({"limit": 3}).auto_paging_iter())
    told = [event.type for event in listed]
    assert told[0] == "checkout.session.expired"
    at = told.index("charge.updated")
    assert told[at : at + len(PAID)] == PAID
    assert {"payment_intent.created", "price.created", "product.created"} <= set(told[at:])
    created = [event.created for event in listed]
    assert created == sorted(created, reverse=True) and len({event.id for event in listed}) == len(listed)
    assert listed[0].data.object.id == expired.id
    assert listed[at + 1].data.object.to_dict() == paid.to_dict()
    backwards = events.list({"limit": 3, "ending_before": listed[-1].id}).auto_paging_iter()
    assert [event.id for event in backwards] == [event.id for event in reversed(listed[:-1])]


SCENES = {
    "paid": lambda shop: shop.sold(customer_creation="always", invoice_creation={"enabled": True}),
    "bounced": lambda shop: shop.simulate("settle", shop.sold({"payment_method": "sepa_debit"}, **SEPA), outcome="failed"),
    "subscribed": lambda shop: shop.sold(**MONTHLY),
    "set up": lambda shop: shop.sold(mode="setup", currency="eur", line_items=None),
}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_an_event_and_what_it_is_about_are_as_the_sdk_annotates_them(shop, deployment, events, scene):
    scene(shop)
    deployment.step(1)
    listed = list(events.list().auto_paging_iter())
    assert "checkout.session.completed" in [event.type for event in listed]
    for event in listed:
        assert wrong_of(event) == []
        assert wrong_of(event.data.object) == [], event.type
        assert event.type.startswith(event.data.object.object.replace("subscription", "customer.subscription"))
        assert events.retrieve(event.id).to_dict() == event.to_dict()


def test_events_are_found_by_type_and_by_time(events, happened):
    paid, expired = happened
    assert types(events.list({"type": "checkout.session.completed"})) == ["checkout.session.completed"]
    assert types(events.list({"type": "checkout.session.*"})) == ["checkout.session.expired", "checkout.session.completed"]
    both = ["charge.succeeded", "checkout.session.expired"]
    assert types(events.list({"types": both})) == both[::-1]
    assert types(events.list({"type": "payout.paid"})) == []
    (event,) = events.list({"type": "checkout.session.expired"}).data
    assert types(events.list({"created": event.created, "type": "checkout.*"})) == ["checkout.session.expired"]
    assert types(events.list({"created": {"lt": event.created}, "type": "checkout.*"})) == ["checkout.session.completed"]
    assert types(events.list({"delivery_success": True, "type": "checkout.*"})) == types(events.list({"type": "checkout.*"}))
    assert types(events.list({"delivery_success": False})) == []


def test_an_event_says_which_call_it_came_of(shop, deployment, events):
    opened = shop.open()
    shop.sessions.expire(opened.id, options={"idempotency_key": "over"})
    deployment.step(1)
    (event,) = events.list({"type": "checkout.session.expired"}).data
    assert event.request.id.startswith("req_") and event.request.idempotency_key == "over"
    assert (event.livemode, event.pending_webhooks) == (False, 0)


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"limit": 101}, "parameter_invalid_integer", "limit"),
        ({"starting_after": "evt_none"}, "resource_missing", "starting_after"),
        ({"type": "a", "types": ["b"]}, "parameters_exclusive", "types"),
        ({"types": ["invoice.paid"] * 21}, None, "types"),
        ({"colour": "green"}, "parameter_unknown", "colour"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_list_that_cannot_be_made_is_refused_by_name(events, params, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        events.list(params)
    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (400, code, param)


def test_nobody_elses_events_are_found(shop, events, happened):
    (event,) = events.list({"type": "checkout.session.expired"}).data
    others = shop.another().client.v1.events
    assert others.list().data == []
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        others.retrieve(event.id)
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
