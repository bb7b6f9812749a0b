//! Events, whatever is written: their times, their calendars, and the numbers of the scorecard.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use groundplan::date::zone::{Fit, Zone};
use groundplan::inputs::{Folders, Inputs, worktree};
use groundplan::load::events::{Events, Time};
use groundplan::path::SitePath;
use groundplan::pipeline::Compiler;
use proptest::prelude::*;

const ZONES: [&str; 7] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Kolkata",
    "America/Santiago",
    "UTC",
];

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// A way to repeat, as an author writes it.
fn every() -> impl Strategy<Value = String> {
    let place = prop::sample::select(vec!["1st", "second", "3rd", "4th", "last"]);
    prop_oneof![
        (1..40u32).prop_map(|count| format!("{count} days")),
        (1..9u32).prop_map(|count| format!("{count} weeks")),
        (1..14u32).prop_map(|count| format!("{count} months")),
        (place, 0..7usize).prop_map(|(place, day)| format!("{place} {}", WEEKDAYS[day])),
    ]
}

/// A series that begins at any time and has an end or none.
fn series() -> impl Strategy<Value = String> {
    let first = (2023..2028u32, 1..13u32, 1..32u32, 0..24u32, 0..4u32);
    let until = prop::option::of(2024..2031u32);
    (every(), first, until, 0..ZONES.len()).prop_map(|(every, first, until, zone)| {
        let (year, month, day, hour, quarter) = first;
        let day = day.min(match month {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        });
        let until = until.map_or(String::new(), |year| format!("until = {year}-05-17\n"));
        format!(
            "[[series]]\nid = \"s\"\ntz = \"{}\"\nevery = \"{every}\"\nminutes = 45\n{until}\
             first = {year}-{month:02}-{day:02}T{hour:02}:{:02}:00\n",
            ZONES[zone],
            quarter * 15
        )
    })
}

fn read(text: &str) -> std::sync::Arc<Events> {
    Events::read(&SitePath::new("content/events.toml").expect("a path"), text)
}

/// The moments of the series, in seconds, with what the clocks show.
fn times(events: &Events) -> Vec<(i64, String)> {
    let all = events.entries[0].occurrences.iter();
    let time = |time: Time| match time {
        Time::Span(start, _) => (start.unix, start.local.to_string()),
        other => panic!("no time: {other:?}"),
    };
    all.map(|one| time(one.time)).collect()
}

proptest! {
    #[test]
    fn the_times_of_a_series_come_one_after_the_other_and_every_clock_shows_them(text in series()) {
        let events = read(&text);
        let times = times(&events);
        prop_assert!(times.len() <= 1000);
        prop_assert!(times.windows(2).all(|pair| pair[0].0 < pair[1].0), "{times:?}");
        let zone: &Zone = &events.entries[0].zone;
        for one in &events.entries[0].occurrences {
            let Time::Span(start, end) = one.time else {
                panic!("no time");
            };
            prop_assert_ne!(zone.moment(start.local).1, Fit::Gap, "{}", start.local);
            prop_assert_eq!(end.unix - start.unix, 45 * 60);
        }
        // A time that the clocks skip is said, and only then a time is another than the first.
        let hours: BTreeSet<&str> = times.iter().map(|(_, local)| &local[11..]).collect();
        let has_gap = events.findings.iter().any(|one| one.code.name() == "event/gap");
        prop_assert!(hours.len() <= 1 || has_gap, "{hours:?}");
    }

    #[test]
    fn a_day_that_is_skipped_is_one_less_and_the_others_stay(text in series(), pick in any::<prop::sample::Index>()) {
        let before = times(&read(&text));
        prop_assume!(before.len() > 1);
        let (unix, local) = before[pick.index(before.len())].clone();
        let events = read(&format!("{text}skip = [{}]\n", &local[..10]));
        let after = times(&events);
        let has_end = text.contains("until");
        let is_said = events.findings.iter().any(|one| one.code.name() == "event/no-occurrence");
        prop_assert!(!is_said, "{:?}", events.findings);
        let mut expected = before.clone();
        expected.retain(|(other, _)| *other != unix);
        // A skipped day is named in the file, and without an end dates are shown beyond it.
        prop_assert_eq!(&after[..expected.len()], &expected[..]);
        prop_assert!(!has_end || after.len() == expected.len());
    }
}

/// The files of the output of these texts.
fn build(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut inputs = Inputs::default();
    for (path, text) in files {
        inputs.put_text(path, text);
    }
    output(&inputs)
}

fn output(inputs: &Inputs) -> BTreeMap<String, String> {
    let compiler = Compiler::once(None);
    let built = compiler.build(inputs);
    let findings = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    let renderer = compiler.renderer(&built);
    let tree = compiler.tree(&built, &renderer, &findings, &done);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    tree.iter()
        .map(|(path, content)| (path.to_string(), text(&content.bytes().expect("a file"))))
        .collect()
}

const TWO: &str = "tz = \"Europe/Berlin\"\n\
    [[event]]\nid = \"db-night\"\nstart = 2026-12-03T15:00:00\nminutes = 90\n\
    [[event]]\nid = \"day-off\"\nstart = 2026-12-24\n\
    [[series]]\nid = \"hours\"\nevery = \"1 week\"\nfirst = 2026-07-07T14:00:00\n\
    [[event]]\nseries = \"hours\"\non = 2026-07-14\nstart = 2026-07-15T14:00:00\n";

/// The properties of this name in a calendar file.
fn properties<'a>(calendar: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!("{name}:");
    calendar
        .lines()
        .filter_map(|line| line.strip_prefix(&start))
        .collect()
}

#[test]
fn an_event_keeps_its_name_and_its_calendar_when_another_is_added() {
    let settings = (
        "groundplan.toml",
        "base_url = \"https://harbor.example/docs/\"\n",
    );
    let before = build(&[settings, ("content/events.toml", TWO)]);
    let more = format!("{TWO}[[event]]\nid = \"a-first\"\nstart = 2020-01-01T08:00:00\n");
    let after = build(&[settings, ("content/events.toml", &more)]);
    for file in [
        "events/db-night.ics",
        "events/day-off.ics",
        "events/hours.ics",
    ] {
        assert_eq!(before[file], after[file], "{file}");
    }
    let all = &after["events.ics"];
    let uids = properties(all, "UID");
    assert_eq!(
        uids,
        [
            "event-db-night@harbor.example",
            "event-day-off@harbor.example",
            "event-a-first@harbor.example",
            "event-hours@harbor.example",
            "event-hours@harbor.example"
        ]
    );
    // Two entries of one name are a series and one of its times.
    assert_eq!(
        all.matches("RECURRENCE-ID;TZID=Europe/Berlin:20260714T140000")
            .count(),
        1
    );
    assert_eq!(properties(all, "DTSTAMP"), ["19700101T000000Z"; 5]);
    assert_eq!(all.matches("BEGIN:VTIMEZONE").count(), 1);
}

#[test]
fn a_calendar_has_the_same_bytes_on_every_day() {
    let mut inputs = Inputs::default();
    inputs.put_text("content/events.toml", TWO);
    let mut before = output(&inputs);
    inputs.today = groundplan::date::Date::parse("2031-01-01");
    let mut after = output(&inputs);
    let ours = |files: &mut BTreeMap<String, String>| {
        files.retain(|path, _| path.starts_with("events"));
    };
    ours(&mut before);
    ours(&mut after);
    assert!(before.len() >= 12, "{:?}", before.keys());
    assert_eq!(before, after);
}

#[test]
fn a_date_of_a_series_is_announced_by_its_own_title() {
    let events = "tz = \"Europe/Berlin\"\n[[series]]\nid = \"hours\"\ntitle = \"Ask us\"\n\
                  every = \"1 week\"\nfirst = 2026-07-07T14:00:00\nuntil = 2026-07-21\n\
                  [[event]]\nseries = \"hours\"\non = 2026-07-14\ntitle = \"Ask us: backups\"\n";
    let files = build(&[
        ("content/index.md", "# Home\n"),
        ("content/events.toml", events),
    ]);
    let home = &files["index.html"];
    let title = "{&quot;2026-07-14T14:00:00+02:00&quot;:&quot;Ask us: backups&quot;}";
    assert!(home.contains(&format!("data-titles=\"{title}\"")), "{home}");
}

#[test]
fn the_numbers_of_a_line_are_those_of_its_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = worktree::read_site(root, &Folders::default()).expect("the demo");
    let page = &output(&inputs)["scorecard/index.html"];
    let tiles: Vec<&str> = page.split("<section class=\"tile").skip(1).collect();
    assert!(tiles.len() > 4);
    let mut lines = 0;
    for tile in tiles {
        let between = |text: &str, start: &str, end: &str| -> Vec<String> {
            let parts = text.split(start).skip(1);
            parts
                .map(|part| part.split(end).next().unwrap_or("").to_owned())
                .collect()
        };
        let picture = tile.split("<svg class=\"spark\"").nth(1).unwrap_or("");
        let drawn = between(picture, "<circle", "</title>");
        let drawn: Vec<&str> = drawn
            .iter()
            .map(|one| one.split("<title>").nth(1).unwrap_or(""))
            .collect();
        let table = between(tile, "<tr><th scope=\"row\">", "</td>");
        let table: Vec<String> = table
            .iter()
            .map(|row| row.replace("</th><td class=\"end\">", ": "))
            .collect();
        assert_eq!(drawn, table);
        lines += usize::from(drawn.len() > 1);
        // The words for readers of the screen by ear are the same again.
        let spoken = between(tile, "aria-label=\"", "\"").concat();
        for one in &table {
            let (period, value) = one.split_once(": ").expect("a row");
            assert!(
                spoken.contains(&format!("{value} in {period}")),
                "{spoken}: {one}"
            );
        }
    }
    assert!(lines > 3);
}
