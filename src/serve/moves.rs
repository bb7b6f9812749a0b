//! Which addresses came and which went, so that tabs can say so.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Place, Site};
use crate::path::Permalink;

/// More new pages than this at once are a checkout, not a page somebody wrote.
const MANY: usize = 20;

/// How much is remembered of either kind.
const KEPT: usize = 200;

/// What came and went since the preview began.
#[derive(Clone, Default)]
pub struct Moves {
    appeared: Vec<Appeared>,
    vanished: BTreeMap<String, Vanished>,
}

/// What became of a page that is gone.
#[derive(Clone)]
struct Vanished {
    /// The first version without it.
    version: u64,
    /// Where it is now, percent-encoded.
    to: Option<String>,
}

/// A page that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeared {
    /// The first version that has it.
    pub version: u64,
    /// Its address, percent-encoded.
    pub address: String,
    /// Its title.
    pub title: String,
}

impl Moves {
    /// Notes what `new` has that `old` had not, and the other way round.
    pub fn note(&mut self, version: u64, old: &Site, new: &Site) {
        let difference = Difference::between(old, new);
        for id in &difference.appeared {
            let node = &new.pages[*id];
            self.vanished.remove(&node.permalink.encoded());
        }
        for id in &difference.vanished {
            let gone = &old.pages[*id];
            let to = difference.successor(old, new, *id);
            let to = to.map(Permalink::encoded);
            let address = gone.permalink.encoded();
            // Who waits for a page that moved twice is led to where it is now.
            for earlier in self.vanished.values_mut() {
                if earlier.to.as_ref() == Some(&address) {
                    earlier.to.clone_from(&to);
                }
            }
            self.vanished.insert(address, Vanished { version, to });
        }
        if difference.appeared.len() <= MANY {
            let page = |id: &usize| Appeared {
                version,
                address: new.pages[*id].permalink.encoded(),
                title: new.pages[*id].title.clone(),
            };
            self.appeared.extend(difference.appeared.iter().map(page));
        }
        let excess = self.appeared.len().saturating_sub(KEPT);
        self.appeared.drain(..excess);
        self.forget_the_oldest();
    }

    fn forget_the_oldest(&mut self) {
        let excess = self.vanished.len().saturating_sub(KEPT);
        if excess == 0 {
            return;
        }
        let all = self.vanished.iter();
        let mut by_age: Vec<(u64, String)> = all
            .map(|(address, gone)| (gone.version, address.clone()))
            .collect();
        by_age.sort_unstable();
        for (_, address) in &by_age[..excess] {
            self.vanished.remove(address);
        }
    }

    /// The pages that versions after `version` brought.
    pub fn appeared_after(&self, version: u64) -> impl Iterator<Item = &Appeared> {
        let is_new = move |page: &&Appeared| page.version > version;
        self.appeared.iter().filter(is_new)
    }

    /// Where the page that had this encoded address is now; Some(None) when it is nowhere.
    pub fn vanished(&self, address: &str) -> Option<Option<&str>> {
        let gone = self.vanished.get(address)?;
        Some(gone.to.as_deref())
    }

    /// What vanished, in `old` and not in `new`, with where it is now: for the terminal.
    pub fn gone(&self, old: &Site, new: &Site) -> Vec<(String, Option<String>)> {
        let difference = Difference::between(old, new);
        let gone = difference.vanished.iter().map(|id| {
            let address = old.pages[*id].permalink.encoded();
            let to = self.vanished.get(&address).and_then(|gone| gone.to.clone());
            (address, to)
        });
        gone.collect()
    }
}

/// The pages of two sites that are only in one of them, at their address.
#[derive(Default)]
struct Difference {
    appeared: Vec<usize>,
    vanished: Vec<usize>,
    /// Pages of one file whose address is another: old and new.
    renamed: Vec<(usize, usize)>,
}

impl Difference {
    /// Both lists of pages are in the order of their files, so one walk along both is enough.
    fn between(old: &Site, new: &Site) -> Self {
        let mut found = Self::default();
        // After most saves both share what says where every page is.
        if Arc::ptr_eq(&old.places, &new.places) {
            return found;
        }
        let (mut a, mut b) = (0, 0);
        loop {
            match (old.pages.get(a), new.pages.get(b)) {
                (None, None) => break,
                (Some(_), None) => {
                    found.vanished.push(a);
                    a += 1;
                }
                (None, Some(_)) => {
                    found.appeared.push(b);
                    b += 1;
                }
                (Some(left), Some(right)) => match left.page.file.cmp(&right.page.file) {
                    Ordering::Less => {
                        found.vanished.push(a);
                        a += 1;
                    }
                    Ordering::Greater => {
                        found.appeared.push(b);
                        b += 1;
                    }
                    Ordering::Equal => {
                        if left.permalink != right.permalink {
                            found.vanished.push(a);
                            found.appeared.push(b);
                            found.renamed.push((a, b));
                        }
                        a += 1;
                        b += 1;
                    }
                },
            }
        }
        let is_free = |id: &usize| {
            let place = new.places.at(&old.pages[*id].permalink);
            !matches!(place, Some(Place::Page(_) | Place::Section(_)))
        };
        found.vanished.retain(is_free);
        found
    }

    /// Where the page is now that had the index `gone` in the old site.
    fn successor<'a>(&self, old: &Site, new: &'a Site, gone: usize) -> Option<&'a Permalink> {
        if let Some((_, now)) = self.renamed.iter().find(|(was, _)| *was == gone) {
            return Some(&new.pages[*now].permalink);
        }
        let was = &old.pages[gone];
        if let Some(Place::Redirect(id)) = new.places.at(&was.permalink) {
            return Some(&new.pages[*id].permalink);
        }
        let appeared = || self.appeared.iter().map(|id| &new.pages[*id]);
        appeared()
            .find(|page| page.page.digest == was.page.digest)
            .or_else(|| appeared().find(|page| page.title == was.title))
            .map(|page| &page.permalink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::pipeline::Compiler;

    fn site(texts: &[(&str, &str)]) -> Arc<Site> {
        let inputs = Inputs::from_texts(texts.iter().copied());
        Compiler::once(None).assemble(&inputs, None).1.site
    }

    fn moves(old: &[(&str, &str)], new: &[(&str, &str)]) -> Moves {
        let mut moves = Moves::default();
        moves.note(2, &site(old), &site(new));
        moves
    }

    #[test]
    fn a_new_page_is_offered_by_its_title() {
        let moves = moves(
            &[("content/a.md", "a")],
            &[("content/a.md", "a"), ("content/b.md", "# B\n")],
        );
        let found: Vec<_> = moves.appeared_after(1).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].address, "/b/");
        assert_eq!(moves.appeared_after(2).count(), 0);
    }

    #[test]
    fn a_renamed_page_is_found_by_its_text() {
        let moves = moves(
            &[("content/a.md", "the same"), ("content/c.md", "c")],
            &[("content/b.md", "the same"), ("content/c.md", "c")],
        );
        assert_eq!(moves.vanished("/a/"), Some(Some("/b/")));
        assert_eq!(moves.vanished("/c/"), None);
    }

    #[test]
    fn what_vanished_last_is_remembered_longest() {
        let name = |number: usize| format!("content/a{number:03}.md");
        let names: Vec<String> = (0..KEPT).map(name).collect();
        let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "a")).collect();
        let [first, rest] = [("content/z.md", "z"), ("content/0.md", "0")];
        let before = [&many[..], &[first, rest]].concat();
        let after = [&many[..], &[rest]].concat();
        let mut moves = Moves::default();
        moves.note(2, &site(&before), &site(&after));
        moves.note(3, &site(&after), &site(&[rest]));
        assert_eq!(moves.vanished("/z/"), None);
        assert_eq!(moves.vanished("/a000/"), Some(None));
        moves.note(4, &site(&[rest, first]), &site(&[first]));
        assert_eq!(moves.vanished("/0/"), Some(None));
    }

    #[test]
    fn a_deleted_page_is_nowhere() {
        let moves = moves(
            &[("content/a.md", "a"), ("content/c.md", "c")],
            &[("content/c.md", "c")],
        );
        assert_eq!(moves.vanished("/a/"), Some(None));
    }
}
