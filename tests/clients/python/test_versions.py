"""Older API versions, whose shapes an older integration expects."""

import pytest
import stripe
from shop import line

OLD = {"stripe_version": "2024-06-20"}


def test_an_old_version_gets_the_old_shapes(shop):
    session = shop.open(OLD).to_dict()
    assert (session["ui_mode"], session["shipping_details"]) == ("hosted", None)


def test_the_newest_version_gets_the_new_ones(shop):
    session = shop.open().to_dict()
    assert session["ui_mode"] == "hosted_page"
    assert "shipping_details" not in session


def test_the_version_is_said_back(shop):
    session = shop.open(OLD)
    assert session.last_response.headers["stripe-version"] == "2024-06-20"
    assert shop.sessions.list().last_response.headers["stripe-version"] == "2026-10-28.endive"


def test_versions_are_views_of_the_same_session(shop):
    session = shop.another(shop.key, stripe_version="2024-06-20").sessions.create(
        {"mode": "payment", "ui_mode": "embedded", "return_url": "https://shop.example/b", "line_items": [line()]}
    )
    assert session.ui_mode == "embedded"
    assert shop.sessions.retrieve(session.id).ui_mode == "embedded_page"
    assert shop.sessions.list({}, OLD).data[0].ui_mode == "embedded"


def test_methods_of_payment_are_given_as_the_version_has_them(shop):
    old = shop.open(OLD, payment_method_types=["card", "sepa_debit"])
    assert old.payment_method_types == ["card", "sepa_debit"]
    new = shop.open(allowed_payment_method_types=["card", "sepa_debit"])
    assert new.allowed_payment_method_types == ["card", "sepa_debit"]
    assert "allowed_payment_method_types" not in shop.sessions.retrieve(new.id, {}, OLD).to_dict()


def test_what_is_no_version_is_refused(shop):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.open({"stripe_version": "latest"})
    assert refusal.value.http_status == 400
