//! Matrices that belong to a service by their name, where no service has it.

use crate::diagnostic::{Code, Diagnostic, Severity, suggest};
use crate::load::matrix::Format;
use crate::model::{MatrixId, Site};

/// A matrix that names no service is that of the service with its name. Where there is none, and one
/// that was called so or nearly is, no page of a service shows what it says. A title says that it is
/// about something else; a sheet has none, and the first heading of a page is there anyway.
pub(super) fn check(site: &Site, id: MatrixId) -> Option<Diagnostic> {
    let all = &site.typed.responsibilities;
    let file = &all.all[id].file;
    if !file.services.is_empty() || !all.services[id].is_empty() {
        return None;
    }
    let services = || site.typed.services.all.iter().map(|one| one.id.as_str());
    let former = site.typed.services.former(&site.pages);
    let renamed = former.get(&file.id).map(String::as_str);
    let near = match (file.format, &file.title) {
        (Format::Toml, Some(_)) => None,
        (Format::Markdown, Some(_)) => renamed,
        _ => renamed.or_else(|| suggest::nearest(&file.id, services())),
    }?;
    let message = format!(
        "there is no service `{}`, so none shows this matrix",
        file.id
    );
    let end = file.file.extension();
    let help = match file.format {
        Format::Toml => format!(
            "if it is that of `{near}`, write `services = [\"{near}\"]` or rename the file to \
             `{near}.toml`; else say with `title` what it is about"
        ),
        Format::Markdown => format!(
            "if it is that of `{near}`, write `services = [\"{near}\"]` into its front matter or \
             rename the file to `{near}.{end}`; else give the file a name of its own"
        ),
        Format::Csv => format!(
            "if it is that of `{near}`, rename the file to `{near}.{end}`; else give it a name that \
             is not nearly that of a service"
        ),
    };
    let mut finding = Diagnostic::about(Code::MatrixUnknownId, &file.file, message).help(help);
    finding.severity = Severity::Warning;
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::inputs::Inputs;
    use crate::model::Site;

    fn said(files: &[(&str, &str)]) -> Vec<String> {
        let mut inputs = Inputs::from_texts([(
            "content/platform.toml",
            "[[party]]\nid = \"a\"\nname = \"A\"\nyou = true\n[[party]]\nid = \"b\"\nname = \"B\"\n",
        )]);
        for (file, text) in files {
            inputs.put_text(file, text);
        }
        let loaded = crate::load::load(&inputs, &crate::load::LoadMemo::default());
        let site = Site::assemble(&inputs, &loaded).0;
        let findings = crate::check::check(&site, &loaded);
        let own = findings
            .iter()
            .filter(|one| one.message.ends_with("shows this matrix"));
        own.map(|one| one.help.join(" ")).collect()
    }

    #[test]
    fn a_table_of_a_service_that_is_called_otherwise_is_said() {
        let service = (
            "content/services/data.md",
            "+++\ntitle = \"Data\"\nmoved_from = [\"services/postgres\"]\n+++\n",
        );
        let sheet = "Task,A,B\nSize,RA,C\nPatch,I,RA\n";
        let table = "# Postgres\n\n| Task | A | B |\n|---|---|---|\n| Size | RA | C |\n| Patch | I | RA |\n";
        let csv = said(&[service, ("content/responsibilities/postgres.csv", sheet)]);
        assert!(csv[0].contains("rename the file to `data.csv`"), "{csv:?}");
        let md = said(&[service, ("content/responsibilities/postgres.md", table)]);
        assert!(
            md[0].contains("`services = [\"data\"]` into its front matter"),
            "{md:?}"
        );
        // A matrix of no service is a general one.
        for general in [
            ("content/responsibilities/base.csv", sheet),
            ("content/responsibilities/dato.md", table),
        ] {
            assert_eq!(said(&[service, general]), [""; 0], "{general:?}");
        }
        let near = said(&[service, ("content/responsibilities/dato.csv", sheet)]);
        assert_eq!(near.len(), 1);
    }
}
