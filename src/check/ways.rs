//! Pages that a key names: one question, one answer, wherever a key leads readers to a page.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::Written;
use crate::model::Site;
use crate::path::SitePath;

/// A key that holds words, an address or a page: what is plainly the path of a page and names none
/// would be shown to readers as words.
pub fn words_or_page(
    site: &Site,
    file: &SitePath,
    code: Code,
    written: &Written,
) -> Option<Diagnostic> {
    let text = written.0.trim();
    let is_lost = is_plain_path(text) && site.page_of_id(id_of(text)).is_none();
    is_lost.then(|| no_page(site, file, code, written))
}

/// The finding about a page that is not there: which was meant, or how it is written.
pub fn no_page(site: &Site, file: &SitePath, code: Code, (text, span): &Written) -> Diagnostic {
    let finding = Diagnostic::at(code, file, *span, format!("there is no page `{text}`"));
    let pages = site.pages.iter().map(|node| node.page.id.as_str());
    match nearest(id_of(text), pages) {
        Some(near) => {
            let finding = finding.label(format!("did you mean `{near}`?"));
            // In a cell of a table a text has no quotes.
            let is_table = file.extension() != "toml" && site.page_of_file(file.as_str()).is_none();
            match is_table {
                true => finding,
                false => finding.replacement(format!("\"{near}\"")),
            }
        }
        None => finding.help(how_to_write(id_of(text))).help(
            "a page that is there is named by its path below content/: `services/postgres/restore`",
        ),
    }
}

/// The page that was most likely meant. Two paths in one folder are alike without their last name,
/// so that has to be alike too; and who names a page in a folder never means the folder.
pub fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let last = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.trim_end_matches(".md").to_owned()
    };
    let name = last(wanted);
    let is_above = |path: &str| {
        let rest = wanted.strip_prefix(path.trim_end_matches(".md").trim_end_matches("/index"));
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let alike = known.filter(|path| {
        let own = last(path);
        !is_above(path) && suggest::nearest(&name, std::iter::once(own.as_str())).is_some()
    });
    let near = suggest::nearest(wanted, alike.clone());
    near.or_else(|| {
        let mut same = alike.filter(|path| last(path) == name);
        let only = same.next()?;
        same.next().is_none().then_some(only)
    })
}

/// How the page is begun that a way leads to, where it can be nothing but a page: a film or a table
/// is made by other means.
pub fn begun(text: &str) -> Option<String> {
    let last = text.rsplit('/').next().unwrap_or(text);
    let is_page = text.ends_with(".md") || !last.contains('.');
    (is_page && is_plain_path(text)).then(|| how_to_write(id_of(text)))
}

/// How a page that is not written yet is begun.
fn how_to_write(id: &str) -> String {
    let (folder, name) = id.rsplit_once('/').unwrap_or(("", id));
    let fits = |letter: char| letter.is_alphanumeric() || letter == '-';
    if name.is_empty() || !name.chars().all(fits) || folder.contains(['"', '\'', '`', ' ']) {
        return "is it not written yet? `groundplan new page \"…\"` begins it".to_owned();
    }
    let mut title = name.replace('-', " ");
    if let Some(first) = title.chars().next() {
        title.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    let into = match folder {
        "" => String::new(),
        folder => format!(" --in {folder}"),
    };
    format!("write the page: `groundplan new page \"{title}\"{into} --id {name}`")
}

/// The id of the page that a path names.
fn id_of(text: &str) -> &str {
    let path = text.trim().split('#').next().unwrap_or(text);
    let id = path.trim_matches('/').trim_end_matches(".md");
    id.strip_suffix("/index").unwrap_or(id)
}

/// Whether a text can be nothing but the path of a page: `guides/namespace.md`, `guides/namespace`.
/// Channels, hosts and "24/7" are words.
fn is_plain_path(text: &str) -> bool {
    if text.contains(char::is_whitespace) || text.contains([':', '@']) || text.starts_with('#') {
        return false;
    }
    if text.ends_with(".md") {
        return true;
    }
    let parts: Vec<&str> = text.trim_matches('/').split('/').collect();
    let is_name = |part: &&str| {
        let fits = |letter: char| {
            letter.is_lowercase() || letter.is_ascii_digit() || "-_#".contains(letter)
        };
        part.chars().all(fits) && part.contains(char::is_alphabetic)
    };
    parts.len() > 1 && parts.iter().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::pipeline;

    #[test]
    fn a_path_is_told_from_words_channels_and_addresses() {
        for path in [
            "guides/namespace.md",
            "guides/namespace",
            "/a/b-c/",
            "rst.md",
        ] {
            assert!(is_plain_path(path), "{path}");
        }
        let words = [
            "Ask in #help",
            "#help/databases",
            "24/7",
            "portal.example.org/order",
            "https://example.org/a.md",
            "ppo@example.org/x",
            "CI/CD",
            "see guides/namespace.md",
            "portal",
        ];
        for words in words {
            assert!(!is_plain_path(words), "{words}");
        }
    }

    #[test]
    fn neither_a_folder_nor_a_neighbour_is_offered_for_a_page_that_is_not_written() {
        let known = [
            "guides",
            "guides/restore",
            "services/postgres/restore",
            "guides/index.md",
        ];
        let near = |wanted| nearest(wanted, known.into_iter());
        assert_eq!(near("guides/secrets"), None);
        assert_eq!(near("guides/upgrades.md"), None);
        assert_eq!(near("services/postgres/upgrade"), None);
        assert_eq!(near("guides/restor"), Some("guides/restore"));
        assert_eq!(
            near("databases/restore"),
            None,
            "two pages are called so, and nobody knows which"
        );
        assert_eq!(
            how_to_write("guides/rotate-secrets"),
            "write the page: `groundplan new page \"Rotate secrets\" --in guides --id rotate-secrets`"
        );
    }

    #[test]
    fn a_page_that_is_not_there_is_said_wherever_a_key_may_hold_one() {
        let inputs = Inputs::from_texts([
            ("content/index.md", "# Home\n"),
            ("content/guides/namespaces.md", "# Namespaces\n"),
            (
                "content/services/kube.md",
                "+++\nlifecycle = \"live\"\nrequest = \"guides/namespace.md\"\n+++\n",
            ),
            (
                "content/services/words.md",
                "+++\nlifecycle = \"live\"\nrequest = \"Ask in #help, 24/7\"\n+++\n",
            ),
            (
                "content/communities.toml",
                "[[community]]\nid = \"guild\"\njoin = \"guides/join.md\"\n",
            ),
            (
                "content/responsibilities/kube.toml",
                "[\"Run\"]\n\"Restore\" = { platform = \"RA\", request = \"guides/rst.md\", doc = \"guides/secrets\" }\n",
            ),
        ]);
        let findings = pipeline::check(&inputs);
        let said: Vec<String> = findings
            .iter()
            .filter(|one| one.message.contains("no page"))
            .map(|one| format!("{} {} {}", one.code, one.message, one.label))
            .collect();
        assert_eq!(said.len(), 4, "{findings:#?}");
        for expected in [
            "service/unknown-id there is no page `guides/namespace.md` did you mean `guides/namespaces`?",
            "community/unknown-id there is no page `guides/join.md` ",
            "matrix/unknown-id there is no page `guides/rst.md` ",
            "matrix/unknown-id there is no page `guides/secrets` ",
        ] {
            assert!(said.iter().any(|said| said == expected), "{said:#?}");
        }
        let begins = findings.iter().flat_map(|one| &one.help);
        let begins = begins
            .filter(|help| help.contains("groundplan new page"))
            .count();
        assert_eq!(begins, 3, "{findings:#?}");
    }
}
