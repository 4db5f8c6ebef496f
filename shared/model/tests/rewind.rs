//! A session as of what it announced: whatever happens later, the events of an announcement are what they were.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use paydesk_model::announcement::{Announcement, Happening};
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::event::events;
use paydesk_model::ids::SessionId;
use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Action, Approval, Attempt, Decline, Instrument, Submission};
use paydesk_model::session::{Birth, Payment, Session, Status};
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseResult};

const NOON: Moment = Moment::from_seconds(1_800_000_000);

#[derive(Clone, Copy, Debug)]
enum Step {
    Begin,
    Ask,
    Decline,
    GiveUp,
    Complete(Payment),
    Settle(bool),
    Capture,
    Release,
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    let payment = prop_oneof![Just(Payment::Paid), Just(Payment::Processing), Just(Payment::Authorized)];
    prop_oneof![
        4 => Just(Step::Begin),
        2 => Just(Step::Ask),
        2 => Just(Step::Decline),
        1 => Just(Step::GiveUp),
        1 => payment.prop_map(Step::Complete),
        1 => any::<bool>().prop_map(Step::Settle),
        1 => Just(Step::Capture),
        1 => Just(Step::Release),
        1 => Just(Step::Expire),
    ]
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

fn hash(entries: Vec<(&str, Tree)>) -> Tree {
    Tree::Hash(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn open(mode: &str) -> Session {
    let mut price = vec![("currency", text("eur")), ("unit_amount", text("700"))];
    price.push(("product_data", hash(vec![("name", text("Tea"))])));
    if mode == "subscription" {
        price.push(("recurring", hash(vec![("interval", text("month"))])));
    }
    let line = hash(vec![("quantity", text("1")), ("price_data", hash(price))]);
    let mut entries = vec![("mode", text(mode)), ("success_url", text("https://shop.example"))];
    match mode {
        "setup" => entries.push(("currency", text("eur"))),
        _ => entries.push(("line_items", Tree::List(vec![line]))),
    }
    let params = CreateParams::check(&hash(entries), &Limits::standard(NOON, false)).unwrap();
    let id = SessionId::new(false, "abc");
    let birth = Birth { id, account: "acct_1".into(), token: "t".into(), now: NOON, default_life: 3600 };
    Session::open(params, birth).announcing_its_opening(None)
}

fn attempt(session: &Session, now: Moment) -> Attempt {
    let number = session.attempts.count + 1;
    Attempt {
        id: session.id.attempt(number),
        number,
        provider: "test".into(),
        started: now,
        deadline: now.plus_seconds(600),
        action: None,
        amount: 700,
        instrument: Instrument { token: format!("pm_{number}"), kind: "card".into(), card: None, bank: None },
        submission: Submission::default(),
        print: format!("form {number}"),
        settle_after: None,
    }
}

fn apply(session: &Session, step: Step, now: Moment) -> Option<Session> {
    let (session, id) = (session.clone(), session.id.attempt(session.attempts.count));
    let decline = Decline::new("card_declined", Some("generic_decline"), "No.");
    let after = match step {
        Step::Begin => {
            let attempt = attempt(&session, now);
            session.begin_attempt(attempt, now)
        }
        Step::Ask => session.ask_payer(&id, Action::ThreeDSecure, now.plus_seconds(900), now),
        Step::Decline => session.fail_attempt(&id, Some(decline), now),
        Step::GiveUp => session.fail_attempt(&id, None, now),
        Step::Complete(payment) => {
            let approval = Approval { payment, settles_at: None, authenticated: false };
            session.complete_attempt(&id, approval, Some("cus_abc".into()), now)
        }
        Step::Settle(true) => session.settle(Settlement::Succeeded, now),
        Step::Settle(false) => session.settle(Settlement::Failed(Some(decline)), now),
        Step::Capture => session.capture(700, now, None),
        Step::Release => session.release(now),
        Step::Expire => session.expire(now, None),
    };
    after.ok()
}

/// What readers of the events of an announcement learn of the session.
fn learned(session: &Session, announcement: &Announcement) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        events(session, announcement),
        (session.status(), session.payment_status(), session.complete().map(|complete| complete.payment)),
        (session.payment_intent(), session.subscription(), session.invoice()),
        session.attempts.last_failure().cloned(),
        session.outbox.clone(),
    )
}

fn walk(mode: &str, steps: &[Step]) -> TestCaseResult {
    let (mut session, mut now) = (open(mode), NOON);
    let mut told = vec![session.clone()];
    for step in steps {
        now = now.plus_seconds(1);
        let Some(after) = apply(&session, *step, now) else { continue };
        if after.outbox.len() > session.outbox.len() {
            told.push(after.clone());
        }
        session = after;
    }
    for then in told {
        let announcement = then.outbox.last().unwrap();
        for event in events(&then, announcement) {
            prop_assert!(announcement.kind.may_come_to(event.kind), "{:?}: {:?}", announcement.kind, event);
        }
        let again = session.as_of(announcement.number);
        prop_assert_eq!(learned(&again, announcement), learned(&then, announcement));
        if announcement.kind == Happening::PaymentAsked && session.status() != Status::Expired {
            let asked = again.attempt().map(|attempt| (attempt.number, attempt.instrument.clone()));
            prop_assert_eq!(
                asked,
                then.attempt().map(|attempt| (attempt.number, attempt.instrument.clone()))
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn events_that_are_made_late_are_those_that_were_made_in_time(
        mode in prop::sample::select(vec!["payment", "subscription", "setup"]), steps in vec(step(), 0..24)
    ) {
        walk(mode, &steps)?;
    }
}

#[test]
fn a_failure_that_let_the_session_expire_is_told_of_an_open_session() {
    let late = NOON.plus_seconds(3700);
    let session = open("payment");
    let begun = session.begin_attempt(attempt(&open("payment"), NOON), NOON).unwrap();
    let id = begun.id.attempt(1);
    let ended = begun.fail_attempt(&id, Some(Decline::new("card_declined", None, "No.")), late).unwrap();
    let kinds: Vec<Happening> = ended.outbox.iter().map(|made| made.kind).collect();
    assert_eq!(kinds, [Happening::Opened, Happening::PaymentFailed, Happening::Expired]);
    let failed = ended.as_of(2);
    assert_eq!((failed.status(), failed.outbox.len()), (Status::Open, 2));
    assert_eq!(failed.attempts.last_failure(), ended.attempts.last_failure());
    assert_eq!(ended.as_of(3), ended);
    assert_eq!(ended.as_of(9), ended);
}
