//! What has to be known of a state of a site in order to compare it with another.

use serde::{Deserialize, Serialize};

pub mod files;
mod of;

/// The version of the form. A reader of another version refuses it.
pub const SCHEMA: u32 = 1;

/// A state of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The version of this form: [`SCHEMA`].
    pub schema: u32,
    /// The title of the site.
    pub title: String,
    /// Who can be responsible, in the order of the vocabulary.
    pub parties: Vec<Party>,
    /// The services, in reading order.
    pub services: Vec<Service>,
    /// The matrices, each with the address of its page.
    #[serde(default)]
    pub matrices: Vec<Matrix>,
    /// The tasks of every matrix, those too that it takes over from another.
    pub tasks: Vec<Task>,
    /// The pages, by file.
    pub pages: Vec<Page>,
}

/// Who can be responsible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether it is the reader's own side.
    pub you: bool,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The id.
    pub id: String,
    /// The title of its page.
    pub title: String,
    /// The id of its page; empty in what an older program wrote.
    #[serde(default)]
    pub page: String,
    /// How far it is: `live`; none where its page does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<String>,
    /// What it promises: its facts and those of its offerings in the author's order, then its
    /// support and what is done after the first day.
    pub facts: Vec<Fact>,
}

/// A matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// The id.
    pub id: String,
    /// The address of its page below the root of its version: `responsibilities/postgres/`.
    pub address: String,
}

/// A fact of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The offering that it is about; none for the whole service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offering: Option<String>,
    /// The label.
    pub label: String,
    /// The fact.
    pub text: String,
}

/// A task of a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The matrix.
    pub matrix: String,
    /// The matrix that it is written in, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The ids of the services that the matrix is about.
    pub services: Vec<String>,
    /// The phase.
    pub phase: String,
    /// The task in words.
    pub task: String,
    /// Its id, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Ids that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
    /// Ids or words of the tasks that it was split from or merged from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// The offering whose answer this is; none for the service as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offering: Option<String>,
    /// Who does it, in the order of the vocabulary.
    pub who: Vec<Share>,
    /// How far it is agreed upon: `agreed`, `proposed`, `disputed`.
    pub state: String,
    /// Why it is so, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What a party has to do with a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The id of the party.
    pub party: String,
    /// Its letters: `RA`; empty for one that only asks for it.
    pub letters: String,
    /// Whether it has to ask for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The id.
    pub id: String,
    /// The title; empty in what an older program wrote.
    #[serde(default)]
    pub title: String,
    /// The address below the root of its version: `services/postgres/`; empty of the home page.
    #[serde(default)]
    pub address: String,
    /// The digest of what its file says, in hexadecimal digits.
    pub digest: String,
    /// Ids that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
    /// What links to a part of it may name: its headings and footnotes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
}

impl Snapshot {
    /// What [`Snapshot`] says as JSON.
    ///
    /// # Errors
    /// Why it is none that this program reads, as the rest of a sentence: "is no snapshot".
    pub fn parse(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            schema: u32,
        }
        let version: Version =
            serde_json::from_str(json).map_err(|_| "is no snapshot".to_owned())?;
        if version.schema != SCHEMA {
            return Err(format!(
                "is a snapshot of form {}, this program reads form {SCHEMA}",
                version.schema
            ));
        }
        serde_json::from_str(json).map_err(|error| format!("is no snapshot: {error}"))
    }

    /// The same as JSON, which [`Snapshot::parse`] reads.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The page with this id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// The id of the reader's own side.
    pub fn you(&self) -> Option<&str> {
        let you = self.parties.iter().find(|party| party.you);
        you.map(|party| party.id.as_str())
    }
}
