//! Where people meet: content/communities.toml.

use std::sync::Arc;

use crate::decode::fields::Codes;
use crate::decode::{Fields, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

use super::Written;

/// The codes of findings about communities. There is no date in the file.
const CODES: Codes = Codes {
    unknown_key: Code::CommunityUnknownKey,
    unknown_value: Code::CommunityUnknownValue,
    bad_date: Code::CommunityUnknownValue,
};

/// What the file says.
#[derive(Debug)]
pub struct Communities {
    /// The file.
    pub file: SitePath,
    /// The communities, in the author's order.
    pub all: Vec<Community>,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// People who share a craft or a service.
#[derive(Clone, Debug)]
pub struct Community {
    /// The id.
    pub id: Written,
    /// The title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: Option<String>,
    /// Where they talk: an address or a channel.
    pub channel: Option<String>,
    /// The events and series at which they meet.
    pub meets: Vec<Written>,
    /// Who invites: teams, or names.
    pub hosts: Vec<Written>,
    /// How to join: a page, an address or words.
    pub join: Option<Written>,
    /// For whom it is.
    pub personas: Vec<Written>,
    /// The services it is about.
    pub services: Vec<Written>,
}

impl Communities {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let mut fields = Fields::new(&table, file, CODES, "communities.toml", &mut findings);
        let mut all = Vec::new();
        for table in fields.tables("community") {
            let mut item = fields.inner(table, "a community");
            let id = item.id_or_place("this community");
            let mut services = item.texts("services");
            services.extend(item.texts("service"));
            all.push(Community {
                title: item.text("title").unwrap_or_else(|| id.0.clone()),
                id,
                summary: item.text("summary"),
                channel: item.text("channel"),
                meets: item.texts("meets"),
                hosts: item.texts("hosts"),
                join: item.spanned_text("join"),
                personas: item.texts("personas"),
                services,
            });
            item.finish();
        }
        fields.finish();
        Arc::new(Self {
            file: file.clone(),
            all,
            findings,
        })
    }
}
