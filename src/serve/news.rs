//! What one check found that the one before did not: what a person at the terminal wants to read.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::inputs::Inputs;
use crate::path::SitePath;

/// How many findings of the first check are told with their lines.
const FIRST: usize = 10;

/// How many of each later one.
const LATER: usize = 5;

/// What a check has to tell.
pub struct Checked {
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// What is new, errors first; not more than a person reads.
    pub new: Vec<Diagnostic>,
    /// How many are new beside these.
    pub more: usize,
    /// How many of the last check are gone.
    pub mended: usize,
    /// The texts that the new ones are about.
    pub texts: HashMap<SitePath, Arc<str>>,
}

/// The difference between two checks.
pub struct News {
    new: Vec<Diagnostic>,
    mended: usize,
}

/// What makes two findings the same although lines were put above them.
fn key(finding: &Diagnostic) -> (&'static str, &SitePath, &str, &str) {
    let (code, message) = (finding.code.name(), finding.message.as_str());
    (code, &finding.file, message, finding.label.as_str())
}

impl News {
    /// What is in `found` and was not in `before`, and how many it is the other way round.
    pub fn of(before: &[Diagnostic], found: &[Diagnostic]) -> Self {
        let mut known: HashMap<_, usize> = HashMap::new();
        for finding in before {
            *known.entry(key(finding)).or_insert(0) += 1;
        }
        let mut new = Vec::new();
        for finding in found {
            match known.get_mut(&key(finding)) {
                Some(count) if *count > 0 => *count -= 1,
                _ => new.push(finding.clone()),
            }
        }
        Self {
            new,
            mended: known.values().sum(),
        }
    }

    /// Whether both found the same.
    pub fn is_nothing(&self) -> bool {
        self.new.is_empty() && self.mended == 0
    }

    /// The same as it is told.
    pub fn told(
        mut self,
        counts: (usize, usize),
        is_first: bool,
        inputs: Option<&Inputs>,
    ) -> Checked {
        self.new.sort_by_key(|finding| finding.severity);
        let most = if is_first { FIRST } else { LATER };
        let more = self.new.len().saturating_sub(most);
        self.new.truncate(most);
        let mut texts = HashMap::new();
        for finding in &self.new {
            let related = finding.related.iter().map(|related| &related.file);
            for file in std::iter::once(&finding.file).chain(related) {
                let text = inputs.and_then(|inputs| inputs.text(file.as_str()));
                texts.extend(text.map(|text| (file.clone(), text.clone())));
            }
        }
        Checked {
            errors: counts.0,
            warnings: counts.1,
            new: self.new,
            more,
            mended: self.mended,
            texts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    fn finding(message: &str, at: usize) -> Diagnostic {
        let file = SitePath::new("content/a.md").expect("a path");
        Diagnostic::at(Code::LinkDead, &file, Span::from(at..at + 1), message)
    }

    #[test]
    fn what_only_moved_is_no_news() {
        let before = [finding("a", 1), finding("b", 5)];
        let news = News::of(&before, &[finding("a", 40), finding("b", 50)]);
        assert!(news.is_nothing());
    }

    #[test]
    fn a_second_one_of_the_same_words_is_new() {
        let before = [finding("a", 1)];
        let news = News::of(&before, &[finding("a", 1), finding("a", 9)]);
        assert_eq!((news.new.len(), news.mended), (1, 0));
        let news = News::of(&[finding("a", 1), finding("a", 9)], &before);
        assert_eq!((news.new.len(), news.mended), (0, 1));
    }

    #[test]
    fn of_many_a_few_are_told_errors_first() {
        let mut found: Vec<Diagnostic> = (0..30).map(|at| finding(&at.to_string(), at)).collect();
        let file = SitePath::new("content/z.md").expect("a path");
        found.push(Diagnostic::about(Code::PageUnknownKey, &file, "z"));
        let told = News::of(&[], &found).told((1, 30), false, None);
        assert_eq!((told.new.len(), told.more), (LATER, 31 - LATER));
        assert_eq!(told.new[0].message, "z");
    }
}
