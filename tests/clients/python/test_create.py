"""Opening sessions: what was sent nested comes back nested, with the sums done."""

import json
from decimal import Decimal
from pathlib import Path

from shop import THANKS, line

EVERYTHING = json.loads((Path(__file__).parents[1] / "everything.json").read_text())


def test_a_session_opens_and_tells_where_the_customer_pays(shop):
    session = shop.open()
    assert session.id.startswith("cs_test_") and len(session.id) <= 66
    assert (session.object, session.status, session.payment_status) == ("checkout.session", "open", "unpaid")
    assert (session.mode, session.ui_mode, session.livemode) == ("payment", "hosted_page", False)
    assert (session.amount_subtotal, session.amount_total, session.currency) == (1250, 1250, "eur")
    assert session.expires_at == session.created + 86400
    assert session.success_url == THANKS, "the token is kept as it was sent"
    assert session.metadata.to_dict() == {}


def test_the_url_of_a_session_is_at_the_deployment_that_made_it(shop, deployment):
    assert shop.open().url.startswith(f"{deployment.url}/")


def test_an_open_session_has_nothing_of_an_end(shop):
    session = shop.open()
    for name in ("payment_intent", "setup_intent", "subscription", "invoice", "customer", "consent", "recovered_from"):
        assert session[name] is None, name


def test_everything_nested_comes_back(shop):
    session = shop.sessions.create(EVERYTHING).to_dict()
    for name in (
        "cancel_url",
        "client_reference_id",
        "customer_email",
        "locale",
        "submit_type",
        "billing_address_collection",
        "allow_promotion_codes",
        "metadata",
        "phone_number_collection",
        "shipping_address_collection",
        "consent_collection",
    ):
        assert session[name] == EVERYTHING[name], name
    assert session["custom_text"]["submit"] == {"message": "We pack it today."}
    assert session["custom_text"]["after_submit"] is None
    assert session["payment_method_options"]["card"]["request_three_d_secure"] == "challenge"
    assert session["payment_method_options"]["card"]["restrictions"] == {"brands_blocked": ["visa"]}
    assert session["payment_method_options"]["konbini"]["expires_after_days"] == 3


def test_what_the_customer_is_known_by_is_filled_in_before_they_come(shop):
    session = shop.open(customer_email="ada@shop.example")
    assert session.customer_details.email == "ada@shop.example"
    assert session.customer_details.name is None
    assert shop.open().customer_details is None


def test_custom_fields_come_back_without_a_value_in_their_order(shop):
    wrapping, greeting, floor = shop.sessions.create(EVERYTHING).custom_fields
    assert (wrapping.key, wrapping.type, wrapping.optional) == ("wrapping", "dropdown", False)
    assert [option.value for option in wrapping.dropdown.options] == ["paper", "cloth"]
    assert (wrapping.dropdown.default_value, wrapping.dropdown.value) == ("paper", None)
    assert (greeting.key, greeting.optional, greeting.label.custom) == ("greeting", True, "Greeting")
    assert (greeting.text.minimum_length, greeting.text.maximum_length, greeting.text.value) == (2, 80, None)
    assert (floor.key, floor.type) == ("floor", "numeric")


def test_an_invoice_is_ordered_with_all_that_shall_stand_on_it(shop):
    invoice = shop.sessions.create(EVERYTHING).invoice_creation
    assert invoice.enabled is True
    assert invoice.invoice_data.description == "Teas"
    assert invoice.invoice_data.metadata.to_dict() == {"ledger": "12"}
    assert [field.value for field in invoice.invoice_data.custom_fields] == ["4711"]
    assert invoice.invoice_data.footer is None


def test_recovery_is_promised_and_empty_while_the_session_is_open(shop):
    recovery = shop.sessions.create(EVERYTHING).after_expiration.recovery
    assert recovery.to_dict() == {"enabled": True, "allow_promotion_codes": True, "expires_at": None, "url": None}


def test_sums_are_lines_rounded_half_up_and_the_first_way_of_shipping(shop):
    session = shop.sessions.create({**EVERYTHING, "expand": ["line_items", "shipping_cost.shipping_rate"]})
    assert [line.amount_total for line in session.line_items.data] == [2500, 299]
    assert session.amount_subtotal == 2799
    assert session.amount_total == 3299
    assert session.total_details.amount_shipping == 500
    assert (session.total_details.amount_discount, session.total_details.amount_tax) == (0, 0)
    assert session.shipping_cost.amount_total == 500
    rate = session.shipping_cost.shipping_rate
    assert (rate.object, rate.display_name, rate.type) == ("shipping_rate", "By bicycle", "fixed_amount")
    assert (rate.fixed_amount.amount, rate.fixed_amount.currency) == (500, "eur")
    assert (rate.delivery_estimate.maximum.unit, rate.delivery_estimate.maximum.value) == ("business_day", 3)
    assert rate.metadata.to_dict() == {"carrier": "bike"}


def test_ways_of_shipping_are_offered_in_their_order(shop):
    session = shop.sessions.create({**EVERYTHING, "expand": ["shipping_options.shipping_rate"]})
    assert [option.shipping_amount for option in session.shipping_options] == [500, 90]
    assert [option.shipping_rate.display_name for option in session.shipping_options] == ["By bicycle", "By mule"]
    plain = shop.sessions.retrieve(session.id)
    assert [option.shipping_rate for option in plain.shipping_options] == [
        option.shipping_rate.id for option in session.shipping_options
    ]


def test_lines_prices_and_products_are_whole(shop):
    session = shop.sessions.create({**EVERYTHING, "expand": ["line_items.data.price.product"]})
    tea, filters = session.line_items.data
    assert (tea.object, tea.quantity, tea.description) == ("item", 2, "Gyokuro & Sencha")
    assert tea.adjustable_quantity.to_dict() == {"enabled": True, "minimum": 1, "maximum": 5}
    assert tea.metadata.to_dict() == {"shelf": "A3"}
    price = tea.price
    assert (price.object, price.type, price.currency, price.unit_amount) == ("price", "one_time", "eur", 1250)
    assert (price.tax_behavior, price.unit_amount_decimal, price.recurring) == ("inclusive", Decimal("1250"), None)
    product = price.product
    assert (product.object, product.name, product.unit_label) == ("product", "Gyokuro & Sencha", "tin")
    assert product.description == "Shaded; 玉露"
    assert product.images == ["https://shop.example/1.jpg", "https://shop.example/2.jpg?size=l&v=2"]
    assert product.metadata.to_dict() == {"sku": "T-1", "origin": "Uji"}
    assert (filters.price.unit_amount, filters.price.unit_amount_decimal) == (None, Decimal("99.5"))


def test_a_subscription_session_takes_recurring_and_one_time_lines(shop):
    session = shop.open(
        mode="subscription",
        line_items=[
            line("Tea of the month", 1900, recurring={"interval": "month", "interval_count": 2}),
            line("Kettle", 4500),
        ],
        subscription_data={"description": "Tea club", "metadata": {"club": "tea"}},
        payment_method_collection="if_required",
        expand=["line_items"],
    )
    assert (session.mode, session.amount_total, session.status) == ("subscription", 6400, "open")
    assert (session.payment_method_collection, session.payment_status) == ("if_required", "unpaid")
    assert (session.subscription, session.invoice_creation) == (None, None)
    assert (session.customer_creation, session.saved_payment_method_options.payment_method_save) == ("always", None)
    monthly, kettle = session.line_items.data
    assert (monthly.price.type, kettle.price.type) == ("recurring", "one_time")
    assert (monthly.price.recurring.interval, monthly.price.recurring.interval_count) == ("month", 2)


def test_a_trial_makes_nothing_due_today(shop):
    session = shop.open(
        mode="subscription",
        line_items=[line("Tea of the month", 1900, recurring={"interval": "month"})],
        subscription_data={"trial_period_days": 14},
    )
    assert (session.amount_total, session.status) == (0, "open")


def test_a_setup_session_has_an_intent_and_no_money(shop):
    session = shop.sessions.create(
        {
            "mode": "setup",
            "currency": "eur",
            "success_url": THANKS,
            "setup_intent_data": {"description": "Card for later", "metadata": {"file": "9"}},
            "expand": ["setup_intent"],
        }
    )
    assert (session.status, session.payment_status) == ("open", "no_payment_required")
    for name in ("amount_subtotal", "amount_total", "total_details", "invoice_creation", "customer_creation"):
        assert session[name] is None, name
    assert session.setup_intent.object == "setup_intent"
    assert session.setup_intent.description == "Card for later"
    assert session.setup_intent.metadata.to_dict() == {"file": "9"}
    assert shop.sessions.retrieve(session.id).setup_intent == session.setup_intent.id


def test_an_embedded_session_has_a_secret_instead_of_a_url(shop):
    session = shop.sessions.create(
        {
            "mode": "payment",
            "ui_mode": "embedded_page",
            "return_url": "https://shop.example/back?session={CHECKOUT_SESSION_ID}",
            "line_items": [line()],
        }
    )
    assert (session.ui_mode, session.url, session.success_url) == ("embedded_page", None, None)
    assert session.client_secret.startswith(f"{session.id}_secret_")
    assert session.return_url == "https://shop.example/back?session={CHECKOUT_SESSION_ID}"
    assert session.redirect_on_completion == "always"


def test_money_without_minor_units_is_counted_in_whole_ones(shop):
    session = shop.open(line_items=[line("お茶", 300, 2, currency="jpy")])
    assert (session.currency, session.amount_total) == ("jpy", 600)


def test_nothing_may_be_due_in_payment_mode(shop):
    session = shop.open(line_items=[line("Sample", 0)])
    assert (session.amount_total, session.status) == (0, "open")


def test_numbers_and_truth_values_in_metadata_come_back_as_text(shop):
    session = shop.open(metadata={"number": 7, "truth": True})
    assert session.metadata.to_dict() == {"number": "7", "truth": "true"}


def test_the_answer_carries_the_headers_the_sdk_reads(shop):
    session = shop.open({"idempotency_key": "order-7"})
    answer = session.last_response
    assert answer.code == 200
    assert answer.request_id.startswith("req_")
    assert answer.idempotency_key == "order-7"
    assert answer.headers["stripe-version"] == "2026-10-28.endive"
    assert answer.headers["content-type"].startswith("application/json")
