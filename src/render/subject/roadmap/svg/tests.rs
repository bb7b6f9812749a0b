//! Whatever is drawn has room, and nothing lies over another.

use super::letters::fitting;
use super::letters::width;
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
    let mut places = Places::default();
    let left_out = places.add(calendar, &bars, 0, usize::MAX).left_out;
    assert_eq!(left_out, 0);
    let spots = places.spots;
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

/// The numbers behind `name="` in a piece of markup.
fn number(markup: &str, name: &str) -> Option<usize> {
    let (_, rest) = markup.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()?.parse().ok()
}

/// What has a place in a picture: from the left and from above, to the right and to below.
type Area = (usize, usize, usize, usize);

/// What a picture has, read from its markup: bars, texts of bars with what they say, and the straight
/// pieces of arrows. A round corner is read as the two straight pieces around it.
#[derive(Default)]
struct Drawn {
    bars: Vec<Area>,
    texts: Vec<(Area, String)>,
    arrows: Vec<Vec<(usize, usize)>>,
}

fn read(picture: &str) -> Drawn {
    let mut drawn = Drawn::default();
    for link in picture.split("<a ").skip(1) {
        let link = link.split("</a>").next().expect("an end");
        for rect in link.split("<rect").skip(1) {
            let place = ["x", "y", "width", "height"].map(|name| number(rect, name));
            let [x, y, width, height] = place.map(|one| one.expect("a number"));
            drawn.bars.push((x, y, x + width, y + height));
        }
        let (_, text) = link.split_once("<text").expect("a title");
        let (x, base) = (number(text, "x").expect("x"), number(text, "y").expect("y"));
        let (_, said) = text.split_once('>').expect("a title");
        let said = said
            .replace("<tspan class=\"letter\">", "")
            .replace("</tspan>", "");
        let said = said.replace("</text>", "");
        // Twelve pixels high: nine above the line, three below it.
        let area = (x, base - 9, x + width(&said), base + 3);
        drawn.texts.push((area, said));
    }
    for path in picture.split("<path class=\"need\" d=\"").skip(1) {
        let path = path.split('"').next().expect("an end");
        let numbers = path.split(|letter: char| !letter.is_ascii_digit());
        let numbers: Vec<usize> = numbers.filter_map(|one| one.parse().ok()).collect();
        let points = numbers.chunks_exact(2).map(|two| (two[0], two[1]));
        drawn.arrows.push(points.collect());
    }
    drawn
}

/// Whether two areas have room in common; to touch is not to overlap.
fn overlap(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Says what lies over what, if anything.
fn assert_clear(picture: &str) -> Drawn {
    let drawn = read(picture);
    for (at, (text, said)) in drawn.texts.iter().enumerate() {
        for (other, saying) in &drawn.texts[at + 1..] {
            assert!(
                !overlap(*text, *other),
                "{said:?} {text:?} and {saying:?} {other:?}"
            );
        }
        for bar in &drawn.bars {
            let is_inside = bar.0 < text.0 && text.2 <= bar.2;
            let is_over = overlap(*text, *bar) && !is_inside;
            assert!(!is_over, "{said:?} {text:?} and the bar {bar:?}");
        }
    }
    for arrow in &drawn.arrows {
        for two in arrow.windows(2) {
            let (a, b) = (two[0], two[1]);
            // A line has a width too.
            let line = (a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1));
            let line = match line.0 == line.2 {
                true => (line.0 - 1, line.1, line.2 + 1, line.3),
                false => (line.0, line.1 - 1, line.2, line.3 + 1),
            };
            for bar in &drawn.bars {
                assert!(
                    !overlap(line, *bar),
                    "an arrow {arrow:?} and the bar {bar:?}"
                );
            }
            for (text, said) in &drawn.texts {
                assert!(
                    !overlap(line, *text),
                    "an arrow {arrow:?} and {said:?} {text:?}"
                );
            }
        }
    }
    drawn
}

/// The year 2026.
fn year() -> (Calendar, Vec<Head>) {
    let calendar = Calendar {
        first: Date::parse("2026-01-01").expect("a day"),
        last: Date::parse("2026-12-31").expect("a day"),
    };
    let mut quarters = vec![(Quarter::of(calendar.first), Some("Calm".to_owned()), true)];
    while quarters.len() < 4 {
        let next = quarters[quarters.len() - 1].0.next();
        quarters.push((next, None, false));
    }
    (calendar, quarters)
}

/// A roadmap of so many items in so many lanes, with needs between them: days, titles and needs
/// follow from the number alone.
fn made(items: usize, lanes: usize, mut seed: u64) -> Vec<Lane> {
    let mut any = move |below: usize| {
        // The constants of Knuth's MMIX.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    let spans = [
        "01-01 03-31",
        "04-01 06-30",
        "07-01 12-31",
        "01-01 12-31",
        "10-01 12-31",
    ];
    let mut made: Vec<Lane> = (0..lanes)
        .map(|at| (format!("Lane {at}"), Vec::new()))
        .collect();
    for id in 0..items {
        let day = format!("{:02}-{:02}", any(12) + 1, any(28) + 1);
        let span = match any(8) {
            0 => None,
            1..=3 => Some((day.as_str(), day.as_str())),
            _ => spans[any(spans.len())].split_once(' '),
        };
        let title = "Databases move to a new cluster without a word to anybody";
        let mut bar = of_days(id, &title[..3 + any(title.len() - 3)], span);
        bar.after = (0..any(3))
            .filter(|_| id > 0)
            .map(|_| any(id.max(1)))
            .collect();
        made[any(lanes)].1.push(bar);
    }
    made
}

#[test]
fn no_arrow_runs_over_a_bar_or_a_title() {
    let (calendar, quarters) = year();
    let (mut arrows, mut all) = (0, 0);
    for seed in 0..20 {
        let lanes = made(45, 9, seed);
        let (picture, unsaid) = draw(calendar, &quarters, &lanes).expect("a picture");
        let drawn = assert_clear(&picture);
        let needs: usize = lanes
            .iter()
            .flat_map(|(_, bars)| bars)
            .map(|bar| bar.after.len())
            .sum();
        assert_eq!(drawn.arrows.len() + unsaid.needs, needs, "seed {seed}");
        arrows += drawn.arrows.len();
        all += needs;
    }
    // Pictures without arrows would be clear as well.
    assert!(arrows * 3 > all, "{arrows} of {all}");
}

#[test]
fn a_large_roadmap_is_folded_and_clear_in_every_lane() {
    let (calendar, quarters) = year();
    let lanes = made(400, 5, 7);
    assert!(draw(calendar, &quarters, &lanes).is_none());
    let (picture, _) = draw_folded(calendar, &quarters, &lanes);
    let opened: Vec<&str> = picture.split("</summary>").skip(1).collect();
    assert_eq!(opened.len(), lanes.len());
    let mut arrows = 0;
    for (lane, (name, bars)) in opened.iter().zip(&lanes) {
        let drawn = assert_clear(lane.split("</details>").next().expect("an end"));
        arrows += drawn.arrows.len();
        let count = format!("aria-label=\"{name}: {} items: ", bars.len());
        assert!(picture.contains(&count), "{count}");
        assert_eq!(drawn.texts.len(), bars.len(), "{name}");
    }
    assert!(arrows > 20, "{arrows}");
}

#[test]
fn ideas_without_a_date_make_no_lane_high() {
    let (calendar, _) = year();
    let mut bars = vec![of_days(0, "A promise", Some(("01-01", "03-31")))];
    bars.extend((1..60).map(|id| of_days(id, "An idea", None)));
    let mut places = Places::default();
    let taken = places.add(calendar, &bars, 0, UNDATED);
    assert_eq!((taken.rows, taken.left_out), (2, 58));
    assert_eq!(places.spots.len() + taken.left_out, bars.len());
}

#[test]
fn the_name_of_a_lane_takes_two_lines_where_one_is_too_short() {
    let mut out = String::new();
    lane_name("Ingress, DNS and certificates", 40, &mut out);
    lane_name("Kafka", 90, &mut out);
    let lines: Vec<&str> = out
        .split("</text>")
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(
        lines,
        [
            "<text class=\"name\" x=\"4\" y=\"32\">Ingress, DNS and",
            "<text class=\"name\" x=\"4\" y=\"48\">certificates",
            "<text class=\"name\" x=\"4\" y=\"90\">Kafka",
        ]
    );
}
