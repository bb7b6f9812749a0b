//! Slips that whole sites show: what is said of them names what was meant.

use groundplan::diagnostic::{Diagnostic, Severity};
use groundplan::inputs::Inputs;
use groundplan::pipeline;

#[path = "advice/owner.rs"]
mod owner;
#[path = "advice/states.rs"]
mod states;
#[path = "advice/texts.rs"]
mod texts;

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

/// A finding as it is said: message, label, help and replacement.
fn in_words(one: &Diagnostic) -> String {
    let help = one.help.join(" ");
    let replacement = one.replacement.as_deref().unwrap_or_default();
    format!("{} {} {help} {replacement}", one.message, one.label)
}

/// The one finding of a file.
fn said(files: &[(&str, &str)], file: &str, about: &str) -> String {
    let all = found(files);
    let of_file: Vec<&Diagnostic> = all
        .iter()
        .filter(|one| one.file.as_str() == file && one.message.contains(about))
        .collect();
    let [one] = of_file[..] else {
        panic!("one finding about {about} in {file}: {all:#?}");
    };
    in_words(one)
}

#[test]
fn several_names_in_one_text_are_told_to_stand_alone() {
    let page = "+++\npersonas = \"developer, Doctor\"\n+++\n# A\n";
    let said = said(&[("content/a.md", page)], "content/a.md", "persona");
    assert!(said.ends_with("[\"developer\", \"doctor\"]"), "{said}");
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

/// The findings of a page of a service with this line, each as code and advice.
fn of_service(line: &str) -> Vec<String> {
    let page = format!("+++\nlifecycle = \"idea\"\n{line}\n+++\n# A\n");
    let all = found(&[("content/services/a.md", &page)]);
    let of_file = all
        .iter()
        .filter(|one| one.file.as_str() == "content/services/a.md");
    let advice = |one: &Diagnostic| format!("{} {} {}", one.code, one.label, one.help.join(" "));
    of_file.map(advice).collect()
}

#[test]
fn a_day_in_words_is_one_finding_that_offers_the_day() {
    for day in [
        "12. November 2026",
        "12 November 2026",
        "\"November 12, 2026\"",
        "12. Nov. 2026",
    ] {
        let found = of_service(&format!("reviewed = {day}"));
        let [one] = &found[..] else {
            panic!("one finding about {day}: {found:#?}");
        };
        assert!(one.starts_with("page/bad-date"), "{one}");
        assert!(one.contains("`2026-11-12`"), "{one}");
    }
}

#[test]
fn a_month_where_a_day_is_wanted_lacks_its_day() {
    for month in ["2026-11", "\"2026-11\"", "November 2026", "11/2026"] {
        let found = of_service(&format!("reviewed = {month}"));
        let [one] = &found[..] else {
            panic!("one finding about {month}: {found:#?}");
        };
        assert!(one.contains("the day is missing"), "{one}");
        assert!(one.contains("`2026-11-01`"), "{one}");
    }
}

#[test]
fn a_number_that_may_be_thousands_is_asked_about() {
    let found = of_service("[facts]\nPrice = 1.200");
    assert_eq!(
        found,
        ["text/unclear-number  write `1200` where thousands are meant, else `1.2`"]
    );
    let found = of_service("[facts]\nPrice = 1,200");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("`Price = 1200` where thousands are meant, else `1.2`"));
    let found = of_service("[facts]\nPrice = 1.200,50");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("`Price = 1200.50`"), "{found:#?}");
    for clear in ["1.25", "1200", "\"1.200\"", "0.125"] {
        let found = of_service(&format!("[facts]\nPrice = {clear}"));
        assert!(found.is_empty(), "{clear}: {found:#?}");
    }
}

#[test]
fn how_many_products_is_one_finding_whatever_stands_between_the_figures() {
    for (number, advice) in [("12,5", "`23`"), ("1.200", "`1200`")] {
        let found = of_service(&format!("used_by = {number}"));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(advice), "{found:#?}");
    }
}

#[test]
fn what_is_said_of_a_word_is_not_said_again_of_what_follows_from_it() {
    for word in ["Deprecated", "ending"] {
        let page = format!(
            "+++\nlifecycle = \"{word}\"\nbenefit = {{ developer = \"x\" }}\n\
             [sunset]\ndate = 2027-03-31\n+++\n# A\n"
        );
        let all = found(&[("content/services/a.md", &page)]);
        let of_file = all
            .iter()
            .filter(|one| one.file.as_str() == "content/services/a.md");
        let said: Vec<&str> = of_file.map(|one| one.message.as_str()).collect();
        let expected = format!("`{word}` is no value of `lifecycle`");
        assert_eq!(said, [expected.as_str()]);
    }
    let events = "tz = \"UTC\"\n[[series]]\nid = \"oh\"\nkind = \"demo\"\ntitle = \"Ask\"\n\
                  every = \"2 Wochen\"\nfirst = 2026-12-07T14:00:00\nminutes = 30\n\
                  skip = [2026-12-21]\n[[event]]\nseries = \"oh\"\non = 2026-12-21\n";
    let said = said(
        &[("content/events.toml", events)],
        "content/events.toml",
        "",
    );
    assert!(said.contains("no way to repeat"), "{said}");
}

/// The codes of what is found where `text` stands in `file`, below a sound platform.
fn codes(file: &str, text: &str, platform: &str) -> Vec<&'static str> {
    let mut inputs = Inputs::from_texts([("content/platform.toml", platform)]);
    inputs.put_text(file, text);
    let found = pipeline::check(&inputs);
    found.iter().map(|one| one.code.name()).collect()
}

#[test]
fn a_name_with_a_slip_is_not_missed_elsewhere() {
    let matrix = "[\"Run\"]\n\"Patch\" = \"platfrom\"\n\"Use\" = \"customer\"\n";
    let found = codes("content/responsibilities/base.toml", matrix, PLATFORM);
    assert!(!found.contains(&"matrix/idle-party"), "{found:?}");
    let idle = format!("{PLATFORM}[[party]]\nid = \"csp\"\nname = \"Provider\"\n");
    let found = codes("content/responsibilities/base.toml", matrix, &idle);
    let another = found.iter().filter(|code| **code == "matrix/idle-party");
    assert_eq!(another.count(), 1, "{found:?}");
    let group = "[[persona]]\nid = \"dev\"\nname = \"D\"\ngroup = \"devs\"\n\
                 [[persona]]\nid = \"boss\"\nname = \"B\"\ngroup = \"business\"\n";
    let found = codes(
        "content/a.md",
        "+++\npersonas = [\"dev\", \"boss\"]\n+++\n",
        group,
    );
    assert_eq!(found, ["vocabulary/unknown-value"]);
    let category = "[[category]]\nid = \"data\"\nname = \"Data\"\n";
    let page = "+++\nlifecycle = \"idea\"\ncategory = \"Data\"\n+++\n";
    let found = codes("content/services/a.md", page, category);
    assert_eq!(found, ["service/unknown-id"]);
    let balance = "[balance]\ntarget = { Feature = 60, tech-debt = 40 }\n";
    let found = codes("content/roadmap/a.toml", balance, category);
    assert!(!found.contains(&"roadmap/bad-target"), "{found:?}");
}

#[test]
fn a_line_for_a_persona_belongs_to_the_benefits() {
    let found = of_service("[day2]\ndeveloper = \"No scripts\"");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("below `[benefit]`"), "{found:#?}");
}

#[test]
fn an_id_that_is_none_is_known_by_the_one_that_is_offered() {
    let mut inputs = Inputs::from_texts([(
        "content/platform.toml",
        "[[team]]\nid = \"team portal\"\nname = \"Portal\"\n",
    )]);
    inputs.put_text("content/a.md", "+++\nowner = \"team-portl\"\n+++\n# A\n");
    inputs.put_text("content/b.md", "+++\nowner = \"team-portal\"\n+++\n# B\n");
    let found = pipeline::check(&inputs);
    let offered: Vec<Option<&str>> = found.iter().map(|one| one.replacement.as_deref()).collect();
    assert_eq!(offered, [Some("\"team-portal\""); 2], "{found:#?}");
}

#[test]
fn a_list_in_one_text_stays_a_list_in_the_navigation() {
    let files = [
        ("groundplan.toml", "navigation = \"guides, a\"\n"),
        ("content/a.md", "# A\n"),
        ("content/guides/b.md", "# B\n"),
    ];
    let said = said(&files, "groundplan.toml", "navigation");
    assert!(said.contains("`[\"guides\", \"a\"]`"), "{said}");
}

#[test]
fn a_quarter_is_told_its_order_below_the_values_of_a_metric() {
    for values in ["{ Q3 2026 = 3 }", "{ \"2026/Q3\" = 3 }"] {
        let card = format!("[[metric]]\nid = \"a\"\nlabel = \"A\"\nvalues = {values}\n");
        let said = said(
            &[("content/scorecard.toml", &card)],
            "content/scorecard.toml",
            "",
        );
        assert!(said.contains("write `2026-Q3`"), "{said}");
    }
}

#[test]
fn several_short_names_in_one_text_are_told_to_be_a_list() {
    for (line, list) in [
        ("takes_over = \"Patching, Backups\"", true),
        ("start = \"Order, Sign, Begin\"", true),
        ("takes_over = \"Patching, and what follows from it\"", false),
        ("start = \"Ask in the portal, read the address\"", false),
        ("takes_over = [\"Patching, Backups\"]", false),
    ] {
        let found = of_service(line);
        let is_said = found.iter().any(|one| one.starts_with("text/unclear-list"));
        assert_eq!(is_said, list, "{line}: {found:#?}");
    }
    let text = "[[category]]\nid = \"data\"\nname = \"Data\"\nfacts = \"Availability, price\"\n";
    let page = "+++\nlifecycle = \"live\"\ncategory = \"data\"\n[facts]\nAvailability = \"x\"\nprice = \"y\"\n+++\n";
    let inputs = Inputs::from_texts([
        ("content/platform.toml", text),
        ("content/services/a.md", page),
    ]);
    let found = pipeline::check(&inputs);
    let facts: Vec<Option<&str>> = found
        .iter()
        .filter(|one| one.message.contains("facts") || one.code.name().starts_with("facts/"))
        .map(|one| one.replacement.as_deref())
        .collect();
    assert_eq!(facts, [Some("[\"Availability\", \"price\"]")], "{found:#?}");
}

#[test]
fn news_whose_name_begins_with_a_day_as_it_is_spoken_are_told_their_name() {
    for (name, meant) in [
        ("12.11.2026-outage", "2026-11-12-outage.md"),
        ("3-7-2026_outage", "2026-07-03_outage.md"),
    ] {
        let file = format!("content/news/{name}.md");
        let said = said(&[(&file, "# Outage\n")], &file, "no date");
        assert!(said.contains(meant), "{said}");
    }
}

#[test]
fn a_dead_link_names_what_is_there_and_nothing_else() {
    let page = "[a](b/none.md) [b](c/none.md)\n";
    let files = [
        ("content/a.md", page),
        ("content/b/backup.md", "# Backup\n"),
    ];
    let all = found(&files);
    let dead = all.iter().filter(|one| one.code.name() == "link/dead");
    let help: Vec<String> = dead.map(|one| one.help.join(" ")).collect();
    assert_eq!(help[0], "pages there are `b/backup.md`");
    assert!(help[1].starts_with("there is no folder `c`"), "{help:?}");
}
