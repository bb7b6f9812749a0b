//! Interviews: whom we spoke to, what they spoke of, and in which words.

use serde::Serialize;

use crate::model::Site;
use crate::path::Permalink;
use crate::render::view::DateView;

use super::reference::{self, RefView};
use super::said::{self, SaidView};
use super::table::{part, reference_bullets};

/// What the page of interviews shows.
#[derive(Clone, Debug, Serialize)]
pub struct InterviewView {
    /// The id.
    pub id: String,
    /// The day of the last of them.
    pub on: Option<DateView>,
    /// How many people were spoken to.
    pub n: Option<u64>,
    /// How many of each kind.
    pub personas: Vec<SpokenView>,
    /// What they spoke of.
    pub themes: Vec<ThemeView>,
    /// The items of the roadmap that rest on it.
    pub caused: Vec<RefView>,
    /// The page "You said, we did".
    pub feedback: Option<String>,
}

/// How many people of a kind were spoken to.
#[derive(Clone, Debug, Serialize)]
pub struct SpokenView {
    /// The persona.
    pub persona: RefView,
    /// How many.
    pub count: u64,
}

/// Something that people spoke of.
#[derive(Clone, Debug, Serialize)]
pub struct ThemeView {
    /// What it is.
    pub text: String,
    /// How many of how many spoke of it: `7 of 9`.
    pub mentions: Option<String>,
    /// The same in percent, for a bar.
    pub share: Option<String>,
    /// The items of the roadmap that answer it.
    pub items: Vec<RefView>,
    /// The services it is about.
    pub services: Vec<RefView>,
    /// In which words.
    pub quotes: Vec<SaidView>,
}

/// The view of interviews; empty where they may not be published.
pub fn view(site: &Site, index: usize, here: &Permalink) -> InterviewView {
    let interview = &site.typed.interviews[index];
    let mut view = InterviewView {
        id: interview.id.clone(),
        on: None,
        n: None,
        personas: Vec::new(),
        themes: Vec::new(),
        caused: Vec::new(),
        feedback: said::feedback(site, here),
    };
    let Some(study) = interview.published() else {
        return view;
    };
    let source = said::of_interview(site, index, here);
    view.caused = said::caused(site, &source.named, here);
    view.on = study.on.map(DateView::from);
    view.n = study.n;
    let spoken = |(persona, count): &(crate::load::Written, u64)| SpokenView {
        persona: reference::written_persona(site, persona, here),
        count: *count,
    };
    view.personas = study.personas.iter().map(spoken).collect();
    for theme in &study.themes {
        let of = theme.mentions.zip(study.n).filter(|(_, n)| *n > 0);
        let quotes = theme.quotes.kept.iter();
        view.themes.push(ThemeView {
            text: theme.text.clone(),
            mentions: of.map(|(count, n)| format!("{count} of {n}")),
            share: of.map(|(count, n)| format!("{}%", count.saturating_mul(100) / n)),
            items: said::items(site, &theme.items, here),
            services: reference::written_services(site, &theme.services, here),
            quotes: quotes
                .map(|quote| said::of_quote(site, quote, &[], &source, here).view)
                .collect(),
        });
    }
    view
}

impl InterviewView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let on = self.on.as_ref().map(|on| on.long.clone());
        let n = self.n.map(|n| match n {
            1 => "1 person".to_owned(),
            n => format!("{n} people"),
        });
        let personas = self.personas.iter();
        let personas = personas.map(|one| format!("{}: {}", one.persona.words(), one.count));
        let facts: Vec<String> = on.into_iter().chain(n).chain(personas).collect();
        if !facts.is_empty() {
            out.push_str(&format!("\n{}\n", facts.join(", ")));
        }
        for theme in &self.themes {
            let mut body = String::new();
            let mut line = |text: String| body.push_str(&format!("{text}\n\n"));
            if let Some(mentions) = &theme.mentions {
                line(format!("{mentions} spoke of it."));
            }
            for quote in &theme.quotes {
                let persona = quote.persona.as_ref();
                let persona = persona.map_or(String::new(), |one| format!(" ({})", one.words()));
                line(format!(
                    "> {}{persona}",
                    super::super::twin::one_line(&quote.text)
                ));
            }
            if !theme.items.is_empty() {
                line(format!("What we do: {}", reference::list(&theme.items)));
            }
            if !theme.services.is_empty() {
                line(format!("About: {}", reference::list(&theme.services)));
            }
            part(&mut out, &theme.text, &body);
        }
        let caused = reference_bullets(&self.caused);
        part(&mut out, "What came of it", &caused);
        out
    }
}
