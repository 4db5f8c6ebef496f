//! The setup intent of a setup session, which has one from the start.

use paydesk_model::session::{Session, State};
use serde_json::{Value, json};

use super::attempts::current_method;
use super::payment_intent::{error, next_action};
use super::{Source, asked, client_secret, metadata};

pub fn setup_intent(source: &Source<'_>) -> Value {
    let session = source.session;
    let (id, settings) = (session.id.setup_intent(), &session.settings);
    let data = settings.setup_intent_data.as_ref();
    let expired = matches!(session.state, State::Expired(_));
    json!({
        "id": id,
        "object": "setup_intent",
        "allowed_payment_method_types": settings.allowed_payment_method_types,
        "application": null,
        "automatic_payment_methods": null,
        "cancellation_reason": expired.then_some("abandoned"),
        "client_secret": client_secret(session, &id),
        "created": session.created.seconds(),
        "customer": session.gathered.customer,
        "customer_account": settings.customer_account,
        "description": asked(data, "description"),
        "excluded_payment_method_types": settings.excluded_payment_method_types,
        "flow_directions": null,
        "last_setup_error": last_error(session),
        "latest_attempt": null,
        "livemode": session.livemode(),
        "managed_payments": settings.managed_payments,
        "mandate": null,
        "metadata": metadata(data),
        "next_action": next_action(source),
        "on_behalf_of": asked(data, "on_behalf_of"),
        "payment_method": current_method(session).map(|method| session.id.payment_method(method.number)),
        "payment_method_configuration_details": settings.payment_method_configuration_details(),
        "payment_method_options": settings.payment_method_options(),
        "payment_method_types": settings.payment_method_types(),
        "single_use_mandate": null,
        "status": status(session),
        "usage": "off_session",
    })
}

fn status(session: &Session) -> &'static str {
    match &session.state {
        State::Open(open) => match &open.attempt {
            Some(attempt) if attempt.waits_for_payer() => "requires_action",
            Some(_) => "processing",
            None => "requires_payment_method",
        },
        State::Complete(_) => "succeeded",
        State::Expired(_) => "canceled",
    }
}

fn last_error(session: &Session) -> Value {
    let last = session.attempts.last_failure().filter(|_| session.complete().is_none());
    let last = last.and_then(|tried| Some((tried, tried.decline.as_ref()?)));
    last.map_or(Value::Null, |(tried, decline)| error(session, decline, tried.number, &tried.instrument))
}
