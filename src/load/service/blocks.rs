//! The tables of a service: benefit, facts, day 2, defaults, offerings, support, sunset.

use crate::decode::fields::{Number, as_text};
use crate::decode::{Fields, Key, Node, Value};
use crate::load::Written;

use super::{Benefit, BenefitKind, Day2, Fact, Offering, Preset, Sunset, Support, UsedBy};

fn written(key: &Key) -> Written {
    (key.name.clone(), key.span)
}

/// `support = "#help-data"`, or a table.
pub(super) fn support(fields: &mut Fields<'_, '_>) -> Option<Support> {
    let node = fields.node("support")?;
    if let Some(contact) = as_text(&node.value) {
        return Some(Support {
            contact: Some(contact),
            ..Support::default()
        });
    }
    let table = fields.table("support")?;
    let mut inner = fields.inner(table, "`support`");
    let support = Support {
        contact: inner.text("contact"),
        hours: inner.text("hours"),
        response: inner.text("response"),
        emergency: inner.text("emergency"),
    };
    inner.finish();
    Some(support)
}

/// A number of products, or their ids.
pub(super) fn used_by(fields: &mut Fields<'_, '_>) -> Option<UsedBy> {
    let node = fields.node("used_by")?;
    match &node.value {
        Value::List(_) | Value::Text(_) => Some(UsedBy::Products(fields.texts("used_by"))),
        _ => {
            let count = fields.count("used_by")?;
            Some(UsedBy::Count(count, node.span))
        }
    }
}

/// An entry that is a text, or a table with more to say.
fn text_or_table<'a, T>(
    fields: &mut Fields<'a, '_>,
    (key, node): &'a (Key, Node),
    what: &'static str,
    read: impl FnOnce(Option<String>, Option<&mut Fields<'a, '_>>) -> T,
) -> Option<T> {
    if let Some(text) = as_text(&node.value) {
        return Some(read(Some(text), None));
    }
    let Value::Table(table) = &node.value else {
        fields.wrong(&key.name, node, "a text or a table", "write it in quotes");
        return None;
    };
    let mut inner = fields.inner(table, what);
    let made = read(None, Some(&mut inner));
    inner.finish();
    Some(made)
}

pub(super) fn benefits(fields: &mut Fields<'_, '_>) -> Vec<Benefit> {
    let mut benefits = Vec::new();
    for entry in fields.entries("benefit") {
        let benefit = text_or_table(fields, entry, "a benefit", |text, inner| {
            let (text, kind) = match inner {
                Some(inner) => (
                    inner.text("text"),
                    inner.one_of("kind", &BenefitKind::NAMES),
                ),
                None => (text, None),
            };
            Benefit {
                persona: written(&entry.0),
                text: text.unwrap_or_default(),
                kind,
            }
        });
        benefits.extend(benefit);
    }
    benefits
}

pub(super) fn facts(fields: &mut Fields<'_, '_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (key, node) in fields.entries("facts") {
        fields.clear_number(node, Number::Shown);
        match as_text(&node.value) {
            Some(text) => facts.push(Fact {
                label: written(key),
                text,
            }),
            // `Disk.size = "x"` without quotes is a table for TOML.
            None => fields.wrong(
                &key.name,
                node,
                "a text",
                "write label and text in quotes: `\"Availability\" = \"99.9 %\"`",
            ),
        }
    }
    facts
}

pub(super) fn day2(fields: &mut Fields<'_, '_>) -> Vec<Day2> {
    let mut tasks = Vec::new();
    for entry in fields.entries("day2") {
        let task = text_or_table(fields, entry, "a line of `day2`", |text, inner| {
            let label = written(&entry.0);
            match inner {
                None => Day2 {
                    label,
                    text,
                    rto: None,
                    rpo: None,
                    tested: None,
                    row: None,
                },
                Some(inner) => Day2 {
                    label,
                    text: inner.text("text"),
                    rto: inner.text("rto"),
                    rpo: inner.text("rpo"),
                    tested: inner.date("tested"),
                    row: inner.spanned_text("row"),
                },
            }
        });
        tasks.extend(task);
    }
    tasks
}

pub(super) fn defaults(fields: &mut Fields<'_, '_>) -> Vec<Preset> {
    let mut defaults = Vec::new();
    for entry in fields.entries("defaults") {
        let preset = text_or_table(fields, entry, "a line of `defaults`", |text, inner| {
            let label = written(&entry.0);
            match inner {
                None => Preset {
                    label,
                    value: text.unwrap_or_default(),
                    change: None,
                    note: None,
                },
                Some(inner) => Preset {
                    label,
                    value: inner.text("value").unwrap_or_default(),
                    change: inner.spanned_text("change"),
                    note: inner.text("note"),
                },
            }
        });
        defaults.extend(preset);
    }
    defaults
}

pub(super) fn offerings(fields: &mut Fields<'_, '_>) -> Vec<Offering> {
    let mut offerings = Vec::new();
    for table in fields.tables("offering") {
        let mut item = fields.inner(table, "an offering");
        let Some(id) = item.id("this offering") else {
            // Neither id nor name can be read, and that is said: there is nothing to show it by.
            continue;
        };
        let name = item.text("name").unwrap_or_else(|| id.0.clone());
        let mut providers = item.texts("providers");
        providers.extend(item.texts("provider"));
        let facts = facts(&mut item);
        offerings.push(Offering {
            id,
            name,
            providers,
            facts,
        });
        item.finish_with(|key| {
            matches!(key, "summary" | "description" | "text").then(|| {
                "an offering is told from the others by its name and its `facts`: what else there is to \
                 say belongs into the text of the page"
                    .to_owned()
            })
        });
    }
    offerings
}

pub(super) fn sunset(fields: &mut Fields<'_, '_>) -> Option<Sunset> {
    let span = fields.node("sunset")?.span;
    let table = fields.table("sunset")?;
    let mut inner = fields.inner(table, "[sunset]");
    let date = inner.spanned_date("date");
    let sunset = Sunset {
        date: date.map(|(day, _)| day),
        date_span: date.map_or(span, |(_, span)| span),
        replaced_by: inner.spanned_text("replaced_by"),
        span,
    };
    inner.finish();
    Some(sunset)
}
