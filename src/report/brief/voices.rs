//! What people said about something: quotes of surveys and interviews that may be published.

use crate::load::Written;
use crate::load::quote::Quote;
use crate::model::{Kind, Site};

use super::super::paper::{Block, Section};

/// What was said about any of these items, or in an interview about this service; None where nobody
/// said anything.
pub fn section(site: &Site, items: &[&str], service: Option<&str>) -> Option<Section> {
    let is_about = |named: &[Written]| named.iter().any(|(id, _)| items.contains(&id.as_str()));
    let mut section = Section::new("voices", "What people said");
    let mut say = |quote: &Quote, from: &str| {
        let persona = quote.persona.as_ref().map(|(id, _)| {
            let index = site.typed.ids.find(Kind::Persona, id);
            let named = index.map(|index| &site.typed.platform.personas[index].name);
            named.unwrap_or(id).clone()
        });
        let by = match persona {
            Some(persona) => format!("{persona}, {from}"),
            None => from.to_owned(),
        };
        section.blocks.push(Block::Quote(quote.text.clone(), by));
    };
    for survey in &site.typed.surveys {
        for wave in survey.waves.iter().rev() {
            let from = format!("{} {}", survey.title, wave.id.0);
            for quote in wave
                .quotes
                .kept
                .iter()
                .filter(|quote| is_about(&quote.items))
            {
                say(quote, &from);
            }
        }
    }
    for interview in &site.typed.interviews {
        let Some(study) = interview.published() else {
            continue;
        };
        for theme in &study.themes {
            let in_service = theme
                .services
                .iter()
                .any(|(id, _)| Some(id.as_str()) == service);
            for quote in &theme.quotes.kept {
                if in_service || is_about(&theme.items) || is_about(&quote.items) {
                    say(quote, &study.title);
                }
            }
        }
    }
    (!section.blocks.is_empty()).then_some(section)
}
