//! API versions: dates, and the three that changed a shape that we render.

/// The version whose shapes are rendered by default.
pub const NEWEST: &str = "2026-10-28.endive";

/// `2026-10-28.endive`: compared by its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiVersion(String);

impl Default for ApiVersion {
    fn default() -> Self {
        Self(NEWEST.to_owned())
    }
}

impl ApiVersion {
    /// Reads a `Stripe-Version` header: a date, and perhaps a release name. An unmodified SDK may be
    /// newer than we are, so any date is taken; what we do not know is rendered as the newest we know.
    pub fn parse(text: &str) -> Option<Self> {
        // SDKs append beta flags: `2026-10-28.preview; some_beta=v1`.
        let text = text.split(';').next().unwrap_or(text).trim();
        let (date, name) = text.split_once('.').unwrap_or((text, "x"));
        let shaped = date.len() == 10
            && date.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (shaped && named && text.len() <= 40).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `shipping_details` stood on the session itself until 2025-03-31.basil.
    pub fn has_top_level_shipping_details(&self) -> bool {
        self.date() < "2025-03-31"
    }

    /// `ui_mode` was hosted, embedded or custom until 2026-03-25.dahlia.
    pub fn has_old_ui_modes(&self) -> bool {
        self.date() < "2026-03-25"
    }

    /// `allowed_payment_method_types` took the place of `payment_method_types` as input in 2026-09-30.endive.
    pub fn has_allowed_payment_method_types(&self) -> bool {
        self.date() >= "2026-09-30"
    }

    /// A promotion code's coupon stood on the code itself until 2025-09-30.clover.
    pub fn has_promotions(&self) -> bool {
        self.date() >= "2025-09-30"
    }

    fn date(&self) -> &str {
        &self.0[..10]
    }
}

/// The refusal of a text that is no version.
pub fn no_version(text: &str) -> String {
    format!("Invalid Stripe API version: {text}. Send a date with a release name, such as {NEWEST}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_dates_with_a_name() {
        for text in [
            "2022-11-15",
            "2026-10-28.preview; some_beta=v1",
            "2026-10-28.endive",
            "2027-01-01.future",
            "2026-03-25.preview",
        ] {
            assert!(ApiVersion::parse(text).is_some(), "{text}");
        }
        for text in ["", "latest", "2022-11", "2022-11-15.", "2022/11/15", "2022-11-15.a b"] {
            assert!(ApiVersion::parse(text).is_none(), "{text}");
        }
        assert!(ApiVersion::parse("2024-06-20").unwrap().has_old_ui_modes());
        assert!(!ApiVersion::default().has_old_ui_modes());
    }
}
