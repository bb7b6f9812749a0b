//! One quarter: what was promised for it, and what became of it.

use serde::Serialize;

use crate::date::{Quarter, When};
use crate::load::roadmap::Status;
use crate::model::Site;
use crate::model::roadmap::{ItemId, Promised};
use crate::path::Permalink;
use crate::render::subject::reference::RefView;
use crate::render::subject::table::{bullets, part};

use super::balance::{QuarterBalanceView, of_quarter};
use super::board::{WaysView, ways};
use super::{ItemEntryView, entry, quarter_link, running};

/// A quarter of the roadmap.
#[derive(Clone, Debug, Serialize)]
pub struct QuarterView {
    /// `past`, `running` or `coming`; none where nobody knows which quarter runs.
    pub time: Option<&'static str>,
    /// How the work is divided, with what the quarter is about.
    pub balance: QuarterBalanceView,
    /// What became of it, in a sentence.
    pub outcome: String,
    /// How many of those first promised for it were shipped by its end, in a sentence; empty where
    /// none was.
    pub hit_rate: String,
    /// The lists of the outcome that have items: kept, open, moved, added, dropped.
    pub parts: Vec<OutcomePartView>,
    /// What is promised for a longer time in which this quarter is, and goes on in it.
    pub meanwhile: Vec<ItemEntryView>,
    /// Its heading.
    pub meanwhile_title: &'static str,
    /// The names of the kinds, in the order of all numbers.
    pub kinds: Vec<&'static str>,
    /// The quarter before, where it has a page.
    pub before: Option<RefView>,
    /// The quarter after, where it has a page.
    pub after: Option<RefView>,
    /// The other pages of the roadmap.
    pub ways: WaysView,
}

/// A list of an outcome.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomePartView {
    /// `kept`, `open`, `moved`, `added` or `dropped`.
    pub word: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Its items.
    pub items: Vec<PromisedView>,
}

/// An item in an outcome.
#[derive(Clone, Debug, Serialize)]
pub struct PromisedView {
    /// The item.
    pub item: ItemEntryView,
    /// Where it went or came from, and why; empty where there is nothing to say.
    pub note: String,
}

/// The view of a quarter.
pub fn view(site: &Site, quarter: Quarter, here: &Permalink) -> QuarterView {
    let roadmap = &site.typed.roadmap;
    let running = running(site);
    let outcome = roadmap.outcome(quarter, &site.typed.history);
    let time = running.map(|running| match quarter.cmp(&running) {
        std::cmp::Ordering::Less => "past",
        std::cmp::Ordering::Equal => "running",
        std::cmp::Ordering::Greater => "coming",
    });
    let open = match time {
        Some("past") => "Not done",
        Some("running") => "Still to come",
        _ => "Promised",
    };
    let part = |word, title, items: &[Promised], to: &str| OutcomePartView {
        word,
        title,
        items: items
            .iter()
            .map(|one| promised(site, one, to, here))
            .collect(),
    };
    let mut parts = vec![
        part("kept", "Shipped in time", &outcome.kept, ""),
        part("open", open, &outcome.open, ""),
        part("moved", "Moved away", &outcome.moved, "To"),
        part("added", "Added", &outcome.added, "From"),
        part("dropped", "Given up or waiting", &outcome.dropped, ""),
    ];
    let sentence = sentence(&parts, time);
    parts.retain(|part| !part.items.is_empty());
    let told = [
        &outcome.kept,
        &outcome.open,
        &outcome.moved,
        &outcome.added,
        &outcome.dropped,
    ];
    let is_told = |id: &ItemId| {
        told.iter()
            .any(|list| list.iter().any(|one| one.item == *id))
    };
    // What waits or was given up is not worked on, nor is what was there before.
    let is_worked_on = |id: &ItemId| {
        let one = &roadmap.items[*id];
        let shipped = one.item.shipped_on.map(|(day, _)| Quarter::of(day));
        !matches!(one.status(), Some(Status::Paused | Status::Dropped))
            && shipped.is_none_or(|shipped| shipped >= quarter)
    };
    let passes = |id: &ItemId| {
        let quarters = roadmap.items[*id].when().and_then(When::quarters);
        quarters.is_some_and(|(first, last)| (first..=last).contains(&quarter))
    };
    let meanwhile = roadmap.in_order().into_iter();
    let meanwhile = meanwhile.filter(|id| passes(id) && is_worked_on(id) && !is_told(id));
    let has_page = |quarter: Quarter| roadmap.quarters.binary_search(&quarter).is_ok();
    let neighbour = |quarter: Quarter| has_page(quarter).then(|| quarter_link(site, quarter, here));
    QuarterView {
        time,
        balance: of_quarter(site, quarter, here),
        outcome: sentence,
        hit_rate: hit_rate(site, quarter, time),
        parts,
        meanwhile: meanwhile.map(|id| entry(site, id, here)).collect(),
        meanwhile_title: match time {
            Some("coming") => "To be worked on meanwhile",
            _ => "Worked on meanwhile",
        },
        kinds: crate::load::roadmap::ItemKind::ALL
            .map(crate::load::roadmap::ItemKind::label)
            .to_vec(),
        before: neighbour(quarter.plus(-1)),
        after: neighbour(quarter.next()),
        ways: ways(site, here),
    }
}

/// How well first promises were kept. Unlike the outcome, it counts what moved away and came back.
fn hit_rate(site: &Site, quarter: Quarter, time: Option<&str>) -> String {
    let Some(hit) = site.typed.history.hit_rate(quarter) else {
        return String::new();
    };
    let by = match time {
        Some("past") => "by its end",
        Some("running") => "so far",
        // Nothing can be said of what is still to come.
        _ => return String::new(),
    };
    match (hit.promised, hit.kept) {
        (1, 1) => format!("1 item was first promised for this quarter, and it was shipped {by}."),
        (1, _) => {
            format!("1 item was first promised for this quarter, and it was not shipped {by}.")
        }
        (promised, 0) => {
            format!(
                "Of {promised} items that were first promised for this quarter, none was shipped {by}."
            )
        }
        (promised, 1) => {
            format!(
                "Of {promised} items that were first promised for this quarter, 1 was shipped {by}."
            )
        }
        (promised, kept) => format!(
            "Of {promised} items that were first promised for this quarter, {kept} were shipped {by}."
        ),
    }
}

fn promised(site: &Site, one: &Promised, to: &str, here: &Permalink) -> PromisedView {
    let mut note = match &one.other {
        Some(other) if !to.is_empty() => {
            let when = When::parse(other);
            let when = when.map_or_else(|_| other.clone(), When::words_behind);
            format!("{to} {when}")
        }
        _ => String::new(),
    };
    if let Some(because) = &one.because {
        note.push_str(if note.is_empty() {
            "Because: "
        } else {
            ". Because: "
        });
        note.push_str(because);
    }
    PromisedView {
        item: entry(site, one.item, here),
        note,
    }
}

/// "Of 7 promises 4 were shipped, 2 moved away and 1 was given up. 1 came in addition."
fn sentence(parts: &[OutcomePartView], time: Option<&str>) -> String {
    let count = |word: &str| {
        let part = parts.iter().find(|part| part.word == word);
        part.map_or(0, |part| part.items.len())
    };
    let promised = count("kept") + count("open") + count("moved") + count("dropped");
    let mut said = Vec::new();
    let mut say = |count: usize, one: &str, many: &str| {
        if count > 0 {
            said.push(format!("{count} {}", if count == 1 { one } else { many }));
        }
    };
    say(count("kept"), "was shipped", "were shipped");
    match time {
        Some("past") => say(count("open"), "was not", "were not"),
        _ => say(count("open"), "is still to come", "are still to come"),
    }
    say(count("moved"), "moved away", "moved away");
    say(
        count("dropped"),
        "was given up or waits",
        "were given up or wait",
    );
    let promises = if promised == 1 { "promise" } else { "promises" };
    let mut sentence = match said.split_last() {
        None => String::new(),
        Some((only, [])) => format!("Of {promised} {promises} {only}."),
        Some((last, rest)) => format!("Of {promised} {promises} {} and {last}.", rest.join(", ")),
    };
    match count("added") {
        0 => {}
        1 => sentence.push_str(" 1 came in addition."),
        count => sentence.push_str(&format!(" {count} came in addition.")),
    }
    sentence.trim().to_owned()
}

impl QuarterView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        if let Some(theme) = &self.balance.theme {
            let because = self.balance.because.as_deref().unwrap_or_default();
            out.push_str(&format!("\n> {theme}. {because}\n"));
        }
        if !self.outcome.is_empty() {
            out.push_str(&format!("\n{}\n", self.outcome));
        }
        for list in &self.parts {
            let lines = list.items.iter().map(|one| one.item.words_with(&one.note));
            part(&mut out, list.title, &bullets(lines));
        }
        let meanwhile = self.meanwhile.iter().map(ItemEntryView::words);
        part(&mut out, self.meanwhile_title, &bullets(meanwhile));
        let rows = self.balance.bars.iter();
        let bars = rows.map(|bar| {
            let values: Vec<String> = self
                .kinds
                .iter()
                .zip(bar.values)
                .map(|(kind, value)| format!("{} {value} %", kind.to_lowercase()))
                .collect();
            format!("{}: {}", bar.label, values.join(", "))
        });
        part(&mut out, "Balance", &bullets(bars));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;
    use crate::inputs::Inputs;
    use crate::pipeline::Compiler;

    #[test]
    fn what_waits_is_not_worked_on_and_what_was_moved_in_time_is_promised() {
        let item = |id: &str, rest: &str| {
            format!("[[item]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"feature\"\n{rest}\n")
        };
        let roadmap = [
            item("open", "when = \"2026-Q4\""),
            item(
                "moved",
                "when = \"2026-Q4\"\nshipped_on = 2026-10-15\n\
                 moved = [{ on = 2026-07-10, from = \"2026-Q3\", because = \"x\" }]",
            ),
            item("long", "when = \"2026-Q4..2027-Q2\""),
            item(
                "waits",
                "when = \"2026-Q4..2027-Q2\"\nstatus = \"paused\"\nbecause = \"x\"",
            ),
        ]
        .concat();
        let mut inputs = Inputs::from_texts([("content/roadmap/items.toml", roadmap.as_str())]);
        inputs.today = Date::parse("2026-11-20");
        let site = Compiler::once(None).build(&inputs).site;
        let of = |text: &str| {
            let quarter = Quarter::parse(text).expect("a quarter");
            view(&site, quarter, &Permalink::of_page("roadmap/a"))
        };
        let running = of("2026-Q4");
        let said = "Of 2 promises 1 was shipped and 1 is still to come.";
        assert_eq!(running.outcome, said);
        assert_eq!(running.meanwhile.len(), 1);
        assert_eq!(running.meanwhile_title, "Worked on meanwhile");
        let coming = of("2027-Q1");
        assert_eq!(coming.meanwhile.len(), 1);
        assert_eq!(coming.meanwhile_title, "To be worked on meanwhile");
        // The third quarter has a page, as something was promised for it, and no item any more.
        let timeline = super::super::timeline::view(&site, &Permalink::of_page("roadmap/timeline"));
        assert_eq!(timeline.earlier, 0);
        assert!(!timeline.words().contains("Before"));
    }
}
