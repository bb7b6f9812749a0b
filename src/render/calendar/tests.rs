use super::*;

fn moment(zone: &Zone, text: &str) -> Moment {
    zone.moment(Local::parse(text).expect("a local time")).0
}

fn entry(zone: &str, start: &str, end: &str) -> Entry {
    let zone = Zone::named(zone).expect("a zone");
    let when = When::Time(moment(&zone, start), moment(&zone, end), zone.clone());
    Entry::new("event-a@b.example".to_owned(), when, "A")
}

fn text(entry: Entry) -> String {
    let calendar = Calendar {
        name: "Harbor".to_owned(),
        entries: vec![entry],
    };
    calendar.text()
}

/// The lines as they were before they were folded.
fn unfolded(text: &str) -> Vec<String> {
    text.replace("\r\n ", "")
        .split("\r\n")
        .map(str::to_owned)
        .collect()
}

#[test]
fn lines_are_folded_by_bytes_and_letters_stay_whole() {
    let mut one = entry("UTC", "2026-12-03T15:00", "2026-12-03T16:00");
    one.title = "\u{e4}\u{1f600}".repeat(60);
    let file = text(one.clone());
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
    }
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    assert!(unfolded(&file).contains(&format!("SUMMARY:{}", one.title)));
}

#[test]
fn what_has_a_meaning_is_escaped_and_nothing_begins_a_line_of_its_own() {
    let mut one = entry("UTC", "2026-12-03T15:00", "2026-12-03T16:00");
    one.title = "a, b; c\\d\r\nATTENDEE:x\u{7}".to_owned();
    one.url = Some("https://a.example/\r\nX-EVIL:1".to_owned());
    let lines = unfolded(&text(one));
    assert!(
        lines.contains(&"SUMMARY:a\\, b\\; c\\\\d\\nATTENDEE:x".to_owned()),
        "{lines:?}"
    );
    assert!(lines.contains(&"URL:https://a.example/X-EVIL:1".to_owned()));
}

#[test]
fn a_zone_with_yearly_changes_has_rules() {
    let file = text(entry(
        "Europe/Berlin",
        "2026-12-03T15:00",
        "2026-12-03T16:30",
    ));
    assert!(
        file.contains("DTSTART;TZID=Europe/Berlin:20261203T150000\r\n"),
        "{file}"
    );
    assert!(file.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"), "{file}");
    assert!(
        file.contains("DTSTART:20261025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"),
        "{file}"
    );
    let file = text(entry(
        "America/New_York",
        "2026-12-03T15:00",
        "2026-12-03T16:30",
    ));
    assert!(
        file.contains("BYMONTH=3;BYDAY=2SU") && file.contains("BYMONTH=11;BYDAY=1SU"),
        "{file}"
    );
}

#[test]
fn a_zone_without_changes_has_its_offset_and_utc_has_none() {
    let file = text(entry(
        "Asia/Kolkata",
        "2026-12-03T15:00",
        "2026-12-03T16:30",
    ));
    assert!(file.contains("TZOFFSETTO:+0530"), "{file}");
    let file = text(entry("UTC", "2026-12-03T15:00", "2026-12-03T16:30"));
    assert!(
        !file.contains("VTIMEZONE") && file.contains("DTSTART:20261203T150000Z"),
        "{file}"
    );
}

#[test]
fn changes_without_a_rule_are_listed() {
    // In Israel summer begins on the Friday before a Sunday.
    let file = text(entry(
        "Asia/Jerusalem",
        "2026-02-03T15:00",
        "2026-02-03T16:30",
    ));
    assert!(file.contains("RDATE:20270326T020000"), "{file}");
    assert!(!file.contains("RDATE:2030"), "{file}");
    assert!(file.contains("BYMONTH=10;BYDAY=-1SU"), "{file}");
}

#[test]
fn whole_days_end_on_the_day_after_and_take_no_time() {
    let day = |text| Date::parse(text).expect("a date");
    let one = Entry::of_days("item-a@b".into(), day("2026-12-31"), day("2026-12-31"), "A");
    let file = text(one);
    assert!(
        file.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"),
        "{file}"
    );
    assert!(file.contains("TRANSP:TRANSPARENT"));
}
