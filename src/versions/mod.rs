//! Versions of a site: which pages each has, and where a reader of one lands in another.

pub mod pages;
pub mod resolve;
