//! The merchant's name, marks and colours, with inks that can be read on them.

use paydesk_model::nested::{BrandImage, BrandingSettings};
use paydesk_model::session::Session;

use super::origin;

/// How a session's pages look.
pub(super) struct Brand {
    /// Theirs, or their site's.
    pub name: Option<String>,
    pub icon: Option<String>,
    pub logo: Option<String>,
    /// `rounded`, `rectangular` or `pill`.
    pub shape: &'static str,
    /// A family of fonts that every device has: no page of ours fetches one.
    pub font: &'static str,
    pub button: Paint,
    /// What the payer buys stands on it; none where the page's own follows the payer's liking of light or dark.
    pub ground: Option<Paint>,
}

/// A colour with what is written on it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paint {
    pub colour: String,
    pub ink: String,
    /// For words that matter less, and no harder to read than they may be.
    pub soft: String,
}

impl Brand {
    /// Of a page that is about no session.
    pub fn none() -> Self {
        let standard = BrandingSettings::default();
        Self {
            name: None,
            icon: None,
            logo: None,
            shape: shape(&standard.border_style),
            font: font(&standard.font_family),
            button: Colour::parse(&standard.button_color).unwrap_or(Colour::BLACK).paint(),
            ground: None,
        }
    }

    pub fn of(session: &Session) -> Self {
        let branding = session.settings.branding_settings.clone().unwrap_or_default();
        let site = session.settings.success_url.as_deref().or(session.settings.return_url.as_deref());
        let named = Some(branding.display_name.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
        let ground = Colour::parse(&branding.background_color).filter(|ground| *ground != Colour::WHITE);
        let none = Self::none();
        Self {
            name: named.or_else(|| site.and_then(origin::host)),
            icon: picture(branding.icon.as_ref()),
            logo: picture(branding.logo.as_ref()),
            shape: shape(&branding.border_style),
            font: font(&branding.font_family),
            button: Colour::parse(&branding.button_color).map_or(none.button, Colour::paint),
            ground: ground.map(Colour::paint),
        }
    }
}

fn picture(image: Option<&BrandImage>) -> Option<String> {
    image?.url.clone().filter(|url| origin::of(url).is_some())
}

fn shape(style: &str) -> &'static str {
    match style {
        "pill" => "pill",
        "rectangular" => "rectangular",
        _ => "rounded",
    }
}

fn font(family: &str) -> &'static str {
    match family {
        "bitter" | "hahmlet" | "lora" | "noto_serif" | "pridi" | "pt_serif" | "roboto_slab" => "serif",
        "inconsolata" | "m_plus_1_code" | "ubuntu_mono" => "mono",
        "nunito" | "zen_maru_gothic" => "round",
        _ => "sans",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour([u8; 3]);

/// WCAG's least contrast of text.
const LEGIBLE: f64 = 4.5;

impl Colour {
    const BLACK: Self = Self([0; 3]);
    const WHITE: Self = Self([255; 3]);

    /// `#abc` or `#aabbcc`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        match digits.len() {
            6 => Some(Self([red, green, blue])),
            3 => Some(Self([green & 15, blue >> 4, blue & 15].map(|half| half * 17))),
            _ => None,
        }
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// WCAG's relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > two { one / two } else { two / one }
    }

    /// A quarter of the way to `other`.
    fn towards(self, other: Self) -> Self {
        let mut mixed = self.0;
        for (own, theirs) in mixed.iter_mut().zip(other.0) {
            let sum = u16::from(*own) * 3 + u16::from(theirs);
            *own = u8::try_from(sum / 4).unwrap_or(*own);
        }
        Self(mixed)
    }

    /// With black or white on it, whichever is easier to read: one of them always is.
    fn paint(self) -> Paint {
        let white = self.contrast(Self::WHITE);
        let ink =
            if white >= LEGIBLE || white >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK };
        let soft = Some(ink.towards(self)).filter(|soft| soft.contrast(self) >= LEGIBLE).unwrap_or(ink);
        Paint { colour: self.hex(), ink: ink.hex(), soft: soft.hex() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_colour_is_what_stands_on_it_can_be_read() {
        let steps = || (0..=255).step_by(15);
        for (red, green, blue) in
            steps().flat_map(|red| steps().flat_map(move |green| steps().map(move |blue| (red, green, blue))))
        {
            let colour = Colour([red, green, blue]);
            let paint = colour.paint();
            for ink in [&paint.ink, &paint.soft] {
                let contrast = Colour::parse(ink).unwrap().contrast(colour);
                assert!(contrast >= LEGIBLE, "{ink} on {}: {contrast}", paint.colour);
            }
        }
    }

    #[test]
    fn colours_are_three_or_six_digits_and_nothing_else_gets_into_a_style() {
        assert_eq!(Colour::parse("#0074d4"), Some(Colour([0, 0x74, 0xd4])));
        assert_eq!(Colour::parse("#fA0"), Some(Colour([0xff, 0xaa, 0])));
        for text in ["", "#", "red", "#12345", "#1234567", "#0074d4;}", "#zzzzzz"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
