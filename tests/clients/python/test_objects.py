"""What a paid session refers to: intents, charges, subscriptions, invoices, customers, payment methods."""

import pytest
import stripe
from shop import line
from typed import wrong_of

MONTHLY = {"mode": "subscription", "line_items": [line("Club", 900, recurring={"interval": "month"})]}
HELD = {"payment_intent_data": {"capture_method": "manual"}}
SEPA = {"payment_method_types": ["sepa_debit"]}
PAID_BY_SEPA = {"payment_method": "sepa_debit"}


def saved_card(shop):
    """A setup session that was completed."""
    params = {"mode": "setup", "currency": "eur", "success_url": "https://shop.example"}
    return shop.simulate("complete", shop.sessions.create(params))


@pytest.fixture
def read(shop):
    """The services that read objects, by what a session calls them."""
    v1 = shop.client.v1
    return {
        "payment_intent": v1.payment_intents,
        "setup_intent": v1.setup_intents,
        "subscription": v1.subscriptions,
        "invoice": v1.invoices,
        "customer": v1.customers,
    }


SCENES = {
    "paid": lambda shop: shop.sold(customer_creation="always", invoice_creation={"enabled": True}),
    "saved": lambda shop: shop.sold(payment_intent_data={"setup_future_usage": "off_session"}),
    "held": lambda shop: shop.sold(**HELD),
    "on its way": lambda shop: shop.sold(PAID_BY_SEPA, **SEPA),
    "bounced": lambda shop: shop.simulate("settle", shop.sold(PAID_BY_SEPA, **SEPA), outcome="failed"),
    "subscribed": lambda shop: shop.sold(**MONTHLY),
    "trying": lambda shop: shop.sold(**MONTHLY, subscription_data={"trial_period_days": 7}),
    "set up": saved_card,
}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_everything_that_paying_makes_is_as_the_sdk_annotates_it(shop, read, scene):
    session = scene(shop)
    assert wrong_of(session) == []
    referred = {name: session[name] for name in read if session[name]}
    assert referred
    for name, found in referred.items():
        one = read[name].retrieve(found)
        assert (one.id, one.object) == (found, name)
        assert wrong_of(one) == []
        listed = read[name].list()
        assert [each.to_dict() for each in listed.data] == [one.to_dict()]
        assert (listed.has_more, listed.url) == (False, f"/v1/{name}s")
    for service in (shop.client.v1.charges, shop.client.v1.payment_methods):
        for one in service.list():
            assert wrong_of(one) == []
            assert service.retrieve(one.id).to_dict() == one.to_dict()


def test_a_session_is_found_by_everything_that_it_refers_to(shop):
    shop.sold(paid={"customer_details": {"email": "bob@shop.example"}}, **MONTHLY)
    ada = {"customer_details": {"email": "ada@shop.example"}}
    member = shop.sold(paid=ada, **MONTHLY)
    buyer = shop.sold(paid={"customer_details": {"email": "eve@shop.example"}})
    assert shop.listed(customer=member.customer) == [member.id]
    assert shop.listed(subscription=member.subscription) == [member.id]
    assert shop.listed(**ada) == [member.id]
    assert shop.listed(payment_intent=buyer.payment_intent) == [buyer.id]
    assert shop.listed(customer_details={"email": "eve@shop.example"}) == [buyer.id]
    assert len(shop.listed(status="complete")) == 3
    assert shop.another().listed(customer=member.customer) == []


def test_ids_come_back_as_objects_as_deep_as_four_levels(shop):
    paid = shop.sold(customer_creation="always")
    whole = shop.sessions.retrieve(paid.id, {"expand": ["payment_intent.latest_charge.customer", "customer"]})
    assert whole.payment_intent.id == paid.payment_intent
    assert whole.payment_intent.latest_charge.amount == 1250
    assert whole.payment_intent.latest_charge.customer.id == whole.customer.id == paid.customer
    (listed,) = shop.sessions.list({"expand": ["data.payment_intent.payment_method"]}).data
    assert listed.payment_intent.payment_method.card.last4 == "4242"
    (intent,) = shop.client.v1.payment_intents.list({"expand": ["data.latest_charge"]}).data
    assert intent.latest_charge.receipt_email is None
    member = shop.sold(**MONTHLY)
    expand = {"expand": ["latest_invoice.payments", "default_payment_method", "items.data.price.product"]}
    subscription = shop.client.v1.subscriptions.retrieve(member.subscription, expand)
    assert subscription["items"].data[0].price.product.name == "Club"
    assert subscription.latest_invoice.payments.data[0].status == "paid"
    assert subscription.default_payment_method.type == "card"
    assert [wrong_of(each) for each in (whole, listed, intent, subscription)] == [[]] * 4


def test_what_belongs_to_a_customer_is_listed_by_the_customer(shop):
    member = shop.sold(**MONTHLY)
    again = shop.sold(customer=member.customer, payment_intent_data={"setup_future_usage": "off_session"})
    shop.sold(**MONTHLY)
    assert again.customer == member.customer
    v1, of = shop.client.v1, {"customer": member.customer}
    assert [one.id for one in v1.subscriptions.list(of)] == [member.subscription]
    assert [one.id for one in v1.invoices.list(of)] == [member.invoice]
    assert again.payment_intent in [one.id for one in v1.payment_intents.list(of)]
    assert {one.customer for one in v1.charges.list(of)} == {member.customer}
    methods = [one.id for one in v1.payment_methods.list(of)]
    assert methods and methods == [one.id for one in v1.customers.payment_methods.list(member.customer)]
    assert v1.customers.payment_methods.list(member.customer, {"type": "sepa_debit"}).data == []


def test_customers_are_found_by_their_address(shop):
    ada = shop.sold({"customer_details": {"email": "ada@shop.example"}}, customer_creation="always").customer
    shop.sold({"customer_details": {"email": "bob@shop.example"}}, customer_creation="always")
    customers = shop.client.v1.customers
    assert [one.id for one in customers.list({"email": "ada@shop.example"})] == [ada]
    assert customers.list({"email": "eve@shop.example"}).data == []
    assert len(customers.list().data) == 2


def test_every_object_turns_up_once_on_all_pages(shop):
    paid = [shop.sold(customer_creation="always") for _ in range(7)]
    v1 = shop.client.v1
    for service, ids in (
        (v1.payment_intents, {each.payment_intent for each in paid}),
        (v1.customers, {each.customer for each in paid}),
    ):
        forwards = [one.id for one in service.list({"limit": 3}).auto_paging_iter()]
        assert len(forwards) == 7 and set(forwards) == ids
        before = service.list({"limit": 3, "ending_before": forwards[-1]}).auto_paging_iter()
        assert [one.id for one in before] == forwards[-2::-1]
    assert len(list(v1.charges.list({"limit": 2}).auto_paging_iter())) == 7


def test_a_held_payment_is_captured_in_part(shop):
    intent = shop.sold(**HELD).payment_intent
    intents = shop.client.v1.payment_intents
    held = intents.retrieve(intent)
    assert (held.status, held.amount_capturable, held.amount_received) == ("requires_capture", 1250, 0)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.capture(intent, {"amount_to_capture": 1251})
    assert (refusal.value.code, refusal.value.param) == ("amount_too_large", "amount_to_capture")
    once = {"idempotency_key": "captures"}
    taken = intents.capture(intent, {"amount_to_capture": 1000, "expand": ["latest_charge"]}, once)
    assert (taken.status, taken.amount_capturable, taken.amount_received) == ("succeeded", 0, 1000)
    assert (taken.latest_charge.captured, taken.latest_charge.amount_captured) == (True, 1000)
    assert wrong_of(taken) == []
    again = intents.capture(intent, {"amount_to_capture": 1000, "expand": ["latest_charge"]}, once)
    assert again.to_dict() == taken.to_dict()
    for call in (intents.capture, intents.cancel):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            call(intent)
        assert (refusal.value.http_status, refusal.value.code) == (400, "payment_intent_unexpected_state")


def test_a_held_payment_is_released(shop):
    session = shop.sold(**HELD)
    intents = shop.client.v1.payment_intents
    released = intents.cancel(session.payment_intent, {"cancellation_reason": "requested_by_customer"})
    assert (released.status, released.cancellation_reason) == ("canceled", "requested_by_customer")
    assert released.canceled_at and wrong_of(released) == []
    assert shop.sessions.retrieve(session.id).payment_status == "unpaid"
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        intents.capture(session.payment_intent)
    assert refusal.value.code == "payment_intent_unexpected_state"


def test_nobody_elses_objects_are_found(shop, read):
    member = shop.sold(**MONTHLY)
    other = shop.another().client.v1
    for service, found in (
        (other.subscriptions, member.subscription),
        (other.invoices, member.invoice),
        (other.customers, member.customer),
        (other.payment_intents, "pi_none"),
        (other.charges, "ch_none"),
        (other.payment_methods, "pm_none"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            service.retrieve(found)
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
        assert found in refusal.value.user_message
        assert service.list({"customer": member.customer} if service is not other.customers else {}).data == []
