//! Facts and support of a service.

use serde::Serialize;

use crate::load::service::{Fact, Support};

use super::reference::{self, RefView};
use super::table::bullets;

/// A label and what it is, as the part `facts` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// The label.
    pub label: String,
    /// What it is.
    pub text: String,
    /// An address, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Who helps with a service.
#[derive(Clone, Debug, Serialize)]
pub struct SupportView {
    /// Channel, hours and how fast, as facts.
    pub facts: Vec<FactView>,
    /// Whom to reach when production is down.
    pub emergency: Option<RefView>,
}

impl FactView {
    /// A fact of a service.
    pub fn of(fact: &Fact) -> Self {
        let seen = reference::contact(&fact.text);
        Self {
            label: fact.label.0.clone(),
            text: fact.text.clone(),
            url: seen.url,
        }
    }

    /// A label with a reference.
    pub fn reference(label: &str, reference: RefView) -> Self {
        Self {
            label: label.to_owned(),
            text: reference.text,
            url: reference.url,
        }
    }
}

/// Facts as a markdown list.
pub fn words(facts: &[FactView]) -> String {
    bullets(facts.iter().map(|fact| {
        let text = reference::link(&fact.text, fact.url.as_deref());
        format!("{}: {text}", super::super::twin::one_line(&fact.label))
    }))
}

/// Who helps.
pub fn view(support: &Support) -> SupportView {
    let contact = support.contact.as_deref().map(reference::contact);
    let text = |label: &str, text: &Option<String>| {
        let text = text.as_ref()?;
        Some(FactView {
            label: label.to_owned(),
            text: text.clone(),
            url: None,
        })
    };
    let facts = [
        contact.map(|contact| FactView::reference("Ask in", contact)),
        text("Hours", &support.hours),
        text("First answer", &support.response),
    ];
    SupportView {
        facts: facts.into_iter().flatten().collect(),
        emergency: support.emergency.as_deref().map(reference::contact),
    }
}

impl SupportView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = words(&self.facts);
        if let Some(emergency) = &self.emergency {
            out.push_str(&format!("- Production is down: {}\n", emergency.words()));
        }
        out
    }
}
