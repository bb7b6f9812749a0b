//! Sites by chance, of which a page moves.

use super::*;

/// The site after a plan was carried out.
fn carried_out(inputs: &Inputs, plan: &Plan) -> Inputs {
    let mut after = inputs.clone();
    after.files = inputs
        .files
        .iter()
        .map(|(path, file)| {
            let rest = path.as_str().strip_prefix(plan.from.as_str());
            let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let to = rest.and_then(|rest| SitePath::new(&format!("{}{rest}", plan.to)));
            (to.unwrap_or_else(|| path.clone()), file.clone())
        })
        .collect();
    for text in &plan.texts {
        after.put_text(text.file.as_str(), &text.after);
    }
    after
}

const PLACES: [&str; 8] = [
    "index",
    "a",
    "b",
    "g/index",
    "g/a",
    "g/c",
    "g/h/index",
    "g/h/d e",
];

/// A site in which pages link to each other by path, without ending, by folder and by address.
fn sites() -> impl Strategy<Value = Vec<(String, String)>> {
    let link = (0..PLACES.len(), 0..5_u8);
    let page = (any::<bool>(), prop::collection::vec(link, 0..5), 0..4_u8);
    prop::collection::vec(page, PLACES.len()).prop_map(|pages| {
        let mut files = Vec::new();
        for (at, (is_there, links, head)) in pages.iter().enumerate() {
            if !is_there {
                continue;
            }
            let mut text = match head {
                0 => String::new(),
                1 => "+++\ntitle = \"T\"\n[extra]\nx = 1\n+++\n".to_owned(),
                2 => "---\r\ntitle: T\r\n---\r\n".to_owned(),
                _ => format!("+++\nslug = \"s{at}\"\n+++\n"),
            };
            text.push_str("# Title\n\n## Part\n\n");
            let here = SitePath::new(&format!("content/{}.md", PLACES[at])).unwrap();
            for (to, form) in links {
                let place = PLACES[*to];
                let file = SitePath::new(&format!("content/{place}.md")).unwrap();
                let id = crate::load::page::id_of(&file);
                let target = match form {
                    0 => super::super::links::written_way(&here, &file, ""),
                    1 => super::super::links::written_way(&here, &file, "").replace(".md", ""),
                    2 => format!("/{place}.md#part").replace(' ', "%20"),
                    3 => Permalink::of_page(&id).to_string(),
                    _ => format!("/{id}").replace(' ', "%20"),
                };
                text.push_str(&format!("A [link]({target}) and\n"));
            }
            files.push((here.to_string(), text));
        }
        files
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_move_leaves_no_new_finding_and_the_old_address_leads_on(
        files in sites(),
        page in 1..PLACES.len(),
        to in prop::sample::select(vec!["z", "n/z", "g/z", "g/h/z", "n/", "a", "g"]),
    ) {
        let name = PLACES[page];
        let mut inputs = Inputs::from_texts(files.iter().map(|(a, b)| (&**a, &**b)));
        inputs.drafts = true;
        if let Ok(plan) = plan(&inputs, &format!("{name}.md"), to) {
            let after = carried_out(&inputs, &plan);
            let (old, new) = (errors(&inputs, None).len(), errors(&after, None).len());
            prop_assert!(new <= old, "{new} errors after {old}");
            let loaded = load::load(&inputs, &LoadMemo::default());
            let before = Site::assemble(&inputs, &loaded).0;
            let loaded = load::load(&after, &LoadMemo::default());
            let site = Site::assemble(&after, &loaded).0;
            for node in before.pages.iter().filter(|node| node.written) {
                let place = site.places.at(&node.permalink);
                let leads_on = matches!(place, Some(Place::Page(_) | Place::Redirect(_)));
                prop_assert!(leads_on, "{} leads nowhere", node.permalink);
            }
            // Every byte that is no link and no former name stays.
            for text in &plan.texts {
                let lines = |text: &str| -> Vec<String> {
                    let kept = text.lines().filter(|line| {
                        !line.contains("](") && !line.contains("moved_from")
                            && !line.contains("aliases") && *line != "+++"
                    });
                    kept.map(str::to_owned).collect()
                };
                prop_assert_eq!(lines(&text.before), lines(&text.after));
            }
        } else {
            let inputs_have = inputs.files.contains_key(format!("content/{name}.md").as_str());
            let free = ["z", "n/z", "g/z", "g/h/z", "n/"].contains(&to);
            // A folder cannot move into itself, and a page cannot share the address of a folder.
            let own = name.ends_with("index") && to.starts_with(name.trim_end_matches("/index"));
            prop_assert!(!inputs_have || !free || own, "{name} to {to} is refused");
        }
    }
}
