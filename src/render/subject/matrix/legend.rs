//! What the words of a matrix mean: one wording over the whole site.

use serde::Serialize;

use crate::load::matrix::Letters;
use crate::model::Site;
use crate::model::responsibilities::{Share, Task};

/// A word of a matrix and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LegendView {
    /// The word.
    pub word: &'static str,
    /// Its letter; empty for words without one.
    pub letters: &'static str,
    /// What it means, in a sentence.
    pub text: &'static str,
}

/// What a party does, asks and is told, in words.
pub(super) const WORDS: [(Letters, &str); 4] = [
    (Letters::R, "does it"),
    (Letters::A, "answers for it"),
    (Letters::C, "is asked"),
    (Letters::I, "is told"),
];

/// For those who share a task.
pub(super) const SHARES: &str = "shares it";
/// For those who have to ask.
pub(super) const ASKS: &str = "asks for it";

/// The words of a share: `does it`, `answers for it`. Who does a task and answers for it does it.
pub fn share_words(share: &Share) -> String {
    let mut words = Vec::new();
    if share.shared {
        words.push(SHARES);
    }
    for (letter, word) in WORDS {
        let implied = letter == Letters::A && share.does();
        if share.letters.has(letter) && !implied && !(share.shared && Letters::RA.has(letter)) {
            words.push(word);
        }
    }
    if share.asks {
        words.push(ASKS);
    }
    words.join(", ")
}

/// The words that these tasks use.
pub fn legend(site: &Site, tasks: &[&Task]) -> Vec<LegendView> {
    let all = &site.typed.responsibilities;
    let shares = || tasks.iter().flat_map(|task| &all.who(task).shares);
    let used = |letter| shares().any(|share| share.letters.has(letter));
    let entries = [
        (
            used(Letters::R),
            WORDS[0].1,
            "R",
            "Does the work. With an A beside the R, answers for the result too.",
        ),
        (
            used(Letters::A),
            WORDS[1].1,
            "A",
            "Decides, and is liable when it goes wrong. One party for each task.",
        ),
        (
            used(Letters::C),
            WORDS[2].1,
            "C",
            "Is consulted before it is done, and can object.",
        ),
        (
            used(Letters::I),
            WORDS[3].1,
            "I",
            "Is informed, before or after.",
        ),
        (
            shares().any(|share| share.shared),
            SHARES,
            "RA",
            "Several do it and answer for it together; a note says how they divide it.",
        ),
        (
            shares().any(|share| share.asks),
            ASKS,
            "",
            "It is done on request only.",
        ),
    ];
    let entry = |(used, word, letters, text): (bool, _, _, _)| {
        used.then_some(LegendView {
            word,
            letters,
            text,
        })
    };
    entries.into_iter().filter_map(entry).collect()
}
