//! `groundplan publish`: the site, or a version of it, to where readers are.

use std::path::Path;
use std::process::ExitCode;

use super::args::{Global, Publish};
use super::output::Output;
use super::site::SiteFolder;
use crate::config::Config;
use crate::config::versions::{Destination as Named, Versions};
use crate::date::Date;
use crate::diagnostic::{self, Diagnostic, suggest};
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::publish::limits::{Beside, Extent, Host};
use crate::publish::release::{Options, Release};
use crate::publish::{Outcome, Target};
use crate::versions::found;
use crate::versions::list::List;
use crate::versions::order::Order;

pub mod made;
pub mod outside;
pub mod place;
mod say;
pub mod whole;
mod with_versions;

use place::{Access, Place};

/// Runs the command.
pub fn run(global: &Global, options: &Publish, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, None)?;
    let config = site.settings(None)?.unwrap_or_default();
    let Some(destination) = destination(&options.target, &config, output) else {
        return Ok(ExitCode::from(2));
    };
    let publishing = Publishing {
        global,
        options,
        output,
        site: &site,
        config: &config,
        destination: &destination,
    };
    let done = match &config.versions {
        Some(settings) => with_versions::run(&publishing, settings)?,
        None => whole::run(&publishing)?,
    };
    end(done, output)
}

/// What every way of publishing knows.
pub struct Publishing<'a> {
    pub global: &'a Global,
    pub options: &'a Publish,
    pub output: &'a Output,
    pub site: &'a SiteFolder,
    pub config: &'a Config,
    pub destination: &'a Destination,
}

impl Publishing<'_> {
    /// The target, and how it is reached.
    pub fn place<'p>(&'p self, cache: &'p Path) -> Place<'p> {
        Place {
            target: &self.destination.target,
            site: &self.site.root,
            cache,
            access: match (self.options.dry_run, self.options.single_writer) {
                (true, _) => Access::Read,
                (false, true) => Access::ChangeAlone,
                (false, false) => Access::Change,
            },
        }
    }

    /// Refuses what the host of the target is known not to take. `beside` tells what is there already;
    /// it is asked where there are limits.
    pub fn refuse_too_much(
        &self,
        release: &Release<'_>,
        beside: &dyn Fn(&Extent) -> Outcome<Beside>,
    ) -> Outcome<()> {
        let base_url = self
            .config
            .base_url
            .as_ref()
            .map(|base_url| base_url.as_str());
        let deduced = || Host::deduced(base_url, Some(&self.destination.target));
        let Some(host) = self.options.host.or_else(deduced) else {
            return Ok(());
        };
        let files = release
            .manifest
            .files
            .iter()
            .chain(&release.manifest.assets);
        let extent = Extent::of(files.map(|(path, stamp)| (path.as_str(), stamp.size)));
        host.refuse_too_much(&extent, beside(&extent)?)
    }

    /// How it is published.
    pub fn how<'o>(&self, rules: &'o Rules) -> Options<'o> {
        Options {
            rebuild: self.options.rebuild,
            adopt: self.options.adopt,
            ..rules.options(self.destination.grace)
        }
    }

    /// Says what is wrong with the content; what has errors is not published.
    pub fn refuses(&self, findings: &[Diagnostic], inputs: &Inputs) -> bool {
        let (errors, warnings) = diagnostic::count(findings);
        let strict = self.options.strict;
        if errors > 0 || strict {
            self.output.findings(findings, inputs, &self.site.shown);
        }
        let refused = errors > 0 || (strict && warnings > 0);
        if refused {
            self.output.failure(&Error::Refused {
                message:
                    "the content has findings that keep it from being published; nothing was sent"
                        .into(),
                help: "mend them; `groundplan check` shows them again".into(),
            });
        }
        refused
    }
}

/// What the settings say of a list of versions.
pub struct Rules {
    order: Order,
    arrange: Box<dyn Fn(&mut List) + Sync>,
    has_versions: bool,
}

impl Rules {
    /// The rules of a site.
    pub fn new(settings: Option<&Versions>) -> Self {
        let order = settings.map(found::order).unwrap_or_default();
        let own = settings.cloned();
        Self {
            order,
            has_versions: own.is_some(),
            arrange: Box::new(move |list| {
                if let Some(settings) = &own {
                    found::settle(list, settings);
                    found::keep(list, settings);
                    found::settle(list, settings);
                }
            }),
        }
    }

    /// How it is published by these rules.
    pub fn options(&self, grace: i64) -> Options<'_> {
        Options {
            order: &self.order,
            arrange: &*self.arrange,
            grace,
            rebuild: false,
            adopt: false,
            tombstones: self.has_versions,
        }
    }
}

/// A target with what is said about it in the settings.
pub struct Destination {
    /// Where it is.
    pub target: Target,
    /// How many seconds what nothing refers to stays.
    pub grace: i64,
}

/// How long what nothing refers to stays, where nothing else is said: a week.
const GRACE: i64 = 7 * 86_400;

/// What was typed as a target: an address, or the name of a `[publish.NAME]`. What is none is said; the
/// exit code is that of wrong usage.
pub fn destination(typed: &str, config: &Config, output: &Output) -> Option<Destination> {
    let named = config.publish.iter().find(|one| one.name == typed);
    let known = match named {
        Some(named) => Target::parse(&named.to).map(|target| (target, seconds(named))),
        None if Target::is_address(typed) => Target::parse(typed).map(|target| (target, GRACE)),
        None => Err(unknown(typed, config)),
    };
    match known {
        Ok((target, grace)) => Some(Destination { target, grace }),
        Err(message) => {
            output.failure(&Error::Refused {
                message,
                help: String::new(),
            });
            None
        }
    }
}

fn unknown(typed: &str, config: &Config) -> String {
    let names = config.publish.iter().map(|one| one.name.as_str());
    match suggest::did_you_mean(typed, names) {
        Some(near) => format!("there is no target `{typed}`: {near}"),
        None if typed.contains(['/', '\\']) => {
            format!("there is no target `{typed}`: a folder is named as `dir:{typed}`")
        }
        None => format!(
            "there is no target `{typed}`: write `[publish.{typed}]` with `to = \"…\"` into groundplan.toml, or \
             name one as dir:PATH, git:REMOTE#BRANCH or s3://BUCKET/PATH"
        ),
    }
}

/// `grace` in seconds; for ever where it is not said.
fn seconds(named: &Named) -> i64 {
    let days = named.grace.and_then(|grace| {
        // A month is as long as the first one of a year.
        let first = Date::new(1970, 1, 1)?;
        Some(first.after(grace)?.days_since(first))
    });
    days.map_or(i64::MAX, |days| i64::from(days) * 86_400)
}

/// What a command with a target ends with.
pub fn end(done: Outcome<bool>, output: &Output) -> Result<ExitCode> {
    match done {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::FAILURE),
        Err(failure) => {
            let code = failure.exit_code();
            output.failure(&failure.into_error());
            Ok(ExitCode::from(code))
        }
    }
}
