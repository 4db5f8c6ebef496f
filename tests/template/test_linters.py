"""What others look for: cfn-lint, and checkov but for the waivers in waivers.ini."""

import configparser
import json
import re
import subprocess
import textwrap
import sys
from pathlib import Path

from deployment import TEMPLATE, expanded

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


def lint(template):
    run = subprocess.run([BIN / "cfn-lint", "--non-zero-exit-code", "informational", template], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_cfn_lint_finds_nothing():
    lint(TEMPLATE)


def test_cfn_lint_finds_nothing_in_the_rule_that_the_page_of_webhooks_shows(tmp_path):
    page = (TEMPLATE.parent / "docs" / "webhooks.md").read_text()
    [rule] = re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert "AWS::Events::Rule" in rule and "AWS::SQS::QueuePolicy" in rule
    theirs = "Orders: {Type: AWS::SQS::Queue, DeletionPolicy: Delete, UpdateReplacePolicy: Delete}"
    shop = tmp_path / "shop.yaml"
    shop.write_text("Resources:\n" + textwrap.indent(f"{theirs}\n{rule}", "  "))
    lint(shop)


def test_checkov_finds_what_is_waived_and_nothing_else(tmp_path):
    waivers = configparser.ConfigParser()
    waivers.optionxform = str
    waivers.read(HERE / "waivers.ini")
    # Without SAM it knows more of it: roles, mappings and stages are there.
    (tmp_path / "template.json").write_text(json.dumps(expanded()))
    command = [BIN / "checkov", "--file", tmp_path / "template.json", "--framework", "cloudformation", "--output", "json"]
    run = subprocess.run([*command, "--skip-download", "--soft-fail", "--quiet"], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    report = json.loads(run.stdout)
    assert report["summary"]["parsing_errors"] == 0 and report["summary"]["passed"] > 100
    found = {}
    for one in report["results"]["failed_checks"]:
        found.setdefault(one["check_id"], []).append(f"{one['resource']}: {one['check_name']}")
    unwaived = {check: where for check, where in found.items() if check not in waivers["waivers"]}
    assert not unwaived
    assert set(waivers["waivers"]) <= set(found), "these waive nothing any more"
