//! A reading as the TOML of a matrix.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::guess::{Entry, Guesses, shown};
use super::letters::Letters;
use super::names::Parties;
use super::reading::{Activity, Placed, Reading, Remark};

/// The text of a matrix and the list of all that was guessed on the way.
#[derive(Clone, Debug)]
pub struct Document {
    /// The TOML.
    pub text: String,
    /// What was guessed and what was left out, in the order of the file that was read.
    pub entries: Vec<Entry>,
}

/// Keys of a whole matrix in TOML; every other name at the top is a phase.
pub const FILE_KEYS: [&str; 8] = [
    "title",
    "services",
    "service",
    "extends",
    "reviewed",
    "review_every",
    "status",
    "notes",
];

/// The key below which offerings differ, in a row and in a phase.
pub const OFFERING: &str = "offering";

/// Whether a name means something else at the top of a matrix or in a phase.
fn is_reserved(name: &str) -> bool {
    FILE_KEYS.contains(&name) || name == OFFERING
}

/// What tasks below no heading are called.
const NO_PHASE: &str = "Tasks";

/// Writes what was read as TOML.
pub fn write(reading: &Reading, parties: &Parties) -> Document {
    let mut writer = Writer {
        parties,
        reading,
        out: String::new(),
        guesses: Guesses::default(),
    };
    writer.file();
    let mut entries = reading.entries.clone();
    entries.extend(writer.guesses.finish());
    entries.sort_by_key(|entry| entry.spans.first().map(|span| span.start));
    Document {
        text: writer.out,
        entries,
    }
}

struct Writer<'a> {
    parties: &'a Parties,
    reading: &'a Reading,
    out: String,
    guesses: Guesses,
}

impl Writer<'_> {
    fn file(&mut self) {
        if let Some(title) = &self.reading.title {
            self.line(format_args!("title = {}", quoted(title)));
        }
        for note in &self.reading.notes {
            self.line(format_args!("notes.{} = {}", note.name, quoted(&note.text)));
        }
        let mut names = HashSet::new();
        for phase in &self.reading.phases {
            let written = match phase.name.as_str() {
                "" => NO_PHASE,
                name => name,
            };
            let name = free(written, &mut names);
            if phase.name.is_empty() {
                let text = format!("tasks below no heading are in the phase `{name}`");
                self.guesses.read(text, phase.span);
            } else if name != written {
                let text = format!(
                    "the phase `{}` is called `{}`",
                    shown(written),
                    shown(&name)
                );
                self.guesses.read(text, phase.span);
            }
            if !self.out.is_empty() {
                self.out.push('\n');
            }
            self.line(format_args!("[{}]", quoted(&name)));
            let mut labels = HashSet::new();
            for activity in &phase.activities {
                self.activity(activity, &mut labels);
            }
        }
        if !self.reading.unused.is_empty() {
            self.out.push_str("\n# Notes that belong to no task:\n");
            for note in &self.reading.unused {
                self.line(format_args!("# {}", note.replace(char::is_control, " ")));
            }
        }
    }

    fn line(&mut self, line: std::fmt::Arguments) {
        let _ = self.out.write_fmt(line);
        self.out.push('\n');
    }

    fn activity(&mut self, activity: &Activity, labels: &mut HashSet<String>) {
        let label = free(&activity.label.0, labels);
        if label != activity.label.0 {
            let text = format!(
                "the task `{}` is called `{}`, since its name is taken",
                shown(&activity.label.0),
                shown(&label)
            );
            self.guesses.read(text, activity.label.1);
        }
        let keys = self.keys(activity);
        let who: Vec<(&str, Letters)> = activity
            .who
            .iter()
            .filter_map(|who| {
                let party = self.parties.id(*who.party.as_ref().ok()?);
                Some((party, *who.letters.as_ref().ok()?))
            })
            .collect();
        let value = if keys.is_empty() {
            let parts: Vec<String> = who
                .iter()
                .map(|(party, letters)| short(party, *letters))
                .collect();
            quoted(&parts.join(", "))
        } else {
            let mut parts: Vec<String> = who
                .iter()
                .map(|(party, letters)| format!("{} = \"{letters}\"", key(party)))
                .collect();
            parts.extend(keys);
            format!("{{ {} }}", parts.join(", "))
        };
        self.line(format_args!("{} = {value}", quoted(&label)));
    }

    /// The keys of a row beside the parties.
    fn keys(&self, activity: &Activity) -> Vec<String> {
        let mut keys = Vec::new();
        let shared: Vec<String> = activity
            .shared
            .iter()
            .map(|(party, _)| self.parties.id(*party).to_owned())
            .collect();
        let texts = |all: &[Placed]| all.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>();
        let notes: Vec<String> = activity
            .notes
            .iter()
            .map(|remark| match remark {
                Remark::Text((text, _)) => text.clone(),
                Remark::Named(index, _) => self
                    .reading
                    .notes
                    .get(*index)
                    .map_or_else(String::new, |note| format!("@{}", note.name)),
            })
            .collect();
        if !shared.is_empty() {
            keys.push(format!("shared = {}", array(&shared)));
        }
        for (name, all) in [
            ("on_request", texts(&activity.on_request)),
            ("doc", texts(&activity.docs)),
            ("note", notes),
        ] {
            match all.as_slice() {
                [] => {}
                [one] => keys.push(format!("{name} = {}", quoted(one))),
                several => keys.push(format!("{name} = {}", array(several))),
            }
        }
        for (name, text) in [
            ("request", &activity.request),
            ("why", &activity.why),
            ("state", &activity.state),
            ("headline", &activity.headline),
            ("id", &activity.id),
        ] {
            if let Some((text, _)) = text {
                keys.push(format!("{name} = {}", quoted(text)));
            }
        }
        // Both were read as dates, which TOML writes without quotes.
        for (name, date) in [
            ("since", &activity.since),
            ("decide_by", &activity.decide_by),
        ] {
            if let Some((date, _)) = date {
                keys.push(format!("{name} = {date}"));
            }
        }
        keys
    }
}

/// `platform`, `customer C`: a party alone does it and answers for it.
fn short(party: &str, letters: Letters) -> String {
    match letters == Letters::RA {
        true => party.to_owned(),
        false => format!("{party} {letters}"),
    }
}

/// A name that nothing else has in its table, whatever the case.
fn free(name: &str, taken: &mut HashSet<String>) -> String {
    let mut name = name.to_owned();
    if is_reserved(name.as_str()) {
        // All reserved names begin with an ASCII letter.
        name[..1].make_ascii_uppercase();
    }
    let folded = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        words.join(" ").to_lowercase()
    };
    let plain = name.clone();
    let mut count = 1;
    while !taken.insert(folded(&name)) {
        count += 1;
        name = format!("{plain} ({count})");
    }
    name
}

fn array(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| self::quoted(text)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A key without quotes where TOML allows it.
fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    match !name.is_empty() && name.bytes().all(bare) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// A basic string of TOML. (<https://toml.io/en/v1.0.0#string>)
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
