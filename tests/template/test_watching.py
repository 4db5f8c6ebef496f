"""What watches over it: alarms that reach somebody and forget no function, and a dashboard that shows them all."""

import json

import pytest

from deployment import events, expanded, functions, resources, rights, settled, source, text

# All that there can be; what is left of it without test mode has a test of its own.
WATCHING = settled(expanded(), HasTestMode=True)
ALARMS = resources("AWS::CloudWatch::Alarm", WATCHING)


def metrics(alarm):
    """The metrics an alarm looks at: namespace, name and dimensions."""
    if "MetricName" in alarm:
        yield alarm["Namespace"], alarm["MetricName"], dimensions(alarm)
    for one in alarm.get("Metrics", []):
        if "MetricStat" in one:
            metric = one["MetricStat"]["Metric"]
            yield metric["Namespace"], metric["MetricName"], dimensions(metric)


def dimensions(metric):
    return {one["Name"]: text(one["Value"]) for one in metric["Dimensions"]}


def watched(namespace, name, dimension):
    """The values of a dimension for which some alarm looks at a metric."""
    return {
        found[dimension]
        for alarm in ALARMS.values()
        for space, metric, found in metrics(alarm)
        if (space, metric) == (namespace, name)
    }


def of_functions(kinds=None):
    names = functions() if kinds is None else {function for kind in kinds for function, _, _ in events(kind)}
    return {"${" + name + "}" for name in names}


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_reaches_somebody_when_it_begins_and_when_it_ends(alarm):
    properties = ALARMS[alarm]
    for actions in (properties["AlarmActions"], properties["OKActions"]):
        assert [action["Ref"] for action in actions] == list(resources("AWS::SNS::Topic"))
    assert properties["AlarmDescription"].endswith(f"See docs/operations.md, {alarm}.")


@pytest.mark.parametrize("alarm", ALARMS)
def test_an_alarm_has_no_more_metrics_than_it_may(alarm):
    properties = ALARMS[alarm]
    assert 1 <= len(list(metrics(properties))) <= 10
    named = [one["Id"] for one in properties.get("Metrics", [])]
    assert len(named) == len(set(named))
    assert [one.get("ReturnData", True) for one in properties.get("Metrics", [])].count(True) <= 1


def test_every_function_is_in_an_alarm_for_throttles():
    assert watched("AWS/Lambda", "Throttles", "FunctionName") == of_functions()


def test_every_function_in_the_background_is_in_an_alarm_for_failures():
    assert watched("AWS/Lambda", "Errors", "FunctionName") == of_functions(["DynamoDB", "Schedule", "SQS"])


def test_every_stream_is_in_an_alarm_for_its_age_below_that_at_which_records_are_given_up():
    assert watched("AWS/Lambda", "IteratorAge", "FunctionName") == of_functions(["DynamoDB"])
    oldest = min(one["MaximumRecordAgeInSeconds"] for _, _, one in events("DynamoDB"))
    ages = [alarm for alarm in ALARMS.values() if any(name == "IteratorAge" for _, name, _ in metrics(alarm))]
    assert ages and all(alarm["Threshold"] <= oldest * 1000 / 4 for alarm in ages)


def test_every_function_with_a_destination_is_in_an_alarm_for_what_it_could_not_keep():
    keeping = {function for function, _, stream in events("DynamoDB") if "DestinationConfig" in stream}
    keeping |= {name for name, one in functions().items() if "DestinationConfig" in one.get("EventInvokeConfig", {})}
    expected = {"${" + name + "}" for name in keeping}
    assert watched("AWS/Lambda", "DestinationDeliveryFailures", "FunctionName") == expected


def test_every_rule_without_dead_letters_of_its_own_is_in_an_alarm_for_what_reached_nobody():
    rules = {
        "${" + name + "}"
        for name, rule in resources("AWS::Events::Rule").items()
        if not all("DeadLetterConfig" in target for target in rule["Targets"])
    }
    assert watched("AWS/Events", "FailedInvocations", "RuleName") == rules


def test_every_queue_is_in_an_alarm_for_what_waits_in_it():
    queues = {"${" + name + ".QueueName}" for name in resources("AWS::SQS::Queue")}
    assert watched("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName") == queues


def test_what_is_put_off_is_in_an_alarm_well_below_where_sqs_hands_out_nothing_more():
    [alarm] = [one for one in ALARMS.values() if one.get("MetricName") == "ApproximateNumberOfMessagesNotVisible"]
    assert dimensions(alarm) == {"QueueName": "${Deliveries.QueueName}"} and alarm["Threshold"] <= 120_000 / 2


def test_the_tables_throttles_and_the_failures_of_every_operation_in_use_are_in_an_alarm():
    tables = {"${" + name + "}" for name in resources("AWS::DynamoDB::Table")}
    assert watched("AWS/DynamoDB", "ReadThrottleEvents", "TableName") == tables
    assert watched("AWS/DynamoDB", "WriteThrottleEvents", "TableName") == tables
    in_use = {
        action.removeprefix("dynamodb:")
        for properties in functions().values()
        for policy in properties.get("Policies", [])
        for action, _ in rights(policy)
        if action.startswith("dynamodb:")
    }
    # What is written together is allowed verb by verb, and counted as an operation of its own. Nothing is updated or
    # deleted by itself.
    in_use = in_use - {"UpdateItem", "DeleteItem"} | {"TransactWriteItems"}
    assert watched("AWS/DynamoDB", "SystemErrors", "Operation") == in_use


def test_the_apis_failures_are_in_an_alarm():
    assert watched("AWS/ApiGateway", "5xx", "ApiId") == {"${Api}"}


def test_a_sweep_that_is_silent_is_late():
    [alarm] = [one for one in ALARMS.values() if one.get("MetricName") == "SweepLag"]
    assert alarm["TreatMissingData"] == "breaching"
    assert (alarm["Namespace"], dimensions(alarm)) == ("Paydesk", {"Stack": "${AWS::StackName}"})
    for function in resources("AWS::Lambda::Function").values():
        assert text(function["Environment"]["Variables"]["STACK_NAME"]) == "${AWS::StackName}"


def test_monitoring_can_be_left_out_altogether():
    watching = {"AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::SNS::Topic"}
    for name, one in expanded()["Resources"].items():
        if one["Type"] in watching:
            assert one["Condition"] == "IsMonitored", name
    assert source()["Parameters"]["Monitoring"]["AllowedValues"] == ["full", "none"]


def test_without_test_mode_nothing_refers_to_what_is_not_there():
    template = settled(expanded(), HasTestMode=False)["Resources"]
    gone = {name for name, one in template.items() if one.get("Condition") == "HasTestMode"}
    assert "Simulate" in gone
    left = {name: one for name, one in template.items() if name not in gone}
    for name, one in left.items():
        said = json.dumps(one)
        for other in gone:
            assert f'"{other}"' not in said and f"${{{other}" not in said and f'"{other}.' not in said, (name, other)
    assert not any("Simulate" in name for name in left)


def dashboard(template=WATCHING):
    [properties] = resources("AWS::CloudWatch::Dashboard", template).values()
    body, names = properties["DashboardBody"]["Fn::Sub"]
    for name, value in names.items():
        body = body.replace("${" + name + "}", text(value))
    return json.loads(body)["widgets"]


def test_the_dashboard_is_whole_without_test_mode_too():
    assert "${Simulate}" in json.dumps(dashboard())
    assert "${Simulate}" not in json.dumps(dashboard(settled(expanded(), HasTestMode=False)))


def test_the_dashboard_shows_every_alarm():
    [widget] = [one for one in dashboard() if one["type"] == "alarm"]
    assert set(widget["properties"]["alarms"]) == {"${" + name + ".Arn}" for name in ALARMS}


def shown(namespace, name):
    """What the dashboard shows of a metric: the last value of the dimensions of each of its lines."""
    found = []
    for widget in dashboard():
        line = []
        for metric in widget["properties"].get("metrics", []):
            words = [word for word in metric if isinstance(word, str)]
            # A dot repeats what stands above it.
            line = [line[place] if word == "." else word for place, word in enumerate(words)]
            assert line[:1] != ["Paydesk"] or line[2:4] == ["Stack", "${AWS::StackName}"], line
            if line[:2] == [namespace, name]:
                found.append(line[-1])
    return found


@pytest.mark.parametrize("metric", ["Invocations", "Errors", "Throttles", "Duration", "IteratorAge"])
def test_the_dashboard_shows_every_function_once_and_none_of_another_stack(metric):
    expected = of_functions(["DynamoDB"] if metric == "IteratorAge" else None)
    assert sorted(shown("AWS/Lambda", metric)) == sorted(expected)
    [properties] = resources("AWS::CloudWatch::Dashboard").values()
    assert "FunctionName=" not in properties["DashboardBody"]["Fn::Sub"][0], "a search finds other stacks' functions"


@pytest.mark.parametrize("what", ["SessionsCreated", "SessionsCompleted", "SessionsExpired"])
def test_what_becomes_of_sessions_is_on_the_dashboard_by_mode(what):
    assert sorted(shown("Paydesk", what)) == ["live", "test"]


@pytest.mark.parametrize("what", ["WebhooksDelivered", "WebhookAttemptsFailed", "WebhooksGivenUp"])
def test_what_becomes_of_webhooks_is_on_the_dashboard_by_mode(what):
    assert sorted(shown("Paydesk", what)) == ["live", "test"]


def test_how_late_webhooks_are_is_on_the_dashboard():
    assert set(shown("Paydesk", "DeliveryLag")) == {"${AWS::StackName}"}


def test_every_queue_is_on_the_dashboard():
    queues = {"${" + name + ".QueueName}" for name in resources("AWS::SQS::Queue")}
    assert set(shown("AWS/SQS", "ApproximateNumberOfMessagesVisible")) == queues


@pytest.mark.parametrize("metric", ["SweepLag", "TimersPostponed", "RecordsNotTaken"])
def test_what_goes_wrong_in_the_background_is_in_an_alarm_and_on_the_dashboard(metric):
    assert watched("Paydesk", metric, "Stack") == {"${AWS::StackName}"} == set(shown("Paydesk", metric))


def test_the_dashboard_has_an_address_where_its_console_has_a_known_one():
    condition, address, otherwise = source()["Outputs"]["DashboardUrl"]["Value"]["Fn::If"]
    assert source()["Conditions"][condition] == {"Fn::Equals": [{"Ref": "AWS::Partition"}, "aws"]}
    assert ".console.aws.amazon.com/" in text(address) and otherwise == {"Ref": "Dashboard"}


def test_the_dashboards_widgets_do_not_overlap():
    taken = {}
    for widget in dashboard():
        for x in range(widget["x"], widget["x"] + widget["width"]):
            for y in range(widget["y"], widget["y"] + widget["height"]):
                assert x < 24 and taken.setdefault((x, y), widget) is widget, widget["properties"]["title"]


def test_every_parameter_has_its_place_in_the_form_and_a_default():
    interface = source()["Metadata"]["AWS::CloudFormation::Interface"]
    shown = [name for group in interface["ParameterGroups"] for name in group["Parameters"]]
    assert sorted(shown) == sorted(source()["Parameters"]) == sorted(interface["ParameterLabels"])
    for name, parameter in source()["Parameters"].items():
        assert "Default" in parameter and parameter["Description"], name
