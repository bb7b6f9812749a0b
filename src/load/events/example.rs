//! The day that `groundplan new event` writes: an example until somebody chooses one.

use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

use super::Start;
use super::keys::Raw;

/// What stands behind the example. The day stands in it once more, so that one that was changed is
/// told from one that nobody chose, whether the words were taken out or not.
pub fn words(day: Date) -> String {
    format!("# choose the day; with the hour it is {day}T15:00:00")
}

/// The days of events that are still the example.
pub(super) fn days(raw: &Raw, file: &SitePath, text: &str) -> Vec<Diagnostic> {
    let days = raw.events.iter().filter_map(|event| {
        let (Start::Day(day), span) = event.start? else {
            return None;
        };
        let behind = text.get(span.end..)?.lines().next()?;
        let is_example = behind.trim() == words(day);
        is_example.then(|| {
            let message = format!("{} is an example: nobody chose this day", day.long());
            Diagnostic::at(Code::EventExampleDay, file, span, message)
                .help("write the day that is meant, best with its hour; is it this one, then remove the comment behind it")
        })
    });
    days.collect()
}

#[cfg(test)]
mod tests {
    use crate::load::events::Events;
    use crate::path::SitePath;

    #[test]
    fn the_example_is_said_until_the_day_or_the_comment_is_changed() {
        let said = |line: &str| -> Vec<String> {
            let text = format!("tz = \"UTC\"\n[[event]]\nid = \"a\"\nstart = {line}\n");
            let file = SitePath::new("content/events.toml").expect("a path");
            let read = Events::read(&file, &text);
            let codes = read.findings.iter().map(|one| one.code.to_string());
            codes.collect()
        };
        let comment = "             # choose the day; with the hour it is 2026-12-03T15:00:00";
        assert_eq!(said(&format!("2026-12-03{comment}")), ["event/example-day"]);
        assert_eq!(said(&format!("2026-12-04{comment}")), [""; 0]);
        assert_eq!(said(&format!("2026-12-03T15:00:00{comment}")), [""; 0]);
        assert_eq!(said("2026-12-03"), [""; 0]);
        assert_eq!(said("2026-12-03   # the day of the fair"), [""; 0]);
    }
}
