"""Listing sessions: newest first, every one once, and only those asked for."""

import secrets

import pytest
import stripe
from shop import line


def open_in_turn(shop, deployment, count):
    """Opens sessions a second apart by the deployment's clock, and gives their ids, newest first."""
    opened = []
    for _ in range(count):
        opened.insert(0, shop.open().id)
        deployment.step(1)
    return opened


def test_all_of_250_sessions_turn_up_once_and_newest_first(shop):
    opened = {session.id for session in shop.open_many(250)}
    assert len(opened) == 250
    listed = list(shop.sessions.list({"limit": 40}).auto_paging_iter())
    assert len(listed) == 250
    assert {session.id for session in listed} == opened
    created = [session.created for session in listed]
    assert created == sorted(created, reverse=True)
    backwards = shop.sessions.list({"limit": 40, "ending_before": listed[-1].id}).auto_paging_iter()
    assert [session.id for session in backwards] == [session.id for session in reversed(listed[:-1])]


def test_a_page_is_ten_and_says_whether_there_is_more(shop):
    shop.open_many(11)
    page = shop.sessions.list()
    assert (page.object, page.url, page.has_more, len(page.data)) == ("list", "/v1/checkout/sessions", True, 10)
    rest = page.next_page()
    assert (rest.has_more, len(rest.data)) == (False, 1)
    exactly = shop.sessions.list({"limit": 11})
    assert (exactly.has_more, len(exactly.data)) == (False, 11)
    assert shop.sessions.list({"limit": 1}).has_more is True


def test_a_new_account_has_no_sessions(shop):
    page = shop.sessions.list()
    assert (page.data, page.has_more) == ([], False)


@pytest.mark.runner_only
def test_the_newest_session_is_the_first(shop, deployment):
    opened = open_in_turn(shop, deployment, 5)
    assert shop.listed(limit=2) == opened


@pytest.mark.runner_only
def test_cursors_stay_where_they_are_while_sessions_are_added(shop, deployment):
    old = open_in_turn(shop, deployment, 6)
    page = shop.sessions.list({"limit": 3})
    assert [session.id for session in page.data] == old[:3]
    new = open_in_turn(shop, deployment, 2)
    assert [session.id for session in page.next_page().data] == old[3:]
    newer = shop.sessions.list({"ending_before": old[0], "limit": 10})
    assert ([session.id for session in newer.data], newer.has_more) == (new, False)
    assert shop.listed(limit=3) == new + old


@pytest.mark.runner_only
def test_the_page_before_a_session_is_the_one_right_before(shop, deployment):
    newest_first = open_in_turn(shop, deployment, 6)
    page = shop.sessions.list({"ending_before": newest_first[4], "limit": 2})
    assert ([session.id for session in page.data], page.has_more) == (newest_first[2:4], True)
    before = page.previous_page()
    assert ([session.id for session in before.data], before.has_more) == (newest_first[:2], False)


@pytest.mark.runner_only
def test_sessions_are_found_by_the_time_they_were_opened(shop, deployment):
    first = shop.open()
    deployment.step(100)
    second = shop.open()
    deployment.step(100)
    third = shop.open()

    def created(**bounds):
        return shop.listed(created=bounds)

    assert shop.listed(created=second.created) == [second.id]
    assert created(gt=second.created) == [third.id]
    assert created(gte=second.created) == [third.id, second.id]
    assert created(lt=second.created) == [first.id]
    assert created(lte=second.created) == [second.id, first.id]
    assert created(gt=first.created, lt=third.created) == [second.id]
    assert created(gte=first.created, lte=third.created) == [third.id, second.id, first.id]
    assert created(gt=third.created) == []


def test_sessions_are_found_by_the_customers_address(shop):
    ada = shop.open(customer_email="ada@shop.example").id
    shop.open(customer_email="bob@shop.example")
    shop.open()
    assert shop.listed(customer_details={"email": "ada@shop.example"}) == [ada]
    assert shop.listed(customer_details={"email": "eve@shop.example"}) == []


def test_sessions_are_found_by_their_status(shop):
    opened = [session.id for session in shop.open_many(6)]
    expired = opened[:2]
    for each in expired:
        shop.sessions.expire(each)
    assert set(shop.listed(status="open")) == set(opened[2:])
    assert set(shop.listed(status="expired")) == set(expired)
    assert shop.listed(status="complete") == []


def test_sessions_are_found_by_the_merchants_own_reference(shop):
    first = shop.open(client_reference_id="order-7").id
    shop.open(client_reference_id="order-8")
    shop.open()
    assert shop.listed(client_reference_id="order-7") == [first]
    assert shop.listed(client_reference_id="order-9") == []


@pytest.mark.parametrize(
    "of",
    [
        {"customer": "cus_nobody"},
        {"payment_intent": "pi_none"},
        {"payment_link": "plink_none"},
        {"subscription": "sub_none"},
    ],
    ids=lambda of: next(iter(of)),
)
def test_what_nothing_refers_to_lists_nothing(shop, of):
    shop.open()
    page = shop.sessions.list(of)
    assert (page.data, page.has_more) == ([], False)


def test_filters_hold_together_and_on_every_page(shop):
    wanted = [session.id for session in shop.open_many(25, customer_email="ada@shop.example")]
    shop.open_many(10, customer_email="bob@shop.example")
    shop.sessions.expire(wanted.pop())
    filters = {"customer_details": {"email": "ada@shop.example"}, "status": "open", "limit": 5}
    listed = shop.listed(**filters)
    assert len(listed) == 24 and set(listed) == set(wanted)


def test_lines_are_in_a_list_only_when_they_are_asked_for(shop):
    shop.open(line_items=[line("Tea"), line("Filter")])
    assert "line_items" not in shop.sessions.list().data[0].to_dict()
    listed = shop.sessions.list({"expand": ["data.line_items"]})
    assert [each.description for each in listed.data[0].line_items.data] == ["Tea", "Filter"]


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"limit": "many"}, "parameter_invalid_integer", "limit"),
        ({"status": "gone"}, None, "status"),
        ({"colour": "green"}, "parameter_unknown", "colour"),
        ({"customer_details": {"name": "Ada"}}, "parameter_unknown", "customer_details[name]"),
        ({"created": {"after": 1}}, "parameter_unknown", "created[after]"),
        ({"starting_after": "cs_test_none"}, "resource_missing", "starting_after"),
        ({"ending_before": "cs_test_none"}, "resource_missing", "ending_before"),
        ({"expand": ["line_items"]}, None, "expand[0]"),
        ({"expand": ["data.line_items.data.price.product"]}, None, "expand[0]"),
    ],
    ids=str,
)
def test_a_list_that_cannot_be_made_is_refused_by_name(shop, params, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.list(params)
    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (400, code, param)


@pytest.mark.parametrize("limit", [0, 101, -1])
def test_a_page_has_between_one_and_a_hundred_sessions(shop, limit):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.list({"limit": limit})
    assert (refusal.value.http_status, refusal.value.param) == (400, "limit")


def test_two_cursors_at_once_are_refused(shop):
    session = shop.open().id
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.list({"starting_after": session, "ending_before": session})
    assert refusal.value.http_status == 400


@pytest.mark.runner_only
def test_a_cursor_may_be_any_session_of_the_account(shop, deployment):
    bobs = shop.open(customer_email="bob@shop.example")
    deployment.step(1)
    shop.open_many(3, customer_email="ada@shop.example")
    page = shop.sessions.list({"customer_details": {"email": "ada@shop.example"}, "ending_before": bobs.id})
    assert len(page.data) == 3
