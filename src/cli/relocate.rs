//! `groundplan move`: a page gets another place.

use std::process::ExitCode;

use crate::diagnostic::visible;
use crate::edit::relocate::{self, Mended, Plan};
use crate::edit::{diff, write};
use crate::error::{Error, Result};
use crate::path::SitePath;

use super::args::{Global, Move};
use super::output::Output;
use super::site::SiteFolder;

/// Runs the command.
pub fn run(global: &Global, options: &Move, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, None)?;
    // A draft links, and is linked to, as any other page.
    let inputs = site.read(global, None, true)?;
    let plan = relocate::plan(&inputs, &options.page, &options.to)?;
    let shown = |path| site.shown.path(path);
    if options.dry_run {
        for text in &plan.texts {
            let file = shown(&text.file);
            let changed = diff::lines(file.as_str(), &text.before, &text.after);
            for line in changed.lines() {
                output.print(&visible::text(line));
            }
        }
    } else {
        apply(&site, &plan)?;
    }
    let (from, to) = (shown(&plan.from), shown(&plan.to));
    output.say(&match options.dry_run {
        true => format!("nothing was written; without `--dry-run` {from} becomes {to}"),
        false => format!("{from} is now {to}"),
    });
    for (from, to) in &plan.sheets {
        let (from, to) = (shown(from), shown(to));
        output.say(&match options.dry_run {
            true => format!("{from} becomes {to}"),
            false => format!("{from} is now {to}"),
        });
    }
    let others: Vec<&Mended> = plan.texts.iter().filter(|text| text.mended > 0).collect();
    let links: usize = others.iter().map(|text| text.mended).sum();
    if links > 0 {
        let links = counted(links, "link or key", "links and keys");
        let files = counted(others.len(), "file", "files");
        output.say(&format!("{links} in {files} follow"));
    }
    output.say(&match plan.readdressed {
        0 => "its address stays as it is".to_owned(),
        1 => "its old address leads to the new one: `moved_from` says what it was called".to_owned(),
        pages => format!(
            "the old addresses of {pages} pages lead to the new ones: `moved_from` says what they were called"
        ),
    });
    Ok(ExitCode::SUCCESS)
}

/// First everything is read again: what somebody saved since is not written over.
fn apply(site: &SiteFolder, plan: &Plan) -> Result<()> {
    for text in &plan.texts {
        let path = site.place(&text.before_file);
        if write::read(&path)? != text.before {
            return Err(Error::Refused {
                message: format!("{} was saved by somebody else just now", path.display()),
                help: "run the command again; nothing was written".into(),
            });
        }
    }
    let from = site.place(&plan.from);
    write::rename(&from, &site.place(&plan.to))?;
    if let Some(content) = SitePath::new("content") {
        write::remove_empty(&from, &site.place(&content));
    }
    for (from, to) in &plan.sheets {
        write::rename(&site.place(from), &site.place(to))?;
    }
    for text in &plan.texts {
        write::replace(&site.place(&text.file), &text.before, &text.after)?;
    }
    Ok(())
}

fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}
