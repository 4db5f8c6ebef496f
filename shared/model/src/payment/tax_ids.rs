//! The kinds of tax ids that the page offers.

/// Every kind that Stripe's API takes, in the order of its name. A kind begins with its country, `eu` being the
/// European Union and `xi` Northern Ireland.
#[rustfmt::skip]
pub const TAX_ID_TYPES: &[&str] = &[
    "ad_nrt", "ae_trn", "al_tin", "am_tin", "ao_tin", "ar_cuit", "au_abn", "au_arn", "aw_tin", "az_tin",
    "ba_tin", "bb_tin", "bd_bin", "bf_ifu", "bg_uic", "bh_vat", "bj_ifu", "bo_tin", "br_cnpj", "br_cpf",
    "bs_tin", "by_tin", "ca_bn", "ca_gst_hst", "ca_pst_bc", "ca_pst_mb", "ca_pst_sk", "ca_qst", "cd_nif",
    "ch_uid", "ch_vat", "cl_tin", "cm_niu", "cn_tin", "co_nit", "cr_tin", "cv_nif", "de_stn", "do_rcn",
    "ec_ruc", "eg_tin", "es_cif", "et_tin", "eu_oss_vat", "eu_vat", "gb_vat", "ge_vat", "gn_nif", "hk_br",
    "hr_oib", "hu_tin", "id_npwp", "il_vat", "in_gst", "is_vat", "jp_cn", "jp_rn", "jp_trn", "ke_pin",
    "kg_tin", "kh_tin", "kr_brn", "kz_bin", "la_tin", "li_uid", "li_vat", "ma_vat", "md_vat", "me_pib",
    "mk_vat", "mr_nif", "mx_rfc", "my_frp", "my_itn", "my_sst", "ng_tin", "no_vat", "no_voec", "np_pan",
    "nz_gst", "om_vat", "pe_ruc", "ph_tin", "ro_tin", "rs_pib", "ru_inn", "ru_kpp", "sa_vat", "sg_gst",
    "sg_uen", "si_tin", "sn_ninea", "sr_fin", "sv_nit", "th_vat", "tj_tin", "tr_tin", "tw_vat", "tz_vat",
    "ua_vat", "ug_tin", "us_ein", "uy_ruc", "uz_tin", "uz_vat", "ve_rif", "vn_tin", "xi_vat", "za_vat",
    "zm_tin", "zw_tin",
];

/// Members of the European Union, whose businesses have an `eu_vat`.
#[rustfmt::skip]
const UNION: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Whether businesses of a country have an id of one of these kinds.
pub fn has_tax_ids(country: &str) -> bool {
    let prefix = country.to_ascii_lowercase();
    let own = |kind: &&str| kind.strip_prefix(&*prefix).is_some_and(|rest| rest.starts_with('_'));
    UNION.contains(&country) || TAX_ID_TYPES.iter().any(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_stand_once_each_and_in_order() {
        assert!(TAX_ID_TYPES.is_sorted_by(|one, next| one < next));
        for common in ["eu_vat", "gb_vat", "us_ein", "ch_vat", "au_abn", "ca_bn", "in_gst", "jp_cn"] {
            assert!(TAX_ID_TYPES.contains(&common), "{common}");
        }
    }

    #[test]
    fn a_country_has_tax_ids_by_its_own_name_or_by_the_unions() {
        assert!(has_tax_ids("GB") && has_tax_ids("FR") && has_tax_ids("US"));
        assert!(!has_tax_ids("KI") && !has_tax_ids("E") && !has_tax_ids(""));
    }
}
