//! Killed at every single call: every file is whole, every link of every listed version resolves, and
//! running again reaches the bytes of a run that nobody disturbed.

use groundplan::publish::protocol::publish;
use groundplan::publish::store::Store;
use groundplan::versions::order::Order;

mod publish_store;

use publish_store::{Fault, Faulty, Files, Memory, Site, dead_links, options, run_at};

const PAGES: [&str; 4] = ["", "services/", "services/postgres/", "glossary/"];

const DAY: i64 = 86_400;

/// Publishes, and says whether it came to the end.
fn put(store: &dyn Store, site: &Site, now: i64) -> bool {
    let order = Order::default();
    let release = site.release();
    publish(store, &release, &options(&order), &run_at(now)).is_ok()
}

/// Two versions and the evergreen pages, the second one published twice.
fn before() -> Files {
    let store = Memory::default();
    assert!(put(&store, &Site::new(Some("2.0"), 1, &PAGES), DAY));
    assert!(put(&store, &Site::new(Some("2.1"), 2, &PAGES), DAY));
    assert!(put(&store, &Site::new(Some("2.1"), 3, &PAGES), 2 * DAY));
    assert!(put(
        &store,
        &Site::new(None, 3, &["", "roadmap/", "roadmap/a/"]),
        2 * DAY
    ));
    store.files()
}

/// Kills a publish at every call, on a store with these files, and looks at what is left.
fn sweep(files: &Files, site: &Site, now: i64) {
    let goal = Memory::of(files);
    let counted = Faulty::new(&goal, Fault::Killed, usize::MAX);
    assert!(put(&counted, site, now));
    let (goal, calls) = (goal.files(), counted.calls());
    assert!(calls > 10);
    for at in 0..calls {
        for fault in [Fault::Killed, Fault::KilledAfter] {
            let store = Memory::of(files);
            let killed = Faulty::new(&store, fault, at);
            let ended = put(&killed, site, now);
            assert!(
                !ended || (fault, at + 1) == (Fault::KilledAfter, calls),
                "{fault:?} at call {at} was not told"
            );
            let left = store.files();
            look(
                files,
                &left,
                &goal,
                site,
                &format!("{fault:?} at call {at}"),
            );
            assert!(put(&store, site, now), "again after {fault:?} at call {at}");
            differ(
                &store.files(),
                &goal,
                &format!("again after {fault:?} at call {at}"),
            );
        }
    }
}

/// What must hold of a site whose publisher was killed.
fn look(before: &Files, left: &Files, goal: &Files, site: &Site, when: &str) {
    assert_eq!(dead_links(left), Vec::<String>::new(), "{when}");
    let folder = site.version.as_ref().map(|version| format!("{version}/"));
    for (path, bytes) in left {
        // A file is the one of before, or the one of after; there is no third.
        let is_whole = before.get(path) == Some(bytes) || goal.get(path) == Some(bytes);
        let is_passing = path.starts_with("_p/");
        assert!(is_whole || is_passing, "{path} {when}");
    }
    for (path, bytes) in before {
        let is_of_another = path.contains('/')
            && folder
                .as_ref()
                .is_none_or(|folder| !path.starts_with(folder))
            && (path.starts_with("2.0/") || path.starts_with("2.1/"));
        // What nothing refers to goes when it is due, whoever publishes then.
        let is_due = !goal.contains_key(path) && !left.contains_key(path);
        let stays = left.get(path) == Some(bytes);
        assert!(!is_of_another || is_due || stays, "{path} {when}");
    }
}

fn differ(left: &Files, goal: &Files, when: &str) {
    for path in left.keys().chain(goal.keys()) {
        let (left, goal) = (left.get(path), goal.get(path));
        if left != goal {
            let text = |bytes: Option<&Vec<u8>>| {
                bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            };
            panic!("{path} differs {when}:\n{:?}\n{:?}", text(left), text(goal));
        }
    }
}

#[test]
fn a_new_version_that_is_killed_is_invisible_or_whole() {
    sweep(&before(), &Site::new(Some("2.2"), 4, &PAGES), 3 * DAY);
}

#[test]
fn the_first_version_of_all() {
    sweep(&Files::new(), &Site::new(Some("1.0"), 1, &PAGES), DAY);
}

#[test]
fn a_version_that_is_published_again_loses_no_page_and_no_link() {
    let pages = ["", "services/", "services/redis/", "guides/a/b/"];
    sweep(&before(), &Site::new(Some("2.1"), 5, &pages), 3 * DAY);
}

#[test]
fn an_older_version_that_is_published_again() {
    sweep(&before(), &Site::new(Some("2.0"), 6, &PAGES[..2]), 3 * DAY);
}

#[test]
fn the_evergreen_pages() {
    sweep(
        &before(),
        &Site::new(None, 7, &["", "roadmap/", "events/"]),
        3 * DAY,
    );
}

#[test]
fn removing_what_is_due() {
    let store = Memory::of(&before());
    assert!(put(
        &store,
        &Site::new(Some("2.1"), 4, &PAGES[..2]),
        3 * DAY
    ));
    sweep(
        &store.files(),
        &Site::new(Some("2.0"), 6, &PAGES[..3]),
        60 * DAY,
    );
}
