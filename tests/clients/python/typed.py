"""Objects held against the annotations of the SDK's own classes: what a typed merchant relies on."""

import typing

import stripe
from stripe._stripe_object import UntypedStripeObject

# What Stripe sends without annotating it, and what is an extension.
UNANNOTATED = {(stripe.WebhookEndpoint, "dialect")}


class Names(dict):
    """What annotations call the SDK's classes, which it loads as they are asked for."""

    def __missing__(self, name: str):
        # `TaxIdResource` is a TaxId where the class has another of that name inside.
        name = name.removesuffix("Resource")
        for within in (stripe, stripe.billing, stripe.test_helpers):
            if hasattr(within, name):
                return getattr(within, name)
        raise KeyError(name)


def wrong(value: object, annotation, where: str) -> "list[str]":
    """What is not as annotated, by its place."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Union:
        # Of an id or the object in its place, what is there decides.
        whole = isinstance(value, stripe.StripeObject)
        likely = [each for each in inner if each is not type(None) and not (whole and each is str)]
        return min((wrong(value, each, where) for each in likely), key=len)
    if origin is typing.Literal:
        return [] if value in inner else [f"{where} is {value!r}"]
    if annotation is typing.Any:
        return []
    if origin is list:
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [line for at, each in enumerate(value) for line in wrong(each, inner[0], f"{where}[{at}]")]
    if origin is stripe.ListObject:
        pages = isinstance(value, stripe.ListObject)
        return wrong(value.data, list[inner[0]], f"{where}.data") if pages else [f"{where} is no page"]
    kind = origin or annotation
    if kind is UntypedStripeObject:
        return [] if isinstance(value, stripe.StripeObject) else [f"{where} is no object"]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return [f"{where} is {value!r}, no {kind.__name__}"]
    return wrong_within(value, kind, where) if issubclass(kind, stripe.StripeObject) else []


def wrong_of(value: stripe.StripeObject) -> "list[str]":
    """What is wrong with an object of the SDK."""
    return wrong_within(value, type(value), type(value).__name__)


def wrong_within(value: stripe.StripeObject, kind: type, where: str) -> "list[str]":
    """What is missing of an object, strange about it, or not as annotated."""
    hints = {name: hint for name, hint in typing.get_type_hints(kind, localns=Names()).items() if name[0] != "_"}
    present = value.to_dict(recursive=False)
    strange = [name for name in present if name not in hints and (kind, name) not in UNANNOTATED]
    lines = [f"{where}.{name} is not annotated" for name in strange]
    for name, hint in hints.items():
        if typing.get_origin(hint) is typing.ClassVar:
            continue
        if name in present and present[name] is not None:
            lines += wrong(value[name], hint, f"{where}.{name}")
        elif type(None) not in typing.get_args(hint):
            lines.append(f"{where}.{name} is missing")
    return lines
