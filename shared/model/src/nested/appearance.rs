//! How the hosted page looks and what it asks in the merchant's own words.

use serde::{Deserialize, Serialize};

use super::cleared;

/// Colours, shape and marks of the page. What was not asked for shows the account's branding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrandingSettings {
    #[serde(deserialize_with = "background")]
    pub background_color: String,
    #[serde(deserialize_with = "border")]
    pub border_style: String,
    #[serde(deserialize_with = "button")]
    pub button_color: String,
    #[serde(deserialize_with = "cleared")]
    pub display_name: String,
    #[serde(deserialize_with = "font")]
    pub font_family: String,
    pub icon: Option<BrandImage>,
    pub logo: Option<BrandImage>,
}

const BACKGROUND: &str = "#ffffff";
const BORDER: &str = "rounded";
const BUTTON: &str = "#0074d4";
const FONT: &str = "default";

impl Default for BrandingSettings {
    fn default() -> Self {
        Self {
            background_color: BACKGROUND.to_owned(),
            border_style: BORDER.to_owned(),
            button_color: BUTTON.to_owned(),
            display_name: String::new(),
            font_family: FONT.to_owned(),
            icon: None,
            logo: None,
        }
    }
}

fn or<'de, D: serde::Deserializer<'de>>(deserializer: D, standard: &str) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(|| standard.to_owned()))
}

fn background<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    or(deserializer, BACKGROUND)
}

fn border<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    or(deserializer, BORDER)
}

fn button<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    or(deserializer, BUTTON)
}

fn font<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    or(deserializer, FONT)
}

/// An icon or a logo: an uploaded file or a URL, as `kind` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandImage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Texts beside the page's own, each where its name says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomText {
    pub after_submit: Option<Message>,
    pub shipping_address: Option<Message>,
    pub submit: Option<Message>,
    pub terms_of_service_acceptance: Option<Message>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub message: String,
}

/// A question of the merchant's own, with the customer's answer once there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropdown: Option<Dropdown>,
    pub key: String,
    pub label: Label,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numeric: Option<TypedAnswer>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TypedAnswer>,
    #[serde(rename = "type")]
    pub kind: String,
}

impl CustomField {
    /// A text or numeric field shows its bounds even when none were asked for.
    pub fn fill(&mut self) {
        match self.kind.as_str() {
            "numeric" => drop(self.numeric.get_or_insert_default()),
            "text" => drop(self.text.get_or_insert_default()),
            _ => {}
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropdown {
    #[serde(default)]
    pub default_value: Option<String>,
    pub options: Vec<DropdownOption>,
    #[serde(default)]
    pub value: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropdownOption {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    #[serde(default)]
    pub custom: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
}

/// The bounds of a typed answer, and the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAnswer {
    pub default_value: Option<String>,
    pub maximum_length: Option<i64>,
    pub minimum_length: Option<i64>,
    pub value: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shown<T: serde::de::DeserializeOwned + Serialize>(asked: Value) -> Value {
        serde_json::to_value(serde_json::from_value::<T>(asked).unwrap()).unwrap()
    }

    #[test]
    fn branding_fills_what_was_left_out_or_cleared_from_the_account() {
        let logo = json!({"type": "url", "url": "https://x.example/l.png"});
        let asked = json!({"button_color": "#ff0000", "font_family": null, "logo": logo});
        assert_eq!(
            shown::<BrandingSettings>(asked),
            json!({
                "background_color": "#ffffff", "border_style": "rounded", "button_color": "#ff0000",
                "display_name": "", "font_family": "default", "icon": null, "logo": logo
            })
        );
    }

    #[test]
    fn custom_text_is_four_keys_whatever_was_asked() {
        assert_eq!(
            shown::<CustomText>(json!({"submit": {"message": "Soon yours"}, "after_submit": null})),
            json!({
                "after_submit": null, "shipping_address": null, "submit": {"message": "Soon yours"},
                "terms_of_service_acceptance": null
            })
        );
    }

    #[test]
    fn a_custom_field_shows_its_kind_and_an_answer_not_yet_given() {
        let label = json!({"type": "custom", "custom": "Engraving"});
        let asked = json!({"key": "engraving", "label": label, "type": "text"});
        let mut field: CustomField = serde_json::from_value(asked).unwrap();
        field.fill();
        assert_eq!(
            serde_json::to_value(field).unwrap(),
            json!({
                "key": "engraving", "label": label, "optional": false, "type": "text",
                "text": {"default_value": null, "maximum_length": null, "minimum_length": null, "value": null}
            })
        );
    }

    #[test]
    fn a_dropdown_shows_its_options_and_an_answer_not_yet_given() {
        let options = json!([{"label": "Small", "value": "s"}]);
        let asked = json!({
            "key": "size", "label": {"type": "custom", "custom": "Size"}, "type": "dropdown",
            "dropdown": {"options": options}, "optional": true
        });
        assert_eq!(
            shown::<CustomField>(asked)["dropdown"],
            json!({"default_value": null, "options": options, "value": null})
        );
    }
}
