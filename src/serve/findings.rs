//! Findings as a browser shows them: the frame of the terminal, and a link that opens the editor.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity, frame};
use crate::inputs::Inputs;
use crate::path::SitePath;
use crate::source::position;
use crate::theme::Theme;

use super::editor::Places;

/// How wide a frame is, in characters.
const WIDTH: usize = 92;

/// Everything a check found, with the texts it is about.
///
/// Frames are drawn when somebody looks at them: a site that is being moved here has thousands.
#[derive(Default)]
pub struct Findings {
    all: Option<Vec<Diagnostic>>,
    texts: HashMap<SitePath, Arc<str>>,
}

/// One finding for a browser. All of it is text; nothing of it is markup.
#[derive(Serialize)]
pub struct Shown {
    /// `link/dead`
    pub code: &'static str,
    /// `error` or `warning`
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// The file, and the line where one is meant: `content/a.md:3`.
    pub place: String,
    /// The whole message as a terminal shows it.
    pub frame: String,
    /// The address that opens the editor there; none for files of a git ref.
    pub editor: Option<String>,
}

/// Two are the same when nobody could see a difference.
impl PartialEq for Findings {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all && self.texts == other.texts
    }
}

impl Findings {
    /// What was found in `inputs`.
    pub fn new(all: Vec<Diagnostic>, inputs: &Inputs) -> Self {
        let mut findings = Self::default();
        for finding in &all {
            findings.keep_texts(finding, inputs);
        }
        findings.all = Some(all);
        findings
    }

    fn keep_texts(&mut self, finding: &Diagnostic, inputs: &Inputs) {
        let related = finding.related.iter().map(|related| &related.file);
        for file in std::iter::once(&finding.file).chain(related) {
            if self.texts.contains_key(file.as_str()) {
                continue;
            }
            let text = inputs.text(file.as_str()).cloned();
            if let Some(text) = text.or_else(|| Theme::embedded_text(file.as_str())) {
                self.texts.insert(file.clone(), text);
            }
        }
    }

    /// Whether a check has ended at all.
    pub fn is_checked(&self) -> bool {
        self.all.is_some()
    }

    /// All, sorted.
    pub fn all(&self) -> &[Diagnostic] {
        self.all.as_deref().unwrap_or_default()
    }

    /// The findings about any of these files.
    pub fn about<'a>(&'a self, files: &'a [&SitePath]) -> impl Iterator<Item = &'a Diagnostic> {
        self.all()
            .iter()
            .filter(move |finding| files.contains(&&finding.file))
    }

    /// A finding as a browser shows it.
    pub fn shown(&self, finding: &Diagnostic, places: &Places) -> Shown {
        let sources = |path: &SitePath| {
            let text = self.texts.get(path.as_str()).cloned();
            text.or_else(|| Theme::embedded_text(path.as_str()))
        };
        let style = frame::Style {
            color: false,
            width: WIDTH,
        };
        let at = finding.span.and_then(|span| {
            let text = sources(&finding.file)?;
            Some(position(&text, span.start))
        });
        let place = match &at {
            Some(at) => format!("{}:{}", finding.file, at.line),
            None => finding.file.to_string(),
        };
        Shown {
            code: finding.code.name(),
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: finding.message.clone(),
            place,
            frame: frame::render(finding, &sources, style),
            editor: places.link(&finding.file, at),
        }
    }
}
