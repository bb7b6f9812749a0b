//! Pages that have no file: title and way, around what their subject shows.

use crate::model::{Made, SectionId, Site};
use crate::path::Permalink;
use crate::render::view::LinkView;

/// The title of a made page.
pub fn title(site: &Site, made: Made) -> String {
    let platform = &site.typed.platform;
    match made {
        Made::Catalogue => "Services".to_owned(),
        Made::Compare(category) => format!("Compare: {}", platform.categories[category].name),
        Made::Connections => "What runs on what".to_owned(),
        Made::Benefits => "Benefits".to_owned(),
        Made::Personas => "For whom".to_owned(),
        Made::Persona(persona) => platform.personas[persona].name.clone(),
        Made::Glossary => "Glossary".to_owned(),
        Made::News => "News".to_owned(),
    }
}

/// What a made page is about, in a sentence.
pub fn summary(site: &Site, made: Made) -> String {
    let platform = &site.typed.platform;
    match made {
        Made::Catalogue => "Everything the platform runs for you.".to_owned(),
        Made::Compare(_) => "The same facts of each service, side by side.".to_owned(),
        Made::Connections => {
            "Which service needs which, and which work together. Arrows lead to what is needed."
                .to_owned()
        }
        Made::Benefits => "What the platform is good for, and for whom.".to_owned(),
        Made::Personas => "Choose the description that sounds most like your Monday.".to_owned(),
        Made::Persona(persona) => {
            let wants = platform.personas[persona].wants.clone();
            wants.unwrap_or_else(|| "What there is for you.".to_owned())
        }
        Made::Glossary => "The words of this platform, and what they mean here.".to_owned(),
        Made::News => "What is new, what changes, and what you need to do.".to_owned(),
    }
}

/// The section whose navigation a made page shows.
pub fn section(site: &Site, made: Made) -> SectionId {
    let folder = match made {
        Made::Catalogue | Made::Compare(_) | Made::Connections => "services",
        Made::Benefits => "benefits",
        Made::Personas | Made::Persona(_) => "personas",
        Made::Glossary => "glossary",
        Made::News => "news",
    };
    let of_folder = site.sections.iter().position(|one| one.folder == folder);
    of_folder.unwrap_or(0)
}

/// The pages above a made page.
pub fn breadcrumbs(site: &Site, made: Made, here: &Permalink) -> Vec<LinkView> {
    let above = match made {
        Made::Compare(_) | Made::Connections => Made::Catalogue,
        Made::Persona(_) => Made::Personas,
        Made::Catalogue | Made::Benefits | Made::Personas | Made::Glossary | Made::News => {
            return Vec::new();
        }
    };
    let Some(permalink) = site.typed.made_permalink(above) else {
        return Vec::new();
    };
    // The author's own title, where a page of a file begins it.
    let section = section(site, made);
    let title = match site.sections[section].index {
        Some(page) if section != 0 => site.pages[page].title.clone(),
        _ => title(site, above),
    };
    vec![LinkView {
        title,
        url: here.relative(permalink),
        current: false,
    }]
}
