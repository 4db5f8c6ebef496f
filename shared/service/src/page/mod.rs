//! The hosted page: what it says, in which language, and how it looks.

mod address;
pub mod amount;
mod assets;
mod bank;
mod brand;
mod checkout;
mod choosing;
mod cldr;
mod control;
mod custom;
pub mod dates;
mod errors;
mod estimate;
mod filled;
mod lines;
pub mod locale;
mod methods;
mod money;
mod notice;
pub(crate) mod origin;
pub mod places;
mod policy;
mod sections;
mod sheet;
mod show;
mod sums;
mod tax_ids;
pub mod words;

pub use assets::{Asset, asset};
pub use bank::bank;
pub use checkout::checkout;
pub use custom::{custom, why_not};
pub use filled::Filled;
pub use notice::{Notice, notice};
pub use policy::headers;
pub use show::{Page, Show, Visit};

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
