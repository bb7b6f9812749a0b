//! What is wrong with files before anybody reads them.

use std::collections::BTreeMap;

use crate::decode::toml;
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::{File, Inputs, SkipReason, Skipped};
use crate::path::SitePath;
use crate::source::Span;

use super::{about, is_part, misnamed};

/// Typed files at the top of `content/`.
pub const TYPED_FILES: [&str; 6] = [
    "platform.toml",
    "glossary.toml",
    "events.toml",
    "communities.toml",
    "scorecard.toml",
    "stakeholders.toml",
];

/// Folders at the top of `content/` whose TOML files are typed.
pub(super) const TYPED_FOLDERS: [&str; 4] =
    ["responsibilities", "roadmap", "surveys", "interviews"];

/// The findings about files: not text, not published, TOML of no known kind.
pub fn findings(inputs: &Inputs) -> Vec<Diagnostic> {
    let mut findings = all_skipped(&inputs.skipped);
    for (path, file) in &inputs.files {
        findings.extend(misnamed::finding(inputs, path, file));
        match file {
            File::NotText(bad) => {
                let width = bad.lossy[bad.valid_up_to..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
                let span = Span::new(bad.valid_up_to, bad.valid_up_to + width);
                let message = format!("this file is not UTF-8, it looks like {}", bad.looks_like);
                findings.push(
                    Diagnostic::at(Code::PageNotUtf8, path, span, message)
                        .label("the first letter that cannot be read")
                        .help(match path.extension().as_str() {
                            "csv" => "save it again as \"CSV UTF-8\" from your spreadsheet",
                            _ => "open it in your editor and save it with the encoding UTF-8",
                        }),
                );
            }
            File::Text(text) if path.ends_as(&["toml"]) => {
                let Some(rest) = path.in_content().filter(|rest| !is_part(rest)) else {
                    continue;
                };
                for error in toml::parse(&text.text, 0).1 {
                    findings.push(crate::config::syntax_finding(Code::TomlSyntax, path, error));
                }
                if !is_typed(rest) {
                    findings.push(unknown_toml(path, &text.text));
                } else {
                    findings.extend(in_another_folder(path, rest, &text.text));
                }
            }
            _ if is_sheet(path) => {
                let message =
                    "a spreadsheet is not read as a matrix, and readers can fetch it as it is";
                findings.push(
                    about(Code::MatrixUnreadable, path, message)
                        .help("save its sheet as \"CSV UTF-8\" into this folder, and move this file out of content/"),
                );
            }
            File::Text(_) if matches!(path.name(), "_index.md") => {
                findings.push(
                    about(
                        Code::FileNotPublished,
                        path,
                        "`_index.md` is not published: names that begin with `_` are parts for includes",
                    )
                    .help("rename it to `index.md`: that is the page of its folder"),
                );
            }
            _ => {}
        }
    }
    findings
}

/// Whether this is a spreadsheet or a document among the matrices, where a table was meant.
fn is_sheet(path: &SitePath) -> bool {
    let in_folder = path
        .in_content()
        .is_some_and(|rest| rest.starts_with("responsibilities/") && !is_part(rest));
    in_folder && path.ends_as(&["xlsx", "xlsm", "xls", "ods", "numbers"])
}

/// Whether this path below `content/` is a TOML file of a known kind.
fn is_typed(rest: &str) -> bool {
    match rest.split_once('/') {
        None => TYPED_FILES.contains(&rest),
        Some((folder, _)) => TYPED_FOLDERS.contains(&folder),
    }
}

fn unknown_toml(path: &SitePath, text: &str) -> Diagnostic {
    let finding = about(
        Code::FileUnknownToml,
        path,
        "Groundplan does not know what this TOML file is",
    );
    let finding = match meant_place(path, text) {
        Some(place) => finding.help(format!("by what it says its place is `content/{place}`")),
        None => finding.help(format!(
            "known are {} and files in {}",
            TYPED_FILES.join(", "),
            TYPED_FOLDERS.map(|name| format!("{name}/")).join(", ")
        )),
    };
    finding.help("an example for readers belongs into a folder whose name begins with `_`, and is shown by `:::include`")
}

/// A file of one typed folder in another one: told once, before every key of it is.
fn in_another_folder(path: &SitePath, rest: &str, text: &str) -> Option<Diagnostic> {
    let (own, _) = rest.split_once('/')?;
    let place = place_by_headings(text)?;
    let is_other = place.trim_end_matches('/') != own;
    let name = match place.ends_with('/') {
        true => path.name(),
        false => "",
    };
    is_other.then(|| {
        let message = format!("this says what files in {own}/ do not say");
        about(Code::FileUnknownToml, path, &message).help(format!(
            "by its headings its place is `content/{place}{name}`; what is said of its keys below goes with it"
        ))
    })
}

/// Headings that only one kind of file has, and the place of that kind below `content/`.
const HEADINGS: [(&str, &str); 15] = [
    ("[[category]]", "platform.toml"),
    ("[[community]]", "communities.toml"),
    ("[[event]]", "events.toml"),
    ("[[item]]", "roadmap/"),
    ("[[metric]]", "scorecard.toml"),
    ("[[party]]", "platform.toml"),
    ("[[persona]]", "platform.toml"),
    ("[[quarter]]", "roadmap/"),
    ("[[question]]", "surveys/"),
    ("[[series]]", "events.toml"),
    ("[[stakeholder]]", "stakeholders.toml"),
    ("[[team]]", "platform.toml"),
    ("[[theme]]", "interviews/"),
    ("[[wave]]", "surveys/"),
    // A phase of a matrix is a name of the author's own, in quotes.
    ("[\"", "responsibilities/"),
];

fn place_by_headings(text: &str) -> Option<&'static str> {
    let mut lines = text.lines().map(str::trim_start);
    lines.find_map(|line| {
        let is_it = |(head, _): &&(&str, &str)| line.starts_with(head);
        HEADINGS.iter().find(is_it).map(|(_, place)| *place)
    })
}

/// Where a file belongs, by its headings, else by the nearest name of a known place.
fn meant_place(path: &SitePath, text: &str) -> Option<String> {
    use crate::diagnostic::suggest::nearest;
    let rest = path.in_content()?;
    match (place_by_headings(text), rest.split_once('/')) {
        (Some(folder), _) if folder.ends_with('/') => Some(format!("{folder}{}", path.name())),
        (Some(file), _) => Some(file.to_owned()),
        (None, Some((folder, below))) => {
            let near = nearest(folder, TYPED_FOLDERS.iter().copied())?;
            Some(format!("{near}/{below}"))
        }
        (None, None) => nearest(rest, TYPED_FILES.iter().copied()).map(str::to_owned),
    }
}

/// A finding for each thing that is not published; of hidden names and of what editors leave
/// behind one for all of the same name, since a tool leaves the same file in every folder.
fn all_skipped(all: &[Skipped]) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for one in all {
        if matches!(one.reason, SkipReason::Hidden | SkipReason::EditorLeaving) {
            let name = one.path.rsplit('/').next().unwrap_or("");
            let count = counts.entry(name).or_insert(0);
            *count += 1;
            if *count > 1 {
                continue;
            }
        }
        findings.extend(skipped(one));
    }
    for finding in &mut findings {
        let count = counts.get(finding.file.name()).copied().unwrap_or(1);
        if count > 1 {
            let others = format!("{count} of this name are left out, this is the first");
            finding.help.push(others);
        }
    }
    findings
}

fn skipped(skipped: &Skipped) -> Option<Diagnostic> {
    let path = SitePath::new(&skipped.path)?;
    let (code, message, help) = match skipped.reason {
        SkipReason::LeavesSite => (
            Code::FileLeavesSite,
            "this symbolic link leads out of the site",
            "copy the file here, or remove the link: what is outside of the site is never published",
        ),
        SkipReason::DeadLink => (
            Code::FileNotPublished,
            "this symbolic link leads nowhere",
            "mend or remove it",
        ),
        SkipReason::FolderLink => (
            Code::FileNotPublished,
            "this symbolic link leads to a folder, whose files would be published twice",
            "move the folder here, or link to its pages",
        ),
        SkipReason::Hidden => (
            Code::FileNotPublished,
            "names that begin with a dot are not published",
            "rename it if readers need it, else move it out of content/",
        ),
        SkipReason::EditorLeaving => (
            Code::FileNotPublished,
            "this looks like what an editor leaves behind, it is not published",
            "delete it, or rename it if it is yours",
        ),
        SkipReason::NotAFile => (
            Code::FileNotPublished,
            "this is neither a file nor a folder, it is not published",
            "remove it from content/",
        ),
        SkipReason::NameNotText => (
            Code::FileNotPublished,
            "the name of this file is not UTF-8, it is not published",
            "rename it",
        ),
        SkipReason::BesideContent => (
            Code::FileNotPublished,
            "this file lies beside content/, where nothing of it is read",
            "move it into content/",
        ),
        SkipReason::MisnamedSettings => (
            Code::FileMisnamed,
            "by its ending this file is not read, so the site has none of its settings",
            "rename it to `groundplan.toml`; some systems hide the last ending of a name",
        ),
        SkipReason::Submodule => (
            Code::FileNotPublished,
            "a submodule is another repository, it is not published",
            "copy what readers need, or build that repository as a site of its own",
        ),
        SkipReason::NotFetched => (
            Code::FileNotPublished,
            "git keeps this file elsewhere (LFS) and has not fetched it",
            "run `git lfs pull`, then build again",
        ),
        SkipReason::Unreadable => (
            Code::FileUnreadable,
            "this file may not be read",
            "check who owns it and whether you may read it",
        ),
    };
    Some(about(code, &path, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(inputs: &Inputs) -> Vec<Code> {
        findings(inputs)
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn a_toml_file_of_no_known_kind_is_an_error() {
        let inputs =
            Inputs::from_texts([("content/plattform.toml", ""), ("content/events.toml", "")]);
        assert_eq!(codes(&inputs), [Code::FileUnknownToml]);
    }

    #[test]
    fn a_toml_file_in_the_wrong_place_is_told_its_own() {
        let place = |path: &str, text: &str| {
            let found = findings(&Inputs::from_texts([(path, text)]));
            found[0].help[0].clone()
        };
        let cases = [
            (
                "content/mood.toml",
                "title = \"Mood\"\n\n[[question]]\n",
                "content/surveys/mood.toml",
            ),
            (
                "content/roadmap.toml",
                "[[item]]\nid = \"a\"\n",
                "content/roadmap/roadmap.toml",
            ),
            (
                "content/base.toml",
                "[\"Run\"]\n\"Patch\" = \"platform\"\n",
                "content/responsibilities/base.toml",
            ),
            (
                "content/reponsibilities/base.toml",
                "title = \"Base\"\n",
                "content/responsibilities/base.toml",
            ),
            ("content/plattform.toml", "", "content/platform.toml"),
        ];
        for (path, text, meant) in cases {
            let help = place(path, text);
            assert_eq!(
                help,
                format!("by what it says its place is `{meant}`"),
                "{path}"
            );
        }
        assert!(place("content/xyz.toml", "a = 1").starts_with("known are"));
        let other = place("content/surveys/marta.toml", "[[theme]]\ntext = \"x\"\n");
        assert!(other.contains("`content/interviews/marta.toml`"), "{other}");
        let own = Inputs::from_texts([("content/surveys/mood.toml", "[[question]]\n")]);
        assert!(findings(&own).is_empty());
    }

    #[test]
    fn toml_files_in_folders_of_parts_are_examples() {
        assert!(codes(&Inputs::from_texts([("content/_shared/any.toml", "a = 1")])).is_empty());
    }

    #[test]
    fn broken_toml_is_said_before_anybody_reads_it() {
        let inputs = Inputs::from_texts([("content/events.toml", "a = \n")]);
        assert_eq!(codes(&inputs), [Code::TomlSyntax]);
    }
}
