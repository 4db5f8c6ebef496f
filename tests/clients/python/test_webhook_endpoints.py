"""Webhook endpoints: registered once, shown with their secret once, changed, listed and deleted."""

import pytest
import stripe
from typed import wrong_of

HOOK = {"url": "https://shop.example/webhooks", "enabled_events": ["checkout.session.completed"]}


@pytest.fixture
def endpoints(shop):
    return shop.client.v1.webhook_endpoints


def roll(shop, endpoint, options=None, **params):
    """What the SDK has no method for."""
    path = f"/v1/webhook_endpoints/{endpoint.id}/roll_secret"
    return shop.client.deserialize(shop.client.raw_request("post", path, **(options or {}), **params), api_mode="V1")


def ids(page) -> "list[str]":
    return [endpoint.id for endpoint in page.auto_paging_iter()]


def test_an_endpoint_is_registered_changed_and_deleted(endpoints):
    made = endpoints.create({**HOOK, "description": "Till", "metadata": {"shop": "berlin"}, "api_version": "2024-06-20"})
    assert (made.status, made.url, made.enabled_events) == ("enabled", HOOK["url"], HOOK["enabled_events"])
    assert (made.description, made.metadata["shop"], made.api_version) == ("Till", "berlin", "2024-06-20")
    change = {"disabled": True, "enabled_events": ["*"], "metadata": {"shop": "", "till": 7}, "description": ""}
    changed = endpoints.update(made.id, change)
    assert (changed.status, changed.enabled_events, changed.description) == ("disabled", ["*"], None)
    assert changed.metadata.to_dict() == {"till": "7"}
    assert endpoints.update(made.id, {"disabled": False, "url": "https://other.example"}).url == "https://other.example"
    assert endpoints.retrieve(made.id).status == "enabled"
    deleted = endpoints.delete(made.id)
    assert (deleted.id, deleted.deleted) == (made.id, True)
    with pytest.raises(stripe.InvalidRequestError) as gone:
        endpoints.retrieve(made.id)
    assert (gone.value.http_status, gone.value.code) == (404, "resource_missing")
    assert endpoints.list().data == []


@pytest.mark.parametrize(
    "params",
    [HOOK, {**HOOK, "description": "Till", "metadata": {"a": "b"}, "api_version": "2026-10-28.endive", "connect": False}],
    ids=["least", "everything"],
)
def test_an_endpoint_is_as_the_sdk_annotates_it(endpoints, params):
    made = endpoints.create(params)
    found = endpoints.retrieve(made.id)
    for endpoint in (made, found, endpoints.update(made.id, {}), *endpoints.list().data):
        assert wrong_of(endpoint) == []
    shown = made.to_dict()
    assert shown.pop("secret").startswith("whsec_")
    assert found.to_dict() == shown


def test_the_secret_is_shown_once_and_can_be_rolled(shop, endpoints):
    made = endpoints.create(HOOK)
    rolled = roll(shop, made, expires_in=3600)
    assert rolled.secret.startswith("whsec_") and rolled.secret != made.secret
    for endpoint in (endpoints.retrieve(made.id), endpoints.update(made.id, {}), *endpoints.list().data):
        assert "secret" not in endpoint.to_dict()
    again = roll(shop, made, {"idempotency_key": "roll"})
    assert roll(shop, made, {"idempotency_key": "roll"}).secret == again.secret != rolled.secret


def test_the_same_request_twice_registers_one_endpoint(endpoints):
    key = {"idempotency_key": "till"}
    first = endpoints.create(HOOK, key)
    again = endpoints.create(HOOK, key)
    assert again.to_dict() == first.to_dict()
    assert again.last_response.headers["idempotent-replayed"] == "true"
    assert ids(endpoints.list()) == [first.id]
    with pytest.raises(stripe.IdempotencyError):
        endpoints.create({**HOOK, "url": "https://other.example"}, key)


def test_endpoints_are_listed_page_by_page(endpoints):
    made = {endpoints.create(HOOK).id for _ in range(12)}
    listed = ids(endpoints.list({"limit": 5}))
    assert len(listed) == 12 and set(listed) == made
    assert ids(endpoints.list({"limit": 5, "ending_before": listed[11]})) == listed[10::-1]
    page = endpoints.list()
    assert (page.url, page.has_more, len(page.data)) == ("/v1/webhook_endpoints", True, 10)


def test_an_account_has_room_for_sixteen(endpoints):
    for _ in range(16):
        last = endpoints.create(HOOK)
    with pytest.raises(stripe.InvalidRequestError, match="maximum of 16 test webhook endpoints"):
        endpoints.create(HOOK)
    endpoints.delete(last.id)
    endpoints.create(HOOK)


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"enabled_events": ["*"]}, "parameter_missing", "url"),
        ({"url": "https://shop.example"}, "parameter_missing", "enabled_events"),
        ({**HOOK, "url": "shop.example"}, "url_invalid", "url"),
        ({**HOOK, "url": "https://ada:secret@shop.example"}, "url_invalid", "url"),
        ({**HOOK, "url": "http://169.254.169.254/latest"}, "url_invalid", "url"),
        ({**HOOK, "enabled_events": ["tea.brewed"]}, None, "enabled_events[0]"),
        ({**HOOK, "connect": True}, None, "connect"),
        ({**HOOK, "api_version": "yesterday"}, None, "api_version"),
        ({**HOOK, "colour": "green"}, "parameter_unknown", "colour"),
        ({**HOOK, "expand": ["application"]}, None, "expand[0]"),
    ],
    ids=str,
)
def test_an_endpoint_that_cannot_be_is_refused_by_name(endpoints, params, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        endpoints.create(params)
    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (400, code, param)
    assert endpoints.list().data == []


def test_nobody_elses_endpoint_is_found(shop, endpoints):
    made = endpoints.create(HOOK)
    others = shop.another().client.v1.webhook_endpoints
    for call in (others.retrieve, others.delete, lambda id: others.update(id, {"disabled": True})):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            call(made.id)
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    assert others.list().data == []
    assert endpoints.retrieve(made.id).status == "enabled"
