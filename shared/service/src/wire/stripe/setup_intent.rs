//! The setup intent of a setup session: a view of the session, which has one from the start.

use paydesk_model::line::Metadata;
use paydesk_model::session::{Session, Status};
use serde::Serialize;
use serde_json::{Value, json};

use crate::digest::derive;
use crate::random;

#[derive(Debug, Serialize)]
pub struct SetupIntent<'s> {
    id: String,
    object: &'static str,
    application: Option<&'s str>,
    automatic_payment_methods: Option<Value>,
    cancellation_reason: Option<&'s str>,
    client_secret: String,
    created: i64,
    customer: Option<&'s str>,
    description: Option<&'s str>,
    flow_directions: Option<Value>,
    last_setup_error: Option<Value>,
    latest_attempt: Option<Value>,
    livemode: bool,
    mandate: Option<Value>,
    metadata: Value,
    next_action: Option<Value>,
    on_behalf_of: Option<&'s str>,
    payment_method: Option<&'s str>,
    payment_method_options: Value,
    payment_method_types: Vec<&'s str>,
    single_use_mandate: Option<Value>,
    status: &'static str,
    usage: &'static str,
}

impl<'s> SetupIntent<'s> {
    pub fn new(session: &'s Session, id: String) -> Self {
        let data = session.settings.setup_intent_data.as_ref();
        let text = |name: &str| data.and_then(|data| data.get(name)).and_then(Value::as_str);
        Self {
            client_secret: client_secret(session, &id),
            id,
            object: "setup_intent",
            application: None,
            automatic_payment_methods: None,
            cancellation_reason: None,
            created: session.created.seconds(),
            customer: session.gathered.customer.as_deref(),
            description: text("description"),
            flow_directions: None,
            last_setup_error: None,
            latest_attempt: None,
            livemode: session.livemode(),
            mandate: None,
            metadata: data
                .and_then(|data| data.get("metadata"))
                .cloned()
                .unwrap_or_else(|| json!(Metadata::new())),
            next_action: None,
            on_behalf_of: text("on_behalf_of"),
            payment_method: None,
            payment_method_options: session.settings.payment_method_options(),
            payment_method_types: session.settings.payment_method_types(),
            single_use_mandate: None,
            status: match session.status() {
                Status::Open => "requires_payment_method",
                Status::Complete => "succeeded",
                Status::Expired => "canceled",
            },
            usage: "off_session",
        }
    }
}

/// A secret of its own: whoever may see this intent need not be who may open the page.
fn client_secret(session: &Session, id: &str) -> String {
    format!("{id}_secret_{}", derive(session.token.as_bytes(), &[id], random::ID_CHARACTERS))
}
