//! What a merchant asks of a session beyond its mode, lines and amounts: checked, kept and echoed.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::mode::{Mode, UiMode};
use crate::nested::{
    AdaptivePricing, AfterCompletion, AfterExpiration, AutomaticTax, BrandingSettings, ConsentCollection,
    CustomField, CustomText, Discount, InvoiceCreation, ManagedPayments, NameCollection, OptionalItem,
    PaymentMethodConfigurationDetails, Permissions, PhoneNumberCollection, SavedPaymentMethodOptions,
    ShippingAddressCollection, TaxIdCollection, WalletOptions,
};
use crate::params::payment_method_options;

/// Every setting as it was asked for; what was not asked for is absent, and its default depends on the mode.
///
/// Trees (`Value`) are subtrees that nothing here interprets, checked by their tables all the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adaptive_pricing: Option<AdaptivePricing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_completion: Option<AfterCompletion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_expiration: Option<AfterExpiration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_promotion_codes: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_payment_method_types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatic_tax: Option<AutomaticTax>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing_address_collection: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branding_settings: Option<BrandingSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_reference_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_collection: Option<ConsentCollection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Vec<CustomField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_text: Option<CustomText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_creation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_update: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discounts: Option<Vec<Discount>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded_payment_method_types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integration_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_creation: Option<InvoiceCreation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_payments: Option<ManagedPayments>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_collection: Option<NameCollection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional_items: Option<Vec<OptionalItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_intent_data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_collection: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_configuration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_options: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method_types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_collection: Option<PhoneNumberCollection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_on_completion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_payment_method_options: Option<SavedPaymentMethodOptions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setup_intent_data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipping_address_collection: Option<ShippingAddressCollection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submit_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription_data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_id_collection: Option<TaxIdCollection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wallet_options: Option<WalletOptions>,
}

/// What the settings mean for a session's behaviour.
impl Settings {
    /// Completes nested settings whose shown form depends on their own kind.
    pub(crate) fn fill(&mut self) {
        self.custom_fields.iter_mut().flatten().for_each(CustomField::fill);
        self.automatic_tax.iter_mut().for_each(AutomaticTax::fill);
        self.optional_items.iter_mut().flatten().for_each(OptionalItem::fill);
    }

    /// Whether money is only authorised at completion; the card's own setting wins over the intent's.
    pub fn manual_capture(&self) -> bool {
        let card = self.payment_method_options.as_ref().and_then(|options| options.get("card"));
        let method = card.and_then(|card| card.get("capture_method"));
        let intent = self.payment_intent_data.as_ref().and_then(|data| data.get("capture_method"));
        method.or(intent).and_then(Value::as_str) == Some("manual")
    }

    /// What of a payment goes to somebody else, if it is not all of it.
    pub fn transfer_amount(&self) -> Option<i64> {
        self.payment_intent_data.as_ref()?.get("transfer_data")?.get("amount")?.as_i64()
    }

    /// Whether a payment makes an invoice.
    pub fn makes_invoice(&self) -> bool {
        self.invoice_creation.as_ref().is_some_and(|creation| creation.enabled)
    }

    /// Whether the method that is paid with is to be kept for later charges.
    pub fn saves_payment_method(&self) -> bool {
        let usage = self.payment_intent_data.as_ref().and_then(|data| data.get("setup_future_usage"));
        usage.and_then(Value::as_str).is_some()
    }

    /// Whether taxes follow from where the payer is.
    pub fn taxes_automatically(&self) -> bool {
        self.automatic_tax.as_ref().is_some_and(|tax| tax.enabled)
    }

    /// Whether the subscription begins with a trial.
    pub fn has_trial(&self) -> bool {
        self.subscription_data.as_ref().is_some_and(is_trial)
    }

    /// Whether recurring lines cost nothing today: while on trial, and up to the day that periods are counted from.
    pub fn starts_free(&self) -> bool {
        self.has_trial() || self.subscription_data.as_ref().is_some_and(is_anchored)
    }

    /// The day up to which recurring lines cost nothing, if it is a day and not so long after somebody subscribes.
    pub fn free_until(&self) -> Option<i64> {
        let data = self.subscription_data.as_ref()?;
        let day = |name: &str| data.get(name).and_then(Value::as_i64);
        ["trial_end", "billing_cycle_anchor"].into_iter().filter_map(day).min()
    }

    /// Whether an expired session can be opened again as a copy.
    pub fn recovery_enabled(&self) -> bool {
        let recovery = self.after_expiration.as_ref().and_then(|after| after.recovery.as_ref());
        recovery.is_some_and(|recovery| recovery.enabled)
    }
}

/// Whether `subscription_data` asks for a trial.
pub(crate) fn is_trial(data: &Value) -> bool {
    data.get("trial_end").is_some() || data.get("trial_period_days").is_some()
}

/// Whether `subscription_data` says from which day on periods are counted.
pub(crate) fn is_anchored(data: &Value) -> bool {
    ["billing_cycle_anchor", "billing_cycle_anchor_config"].iter().any(|name| data.get(*name).is_some())
}

/// What an open session shows where nothing was asked for.
impl Settings {
    /// The methods a customer may choose from; only cards, unless others were asked for.
    pub fn payment_method_types(&self) -> Vec<&str> {
        let asked = self.payment_method_types.as_ref().or(self.allowed_payment_method_types.as_ref());
        let types = asked.map_or_else(|| vec!["card"], |types| types.iter().map(String::as_str).collect());
        let excluded = self.excluded_payment_method_types.as_deref().unwrap_or_default();
        types.into_iter().filter(|kind| !excluded.iter().any(|other| other == kind)).collect()
    }

    /// The options by method, without those that are only ever written.
    pub fn payment_method_options(&self) -> Value {
        let mut options = self.payment_method_options.clone().unwrap_or_else(|| json!({}));
        for (method, key) in payment_method_options::WRITE_ONLY {
            if let Some(Value::Object(entries)) = options.get_mut(*method) {
                entries.remove(*key);
            }
        }
        if self.payment_method_types().contains(&"card") {
            let card = &mut options["card"];
            if card["request_three_d_secure"].is_null() {
                card["request_three_d_secure"] = json!("automatic");
            }
        }
        options
    }

    pub fn payment_method_configuration_details(&self) -> Option<PaymentMethodConfigurationDetails> {
        let id = self.payment_method_configuration.clone()?;
        Some(PaymentMethodConfigurationDetails { id, parent: None })
    }

    /// A subscription always makes a customer; a payment makes one if it must.
    pub fn customer_creation(&self, mode: Mode) -> Option<&str> {
        if self.customer.is_some() || self.customer_account.is_some() {
            return None;
        }
        let standard = match mode {
            Mode::Payment => Some("if_required"),
            Mode::Subscription => Some("always"),
            Mode::Setup => None,
        };
        self.customer_creation.as_deref().or(standard)
    }

    pub fn payment_method_collection(&self, mode: Mode) -> &str {
        let standard = if mode == Mode::Payment { "if_required" } else { "always" };
        self.payment_method_collection.as_deref().unwrap_or(standard)
    }

    /// Subscriptions offer the customer's saved methods; payments do when asked.
    pub fn saved_payment_method_options(&self, mode: Mode) -> Option<SavedPaymentMethodOptions> {
        let standard = || (mode == Mode::Subscription).then(SavedPaymentMethodOptions::default);
        self.saved_payment_method_options.clone().or_else(standard)
    }

    /// Payments show that no invoice is made; other modes show nothing.
    pub fn invoice_creation(&self, mode: Mode) -> Option<InvoiceCreation> {
        let standard = || (mode == Mode::Payment).then(InvoiceCreation::default);
        self.invoice_creation.clone().or_else(standard)
    }

    /// Absent on the hosted page, which always redirects.
    pub fn redirect_on_completion(&self, ui_mode: UiMode) -> Option<&str> {
        match ui_mode {
            UiMode::HostedPage => None,
            _ => Some(self.redirect_on_completion.as_deref().unwrap_or("always")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(asked: Value) -> Settings {
        serde_json::from_value(asked).unwrap()
    }

    #[test]
    fn a_session_that_asked_for_nothing_stores_nothing() {
        assert_eq!(serde_json::to_value(Settings::default()).unwrap(), json!({}));
    }

    #[test]
    fn the_defaults_of_a_session_follow_its_mode() {
        let none = Settings::default();
        assert_eq!(none.customer_creation(Mode::Payment), Some("if_required"));
        assert_eq!(none.customer_creation(Mode::Subscription), Some("always"));
        assert_eq!(none.customer_creation(Mode::Setup), None);
        assert_eq!(none.payment_method_collection(Mode::Payment), "if_required");
        assert_eq!(none.payment_method_collection(Mode::Subscription), "always");
        assert!(none.saved_payment_method_options(Mode::Payment).is_none());
        assert!(none.saved_payment_method_options(Mode::Subscription).is_some());
        assert!(none.invoice_creation(Mode::Payment).is_some());
        assert!(none.invoice_creation(Mode::Subscription).is_none());
        assert_eq!(none.redirect_on_completion(UiMode::HostedPage), None);
        assert_eq!(none.redirect_on_completion(UiMode::Elements), Some("always"));
    }

    #[test]
    fn a_session_with_a_customer_makes_none() {
        let given = settings(json!({"customer": "cus_1"}));
        assert_eq!(given.customer_creation(Mode::Subscription), None);
    }

    #[test]
    fn either_spelling_of_the_method_types_is_shown_without_the_excluded() {
        assert_eq!(Settings::default().payment_method_types(), ["card"]);
        let old = settings(json!({"payment_method_types": ["card", "sepa_debit"]}));
        assert_eq!(old.payment_method_types(), ["card", "sepa_debit"]);
        let new = settings(json!({
            "allowed_payment_method_types": ["card", "ideal"], "excluded_payment_method_types": ["ideal"]
        }));
        assert_eq!(new.payment_method_types(), ["card"]);
    }

    #[test]
    fn card_options_show_automatic_three_d_secure_and_nothing_that_is_only_written() {
        let shown = Settings::default().payment_method_options();
        assert_eq!(shown, json!({"card": {"request_three_d_secure": "automatic"}}));
        let asked = json!({"p24": {"tos_shown_and_accepted": true, "setup_future_usage": "none"}});
        let shown = settings(json!({"payment_method_options": asked})).payment_method_options();
        assert_eq!(shown["p24"], json!({"setup_future_usage": "none"}));
    }

    #[test]
    fn capture_is_manual_where_the_intent_or_the_card_says_so() {
        assert!(!Settings::default().manual_capture());
        assert!(settings(json!({"payment_intent_data": {"capture_method": "manual"}})).manual_capture());
        let card = json!({"payment_method_options": {"card": {"capture_method": "manual"}}});
        assert!(settings(card).manual_capture());
    }

    #[test]
    fn a_trial_is_a_day_or_a_number_of_days() {
        assert!(!Settings::default().has_trial());
        assert!(settings(json!({"subscription_data": {"trial_end": 1_900_000_000}})).has_trial());
        assert!(settings(json!({"subscription_data": {"trial_period_days": 7}})).has_trial());
    }

    #[test]
    fn a_subscription_starts_free_on_trial_or_before_the_day_it_is_counted_from() {
        assert!(!Settings::default().starts_free());
        for data in [
            json!({"trial_period_days": 7}),
            json!({"billing_cycle_anchor": 1_900_000_000}),
            json!({"billing_cycle_anchor_config": {"day_of_month": 1}}),
        ] {
            assert!(settings(json!({"subscription_data": data})).starts_free(), "{data}");
        }
        assert!(!settings(json!({"subscription_data": {"description": "Club"}})).starts_free());
    }

    #[test]
    fn recovery_is_on_only_when_asked() {
        assert!(!Settings::default().recovery_enabled());
        assert!(settings(json!({"after_expiration": {"recovery": {"enabled": true}}})).recovery_enabled());
    }
}
