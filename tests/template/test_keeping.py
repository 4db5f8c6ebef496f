"""What is kept: encrypted, recoverable, for so long, and not deleted by accident; and nothing given up is lost."""

import json
import re

import pytest

from deployment import events, expanded, functions, resources, settled, source, text

DAY = 24 * 60 * 60


def kept(name):
    one = expanded()["Resources"][name]
    return one.get("DeletionPolicy"), one.get("UpdateReplacePolicy")


@pytest.mark.parametrize("table", resources("AWS::DynamoDB::Table"))
def test_a_table_is_encrypted_recoverable_and_outlives_the_stack(table):
    properties = resources("AWS::DynamoDB::Table")[table]
    assert properties["SSESpecification"]["SSEEnabled"] is True
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert properties["DeletionProtectionEnabled"] is True
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert kept(table) == ("Retain", "Retain")


@pytest.mark.parametrize("bucket", resources("AWS::S3::Bucket"))
def test_a_bucket_is_encrypted_private_and_forgets_in_time(bucket):
    properties = resources("AWS::S3::Bucket")[bucket]
    [rule] = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] in ("AES256", "aws:kms")
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(properties["PublicAccessBlockConfiguration"]) == 4
    [rule, markers] = properties["LifecycleConfiguration"]["Rules"]
    assert rule["Status"] == "Enabled" and rule["ExpirationInDays"] >= 90
    assert properties["VersioningConfiguration"]["Status"] == "Enabled"
    assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] > 0
    # S3 refuses this in a rule that also says after how many days.
    assert markers["Status"] == "Enabled" and markers["ExpiredObjectDeleteMarker"] is True
    assert "ExpirationInDays" not in markers, "a bucket with markers in it cannot be deleted"
    assert kept(bucket) == ("RetainExceptOnCreate", "Retain")


@pytest.mark.parametrize("queue", resources("AWS::SQS::Queue"))
def test_a_queue_is_encrypted_and_keeps_messages_as_long_as_it_can(queue):
    properties = resources("AWS::SQS::Queue")[queue]
    assert properties["SqsManagedSseEnabled"] is True or "KmsMasterKeyId" in properties
    assert properties["MessageRetentionPeriod"] == 14 * DAY


@pytest.mark.parametrize("group", resources("AWS::Logs::LogGroup"))
def test_logs_go_after_a_while(group):
    properties = resources("AWS::Logs::LogGroup")[group]
    assert properties["RetentionInDays"] == {"Ref": "LogRetentionDays"}


@pytest.mark.parametrize("function", functions())
def test_a_function_logs_json_into_the_group_that_has_a_retention(function):
    logging = resources("AWS::Lambda::Function")[function]["LoggingConfig"]
    assert logging["LogFormat"] == "JSON"
    assert logging["LogGroup"]["Ref"] in resources("AWS::Logs::LogGroup")


def test_the_access_log_is_json_and_shows_no_path_query_header_or_caller():
    [stage] = resources("AWS::ApiGatewayV2::Stage").values()
    settings = stage["AccessLogSettings"]
    assert settings["DestinationArn"]["Fn::GetAtt"][0] in resources("AWS::Logs::LogGroup")
    line = json.loads(settings["Format"])
    assert {"requestId", "route", "status", "latencyMs"} <= line.keys()
    shown = set(line.values())
    assert all(value.startswith("$context.") for value in shown)
    for secret in ("path", "query", "header", "authorizer", "userAgent", "domain", "Message"):
        assert not any(secret.lower() in value.lower() for value in shown), secret


def test_the_api_has_limits():
    [stage] = resources("AWS::ApiGatewayV2::Stage").values()
    limits = stage["DefaultRouteSettings"]
    assert limits["ThrottlingRateLimit"] == {"Ref": "RequestsPerSecond"}
    assert limits["ThrottlingBurstLimit"] == {"Ref": "RequestBurst"}


def mappings(kind):
    return [function + name for function, name, _ in events(kind)]


def test_every_mapping_is_one_of_a_stream_or_of_a_queue():
    assert sorted(mappings("DynamoDB") + mappings("SQS")) == sorted(resources("AWS::Lambda::EventSourceMapping"))


def test_a_shard_of_the_stream_has_no_more_readers_than_it_may():
    assert 0 < len(mappings("DynamoDB")) <= 2, "DynamoDB turns away the third"


@pytest.mark.parametrize("mapping", mappings("DynamoDB"))
def test_a_stream_tries_for_hours_then_keeps_the_record_whole(mapping):
    properties = resources("AWS::Lambda::EventSourceMapping")[mapping]
    # Before the stream forgets the record, and with time left to hear of it.
    assert 0 < properties["MaximumRecordAgeInSeconds"] <= 12 * 60 * 60
    assert properties["BisectBatchOnFunctionError"] is True
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert properties["FilterCriteria"]["Filters"], "a function is invoked for changes that are not its own"
    destination = properties["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
    assert destination in resources("AWS::S3::Bucket"), "anything but a bucket gets a pointer into the stream only"


@pytest.mark.parametrize("mapping", mappings("SQS"))
def test_a_message_is_not_handed_out_twice_and_one_that_kills_its_function_is_kept(mapping):
    properties = resources("AWS::Lambda::EventSourceMapping")[mapping]
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    function = resources("AWS::Lambda::Function")[properties["FunctionName"]["Ref"]]
    queue = resources("AWS::SQS::Queue")[properties["EventSourceArn"]["Fn::GetAtt"][0]]
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"], "as Lambda recommends"
    assert text(queue["RedrivePolicy"]["deadLetterTargetArn"]) == "${Undelivered.Arn}"
    # Within three days every message comes back at most so often: hourly while its endpoint is disabled, and before
    # that as the back-off and the breaker have it.
    assert 200 <= queue["RedrivePolicy"]["maxReceiveCount"] <= 1000
    # A new account may run ten executions at once, and the API needs some of them.
    concurrency = properties["ScalingConfig"]["MaximumConcurrency"]
    assert source()["Parameters"][concurrency["Ref"]]["Default"] <= 5
    condition, reserved, otherwise = function["ReservedConcurrentExecutions"]["Fn::If"]
    assert (reserved, otherwise) == (concurrency, {"Ref": "AWS::NoValue"}), "or it is handed more than it may run"


@pytest.mark.parametrize("function", ["Announce", "Deliver"])
def test_what_no_request_asks_for_knows_where_the_page_is(function):
    said = resources("AWS::Lambda::Function")[function]["Environment"]["Variables"]["PUBLIC_URL"]
    assert said == source()["Outputs"]["PageUrl"]["Value"]
    assert "execute-api" in text(settled(said, HasPublicUrl=False, HasDomain=False, IsDefaultStage=True))


@pytest.mark.parametrize("bucket", resources("AWS::S3::Bucket"))
def test_what_arrives_in_the_bucket_becomes_a_dead_letter(bucket):
    properties = resources("AWS::S3::Bucket")[bucket]
    assert properties["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    rules = [
        rule
        for rule in resources("AWS::Events::Rule").values()
        if rule.get("EventPattern", {}).get("detail", {}).get("bucket") == {"name": [{"Ref": bucket}]}
    ]
    [rule] = rules
    assert rule["EventPattern"]["detail-type"] == ["Object Created"]
    assert [text(target["Arn"]) for target in rule["Targets"]] == ["${DeadLetters.Arn}"]


@pytest.mark.parametrize("function", sorted({function for function, _, _ in events("Schedule")}))
def test_a_scheduled_run_is_not_repeated_and_one_that_reached_nobody_is_a_dead_letter(function):
    [config] = [
        one for one in resources("AWS::Lambda::EventInvokeConfig").values() if one["FunctionName"] == {"Ref": function}
    ]
    assert (config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]) == (0, 60)
    for owner, name, _ in events("Schedule"):
        if owner == function:
            [target] = resources("AWS::Events::Rule")[owner + name]["Targets"]
            assert text(target["DeadLetterConfig"]["Arn"]) == "${DeadLetters.Arn}"
            assert target["RetryPolicy"]["MaximumRetryAttempts"] == 0


def test_functions_in_the_background_can_have_executions_set_aside():
    background = {function for kind in ("DynamoDB", "Schedule", "SQS") for function, _, _ in events(kind)}
    for name, properties in resources("AWS::Lambda::Function").items():
        reserved = properties.get("ReservedConcurrentExecutions")
        if name in background:
            assert reserved["Fn::If"][0] == "SetsConcurrencyAside" and reserved["Fn::If"][2] == {"Ref": "AWS::NoValue"}
        else:
            assert reserved is None, f"{name} takes executions away from the other functions"
    assert source()["Parameters"]["BackgroundConcurrency"]["Default"] == 0


def test_the_domain_takes_no_old_tls_and_is_mapped_to_the_stage():
    [domain] = resources("AWS::ApiGatewayV2::DomainName").values()
    assert [one["SecurityPolicy"] for one in domain["DomainNameConfigurations"]] == ["TLS_1_2"]
    [mapping] = resources("AWS::ApiGatewayV2::ApiMapping").values()
    assert mapping["Stage"]["Ref"] in resources("AWS::ApiGatewayV2::Stage")


def test_no_page_of_another_origin_may_call_unless_it_is_named():
    [api] = resources("AWS::ApiGatewayV2::Api").values()
    condition, named, otherwise = api["Body"]["x-amazon-apigateway-cors"]["Fn::If"]
    assert expanded()["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "CorsOrigins"}, ""]}]}
    assert source()["Parameters"]["CorsOrigins"]["Default"] == ""
    assert otherwise == {"Ref": "AWS::NoValue"}
    assert "*" not in json.dumps(named)


@pytest.mark.parametrize("origins", ["", "https://shop.example", "https://shop.example,http://localhost:3000"])
def test_origins_are_separated_by_commas(origins):
    assert re.fullmatch(source()["Parameters"]["CorsOrigins"]["AllowedPattern"], origins)


@pytest.mark.parametrize("origins", ["https://a.example, https://b.example", "https://a.example/", "*", "a.example", "https://a.example,"])
def test_what_no_browser_would_send_as_an_origin_is_refused_before_the_deploy(origins):
    assert not re.fullmatch(source()["Parameters"]["CorsOrigins"]["AllowedPattern"], origins)


def test_both_ends_of_expiry_have_the_same_limits():
    shortest, longest = (source()["Parameters"][name] for name in ("ShortestExpirySeconds", "LongestExpirySeconds"))
    assert [shortest[limit] for limit in ("MinValue", "MaxValue")] == [longest[limit] for limit in ("MinValue", "MaxValue")]
    assert "LongestExpirySeconds" in shortest["Description"] and "ShortestExpirySeconds" in longest["Description"]
