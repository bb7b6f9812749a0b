//! Colours: how well one is read on another, and the accent of a site in both looks.

use std::fmt;

/// The contrast that text needs: WCAG 2.2, success criterion 1.4.3.
pub const TEXT: f64 = 4.5;

/// The contrast that large text and the edges of controls need: criteria 1.4.3 and 1.4.11.
pub const SHAPE: f64 = 3.0;

/// The grounds on which the theme writes in the accent: those of style.css, `--ground` and `--soft`.
const LIGHT_GROUNDS: [Colour; 2] = [Colour([0xff, 0xff, 0xff]), Colour([0xf5, 0xf6, 0xf8])];
const DARK_GROUNDS: [Colour; 2] = [Colour([0x14, 0x17, 0x1b]), Colour([0x1c, 0x20, 0x26])];

/// What an accent has in the dark look, so that it is as calm as the rest of the text.
const CALM: f64 = 6.5;

/// A colour of the web: red, green and blue, each from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The accent of a site as the theme uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// In the light look.
    pub light: Colour,
    /// In the dark look.
    pub dark: Colour,
}

impl Accent {
    /// The accent that is nearest to a colour and can be read everywhere: in the light look
    /// darkened, in the dark look lightened, until it can.
    pub fn of(colour: Colour) -> Self {
        let light = colour.moved(-0.005, |tried| tried.on_all(&LIGHT_GROUNDS, TEXT));
        let dark = colour.moved(0.005, |tried| tried.on_all(&DARK_GROUNDS, CALM));
        Self { light, dark }
    }
}

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// How well one of two colours is read on the other, from 1 to 21: WCAG 2.2, "contrast ratio".
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Whether text in this colour can be read on the white ground of a light page.
    pub fn is_read_on_white(self) -> bool {
        self.contrast(LIGHT_GROUNDS[0]) >= TEXT
    }

    fn on_all(self, grounds: &[Self], least: f64) -> bool {
        grounds.iter().all(|ground| self.contrast(*ground) >= least)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The first colour that is good enough on the way to black or to white, hue and the share of
    /// colour kept. The way goes through Oklab, where equal steps look equal.
    fn moved(self, step: f64, is_enough: impl Fn(Self) -> bool) -> Self {
        let [start, a, b] = self.oklab();
        let mut lightness = start;
        let mut tried = self;
        while !is_enough(tried) && (0.0..=1.0).contains(&(lightness + step)) {
            lightness += step;
            // Near black and white there is less room for colour.
            let room = if step < 0.0 {
                lightness / start.max(0.01)
            } else {
                (1.0 - lightness) / (1.0 - start).max(0.01)
            };
            let share = room.clamp(0.0, 1.0).sqrt();
            tried = Self::of_oklab([lightness, a * share, b * share]);
        }
        tried
    }

    /// Björn Ottosson, "A perceptual color space for image processing", 2020.
    fn oklab(self) -> [f64; 3] {
        let [red, green, blue] = self.0.map(linear);
        let long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue).cbrt();
        let medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue).cbrt();
        let short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue).cbrt();
        [
            0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
            1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
            0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
        ]
    }

    fn of_oklab([lightness, a, b]: [f64; 3]) -> Self {
        let long = (lightness + 0.3963377774 * a + 0.2158037573 * b).powi(3);
        let medium = (lightness - 0.1055613458 * a - 0.0638541728 * b).powi(3);
        let short = (lightness - 0.0894841775 * a - 1.2914855480 * b).powi(3);
        Self([
            encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
            encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
            encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
        ])
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A part of a colour as light: IEC 61966-2-1.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

fn encoded(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let part = if light <= 0.0031308 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    // From 0 to 255 by the clamp above.
    (part * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let white = colour("#ffffff");
        assert_eq!(colour("#000000").contrast(white), 21.0);
        assert!((colour("#777777").contrast(white) - 4.48).abs() < 0.01);
        assert!((colour("#0b6e99").contrast(white) - 5.68).abs() < 0.02);
    }

    #[test]
    fn oklab_leads_back_to_where_it_began() {
        for text in ["#0b6e99", "#ff0000", "#000000", "#ffffff", "#7a3b12"] {
            assert_eq!(Colour::of_oklab(colour(text).oklab()), colour(text));
        }
    }

    #[test]
    fn every_accent_can_be_read_in_both_looks() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let accent = Accent::of(Colour([red, green, blue]));
                    assert!(accent.light.on_all(&LIGHT_GROUNDS, TEXT), "{accent:?}");
                    assert!(accent.dark.on_all(&DARK_GROUNDS, CALM), "{accent:?}");
                }
            }
        }
    }

    #[test]
    fn an_accent_that_can_be_read_is_left_alone() {
        assert_eq!(Accent::of(colour("#0b6e99")).light, colour("#0b6e99"));
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for text in ["0b6e99", "#0b6e9", "#0b6e9g", "#ää99", ""] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
