//! What is done with versions that are published: aliases, going, going back, looking whether all is
//! as it was sent.

use groundplan::publish::manage::{self, Managed};
use groundplan::publish::probe::probe;
use groundplan::publish::protocol::publish;
use groundplan::publish::stale::sweep;
use groundplan::publish::store::{Held, Listed, Look, Put, Store, Tried, When};
use groundplan::publish::verify::verify;
use groundplan::publish::{Outcome, read};
use groundplan::versions::list::List;
use groundplan::versions::order::Order;

mod publish_store;

use publish_store::{
    Fault, Faulty, Files, Memory, Site, dead_links, follow_links, options, run_at,
};

const PAGES: [&str; 3] = ["", "services/", "services/postgres/"];

const DAY: i64 = 86_400;

fn put(store: &dyn Store, site: &Site, now: i64) {
    let order = Order::default();
    publish(store, &site.release(), &options(&order), &run_at(now)).expect("it is published");
}

fn published() -> Memory {
    let store = Memory::default();
    put(&store, &Site::new(Some("1.0"), 1, &PAGES), DAY);
    put(&store, &Site::new(Some("2.0"), 2, &PAGES), DAY);
    put(&store, &Site::new(Some("2.0"), 3, &PAGES[..2]), 2 * DAY);
    store
}

fn manage(
    store: &dyn Store,
    what: &dyn Fn(&dyn Store, &groundplan::publish::release::Options<'_>) -> Outcome<Managed>,
) -> Outcome<Managed> {
    let order = Order::default();
    what(store, &options(&order))
}

fn names(files: &Files) -> Vec<(String, Vec<String>)> {
    let list = List::parse(&files["versions.json"]).expect("a list");
    let entries = list.entries().iter();
    entries
        .map(|entry| (entry.version.clone(), entry.aliases.clone()))
        .collect()
}

/// The files that readers see.
fn seen(files: &Files) -> Files {
    let seen = files.iter().filter(|(path, _)| !path.starts_with("_p/"));
    seen.map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

fn damage(store: &dyn Store) -> Vec<String> {
    let verified = verify(store, &run_at(DAY)).expect("it is read");
    assert_eq!(verified.open, Vec::<String>::new());
    verified.damaged.into_keys().collect()
}

#[test]
fn an_alias_is_a_folder_that_moves_to_another_version() {
    let store = published();
    let before = store.files();
    manage(&store, &|store, how| {
        manage::alias(store, "lts", Some("1.0"), how, &run_at(3 * DAY))
    })
    .expect("an alias");
    let files = store.files();
    assert_eq!(
        files["lts/services/index.html"],
        files["1.0/services/index.html"]
    );
    manage(&store, &|store, how| {
        manage::alias(store, "lts", Some("2.0"), how, &run_at(3 * DAY))
    })
    .expect("an alias");
    let files = store.files();
    assert_eq!(
        files["lts/services/index.html"],
        files["2.0/services/index.html"]
    );
    assert!(names(&files)[0].1.contains(&"lts".to_owned()));
    let mut dead = Vec::new();
    follow_links(&files, "lts/services/postgres/index.html", &mut dead);
    assert_eq!(dead, Vec::<String>::new());
    for (path, bytes) in before
        .iter()
        .filter(|(path, _)| path.starts_with("1.0/") || path.starts_with("2.0/"))
    {
        assert_eq!(&files[path], bytes);
    }
    manage(&store, &|store, how| {
        manage::alias(store, "lts", None, how, &run_at(3 * DAY))
    })
    .expect("no alias");
    let page = String::from_utf8_lossy(&store.files()["lts/index.html"]).into_owned();
    assert!(page.contains("no longer here"), "{page}");
    assert_eq!(damage(&store), Vec::<String>::new());
}

#[test]
fn names_that_cannot_be_aliases_are_refused() {
    let store = published();
    let before = store.files();
    let alias = |name: &str, version: Option<&str>| {
        let done = manage(&store, &|store, how| {
            manage::alias(store, name, version, how, &run_at(DAY))
        });
        done.expect_err("refused").to_string()
    };
    assert!(alias("lts", Some("3.0")).contains("no version 3.0"));
    assert!(alias("1.0", Some("2.0")).contains("name of a version"));
    assert!(alias("lts", None).contains("is called lts"));
    assert_eq!(store.files(), before);
}

#[test]
fn a_version_that_is_removed_leaves_a_note_and_goes_when_it_is_due() {
    let store = published();
    let of_first: Vec<(String, Vec<u8>)> = store
        .files()
        .into_iter()
        .filter(|(path, _)| path.starts_with("1.0/"))
        .collect();
    let managed = manage(&store, &|store, how| {
        manage::remove(store, "2.0", how, &run_at(3 * DAY))
    });
    assert_eq!(managed.expect("removed").retired, ["2.0"]);
    let files = store.files();
    assert_eq!(
        names(&files),
        [("1.0".to_owned(), vec!["latest".to_owned()])]
    );
    assert!(files.contains_key("2.0/services/index.html"));
    assert!(String::from_utf8_lossy(&files["2.0/index.html"]).contains("no longer here"));
    put(&store, &Site::new(Some("1.0"), 1, &PAGES), 30 * DAY);
    let files = store.files();
    let left: Vec<&String> = files
        .keys()
        .filter(|path| path.starts_with("2.0/"))
        .collect();
    assert_eq!(left, ["2.0/_m/tree.json", "2.0/index.html"]);
    assert!(of_first.iter().all(|(path, bytes)| &files[path] == bytes));
    assert_eq!(dead_links(&files), Vec::<String>::new());
    // And it may come back.
    put(&store, &Site::new(Some("2.0"), 5, &PAGES), 31 * DAY);
    assert_eq!(damage(&store), Vec::<String>::new());
}

#[test]
fn rollback_brings_back_every_byte_and_is_itself_history() {
    let store = Memory::default();
    put(&store, &Site::new(Some("1.0"), 1, &PAGES), DAY);
    put(&store, &Site::new(Some("2.0"), 2, &PAGES), DAY);
    let earlier = seen(&store.files());
    put(&store, &Site::new(Some("2.0"), 3, &PAGES[..2]), 2 * DAY);
    let later = seen(&store.files());
    let managed = manage(&store, &|store, how| {
        manage::rollback(store, None, how, &run_at(3 * DAY))
    });
    let managed = managed.expect("back");
    assert_eq!(
        (managed.state, managed.restored),
        (Some(4), vec!["2.0".to_owned()])
    );
    let now = store.files();
    for (path, bytes) in &earlier {
        assert_eq!(&now[path], bytes, "{path}");
    }
    assert!(String::from_utf8_lossy(&now["_p/4.json"]).contains("go back to 2"));
    assert_eq!(damage(&store), Vec::<String>::new());
    manage(&store, &|store, how| {
        manage::rollback(store, Some(3), how, &run_at(3 * DAY))
    })
    .expect("forth");
    let now = store.files();
    for (path, bytes) in later
        .iter()
        .filter(|(path, _)| !path.starts_with("latest/"))
    {
        assert_eq!(&now[path], bytes, "{path}");
    }
    assert_eq!(damage(&store), Vec::<String>::new());
}

#[test]
fn rollback_of_a_new_version_takes_it_away_and_forth_again_brings_it_back() {
    let store = published();
    put(&store, &Site::new(Some("3.0"), 9, &PAGES), 3 * DAY);
    let later = seen(&store.files());
    manage(&store, &|store, how| {
        manage::rollback(store, None, how, &run_at(3 * DAY))
    })
    .expect("back");
    assert_eq!(names(&store.files())[0].0, "2.0");
    manage(&store, &|store, how| {
        manage::rollback(store, None, how, &run_at(3 * DAY))
    })
    .expect("forth");
    let now = store.files();
    for (path, bytes) in &later {
        assert_eq!(&now[path], bytes, "{path}");
    }
}

#[test]
fn rollback_is_refused_where_something_is_not_kept_any_more() {
    let store = published();
    put(&store, &Site::new(Some("1.0"), 1, &PAGES), 60 * DAY);
    let before = store.files();
    let failure = manage(&store, &|store, how| {
        manage::rollback(store, None, how, &run_at(60 * DAY))
    });
    let failure = failure.expect_err("gone");
    assert_eq!(failure.exit_code(), 6);
    assert!(
        failure.to_string().contains("not kept any more"),
        "{failure}"
    );
    assert_eq!(store.files(), before);
}

#[test]
fn a_rollback_that_is_killed_loses_nothing() {
    let start = published().files();
    let order = Order::default();
    let back = |store: &dyn Store| {
        manage::rollback(store, Some(2), &options(&order), &run_at(3 * DAY)).is_ok()
    };
    let goal = Memory::of(&start);
    let counted = Faulty::new(&goal, Fault::Killed, usize::MAX);
    assert!(back(&counted));
    for at in 0..counted.calls() {
        let store = Memory::of(&start);
        assert!(!back(&Faulty::new(&store, Fault::Killed, at)));
        assert_eq!(
            dead_links(&store.files()),
            Vec::<String>::new(),
            "killed at call {at}"
        );
        assert!(back(&store), "again after call {at}");
        for (path, bytes) in seen(&goal.files()) {
            assert_eq!(store.files()[&path], bytes, "{path} after call {at}");
        }
    }
}

#[test]
fn removing_a_version_may_be_killed_and_is_finished_by_any_later_publish() {
    let start = published().files();
    let order = Order::default();
    let site = Site::new(Some("1.0"), 1, &PAGES);
    let remove = |store: &dyn Store| {
        manage::remove(store, "2.0", &options(&order), &run_at(3 * DAY)).is_ok()
    };
    let goal = Memory::of(&start);
    let counted = Faulty::new(&goal, Fault::Killed, usize::MAX);
    assert!(remove(&counted));
    for at in 0..counted.calls() {
        let store = Memory::of(&start);
        assert!(!remove(&Faulty::new(&store, Fault::Killed, at)));
        assert_eq!(
            dead_links(&store.files()),
            Vec::<String>::new(),
            "killed at call {at}"
        );
        let is_gone = names(&store.files())[0].0 != "2.0";
        put(&store, &site, 3 * DAY);
        if is_gone {
            assert_eq!(
                seen(&store.files()),
                seen(&goal.files()),
                "killed at call {at}"
            );
        }
    }
}

#[test]
fn verify_names_every_file_that_is_not_as_it_was_sent() {
    let store = published();
    assert_eq!(damage(&store), Vec::<String>::new());
    store.write("2.0/index.html", b"other");
    store.delete("1.0/services/index.html").expect("removed");
    store.delete("_a/0001.css").expect("removed");
    store.write("latest/_m/tree.json", b"{}");
    assert_eq!(
        damage(&store),
        [
            "1.0/services/index.html",
            "2.0/index.html",
            "_a/0001.css",
            "latest/_m/tree.json"
        ]
    );
    // Publishing with --rebuild reads everything, and mends it.
    let order = Order::default();
    let mut how = options(&order);
    how.rebuild = true;
    for site in [
        Site::new(Some("1.0"), 1, &PAGES),
        Site::new(Some("2.0"), 3, &PAGES[..2]),
    ] {
        publish(&store, &site.release(), &how, &run_at(3 * DAY)).expect("it is published");
    }
    assert_eq!(damage(&store), Vec::<String>::new());
}

#[test]
fn what_is_due_can_be_told_before_it_is_removed() {
    let store = published();
    let before = store.files();
    let listing = read::listing(&store, &run_at(30 * DAY)).expect("a list");
    let dry = sweep(&store, &listing, 7 * DAY, true, &run_at(30 * DAY)).expect("told");
    assert!(
        dry.removed
            .contains(&"2.0/services/postgres/index.html".to_owned())
    );
    assert_eq!(store.files(), before);
    let done = sweep(&store, &listing, 7 * DAY, false, &run_at(30 * DAY)).expect("swept");
    assert_eq!(done, dry);
    assert_eq!(damage(&store), Vec::<String>::new());
}

/// A store that takes every write, whatever its condition.
struct Careless(Memory);

impl Store for Careless {
    fn name(&self) -> String {
        "careless".into()
    }

    fn get(&self, path: &str) -> Tried<Option<Held>> {
        self.0.get(path)
    }

    fn put(&self, path: &str, bytes: &[u8], _: When<'_>) -> Tried<Put> {
        self.0.put(path, bytes, When::Always)
    }

    fn delete(&self, path: &str) -> Tried<()> {
        self.0.delete(path)
    }

    fn list(&self, folder: &str) -> Tried<Vec<Listed>> {
        self.0.list(folder)
    }

    fn look(&self, folder: &str) -> Tried<Look> {
        self.0.look(folder)
    }
}

#[test]
fn a_store_that_ignores_conditions_is_refused_unless_one_writer_is_alone() {
    let store = Careless(Memory::default());
    let failure = probe(&store, false, &run_at(DAY)).expect_err("refused");
    assert!(failure.to_string().contains("If-Match"), "{failure}");
    assert_eq!(store.0.files(), Files::new());
    probe(&store, true, &run_at(DAY)).expect("one writer");
    let careful = Memory::default();
    probe(&careful, false, &run_at(DAY)).expect("it keeps them");
    let writes = careful.writes.load(std::sync::atomic::Ordering::Relaxed);
    probe(&careful, false, &run_at(DAY)).expect("it is known");
    assert_eq!(
        careful.writes.load(std::sync::atomic::Ordering::Relaxed),
        writes
    );
}

#[test]
fn a_list_of_another_tool_stays_as_it_is() {
    let store = Memory::default();
    let theirs = br#"[{"version": "0.9", "title": "0.9 (old)", "aliases": ["old"]}]"#;
    store.write("versions.json", theirs);
    store.write("0.9/index.html", b"<p>mike");
    store.write("old/index.html", b"<p>alias");
    put(&store, &Site::new(Some("1.0"), 1, &PAGES), DAY);
    let files = store.files();
    assert_eq!(names(&files)[1], ("0.9".to_owned(), vec!["old".to_owned()]));
    assert!(String::from_utf8_lossy(&files["versions.json"]).contains("0.9 (old)"));
    assert_eq!(files["0.9/index.html"], b"<p>mike");
    assert_eq!(files["old/index.html"], b"<p>alias");
    assert_eq!(damage(&store), Vec::<String>::new());
}
