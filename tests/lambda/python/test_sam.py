"""sam local: every function in a container, and the API that start-api makes of the template."""

import json
import os
from pathlib import Path

import pytest
from conftest import Merchant
from project import answered, functions, routes, run

# How `run` has built the functions, and how containers find this machine.
HERE = ("--template", os.environ["PAYDESK_SAM_TEMPLATE"], "--parameter-overrides", "Architecture=x86_64", "--add-host", "host.docker.internal:host-gateway")


@pytest.mark.parametrize("function", functions(), ids=str)
def test_local_invoke_takes_the_sample(function, runner, tmp_path):
    event, file = function.sample(runner.key, *runner.scene(function)), tmp_path / "event.json"
    file.write_text(json.dumps(event))
    variables = ("--env-vars", os.environ["PAYDESK_SAM_ENV"])
    printed = run("sam", "local", "invoke", function.resource, "--event", file, "--skip-pull-image", *variables, *HERE)
    answered(event, json.loads(printed))


@pytest.fixture
def merchant(runner, logs):
    """The same merchant, at the API that start-api serves."""
    logs["sam local start-api"] = Path(os.environ["PAYDESK_SAM_LOG"])
    return Merchant(os.environ["PAYDESK_URL"], runner.key)


@pytest.mark.parametrize("method, path", routes(), ids=lambda part: part)
def test_start_api_answers_the_templates_routes(method, path, merchant, session):
    merchant.reaches(method, path, session)


def test_start_api_answers_every_other_path(merchant):
    status, headers, body = merchant.ask("GET", "/v1/nothing/here")
    assert (status, body["error"]["type"]) == (404, "invalid_request_error")
    assert headers["request-id"].startswith("req_")
