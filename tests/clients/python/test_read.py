"""Reading a session and its lines."""

import pytest
import stripe
from shop import line


def test_what_was_answered_at_creation_is_what_is_read(shop):
    session = shop.open(metadata={"order": "7"}, customer_email="ada@shop.example")
    assert shop.sessions.retrieve(session.id).to_dict() == session.to_dict()


def test_lines_are_left_out_unless_they_are_asked_for(shop):
    session = shop.open()
    assert "line_items" not in session.to_dict()
    assert "line_items" not in shop.sessions.retrieve(session.id).to_dict()


def test_expanded_lines_have_prices_and_on_wish_products(shop):
    session = shop.open(line_items=[line("Tea", 1250, 2), line("Filter", 300)])
    with_lines = shop.sessions.retrieve(session.id, {"expand": ["line_items"]})
    assert with_lines.line_items.object == "list"
    assert with_lines.line_items.url == f"/v1/checkout/sessions/{session.id}/line_items"
    assert with_lines.line_items.has_more is False
    tea, filters = with_lines.line_items.data
    assert (tea.description, tea.amount_subtotal, filters.amount_subtotal) == ("Tea", 2500, 300)
    with_products = shop.sessions.retrieve(session.id, {"expand": ["line_items.data.price.product"]})
    products = [each.price.product for each in with_products.line_items.data]
    assert [product.name for product in products] == ["Tea", "Filter"]
    assert [product.id for product in products] == [tea.price.product, filters.price.product]


def test_what_is_null_stays_null_when_it_is_expanded(shop):
    session = shop.open()
    paths = ["customer", "payment_intent.latest_charge", "subscription", "invoice", "setup_intent", "payment_link"]
    expanded = shop.sessions.retrieve(session.id, {"expand": paths})
    assert [expanded[path.split(".")[0]] for path in paths] == [None] * len(paths)


def test_the_breakdown_of_the_sums_comes_on_wish(shop):
    session = shop.open()
    assert "breakdown" not in session.total_details.to_dict()
    expanded = shop.sessions.retrieve(session.id, {"expand": ["total_details.breakdown"]})
    assert expanded.total_details.breakdown.to_dict() == {"discounts": [], "taxes": []}


def test_expanded_lines_are_ten_and_all_of_them_turn_up_page_by_page(shop):
    names = [f"Tea number {number}" for number in range(27)]
    session = shop.open(line_items=[line(name) for name in names], expand=["line_items"])
    assert [each.description for each in session.line_items.data] == names[:10]
    assert session.line_items.has_more is True
    assert [each.description for each in session.line_items.auto_paging_iter()] == names
    listed = shop.sessions.line_items.list(session.id)
    assert len(listed.data) == 10 and listed.has_more
    assert [each.description for each in listed.auto_paging_iter()] == names
    in_sevens = shop.sessions.line_items.list(session.id, {"limit": 7})
    assert [each.description for each in in_sevens.auto_paging_iter()] == names


def test_the_global_client_lists_lines_as_well(shop, deployment, monkeypatch):
    monkeypatch.setattr(stripe, "api_base", deployment.url)
    session = stripe.checkout.Session.create(api_key=shop.key, **shop.basket(line_items=[line("A"), line("B")]))
    lines = stripe.checkout.Session.list_line_items(session.id, api_key=shop.key)
    assert [each.description for each in lines] == ["A", "B"]


def test_lines_can_be_read_backwards(shop):
    session = shop.open(line_items=[line(f"{number}") for number in range(12)])
    every = shop.sessions.line_items.list(session.id, {"limit": 100}).data
    before = shop.sessions.line_items.list(session.id, {"ending_before": every[8].id, "limit": 3})
    assert [each.description for each in before.data] == ["5", "6", "7"]
    assert before.has_more is True
    at_the_start = shop.sessions.line_items.list(session.id, {"ending_before": every[2].id, "limit": 3})
    assert [each.description for each in at_the_start.data] == ["0", "1"]
    assert at_the_start.has_more is False


def test_products_can_be_expanded_in_the_list_of_lines(shop):
    session = shop.open(line_items=[line("Tea")])
    lines = shop.sessions.line_items.list(session.id, {"expand": ["data.price.product"]})
    assert lines.data[0].price.product.name == "Tea"


def test_a_setup_session_has_no_lines(shop):
    session = shop.sessions.create({"mode": "setup", "currency": "eur", "success_url": "https://shop.example"})
    assert shop.sessions.line_items.list(session.id).data == []


@pytest.mark.parametrize(
    "path",
    ["amount_total", "lines", "line_items.data.price", "customer.a.b.c.d", "data.line_items", ""],
)
def test_what_cannot_be_expanded_is_refused_by_its_place(shop, path):
    session = shop.open()
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.sessions.retrieve(session.id, {"expand": ["line_items", path]})
    assert (refusal.value.http_status, refusal.value.param) == (400, "expand[1]")
