//! A service in words: the headings of its blocks, and its markdown twin.

use crate::model::service::PARTS;
use crate::render::view::HeadingView;

use super::super::events;
use super::super::reference::{self, RefView};
use super::super::support::{self, SupportView};
use super::super::table::{TableView, bullets, part, reference_bullets};
use super::{CurrentView, ServiceMatrixView, ServiceView};

impl ServiceView {
    /// The headings of its blocks.
    pub fn contents(&self) -> Vec<HeadingView> {
        let blocks = [
            (!self.benefits.is_empty(), "service-benefits"),
            (self.offerings.is_some(), "service-offerings"),
            (!self.matrices.is_empty(), "service-matrices"),
            (self.day2.is_some(), "service-day2"),
            (self.defaults.is_some(), "service-defaults"),
            (self.is_connected(), "service-connections"),
            (self.support.is_some(), "service-support"),
            (self.news.is_some(), "service-news"),
            (self.roadmap.is_some(), "service-roadmap"),
            (
                !self.events.is_empty() || !self.communities.is_empty(),
                "service-events",
            ),
        ];
        let heading = |(is_there, wanted): (bool, &str)| {
            let (id, title) = PARTS.iter().find(|(id, _)| is_there && *id == wanted)?;
            Some(HeadingView {
                level: 2,
                id: (*id).to_owned(),
                html: (*title).to_owned(),
            })
        };
        blocks.into_iter().filter_map(heading).collect()
    }

    fn is_connected(&self) -> bool {
        !(self.runs_on.is_empty() && self.carries.is_empty() && self.integrates_with.is_empty())
    }

    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        if let Some(state) = &self.lifecycle {
            out.push_str(&format!("\n**{}**: {}\n", state.word, state.promise));
        }
        if let Some(sunset) = &self.sunset {
            if let Some(date) = &sunset.date {
                out.push_str(&format!("\nEnds on {}.\n", date.long));
            }
            if let Some(instead) = &sunset.replaced_by {
                out.push_str(&format!("\nUse {} instead.\n", instead.words()));
            }
        }
        part(&mut out, "You no longer have to", &self.takes_over.words());
        part(&mut out, "You still do", &self.still.words());
        let mut start: String = self
            .start_words
            .iter()
            .enumerate()
            .map(|(at, step)| format!("{}. {step}\n", at + 1))
            .collect();
        if let Some(request) = &self.request {
            start.push_str(&format!("\nGet it: {}\n", request.words()));
        }
        part(&mut out, "How to start", &start);
        part(
            &mut out,
            "What it is good for",
            &bullets(self.benefits.iter().map(|benefit| {
                format!("{}: {}", benefit.persona.words(), benefit.text_with_kind())
            })),
        );
        part(&mut out, "Facts", &support::words(&self.facts));
        let table =
            |table: &Option<TableView>| table.as_ref().map_or_else(String::new, TableView::words);
        part(&mut out, "Offerings", &table(&self.offerings));
        let matrices: Vec<String> = self.matrices.iter().map(ServiceMatrixView::words).collect();
        part(&mut out, "Who does what", &matrices.join("\n\n"));
        part(&mut out, "Day 2", &table(&self.day2));
        part(&mut out, "Set before you come", &table(&self.defaults));
        let mut connections = String::new();
        for (words, references) in [
            ("Runs on", &self.runs_on),
            ("Needed by", &self.carries),
            ("Works with", &self.integrates_with),
            ("Replaces", &self.replaces),
        ] {
            if !references.is_empty() {
                connections.push_str(&format!("- {words}: {}\n", reference::list(references)));
            }
        }
        part(&mut out, "Connections", &connections);
        part(
            &mut out,
            "Needs it meets",
            &bullets(self.meets.iter().map(|need| need.text.clone())),
        );
        let help = self
            .support
            .as_ref()
            .map_or_else(String::new, SupportView::words);
        let owner = self.owner.as_ref().map_or_else(String::new, |owner| {
            let way = self.owner_contact.iter().map(RefView::words);
            let words: Vec<String> = std::iter::once(owner.words()).chain(way).collect();
            format!("- Run by: {}\n", words.join(", "))
        });
        part(&mut out, "Help", &(owner + &help));
        if let Some(news) = &self.news {
            out.push_str(&news.words("News"));
        }
        if let Some(items) = &self.roadmap {
            items.words(&mut out);
        }
        part(&mut out, "Events", &events::next_words(&self.events));
        let communities = self.communities.iter();
        let communities = communities.map(|one| reference::link(&one.title, one.url.as_deref()));
        part(&mut out, "Communities", &bullets(communities));
        let current = self.current.iter().map(CurrentView::words);
        part(&mut out, "Today", &bullets(current));
        part(&mut out, "Read on", &reference_bullets(&self.read_on()));
        out
    }

    fn read_on(&self) -> Vec<RefView> {
        self.pages.iter().chain(&self.about).cloned().collect()
    }
}
