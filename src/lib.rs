//! Groundplan turns markdown service docs, roadmap TOML and responsibility matrices into a static
//! site.
//!
//! A site is compiled like a program: each file is compiled alone ([`load`]), then everything is
//! linked ([`model`]), checked ([`check`]), and rendered when it is wanted ([`render`]). The result
//! is a [`tree::Tree`], a value that [`emit`] writes. [`pipeline`] is the whole way in one file.
#![forbid(unsafe_code)]

pub mod colour;
pub mod date;
pub mod digest;
pub mod error;
pub mod memo;
pub mod path;

pub mod git;
pub mod inputs;
pub mod source;
pub mod tree;

pub mod diagnostic;

pub mod config;
pub mod decode;
pub mod markdown;
pub mod table;

pub mod cache;
pub mod drawing;
pub mod load;

pub mod model;

pub mod changes;

pub mod versions;

pub mod check;
pub mod report;
pub mod theme;

pub mod render;

pub mod emit;
pub mod pipeline;

pub mod release;

pub mod serve;

pub mod publish;

pub mod edit;

pub mod cli;
