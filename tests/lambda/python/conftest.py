"""The account and the sessions that the stories are about; `run` has started the runner and its table."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

import pytest
from emulator import tail

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


class Merchant:
    """Whoever has a key, at some address."""

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
            answer = urllib.request.urlopen(request, timeout=600)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            text = answer.read().decode()
        return answer.status, answer.headers, json.loads(text) if text else None

    def open(self) -> str:
        """Opens a session; its id."""
        status, _, session = self.ask("POST", "/v1/checkout/sessions", CART)
        assert status == 200, session
        return session["id"]

    def session(self, identifier: str) -> dict:
        status, _, session = self.ask("GET", f"/v1/checkout/sessions/{identifier}")
        assert status == 200, session
        return session


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
