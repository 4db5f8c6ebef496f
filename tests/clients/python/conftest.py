"""What every story starts with."""

import os

import pytest
from deployment import Deployment
from shop import Shop


@pytest.fixture(scope="session")
def deployment():
    """The deployment all stories share, each with an account of its own; its clock moves by seconds only."""
    url = os.environ.get("PAYDESK_URL")
    # Where functions answer that are not the runner's own, their table's runner still knows what was announced.
    shared = Deployment(url, runner=os.environ.get("PAYDESK_RUNNER_URL")) if url else Deployment.start()
    yield shared
    shared.stop()


@pytest.fixture
def shop(deployment: Deployment) -> Shop:
    """A new account at the shared deployment."""
    return Shop(deployment.url)


@pytest.fixture(scope="module")
def own_deployment():
    """A deployment that only one file's stories use, one after the other: its clock may be moved far."""
    own = Deployment.start()
    yield own
    own.stop()


@pytest.fixture
def traveller(own_deployment: Deployment) -> Shop:
    """A new account where the clock may be moved far."""
    return Shop(own_deployment.url)
