//! Services that readers cannot tell apart: two of one title, or one that is called by another name
//! of the other.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{ServiceId, Site};
use crate::source::Span;

/// A warning at the second of two services that readers call by one name.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let all = &site.typed.services.all;
    let file = |id: ServiceId| &site.pages[all[id].page].page.file;
    let mut first: HashMap<String, (ServiceId, Option<Span>)> = HashMap::new();
    let mut findings = Vec::new();
    for (id, service) in all.iter().enumerate() {
        let title = &site.pages[service.page].title;
        let also = service.keys.also.iter();
        let names = also.map(|(name, span)| (name, Some(*span)));
        for (name, span) in std::iter::once((title, None)).chain(names) {
            let folded = name.trim().to_lowercase();
            let (other, other_span) = *first.entry(folded).or_insert((id, span));
            // Two files of one id are said already; two that are both called so beside their titles
            // are told apart by these.
            let is_same = all[other].id.to_lowercase() == service.id.to_lowercase();
            if is_same || (span.is_some() && other_span.is_some()) {
                continue;
            }
            let other = file(other);
            let message = match other_span {
                None => format!("`{name}` is the title of {other} too"),
                Some(_) => format!("`{name}` is another name of the service in {other}"),
            };
            let finding = match span {
                Some(span) => Diagnostic::at(Code::ServiceDuplicateId, file(id), span, message),
                None => Diagnostic::about(Code::ServiceDuplicateId, file(id), message),
            };
            let mut finding = finding.help(
                "readers cannot tell the two apart: give one of them another title or name, or make one page of both",
            );
            if let Some(there) = other_span {
                finding = finding.related(other, there, "the other name");
            }
            finding.severity = Severity::Warning;
            findings.push(finding);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::inputs::Inputs;
    use crate::pipeline;

    #[test]
    fn two_services_of_one_name_are_a_warning_on_the_second() {
        let service = |keys: &str| format!("+++\nlifecycle = \"live\"\n{keys}\n+++\n");
        let inputs = Inputs::from_texts([
            (
                "content/services/a.md",
                service("title = \"Database\"").as_str(),
            ),
            (
                "content/services/b.md",
                service("title = \"database\"").as_str(),
            ),
            (
                "content/services/c.md",
                service("title = \"Cache\"\nalso = [\"Database\", \"redis\"]").as_str(),
            ),
            (
                "content/services/d.md",
                service("title = \"Queue\"\nalso = [\"redis\"]").as_str(),
            ),
        ]);
        let findings = pipeline::check(&inputs);
        let said: Vec<String> = findings
            .iter()
            .map(|one| format!("{} {:?} {}", one.file, one.severity, one.message))
            .collect();
        assert_eq!(
            said,
            [
                "content/services/b.md Warning `database` is the title of content/services/a.md too",
                "content/services/c.md Warning `Database` is the title of content/services/a.md too",
            ]
        );
    }
}
