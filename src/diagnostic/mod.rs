//! What an author should know about their content: a value, drawn by the command line.

use std::sync::Arc;

use crate::path::SitePath;
use crate::source::Span;

pub mod code;
pub mod explain;
pub mod frame;
pub mod github;
pub mod json;
pub mod levels;
mod mark;
pub mod suggest;
mod synonym;
pub mod visible;

pub use code::{Code, Level};
pub use explain::{explain, explain_unknown};
pub use levels::{Levels, Setting};
pub use mark::Mark;

/// Where the texts of a site's files are found when findings are drawn: [`Inputs::text`], mostly.
///
/// [`Inputs::text`]: crate::inputs::Inputs::text
pub type Sources<'a> = &'a dyn Fn(&SitePath) -> Option<Arc<str>>;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is built, the command fails.
    Error,
    /// The site is built, the command succeeds, unless `--strict`.
    Warning,
}

/// One finding: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding.
    pub code: Code,
    /// How serious, after the site's `[check]`.
    pub severity: Severity,
    /// What is wrong, as a sentence without a full stop. May hold any character of the input.
    pub message: String,
    /// The file it is about.
    pub file: SitePath,
    /// The place in the file; None when the whole file is meant.
    pub span: Option<Span>,
    /// What to say at the place, below the line; empty for nothing.
    pub label: String,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What to do, a sentence each.
    pub help: Vec<String>,
    /// The text that would mend it, in place of `span`.
    pub replacement: Option<String>,
    /// What other findings about the same cause have to know of it.
    pub mark: Option<Mark>,
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file.
    pub file: SitePath,
    /// The place in it.
    pub span: Span,
    /// What is there.
    pub label: String,
}

impl Diagnostic {
    /// A finding about a place in a file.
    pub fn at(code: Code, file: &SitePath, span: Span, message: impl Into<String>) -> Self {
        Self {
            span: Some(span),
            ..Self::about(code, file, message)
        }
    }

    /// The same with a mark for other findings.
    #[must_use]
    pub fn marked(mut self, mark: Mark) -> Self {
        self.mark = Some(mark);
        self
    }

    /// A finding about a whole file.
    pub fn about(code: Code, file: &SitePath, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            file: file.clone(),
            span: None,
            label: String::new(),
            related: Vec::new(),
            help: Vec::new(),
            replacement: None,
            mark: None,
        }
    }

    /// The same with words at the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The same with the text that would mend it.
    pub fn replacement(mut self, text: impl Into<String>) -> Self {
        self.replacement = Some(text.into());
        self
    }

    /// The same with another place that explains it.
    pub fn related(mut self, file: &SitePath, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related {
            file: file.clone(),
            span,
            label: label.into(),
        });
        self
    }
}

/// Sorts findings by file, place, code and message, and drops those said twice.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    let key = |finding: &Diagnostic| (finding.file.clone(), finding.span, finding.code);
    findings.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
    findings.dedup();
}

/// How many findings are errors and how many are warnings.
pub fn count(findings: &[Diagnostic]) -> (usize, usize) {
    let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
    let errors = findings.iter().filter(is_error).count();
    (errors, findings.len() - errors)
}
