//! `groundplan explain`: what a finding means.

use std::process::ExitCode;

use crate::decode::Value;
use crate::diagnostic::{Code, explain};
use crate::error::{Error, Result};
use crate::markdown::front_matter;

use super::args::Explain;
use super::output::Output;

/// Runs the command.
pub fn run(options: &Explain, output: &Output) -> Result<ExitCode> {
    let Some(name) = &options.code else {
        for code in Code::ALL {
            output.print(&format!("{:<28} {}", code.name(), summary(*code)));
        }
        return Ok(ExitCode::SUCCESS);
    };
    let Ok(code) = name.trim().parse::<Code>() else {
        return Err(Error::Refused {
            message: explain::explain_unknown(name),
            help: "`groundplan explain` without a name lists all".into(),
        });
    };
    let text = explain::terminal(explain::explain(code), output.style());
    output.print(text.trim_end());
    Ok(ExitCode::SUCCESS)
}

/// The sentence about a finding, from its page.
fn summary(code: Code) -> String {
    let keys = front_matter::split(explain::explain(code)).table;
    match keys.get("summary").map(|node| &node.value) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}
