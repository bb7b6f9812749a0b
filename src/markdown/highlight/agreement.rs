//! The parser finds the same as syntect's, and ends.

use proptest::prelude::*;

use super::grammar::Context;
use super::language::{Language, find};
use super::parse::{LONGEST, tokens};
use super::reference;
use super::samples::SAMPLES;
use super::tokens::Tokens;

fn start(language: &str) -> &'static Context {
    match find(language) {
        Some(Language::Grammar(start)) => start,
        _ => panic!("{language} has a grammar"),
    }
}

fn parts(tokens: &Tokens, code: &str) -> Vec<(char, String)> {
    let letter = |class: super::Class| class.letter().chars().next().unwrap_or(' ');
    let parts = tokens.parts(code);
    parts
        .map(|(class, part)| (letter(class), part.to_owned()))
        .collect()
}

#[track_caller]
fn both_ways_agree(language: &str, code: &str) {
    let start = start(language);
    assert_eq!(
        parts(&tokens(start, code), code),
        parts(&reference::tokens(start.grammar(), code), code),
        "{language}: {code:?}"
    );
}

#[test]
fn every_sample_gets_the_tokens_that_syntect_finds() {
    for (language, code) in SAMPLES
        .iter()
        .filter(|(language, _)| *language != "console")
    {
        both_ways_agree(language, code);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn lines_of_a_sample_in_any_order_cut_anywhere_get_the_tokens_that_syntect_finds(
        sample in 0..SAMPLES.len(),
        lines in prop::collection::vec((any::<prop::sample::Index>(), 0usize..60, 0usize..9), 1..12),
    ) {
        let (language, code) = SAMPLES[sample];
        if language != "console" {
            let all: Vec<&str> = code.lines().collect();
            let mut mixed = String::new();
            for (line, keep, cut) in lines {
                let line = line.get(&all);
                let end = (if cut == 0 { keep } else { line.len() }).min(line.len());
                mixed.push_str(line.get(..end).unwrap_or(line));
                mixed.push('\n');
            }
            both_ways_agree(language, &mixed);
        }
    }
}

#[test]
fn the_same_code_gets_the_same_tokens_on_every_thread() {
    let all = || -> Vec<Tokens> {
        let samples = SAMPLES
            .iter()
            .filter(|(language, _)| *language != "console");
        samples
            .map(|(language, code)| tokens(start(language), code))
            .collect()
    };
    let (one, two) = std::thread::scope(|scope| {
        let two = scope.spawn(all);
        (all(), two.join().expect("it ends"))
    });
    assert_eq!(one, two);
}

#[test]
fn what_is_too_much_work_is_plain_from_there() {
    let code = format!("let a = 1;\n{}\nlet b = 2;\n", "x".repeat(LONGEST));
    let parts = parts(&tokens(start("rust"), &code), &code);
    assert_eq!(parts.first(), Some(&('k', "let".to_owned())));
    assert!(parts.iter().filter(|(class, _)| *class == 'k').count() == 1);
}

#[test]
fn traps_for_expressions_end() {
    let call = "FOO:=$($(BLARG_BUILD_MAKEFILE_PATH) $(BLARG_BUILD_MAKEFILE_PATH))\n";
    tokens(start("makefile"), &call.repeat(20));
    for trap in ["a(", "{[", "$(", "a.", "\"\\", "<a ", " ", "`${"] {
        for language in ["javascript", "bash", "rust", "html", "markdown"] {
            tokens(start(language), &trap.repeat(150));
        }
    }
}
