//! The setup intent of a setup session as it is answered.

use super::shape::Kind::*;
use super::shape::{Kind, Shape, is};

const METHOD_TYPES: Kind = List(&One(paydesk_model::params::choices::PAYMENT_METHODS));

pub const SETUP_INTENT: Shape = Shape {
    name: "SetupIntent",
    note: "What saves a payment method for later; a setup session has one from the start.",
    fields: &[
        is("id", Text),
        is("object", Only("setup_intent")),
        is("allowed_payment_method_types", METHOD_TYPES).or_null(),
        is("application", Null),
        is("automatic_payment_methods", Null),
        is("cancellation_reason", One(&["abandoned"])).or_null(),
        is("client_secret", Text),
        is("created", Seconds),
        is("customer", IdOrWhole("customer")).or_null(),
        is("customer_account", Text).or_null(),
        is("description", Text).or_null(),
        is("excluded_payment_method_types", METHOD_TYPES).or_null(),
        is("flow_directions", Null),
        is("last_setup_error", Whole).or_null(),
        is("latest_attempt", Null),
        is("livemode", Flag),
        is("managed_payments", Whole).or_null(),
        is("mandate", Null),
        is("metadata", Metadata),
        is("next_action", Whole).or_null(),
        is("on_behalf_of", Text).or_null(),
        is("payment_method", IdOrWhole("payment_method")).or_null(),
        is("payment_method_configuration_details", Whole).or_null(),
        is("payment_method_options", MethodOptions),
        is("payment_method_types", METHOD_TYPES),
        is("single_use_mandate", Null),
        is(
            "status",
            One(&["canceled", "processing", "requires_action", "requires_payment_method", "succeeded"]),
        ),
        is("usage", Only("off_session")),
    ],
};
