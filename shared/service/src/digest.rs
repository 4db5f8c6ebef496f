//! Hashes and what is derived from them: ids from idempotency keys, fingerprints of requests, hashes of API keys.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// SHA-256 as lower-case hex: how an API key is stored.
pub fn sha256_hex(text: &str) -> String {
    let digits = Sha256::digest(text.as_bytes()).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

/// A short fingerprint (96 bits) of a text that only needs to be told from others of one caller.
pub fn fingerprint(text: &[u8]) -> String {
    base62(&Sha256::digest(text)[..12], 17)
}

/// Text of `length` base-62 digits that nobody without `salt` can predict from `parts`.
pub fn derive(salt: &[u8], parts: &[&str], length: usize) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).expect("HMAC takes any key");
    for part in parts {
        // Each part is told apart from its neighbour by its length.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    base62(&mac.finalize().into_bytes()[..20], length)
}

/// Up to 24 bytes as a base-62 number of exactly `length` digits, most significant first.
pub fn base62(bytes: &[u8], length: usize) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    // Four bytes at a time: dividing is what this costs.
    let joined = |four: &[u8]| four.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    let mut number: Vec<u64> = bytes.rchunks(4).rev().map(joined).collect();
    let mut digits = vec![b'0'; length];
    for digit in digits.iter_mut().rev() {
        let mut remainder = 0;
        for part in &mut number {
            let value = (remainder << 32) | *part;
            *part = value / 62;
            remainder = value % 62;
        }
        *digit = DIGITS[usize::try_from(remainder).unwrap_or_default()];
    }
    String::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base62_keeps_every_bit_it_has_room_for() {
        assert_eq!(base62(&[0; 20], 27), "0".repeat(27));
        assert_eq!(base62(&[61], 2), "0z");
        assert_eq!(base62(&[62], 2), "10");
        assert_ne!(base62(&[0xff; 20], 27), base62(&[0xfe; 20], 27));
    }

    #[test]
    fn derived_ids_tell_parts_apart_by_their_borders() {
        assert_ne!(derive(b"salt", &["ab", "c"], 27), derive(b"salt", &["a", "bc"], 27));
        assert_ne!(derive(b"salt", &["a"], 27), derive(b"pepper", &["a"], 27));
        assert_eq!(derive(b"salt", &["a"], 27), derive(b"salt", &["a"], 27));
    }
}
