//! Styles and scripts, under names that change with what is in them.

use std::sync::LazyLock;

use crate::digest;

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

struct File {
    stem: &'static str,
    ending: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    hash: LazyLock<String>,
}

static STYLE: File = File {
    stem: "checkout",
    ending: "css",
    content_type: CSS,
    bytes: include_bytes!("../../assets/checkout.css"),
    hash: LazyLock::new(|| digest::fingerprint(STYLE.bytes)),
};
static SCRIPT: File = File {
    stem: "checkout",
    ending: "js",
    content_type: JS,
    bytes: include_bytes!("../../assets/checkout.js"),
    hash: LazyLock::new(|| digest::fingerprint(SCRIPT.bytes)),
};
static EMBED: File = File {
    stem: "embed",
    ending: "js",
    content_type: JS,
    bytes: include_bytes!("../../assets/embed.js"),
    hash: LazyLock::new(|| digest::fingerprint(EMBED.bytes)),
};
static ICON: File = File {
    stem: "icon",
    ending: "svg",
    content_type: "image/svg+xml",
    bytes: include_bytes!("../../assets/icon.svg"),
    hash: LazyLock::new(|| digest::fingerprint(ICON.bytes)),
};

/// The file that pages of this build call by that name, or that merchants do.
pub fn asset(name: &str) -> Option<Asset> {
    let named = |file: &&&File| file.name() == name;
    if let Some(file) = [&STYLE, &SCRIPT, &ICON, &EMBED].iter().find(named) {
        return Some(file.kept(FOR_GOOD));
    }
    (name == "embed.js").then(|| EMBED.kept(FOR_AN_HOUR))
}

/// The addresses of the page's style, script and icon.
pub(super) fn addresses() -> [String; 3] {
    [&STYLE, &SCRIPT, &ICON].map(File::address)
}

impl File {
    fn name(&self) -> String {
        format!("{}-{}.{}", self.stem, *self.hash, self.ending)
    }

    fn address(&self) -> String {
        format!("/c/assets/{}", self.name())
    }

    fn kept(&self, cache_control: &'static str) -> Asset {
        let headers = [
            ("Content-Type", self.content_type),
            ("Cache-Control", cache_control),
            ("X-Content-Type-Options", "nosniff"),
            // A merchant's page may be one that takes nothing from elsewhere unless it says this.
            ("Cross-Origin-Resource-Policy", "cross-origin"),
        ];
        Asset { bytes: self.bytes, headers }
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
