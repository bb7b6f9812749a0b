//! What differs between two states of a site: who does what, the services, the pages.
//!
//! A [`Snapshot`] is what has to be known of a state, small enough to be kept beside a published
//! site. [`diff`] compares two of them and says first what moved to the reader.

mod diff;
mod likeness;
mod markdown;
mod others;
mod pages;
mod renames;
pub mod snapshot;
mod tasks;
mod words;

pub use diff::{Change, Difference, Kind, Side, diff};
pub use markdown::markdown;
pub use others::{ServiceChange, ServiceKind};
pub use pages::{PageChange, PageKind, PageSide};
pub use snapshot::{Fact, Matrix, Page, Party, SCHEMA, Service, Share, Snapshot, Task};
pub use words::{heading, line, page, service, who};

#[cfg(test)]
mod tests;
