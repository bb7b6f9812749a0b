//! `groundplan versions`: what is done with versions that are published.

use std::process::ExitCode;

use serde_json::json;

use super::args::{Format, Global, Versions, VersionsCommand};
use super::output::Output;
use super::publish::place::{Access, Place};
use super::publish::{Destination, Rules, destination, end, outside};
use super::site::SiteFolder;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::publish::history;
use crate::publish::manage::{self, Managed};
use crate::publish::plan::size;
use crate::publish::read;
use crate::publish::release::Options;
use crate::publish::run::Run;
use crate::publish::stale;
use crate::publish::store::Store;
use crate::publish::verify::verify;
use crate::publish::{Failure, Outcome};
use crate::versions::list::Entry;

/// Runs the command.
pub fn run(global: &Global, options: &Versions, output: &Output) -> Result<ExitCode> {
    let command = &options.command;
    // What is published can be managed without the site, but its settings are about it.
    let site = SiteFolder::find(global, None).ok();
    let config = match &site {
        Some(site) => site.settings(None)?.unwrap_or_default(),
        None => Config::default(),
    };
    let Some(destination) = destination(command.target(), &config, output) else {
        return Ok(ExitCode::from(2));
    };
    let root = match &site {
        Some(site) => site.root.clone(),
        None => {
            std::path::absolute(&global.root).map_err(Error::io("find the folder", &global.root))?
        }
    };
    let cache = match &site {
        Some(site) => site.cache(global),
        None => global
            .cache_dir
            .clone()
            .unwrap_or_else(|| root.join(".groundplan")),
    };
    let place = Place {
        target: &destination.target,
        site: &root,
        cache: &cache,
        access: match command {
            VersionsCommand::List { .. }
            | VersionsCommand::Verify { .. }
            | VersionsCommand::Gc { dry_run: true, .. } => Access::Read,
            _ => Access::Change,
        },
    };
    let rules = Rules::new(config.versions.as_ref());
    let done = outside::with_run(output, |run| {
        let how = rules.options(destination.grace);
        let message = |_: &()| command.message();
        place.with_store(&[], run, &message, &|store| {
            let managing = Managing {
                store,
                destination: &destination,
                how: &how,
                run,
                output,
            };
            managing.run(command)
        })
    })?;
    end(done.map(|()| true), output)
}

struct Managing<'a> {
    store: &'a dyn Store,
    destination: &'a Destination,
    how: &'a Options<'a>,
    run: &'a Run<'a>,
    output: &'a Output,
}

impl Managing<'_> {
    fn run(&self, command: &VersionsCommand) -> Outcome<()> {
        let (store, how, run) = (self.store, self.how, self.run);
        match command {
            VersionsCommand::List { states: false, .. } => self.list(),
            VersionsCommand::List { states: true, .. } => self.states(),
            VersionsCommand::Alias { alias, version, .. } => {
                let managed = manage::alias(store, alias, version.as_deref(), how, run)?;
                let what = match version {
                    Some(version) => format!("{alias} is version {version}"),
                    None => format!("{alias} is no name any more"),
                };
                self.say(&what, &managed);
                Ok(())
            }
            VersionsCommand::Remove { version, .. } => {
                let managed = manage::remove(store, version, how, run)?;
                self.say(&format!("version {version} is no longer listed"), &managed);
                Ok(())
            }
            VersionsCommand::Rollback { to, .. } => {
                let managed = manage::rollback(store, *to, how, run)?;
                let restored = match managed.restored.is_empty() {
                    true => String::new(),
                    false => format!(", and {} as they were then", managed.restored.join(", ")),
                };
                self.say(
                    &format!("the versions are those of before{restored}"),
                    &managed,
                );
                Ok(())
            }
            VersionsCommand::Verify { .. } => self.verify(),
            VersionsCommand::Gc { dry_run, .. } => self.gc(*dry_run),
        }
    }

    fn is_json(&self) -> bool {
        self.output.format() == Format::Json
    }

    fn list(&self) -> Outcome<()> {
        let listing = read::listing(self.store, self.run)?;
        if self.is_json() {
            let bytes = match listing.bytes() {
                [] => b"[]",
                bytes => bytes,
            };
            self.output.print(String::from_utf8_lossy(bytes).trim_end());
            return Ok(());
        }
        let entries = listing.list.entries();
        if entries.is_empty() {
            self.output
                .say(&format!("{} has no versions", self.store.name()));
        }
        let width = entries
            .iter()
            .map(|entry| entry.version.chars().count())
            .max();
        for entry in entries {
            self.output.print(&line(entry, width.unwrap_or(0)));
        }
        Ok(())
    }

    fn states(&self) -> Outcome<()> {
        let listing = read::listing(self.store, self.run)?;
        let current = history::current(self.store, &listing, self.run)?;
        let current = current.map(|state| state.number);
        for number in history::numbers(self.store, self.run)? {
            let Some(state) = history::read(self.store, number, self.run)? else {
                continue;
            };
            let day = crate::date::Date::from_unix(state.at);
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            if self.is_json() {
                let json = json!({
                    "state": number, "before": state.before, "at": state.at, "what": state.what,
                    "current": current == Some(number),
                });
                self.output.print(&json.to_string());
            } else {
                let now = if current == Some(number) {
                    "  (now)"
                } else {
                    ""
                };
                self.output
                    .print(&format!("{number:>4}  {day}  {}{now}", state.what));
            }
        }
        Ok(())
    }

    fn verify(&self) -> Outcome<()> {
        let verified = verify(self.store, self.run)?;
        let name = self.store.name();
        if self.is_json() {
            let mut json = json!(verified);
            json["target"] = self.destination.target.to_string().into();
            self.output.print(&json.to_string());
        } else {
            for (path, what) in &verified.damaged {
                self.output.print(&format!("{path} {what}"));
            }
            for part in &verified.open {
                self.output
                    .print(&format!("{part}: a run that changes it has not ended"));
            }
        }
        if verified.damaged.is_empty() {
            self.output.say(&format!(
                "{} files of {name} are as they were published ({})",
                verified.files,
                size(verified.bytes)
            ));
            return Ok(());
        }
        Err(Failure::Damaged {
            message: format!(
                "{} of {} files of {name} are not as they were published",
                verified.damaged.len(),
                verified.files
            ),
            help: "publish their versions again with --rebuild; the evergreen pages with --evergreen --rebuild"
                .into(),
        })
    }

    fn gc(&self, dry_run: bool) -> Outcome<()> {
        let listing = read::listing(self.store, self.run)?;
        let swept = stale::sweep(self.store, &listing, self.how.grace, dry_run, self.run)?;
        if self.is_json() {
            self.output.print(&json!(swept).to_string());
            return Ok(());
        }
        for path in &swept.removed {
            self.output.print(&format!("- {path}"));
        }
        let verb = if dry_run {
            "would be removed"
        } else {
            "removed"
        };
        self.output.say(&format!(
            "{} files {verb} ({}), {} wait until they are due",
            swept.removed.len(),
            size(swept.bytes),
            swept.waiting
        ));
        Ok(())
    }

    fn say(&self, what: &str, managed: &Managed) {
        if self.is_json() {
            let json = json!({
                "target": self.destination.target.to_string(),
                "state": managed.state,
                "retired": managed.retired,
                "restored": managed.restored,
                "aliases": managed.follow.aliases,
                "written": managed.follow.written,
                "removed": managed.follow.swept.removed,
            });
            self.output.print(&json.to_string());
            return;
        }
        match managed.state {
            Some(state) => self.output.say(&format!("{what}; this is state {state}")),
            None => self
                .output
                .say(&format!("{what} already; nothing was changed")),
        }
    }
}

/// A version in one line.
fn line(entry: &Entry, width: usize) -> String {
    let mut words = vec![format!("{:width$}", entry.version)];
    if entry.title != entry.version {
        words.push(entry.title.clone());
    }
    if !entry.aliases.is_empty() {
        words.push(format!("[{}]", entry.aliases.join(", ")));
    }
    words.push(entry.stage().word().to_owned());
    if let Some(record) = &entry.record {
        words.extend(record.released.map(|day| format!("since {day}")));
        words.extend(record.supported_until.map(|day| format!("until {day}")));
        let commit = record
            .commit
            .as_deref()
            .map(|commit| commit.chars().take(8).collect());
        words.extend(commit.map(|commit: String| format!("commit {commit}")));
    } else {
        words.push("of another tool".into());
    }
    words.join("  ")
}
