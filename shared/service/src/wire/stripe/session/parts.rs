//! What of a session belongs together: who pays, how the money comes, where the goods go.

use paydesk_model::nested::{
    CustomerDetails, OldShippingDetails, PaymentMethodConfigurationDetails, ShippingAddressCollection,
};
use paydesk_model::session::Session;
use serde::Serialize;
use serde_json::Value;

use super::super::super::Dialect;
use super::super::View;
use super::super::shipping::{self, OfferedShipping, ShippingCost};

#[derive(Debug, Serialize)]
pub(super) struct Customer<'s> {
    customer: Option<&'s str>,
    customer_account: Option<&'s str>,
    customer_creation: Option<&'s str>,
    customer_details: Option<&'s CustomerDetails>,
    customer_email: Option<&'s str>,
}

#[derive(Debug, Serialize)]
pub(super) struct Paying<'s> {
    payment_intent: Option<String>,
    payment_link: Option<&'s str>,
    payment_method_collection: &'s str,
    payment_method_configuration_details: Option<PaymentMethodConfigurationDetails>,
    payment_method_options: Value,
    payment_method_types: Vec<&'s str>,
    payment_status: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Shipping<'s> {
    shipping_address_collection: Option<&'s ShippingAddressCollection>,
    shipping_cost: Option<ShippingCost>,
    /// Only where the API version still has it; else under `collected_information`.
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_details: Option<Option<OldShippingDetails>>,
    shipping_options: Vec<OfferedShipping>,
}

impl<'s> Customer<'s> {
    pub(super) fn of(session: &'s Session) -> Self {
        let (settings, gathered) = (&session.settings, &session.gathered);
        Self {
            customer: gathered.customer.as_deref(),
            customer_account: settings.customer_account.as_deref(),
            customer_creation: settings.customer_creation(session.mode),
            customer_details: gathered.customer_details.as_ref(),
            customer_email: settings.customer_email.as_deref(),
        }
    }
}

impl<'s> Paying<'s> {
    pub(super) fn of(session: &'s Session) -> Self {
        let settings = &session.settings;
        Self {
            payment_intent: session.payment_intent(),
            payment_link: session.payment_link.as_deref(),
            payment_method_collection: settings.payment_method_collection(session.mode),
            payment_method_configuration_details: settings.payment_method_configuration_details(),
            payment_method_options: settings.payment_method_options(),
            payment_method_types: settings.payment_method_types(),
            payment_status: session.payment_status().as_str(),
        }
    }
}

impl<'s> Shipping<'s> {
    pub(super) fn of(session: &'s Session, view: View<'_>) -> Self {
        let settings = &session.settings;
        Self {
            shipping_address_collection: settings.shipping_address_collection.as_ref(),
            shipping_cost: shipping::cost(session, view.expand),
            shipping_details: shows_shipping_details(view).then(|| shipping_details(session)),
            shipping_options: shipping::options(session),
        }
    }
}

/// Old API versions and the first seed have them on the session itself.
fn shows_shipping_details(view: View<'_>) -> bool {
    view.dialect == Dialect::Camel || view.version.has_top_level_shipping_details()
}

fn shipping_details(session: &Session) -> Option<OldShippingDetails> {
    let collected = session.gathered.collected_information.as_ref()?;
    collected.shipping_details.clone().map(OldShippingDetails::from)
}
