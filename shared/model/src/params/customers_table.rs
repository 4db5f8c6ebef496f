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

const TAX_IDS: Param =
    list("tax_id_data", &Rule::Hash(&[choice("type", TAX_ID_TYPES).required(), text("value").required()]));

pub const CUSTOMER: &[Param] = &{
    let told = told(metadata());
    let mut all = [TAX_IDS; 13];
    all.split_at_mut(told.len()).0.copy_from_slice(&told);
    all
};

pub const CUSTOMER_CHANGE: &[Param] = &told(Param::new("metadata", Rule::MetadataChange));

/// What is told of a customer, at first and later; only metadata is given in one way and changed in another.
const fn told(metadata: Param) -> [Param; 12] {
    [
        hash("address", ADDRESS).clearable(),
        short("business_name", LONGEST_BUSINESS_NAME).clearable(),
        text("description").clearable(),
        EMAIL,
        short("individual_name", LONGEST_BUSINESS_NAME).clearable(),
        alphanumeric("invoice_prefix", LONGEST_PREFIX),
        metadata,
        short("name", LONGEST_NAME).clearable(),
        short("phone", LONGEST_PHONE).clearable(),
        LOCALES,
        hash("shipping", SHIPPING).clearable(),
        TAX_EXEMPT,
    ]
}

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
