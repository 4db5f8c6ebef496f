"""What every story starts with: a receiver in each language, a runner, and a merchant with an endpoint."""

import os

import pytest
from merchant import Merchant, Paydesk
from receiver import Receiver


@pytest.fixture(scope="session", params=os.environ.get("RECEIVERS", "node python").split())
def receiver(request):
    """The merchant's server, with the official SDK of each language in turn."""
    running = Receiver(request.param)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def paydesk():
    """The runner that the stories share, one after the other: its clock may be moved."""
    running = Paydesk.start("--quiet")
    yield running
    running.stop()


@pytest.fixture
def merchant(paydesk, receiver) -> Merchant:
    """A new account. It is told of nothing yet."""
    return Merchant(paydesk.url, receiver)


@pytest.fixture
def listener(merchant) -> Merchant:
    """A new account that is told of everything."""
    merchant.listens()
    return merchant
