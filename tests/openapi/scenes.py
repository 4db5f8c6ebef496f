"""What has to have happened before a call can succeed: sessions that were paid, held or are on their way, a catalogue,
links, and who is told of it."""

import json
import os
from functools import cache, partial
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TEA = {
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "1250",
    "line_items[0][price_data][product_data][name]": "Tea",
}
PAYMENT = {**TEA, "mode": "payment", "success_url": "https://shop.example/thanks"}
CLUB = {**PAYMENT, "mode": "subscription", "line_items[0][price_data][recurring][interval]": "month"}
SETUP = {"mode": "setup", "currency": "eur", "success_url": "https://shop.example/thanks"}
HELD = {**PAYMENT, "payment_intent_data[capture_method]": "manual"}
HOOK = {"url": "https://shop.example/webhooks", "enabled_events[]": "checkout.session.completed"}
BY_SEPA = {**PAYMENT, "payment_method_types[]": "sepa_debit"}


KEPT = {
    "Product": ("products", {"name": "Tea"}),
    "Price": ("prices", {"currency": "eur", "unit_amount": "1250", "product_data[name]": "Tea"}),
    "Coupon": ("coupons", {"percent_off": "10"}),
    "Customer": ("customers", {"name": "Ada Lovelace"}),
    "TaxRate": ("tax_rates", {"display_name": "VAT", "inclusive": "true", "percentage": "19"}),
    "ShippingRate": (
        "shipping_rates",
        {"display_name": "Post", "fixed_amount[amount]": "490", "fixed_amount[currency]": "eur"},
    ),
}


def call(path: str, body: "bytes | None" = None, **headers: str) -> dict:
    with urlopen(Request(f"{os.environ['PAYDESK_URL']}/{path}", body, headers), timeout=60) as answer:
        return json.load(answer)


def get(path: str) -> dict:
    return call(f"v1/{path}", Authorization=f"Bearer {os.environ['PAYDESK_KEY']}")


def post(path: str, form: "dict[str, str]") -> dict:
    return call(f"v1/{path}", urlencode(form).encode(), Authorization=f"Bearer {os.environ['PAYDESK_KEY']}")


def opened(form: "dict[str, str]") -> str:
    return post("checkout/sessions", form)["id"]


def paid(form: "dict[str, str]", **how: str) -> dict:
    return post(f"test_helpers/checkout/sessions/{opened(form)}/complete", {"expand[]": "payment_intent", **how})


@cache
def of_one_club() -> dict:
    """A member, who has a subscription, an invoice and a saved card."""
    return paid(CLUB)


@cache
def tea() -> dict:
    return paid(PAYMENT)["payment_intent"]


@cache
def link() -> str:
    return post("payment_links", TEA)["id"]


def made(kind: str) -> str:
    """A new object of the catalogue."""
    return post(*KEPT[kind])["id"]


kept = cache(made)


@cache
def promotion() -> str:
    return post("promotion_codes", {"promotion[type]": "coupon", "promotion[coupon]": kept("Coupon")})["id"]


def endpoint() -> str:
    """One that is there: there is room for sixteen, and other calls delete some."""
    there = get("webhook_endpoints")["data"] or [post("webhook_endpoints", HOOK)]
    return there[0]["id"]


@cache
def event() -> str:
    """What was announced has become events when the clock has moved."""
    tea()
    call("_local/clock", b'{"advance": 1}', **{"Content-Type": "application/json"})
    return get("events?type=checkout.session.completed")["data"][0]["id"]


# What a call that may succeed is about; whatever a call uses up is made for each.
IDS = {
    "retrieveSession": lambda: of_one_club()["id"],
    "listLineItems": lambda: of_one_club()["id"],
    "updateSession": lambda: opened(PAYMENT),
    "expireSession": lambda: opened(PAYMENT),
    "completeSession": lambda: opened(PAYMENT),
    "failSession": lambda: opened(PAYMENT),
    "settleSession": lambda: paid(BY_SEPA, payment_method="sepa_debit")["id"],
    "capturePaymentIntent": lambda: paid(HELD)["payment_intent"]["id"],
    "cancelPaymentIntent": lambda: paid(HELD)["payment_intent"]["id"],
    "retrievePaymentIntent": lambda: tea()["id"],
    "retrieveCharge": lambda: tea()["latest_charge"],
    "retrievePaymentMethod": lambda: tea()["payment_method"],
    "retrieveSetupIntent": cache(lambda: paid(SETUP)["setup_intent"]),
    "retrieveSubscription": lambda: of_one_club()["subscription"],
    "retrieveInvoice": lambda: of_one_club()["invoice"],
    "retrieveCustomer": lambda: of_one_club()["customer"],
    # Other calls delete the customers that they come across.
    "listCustomersPaymentMethods": lambda: paid(CLUB)["customer"],
    "updateCustomer": lambda: made("Customer"),
    "deleteCustomer": lambda: made("Customer"),
    "retrievePaymentLink": link,
    "listPaymentLinkLineItems": link,
    "retrieveWebhookEndpoint": endpoint,
    "updateWebhookEndpoint": endpoint,
    "deleteWebhookEndpoint": endpoint,
    "rollWebhookEndpointSecret": endpoint,
    "retrieveEvent": event,
    "listDeliveryAttempts": event,
    "retryEvent": event,
    "retrievePromotionCode": promotion,
    "updatePromotionCode": promotion,
    "deleteProduct": lambda: made("Product"),
    "deleteCoupon": lambda: made("Coupon"),
}
IDS = {f"{does}{kind}": partial(kept, kind) for kind in KEPT for does in ("retrieve", "update")} | IDS
