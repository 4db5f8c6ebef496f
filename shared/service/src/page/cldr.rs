//! The part of CLDR that the page reads: one blob in the binary, none of it parsed before it is asked for.

use std::sync::OnceLock;

use icu_provider_blob::BlobDataProvider;

/// Written, with `countries.txt`, by `cargo run --manifest-path shared/service/locales/bake/Cargo.toml`.
static BLOB: &[u8] = include_bytes!("../../locales/cldr.blob");

/// `None` only if the blob is damaged, which the tests would see; then everything has a plain form to fall back to.
pub(super) fn cldr() -> Option<&'static BlobDataProvider> {
    static CLDR: OnceLock<Option<BlobDataProvider>> = OnceLock::new();
    CLDR.get_or_init(|| BlobDataProvider::try_new_from_static_blob(BLOB).ok()).as_ref()
}
