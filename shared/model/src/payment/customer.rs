//! A customer: made by a session's completion, and what a completion changes about one that was given.

use serde::{Deserialize, Serialize};

use crate::line::Metadata;
use crate::nested::{Address, CustomerDetails, ShippingDetails, TaxId};
use crate::session::Session;
use crate::time::Moment;

/// Somebody who paid, and may pay again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// `cus_…`
    pub id: String,
    pub account: String,
    pub livemode: bool,
    pub created: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub individual_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<ShippingDetails>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_ids: Vec<TaxId>,
}

/// What a session's completion does to its customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomerChange {
    /// A new one.
    Make(Customer),
    /// The one that was given, with what `customer_update` takes over.
    Update(Customer),
}

impl Customer {
    /// The customer that the completion of `session` makes, from what the payer said.
    pub fn made_by(session: &Session, details: &CustomerDetails, now: Moment) -> Self {
        let shipping = session.gathered.collected_information.as_ref();
        Self {
            id: session.id.customer(),
            account: session.account.clone(),
            livemode: session.livemode(),
            created: now,
            email: details.email.clone(),
            name: details.name.clone(),
            business_name: details.business_name.clone(),
            individual_name: details.individual_name.clone(),
            phone: details.phone.clone(),
            address: details.address.clone(),
            shipping: shipping.and_then(|collected| collected.shipping_details.clone()),
            description: None,
            metadata: Metadata::new(),
            tax_ids: details.tax_ids.clone().unwrap_or_default(),
        }
    }
}
