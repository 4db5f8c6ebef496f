"""A merchant with an account of their own: the official SDK, set to another base address, and nothing else."""

from concurrent.futures import ThreadPoolExecutor

import stripe
from deployment import new_key

THANKS = "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}"


def line(name: str = "Tea", amount: int = 1250, quantity: int = 1, currency: str = "eur", **price_data):
    """A line item whose price is made inline."""
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": name}, **price_data}
    return {"quantity": quantity, "price_data": price}


def shipping(name: str, amount: int, currency: str = "eur", **rate):
    """A way of shipping whose rate is made inline."""
    fixed = {"amount": amount, "currency": currency}
    return {"shipping_rate_data": {"display_name": name, "type": "fixed_amount", "fixed_amount": fixed, **rate}}


class Shop:
    """An account that nobody else has, unless a key is given."""

    def __init__(self, url: str, key: "str | None" = None, **options):
        self.url = url
        self.key = key or new_key()
        self.client = stripe.StripeClient(self.key, base_addresses={"api": url}, **options)
        self.sessions = self.client.v1.checkout.sessions

    def another(self, key: "str | None" = None, **options) -> "Shop":
        """Another shop at the same address."""
        return Shop(self.url, key, **options)

    def basket(self, **params):
        """The least that opens a session, and what is to be different about it."""
        return {"mode": "payment", "success_url": THANKS, "line_items": [line()], **params}

    def open(self, options=None, **params):
        """Opens a session."""
        return self.sessions.create(self.basket(**params), options)

    def open_many(self, count: int, **params):
        """Opens sessions at the same time."""
        with ThreadPoolExecutor(16) as at_once:
            return list(at_once.map(lambda _: self.open(**params), range(count)))

    def simulate(self, step: str, session, options=None, **params):
        """Has a test helper play what SDKs have no method for: `complete`, `fail` or `settle`."""
        path = f"/v1/test_helpers/checkout/sessions/{getattr(session, 'id', session)}/{step}"
        answer = self.client.raw_request("post", path, **(options or {}), **params)
        return self.client.deserialize(answer, api_mode="V1")

    def sold(self, paid=None, **params):
        """A session that was opened and completed; `paid` is how."""
        return self.simulate("complete", self.open(**params), **(paid or {}))

    def listed(self, **params):
        """The ids of all pages of a list."""
        return [session.id for session in self.sessions.list(params).auto_paging_iter()]
