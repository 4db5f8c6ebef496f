//! Values that several tables of answers share.

pub const ALWAYS_OR_IF_REQUIRED: &[&str] = &["always", "if_required"];
pub const ABLE: &[&str] = &["disabled", "enabled"];
pub const MODES: &[&str] = &["payment", "setup", "subscription"];
pub const STATUSES: &[&str] = &["open", "complete", "expired"];
pub const UI_MODES: &[&str] =
    &["hosted_page", "embedded_page", "elements", "form", "hosted", "embedded", "custom"];
