//! Slips that whole sites show: what is said of them names what was meant.

use groundplan::diagnostic::{Diagnostic, Severity};
use groundplan::inputs::Inputs;
use groundplan::pipeline;

const PLATFORM: &str = "[[party]]\nid = \"customer\"\nname = \"You\"\nyou = true\n\
    [[party]]\nid = \"platform\"\nname = \"We\"\n[[team]]\nid = \"data\"\nname = \"Data\"\n\
    [[persona]]\nid = \"developer\"\nname = \"Developer\"\ngroup = \"developer\"\n\
    [[persona]]\nid = \"doctor\"\nname = \"Doctor\"\ngroup = \"business\"\n\
    [[product]]\nid = \"portal\"\nname = \"Portal\"\n";

/// What is found on a site with this vocabulary and these files.
fn found(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let mut inputs = Inputs::from_texts([("content/platform.toml", PLATFORM)]);
    for (file, text) in files {
        inputs.put_text(file, text);
    }
    pipeline::check(&inputs)
}

/// The one finding of a file, as it is said: message, label, help and replacement.
fn said(files: &[(&str, &str)], file: &str, about: &str) -> String {
    let all = found(files);
    let of_file: Vec<&Diagnostic> = all
        .iter()
        .filter(|one| one.file.as_str() == file && one.message.contains(about))
        .collect();
    let [one] = of_file[..] else {
        panic!("one finding about {about} in {file}: {all:#?}");
    };
    format!(
        "{} {} {} {}",
        one.message,
        one.label,
        one.help.join(" "),
        one.replacement.as_deref().unwrap_or_default()
    )
}

#[test]
fn several_names_in_one_text_are_told_to_stand_alone() {
    let page = "+++\npersonas = \"developer, Doctor\"\n+++\n# A\n";
    let said = said(&[("content/a.md", page)], "content/a.md", "persona");
    assert!(said.contains("[\"developer\", \"Doctor\"]"), "{said}");
}

#[test]
fn a_number_of_products_in_quotes_is_told_to_lose_them() {
    let page = "+++\nlifecycle = \"live\"\nused_by = \"5\"\n+++\n# A\n";
    let said = said(
        &[("content/services/a.md", page)],
        "content/services/a.md",
        "product",
    );
    assert!(said.contains("without quotes: `5`"), "{said}");
}

#[test]
fn a_service_by_its_title_is_told_its_id() {
    let files = [
        (
            "content/services/lab.md",
            "+++\ntitle = \"Lab interface, HL7\"\n+++\n",
        ),
        (
            "content/a.md",
            "+++\nservices = \"lab Interface, hl7\"\n+++\n# A\n",
        ),
    ];
    let said = said(&files, "content/a.md", "service");
    assert!(said.contains("this is the title of `lab`"), "{said}");
    assert!(said.ends_with("\"lab\""), "{said}");
}

#[test]
fn a_matrix_of_no_service_names_the_service_that_may_be_meant() {
    let matrix = "[\"Run\"]\n\"Patch it\" = \"platform\"\n\"Use it\" = \"customer\"\n";
    let files = [
        (
            "content/services/patient-portal.md",
            "+++\nlifecycle = \"live\"\n+++\n# P\n",
        ),
        ("content/responsibilities/portal.toml", matrix),
    ];
    let file = "content/responsibilities/portal.toml";
    let all = said(&files, file, "no service");
    assert!(all.contains("services = [\"patient-portal\"]"), "{all}");
    let titled = format!("title = \"Every portal\"\n{matrix}");
    let files = [files[0], (file, titled.as_str())];
    assert!(found(&files).iter().all(|one| one.file.as_str() != file));
}

#[test]
fn nobody_is_sent_to_a_service_that_is_only_an_idea() {
    let old = "+++\nlifecycle = \"deprecated\"\n[sunset]\ndate = 2027-03-31\nreplaced_by = \"new\"\n+++\n# A\n";
    for (state, count) in [("idea", 1), ("retired", 1), ("preview", 0)] {
        let new = format!("+++\nlifecycle = \"{state}\"\n+++\n# New\n");
        let files = [
            ("content/services/old.md", old),
            ("content/services/new.md", new.as_str()),
        ];
        let all = found(&files);
        let about = all
            .iter()
            .filter(|one| one.message.contains("readers are sent to `new`"));
        let severities: Vec<Severity> = about.map(|one| one.severity).collect();
        assert_eq!(severities, vec![Severity::Warning; count], "{state}");
    }
}

#[test]
fn the_name_of_a_language_is_no_tag() {
    let file = "groundplan.toml";
    let said = said(&[(file, "language = \"Deutsch\"\n")], file, "Deutsch");
    assert!(said.contains("`de`"), "{said}");
}

#[test]
fn the_lines_that_begin_a_part_of_an_item_are_named_whole() {
    let item = "[[item]]\nid = \"a\"\ntitle = \"A\"\nkind = \"feature\"\nstatus = \"planned\"\n\
        when = \"next\"\nbenefit = \"x\"\n";
    let file = "content/roadmap/items.toml";
    let text = format!("{item}moved = \"2026-Q3\"\n");
    let inner = said(&[(file, text.as_str())], file, "moved");
    assert!(inner.contains("moved = [{ … }]"), "{inner}");
    let text = format!("{item}[[moved]]\nfrom = \"2026-Q3\"\n");
    let outer = said(&[(file, text.as_str())], file, "moved");
    assert!(outer.contains("[[item.moved]]"), "{outer}");
}

#[test]
fn a_need_of_two_personas_has_one_text() {
    let file = "content/platform.toml";
    let with = |second: &str| {
        PLATFORM
            .replacen(
                "group = \"developer\"\n",
                "group = \"developer\"\nneeds = { no-ticket = \"No ticket\" }\n",
                1,
            )
            .replacen(
                "[[product]]",
                &format!("needs = {{ no-ticket = \"{second}\" }}\n[[product]]"),
                1,
            )
    };
    let other = with("No ticket at night");
    let said = said(&[(file, other.as_str())], file, "other words");
    assert!(said.contains("another id"), "{said}");
    let same = with("No ticket");
    let all = found(&[(file, same.as_str())]);
    assert!(
        all.iter().all(|one| !one.message.contains("other words")),
        "{all:#?}"
    );
}

#[test]
fn products_may_be_more_than_those_that_are_named() {
    let platform = format!("products = 61\n{PLATFORM}");
    let service = "+++\nlifecycle = \"live\"\nused_by = 5\n+++\n# A\n";
    let is_too_many = |files: &[(&str, &str)]| {
        let all = found(files);
        all.iter()
            .any(|one| one.message.contains("products use this"))
    };
    let page = ("content/services/a.md", service);
    assert!(!is_too_many(&[
        ("content/platform.toml", platform.as_str()),
        page
    ]));
    assert!(is_too_many(&[page]));
}
