"""What is wrong is refused: which parameter, which code, and as the SDK's own exception."""

import json
from pathlib import Path

import pytest
import stripe
from shop import THANKS, line, shipping

REFUSALS = json.loads((Path(__file__).parents[1] / "refusals.json").read_text())


def refused(call):
    """The one exception that `call` raises, which must be the SDK's for invalid requests."""
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        call()
    error = refusal.value
    assert type(error) is stripe.InvalidRequestError
    assert error.http_status == 400
    assert error.user_message, "a refusal says why"
    assert error.request_id.startswith("req_")
    assert error.error.type == "invalid_request_error"
    return error


@pytest.mark.parametrize("wrong", REFUSALS, ids=lambda wrong: wrong["with"])
def test_a_session_is_refused_with(shop, wrong):
    error = refused(lambda: shop.open(**wrong["different"]))
    assert (error.code, error.param) == (wrong["code"], wrong["param"])
    assert shop.listed() == [], "nothing half-written remains"


@pytest.mark.parametrize("missing", ["mode", "success_url", "line_items"])
def test_what_is_missing_is_named(shop, missing):
    params = shop.basket()
    del params[missing]
    error = refused(lambda: shop.sessions.create(params))
    assert (error.code, error.param) == ("parameter_missing", missing)
    assert error.error.doc_url == "https://stripe.com/docs/error-codes/parameter-missing"


def test_what_is_too_long_or_too_much_is_named(shop):
    assert refused(lambda: shop.open(client_reference_id="x" * 201)).param == "client_reference_id"
    assert refused(lambda: shop.open(metadata={"note": "x" * 501})).param == "metadata[note]"
    assert refused(lambda: shop.open(metadata={"k" * 41: "x"})).param.startswith("metadata")
    assert refused(lambda: shop.open(metadata={f"k{n}": "x" for n in range(51)})).param == "metadata"


def test_an_url_that_runs_a_script_is_refused(shop):
    for url in ("javascript:alert(1)", "data:text/html,x"):
        error = refused(lambda: shop.open(success_url=url))
        assert (error.code, error.param) == ("url_invalid", "success_url")


def test_what_is_allowed_is_listed(shop):
    error = refused(lambda: shop.open(mode="gift"))
    assert all(mode in error.user_message for mode in ("payment", "setup", "subscription"))


def test_currencies_do_not_mix(shop):
    error = refused(lambda: shop.open(line_items=[line(), line(currency="usd")]))
    assert error.param.startswith("line_items[1]")
    error = refused(lambda: shop.open(shipping_options=[shipping("Dollars", 500, currency="usd")]))
    assert error.param.startswith("shipping_options[0]")


def test_a_recurring_price_needs_subscription_mode(shop):
    monthly = line(recurring={"interval": "month"})
    assert refused(lambda: shop.open(line_items=[monthly])).param.startswith("line_items[0]")


def test_a_hundred_lines_are_the_most(shop):
    assert shop.open(line_items=[line(amount=50)] * 100).amount_total == 5000
    assert refused(lambda: shop.open(line_items=[line(amount=50)] * 101)).param == "line_items"


def test_a_customer_is_known_in_one_way_only(shop):
    error = refused(lambda: shop.open(customer="cus_none", customer_email="ada@shop.example"))
    assert error.param in ("customer", "customer_email")


def test_a_discount_is_given_or_typed(shop):
    error = refused(lambda: shop.open(allow_promotion_codes=True, discounts=[{"coupon": "none"}]))
    assert error.param in ("allow_promotion_codes", "discounts[0][coupon]")


def test_setup_mode_needs_a_currency(shop):
    error = refused(lambda: shop.sessions.create({"mode": "setup", "success_url": THANKS}))
    assert (error.code, error.param) == ("parameter_missing", "currency")


@pytest.mark.parametrize("session_id", ["cs_test_none", "cs_live_a1b2c3", "x"])
def test_an_id_that_is_none_of_ours_is_not_found(shop, session_id):
    calls = (
        lambda: shop.sessions.retrieve(session_id),
        lambda: shop.sessions.expire(session_id),
        lambda: shop.sessions.update(session_id, {"metadata": {"a": "1"}}),
        lambda: shop.sessions.line_items.list(session_id),
    )
    for call in calls:
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            call()
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
        assert session_id in refusal.value.user_message


def test_a_path_that_does_not_exist_says_so(shop):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.client.raw_request("get", "/v1/checkout/nowhere")
    assert (refusal.value.http_status, refusal.value.code) == (404, None)
    assert "/v1/checkout/nowhere" in refusal.value.user_message and "GET" in refusal.value.user_message


def test_an_unfit_method_says_so(shop):
    with pytest.raises(stripe.APIError) as refusal:
        shop.client.raw_request("delete", f"/v1/checkout/sessions/{shop.open().id}")
    assert refusal.value.http_status == 405
