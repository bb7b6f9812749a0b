//! roadmap.json: the roadmap, its quarters and its changes, for programs.
//!
//! The schema is documented in content/groundplan/developer/roadmap.md. Keys are only ever added; a
//! change that a reader could trip over raises `SCHEMA`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::date::{Date, Quarter, When};
use crate::load::Written;
use crate::load::roadmap::{AskedBy, Confidence, Item, ItemKind, Size, Status};
use crate::model::history::ChangeJson;
use crate::model::roadmap::ItemId;
use crate::model::roadmap::balance::{Share, rounded};
use crate::render::Renderer;
use crate::render::subject::catalog::written;

use super::running;

/// The version of the schema.
const SCHEMA: u32 = 1;

/// The whole file.
pub fn json(renderer: &Renderer<'_>) -> Vec<u8> {
    let site = renderer.site;
    let roadmap = &site.typed.roadmap;
    let history = &site.typed.history;
    let items = (0..roadmap.items.len()).map(|id| item(renderer, id));
    // A promise that git alone knows may be for a quarter that has no page.
    let promised = history.hits.iter().map(|hit| hit.quarter);
    let quarters = roadmap.quarters.iter().copied().chain(promised);
    let quarters: BTreeSet<Quarter> = quarters.collect();
    let changes = history.entries.iter().map(|entry| {
        let mut change = json!(ChangeJson::of(&entry.change));
        if let Value::Object(change) = &mut change {
            change.insert("key".to_owned(), json!(entry.key));
            change.insert("on".to_owned(), json!(entry.on.map(|on| on.to_string())));
        }
        change
    });
    written(json!({
        "schema": SCHEMA,
        "title": site.config.title,
        "reviewed": text_of(roadmap.reviewed()),
        "running": running(site).map(|quarter| quarter.to_string()),
        "since": text_of(history.since),
        "items": items.collect::<Vec<_>>(),
        "quarters": quarters.iter().map(|one| quarter(renderer, *one)).collect::<Vec<_>>(),
        "changes": changes.collect::<Vec<_>>(),
    }))
}

fn item(renderer: &Renderer<'_>, id: ItemId) -> Value {
    let site = renderer.site;
    let roadmap = &site.typed.roadmap;
    let one = &roadmap.items[id];
    let item: &Item = &one.item;
    let running = running(site);
    let own = site.typed.history.of_item(&item.id.0);
    let first = own.and_then(|own| own.first);
    let interval = one.when().and_then(When::interval);
    let needed_by = one.needed_by.iter().map(|at| &roadmap.items[*at].item.id.0);
    let (count, products) = match &item.asked_by {
        Some(AskedBy::Count(count, _)) => (Some(*count), Vec::new()),
        Some(AskedBy::Products(products)) => (Some(products.len() as u64), ids(products)),
        None => (None, Vec::new()),
    };
    let links = item
        .links
        .iter()
        .map(|link| json!({"label": link.label, "url": link.url.0}));
    let moved = item.moved.iter().map(|step| {
        json!({
            "on": text_of(step.on),
            "from": step.from.as_ref().map(|word| &word.text),
            "because": step.because,
        })
    });
    let deadline = item
        .deadline
        .as_ref()
        .map(|deadline| json!({"on": text_of(deadline.on), "because": deadline.because}));
    let url = renderer.absolute(&one.permalink);
    json!({
        "id": item.id.0,
        "title": item.title.0,
        "url": url.unwrap_or_else(|| one.permalink.encoded()),
        "kind": one.kind().map(ItemKind::word),
        "status": one.status().map(Status::word),
        "column": roadmap.column(id, running).word(),
        "when": item.when.as_ref().map(|word| &word.text),
        "first_day": interval.map(|(first, _)| first.to_string()),
        "last_day": interval.map(|(_, last)| last.to_string()),
        "confidence": roadmap.confidence(id, running).map(Confidence::word),
        "size": one.size().and_then(|size| {
            Size::NAMES.iter().find(|(_, known)| *known == size).map(|(name, _)| *name)
        }),
        "owner": one.owner(site).map(|(owner, _)| owner),
        "summary": item.summary,
        "benefit": item.benefit,
        "done_when": item.done_when,
        "not_included": item.not_included,
        "services": ids(&item.services),
        "personas": ids(&item.personas),
        "goals": ids(&item.goals),
        "meets": ids(&item.meets),
        "asked_by": count,
        "products": products,
        "after": ids(&item.after),
        "needed_by": needed_by.collect::<Vec<_>>(),
        "evidence": ids(&item.evidence),
        "deadline": deadline,
        "links": links.collect::<Vec<_>>(),
        "moved": moved.collect::<Vec<_>>(),
        "moves": own.map_or(0, |own| own.moves),
        "first_promise": first.map(|first| first.when.to_string()),
        "shipped_on": text_of(item.shipped_on.map(|(day, _)| day)),
        "shipped_in": item.shipped_in,
        "docs": item.docs.as_ref().map(|(docs, _)| docs),
        "because": item.because.as_ref().map(|(why, _)| why),
        "moved_from": ids(&item.moved_from),
    })
}

fn quarter(renderer: &Renderer<'_>, quarter: Quarter) -> Value {
    let site = renderer.site;
    let roadmap = &site.typed.roadmap;
    let plan = roadmap.plan(quarter);
    let balance = roadmap.balance(quarter, running(site));
    let hit = site.typed.history.hit_rate(quarter);
    json!({
        "id": quarter.to_string(),
        "theme": plan.and_then(|plan| plan.theme.as_ref()),
        "because": plan.and_then(|plan| plan.because.as_ref()),
        "target": balance.target.map(shares),
        "planned": balance.planned.map(shares),
        "delivered": balance.delivered.map(shares),
        "reported": balance.is_reported,
        "first_promised": hit.map(|hit| hit.promised),
        "kept": hit.map(|hit| hit.kept),
    })
}

/// Whole percents by kind, as the chart shows them.
fn shares(share: Share) -> Value {
    let [feature, debt, operations] = rounded(share);
    json!({"feature": feature, "tech-debt": debt, "operations": operations})
}

fn ids(written: &[Written]) -> Vec<&String> {
    written.iter().map(|(id, _)| id).collect()
}

fn text_of(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::inputs::history::State;
    use crate::model::Made;
    use crate::path::SitePath;
    use crate::pipeline::Compiler;

    #[test]
    fn a_quarter_that_only_git_knows_is_in_the_data_and_has_no_page() {
        // Addresses follow from the files alone, so that a shallow clone has the same pages.
        let path = "content/roadmap/items.toml";
        let of = |when: &str| format!("[[item]]\nid = \"a\"\nwhen = \"{when}\"\n");
        let now = of("2026-Q4");
        let mut inputs = Inputs::from_texts([(path, now.as_str())]);
        let state = |day: &str, text: &str| State {
            commit: day.to_owned(),
            date: Date::parse(day).expect("a day"),
            files: [(SitePath::new(path).expect("a path"), text.into())].into(),
        };
        let first = of("2026-Q2");
        inputs.history.states = vec![state("2026-05-01", &now), state("2026-01-01", &first)];
        let compiler = Compiler::once(None);
        let built = compiler.build(&inputs);
        let data = json(&compiler.renderer(&built));
        let data: Value = serde_json::from_slice(&data).expect("roadmap.json");
        let quarters = data["quarters"].as_array().expect("a list");
        let said: Vec<String> = quarters
            .iter()
            .map(|one| format!("{} {} {}", one["id"], one["first_promised"], one["kept"]))
            .collect();
        assert_eq!(said, ["\"2026-Q2\" 1 0", "\"2026-Q4\" null null"]);
        let page = |text: &str| {
            let quarter = Quarter::parse(text).expect("a quarter");
            built.site.typed.made_permalink(Made::Quarter(quarter))
        };
        assert!(page("2026-Q4").is_some());
        assert!(page("2026-Q2").is_none());
    }
}
