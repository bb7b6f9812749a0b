//! What people said and what was done about it, wherever it is shown.

use serde::Serialize;

use crate::date::Date;
use crate::load::Written;
use crate::load::interview::Theme;
use crate::load::quote::{Action, Quote};
use crate::model::roadmap::RoadmapItem;
use crate::model::{Kind, Made, Site, evidence};
use crate::path::Permalink;

use super::reference::{self, RefView};

/// Something that people said.
#[derive(Clone, Debug, Serialize)]
pub struct SaidView {
    /// Their words, or what they spoke of.
    pub text: String,
    /// Whether these are somebody's own words.
    pub is_quote: bool,
    /// Who they are.
    pub persona: Option<RefView>,
    /// How many of how many spoke of it: `7 of 9`.
    pub mentions: Option<String>,
    /// The items of the roadmap that answer it.
    pub items: Vec<RefView>,
    /// The wave or the interviews in which it was said.
    pub source: RefView,
    /// The ids of the personas whose it is, for filters.
    pub persona_ids: String,
    /// What some of those who spoke of it said in their own words.
    pub quotes: Vec<SaidView>,
}

/// Something that was done.
#[derive(Clone, Debug, Serialize)]
pub struct DoneView {
    /// What.
    pub text: String,
    /// The items of the roadmap that it is.
    pub items: Vec<RefView>,
    /// The wave that it answers.
    pub source: RefView,
}

/// Where and when something was said.
#[derive(Clone)]
pub(super) struct Source {
    /// The place that shows it.
    pub link: RefView,
    /// How it is named as evidence.
    pub named: String,
    /// When.
    pub on: Option<Date>,
    /// The personas who were asked, where a saying names none.
    pub persona_ids: String,
}

/// A thing that was heard, with the ids of what answers it.
pub(super) struct Heard {
    /// What is shown of it.
    pub view: SaidView,
    /// Whether these are words about the theme before them, and the same items answer them.
    pub is_of_theme: bool,
    /// The ids of the items.
    pub items: Vec<String>,
    /// When it was said.
    pub on: Option<Date>,
}

/// A thing that was done, with the ids of the items that it is.
pub(super) struct Done {
    /// What is shown of it.
    pub view: DoneView,
    /// The ids of the items.
    pub items: Vec<String>,
    /// When the wave was held that it answers.
    pub on: Option<Date>,
}

/// All that people said and may be published, the newest first.
pub fn heard(site: &Site, here: &Permalink) -> Vec<Heard> {
    let mut all = Vec::new();
    for (index, survey) in site.typed.surveys.iter().enumerate() {
        for wave in &survey.waves {
            let source = of_wave(site, index, &wave.id.0, here);
            let quotes = wave.quotes.kept.iter();
            all.extend(quotes.map(|quote| of_quote(site, quote, &[], &source, here)));
        }
    }
    for (index, interview) in site.typed.interviews.iter().enumerate() {
        let Some(study) = interview.published() else {
            continue;
        };
        let source = of_interview(site, index, here);
        for theme in &study.themes {
            all.push(of_theme(site, theme, study.n, &source, here));
            let quotes = theme.quotes.kept.iter();
            all.extend(quotes.map(|quote| Heard {
                is_of_theme: quote.items.is_empty(),
                ..of_quote(site, quote, &theme.items, &source, here)
            }));
        }
    }
    // What was said on no day comes last; of one day the order of the files counts.
    all.sort_by_key(|one| std::cmp::Reverse(one.on));
    all
}

/// All that was done, the newest first.
pub fn done(site: &Site, here: &Permalink) -> Vec<Done> {
    let mut all = Vec::new();
    for (index, survey) in site.typed.surveys.iter().enumerate() {
        for wave in &survey.waves {
            let source = of_wave(site, index, &wave.id.0, here);
            let actions = wave.actions.iter();
            all.extend(actions.map(|action| Done {
                view: done_view(site, action, &source, here),
                items: ids(&action.items),
                on: source.on,
            }));
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.on));
    all
}

/// A wave of a survey as a source.
pub fn of_wave(site: &Site, survey: usize, wave: &str, here: &Permalink) -> Source {
    let survey = &site.typed.surveys[survey];
    let named = format!("{}{}/{wave}", evidence::SURVEY, survey.id);
    source(site, &named, String::new(), here)
}

/// Interviews as a source.
pub fn of_interview(site: &Site, interview: usize, here: &Permalink) -> Source {
    let interview = &site.typed.interviews[interview];
    let named = format!("{}{}", evidence::INTERVIEW, interview.id);
    let study = interview.published();
    let personas = study.map_or(&[][..], |study| &study.personas);
    let asked = personas.iter().map(|(persona, _)| persona.0.as_str());
    source(site, &named, asked.collect::<Vec<_>>().join(" "), here)
}

fn source(site: &Site, named: &str, persona_ids: String, here: &Permalink) -> Source {
    let found = evidence::find(&site.typed, named);
    Source {
        named: named.to_owned(),
        link: reference::evidence(site, named, here),
        on: found.and_then(|found| found.on),
        persona_ids,
    }
}

/// A quote. Without items of its own those of its theme answer it.
pub fn of_quote(
    site: &Site,
    quote: &Quote,
    of_theme: &[Written],
    source: &Source,
    here: &Permalink,
) -> Heard {
    let answered = match quote.items.is_empty() {
        true => of_theme,
        false => &quote.items,
    };
    let persona = quote.persona.as_ref();
    Heard {
        view: SaidView {
            text: quote.text.clone(),
            is_quote: true,
            persona: persona.map(|persona| reference::written_persona(site, persona, here)),
            mentions: None,
            items: items(site, answered, here),
            source: source.link.clone(),
            persona_ids: persona.map_or_else(|| source.persona_ids.clone(), |(id, _)| id.clone()),
            quotes: Vec::new(),
        },
        is_of_theme: false,
        items: ids(answered),
        on: source.on,
    }
}

fn of_theme(
    site: &Site,
    theme: &Theme,
    n: Option<u64>,
    source: &Source,
    here: &Permalink,
) -> Heard {
    let mentions = theme.mentions.zip(n);
    Heard {
        view: SaidView {
            text: theme.text.clone(),
            is_quote: false,
            persona: None,
            mentions: mentions.map(|(count, n)| format!("{count} of {n}")),
            items: items(site, &theme.items, here),
            source: source.link.clone(),
            persona_ids: source.persona_ids.clone(),
            quotes: Vec::new(),
        },
        is_of_theme: false,
        items: ids(&theme.items),
        on: source.on,
    }
}

/// An action of a wave.
pub fn done_view(site: &Site, action: &Action, source: &Source, here: &Permalink) -> DoneView {
    DoneView {
        text: action.text.clone(),
        items: items(site, &action.items, here),
        source: source.link.clone(),
    }
}

/// Items of the roadmap as they are written.
pub fn items(site: &Site, written: &[Written], here: &Permalink) -> Vec<RefView> {
    let item = |one: &Written| reference::written_item(site, one, here);
    written.iter().map(item).collect()
}

fn ids(written: &[Written]) -> Vec<String> {
    written.iter().map(|(id, _)| id.clone()).collect()
}

/// The items of the roadmap that name a wave or interviews as their evidence.
pub fn caused(site: &Site, named: &str, here: &Permalink) -> Vec<RefView> {
    let items = site.typed.roadmap.items.iter().enumerate();
    let names_it = |(_, one): &(usize, &RoadmapItem)| {
        let mut evidence = one.item.evidence.iter();
        evidence.any(|(reference, _)| reference == named)
    };
    let caused = items.filter(names_it);
    caused
        .map(|(index, _)| reference::item(site, index, here))
        .collect()
}

/// The newest words of a persona, at most so many.
pub fn of_persona(site: &Site, persona: usize, most: usize, here: &Permalink) -> Vec<SaidView> {
    let is_theirs = |one: &Heard| {
        one.view.is_quote
            && site.typed.ids.find(Kind::Persona, &one.view.persona_ids) == Some(persona)
    };
    let own = heard(site, here).into_iter().filter(is_theirs);
    own.map(|one| one.view).take(most).collect()
}

/// The address of "You said, we did".
pub fn feedback(site: &Site, here: &Permalink) -> Option<String> {
    let page = site.typed.made_permalink(Made::Feedback);
    page.map(|page| here.relative(page))
}

impl SaidView {
    /// The same in words, with where it was said.
    pub fn words(&self) -> String {
        self.words_with(Some(self.source.words()))
    }

    /// This and the quotes below it, each in words.
    pub fn all_words(&self) -> impl Iterator<Item = String> {
        let quotes = self.quotes.iter();
        std::iter::once(self).chain(quotes).map(Self::words)
    }

    /// The same on the page where it was said.
    pub fn words_here(&self) -> String {
        self.words_with(None)
    }

    fn words_with(&self, source: Option<String>) -> String {
        let text = match self.is_quote {
            true => format!("\"{}\"", self.text),
            false => self.text.clone(),
        };
        let persona = self.persona.as_ref().map(RefView::words);
        let behind = persona
            .into_iter()
            .chain(self.mentions.clone())
            .chain(source);
        let behind: Vec<String> = behind.collect();
        match behind.is_empty() {
            true => text,
            false => format!("{text} ({})", behind.join(", ")),
        }
    }
}

impl DoneView {
    /// The same in words, with the wave that it answers.
    pub fn words(&self) -> String {
        format!("{} ({})", self.words_here(), self.source.words())
    }

    /// The same on the page of that wave.
    pub fn words_here(&self) -> String {
        match self.items.is_empty() {
            true => self.text.clone(),
            false => format!("{}: {}", self.text, reference::list(&self.items)),
        }
    }
}
