//! Numbers that a create and an update must agree on.

/// Most keys of any metadata.
pub const METADATA_KEYS: usize = 50;
/// Most lines in payment mode, and in subscription mode most of each kind.
pub const LINES: usize = 100;
pub const LINES_OF_A_KIND: usize = 20;
/// The most of any one line.
pub const QUANTITY: i64 = 999_999;
