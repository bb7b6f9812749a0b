//! Publishing: what is released is brought to where readers are, and nothing is ever lost on the way.
//!
//! A [`release::Release`] is a value: files, what they are, and the entry of the list. [`plan`] says what
//! it changes at a target, and is the same for every kind. A target that is a [`store::Store`] is written
//! by the [`protocol`]; a branch of a repository is written at once, by one commit.

pub mod bundle;
#[cfg(feature = "cloud")]
pub mod cloud;
pub mod commit;
pub mod dir;
pub mod failure;
pub mod follow;
pub mod git;
pub mod headers;
pub mod history;
pub mod limits;
pub mod manage;
pub mod part;
pub mod plan;
pub mod prepare;
pub mod probe;
pub mod protocol;
pub mod read;
pub mod release;
pub mod restore;
pub mod run;
pub mod send;
pub mod stale;
pub mod store;
pub mod target;
pub mod verify;

pub use failure::{Failure, Outcome};
pub use target::Target;
