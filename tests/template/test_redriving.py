"""The commands of docs/operations.md that give dead letters back, run against an AWS CLI that only pretends."""

import json
import os
import shutil
import stat
import subprocess
import sys

import pytest

from deployment import TEMPLATE, events

PAGE = TEMPLATE.parent / "docs" / "operations.md"

# What `aws` answers: from files in $AWS_PRETENDS, of which each call that changes something leaves a line in `calls`.
AWS = """#!{python}
import json, os, sys
from pathlib import Path

there, words = Path(os.environ["AWS_PRETENDS"]), sys.argv[1:]
plan = json.loads((there / "plan.json").read_text())
option = lambda name: words[words.index("--" + name) + 1]
log = lambda line: (there / "calls").open("a").write(line + "\\n")
match words[:2]:
    case ["cloudformation", "describe-stacks"]:
        print("https://queue/" + option("query").split("'")[1])
    case ["sqs", "get-queue-attributes"]:
        print("arn of " + option("queue-url"))
    case ["sqs", "start-message-move-task"]:
        log("moved from " + option("source-arn") + " to " + option("destination-arn"))
    case ["sqs", "list-message-move-tasks"]:
        print('{{"Status": "RUNNING"}}')
    case ["sqs", "receive-message"]:
        seen = there / "seen"
        count = len(seen.read_text()) if seen.exists() else 0
        seen.write_text("x" * (count + 1))
        if count < len(plan["letters"]):
            body = plan["letters"][count]
            print(json.dumps({{"Messages": [{{"Body": body, "ReceiptHandle": f"receipt-{{count}}"}}]}}))
        elif plan["queue_fails"]:
            sys.exit("the queue cannot be read")
    case ["sqs", "delete-message"]:
        log("deleted " + option("receipt-handle"))
    case ["s3", "cp"]:
        source, target = [word for word in words[2:] if not word.startswith("--")]
        found = plan["objects"].get(source)
        if found is None:
            sys.exit("there is no " + source)
        Path(target).write_text(found)
    case ["lambda", "invoke"]:
        event = Path(option("payload").removeprefix("file://")).read_text().strip()
        log("invoked " + option("function-name") + " with " + event)
        answer = plan["answers"][event]
        if answer == "unreachable":
            sys.exit("the function cannot be reached")
        target = [word for word in words[2:] if word.endswith(".json") and not word.startswith("file:")]
        Path(target[0]).write_text(json.dumps(answer))
        print("Unhandled" if "errorMessage" in answer else "None")
    case other:
        sys.exit(f"the page calls something else: {{other}}")
"""

TAKEN = {"batchItemFailures": []}
FUNCTION = "arn:aws:lambda:eu-central-1:0:function:{}"


def commands(doing):
    """The page's own commands: the one that reads outputs, and those that do something."""
    blocks = [part.split("```")[0] for part in PAGE.read_text().split("```sh\n")[1:]]
    [outputs] = [block for block in blocks if "output()" in block]
    [block] = [block for block in blocks if doing in block]
    return outputs + block


def letter(name):
    detail = {"bucket": {"name": "failures"}, "object": {"key": f"aws/lambda/{name}"}}
    return json.dumps({"source": "aws.s3", "detail-type": "Object Created", "detail": detail})


def given_up(name, function):
    context = {"functionArn": FUNCTION.format(function)}
    return json.dumps({"requestContext": context, "payload": json.dumps({"Records": [name]})})


class Redriving:
    """One run of the page's commands over dead letters."""

    def __init__(self, room, letters, objects=(), answers=None, queue_fails=False, function="expired", doing="give_back()"):
        assert shutil.which("jq"), "the page's commands need jq (Debian: apt-get install jq)"
        (room / "bin").mkdir()
        aws = room / "bin" / "aws"
        aws.write_text(AWS.format(python=sys.executable))
        aws.chmod(aws.stat().st_mode | stat.S_IXUSR)
        plan = {
            "letters": letters,
            "objects": {f"s3://failures/aws/lambda/{name}": given_up(name, function) for name in objects},
            "answers": {json.dumps({"Records": [name]}, separators=(",", ":")): answer for name, answer in (answers or {}).items()},
            "queue_fails": queue_fails,
        }
        (room / "plan.json").write_text(json.dumps(plan))
        (room / "work").mkdir()
        (room / "here").mkdir()
        surroundings = {
            "PATH": f"{room / 'bin'}:{os.environ['PATH']}",
            "AWS_PRETENDS": str(room),
            "TMPDIR": str(room / "work"),
        }
        self.run = subprocess.run(
            ["bash", "-c", commands(doing)], cwd=room / "here", env=surroundings, capture_output=True, text=True, timeout=60
        )
        calls = (room / "calls").read_text().splitlines() if (room / "calls").exists() else []
        self.deleted = [line.split()[1] for line in calls if line.startswith("deleted ")]
        self.moved = [line for line in calls if line.startswith("moved ")]
        self.invoked = [line for line in calls if line.startswith("invoked ")]
        self.left = [path.name for where in ("work", "here") for path in (room / where).iterdir()]


@pytest.mark.parametrize("function", sorted(function for function, _, _ in events("DynamoDB")))
def test_a_record_that_its_function_takes_leaves_the_queue(tmp_path, function):
    run = Redriving(tmp_path, [letter("one")], ["one"], {"one": TAKEN}, function=function)
    assert run.invoked == [f'invoked {FUNCTION.format(function)} with {{"Records":["one"]}}']
    assert run.deleted == ["receipt-0"], run.run.stderr
    assert run.run.returncode == 0 and run.left == []


def test_a_record_that_cannot_be_read_stays_whatever_was_read_before_it(tmp_path):
    run = Redriving(tmp_path, [letter("one"), letter("gone"), letter("two")], ["one", "two"], {"one": TAKEN, "two": TAKEN})
    assert run.deleted == ["receipt-0", "receipt-2"]
    assert len(run.invoked) == 2, "what was read for the one before is not given to the function again"
    assert "not read, stays in the queue: aws/lambda/gone" in run.run.stdout


@pytest.mark.parametrize(
    "answer",
    [{"batchItemFailures": [{"itemIdentifier": "1"}]}, {"errorMessage": "it crashed"}, {"unexpected": []}, "unreachable"],
)
def test_a_record_that_is_not_taken_stays(tmp_path, answer):
    run = Redriving(tmp_path, [letter("one"), letter("two")], ["one", "two"], {"one": TAKEN, "two": answer})
    assert run.deleted == ["receipt-0"]
    assert "not taken, stays in the queue: aws/lambda/two" in run.run.stdout


def test_a_run_that_reached_nobody_is_told_and_leaves_the_queue(tmp_path):
    sweep = json.dumps({"source": "aws.events", "detail-type": "Scheduled Event", "time": "2026-11-22T10:00:00Z"})
    run = Redriving(tmp_path, [sweep])
    assert (run.deleted, run.invoked) == (["receipt-0"], [])
    assert run.run.stdout == "reached nobody: Scheduled Event of 2026-11-22T10:00:00Z\n"


@pytest.mark.parametrize("odd", ["not JSON", "[]", "null", "{}", '{"source": "somebody.else"}', '{"source": "aws.s3"}'])
def test_a_letter_that_nobody_understands_stays(tmp_path, odd):
    run = Redriving(tmp_path, [odd, letter("one")], ["one"], {"one": TAKEN})
    assert run.deleted == ["receipt-1"], run.run.stdout + run.run.stderr
    assert "stays in the queue" in run.run.stdout


def test_webhooks_that_were_given_up_go_back_to_where_they_are_delivered_from(tmp_path):
    run = Redriving(tmp_path, [], doing="start-message-move-task")
    assert run.run.returncode == 0, run.run.stderr
    assert run.moved == ["moved from arn of https://queue/UndeliveredUrl to arn of https://queue/DeliveriesUrl"]


def test_a_queue_that_cannot_be_read_is_no_empty_queue(tmp_path):
    run = Redriving(tmp_path, [letter("one")], ["one"], {"one": TAKEN}, queue_fails=True)
    assert run.deleted == ["receipt-0"]
    assert run.run.returncode != 0 and "the queue cannot be read" in run.run.stderr
