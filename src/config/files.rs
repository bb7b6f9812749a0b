//! Settings that name files of the site, and the program that draws diagrams.

use super::CODES;
use crate::decode::Table;
use crate::decode::fields::Fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

/// How diagrams become pictures: `[mermaid]`. Without it their source is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mermaid {
    /// A copy of the library among the files of the site, which draws in the reader's browser.
    pub script: Option<SitePath>,
    /// Where the script is named.
    pub script_span: Span,
    /// The program that draws while the site is built, and its arguments; empty for none. It reads
    /// the source from its standard input and writes an SVG to its standard output. `{look}` in an
    /// argument becomes `default` or `dark`.
    pub command: Vec<String>,
}

/// A file below content/, by its path from the folder of the site. `example` is one that could be.
pub(super) fn file(
    fields: &mut Fields<'_, '_>,
    name: &'static str,
    example: &str,
) -> Option<SitePath> {
    let (text, span) = fields.spanned_text(name)?;
    let path = SitePath::new(&text).filter(|path| path.in_content().is_some());
    if path.is_none() {
        let message = format!("`{text}` is no file below content/");
        let finding = Diagnostic::at(Code::SiteUnknownValue, fields.file(), span, message)
            .help(format!("write for example `{example}`"));
        fields.push(finding);
    }
    path
}

/// Reads `[mermaid]`.
pub(super) fn read_mermaid(
    table: &Table,
    path: &SitePath,
    findings: &mut Vec<Diagnostic>,
) -> Mermaid {
    let mut fields = Fields::new(table, path, CODES, "[mermaid]", findings);
    let script = file(&mut fields, "script", "content/assets/mermaid.min.js");
    let words = fields.texts("command");
    if let Some((_, span)) = words.iter().find(|(word, _)| word.contains('\0')) {
        let message = "a word of a command cannot have a zero byte in it";
        fields.push(Diagnostic::at(Code::SiteUnknownValue, path, *span, message));
    }
    let both = table.get("command").filter(|_| script.is_some());
    if let Some(node) = both {
        let message = "`script` and `command` both draw the diagrams";
        let finding = Diagnostic::at(Code::SiteUnknownValue, path, node.span, message)
            .help("keep one of them; until then the script does it");
        fields.push(finding);
    }
    fields.finish();
    Mermaid {
        command: match script {
            None => words.into_iter().map(|(word, _)| word).collect(),
            Some(_) => Vec::new(),
        },
        script_span: table
            .get("script")
            .map_or(Span::default(), |node| node.span),
        script,
    }
}
