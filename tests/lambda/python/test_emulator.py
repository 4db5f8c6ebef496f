"""Every release binary under Lambda's runtime emulator, against the embedded table."""

import json

import pytest
from emulator import Emulated
from project import BINARIES, answered, environment, functions

FUNCTIONS = functions()


@pytest.fixture
def variables(table_url):
    """What Lambda tells a function; here it takes only keys that were made, as there."""
    return {name: value for name, value in environment(table_url).items() if name != "OPEN_KEYS"}


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_a_sample_is_answered_cold_and_warm(function, variables, runner):
    with Emulated(function.binary, variables) as emulated:
        for session in (runner.open(), runner.open()):
            event = function.sample(runner.key, session)
            answered(event, emulated.invoke(event))


def named(name: str):
    return next(function for function in FUNCTIONS if function.name == name)


def test_runner_and_functions_share_one_table(variables, runner):
    create, expire = named("create"), named("expire")
    with Emulated(create.binary, variables) as emulated:
        event = create.sample(runner.key, "")
        event["headers"].pop("idempotency-key")
        session = json.loads(emulated.invoke(event)["body"])["id"]
    assert runner.session(session)["status"] == "open"
    with Emulated(expire.binary, variables) as emulated:
        emulated.invoke(expire.sample(runner.key, session))
    assert runner.session(session)["status"] == "expired"
    _, _, announcements = runner.ask("GET", "/_local/announcements")
    assert [one["type"] for one in announcements["data"] if one["session"] == session] == ["checkout.session.expired"]


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
    assert b"SQLite format 3" not in function.binary.read_bytes()
