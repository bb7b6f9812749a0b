//! Programs of a Unix system stand for one that draws.

#![cfg(unix)]

use super::*;

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn what_a_program_writes_is_the_picture_and_is_remembered_on_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = "<?xml version=\"1.0\"?>\n<svg>a</svg>\n";
    let drawings = Drawings::in_folder(folder.path().to_path_buf());
    let drawn = drawings.pictures(&words(&["cat"]), source).expect("drawn");
    assert_eq!((&*drawn.light, drawn.dark), ("<svg>a</svg>", None));
    // The same words, though no program of this name could draw any more.
    let again = Drawings::in_folder(folder.path().to_path_buf());
    let kept = std::fs::read_dir(folder.path().join("drawings"))
        .expect("the folder of drawings")
        .count();
    assert_eq!(kept, 1);
    assert!(again.pictures(&words(&["cat"]), source).is_ok());
}

#[test]
fn a_program_is_asked_for_both_looks_where_it_can_be_told() {
    let drawings = Drawings::default();
    let command = words(&["printf", "<svg>%s</svg>", "{look}"]);
    let drawn = drawings.pictures(&command, "x").expect("drawn");
    assert_eq!(&*drawn.light, "<svg>default</svg>");
    assert_eq!(drawn.dark.as_deref(), Some("<svg>dark</svg>"));
}

#[test]
fn no_shell_reads_the_words() {
    let drawings = Drawings::default();
    let command = words(&["printf", "%s", "<svg>$(id)`id`;&|</svg>"]);
    let drawn = drawings.pictures(&command, "x").expect("drawn");
    assert_eq!(&*drawn.light, "<svg>$(id)`id`;&|</svg>");
}

#[test]
fn whoever_draws_nothing_is_quoted() {
    let why = |command: &[&str]| {
        let drawings = Drawings::default();
        let said = drawings.pictures(&words(command), "graph");
        said.expect_err("no picture").to_string()
    };
    assert!(why(&["no-such-program-anywhere"]).contains("cannot be started"));
    assert!(why(&["false"]).contains("exit status"));
    assert!(why(&["cat"]).contains("no SVG"));
    assert!(why(&["ls", "--no-such-option"]).contains("no-such-option"));
    assert!(why(&[]).contains("no program"));
}
