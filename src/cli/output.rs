//! Printing: the only place that does. A reader that goes away is no mistake.

use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic, frame, github, json, visible};
use crate::error::Error;
use crate::inputs::Inputs;
use crate::path::SitePath;
use crate::theme::Theme;

use super::args::{Color, Format, Global};

/// How many findings are shown with their lines before the rest is only counted.
const MAX_FRAMES: usize = 200;

/// Where and how to print.
#[derive(Clone)]
pub struct Output {
    format: Format,
    color: bool,
    quiet: bool,
    width: usize,
}

impl Output {
    /// As the arguments say.
    pub fn new(global: &Global) -> Self {
        let wanted = io::stderr().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self {
            // Only what is asked for is markdown, not what is said beside it.
            format: match global.format {
                Format::Markdown => Format::Human,
                format => format,
            },
            color: match global.color {
                Color::Auto => wanted,
                Color::Always => true,
                Color::Never => false,
            },
            quiet: global.quiet,
            width: 100,
        }
    }

    /// Without colours, before any argument is known.
    pub fn plain() -> Self {
        Self {
            format: Format::Human,
            color: false,
            quiet: false,
            width: 100,
        }
    }

    /// Whether a progress line may be shown.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && self.format == Format::Human && io::stderr().is_terminal()
    }

    /// For whom results are printed.
    pub fn format(&self) -> Format {
        self.format
    }

    /// How frames and pages are drawn.
    pub fn style(&self) -> frame::Style {
        frame::Style {
            color: self.color,
            width: self.width,
        }
    }

    /// A result for people: not printed with `--quiet` or for programs.
    pub fn say(&self, text: &str) {
        if !self.quiet && self.format == Format::Human {
            self.print(text);
        }
    }

    /// What was asked for, whatever the options.
    pub fn print(&self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{text}");
    }

    /// A line about a failure.
    pub fn error_line(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// What the machine could not tell, where the work goes on without it.
    pub fn note(&self, error: &Error) {
        if !self.quiet && self.format == Format::Human {
            let help = error.help().map(|help| format!(" ({help})"));
            let text = format!("{error}{}", help.unwrap_or_default());
            self.error_line(&format!("note: {}", visible::text(&text)));
        }
    }

    /// A failure of the machine.
    pub fn failure(&self, error: &Error) {
        let message = error.to_string();
        let help = error.help();
        match self.format {
            Format::Json => {
                self.print(json::failure(&message, help.as_deref()).trim_end());
            }
            Format::Github => {
                let text = match &help {
                    Some(help) => format!("{message}\n{help}"),
                    None => message,
                };
                self.print(&format!("::error::{}", github::escape(&text)));
            }
            Format::Human | Format::Markdown => {
                let (red, bold, reset) = match self.color {
                    true => ("\u{1b}[1;31m", "\u{1b}[1m", "\u{1b}[0m"),
                    false => ("", "", ""),
                };
                let message = visible::text(&message);
                self.error_line(&format!("{red}error{reset}{bold}: {message}{reset}"));
                if let Some(help) = help {
                    self.error_line(&format!("  = help: {}", visible::text(&help)));
                }
            }
        }
    }

    /// A few findings with their lines, for people.
    pub fn frames(
        &self,
        findings: &[Diagnostic],
        texts: &HashMap<SitePath, Arc<str>>,
        shown: &ShownPaths,
    ) {
        if self.quiet || self.format != Format::Human {
            return;
        }
        let text = |path: &SitePath| {
            let text = texts.get(&shown.written(path)).cloned();
            text.or_else(|| Theme::embedded_text(path.as_str()))
        };
        for finding in findings {
            let frame = frame::render(&shown.rename(finding), &text, self.style());
            self.print(&format!("{frame}\n"));
        }
    }

    /// All findings, then one line of counts.
    pub fn findings(&self, findings: &[Diagnostic], inputs: &Inputs, shown: &ShownPaths) {
        let renamed: Vec<Diagnostic> = findings.iter().map(|one| shown.rename(one)).collect();
        let sources = |path: &SitePath| shown.text(path, inputs);
        let (errors, warnings) = diagnostic::count(findings);
        match self.format {
            Format::Json => {
                let text = json::render(&renamed, &sources);
                let _ = io::stdout().lock().write_all(text.as_bytes());
            }
            Format::Github => {
                let text = github::render(&renamed, &sources, &shown.folder);
                let _ = io::stdout().lock().write_all(text.as_bytes());
            }
            Format::Human | Format::Markdown => {
                let style = self.style();
                let mut out = io::stderr().lock();
                for finding in renamed.iter().take(MAX_FRAMES) {
                    let text = frame::render(finding, &sources, style);
                    if writeln!(out, "{text}\n").is_err() {
                        return;
                    }
                }
                if renamed.len() > MAX_FRAMES {
                    let rest = renamed.len() - MAX_FRAMES;
                    let _ = writeln!(out, "… and {rest} more; --format json prints all\n");
                }
                if errors + warnings > 0 || !self.quiet {
                    let _ = writeln!(out, "{}", frame::summary(errors, warnings));
                }
            }
        }
    }
}

/// How paths of the site are shown to people.
#[derive(Clone, Debug, Default)]
pub struct ShownPaths {
    /// Whether the content lies in the site's folder itself, without `content/`.
    pub content_is_root: bool,
    /// The site's folder as seen from the top of its repository, for GitHub.
    pub folder: String,
    /// The folder of the version whose content is shown, with `/` at its end; the settings and the
    /// theme are those of the site.
    pub version: Option<String>,
}

impl ShownPaths {
    /// The same for the files of a version that lies in a folder of its own, from the site's root.
    pub fn of_version(&self, folder: &str) -> Self {
        Self {
            content_is_root: self.content_is_root,
            folder: self.folder.clone(),
            version: Some(format!("{folder}/")),
        }
    }

    fn rename(&self, finding: &Diagnostic) -> Diagnostic {
        let mut finding = finding.clone();
        finding.file = self.path(&finding.file);
        for related in &mut finding.related {
            related.file = self.path(&related.file);
        }
        finding
    }

    /// A path of the site as people know it.
    pub fn path(&self, path: &SitePath) -> SitePath {
        if let Some(version) = self
            .version
            .as_ref()
            .filter(|_| path.in_content().is_some())
        {
            let inside = SitePath::new(&format!("{version}{path}"));
            return inside.unwrap_or_else(|| path.clone());
        }
        let rest = path.in_content().filter(|_| self.content_is_root);
        rest.and_then(SitePath::new).unwrap_or_else(|| path.clone())
    }

    /// The path in the site of one that is shown.
    fn written(&self, path: &SitePath) -> SitePath {
        let inside = self
            .content_is_root
            .then(|| SitePath::new(&format!("content/{path}")));
        inside.flatten().unwrap_or_else(|| path.clone())
    }

    fn text(&self, path: &SitePath, inputs: &Inputs) -> Option<Arc<str>> {
        if let Some(rest) = self
            .version
            .as_ref()
            .and_then(|version| path.as_str().strip_prefix(version.as_str()))
        {
            return inputs.text(rest).cloned();
        }
        let inside = self
            .content_is_root
            .then(|| format!("content/{path}"))
            .and_then(|inside| inputs.text(&inside).cloned());
        inside
            .or_else(|| inputs.text(path.as_str()).cloned())
            .or_else(|| Theme::embedded_text(path.as_str()))
    }
}
