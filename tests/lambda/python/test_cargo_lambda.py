"""cargo lambda watch, invoke and deploy, for every function and every route of the template."""

import base64
import io
import json
import os
import signal
import subprocess
import zipfile

import pytest
import stripe
from conftest import Merchant
from emulator import free_port, reachable
from lambda_api import LambdaApi
from project import REPOSITORY, SAMPLE_KEY, answered, answered_somehow, environment, functions, routes, run

FUNCTIONS = functions()


@pytest.fixture(scope="module")
def watched(table_url, tmp_path_factory, logs):
    """The port at which `cargo lambda watch` answers."""
    port, file = free_port(), tmp_path_factory.mktemp("watch") / "lambda.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in environment(table_url).items()))
    command = ["cargo", "lambda", "watch", "--ignore-changes", "-A", "127.0.0.1", "-P", str(port), "--env-file", file]
    logs["cargo lambda watch"] = file.with_suffix(".log")
    with open(file.with_suffix(".log"), "w") as log:
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=log, stderr=log, start_new_session=True)
        try:
            reachable(port, process)
            yield port
        finally:
            # It, the cargo it started and the functions those started.
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


@pytest.fixture
def merchant(watched):
    """Somebody with the samples' key, which is as good as any where OPEN_KEYS says so."""
    return Merchant(f"http://127.0.0.1:{watched}", SAMPLE_KEY)


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_invoke_takes_every_sample(function, watched, runner, tmp_path):
    merchant = Merchant(runner.url, SAMPLE_KEY)
    event, file = function.sample(SAMPLE_KEY, *merchant.scene(function)), tmp_path / "event.json"
    file.write_text(json.dumps(event))
    where = ("-A", "127.0.0.1", "-P", str(watched))
    answered(event, json.loads(run("cargo", "lambda", "invoke", function.name, *where, "--data-file", file)))


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_invoke_takes_every_sample_file_as_it_is(function, watched):
    where = ("-A", "127.0.0.1", "-P", str(watched))
    answer = run("cargo", "lambda", "invoke", function.name, *where, "--data-file", function.sample_file)
    answered_somehow(json.loads(function.sample_file.read_text()), json.loads(answer))


@pytest.mark.parametrize("method, path", routes(), ids=lambda part: part)
def test_watch_answers_the_real_paths(method, path, merchant):
    merchant.reaches(method, path, merchant.open())


@pytest.mark.parametrize("method, path", [("GET", "/"), ("GET", "/v1/nothing/here"), ("POST", "/v1/nothing")])
def test_watch_answers_every_other_path(method, path, merchant):
    status, headers, body = merchant.ask(method, path)
    assert (status, body["error"]["type"]) == (404, "invalid_request_error")
    assert headers["request-id"].startswith("req_")


def test_watch_answers_a_wrong_method_on_a_known_path(merchant):
    status, headers, _ = merchant.ask("DELETE", "/v1/checkout/sessions")
    assert (status, headers["allow"]) == (405, "GET, POST")


def test_a_session_lives_its_life_under_watch(merchant, runner):
    client = stripe.StripeClient(merchant.key, base_addresses={"api": merchant.url})
    sessions = client.v1.checkout.sessions
    session = sessions.retrieve(merchant.open())
    assert sessions.line_items.list(session.id).data[0].description == "Tea"
    assert sessions.update(session.id, {"metadata": {"order": "7"}}).metadata["order"] == "7"
    assert session.id in [each.id for each in sessions.list({"status": "open"}).auto_paging_iter()]
    assert sessions.expire(session.id).status == "expired"
    assert Merchant(runner.url, merchant.key).session(session.id)["status"] == "expired"


def physical(function):
    """A function's name in a stack."""
    return f"paydesk-{function.resource}-1ABCDEFGHIJKL"


def settings(function):
    return tuple(function.properties[name] for name in ("MemorySize", "Timeout", "Tracing"))


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_deploy_would_replace_a_function_with_the_templates_settings(function):
    command = ("cargo", "lambda", "deploy", "--dry", "--output-format", "json", "--binary-name", function.name)
    printed = run(*command, physical(function), AWS_REGION="eu-central-1")
    # Without a terminal its progress comes first.
    dry = json.loads(printed[printed.index("{") :])
    assert (dry["config"]["memory"], dry["config"]["timeout"], dry["config"]["tracing"]) == settings(function)
    assert not dry["config"].get("env_var"), "the environment is the stack's"
    assert (dry["kind"], dry["files"], dry["arch"]) == ("function", ["bootstrap"], "x86_64")


@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_deploy_replaces_the_code_and_leaves_the_stacks_environment(function):
    environment = {"TABLE_NAME": "paydesk-Table-1ABCDEFGHIJKL", "RUST_LOG": "warn"}
    with LambdaApi(physical(function), dict(environment)) as api:
        command = ("cargo", "lambda", "deploy", "--binary-name", function.name, physical(function))
        run(*command, AWS_ENDPOINT_URL_LAMBDA=api.url, AWS_REGION="eu-central-1")
    configuration = api.configuration
    deployed = (configuration["MemorySize"], configuration["Timeout"], configuration["TracingConfig"]["Mode"])
    assert deployed == settings(function)
    assert configuration["Environment"]["Variables"] == environment
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(api.code["ZipFile"]))) as uploaded:
        assert uploaded.namelist() == ["bootstrap"]
        assert uploaded.read("bootstrap") == function.binary.read_bytes()
