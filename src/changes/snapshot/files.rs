//! A snapshot as the files of a published version. That of a large site is written in parts, so that a
//! version in which few pages changed shares most of them with the version before.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Page, Snapshot};
use crate::digest::Digest;

/// The file that is read first, in the folder of a version.
pub const FILE: &str = "_m/snapshot.json";

/// The version of the form in parts. A program that knows no parts refuses it.
const SCHEMA: u32 = 2;

/// Fewer pages are not worth parts.
const SMALL: usize = 256;

/// About so many pages are in a part.
const EACH: usize = 32;

/// More parts would be more requests than they save bytes.
const MOST: usize = 256;

/// The first file of a snapshot in parts: all but the pages.
#[derive(Deserialize, Serialize)]
struct Head {
    schema: u32,
    /// So many parts there are: `_m/snapshot/0.json` and so on, each with a list of pages.
    parts: usize,
    /// What is left, of the form without parts.
    rest: Snapshot,
}

/// What tells a first file from a whole snapshot.
#[derive(Deserialize)]
struct Mark {
    schema: u32,
    #[serde(default)]
    parts: usize,
}

/// Where a part is, from the folder of the version.
pub fn part(number: usize) -> String {
    format!("_m/snapshot/{number}.json")
}

/// How many parts the snapshot with this first file has; none where it is whole.
pub fn parts(first: &[u8]) -> usize {
    let mark: Option<Mark> = serde_json::from_slice(first).ok();
    mark.filter(|mark| mark.schema == SCHEMA)
        .map_or(0, |mark| mark.parts.min(MOST))
}

/// The files of a snapshot, by their place in the folder of the version.
///
/// In which part a page stands depends on its id and the number of parts, and that number on the power of
/// two that the number of pages is near: pages that come and go leave the others where they are.
pub fn files(mut snapshot: Snapshot) -> Vec<(String, Vec<u8>)> {
    if snapshot.pages.len() < SMALL {
        return vec![(FILE.to_owned(), json(&snapshot))];
    }
    let pages = std::mem::take(&mut snapshot.pages);
    let count = (pages.len() / EACH).next_power_of_two().min(MOST);
    let mut all: Vec<Vec<Page>> = vec![Vec::new(); count];
    for page in pages {
        let digest = Digest::of(page.id.as_bytes());
        all[usize::from(digest.as_bytes()[0]) % count].push(page);
    }
    let first = json(&Head {
        schema: SCHEMA,
        parts: count,
        rest: snapshot,
    });
    let parts = all.iter().enumerate();
    let parts = parts.map(|(number, pages)| (part(number), json(pages)));
    std::iter::once((FILE.to_owned(), first))
        .chain(parts)
        .collect()
}

/// The whole snapshot as JSON, out of its first file and what `read` brings of its parts by their place.
/// Where a part is missing or is none, it is a text that [`Snapshot::parse`] refuses: half of the pages
/// would look as if the others had gone.
pub fn whole(first: Vec<u8>, read: impl FnMut(&str) -> Option<Vec<u8>>) -> String {
    let count = parts(&first);
    if count == 0 {
        return String::from_utf8_lossy(&first).trim_end().to_owned();
    }
    put_together(&first, count, read).unwrap_or_default()
}

fn put_together(
    first: &[u8],
    count: usize,
    mut read: impl FnMut(&str) -> Option<Vec<u8>>,
) -> Option<String> {
    let head: Head = serde_json::from_slice(first).ok()?;
    let mut snapshot = head.rest;
    for number in 0..count {
        let pages: Vec<Page> = serde_json::from_slice(&read(&part(number))?).ok()?;
        snapshot.pages.extend(pages);
    }
    snapshot.pages.sort_by(|a, b| a.id.cmp(&b.id));
    Some(snapshot.to_json())
}

/// What [`whole`] says once these files are written: who makes a version beside this one must not see
/// whether it was published or is only known.
pub fn text(snapshot: Snapshot) -> String {
    let mut files = files(snapshot).into_iter();
    let (_, first) = files.next().unwrap_or_default();
    let mut parts: HashMap<String, Vec<u8>> = files.collect();
    whole(first, |path| parts.remove(path))
}

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).unwrap_or_default();
    json.push(b'\n');
    json
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn snapshot(pages: std::ops::Range<usize>) -> Snapshot {
        let page = |number: usize| Page {
            id: format!("guides/page-{number:05}"),
            title: format!("Page {number}"),
            address: format!("guides/page-{number:05}/"),
            digest: format!("{number:016x}"),
            moved_from: Vec::new(),
            anchors: vec!["see-also".to_owned()],
        };
        Snapshot {
            schema: super::super::SCHEMA,
            title: "Harbor".to_owned(),
            parties: Vec::new(),
            services: Vec::new(),
            matrices: Vec::new(),
            tasks: Vec::new(),
            pages: pages.map(page).collect(),
        }
    }

    fn read(files: &BTreeMap<String, Vec<u8>>) -> String {
        whole(files[FILE].clone(), |path| files.get(path).cloned())
    }

    #[test]
    fn what_is_written_in_parts_is_read_as_a_whole() {
        for pages in [0, 1, SMALL - 1, SMALL, 2000, 20_000] {
            let written = snapshot(0..pages);
            let files: BTreeMap<_, _> = files(written.clone()).into_iter().collect();
            assert_eq!(files.len() > 1, pages >= SMALL, "{pages} pages");
            assert_eq!(Snapshot::parse(&read(&files)), Ok(written));
        }
    }

    #[test]
    fn what_is_known_and_what_was_published_are_the_same_text() {
        for pages in [3, 2000] {
            let mut known = snapshot(0..pages);
            known.pages.reverse();
            let files: BTreeMap<_, _> = files(known.clone()).into_iter().collect();
            assert_eq!(read(&files), text(known), "{pages} pages");
        }
    }

    #[test]
    fn a_page_more_changes_one_part() {
        let before: BTreeSet<_> = files(snapshot(0..2000)).into_iter().collect();
        let after: BTreeSet<_> = files(snapshot(0..2001)).into_iter().collect();
        assert_eq!(after.difference(&before).count(), 1);
        assert_eq!(before.difference(&after).count(), 1);
    }

    #[test]
    fn a_part_that_is_missing_or_cut_is_no_state_with_fewer_pages() {
        let mut files: BTreeMap<_, _> = files(snapshot(0..2000)).into_iter().collect();
        let cut = files[&part(7)][..40].to_vec();
        files.insert(part(7), cut);
        assert!(Snapshot::parse(&read(&files)).is_err());
        files.remove(&part(7));
        assert!(Snapshot::parse(&read(&files)).is_err());
    }

    #[test]
    fn the_first_file_alone_is_refused() {
        let files = files(snapshot(0..2000));
        let first = String::from_utf8_lossy(&files[0].1).into_owned();
        let said = Snapshot::parse(&first).expect_err("it has no pages");
        assert_eq!(said, "is a snapshot of form 2, this program reads form 1");
    }
}
