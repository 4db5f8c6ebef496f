//! What the page is told to collect from the customer.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentCollection {
    pub payment_method_reuse_agreement: Option<ReuseAgreement>,
    pub promotions: Option<String>,
    pub terms_of_service: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReuseAgreement {
    pub position: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameCollection {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<NameToCollect>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub individual: Option<NameToCollect>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameToCollect {
    pub enabled: bool,
    #[serde(default)]
    pub optional: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneNumberCollection {
    pub enabled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingAddressCollection {
    pub allowed_countries: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxIdCollection {
    pub enabled: bool,
    #[serde(default = "never")]
    pub required: String,
}

fn never() -> String {
    "never".to_owned()
}

/// Who may change what while the session is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Permissions {
    pub update_shipping_details: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shown<T: serde::de::DeserializeOwned + Serialize>(asked: Value) -> Value {
        serde_json::to_value(serde_json::from_value::<T>(asked).unwrap()).unwrap()
    }

    #[test]
    fn consent_collection_shows_all_three_keys() {
        assert_eq!(
            shown::<ConsentCollection>(json!({"terms_of_service": "required"})),
            json!({
                "payment_method_reuse_agreement": null, "promotions": null, "terms_of_service": "required"
            })
        );
    }

    #[test]
    fn name_collection_leaves_out_the_name_it_does_not_ask_for() {
        assert_eq!(
            shown::<NameCollection>(json!({"business": {"enabled": true}})),
            json!({"business": {"enabled": true, "optional": false}})
        );
    }

    #[test]
    fn what_else_is_collected_fills_its_defaults() {
        assert_eq!(
            shown::<TaxIdCollection>(json!({"enabled": true})),
            json!({"enabled": true, "required": "never"})
        );
        assert_eq!(shown::<PhoneNumberCollection>(json!({"enabled": true})), json!({"enabled": true}));
        assert_eq!(shown::<Permissions>(json!({})), json!({"update_shipping_details": null}));
        let countries = json!({"allowed_countries": ["DE", "AT"]});
        assert_eq!(shown::<ShippingAddressCollection>(countries.clone()), countries);
    }
}
