"""Least privilege: every function may do what the table below says, and nothing else."""

import pytest

from deployment import TRACES, boundary, effective, events, expanded, functions, listed, resources, rights, role, text

TABLE = "${Table.Arn}"
DELIVERIES = "${Deliveries.Arn}"
UNDELIVERED = "${Undelivered.Arn}"
BUS = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBus}"
# Actions that know no resource.
ANYWHERE = TRACES | {"dynamodb:ListStreams"}


# Written down here and nowhere derived: who gives a function another right says so twice.
LOGS_AND_TRACES = {
    ("logs:CreateLogStream", "${Logs.Arn}"),
    ("logs:PutLogEvents", "${Logs.Arn}"),
    ("xray:PutTraceSegments", "*"),
    ("xray:PutTelemetryRecords", "*"),
    ("xray:GetSamplingRules", "*"),
    ("xray:GetSamplingTargets", "*"),
    ("xray:GetSamplingStatisticSummaries", "*"),
}
STREAM = [
    ("DescribeStream GetRecords GetShardIterator", "${Table.StreamArn}"),
    ("ListStreams", "*"),
    ("s3:PutObject", "${Failures.Arn}/*"),
    ("s3:ListBucket", "${Failures.Arn}"),
]
MAY = {
    "Create": [("GetItem BatchGetItem Query PutItem BatchWriteItem", TABLE)],
    "Retrieve": [("GetItem BatchGetItem", TABLE)],
    "List": [("GetItem BatchGetItem Query", TABLE)],
    "Expire": [("GetItem BatchGetItem PutItem UpdateItem", TABLE)],
    "Update": [("GetItem BatchGetItem PutItem UpdateItem BatchWriteItem", TABLE)],
    "Objects": [("GetItem BatchGetItem Query", TABLE)],
    "Capture": [("GetItem PutItem UpdateItem", TABLE)],
    "Catalog": [("GetItem BatchGetItem Query PutItem UpdateItem DeleteItem BatchWriteItem", TABLE)],
    "Links": [("GetItem BatchGetItem Query PutItem BatchWriteItem", TABLE)],
    "Simulate": [("GetItem BatchGetItem Query PutItem UpdateItem BatchWriteItem", TABLE)],
    "Page": [("GetItem", TABLE)],
    "Pay": [("GetItem BatchGetItem Query PutItem UpdateItem BatchWriteItem", TABLE)],
    "Open": [("GetItem PutItem BatchWriteItem", TABLE)],
    "Endpoints": [("GetItem Query PutItem BatchWriteItem", TABLE)],
    "Events": [("GetItem BatchGetItem Query", TABLE), ("sqs:SendMessage", DELIVERIES)],
    "Unknown": [],
    "Announce": [
        ("GetItem Query PutItem", TABLE),
        ("sqs:SendMessage", DELIVERIES),
        ("sqs:SendMessage", UNDELIVERED),
        ("events:PutEvents", BUS),
        *STREAM,
    ],
    "Deliver": [
        ("GetItem BatchGetItem Query PutItem BatchWriteItem", TABLE),
        ("sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ChangeMessageVisibility", DELIVERIES),
        ("sqs:SendMessage", DELIVERIES),
        ("sqs:SendMessage", UNDELIVERED),
    ],
    "Expired": [("GetItem PutItem UpdateItem BatchWriteItem", TABLE), *STREAM],
    "Sweep": [("GetItem PutItem UpdateItem BatchWriteItem Query", TABLE)],
}


def expected(function):
    """What a function may do, by the table above, where a verb without a service is DynamoDB's."""
    assert function in MAY, f"{function} is new: give it a row in MAY, in {__file__}, with what it is meant to do"
    spelled = {
        (verb if ":" in verb else f"dynamodb:{verb}", resource) for verbs, resource in MAY[function] for verb in verbs.split()
    }
    return spelled | LOGS_AND_TRACES


@pytest.mark.parametrize("function", functions())
def test_a_function_may_do_what_it_needs_and_nothing_else(function):
    assert effective(function) == expected(function)


def test_no_row_is_left_of_a_function_that_is_gone():
    assert set(MAY) <= set(functions())


@pytest.mark.parametrize("function", functions())
def test_a_policy_of_a_function_names_one_action_and_one_resource_at_a_time(function):
    for policy in functions()[function].get("Policies", []):
        assert isinstance(policy, dict), "a policy by name reaches further than one of the function's own"
        for action, resource in rights(policy):
            assert "*" not in action and "*" not in resource, (action, resource)


@pytest.mark.parametrize("function", functions())
def test_only_what_knows_no_resource_is_allowed_on_all_of_them(function):
    assert {action for action, resource in effective(function) if resource == "*"} <= ANYWHERE
    for _, resource in effective(function):
        assert resource in ("*", BUS) or resource.startswith("${"), f"{resource} is not this stack's"


def test_the_boundary_allows_nothing_that_no_function_needs():
    for function in functions():
        assert {action for action, resource in boundary(function) if resource == "*"} == ANYWHERE
    used = set().union(*(effective(function) for function in functions()))
    [(beyond, _)] = boundary(next(iter(functions()))) - used
    assert beyond == "kms:Decrypt", "which the key's policy allows, not a role's"


def test_only_dynamodb_may_be_asked_to_use_a_key():
    [policy] = resources("AWS::IAM::ManagedPolicy").values()
    [statement] = [one for one in policy["PolicyDocument"]["Statement"] if "kms:" in str(one.get("Action"))]
    [service] = statement["Condition"]["StringEquals"].values()
    assert list(statement["Condition"]["StringEquals"]) == ["kms:ViaService"]
    assert text(service).startswith("dynamodb.${AWS::Region}.")


@pytest.mark.parametrize("kind, action", [("DynamoDB", "dynamodb:GetRecords"), ("SQS", "sqs:ReceiveMessage")])
def test_without_the_boundary_a_function_could_read_every_stream_and_queue(kind, action):
    reading = {function for function, _, _ in events(kind)}
    assert reading
    for function in reading:
        assert (action, "*") in role(function), "then the boundary is no longer needed for it"


def test_without_a_bus_nobody_may_put_events_on_any():
    for function in functions():
        assert not any(action.startswith("events:") for action, _ in boundary(function, HasBus=False))
    assert ("events:PutEvents", BUS) in boundary("Announce", HasBus=True)


def test_no_role_but_the_functions_own():
    assert set(resources("AWS::IAM::Role")) == {function + "Role" for function in functions()}
    for properties in resources("AWS::IAM::Role").values():
        [statement] = properties["AssumeRolePolicyDocument"]["Statement"]
        assert statement["Principal"] == {"Service": ["lambda.amazonaws.com"]}


def test_a_function_is_invoked_by_this_stack_only():
    permissions = resources("AWS::Lambda::Permission")
    assert {one["FunctionName"]["Ref"] for one in permissions.values()} == {
        function for kind in ("HttpApi", "Schedule") for function, _, _ in events(kind)
    }
    rules = {"${" + rule + ".Arn}" for rule in resources("AWS::Events::Rule")}
    for name, permission in permissions.items():
        assert permission["Action"] == "lambda:InvokeFunction"
        arn = permission["SourceArn"]
        if permission["Principal"] == "apigateway.amazonaws.com":
            pattern, names = arn["Fn::Sub"]
            assert ":${__ApiId__}/" in pattern and names["__ApiId__"] == {"Ref": "Api"}, name
        else:
            assert permission["Principal"] == "events.amazonaws.com" and text(arn) in rules, name


def test_the_dead_letters_take_messages_of_this_stacks_rules_only():
    [policy] = [one for one in resources("AWS::SQS::QueuePolicy").values() if one["Queues"] == [{"Ref": "DeadLetters"}]]
    allow = [one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    [allow] = allow
    assert (allow["Principal"], allow["Action"]) == ({"Service": "events.amazonaws.com"}, "sqs:SendMessage")
    senders = {text(arn) for arn in listed(allow["Condition"]["ArnEquals"]["aws:SourceArn"])}
    assert senders == {"${" + rule + ".Arn}" for rule in resources("AWS::Events::Rule")}


@pytest.mark.parametrize("queue", ["Deliveries", "Undelivered"])
def test_what_webhooks_wait_in_takes_nothing_but_what_roles_allow(queue):
    [policy] = [one for one in resources("AWS::SQS::QueuePolicy").values() if one["Queues"] == [{"Ref": queue}]]
    assert {one["Effect"] for one in policy["PolicyDocument"]["Statement"]} == {"Deny"}


def test_every_queue_and_bucket_has_a_policy():
    named = {text(queue) for one in resources("AWS::SQS::QueuePolicy").values() for queue in one["Queues"]}
    assert named == {"${" + name + "}" for name in resources("AWS::SQS::Queue")}
    named = {text(one["Bucket"]) for one in resources("AWS::S3::BucketPolicy").values()}
    assert named == {"${" + name + "}" for name in resources("AWS::S3::Bucket")}


@pytest.mark.parametrize("policy", [*resources("AWS::SQS::QueuePolicy"), *resources("AWS::S3::BucketPolicy")])
def test_a_queue_and_a_bucket_refuse_what_is_not_encrypted_on_the_way(policy):
    properties = expanded()["Resources"][policy]["Properties"]
    deny = [one for one in properties["PolicyDocument"]["Statement"] if one["Effect"] == "Deny"]
    assert [one["Condition"] for one in deny] == [{"Bool": {"aws:SecureTransport": "false"}}]
    assert deny[0]["Principal"] == "*" and deny[0]["Action"].endswith(":*")
