"""What there is to run: the template's functions, their samples and binaries, and what a function is told."""

import json
import os
import subprocess
import uuid
from pathlib import Path

from samcli.yamlhelper import yaml_parse

REPOSITORY = Path(__file__).resolve().parents[3]
BINARIES = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")) / "lambda"
TEMPLATE = yaml_parse((REPOSITORY / "template.yaml").read_text())
GLOBALS = TEMPLATE["Globals"]["Function"]

# Every sample names this key and this session, or what is derived from it; a story puts one there that exists.
SAMPLE_KEY = "sk_test_paydesk_events"
SAMPLE_SESSION = "cs_test_000000000000000000000000000"
SAMPLE_PAYMENT = "pi_000000000000000000000000000"
SAMPLE_TOKEN = "111111111111111111111111111"

# What a payer's browser asks for: its answers are pages, and ways to others.
OF_BROWSERS = ("/c/", "/b/")
KINDS_SHOWN = ("text/html", "application/json")
# Samples that a session which was only opened does not answer: what it is opened with besides, and what is done to it.
PAID = "/v1/test_helpers/checkout/sessions/{id}/complete"
SCENES = {
    "GET /v1/payment_intents/{id}": ({}, PAID),
    "POST /v1/payment_intents/{id}/capture": ({"payment_intent_data[capture_method]": "manual"}, PAID),
    "GET /c/recover/{id}/{token}": (
        {"after_expiration[recovery][enabled]": "true"},
        "/v1/checkout/sessions/{id}/expire",
    ),
}


class Function:
    """A function of the template."""

    def __init__(self, resource: str, definition: dict):
        self.resource = resource
        self.name = definition["Metadata"]["BuildProperties"]["Binary"]
        self.properties = {**GLOBALS, **definition["Properties"]}

    def __repr__(self) -> str:
        return self.name

    @property
    def binary(self) -> Path:
        return BINARIES / self.name / "bootstrap"

    @property
    def sample_file(self) -> Path:
        return REPOSITORY / "events" / f"{self.name}.json"

    @property
    def route(self) -> "str | None":
        """What its sample asks for, if the API does."""
        return json.loads(self.sample_file.read_text()).get("routeKey")

    def sample(self, key: str, session: str, token: str = SAMPLE_TOKEN) -> dict:
        """What invokes it, with a key and a session that exist, as a request that was not made before."""
        text = self.sample_file.read_text().replace(SAMPLE_KEY, key).replace(SAMPLE_SESSION, session)
        text = text.replace(SAMPLE_PAYMENT, derived("pi", session)).replace(SAMPLE_TOKEN, token)
        event = json.loads(text)
        if "idempotency-key" in event.get("headers", {}):
            event["headers"]["idempotency-key"] = str(uuid.uuid4())
        return event


def functions() -> "list[Function]":
    resources = TEMPLATE["Resources"].items()
    return [Function(name, one) for name, one in resources if one["Type"] == "AWS::Serverless::Function"]


def routes() -> "list[tuple[str, str]]":
    """Method and path of every route of the API but `$default`."""
    events = [event for function in functions() for event in function.properties["Events"].values()]
    http = [event["Properties"] for event in events if event["Type"] == "HttpApi"]
    return [(route["Method"], route["Path"]) for route in http if "Path" in route]


def derived(prefix: str, session: str) -> str:
    """The id of what belongs to a session."""
    return f"{prefix}_{session.removeprefix('cs_test_')}"


def is_a_browsers(path: str) -> bool:
    return path.startswith(OF_BROWSERS)


def environment(table_url: str) -> "dict[str, str]":
    """What local/lambda.env says, for a table that is served at another address."""
    lines = (REPOSITORY / "local/lambda.env").read_text().splitlines()
    variables = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {**variables, "AWS_ENDPOINT_URL_DYNAMODB": table_url, "AWS_ENDPOINT_URL_SQS": table_url}


def answered(event: dict, answer: object) -> None:
    """Asserts that this is how a function answers such an event when all is well, whichever function it is."""
    answered_somehow(event, answer)
    if event.get("routeKey", "$default") != "$default":
        assert 200 <= answer["statusCode"] < 400, answer
        assert "idempotent-replayed" not in answer["headers"], "this was only remembered"


def answered_somehow(event: dict, answer: object) -> None:
    """Asserts that a function has taken such an event, though the session that it names may not exist."""
    if "Records" in event:
        assert answer == {"batchItemFailures": []}
    elif "routeKey" not in event:
        assert answer is None
    elif event["routeKey"] == "$default":
        assert answer["statusCode"] == 404, answer
        assert json.loads(answer["body"])["error"]["type"] == "invalid_request_error"
    elif is_a_browsers(event["rawPath"]):
        assert_shown(answer["statusCode"], answer["headers"])
    else:
        if answer["statusCode"] == 404 and "{id}" in event["routeKey"]:
            assert json.loads(answer["body"])["error"]["code"] == "resource_missing", answer
        else:
            assert 200 <= answer["statusCode"] < 400, answer
        assert answer["headers"]["request-id"].startswith("req_")


def assert_shown(status: int, headers) -> None:
    """Asserts that a payer is shown something, or sent somewhere, whatever it is that was asked for."""
    assert 200 <= status < 500, status
    assert "location" in headers or headers["content-type"].split(";")[0] in KINDS_SHOWN, dict(headers)
    assert headers["request-id"].startswith("req_")


def run(*command: "str | Path", **variables: str) -> str:
    """What a command prints, if it ends well; what it complains of, if not."""
    ended = subprocess.run(command, cwd=REPOSITORY, env={**os.environ, **variables}, capture_output=True, text=True)
    assert ended.returncode == 0, f"{command} ended with {ended.returncode}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout
