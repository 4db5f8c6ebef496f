//! The parameters of customers: of what Stripe takes, that which a customer here has.

use super::rule::{Param, Rule, alphanumeric, choice, hash, list, metadata, short, text};
use crate::payment::TAX_ID_TYPES;

const LONGEST_NAME: usize = 256;
const LONGEST_BUSINESS_NAME: usize = 150;
const LONGEST_PHONE: usize = 20;
const LONGEST_PREFIX: usize = 12;

const EMAIL: Param = Param::new("email", Rule::Email).clearable();
const LOCALES: Param = list("preferred_locales", &Rule::Text { most: 20 });
const TAX_EXEMPT: Param = choice("tax_exempt", &["exempt", "none", "reverse"]).clearable();

pub const CUSTOMER: &[Param] = &[
    hash("address", ADDRESS).clearable(),
    short("business_name", LONGEST_BUSINESS_NAME).clearable(),
    text("description").clearable(),
    EMAIL,
    short("individual_name", LONGEST_BUSINESS_NAME).clearable(),
    alphanumeric("invoice_prefix", LONGEST_PREFIX),
    metadata(),
    short("name", LONGEST_NAME).clearable(),
    short("phone", LONGEST_PHONE).clearable(),
    LOCALES,
    hash("shipping", SHIPPING).clearable(),
    TAX_EXEMPT,
    list("tax_id_data", &Rule::Hash(&[choice("type", TAX_ID_TYPES).required(), text("value").required()])),
];

pub const CUSTOMER_CHANGE: &[Param] = &[
    hash("address", ADDRESS).clearable(),
    short("business_name", LONGEST_BUSINESS_NAME).clearable(),
    text("description").clearable(),
    EMAIL,
    short("individual_name", LONGEST_BUSINESS_NAME).clearable(),
    alphanumeric("invoice_prefix", LONGEST_PREFIX),
    Param::new("metadata", Rule::MetadataChange),
    short("name", LONGEST_NAME).clearable(),
    short("phone", LONGEST_PHONE).clearable(),
    LOCALES,
    hash("shipping", SHIPPING).clearable(),
    TAX_EXEMPT,
];

const ADDRESS: &[Param] = &[
    text("city").clearable(),
    text("country").clearable(),
    text("line1").clearable(),
    text("line2").clearable(),
    text("postal_code").clearable(),
    text("state").clearable(),
];

const SHIPPING: &[Param] =
    &[hash("address", ADDRESS).required(), text("name").required(), short("phone", LONGEST_PHONE)];
