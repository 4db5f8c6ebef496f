"""A merchant with a webhook endpoint, and a payer who pays on the page as a browser without scripts would."""

import re
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from deployment import Deployment
from receiver import Receiver
from shop import Shop

CARD = {
    "payment_method": "card",
    "card[number]": "4242424242424242",
    "card[expiry]": "12/34",
    "card[cvc]": "987",
    "card[name]": "Ada",
}


class Paydesk(Deployment):
    """A runner of its own, whose clock may be moved; with `forward_to`, its secret."""

    secret: "str | None" = None

    @classmethod
    def forwarding(cls, url: str, *arguments: str) -> "Paydesk":
        paydesk = cls.start("--quiet", "--forward-to", url, *arguments)
        for line in paydesk._process.stdout:
            if line.strip().startswith("secret "):
                paydesk.secret = line.split()[1]
                return paydesk
        raise RuntimeError("the runner did not say what it signs with")


class Merchant(Shop):
    """A shop with an account of its own, and with endpoints at a receiver."""

    def __init__(self, url: str, receiver: Receiver):
        super().__init__(url)
        self.receiver = receiver
        self.endpoints = self.client.v1.webhook_endpoints
        self.events = self.client.v1.events

    def listens(self, name: str = "", answers=(), **params):
        """Makes an endpoint; the receiver knows its secret and words from then on. Its name there is the account's."""
        name = name or self.key
        params = {"url": self.receiver.address(name), "enabled_events": ["*"], **params}
        endpoint = self.endpoints.create(params)
        dialect = params.get("dialect", "stripe")
        self.receiver.expects(name, endpoint.secret, dialect=dialect, answers=answers)
        return endpoint

    def waits(self, type=None, times=1):
        """What came to its endpoint of this type, once it came so often."""
        return self.receiver.waits(self.key, type, times)

    def came(self, type=None):
        return self.receiver.came(self.key, type)

    def attempts(self, event: str):
        """The attempts to deliver an event, newest first."""
        return self.raw("get", f"/v1/events/{event}/delivery_attempts")["data"]

    def raw(self, method: str, path: str, **params):
        """What the SDK has no method for."""
        return self.client.deserialize(self.client.raw_request(method, path, **params), api_mode="V1")


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def pays_on_the_page(session, **fields) -> str:
    """Sends the page's form, and returns where the browser is led."""
    browser = build_opener(_Stays)
    with browser.open(session.url, timeout=30) as answer:
        page = answer.read().decode()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    form = {name: unescape(value) for name, value in hidden} | CARD
    form |= {"email": "ada@lovelace.example", "billing[country]": "DE", "billing[postal_code]": "10115", **fields}
    try:
        with browser.open(Request(session.url, urlencode(form).encode()), timeout=30) as answer:
            page = answer.read().decode()
    except HTTPError as led:
        assert led.code in (302, 303), led
        with led:
            return led.headers["Location"]
    led = re.search(r'http-equiv="refresh" content="0; ?url=([^"]+)"', page)
    assert led, page
    return unescape(led[1])
