//! Matrices in tables that belong to a service by their name alone, when the service gets another.
//!
//! A matrix in TOML says of which service it is (`keys`), one in markdown says so in its front matter,
//! and a sheet, which can say nothing but its rows, gets the name that the service has.

use std::collections::BTreeMap;

use super::{Splice, former, way};
use crate::decode::{Node, Value, toml};
use crate::error::Result;
use crate::inputs::Inputs;
use crate::load::matrix::Format;
use crate::markdown::EmbedKind;
use crate::model::Site;
use crate::path::SitePath;

/// What happens to tables of services that are called otherwise.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// Sheets of CSV, with the name that each gets.
    pub(super) renamed: Vec<(SitePath, SitePath)>,
    /// Their ids as matrices, before and after.
    ids: BTreeMap<String, String>,
    /// Matrices of markdown, with the id of their service.
    named: BTreeMap<SitePath, String>,
}

impl Sheets {
    /// The tables of `services`, ids before and after. A matrix that names its services is theirs
    /// whatever it is called.
    ///
    /// # Errors
    /// When something has the name already that a sheet would get.
    pub(super) fn of(
        site: &Site,
        inputs: &Inputs,
        services: &BTreeMap<String, String>,
    ) -> Result<Self> {
        let mut sheets = Self::default();
        for matrix in site.typed.responsibilities.all.iter() {
            let matrix = &matrix.file;
            let Some(now) = services
                .get(&matrix.id)
                .filter(|_| matrix.services.is_empty())
            else {
                continue;
            };
            match matrix.format {
                Format::Toml => {}
                Format::Markdown => {
                    sheets.named.insert(matrix.file.clone(), now.clone());
                }
                Format::Csv => {
                    let file = &matrix.file;
                    let to = format!("content/responsibilities/{now}.{}", file.extension());
                    let Some(to) = SitePath::new(&to) else {
                        continue;
                    };
                    if inputs.files.contains_key(&to) {
                        return Err(way::refused(
                            format!("{to} is there already, and {file} would get its name"),
                            "remove one of the two first, or choose another name",
                        ));
                    }
                    sheets.ids.insert(matrix.id.clone(), now.clone());
                    sheets.renamed.push((file.clone(), to));
                }
            }
        }
        Ok(sheets)
    }

    /// Where a file will be that is no page.
    pub(super) fn file(&self, file: &SitePath) -> Option<SitePath> {
        let mut renamed = self.renamed.iter();
        let found = renamed.find(|(from, _)| from == file);
        found.map(|(_, to)| to.clone())
    }

    /// The text of a matrix in markdown, with the service that it is of; None where it need not say.
    pub(super) fn named(&self, file: &SitePath, text: &str) -> Option<String> {
        let now = self.named.get(file)?;
        Some(former::with(text, "services", now))
    }

    /// Collects what has to change where a sheet is named that gets another name: in `extends` of
    /// other matrices, and where pages show it.
    pub(super) fn mend(
        &self,
        site: &Site,
        inputs: &Inputs,
        splices: &mut BTreeMap<SitePath, Vec<Splice>>,
    ) {
        if self.ids.is_empty() {
            return;
        }
        for matrix in site.typed.responsibilities.all.iter() {
            let file = &matrix.file.file;
            let Some(text) = inputs
                .text(file.as_str())
                .filter(|_| !matrix.file.extends.is_empty())
            else {
                continue;
            };
            if let Some(node) = toml::parse(text, 0).0.get("extends") {
                self.value(text, node, splices.entry(file.clone()).or_default());
            }
        }
        let embeds = site.pages.iter();
        let embeds = embeds.flat_map(|node| &node.page.outline().embeds);
        for embed in embeds.filter(|embed| embed.kind == EmbedKind::Matrix) {
            let (name, span) = &embed.subject;
            let text = inputs.text(embed.file.as_str());
            let is_written = text.is_some_and(|text| text.get(span.start..span.end) == Some(name));
            if let Some(now) = self.ids.get(name).filter(|_| is_written) {
                let own = splices.entry(embed.file.clone()).or_default();
                own.push(Splice {
                    span: *span,
                    text: now.clone(),
                });
            }
        }
    }

    fn value(&self, text: &str, node: &Node, own: &mut Vec<Splice>) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.value(text, item, own)),
            Value::Table(table) => {
                if let Some(node) = table.get("matrix") {
                    self.value(text, node, own);
                }
            }
            Value::Text(written) => {
                if let Some(now) = self.ids.get(written) {
                    own.extend(super::keys::inside(text, node.span, written, now));
                }
            }
            _ => {}
        }
    }
}
