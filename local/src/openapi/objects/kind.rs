//! The kinds of objects that have paths of their own, and what is said of each.

use serde_json::{Value, json};

use crate::openapi::request;

/// An object with an id, at a path of its own.
pub struct Kind {
    pub schema: &'static str,
    pub path: &'static str,
    id: &'static str,
    pub words: &'static str,
    /// What its list can be narrowed down by.
    pub filters: &'static [&'static str],
}

pub const KINDS: [Kind; 8] = [
    kind("PaymentIntent", "payment_intents", "pi", "payment intent", &["created", "customer"]),
    kind("SetupIntent", "setup_intents", "seti", "setup intent", &["created", "customer"]),
    kind("Charge", "charges", "ch", "charge", &["created", "customer", "payment_intent"]),
    kind("Subscription", "subscriptions", "sub", "subscription", &["created", "customer", "status"]),
    kind("Invoice", "invoices", "in", "invoice", &["created", "customer", "status", "subscription"]),
    kind("Customer", "customers", "cus", "customer", &["created", "email"]),
    kind("PaymentMethod", "payment_methods", "pm", "payment method", &["customer", "type"]),
    kind("PaymentLink", "payment_links", "plink", "payment link", &["active"]),
];

const fn kind(
    schema: &'static str,
    path: &'static str,
    id: &'static str,
    words: &'static str,
    filters: &'static [&'static str],
) -> Kind {
    Kind { schema, path, id, words, filters }
}

impl Kind {
    pub fn list(&self) -> String {
        format!("{}List", self.schema)
    }

    pub fn retrieve(&self) -> String {
        format!("retrieve{}", self.schema)
    }

    pub fn id_in_path(&self) -> Value {
        json!({
            "name": "id", "in": "path", "required": true, "description": format!("The {}.", self.words),
            "schema": {"type": "string", "pattern": format!("^{}_[A-Za-z0-9_]+$", self.id), "maxLength": 80},
        })
    }

    pub fn object(&self) -> Value {
        json!({
            "type": "object", "required": ["id", "object"], "additionalProperties": true,
            "description": format!("A {} as Stripe shows it.", self.words),
            "properties": {
                "id": {"type": "string", "pattern": format!("^{}_", self.id)},
                "object": {"type": "string", "const": self.words.replace(' ', "_")},
            },
        })
    }

    pub fn page(&self) -> Value {
        json!({
            "type": "object", "required": ["data", "has_more", "object", "url"], "additionalProperties": false,
            "description": format!("A page of {}s, newest first.", self.words),
            "properties": {
                "data": {"type": "array", "items": request::reference(self.schema)},
                "has_more": {"type": "boolean"},
                "object": {"type": "string", "const": "list"},
                "url": {"type": "string"},
            },
        })
    }
}
