//! Transcripts of the command line: `tests/console/<a_sentence>/transcript.txt`, run in a copy of
//! the folder beside it.
//!
//! A line `$ command` is run by the shell, what follows is what it prints, `? 1` its exit code when
//! that is not 0. Times are written `[TIME]`, sizes `[SIZE]`, the folder of the run `[DIR]`. `BLESS=1`
//! writes anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/console");
    let entries = fs::read_dir(folder).expect("the folder of transcripts");
    let mut all: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    all.sort();
    all
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

/// Runs one line and returns what it prints, with its exit code when that is not 0.
fn run(line: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_groundplan"));
    let mut path = vec![binary.parent().expect("a folder").to_path_buf()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .env("LC_ALL", "C.UTF-8")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env(
            "GIT_CEILING_DIRECTORIES",
            folder.parent().expect("a folder"),
        )
        .env_remove("GROUNDPLAN_CACHE")
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .output()
        .expect("a shell");
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    let here = folder.canonicalize().expect("the folder is there");
    text = text.replace(&*here.to_string_lossy(), "[DIR]");
    text = text.replace(&*folder.to_string_lossy(), "[DIR]");
    let mut out = String::new();
    for line in text.lines() {
        out.push_str(&sizes(&times(line)));
        out.push('\n');
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => out.push_str(&format!("? {code}\n")),
        None => out.push_str("? killed\n"),
    }
    out
}

/// `(0.12 s)` is another number on every machine.
fn times(line: &str) -> String {
    match (line.rfind('('), line.ends_with(" s)")) {
        (Some(at), true) => format!("{}([TIME])", &line[..at]),
        _ => line.to_owned(),
    }
}

/// `(12.3 kB)` changes with every change of the theme.
fn sizes(line: &str) -> String {
    let mut parts = line.split('(');
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let size = part.split_once(')').filter(|(size, _)| {
            let (number, unit) = size.split_once(' ').unwrap_or(("", ""));
            number.parse::<f64>().is_ok() && ["B", "kB", "MB", "bytes"].contains(&unit)
        });
        match size {
            Some((_, rest)) => out.push_str(&format!("([SIZE]){rest}")),
            None => out.push_str(&format!("({part}")),
        }
    }
    out
}

#[test]
fn every_transcript_is_what_the_commands_print() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    let all = transcripts();
    assert!(all.len() >= 3, "the transcripts are there");
    for folder in all {
        let file = folder.join("transcript.txt");
        let expected = fs::read_to_string(&file).expect("a transcript");
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let place = temporary.path().join("work");
        copy(&folder, &place);
        fs::remove_file(place.join("transcript.txt")).expect("the copy");
        let mut found = String::new();
        for line in expected.lines().filter(|line| line.starts_with("$ ")) {
            found.push_str(line);
            found.push('\n');
            found.push_str(&run(&line[2..], &place));
        }
        if bless {
            fs::write(&file, &found).expect("a writable folder");
        } else if found != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}--- found\n{found}",
                folder.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
