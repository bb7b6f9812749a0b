//! References of pages: for whom they are, what they are about, who keeps them true.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Kind, PageId, Site};

use super::references::References;

/// The owner of what the product owner keeps true, where the platform has one.
pub const PRODUCT_OWNER: &str = "product-owner";

/// The findings about the references of a page. As long as nothing of a kind is declared, any name
/// of that kind is fine.
pub fn check(site: &Site, page: PageId) -> Vec<Diagnostic> {
    let page = &site.pages[page].page;
    let front = &page.front;
    let mut references = References::of(site, &page.file, Code::PageUnknownId);
    references.all_if_any(Kind::Persona, &front.personas);
    references.all_if_any(Kind::Service, &front.services);
    if let Some(owner) = &front.owner
        && site.typed.ids.has(Kind::Team)
    {
        let words: &[&str] = match site.typed.platform.product_owner {
            Some(_) => &[PRODUCT_OWNER],
            None => &[],
        };
        references.one(Kind::Team, owner, words);
    }
    let mut findings = references.findings;
    for (name, span) in &front.start {
        if site.page_of_id(name.trim_end_matches(".md")).is_some()
            || site.typed.ids.find(Kind::Service, name).is_some()
        {
            continue;
        }
        let message = format!("`start` names `{name}`, which is no page and no service");
        let pages = site.pages.iter().map(|node| node.page.id.as_str());
        let services = site
            .typed
            .services
            .all
            .iter()
            .map(|service| service.id.as_str());
        let finding = Diagnostic::at(Code::PageUnknownId, &page.file, *span, message);
        findings.push(
            match crate::diagnostic::suggest::nearest(name, pages.chain(services)) {
                Some(near) => finding
                    .label(format!("did you mean `{near}`?"))
                    .replacement(format!("\"{near}\"")),
                None => finding.help(
                    "pages are named by their path below content/ without `.md`, services by their id",
                ),
            },
        );
    }
    findings
}
