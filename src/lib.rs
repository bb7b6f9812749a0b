//! Groundplan turns markdown service docs, roadmap TOML and responsibility matrices into a static site.
#![forbid(unsafe_code)]

pub mod cache;
pub mod config;
pub mod date;
pub mod decode;
pub mod diagnostic;
pub mod digest;
pub mod emit;
pub mod error;
pub mod inputs;
pub mod load;
pub mod markdown;
pub mod memo;
pub mod model;
pub mod path;
pub mod source;
pub mod tree;
