//! What is the same in all files.

use super::communities::Communities;
use super::events::Events;
use super::roadmap::RoadmapFile;
use super::scorecard::Scorecard;
use super::stakeholders::Stakeholders;
use super::survey::Survey;
use super::*;

type Findings = fn(&SitePath, &str) -> Vec<Diagnostic>;

/// Every list of every file, and how the file is read.
const LISTS: [(&str, &[&str], Findings); 7] = [
    (
        "content/platform.toml",
        &[
            "product", "party", "provider", "team", "persona", "category", "goal",
        ],
        |file, text| Platform::read(file, text).findings.clone(),
    ),
    (
        "content/roadmap/items.toml",
        &["item", "quarter"],
        |file, text| RoadmapFile::read(file, text).findings.clone(),
    ),
    ("content/events.toml", &["event", "series"], |file, text| {
        Events::read(file, text).findings.clone()
    }),
    (
        "content/surveys/happiness.toml",
        &["question", "wave"],
        |file, text| Survey::read(file, text).findings.clone(),
    ),
    ("content/communities.toml", &["community"], |file, text| {
        Communities::read(file, text).findings.clone()
    }),
    ("content/scorecard.toml", &["metric"], |file, text| {
        Scorecard::read(file, text).findings.clone()
    }),
    (
        "content/stakeholders.toml",
        &["stakeholder"],
        |file, text| Stakeholders::read(file, text).findings.clone(),
    ),
];

#[test]
fn an_empty_item_of_any_list_is_reported_at_its_own_line() {
    for (path, lists, read) in LISTS {
        let file = SitePath::new(path).expect("a path");
        for list in lists {
            let text = format!("# A line before it.\n\n[[{list}]]\n");
            let own = text.find("[[").expect("the line");
            let places: Vec<Option<usize>> = read(&file, &text)
                .iter()
                .map(|finding| finding.span.map(|span| span.start))
                .collect();
            assert!(places.contains(&Some(own)), "{path} {list}: {places:?}");
            let is_elsewhere = |place: &Option<usize>| place.is_some_and(|at| at != own);
            assert!(
                !places.iter().any(is_elsewhere),
                "{path} {list}: {places:?}"
            );
        }
    }
}
