//! The texts below tables that marks lead to.

use std::collections::HashMap;

use super::reading::{Noted, Phase, Remark};
use super::{Note, Table};

/// The texts of marks, and which tasks have them.
pub(super) struct Notes {
    all: Vec<Note>,
}

impl Notes {
    pub(super) fn new(all: Vec<Note>) -> Self {
        Self { all }
    }

    pub(super) fn has(&self, mark: &str) -> bool {
        self.all.iter().any(|note| note.mark == mark)
    }

    pub(super) fn text(&self, index: usize) -> &str {
        self.all.get(index).map_or("", |note| note.text.as_str())
    }

    /// The text of a mark in a table: the one below it, before the next heading; else the only one
    /// of the file; else the next one. Says whether it had to be guessed.
    pub(super) fn find(&self, mark: &str, table: &Table) -> Option<(usize, bool)> {
        let with_mark = || {
            self.all
                .iter()
                .enumerate()
                .filter(|(_, note)| note.mark == mark)
        };
        let behind = |note: &Note| note.span.start >= table.span.end;
        let here = with_mark()
            .filter(|(_, note)| note.section == table.section)
            .min_by_key(|(_, note)| (note.is_item, !behind(note), note.span.start));
        if let Some((index, _)) = here {
            return Some((index, false));
        }
        // A star before the items of a list elsewhere is no mark of this table.
        let mut others = with_mark().filter(|(_, note)| !note.is_item);
        let first = others.next()?;
        let is_footnote = mark.starts_with('^');
        let next = with_mark().find(|(_, note)| !note.is_item && behind(note));
        let (index, _) = next.unwrap_or(first);
        Some((index, !is_footnote))
    }

    /// Gives a name to each note that several tasks have; the others become the task's own. Then
    /// all notes, each with whether a task has it.
    pub(super) fn finish(self, phases: &mut [Phase]) -> (Vec<Noted>, Vec<(Note, bool)>) {
        let mut counts = vec![0_usize; self.all.len()];
        // The same words are one note, wherever they are written.
        let mut same: Vec<usize> = (0..self.all.len()).collect();
        let mut by_text = HashMap::new();
        for (index, note) in self.all.iter().enumerate() {
            same[index] = *by_text.entry(note.text.as_str()).or_insert(index);
        }
        let activities = || phases.iter().flat_map(|phase| &phase.activities);
        for remark in activities().flat_map(|activity| &activity.notes) {
            if let Remark::Named(index, _) = remark {
                counts[same[*index]] += 1;
            }
        }
        let mut named = Vec::new();
        let mut names = vec![None; self.all.len()];
        for (index, note) in self.all.iter().enumerate() {
            if counts[index] > 1 {
                names[index] = Some(named.len());
                named.push(Noted {
                    name: format!("note-{}", named.len() + 1),
                    text: note.text.clone(),
                    span: note.span,
                });
            }
        }
        for activity in phases.iter_mut().flat_map(|phase| &mut phase.activities) {
            for remark in &mut activity.notes {
                if let Remark::Named(index, span) = remark {
                    let note = same[*index];
                    *remark = match names[note] {
                        Some(name) => Remark::Named(name, *span),
                        None => Remark::Text((self.all[note].text.clone(), *span)),
                    };
                }
            }
            activity.notes.dedup();
        }
        let used: Vec<bool> = same.iter().map(|first| counts[*first] > 0).collect();
        (named, self.all.into_iter().zip(used).collect())
    }
}
