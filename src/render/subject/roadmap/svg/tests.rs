//! Whatever is drawn has room, and nothing lies over another.

use super::*;

/// A bar of some days of 2026.
fn of_days(id: ItemId, title: &str, days: Option<(&str, &str)>) -> Bar {
    let day = |day: &str| Date::parse(&format!("2026-{day}")).expect("a day");
    Bar {
        id,
        title: title.to_owned(),
        url: String::new(),
        kind: Some(ItemKind::Feature),
        is_shipped: false,
        is_paused: false,
        interval: days.map(|(from, to)| (day(from), day(to))),
        after: Vec::new(),
    }
}

#[test]
fn no_title_and_no_bar_lies_over_another() {
    let calendar = Calendar {
        first: Date::parse("2026-01-01").expect("a day"),
        last: Date::parse("2026-12-31").expect("a day"),
    };
    let spans = [
        Some(("01-01", "03-31")),
        Some(("02-11", "02-11")),
        Some(("10-01", "12-31")),
        Some(("12-30", "12-31")),
        Some(("01-01", "12-31")),
        Some(("04-01", "09-30")),
        None,
    ];
    let titles = [
        "Passkeys",
        "A message before the month becomes dear",
        "数据库迁移到新的集群，而且不会中断任何产品的服务，这是我们对所有人的承诺",
    ];
    let mut bars = Vec::new();
    for span in spans {
        for title in titles {
            bars.push(of_days(bars.len(), title, span));
        }
    }
    let mut spots = HashMap::new();
    place(calendar, &bars, 0, &mut spots);
    let taken: Vec<(usize, usize, usize)> = bars
        .iter()
        .map(|bar| {
            let spot = spots[&bar.id];
            let shown = 16 + width(&shortened(&bar.title, spot.letters));
            let end = (spot.x + spot.width).max(spot.text + shown);
            assert!(spot.text >= NAMES && end <= WIDTH, "{}", bar.title);
            assert!(
                bar.interval.is_none() || end <= NAMES + CALENDAR,
                "{}",
                bar.title
            );
            (spot.y, spot.x.min(spot.text), end)
        })
        .collect();
    for (at, one) in taken.iter().enumerate() {
        for other in &taken[at + 1..] {
            let apart = one.0 != other.0 || one.2 <= other.1 || other.2 <= one.1;
            assert!(apart, "{one:?} {other:?}");
        }
    }
}

#[test]
fn themes_break_between_words() {
    assert_eq!(
        two_lines("Debt quarter: fewer new things", 120),
        ["Debt quarter:", "fewer new things"]
    );
    assert_eq!(two_lines("Calm", 110), ["Calm"]);
}

#[test]
fn what_is_shown_of_a_text_has_room() {
    for text in [
        "Women want more wind",
        "illicit",
        "数据库迁移到新的集群",
        "Ingress: WAF & TLS 1.3",
    ] {
        for room in [20, 60, 146, 400] {
            let shown = shortened(text, fitting(text, room));
            assert!(width(&shown) <= room.max(12), "{shown} in {room}");
            assert!(width(text) > room || shown == text, "{shown} in {room}");
        }
    }
}
