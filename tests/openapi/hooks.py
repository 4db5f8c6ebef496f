"""What schemathesis has to be told of this API: how forms write objects and lists, what a cart is, what exists."""

import os
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import schemathesis
from schemathesis.generation.meta import TestPhase
from schemathesis.transport.requests import REQUESTS_TRANSPORT

import scenes

FORM = "application/x-www-form-urlencoded"
# In bytes. API Gateway takes 10,240 of request line and headers in all: a query that is longer never gets to a
# function. The runner itself takes 64 KiB.
LARGEST_QUERY = 8_000

# How many of the generated parameters a cart is sent with: with all of them some rule always refuses it.
FEW = 2


def pairs(value: object, name: str) -> Iterator[tuple[str, str]]:
    """`{"a": [{"b": 1}]}` as `a[0][b]=1`: OpenAPI's deepObject says nothing beyond the first level."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from pairs(inner, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from pairs(inner, f"{name}[{index}]")
    elif isinstance(value, bool):
        yield name, str(value).lower()
    else:
        yield name, "" if value is None else str(value)


@REQUESTS_TRANSPORT.serializer(FORM)
def form(context, value):
    body = context.case.body
    if isinstance(body, (str, bytes)):
        return {"data": body}
    return {"data": urlencode(list(pairs(body, "")), errors="surrogatepass")}


def says_all(value: object) -> bool:
    """Whether a form can say this: in it, an empty list or object is nothing at all."""
    if isinstance(value, (Mapping, list)):
        inner = value.values() if isinstance(value, Mapping) else value
        return bool(value) and all(says_all(one) for one in inner)
    return True


@schemathesis.hook
def filter_case(context, case):
    """Leaves out what does not arrive as it was meant: heads that no server reads, mistakes that a form loses."""
    query = urlencode(list(pairs(case.query or {}, "")), errors="surrogatepass")
    # The coverage phase makes its mistakes of what a form can say.
    fuzzed = case.meta is not None and case.meta.phase.name != TestPhase.COVERAGE
    mistaken = fuzzed and case.meta.generation.mode.is_negative
    lost = mistaken and case.media_type == FORM and isinstance(case.body, (Mapping, list)) and not says_all(case.body)
    return len(query) < LARGEST_QUERY and not lost


# Whose first example is a whole cart.
CREATES = (
    "createSession",
    "createPaymentLink",
    "createWebhookEndpoint",
    "createProduct",
    "createPrice",
    "createCoupon",
    "createTaxRate",
    "createShippingRate",
)


def cart(operation) -> dict | None:
    """The document's own first example of a create."""
    if operation.definition.raw.get("operationId") == "createPromotionCode":
        return {"promotion": {"type": "coupon", "coupon": scenes.kept("Coupon")}}
    if operation.definition.raw.get("operationId") not in CREATES:
        return None
    (content,) = operation.definition.raw["requestBody"]["content"].values()
    return next(iter(content["examples"].values()))["value"]


@schemathesis.hook
def map_case(context, case):
    """A create that should pass is a whole cart with a few generated parameters: then many of them do pass. Any other
    call that should pass is about something that exists."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return case
    known = cart(case.operation)
    if known is not None and isinstance(case.body, dict):
        # A promotion code has its coupon in one place.
        more = [name for name in case.body if name not in known and name != "coupon"][:FEW]
        case.body = {**known, **{name: case.body[name] for name in more}}
    if isinstance(case.body, dict):
        # What was made up must be nobody's server, and whoever is told again must be there.
        if "url" in case.body:
            case.body["url"] = scenes.HOOK["url"]
        if "webhook_endpoint" in case.body:
            case.body["webhook_endpoint"] = scenes.endpoint()
    # Where one call leads to another, that one says what it is about.
    exists = scenes.IDS.get(case.operation.definition.raw["operationId"])
    if exists is not None and case.meta.phase.name != TestPhase.STATEFUL:
        case.path_parameters["id"] = exists()
    return case


# Which operation was answered with which status so far.
seen: set[tuple[str, int]] = set()


@schemathesis.hook
def after_call(context, case, response):
    """Notes each kind of answer once: the run looks there for an operation that never succeeded."""
    answered = (case.operation.definition.raw["operationId"], response.status_code)
    if answered not in seen:
        seen.add(answered)
        with open(os.environ["PAYDESK_SEEN"], "a", encoding="utf-8") as notes:
            print(*answered, file=notes)
