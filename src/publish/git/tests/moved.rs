//! How little is moved: what both sides have is not fetched and not sent.

use std::collections::BTreeSet;

use super::*;
use crate::publish::store::Store;

/// Ten folders of five pages; those of one folder say `word`.
fn pages(word: &str) -> Vec<(String, String)> {
    let page = |folder: usize, page: usize| {
        let word = if folder == 3 { word } else { "as ever" };
        (
            format!("folder{folder}/page{page}/index.html"),
            format!("<p>{folder} {page} {word}"),
        )
    };
    (0..10)
        .flat_map(|folder| (0..5).map(move |number| page(folder, number)))
        .collect()
}

fn version_of(name: &str, sequence: i64, pages: &[(String, String)]) -> Release<'static> {
    let pages: Vec<(&str, &str)> = pages
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    version(name, sequence, &pages)
}

impl Bench {
    /// The ids of what came from the target into a cache: git marks the packs of such.
    fn fetched(&self, cache: &str) -> BTreeSet<String> {
        let found = std::fs::read_dir(self.path(cache).join("publish")).expect("clones");
        let mut ids = BTreeSet::new();
        for clone in found {
            let packs = clone.expect("a clone").path().join("git/objects/pack");
            for pack in std::fs::read_dir(packs).expect("packs") {
                let pack = pack.expect("a pack").path();
                if pack.extension().is_none_or(|end| end != "promisor") {
                    continue;
                }
                let index = pack.with_extension("idx").display().to_string();
                let listed = self.git(&["verify-pack", "-v", &index]);
                let id = |line: &str| line.split(' ').next().map(str::to_owned);
                ids.extend(listed.lines().filter_map(id).filter(|id| id.len() == 40));
            }
        }
        ids
    }

    fn id(&self, path: &str) -> String {
        let name = format!("gh-pages:{path}");
        self.git(&["-C", "target.git", "rev-parse", &name])
    }

    /// All objects of the target.
    fn objects(&self) -> BTreeSet<String> {
        let all = [
            "cat-file",
            "--batch-all-objects",
            "--batch-check=%(objectname)",
        ];
        let listed = self.git(&[&["-C", "target.git"], all.as_slice()].concat());
        listed.lines().map(str::to_owned).collect()
    }
}

#[test]
fn a_machine_that_has_nothing_fetches_the_folders_that_differ_alone() {
    let bench = Bench::new();
    bench
        .publish(&version_of("1.0", 1, &pages("one")))
        .expect("published");
    let differs: Vec<String> = ["1.0", "1.0/folder3", "1.0/folder3/page0"]
        .iter()
        .map(|path| bench.id(path))
        .collect();
    publish(&bench.branch("cold"), &version_of("2.0", 2, &pages("two"))).expect("published");
    let fetched = bench.fetched("cold");
    for id in differs {
        assert!(
            fetched.contains(&id),
            "it is known that nothing is the same"
        );
    }
    for same in ["2.0/folder0", "2.0/folder4/page4", "2.0/folder9"] {
        assert!(!fetched.contains(&bench.id(same)), "{same} was made here");
    }
    assert_eq!(bench.files("2.0").len(), bench.files("latest").len());
    assert_eq!(bench.show("latest/folder3/page1/index.html"), "<p>3 1 two");
}

#[test]
fn what_the_target_has_is_not_sent_again() {
    let bench = Bench::new();
    bench
        .publish(&version_of("1.0", 1, &pages("one")))
        .expect("published");
    bench.git(&["-C", "target.git", "config", "receive.unpackLimit", "1"]);
    let packs = |bench: &Bench| {
        let found = std::fs::read_dir(bench.path("target.git/objects/pack")).expect("packs");
        found
            .filter_map(|pack| Some(pack.ok()?.path()))
            .filter(|pack| pack.extension().is_some_and(|end| end == "idx"))
            .collect::<BTreeSet<PathBuf>>()
    };
    let (before, known) = (packs(&bench), bench.objects());
    publish(&bench.branch("cold"), &version_of("2.0", 2, &pages("two"))).expect("published");
    let sent: Vec<PathBuf> = packs(&bench).difference(&before).cloned().collect();
    assert_eq!(sent.len(), 1, "one push");
    let listed = bench.git(&["verify-pack", "-v", &sent[0].display().to_string()]);
    let new: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(id, rest)| id.len() == 40 && rest.starts_with("blob"))
        .map(|(id, _)| id)
        .collect();
    assert!(new.len() >= 5, "the pages of a folder");
    for page in [
        "2.0/folder0/page0/index.html",
        "2.0/folder9/page4/index.html",
    ] {
        let id = bench.id(page);
        assert!(known.contains(&id) && !new.contains(&id.as_str()), "{page}");
    }
}

#[test]
fn a_file_that_was_made_here_is_not_fetched() {
    let bench = Bench::new();
    bench
        .publish(&version_of("1.0", 1, &pages("one")))
        .expect("published");
    let branch = bench.branch("cold");
    let run = run();
    let here = |page: usize| format!("1.0/folder0/page{page}/index.html");
    let work = |draft: &Draft<'_>| {
        let make = || {
            vec![
                (here(0), b"<p>0 0 as ever".to_vec()),
                (here(1), b"<p>this is not what is there".to_vec()),
                (here(9), b"<p>there is no such page".to_vec()),
            ]
        };
        draft.guess("1.0/folder0", &make)?;
        draft.look_ahead("1.0/folder0")?;
        let read = |page| Ok::<_, Trouble>(draft.get(&here(page))?.map(|held| held.bytes));
        Ok((read(0)?, read(1)?, read(9)?))
    };
    let read = branch.read(&run, work).expect("read");
    let expected = |text: &str| Some(text.as_bytes().to_vec());
    assert_eq!(
        read,
        (expected("<p>0 0 as ever"), expected("<p>0 1 as ever"), None)
    );
    let fetched = bench.fetched("cold");
    assert!(!fetched.contains(&bench.id(&here(0))));
    assert!(fetched.contains(&bench.id(&here(1))));
    // Nothing is left to fetch, so nothing is made.
    let work = |draft: &Draft<'_>| {
        draft.look_ahead("1.0/folder0")?;
        draft.guess("1.0/folder0", &|| panic!("all files are here"))?;
        Ok(())
    };
    branch.read(&run, work).expect("read");
}
