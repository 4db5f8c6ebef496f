//! The invoice behind a session, and who is liable for its tax.

use serde::{Deserialize, Serialize};

use super::cleared;
use crate::line::Metadata;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceCreation {
    pub enabled: bool,
    #[serde(default)]
    pub invoice_data: InvoiceData,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvoiceData {
    pub account_tax_ids: Option<Vec<String>>,
    pub custom_fields: Option<Vec<InvoiceField>>,
    pub description: Option<String>,
    pub footer: Option<String>,
    pub issuer: Option<AccountReference>,
    #[serde(deserialize_with = "cleared")]
    pub metadata: Metadata,
    pub rendering_options: Option<RenderingOptions>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceField {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RenderingOptions {
    pub amount_tax_display: Option<String>,
    pub template: Option<String>,
}

/// This account (`self`) or a named one (`account`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountReference {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticTax {
    pub enabled: bool,
    #[serde(default)]
    pub liability: Option<AccountReference>,
    #[serde(default)]
    pub provider: Option<String>,
    #[serde(default)]
    pub status: Option<String>,
}

impl AutomaticTax {
    /// Tax that is asked for is this account's unless said otherwise, and waits for an address.
    pub fn fill(&mut self) {
        if self.enabled {
            let own = || AccountReference { account: None, kind: "self".to_owned() };
            self.liability.get_or_insert_with(own);
            self.status.get_or_insert_with(|| "requires_location_inputs".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_invoice_not_asked_for_shows_null_data_and_empty_metadata() {
        assert_eq!(
            serde_json::to_value(InvoiceCreation::default()).unwrap(),
            json!({"enabled": false, "invoice_data": {
                "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null,
                "issuer": null, "metadata": {}, "rendering_options": null
            }})
        );
    }

    #[test]
    fn an_invoice_shows_what_was_asked_and_null_for_what_was_cleared() {
        let asked = json!({"enabled": true, "invoice_data": {
            "account_tax_ids": null, "custom_fields": [{"name": "PO", "value": "7"}],
            "issuer": {"type": "self"}, "rendering_options": {"template": "inrtem_1"}
        }});
        let kept: InvoiceCreation = serde_json::from_value(asked).unwrap();
        let shown = serde_json::to_value(kept).unwrap();
        assert_eq!(shown["invoice_data"]["custom_fields"], json!([{"name": "PO", "value": "7"}]));
        assert_eq!(shown["invoice_data"]["issuer"], json!({"type": "self"}));
        let options = json!({"amount_tax_display": null, "template": "inrtem_1"});
        assert_eq!(shown["invoice_data"]["rendering_options"], options);
    }

    #[test]
    fn automatic_tax_waits_for_an_address_once_it_is_on() {
        let mut tax: AutomaticTax = serde_json::from_value(json!({"enabled": true})).unwrap();
        tax.fill();
        assert_eq!(
            serde_json::to_value(tax).unwrap(),
            json!({
                "enabled": true, "liability": {"type": "self"}, "provider": null,
                "status": "requires_location_inputs"
            })
        );
        let off = json!({"enabled": false, "liability": null, "provider": null, "status": null});
        assert_eq!(serde_json::to_value(AutomaticTax::default()).unwrap(), off);
    }
}
