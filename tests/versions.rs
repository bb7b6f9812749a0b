//! What must hold of a site with versions, seen from the command line.

use std::fs;

mod versions_site;

use versions_site::{SETTINGS, Site, below, dead_links, files, said, text};

#[test]
fn building_a_version_changes_no_byte_of_another() {
    let site = Site::new();
    site.build_all();
    let before = files(&site.out());
    site.put("content/docs/guide.md", "# Guide\n\nAll of it is new.\n");
    site.put("content/docs/third.md", "# Third\n");
    site.commit("four");
    site.git(&["tag", "v3.0.0"]);
    let said = site.build_all();
    assert!(
        said.contains("1.0: as it was") && said.contains("3.0: made"),
        "{said}"
    );
    let after = files(&site.out());
    for version in ["1.0", "2.0"] {
        assert!(!below(&before, version).is_empty());
        assert_eq!(below(&before, version), below(&after, version), "{version}");
    }
    assert!(after.contains_key("3.0/docs/third/index.html"));
}

#[test]
fn the_same_bytes_on_another_day_and_machine() {
    let site = Site::new();
    let build = |name: &str, today: &str, zone: &str, locale: &str, threads: &str| {
        let out = site.folder.path().join(name);
        let output = site
            .command(&["build", "--all", "--today", today, "--output"])
            .arg(&out)
            .arg("--cache-dir")
            .arg(site.folder.path().join(format!("cache-{name}")))
            .env("TZ", zone)
            .env("LC_ALL", locale)
            .env("RAYON_NUM_THREADS", threads)
            .output();
        said(output.expect("groundplan"));
        files(&out)
    };
    let one = build("one", "2026-11-01", "UTC", "C.UTF-8", "1");
    let same_day = build(
        "two",
        "2026-11-01",
        "Pacific/Kiritimati",
        "tr_TR.UTF-8",
        "4",
    );
    assert_eq!(one, same_day);
    let later = build(
        "three",
        "2031-02-03",
        "America/New_York",
        "de_DE.UTF-8",
        "2",
    );
    for version in ["1.0", "2.0", "next", "latest"] {
        assert_eq!(below(&one, version), below(&later, version), "{version}");
    }
    assert_ne!(one["roadmap/index.html"], later["roadmap/index.html"]);
}

#[test]
fn a_page_knows_nothing_of_versions() {
    let site = Site::new();
    site.build_all();
    let all = files(&site.out());
    // The same source is the same bytes in every version.
    let guide = |version: &str| text(&all, &format!("{version}/docs/guide/index.html"));
    let asset = |version: &str| text(&all, &format!("{version}/services/postgres/index.html"));
    assert_eq!(asset("1.0"), asset("2.0"));
    assert_eq!(guide("2.0"), guide("next"));
    // The newest stable version is there twice.
    let (latest, newest) = (below(&all, "latest"), below(&all, "2.0"));
    for (path, bytes) in &newest {
        assert_eq!(latest.get(path), Some(bytes), "{path}");
    }
    for (path, bytes) in newest.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        assert!(!html.contains("2.0/"), "{path}");
    }
    let html = text(&all, "1.0/docs/guide/index.html");
    let canonical =
        "<link rel=\"canonical\" href=\"https://harbor.example.org/docs/latest/docs/guide/\"";
    assert!(html.contains(canonical), "{html}");
}

#[test]
fn every_link_of_every_version_resolves() {
    let site = Site::new();
    site.build_all();
    let all = files(&site.out());
    assert_eq!(dead_links(&all), Vec::<String>::new());
    let guide = text(&all, "2.0/docs/guide/index.html");
    assert!(guide.contains("href=\"../../../\"") && guide.contains("href=\"../../../roadmap/\""));
    let home = text(&all, "index.html");
    assert!(home.contains("href=\"latest/docs/guide/\""), "{home}");
    // What was in an earlier version only is found from `latest`.
    let gone = text(&all, "latest/docs/old/index.html");
    assert!(gone.contains("../../../1.0/docs/old/"), "{gone}");
}

#[test]
fn what_the_newest_version_does_not_have_yet_is_no_link() {
    let site = Site::new();
    site.build_all();
    let all = files(&site.out());
    let item = text(&all, "roadmap/restore/index.html");
    assert!(item.contains("latest/services/postgres/"), "{item}");
    assert!(!item.contains("latest/services/redis/"), "{item}");
    assert!(item.contains("from the next version"), "{item}");
    assert!(!text(&all, "sitemap.xml").contains("redis"));
    // Once it is released, it is one.
    site.git(&["tag", "v2.1.0"]);
    site.build_all();
    let all = files(&site.out());
    assert!(text(&all, "roadmap/restore/index.html").contains("latest/services/redis/"));
    assert!(text(&all, "sitemap.xml").contains("/latest/services/redis/"));
}

#[test]
fn no_promise_is_frozen_in_a_version() {
    let site = Site::new();
    site.build_all();
    let all = files(&site.out());
    let service = text(&all, "2.0/services/postgres/index.html");
    assert!(!service.contains("Restore it yourself"), "{service}");
    assert!(
        service.contains("data-roadmap=\"service=postgres\""),
        "{service}"
    );
    assert!(service.contains("href=\"../../../roadmap/?service=postgres\""));
    let twin = text(&all, "2.0/services/postgres/index.md");
    assert!(!twin.contains("Restore it yourself"), "{twin}");
}

#[test]
fn built_again_nothing_is_written_and_what_is_damaged_is_mended() {
    let site = Site::new();
    site.build_all();
    let before = files(&site.out());
    let said = site.build_all();
    assert!(
        said.contains(" 0 written") && said.contains(" 0 removed"),
        "{said}"
    );
    fs::remove_file(site.out().join("1.0/docs/guide/index.html")).expect("a page");
    let said = site.build_all();
    assert!(
        said.contains("1.0: made") && said.contains("2.0: as it was"),
        "{said}"
    );
    assert!(files(&site.out()) == before);
    // Without what was remembered, the files are read and kept all the same.
    fs::remove_dir_all(site.root().join(".groundplan")).expect("what is remembered");
    let said = site.build_all();
    assert!(said.contains(" 0 written"), "{said}");
}

#[test]
fn the_manifest_lists_every_file_of_a_version() {
    let site = Site::new();
    site.build_all();
    let all = files(&site.out());
    for folder in ["1.0", "2.0", "next"] {
        let own = below(&all, folder);
        let manifest: serde_json::Value =
            serde_json::from_slice(&own["_m/tree.json"]).expect("JSON");
        let listed = manifest["files"].as_object().expect("files");
        let paths: Vec<&String> = own.keys().filter(|path| *path != "_m/tree.json").collect();
        assert_eq!(listed.keys().collect::<Vec<_>>(), paths, "{folder}");
        for (path, stamp) in listed {
            let sha256 = groundplan::digest::Sha256::of(&own[path]).to_string();
            assert_eq!(stamp["sha256"], sha256, "{path}");
        }
        for path in manifest["assets"].as_object().expect("assets").keys() {
            assert!(all.contains_key(path), "{path}");
        }
    }
    let evergreen: serde_json::Value = serde_json::from_slice(&all["_m/tree.json"]).expect("JSON");
    assert_eq!(evergreen["version"], serde_json::Value::Null);
    assert!(evergreen["files"].get("roadmap/index.html").is_some());
    assert!(evergreen["files"].get("versions.json").is_none());
}

#[test]
fn a_version_that_is_not_meant_any_more_goes() {
    let site = Site::new();
    site.build_all();
    site.put("groundplan.toml", &SETTINGS.replace("tag:v*", "tag:v2*"));
    site.build_all();
    let all = files(&site.out());
    assert!(below(&all, "1.0").is_empty());
    assert!(!text(&all, "versions.json").contains("\"1.0\""));
    assert!(!below(&all, "2.0").is_empty());
}

#[test]
fn one_version_is_built_beside_those_that_are_there() {
    let site = Site::new();
    site.build_all();
    let before = files(&site.out());
    site.put("content/docs/guide.md", "# Guide\n\nNot committed yet.\n");
    let out = site.out();
    let out = out.to_str().expect("UTF-8");
    site.run(&["build", "--output", out, "--today", "2026-11-01"]);
    let after = files(&site.out());
    assert!(text(&after, "next/docs/guide/index.html").contains("Not committed yet"));
    for version in ["1.0", "2.0", "latest"] {
        assert_eq!(below(&before, version), below(&after, version), "{version}");
    }
    site.run(&[
        "build",
        "--output",
        out,
        "--ref",
        "v1.0.0",
        "--version",
        "1.0-again",
    ]);
    let after = files(&site.out());
    let again = below(&after, "1.0-again");
    assert_eq!(
        again["docs/old/index.html"],
        before["1.0/docs/old/index.html"]
    );
}

#[test]
fn an_output_can_begin_to_have_versions_and_end_to() {
    let site = Site::new();
    let out = site.out();
    let out = out.to_str().expect("UTF-8");
    let plain = SETTINGS.split("[versions]").next().expect("settings");
    site.put("groundplan.toml", plain);
    site.run(&["build", "--output", out, "--today", "2026-11-01"]);
    let before = files(&site.out());
    assert!(before.contains_key("docs/guide/index.html"));
    site.put("groundplan.toml", SETTINGS);
    site.build_all();
    assert!(!files(&site.out()).contains_key("docs/guide/index.html"));
    site.put("groundplan.toml", plain);
    site.run(&["build", "--output", out, "--today", "2026-11-01"]);
    let after = files(&site.out());
    let (before, after): (Vec<_>, Vec<_>) = (before.keys().collect(), after.keys().collect());
    assert_eq!(before, after);
}

#[test]
fn folders_are_versions_for_a_site_without_tags() {
    let site = Site::new();
    let settings = "title = \"Harbor\"\n[versions]\nsource = \"folders\"\n";
    site.put("groundplan.toml", settings);
    site.put("versions/1.0/content/index.md", "# Home\n");
    site.put("versions/1.0/content/docs/guide.md", "# The first guide\n");
    site.build_all();
    let all = files(&site.out());
    assert!(text(&all, "1.0/docs/guide/index.html").contains("The first guide"));
    assert!(text(&all, "latest/docs/guide/index.html").contains("The first guide"));
    assert!(text(&all, "next/docs/guide/index.html").contains("Back"));
    assert_eq!(dead_links(&all), Vec::<String>::new());
}

#[test]
fn a_shallow_clone_names_the_command_that_fetches_its_tags() {
    let site = Site::new();
    let clone = site.folder.path().join("clone");
    let url = format!("file://{}", site.root().display());
    site.git(&[
        "clone",
        "-q",
        "--depth",
        "1",
        "--no-tags",
        &url,
        clone.to_str().expect("UTF-8"),
    ]);
    let output = site
        .command(&["build", "--all", "--output"])
        .arg(site.out())
        .arg("--root")
        .arg(&clone)
        .output()
        .expect("groundplan");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("git fetch --unshallow --tags"), "{text}");
    assert!(!site.out().exists());
}
