//! Whole wire objects as snapshots: ids and tokens are told apart by shape before they are hidden.

use serde_json::Value;

/// The value with the session's body and token replaced by words, after a look at their shape.
pub fn told(value: &Value) -> Value {
    let mut text = value.to_string();
    for (number, body) in bodies(&text).into_iter().enumerate() {
        assert_base62(&body);
        text = text.replace(&body, &format!("SESSION{}", number + 1));
    }
    let secrets = [
        ("/c/pay/cs_test_SESSION1/", "TOKEN"),
        ("cs_test_SESSION1_secret_", "TOKEN"),
        ("seti_SESSION1_secret_", "INTENT"),
    ];
    for (marker, word) in secrets {
        if let Some(secret) = after(&text, marker).filter(|secret| secret != word) {
            assert_base62(&secret);
            text = text.replace(&secret, word);
        }
    }
    serde_json::from_str(&text).unwrap()
}

/// The bodies of all session ids, in the order in which they first stand there.
fn bodies(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split("cs_test_").skip(1) {
        let body: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
        if !found.contains(&body) {
            found.push(body);
        }
    }
    found
}

fn after(text: &str, marker: &str) -> Option<String> {
    let (_, rest) = text.split_once(marker)?;
    Some(rest.chars().take_while(char::is_ascii_alphanumeric).collect())
}

fn assert_base62(text: &str) {
    assert_eq!(text.len(), 27, "{text}");
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{text}");
}
