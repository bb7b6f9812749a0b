//! The command line: arguments in, exit code out. Only this layer prints and knows the clock.

use std::process::ExitCode;

pub mod args;
mod assemble;
mod brief;
mod build;
mod bundle;
mod check;
mod diff;
mod explain;
mod import;
mod init;
mod named;
mod new;
mod output;
mod progress;
mod publish;
mod relocate;
mod report;
mod roadmap;
mod serve;
mod site;
mod theme;
mod timings;
mod versions;

use crate::error::Error;

use args::{Arguments, Command};
use output::Output;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or(String::new(), |place| {
            format!(" ({}:{})", place.file(), place.line())
        });
        let text = panic
            .payload_as_str()
            .unwrap_or("something that should not happen");
        Output::plain().error_line(&format!(
            "Groundplan itself has a mistake{place}: {text}\n\
             Nothing of your content is lost. Please report this line together with the command."
        ));
    }));
    let arguments = Arguments::typed();
    let outcome = std::panic::catch_unwind(|| dispatch(&arguments));
    outcome.unwrap_or(ExitCode::FAILURE)
}

fn dispatch(arguments: &Arguments) -> ExitCode {
    let output = Output::new(&arguments.global);
    let has_markdown = matches!(arguments.command, Command::Diff(_));
    if arguments.global.format == args::Format::Markdown && !has_markdown {
        output.failure(&Error::Refused {
            message: "only `groundplan diff` can say its result as markdown".into(),
            help: "use --format human, json or github".into(),
        });
        return ExitCode::from(2);
    }
    let result = match &arguments.command {
        Command::Init(options) => init::run(options, &output),
        Command::New(options) => new::run(&arguments.global, options, &output),
        Command::Build(options) => build::run(&arguments.global, options, &output),
        Command::Publish(options) => publish::run(&arguments.global, options, &output),
        Command::Bundle(options) => bundle::run(&arguments.global, options, &output),
        Command::Assemble(options) => assemble::run(options, &output),
        Command::Versions(options) => versions::run(&arguments.global, options, &output),
        Command::Serve(options) => serve::run(&arguments.global, options, &output),
        Command::Check(options) => check::run(&arguments.global, options, &output),
        Command::Brief(options) => brief::run(&arguments.global, options, &output),
        Command::Report(options) => report::run(&arguments.global, options, &output),
        Command::Roadmap(options) => roadmap::run(&arguments.global, options, &output),
        Command::Move(options) => relocate::run(&arguments.global, options, &output),
        Command::Diff(options) => diff::run(&arguments.global, options, &output),
        Command::Snapshot(options) => diff::snapshot(&arguments.global, options, &output),
        Command::Import(options) => import::run(&arguments.global, options, &output),
        Command::Theme(options) => theme::run(&arguments.global, options, &output),
        Command::Explain(options) => explain::run(options, &output),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            output.failure(&error);
            ExitCode::FAILURE
        }
    }
}
