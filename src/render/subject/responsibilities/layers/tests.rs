//! What the picture of the layers shows.

use super::*;

fn layer(name: &str, tasks: &[&str]) -> LayerView {
    LayerView {
        party: PartyView {
            id: name.to_lowercase(),
            name: name.to_owned(),
            you: false,
            url: None,
        },
        layer: format!("{name} the cloud"),
        tasks: tasks.iter().map(|task| (*task).to_owned()).collect(),
        more: 0,
    }
}

/// The party and the words of each task that a picture shows.
fn shown(svg: &str) -> Vec<(String, String)> {
    let text = |part: &str| {
        let mut words = String::new();
        let mut in_tag = false;
        for letter in part.chars() {
            match letter {
                '<' => in_tag = true,
                '>' => in_tag = false,
                letter if !in_tag => words.push(letter),
                _ => {}
            }
        }
        words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    let mut found = Vec::new();
    for group in svg.split("<g ").skip(1) {
        let (_, name) = group.split_once("strong party\">").expect("a party");
        let name = text(name.split("</text>").next().expect("a name"));
        for task in group.split("<text class=\"task\">").skip(1) {
            found.push((
                name.clone(),
                text(task.split("</text>").next().expect("a task")),
            ));
        }
    }
    found
}

#[test]
fn the_picture_and_the_table_hold_the_same_tasks_and_parties() {
    let layers = [
        layer(
            "You",
            &[
                "Code & data",
                "Protect what your product writes into the database from being read",
            ],
        ),
        layer("Harbor", &["Patching", "Backups <daily>", "Watch"]),
        layer("Other", &[]),
        layer("AWS", &["Halls"]),
    ];
    let written: Vec<(String, String)> = layers
        .iter()
        .flat_map(|layer| {
            layer
                .tasks
                .iter()
                .map(|task| (layer.party.name.clone(), task.clone()))
        })
        .collect();
    for layout in [&WIDE, &NARROW] {
        assert_eq!(shown(&svg(&layers, layout)), written);
    }
}

#[test]
fn a_long_name_stays_beside_its_tasks() {
    let name = "Data centre Hannover/Hamburg";
    let layers = [layer(name, &["Racks"])];
    for (layout, expected) in [(&WIDE, 2), (&NARROW, 1)] {
        let svg = svg(&layers, layout);
        assert_eq!(shown(&svg), [(name.to_owned(), "Racks".to_owned())]);
        let (_, after) = svg.split_once("strong party\">").expect("a party");
        let (own, _) = after.split_once("</text>").expect("its end");
        assert_eq!(own.matches("<tspan").count(), expected, "{own}");
    }
    let long = "Rechenzentrumsbetriebsgesellschaft Nord";
    let lines = name_lines(long, 25);
    assert!(
        lines
            .iter()
            .all(|line| line.trim_end().chars().count() <= 25)
    );
    assert_eq!(lines.concat(), long);
}

#[test]
fn a_headline_hides_no_other_task() {
    let count = |rows: &str| {
        let inputs = crate::inputs::Inputs::from_texts([(
            "content/responsibilities/a.toml",
            format!("[\"Run\"]\n{rows}").as_str(),
        )]);
        let memo = crate::load::LoadMemo::default();
        let loaded = crate::load::load(&inputs, &memo);
        let site = Site::assemble(&inputs, &loaded).0;
        let view = view(&site, &super::super::met(&site), &Permalink::root());
        let drawn = view.wide.contains("and 2 more");
        (view.layers[0].tasks.clone(), view.layers[0].more, drawn)
    };
    let plain = "\"Patch\" = \"platform\"\n\"Scan\" = \"platform\"\n";
    assert_eq!(
        count(plain),
        (vec!["Patch".into(), "Scan".into()], 0, false)
    );
    let told = "\"Fix\" = { platform = \"RA\", headline = \"Patching\" }\n";
    assert_eq!(
        count(&format!("{plain}{told}")),
        (vec!["Patching".to_owned()], 2, true)
    );
}

#[test]
fn lines_break_between_words() {
    assert_eq!(lines("one two three", 7), ["one two ", "three"]);
    assert_eq!(lines("unbreakable", 4), ["unbreakable"]);
}
