//! Whose the tasks are, counted.

use serde::Serialize;

use crate::model::MatrixId;
use crate::model::Site;
use crate::model::responsibilities::Task;

use super::column_name;

/// How many looks there are for parties; more parties begin again with the first.
const PARTY_TONES: usize = 4;

/// How many of the tasks are whose.
#[derive(Clone, Debug, Serialize)]
pub struct SharesView {
    /// The parts, in the order of the parties; tasks that are shared or nobody's come last.
    pub bars: Vec<WhoseView>,
    /// How many tasks there are.
    pub all: usize,
    /// Where the reader also works on tasks for which others answer: how many, in a sentence. These
    /// are counted for the others here, and are among what the reader still does elsewhere.
    pub also: Option<String>,
}

/// One part.
#[derive(Clone, Debug, Serialize)]
pub struct WhoseView {
    /// Whose.
    pub name: String,
    /// How many.
    pub count: usize,
    /// Where it begins, in a hundredth of a percent of the whole.
    pub from: usize,
    /// How much it is, in the same unit.
    pub width: usize,
    /// Which look it has: one of four for parties, 4 for what several do together, 5 for what is
    /// nobody's.
    pub tone: usize,
}

/// The shares of these tasks of a matrix, whose columns have the same names; None where nobody has
/// any.
pub fn shares(site: &Site, id: MatrixId, tasks: &[&Task]) -> Option<SharesView> {
    let all = &site.typed.responsibilities;
    let counts = all.divided(tasks.iter().copied());
    let owned: usize = counts[..=all.parties.len()].iter().sum();
    if owned == 0 {
        return None;
    }
    let mut from = 0;
    let mut bars = Vec::new();
    for (place, count) in counts
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count > 0)
    {
        let name = match place.checked_sub(all.parties.len()) {
            None => column_name(site, id, place),
            Some(0) => "Together".to_owned(),
            Some(_) => "Open".to_owned(),
        };
        let width = count * 10_000 / tasks.len();
        bars.push(WhoseView {
            name,
            count,
            from,
            width,
            tone: match place.checked_sub(all.parties.len()) {
                None => place % PARTY_TONES,
                Some(beyond) => PARTY_TONES + beyond,
            },
        });
        from += width;
    }
    Some(SharesView {
        bars,
        all: tasks.len(),
        also: also(site, tasks),
    })
}

/// What the reader does of the tasks that are counted for others.
fn also(site: &Site, tasks: &[&Task]) -> Option<String> {
    let all = &site.typed.responsibilities;
    let you = all.you()?;
    let is_of_others = |task: &&&Task| {
        let duty = all.who(task);
        let owners = duty.owners();
        duty.is_of(you) && !owners.is_empty() && !owners.contains(&you)
    };
    match tasks.iter().filter(is_of_others).count() {
        0 => None,
        1 => Some("You also do 1 task for which others answer.".to_owned()),
        count => Some(format!(
            "You also do {count} tasks for which others answer."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::pipeline::Compiler;

    #[test]
    fn what_the_reader_does_for_others_is_counted_for_them_and_said() {
        let platform = "[[party]]\nid = \"customer\"\nname = \"Team\"\nyou = true\n\
             [[party]]\nid = \"platform\"\nname = \"Platform\"\n";
        let also = |tasks: &str| {
            let matrix = format!("title = \"Run\"\n[\"Run\"]\n\"Own\" = \"customer\"\n{tasks}");
            let inputs = Inputs::from_texts([
                ("content/platform.toml", platform),
                ("content/responsibilities/run.toml", matrix.as_str()),
            ]);
            let site = Compiler::once(None).build(&inputs).site;
            let tasks: Vec<&Task> = site.typed.responsibilities.all[0].merged.tasks().collect();
            let shares = shares(&site, 0, &tasks).expect("somebody has a task");
            let counts = shares.bars.iter();
            let counts: Vec<_> = counts
                .map(|bar| format!("{} {}", bar.name, bar.count))
                .collect();
            (counts.join(", "), shares.also)
        };
        assert_eq!(
            also("\"Restore\" = \"customer R, platform A\"\n"),
            (
                "You 1, Platform 1".to_owned(),
                Some("You also do 1 task for which others answer.".to_owned())
            )
        );
        // To be asked or told is not to do it.
        assert_eq!(
            also("\"Patch\" = \"platform, customer C\"\n"),
            ("You 1, Platform 1".to_owned(), None)
        );
    }
}
