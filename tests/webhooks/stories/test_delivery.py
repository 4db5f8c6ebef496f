"""What merchants can rely on: who fails is asked again, one event has one id, and a secret can be changed."""

from merchant import Merchant

MINUTE = 60
HOUR = 60 * MINUTE
COMPLETED = {"enabled_events": ["checkout.session.completed"]}


def test_a_receiver_that_fails_is_asked_again_until_it_answers_well(merchant, paydesk):
    endpoint = merchant.listens(answers=[500, 503], **COMPLETED)
    session = merchant.sold()
    (first,) = merchant.waits()
    event = first["event"]["id"]
    for times, pause in ((2, MINUTE), (3, 10 * MINUTE)):
        paydesk.advance(pause)
        merchant.waits(times=times)
    came = merchant.came()
    assert [one["answered"] for one in came] == [500, 503, 200]
    assert {one["headers"]["webhook-id"] for one in came} == {event}
    assert {one["event"]["id"] for one in came} == {event}
    assert came[-1]["fulfilled"] == session.id
    attempts = merchant.attempts(event)
    assert [(one.status, one.response_status) for one in attempts] == [
        ("succeeded", 200),
        ("failed", 503),
        ("failed", 500),
    ]
    assert {one.webhook_endpoint for one in attempts} == {endpoint.id}
    assert merchant.events.retrieve(event).pending_webhooks == 0


def test_a_repeated_event_has_the_same_id_and_sends_nothing_out_twice(merchant):
    endpoint = merchant.listens(**COMPLETED)
    session = merchant.sold()
    (first,) = merchant.waits()
    event = first["event"]["id"]
    again = merchant.raw("post", f"/v1/events/{event}/retry", webhook_endpoint=endpoint.id)
    assert again.id == event
    first, second = merchant.waits(times=2)
    assert (first["fulfilled"], second["fulfilled"]) == (session.id, None)
    assert first["event"]["id"] == second["event"]["id"] == second["headers"]["webhook-id"]


def test_a_rolled_secret_is_valid_beside_the_new_one_for_a_day(merchant, paydesk):
    endpoint = merchant.listens(**COMPLETED)
    old = endpoint.secret
    new = merchant.raw("post", f"/v1/webhook_endpoints/{endpoint.id}/roll_secret").secret
    assert new != old
    for times, secret in ((1, old), (2, new)):
        merchant.receiver.expects(merchant.key, secret)
        merchant.sold()
        latest = merchant.waits(times=times)[-1]
        assert latest["answered"] == 200
        assert latest["headers"]["stripe-signature"].count("v1=") == 2
        assert len(latest["headers"]["webhook-signature"].split()) == 2
    paydesk.advance(24 * HOUR + 1)
    merchant.sold()
    latest = merchant.waits(times=3)[-1]
    assert (latest["answered"], latest["headers"]["stripe-signature"].count("v1=")) == (200, 1)


def test_what_is_signed_with_another_secret_is_refused_and_comes_again(merchant, paydesk):
    endpoint = merchant.listens(**COMPLETED)
    merchant.receiver.expects(merchant.key, "whsec_" + "A" * 43 + "=")
    session = merchant.sold()
    (refused,) = merchant.waits()
    assert refused["answered"] == 400 and "SignatureVerificationError" in refused["refused"]
    merchant.receiver.expects(merchant.key, endpoint.secret)
    paydesk.advance(MINUTE)
    assert merchant.waits(times=2)[-1]["fulfilled"] == session.id


def test_a_disabled_endpoint_hears_nothing_of_what_happens_meanwhile(merchant):
    endpoint = merchant.listens(**COMPLETED)
    witness = f"{merchant.key}-witness"
    merchant.listens(witness, **COMPLETED)
    merchant.endpoints.update(endpoint.id, {"disabled": True})
    unheard = merchant.sold()
    merchant.receiver.waits(witness)
    merchant.endpoints.update(endpoint.id, {"disabled": False})
    heard = merchant.sold()
    (only,) = merchant.waits()
    assert only["fulfilled"] == heard.id
    told = [event.data.object.id for event in merchant.events.list({"type": "checkout.session.completed"})]
    assert told == [heard.id, unheard.id]


def test_each_endpoint_hears_what_it_asked_for_and_a_failing_one_holds_up_no_other(merchant):
    merchant.listens(f"{merchant.key}-fails", answers=[500] * 50)
    merchant.listens(**COMPLETED)
    other = Merchant(merchant.url, merchant.receiver)
    other.listens(enabled_events=["charge.succeeded", "charge.updated"])
    session = merchant.sold()
    other.sold()
    assert [one["fulfilled"] for one in merchant.waits()] == [session.id]
    assert {one["event"]["type"] for one in other.waits(times=2)} == {"charge.succeeded", "charge.updated"}


def test_every_attempt_carries_both_signatures_of_its_own_moment(merchant):
    merchant.listens(**COMPLETED)
    merchant.sold()
    (came,) = merchant.waits()
    headers = came["headers"]
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["user-agent"].startswith("Paydesk/")
    assert headers["stripe-signature"].startswith(f"t={headers['webhook-timestamp']},v1=")
    assert headers["webhook-signature"].startswith("v1,")
    assert headers["webhook-id"] == came["event"]["id"]
