//! Stakeholders: what they care about must be there.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::stakeholders::{Care, CareKind};
use crate::model::{Kind, Site};

/// What a word before a colon means in the model.
pub fn kind(kind: CareKind) -> Kind {
    match kind {
        CareKind::Goal => Kind::Goal,
        CareKind::Service => Kind::Service,
        CareKind::Item => Kind::Item,
    }
}

/// The findings about content/stakeholders.toml that need the site.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Some(stakeholders) = &site.typed.files.stakeholders else {
        return findings;
    };
    for stakeholder in &stakeholders.all {
        if let (Some(today), Some((last, span))) = (site.today, stakeholder.last)
            && last > today
        {
            let name = &stakeholder.name.0;
            let message = format!("{name} was last spoken to on a day that is still to come");
            findings.push(
                Diagnostic::at(Code::StakeholderBadDate, &stakeholders.file, span, message)
                    .help(format!("write a day that is over; today is {today}")),
            );
        }
        let unknown = |care: &&Care| site.typed.ids.known(kind(care.kind), &care.id).is_none();
        for care in stakeholder.cares_about.iter().filter(unknown) {
            findings.push(unknown_id(site, care, &stakeholders.file));
        }
    }
    findings
}

fn unknown_id(site: &Site, care: &Care, file: &crate::path::SitePath) -> Diagnostic {
    let own = kind(care.kind);
    let message = format!("there is no {} `{}`", own.word(), care.id);
    let finding = Diagnostic::at(Code::StakeholderUnknownId, file, care.span, message);
    let names = |(word, of): (&'static str, CareKind)| {
        let ids = site.typed.ids.of(kind(of));
        ids.map(move |known| format!("{word}:{}", known.id))
    };
    let of_all: Vec<String> = CareKind::NAMES.into_iter().flat_map(names).collect();
    // The right id behind the wrong word is nearer than any other id.
    let ends = format!(":{}", care.id);
    let elsewhere = of_all.iter().find(|name| name.ends_with(&ends));
    let written = format!("{}:{}", care.kind.word(), care.id);
    let near = || suggest::nearest(&written, of_all.iter().map(String::as_str));
    match elsewhere.map(String::as_str).or_else(near) {
        Some(near) => finding
            .label(format!("did you mean `{near}`?"))
            .replacement(format!("\"{near}\"")),
        None => finding.help(format!("one is declared as {}", own.declaration())),
    }
}
