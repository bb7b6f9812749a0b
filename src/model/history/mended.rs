//! References that pointed to nothing: who mends one does not change what an item is about.
//!
//! What the site knew at an old state is not kept, so an id counts as unknown that means nothing today.
//! Items are the exception: git knows all that ever were.

use crate::model::{Ids, Kind};

use super::difference::{Change, Said};
use super::kind::ChangeKind;

/// The keys of an item that refer to something, with what they refer to.
const REFERENCES: [(&str, Kind); 5] = [
    ("services", Kind::Service),
    ("personas", Kind::Persona),
    ("goal", Kind::Goal),
    ("meets", Kind::Need),
    ("after", Kind::Item),
];

/// What else makes the scope of an item.
const SCOPE: [&str; 5] = ["kind", "size", "deadline", "done_when", "not_included"];

/// An id that was taken out of an item, and whether it means something.
pub(super) type Judged = (Kind, String, bool);

/// Whether an id means something. Of a kind of which nothing is declared, everything may.
pub(super) fn is_known(ids: &Ids, kind: Kind, id: &str) -> bool {
    !ids.has(kind) || ids.find(kind, id).is_some()
}

/// Takes out of a change what only mended a reference, and says whether anything is left of it.
/// Every id that decided is put into `judged`.
pub(super) fn without_mended(
    change: &mut Change,
    known: &dyn Fn(Kind, &str) -> bool,
    judged: &mut Vec<Judged>,
) -> bool {
    if !change.kinds.contains(&ChangeKind::Rescoped) {
        return true;
    }
    change.differences.retain(|one| {
        let kind = REFERENCES.iter().find(|(key, _)| *key == one.key);
        let Some((_, kind)) = kind else {
            return true;
        };
        let (before, after) = (texts(one.before.as_ref()), texts(one.after.as_ref()));
        let gone: Vec<&String> = before.iter().filter(|id| !after.contains(id)).collect();
        let come = after.iter().filter(|id| !before.contains(id)).count();
        if gone.is_empty() || come > gone.len() {
            return true;
        }
        gone.into_iter().any(|id| {
            let is_known = known(*kind, id);
            judged.push((*kind, id.clone(), is_known));
            is_known
        })
    });
    let is_scope = |key: &str| {
        SCOPE.contains(&key) || REFERENCES.iter().any(|(reference, _)| *reference == key)
    };
    if !change.differences.iter().any(|one| is_scope(one.key)) {
        change.kinds.retain(|kind| *kind != ChangeKind::Rescoped);
    }
    !change.kinds.is_empty()
}

/// Takes out of changes what only mended references, as far as the ids of the site tell.
pub fn told(mut changes: Vec<Change>, ids: &Ids) -> Vec<Change> {
    let known = |kind: Kind, id: &str| is_known(ids, kind, id);
    changes.retain_mut(|change| without_mended(change, &known, &mut Vec::new()));
    changes
}

fn texts(said: Option<&Said>) -> &[String] {
    match said {
        Some(Said::Many(texts)) => texts,
        Some(Said::One(_)) | None => &[],
    }
}
