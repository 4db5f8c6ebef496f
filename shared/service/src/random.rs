//! The only owner of randomness: ids, tokens, salts and keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::digest::base62;

/// Characters of an id's random part: 27 base-62 digits hold 160 bits.
pub const ID_CHARACTERS: usize = 27;

/// An unguessable text of `ID_CHARACTERS` base-62 digits.
pub fn token() -> String {
    base62(&bytes::<20>(), ID_CHARACTERS)
}

/// A new secret of a webhook endpoint, as both schemes of signing have it.
pub fn webhook_secret() -> String {
    format!("whsec_{}", STANDARD.encode(bytes::<32>()))
}

pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::disallowed_methods, reason = "this module owns randomness")]
    let filled = getrandom::fill(&mut bytes);
    assert!(filled.is_ok(), "the operating system has no randomness to give");
    bytes
}

/// A whole number from 0 to `most`, for waits that must not all end at once. Nobody gains by guessing it: it comes from
/// the thread's generator, which is the AWS SDK's too, and which who wants the same course again seeds.
pub fn up_to(most: i64) -> i64 {
    fastrand::i64(0..=most.max(0))
}
