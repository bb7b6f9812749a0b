//! A matrix as markdown.

use super::super::reference;
use super::super::table::{bullets, part};
use super::{MatrixView, PhaseView, TaskView};

/// What the reader has to do where others do all of it.
const NOTHING: &str = "nothing to do";

impl MatrixView {
    /// The same as markdown, below headings of this level.
    pub fn words(&self, heading: &str) -> String {
        let mut out = String::new();
        match self.status {
            Some("draft") => out.push_str(&format!(
                "\nThis is a draft: {} of {} tasks have no answer yet.\n",
                self.open, self.count
            )),
            Some(status) => out.push_str(&format!("\nThis matrix is {status}.\n")),
            None => {}
        }
        if let Some(shares) = &self.shares {
            let bars = shares.bars.iter();
            let bars: Vec<String> = bars
                .map(|bar| format!("{}: {}", bar.name, bar.count))
                .collect();
            let (all, bars) = (shares.all, bars.join(", "));
            match &shares.also {
                Some(also) => out.push_str(&format!("\n{all} tasks. {bars}. {also}\n")),
                None => out.push_str(&format!("\n{all} tasks. {bars}\n")),
            }
        }
        for phase in &self.phases {
            self.phase(phase, heading, &mut out);
        }
        let legend = self.legend.iter().map(|one| match one.letters {
            "" => format!("{}: {}", one.word, one.text),
            letters => format!("{} ({letters}): {}", one.word, one.text),
        });
        if self.phases.iter().any(|phase| !phase.title.is_empty()) || !self.legend.is_empty() {
            out.push_str(&format!(
                "\n{heading} What the words mean\n\n{}",
                bullets(legend)
            ));
        }
        if let Some(offerings) = &self.offerings {
            part(&mut out, &offerings.caption, &offerings.words());
        }
        if let Some(direct) = &self.direct {
            let title = format!("Used directly at {}", direct.provider);
            part(&mut out, &title, &bullets(direct.tasks.clone()));
        }
        out
    }

    fn phase(&self, phase: &PhaseView, heading: &str, out: &mut String) {
        if !phase.title.is_empty() {
            out.push_str(&format!(
                "\n{heading} {}\n",
                super::super::super::twin::one_line(&phase.title)
            ));
        }
        if !phase.tasks.is_empty() {
            out.push_str(&format!("\n{}", self.table(&phase.tasks)));
        }
        for fold in &phase.folded {
            let count = fold.tasks.len();
            out.push_str(&format!("\n{count} more from {}:\n\n", fold.from.words()));
            out.push_str(&self.table(&fold.tasks));
        }
    }

    fn table(&self, tasks: &[TaskView]) -> String {
        let cell = |text: &str| super::super::super::twin::one_line(text).replace('|', "\\|");
        let mut out = String::from("| Task |");
        for party in &self.parties {
            out.push_str(&format!(" {} |", cell(&party.name)));
        }
        out.push_str(" More |\n|");
        out.push_str(&" --- |".repeat(self.parties.len() + 2));
        out.push('\n');
        for task in tasks {
            out.push_str(&format!("| {} |", cell(&task.label)));
            for one in &task.cells {
                let letters = match one.letters.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", one.letters),
                };
                let words = if one.nothing { NOTHING } else { &one.words };
                out.push_str(&format!(" {words}{letters} |"));
            }
            out.push_str(&format!(" {} |\n", cell(&more(task))));
        }
        out
    }
}

/// What stands below a task, on one line.
fn more(task: &TaskView) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(task.written.iter().map(|text| format!("written: {text}")));
    parts.extend(task.state.map(str::to_owned));
    parts.extend(task.why.clone());
    parts.extend(task.since.iter().map(|day| format!("since {}", day.long)));
    parts.extend(
        task.decide_by
            .iter()
            .map(|day| format!("to be decided by {}", day.long)),
    );
    parts.extend(task.ask.iter().map(|who| format!("ask {}", who.words())));
    parts.extend(task.notes.iter().map(|html| plain(html)));
    if !task.docs.is_empty() {
        parts.push(format!("how: {}", reference::list(&task.docs)));
    }
    parts.extend(
        task.request
            .iter()
            .map(|one| format!("ask for it: {}", one.words())),
    );
    for one in &task.offerings {
        parts.push(format!("{}: {}", one.offering, one.text));
    }
    if let Some(over) = &task.over {
        let before = match over.before.is_empty() {
            true => String::new(),
            false => format!(", there {}", over.before),
        };
        parts.push(format!("from {}{before}", over.from.words()));
    }
    parts.join("; ")
}

/// A line of HTML of ours without its tags.
fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            letter if !in_tag => out.push(letter),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
