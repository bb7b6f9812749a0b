//! What must hold of publishing, each under its name, on a store in memory.

use std::collections::BTreeSet;

use groundplan::publish::Failure;
use groundplan::publish::protocol::{Report, publish};
use groundplan::publish::run::Run;
use groundplan::publish::store::{Put, Store, Tried, When};
use groundplan::versions::list::List;
use groundplan::versions::order::Order;

mod publish_store;

use publish_store::{
    Fault, Faulty, Files, Memory, Site, dead_links, follow_links, options, run_at,
};

const PAGES: [&str; 4] = ["", "services/", "services/postgres/", "glossary/"];

const DAY: i64 = 86_400;

fn put(store: &dyn Store, site: &Site, now: i64) -> Report {
    let order = Order::default();
    let release = site.release();
    publish(store, &release, &options(&order), &run_at(now)).expect("it is published")
}

fn listed(files: &Files) -> Vec<String> {
    let list = List::parse(&files["versions.json"]).expect("a list");
    list.entries()
        .iter()
        .map(|entry| entry.version.clone())
        .collect()
}

fn below(files: &Files, folder: &str) -> Files {
    let start = format!("{folder}/");
    let below = files.iter().filter(|(path, _)| path.starts_with(&start));
    below
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

/// Two versions and the evergreen pages.
fn published() -> Memory {
    let store = Memory::default();
    put(&store, &Site::new(Some("2.0"), 1, &PAGES), DAY);
    put(&store, &Site::new(Some("2.1"), 2, &PAGES), DAY);
    put(
        &store,
        &Site::new(None, 2, &["", "roadmap/", "roadmap/a/"]),
        DAY,
    );
    store
}

#[test]
fn a_version_is_published_listed_and_latest() {
    let files = published().files();
    assert_eq!(listed(&files), ["2.1", "2.0"]);
    let latest: Vec<_> = below(&files, "latest").into_values().collect();
    let newest: Vec<_> = below(&files, "2.1").into_values().collect();
    assert_eq!(latest, newest);
    assert_eq!(dead_links(&files), Vec::<String>::new());
    assert!(String::from_utf8_lossy(&files["versions.js"]).contains("\"2.1\""));
    assert!(files.contains_key("roadmap/a/index.html") && files.contains_key("_m/tree.json"));
    assert!(!files.keys().any(|path| path.starts_with("_p/open/")));
}

#[test]
fn publishing_aliasing_or_removing_b_changes_no_byte_under_a() {
    let store = published();
    let before = below(&store.files(), "2.0");
    put(&store, &Site::new(Some("2.1"), 3, &PAGES[..3]), 2 * DAY);
    put(&store, &Site::new(Some("2.2"), 4, &PAGES), 3 * DAY);
    put(&store, &Site::new(None, 4, &[""]), 4 * DAY);
    assert_eq!(below(&store.files(), "2.0"), before);
}

#[test]
fn published_again_unchanged_nothing_is_written() {
    let store = published();
    for site in [
        Site::new(Some("2.0"), 1, &PAGES),
        Site::new(Some("2.1"), 2, &PAGES),
        Site::new(None, 2, &["", "roadmap/", "roadmap/a/"]),
    ] {
        let writes = store.writes.load(std::sync::atomic::Ordering::Relaxed);
        let report = put(&store, &site, 2 * DAY);
        assert!(report.is_unchanged);
        assert_eq!(
            store.writes.load(std::sync::atomic::Ordering::Relaxed),
            writes
        );
    }
}

#[test]
fn only_what_differs_is_sent() {
    let store = published();
    let mut site = Site::new(Some("2.1"), 2, &PAGES);
    site.sequence = 3;
    site.files
        .insert("glossary/index.html".into(), b"<p>new".to_vec());
    let report = put(&store, &site, 2 * DAY);
    let paths: Vec<&str> = report
        .plan
        .steps
        .iter()
        .map(|step| step.path.as_str())
        .collect();
    assert_eq!(paths, ["2.1/glossary/index.html"]);
    assert_eq!(report.state, Some(3));
}

#[test]
fn an_older_source_never_overwrites_a_newer_one() {
    let store = published();
    let before = store.files();
    let order = Order::default();
    for site in [Site::new(Some("2.1"), 1, &PAGES), Site::new(None, 1, &[""])] {
        let release = site.release();
        let failure = publish(&store, &release, &options(&order), &run_at(DAY)).expect_err("older");
        assert_eq!(failure.exit_code(), 4);
        assert!(failure.to_string().contains("later source"), "{failure}");
    }
    assert_eq!(store.files(), before);
}

#[test]
fn what_groundplan_did_not_write_stays() {
    let store = published();
    let foreign = [
        "2.1/report.pdf",
        "roadmap/notes.txt",
        "CNAME",
        "other/index.html",
        "_a/mine.css",
    ];
    for path in foreign {
        store.write(path, b"mine");
    }
    put(&store, &Site::new(Some("2.1"), 3, &PAGES[..1]), 2 * DAY);
    put(&store, &Site::new(None, 3, &[""]), 2 * DAY);
    put(&store, &Site::new(Some("2.1"), 4, &PAGES), 30 * DAY);
    let files = store.files();
    assert!(foreign.iter().all(|path| files[*path] == b"mine"));
}

#[test]
fn a_file_of_somebody_else_is_not_replaced_unless_it_is_adopted() {
    let store = Memory::default();
    store.write("2.1/index.html", b"mine");
    let site = Site::new(Some("2.1"), 1, &PAGES);
    let order = Order::default();
    let mut how = options(&order);
    let failure = publish(&store, &site.release(), &how, &run_at(DAY)).expect_err("in the way");
    assert_eq!(failure.exit_code(), 1);
    assert!(failure.to_string().contains("2.1/index.html"), "{failure}");
    assert_eq!(store.files().len(), 1);
    how.adopt = true;
    publish(&store, &site.release(), &how, &run_at(DAY)).expect("adopted");
    let kept = below(&store.files(), "_p/blobs");
    assert!(kept.values().any(|bytes| bytes == b"mine"));
}

#[test]
fn what_nothing_refers_to_is_removed_after_grace_and_not_before() {
    let store = published();
    put(&store, &Site::new(Some("2.1"), 3, &PAGES[..3]), 2 * DAY);
    let page = "2.1/glossary/index.html";
    put(&store, &Site::new(Some("2.0"), 4, &PAGES), 8 * DAY);
    assert!(store.files().contains_key(page));
    assert!(!below(&store.files(), "_p/blobs").is_empty());
    let report = put(&store, &Site::new(Some("2.0"), 5, &PAGES), 9 * DAY);
    assert!(report.follow.swept.removed.contains(&page.to_owned()));
    assert!(!store.files().contains_key(page));
    assert_eq!(dead_links(&store.files()), Vec::<String>::new());
    put(&store, &Site::new(Some("2.0"), 5, &PAGES), 60 * DAY);
    assert_eq!(below(&store.files(), "_p/blobs"), Files::new());
}

#[test]
fn a_page_that_is_used_again_is_not_removed() {
    let store = published();
    put(&store, &Site::new(Some("2.1"), 3, &PAGES[..3]), 2 * DAY);
    put(&store, &Site::new(Some("2.1"), 4, &PAGES), 3 * DAY);
    put(&store, &Site::new(Some("2.1"), 4, &PAGES), 60 * DAY);
    assert!(store.files().contains_key("2.1/glossary/index.html"));
    assert!(store.files().contains_key("latest/glossary/index.html"));
}

#[test]
fn a_page_gone_from_latest_leads_to_the_last_version_that_had_it() {
    let store = published();
    put(&store, &Site::new(Some("2.2"), 3, &PAGES[..3]), 2 * DAY);
    put(&store, &Site::new(Some("2.2"), 3, &PAGES[..3]), 60 * DAY);
    let files = store.files();
    let page = String::from_utf8_lossy(&files["latest/glossary/index.html"]).into_owned();
    assert!(page.contains("url=../../2.1/glossary/\""), "{page}");
    let mut dead = Vec::new();
    follow_links(&files, "latest/glossary/index.html", &mut dead);
    follow_links(&files, "latest/index.html", &mut dead);
    assert_eq!(dead, Vec::<String>::new());
}

#[test]
fn a_published_evergreen_page_is_never_removed() {
    let store = published();
    put(&store, &Site::new(None, 3, &["", "roadmap/"]), 2 * DAY);
    put(&store, &Site::new(None, 4, &["", "roadmap/"]), 60 * DAY);
    let page = store.files()["roadmap/a/index.html"].clone();
    assert!(String::from_utf8_lossy(&page).contains("This page is gone"));
}

#[test]
fn eight_publishers_of_eight_versions_at_once_all_land() {
    let store = published();
    let before = below(&store.files(), "2.0");
    let sites: Vec<Site> = (0..8)
        .map(|number| Site::new(Some(&format!("3.{number}")), 10 + number, &PAGES))
        .collect();
    std::thread::scope(|scope| {
        for (seed, site) in sites.iter().enumerate() {
            let store = &store;
            scope.spawn(move || {
                let order = Order::default();
                let run = Run {
                    seed: seed as u64,
                    ..run_at(DAY)
                };
                publish(store, &site.release(), &options(&order), &run).expect("it lands");
            });
        }
    });
    let files = store.files();
    let expected = [
        "3.7", "3.6", "3.5", "3.4", "3.3", "3.2", "3.1", "3.0", "2.1", "2.0",
    ];
    assert_eq!(listed(&files), expected);
    assert_eq!(below(&files, "2.0"), before);
    for site in &sites {
        let version = site.version.as_deref().expect("a version");
        for (path, bytes) in &site.files {
            assert_eq!(&files[&format!("{version}/{path}")], bytes);
        }
    }
    let latest: Vec<_> = below(&files, "latest").into_values().collect();
    let newest: Vec<_> = below(&files, "3.7").into_values().collect();
    assert_eq!(latest, newest);
    assert_eq!(dead_links(&files), Vec::<String>::new());
}

#[test]
fn of_two_publishers_of_one_version_the_newer_source_wins() {
    for seed in 0..40 {
        let store = published();
        let old = Site::new(Some("3.0"), 10, &PAGES);
        let new = Site::new(Some("3.0"), 11, &PAGES[..3]);
        std::thread::scope(|scope| {
            for site in [&old, &new] {
                let store = &store;
                scope.spawn(move || {
                    let order = Order::default();
                    let run = Run {
                        seed: seed + site.sequence as u64,
                        ..run_at(DAY)
                    };
                    match publish(store, &site.release(), &options(&order), &run) {
                        Ok(_) => {}
                        Err(Failure::Older { .. }) => assert_eq!(site.sequence, 10),
                        Err(failure) => panic!("{failure}"),
                    }
                });
            }
        });
        let files = store.files();
        for (path, bytes) in &new.files {
            assert_eq!(
                &files[&format!("3.0/{path}")],
                bytes,
                "{path} of seed {seed}"
            );
            assert_eq!(
                &files[&format!("latest/{path}")],
                bytes,
                "{path} of seed {seed}"
            );
        }
        assert_eq!(dead_links(&files), Vec::<String>::new());
    }
}

/// A store on which somebody always swaps the list a moment before we do.
struct Busy<'a>(&'a Memory);

impl Store for Busy<'_> {
    fn name(&self) -> String {
        "busy".into()
    }

    fn get(&self, path: &str) -> Tried<Option<groundplan::publish::store::Held>> {
        self.0.get(path)
    }

    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put> {
        match path {
            "versions.json" => Ok(Put::Refused),
            _ => self.0.put(path, bytes, when),
        }
    }

    fn delete(&self, path: &str) -> Tried<()> {
        self.0.delete(path)
    }

    fn list(&self, folder: &str) -> Tried<Vec<groundplan::publish::store::Listed>> {
        self.0.list(folder)
    }

    fn look(&self, folder: &str) -> Tried<groundplan::publish::store::Look> {
        self.0.look(folder)
    }
}

#[test]
fn after_thirty_conflicts_it_is_given_up_and_nothing_of_others_changed() {
    let store = published();
    let before = store.files();
    let site = Site::new(Some("3.0"), 10, &PAGES);
    let order = Order::default();
    let failure = publish(
        &Busy(&store),
        &site.release(),
        &options(&order),
        &run_at(DAY),
    );
    let failure = failure.expect_err("a conflict");
    assert_eq!(failure.exit_code(), 3);
    assert!(failure.to_string().contains("30 times"), "{failure}");
    let after = store.files();
    assert!(
        before
            .iter()
            .all(|(path, bytes)| after.get(path) == Some(bytes))
    );
    assert_eq!(listed(&after), ["2.1", "2.0"]);
    // The states that never became true are gone again.
    assert!(!after.contains_key("_p/3.json"));
}

#[test]
fn a_swap_whose_answer_is_lost_is_looked_at_and_not_done_twice() {
    let store = published();
    let site = Site::new(Some("3.0"), 10, &PAGES);
    let order = Order::default();
    let calls = {
        let copy = Memory::of(&store.files());
        let counted = Faulty::new(&copy, Fault::Killed, usize::MAX);
        publish(&counted, &site.release(), &options(&order), &run_at(DAY)).expect("published");
        counted.calls()
    };
    let goal = {
        let copy = Memory::of(&store.files());
        put(&copy, &site, DAY);
        copy.files()
    };
    for at in 0..calls {
        for fault in [Fault::Cut, Fault::CutAfter] {
            let copy = Memory::of(&store.files());
            let faulty = Faulty::new(&copy, fault, at);
            publish(&faulty, &site.release(), &options(&order), &run_at(DAY))
                .unwrap_or_else(|failure| panic!("{fault:?} at call {at}: {failure}"));
            assert_eq!(names(&copy.files()), names(&goal), "{fault:?} at call {at}");
            assert!(copy.files() == goal, "{fault:?} at call {at}");
        }
    }
}

fn names(files: &Files) -> BTreeSet<&str> {
    files.keys().map(String::as_str).collect()
}
