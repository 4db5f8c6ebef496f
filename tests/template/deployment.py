"""template.yaml and what CloudFormation would make of it, with a few questions both can be asked."""

import copy
import functools
import json
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parents[2] / "template.yaml"

# What the policies say that SAM adds to functions' roles by name, as AWS has published them.
LOGS = {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}
TRACES = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
}
STREAM = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}
QUEUE = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
MANAGED = {
    "AWSLambdaBasicExecutionRole": LOGS,
    "AWSXrayWriteOnlyAccess": TRACES,
    "AWSXRayDaemonWriteAccess": TRACES,
    "AWSLambdaDynamoDBExecutionRole": STREAM | {"dynamodb:ListStreams"} | LOGS,
    "AWSLambdaSQSQueueExecutionRole": QUEUE | LOGS,
}


class _NoManagedPolicies:
    def load(self):
        return {}


@functools.cache
def source():
    """The template as it stands in the file."""
    return yaml_parse(TEMPLATE.read_text())


@functools.cache
def expanded():
    """The template without SAM, as CloudFormation gets it."""
    template = copy.deepcopy(source())
    # What `sam deploy` would have put here.
    template["Globals"]["Function"]["CodeUri"] = "s3://artifacts/function"
    return transform(template, {}, _NoManagedPolicies())


def resources(kind, of=None):
    """Every resource of a type: name and properties."""
    found = (of or expanded())["Resources"].items()
    return {name: one.get("Properties", {}) for name, one in found if one["Type"] == kind}


def functions():
    """Every function as it stands in the file."""
    return resources("AWS::Serverless::Function", source())


def events(kind):
    """Every event of a type: function, event and properties."""
    return [
        (function, name, event["Properties"])
        for function, properties in functions().items()
        for name, event in properties.get("Events", {}).items()
        if event["Type"] == kind
    ]


def settled(value, **conditions):
    """A value as it is where the conditions named are as they are said to be: every Fn::If on one of them is settled."""
    if isinstance(value, list):
        items = [settled(item, **conditions) for item in value]
        return [item for item in items if item != {"Ref": "AWS::NoValue"}]
    if not isinstance(value, dict):
        return value
    condition, *branches = value["Fn::If"] if "Fn::If" in value else (None,)
    if condition in conditions:
        return settled(branches[0 if conditions[condition] else 1], **conditions)
    return {name: settled(inner, **conditions) for name, inner in value.items()}


def text(value):
    """A value in one spelling, whichever of CloudFormation's it was written in."""
    if isinstance(value, dict) and len(value) == 1:
        [(name, argument)] = value.items()
        if name == "Fn::GetAtt":
            return "${" + (argument if isinstance(argument, str) else ".".join(argument)) + "}"
        if name == "Ref":
            return "${" + argument + "}"
        if name == "Fn::Sub":
            return argument if isinstance(argument, str) else argument[0]
        if name == "Fn::Join":
            return argument[0].join(text(part) for part in argument[1])
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def listed(value):
    return value if isinstance(value, list) else [value]


def rights(document, **conditions):
    """What a policy document allows, with a bus unless it is said otherwise: pairs of an action and a resource."""
    found = set()
    for statement in settled(document, **{"HasBus": True, **conditions})["Statement"]:
        assert statement["Effect"] == "Allow" and "NotAction" not in statement, statement
        for action in listed(statement["Action"]):
            found |= {(action, text(resource)) for resource in listed(statement["Resource"])}
    return found


def role(function):
    """What a function's role allows, without regard to its boundary."""
    properties = expanded()["Resources"][function + "Role"]["Properties"]
    found = set()
    for policy in properties.get("Policies", []):
        found |= rights(policy["PolicyDocument"])
    for arn in properties["ManagedPolicyArns"]:
        found |= {(action, "*") for action in MANAGED[arn.rsplit("/", 1)[1]]}
    return found


def boundary(function, **conditions):
    """The most that a function may do."""
    named = expanded()["Resources"][function + "Role"]["Properties"]["PermissionsBoundary"]["Ref"]
    return rights(expanded()["Resources"][named]["Properties"]["PolicyDocument"], **conditions)


def effective(function):
    """What a function may do: what both its role and its boundary allow."""
    both = set()
    for action, resource in role(function):
        for allowed, within in boundary(function):
            if action == allowed and resource == "*":
                both.add((action, within))
            elif action == allowed and within in ("*", resource):
                both.add((action, resource))
    return both
