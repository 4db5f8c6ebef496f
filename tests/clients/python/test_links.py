"""Payment links: made once, followed by anybody."""

import json
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import stripe
from shop import line
from typed import wrong_of

EVERYTHING = json.loads((Path(__file__).parents[1] / "everything.json").read_text())
OF_A_LINK = (
    "allow_promotion_codes",
    "billing_address_collection",
    "consent_collection",
    "custom_fields",
    "custom_text",
    "invoice_creation",
    "line_items",
    "metadata",
    "payment_intent_data",
    "payment_method_options",
    "phone_number_collection",
    "shipping_address_collection",
    "shipping_options",
    "submit_type",
)
MONTHLY = {
    "line_items": [line("Club", 900, recurring={"interval": "month"})],
    "subscription_data": {"trial_period_days": 7, "description": "Club", "metadata": {"a": "b"}},
    "payment_method_collection": "if_required",
}


@pytest.fixture
def links(shop):
    return shop.client.v1.payment_links


def follow(link) -> str:
    """Where a browser is sent that opens the link."""
    url = urlsplit(link.url)
    connection = {"http": HTTPConnection, "https": HTTPSConnection}[url.scheme](url.netloc)
    connection.request("GET", url.path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 303
    return answer.headers["Location"]


def test_a_link_opens_a_session_for_everybody_who_follows_it(shop, links):
    link = links.create({"line_items": [line("Tea", quantity=2)], "metadata": {"shelf": "3"}})
    assert (link.object, link.active, link.currency, link.livemode) == ("payment_link", True, "eur", False)
    assert shop.listed(payment_link=link.id) == []
    assert follow(link) != follow(link)
    opened = shop.sessions.list({"payment_link": link.id, "expand": ["data.payment_link", "data.line_items"]}).data
    assert len(opened) == 2
    for session in opened:
        assert (session.status, session.amount_total, session.metadata["shelf"]) == ("open", 2500, "3")
        assert session.payment_link.to_dict() == link.to_dict()
        assert session.line_items.data[0].description == "Tea"
    paid = shop.simulate("complete", opened[0])
    assert (paid.payment_link, paid.payment_status) == (link.id, "paid")


@pytest.mark.parametrize(
    "params",
    [{"line_items": [line()]}, {name: EVERYTHING[name] for name in OF_A_LINK}, MONTHLY],
    ids=["least", "everything", "subscription"],
)
def test_a_link_is_as_the_sdk_annotates_it(links, params):
    link = links.create({**params, "expand": ["line_items"]})
    assert wrong_of(link) == []
    assert link.line_items.data[0].description == params["line_items"][0]["price_data"]["product_data"]["name"]
    assert links.retrieve(link.id, {"expand": ["line_items"]}).to_dict() == link.to_dict()


def test_links_are_listed_page_by_page(links):
    made = {links.create({"line_items": [line(f"Tea {number}")]}).id for number in range(5)}
    listed = [link.id for link in links.list({"limit": 2}).auto_paging_iter()]
    assert len(listed) == 5 and set(listed) == made
    assert [link.id for link in links.list({"limit": 2, "ending_before": listed[4]}).auto_paging_iter()] == listed[3::-1]
    assert len(links.list({"active": True}).data) == 5
    assert links.list({"active": False}).data == []


def test_the_lines_of_a_link_are_listed_in_their_order(links):
    names = [f"Tea number {number}" for number in range(12)]
    link = links.create({"line_items": [line(name) for name in names]})
    lines = links.line_items.list(link.id, {"limit": 5})
    assert lines.url == f"/v1/payment_links/{link.id}/line_items"
    assert [each.description for each in lines.auto_paging_iter()] == names


def test_the_same_request_twice_makes_one_link(links):
    key = {"idempotency_key": "link"}
    first = links.create({"line_items": [line()]}, key)
    again = links.create({"line_items": [line()]}, key)
    assert again.to_dict() == first.to_dict()
    assert again.last_response.headers["idempotent-replayed"] == "true"
    assert len(links.list().data) == 1
    with pytest.raises(stripe.IdempotencyError):
        links.create({"line_items": [line("Something else")]}, key)


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({}, "parameter_missing", "line_items"),
        ({"line_items": [line()], "colour": "green"}, "parameter_unknown", "colour"),
        ({"line_items": [line()], "success_url": "https://shop.example"}, "parameter_unknown", "success_url"),
        ({"line_items": [line()], "after_completion": {"type": "redirect"}}, "parameter_missing", "after_completion[redirect]"),
        ({"line_items": [{"price": "price_none", "quantity": 1}]}, "resource_missing", "line_items[0][price]"),
        ({"line_items": [line()], "expand": ["customer"]}, None, "expand[0]"),
    ],
    ids=str,
)
def test_a_link_that_cannot_be_made_is_refused_by_name(links, params, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        links.create(params)
    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (400, code, param)
    assert links.list().data == []


def test_nobody_elses_link_is_found(shop, links):
    link = links.create({"line_items": [line()]})
    for call in (lambda of: of.retrieve(link.id), lambda of: of.line_items.list(link.id)):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            call(shop.another().client.v1.payment_links)
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
