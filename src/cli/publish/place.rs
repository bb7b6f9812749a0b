//! Where a site is published: what was typed becomes a store.

use std::collections::BTreeSet;
use std::path::Path;

use crate::publish::dir::Folder;
use crate::publish::git::{Branch, Draft, look_ahead, look_beside, serve_plainly};
use crate::publish::part::Part;
use crate::publish::probe::probe;
use crate::publish::run::Run;
use crate::publish::store::Store;
use crate::publish::target::Cloud;
use crate::publish::{Outcome, Target};

/// Whether a store is only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing is written.
    Read,
    /// It is written; others may do so at the same time.
    Change,
    /// It is written, and somebody promises that nobody else does.
    ChangeAlone,
}

/// A target, and how it is reached.
pub struct Place<'a> {
    /// The target.
    pub target: &'a Target,
    /// The folder of the site: relative folders and names of remotes are meant from there.
    pub site: &'a Path,
    /// Where what is known of a branch is kept.
    pub cache: &'a Path,
    /// What is done with it.
    pub access: Access,
}

impl Place<'_> {
    /// Does `work` with the store that the target is. On a branch all of it is one commit, with the
    /// message that is made of what `work` returned, and it is done again where somebody else was
    /// faster. `parts` are those that will change, as far as that is known.
    ///
    /// # Errors
    /// Those of `work`, and those of reaching the target.
    pub fn with_store<T>(
        &self,
        parts: &[Part],
        run: &Run<'_>,
        message: &dyn Fn(&T) -> String,
        work: &dyn Fn(&dyn Store) -> Outcome<T>,
    ) -> Outcome<T> {
        let store: Box<dyn Store> = match self.target {
            Target::Git { remote, branch } => {
                let branch = Branch::open(self.site, self.cache, remote, branch)?;
                return self.with_branch(&branch, parts, run, message, work);
            }
            Target::Folder(path) => {
                let path = self.site.join(path);
                match self.access {
                    Access::Read => Box::new(Folder::to_read(&path)),
                    Access::Change | Access::ChangeAlone => {
                        Box::new(Folder::to_change(&path, run)?)
                    }
                }
            }
            Target::Bucket {
                cloud,
                bucket,
                folder,
            } => open_bucket(*cloud, bucket, folder)?,
        };
        if self.access != Access::Read {
            probe(&*store, self.access == Access::ChangeAlone, run)?;
        }
        work(&*store)
    }

    fn with_branch<T>(
        &self,
        branch: &Branch,
        parts: &[Part],
        run: &Run<'_>,
        message: &dyn Fn(&T) -> String,
        work: &dyn Fn(&dyn Store) -> Outcome<T>,
    ) -> Outcome<T> {
        let ahead = |draft: &Draft<'_>| -> Outcome<BTreeSet<String>> {
            let beside = parts.iter().map(|part| look_ahead(draft, part));
            beside.filter_map(Outcome::transpose).collect()
        };
        if self.access == Access::Read {
            return branch.read(run, |draft| {
                ahead(draft)?;
                work(draft)
            });
        }
        let change = |draft: &Draft<'_>| {
            let beside = ahead(draft)?;
            let done = work(draft)?;
            for folder in beside {
                look_beside(draft, folder)?;
            }
            serve_plainly(draft, run)?;
            Ok(done)
        };
        Ok(branch.change(run, change, message)?.value)
    }
}

#[cfg(feature = "cloud")]
fn open_bucket(cloud: Cloud, bucket: &str, folder: &str) -> Outcome<Box<dyn Store>> {
    let bucket = crate::publish::cloud::Bucket::open(cloud, bucket, folder)?;
    Ok(Box::new(bucket))
}

#[cfg(not(feature = "cloud"))]
fn open_bucket(cloud: Cloud, _bucket: &str, _folder: &str) -> Outcome<Box<dyn Store>> {
    Err(crate::error::Error::Refused {
        message: format!(
            "this program was built without object stores, so it knows no {}://",
            cloud.scheme()
        ),
        help:
            "use a released program, or build one with `cargo install groundplan --features cloud`"
                .into(),
    }
    .into())
}
