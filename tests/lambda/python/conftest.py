"""The account and the sessions that the stories are about; `run` has started the runner and its table."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

import pytest
from emulator import tail
from project import SCENES, Function, assert_shown, is_a_browsers

# What tells why a story failed: the logs of what runs beside the stories, by name.
LOGS = pytest.StashKey()

CART = {
    "mode": "payment",
    "success_url": "https://shop.example/thanks",
    "line_items[0][quantity]": "2",
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": "1250",
    "line_items[0][price_data][product_data][name]": "Tea",
}


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is an answer; nobody goes there."""

    def redirect_request(self, *_):
        return None


class Merchant:
    """Whoever has a key, at some address."""

    _opener = urllib.request.build_opener(_Nowhere)

    def __init__(self, url: str, key: str):
        self.url = url
        self.key = key

    def ask(self, method: str, path: str, form: "dict | None" = None):
        """Status, headers and body of an answer, whatever the status."""
        headers = {"Authorization": f"Bearer {self.key}"}
        data = None
        if method not in ("GET", "HEAD"):
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = urllib.parse.urlencode(form or {}).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            answer = self._opener.open(request, timeout=600)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            text = answer.read().decode()
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        return answer.status, answer.headers, json.loads(text) if is_json and text else text

    def open(self, **besides: str) -> str:
        """Opens a session; its id."""
        status, _, session = self.ask("POST", "/v1/checkout/sessions", {**CART, **besides})
        assert status == 200, session
        return session["id"]

    def scene(self, function: Function) -> "tuple[str, str]":
        """A session as the function's sample needs it, and what lets a payer into its page."""
        besides, then = SCENES.get(function.route, ({}, None))
        session = self.open(**besides)
        # Its page's address is no longer told when it is over.
        token = self.token(session)
        if then:
            status, _, answer = self.ask("POST", then.replace("{id}", session))
            assert status == 200, answer
        return session, token

    def session(self, identifier: str) -> dict:
        status, _, session = self.ask("GET", f"/v1/checkout/sessions/{identifier}")
        assert status == 200, session
        return session

    def token(self, identifier: str) -> str:
        """What lets a payer into the session's page."""
        return self.session(identifier)["url"].rsplit("/", 1)[1]

    def reaches(self, method: str, path: str, identifier: str) -> None:
        """Asserts that a route leads to its function, whatever that says of this session."""
        token = self.token(identifier)
        for name, value in (("{id}", identifier), ("{token}", token), ("{name}", "checkout.css"), ("{link}", "none")):
            path = path.replace(name, value)
        status, headers, body = self.ask(method, path)
        if is_a_browsers(path):
            return assert_shown(status, headers)
        # Some want parameters, or the id of something else; what matters is that it is the function who says so.
        missing = status == 404 and body["error"].get("code") == "resource_missing"
        assert status in (200, 400) or missing, body
        assert headers["request-id"].startswith("req_")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        for name, file in item.config.stash.get(LOGS, {}).items():
            report.sections.append((f"the end of {name}'s log", tail(file.read_text(errors="replace"))))
    return report


@pytest.fixture(scope="session")
def logs(pytestconfig) -> dict:
    """Files whose end is shown beside a story that fails."""
    return pytestconfig.stash.setdefault(LOGS, {})


@pytest.fixture(scope="session")
def table_url() -> str:
    """Where the runner serves its table."""
    return os.environ["PAYDESK_TABLE_URL"]


@pytest.fixture(scope="session")
def runner() -> Merchant:
    """A merchant with a key that was made, at the runner that has the table."""
    return Merchant(os.environ["PAYDESK_RUNNER_URL"], os.environ["PAYDESK_KEY"])


@pytest.fixture
def session(runner: Merchant) -> str:
    """A session that is open, in the table that all share."""
    return runner.open()
