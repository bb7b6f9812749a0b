//! When files changed, and what they were before.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::process::Stdio;
use std::sync::Arc;

use super::objects::Objects;
use super::{Commit, Repository, Revision};
use crate::date::{Date, Period};
use crate::error::Result;
use crate::git::{failed, not_started, start};
use crate::inputs::history::{History, State, Tag};
use crate::inputs::{File, kind};
use crate::path::SitePath;

/// No history shows more states than these, and none older than these months before the newest.
const MOST_STATES: usize = 200;
const MOST_MONTHS: i64 = 24;

/// The ids of files, by their path from the top of the repository.
type Ids = BTreeMap<Vec<u8>, String>;

impl Revision<'_> {
    /// The last day on which each file of `content/` changed, by the committer's UTC day.
    ///
    /// It is the newest commit, on any branch that was merged, which left the file as it is here.
    /// So an unchanged file has one day, whichever branch or tag it is read from. A file that is a
    /// link has the day of what it leads to. No day is known of a file that is not committed, nor
    /// of one that is older than what a shallow clone holds. What was edited since the commit
    /// keeps the day of the commit.
    ///
    /// # Errors
    /// When git fails.
    pub fn last_changes(&self) -> Result<HashMap<SitePath, Date>> {
        let Some(folder) = self.place_of("content") else {
            return Ok(HashMap::new());
        };
        let files: Vec<_> = self
            .outcomes()
            .filter_map(std::result::Result::ok)
            .filter(|file| file.path.in_content().is_some())
            .filter(|file| file.place.starts_with(folder.as_bytes()))
            .map(|file| (file.path, self.top_path(file.place), file.id))
            .collect();
        let mut wanted: HashMap<&[u8], &str> = files
            .iter()
            .map(|(_, place, id)| (place.as_slice(), *id))
            .collect();
        let mut days: HashMap<&[u8], Date> = HashMap::new();
        let mut maybe: HashMap<Vec<u8>, Date> = HashMap::new();
        let mut commit: Option<Commit> = None;
        let args = [
            "--diff-merges=combined",
            &self.commit.id,
            "--",
            here(&folder),
        ];
        walk(
            self.repository,
            "find out when files changed",
            &args,
            |step| {
                match step {
                    Step::Commit(next) => commit = self.knows_parents(&next).then_some(next),
                    Step::Change { path, new, .. } => {
                        let (Some(commit), Some((place, id))) =
                            (&commit, wanted.get_key_value(path))
                        else {
                            return ControlFlow::Continue(());
                        };
                        if *id == new.id {
                            days.insert(place, commit.date);
                            wanted.remove(path);
                        } else {
                            // A branch whose change was given up when it was merged; or the file
                            // became what it is by a merge that no comparison shows.
                            maybe.entry(path.to_vec()).or_insert(commit.date);
                        }
                    }
                }
                match wanted.is_empty() {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            },
        )?;
        let day = |place: &[u8]| days.get(place).or_else(|| maybe.get(place)).copied();
        Ok(files
            .iter()
            .filter_map(|(path, place, _)| Some((path.clone(), day(place)?)))
            .collect())
    }

    /// The states of the texts in these folders of the site (`content/roadmap`) at the commits that
    /// touched them, newest first: along first parents, so each state is one that stood on the
    /// branch itself. At most 200, and none older than 24 months before the newest.
    ///
    /// # Errors
    /// When git fails.
    pub fn history(&self, folders: &[&str]) -> Result<History> {
        let places: Vec<_> = folders
            .iter()
            .filter_map(|one| self.place_of(one))
            .collect();
        let mut history = History {
            states: Vec::new(),
            shallow: self.repository.is_shallow(),
            released: None,
        };
        if places.is_empty() {
            return Ok(history);
        }
        let states = self.states(&places)?;
        let texts = self.texts(&states)?;
        history.released = self.released(&places, &states)?;
        for (commit, files) in states {
            let files = files.iter().filter_map(|(path, id)| {
                let text = texts.get(id.as_str())?.clone();
                Some((self.called(path)?, text))
            });
            history.states.push(State {
                date: commit.date,
                files: files.collect(),
                commit: commit.id,
            });
        }
        Ok(history)
    }

    /// The newest tag before this commit, where the state that it names is among these.
    fn released(&self, places: &[String], states: &[(Commit, Ids)]) -> Result<Option<Tag>> {
        if states.is_empty() {
            return Ok(None);
        }
        let merged = format!("--merged={}", self.commit.id);
        let list = ["for-each-ref", "--format=%(refname:short)"];
        let list = list.into_iter().chain([
            // Of two tags of one day, the later version is the newer.
            "--sort=-version:refname",
            "--sort=-creatordate",
            "--count=1",
            merged.as_str(),
            "refs/tags",
        ]);
        let names = self.repository.run("list the tags", list)?;
        let names = String::from_utf8_lossy(&names);
        let Some(name) = names.lines().next().filter(|name| !name.is_empty()) else {
            return Ok(None);
        };
        let tag = format!("refs/tags/{name}");
        let mut args = vec!["log", "-1", "--format=%H", "--first-parent", &tag, "--"];
        args.extend(places.iter().map(|place| here(place)));
        let commit = self.repository.run("find the state of a tag", args)?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        let is_known = states.iter().any(|(state, _)| state.id == commit);
        Ok(is_known.then(|| Tag {
            name: name.to_owned(),
            commit,
        }))
    }

    /// The commits that touched these folders, each with the ids of the files it left.
    fn states(&self, places: &[String]) -> Result<Vec<(Commit, Ids)>> {
        // The newest state is in the tree. Every older one follows by undoing a commit's changes,
        // which costs no further look at a tree.
        let mut now: Ids = places
            .iter()
            .flat_map(|place| self.files_in(place))
            .map(|(path, id)| (path, id.to_owned()))
            .collect();
        let mut states: Vec<(Commit, Ids)> = Vec::new();
        let mut oldest = None;
        let mut args = vec!["--first-parent", "--diff-merges=first-parent"];
        args.extend([self.commit.id.as_str(), "--"]);
        args.extend(places.iter().map(|place| here(place)));
        walk(
            self.repository,
            "read the history of files",
            &args,
            |step| {
                match step {
                    Step::Commit(commit) => {
                        let oldest = *oldest
                            .get_or_insert_with(|| commit.date.after(Period::Months(-MOST_MONTHS)));
                        if states.len() == MOST_STATES || Some(commit.date) < oldest {
                            return ControlFlow::Break(());
                        }
                        states.push((commit, now.clone()));
                    }
                    Step::Change { path, old, .. } => match old.is_file {
                        true => drop(now.insert(path.to_vec(), old.id.to_owned())),
                        false => drop(now.remove(path)),
                    },
                }
                ControlFlow::Continue(())
            },
        )?;
        Ok(states)
    }

    /// The texts among the files of states, by blob id: every text once, however many states it
    /// stands in.
    fn texts(&self, states: &[(Commit, Ids)]) -> Result<HashMap<String, Arc<str>>> {
        let files = states.iter().flat_map(|(_, files)| files);
        let ids: HashSet<&str> = files
            .filter(|(path, _)| self.called(path).is_some_and(|path| kind::is_text(&path)))
            .map(|(_, id)| id.as_str())
            .collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut objects = Objects::open(self.repository)?;
        ids.iter().for_each(|id| objects.ask(id));
        let mut texts = HashMap::new();
        for id in ids {
            if let File::Text(file) = kind::text(&objects.file()?) {
                texts.insert(id.to_owned(), file.text);
            }
        }
        Ok(texts)
    }

    /// Whether a commit can be compared with the one before it. The oldest commits of a shallow
    /// clone seem to have made all their files.
    fn knows_parents(&self, commit: &Commit) -> bool {
        !self.repository.boundary.contains(&commit.id)
    }
}

/// A folder as a path for git, which has no word for "here" but a dot.
fn here(folder: &str) -> &str {
    match folder {
        "" => ".",
        folder => folder,
    }
}

/// A step of a walk through commits.
enum Step<'a> {
    /// A commit.
    Commit(Commit),
    /// A file that the last named commit changed, compared with its first parent.
    Change {
        path: &'a [u8],
        old: Side<'a>,
        new: Side<'a>,
    },
}

/// A file before or after a change.
struct Side<'a> {
    /// Whether it is there, and neither a link nor a submodule.
    is_file: bool,
    id: &'a str,
}

/// Runs `git log` and takes its steps, until `each` has enough.
fn walk(
    repository: &Repository,
    action: &str,
    args: &[&str],
    mut each: impl FnMut(Step<'_>) -> ControlFlow<()>,
) -> Result<()> {
    let mut child = start(&repository.root)
        .args(["log", "-z", "--raw", "--no-abbrev", "--format=%H %ct"])
        // Each of these can be set otherwise by a configuration.
        .args(["--no-renames", "--no-follow", "--no-relative", "--no-notes"])
        .args([
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "-O/dev/null",
        ])
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(action, &error))?;
    let outcome = match child.stdout.take() {
        Some(stdout) => steps(BufReader::with_capacity(64 * 1024, stdout), &mut each),
        None => Ok(ControlFlow::Continue(())),
    };
    let stopped = matches!(outcome, Ok(ControlFlow::Break(())));
    let mut message = Vec::new();
    if stopped {
        drop(child.kill());
    } else if let Some(stderr) = &mut child.stderr {
        drop(stderr.read_to_end(&mut message));
    }
    let success = child.wait().is_ok_and(|status| status.success());
    match outcome {
        Ok(_) if stopped || success => Ok(()),
        Ok(_) => Err(failed(action, &message)),
        Err(error) => Err(failed(action, error.to_string().as_bytes())),
    }
}

/// Reads `ID TIME`, then for each file `:MODE MODE ID ID STATUS` and its path, all ended by NUL.
/// Of a merge there is a colon, a mode and an id for each parent.
fn steps(
    mut output: impl BufRead,
    each: &mut impl FnMut(Step<'_>) -> ControlFlow<()>,
) -> std::io::Result<ControlFlow<()>> {
    let malformed = || std::io::Error::other("its answer is not understood");
    let (mut head, mut path) = (Vec::new(), Vec::new());
    loop {
        head.clear();
        if output.read_until(0, &mut head)? == 0 {
            return Ok(ControlFlow::Continue(()));
        }
        let text = std::str::from_utf8(&head).map_err(|_| malformed())?;
        let text = text.trim_end_matches('\0').trim_start_matches('\n');
        let step = if text.is_empty() {
            continue;
        } else if text.starts_with(':') {
            path.clear();
            output.read_until(0, &mut path)?;
            path.pop();
            change(text, &path).ok_or_else(malformed)?
        } else {
            let (id, time) = text.split_once(' ').ok_or_else(malformed)?;
            let time = time.parse().map_err(|_| malformed())?;
            Step::Commit(Commit::new(id, time).map_err(std::io::Error::other)?)
        };
        if each(step).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
}

/// The step of a line that begins with colons.
fn change<'a>(line: &'a str, path: &'a [u8]) -> Option<Step<'a>> {
    let facts = line.trim_start_matches(':');
    let parents = line.len() - facts.len();
    let facts: Vec<&str> = facts.split(' ').collect();
    let side = |index: usize| {
        Some(Side {
            is_file: facts.get(index)?.starts_with("100"),
            id: facts.get(parents + 1 + index)?,
        })
    };
    Some(Step::Change {
        path,
        old: side(0)?,
        new: side(parents)?,
    })
}
