//! What the payer said on the page besides how to pay: checked against what the session asks.

use serde::{Deserialize, Serialize};

use crate::line::Metadata;
use crate::nested::{CollectedInformation, Consent, CustomerDetails, ShippingDetails};

/// A submission that exists answers everything its session asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Submission {
    pub customer_details: CustomerDetails,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collected_information: Option<CollectedInformation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Answers to custom fields, by key.
    #[serde(skip_serializing_if = "Metadata::is_empty")]
    pub custom_field_values: Metadata,
    /// The payer wants the method kept for the next time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub save_payment_method: bool,
}

impl Submission {
    pub fn shipping(&self) -> Option<&ShippingDetails> {
        self.collected_information.as_ref()?.shipping_details.as_ref()
    }
}
