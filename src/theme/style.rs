//! The style sheet of a site: the theme's, the site's own rules behind it, and its settings as tokens.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::colour::{Accent, Colour};
use crate::config::Config;
use crate::digest::Digest;

/// The style sheet every page links.
pub const STYLE: &str = "style.css";

/// Rules that a theme adds to the style sheet without taking its place.
pub const OWN: &str = "own.css";

/// The families that a site can be set in, by the word of groundplan.toml. All are on the reader's
/// machine: a page asks no other host for a font.
pub const FONTS: &[(&str, &str)] = &[
    ("system", "var(--sans)"),
    (
        "humanist",
        "Seravek, \"Gill Sans Nova\", Optima, Candara, \"Fira Sans\", \"Open Sans\", \"Noto Sans\", var(--sans)",
    ),
    (
        "serif",
        "Charter, \"Bitstream Charter\", \"Sitka Text\", Cambria, \"Noto Serif\", \"Liberation Serif\", Georgia, serif",
    ),
    (
        "geometric",
        "Avenir, \"Avenir Next\", Montserrat, Corbel, \"URW Gothic\", \"Century Gothic\", var(--sans)",
    ),
];

/// The assets of a theme by their names.
type Assets = BTreeMap<String, Arc<[u8]>>;

/// Finishes the style sheet: what follows wins over what stands before it.
///
/// The accent and the font are lines of it, since the policy of the pages forbids styles in them. The
/// rules of `own.css` are put behind the theme's, so that a page still asks for one style sheet.
pub fn finish(assets: &mut Assets, config: &Config) {
    let own = assets.remove(OWN);
    let Some(style) = assets.get(STYLE) else {
        return;
    };
    let mut text = style.to_vec();
    text.extend_from_slice(tokens(config.accent.as_deref(), config.font).as_bytes());
    if let Some(own) = own {
        text.push(b'\n');
        text.extend_from_slice(&own);
    }
    let text = match String::from_utf8(text) {
        Ok(text) => with_addresses(&text, assets).into_bytes(),
        Err(error) => error.into_bytes(),
    };
    assets.insert(STYLE.to_owned(), text.into());
}

/// The settings of a site as tokens; empty where it has none.
fn tokens(accent: Option<&str>, font: Option<&str>) -> String {
    let mut tokens = String::new();
    if let Some(colour) = accent.and_then(Colour::parse) {
        let Accent { light, dark } = Accent::of(colour);
        tokens.push_str(&format!("--accent:light-dark({light},{dark});"));
    }
    if let Some((_, family)) = FONTS.iter().find(|(word, _)| Some(*word) == font) {
        tokens.push_str(&format!("--font:{family};"));
    }
    match tokens.is_empty() {
        true => tokens,
        false => format!("\n:root{{{tokens}}}\n"),
    }
}

/// The style sheet with `url(NAME)` of the theme's own assets as the addresses they are published
/// under: a style sheet stands in one folder with them.
fn with_addresses(text: &str, assets: &Assets) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("url(") {
        let (before, from) = rest.split_at(at + "url(".len());
        out.push_str(before);
        let end = from.find(')').unwrap_or(from.len());
        let inner = &from[..end];
        let name = inner.trim().trim_matches(['"', '\'']);
        match assets.get(name).filter(|_| name != STYLE) {
            Some(bytes) => out.push_str(&published_name(name, bytes)),
            None => out.push_str(inner),
        }
        rest = &from[end..];
    }
    out.push_str(rest);
    out
}

/// The name of a file in the folder of theme assets: its digest and its ending.
pub fn published_name(name: &str, bytes: &[u8]) -> String {
    let digest = Digest::of(bytes).short();
    match name.rsplit_once('.') {
        Some((_, end)) => format!("{digest}.{end}"),
        None => digest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(files: &[(&str, &str)], accent: Option<&str>) -> String {
        let mut assets: Assets = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Arc::from(text.as_bytes())))
            .collect();
        let config = Config {
            accent: accent.map(str::to_owned),
            ..Config::default()
        };
        finish(&mut assets, &config);
        assert!(!assets.contains_key(OWN));
        String::from_utf8(assets[STYLE].to_vec()).expect("text")
    }

    #[test]
    fn the_accent_is_a_token_of_both_looks() {
        let style = finished(&[(STYLE, "a{}")], Some("#0b6e99"));
        assert!(
            style.starts_with("a{}\n:root{--accent:light-dark(#0b6e99,#"),
            "{style}"
        );
    }

    #[test]
    fn rules_of_the_site_come_last() {
        let style = finished(&[(STYLE, "a{}"), (OWN, "b{}")], Some("#0b6e99"));
        assert!(style.ends_with("b{}"), "{style}");
    }

    #[test]
    fn assets_are_named_as_they_are_published() {
        let files = [
            (STYLE, "a{b:url('f.woff2') url(data:x) url(none.png)}"),
            ("f.woff2", "font"),
        ];
        let name = published_name("f.woff2", b"font");
        assert_eq!(
            finished(&files, None),
            format!("a{{b:url({name}) url(data:x) url(none.png)}}")
        );
    }
}
