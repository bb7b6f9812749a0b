//! catalog.json: the services and what they refer to, for programs.
//!
//! The schema is documented in content/groundplan/developer/catalog.md. Keys are only ever added;
//! a change that a reader could trip over raises `SCHEMA`.

use serde_json::{Map, Value, json};

use crate::load::service::{BenefitKind, Fact, Lifecycle, UsedBy};
use crate::load::{Platform, Written};
use crate::model::{Service, Site};
use crate::render::Renderer;

/// The version of the schema.
const SCHEMA: u32 = 1;

/// The whole file.
pub fn json(renderer: &Renderer<'_>) -> Vec<u8> {
    let site = renderer.site;
    let platform = &site.typed.platform;
    let services = site.typed.services.all.iter();
    let services: Vec<Value> = services.map(|one| service(renderer, one)).collect();
    let owner = platform.product_owner.as_ref();
    let catalog = json!({
        "schema": SCHEMA,
        "title": site.config.title,
        "vision": platform.vision,
        "product_owner": owner.map(|owner| json!({"name": owner.name, "contact": owner.contact})),
        "products": platform.product_count,
        "categories": items(platform.categories.iter().map(|one| {
            json!({"id": one.id.0, "name": one.name, "facts": ids(&one.facts)})
        })),
        "providers": items(platform.providers.iter().map(|one| {
            json!({"id": one.id.0, "name": one.name, "party": one.party.as_ref().map(|(id, _)| id)})
        })),
        "teams": items(platform.teams.iter().map(|one| {
            json!({"id": one.id.0, "name": one.name, "contact": one.contact})
        })),
        "personas": personas(site, platform),
        "services": services,
    });
    written(catalog)
}

/// The bytes of a file for programs.
pub(super) fn written(value: Value) -> Vec<u8> {
    let value = tidy(value);
    // `<` is escaped, so that the text can stand in a page without ending a script.
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    let mut text = text.replace('<', "\\u003c").into_bytes();
    text.push(b'\n');
    text
}

fn service(renderer: &Renderer<'_>, service: &Service) -> Value {
    let site = renderer.site;
    let node = &site.pages[service.page];
    let (front, keys) = (&node.page.front, &service.keys);
    let url = renderer
        .absolute(&node.permalink)
        .unwrap_or_else(|| node.permalink.encoded());
    let support = keys.support.as_ref();
    let sunset = keys.sunset.as_ref();
    let products = match &keys.used_by {
        Some(UsedBy::Products(products)) => ids(products),
        _ => Vec::new(),
    };
    json!({
        "id": service.id,
        "title": node.title,
        "summary": front.summary,
        "url": url,
        "markdown": format!("{url}index.md"),
        "category": keys.category.as_ref().map(|(id, _)| id),
        "lifecycle": keys.lifecycle.map(Lifecycle::word),
        "owner": front.owner.as_ref().map(|(id, _)| id),
        "reviewed": front.reviewed.map(|date| date.to_string()),
        "personas": ids(&front.personas),
        "providers": ids(&keys.providers),
        "also": ids(&keys.also),
        "request": keys.request.as_ref().map(|(text, _)| text),
        "start": keys.start,
        "status": keys.status,
        "support": support.map(|one| json!({
            "contact": one.contact, "hours": one.hours,
            "response": one.response, "emergency": one.emergency,
        })),
        "runs_on": ids(&keys.runs_on),
        "integrates_with": service.integrates_with.iter()
            .map(|id| site.typed.services.all[*id].id.as_str()).collect::<Vec<_>>(),
        "used_by": service.users,
        "products": products,
        "meets": ids(&keys.meets),
        "takes_over": ids(&keys.takes_over),
        "benefits": items(keys.benefits.iter().map(|one| json!({
            "persona": one.persona.0, "text": one.text, "kind": one.kind.map(BenefitKind::word),
        }))),
        "facts": facts(&keys.facts),
        "day2": items(keys.day2.iter().map(|one| json!({
            "label": one.label.0, "text": one.text, "rto": one.rto, "rpo": one.rpo,
            "tested": one.tested.map(|date| date.to_string()),
        }))),
        "defaults": items(keys.defaults.iter().map(|one| json!({
            "label": one.label.0, "value": one.value,
            "change": one.change.as_ref().map(|(id, _)| id), "note": one.note,
        }))),
        "offerings": items(keys.offerings.iter().map(|one| json!({
            "id": one.id.0, "name": one.name, "providers": ids(&one.providers),
            "facts": facts(&one.facts),
        }))),
        "sunset": sunset.map(|one| json!({
            "date": one.date.map(|date| date.to_string()),
            "replaced_by": one.replaced_by.as_ref().map(|(id, _)| id),
        })),
    })
}

fn personas(site: &Site, platform: &Platform) -> Vec<Value> {
    let persona = |(index, one): (usize, &crate::load::platform::Persona)| {
        let needs = one.needs.iter().zip(&site.typed.personas[index].met);
        let needs = items(needs.map(|(need, met)| {
            let met_by: Vec<&str> = met
                .iter()
                .map(|id| site.typed.services.all[*id].id.as_str())
                .collect();
            json!({"id": need.id.0, "text": need.text, "met_by": met_by})
        }));
        json!({"id": one.id.0, "name": one.name, "wants": one.wants, "needs": needs})
    };
    items(platform.personas.iter().enumerate().map(persona))
}

fn facts(facts: &[Fact]) -> Vec<Value> {
    let fact = |one: &Fact| json!({"label": one.label.0, "text": one.text});
    facts.iter().map(fact).collect()
}

fn ids(written: &[Written]) -> Vec<&str> {
    written.iter().map(|(id, _)| id.as_str()).collect()
}

fn items(values: impl Iterator<Item = Value>) -> Vec<Value> {
    values.collect()
}

/// What is not said is left out: no `null`. An empty list stays, it says that there is none.
fn tidy(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let said = entries.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                said.map(|(key, value)| (key, tidy(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(tidy).collect()),
        other => other,
    }
}
