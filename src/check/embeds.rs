//! What a page shows of what is typed: whether there is such a thing.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::matrix::folded;
use crate::markdown::{Embed, EmbedKind};
use crate::model::{Kind, PageId, Site};

use super::references::References;

/// The findings about the embeds of a page.
pub fn check(site: &Site, page: PageId) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for embed in &site.pages[page].page.outline().embeds {
        match embed.kind {
            EmbedKind::Matrix => matrix(site, embed, &mut findings),
            EmbedKind::Roadmap => roadmap(site, embed, &mut findings),
        }
    }
    findings
}

fn matrix(site: &Site, embed: &Embed, findings: &mut Vec<Diagnostic>) {
    let (name, span) = &embed.subject;
    if name.is_empty() {
        let message = "this names no matrix";
        findings.push(
            Diagnostic::at(Code::PageUnknownId, &embed.file, embed.span, message)
                .help("write the name of its file: `:::matrix postgres`"),
        );
        return;
    }
    if let Some(finding) = without_quotes(embed) {
        findings.push(finding);
        return;
    }
    let mut references = References::of(site, &embed.file, Code::PageUnknownId);
    references.one(Kind::Matrix, &(name.clone(), *span), &[]);
    findings.append(&mut references.findings);
    let all = &site.typed.responsibilities;
    if let Some(party) = embed.argument("party") {
        let mut parties = all.parties.iter().map(|party| party.id.0.as_str());
        if !parties.clone().any(|id| id == party) {
            let message = format!("there is no party `{party}`");
            findings.push(unknown(embed, message, party, &mut parties));
        }
    }
    let matrix = site.typed.ids.find(Kind::Matrix, name);
    if let (Some(matrix), Some(phase)) = (matrix, embed.argument("phase")) {
        let phases = &all.all[matrix].merged.phases;
        let key = folded(phase);
        if !phases.iter().any(|known| *known.key == *key) {
            let message = format!("the matrix `{name}` has no phase `{phase}`");
            let mut names = phases.iter().map(|known| &*known.name);
            findings.push(unknown(embed, message, phase, &mut names));
        }
    }
}

fn roadmap(site: &Site, embed: &Embed, findings: &mut Vec<Diagnostic>) {
    let (name, span) = &embed.subject;
    if let Some(finding) = without_quotes(embed) {
        findings.push(finding);
    } else if !name.is_empty() {
        let message = format!("`{name}` does not say which items are meant");
        let id = site.typed.ids.known(Kind::Service, name);
        let id = id.map_or("postgres", |known| known.id.as_str());
        findings.push(
            Diagnostic::at(Code::PageUnknownId, &embed.file, *span, message).help(format!(
                "write what they are about: `:::roadmap service=\"{id}\"`"
            )),
        );
    }
    if site.typed.roadmap.items.is_empty() {
        let message = "there is no roadmap to show";
        findings.push(
            Diagnostic::at(Code::PageUnknownId, &embed.file, embed.span, message)
                .help("its items are `[[item]]` in a file of content/roadmap/"),
        );
    }
    for (key, kind) in [
        ("service", Kind::Service),
        ("persona", Kind::Persona),
        ("goal", Kind::Goal),
    ] {
        let ids = &site.typed.ids;
        let Some(id) = embed
            .argument(key)
            .filter(|id| ids.known(kind, id).is_none())
        else {
            continue;
        };
        let message = format!("there is no {key} `{id}`");
        let mut known: Vec<&str> = ids.of(kind).map(|known| known.id.as_str()).collect();
        known.sort_unstable();
        findings.push(unknown(embed, message, id, &mut known.into_iter()));
    }
}

/// The finding for `service=postgres`, whose quotes are forgotten; None where no `=` stands.
fn without_quotes(embed: &Embed) -> Option<Diagnostic> {
    let (name, span) = &embed.subject;
    let at = name.find('=')?;
    let begin = name[..at].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (key, value) = (&name[begin..at], name[at + 1..].trim_matches(['"', '\'']));
    let message = format!("the value of `{key}` has no quotes");
    let mended = format!("{}{key}=\"{value}\"", &name[..begin]);
    Some(
        Diagnostic::at(Code::PageUnknownId, &embed.file, *span, message)
            .help(format!("write `{mended}`"))
            .replacement(mended),
    )
}

/// The finding for a word behind an embed that names nothing.
fn unknown(
    embed: &Embed,
    message: String,
    written: &str,
    known: &mut dyn Iterator<Item = &str>,
) -> Diagnostic {
    use crate::diagnostic::suggest;
    let finding = Diagnostic::at(Code::PageUnknownId, &embed.file, embed.span, message);
    let known: Vec<&str> = known.collect();
    match suggest::nearest(written, known.iter().copied()) {
        Some(near) => finding.label(format!("did you mean `{near}`?")),
        None if known.is_empty() => finding.help("none of this kind is declared"),
        None => finding.help(format!("known are {}", known.join(", "))),
    }
}
