//! What can be typed behind `report` and `brief`.

use std::path::PathBuf;

use clap::Args;

/// Options of `report`.
#[derive(Args)]
pub struct ReportOptions {
    /// Write it as a page into this file, instead of showing it here
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Options of `brief`.
#[derive(Args)]
pub struct BriefOptions {
    /// The id of a service or of a roadmap item
    #[arg(value_name = "SERVICE|ITEM")]
    pub name: String,
    /// Write it as a page into this file, instead of showing it here
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
