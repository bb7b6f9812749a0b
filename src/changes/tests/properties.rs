//! Two states by chance, and what differs.

use super::*;

fn rows() -> impl Strategy<Value = String> {
    let row = (
        0..6_usize,
        prop::sample::select(vec![
            "customer",
            "platform",
            "csp",
            "platform R, customer A",
            "",
        ]),
        0..3_usize,
    );
    prop::collection::vec(row, 0..6).prop_map(|rows| {
        let mut text = "[\"Run\"]\n".to_owned();
        let mut seen = Vec::new();
        for (name, who, id) in rows {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            match id {
                0 => text.push_str(&format!(
                    "\"Do thing {name}\" = {{ on_request = \"csp\", id = \"i{name}\" }}\n"
                )),
                _ => text.push_str(&format!("\"Do thing {name}\" = \"{who}\"\n")),
            }
        }
        text
    })
}

/// The differences with before and after changed places, in an order of their own.
fn turned(difference: &Difference) -> Vec<String> {
    told_in_order(difference, true)
}

fn told_in_order(difference: &Difference, is_turned: bool) -> Vec<String> {
    fn side<T: std::fmt::Debug>(before: T, after: T, is_turned: bool) -> String {
        match is_turned {
            true => format!("{after:?} > {before:?}"),
            false => format!("{before:?} > {after:?}"),
        }
    }
    let tasks = difference.tasks.iter();
    let tasks = tasks.map(|one| side(&one.before, &one.after, is_turned));
    let services = difference.services.iter().map(|one| {
        let about = (&one.offering, &one.fact);
        let before = (&one.address_before, &one.before);
        let after = (&one.address_after, &one.after);
        format!("{about:?} {}", side(before, after, is_turned))
    });
    let pages = difference.pages.iter().map(|one| {
        let before = (&one.before, &one.lost_anchors);
        let after = (&one.after, &one.new_anchors);
        side(before, after, is_turned)
    });
    let mut all: Vec<String> = tasks.chain(services).chain(pages).collect();
    all.sort();
    all
}

/// A site of a few pages and services, some of which name what they were called before.
fn sites() -> impl Strategy<Value = Snapshot> {
    let names = prop::sample::select(vec!["a", "b", "c", "d"]);
    let page = (
        names.clone(),
        prop::collection::vec(names.clone(), 0..3),
        "[xyz]{1,2}",
    );
    let service = (
        prop::sample::select(vec!["p", "q", "r"]),
        prop::sample::select(vec!["live", "beta", "deprecated"]),
        prop::collection::vec(
            (prop::sample::select(vec!["Price", "Region"]), 0..3_u8),
            0..2,
        ),
        prop::sample::select(vec!["", "services/p", "services/q"]),
    );
    let pages = prop::collection::vec(page, 0..5);
    let services = prop::collection::vec(service, 0..4);
    (pages, services, rows()).prop_map(|(pages, services, rows)| {
        let mut files = vec![("content/responsibilities/m.toml".to_owned(), rows)];
        for (name, former, heading) in pages {
            let text = format!("+++\nmoved_from = {former:?}\n+++\n# {name}\n\n## {heading}\n");
            files.push((format!("content/{name}.md"), text));
        }
        for (name, lifecycle, facts, former) in services {
            let mut text =
                format!("+++\nlifecycle = \"{lifecycle}\"\nmoved_from = [{former:?}]\n[facts]\n");
            let mut seen = Vec::new();
            for (label, value) in facts {
                if !seen.contains(&label) {
                    text.push_str(&format!("{label} = \"{value}\"\n"));
                    seen.push(label);
                }
            }
            files.push((format!("content/services/{name}.md"), text + "+++\n"));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
        snapshot(&files)
    })
}

proptest! {
    #[test]
    fn diff_a_a_is_empty(site in sites()) {
        prop_assert!(diff(&site, &site).is_empty());
    }

    #[test]
    fn diff_a_b_mirrors_diff_b_a(a in sites(), b in sites()) {
        let (forth, back) = (diff(&a, &b), diff(&b, &a));
        prop_assert_eq!(told_in_order(&forth, false), turned(&back));
        let count = |difference: &Difference, kind| {
            difference.pages.iter().filter(|page| page.kind == kind).count()
        };
        for (kind, other) in [
            (PageKind::Added, PageKind::Removed),
            (PageKind::Moved, PageKind::Moved),
            (PageKind::Changed, PageKind::Changed),
        ] {
            prop_assert_eq!(count(&forth, kind), count(&back, other));
        }
    }
}
