//! Publishing a site with versions: those that are wanted, then what stands once.

use std::sync::atomic::AtomicUsize;

use super::super::args::Build;
use super::super::build;
use super::super::build::versions::{VersionsBuild, only};
use super::made::{Maker, to_publish};
use super::say::{self, Said};
use super::{Publishing, Rules, outside};
use crate::cache;
use crate::config::Versions;
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::inputs::spool::Spool;
use crate::pipeline::Compiler;
use crate::publish::Outcome;
use crate::publish::follow::follow;
use crate::publish::limits::{Beside, Extent};
use crate::publish::part::Part;
use crate::publish::read;
use crate::publish::release::{Options, Release};
use crate::publish::run::Run;
use crate::publish::store::Store;
use crate::release::{self, Dress, Workshop, from_the_oldest};
use crate::versions::found::{Found, Origin, alias_trouble};
use crate::versions::list::{Entry, List};

/// Publishes them. False where the content has errors.
pub fn run(publishing: &Publishing<'_>, settings: &Versions) -> Result<Outcome<bool>> {
    let (site, output) = (publishing.site, publishing.output);
    refuse_aliases(&publishing.options.alias)?;
    let as_build = as_build(publishing);
    let builder = VersionsBuild {
        global: publishing.global,
        options: &as_build,
        output,
        site,
        config: publishing.config,
        settings,
    };
    let today = site.inputs(publishing.global, None, false, &|error| output.note(error))?;
    let wanted = match publishing.options.evergreen {
        true => Vec::new(),
        false => wanted(&builder, publishing, &today)?,
    };
    let evergreen = builder.evergreen(&today)?;
    let cache = site.cache(publishing.global);
    // A folder that cannot be made is said when the spool is made in it.
    let _ = cache::prepare(&cache);
    let spool = Spool::new(&cache)?;
    let compiler = Compiler::once(Some(&cache)).edition(build::edition());
    let dress = Dress::of(&today, publishing.config);
    let rules = Rules::new(Some(settings));
    let parts: Vec<Part> = wanted
        .iter()
        .map(|one| Part::Version(one.name.clone()))
        .collect();
    let done = outside::with_run(output, |run| {
        let count = AtomicUsize::new(0);
        let workshop = Workshop {
            compiler: &compiler,
            spool: &spool,
            done: &count,
        };
        let work = |store: &dyn Store| {
            let maker = Maker {
                workshop: &workshop,
                config: publishing.config,
                dress: &dress,
                store,
                run,
            };
            let all = All {
                publishing,
                builder: &builder,
                settings,
                maker: &maker,
                how: publishing.how(&rules),
                store,
                run,
                today: &today,
            };
            all.run(&wanted, &evergreen)
        };
        let message = |said: &Option<Vec<Said>>| say::message(said.as_deref().unwrap_or_default());
        publishing
            .place(&cache)
            .with_store(&parts, run, &message, &work)
    })?;
    if let Err(error) = compiler.blocks().save() {
        output.note(&error);
    }
    Ok(done.map(|said| {
        for one in said.iter().flatten() {
            one.say(&publishing.destination.target, output);
        }
        said.is_some()
    }))
}

/// The same wishes as `build` knows them.
fn as_build(publishing: &Publishing<'_>) -> Build {
    let options = publishing.options;
    // A version that is named is looked for among all, unless somebody says what it is made of.
    let by_name = options.version.is_some() && options.reference.is_none();
    let (version, reference) = (options.version.clone(), options.reference.clone());
    Build::of_versions(options.all || by_name, version, reference)
}

/// The versions that are wanted.
fn wanted(
    builder: &VersionsBuild<'_>,
    publishing: &Publishing<'_>,
    today: &Inputs,
) -> Result<Vec<Found>> {
    let mut findings = Vec::new();
    let options = publishing.options;
    let is_nameless = builder.settings.source == crate::config::versions::Source::None;
    let mut found = match (&options.version, &options.reference) {
        // Where versions have no source, the files as they are are what is named.
        (Some(name), None) if is_nameless => {
            vec![crate::versions::found::working_tree(builder.settings, name)]
        }
        _ => builder.found(&mut findings)?,
    };
    if !findings.is_empty() {
        publishing
            .output
            .findings(&findings, today, &publishing.site.shown);
    }
    let by_name = options
        .version
        .as_deref()
        .filter(|_| options.reference.is_none());
    if let Some(name) = by_name {
        found = only(found, name)?;
    }
    Ok(as_compared(found, builder.settings))
}

/// Refuses names that cannot be folders beside what stands once.
fn refuse_aliases(aliases: &[String]) -> Result<()> {
    for alias in aliases {
        if let Some(why) = alias_trouble(alias) {
            return Err(Error::Refused {
                message: format!("`{alias}` cannot be another name of a version: {why}"),
                help: "choose another name".into(),
            });
        }
    }
    Ok(())
}

/// The versions from the oldest on: each is compared with one before it. What has a name that is no
/// number comes after them all.
fn as_compared(found: Vec<Found>, settings: &Versions) -> Vec<Found> {
    let mut list = List::default();
    for one in &found {
        list.put(
            one.entry(settings),
            &crate::versions::found::order(settings),
        );
    }
    let pairs = from_the_oldest(list.entries());
    let place = |one: &Found| pairs.iter().position(|(own, _)| own.version == one.name);
    let mut found = found;
    found.sort_by_key(place);
    found
}

struct All<'a> {
    publishing: &'a Publishing<'a>,
    builder: &'a VersionsBuild<'a>,
    settings: &'a Versions,
    maker: &'a Maker<'a>,
    how: Options<'a>,
    store: &'a dyn Store,
    run: &'a Run<'a>,
    today: &'a Inputs,
}

impl All<'_> {
    /// None where the content has errors: nothing more is published then.
    fn run(&self, wanted: &[Found], evergreen: &Inputs) -> Outcome<Option<Vec<Said>>> {
        let options = self.publishing.options;
        let mut said = Vec::new();
        for one in wanted {
            let list = read::listing(self.store, self.run)?.list;
            let entry = self.entry(one)?;
            let part = Part::Version(one.name.clone());
            let is_there = options.alias.is_empty() && self.is_there(&entry, &list);
            // A run that has not ended left a mark: then all is looked at.
            if is_there && read::open(self.store, &part, self.run)?.is_none() {
                if !options.dry_run {
                    // It may have ended before everything was brought in line.
                    follow(self.store, None, &self.how, self.run)?;
                }
                said.push(Said::There(one.name.clone()));
                continue;
            }
            let inputs = self.builder.site.version(one, self.today)?;
            let made = self.maker.version(one, entry, inputs, &list)?;
            match self.put(&made)? {
                Some(one) => said.push(one),
                None => return Ok(None),
            }
        }
        // One version alone leaves the rest to `--evergreen`, as many pipelines publish many.
        if options.version.is_some() {
            return Ok(Some(said));
        }
        let mut list = read::listing(self.store, self.run)?.list;
        if let Some(Said::Plan(_, next)) = said.last() {
            // What would be listed by then cannot be read yet.
            list = next.clone();
        }
        let mut inputs = evergreen.clone();
        inputs.today = inputs.today.or(self.today.today);
        let made = self.maker.evergreen(inputs, &list)?;
        let Some(one) = self.put(&made)? else {
            return Ok(None);
        };
        said.push(one);
        Ok(Some(said))
    }

    /// The entry of a version. What is made of the files as they are is as new as their commit.
    fn entry(&self, one: &Found) -> Outcome<Entry> {
        let mut entry = one.entry(self.settings);
        if one.origin == Origin::WorkingTree
            && let Some(record) = &mut entry.record
            && let Some(commit) = self.publishing.site.source(None)?
        {
            record.sequence = record.sequence.or(Some(commit.time));
        }
        Ok(entry)
    }

    /// Whether the target has this version of the same commit already.
    fn is_there(&self, entry: &Entry, list: &List) -> bool {
        let commit = |entry: &Entry| {
            entry
                .record
                .as_ref()
                .and_then(|record| record.commit.clone())
        };
        let known = list.get(&entry.version).and_then(commit);
        known.is_some() && known == commit(entry) && !self.how.rebuild
    }

    /// What the target has beside a release.
    fn beside(&self, release: &Release<'_>, extent: &Extent) -> Outcome<Beside> {
        let list = read::listing(self.store, self.run)?.list;
        let Some(entry) = &release.entry else {
            return Ok(Beside::versions(&list, None));
        };
        let mut beside = Beside::versions(&list, Some((&entry.version, extent)));
        if let Some(root) = read::published(self.store, &Part::Evergreen, self.run)? {
            let files = root.manifest.files.len() as u64 + 1;
            beside.add(files, root.manifest.size() + root.bytes.len() as u64);
        }
        Ok(beside)
    }

    fn put(&self, made: &release::Release) -> Outcome<Option<Said>> {
        let publishing = self.publishing;
        if publishing.refuses(&made.findings, self.today) {
            return Ok(None);
        }
        let release = to_publish(made, &publishing.options.alias);
        publishing.refuse_too_much(&release, &|extent| self.beside(&release, extent))?;
        let is_dry = publishing.options.dry_run;
        Said::of(self.store, &release, &self.how, self.run, is_dry).map(Some)
    }
}
