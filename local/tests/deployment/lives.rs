//! Lives of sessions, for those who tell of them: every way there is, and the events that each comes to.

use paydesk_model::announcement::{Announcement, Cause};
use paydesk_model::event::{Event, events};
use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Action, Decline};
use paydesk_model::session::{Payment, Session};
use paydesk_model::time::Moment;
use paydesk_model::webhook::EventDialect;
use paydesk_service::wire::event::{Of, Told, render};
use paydesk_service::wire::version::ApiVersion;
use serde_json::Value;

use crate::till::{CLUB, Happening, SETUP, TEA, card, open, other};

pub const HERE: &str = "https://pay.example";
pub const OWN_PAGE: &str = "mode=payment&return_url=https://shop.example/back?session={CHECKOUT_SESSION_ID}&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=jpy&line_items[0][price_data][unit_amount]=700\
    &line_items[0][price_data][product_data][name]=Tea";
const INVOICED: &str = "&invoice_creation[enabled]=true";
const MANUAL: &str = "&payment_intent_data[capture_method]=manual";

pub fn opens(body: &str, form: &str) -> Session {
    let cause = Cause { id: "req_1".into(), idempotency_key: Some("key one".into()) };
    open(body, form, 0).announcing_its_opening(Some(cause))
}

pub fn failure() -> Settlement {
    Settlement::Failed(Some(Decline::new("insufficient_funds", None, "There was not enough.")))
}

pub fn later(session: &Session) -> Moment {
    session.created.plus_seconds(7200)
}

/// The payer has to prove that it is they.
pub fn asks(session: Session) -> Session {
    let session = session.tries(card(), None);
    let (id, now) = (session.id.attempt(session.attempts.count), later(&session));
    session.ask_payer(&id, Action::ThreeDSecure, now, now).unwrap()
}

/// Sessions that went every way there is.
pub fn lives() -> Vec<Session> {
    let tea = |body: &str| opens(body, TEA);
    let delayed = |session: Session| session.pays(other("sepa_debit"), Payment::Processing);
    let held = |body: &str, form: &str| opens(body, form).pays(card(), Payment::Authorized);
    let asked = asks(tea("asked").declined("card_declined", None));
    let now = later(&asked);
    let (manual, invoiced) = (format!("{TEA}{MANUAL}"), format!("{TEA}{INVOICED}"));
    let both = format!("{TEA}{MANUAL}{INVOICED}");
    vec![
        tea("fresh"),
        asks(opens("proving", SETUP)),
        tea("paid").declined("expired_card", None).pays(card(), Payment::Paid),
        opens("billed", &invoiced).pays(card(), Payment::Paid),
        delayed(opens("coming", &invoiced)),
        delayed(opens("came", &invoiced)).settles(Settlement::Succeeded),
        delayed(opens("bounced", &invoiced)).settles(failure()),
        held("held", &manual),
        held("taken", &both).capture(900, now, None).unwrap(),
        held("released", &both).release(now).unwrap(),
        opens("member", CLUB).pays(card(), Payment::Paid),
        delayed(opens("joined", CLUB)).settles(Settlement::Succeeded),
        delayed(opens("left", CLUB)).settles(failure()),
        opens("kept", SETUP).declined("card_declined", None).pays(card(), Payment::NotRequired),
        opens("gone", SETUP).expire(now, Some(Cause { id: "req_2".into(), idempotency_key: None })).unwrap(),
        asked.expire(now, None).unwrap(),
        opens("embedded", &format!("{OWN_PAGE}&ui_mode=embedded_page")).pays(card(), Payment::Paid),
        opens("elements", &format!("{OWN_PAGE}&ui_mode=elements")).expire(now, None).unwrap(),
        opens(
            "wishes",
            &format!(
                "{TEA}&client_customer_id=c7&description=Two%20teas&submit_type=book\
            &after_completion[type]=redirect&after_completion[redirect][url]=https://shop.example/next\
            &metadata[order_id]=7&metadata[iso]=x&wallet_options[link][display]=never&locale=de"
            ),
        )
        .pays(card(), Payment::Paid),
    ]
}

pub fn rendered(session: &Session, of: (&Announcement, &Event), dialect: EventDialect) -> Option<Value> {
    rendered_as(session, of, dialect, &ApiVersion::default())
}

pub fn rendered_as(
    session: &Session,
    (announcement, event): (&Announcement, &Event),
    dialect: EventDialect,
    version: &ApiVersion,
) -> Option<Value> {
    let told = Told {
        event,
        announcement,
        of: Of::Session(session),
        livemode: false,
        pending_webhooks: 1,
        version,
        base_url: HERE,
    };
    render(&told, dialect)
}

/// All events of a session in the words of this dialect, in order.
pub fn told(session: &Session, dialect: EventDialect) -> Vec<Value> {
    let each = |announcement| {
        let events = events(session, announcement).into_iter();
        events.filter_map(move |event| rendered(session, (announcement, &event), dialect))
    };
    session.outbox.iter().flat_map(each).collect()
}
