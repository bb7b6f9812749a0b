//! What can be typed behind `report`.

use std::path::PathBuf;

use clap::Args;

/// Options of `report`.
#[derive(Args)]
pub struct ReportOptions {
    /// Write it as a page into this file, instead of showing it here
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
