"""The test helpers: what payers and their banks do, played by the merchant's own tests."""

import pytest
import stripe

KEY = {"idempotency_key": "pays"}


def replayed(answer):
    return answer.last_response.headers.get("idempotent-replayed") == "true"


def test_a_session_is_completed_as_its_payer_would(shop, deployment):
    session = shop.open()
    ada = {"name": "Ada Lovelace", "email": "ada@shop.example"}
    paid = shop.simulate("complete", session, customer_details=ada)
    assert isinstance(paid, stripe.checkout.Session)
    assert (paid.id, paid.status, paid.payment_status, paid.url) == (session.id, "complete", "paid", None)
    assert (paid.customer_details.name, paid.customer_details.email) == ("Ada Lovelace", "ada@shop.example")
    assert paid.payment_intent.startswith("pi_")
    assert shop.sessions.retrieve(session.id).to_dict() == paid.to_dict()
    assert deployment.announced(session.id) == ["checkout.session.completed"]


def test_a_completed_session_brings_along_what_was_asked_for(shop):
    paid = shop.sold(paid={"expand": ["payment_intent.latest_charge", "line_items"]})
    charge = paid.payment_intent.latest_charge
    assert (charge.object, charge.amount, charge.paid) == ("charge", 1250, True)
    assert paid.line_items.data[0].description == "Tea"


@pytest.mark.parametrize(
    ("method", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", None),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", None),
    ],
)
def test_a_declined_card_is_a_card_error_and_the_session_stays_open(shop, deployment, method, code, decline_code):
    session = shop.open()
    with pytest.raises(stripe.CardError) as refusal:
        shop.simulate("complete", session, payment_method=method)
    error = refusal.value
    assert (error.http_status, error.code, error.error.type) == (402, code, "card_error")
    assert error.error.decline_code == decline_code
    assert error.user_message and error.request_id.startswith("req_")
    now = shop.sessions.retrieve(session.id)
    assert (now.status, now.payment_status) == ("open", "unpaid")
    assert deployment.announced(session.id) == []


def test_who_was_declined_pays_with_another_card(shop):
    session = shop.open()
    declined = shop.simulate("fail", session, decline_code="insufficient_funds")
    assert (declined.id, declined.status) == (session.id, "open")
    paid = shop.simulate("complete", session)
    intents = shop.client.v1.payment_intents
    assert intents.retrieve(paid.payment_intent).status == "succeeded"
    charges = shop.client.v1.charges.list({"payment_intent": paid.payment_intent}).data
    assert [charge.status for charge in charges] == ["succeeded", "failed"], "newest first"
    assert (charges[1].failure_code, charges[1].outcome.reason) == ("card_declined", "insufficient_funds")


@pytest.mark.parametrize(
    ("outcome", "payment_status", "intent_status", "announced"),
    [
        ("succeeded", "paid", "succeeded", "checkout.session.async_payment_succeeded"),
        ("failed", "unpaid", "requires_payment_method", "checkout.session.async_payment_failed"),
    ],
)
def test_money_that_is_on_its_way_arrives_or_does_not(
    shop, deployment, outcome, payment_status, intent_status, announced
):
    session = shop.sold({"payment_method": "sepa_debit"}, payment_method_types=["sepa_debit"])
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    assert shop.client.v1.payment_intents.retrieve(session.payment_intent).status == "processing"
    settled = shop.simulate("settle", session, outcome=outcome)
    assert (settled.status, settled.payment_status) == ("complete", payment_status)
    assert shop.client.v1.payment_intents.retrieve(session.payment_intent).status == intent_status
    assert deployment.announced(session.id) == [announced, "checkout.session.completed"]
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.simulate("settle", session, outcome="failed" if outcome == "succeeded" else "succeeded")
    assert refusal.value.http_status == 400


def test_a_repeated_completion_is_no_second_one(shop, deployment):
    session = shop.open()
    first = shop.simulate("complete", session, KEY, payment_method="pm_card_visa")
    again = shop.simulate("complete", session, KEY, payment_method="pm_card_visa")
    assert again.to_dict() == first.to_dict()
    assert (replayed(first), replayed(again)) == (False, True)
    assert len(shop.client.v1.charges.list({"payment_intent": first.payment_intent}).data) == 1
    assert deployment.announced(session.id) == ["checkout.session.completed"]
    with pytest.raises(stripe.IdempotencyError):
        shop.simulate("complete", session, KEY, payment_method="pm_card_mastercard")


def test_a_repeated_decline_is_no_second_one(shop):
    session = shop.open()
    for _ in range(2):
        with pytest.raises(stripe.CardError) as refusal:
            shop.simulate("complete", session, KEY, payment_method="pm_card_visa_chargeDeclined")
        assert (refusal.value.code, refusal.value.error.decline_code) == ("card_declined", "generic_decline")
    intent = shop.simulate("complete", session).payment_intent
    statuses = [charge.status for charge in shop.client.v1.charges.list({"payment_intent": intent}).data]
    assert statuses == ["succeeded", "failed"]


def test_a_repeated_failure_is_no_second_one(shop):
    session = shop.open()
    first = shop.simulate("fail", session, KEY)
    again = shop.simulate("fail", session, KEY)
    assert (replayed(first), replayed(again)) == (False, True)
    intent = shop.simulate("complete", session).payment_intent
    assert len(shop.client.v1.charges.list({"payment_intent": intent}).data) == 2


def test_a_repeated_settlement_is_no_second_one(shop, deployment):
    session = shop.sold({"payment_method": "sepa_debit"}, payment_method_types=["sepa_debit"])
    first = shop.simulate("settle", session, KEY, outcome="succeeded")
    again = shop.simulate("settle", session, KEY, outcome="succeeded")
    assert again.to_dict() == first.to_dict()
    assert (replayed(first), replayed(again)) == (False, True)
    assert len(deployment.announced(session.id)) == 2


def test_a_session_that_has_ended_is_not_paid(shop):
    over = shop.sessions.expire(shop.open().id)
    for session in (over, shop.sold()):
        for step in ("complete", "fail"):
            with pytest.raises(stripe.InvalidRequestError) as refusal:
                shop.simulate(step, session)
            assert refusal.value.http_status == 400
            assert session.status in refusal.value.user_message


def test_questions_are_answered_and_what_is_missing_is_made_up(shop):
    def asks(key, label):
        return {"key": key, "label": {"type": "custom", "custom": label}, "type": "text"}

    questions = [asks("greeting", "Greeting"), asks("floor", "Floor")]
    session = shop.open(custom_fields=questions, consent_collection={"promotions": "auto"})
    answers = {"custom_fields": {"greeting": "Hello"}, "consent": {"promotions": "opt_in"}}
    paid = shop.simulate("complete", session, **answers)
    greeting, floor = paid.custom_fields
    assert greeting.text.value == "Hello" and floor.text.value
    assert paid.consent.promotions == "opt_in"


@pytest.mark.parametrize(
    ("step", "params", "code", "param"),
    [
        ("complete", {"colour": "green"}, "parameter_unknown", "colour"),
        ("complete", {"payment_method": "pm_card_none"}, "resource_missing", "payment_method"),
        ("complete", {"settle_after": "soon"}, "parameter_invalid_integer", "settle_after"),
        ("complete", {"customer_details": {"email": "nobody"}}, "email_invalid", "customer_details[email]"),
        ("complete", {"custom_fields": {"colour": "green"}}, None, "custom_fields[colour]"),
        ("fail", {"decline_code": "Not a word"}, None, "decline_code"),
        ("settle", {}, "parameter_missing", "outcome"),
        ("settle", {"outcome": "lost"}, None, "outcome"),
    ],
    ids=str,
)
def test_what_cannot_be_played_is_refused_by_name_and_changes_nothing(shop, step, params, code, param):
    session = shop.open()
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.simulate(step, session, **params)
    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (400, code, param)
    assert shop.sessions.retrieve(session.id).to_dict() == session.to_dict()


def test_only_ones_own_sessions_can_be_paid(shop):
    session = shop.open()
    for step, params in (("complete", {}), ("fail", {}), ("settle", {"outcome": "succeeded"})):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            shop.another().simulate(step, session, **params)
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
