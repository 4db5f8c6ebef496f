//! How the customer may pay: methods, wallets, pricing, discounts and extras on offer.

use serde::{Deserialize, Serialize};

use crate::line::AdjustableQuantity;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdaptivePricing {
    pub enabled: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ManagedPayments {
    pub enabled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedPaymentMethodOptions {
    pub allow_redisplay_filters: Option<Vec<String>>,
    pub payment_method_remove: Option<String>,
    pub payment_method_save: Option<String>,
}

impl Default for SavedPaymentMethodOptions {
    fn default() -> Self {
        Self {
            allow_redisplay_filters: Some(vec!["always".to_owned()]),
            payment_method_remove: Some("disabled".to_owned()),
            payment_method_save: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethodConfigurationDetails {
    pub id: String,
    #[serde(default)]
    pub parent: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletOptions {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkWallet>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkWallet {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Discount {
    pub coupon: Option<String>,
    pub promotion_code: Option<String>,
}

/// A price the customer may add on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionalItem {
    #[serde(default)]
    pub adjustable_quantity: Option<AdjustableQuantity>,
    pub price: String,
    pub quantity: i64,
}

impl OptionalItem {
    /// Bounds are shown as they hold.
    pub fn fill(&mut self) {
        self.adjustable_quantity.iter_mut().for_each(AdjustableQuantity::fill);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shown<T: serde::de::DeserializeOwned + Serialize>(asked: Value) -> Value {
        serde_json::to_value(serde_json::from_value::<T>(asked).unwrap()).unwrap()
    }

    #[test]
    fn saved_payment_methods_show_three_keys_with_their_defaults() {
        assert_eq!(
            shown::<SavedPaymentMethodOptions>(json!({"payment_method_save": "enabled"})),
            json!({
                "allow_redisplay_filters": ["always"], "payment_method_remove": "disabled",
                "payment_method_save": "enabled"
            })
        );
    }

    #[test]
    fn switches_wallets_and_configuration_show_what_was_asked() {
        assert_eq!(shown::<AdaptivePricing>(json!({})), json!({"enabled": false}));
        assert_eq!(shown::<ManagedPayments>(json!({"enabled": true})), json!({"enabled": true}));
        assert_eq!(shown::<WalletOptions>(json!({})), json!({}));
        let wallet = json!({"link": {"display": "never"}});
        assert_eq!(shown::<WalletOptions>(wallet.clone()), wallet);
        let details = json!({"id": "pmc_1", "parent": null});
        assert_eq!(shown::<PaymentMethodConfigurationDetails>(json!({"id": "pmc_1"})), details);
    }

    #[test]
    fn discounts_and_optional_items_show_null_for_what_they_lack() {
        assert_eq!(
            shown::<Discount>(json!({"coupon": "WELCOME"})),
            json!({"coupon": "WELCOME", "promotion_code": null})
        );
        assert_eq!(
            shown::<OptionalItem>(json!({"price": "price_1", "quantity": 2})),
            json!({"adjustable_quantity": null, "price": "price_1", "quantity": 2})
        );
    }
}
