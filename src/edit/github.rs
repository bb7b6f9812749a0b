//! Issues of GitHub as a roadmap: as the API gives them, and as `gh issue list --json` does.
//!
//! An issue is not a promise, so most of what a roadmap says has to be guessed. Every guess is
//! listed with a number that stands at its line too: nothing is decided in silence.

use serde::Deserialize;

use crate::date::{Date, Quarter, When};
use crate::diagnostic::visible;
use crate::edit::roadmap::id_of;
use crate::edit::sheet::quoted;
use crate::error::{Error, Result};

mod guess;

use guess::{kind, status, when};

/// A roadmap made of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The items as TOML; what was guessed has its number behind it: `# guess 3`.
    pub toml: String,
    /// The guesses, in the order of their numbers, and what was left out.
    pub guesses: Vec<String>,
    /// How many items there are.
    pub items: usize,
}

/// An issue. Both ways to write a key are those of GitHub: of its API, and of its command.
#[derive(Deserialize)]
struct Issue {
    #[serde(default)]
    number: u64,
    #[serde(default)]
    title: String,
    #[serde(default)]
    state: String,
    #[serde(default, alias = "stateReason")]
    state_reason: Option<String>,
    #[serde(default, alias = "closedAt")]
    closed_at: Option<String>,
    #[serde(default)]
    html_url: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    milestone: Option<Milestone>,
    #[serde(default)]
    pull_request: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Label {
    Named { name: String },
    Plain(String),
}

impl Label {
    fn name(&self) -> &str {
        match self {
            Self::Named { name } => name,
            Self::Plain(name) => name,
        }
    }
}

#[derive(Deserialize)]
struct Milestone {
    #[serde(default)]
    title: String,
    #[serde(default, alias = "dueOn")]
    due_on: Option<String>,
}

/// A file is a list of issues, an answer of the search, or one issue.
#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    List(Vec<Issue>),
    Found { items: Vec<Issue> },
    One(Box<Issue>),
}

/// Makes a roadmap of issues. Ids of services are told from labels by `services`; `taken` are ids of
/// items that are there already.
///
/// # Errors
/// When the text is no JSON of issues.
pub fn import(json: &str, services: &[String], taken: &[String]) -> Result<Imported> {
    let document: Document = serde_json::from_str(json).map_err(|error| Error::Refused {
        message: format!("this is no list of GitHub issues: {error}"),
        help: "save what the API answers: `gh api --paginate repos/OWNER/REPO/issues?state=all > issues.json`"
            .into(),
    })?;
    let issues = match document {
        Document::List(issues) | Document::Found { items: issues } => issues,
        Document::One(issue) => vec![*issue],
    };
    let mut out = Writer {
        taken: taken.iter().map(|id| id.to_lowercase()).collect(),
        ..Writer::default()
    };
    let mut requests = 0;
    for issue in &issues {
        if issue.pull_request.is_some() {
            requests += 1;
        } else if issue.title.trim().is_empty() {
            out.guesses
                .push(format!("#{} has no title and was left out", issue.number));
        } else {
            out.item(issue, services);
        }
    }
    if requests > 0 {
        let requests = match requests {
            1 => "1 pull request was".to_owned(),
            many => format!("{many} pull requests were"),
        };
        out.guesses
            .push(format!("{requests} left out: work, not promises"));
    }
    if out.items > 0 {
        out.guesses.push(
            "texts, comments, assignees and thumbs were left out: say in `benefit` what an item is \
             good for, and in `owner` which team does it"
                .to_owned(),
        );
    }
    Ok(Imported {
        toml: out.toml,
        guesses: out.guesses,
        items: out.items,
    })
}

#[derive(Default)]
struct Writer {
    toml: String,
    guesses: Vec<String>,
    items: usize,
    taken: std::collections::HashSet<String>,
}

impl Writer {
    fn item(&mut self, issue: &Issue, services: &[String]) {
        if self.items > 0 {
            self.toml.push('\n');
        }
        self.items += 1;
        let title = visible::text(issue.title.trim()).into_owned();
        let labels: Vec<&str> = issue.labels.iter().map(Label::name).collect();
        let id = self.id(&title, issue.number);
        self.toml.push_str("[[item]]\n");
        self.line("id", &quoted(&id), None, issue);
        self.line("title", &quoted(&title), None, issue);
        let kind = kind(&labels);
        self.line("kind", &quoted(kind.value), kind.why, issue);
        self.state(issue, &labels);
        let own: Vec<&String> = services
            .iter()
            .filter(|service| labels.iter().any(|label| guess::names(label, service)))
            .collect();
        if !own.is_empty() {
            let list: Vec<String> = own.iter().map(|service| quoted(service)).collect();
            let list = format!("[{}]", list.join(", "));
            self.line(
                "services",
                &list,
                Some("a label has its name".to_owned()),
                issue,
            );
        }
        let url = issue.html_url.as_ref().or(issue.url.as_ref());
        if let Some(url) = url.filter(|url| url.starts_with("https://")) {
            let label = quoted(&format!("#{}", issue.number));
            let link = format!("[{{ label = {label}, url = {} }}]", quoted(url));
            self.line("links", &link, None, issue);
        }
    }

    /// Whether it is open, shipped or dropped, and when.
    fn state(&mut self, issue: &Issue, labels: &[&str]) {
        let milestone = issue.milestone.as_ref();
        let title = milestone.map(|one| one.title.trim()).unwrap_or_default();
        let due = milestone.and_then(|one| day(one.due_on.as_deref()));
        let reason = issue
            .state_reason
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        if !issue.state.eq_ignore_ascii_case("closed") {
            if let Some(status) = status(labels) {
                self.line("status", &quoted(status.value), status.why, issue);
                if status.value == "paused" {
                    let why = "nobody says why: write the real reason".to_owned();
                    self.line("because", &quoted("Paused on GitHub."), Some(why), issue);
                }
            }
            let when = when(title, due);
            self.line("when", &quoted(&when.value), when.why, issue);
            return;
        }
        let closed = day(issue.closed_at.as_deref());
        if matches!(reason.as_str(), "not_planned" | "duplicate") {
            let because = match reason.as_str() {
                "duplicate" => "Closed on GitHub as a duplicate.",
                _ => "Closed on GitHub as not planned.",
            };
            self.line("status", "\"dropped\"", None, issue);
            let why = "GitHub knows no reason: write the real one".to_owned();
            self.line("because", &quoted(because), Some(why), issue);
            return;
        }
        let planned = When::parse(title)
            .ok()
            .filter(|when| when.interval().is_some());
        if let Some(planned) = planned {
            let why = format!("the milestone is called {title}");
            self.line("when", &quoted(&planned.to_string()), Some(why), issue);
        }
        match closed {
            Some(day) => {
                let why = "the day it was closed: users may have had it later".to_owned();
                self.line("shipped_on", &day.to_string(), Some(why), issue);
            }
            None => {
                let why = "it is closed, and nobody says when: add `shipped_on`".to_owned();
                self.line("status", "\"shipped\"", Some(why), issue);
            }
        }
        if guess::is_version(title) {
            let why = "the milestone looks like a version".to_owned();
            self.line("shipped_in", &quoted(title), Some(why), issue);
        }
    }

    /// A key with its value; what was guessed gets a number.
    fn line(&mut self, key: &str, value: &str, why: Option<String>, issue: &Issue) {
        self.toml.push_str(&format!("{key} = {value}"));
        if let Some(why) = why {
            let number = self.guesses.len() + 1;
            self.toml.push_str(&format!("  # guess {number}"));
            let title = visible::text(issue.title.trim());
            self.guesses.push(format!(
                "#{} {title}: {key} = {value}, since {why}",
                issue.number
            ));
        }
        self.toml.push('\n');
    }

    /// An id of the title that nothing else has.
    fn id(&mut self, title: &str, number: u64) -> String {
        let made = id_of(title);
        let mut id = made.clone();
        if self.taken.contains(&id.to_lowercase()) {
            id = format!("{made}-{number}");
        }
        let mut again = 2;
        while !self.taken.insert(id.to_lowercase()) {
            id = format!("{made}-{number}-{again}");
            again += 1;
        }
        id
    }
}

/// The day of a time of the API: `2026-06-24T08:11:02Z`.
fn day(time: Option<&str>) -> Option<Date> {
    Date::parse(time?.get(..10)?)
}

/// A quarter as it is written.
fn quarter_of(day: Date) -> String {
    Quarter::of(day).to_string()
}

#[cfg(test)]
mod tests;
