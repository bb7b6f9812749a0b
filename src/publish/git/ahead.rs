//! What is done to every draft of a site: fetched ahead at its beginning, made plain for hosts at its end.

use super::Draft;
use crate::publish::failure::Outcome;
use crate::publish::part::{ASSETS, PRIVATE, Part};
use crate::publish::run::Run;
use crate::publish::store::{Store, Trouble, When};
use crate::versions::headers;
use crate::versions::list;

/// A file that tells GitHub to serve what is there, and to leave out nothing that begins with `_`.
const PLAIN: &str = ".nojekyll";

/// Lets hosts that would treat the branch as the source of a site serve it as it is.
pub fn serve_plainly(draft: &Draft<'_>, run: &Run<'_>) -> Outcome<()> {
    // Whatever stands there is somebody's own.
    run.again(|| draft.put(PLAIN, b"", When::Absent))?;
    Ok(())
}

/// Fetches in two steps what publishing a part will ask for, instead of file by file. Returns the folder
/// to [`look_beside`] afterwards, where the part is new.
pub fn look_ahead(draft: &Draft<'_>, part: &Part) -> Outcome<Option<String>> {
    let named = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let mut first = named(&[
        list::FILE,
        list::SCRIPT,
        headers::FILE,
        ASSETS,
        PRIVATE,
        "_m",
    ]);
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
        .map_err(Trouble::into_error)?;
    second.extend(aliases.files.into_iter().map(|file| file.path));
    draft.expect(&second)?;
    match part {
        Part::Version(name) if draft.node(name)?.is_none() => neighbour(draft),
        _ => Ok(None),
    }
}

/// Looks into the folder of an earlier version, once a new one stands beside it: most pages of the new one
/// are those of the earlier one, and who knows that need not send them.
pub fn look_beside(draft: &Draft<'_>, folder: String) -> Outcome<()> {
    draft.list(&folder).map_err(Trouble::into_error)?;
    Ok(())
}

/// The records of the last states.
fn newest_states(draft: &Draft<'_>) -> Outcome<Vec<String>> {
    let look = draft.look(PRIVATE).map_err(Trouble::into_error)?;
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
    let held = draft.get(list::FILE).map_err(Trouble::into_error)?;
    let list = held.and_then(|held| list::List::parse(&held.bytes).ok());
    Ok(list.and_then(|list| Some(list.newest_stable()?.version.clone())))
}
