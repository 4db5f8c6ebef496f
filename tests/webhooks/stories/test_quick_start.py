"""The runner's own way to a handler: forwarding, chosen faults, and the bus."""

import json
from urllib.request import urlopen

import pytest
import stripe
from merchant import Merchant, Paydesk, pays_on_the_page

SECOND = 1


@pytest.fixture
def forwarded(receiver):
    """Starts a runner that forwards to an endpoint of this name; a merchant there."""
    running = []

    def start(name: str, *arguments: str, **expected) -> Merchant:
        paydesk = Paydesk.forwarding(receiver.address(name), *arguments)
        running.append(paydesk)
        receiver.expects(name, paydesk.secret, **expected)
        return Merchant(paydesk.url, receiver)

    yield start
    for paydesk in running:
        paydesk.stop()


def test_a_quick_start_forwards_everything_with_the_secret_that_it_shows(forwarded, receiver):
    merchant = forwarded("everything")
    session = merchant.open()
    pays_on_the_page(session)
    (completed,) = receiver.waits("everything", "checkout.session.completed")
    assert completed["fulfilled"] == session.id
    receiver.waits("everything", times=7)
    assert all(one["answered"] == 200 for one in receiver.came("everything"))


def test_forwarding_is_narrowed_and_speaks_in_other_words(forwarded, receiver):
    settings = ("--forward-events", "checkout.session.expired", "--forward-dialect", "event_data")
    merchant = forwarded("narrowed", *settings, dialect="event_data")
    merchant.sold()
    session = merchant.open()
    merchant.sessions.expire(session.id)
    (only,) = receiver.waits("narrowed")
    assert (only["event"]["type"], only["answered"]) == ("checkout_session.expired", 200)
    assert only["event"]["data"]["object"]["id"] == session.id


def test_a_good_handler_stands_whatever_goes_wrong_on_the_way(receiver):
    paydesk = Paydesk.forwarding(
        receiver.address("faulty"), "--webhook-faults", "duplicate,reorder,drop-first-attempt"
    )
    try:
        receiver.expects("faulty", paydesk.secret)
        merchant = Merchant(paydesk.url, receiver)
        sold = {merchant.sold().id for _ in range(5)}
        # What is gathered, and what was dropped, comes at a time of its own: there is more than one wait.
        for _ in range(1000):
            if len(receiver.came("faulty", "checkout.session.completed")) >= 10:
                break
            paydesk.advance(SECOND)
        came = receiver.waits("faulty", "checkout.session.completed", times=10)
        assert len({one["event"]["id"] for one in came}) == 5
        fulfilled = [one["fulfilled"] for one in came if one["fulfilled"]]
        assert (set(fulfilled), len(fulfilled)) == (sold, 5)
    finally:
        paydesk.stop()


def test_what_is_on_the_bus_is_what_the_sdk_takes_from_eventbridge(receiver):
    paydesk = Paydesk.start("--quiet", "--set", "EventBus=orders")
    try:
        merchant = Merchant(paydesk.url, receiver)
        merchant.listens()
        session = merchant.sold()
        (came,) = merchant.waits("checkout.session.completed")
        with urlopen(f"{paydesk.url}/_local/bus", timeout=30) as answer:
            entries = json.load(answer)["data"]
        (entry,) = [one for one in entries if one["detail-type"] == "checkout.session.completed"]
        event = stripe.Webhook.construct_event_without_verification(json.dumps(entry))
        assert (event.id, event.data.object.id) == (came["event"]["id"], session.id)
    finally:
        paydesk.stop()
