//! Whatever a command does to an item, the rest of the file stays as it is.

use proptest::prelude::*;

use super::*;

fn noise() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("  ".to_owned()),
        "# [a-z \\[\\]=\"']{0,20}".prop_map(|text| text),
    ]
}

/// A key and its value, oddly written.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("title = \"One\""),
        Just("  title   =   'Two'  # two"),
        Just("summary = \"\"\"\n[[item]]\nwhen = \"2020\"\n\"\"\""),
        Just("links = [\n  { label = \"a\" }, # b\n\n]"),
        Just("deadline.on = 2026-12-31"),
        Just("size=\"M\""),
        Just("asked_by = [ \"a\" ,\"b\"] # \"]\""),
    ]
    .prop_map(str::to_owned)
}

/// How the moves of an item are written.
fn moves() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(""),
        Just("moved = []\n"),
        Just("moved = [{ on = 2026-01-01, from = \"2026-Q1\" }] # once\n"),
        Just("moved = [\n\t{ on = 2026-01-01, from = \"2026-Q1\" }, # once\n\t# twice\n]\n"),
        Just("moved = [\n  { on = 2026-01-01, from = '2026-Q1' }\n]\n"),
        Just("moved = { on = 2026-01-01, from = \"2026-Q1\" }\n"),
    ]
    .prop_map(str::to_owned)
}

/// A file of a roadmap with this many items, as odd as people write it.
fn odd_file() -> impl Strategy<Value = (String, usize)> {
    let item = (
        proptest::collection::vec(noise(), 0..3),
        proptest::collection::vec(key(), 0..4),
        moves(),
        proptest::option::of(prop_oneof![
            Just("[item.deadline]\non = 2026-12-31\n"),
            Just("[[item.links]]\nlabel = \"x\"\n")
        ]),
    );
    let items = proptest::collection::vec(item, 1..4);
    (items, any::<bool>(), any::<bool>()).prop_map(|(items, returns, ends)| {
        let count = items.len();
        let mut text = "reviewed = 2026-01-01 # so\n".to_owned();
        for (index, (noise, mut keys, moves, below)) in items.into_iter().enumerate() {
            for line in noise {
                text.push_str(&line);
                text.push('\n');
            }
            let name = |key: &String| {
                key.trim_start()
                    .split([' ', '=', '.'])
                    .next()
                    .map(str::to_owned)
            };
            keys.sort_by_key(|key| name(key));
            keys.dedup_by_key(|key| name(key));
            let clash = |key: &String, below: &str| {
                below.contains(&format!(".{}]", name(key).unwrap_or_default()))
            };
            let below = below.filter(|below| !keys.iter().any(|key| clash(key, below)));
            text.push_str(&format!("[[item]] # {index}\nid = \"i{index}\"\n"));
            for key in keys {
                text.push_str(&key);
                text.push('\n');
            }
            text.push_str(&format!("when = \"2026-Q4\"\t# here\n{moves}"));
            text.push_str(below.unwrap_or_default());
        }
        if !ends {
            text.pop();
        }
        if returns {
            text = text.replace('\n', "\r\n");
        }
        (text, count)
    })
}

/// The texts between the marks, in order, are in `text`, in order: nothing of them was lost.
fn holds_in_order(text: &str, lines: &[&str]) -> bool {
    let mut rest = text;
    lines.iter().all(|line| match rest.find(line) {
        Some(at) => {
            rest = &rest[at + line.len()..];
            true
        }
        None => false,
    })
}

proptest! {
    #[test]
    fn whatever_is_done_to_an_item_the_rest_stays_byte_for_byte(
        (text, count) in odd_file(),
        which in any::<prop::sample::Index>(),
        act in 0..4u8,
    ) {
        let id = format!("i{}", which.index(count));
        let edited = with(&text, |texts| match act {
            0 => move_to(texts, &id, "2027-Q1", "A \"reason\".", today()),
            1 => ship(texts, &id, &Shipped { version: Some("1"), ..Shipped::default() }, today()),
            2 => drop_item(texts, &id, "Why not."),
            _ => pause(texts, &id, "Why not."),
        }).expect("an edit");
        // Every line is there as it was, but for those that were meant.
        let meant = |line: &&str| {
            (line.starts_with("when") || line.starts_with("moved") || line.contains("on = 2026-01-01, from")) && act == 0
        };
        let lines: Vec<&str> = text.split_inclusive('\n').filter(|line| !meant(line)).collect();
        let lines: Vec<&str> = match text.ends_with('\n') {
            true => lines,
            false => lines.iter().map(|line| line.trim_end()).collect(),
        };
        prop_assert!(holds_in_order(&edited.after, &lines), "{}\n---\n{}", text, edited.after);
        // What comes before the item is the same, byte for byte, and so is what follows it.
        let (file, mark) = (file(), format!("id = \"{id}\""));
        let at = text.find(&mark).expect("the item");
        prop_assert_eq!(&edited.after[..at], &text[..at]);
        if let Some(next) = text[at..].find("[[item]] #") {
            prop_assert!(edited.after.ends_with(&text[at + next..]));
        }
        // Line ends are of one kind still.
        let returns = text.contains("\r\n");
        prop_assert_eq!(edited.after.matches("\r\n").count() * usize::from(returns),
            edited.after.matches('\n').count() * usize::from(returns));
        // And it means what was meant.
        let again = [Text { file: &file, text: &edited.after }];
        let found = find(&again, &id).expect("the item is there");
        let was = with(&text, |texts| find(texts, &id).map(|found| found.moves().0)).expect("the item");
        match act {
            0 => {
                prop_assert_eq!(found.text_of("when"), Some("2027-Q1".to_owned()));
                prop_assert_eq!(found.moves().0, was + 1);
            }
            1 => prop_assert_eq!(found.text_of("shipped_on"), Some("2026-08-20".to_owned())),
            _ => prop_assert_eq!(found.text_of("because"), Some("Why not.".to_owned())),
        }
    }
}
