//! What every step of a session's life comes to as events: which, in what order, under what ids.

use std::collections::BTreeSet;

use super::*;
use crate::create::{CreateParams, Limits};
use crate::ids::{EventId, SessionId};
use crate::lifecycle::Settlement;
use crate::params::sample::tree;
use crate::payment::{Action, Approval, Attempt, Instrument, Submission};
use crate::session::Birth;
use crate::time::Moment;
use crate::update::UpdateParams;

const NOON: Moment = Moment::from_seconds(1_800_000_000);
const TEA: &str = "mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
    &line_items[0][price_data][product_data][name]=Tea";
const INVOICED: &str = "&invoice_creation[enabled]=true";
const MANUAL: &str = "&payment_intent_data[capture_method]=manual";

fn form(mode: &str) -> String {
    match mode {
        "setup" => "mode=setup&currency=eur&success_url=https://shop.example/thanks".into(),
        "subscription" => {
            TEA.replace("mode=payment", "mode=subscription")
                + "&line_items[0][price_data][recurring][interval]=month"
        }
        _ => TEA.into(),
    }
}

fn open(form: &str) -> Session {
    let params = CreateParams::check(&tree(form), &Limits::standard(NOON, false)).unwrap();
    let (id, account) = (SessionId::new(false, "abc"), "acct_1".to_owned());
    let birth = Birth { id, account, token: "token".into(), now: NOON, default_life: 86_400 };
    Session::open(params, birth).announcing_its_opening(None)
}

fn later(minutes: u32) -> Moment {
    NOON.plus_seconds(i64::from(minutes) * 60)
}

fn trying(session: Session) -> Session {
    let number = session.attempts.count + 1;
    let attempt = Attempt {
        id: format!("att_{number}"),
        number,
        provider: "test".into(),
        started: later(number),
        deadline: later(number + 60),
        action: None,
        amount: session.amount_due(),
        instrument: Instrument { token: "pm_x".into(), kind: "card".into(), card: None, bank: None },
        submission: Submission::default(),
        print: format!("form {number}"),
        settle_after: None,
    };
    session.begin_attempt(attempt, later(number)).unwrap()
}

fn in_flight(session: &Session) -> (String, Moment) {
    (format!("att_{}", session.attempts.count), later(session.attempts.count))
}

fn pays(session: Session, payment: Payment) -> Session {
    let session = trying(session);
    let (id, now) = in_flight(&session);
    let customer = session.makes_customer().then(|| session.id.customer());
    let approval = Approval { payment, settles_at: None, authenticated: false };
    session.complete_attempt(&id, approval, customer, now).unwrap()
}

fn fails(session: Session, code: &str) -> Session {
    let session = trying(session);
    let (id, now) = in_flight(&session);
    session.fail_attempt(&id, Some(Decline::new(code, None, "No.")), now).unwrap()
}

fn is_asked(session: Session) -> Session {
    let session = trying(session);
    let (id, now) = in_flight(&session);
    session.ask_payer(&id, Action::ThreeDSecure, later(60), now).unwrap()
}

fn settles(session: Session, settlement: Settlement) -> Session {
    session.settle(settlement, later(30)).unwrap()
}

fn failure() -> Settlement {
    Settlement::Failed(Some(Decline::new("insufficient_funds", None, "There was not enough.")))
}

/// What all of a session's announcements came to; a line each.
fn told(session: &Session) -> Vec<String> {
    let line = |announcement: &Announcement| {
        let events = events(session, announcement);
        for event in &events {
            assert!(announcement.kind.may_come_to(event.kind), "{:?}: {event:?}", announcement.kind);
            let named = event.id.contains(&format!("_{}", event.kind.name_in_ids()));
            assert_eq!(event.kind.is_nameless(), !named, "{event:?}");
        }
        events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>().join(" ")
    };
    session.outbox.iter().map(line).collect()
}

#[track_caller]
fn assert_tells(session: &Session, expected: &[&str]) {
    assert_eq!(told(session), expected);
}

const OPENED: &str = "product.created price.created";
const PAID: &str = "payment_intent.created charge.succeeded payment_intent.succeeded \
    checkout.session.completed charge.updated";
const DELAYED: &str =
    "payment_intent.created charge.pending payment_intent.processing checkout.session.completed";
const HELD: &str = "payment_intent.created charge.succeeded payment_intent.amount_capturable_updated \
    checkout.session.completed";

#[test]
fn opening_tells_of_what_inline_data_made_and_of_a_setup_intent() {
    assert_tells(&open(TEA), &[OPENED]);
    assert_tells(&open(&form("setup")), &["setup_intent.created"]);
    let more = "line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
        &line_items[0][price_data][unit_amount]=100&line_items[0][price_data][product_data][name]=Cup";
    let kept =
        tree(&format!("line_items[0][id]=li_abc_1&{}", more.replace("line_items[0]", "line_items[1]")));
    let updated = open(TEA).update(UpdateParams::check(&kept).unwrap(), later(1), None).unwrap();
    assert_tells(&updated, &[OPENED, OPENED]);
    let added = events(&updated, &updated.outbox[1]);
    assert_eq!(added[0].subject, Subject::Product(2));
    assert!(added[0].id.ends_with("_2_product_created_2"), "{}", added[0].id);
}

#[test]
fn t3_a_declined_attempt_tells_of_its_charge_and_the_intent_comes_to_be_once() {
    let declined = "charge.failed payment_intent.payment_failed";
    let first = format!("payment_intent.created {declined}");
    let twice = fails(fails(open(TEA), "card_declined"), "expired_card");
    assert_tells(&twice, &[OPENED, &first, declined]);
    let charges = twice.outbox[1..].iter().map(|one| events(&twice, one)).map(|told| {
        told.iter().find(|event| event.kind == EventType::ChargeFailed).map(|event| event.subject)
    });
    assert_eq!(charges.collect::<Vec<_>>(), [Some(Subject::Charge(1)), Some(Subject::Charge(2))]);

    let unproven = fails(open(TEA), "payment_intent_authentication_failure");
    assert_tells(&unproven, &[OPENED, "payment_intent.created payment_intent.payment_failed"]);
    let setup = fails(open(&form("setup")), "card_declined");
    assert_tells(&setup, &["setup_intent.created", "setup_intent.setup_failed"]);
    assert_tells(&fails(open(&form("subscription")), "card_declined"), &[OPENED, "charge.failed"]);
}

#[test]
fn a_payer_who_is_asked_for_proof_is_told_of_and_one_who_leaves_is_not() {
    let asked = is_asked(open(TEA));
    let first = "payment_intent.created payment_intent.requires_action";
    assert_tells(&asked, &[OPENED, first]);
    let (id, now) = in_flight(&asked);
    let left = asked.fail_attempt(&id, None, now).unwrap();
    assert_tells(&left, &[OPENED, first, ""]);
    let setup = is_asked(open(&form("setup")));
    assert_tells(&setup, &["setup_intent.created", "setup_intent.requires_action"]);
}

#[test]
fn t4_a_payment_tells_of_intent_charge_and_session() {
    assert_tells(&pays(open(TEA), Payment::Paid), &[OPENED, PAID]);
    let invoiced = "payment_intent.created charge.succeeded payment_intent.succeeded invoice.created \
        invoice.finalized invoice.paid invoice.payment_succeeded checkout.session.completed charge.updated";
    assert_tells(&pays(open(&format!("{TEA}{INVOICED}")), Payment::Paid), &[OPENED, invoiced]);
    let club = "charge.succeeded payment_method.attached customer.subscription.created invoice.created \
        invoice.finalized invoice.paid invoice.payment_succeeded checkout.session.completed charge.updated";
    assert_tells(&pays(open(&form("subscription")), Payment::Paid), &[OPENED, club]);
}

#[test]
fn t5_to_t7_delayed_funds_are_told_of_when_they_come_and_when_they_do_not() {
    let delayed = pays(open(TEA), Payment::Processing);
    let arrived = settles(delayed.clone(), Settlement::Succeeded);
    let word = "charge.succeeded payment_intent.succeeded checkout.session.async_payment_succeeded";
    assert_tells(&arrived, &[OPENED, DELAYED, word]);
    let word = "charge.failed payment_intent.payment_failed checkout.session.async_payment_failed";
    assert_tells(&settles(delayed, failure()), &[OPENED, DELAYED, word]);

    let begun = "charge.pending payment_method.attached customer.subscription.created invoice.created \
        invoice.finalized checkout.session.completed";
    let club = pays(open(&form("subscription")), Payment::Processing);
    let word = "charge.succeeded invoice.paid invoice.payment_succeeded customer.subscription.updated \
        checkout.session.async_payment_succeeded";
    assert_tells(&settles(club.clone(), Settlement::Succeeded), &[OPENED, begun, word]);
    let word = "charge.failed invoice.payment_failed customer.subscription.updated \
        checkout.session.async_payment_failed";
    assert_tells(&settles(club, failure()), &[OPENED, begun, word]);
}

#[test]
fn t8_t9_and_t10_a_completion_without_money_tells_of_what_it_made() {
    let free = open(&TEA.replace("unit_amount]=700", "unit_amount]=0"));
    let free = free.confirm(Submission::default(), "form", None, later(1)).unwrap();
    assert_tells(&free, &[OPENED, "checkout.session.completed"]);
    let trial = format!("{}&subscription_data[trial_period_days]=7", form("subscription"));
    let begun = "payment_method.attached customer.subscription.created invoice.created invoice.finalized \
        invoice.paid invoice.payment_succeeded checkout.session.completed";
    assert_tells(&pays(open(&trial), Payment::Paid), &[OPENED, begun]);
    let setup = form("setup");
    let saved = "setup_intent.succeeded checkout.session.completed";
    assert_tells(&pays(open(&setup), Payment::Paid), &["setup_intent.created", saved]);
}

#[test]
fn a_method_that_is_saved_is_attached_to_the_customer() {
    let mut session = open(&format!("{}&customer=cus_known", form("setup")));
    session.gathered.customer = Some("cus_known".into());
    let saved = "setup_intent.succeeded payment_method.attached checkout.session.completed";
    assert_tells(&pays(session, Payment::Paid), &["setup_intent.created", saved]);
}

#[test]
fn t11_and_t12_an_expiry_tells_of_the_session_and_of_an_intent_that_was_begun() {
    let expired = open(TEA).expire(later(1), None).unwrap();
    assert_tells(&expired, &[OPENED, "checkout.session.expired"]);
    let tried = fails(open(TEA), "card_declined");
    let expired = tried.clone().at(Moment::from_seconds(tried.expires_at));
    let end = "payment_intent.canceled checkout.session.expired";
    assert_tells(&expired, &[OPENED, &told(&tried)[1], end]);
    let setup = open(&form("setup")).expire(later(1), None).unwrap();
    assert_tells(&setup, &["setup_intent.created", "setup_intent.canceled checkout.session.expired"]);
}

#[test]
fn t14_what_was_only_authorised_is_captured_or_given_back() {
    let held = pays(open(&format!("{TEA}{MANUAL}")), Payment::Authorized);
    let captured = held.clone().capture(500, later(9), None).unwrap();
    assert_tells(&captured, &[OPENED, HELD, "charge.captured payment_intent.succeeded"]);
    let released = held.release(later(9)).unwrap();
    assert_tells(&released, &[OPENED, HELD, "charge.refunded payment_intent.canceled"]);

    let held = pays(open(&format!("{TEA}{MANUAL}{INVOICED}")), Payment::Authorized);
    let captured = told(&held.clone().capture(700, later(9), None).unwrap());
    assert!(captured[2].ends_with("payment_intent.succeeded invoice.paid invoice.payment_succeeded"));
    assert!(told(&held.release(later(9)).unwrap())[2].ends_with("payment_intent.canceled invoice.voided"));
}

/// Sessions with long lives, and those same sessions at each step before.
fn lives() -> Vec<Vec<Session>> {
    let tea = open(TEA);
    let asked = is_asked(fails(tea.clone(), "card_declined"));
    let (id, now) = in_flight(&asked);
    let approval = Approval { payment: Payment::Processing, settles_at: None, authenticated: true };
    let proven = asked.clone().complete_attempt(&id, approval, None, now).unwrap();
    let settled = settles(proven.clone(), failure());
    let held = pays(open(&format!("{TEA}{MANUAL}{INVOICED}")), Payment::Authorized);
    let captured = held.clone().capture(300, later(9), None).unwrap();
    let club = pays(open(&form("subscription")), Payment::Processing);
    let member = settles(club.clone(), Settlement::Succeeded);
    let refused = fails(open(&form("setup")), "card_declined");
    let saved = pays(refused.clone(), Payment::Paid);
    vec![
        vec![tea, asked, proven, settled],
        vec![held, captured],
        vec![club, member],
        vec![refused.clone(), refused.expire(later(9), None).unwrap()],
        vec![saved],
    ]
}

#[test]
fn an_announcement_comes_to_the_same_events_whatever_happened_since() {
    for life in lives() {
        let last = life.last().unwrap();
        for was in &life {
            for announcement in &was.outbox {
                assert_eq!(events(was, announcement), events(last, announcement), "{announcement:?}");
            }
        }
    }
}

#[test]
fn every_event_has_an_id_of_its_own_that_leads_to_its_announcement() {
    for session in lives().iter().filter_map(|life| life.last()) {
        let all = session
            .outbox
            .iter()
            .flat_map(|one| events(session, one).into_iter().map(move |told| (one, told)));
        let all: Vec<_> = all.collect();
        let ids: BTreeSet<&str> = all.iter().map(|(_, told)| told.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        for (announcement, told) in &all {
            let id = EventId::parse(&told.id).unwrap();
            assert_eq!(id.announcement, announcement.id("abc"));
            assert_eq!(told.kind.is_of_session(), id.announcement == told.id);
        }
    }
}

#[test]
fn a_payer_who_never_stops_trying_makes_the_intent_come_to_be_once() {
    let mut session = open(TEA);
    for _ in 0..60 {
        session = fails(session, "card_declined");
    }
    let told = told(&session);
    assert_eq!(told.len(), 40);
    assert_eq!(
        (told[0].as_str(), told.iter().filter(|line| line.contains("intent.created")).count()),
        (OPENED, 1)
    );
}

#[test]
fn every_type_is_known_by_its_name_and_customers_have_three() {
    assert!(EventType::ALL.iter().map(|kind| kind.as_str()).is_sorted());
    for kind in EventType::ALL {
        assert!(Happening::ALL.iter().any(|happening| happening.may_come_to(kind)), "{kind}");
    }
    for (happening, kind) in [
        (Happening::CustomerCreated, EventType::CustomerCreated),
        (Happening::CustomerUpdated, EventType::CustomerUpdated),
        (Happening::CustomerDeleted, EventType::CustomerDeleted),
    ] {
        let announcement = Announcement { number: 1, kind: happening, at: NOON, request: None, line: None };
        let event = customer_event("abc", &announcement);
        assert_eq!((event.kind, event.subject), (kind, Subject::Customer));
        assert!(happening.may_come_to(kind) && kind.is_nameless());
        assert!(event.id.ends_with("_c1"), "{}", event.id);
    }
}

#[test]
fn an_object_of_a_catalogue_has_the_events_that_stripe_has_of_its_kind() {
    let mut told = BTreeSet::new();
    for happening in [Happening::ObjectCreated, Happening::ObjectUpdated, Happening::ObjectDeleted] {
        let announcement = Announcement { number: 2, kind: happening, at: NOON, request: None, line: None };
        for of in catalogue::Kind::ALL {
            let Some(event) = object_event(of, "abc", &announcement) else { continue };
            assert!(happening.may_come_to(event.kind), "{event:?}");
            assert!(event.kind.as_str().starts_with(of.name()), "{event:?}");
            assert_eq!(EventId::parse(&event.id).map(|id| id.body), Some("abc"), "{event:?}");
            assert!(event.id.contains("_k2_") && told.insert(event.kind.as_str()), "{event:?}");
        }
    }
    assert_eq!(told.len(), 12);
}
