//! Files of the platform whose names keep them from being read: `items.toml.txt`, since a system hides
//! endings, a service as a document, the keys of an interview in a page.

use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::{File, Inputs};
use crate::path::SitePath;

use super::files::{TYPED_FILES, TYPED_FOLDERS};
use super::page::is_index;
use super::{about, is_part};

/// Endings of texts and documents that nothing here reads.
const DOCUMENTS: [&str; 9] = [
    "txt", "text", "doc", "docx", "odt", "rtf", "pages", "bak", "old",
];

/// Folders whose pages are markdown, and of a kind.
const PAGES: [&str; 2] = ["services", "news"];

/// Endings of pictures: what a page of a private folder may show.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico"];

/// What is wrong with the name of a file, if it is that.
pub(super) fn finding(inputs: &Inputs, path: &SitePath, file: &File) -> Option<Diagnostic> {
    // Every file is asked at every save, and nearly all are pages.
    let is_page = path.ends_as(&["md", "markdown"]);
    if path.ends_as(&["toml"]) {
        return None;
    }
    let rest = path.in_content().filter(|rest| !is_part(rest))?;
    match is_page {
        true => page(inputs, path, rest, file),
        false => other(inputs, path, rest),
    }
}

fn page(inputs: &Inputs, path: &SitePath, rest: &str, file: &File) -> Option<Diagnostic> {
    if let File::Text(text) = file
        && is_toml(path, &text.text)
    {
        let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        let message = "this is TOML in a file for pages, and is not read";
        let name = format!("{stem}.toml");
        return Some(about(Code::FileMisnamed, path, message).help(
            match is_there(inputs, &name) {
                true => already_there(&name),
                false => format!("save it as `content/{name}`"),
            },
        ));
    }
    let message = "a page in interviews/ is not published: nobody says that these people agreed";
    is_talk(path).then(|| {
        about(Code::FileMisnamed, path, message)
            .help("what people said is a .toml file there, with `consent = true`; what is written for readers belongs into another folder")
    })
}

fn other(inputs: &Inputs, path: &SitePath, rest: &str) -> Option<Diagnostic> {
    let is_private = is_private(rest);
    let Some(meant) = meant(rest) else {
        let message = "what lies here is for its authors alone: this file is not published";
        return is_private.then(|| {
            about(Code::FileNotPublished, path, message).help(
                "move what readers may have into another folder, and the rest out of content/",
            )
        });
    };
    // What a page leads to is meant for readers.
    if matches!(meant, Meant::Text(_)) && !is_private && is_named(inputs, path) {
        return None;
    }
    let message = match is_held_back(rest) {
        true => "by its ending this file is not read, and it is not published either",
        false => "by its ending this file is not read, and readers could fetch it as it is",
    };
    let help = match meant {
        // A copy that somebody kept must not take the place of what it is a copy of.
        Meant::Name(name) | Meant::Text(name) if is_there(inputs, &name) => already_there(&name),
        Meant::Name(name) => format!("rename it to `content/{name}`"),
        Meant::Text(name) => {
            format!("write what it says into `content/{name}`, and move it out of content/")
        }
    };
    Some(about(Code::FileMisnamed, path, message).help(help))
}

fn is_there(inputs: &Inputs, name: &str) -> bool {
    inputs
        .files
        .contains_key(format!("content/{name}").as_str())
}

fn already_there(name: &str) -> String {
    format!("there is `content/{name}` too: move this one out of content/")
}

/// What should be there instead.
enum Meant {
    /// The same file with this name.
    Name(String),
    /// A file of this name with the same text.
    Text(String),
}

fn meant(rest: &str) -> Option<Meant> {
    let (stem, ending) = rest.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    if !DOCUMENTS.contains(&ending.as_str()) {
        return None;
    }
    let lower = stem.to_lowercase();
    if [".toml", ".md", ".csv"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        return Some(Meant::Name(stem.to_owned()));
    }
    let is_text = matches!(ending.as_str(), "txt" | "text");
    let meant = |name: String| match is_text {
        true => Meant::Name(name),
        false => Meant::Text(name),
    };
    match rest.split_once('/') {
        None => {
            let name = format!("{stem}.toml");
            TYPED_FILES.contains(&name.as_str()).then(|| meant(name))
        }
        Some((folder, below)) if TYPED_FOLDERS.contains(&folder) && !below.contains('/') => {
            Some(Meant::Text(format!("{stem}.toml")))
        }
        Some((folder, below)) if PAGES.contains(&folder) && !below.contains('/') => {
            Some(Meant::Text(format!("{stem}.md")))
        }
        _ => None,
    }
}

/// Whether a file is never copied to the site: what is for its authors alone, and what a hidden ending makes
/// something else than it is.
pub fn is_held_back(rest: &str) -> bool {
    is_private(rest) || matches!(meant(rest), Some(Meant::Name(_)))
}

/// Whether a file is for nobody but its authors, whatever its ending: what people said in interviews, and
/// the notes about stakeholders, a copy of them too.
fn is_private(rest: &str) -> bool {
    const NOTES: &str = "stakeholders";
    let is = |name: &str, wanted: &str| name.eq_ignore_ascii_case(wanted);
    let ending = rest.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_page = is(ending, "md") || is(ending, "markdown");
    let is_picture = PICTURES.iter().any(|picture| is(ending, picture));
    match rest.split_once('/') {
        Some((folder, _)) if is(folder, "interviews") => !is_page && !is_picture,
        Some((folder, _)) => is(folder, NOTES) && !is_page,
        None => {
            let (begin, end) = (rest.get(..NOTES.len()), rest.get(NOTES.len()..));
            let begins = begin.is_some_and(|begin| is(begin, NOTES));
            let goes_on = end.is_some_and(|end| end.starts_with(char::is_alphanumeric));
            begins && !goes_on && !is_page
        }
    }
}

/// Whether this is a page about talks, which may say what somebody did not agree to. That of the folder itself
/// is written for readers.
pub(super) fn is_talk(path: &SitePath) -> bool {
    let folder = path.in_content().and_then(|rest| rest.split_once('/'));
    folder.is_some_and(|(folder, _)| folder.eq_ignore_ascii_case("interviews"))
        && path.ends_as(&["md", "markdown"])
        && !is_index(path.name())
}

/// Whether a file for a page holds keys of TOML instead, where files of TOML are.
pub(super) fn is_toml(path: &SitePath, text: &str) -> bool {
    let Some(rest) = path
        .in_content()
        .filter(|_| path.ends_as(&["md", "markdown"]))
    else {
        return false;
    };
    let is_place = match rest.split_once('/') {
        None => TYPED_FILES.iter().any(|name| {
            let stem = name.trim_end_matches(".toml");
            rest.split('.').next() == Some(stem)
        }),
        Some((folder, _)) => TYPED_FOLDERS.contains(&folder),
    };
    is_place && begins_as_toml(text)
}

/// Whether the first line that is neither empty nor a comment is one of TOML: `[[theme]]` or `key = "x"`.
fn begins_as_toml(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let Some(line) = lines.find(|line| !line.is_empty() && !line.starts_with('#')) else {
        return false;
    };
    if line.starts_with("[[") && line.ends_with("]]") {
        return true;
    }
    let Some((key, value)) = line.split_once('=') else {
        return false;
    };
    let key = key.trim();
    let is_key = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    let value = value.trim_start();
    is_key && value.starts_with(|first: char| first.is_ascii_digit() || "\"'[{".contains(first))
}

/// Whether a page or a typed file names this file.
fn is_named(inputs: &Inputs, path: &SitePath) -> bool {
    let name = path.name();
    inputs.files.values().any(|file| match file {
        File::Text(text) => text.text.contains(name),
        File::Blob(_) | File::NotText(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rest: &str, text: &str) -> Option<String> {
        let path = format!("content/{rest}");
        let mut inputs = Inputs::from_texts([("content/index.md", "# A\n")]);
        inputs.put_text(&path, text);
        let path = SitePath::new(&path).expect("a path");
        let found = finding(&inputs, &path, &inputs.files[&path])?;
        Some(found.help.join(" "))
    }

    #[test]
    fn a_hidden_ending_is_told_the_name_without_it() {
        for (rest, name) in [
            ("roadmap/items.toml.txt", "roadmap/items.toml"),
            ("stakeholders.toml.txt", "stakeholders.toml"),
            ("services/streaming.md.txt", "services/streaming.md"),
            ("guides/a.md.txt", "guides/a.md"),
            ("platform.txt", "platform.toml"),
        ] {
            let expected = format!("rename it to `content/{name}`");
            assert_eq!(told(rest, "a = 1\n"), Some(expected), "{rest}");
        }
    }

    #[test]
    fn a_document_among_services_is_told_where_its_text_belongs() {
        let said = told("services/new.docx", "x").expect("a finding");
        assert!(said.starts_with("write what it says into `content/services/new.md`"));
        let said = told("interviews/answers.xlsx", "x").expect("a finding");
        assert!(said.contains("another folder"), "{said}");
        for rest in [
            "guides/notes.txt",
            "services/kubernetes/sample.txt",
            "robots.txt",
        ] {
            assert_eq!(told(rest, "x"), None, "{rest}");
        }
    }

    #[test]
    fn a_copy_does_not_take_the_place_of_what_it_is_a_copy_of() {
        let mut inputs = Inputs::from_texts([("content/platform.toml", "vision = \"x\"\n")]);
        inputs.put_text("content/platform.toml.bak", "vision = \"y\"\n");
        let path = SitePath::new("content/platform.toml.bak").expect("a path");
        let found = finding(&inputs, &path, &inputs.files[&path]).expect("a finding");
        let help = "there is `content/platform.toml` too: move this one out of content/";
        assert_eq!(found.help, [help]);
    }

    #[test]
    fn what_a_page_leads_to_is_meant_for_readers() {
        let mut inputs = Inputs::from_texts([("content/services/a.md", "[b](b.txt)\n")]);
        inputs.put_text("content/services/b.txt", "x");
        let path = SitePath::new("content/services/b.txt").expect("a path");
        assert!(finding(&inputs, &path, &inputs.files[&path]).is_none());
    }

    #[test]
    fn keys_in_a_page_of_a_typed_folder_are_told_their_ending() {
        let keys = "# What was said\n\ntitle = \"Talks\"\n[[theme]]\n";
        assert_eq!(
            told("interviews/x.md", keys).as_deref(),
            Some("save it as `content/interviews/x.toml`")
        );
        assert!(told("roadmap/items.md", "[[item]]\nid = \"a\"\n").is_some());
        let notes = told("interviews/notes.md", "# Notes\n\nShe said that …\n").expect("a finding");
        assert!(notes.contains("`consent = true`"), "{notes}");
        for (rest, text) in [
            ("interviews/index.md", "# Interviews\n\nWe ask, you = we.\n"),
            ("guides/x.md", keys),
            ("roadmap/index.md", "+++\ntitle = \"Roadmap\"\n+++\n"),
        ] {
            assert_eq!(told(rest, text), None, "{rest}");
        }
    }

    #[test]
    fn what_is_for_authors_alone_is_private_whatever_its_ending() {
        for rest in [
            "stakeholders.toml.txt",
            "stakeholders.txt",
            "Stakeholders.docx",
            "interviews/x.toml.txt",
            "interviews/x.docx",
            "interviews/notes",
            "Interviews/x.txt",
            "Stakeholders - Copy.txt",
            "stakeholders/board.docx",
        ] {
            assert!(is_private(rest), "{rest}");
        }
        for rest in [
            "interviews/index.md",
            "interviews/room.png",
            "stakeholders.md",
            "stakeholders-meeting.md",
            "stakeholdership.txt",
            "a/b.txt",
        ] {
            assert!(!is_private(rest), "{rest}");
        }
    }
}
