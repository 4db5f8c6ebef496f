//! A customer: made by a session's completion, and what a completion changes about one that was given.

use serde::{Deserialize, Serialize};

use crate::line::Metadata;
use crate::nested::{Address, ShippingDetails, TaxId};
use crate::session::Session;
use crate::time::Moment;

use super::Submission;

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

impl Customer {
    /// The customer that the completion of `session` makes, from what the payer said.
    pub fn made_by(session: &Session, said: &Submission, now: Moment) -> Self {
        let details = &said.customer_details;
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
            shipping: said.shipping().cloned(),
            description: None,
            metadata: Metadata::new(),
            tax_ids: details.tax_ids.clone().unwrap_or_default(),
        }
    }

    /// Where they are taxed, as far as it is known: shipping goes before billing.
    pub fn taxed_address(&self) -> Option<&Address> {
        let shipping = self.shipping.as_ref().map(|shipping| &shipping.address);
        shipping.into_iter().chain(&self.address).find(|address| address.country.is_some())
    }

    /// This customer with what `customer_update` takes over from the payer; none if that changes nothing.
    pub fn updated_by(&self, session: &Session, said: &Submission) -> Option<Self> {
        let takes = |part: &str| {
            let update = session.settings.customer_update.as_ref();
            update.and_then(|update| update.get(part)).is_some_and(|how| how == "auto")
        };
        let (mut changed, details) = (self.clone(), &said.customer_details);
        if takes("address") {
            changed.address = details.address.clone().or(changed.address);
        }
        if takes("name") {
            changed.name = details.name.clone().or(changed.name);
            changed.business_name = details.business_name.clone().or(changed.business_name);
            changed.individual_name = details.individual_name.clone().or(changed.individual_name);
        }
        if takes("shipping") {
            changed.shipping = said.shipping().cloned().or(changed.shipping);
        }
        (changed != *self).then_some(changed)
    }
}
