//! A survey in words, for the twin of its page.

use super::super::reference;
use super::super::said::{DoneView, SaidView};
use super::super::table::{bullets, part};
use super::{QuestionView, SurveyView, WaveView};

impl SurveyView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for question in &self.questions {
            part(&mut out, &question.text, &question.words(self.min_group));
        }
        let waves: String = self.waves.iter().map(WaveView::words).collect();
        part(&mut out, "What people said, and what followed", &waves);
        let mut earlier = String::new();
        for question in &self.earlier {
            earlier.push_str(&format!("### {}\n\n", question.text));
            earlier.push_str(&question.words(self.min_group));
        }
        part(&mut out, "Asked in other words before", &earlier);
        out
    }
}

impl QuestionView {
    fn words(&self, min_group: u64) -> String {
        let mut out = String::new();
        if let Some(score) = &self.score {
            out.push_str(&format!("{}: {}\n\n", score.wave, score.words()));
        }
        out.push_str(&format!("{}\n\n", self.how));
        if let Some(before) = &self.before {
            out.push_str(&format!(
                "Before, people were asked: \"{}\" The two are not compared.\n\n",
                before.text
            ));
        }
        if let Some(after) = &self.after {
            out.push_str(&format!("Now people are asked: \"{}\"\n\n", after.text));
        }
        if let Some(table) = &self.table {
            out.push_str(&format!("{}\n", table.words()));
        }
        if let Some(answers) = &self.answers {
            out.push_str(&format!(
                "{}:\n\n{}\n",
                answers.title,
                answers.table.words()
            ));
        }
        if let Some(groups) = &self.groups {
            out.push_str(&format!("By group:\n\n{}\n", groups.table.words()));
            if groups.has_hidden {
                out.push_str(&super::hidden(min_group));
                out.push_str("\n\n");
            }
        }
        out
    }
}

impl WaveView {
    fn words(&self) -> String {
        if self.quotes.is_empty() && self.actions.is_empty() && self.caused.is_empty() {
            return String::new();
        }
        let mut out = format!("### {}\n\n", self.id);
        let on = self.on.as_ref().map(|on| on.long.clone());
        let facts: Vec<String> = on.into_iter().chain(self.answered.clone()).collect();
        if !facts.is_empty() {
            out.push_str(&format!("{}\n\n", facts.join(", ")));
        }
        let said = self
            .quotes
            .iter()
            .map(|one: &SaidView| format!("You said: {}", one.words_here()));
        let done = self
            .actions
            .iter()
            .map(|one: &DoneView| format!("We did: {}", one.words_here()));
        let caused = (!self.caused.is_empty()).then(|| {
            let items = reference::list(&self.caused);
            format!("What came of it: {items}")
        });
        out.push_str(&bullets(said.chain(done).chain(caused)));
        out.push('\n');
        out
    }
}
