//! Groundplan turns markdown service docs, roadmap TOML and responsibility matrices into a static site.
#![forbid(unsafe_code)]

pub mod cache;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod emit;
pub mod error;
pub mod inputs;
pub mod markdown;
pub mod memo;
pub mod path;
pub mod source;
pub mod tree;
