//! The kinds of tax ids that the page offers.

use paydesk_model::payment::TAX_ID_TYPES;

use super::control::{Asking, Control};

/// Its type and its value. Optional on the page: a business that needs one is told so.
pub(super) fn controls(asking: &Asking<'_>) -> [Control; 2] {
    let types = TAX_ID_TYPES.iter().map(|kind| ((*kind).to_owned(), name(kind)));
    let known = asking.show.customer.and_then(|customer| customer.tax_ids.first());
    let value = known.and_then(|tax_id| tax_id.value.as_deref());
    let kind = known.map(|tax_id| tax_id.kind.as_str());
    [
        asking.list("tax_id[type]", asking.say("tax-id-type"), kind, types).optional().of_class("half"),
        asking
            .text("tax_id[value]", asking.say("tax-id-value"), value)
            .optional()
            .at_most(50)
            .of_class("half"),
    ]
}

/// `EU VAT`: as it is called where it is given, the same in every language.
fn name(kind: &str) -> String {
    kind.replace('_', " ").to_uppercase()
}
