//! What happens when a session ends: recovery after expiry, and the page after completion.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterExpiration {
    #[serde(default)]
    pub recovery: Option<Recovery>,
}

/// Whether an expired session can be opened again as a copy, and, once it is expired, where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    #[serde(default)]
    pub allow_promotion_codes: bool,
    pub enabled: bool,
    /// Unix seconds; set on expiry.
    #[serde(default)]
    pub expires_at: Option<i64>,
    /// Set on expiry.
    #[serde(default)]
    pub url: Option<String>,
}

/// The second seed's word on what follows completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterCompletion {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hosted_confirmation: Option<HostedConfirmation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<Redirect>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostedConfirmation {
    #[serde(default)]
    pub custom_message: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirect {
    pub url: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn recovery_shows_its_url_and_end_as_null_until_the_session_expires() {
        let asked = json!({"recovery": {"enabled": true}});
        let kept: AfterExpiration = serde_json::from_value(asked).unwrap();
        let shown = json!({"recovery": {
            "allow_promotion_codes": false, "enabled": true, "expires_at": null, "url": null
        }});
        assert_eq!(serde_json::to_value(kept).unwrap(), shown);
        let empty = serde_json::to_value(AfterExpiration::default()).unwrap();
        assert_eq!(empty, json!({"recovery": null}));
    }

    #[test]
    fn after_completion_shows_only_the_kind_that_was_chosen() {
        let asked = json!({"type": "redirect", "redirect": {"url": "https://shop.example/thanks"}});
        let kept: AfterCompletion = serde_json::from_value(asked.clone()).unwrap();
        assert_eq!(serde_json::to_value(kept).unwrap(), asked);
    }
}
