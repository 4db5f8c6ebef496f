"""Every release binary under Lambda's runtime emulator, against the embedded table."""

import base64
import json
import mmap
import os
import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
import zlib
from pathlib import Path

import pytest
from conftest import CART
from emulator import Emulated
from project import BINARIES, answered, environment, functions

FUNCTIONS = functions()

# What every file of SQLite's begins with.
SQLITE = b"SQLite format 3"
# Amazon Linux 2023 has it.
GLIBC = (2, 34)
MOST_ZIPPED_BYTES = 3_000_000


def has(binary: Path, part: bytes) -> bool:
    with open(binary, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(part) >= 0


@pytest.fixture
def variables(table_url):
    """What Lambda tells a function; here it takes only keys that were made, as there."""
    return {name: value for name, value in environment(table_url).items() if name != "OPEN_KEYS"}


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_a_sample_is_answered_cold_and_warm(function, variables, runner):
    with Emulated(function.binary, variables) as emulated:
        for session, token in (runner.scene(function), runner.scene(function)):
            event = function.sample(runner.key, session, token)
            answered(event, emulated.invoke(event))


def named(name: str):
    return next(function for function in FUNCTIONS if function.name == name)


def test_runner_and_functions_share_one_table(variables, runner):
    create, expire = named("create"), named("expire")
    with Emulated(create.binary, variables) as emulated:
        session = json.loads(emulated.invoke(create.sample(runner.key, ""))["body"])["id"]
    assert runner.session(session)["status"] == "open"
    with Emulated(expire.binary, variables) as emulated:
        emulated.invoke(expire.sample(runner.key, session))
    assert runner.session(session)["status"] == "expired"
    _, _, announcements = runner.ask("GET", "/_local/announcements")
    assert [one["type"] for one in announcements["data"] if one["session"] == session] == ["checkout.session.expired"]


def test_a_payer_is_shown_the_page_pays_and_is_led_to_the_merchant(variables, runner):
    page, pay = named("page"), named("pay")
    session, token = runner.scene(page)
    with Emulated(page.binary, variables) as emulated:
        shown = emulated.invoke(page.sample("", session, token))
    assert shown["headers"]["content-type"].startswith("text/html")
    assert 'id="pay"' in shown["body"] and "Tea" in shown["body"]
    with Emulated(pay.binary, variables) as emulated:
        led = emulated.invoke(pay.sample("", session, token))
    assert led["statusCode"] == 200 and 'data-notice="complete"' in led["body"] and CART["success_url"] in led["body"]
    assert runner.session(session)["payment_status"] == "paid"


def test_whoever_follows_a_recovery_link_is_led_to_the_page_of_a_copy(variables, runner):
    follow = named("open")
    session, token = runner.scene(follow)
    with Emulated(follow.binary, variables) as emulated:
        led = emulated.invoke(follow.sample("", session, token))
    copy = led["headers"]["location"].split("/")[-2]
    assert led["statusCode"] == 303
    assert runner.session(copy)["recovered_from"] == session


def test_a_key_that_nobody_made_is_refused(variables, session):
    retrieve = named("retrieve")
    with Emulated(retrieve.binary, variables) as emulated:
        answer = emulated.invoke(retrieve.sample("sk_test_nobody_made_this", session))
    assert answer["statusCode"] == 401


def test_a_panic_ends_its_invocation_and_not_the_warm_function(variables):
    calm = named("unknown").sample("", "")
    panicking = {**calm, "rawPath": "/panic"}
    with Emulated(BINARIES / "panicking/bootstrap", variables) as emulated:
        process = emulated.invoke(calm)["body"]
        failed = emulated.invoke(panicking)
        assert "statusCode" not in failed and "as it was told to" in failed["errorMessage"], failed
        assert emulated.invoke(calm)["body"] == process


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_no_binary_carries_sqlite(function):
    assert not has(function.binary, SQLITE)
    assert has(Path(os.environ["PAYDESK_RUNNER"]), SQLITE), "the runner has it, and by another name by now"


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_no_binary_needs_a_newer_glibc_than_lambdas(function):
    needed = re.findall(rb"\0GLIBC_(\d+)\.(\d+)(?:\.\d+)?(?=\0)", function.binary.read_bytes())
    newest = max((int(major), int(minor)) for major, minor in needed)
    assert newest <= GLIBC, "this machine's glibc is too new to build for Lambda; cargo-lambda does it with zig"


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_what_is_uploaded_is_small(function):
    assert len(zlib.compress(function.binary.read_bytes())) <= MOST_ZIPPED_BYTES


def test_the_log_tells_of_store_calls_and_never_of_customers_or_keys(variables, runner):
    create = named("create")
    event = create.sample(runner.key, "")
    told = {"customer_email": "jenny.rosen@shop.example", "metadata[note]": "left-at-the-door"}
    event.update(body=urllib.parse.urlencode({**CART, **told}), isBase64Encoded=False)
    with Emulated(create.binary, {**variables, "RUST_LOG": "trace"}) as emulated:
        answered(event, emulated.invoke(event))
        log = emulated.logged('"message":"answered"')
    assert '"message":"store call"' in log
    for secret in (runner.key, *told.values(), *map(urllib.parse.quote, told.values())):
        assert secret not in log


def typed(event: dict, said: "dict[str, str]") -> dict:
    """A payer's form with this said instead, and under a name of its own, as a page that was just shown has it."""
    form = dict(urllib.parse.parse_qsl(base64.b64decode(event["body"]).decode()))
    body = urllib.parse.urlencode({**form, **said, "form": secrets.token_hex(8)})
    return {**event, "body": body, "isBase64Encoded": False}


def test_the_log_tells_of_payments_and_never_of_cards_payers_or_ways_into_pages(variables, runner):
    pay = named("pay")
    session, token = runner.scene(pay)
    payer = {"email": "jenny.rosen@shop.example", "card[name]": "Jenny Rosen", "billing[postal_code]": "10115-left"}
    # One that is no card's, one that is declined, and a good one that the page does not name itself.
    numbers = ("4242 4242 4242 4241", "4000 0000 0000 9995", "5555 5555 5555 4444")
    with Emulated(pay.binary, {**variables, "RUST_LOG": "trace"}) as emulated:
        answers = [emulated.invoke(typed(pay.sample("", session, token), {**payer, "card[number]": one})) for one in numbers]
        assert [answer["statusCode"] for answer in answers] == [200, 402, 200]
        log = emulated.logged(answers[-1]["headers"]["request-id"])
    assert 'data-notice="complete"' in answers[-1]["body"]
    assert '"message":"store call"' in log and session in log
    secret = {part for number in numbers for part in (number, number.replace(" ", ""), number.replace(" ", "+"))}
    for one in (*secret, token, *payer.values(), *map(urllib.parse.quote_plus, payer.values())):
        assert one not in log, one
    for one in secret:
        assert not any(one in answer.get("body", "") for answer in answers), one


def test_the_runners_clock_stays_where_these_functions_have_it(runner):
    request = urllib.request.Request(runner.url + "/_local/clock", b'{"advance": 60}')
    with pytest.raises(urllib.error.HTTPError, match="400") as refused:
        urllib.request.urlopen(request, timeout=60)
    assert "functions that run elsewhere" in refused.value.read().decode()
    status, _, clock = runner.ask("GET", "/_local/clock")
    assert (status, clock["offset"]) == (200, 0)
