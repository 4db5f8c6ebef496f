//! The settings that are checked, kept and echoed: one type each for parameter, store and answer.
//!
//! They serialise as Stripe's session shows them. A field that is always shown is `null` when empty; one that
//! Stripe leaves out is skipped; one that is never null has its default filled in while it is read.

mod afterwards;
mod appearance;
mod collection;
mod invoice;
mod outcome;
mod payment;

use serde::{Deserialize, Deserializer};

pub use afterwards::{AfterCompletion, AfterExpiration, HostedConfirmation, Recovery, Redirect};
pub use appearance::{
    BrandImage, BrandingSettings, CustomField, CustomText, Dropdown, DropdownOption, Label, Message,
    TypedAnswer,
};
pub use collection::{
    ConsentCollection, NameCollection, NameToCollect, Permissions, PhoneNumberCollection, ReuseAgreement,
    ShippingAddressCollection, TaxIdCollection,
};
pub use invoice::{
    AccountReference, AutomaticTax, InvoiceCreation, InvoiceData, InvoiceField, RenderingOptions,
};
pub use outcome::{
    Address, CollectedInformation, Consent, CurrencyConversion, CustomerDetails, OldShippingDetails,
    PresentmentDetails, ShippingDetails, TaxId,
};
pub use payment::{
    AdaptivePricing, Discount, LinkWallet, ManagedPayments, OptionalItem, PaymentMethodConfigurationDetails,
    SavedPaymentMethodOptions, WalletOptions,
};

/// Reads a cleared field (`null`) like one that was never sent.
fn cleared<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
