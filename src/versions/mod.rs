//! Versions of a site as values: the list of what is published, the files of a version, which pages
//! each has, and where a reader of one lands in another.
//!
//! A published version is bytes: nothing here renders or rewrites a page.

pub mod found;
pub mod headers;
pub mod list;
pub mod manifest;
pub mod members;
pub mod order;
pub mod pages;
pub mod resolve;
pub mod tombstone;
