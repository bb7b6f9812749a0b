//! MathML of a parser, let through element by element: names that are known, and no styles, which the
//! policy of the pages forbids. What a style says becomes a class of the theme's style sheet.

use std::fmt::Write;

/// The elements of MathML Core that formulas are made of.
const ELEMENTS: [&str; 27] = [
    "math",
    "menclose",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// The attributes that do nothing but draw.
const ATTRIBUTES: [&str; 26] = [
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "dir",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// What a style of the parser says, and the class that says it.
const CLASSES: [(&str, &str); 17] = [
    ("text-align: left", "m-left"),
    ("text-align: right", "m-right"),
    ("padding-left: 0", "m-pl0"),
    ("padding-right: 0", "m-pr0"),
    ("padding-left:1em", "m-pl1"),
    ("padding-left:2em", "m-pl2"),
    ("width: 100%", "m-whole"),
    ("width: 50%", "m-half"),
    ("width: 7.5%", "m-number"),
    ("border-top: 0.05em solid currentcolor", "m-top"),
    ("border-bottom: 0.05em solid currentcolor", "m-bottom"),
    ("border-left: 0.05em solid currentcolor", "m-before"),
    ("border-right: 0.05em solid currentcolor", "m-behind"),
    ("border-top: 0.05em dashed currentcolor", "m-top-dashed"),
    (
        "border-bottom: 0.05em dashed currentcolor",
        "m-bottom-dashed",
    ),
    ("border-left: 0.05em dashed currentcolor", "m-before-dashed"),
    (
        "border-right: 0.05em dashed currentcolor",
        "m-behind-dashed",
    ),
];

/// The same MathML without anything that is not known; None where an element is not, or is not ended.
pub(super) fn mathml(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = at + rest[at..].find('>')?;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return None;
            }
            out.push_str("</");
            out.push_str(name);
            out.push('>');
            continue;
        }
        let is_empty = tag.ends_with('/');
        let tag = tag.trim_end_matches('/').trim_end();
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let name = *ELEMENTS.iter().find(|known| **known == name)?;
        // Everything stands in the one formula, which is never in another.
        if open.is_empty() != (name == "math") {
            return None;
        }
        out.push('<');
        out.push_str(name);
        self::attributes(attributes, &mut out)?;
        out.push('>');
        match is_empty {
            // HTML knows the short form inside MathML; the long one is read by everything.
            true => {
                let _ = write!(out, "</{name}>");
            }
            false => open.push(name),
        }
    }
    out.push_str(rest);
    open.is_empty().then_some(out)
}

/// The attributes that are known, with classes in place of styles. None where they cannot be read.
fn attributes(written: &str, out: &mut String) -> Option<()> {
    let mut classes: Vec<&str> = Vec::new();
    let mut rest = written.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        rest = after.trim_start();
        match name {
            "style" => style(value, &mut classes, out),
            "class" if value.starts_with("menclose-") => classes.push(strike(value)),
            _ if ATTRIBUTES.contains(&name) => {
                let is_plain =
                    |letter: char| letter.is_ascii_alphanumeric() || " .%-+".contains(letter);
                if !value.chars().all(is_plain) {
                    return None;
                }
                let _ = write!(out, " {name}=\"{value}\"");
            }
            _ => {}
        }
    }
    if !classes.is_empty() {
        let _ = write!(out, " class=\"{}\"", classes.join(" "));
    }
    Some(())
}

fn style(value: &str, classes: &mut Vec<&str>, out: &mut String) {
    for one in value.split(';').map(str::trim) {
        if let Some((_, class)) = CLASSES.iter().find(|(said, _)| *said == one) {
            classes.push(class);
        } else if let Some(colour) = one.strip_prefix("color:").map(str::trim)
            && is_colour(colour)
        {
            let _ = write!(out, " mathcolor=\"{colour}\"");
        }
        // Anything else is a nicety of sizes and distances.
    }
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or("");
    digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// The class of a line through a part of a formula.
fn strike(class: &str) -> &'static str {
    match class {
        "menclose-updiagonalstrike" => "m-up",
        "menclose-downdiagonalstrike" => "m-down",
        _ => "m-through",
    }
}
