//! The hosted page: what it says, in which language, and how it writes amounts, countries and days.

pub mod amount;
mod cldr;
pub mod dates;
pub mod locale;
pub mod places;
pub mod words;
