//! What the customer and the payment add to a session: details, addresses, consent, conversion.

use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::params::choices::COUNTRIES;
use crate::path::Path;
use crate::problem::Problem;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    pub city: Option<String>,
    pub country: Option<String>,
    pub line1: Option<String>,
    pub line2: Option<String>,
    pub postal_code: Option<String>,
    pub state: Option<String>,
}

impl Address {
    /// What merchants say of a country has to be one: taxes follow it, and none are due in a place that nobody knows.
    pub fn check_country(&self, at: &Path) -> Result<(), Problem> {
        let unknown = self.country.as_ref().filter(|code| !COUNTRIES.contains(&code.to_uppercase().as_str()));
        unknown.map_or(Ok(()), |country| {
            let message =
                format!("Country '{country}' is unknown. Write its two letters of ISO 3166, such as 'DE'.");
            Err(Problem::at(at.key("country"), message))
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxId {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub value: Option<String>,
}

/// Who the customer is, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerDetails {
    pub address: Option<Address>,
    pub business_name: Option<String>,
    pub email: Option<String>,
    pub individual_name: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    /// `none`, `exempt` or `reverse`.
    pub tax_exempt: Option<String>,
    /// Null while the session is open; a list, empty or not, once it is complete.
    pub tax_ids: Option<Vec<TaxId>>,
}

impl CustomerDetails {
    /// What is known of a customer before they opened the page: the e-mail the merchant gave.
    pub fn of_email(email: &str) -> Self {
        let tax_exempt = Some("none".to_owned());
        Self { email: Some(email.to_owned()), tax_exempt, ..Self::default() }
    }
}

/// Where to ship, as Stripe shows it under `collected_information`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingDetails {
    #[serde(default)]
    pub address: Address,
    pub name: String,
}

/// Where to ship, as the session itself showed it before 2025-03-31.basil and as seed 1 has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OldShippingDetails {
    pub address: Address,
    pub carrier: Option<String>,
    pub name: String,
    pub phone: Option<String>,
    pub tracking_number: Option<String>,
}

impl From<ShippingDetails> for OldShippingDetails {
    fn from(details: ShippingDetails) -> Self {
        Self { address: details.address, name: details.name, ..Self::default() }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectedInformation {
    pub business_name: Option<String>,
    pub individual_name: Option<String>,
    pub shipping_details: Option<ShippingDetails>,
}

/// What the customer agreed to; the questions are in `consent_collection`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Consent {
    pub promotions: Option<String>,
    pub terms_of_service: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentmentDetails {
    pub presentment_amount: i64,
    pub presentment_currency: Currency,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyConversion {
    pub amount_subtotal: i64,
    pub amount_total: i64,
    /// A decimal, as text.
    pub fx_rate: String,
    pub source_currency: Currency,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written(value: impl Serialize) -> Value {
        serde_json::to_value(value).unwrap()
    }

    #[test]
    fn a_customer_known_by_e_mail_alone_has_every_other_key_null() {
        assert_eq!(
            written(CustomerDetails::of_email("ada@example.com")),
            json!({
                "address": null, "business_name": null, "email": "ada@example.com", "individual_name": null,
                "name": null, "phone": null, "tax_exempt": "none", "tax_ids": null
            })
        );
        let tax_id = TaxId { kind: "eu_vat".to_owned(), value: None };
        assert_eq!(written(tax_id), json!({"type": "eu_vat", "value": null}));
    }

    #[test]
    fn collected_shipping_has_a_name_and_six_address_keys() {
        let address =
            Address { country: Some("DE".to_owned()), line1: Some("Weg 1".to_owned()), ..Address::default() };
        let shipping_details = ShippingDetails { address, name: "Ada".to_owned() };
        let collected = CollectedInformation {
            shipping_details: Some(shipping_details.clone()),
            ..CollectedInformation::default()
        };
        let address = json!({
            "city": null, "country": "DE", "line1": "Weg 1", "line2": null, "postal_code": null, "state": null
        });
        assert_eq!(
            written(collected),
            json!({
                "business_name": null, "individual_name": null,
                "shipping_details": {"address": address, "name": "Ada"}
            })
        );
        assert_eq!(
            written(OldShippingDetails::from(shipping_details)),
            json!({"address": address, "carrier": null, "name": "Ada", "phone": null, "tracking_number": null})
        );
    }

    #[test]
    fn consent_and_conversion_show_all_their_keys() {
        assert_eq!(written(Consent::default()), json!({"promotions": null, "terms_of_service": null}));
        let currency = Currency::parse("eur").unwrap();
        let details = PresentmentDetails { presentment_amount: 900, presentment_currency: currency };
        assert_eq!(written(details), json!({"presentment_amount": 900, "presentment_currency": "eur"}));
        let conversion = CurrencyConversion {
            amount_subtotal: 1000,
            amount_total: 1000,
            fx_rate: "0.9".to_owned(),
            source_currency: currency,
        };
        assert_eq!(
            written(conversion),
            json!({"amount_subtotal": 1000, "amount_total": 1000, "fx_rate": "0.9", "source_currency": "eur"})
        );
    }
}
