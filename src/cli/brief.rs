//! `groundplan brief`: one page for a refinement.

use std::process::ExitCode;

use crate::edit;
use crate::error::{Error, Result};
use crate::pipeline::Compiler;
use crate::render;
use crate::report::brief::{NoBrief, brief};
use crate::report::plain;

use super::args::{BriefOptions, Format, Global};
use super::output::Output;
use super::site::SiteFolder;

/// Runs the command.
pub fn run(global: &Global, options: &BriefOptions, output: &Output) -> Result<ExitCode> {
    if global.format != Format::Human {
        return Err(Error::Refused {
            message: "a brief is for people and has no other form".into(),
            help: "`catalog.json` of a built site says the same for programs".into(),
        });
    }
    let site = SiteFolder::find(global, None)?;
    let inputs = site.inputs(global, None, true, &|error| output.note(error))?;
    let (_, built) = Compiler::once(None).assemble(&inputs, None);
    let paper = brief(&built.site, &options.name).map_err(|none| refused(&options.name, none))?;
    match &options.output {
        Some(file) => {
            let page = render::paper::document(&paper, &built.site, &built.theme);
            edit::write::put(file, &page)?;
            output.say(&format!("The brief is in {}", file.display()));
        }
        None => output.print(plain::text(&paper, output.style()).trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

fn refused(name: &str, none: NoBrief) -> Error {
    match none {
        NoBrief::Both => Error::Refused {
            message: format!("`{name}` is a service and an item of the roadmap"),
            help: format!("write `service:{name}` or `item:{name}`"),
        },
        NoBrief::Unknown(near) => Error::Refused {
            message: format!("there is no service and no item of the roadmap `{name}`"),
            help: match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a service is named by its file in content/services/, an item by its `id`"
                    .into(),
            },
        },
    }
}
