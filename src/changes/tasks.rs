//! Which task of one state is which of another.

use std::collections::{HashMap, HashSet};

use super::snapshot::Task;
use crate::load::matrix::folded;

/// Tasks of two states, by index.
#[derive(Debug, Default)]
pub(super) struct Matched {
    /// The same task in both.
    pub(super) same: Vec<(usize, usize)>,
    /// Tasks that were replaced, and by which.
    pub(super) replaced: Vec<(Vec<usize>, Vec<usize>)>,
    /// Only in the first.
    pub(super) gone: Vec<usize>,
    /// Only in the second.
    pub(super) new: Vec<usize>,
}

/// What a task is known by: the matrix, the offering, and then its id or its phase and words.
type Key<'a> = (&'a str, Option<&'a str>, String);

fn by_words(task: &Task) -> Key<'_> {
    let name = format!("{}\n{}", folded(&task.phase), folded(&task.task));
    (&task.matrix, task.offering.as_deref(), name)
}

fn by_label(task: &Task) -> Key<'_> {
    (&task.matrix, task.offering.as_deref(), folded(&task.task))
}

fn by_id<'a>(task: &'a Task, id: &str) -> Key<'a> {
    (&task.matrix, task.offering.as_deref(), id.to_owned())
}

/// Finds the tasks of `old` in `new`: by id, by an earlier id, by phase and words, by words in
/// another phase where only one has them. What one of them replaces is no longer looked for.
pub(super) fn matched(old: &[Task], new: &[Task]) -> Matched {
    let mut found = Finder {
        of_old: vec![false; old.len()],
        of_new: vec![false; new.len()],
        same: Vec::new(),
    };
    let ids = |task: &Task| task.id.iter().cloned().collect::<Vec<_>>();
    let earlier = |task: &Task| task.moved_from.clone();
    found.pairs(&keys(old, &ids), &keys(new, &ids));
    // Either state may be the later one.
    found.pairs(&keys(old, &ids), &keys(new, &earlier));
    found.pairs(&keys(old, &earlier), &keys(new, &ids));
    let words = |tasks: &[Task], key: fn(&Task) -> Key<'_>| -> Vec<(String, usize)> {
        tasks
            .iter()
            .enumerate()
            .map(|(at, task)| (text(&key(task)), at))
            .collect()
    };
    found.pairs(&words(old, by_words), &words(new, by_words));
    let replaced = found.replaced(old, new);
    found.unique(&words(old, by_label), &words(new, by_label));
    let rest = |used: &[bool]| {
        let free = used.iter().enumerate().filter(|(_, used)| !**used);
        free.map(|(at, _)| at).collect()
    };
    Matched {
        gone: rest(&found.of_old),
        new: rest(&found.of_new),
        same: found.same,
        replaced,
    }
}

fn text((matrix, offering, name): &Key) -> String {
    format!("{matrix}\n{}\n{name}", offering.unwrap_or(""))
}

fn keys(tasks: &[Task], ids: &dyn Fn(&Task) -> Vec<String>) -> Vec<(String, usize)> {
    let mut keys = Vec::new();
    for (at, task) in tasks.iter().enumerate() {
        for id in ids(task) {
            keys.push((text(&by_id(task, &id)), at));
        }
    }
    keys
}

struct Finder {
    of_old: Vec<bool>,
    of_new: Vec<bool>,
    same: Vec<(usize, usize)>,
}

impl Finder {
    /// Pairs what is free and has the same key.
    fn pairs(&mut self, old: &[(String, usize)], new: &[(String, usize)]) {
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (key, at) in old {
            if !self.of_old[*at] {
                known.entry(key).or_insert(*at);
            }
        }
        for (key, at) in new {
            if let Some(before) = known.get(key.as_str()).copied()
                && !self.of_new[*at]
                && !self.of_old[before]
            {
                self.pair(before, *at);
            }
        }
    }

    /// The same where a key stands once among what is free of each state.
    fn unique(&mut self, old: &[(String, usize)], new: &[(String, usize)]) {
        let count = |keys: &[(String, usize)], used: &[bool]| {
            let mut counts: HashMap<String, usize> = HashMap::new();
            for (key, at) in keys {
                if !used[*at] {
                    *counts.entry(key.clone()).or_default() += 1;
                }
            }
            counts
        };
        let (of_old, of_new) = (count(old, &self.of_old), count(new, &self.of_new));
        let once = |keys: &[(String, usize)]| -> Vec<(String, usize)> {
            let is = |key: &String| of_old.get(key) == Some(&1) && of_new.get(key) == Some(&1);
            keys.iter().filter(|(key, _)| is(key)).cloned().collect()
        };
        self.pairs(&once(old), &once(new));
    }

    fn pair(&mut self, before: usize, after: usize) {
        self.of_old[before] = true;
        self.of_new[after] = true;
        self.same.push((before, after));
    }

    /// Tasks that say which they replace. Of one for one it is the same task in other words.
    fn replaced(&mut self, old: &[Task], new: &[Task]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let forward = links(new, old, &self.of_new, &self.of_old);
        let back = links(old, new, &self.of_old, &self.of_new);
        let mut links: Vec<(usize, usize)> =
            forward.into_iter().map(|(new, old)| (old, new)).collect();
        links.extend(back);
        links.sort_unstable();
        links.dedup();
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (before, after) in links {
            let touching = |group: &(Vec<usize>, Vec<usize>)| {
                group.0.contains(&before) || group.1.contains(&after)
            };
            let mut joined = (vec![before], vec![after]);
            // A link may join two groups that were apart.
            while let Some(at) = groups.iter().position(touching) {
                let group = groups.remove(at);
                joined.0.extend(group.0);
                joined.1.extend(group.1);
            }
            for side in [&mut joined.0, &mut joined.1] {
                side.sort_unstable();
                side.dedup();
            }
            groups.push(joined);
        }
        groups.sort();
        let (alone, several): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|(a, b)| a.len() == 1 && b.len() == 1);
        for (before, after) in alone {
            self.pair(before[0], after[0]);
        }
        for (before, after) in &several {
            before.iter().for_each(|at| self.of_old[*at] = true);
            after.iter().for_each(|at| self.of_new[*at] = true);
        }
        several
    }
}

/// Which free tasks of `from` say that they replace which free tasks of `to`.
fn links(from: &[Task], to: &[Task], from_used: &[bool], to_used: &[bool]) -> Vec<(usize, usize)> {
    let wants: HashSet<&str> = from
        .iter()
        .filter(|task| !task.replaces.is_empty())
        .map(|task| task.matrix.as_str())
        .collect();
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, task) in to.iter().enumerate() {
        if to_used[at] || !wants.contains(task.matrix.as_str()) {
            continue;
        }
        names.entry(text(&by_label(task))).or_default().push(at);
        if let Some(id) = &task.id {
            names.entry(text(&by_id(task, id))).or_default().push(at);
        }
    }
    let mut links = Vec::new();
    for (at, task) in from.iter().enumerate().filter(|(at, _)| !from_used[*at]) {
        for name in &task.replaces {
            let name = name.trim_start_matches('@');
            let by_name = [by_id(task, name), by_id(task, &folded(name))];
            let found = by_name.iter().find_map(|key| names.get(&text(key)));
            links.extend(found.into_iter().flatten().map(|to| (at, *to)));
        }
    }
    links
}
