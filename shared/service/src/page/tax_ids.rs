//! The kinds of tax ids that the page offers.

use super::control::{Asking, Control};

/// Type, and how it is called where it is given: names and codes, the same in every language.
#[rustfmt::skip]
pub(super) const TYPES: &[(&str, &str)] = &[
    ("ae_trn", "AE TRN"), ("ar_cuit", "AR CUIT"), ("au_abn", "AU ABN"), ("br_cnpj", "BR CNPJ"), ("br_cpf", "BR CPF"),
    ("ca_bn", "CA BN"), ("ca_gst_hst", "CA GST/HST"), ("ch_vat", "CH MWST"), ("cl_tin", "CL RUT"), ("eu_vat", "EU VAT"),
    ("gb_vat", "GB VAT"), ("hk_br", "HK BR"), ("in_gst", "IN GST"), ("is_vat", "IS VAT"), ("jp_cn", "JP 法人番号"),
    ("kr_brn", "KR BRN"), ("mx_rfc", "MX RFC"), ("my_sst", "MY SST"), ("no_vat", "NO MVA"), ("nz_gst", "NZ GST"),
    ("sa_vat", "SA VAT"), ("sg_gst", "SG GST"), ("sg_uen", "SG UEN"), ("th_vat", "TH VAT"), ("tr_tin", "TR TIN"),
    ("tw_vat", "TW VAT"), ("us_ein", "US EIN"), ("za_vat", "ZA VAT"),
];

/// Its type and its value. Optional on the page: a business that needs one is told so.
pub(super) fn controls(asking: &Asking<'_>) -> [Control; 2] {
    let types = TYPES.iter().map(|(kind, name)| ((*kind).to_owned(), (*name).to_owned()));
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
