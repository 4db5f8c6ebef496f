"""Carts of what a catalogue has: prices by id, discounts, taxes and shipping, added up and changed."""

import pytest
import stripe
from shop import THANKS
from typed import wrong_of

EVERYTHING = ["line_items.data.discounts", "line_items.data.taxes", "total_details.breakdown", "shipping_cost.taxes"]


class Catalogue:
    """Tea at 5.00 €, scones at 3.33 €, a club at 20.00 € a month; taxes on top and within; the post; coupons."""

    def __init__(self, shop):
        api = shop.client.v1
        self.tea = api.prices.create(self.price("Tea", 500, currency_options={"usd": {"unit_amount": 600}})).id
        self.scones = api.prices.create(self.price("Scones", 333)).id
        self.club = api.prices.create(self.price("Club", 2000, recurring={"interval": "month"})).id
        self.vat = api.tax_rates.create({"display_name": "VAT", "inclusive": False, "percentage": 19}).id
        self.food = api.tax_rates.create({"display_name": "Food", "inclusive": True, "percentage": 7}).id
        fixed = {"amount": 400, "currency": "eur"}
        self.post = api.shipping_rates.create({"display_name": "Post", "type": "fixed_amount", "fixed_amount": fixed}).id
        self.ten = api.coupons.create({"percent_off": 10}).id
        self.euro = api.coupons.create({"amount_off": 100, "currency": "eur"}).id
        self.code = api.promotion_codes.create({"promotion": {"type": "coupon", "coupon": self.euro}, "code": "HELLO"}).id

    @staticmethod
    def price(name, amount, **more):
        return {"product_data": {"name": name}, "currency": "eur", "unit_amount": amount, **more}

    def cart(self, **different):
        """Two teas and three scones with their taxes, 10 % off, shipped."""
        return {
            "mode": "payment",
            "success_url": THANKS,
            "line_items": [
                {"price": self.tea, "quantity": 2, "tax_rates": [self.vat]},
                {"price": self.scones, "quantity": 3, "tax_rates": [self.food]},
            ],
            "discounts": [{"coupon": self.ten}],
            "shipping_options": [{"shipping_rate": self.post}],
            **different,
        }


@pytest.fixture
def catalogue(shop):
    return Catalogue(shop)


def figures(of, *names):
    return tuple(getattr(of, name) for name in names)


def test_every_figure_adds_up(shop, catalogue):
    session = shop.sessions.create(catalogue.cart(expand=EVERYTHING))
    tea, scones = session.line_items.data
    of_line = ("amount_subtotal", "amount_discount", "amount_tax", "amount_total")
    assert figures(tea, *of_line) == (1000, 100, 171, 1071), "19 % of 9.00 on top"
    assert figures(scones, *of_line) == (999, 100, 59, 899), "7 of 107 parts of 8.99 within"
    assert figures(session, "amount_subtotal", "amount_total") == (1999, 2370)
    assert figures(session.total_details, "amount_discount", "amount_shipping", "amount_tax") == (200, 400, 230)
    assert (tea.price.id, tea.description) == (catalogue.tea, "Tea")


def test_a_breakdown_says_what_each_discount_and_each_tax_came_to(shop, catalogue):
    session = shop.sessions.create(catalogue.cart(expand=EVERYTHING))
    breakdown = session.total_details.breakdown
    assert [(tax.rate.id, tax.amount, tax.taxable_amount) for tax in breakdown.taxes] == [
        (catalogue.vat, 171, 900),
        (catalogue.food, 59, 840),
    ]
    (discount,) = breakdown.discounts
    assert (discount.amount, discount.discount.source.coupon) == (200, catalogue.ten)
    tea = session.line_items.data[0]
    assert [(tax.rate.percentage, tax.amount) for tax in tea.taxes] == [(19, 171)]
    assert [discount.amount for discount in tea.discounts] == [100]
    assert session.shipping_cost.taxes == []


def test_a_cart_and_its_invoice_are_as_the_sdk_annotates_them(shop, catalogue):
    sold = shop.sold(**catalogue.cart(invoice_creation={"enabled": True}))
    session = shop.sessions.retrieve(sold.id, {"expand": EVERYTHING})
    # JSON has one kind of number: a whole percentage is none of Python's floats.
    assert [wrong for wrong in wrong_of(session) if not wrong.endswith("no float")] == []
    assert wrong_of(shop.client.v1.invoices.retrieve(session.invoice)) == []


def test_parts_that_nobody_asked_for_stay_away(shop, catalogue):
    session = shop.sessions.create(catalogue.cart(expand=["line_items"]))
    assert "breakdown" not in session.total_details and "taxes" not in session.shipping_cost
    assert "taxes" not in session.line_items.data[0] and "discounts" not in session.line_items.data[0]


def test_shipping_rates_are_named_and_paid_for(shop, catalogue):
    session = shop.sessions.create(catalogue.cart())
    assert [option.shipping_rate for option in session.shipping_options] == [catalogue.post]
    assert figures(session.shipping_cost, "shipping_rate", "amount_subtotal", "amount_total") == (catalogue.post, 400, 400)


def test_a_promotion_code_takes_an_amount_off_and_no_cent_is_lost(shop, catalogue):
    discounts = [{"promotion_code": catalogue.code}]
    session = shop.sessions.create(catalogue.cart(discounts=discounts, expand=EVERYTHING))
    assert [each.amount_discount for each in session.line_items.data] == [50, 50]
    assert session.total_details.amount_discount == 100
    assert session.discounts[0].promotion_code == catalogue.code


def test_a_price_is_sold_in_the_currency_of_the_session(shop, catalogue):
    basket = {"mode": "payment", "success_url": THANKS, "line_items": [{"price": catalogue.tea, "quantity": 2}]}
    assert shop.sessions.create(basket).amount_total == 1000
    dollars = shop.sessions.create({**basket, "currency": "usd"})
    assert figures(dollars, "currency", "amount_total") == ("usd", 1200)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.create({**basket, "currency": "jpy"})
    assert refusal.value.param == "line_items[0][price]"


def test_an_update_is_priced_with_the_discount_and_the_taxes(shop, catalogue):
    session = shop.sessions.create(catalogue.cart(expand=["line_items"]))
    tea = session.line_items.data[0]
    lines = [{"id": tea.id, "quantity": 1}, {"price": catalogue.scones, "quantity": 1}]
    updated = shop.sessions.update(session.id, {"line_items": lines, "expand": EVERYTHING})
    # 10 % of 5.00 and of 3.33, 19 % of 4.50.
    assert figures(updated, "amount_subtotal", "amount_total") == (833, 833 - 83 + 86 + 400)
    assert figures(updated.total_details, "amount_discount", "amount_tax") == (83, 86)
    untaxed = shop.sessions.update(session.id, {"line_items": [{"id": tea.id, "tax_rates": ""}]})
    assert figures(untaxed.total_details, "amount_discount", "amount_tax") == (50, 0)


def test_the_merchants_own_page_may_ship_in_another_way(shop, catalogue):
    own = catalogue.cart(ui_mode="elements", permissions={"update_shipping_details": "server_only"})
    del own["success_url"]
    session = shop.sessions.create(own)
    assert shop.sessions.update(session.id, {"shipping_options": ""}).amount_total == 1970
    again = shop.sessions.update(session.id, {"shipping_options": [{"shipping_rate": catalogue.post}]})
    assert again.amount_total == 2370


def test_a_paid_cart_has_its_figures_on_its_invoice(shop, catalogue):
    session = shop.sold(**catalogue.cart(invoice_creation={"enabled": True}))
    invoice = shop.client.v1.invoices.retrieve(session.invoice)
    assert figures(invoice, "subtotal", "total", "amount_paid") == (1999, 2370, 2370)
    assert [tax.amount for tax in invoice.total_taxes] == [171, 59]
    assert [discount.amount for discount in invoice.total_discount_amounts] == [200]
    intent = shop.client.v1.payment_intents.retrieve(session.payment_intent)
    assert intent.amount_received == 2370


def test_on_trial_only_what_is_sold_once_is_due(shop, catalogue):
    lines = [{"price": catalogue.club, "quantity": 1}, {"price": catalogue.tea, "quantity": 1}]
    data = {"trial_period_days": 7, "default_tax_rates": [catalogue.vat]}
    session = shop.sold(mode="subscription", line_items=lines, subscription_data=data)
    assert figures(session, "amount_subtotal", "amount_total") == (500, 595)
    subscription = shop.client.v1.subscriptions.retrieve(session.subscription)
    assert (subscription.status, subscription.trial_end - subscription.trial_start) == ("trialing", 7 * 86400)
    assert [rate.id for rate in subscription.default_tax_rates] == [catalogue.vat]


@pytest.mark.parametrize(
    ("different", "code", "param"),
    [
        ({"line_items": [{"price": "price_x", "quantity": 1}]}, "resource_missing", "line_items[0][price]"),
        ({"discounts": [{"coupon": "NONE"}]}, "resource_missing", "discounts[0][coupon]"),
        ({"allow_promotion_codes": True}, None, "allow_promotion_codes"),
        ({"automatic_tax": {"enabled": True}}, None, "line_items"),
    ],
    ids=["a price that is not there", "a coupon that is not there", "a discount and codes", "two kinds of taxes"],
)
def test_a_cart_is_refused_with(shop, catalogue, different, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.create(catalogue.cart(**different))
    assert (refusal.value.code, refusal.value.param) == (code, param)
