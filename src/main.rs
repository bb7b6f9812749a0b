//! The `groundplan` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    groundplan::cli::run()
}
