//! Everything that only the whole site can tell: one subject a file.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Severity};
use crate::load::Loaded;
use crate::model::{PageId, Site};

pub mod cycles;
pub mod duties;
pub mod embeds;
pub mod events;
pub mod evidence;
pub mod facts;
pub mod freshness;
pub mod glossary;
pub mod history;
pub mod links;
pub mod matrix;
pub mod namesakes;
pub mod news;
pub mod once;
pub mod pages;
pub mod references;
pub mod roadmap;
pub mod service;
pub mod settings;
pub mod stakeholders;
pub mod survey;
pub mod versions;
pub mod vocabulary;
pub mod ways;

/// All findings about a loaded and linked site that are not about templates, with the site's
/// levels applied, unsorted.
pub fn check(site: &Site, loaded: &Loaded) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = loaded.findings.clone();
    for node in &site.pages {
        findings.extend(node.page.findings.iter().cloned());
    }
    findings.extend(foreign_keys(loaded));
    findings.extend(settings::check(site));
    findings.extend(loaded.typed.findings().cloned());
    findings.extend(vocabulary::check(site));
    findings.extend(service::duplicates(site));
    findings.extend(namesakes::check(site));
    findings.extend(cycles::check(site));
    findings.extend(roadmap::check(site));
    findings.extend(survey::check(site));
    findings.extend(glossary::check(site));
    findings.extend(history::check(site));
    findings.extend(stakeholders::check(site));
    findings.extend(versions::check(site));
    findings.extend(events::check(site));
    findings.extend(matrix::over_the_site(site));
    let of_pages = (0..site.pages.len()).into_par_iter().flat_map_iter(|id| {
        let of_text = site.pages[id].page.outline().findings.iter().cloned();
        let links = links::check(site, id).into_iter();
        let of_page = pages::check(site, id).into_iter();
        let fresh = freshness::check(site, id);
        let embeds = embeds::check(site, id);
        of_text
            .chain(links)
            .chain(of_page)
            .chain(fresh)
            .chain(embeds)
    });
    let of_services = (0..site.typed.services.all.len())
        .into_par_iter()
        .flat_map_iter(|id| {
            let own = service::check(site, id);
            own.into_iter().chain(facts::check(site, id))
        });
    let matrices = 0..site.typed.responsibilities.all.len();
    let of_matrices = matrices
        .into_par_iter()
        .flat_map_iter(|id| matrix::check(site, id));
    let of_news = (0..site.typed.news.all.len()).into_par_iter();
    let of_news = of_news.flat_map_iter(|id| news::check(site, id));
    let of_files = of_matrices.chain(of_news);
    findings.par_extend(of_pages.chain(of_services).chain(of_files));
    once::keep(site, &mut findings);
    site.config.levels.apply(&mut findings);
    findings
}

/// One finding for each key of YAML front matter that Groundplan does not know, at its first place.
fn foreign_keys(loaded: &Loaded) -> Vec<Diagnostic> {
    let mut first: Vec<(&str, &Diagnostic, usize)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (name, finding) in loaded.pages.iter().flat_map(|page| &page.foreign_keys) {
        match known.get(name.as_str()) {
            Some(at) => first[*at].2 += 1,
            None => {
                known.insert(name, first.len());
                first.push((name, finding, 1));
            }
        }
    }
    let said = |(_, finding, count): (_, &Diagnostic, usize)| {
        let finding = finding.clone();
        match count {
            1 => finding,
            count => finding.help(format!("it stands on {count} pages, this is the first")),
        }
    };
    first.into_iter().map(said).collect()
}

/// How many errors each page has, of those that have any.
pub fn errors_by_page(site: &Site, findings: &[Diagnostic]) -> HashMap<PageId, usize> {
    let mut errors = HashMap::new();
    for finding in findings {
        if finding.severity == Severity::Error
            && let Some(page) = site.page_of_file(finding.file.as_str())
        {
            *errors.entry(page).or_insert(0) += 1;
        }
    }
    errors
}
