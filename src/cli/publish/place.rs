//! Where a site is published: what was typed becomes a store.

use std::path::Path;

use crate::error::Error;
use crate::publish::dir::Folder;
use crate::publish::probe::probe;
use crate::publish::run::Run;
use crate::publish::store::Store;
use crate::publish::{Outcome, Target};

/// Whether a store is only read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing is written.
    Read,
    /// It is written; others may do so at the same time.
    Change,
    /// It is written, and somebody promises that nobody else does.
    ChangeAlone,
}

/// Opens the store that a target means. Relative folders are meant from `root`.
pub fn open(
    target: &Target,
    root: &Path,
    access: Access,
    run: &Run<'_>,
) -> Outcome<Box<dyn Store>> {
    let store: Box<dyn Store> = match target {
        Target::Folder(path) => {
            let path = root.join(path);
            match access {
                Access::Read => Box::new(Folder::to_read(&path)),
                Access::Change | Access::ChangeAlone => Box::new(Folder::to_change(&path, run)?),
            }
        }
        Target::Bucket {
            cloud,
            bucket,
            folder,
        } => open_bucket(*cloud, bucket, folder)?,
        Target::Git { .. } => {
            return Err(Error::Refused {
                message: format!("{target} cannot be published to by this program"),
                help: "publish to dir:PATH".into(),
            }
            .into());
        }
    };
    if access != Access::Read {
        probe(&*store, access == Access::ChangeAlone, run)?;
    }
    Ok(store)
}

#[cfg(feature = "cloud")]
fn open_bucket(
    cloud: crate::publish::target::Cloud,
    bucket: &str,
    folder: &str,
) -> Outcome<Box<dyn Store>> {
    Ok(Box::new(crate::publish::cloud::Bucket::open(
        cloud, bucket, folder,
    )?))
}

#[cfg(not(feature = "cloud"))]
fn open_bucket(
    cloud: crate::publish::target::Cloud,
    _bucket: &str,
    _folder: &str,
) -> Outcome<Box<dyn Store>> {
    Err(Error::Refused {
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
