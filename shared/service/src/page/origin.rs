//! Origins of the merchant's addresses, in the few characters that a policy may hold.

/// `https://shop.example:8443` of an address there; none where that cannot be written down without a doubt, such as a
/// host with letters beyond ASCII.
pub(crate) fn of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "https" && scheme != "http" {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place).to_ascii_lowercase();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    let standard = if scheme == "https" { ":443" } else { ":80" };
    let place = place.strip_suffix(standard).unwrap_or(&place);
    (!place.is_empty() && place.bytes().all(plain)).then(|| format!("{scheme}://{place}"))
}

/// The host that people know it by.
pub(super) fn host(url: &str) -> Option<String> {
    let origin = of(url)?;
    let (_, place) = origin.split_once("://")?;
    Some(place.strip_prefix("www.").unwrap_or(place).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (url, origin) in [
            ("https://shop.example/a?b#c", "https://shop.example"),
            ("HTTPS://WWW.Shop.example:443?x", "https://www.shop.example"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("https://user:secret@shop.example/", "https://shop.example"),
            ("http://[::1]:80/x", "http://[::1]"),
        ] {
            assert_eq!(of(url).as_deref(), Some(origin), "{url}");
        }
        assert_eq!(host("https://www.shop.example/").as_deref(), Some("shop.example"));
    }

    #[test]
    fn what_could_say_something_else_in_a_policy_has_no_origin() {
        for url in [
            "",
            "shop.example",
            "javascript://x",
            "https://",
            "https://a;script-src *",
            "https://b\u{fc}cher.example/",
            "https://a b/",
            "data:image/png,x",
            "https://a'unsafe-inline'/",
        ] {
            assert_eq!(of(url), None, "{url}");
        }
    }
}
