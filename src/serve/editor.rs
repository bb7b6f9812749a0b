//! Links that open an editor at the line a finding is about.

use std::path::PathBuf;

use crate::inputs::Folders;
use crate::path::{SitePath, encode};
use crate::source::Position;

/// The editors that are known by name, with the address that opens them.
const KNOWN: [(&str, &str); 7] = [
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
    ("idea", "idea://open?file={file}&line={line}"),
    ("sublime", "subl://open?url=file://{file}&line={line}"),
    ("none", ""),
];

/// The address that opens an editor, with `{file}`, `{line}` and `{column}`; empty for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor(String);

impl Default for Editor {
    fn default() -> Self {
        Self(KNOWN[0].1.to_owned())
    }
}

impl Editor {
    /// An editor by its name, or by an address with `{file}` in it.
    ///
    /// # Errors
    /// A sentence that says what can be written.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some((_, pattern)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self((*pattern).to_owned()));
        }
        let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_scheme = !scheme.is_empty()
            && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
        let runs = ["javascript", "data", "vbscript"].contains(&scheme.to_lowercase().as_str());
        if is_scheme && !runs && text.contains("{file}") {
            return Ok(Self(text.to_owned()));
        }
        let names: Vec<_> = KNOWN.iter().map(|(name, _)| *name).collect();
        Err(format!(
            "write one of {}, or an address like editor://open?file={{file}}&line={{line}}",
            names.join(", ")
        ))
    }
}

/// Where the files of a site are on this machine.
#[derive(Clone)]
pub struct Places {
    root: PathBuf,
    content: Option<PathBuf>,
    editor: Option<Editor>,
}

impl Places {
    /// The files of the site in `root`. Without an editor there are no links.
    pub fn new(root: PathBuf, folders: &Folders, editor: Option<Editor>) -> Self {
        let content = folders.content.as_ref().map(|content| root.join(content));
        Self {
            editor: editor.filter(|editor| !editor.0.is_empty()),
            content,
            root,
        }
    }

    /// The address that opens a file.
    pub fn link(&self, file: &SitePath, at: Option<Position>) -> Option<String> {
        let editor = self.editor.as_ref()?;
        let path = match (&self.content, file.in_content()) {
            (Some(content), Some(rest)) => content.join(rest),
            _ => self.root.join(file.as_str()),
        };
        let path = path.to_str()?.replace('\\', "/");
        let mut address: String = path.split('/').map(encode).collect::<Vec<_>>().join("/");
        // `C:/site` needs the slash that other paths begin with.
        if !address.starts_with('/') {
            address.insert(0, '/');
        }
        let (line, column) = at.map_or((1, 1), |at| (at.line, at.column));
        let filled = editor
            .0
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string());
        Some(filled.replace("{file}", &address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(editor: &str, file: &str) -> Option<String> {
        let editor = Editor::parse(editor).ok();
        let places = Places::new("/home/me/my site".into(), &Folders::default(), editor);
        let at = Some(Position { line: 3, column: 9 });
        places.link(&SitePath::new(file)?, at)
    }

    #[test]
    fn links_name_file_line_and_column() {
        assert_eq!(
            link("vscode", "content/a b.md").as_deref(),
            Some("vscode://file/home/me/my%20site/content/a%20b.md:3:9")
        );
        assert_eq!(
            link("x-edit://{file}#{line}", "content/a&b.md").as_deref(),
            Some("x-edit:///home/me/my%20site/content/a%26b.md#3")
        );
        assert_eq!(link("none", "content/a.md"), None);
    }

    #[test]
    fn what_would_run_is_no_editor() {
        assert!(Editor::parse("javascript:alert('{file}')").is_err());
        assert!(Editor::parse("emacs").is_err());
    }
}
