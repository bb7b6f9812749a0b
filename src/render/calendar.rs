//! Calendar files, as RFC 5545 has them: entries of a day, of a time, and of a time that repeats.
//!
//! Nothing in a file depends on the clock. An entry's UID is made from what it is, and its DTSTAMP is
//! always the same day, so the same content gives the same bytes.

use std::fmt::Write;

use crate::date::Date;
use crate::date::zone::{Local, Moment, Zone};
use crate::path::Permalink;

use super::{Rendered, Renderer};

mod zones;

/// A line has at most so many bytes before its end.
const LINE: usize = 75;
/// The file has no time of its own: when it was made says nothing about what is in it.
const STAMP: &str = "19700101T000000Z";

/// A calendar file.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// What calendar programs call it.
    pub name: String,
    /// What is in it, in order.
    pub entries: Vec<Entry>,
}

/// What a calendar file shows at one time, or again and again.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What makes it the same entry in the next file: see [`uid`].
    pub uid: String,
    /// When it is.
    pub when: When,
    /// Its title.
    pub title: String,
    /// What it is about, over several lines.
    pub description: String,
    /// Where it is.
    pub location: Option<String>,
    /// The absolute address of its page.
    pub url: Option<String>,
    /// What kind of entry it is.
    pub category: Option<String>,
    /// Whether it does not take place.
    pub is_cancelled: bool,
    /// How it repeats, with what it leaves out.
    pub repeats: Option<Repeats>,
    /// Of one that takes the place of another of the same UID: when that was.
    pub replaces: Option<(Moment, Zone)>,
}

/// When an entry is.
#[derive(Clone, Debug)]
pub enum When {
    /// The whole of these days; the second is the last one.
    Days(Date, Date),
    /// From one moment to another, by the clocks of a zone.
    Time(Moment, Moment, Zone),
}

/// How an entry repeats.
#[derive(Clone, Debug)]
pub struct Repeats {
    /// The rule without its end: `FREQ=WEEKLY`.
    pub rule: String,
    /// The last time; none for ever.
    pub until: Option<Moment>,
    /// The times of the rule at which it is not.
    pub except: Vec<Moment>,
}

impl Entry {
    /// An entry of whole days, with nothing but a title.
    pub fn of_days(uid: String, first: Date, last: Date, title: impl Into<String>) -> Self {
        Self::new(uid, When::Days(first, last), title)
    }

    /// An entry with nothing but a title.
    pub fn new(uid: String, when: When, title: impl Into<String>) -> Self {
        Self {
            uid,
            when,
            title: title.into(),
            description: String::new(),
            location: None,
            url: None,
            category: None,
            is_cancelled: false,
            repeats: None,
            replaces: None,
        }
    }
}

/// The UID of something that has an id: `event-db-night@harbor.example.org`. It stays the same as long
/// as the id and the host of the site do.
pub fn uid(renderer: &Renderer<'_>, kind: &str, id: &str) -> String {
    let base = renderer.site.config.base_url.as_ref();
    let host = base.and_then(|base| base.as_str().split('/').nth(2));
    format!("{kind}-{id}@{}", host.unwrap_or("groundplan.invalid"))
}

/// The absolute address of a page of the site, for `url`; none without a base address.
pub fn url(renderer: &Renderer<'_>, permalink: &Permalink) -> Option<String> {
    renderer.absolute(permalink)
}

impl Calendar {
    /// The file.
    pub fn render(&self) -> Rendered {
        Rendered::from(self.text())
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut file = Lines::default();
        file.put("BEGIN:VCALENDAR");
        file.put("VERSION:2.0");
        file.put("PRODID:-//Groundplan//Groundplan//EN");
        file.put("CALSCALE:GREGORIAN");
        file.put("METHOD:PUBLISH");
        // What programs understand: the new name, and the one from before it.
        file.text("NAME", &self.name);
        file.text("X-WR-CALNAME", &self.name);
        zones::put(self, &mut file);
        for entry in &self.entries {
            put_entry(entry, &mut file);
        }
        file.put("END:VCALENDAR");
        file.0
    }
}

fn put_entry(entry: &Entry, file: &mut Lines) {
    file.put("BEGIN:VEVENT");
    file.text("UID", &entry.uid);
    file.put(&format!("DTSTAMP:{STAMP}"));
    match &entry.when {
        When::Days(first, last) => {
            file.put(&format!("DTSTART;VALUE=DATE:{}", first.compact()));
            // The end of whole days is the day after.
            let end = last.max(first).next_day();
            file.put(&format!("DTEND;VALUE=DATE:{}", end.compact()));
        }
        When::Time(start, end, zone) => {
            file.put(&time("DTSTART", *start, zone));
            if end > start {
                file.put(&time("DTEND", *end, zone));
            }
        }
    }
    if let Some((moment, zone)) = &entry.replaces {
        file.put(&time("RECURRENCE-ID", *moment, zone));
    }
    if let (Some(repeats), When::Time(_, _, zone)) = (&entry.repeats, &entry.when) {
        let until = repeats
            .until
            .map(|last| format!(";UNTIL={}", last.compact_utc()));
        file.put(&format!(
            "RRULE:{}{}",
            repeats.rule,
            until.unwrap_or_default()
        ));
        for moment in &repeats.except {
            file.put(&time("EXDATE", *moment, zone));
        }
    }
    file.text("SUMMARY", &entry.title);
    if !entry.description.is_empty() {
        file.text("DESCRIPTION", &entry.description);
    }
    if let Some(location) = &entry.location {
        file.text("LOCATION", location);
    }
    if let Some(url) = &entry.url {
        file.put(&format!("URL:{}", plain(url)));
    }
    if let Some(category) = &entry.category {
        file.text("CATEGORIES", category);
    }
    file.put(match entry.is_cancelled {
        true => "STATUS:CANCELLED",
        false => "STATUS:CONFIRMED",
    });
    if matches!(entry.when, When::Days(..)) {
        // A day in a plan takes nobody's time.
        file.put("TRANSP:TRANSPARENT");
    }
    file.put("END:VEVENT");
}

/// `DTSTART;TZID=Europe/Berlin:20261203T150000`, and in UTC with a `Z`.
fn time(name: &str, moment: Moment, zone: &Zone) -> String {
    match is_utc(zone) {
        true => format!("{name}:{}", moment.compact_utc()),
        false => format!("{name};TZID={}:{}", zone.name(), moment.local.compact()),
    }
}

fn is_utc(zone: &Zone) -> bool {
    matches!(zone.name(), "UTC" | "Etc/UTC")
}

/// The lines of a file: each ends with CR and LF, and one that is long goes on in the next.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line. What is in it has no control characters.
    fn put(&mut self, line: &str) {
        let mut width = 0;
        for letter in line.chars() {
            // A letter of several bytes stays whole.
            if width + letter.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(letter);
            width += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is any text.
    fn text(&mut self, name: &str, text: &str) {
        self.put(&format!("{name}:{}", escaped(text)));
    }

    /// A local time of a zone's description.
    fn local(&mut self, name: &str, local: Local) {
        self.put(&format!("{name}:{}", local.compact()));
    }
}

/// Text with what has a meaning escaped, and without what no calendar may hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => {
                let _ = write!(out, "\\{letter}");
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests;
