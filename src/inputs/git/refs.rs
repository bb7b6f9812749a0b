//! The tags and branches of a repository.

use super::objects::Objects;
use super::{Commit, Repository};
use crate::error::Result;
use crate::git::text;

/// What a ref is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RefKind {
    /// A tag.
    Tag,
    /// A branch.
    Branch,
}

/// A tag or a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// What it is.
    pub kind: RefKind,
    /// Its name, without `refs/`.
    pub name: String,
    /// The commit that it names.
    pub commit: Commit,
}

impl RefKind {
    /// The word in patterns and messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Branch => "branch",
        }
    }
}

impl Repository {
    /// The tags and branches that `wanted` asks for. A branch that exists on `origin` only is found as
    /// well, as in a checkout that a CI server made. What names no commit is left out.
    ///
    /// # Errors
    /// When git fails.
    pub fn refs(&self, wanted: impl Fn(RefKind, &str) -> bool) -> Result<Vec<Ref>> {
        /// Own branches come before those of `origin`, which are branches too where there is no own.
        const PLACES: [(&str, RefKind); 3] = [
            ("refs/tags/", RefKind::Tag),
            ("refs/heads/", RefKind::Branch),
            ("refs/remotes/origin/", RefKind::Branch),
        ];
        let places = PLACES.map(|(place, _)| place);
        let args = ["for-each-ref", "--format=%(refname)"];
        let listed = text(self.run("list the refs", args.into_iter().chain(places))?)?;
        let mut refs: Vec<Ref> = Vec::new();
        let mut objects = Objects::open(self)?;
        for (place, kind) in PLACES {
            for full in listed.lines() {
                let Some(name) = full.strip_prefix(place) else {
                    continue;
                };
                let is_known = |one: &Ref| one.kind == kind && one.name == name;
                if name == "HEAD" || !wanted(kind, name) || refs.iter().any(is_known) {
                    continue;
                }
                if let Some(object) = objects.get(&format!("{full}^{{commit}}"))? {
                    refs.push(Ref {
                        kind,
                        name: name.to_owned(),
                        commit: object.commit()?,
                    });
                }
            }
        }
        Ok(refs)
    }
}
