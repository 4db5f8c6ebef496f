//! The state machine's transitions T1–T14, each told once.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

use paydesk_model::announcement::{Cause, Happening};
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::lifecycle::{Refusal, Settlement};
use paydesk_model::payment::{Action, Approval, Attempt, Decline, Instrument, Submission};
use paydesk_model::session::{Birth, Payment, PaymentStatus, Session, Status};
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;
use paydesk_model::update::UpdateParams;

const NOON: Moment = Moment::from_seconds(1_800_000_000);

fn tree(pairs: &[(&str, &str)]) -> Tree {
    Tree::Hash(
        pairs.iter().map(|(key, value)| ((*key).to_owned(), Tree::Text((*value).to_owned()))).collect(),
    )
}

fn hash(entries: Vec<(&str, Tree)>) -> Tree {
    Tree::Hash(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn line(unit_amount: &str, recurring: bool) -> Tree {
    let mut price = vec![
        ("currency", Tree::Text("eur".into())),
        ("unit_amount", Tree::Text(unit_amount.into())),
        ("product_data", tree(&[("name", "Tea")])),
    ];
    if recurring {
        price.push(("recurring", tree(&[("interval", "month")])));
    }
    hash(vec![("quantity", Tree::Text("2".into())), ("price_data", hash(price))])
}

fn open(mode: &str, lines: Vec<Tree>, more: Vec<(&str, Tree)>) -> Session {
    let mut entries =
        vec![("mode", Tree::Text(mode.into())), ("success_url", Tree::Text("https://example.com".into()))];
    if !lines.is_empty() {
        entries.push(("line_items", Tree::List(lines)));
    }
    entries.extend(more);
    let params = CreateParams::check(&hash(entries), &Limits::standard(NOON, false)).unwrap();
    let (id, account) = (SessionId::new(false, "abc"), "acct_1".to_owned());
    Session::open(params, Birth { id, account, token: "token".into(), now: NOON, default_life: 86_400 })
}

fn payment() -> Session {
    open("payment", vec![line("700", false)], vec![])
}

fn attempt(action: Option<Action>) -> Attempt {
    let instrument = Instrument { token: "pm_x".into(), kind: "card".into(), card: None, bank: None };
    Attempt {
        id: "att_1".into(),
        number: 1,
        provider: "test".into(),
        started: NOON,
        deadline: NOON.plus_seconds(600),
        action,
        amount: 1400,
        instrument,
        submission: Submission::default(),
        print: "form".into(),
        settle_after: None,
    }
}

fn trying(session: Session) -> Session {
    session.begin_attempt(attempt(None), NOON).unwrap()
}

fn approved(payment: Payment) -> Approval {
    let settles_at = (payment == Payment::Processing).then(|| NOON.plus_seconds(180));
    Approval { payment, settles_at, authenticated: false }
}

fn completed(session: Session, payment: Payment) -> Session {
    trying(session).complete_attempt("att_1", approved(payment), None, NOON).unwrap()
}

fn declined() -> Option<Decline> {
    Some(Decline::new("card_declined", Some("generic_decline"), "Your card was declined."))
}

fn announced(session: &Session) -> Vec<Happening> {
    session.outbox.iter().map(|announcement| announcement.kind).collect()
}

#[test]
fn t1_a_payment_session_opens_unpaid_and_says_nothing() {
    let session = payment();
    assert_eq!((session.status(), session.payment_status()), (Status::Open, PaymentStatus::Unpaid));
    assert_eq!(session.amount_due(), 1400);
    assert_eq!(session.expires_at, NOON.seconds() + 86_400);
    assert_eq!(session.payment_intent(), None);
    assert!(session.outbox.is_empty());
}

#[test]
fn t2_a_setup_session_needs_no_payment_and_has_its_setup_intent() {
    let session = open("setup", vec![], vec![("currency", Tree::Text("eur".into()))]);
    assert_eq!(session.payment_status(), PaymentStatus::NoPaymentRequired);
    assert_eq!(session.setup_intent().as_deref(), Some("seti_abc"));
    assert_eq!(session.totals, None);
}

#[test]
fn t3_a_failed_attempt_leaves_the_session_open_with_its_payment_intent() {
    let session = trying(payment()).fail_attempt("att_1", declined(), NOON).unwrap();
    assert_eq!(session.attempts.last_failure().and_then(|tried| tried.decline.clone()), declined());
    assert_eq!((session.status(), session.payment_status()), (Status::Open, PaymentStatus::Unpaid));
    assert_eq!(session.payment_intent().as_deref(), Some("pi_abc"));
    assert_eq!(announced(&session), [Happening::PaymentFailed]);
}

#[test]
fn t4_a_payment_completes_the_session() {
    let session = completed(payment(), Payment::Paid);
    assert_eq!((session.status(), session.payment_status()), (Status::Complete, PaymentStatus::Paid));
    assert_eq!(announced(&session), [Happening::Completed]);
}

#[test]
fn t5_to_t7_delayed_funds_arrive_or_do_not_and_their_word_is_taken_once() {
    let session = completed(payment(), Payment::Processing);
    assert_eq!(session.next_timer(), Some(NOON.plus_seconds(180)));
    assert_eq!((session.status(), session.payment_status()), (Status::Complete, PaymentStatus::Unpaid));

    let arrived = session.clone().settle(Settlement::Succeeded, NOON).unwrap();
    assert_eq!(arrived.payment_status(), PaymentStatus::Paid);
    assert_eq!(announced(&arrived), [Happening::Completed, Happening::AsyncPaymentSucceeded]);
    assert_eq!(arrived.clone().settle(Settlement::Succeeded, NOON), Ok(arrived.clone()));
    assert_eq!(arrived.settle(Settlement::Failed(None), NOON), Err(Refusal::NothingToSettle));

    let failed = session.settle(Settlement::Failed(declined()), NOON).unwrap();
    assert_eq!(failed.next_timer(), None);
    assert_eq!(failed.payment_status(), PaymentStatus::Unpaid);
    assert_eq!(announced(&failed), [Happening::Completed, Happening::AsyncPaymentFailed]);
    assert_eq!(failed.clone().settle(Settlement::Failed(None), NOON), Ok(failed));
}

#[test]
fn t8_a_free_session_completes_without_a_payment_intent() {
    let session = open("payment", vec![line("0", false)], vec![])
        .confirm(Submission::default(), "form", None, NOON)
        .unwrap();
    assert_eq!(session.payment_status(), PaymentStatus::NoPaymentRequired);
    assert_eq!(session.payment_intent(), None);
    assert_eq!(announced(&session), [Happening::Completed]);
}

#[test]
fn t9_a_trial_needs_no_payment_today() {
    let trial = || ("subscription_data", tree(&[("trial_period_days", "14")]));
    let optional = ("payment_method_collection", Tree::Text("if_required".into()));
    let session = open("subscription", vec![line("700", true)], vec![trial(), optional]);
    assert_eq!(session.amount_due(), 0);
    let session = session.confirm(Submission::default(), "form", Some("cus_abc".into()), NOON).unwrap();
    assert_eq!(session.gathered.customer.as_deref(), Some("cus_abc"));
    assert_eq!(session.payment_status(), PaymentStatus::NoPaymentRequired);
    assert_eq!(session.subscription().as_deref(), Some("sub_abc"));

    // Without that, the method for the day it ends is asked for now.
    let session = open("subscription", vec![line("700", true)], vec![trial()]);
    let refused = session.clone().confirm(Submission::default(), "form", None, NOON);
    assert_eq!(refused, Err(Refusal::NothingToSettle));
    let session = completed(session, Payment::Paid);
    assert_eq!(session.payment_status(), PaymentStatus::NoPaymentRequired);
    assert!(session.complete().unwrap().saves);
}

#[test]
fn t10_a_saved_method_completes_a_setup_session() {
    let session = open("setup", vec![], vec![("currency", Tree::Text("eur".into()))]);
    let session = completed(session, Payment::Paid);
    assert_eq!(
        (session.status(), session.payment_status()),
        (Status::Complete, PaymentStatus::NoPaymentRequired)
    );
}

#[test]
fn t11_time_expires_an_open_session_from_the_first_second_on() {
    let session = payment();
    let due = Moment::from_seconds(session.expires_at);
    assert_eq!(session.clone().at(Moment(due.millis() - 1)).status(), Status::Open);
    let expired = session.at(due);
    assert_eq!(expired.status(), Status::Expired);
    assert_eq!(announced(&expired), [Happening::Expired]);
    assert_eq!(expired.outbox[0].number, 1);
    assert_eq!(expired.clone().at(due.plus_seconds(86_400)), expired);
}

#[test]
fn t12_and_t13_a_merchant_expires_a_session_once() {
    let cause = Cause { id: "req_1".into(), idempotency_key: None };
    let expired = payment().expire(NOON, Some(cause.clone())).unwrap();
    assert_eq!(expired.status(), Status::Expired);
    assert_eq!(expired.expires_at, NOON.seconds() + 86_400);
    assert_eq!(expired.outbox[0].request, Some(cause));
    assert_eq!(expired.expire(NOON, None), Err(Refusal::NotOpen(Status::Expired)));
}

#[test]
fn t14_an_authorised_payment_is_unpaid_until_captured() {
    let manual = vec![("payment_intent_data", tree(&[("capture_method", "manual")]))];
    let session = completed(open("payment", vec![line("700", false)], manual), Payment::Authorized);
    assert_eq!(session.payment_status(), PaymentStatus::Unpaid);

    let captured = session.clone().capture(1000, NOON, None).unwrap();
    assert_eq!(captured.payment_status(), PaymentStatus::Paid);
    assert_eq!(announced(&captured), [Happening::Completed, Happening::PaymentCaptured]);
    assert_eq!(captured.clone().capture(1000, NOON, None), Ok(captured.clone()));
    assert_eq!(captured.clone().capture(900, NOON, None), Err(Refusal::NothingToSettle));
    assert_eq!(captured.release(NOON), Err(Refusal::NothingToSettle));

    let released = session.release(NOON).unwrap();
    assert_eq!(released.payment_status(), PaymentStatus::Unpaid);
    assert_eq!(announced(&released), [Happening::Completed, Happening::PaymentReleased]);
    assert_eq!(released.clone().release(NOON), Ok(released.clone()));
    assert_eq!(released.capture(1000, NOON, None), Err(Refusal::NothingToSettle));
}

#[test]
fn an_attempt_in_flight_holds_off_expiry_and_sets_the_next_timer() {
    let session = payment();
    let late = Moment::from_seconds(session.expires_at).plus_seconds(5);
    let trying =
        session.begin_attempt(Attempt { deadline: late.plus_seconds(60), ..attempt(None) }, NOON).unwrap();
    assert_eq!(trying.clone().at(late).status(), Status::Open);
    assert_eq!(trying.next_timer(), Some(late.plus_seconds(60)));
    assert_eq!(trying.clone().expire(NOON, None), Err(Refusal::PaymentInProgress));

    let paid = trying.clone().complete_attempt("att_1", approved(Payment::Paid), None, late).unwrap();
    assert_eq!(announced(&paid), [Happening::Completed]);
    let failed = trying.fail_attempt("att_1", declined(), late).unwrap();
    assert_eq!(announced(&failed), [Happening::PaymentFailed, Happening::Expired]);
}

#[test]
fn expiring_gives_up_an_attempt_that_waits_for_the_payer() {
    let waiting =
        trying(payment()).ask_payer("att_1", Action::ThreeDSecure, NOON.plus_seconds(900), NOON).unwrap();
    assert_eq!(waiting.next_timer(), Some(NOON.plus_seconds(900)));
    let answered = waiting.clone().payer_answered("att_1", NOON.plus_seconds(60)).unwrap();
    assert_eq!(answered.expire(NOON, None), Err(Refusal::PaymentInProgress));
    let expired = waiting.expire(NOON, None).unwrap();
    assert_eq!(announced(&expired), [Happening::PaymentAsked, Happening::Expired]);
    assert_eq!(expired.status(), Status::Expired);
    let refused = expired.clone().complete_attempt("att_1", approved(Payment::Paid), None, NOON);
    assert_eq!(refused, Err(Refusal::NotOpen(Status::Expired)));
    assert_eq!(expired.payer_answered("att_1", NOON), Err(Refusal::NotOpen(Status::Expired)));
}

#[test]
fn only_one_attempt_is_in_flight_and_only_its_own_word_counts() {
    let trying = trying(payment());
    let second = Attempt { id: "att_2".into(), number: 2, ..attempt(None) };
    assert_eq!(trying.clone().begin_attempt(second, NOON), Err(Refusal::PaymentInProgress));
    assert_eq!(trying.clone().fail_attempt("att_2", None, NOON), Err(Refusal::NoSuchAttempt));
    assert_eq!(trying.confirm(Submission::default(), "form", None, NOON), Err(Refusal::PaymentInProgress));
}

#[test]
fn a_metadata_update_of_a_lapsed_session_makes_its_expiry_true() {
    let session = payment();
    let late = Moment::from_seconds(session.expires_at);
    let change = UpdateParams::check(&hash(vec![("metadata", tree(&[("order", "7")]))])).unwrap();
    let updated = session.update(change, late, None).unwrap();
    assert_eq!(updated.status(), Status::Expired);
    assert_eq!(announced(&updated), [Happening::Expired]);
    assert_eq!(updated.metadata["order"], "7");
}

#[test]
fn lines_are_repriced_by_an_update_and_keep_their_ids() {
    let session = payment();
    let kept = session.id.line(1);
    let mut more = line("100", false);
    let change = hash(vec![(
        "line_items",
        Tree::List(vec![
            hash(vec![("id", Tree::Text(kept)), ("quantity", Tree::Text("3".into()))]),
            std::mem::replace(&mut more, Tree::hash()),
        ]),
    )]);
    let updated = session.update(UpdateParams::check(&change).unwrap(), NOON, None).unwrap();
    assert_eq!(updated.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(updated.amount_due(), 3 * 700 + 2 * 100);
}
