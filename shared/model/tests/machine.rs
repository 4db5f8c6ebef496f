//! The state machine under any order of events: what no order of them may ever bring about.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use paydesk_model::announcement::Happening;
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::lifecycle::{Refusal, Settlement};
use paydesk_model::payment::{Action, Approval, Attempt, Instrument, Submission};
use paydesk_model::session::{Birth, Payment, PaymentStatus, Session, Status};
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;
use paydesk_model::update::UpdateParams;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseResult};

const NOON: Moment = Moment::from_seconds(1_800_000_000);
const LIFE: i64 = 3600;

#[derive(Clone, Copy, Debug)]
enum Transition {
    Pass {
        seconds: i64,
    },
    /// A timer rings, or a reader looks and its view is stored.
    Ring,
    Expire,
    Annotate,
    Begin {
        attempt: u8,
    },
    /// The provider sends the payer to their bank.
    AskPayer {
        attempt: u8,
    },
    PayerAnswers {
        attempt: u8,
    },
    Fail {
        attempt: u8,
    },
    Complete {
        attempt: u8,
        payment: Payment,
    },
    Confirm,
    Settle {
        succeeded: bool,
    },
    Capture,
    Release,
}

fn transition() -> impl Strategy<Value = Transition> {
    let payment = || prop_oneof![Just(Payment::Paid), Just(Payment::Processing), Just(Payment::Authorized)];
    prop_oneof![
        2 => prop_oneof![Just(1), Just(LIFE / 2), Just(LIFE)].prop_map(|seconds| Transition::Pass { seconds }),
        1 => Just(Transition::Ring),
        1 => Just(Transition::Expire),
        1 => Just(Transition::Annotate),
        3 => (0..2_u8).prop_map(|attempt| Transition::Begin { attempt }),
        1 => (0..2_u8).prop_map(|attempt| Transition::AskPayer { attempt }),
        1 => (0..2_u8).prop_map(|attempt| Transition::PayerAnswers { attempt }),
        1 => (0..2_u8).prop_map(|attempt| Transition::Fail { attempt }),
        2 => (0..2_u8, payment()).prop_map(|(attempt, payment)| Transition::Complete { attempt, payment }),
        1 => Just(Transition::Confirm),
        2 => any::<bool>().prop_map(|succeeded| Transition::Settle { succeeded }),
        1 => Just(Transition::Capture),
        1 => Just(Transition::Release),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Payment,
    Free,
    Manual,
    Subscription,
    Setup,
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![Kind::Payment, Kind::Free, Kind::Manual, Kind::Subscription, Kind::Setup])
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

fn hash(entries: Vec<(&str, Tree)>) -> Tree {
    Tree::Hash(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn open(kind: Kind) -> Session {
    let mode = match kind {
        Kind::Setup => "setup",
        Kind::Subscription => "subscription",
        _ => "payment",
    };
    let amount = if matches!(kind, Kind::Free) { "0" } else { "700" };
    let mut price = vec![("currency", text("eur")), ("unit_amount", text(amount))];
    price.push(("product_data", hash(vec![("name", text("Tea"))])));
    if matches!(kind, Kind::Subscription) {
        price.push(("recurring", hash(vec![("interval", text("month"))])));
    }
    let line = hash(vec![("quantity", text("1")), ("price_data", hash(price))]);
    let mut entries = vec![("mode", text(mode)), ("success_url", text("https://shop.example"))];
    match kind {
        Kind::Setup => entries.push(("currency", text("eur"))),
        _ => entries.push(("line_items", Tree::List(vec![line]))),
    }
    if matches!(kind, Kind::Manual) {
        entries.push(("payment_intent_data", hash(vec![("capture_method", text("manual"))])));
    }
    let params = CreateParams::check(&hash(entries), &Limits::standard(NOON, false)).unwrap();
    let id = SessionId::new(false, "abc");
    Session::open(
        params,
        Birth { id, account: "acct_1".into(), token: "t".into(), now: NOON, default_life: LIFE },
    )
}

fn name(attempt: u8) -> String {
    format!("att_{attempt}")
}

/// The session after a transition, or as it was where that is refused.
fn apply(session: &Session, transition: Transition, now: Moment) -> Result<Session, Refusal> {
    let session = session.clone();
    match transition {
        Transition::Pass { .. } => Ok(session),
        Transition::Ring => Ok(session.at(now)),
        Transition::Expire => session.expire(now, None),
        Transition::Annotate => {
            let tree = hash(vec![("metadata", hash(vec![("note", text("x"))]))]);
            Ok(session.update(UpdateParams::check(&tree).unwrap(), now, None).unwrap())
        }
        Transition::Begin { attempt } => session.begin_attempt(begun(attempt, now), now),
        Transition::AskPayer { attempt } => {
            session.ask_payer(&name(attempt), Action::ThreeDSecure, now.plus_seconds(900), now)
        }
        Transition::PayerAnswers { attempt } => session.payer_answered(&name(attempt), now.plus_seconds(60)),
        Transition::Fail { attempt } => session.fail_attempt(&name(attempt), None, now),
        Transition::Complete { attempt, payment } => {
            let settles_at = (payment == Payment::Processing).then(|| now.plus_seconds(180));
            let approval = Approval { payment, settles_at, authenticated: false };
            session.complete_attempt(&name(attempt), approval, None, now)
        }
        Transition::Confirm => session.confirm(Submission::default(), "form", None, now),
        Transition::Settle { succeeded } => {
            session.settle(if succeeded { Settlement::Succeeded } else { Settlement::Failed(None) }, now)
        }
        Transition::Capture => session.capture(700, now, None),
        Transition::Release => session.release(now),
    }
}

fn begun(attempt: u8, now: Moment) -> Attempt {
    let instrument = Instrument { token: "pm_x".into(), kind: "card".into(), card: None, bank: None };
    Attempt {
        id: name(attempt),
        number: u32::from(attempt) + 1,
        provider: "test".into(),
        started: now,
        deadline: now.plus_seconds(600),
        action: None,
        amount: 700,
        instrument,
        submission: Submission::default(),
        print: "form".into(),
        settle_after: None,
    }
}

fn count(session: &Session, wanted: &[Happening]) -> usize {
    session.outbox.iter().filter(|announcement| wanted.contains(&announcement.kind)).count()
}

/// What holds of every session at every moment.
fn check(session: &Session) -> TestCaseResult {
    let ends = [Happening::Completed, Happening::Expired];
    let settled = [Happening::AsyncPaymentSucceeded, Happening::AsyncPaymentFailed];
    prop_assert_eq!(count(session, &ends), usize::from(session.status() != Status::Open));
    prop_assert_eq!(count(session, &[Happening::Expired]), usize::from(session.status() == Status::Expired));
    prop_assert!(count(session, &settled) <= usize::from(session.status() == Status::Complete));
    prop_assert!(session.payment_status() != PaymentStatus::Paid || session.status() == Status::Complete);
    let on_its_way = session.complete().is_some_and(|complete| complete.payment == Payment::Processing);
    prop_assert_eq!(session.next_timer().is_some(), session.status() == Status::Open || on_its_way);
    let mut ids: Vec<u32> = session.outbox.iter().map(|announcement| announcement.number).collect();
    ids.sort_unstable();
    ids.dedup();
    prop_assert_eq!(ids.len(), session.outbox.len());
    Ok(())
}

/// What holds from one moment to the next.
fn compare(before: &Session, after: &Session, transition: Transition, now: Moment) -> TestCaseResult {
    prop_assert!(after.outbox.starts_with(&before.outbox), "an announcement was taken back");
    if before.status() != Status::Open {
        prop_assert_eq!(after.status(), before.status());
        prop_assert_eq!(count(after, &[Happening::Completed]), count(before, &[Happening::Completed]));
    }
    if before.payment_status() == PaymentStatus::Paid {
        prop_assert_eq!(after.payment_status(), PaymentStatus::Paid);
    }
    // What a reader sees is what is stored once it is stored.
    let seen = after.clone().at(now);
    prop_assert_eq!(
        seen.clone().at(now.plus_seconds(LIFE)).status() == Status::Open,
        seen.status() == Status::Open && !seen.lapses(now.plus_seconds(LIFE))
    );
    // Every transition that was made and is made again changes nothing more, or is refused.
    if let Ok(again) = apply(after, transition, now)
        && !matches!(transition, Transition::Pass { .. })
    {
        prop_assert_eq!(&again.outbox, &after.outbox, "{:?} was announced twice", transition);
    }
    Ok(())
}

fn run(kind: Kind, transitions: &[Transition]) -> TestCaseResult {
    let (mut session, mut now) = (open(kind), NOON);
    check(&session)?;
    for transition in transitions {
        if let Transition::Pass { seconds } = transition {
            now = now.plus_seconds(*seconds);
        }
        match apply(&session, *transition, now) {
            Ok(after) => {
                compare(&session, &after, *transition, now)?;
                session = after;
            }
            Err(Refusal::NotOpen(status)) => prop_assert_ne!(status, Status::Open),
            Err(Refusal::PaymentInProgress) => prop_assert!(!session.lapses(now.plus_seconds(LIFE))),
            Err(Refusal::NoSuchAttempt) => prop_assert_eq!(session.status(), Status::Open),
            Err(Refusal::NothingToSettle) => {}
        }
        check(&session)?;
        let read = session.clone().at(now);
        check(&read)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_ends_a_session_twice_or_both_ways(kind in kind(), transitions in vec(transition(), 0..24)) {
        run(kind, &transitions)?;
    }
}
