//! Versions made by many jobs, and put together: what must hold, seen from the command line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

mod versions_site;

use versions_site::{Site, below, dead_links, files, text};

const TODAY: [&str; 2] = ["--today", "2026-11-01"];

/// A folder beside the site.
fn beside(site: &Site, name: &str) -> PathBuf {
    site.folder.path().join(name)
}

fn shown(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// What a job leaves in a folder of its own, with a clone of its own.
fn job(site: &Site, name: &str, wanted: &[&str]) -> PathBuf {
    let clone = beside(site, &format!("clone-{name}"));
    site.git(&["clone", "-q", shown(&site.root()), shown(&clone)]);
    let out = beside(site, "artifacts").join(name);
    let args = ["bundle", "--root", shown(&clone), "--output", shown(&out)];
    site.run(&[&args, wanted, &TODAY].concat());
    out
}

/// Jobs in this order, each with one version.
fn jobs(site: &Site) -> [PathBuf; 4] {
    [
        job(site, "next", &["--version", "next"]),
        job(site, "once", &["--evergreen"]),
        job(site, "two", &["--version", "2.0"]),
        job(site, "one", &["--version", "1.0"]),
    ]
}

/// What is published, without what whoever wrote it keeps for itself.
fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(folder);
    all.retain(|path, _| !path.starts_with("_p/") && path != "_m/output.json");
    all
}

fn differences(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names = a
        .keys()
        .chain(b.keys().filter(|path| !a.contains_key(*path)));
    names
        .filter(|path| a.get(*path) != b.get(*path))
        .cloned()
        .collect()
}

/// Runs a command that must fail, and returns its exit code with what it says.
fn fails(site: &Site, args: &[&str]) -> (Option<i32>, String) {
    let output = site.command(args).output().expect("groundplan");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{said}");
    (output.status.code(), said)
}

#[test]
fn jobs_that_know_nothing_of_each_other_make_the_site_of_one_build() {
    let site = Site::new();
    site.build_all();
    let whole = published(&site.out());
    let jobs = jobs(&site);
    for turn in 0..jobs.len() {
        let out = beside(&site, &format!("put-together-{turn}"));
        let mut args = vec!["assemble", "--output", shown(&out)];
        let folders = jobs.iter().cycle().skip(turn).take(jobs.len());
        args.extend(folders.map(|folder| shown(folder)));
        site.run(&args);
        let together = published(&out);
        assert_eq!(differences(&together, &whole), Vec::<String>::new());
        assert_eq!(dead_links(&together), Vec::<String>::new());
    }
}

#[test]
fn put_together_it_is_the_site_that_publishing_makes() {
    let site = Site::new();
    site.git(&["checkout", "-q", "main"]);
    let target = beside(&site, "target");
    let address = format!("dir:{}", shown(&target));
    site.run(&[&["publish", &address, "--all"][..], &TODAY].concat());
    let jobs = jobs(&site);
    let out = beside(&site, "put-together");
    let mut args = vec!["assemble", "--output", shown(&out)];
    args.extend(jobs.iter().map(|folder| shown(folder)));
    site.run(&args);
    let (together, there) = (published(&out), published(&target));
    // What is no page any more waits at a target for its `grace`.
    let waits = ["latest/docs/old/index.md"];
    assert_eq!(differences(&together, &there), waits);
    assert!(text(&together, "2.0/changes/index.html").contains("1.0"));
    assert!(text(&together, "latest/docs/old/index.html").contains("1.0/docs/old/"));
    assert!(!below(&together, "next").is_empty());
}

#[test]
fn the_same_files_are_the_same_bundle_and_one_at_a_time_or_all_at_once() {
    let site = Site::new();
    let jobs = jobs(&site);
    let all = beside(&site, "all");
    for _ in 0..2 {
        let args = ["bundle", "--all", "--output", shown(&all)];
        site.run(&[&args, &TODAY[..]].concat());
        let all = files(&all);
        assert_eq!(all.len(), 4);
        for job in &jobs {
            for (name, bytes) in files(job) {
                assert!(all[&name] == bytes, "{name} differs");
            }
        }
    }
}

#[test]
fn a_site_without_versions_is_one_bundle() {
    let site = Site::new();
    site.put("groundplan.toml", "title = \"Harbor\"\n");
    let (bundles, out) = (beside(&site, "bundles"), beside(&site, "put-together"));
    let args = ["bundle", "--output", shown(&bundles)];
    site.run(&[&args, &TODAY[..]].concat());
    assert!(bundles.join("site.tar.gz").is_file());
    site.run(&["assemble", shown(&bundles), "--output", shown(&out)]);
    let built = site.out();
    let args = ["build", "--output", shown(&built)];
    site.run(&[&args, &TODAY[..]].concat());
    let (mut together, mut whole) = (files(&out), files(&built));
    // Each lists when and by what it was written.
    together.remove("_m/tree.json");
    whole.remove("_m/tree.json");
    assert_eq!(differences(&together, &whole), Vec::<String>::new());
}

#[test]
fn what_does_not_fit_together_is_refused_and_nothing_is_written() {
    let site = Site::new();
    let [next, once, two, one] = jobs(&site);
    let out = beside(&site, "put-together");
    let to = shown(&out);
    let (code, said) = fails(&site, &["assemble", shown(&once), shown(&two), "-o", to]);
    assert!(
        code == Some(1) && said.contains("of which there is no bundle"),
        "{said}"
    );
    let empty = beside(&site, "empty");
    fs::create_dir(&empty).expect("a folder");
    let (code, said) = fails(&site, &["assemble", shown(&empty), "-o", to]);
    assert!(
        code == Some(1) && said.contains("there is no bundle"),
        "{said}"
    );
    let file = one.join("version-1.0.tar.gz");
    let bytes = fs::read(&file).expect("a bundle");
    fs::write(&file, &bytes[..bytes.len() / 2]).expect("a bundle");
    let parts = [&next, &once, &two, &one].map(|folder| shown(folder));
    let args = [&["assemble", "-o", to][..], &parts].concat();
    let (code, said) = fails(&site, &args);
    assert!(
        code == Some(6) && said.contains("version-1.0.tar.gz is no whole bundle"),
        "{said}"
    );
    fs::write(&file, &bytes).expect("a bundle");
    assert!(!out.exists());
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("mine.txt"), "mine").expect("a file");
    let (code, said) = fails(&site, &args);
    assert!(code == Some(1) && said.contains("mine.txt"), "{said}");
    assert_eq!(files(&out).len(), 1);
    fs::remove_file(out.join("mine.txt")).expect("a file");
    site.run(&args);
    fs::write(out.join("mine.txt"), "mine").expect("a file");
    site.run(&args);
    assert_eq!(text(&files(&out), "mine.txt"), "mine");
}
