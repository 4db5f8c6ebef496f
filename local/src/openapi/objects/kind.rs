//! The kinds of objects that have paths of their own, and what is said of each.

use paydesk_model::params::objects_table::{
    CHARGES, CUSTOMERS, INVOICES, PAYMENT_INTENTS, PAYMENT_LINKS, PAYMENT_METHODS_LIST, SETUP_INTENTS,
    SUBSCRIPTIONS,
};
use paydesk_model::params::rule::Param;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::Subject;
use paydesk_service::wire::kind;
use serde_json::{Value, json};

use crate::openapi::{expand, request};

/// An object with an id, at a path of its own.
pub struct Kind {
    pub schema: &'static str,
    kind: kind::Kind,
    /// What its list takes.
    pub listed_by: &'static [Param],
}

pub const KINDS: [Kind; 8] = [
    kind("PaymentIntent", kind::Kind::PaymentIntent, PAYMENT_INTENTS),
    kind("SetupIntent", kind::Kind::SetupIntent, SETUP_INTENTS),
    kind("Charge", kind::Kind::Charge, CHARGES),
    kind("Subscription", kind::Kind::Subscription, SUBSCRIPTIONS),
    kind("Invoice", kind::Kind::Invoice, INVOICES),
    kind("Customer", kind::Kind::Customer, CUSTOMERS),
    kind("PaymentMethod", kind::Kind::PaymentMethod, PAYMENT_METHODS_LIST),
    kind("PaymentLink", kind::Kind::PaymentLink, PAYMENT_LINKS),
];

const fn kind(schema: &'static str, kind: kind::Kind, listed_by: &'static [Param]) -> Kind {
    Kind { schema, kind, listed_by }
}

impl Kind {
    /// Where it is found below `/v1`.
    pub fn path(&self) -> &'static str {
        self.kind.step()
    }

    /// The `object` of it.
    pub fn name(&self) -> &'static str {
        self.kind.name()
    }

    pub fn words(&self) -> String {
        self.name().replace('_', " ")
    }

    pub fn list(&self) -> String {
        format!("{}List", self.schema)
    }

    pub fn retrieve(&self) -> String {
        format!("retrieve{}", self.schema)
    }

    pub fn id_in_path(&self) -> Value {
        json!({
            "name": "id", "in": "path", "required": true, "description": format!("The {}.", self.words()),
            "schema": {
                "type": "string", "pattern": format!("^{}_[A-Za-z0-9_]+$", self.kind.prefix()), "maxLength": 80,
            },
        })
    }

    /// What can be brought along with one of these, or with a page of them.
    pub fn expand(&self, page: bool) -> Value {
        let subject = if page { Subject::ObjectList(self.kind) } else { Subject::Object(self.kind) };
        match self.kind {
            // The lines are all that a link can bring along at its own path.
            kind::Kind::PaymentLink => expand::of(vec![format!("{}line_items", subject.prefix())]),
            _ => expand::schema(Dialect::Stripe, subject),
        }
    }

    pub fn object(&self) -> Value {
        json!({
            "type": "object", "required": ["id", "object"], "additionalProperties": true,
            "description": format!("A {} as Stripe shows it.", self.words()),
            "properties": {
                "id": {"type": "string", "pattern": format!("^{}_", self.kind.prefix())},
                "object": {"type": "string", "const": self.name()},
            },
        })
    }

    pub fn page(&self) -> Value {
        page_of(self.schema, &self.words())
    }
}

/// A page of the objects that `schema` describes.
pub fn page_of(schema: &str, words: &str) -> Value {
    json!({
        "type": "object", "required": ["data", "has_more", "object", "url"], "additionalProperties": false,
        "description": format!("A page of {words}s, newest first."),
        "properties": {
            "data": {"type": "array", "items": request::reference(schema)},
            "has_more": {"type": "boolean"},
            "object": {"type": "string", "const": "list"},
            "url": {"type": "string"},
        },
    })
}
