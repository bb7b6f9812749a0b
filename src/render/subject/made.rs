//! Pages that have no file: title and way, around what their subject shows.

use crate::model::{Made, Place, SectionId, Site};
use crate::path::Permalink;
use crate::render::view::LinkView;

use super::matrix;
use super::occurrence;

/// The title of a made page.
pub fn title(site: &Site, made: Made) -> String {
    let platform = &site.typed.platform;
    match made {
        Made::Catalogue => "Services".to_owned(),
        Made::Compare(category) => format!("Compare: {}", platform.categories[category].name),
        Made::Connections => "What runs on what".to_owned(),
        Made::Benefits => "Benefits".to_owned(),
        Made::Responsibilities => "Who does what".to_owned(),
        Made::Party(party) => {
            let one = &site.typed.responsibilities.parties[party];
            match one.you {
                true => "What you are responsible for".to_owned(),
                false => format!("Tasks of {}", one.name),
            }
        }
        Made::Matrix(id) => format!("Who does what: {}", matrix::title(site, id)),
        Made::Personas => "For whom".to_owned(),
        Made::Events => "Events".to_owned(),
        Made::Event(event) => site.typed.events.all()[event].title().to_owned(),
        Made::Communities => "Communities".to_owned(),
        Made::Scorecard => "Scorecard".to_owned(),
        Made::Persona(persona) => platform.personas[persona].name.clone(),
        Made::Feedback => "You said, we did".to_owned(),
        Made::Survey(survey) => site.typed.surveys[survey].title.clone(),
        Made::Interview(one) => {
            let study = site.typed.interviews[one].published();
            study.map_or_else(String::new, |study| study.title.clone())
        }
        Made::Glossary => "Glossary".to_owned(),
        Made::News => "News".to_owned(),
        Made::WhatChanged => "What changed".to_owned(),
        Made::Roadmap => "Roadmap".to_owned(),
        Made::Timeline => "Timeline".to_owned(),
        Made::Balance => "Balance".to_owned(),
        Made::Goals => "Goals".to_owned(),
        Made::Changes => "Changes".to_owned(),
        Made::Quarter(quarter) => quarter.words(),
        Made::Item(item) => site.typed.roadmap.items[item].item.title.0.clone(),
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
        Made::Responsibilities => {
            "For each task: is it you, the platform or the provider? Every task of every service."
                .to_owned()
        }
        Made::Party(party) => match site.typed.responsibilities.parties[party].you {
            true => {
                "Your tasks over all services, by phase, with the page that tells how.".to_owned()
            }
            false => "Its tasks over all services, by phase.".to_owned(),
        },
        Made::Matrix(id) => {
            let count = site.typed.responsibilities.all[id].merged.tasks().count();
            let tasks = if count == 1 { "task" } else { "tasks" };
            format!("{count} {tasks}, and who has what to do with each.")
        }
        Made::Events => "Where you can meet us, and what was said when others did.".to_owned(),
        Made::Event(event) => {
            let entry = &site.typed.events.all()[event];
            let kind = || entry.words.kind.map_or("Event", |kind| kind.label());
            let summary = entry.words.summary.clone();
            summary.unwrap_or_else(|| match occurrence::rhythm(entry) {
                Some(rhythm) => format!("{}, {rhythm}.", kind()),
                None => format!("{}.", kind()),
            })
        }
        Made::Communities => "People who share a craft, and where to find them.".to_owned(),
        Made::Scorecard => "What we measure ourselves by, and where we stand.".to_owned(),
        Made::Personas => "Choose the description that sounds most like your Monday.".to_owned(),
        Made::Persona(persona) => {
            let wants = platform.personas[persona].wants.clone();
            wants.unwrap_or_else(|| "What there is for you.".to_owned())
        }
        Made::Feedback => "What people told us, and what became of it.".to_owned(),
        Made::Survey(survey) => {
            let own = site.typed.surveys[survey].summary.clone();
            own.unwrap_or_else(|| "What people answered, wave by wave.".to_owned())
        }
        Made::Interview(one) => {
            let study = site.typed.interviews[one].published();
            let own = study.and_then(|study| study.summary.clone());
            own.unwrap_or_else(|| "What we learned by talking to people.".to_owned())
        }
        Made::Glossary => "The words of this platform, and what they mean here.".to_owned(),
        Made::News => "What is new, what changes, and what you need to do.".to_owned(),
        // The version before has no name here: lists of pages are the same bytes in both then.
        Made::WhatChanged => {
            "What is different from the version before: what is yours to do now, services, facts and pages."
                .to_owned()
        }
        Made::Roadmap => "What comes, how sure that is, and what will not come.".to_owned(),
        Made::Timeline => "What comes when. A bar is as wide as the promise is vague.".to_owned(),
        Made::Balance => {
            "How the work is divided between features, technical debt and operations.".to_owned()
        }
        Made::Goals => "What the platform wants to reach, and what is done for it.".to_owned(),
        Made::Changes => "What moved, what came and went, and why.".to_owned(),
        Made::Quarter(_) => "What was promised for this quarter, and what became of it.".to_owned(),
        Made::Item(item) => {
            let item = &site.typed.roadmap.items[item].item;
            let text = item.benefit.as_ref().or(item.summary.as_ref());
            text.cloned()
                .unwrap_or_else(|| "An item of the roadmap.".to_owned())
        }
    }
}

/// The section whose navigation a made page shows.
pub fn section(site: &Site, made: Made) -> SectionId {
    let folder = match made {
        Made::Catalogue | Made::Compare(_) | Made::Connections => "services",
        Made::Benefits => "benefits",
        Made::Responsibilities | Made::Party(_) | Made::Matrix(_) => "responsibilities",
        Made::Personas | Made::Persona(_) => "personas",
        Made::Feedback => "feedback",
        Made::Survey(_) => "surveys",
        Made::Interview(_) => "interviews",
        Made::Events | Made::Event(_) => "events",
        Made::Communities => "communities",
        Made::Scorecard => "scorecard",
        Made::Glossary => "glossary",
        Made::News => "news",
        Made::WhatChanged => "changes",
        Made::Roadmap
        | Made::Timeline
        | Made::Balance
        | Made::Goals
        | Made::Changes
        | Made::Quarter(_)
        | Made::Item(_) => "roadmap",
    };
    let of_folder = site.sections.iter().position(|one| one.folder == folder);
    of_folder.unwrap_or(0)
}

/// The pages above a made page.
pub fn breadcrumbs(site: &Site, made: Made, here: &Permalink) -> Vec<LinkView> {
    let above = match made {
        Made::Compare(_) | Made::Connections => Made::Catalogue,
        Made::Persona(_) => Made::Personas,
        Made::Timeline
        | Made::Balance
        | Made::Goals
        | Made::Changes
        | Made::Quarter(_)
        | Made::Item(_) => Made::Roadmap,
        Made::Party(_) | Made::Matrix(_) => Made::Responsibilities,
        Made::Survey(_) | Made::Interview(_) => Made::Feedback,
        Made::Event(_) => Made::Events,
        Made::Catalogue
        | Made::Benefits
        | Made::Personas
        | Made::Responsibilities
        | Made::Events
        | Made::Communities
        | Made::Scorecard
        | Made::Feedback
        | Made::Glossary
        | Made::News
        | Made::WhatChanged
        | Made::Roadmap => return Vec::new(),
    };
    let Some(permalink) = site.typed.made_permalink(above) else {
        return Vec::new();
    };
    // The author's own title, where a page of a file begins it.
    let title = match site.places.at(permalink) {
        Some(Place::Page(page)) => site.pages[*page].title.clone(),
        _ => title(site, above),
    };
    vec![LinkView {
        title,
        url: here.relative(permalink),
        current: false,
    }]
}
