//! The protocol of publishing, on a branch: it runs on a draft, and what it has done is one commit.

use super::{Branch, Done, Draft};
use crate::publish::failure::Outcome;
use crate::publish::part::{ASSETS, PRIVATE, Part};
use crate::publish::protocol::{self, Report};
use crate::publish::release::{Options, Release};
use crate::publish::run::Run;
use crate::publish::store::{Store, When};
use crate::versions::list;

/// A file that tells GitHub to serve what is there, and to leave out nothing that begins with `_`.
const PLAIN: &str = ".nojekyll";

impl Branch {
    /// Publishes a version or the evergreen pages as one commit: all that follows from it (the list,
    /// `latest`, notes in the place of what is gone) is in it.
    ///
    /// # Errors
    /// See [`Branch::change`] and [`protocol::publish`].
    pub fn publish(
        &self,
        release: &Release<'_>,
        options: &Options<'_>,
        run: &Run<'_>,
    ) -> Outcome<Done<Report>> {
        let work = |draft: &Draft<'_>| {
            look_ahead(draft, &release.part())?;
            let report = protocol::publish(draft, release, options, run)?;
            serve_plainly(draft, run)?;
            Ok(report)
        };
        self.change(run, work, |report| message(release, report))
    }
}

/// Lets hosts that would treat the branch as the source of a site serve it as it is.
pub fn serve_plainly(draft: &Draft<'_>, run: &Run<'_>) -> Outcome<()> {
    // Whatever stands there is somebody's own.
    run.again(|| draft.put(PLAIN, b"", When::Absent))?;
    Ok(())
}

/// Fetches in two steps what publishing a part will ask for, instead of file by file.
pub fn look_ahead(draft: &Draft<'_>, part: &Part) -> Outcome<()> {
    let named = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let mut first = named(&[list::FILE, list::SCRIPT, ASSETS, PRIVATE, "_m"]);
    if !part.folder().is_empty() {
        first.push(part.folder().to_owned());
    }
    draft.expect(&first)?;
    let mut second = vec![
        part.manifest(),
        format!("{PRIVATE}/stale.json"),
        part.open(),
    ];
    second.extend(newest_states(draft)?);
    let aliases = draft
        .look(&format!("{PRIVATE}/aliases"))
        .map_err(crate::publish::store::Trouble::into_error)?;
    second.extend(aliases.files.into_iter().map(|file| file.path));
    let neighbour = match part {
        // Most pages of a new version are those of an earlier one. Who knows that need not send them.
        Part::Version(name) if draft.node(name)?.is_none() => neighbour(draft)?,
        _ => None,
    };
    second.extend(neighbour);
    draft.expect(&second)?;
    Ok(())
}

/// The records of the last states.
fn newest_states(draft: &Draft<'_>) -> Outcome<Vec<String>> {
    let look = draft
        .look(PRIVATE)
        .map_err(crate::publish::store::Trouble::into_error)?;
    let number = |path: &str| {
        let name = path.rsplit('/').next()?.strip_suffix(".json")?;
        name.parse::<u64>().ok()
    };
    let mut states: Vec<(u64, String)> = look
        .files
        .into_iter()
        .filter_map(|file| Some((number(&file.path)?, file.path)))
        .collect();
    states.sort();
    Ok(states
        .into_iter()
        .rev()
        .take(2)
        .map(|(_, path)| path)
        .collect())
}

/// The folder of the newest version that is listed.
fn neighbour(draft: &Draft<'_>) -> Outcome<Option<String>> {
    let held = draft
        .get(list::FILE)
        .map_err(crate::publish::store::Trouble::into_error)?;
    let list = held.and_then(|held| list::List::parse(&held.bytes).ok());
    Ok(list.and_then(|list| Some(list.newest_stable()?.version.clone())))
}

/// The message of the commit: what was published, from what, and by what.
fn message(release: &Release<'_>, report: &Report) -> String {
    let part = release.part();
    let mut lines = vec![format!("Publish {part}"), String::new()];
    if let Some(commit) = &release.manifest.commit {
        lines.push(format!("Source: {commit}"));
    }
    if !report.retired.is_empty() {
        lines.push(format!("No longer listed: {}", report.retired.join(", ")));
    }
    if !report.follow.aliases.is_empty() {
        lines.push(format!("Aliases: {}", report.follow.aliases.join(", ")));
    }
    lines.push(format!("Groundplan {}", release.manifest.tool));
    lines.join("\n") + "\n"
}
