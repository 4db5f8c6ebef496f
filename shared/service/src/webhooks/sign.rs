//! Signatures: Stripe's and those of Standard Webhooks, side by side, by every secret of the endpoint that is valid.
//!
//! Both sign the raw body with a time, so that what was recorded cannot be replayed later. They differ in the key: for
//! Stripe it is the secret's whole text, prefix and all; for Standard Webhooks the bytes behind the prefix.
//! <https://docs.stripe.com/webhooks/signature>,
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use paydesk_model::time::Moment;
use sha2::Sha256;

const PREFIX: &str = "whsec_";

/// The headers that prove who sent `body`, at `at` by everybody's clock.
pub fn headers<'s>(
    secrets: impl Iterator<Item = &'s str>,
    event: &str,
    at: Moment,
    body: &str,
) -> [(&'static str, String); 4] {
    let at = at.seconds();
    let mut stripe = format!("t={at}");
    let mut standard = Vec::new();
    for secret in secrets {
        stripe.push_str(",v1=");
        stripe.push_str(&hex(&mac(secret.as_bytes(), &[&at.to_string(), body])));
        if let Some(key) = bytes(secret) {
            let signature = mac(&key, &[event, &at.to_string(), body]);
            standard.push(format!("v1,{}", BASE64_STANDARD.encode(signature)));
        }
    }
    [
        ("stripe-signature", stripe),
        ("webhook-id", event.to_owned()),
        ("webhook-timestamp", at.to_string()),
        ("webhook-signature", standard.join(" ")),
    ]
}

/// The key that the text of a secret stands for.
fn bytes(secret: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()
}

/// HMAC-SHA256 of the parts with dots between them.
fn mac(key: &[u8], parts: &[&str]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes any key");
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            mac.update(b".");
        }
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    const EVENT: &str = "evt_a1_1795305600000_1";
    const BODY: &str = r#"{"id":"evt_a1_1795305600000_1","type":"checkout.session.completed"}"#;
    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAECAwQFBgc=";
    const OLDER: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn signed(secrets: &[&str], at: Moment) -> [(&'static str, String); 4] {
        headers(secrets.iter().copied(), EVENT, at, BODY)
    }

    #[test]
    fn stripes_scheme_takes_the_secrets_text_as_its_key() {
        let [(name, signature), ..] = signed(&[SECRET], Moment::from_seconds(1_795_305_600));
        assert_eq!(name, "stripe-signature");
        // printf '%s' '1795305600.{body}' | openssl dgst -sha256 -hmac '{secret}'
        let expected = "t=1795305600,v1=021cc12dd041fee57582edc1d455f63aeb81de836cff49d4d2ce139ddae1cc5a";
        assert_eq!(signature, expected);
    }

    #[test]
    fn standard_webhooks_takes_the_bytes_behind_the_prefix() {
        let [_, id, timestamp, signature] = signed(&[SECRET], Moment::from_seconds(1_795_305_600));
        assert_eq!(id, ("webhook-id", EVENT.to_owned()));
        assert_eq!(timestamp, ("webhook-timestamp", "1795305600".to_owned()));
        // The same with the id before the time, and -macopt hexkey:{the decoded secret}; in base64.
        assert_eq!(
            signature,
            ("webhook-signature", "v1,wTac0T5VhmT2v1rxKN7HmDNI8xHuN/9VB6YDJpDtlOw=".to_owned())
        );
    }

    #[test]
    fn the_library_of_standard_webhooks_accepts_each_valid_secret_and_no_other() {
        let mut map = http::HeaderMap::new();
        for (name, value) in signed(&[SECRET, OLDER], Clock::system().wall()) {
            map.insert(name, value.parse().unwrap());
        }
        for secret in [SECRET, OLDER] {
            let webhook = standardwebhooks::Webhook::new(secret).unwrap();
            webhook.verify(BODY.as_bytes(), &map).unwrap();
            assert!(webhook.verify(BODY.replace("completed", "expired").as_bytes(), &map).is_err());
        }
        let stranger =
            standardwebhooks::Webhook::new("whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=").unwrap();
        assert!(stranger.verify(BODY.as_bytes(), &map).is_err());
    }

    #[test]
    fn each_valid_secret_has_a_signature_in_both_schemes() {
        let [(_, stripe), _, _, (_, standard)] = signed(&[SECRET, OLDER], Moment::from_seconds(1));
        assert_eq!(stripe.matches(",v1=").count(), 2);
        assert_eq!(standard.split(' ').count(), 2);
        let [(_, alone), ..] = signed(&[SECRET], Moment::from_seconds(1));
        assert!(stripe.starts_with(&alone), "the newest first");
    }
}
