//! Styles and scripts, under names that change with what is in them.

/// A file of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    pub bytes: &'static [u8],
    pub headers: [(&'static str, &'static str); 4],
}

/// A name with its content's hash never means anything else.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Merchants write this name into their own pages.
const FOR_AN_HOUR: &str = "public, max-age=3600";

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// A file's name, which is made when this is compiled: pages name files, and only one function has what is in them.
struct Name {
    stem: &'static str,
    ending: &'static str,
    mark: u64,
}

const STYLE_BYTES: &[u8] = include_bytes!("../../assets/checkout.css");
const SCRIPT_BYTES: &[u8] = include_bytes!("../../assets/checkout.js");
const EMBED_BYTES: &[u8] = include_bytes!("../../assets/embed.js");
const ICON_BYTES: &[u8] = include_bytes!("../../assets/icon.svg");

const STYLE: Name = Name { stem: "checkout", ending: "css", mark: mark(STYLE_BYTES) };
const SCRIPT: Name = Name { stem: "checkout", ending: "js", mark: mark(SCRIPT_BYTES) };
const EMBED: Name = Name { stem: "embed", ending: "js", mark: mark(EMBED_BYTES) };
const ICON: Name = Name { stem: "icon", ending: "svg", mark: mark(ICON_BYTES) };

/// FNV-1a, of 64 bits: enough to tell one build's file from another's.
const fn mark(bytes: &[u8]) -> u64 {
    let (mut mark, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        mark = (mark ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    mark
}

/// The file that pages of this build call by that name, or that merchants do.
pub fn asset(name: &str) -> Option<Asset> {
    if name == "embed.js" {
        return Some(kept(JS, EMBED_BYTES, FOR_AN_HOUR));
    }
    let files = [
        (STYLE, CSS, STYLE_BYTES),
        (SCRIPT, JS, SCRIPT_BYTES),
        (ICON, "image/svg+xml", ICON_BYTES),
        (EMBED, JS, EMBED_BYTES),
    ];
    let (_, content_type, bytes) = files.into_iter().find(|(own, ..)| own.text() == name)?;
    Some(kept(content_type, bytes, FOR_GOOD))
}

/// The addresses of the page's style, script and icon.
pub(super) fn addresses() -> [String; 3] {
    [STYLE, SCRIPT, ICON].map(|name| format!("/c/assets/{}", name.text()))
}

fn kept(content_type: &'static str, bytes: &'static [u8], cache_control: &'static str) -> Asset {
    let headers = [
        ("Content-Type", content_type),
        ("Cache-Control", cache_control),
        ("X-Content-Type-Options", "nosniff"),
        // A merchant's page may be one that takes nothing from elsewhere unless it says this.
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ];
    Asset { bytes, headers }
}

impl Name {
    fn text(&self) -> String {
        format!("{}-{:016x}.{}", self.stem, self.mark, self.ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_hash_is_kept_for_good_and_another_is_no_file() {
        for address in addresses() {
            let name = address.strip_prefix("/c/assets/").unwrap();
            assert_eq!(asset(name).unwrap().headers[1].1, FOR_GOOD, "{name}");
        }
        assert_eq!(asset("embed.js").unwrap().headers[1].1, FOR_AN_HOUR);
        for name in ["", "checkout.css", "checkout-0.css", "../checkout.css", "checkout.js/"] {
            assert_eq!(asset(name), None, "{name}");
        }
    }
}
