//! `groundplan assemble`: bundles become a site.

use std::process::ExitCode;

use super::args::Assemble;
use super::build::shown;
use super::output::Output;
use super::publish::end;
use crate::emit;
use crate::error::{Error, Result};
use crate::path::OutputPath;
use crate::publish::Outcome;
use crate::publish::bundle::{self, Bundle, Memory, assemble};
use crate::publish::limits::{Beside, Extent};
use crate::tree::Content;
use crate::versions::list;

/// Runs the command.
pub fn run(options: &Assemble, output: &Output) -> Result<ExitCode> {
    end(put_together(options, output).map(|()| true), output)
}

fn put_together(options: &Assemble, output: &Output) -> Outcome<()> {
    let mut bundles = Vec::new();
    for path in bundle::files(&options.bundles)? {
        bundles.push(Bundle::read(&shown(&path), &bundle::read(&path)?)?);
    }
    let memory = Memory::default();
    assemble(&bundles, &memory)?;
    let parts = bundles.len();
    drop(bundles);
    let tree = memory.into_tree();
    let has_versions = tree.get(list::FILE).is_some();
    if let Some(host) = options.host {
        let sized = |(path, content): (_, &Content<'_>)| Ok((path, content.bytes()?.len() as u64));
        let sizes: Vec<(&OutputPath, u64)> = tree.iter().map(sized).collect::<Result<_>>()?;
        let sizes = sizes.iter().map(|(path, size)| (path.as_str(), *size));
        host.refuse_too_much(&Extent::of(sizes), Beside::default())?;
    }
    let folder = std::path::absolute(&options.output)
        .map_err(Error::io("find the folder", &options.output))?;
    let written = emit::write(
        &tree,
        &emit::Output {
            folder: &folder,
            state: None,
            protected: &[],
            list: match has_versions {
                true => emit::LIST_BESIDE_VERSIONS,
                false => emit::LIST,
            },
        },
    )?;
    output.say(&format!(
        "{}, {} files in {}: {} written, {} unchanged, {} removed",
        match parts {
            1 => "1 bundle".to_owned(),
            count => format!("{count} bundles"),
        },
        written.written + written.unchanged,
        shown(&folder),
        written.written,
        written.unchanged,
        written.removed,
    ));
    Ok(())
}
