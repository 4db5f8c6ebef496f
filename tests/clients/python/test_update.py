"""Changing what may still be changed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe
from shop import line

OWN_PAGE = {
    "mode": "payment",
    "ui_mode": "elements",
    "return_url": "https://shop.example/back",
    "line_items": [line("Tea", 1250, 2)],
}


def test_metadata_is_merged_key_by_key(shop):
    session = shop.open(metadata={"order": "7", "gift": "no"})
    updated = shop.sessions.update(session.id, {"metadata": {"gift": "yes", "wrap": "paper"}})
    assert updated.metadata.to_dict() == {"order": "7", "gift": "yes", "wrap": "paper"}
    assert shop.sessions.retrieve(session.id).to_dict() == {**session.to_dict(), "metadata": updated.metadata.to_dict()}


def test_an_empty_value_removes_its_key(shop):
    session = shop.open(metadata={"order": "7", "gift": "no"})
    updated = shop.sessions.update(session.id, {"metadata": {"gift": "", "never": ""}})
    assert updated.metadata.to_dict() == {"order": "7"}


def test_empty_metadata_removes_every_key(shop):
    session = shop.open(metadata={"order": "7", "gift": "no"})
    assert shop.sessions.update(session.id, {"metadata": ""}).metadata.to_dict() == {}
    assert shop.sessions.retrieve(session.id).metadata.to_dict() == {}


def test_metadata_can_be_changed_after_the_end(shop):
    session = shop.open(metadata={"order": "7"})
    shop.sessions.expire(session.id)
    updated = shop.sessions.update(session.id, {"metadata": {"seen": "1"}})
    assert (updated.metadata.to_dict(), updated.status) == ({"order": "7", "seen": "1"}, "expired")


def test_metadata_is_not_more_than_fifty_keys_after_a_merge(shop):
    session = shop.open(metadata={f"key{number}": "x" for number in range(50)})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.update(session.id, {"metadata": {"one_more": "x"}})
    assert (refusal.value.http_status, refusal.value.param) == (400, "metadata")
    assert len(shop.sessions.retrieve(session.id).metadata.to_dict()) == 50
    exchanged = shop.sessions.update(session.id, {"metadata": {"one_more": "x", "key0": ""}})
    assert len(exchanged.metadata.to_dict()) == 50


def test_an_update_of_nothing_changes_nothing(shop):
    session = shop.open(metadata={"order": "7"})
    assert shop.sessions.update(session.id).to_dict() == session.to_dict()


def test_lines_are_sent_whole_again(shop):
    session = shop.sessions.create({**OWN_PAGE, "expand": ["line_items"]})
    tea = session.line_items.data[0]
    updated = shop.sessions.update(
        session.id,
        {"line_items": [{"id": tea.id, "quantity": 3}, line("Filter", 300)], "expand": ["line_items"]},
    )
    assert [(each.description, each.quantity) for each in updated.line_items.data] == [("Tea", 3), ("Filter", 1)]
    assert (updated.line_items.data[0].id, updated.amount_total) == (tea.id, 4050)
    left = shop.sessions.update(
        session.id, {"line_items": [{"id": updated.line_items.data[1].id}], "expand": ["line_items"]}
    )
    assert [each.description for each in left.line_items.data] == ["Filter"]
    assert left.amount_total == 300


def test_lines_stay_as_they_are_after_the_end(shop):
    session = shop.open()
    shop.sessions.expire(session.id)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.update(session.id, {"line_items": [line("Other", 9900)]})
    assert refusal.value.http_status == 400
    assert shop.sessions.retrieve(session.id).amount_total == 1250


def test_the_merchants_own_page_may_tell_where_to_ship(shop):
    session = shop.sessions.create(OWN_PAGE)
    where = {"name": "Ada", "address": {"line1": "1 Leaf Lane", "city": "Porto", "country": "PT"}}
    updated = shop.sessions.update(session.id, {"collected_information": {"shipping_details": where}})
    shipped = updated.collected_information.shipping_details
    assert (shipped.name, shipped.address.line1, shipped.address.postal_code) == ("Ada", "1 Leaf Lane", None)


@pytest.mark.parametrize(
    "params",
    [
        {"expires_at": 2000000000},
        {"success_url": "https://shop.example/other"},
        {"mode": "setup"},
        {"customer": "cus_1"},
        {"amount_total": 1},
    ],
    ids=lambda params: next(iter(params)),
)
def test_what_cannot_be_changed_is_refused_by_name(shop, params):
    session = shop.open()
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.update(session.id, params)
    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", next(iter(params)))


def test_updates_at_the_same_time_all_arrive(shop):
    session = shop.open()
    persistent = shop.another(shop.key, max_network_retries=10).sessions

    def update(number):
        persistent.update(session.id, {"metadata": {f"key{number}": "x"}})

    with ThreadPoolExecutor(8) as at_once:
        list(at_once.map(update, range(8)))
    assert len(shop.sessions.retrieve(session.id).metadata.to_dict()) == 8
