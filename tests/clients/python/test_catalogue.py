"""A merchant's catalogue and customers: made, found, changed, listed and deleted."""

import pytest
import stripe
from shop import line
from typed import wrong_of

KEY = {"idempotency_key": "catalogue-7"}
POST = {"display_name": "Post", "type": "fixed_amount", "fixed_amount": {"amount": 400, "currency": "eur"}}
VAT = {"display_name": "VAT", "percentage": 19.6, "inclusive": True, "country": "DE", "tax_type": "vat"}
ADA = {
    "name": "Ada",
    "email": "ada@example.com",
    "address": {"country": "DE", "line1": "Weg 1"},
    "shipping": {"name": "Ada", "address": {"city": "Ulm"}, "phone": "+491"},
    "tax_id_data": [{"type": "eu_vat", "value": "DE123456789"}],
    "preferred_locales": ["de"],
    "tax_exempt": "reverse",
    "metadata": {"a": "1"},
}


class Kind:
    """A kind of objects: where it is, what makes one, and a change of it."""

    def __init__(self, service: str, made: dict, change: dict, *, deletes: bool = False, needs: "str | None" = None):
        self.service, self.made, self.change, self.deletes, self.needs = service, made, change, deletes, needs

    def at(self, shop):
        return getattr(shop.client.v1, self.service)

    def create(self, shop, options=None, **different):
        made = {**self.made, **different}
        if self.needs == "product":
            made["product"] = shop.client.v1.products.create({"name": "Tea"}).id
        if self.needs == "coupon":
            made["promotion"] = {"type": "coupon", "coupon": shop.client.v1.coupons.create({"percent_off": 10}).id}
        return self.at(shop).create(made, options)


KINDS = [
    Kind("products", {"name": "Tea", "type": "good", "images": ["https://a.example/tea.png"]}, {"name": "Green tea"}, deletes=True),
    Kind("prices", {"currency": "eur", "unit_amount": 500, "recurring": {"interval": "month"}}, {"nickname": "Old"}, needs="product"),
    Kind("coupons", {"percent_off": 12.5, "max_redemptions": 3}, {"name": "Spring"}, deletes=True),
    Kind("promotion_codes", {"restrictions": {"first_time_transaction": True}}, {"active": False}, needs="coupon"),
    Kind("tax_rates", VAT, {"active": False}),
    Kind("shipping_rates", POST, {"active": False}),
    Kind("customers", ADA, {"phone": "+492"}, deletes=True),
]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.service)
def kind(request):
    return request.param


def test_what_is_made_is_found_again_as_the_sdk_annotates_it(shop, kind):
    made = kind.create(shop)
    assert wrong_of(made) == []
    assert kind.at(shop).retrieve(made.id).to_dict() == made.to_dict()
    assert made.livemode is False and made.created > 0


def test_a_change_changes_what_it_says(shop, kind):
    made = kind.create(shop)
    changed = kind.at(shop).update(made.id, {**kind.change, "metadata": {"order": "7"}})
    assert wrong_of(changed) == []
    after = changed.to_dict()
    for name, value in kind.change.items():
        assert after[name] == value
    assert after["metadata"] == {**(made.metadata.to_dict() if made.metadata else {}), "order": "7"}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        kind.at(shop).update(made.id, {"colour": "green"})
    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", "colour")
    assert kind.at(shop).retrieve(made.id).to_dict() == after


def test_lists_are_walked_in_either_direction(shop, kind):
    made = {kind.create(shop).id for _ in range(5)}
    listed = [each.id for each in kind.at(shop).list({"limit": 2}).auto_paging_iter()]
    assert len(listed) == 5 and set(listed) == made
    back = kind.at(shop).list({"limit": 2, "ending_before": listed[4]}).auto_paging_iter()
    assert [each.id for each in back] == listed[3::-1]
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        kind.at(shop).list({"starting_after": "nothing"})
    assert (refusal.value.code, refusal.value.param) == ("resource_missing", "starting_after")


def test_the_same_request_twice_makes_one(shop, kind):
    if kind.needs:
        return
    first, again = kind.create(shop, KEY), kind.create(shop, KEY)
    assert again.to_dict() == first.to_dict()
    assert again.last_response.headers["idempotent-replayed"] == "true"
    assert len(kind.at(shop).list().data) == 1
    with pytest.raises(stripe.IdempotencyError):
        kind.create(shop, KEY, metadata={"other": "1"})


def test_what_can_be_deleted_is_gone(shop, kind):
    made = kind.create(shop)
    if not kind.deletes:
        assert not hasattr(kind.at(shop), "delete")
        return
    gone = kind.at(shop).delete(made.id)
    assert gone.deleted is True and gone.id == made.id
    assert [each.id for each in kind.at(shop).list().data] == []
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        kind.at(shop).delete(made.id)
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")


def test_nobody_sees_anothers(shop, kind):
    made = kind.create(shop)
    neighbour = shop.another()
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        kind.at(neighbour).retrieve(made.id)
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    assert made.id in refusal.value.user_message
    assert kind.at(neighbour).list().data == []


def test_a_deleted_customer_answers_by_its_id(shop):
    customers = shop.client.v1.customers
    ada = customers.create(ADA)
    customers.delete(ada.id)
    assert customers.retrieve(ada.id).to_dict() == {"id": ada.id, "object": "customer", "deleted": True}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.open(customer=ada.id)
    assert (refusal.value.code, refusal.value.param) == ("resource_missing", "customer")


def test_customers_are_found_by_their_address(shop):
    customers = shop.client.v1.customers
    ada = customers.create(ADA)
    customers.create({"email": "bob@example.com"})
    assert [each.id for each in customers.list({"email": "ADA@example.com"}).data] == [ada.id]
    session = shop.open(customer=ada.id, expand=["customer.tax_ids"])
    assert session.customer.tax_ids.data[0].value == "DE123456789"


def test_a_lookup_key_is_handed_on(shop):
    prices = shop.client.v1.prices
    tea = {"currency": "eur", "unit_amount": 500, "product_data": {"name": "Tea"}, "lookup_key": "tea"}
    first = prices.create(tea)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        prices.create(tea)
    assert refusal.value.param == "lookup_key"
    second = prices.create({**tea, "transfer_lookup_key": True})
    found = prices.list({"lookup_keys": ["tea"], "expand": ["data.product"]}).data
    assert [(each.id, each.product.name) for each in found] == [(second.id, "Tea")]
    assert prices.retrieve(first.id).lookup_key is None


def test_a_code_is_found_whatever_its_case(shop):
    codes = shop.client.v1.promotion_codes
    coupon = shop.client.v1.coupons.create({"id": "SPRING", "percent_off": 10})
    promotion = {"promotion": {"type": "coupon", "coupon": coupon.id}}
    made = codes.create({**promotion, "code": "Spring26"})
    (found,) = codes.list({"code": "SPRING26", "expand": ["data.promotion.coupon"]}).data
    assert (found.id, found.promotion.coupon.percent_off) == (made.id, 10)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        codes.create({**promotion, "code": "SPRING26"})
    assert (refusal.value.code, refusal.value.param) == ("resource_already_exists", "code")


def test_what_refers_to_nothing_is_refused_by_name(shop):
    v1 = shop.client.v1
    for create, params, param in [
        (v1.prices.create, {"currency": "eur", "unit_amount": 1, "product": "prod_none"}, "product"),
        (v1.promotion_codes.create, {"promotion": {"type": "coupon", "coupon": "none"}}, "promotion[coupon]"),
        (v1.coupons.create, {"percent_off": 5, "applies_to": {"products": ["prod_none"]}}, "applies_to[products][0]"),
    ]:
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            create(params)
        assert (refusal.value.code, refusal.value.param) == ("resource_missing", param)


def test_what_a_session_made_inline_is_found_at_its_own_path(shop):
    session = shop.open(line_items=[line("Scones")], expand=["line_items.data.price.product"])
    price = session.line_items.data[0].price
    found = shop.client.v1.prices.retrieve(price.id, {"expand": ["product"]})
    assert (found.to_dict(), found.active) == (price.to_dict(), False)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.open(line_items=[{"price": price.id, "quantity": 1}])
    assert refusal.value.param == "line_items[0][price]"


def test_a_cart_of_the_catalogue_comes_along_whole(shop):
    v1 = shop.client.v1
    price = v1.prices.create({"currency": "eur", "unit_amount": 500, "product_data": {"name": "Tea"}})
    rate, coupon = v1.shipping_rates.create(POST), v1.coupons.create({"percent_off": 10})
    session = shop.open(
        line_items=[{"price": price.id, "quantity": 2}],
        shipping_options=[{"shipping_rate": rate.id}],
        discounts=[{"coupon": coupon.id}],
        expand=["line_items.data.price.product", "shipping_cost.shipping_rate", "discounts.coupon"],
    )
    assert session.line_items.data[0].price.product.name == "Tea"
    assert session.shipping_cost.shipping_rate.to_dict() == rate.to_dict()
    assert session.discounts[0].coupon.percent_off == 10
    assert (session.amount_subtotal, session.amount_total) == (1000, 1300)
