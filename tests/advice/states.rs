//! States that contradict each other.

use groundplan::date::Date;
use groundplan::inputs::Inputs;
use groundplan::pipeline;

use super::{PLATFORM, in_words};

/// What is said on 1 December 2026 of a file.
fn said_of(file: &str, text: &str) -> Vec<String> {
    let mut inputs = Inputs::from_texts([("content/platform.toml", PLATFORM)]);
    inputs.put_text(file, text);
    inputs.today = Date::parse("2026-12-01");
    let all = pipeline::check(&inputs);
    let of_file = all.iter().filter(|one| one.file.as_str() == file);
    of_file.map(in_words).collect()
}

#[test]
fn a_service_is_not_switched_off_before_its_last_day() {
    let service = |lifecycle: &str, day: &str| {
        let page = format!(
            "+++\nlifecycle = \"{lifecycle}\"\n[sunset]\ndate = {day}\nreplaced_by = \"b\"\n+++\n# A\n"
        );
        let mut said = said_of("content/services/a.md", &page);
        said.retain(|one| one.contains("last day"));
        said
    };
    let said = service("retired", "2027-03-31");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("still to come") && said[0].contains("\"deprecated\""));
    assert!(service("deprecated", "2027-03-31").is_empty());
    assert!(service("retired", "2026-03-31").is_empty());
}
