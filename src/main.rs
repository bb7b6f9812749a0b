//! The `groundplan` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

/// A site is many small texts, made by all cores at once and let go of all at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    groundplan::cli::run()
}
