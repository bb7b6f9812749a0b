//! What has to be done: every file of the tree is held against what is there, and staged if it differs.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::Path;

use rayon::prelude::*;

use crate::digest::Digest;
use crate::emit::disk::{self, File, Kind, Seen};
use crate::emit::journal::Step;
use crate::emit::known::{self, Known, Left, Record};
use crate::emit::stage::Stage;
use crate::emit::{Written, place};
use crate::error::{Error, Result};
use crate::inputs::BlobSource;
use crate::path::OutputPath;
use crate::tree::{Content, Tree};

/// What has to be done, and how the output will be left.
pub struct Plan {
    /// The changes, in the order in which they are made. None where nothing changed.
    pub steps: Vec<Step>,
    /// How the output will be left, unless it is known already.
    pub news: Option<Left>,
    /// What is done, counted.
    pub written: Written,
}

/// Holds the tree against the output. What differs is in the stage afterwards.
pub fn make(output: &Path, tree: &Tree<'_>, known: &Known, stage: &Stage<'_>) -> Result<Plan> {
    let ground = Ground {
        output,
        tree,
        known,
        stage,
    };
    ground.refuse_without_list()?;
    let entries: Vec<_> = tree.iter().collect();
    let fates = entries
        .par_iter()
        .enumerate()
        .map(|(number, (path, content))| ground.examine(number, path, content))
        .collect::<Result<Vec<Fate>>>()?;

    let mut written = Written::default();
    let (mut moves, mut roomy) = (Vec::new(), Vec::new());
    let mut records = Vec::with_capacity(entries.len());
    for (number, ((path, _), fate)) in entries.iter().zip(fates).enumerate() {
        let record = match fate {
            Fate::Kept(record) => {
                written.unchanged += 1;
                record
            }
            Fate::Staged { record, needs_room } => {
                written.written += 1;
                written.bytes += record.size;
                let step = move_of(number, path.as_str(), record.digest);
                if needs_room { &mut roomy } else { &mut moves }.push(step);
                record
            }
        };
        records.push(((*path).clone(), record));
    }

    for path in tree.kept() {
        written.unchanged += 1;
        records.push((path.clone(), ground.kept(path)?));
    }
    records.sort_by(|(one, _), (other, _)| one.cmp(other));
    if known.is(&records) {
        return Ok(Plan {
            steps: Vec::new(),
            news: None,
            written,
        });
    }
    let (room, rest) = ground.removals(entries.len() + 1)?;
    written.removed = room.len() + rest.len();
    // New pages come before old ones go, except where a folder takes the place of a file or a file
    // that of a folder.
    let mut steps: Vec<Step> = [moves, room, roomy, rest].into_iter().flatten().collect();
    let list = known::list(&records);
    let digest = Digest::of(&list);
    if known.list.as_deref() != Some(&list) {
        let number = entries.len();
        stage.put_synced(number, &output.join(known.list_name), &list)?;
        steps.push(move_of(number, known.list_name, digest));
    }
    Ok(Plan {
        steps,
        news: Some(Left {
            records,
            list: Some(digest),
        }),
        written,
    })
}

fn move_of(number: usize, path: &str, digest: Digest) -> Step {
    Step::Move {
        number,
        path: path.to_owned(),
        digest: digest.to_string(),
    }
}

/// What happens to a file of the tree.
enum Fate {
    /// It is there already.
    Kept(Record),
    /// It waits in the stage.
    Staged {
        record: Record,
        /// Whether a file or a folder of the old site stands where this needs a folder or a file.
        needs_room: bool,
    },
}

/// The old site and the new one, side by side.
struct Ground<'a> {
    output: &'a Path,
    tree: &'a Tree<'a>,
    known: &'a Known,
    stage: &'a Stage<'a>,
}

impl Ground<'_> {
    fn examine(&self, number: usize, path: &OutputPath, content: &Content<'_>) -> Result<Fate> {
        let target = self.output.join(path.to_path());
        let seen = disk::see(&target)?;
        let left = self.known.record(path, seen.as_ref());
        if let Some(record) = left.filter(|record| tells(content, record)) {
            return Ok(Fate::Kept(*record));
        }
        let old = Old {
            target: &target,
            seen,
            left,
        };
        let (bytes, key) = match content {
            Content::Bytes(bytes) => (Cow::Borrowed(&**bytes), None),
            Content::Made { key, make } => (Cow::Owned(make()), *key),
            Content::Blob {
                source: BlobSource::Disk(from),
                digest,
                size,
            } => {
                return match old.kept(*digest, *size, None) {
                    Some(record) => Ok(Fate::Kept(record)),
                    None => self.stage_file(number, path, &target, from),
                };
            }
            Content::Blob {
                source,
                digest,
                size,
            } => match old.kept(*digest, *size, None) {
                Some(record) => return Ok(Fate::Kept(record)),
                None => (Cow::Owned(source.read()?), None),
            },
        };
        let digest = Digest::of(&bytes);
        if let Some(record) = old.kept(digest, bytes.len() as u64, key) {
            return Ok(Fate::Kept(record));
        }
        let needs_room = self.needs_room(path)?;
        let fill = |file: &mut File| file.write_all(&bytes);
        let (staged, ()) = self.stage.put(number, &target, fill)?;
        let record = Record {
            digest,
            key,
            size: bytes.len() as u64,
            modified: modified(&staged)?,
        };
        Ok(Fate::Staged { record, needs_room })
    }

    /// How a file is left that stays as it is.
    fn kept(&self, path: &OutputPath) -> Result<Record> {
        let target = self.output.join(path.to_path());
        let seen = disk::see(&target)?.filter(|seen| seen.kind == Kind::File);
        if let Some(record) = self.known.record(path, seen.as_ref()) {
            return Ok(*record);
        }
        let digest = disk::digest(&target)?;
        let (size, modified) = seen.map_or((0, 0), |seen| (seen.size, seen.modified));
        Ok(Record {
            digest,
            size,
            modified,
            key: None,
        })
    }

    /// Stages a copy of a file of any size.
    fn stage_file(
        &self,
        number: usize,
        path: &OutputPath,
        target: &Path,
        from: &Path,
    ) -> Result<Fate> {
        let needs_room = self.needs_room(path)?;
        let mut source = disk::open(from)?;
        let fill = |file: &mut File| disk::pour(&mut source, file);
        // The digest of what was really copied: the file may have changed since it was looked at.
        let (staged, (digest, size)) = self.stage.put(number, target, fill)?;
        let record = Record {
            digest,
            size,
            modified: modified(&staged)?,
            key: None,
        };
        Ok(Fate::Staged { record, needs_room })
    }

    /// Whether something of the old site must go before this file can take its place; refused where
    /// something that is not ours would have to.
    fn needs_room(&self, path: &OutputPath) -> Result<bool> {
        let text = path.as_str();
        let folders = text.match_indices('/').map(|(at, _)| &text[..at]);
        for folder in folders.clone() {
            if self.tree.get(folder).is_some() {
                return Err(both(folder));
            }
        }
        if self.tree.has_folder(text) {
            return Err(both(text));
        }
        for folder in folders {
            let place = self.output.join(folder);
            match disk::see(&place)?.map(|seen| seen.kind) {
                None => return Ok(false),
                Some(Kind::Folder) => {}
                Some(Kind::File) if self.known.owns(folder) => return Ok(true),
                Some(_) => return Err(place::in_the_way(&place)),
            }
        }
        let place = self.output.join(path.to_path());
        match disk::see(&place)?.map(|seen| seen.kind) {
            None => Ok(false),
            Some(Kind::File) if self.known.owns(text) => Ok(false),
            Some(Kind::Folder) => self.refuse_foreign_below(text).map(|()| true),
            Some(_) => Err(place::in_the_way(&place)),
        }
    }

    /// Refuses a folder in which there is anything but our files and empty folders.
    fn refuse_foreign_below(&self, folder: &str) -> Result<()> {
        for place in disk::list(&self.output.join(folder))? {
            let name = place.file_name().and_then(|name| name.to_str());
            let path = name.map(|name| format!("{folder}/{name}"));
            match (disk::see(&place)?.map(|seen| seen.kind), path) {
                (Some(Kind::Folder), Some(path)) => self.refuse_foreign_below(&path)?,
                (Some(Kind::File), Some(path)) if self.known.owns(&path) => {}
                _ => return Err(place::in_the_way(&place)),
            }
        }
        Ok(())
    }

    /// The removals that must come before a file takes its place, and all others.
    fn removals(&self, mut number: usize) -> Result<(Vec<Step>, Vec<Step>)> {
        let (mut room, mut rest) = (Vec::new(), Vec::new());
        for path in self.known.owned() {
            let text = path.as_str();
            if text == self.known.list_name
                || self.tree.get(text).is_some()
                || self.tree.keeps(text)
            {
                continue;
            }
            // What is a folder or a link by now is not what we wrote.
            let seen = disk::see(&self.output.join(path.to_path()))?;
            if seen.is_none_or(|seen| seen.kind != Kind::File) || self.behind_link(text)? {
                continue;
            }
            let in_the_way = self.tree.has_folder(text)
                || text
                    .match_indices('/')
                    .any(|(at, _)| self.tree.get(&text[..at]).is_some());
            let steps = if in_the_way { &mut room } else { &mut rest };
            let path = text.to_owned();
            steps.push(Step::Remove { number, path });
            number += 1;
        }
        Ok((room, rest))
    }

    fn behind_link(&self, path: &str) -> Result<bool> {
        for (at, _) in path.match_indices('/') {
            let seen = disk::see(&self.output.join(&path[..at]))?;
            if seen.is_some_and(|seen| seen.kind == Kind::Other) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Refuses to write the list where something else stands in its place.
    fn refuse_without_list(&self) -> Result<()> {
        let place = self.output.join(self.known.list_name);
        let folder = place.parent().unwrap_or(self.output);
        for (place, kind) in [(folder, Kind::Folder), (&*place, Kind::File)] {
            if disk::see(place)?.is_some_and(|seen| seen.kind != kind) {
                return Err(place::in_the_way(place));
            }
        }
        Ok(())
    }
}

/// A file of the output before this run.
struct Old<'a> {
    target: &'a Path,
    seen: Option<Seen>,
    /// How an earlier run left it, if nobody has changed it since.
    left: Option<&'a Record>,
}

impl Old<'_> {
    /// What is to be remembered of it if its bytes are these. It is read only where no earlier run
    /// tells what is in it.
    fn kept(&self, digest: Digest, size: u64, key: Option<Digest>) -> Option<Record> {
        let seen = self.seen.filter(|seen| seen.kind == Kind::File)?;
        let same = match self.left {
            Some(left) => left.digest == digest,
            // One that may not be read can still be replaced.
            None => seen.size == size && disk::digest(self.target).ok() == Some(digest),
        };
        same.then_some(Record {
            digest,
            size,
            modified: seen.modified,
            key,
        })
    }
}

/// Whether a file with this record needs no look at its bytes.
fn tells(content: &Content<'_>, record: &Record) -> bool {
    match content {
        Content::Bytes(_) => false,
        Content::Blob { digest, .. } => record.digest == *digest,
        Content::Made { key, .. } => key.is_some() && record.key == *key,
    }
}

fn modified(path: &Path) -> Result<u64> {
    Ok(disk::see(path)?.map_or(0, |seen| seen.modified))
}

fn both(path: &str) -> Error {
    Error::Refused {
        message: format!("the site has both a file {path} and files in a folder {path}/"),
        help: "give one of them another name".into(),
    }
}
