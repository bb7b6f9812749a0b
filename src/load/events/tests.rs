use super::*;

fn read(text: &str) -> Arc<Events> {
    Events::read(&SitePath::new(FILE).expect("a path"), text)
}

/// The times of the only series, in the words of its zone.
fn times(events: &Events) -> Vec<String> {
    let all = events.entries.last().expect("an entry").occurrences.iter();
    let time = |one: &Occurrence| match one.time {
        Time::Span(start, _) => start.iso(),
        other => format!("{other:?}"),
    };
    all.map(time).collect()
}

fn said(events: &Events) -> Vec<&'static str> {
    events.findings.iter().map(|one| one.code.name()).collect()
}

const WEEKLY: &str = "tz = \"Europe/Berlin\"\n[[series]]\nid = \"s\"\nevery = \"1 week\"\n\
    first = 2026-10-13T14:00:00\nuntil = 2026-11-03\nminutes = 30\n";

#[test]
fn a_series_keeps_its_time_when_the_clocks_change() {
    let events = read(WEEKLY);
    assert!(events.findings.is_empty(), "{:?}", events.findings);
    assert_eq!(
        times(&events),
        [
            "2026-10-13T14:00:00+02:00",
            "2026-10-20T14:00:00+02:00",
            "2026-10-27T14:00:00+01:00",
            "2026-11-03T14:00:00+01:00"
        ]
    );
}

#[test]
fn what_is_skipped_is_gone_and_what_is_changed_is_told() {
    let events = read(&format!(
        "{WEEKLY}skip = [2026-10-20]\n[[event]]\nseries = \"s\"\non = 2026-10-27\n\
         start = 2026-10-28T09:00:00\nminutes = 60\nrecap = \"https://a.example\"\n"
    ));
    assert!(events.findings.is_empty(), "{:?}", events.findings);
    assert_eq!(
        times(&events),
        [
            "2026-10-13T14:00:00+02:00",
            "2026-10-28T09:00:00+01:00",
            "2026-11-03T14:00:00+01:00"
        ]
    );
    let changed = &events.entries[0].occurrences[1];
    assert!(changed.outcome.is_held());
    assert_eq!(
        changed.by_rule.expect("a rule").local.to_string(),
        "2026-10-27T14:00:00"
    );
}

#[test]
fn days_that_are_none_of_the_series_are_said_and_what_is_written_stays() {
    let events = read(&format!(
        "{WEEKLY}skip = [2026-10-21, 2026-10-20, 2026-10-20]\n\
         [[event]]\nseries = \"s\"\non = 2026-10-28\n[[event]]\nseries = \"s\"\non = 2026-10-20\n\
         [[event]]\nseries = \"s\"\non = 2026-11-03\n[[event]]\nseries = \"s\"\non = 2026-11-03\n\
         [[event]]\nseries = \"other\"\non = 2026-11-03\n[[event]]\nseries = \"s\"\n"
    ));
    let mut all = said(&events);
    all.sort_unstable();
    assert_eq!(
        all,
        [
            "event/duplicate-id",
            "event/no-occurrence",
            "event/no-occurrence",
            "event/no-occurrence",
            "event/no-occurrence",
            "event/unknown-value"
        ]
    );
    assert_eq!(times(&events).len(), 5);
    assert_eq!(events.entries[0].title(), "other");
}

#[test]
fn a_series_without_an_end_is_shown_for_a_year_and_half_a_year_after_the_newest_day() {
    let open = WEEKLY.replace("until = 2026-11-03\n", "");
    assert_eq!(
        times(&read(&open)).last().map(|one| &one[..10]),
        Some("2027-10-12")
    );
    let more = format!("{open}[[event]]\nid = \"a\"\nstart = 2029-01-01\n");
    assert_eq!(
        times(&read(&more)).last().map(|one| &one[..10]),
        Some("2029-06-26")
    );
    let daily = open
        .replace("1 week", "1 day")
        .replace("2026-10-13", "2000-10-13");
    assert_eq!(
        times(&read(&format!("{daily}skip = [2026-10-10]\n"))).len(),
        1000
    );
}

#[test]
fn times_that_clocks_skip_are_said_once_for_a_series() {
    let events = read(
        "tz = \"Europe/Berlin\"\n[[series]]\nid = \"s\"\nevery = \"1 day\"\nfirst = 2026-03-28T02:30:00\nuntil = 2027-04-01\n\
         [[event]]\nid = \"a\"\nstart = 2026-03-29T02:30:00\n[[event]]\nid = \"b\"\nstart = 2026-10-25T02:30:00\n",
    );
    assert_eq!(said(&events), ["event/gap", "event/gap"]);
    assert!(
        events.findings[1].message.contains("and on 1 more"),
        "{:?}",
        events.findings[1]
    );
    assert_eq!(times(&events)[1], "2026-03-29T03:30:00+02:00");
}

#[test]
fn slips_are_explained() {
    let mended = |text: &str| {
        let events = read(text);
        let finding = events.findings.first().expect("a finding");
        finding
            .replacement
            .clone()
            .unwrap_or_else(|| finding.help.join(" "))
    };
    assert_eq!(mended("tz = \"Berlin\"\n"), "\"Europe/Berlin\"");
    assert_eq!(mended("tz = \"Europe/Berln\"\n"), "\"Europe/Berlin\"");
    assert!(
        mended("tz = \"UTC\"\n[[event]]\nid = \"a\"\nstart = 9999-12-31T23:59:59\n")
            .contains("2199")
    );
    assert_eq!(
        mended("tz = \"UTC\"\n[[event]]\nid = \"a\"\nstart = 2026-12-03T15:00:00+01:00\n"),
        "2026-12-03T15:00:00"
    );
    assert_eq!(
        mended(
            "tz = \"UTC\"\n[[series]]\nid = \"a\"\nevery = \"3rd Thursday\"\nfirst = 2026-07-14T10:00:00\n"
        ),
        "2026-07-16T10:00:00"
    );
    assert!(mended("[[event]]\nid = \"a\"\nstart = 2026-12-03T15:00:00\n").contains("tz ="));
    let every = |text: &str| mended(&format!("[[series]]\nid = \"a\"\nevery = \"{text}\"\n"));
    for (wrong, right) in [
        ("5th Friday", "\"last Friday\""),
        ("weekly", "\"1 week\""),
        ("Every Tuesday", "\"1 week\""),
        ("every 2 weeks", "\"2 weeks\""),
        ("every other Monday", "\"2 weeks\""),
    ] {
        assert_eq!(every(wrong), right, "{wrong}");
    }
    assert!(every("often").contains("3rd Thursday"));
    let both = every("every second Monday");
    assert!(
        both.contains("`\"2 weeks\"`") && both.contains("`\"2nd Monday\"`"),
        "{both}"
    );
    assert_eq!(mended("tz = \"MEZ\"\n"), "\"Europe/Berlin\"");
    assert!(mended("tz = \"XYZ\"\n").contains("named by a city"));
    assert_eq!(
        mended("[[event]]\nid = \"a\"\nstart = 2026-12-03\nstatus = \"planned\"\nattended = 3\n"),
        "\"held\""
    );
}

#[test]
fn the_words_of_other_calendars_lead_to_those_of_this_one() {
    let events = read(
        "tz = \"UTC\"\n[[event]]\nid = \"a\"\nstart = 2026-10-13T14:00:00\nrepeat = \"weekly\"\n\
         end = \"16:00\"\nslides = \"a.pdf\"\n",
    );
    let helps: Vec<&str> = events
        .findings
        .iter()
        .filter_map(|one| one.help.first())
        .map(String::as_str)
        .collect();
    assert_eq!(helps.len(), 3, "{:#?}", events.findings);
    for (help, word) in helps.iter().zip(["[[series]]", "minutes", "recap"]) {
        assert!(help.contains(word), "{help}");
    }
}
