//! The session object: every property of Stripe's, and those of the second seed where they were given.

mod parts;

use std::borrow::Cow;

use paydesk_model::currency::Currency;
use paydesk_model::ids::SessionId;
use paydesk_model::line::Metadata;
use paydesk_model::mode::UiMode;
use paydesk_model::nested::{
    AdaptivePricing, AfterCompletion, AfterExpiration, AutomaticTax, BrandingSettings, CollectedInformation,
    Consent, ConsentCollection, CustomField, CustomText, Discount, InvoiceCreation, ManagedPayments,
    NameCollection, OptionalItem, Permissions, PhoneNumberCollection, SavedPaymentMethodOptions,
    TaxIdCollection, WalletOptions,
};
use paydesk_model::session::{Session, Status};
use serde::Serialize;
use serde_json::Value;

use parts::{Customer, Paying, Shipping};

use super::figures;
use super::line_item::{LineItem, line_items};
use super::{List, View};

/// `object: "checkout.session"`. Amounts are in the currency's smallest unit, times in Unix seconds.
#[derive(Debug, Serialize)]
pub struct StripeSession<'s> {
    id: &'s str,
    object: &'static str,
    adaptive_pricing: Cow<'s, AdaptivePricing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_completion: Option<&'s AfterCompletion>,
    after_expiration: Option<AfterExpiration>,
    allow_promotion_codes: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_payment_method_types: Option<&'s [String]>,
    amount_subtotal: Option<i64>,
    amount_total: Option<i64>,
    automatic_tax: Cow<'s, AutomaticTax>,
    billing_address_collection: Option<&'s str>,
    branding_settings: Cow<'s, BrandingSettings>,
    cancel_url: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_customer_id: Option<&'s str>,
    client_reference_id: Option<&'s str>,
    client_secret: Option<String>,
    collected_information: Option<&'s CollectedInformation>,
    consent: Option<&'s Consent>,
    consent_collection: Option<&'s ConsentCollection>,
    created: i64,
    currency: Option<Currency>,
    currency_conversion: Option<Value>,
    custom_fields: Vec<CustomField>,
    custom_text: Cow<'s, CustomText>,
    #[serde(flatten)]
    customer: Customer<'s>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'s str>,
    discounts: Vec<Discount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    excluded_payment_method_types: Option<&'s [String]>,
    expires_at: i64,
    integration_identifier: Option<&'s str>,
    invoice: Option<String>,
    invoice_creation: Option<InvoiceCreation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_items: Option<List<LineItem<'s>>>,
    livemode: bool,
    locale: Option<&'s str>,
    managed_payments: Cow<'s, ManagedPayments>,
    metadata: &'s Metadata,
    mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_collection: Option<&'s NameCollection>,
    #[serde(skip_serializing_if = "Option::is_none")]
    optional_items: Option<&'s [OptionalItem]>,
    origin_context: Option<&'s str>,
    #[serde(flatten)]
    paying: Paying<'s>,
    permissions: Option<&'s Permissions>,
    phone_number_collection: Cow<'s, PhoneNumberCollection>,
    recovered_from: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_on_completion: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<&'s str>,
    saved_payment_method_options: Option<SavedPaymentMethodOptions>,
    setup_intent: Option<String>,
    #[serde(flatten)]
    shipping: Shipping<'s>,
    status: &'static str,
    submit_type: Option<&'s str>,
    subscription: Option<String>,
    success_url: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_id_collection: Option<&'s TaxIdCollection>,
    total_details: Option<TotalDetails>,
    ui_mode: &'static str,
    url: Option<String>,
    wallet_options: Option<&'s WalletOptions>,
}

#[derive(Debug, Serialize)]
struct TotalDetails {
    amount_discount: i64,
    amount_shipping: i64,
    amount_tax: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    breakdown: Option<figures::Breakdown>,
}

impl<'s> StripeSession<'s> {
    pub(super) fn new(session: &'s Session, view: View<'s>) -> Self {
        let (settings, gathered, mode) = (&session.settings, &session.gathered, session.mode);
        let expand = view.expand;
        Self {
            id: session.id.as_str(),
            object: "checkout.session",
            adaptive_pricing: or_default(settings.adaptive_pricing.as_ref()),
            after_completion: settings.after_completion.as_ref(),
            after_expiration: after_expiration(session, view),
            allow_promotion_codes: settings.allow_promotion_codes,
            allowed_payment_method_types: allowed_payment_method_types(session, view),
            amount_subtotal: session.totals.as_ref().map(|totals| totals.subtotal),
            amount_total: session.totals.as_ref().map(|totals| totals.total),
            automatic_tax: automatic_tax(session),
            billing_address_collection: settings.billing_address_collection.as_deref(),
            branding_settings: or_default(settings.branding_settings.as_ref()),
            cancel_url: settings.cancel_url.as_deref(),
            client_customer_id: settings.client_customer_id.as_deref(),
            client_reference_id: settings.client_reference_id.as_deref(),
            client_secret: client_secret(session),
            collected_information: gathered.collected_information.as_ref(),
            consent: consent(session),
            consent_collection: settings.consent_collection.as_ref(),
            created: session.created.seconds(),
            currency: session.currency,
            currency_conversion: None,
            custom_fields: custom_fields(session),
            custom_text: or_default(settings.custom_text.as_ref()),
            customer: Customer::of(session),
            description: settings.description.as_deref(),
            discounts: discounts(session),
            excluded_payment_method_types: settings.excluded_payment_method_types.as_deref(),
            expires_at: session.expires_at,
            integration_identifier: settings.integration_identifier.as_deref(),
            invoice: session.invoice(),
            invoice_creation: settings.invoice_creation(mode),
            line_items: expand.line_items.then(|| line_items(session, expand)),
            livemode: session.livemode(),
            locale: settings.locale.as_deref(),
            managed_payments: or_default(settings.managed_payments.as_ref()),
            metadata: &session.metadata,
            mode: mode.as_str(),
            name_collection: settings.name_collection.as_ref(),
            optional_items: settings.optional_items.as_deref(),
            origin_context: settings.origin_context.as_deref(),
            paying: Paying::of(session),
            permissions: settings.permissions.as_ref(),
            phone_number_collection: or_default(settings.phone_number_collection.as_ref()),
            recovered_from: session.recovered_from.as_ref().map(SessionId::as_str),
            redirect_on_completion: settings.redirect_on_completion(session.ui_mode),
            return_url: settings.return_url.as_deref(),
            saved_payment_method_options: settings.saved_payment_method_options(mode),
            setup_intent: session.setup_intent(),
            shipping: Shipping::of(session, view),
            status: session.status().as_str(),
            submit_type: settings.submit_type.as_deref(),
            subscription: session.subscription(),
            success_url: settings.success_url.as_deref(),
            tax_id_collection: settings.tax_id_collection.as_ref(),
            total_details: total_details(session, expand.breakdown),
            ui_mode: ui_mode(session, view),
            url: page_url(session, view.base_url),
            wallet_options: settings.wallet_options.as_ref(),
        }
    }
}

fn or_default<T: Clone + Default>(given: Option<&T>) -> Cow<'_, T> {
    given.map_or_else(|| Cow::Owned(T::default()), Cow::Borrowed)
}

fn allowed_payment_method_types<'s>(session: &'s Session, view: View<'_>) -> Option<&'s [String]> {
    let allowed = session.settings.allowed_payment_method_types.as_deref();
    allowed.filter(|_| view.version.has_allowed_payment_method_types())
}

/// What was agreed to beside an attempt that failed is told when the session has ended.
fn consent(session: &Session) -> Option<&Consent> {
    session.gathered.consent.as_ref().filter(|_| session.status() != Status::Open)
}

fn ui_mode(session: &Session, view: View<'_>) -> &'static str {
    if view.version.has_old_ui_modes() { session.ui_mode.as_old_str() } else { session.ui_mode.as_str() }
}

/// The hosted page, while it can be paid on.
fn page_url(session: &Session, base_url: &str) -> Option<String> {
    let payable = session.ui_mode == UiMode::HostedPage && session.status() == Status::Open;
    payable.then(|| page_address(session, base_url))
}

/// Where the page stands, whether it can be paid on or not.
pub fn page_address(session: &Session, base_url: &str) -> String {
    format!("{base_url}/c/pay/{}/{}", session.id, session.token)
}

/// What the merchant's own page needs; the hosted page needs none.
fn client_secret(session: &Session) -> Option<String> {
    (session.ui_mode != UiMode::HostedPage).then(|| format!("{}_secret_{}", session.id, session.token))
}

fn after_expiration(session: &Session, view: View<'_>) -> Option<AfterExpiration> {
    let mut after = session.settings.after_expiration.clone()?;
    if let (Some(recovery), Some(until)) = (&mut after.recovery, session.recovery_expires_at()) {
        recovery.expires_at = Some(until);
        recovery.url = Some(format!("{}/c/recover/{}/{}", view.base_url, session.id, session.token));
    }
    Some(after)
}

/// The fields with the customer's answers in them.
fn custom_fields(session: &Session) -> Vec<CustomField> {
    let mut fields = session.settings.custom_fields.clone().unwrap_or_default();
    for field in &mut fields {
        let answer = session.gathered.custom_field_values.get(&field.key).cloned();
        if let Some(dropdown) = &mut field.dropdown {
            dropdown.value = answer;
        } else if let Some(typed) = field.text.as_mut().or(field.numeric.as_mut()) {
            typed.value = answer;
        }
    }
    fields
}

fn total_details(session: &Session, breakdown: bool) -> Option<TotalDetails> {
    session.totals.as_ref().map(|totals| TotalDetails {
        amount_discount: totals.discount,
        amount_shipping: totals.shipping,
        amount_tax: totals.tax,
        breakdown: breakdown.then(|| figures::breakdown(session)),
    })
}

/// The coupon or the code that takes something off.
fn discounts(session: &Session) -> Vec<Discount> {
    let applied = session.terms.discount.iter();
    let shown = applied.map(|applied| Discount {
        coupon: applied.promotion_code.is_none().then(|| applied.coupon.id.clone()),
        promotion_code: applied.promotion_code.as_ref().map(|code| code.id.clone()),
    });
    shown.collect()
}

/// Taxes that follow from where the payer is wait until that is known.
pub(super) fn automatic_tax(session: &Session) -> Cow<'_, AutomaticTax> {
    let mut tax = or_default(session.settings.automatic_tax.as_ref());
    if session.terms.located.is_some() && tax.enabled {
        tax.to_mut().status = Some("complete".to_owned());
    }
    tax
}
