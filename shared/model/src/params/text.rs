//! What a text must look like to be a URL, an e-mail address or a colour, and how it is quoted back.

use url::Url;

/// Characters of a value that an error message repeats.
const QUOTED: usize = 100;

/// The value as an error message shows it: short, on one line, and without backticks, which mean parameters.
pub fn quoted(text: &str) -> String {
    let tame = |character: char| match character {
        '`' => '\'',
        control if control.is_control() => '\u{fffd}',
        other => other,
    };
    let mut shown: String = text.chars().take(QUOTED).map(tame).collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

/// Whether a text holds NUL or another control character than line breaks and tabs.
pub fn has_control(text: &str) -> bool {
    text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
}

pub fn is_longer(text: &str, most: usize) -> bool {
    // A character has at least one byte, so most texts are never counted.
    text.len() > most && text.chars().count() > most
}

/// Whether a browser would open this as an http(s) page. The scheme is read off the text itself, because
/// the parser forgives what a header or a link may not: spaces, line breaks, a missing slash.
pub fn is_web_url(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    let clean = !text.chars().any(|character| character.is_whitespace() || character.is_control());
    web && clean && Url::parse(text).is_ok_and(|url| url.host_str().is_some_and(|host| !host.is_empty()))
}

/// A conservative check: one `@`, a plain local part, a domain of at least two labels.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |character: char| {
        !character.is_whitespace() && !character.is_control() && !"()<>[]:;,\\\"@".contains(character)
    };
    let dotted = |part: &str| !part.is_empty() && part.split('.').all(|label| !label.is_empty());
    let label = |label: &str| {
        !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|character| {
                !character.is_ascii() || character.is_ascii_alphanumeric() || character == '-'
            })
    };
    dotted(local)
        && dotted(domain)
        && domain.contains('.')
        && local.chars().all(plain)
        && domain.chars().all(plain)
        && domain.split('.').all(label)
}

pub fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_url_is_absolute_and_http() {
        for good in [
            "https://shop.example/thanks?session_id={CHECKOUT_SESSION_ID}",
            "http://localhost:3000",
            "HTTPS://shop.example/ä",
            "http://[::1]/x",
        ] {
            assert!(is_web_url(good), "{good}");
        }
        for bad in [
            "",
            "shop.example",
            "/thanks",
            "//shop.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp://x",
            "https://",
            "https:///",
            "https:shop.example",
            " https://shop.example",
            "https://shop.example/a b",
            "https://shop.example/\r\nSet-Cookie:x",
            "ftp://shop.example",
        ] {
            assert!(!is_web_url(bad), "{bad}");
        }
    }

    #[test]
    fn an_e_mail_address_has_one_at_and_a_dotted_domain() {
        for good in
            ["ada@example.com", "ada+shop@mail.example.co.uk", "o'neil@example.com", "jörg@exämple.de"]
        {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "ada@@example.com",
            "a b@example.com",
            "ada@exa mple.com",
            "ada@.com",
            "ada@example.",
            "ada@-x.com",
            "ada@x@example.com",
            ".ada@example.com",
            "ada\n@example.com",
            "Ada <ada@example.com>",
            "ada@example.com,bob@example.com",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_value_is_quoted_short_on_one_line_and_without_backticks() {
        assert_eq!(quoted("a`b\nc"), "a'b\u{fffd}c");
        assert_eq!(quoted(&"x".repeat(101)).chars().count(), 101);
        assert_eq!(quoted(&"x".repeat(100)), "x".repeat(100));
    }

    #[test]
    fn a_color_is_three_or_six_hexadecimal_digits() {
        assert!(is_color("#fff") && is_color("#0074D4"));
        assert!(!is_color("fff") && !is_color("#ff") && !is_color("#gggggg") && !is_color("red"));
    }
}
