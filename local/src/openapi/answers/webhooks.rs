//! Webhook endpoints, events and what came of sending them, as they are answered.

use paydesk_model::event::EventType;
use paydesk_model::params::event_names::TAKEN;

use super::shape::Kind::*;
use super::shape::{Shape, is};

pub const WEBHOOK_ENDPOINT: Shape = Shape {
    name: "WebhookEndpoint",
    note: "Where events are sent.",
    fields: &[
        is("id", Text),
        is("object", Only("webhook_endpoint")),
        is("api_version", Text).or_null().note("What its events are rendered as; null for the newest."),
        is("application", Null),
        is("created", Seconds),
        is("description", Text).or_null(),
        is("dialect", One(&["camel", "event_data", "stripe"])).note("In whose words it is told."),
        is("enabled_events", List(&One(TAKEN))),
        is("livemode", Flag),
        is("metadata", Metadata),
        is("secret", Text).when("in the answers to creating it and to rolling the secret").note(
            "What requests are signed with: whsec_ and the base64 of 32 bytes. Nobody can ask for it again.",
        ),
        is("status", One(&["disabled", "enabled"])),
        is("url", Url),
    ],
};

pub const DELETED_WEBHOOK_ENDPOINT: Shape = Shape {
    name: "DeletedWebhookEndpoint",
    note: "What is left of an endpoint.",
    fields: &[is("id", Text), is("object", Only("webhook_endpoint")), is("deleted", Flag)],
};

const REQUEST: Shape = Shape {
    name: "EventRequest",
    note: "The call that it came of.",
    fields: &[
        is("id", Text).or_null().note("Null for what happened by itself, or was a payer's doing."),
        is("idempotency_key", Text).or_null(),
    ],
};

const DATA: Shape = Shape {
    name: "EventData",
    note: "",
    fields: &[
        is(
            "object",
            Any(&[
                "Charge",
                "Coupon",
                "Customer",
                "Invoice",
                "PaymentIntent",
                "PaymentMethod",
                "Price",
                "Product",
                "PromotionCode",
                "Session",
                "SetupIntent",
                "Subscription",
                "TaxRate",
            ]),
        )
        .note("As it was when this happened."),
        is("previous_attributes", Whole)
            .when("where something was updated")
            .note("What was different before, as far as it was."),
    ],
};

pub const EVENT: Shape = Shape {
    name: "Event",
    note: "Something that happened, kept for 30 days.",
    fields: &[
        is("id", Text).note("The same whenever and to whomever it is sent."),
        is("object", Only("event")),
        is("api_version", Text).or_null().note("What `data` is rendered as."),
        is("created", Seconds),
        is("data", Of(&DATA)),
        is("livemode", Flag),
        is("pending_webhooks", Integer).note(
            "How many endpoints have not answered it with 2xx yet; one that was deleted does not count.",
        ),
        is("request", Of(&REQUEST)).or_null(),
        is("type", One(HAPPENING)),
    ],
};

/// The types that happen here.
const HAPPENING: &[&str] = &happening();

const fn happening() -> [&'static str; EventType::ALL.len()] {
    let (mut names, mut at) = ([""; EventType::ALL.len()], 0);
    while at < names.len() {
        names[at] = EventType::ALL[at].as_str();
        at += 1;
    }
    names
}

pub const DELIVERY_ATTEMPT: Shape = Shape {
    name: "DeliveryAttempt",
    note: "One try to send an event to an endpoint.",
    fields: &[
        is("id", Text),
        is("object", Only("delivery_attempt")),
        is("created", Seconds),
        is("error", Text).or_null().note("Why there was no answer, if there was none."),
        is("event", Text),
        is("latency_ms", Integer).note("How long the endpoint took."),
        is("livemode", Flag),
        is("next_attempt_at", Seconds).or_null().note("When it is tried again, if it is."),
        is("response_body", Text)
            .or_null()
            .note("The first KB of what the endpoint answered; null where it did not answer."),
        is("response_status", Integer).or_null(),
        is("status", One(&["failed", "succeeded"])),
        is("url", Url).note("Where it was sent."),
        is("webhook_endpoint", Text),
    ],
};

/// All of them; pages of them are objects/kind.rs's.
pub const SHAPES: [&Shape; 6] =
    [&WEBHOOK_ENDPOINT, &DELETED_WEBHOOK_ENDPOINT, &EVENT, &DATA, &REQUEST, &DELIVERY_ATTEMPT];
