//! Which versions a site has: the tags and branches, or the folders, that its settings mean.

use std::collections::BTreeSet;

use super::list::{Entry, List, Record, Stage};
use super::order::{Number, Order};
use crate::config::versions::{Alias, RefKind, State, Versions};
use crate::config::{self};
use crate::date::Date;
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::git::{Commit, Ref};
use crate::model::border;
use crate::model::names;

/// A version that a site has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name: the folder below the root.
    pub name: String,
    /// How finished it is.
    pub stage: Stage,
    /// Where it is read from.
    pub origin: Origin,
}

/// Where a version is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A tag or a branch.
    Ref(Ref),
    /// The folder `versions/<name>/`.
    Folder,
    /// The files as they are.
    WorkingTree,
}

impl Found {
    /// The commit that it is read from.
    pub fn commit(&self) -> Option<&Commit> {
        match &self.origin {
            Origin::Ref(one) => Some(&one.commit),
            Origin::Folder | Origin::WorkingTree => None,
        }
    }

    /// Its entry in the list of versions, without what only making it brings to light.
    pub fn entry(&self, settings: &Versions) -> Entry {
        let state = settings.state.get(&self.name);
        let commit = self.commit();
        let mut record = Record {
            stage: self.stage,
            commit: commit.map(|commit| commit.id.clone()),
            sequence: commit.map(|commit| commit.time),
            released: released(state, &self.origin),
            ..Record::default()
        };
        if let Some(state) = state {
            record.supported_until = state.supported_until;
            record.note.clone_from(&state.note);
        }
        if record.sequence.is_none() && self.origin == Origin::Folder {
            // What has no commit is as new as its release.
            record.sequence = record
                .released
                .zip(Date::new(1970, 1, 1))
                .map(|(day, first)| i64::from(day.days_since(first)) * 86_400);
        }
        let mut entry = Entry::new(&self.name, record);
        if let Some(title) = state.and_then(|state| state.title.clone()) {
            entry.title = title;
        }
        entry
    }
}

fn released(state: Option<&State>, origin: &Origin) -> Option<Date> {
    let said = state.and_then(|state| state.released);
    said.or_else(|| match origin {
        Origin::Ref(one) if one.kind == RefKind::Tag => Some(one.commit.date),
        _ => None,
    })
}

/// The versions among these refs, the newest first. Of several tags that are one version the newest
/// counts. What cannot be a version is said.
pub fn of_refs(settings: &Versions, refs: Vec<Ref>, findings: &mut Vec<Diagnostic>) -> Vec<Found> {
    check_aliases(settings, findings);
    let mut found: Vec<Found> = Vec::new();
    for one in refs {
        let Some(name) = name_of(settings, one.kind, &one.name) else {
            continue;
        };
        let what = format!("the {} `{}`", one.kind.word(), one.name);
        if !is_usable(settings, &name, &what, findings) {
            continue;
        }
        let known = found.iter_mut().find(|known| known.name == name);
        let Some(known) = known else {
            found.push(Found {
                stage: stage(settings, &name, Some(one.kind)),
                name,
                origin: Origin::Ref(one),
            });
            continue;
        };
        let Origin::Ref(other) = &known.origin else {
            continue;
        };
        let newness = |one: &Ref| (Number::of(&one.name), one.commit.time);
        if other.kind != one.kind || (newness(other) == newness(&one) && other.commit != one.commit)
        {
            let message = format!(
                "the {} `{}` and {what} are both the version `{name}`",
                other.kind.word(),
                other.name
            );
            let help = "name them differently with `name`, or leave one of them out of `include`";
            findings.push(about(settings, message, help));
            continue;
        }
        if newness(&one) > newness(other) {
            known.origin = Origin::Ref(one);
        }
    }
    kept(settings, found)
}

/// The versions of the folders with these names, and the working tree, which is `next`.
pub fn of_folders(
    settings: &Versions,
    folders: impl IntoIterator<Item = String>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Found> {
    check_aliases(settings, findings);
    let mut found = vec![working_tree(settings, NEXT)];
    for name in folders {
        let what = format!("the folder `versions/{name}`");
        if name == NEXT {
            let message = format!("{what} and the working tree are both the version `{name}`");
            findings.push(about(settings, message, "rename the folder"));
        } else if is_usable(settings, &name, &what, findings) {
            found.push(Found {
                stage: stage(settings, &name, None),
                name,
                origin: Origin::Folder,
            });
        }
    }
    kept(settings, found)
}

/// The name of the version that the working tree is, where nobody says otherwise.
pub const NEXT: &str = "next";

/// The working tree as a version.
pub fn working_tree(settings: &Versions, name: &str) -> Found {
    let said = settings.state.get(name).and_then(|state| state.stage);
    let stage = match name {
        NEXT => Stage::Development,
        name => Stage::of_name(name),
    };
    Found {
        name: name.to_owned(),
        stage: said.map_or(stage, of_word),
        origin: Origin::WorkingTree,
    }
}

/// The name of the working tree as a version: that of the branch of which the evergreen pages are
/// made, where it is one.
pub fn own_name(settings: &Versions) -> String {
    let branch = settings.evergreen.as_deref();
    branch
        .and_then(|branch| name_of(settings, RefKind::Branch, branch))
        .unwrap_or_else(|| NEXT.to_owned())
}

/// The order of the versions of a site.
pub fn order(settings: &Versions) -> Order {
    Order::new(settings.order.clone())
}

/// The name of the version that a ref is; None when it is none.
pub fn name_of(settings: &Versions, kind: RefKind, name: &str) -> Option<String> {
    if !settings.include.iter().any(|one| one.fits(kind, name)) {
        return None;
    }
    let named = settings.naming.iter().find_map(|one| one.name(kind, name));
    Some(named.unwrap_or_else(|| {
        let is_digit = |rest: &&str| rest.starts_with(|first: char| first.is_ascii_digit());
        let number = name.strip_prefix('v').filter(is_digit);
        number.unwrap_or(name).replace('/', "-")
    }))
}

fn stage(settings: &Versions, name: &str, kind: Option<RefKind>) -> Stage {
    let said = settings.state.get(name).and_then(|state| state.stage);
    if let Some(word) = said {
        return of_word(word);
    }
    match (Number::of(name), kind) {
        // A branch that is not called by a number is what will be released.
        (None, Some(RefKind::Branch)) => Stage::Development,
        _ => Stage::of_name(name),
    }
}

fn of_word(word: &str) -> Stage {
    let found = Stage::ALL.iter().find(|(known, _)| *known == word);
    found.map_or(Stage::Stable, |(_, stage)| *stage)
}

/// Whether a name can be the folder of a version; if not, that is said.
fn is_usable(settings: &Versions, name: &str, what: &str, findings: &mut Vec<Diagnostic>) -> bool {
    let Some(why) = trouble(name) else {
        return true;
    };
    let message = format!("{what} cannot be the version `{name}`: {why}");
    findings.push(about(
        settings,
        message,
        "give it another name with `name = { … }` in `[versions]`, or leave it out of `include`",
    ));
    false
}

/// Why a name cannot be the folder of a version; None for one that can.
pub fn trouble(name: &str) -> Option<String> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-_+~".contains(letter);
    if name.is_empty() || !name.chars().all(plain) || name.len() > 100 {
        return Some("a version is one part of an address: letters, digits, `.`, `-`, `_`".into());
    }
    let lower = name.to_lowercase();
    // The feeds of services stand once, in the folders that services had without versions.
    let has_feeds = lower == "services";
    if has_feeds || border::EVERGREEN.contains(&lower.as_str()) || names::is_kept(&lower) {
        return Some(format!("`/{name}/` has pages that no version has"));
    }
    if name.ends_with('.') || names::is_device(name) {
        return Some("Windows does not take it as the name of a folder".into());
    }
    None
}

/// Why a name cannot be another name of a version; None for one that can.
pub fn alias_trouble(alias: &str) -> Option<String> {
    match alias {
        border::LATEST => None,
        alias => trouble(alias),
    }
}

/// Says which aliases of the settings cannot be folders.
fn check_aliases(settings: &Versions, findings: &mut Vec<Diagnostic>) {
    for alias in settings.aliases.keys() {
        if let Some(why) = alias_trouble(alias) {
            let message = format!("`{alias}` cannot be another name of a version: {why}");
            let help = "give it another name in `aliases` of `[versions]`";
            findings.push(about(settings, message, help));
        }
    }
}

/// The versions in order, without those that are too many.
fn kept(settings: &Versions, mut found: Vec<Found>) -> Vec<Found> {
    let order = order(settings);
    let key = |one: &Found| released(settings.state.get(&one.name), &one.origin);
    found.sort_by(|a, b| order.compare((&a.name, key(a)), (&b.name, key(b))));
    let mut always: BTreeSet<&str> = settings.keep.always.iter().map(String::as_str).collect();
    for (alias, target) in &settings.aliases {
        if let Alias::Version(name) = target
            && always.contains(alias.as_str())
        {
            always.insert(name);
        }
    }
    let (mut stable, mut prerelease) = (0, 0);
    found.retain(|one| {
        let (count, most) = match one.stage {
            Stage::Stable => (&mut stable, settings.keep.stable),
            Stage::Prerelease => (&mut prerelease, settings.keep.prerelease),
            Stage::Development => return true,
        };
        *count += 1;
        most.is_none_or(|most| *count <= most) || always.contains(one.name.as_str())
    });
    found
}

/// Lets the aliases of the settings name the versions that they mean.
pub fn settle(list: &mut List, settings: &Versions) {
    let usable = |alias: &str| alias_trouble(alias).is_none();
    for (alias, target) in settings.aliases.iter().filter(|(alias, _)| usable(alias)) {
        let version = match target {
            Alias::NewestStable => list.newest_stable().map(|one| one.version.clone()),
            Alias::Newest => list.entries().first().map(|one| one.version.clone()),
            Alias::Version(name) => list.get(name).map(|one| one.version.clone()),
        };
        // An alias that is the name of a version is that version.
        let _ = list.alias(alias, version.as_deref());
    }
}

/// Takes the versions out of a list that are more than `keep` says. What another tool published stays.
pub fn keep(list: &mut List, settings: &Versions) {
    let keep = &settings.keep;
    let (mut stable, mut prerelease) = (0, 0);
    let mut gone = Vec::new();
    for entry in list.entries().iter().filter(|entry| entry.record.is_some()) {
        let (count, most) = match entry.stage() {
            Stage::Stable => (&mut stable, keep.stable),
            Stage::Prerelease => (&mut prerelease, keep.prerelease),
            Stage::Development => continue,
        };
        *count += 1;
        let mut names = std::iter::once(&entry.version).chain(&entry.aliases);
        let is_wanted = names.any(|name| keep.always.contains(name));
        if most.is_some_and(|most| *count > most) && !is_wanted {
            gone.push(entry.version.clone());
        }
    }
    for version in gone {
        list.remove(&version);
    }
}

fn about(settings: &Versions, message: String, help: &str) -> Diagnostic {
    Diagnostic::at(
        Code::SiteUnknownValue,
        &config::file(),
        settings.span,
        message,
    )
    .help(help)
}

#[cfg(test)]
mod tests;
