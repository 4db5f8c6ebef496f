"""What has to have happened before a call can succeed: sessions that were paid, held or are on their way, and links."""

import json
import os
from functools import cache
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
BY_SEPA = {**PAYMENT, "payment_method_types[]": "sepa_debit"}


def post(path: str, form: "dict[str, str]") -> dict:
    headers = {"Authorization": f"Bearer {os.environ['PAYDESK_KEY']}"}
    request = Request(f"{os.environ['PAYDESK_URL']}/v1/{path}", urlencode(form).encode(), headers, method="POST")
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


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
    "listCustomersPaymentMethods": lambda: of_one_club()["customer"],
    "retrievePaymentLink": link,
    "listPaymentLinkLineItems": link,
}
