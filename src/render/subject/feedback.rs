//! You said, we did: what people said beside what was done about it.

use serde::Serialize;

use crate::date::Date;
use crate::model::{Kind, Made, Site};
use crate::path::Permalink;

use super::catalogue::{FilterView, OptionView};
use super::reference::{self, RefView};
use super::said::{self, Done, DoneView, Heard, SaidView};
use super::score::{self, HeadlineView};
use super::table::{bullets, part, reference_bullets};

/// The page "You said, we did".
#[derive(Clone, Debug, Serialize)]
pub struct FeedbackView {
    /// What the list can be narrowed by.
    pub filters: Vec<FilterView>,
    /// The numbers of the surveys that have a headline.
    pub headlines: Vec<HeadlineView>,
    /// What people said and what answers it, the newest first.
    pub answered: Vec<AnsweredView>,
    /// What was done and is no item of the roadmap.
    pub done: Vec<DoneView>,
    /// What people said and nothing answers yet.
    pub open: Vec<SaidView>,
    /// The pages of the surveys.
    pub surveys: Vec<RefView>,
    /// The pages of the interviews.
    pub interviews: Vec<RefView>,
}

/// An item of the roadmap, with what people said that led to it.
#[derive(Clone, Debug, Serialize)]
pub struct AnsweredView {
    /// The item.
    pub item: RefView,
    /// How far it is: a word of the roadmap.
    pub state: Option<&'static str>,
    /// What stands above the answer: `We did`, `We are on it`, `Our answer`.
    pub label: &'static str,
    /// What people said.
    pub said: Vec<SaidView>,
    /// What was done, or is being done.
    pub done: Vec<DoneView>,
    /// The ids of the personas who said it, for filters.
    pub persona_ids: String,
}

/// What was said and done about one item, before it is shown.
struct Joined {
    id: String,
    said: Vec<SaidView>,
    done: Vec<DoneView>,
    newest: Option<Date>,
}

/// The view of the page.
pub fn view(site: &Site, here: &Permalink) -> FeedbackView {
    let mut joined: Vec<Joined> = Vec::new();
    let mut open = Vec::new();
    for heard in said::heard(site, here) {
        for id in &heard.items {
            let one = of_item(&mut joined, id);
            one.newest = one.newest.max(heard.on);
            push(&mut one.said, &heard);
        }
        if heard.items.is_empty() {
            push(&mut open, &heard);
        }
    }
    let mut done = Vec::new();
    for Done { view, items, on } in said::done(site, here) {
        for id in &items {
            let one = of_item(&mut joined, id);
            one.newest = one.newest.max(on);
            one.done.push(view.clone());
        }
        if items.is_empty() {
            done.push(view);
        }
    }
    joined.sort_by(|a, b| b.newest.cmp(&a.newest).then_with(|| a.id.cmp(&b.id)));
    let answered: Vec<AnsweredView> = joined
        .into_iter()
        .map(|one| answered(site, one, here))
        .collect();
    FeedbackView {
        filters: filters(site, &answered, &open),
        headlines: score::headlines(site, here),
        answered,
        done,
        open,
        surveys: surveys(site, here),
        interviews: interviews(site, here),
    }
}

/// Adds what was heard; the words about a theme stand with it. What is answered by the same items comes
/// right behind its theme.
fn push(all: &mut Vec<SaidView>, heard: &Heard) {
    match all.last_mut().filter(|_| heard.is_of_theme) {
        Some(theme) => {
            for id in heard.view.persona_ids.split(' ') {
                if !theme.persona_ids.split(' ').any(|known| known == id) {
                    theme.persona_ids = format!("{} {id}", theme.persona_ids).trim().to_owned();
                }
            }
            theme.quotes.push(heard.view.clone());
        }
        None => all.push(heard.view.clone()),
    }
}

/// What stands above an answer: only what is there is done. An action whose item is not written down is
/// all that is known of it.
fn label(state: Option<&str>, is_item: bool) -> &'static str {
    match state {
        Some("shipped") => "We did",
        None if !is_item => "We did",
        Some("building" | "preview") => "We are on it",
        _ => "Our answer",
    }
}

fn of_item<'a>(joined: &'a mut Vec<Joined>, id: &str) -> &'a mut Joined {
    let at = joined.iter().position(|one| one.id == id);
    let at = at.unwrap_or_else(|| {
        joined.push(Joined {
            id: id.to_owned(),
            said: Vec::new(),
            done: Vec::new(),
            newest: None,
        });
        joined.len() - 1
    });
    &mut joined[at]
}

fn answered(site: &Site, joined: Joined, here: &Permalink) -> AnsweredView {
    let mut personas: Vec<&str> = Vec::new();
    for id in joined
        .said
        .iter()
        .flat_map(|one| one.persona_ids.split(' '))
    {
        if !id.is_empty() && !personas.contains(&id) {
            personas.push(id);
        }
    }
    let persona_ids = personas.join(" ");
    let written = (joined.id, crate::source::Span::default());
    let state = reference::state_of_item(site, &written.0);
    AnsweredView {
        state,
        label: label(state, site.typed.ids.find(Kind::Item, &written.0).is_some()),
        item: reference::written_item(site, &written, here),
        said: joined.said,
        done: joined.done,
        persona_ids,
    }
}

/// By persona, of those who said something.
fn filters(site: &Site, answered: &[AnsweredView], open: &[SaidView]) -> Vec<FilterView> {
    let of_answered = answered.iter().map(|one| one.persona_ids.as_str());
    let of_open = open.iter().map(|one| one.persona_ids.as_str());
    let said: Vec<&str> = of_answered
        .chain(of_open)
        .flat_map(|ids| ids.split(' '))
        .collect();
    let personas = site.typed.platform.personas.iter();
    let options: Vec<OptionView> = personas
        .filter(|persona| said.contains(&persona.id.0.as_str()))
        .map(|persona| OptionView {
            value: persona.id.0.clone(),
            label: persona.name.clone(),
        })
        .collect();
    match options.len() {
        0 | 1 => Vec::new(),
        _ => vec![FilterView {
            name: "persona",
            label: "I am a",
            options,
        }],
    }
}

/// The pages of all surveys.
fn surveys(site: &Site, here: &Permalink) -> Vec<RefView> {
    let surveys = site.typed.surveys.iter().enumerate();
    let page = |(index, survey): (usize, &std::sync::Arc<crate::load::survey::Survey>)| RefView {
        url: made(site, Made::Survey(index), here),
        ..RefView::named(&survey.title)
    };
    surveys.map(page).collect()
}

/// The pages of all interviews that are published, the newest first.
fn interviews(site: &Site, here: &Permalink) -> Vec<RefView> {
    let interviews = site.typed.interviews.iter().enumerate();
    let studies = interviews.filter_map(|(index, one)| Some((index, one.published()?)));
    let mut studies: Vec<_> = studies.collect();
    studies.sort_by_key(|(_, study)| std::cmp::Reverse(study.on));
    let page = |(index, study): (usize, &crate::load::interview::Study)| RefView {
        url: made(site, Made::Interview(index), here),
        ..RefView::named(&study.title)
    };
    studies.into_iter().map(page).collect()
}

fn made(site: &Site, made: Made, here: &Permalink) -> Option<String> {
    let page = site.typed.made_permalink(made);
    page.map(|page| here.relative(page))
}

impl FeedbackView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let headlines = self.headlines.iter();
        let headlines = headlines.map(HeadlineView::words);
        part(&mut out, "In numbers", &bullets(headlines));
        let mut answered = String::new();
        for one in &self.answered {
            let state = one
                .state
                .map_or(String::new(), |state| format!(" ({state})"));
            answered.push_str(&format!("### {}{state}\n\n", one.item.words()));
            let said = one
                .said
                .iter()
                .flat_map(SaidView::all_words)
                .map(|words| format!("You said: {words}"));
            let done = one
                .done
                .iter()
                .map(|done| format!("{}: {} ({})", one.label, done.text, done.source.words()));
            answered.push_str(&bullets(said.chain(done)));
            answered.push('\n');
        }
        part(&mut out, "Answered", &answered);
        let done = self.done.iter().map(DoneView::words);
        part(&mut out, "Also done", &bullets(done));
        let open = self.open.iter().flat_map(SaidView::all_words);
        part(&mut out, "Heard, and open", &bullets(open));
        part(&mut out, "Surveys", &reference_bullets(&self.surveys));
        part(&mut out, "Interviews", &reference_bullets(&self.interviews));
        out
    }
}

impl HeadlineView {
    /// The same in words.
    pub fn words(&self) -> String {
        let link = reference::link(&self.title, Some(&self.url));
        format!("{link}: {}", self.score.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::load::{self, LoadMemo};

    fn feedback(status: &str) -> FeedbackView {
        let item = format!(
            "[[item]]\nid = \"restore\"\ntitle = \"Restore\"\nwhen = \"2026-Q3\"\n{status}\n"
        );
        let interview = "title = \"How\"\non = 2026-05-12\nn = 9\nconsent = true\n\
            [[theme]]\ntext = \"Other\"\nquotes = [{ text = \"Words of the other\" }]\n\
            [[theme]]\ntext = \"Slow\"\nitems = [\"restore\"]\nquotes = [{ text = \"Words\" }]\n";
        let survey = "title = \"S\"\n[[question]]\nid = \"q\"\ntext = \"How?\"\nscale = 5\n[[wave]]\nid = \"w\"\non = 2026-05-22\n\
            counts = { q = [1, 2, 3, 4, 5] }\nactions = [{ text = \"A button\", item = \"restore\" }]\n";
        let inputs = Inputs::from_texts([
            ("content/roadmap/items.toml", item.as_str()),
            ("content/interviews/how.toml", interview),
            ("content/surveys/s.toml", survey),
        ]);
        let loaded = load::load(&inputs, &LoadMemo::default());
        let site = Site::assemble(&inputs, &loaded).0;
        view(&site, &Permalink::of_page("feedback"))
    }

    #[test]
    fn the_words_about_a_theme_stand_with_it() {
        let feedback = feedback("");
        let [open] = feedback.open.as_slice() else {
            panic!("{:?}", feedback.open);
        };
        assert_eq!(open.text, "Other");
        assert_eq!(open.quotes[0].text, "Words of the other");
        let [answered] = feedback.answered.as_slice() else {
            panic!("{:?}", feedback.answered);
        };
        assert_eq!(answered.said.len(), 1);
        assert_eq!(answered.said[0].quotes[0].text, "Words");
        assert!(feedback.words().contains("Words of the other"));
    }

    #[test]
    fn what_is_being_built_is_not_done_yet() {
        assert_eq!(
            feedback("status = \"building\"").answered[0].label,
            "We are on it"
        );
        let shipped = "status = \"shipped\"\nshipped_on = 2026-08-01";
        assert_eq!(feedback(shipped).answered[0].label, "We did");
        assert_eq!(feedback("").answered[0].label, "Our answer");
    }
}
