//! The items of a file, key by key.

use std::sync::Arc;

use crate::decode::fields::as_text;
use crate::decode::{Fields, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Written;
use crate::source::Span;

use super::{
    AskedBy, CODES, Confidence, Deadline, Item, ItemKind, ItemLink, Move, Size, Status, Word, when,
};

/// The keys of an item, to tell whoever writes one at the top of the file where it belongs.
pub(super) const KEYS: [&str; 31] = [
    "id",
    "title",
    "kind",
    "status",
    "when",
    "owner",
    "summary",
    "benefit",
    "done_when",
    "not_included",
    "services",
    "service",
    "personas",
    "goal",
    "meets",
    "asked_by",
    "confidence",
    "size",
    "after",
    "evidence",
    "deadline",
    "links",
    "moved",
    "shipped_on",
    "shipped_in",
    "docs",
    "because",
    "moved_from",
    "shipped",
    "dropped",
    "paused",
];

/// The items below `[[item]]`.
pub(super) fn items(fields: &mut Fields<'_, '_>) -> Vec<Arc<Item>> {
    let mut items = Vec::new();
    for table in fields.tables("item") {
        let mut inner = fields.inner(table, "an item");
        items.push(Arc::new(item(&mut inner)));
        inner.finish_with(elsewhere);
    }
    items
}

/// Keys that people expect and that are called otherwise.
fn elsewhere(key: &str) -> Option<String> {
    let advice = match key {
        "name" => "an item has a `title`",
        "date" | "due" | "quarter" | "release" => "write the time as `when`",
        "team" => "write the team as `owner`",
        "column" | "horizon" => {
            "the column of the board follows from `when` and `status`: leave it out"
        }
        "shipped" => "write the day it was shipped: `shipped_on = 2026-09-30`",
        "dropped" | "paused" => {
            "write `status = \"dropped\"` or `status = \"paused\"`, and the reason as `because`"
        }
        "depends_on" | "needs" | "requires" | "blocked_by" => "write what comes first as `after`",
        "persona" => "write `personas`, also for one",
        "reason" | "why" => "write a reason as `because`",
        _ => return None,
    };
    Some(advice.to_owned())
}

fn item(fields: &mut Fields<'_, '_>) -> Item {
    let id = fields.id_or_place("this item");
    let title = title(fields);
    let mut services = fields.texts("services");
    services.extend(fields.texts("service"));
    Item {
        has_title: title.is_some(),
        title: title.unwrap_or_else(|| id.clone()),
        id,
        kind: word(fields, "kind", &ItemKind::NAMES),
        status: word(fields, "status", &Status::NAMES),
        when: when(fields, "when"),
        owner: fields.spanned_text("owner"),
        summary: fields.text("summary"),
        benefit: fields.text("benefit"),
        done_when: lines(fields, "done_when"),
        not_included: lines(fields, "not_included"),
        services,
        personas: fields.texts("personas"),
        goals: fields.texts("goal"),
        meets: fields.texts("meets"),
        asked_by: asked_by(fields),
        confidence: word(fields, "confidence", &Confidence::NAMES),
        size: word(fields, "size", &Size::NAMES),
        after: fields.texts("after"),
        evidence: fields.texts("evidence"),
        deadline: deadline(fields),
        links: links(fields),
        moved: moved(fields),
        shipped_on: fields.spanned_date("shipped_on"),
        shipped_in: fields.text("shipped_in"),
        docs: fields.spanned_text("docs"),
        because: fields.spanned_text("because"),
        moved_from: fields.texts("moved_from"),
    }
}

/// The title. A number or a date is no title: a text is meant, and mostly another key.
fn title(fields: &mut Fields<'_, '_>) -> Option<Written> {
    let node = fields.node("title")?;
    if !matches!(node.value, Value::Text(_)) {
        fields.wrong("title", node, "a text", "write it in quotes");
    }
    Some((as_text(&node.value)?, node.span))
}

fn word<T: Copy>(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    known: &[(&str, T)],
) -> Option<Word<T>> {
    let (meaning, (text, span)) = fields.written_word(name, known)?;
    Some(Word {
        meaning,
        text,
        span,
    })
}

/// Texts without their places; one text stands for a list of one.
fn lines(fields: &mut Fields<'_, '_>, name: &'static str) -> Vec<String> {
    fields
        .texts(name)
        .into_iter()
        .map(|(text, _)| text)
        .collect()
}

/// `asked_by = 3`, or the products.
fn asked_by(fields: &mut Fields<'_, '_>) -> Option<AskedBy> {
    let node = fields.node("asked_by")?;
    match &node.value {
        Value::Integer(count) if *count >= 0 => {
            Some(AskedBy::Count(count.unsigned_abs(), node.span))
        }
        Value::List(_) | Value::Text(_) => Some(AskedBy::Products(fields.texts("asked_by"))),
        _ => {
            let advice = "write how many products asked, `3`, or which, `[\"shop\", \"billing\"]`";
            fields.wrong("asked_by", node, "a number or a list of products", advice);
            None
        }
    }
}

/// `deadline = { on = 2026-12-31, because = "…" }`, or the day alone.
fn deadline(fields: &mut Fields<'_, '_>) -> Option<Deadline> {
    let node = fields.node("deadline")?;
    let Value::Table(table) = &node.value else {
        let on = fields.date("deadline")?;
        return Some(Deadline {
            on: Some(on),
            because: None,
            span: node.span,
        });
    };
    let mut inner = fields.inner(table, "a deadline");
    let deadline = Deadline {
        on: inner.date("on"),
        because: inner.text("because"),
        span: node.span,
    };
    inner.finish();
    Some(deadline)
}

/// `links = [{ label = "Design", url = "https://example.org" }]`, or addresses alone.
fn links(fields: &mut Fields<'_, '_>) -> Vec<ItemLink> {
    let Some(node) = fields.node("links") else {
        return Vec::new();
    };
    let of_text = |text: &str, span: Span| ItemLink {
        label: text.to_owned(),
        url: (text.to_owned(), span),
    };
    let entries: Vec<_> = match &node.value {
        Value::List(entries) => entries.iter().collect(),
        _ => vec![node],
    };
    let mut links = Vec::with_capacity(entries.len());
    for entry in entries {
        match &entry.value {
            Value::Text(text) => links.push(of_text(text, entry.span)),
            Value::Table(table) => {
                let mut inner = fields.inner(table, "a link");
                let label = inner.text("label");
                let url = inner.spanned_text("url");
                inner.finish();
                match url {
                    Some(url) => links.push(ItemLink {
                        label: label.unwrap_or_else(|| url.0.clone()),
                        url,
                    }),
                    None => fields.push(
                        Diagnostic::at(
                            CODES.unknown_value,
                            fields.file(),
                            entry.span,
                            "this link has no address",
                        )
                        .help("write `{ label = \"Design\", url = \"https://…\" }`"),
                    ),
                }
            }
            _ => fields.wrong(
                "links",
                entry,
                "a list of links",
                "write `{ label = \"…\", url = \"…\" }`",
            ),
        }
    }
    links
}

/// `moved = [{ on = 2026-06-24, from = "2026-Q2", because = "…" }]`
fn moved(fields: &mut Fields<'_, '_>) -> Vec<Move> {
    let mut moves = Vec::new();
    for table in fields.tables_of("moved", "from") {
        let mut inner = fields.inner(table, "a move");
        let span = inner.begins();
        if table.get("from").is_none() {
            inner.lacks(
                "`from` is missing: this move does not say from when the item was moved",
                "write the time that was promised before: `from = \"2026-Q2\"`",
            );
        }
        if table.get("on").is_none() {
            let message = "this move does not say on which day it was made";
            let file = inner.file();
            inner.push(Diagnostic::at(Code::RoadmapMissing, file, span, message).help(
                "write the day on which you said so, `on = 2026-06-24`: without it readers cannot tell when, and it counts as said after its quarter began",
            ));
        }
        moves.push(Move {
            on: inner.date("on"),
            from: when(&mut inner, "from"),
            because: inner.text("because").filter(|why| !why.trim().is_empty()),
            span,
        });
        inner.finish_with(|key| {
            let what = "what it was moved to is the next move's `from`, or `when`: leave it out";
            (key == "to").then(|| what.to_owned())
        });
    }
    moves
}
