//! A survey and its waves: a file of content/surveys/.

use std::collections::HashMap;
use std::sync::Arc;

use crate::date::{Date, Period};
use crate::decode::fields::Codes;
use crate::decode::{Fields, Value, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

use super::Written;
use super::quote::{self, Action, Quotes};

mod counts;

pub use counts::{Answers, Group};

/// The codes of findings about surveys.
const CODES: Codes = Codes {
    unknown_key: Code::SurveyUnknownKey,
    unknown_value: Code::SurveyUnknownValue,
    bad_date: Code::SurveyBadDate,
};

/// Keys of the whole file, which are misplaced below a question or a wave.
const FILE_KEYS: [&str; 4] = ["title", "summary", "min_group", "act_within"];

/// The smallest group that is shown, unless the survey says otherwise.
pub const MIN_GROUP: u64 = 5;

/// How long a wave may wait for an action, unless the survey says otherwise: 3 months.
pub const ACT_WITHIN: Period = Period::Months(3);

/// What the file says.
#[derive(Debug)]
pub struct Survey {
    /// The file.
    pub file: SitePath,
    /// Its id: the file's name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: Option<String>,
    /// How many answers a group needs to be shown.
    pub min_group: u64,
    /// How long a wave may wait for an action; None is "never".
    pub act_within: Option<Period>,
    /// The questions, in the author's order.
    pub questions: Vec<Question>,
    /// The waves, the oldest first.
    pub waves: Vec<Wave>,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// A question. Its words never change: other words are another question that replaces it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The id.
    pub id: Written,
    /// What is asked, word by word.
    pub text: String,
    /// What can be answered.
    pub scale: Scale,
    /// How the answers become one number.
    pub score: Score,
    /// Whether its number is shown on the home page.
    pub is_headline: bool,
    /// The question that was asked before, in other words or with another scale.
    pub replaces: Option<Written>,
}

/// What can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 1 to 5.
    Five,
    /// 0 to 10.
    Ten,
}

impl Scale {
    /// How many different answers there are.
    pub fn answers(self) -> usize {
        match self {
            Self::Five => 5,
            Self::Ten => 11,
        }
    }

    /// The lowest answer.
    pub fn lowest(self) -> u64 {
        match self {
            Self::Five => 1,
            Self::Ten => 0,
        }
    }

    /// The highest answer, which is how the key names a scale.
    pub fn highest(self) -> u64 {
        self.lowest() + self.answers() as u64 - 1
    }
}

/// How answers become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// Their mean.
    Mean,
    /// The share of the two highest.
    Top2,
    /// The share of 9 and 10 less the share of 0 to 6.
    Nps,
}

impl Score {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("mean", Self::Mean),
        ("top2", Self::Top2),
        ("nps", Self::Nps),
    ];
}

/// One time that a survey was held.
#[derive(Clone, Debug)]
pub struct Wave {
    /// The id: `2026-Q2`.
    pub id: Written,
    /// When it was held.
    pub on: Option<Date>,
    /// How many people were asked.
    pub invited: Option<u64>,
    /// The answers by question, in the order of the questions.
    pub answers: Vec<(usize, Answers)>,
    /// The same for groups of them.
    pub groups: Vec<Group>,
    /// What people said.
    pub quotes: Quotes,
    /// What followed.
    pub actions: Vec<Action>,
}

impl Survey {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let mut fields =
            Fields::new(&table, file, CODES, "a survey", &mut findings).with_keys_above(&FILE_KEYS);
        let id = id_of_file(file);
        let title = fields.text("title");
        let summary = fields.text("summary");
        let min_group = fields.count("min_group").unwrap_or(MIN_GROUP);
        let act_within = fields.period("act_within").unwrap_or(Some(ACT_WITHIN));
        let questions = questions(&mut fields);
        let waves = waves(&mut fields, &questions);
        fields.finish();
        Arc::new(Self {
            file: file.clone(),
            title: title.unwrap_or_else(|| super::page::name_in_words(&id)),
            id,
            summary,
            min_group,
            act_within,
            questions,
            waves,
            findings,
        })
    }
}

/// The id of something that is a file of its own: the file's name without its ending.
pub fn id_of_file(file: &SitePath) -> String {
    let name = file.name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.to_owned()
}

fn questions(fields: &mut Fields<'_, '_>) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for table in fields.tables("question") {
        let mut inner = fields.inner(table, "a question");
        let place = inner.begins();
        let id = inner.id("this question");
        let (scale, score) = scale_and_score(&mut inner);
        let text = inner.text("text");
        let headline = inner.truth("headline").unwrap_or(false);
        let replaces = inner.spanned_text("replaces");
        if let (Some(id), Some(first)) = (&id, questions.iter().find(|one| one.is_headline))
            && headline
        {
            let message = format!("`{}` is the headline of this survey already", first.id.0);
            let finding = Diagnostic::at(Code::SurveyUnknownValue, inner.file(), id.1, message);
            inner.push(
                finding.help("a survey has one number for the home page: keep one `headline`"),
            );
        }
        inner.finish();
        let id = id.unwrap_or_else(|| (String::new(), place));
        questions.push(Question {
            text: text.unwrap_or_else(|| id.0.clone()),
            is_headline: headline && !questions.iter().any(|one| one.is_headline),
            id,
            scale,
            score,
            replaces,
        });
    }
    twice(fields, "question", questions.iter().map(|one| &one.id));
    replaced(fields, &questions);
    questions
}

/// `scale` and `score`. Each can be left out where the other says enough.
fn scale_and_score(fields: &mut Fields<'_, '_>) -> (Scale, Score) {
    let score = fields.one_of("score", &Score::NAMES);
    let written = fields.node("scale");
    let number = match written.filter(|node| matches!(node.value, Value::Text(_))) {
        Some(node) => {
            let advice = "write `5` for answers from 1 to 5, or `10` for answers from 0 to 10";
            fields.wrong("scale", node, "a number", advice);
            None
        }
        None => fields.integer("scale"),
    };
    let scale = match number {
        Some(5) => Some(Scale::Five),
        Some(10) => Some(Scale::Ten),
        Some(other) => {
            let span = written.map(|node| node.span).unwrap_or_default();
            let message = format!("there is no scale of {other}");
            let finding = Diagnostic::at(Code::SurveyUnknownValue, fields.file(), span, message);
            fields.push(
                finding.help("write `5` for answers from 1 to 5, or `10` for answers from 0 to 10"),
            );
            None
        }
        None => None,
    };
    if score == Some(Score::Nps) && scale == Some(Scale::Five) {
        let span = written.map(|node| node.span).unwrap_or_default();
        let message = "the net promoter score needs answers from 0 to 10";
        let finding = Diagnostic::at(Code::SurveyUnknownValue, fields.file(), span, message);
        fields.push(
            finding
                .replacement("10")
                .help("or choose `score = \"top2\"`"),
        );
    }
    match (scale, score) {
        // What is said already must not make every count wrong too.
        (Some(Scale::Five), Some(Score::Nps)) => (Scale::Five, Score::Mean),
        (_, Some(Score::Nps)) => (Scale::Ten, Score::Nps),
        (Some(scale), Some(score)) => (scale, score),
        (None | Some(Scale::Five), score) => (Scale::Five, score.unwrap_or(Score::Top2)),
        (Some(Scale::Ten), None) => (Scale::Ten, Score::Mean),
    }
}

/// Ids that stand twice in the file, whatever their case.
fn twice<'w>(fields: &mut Fields<'_, '_>, what: &str, ids: impl Iterator<Item = &'w Written>) {
    let mut seen: HashMap<String, &Written> = HashMap::new();
    for id in ids.filter(|(id, _)| !id.is_empty()) {
        let Some(first) = seen.get(&id.0.to_lowercase()) else {
            seen.insert(id.0.to_lowercase(), id);
            continue;
        };
        let message = format!("there is another {what} `{}`", first.0);
        let finding = Diagnostic::at(Code::SurveyDuplicateId, fields.file(), id.1, message);
        let finding = finding.related(fields.file(), first.1, "the first one");
        fields.push(finding.help("give one of them another id, or remove it"));
    }
}

/// Questions that replace one that is not there, or themselves.
fn replaced(fields: &mut Fields<'_, '_>, questions: &[Question]) {
    for (at, question) in questions.iter().enumerate() {
        let Some(replaces) = &question.replaces else {
            continue;
        };
        match counts::question_named(fields, questions, replaces) {
            Some(other) if other == at => {
                let message = "a question cannot replace itself";
                let finding =
                    Diagnostic::at(Code::SurveyUnknownId, fields.file(), replaces.1, message);
                fields
                    .push(finding.help(
                        "keep the old question as it was, and give the new words another id",
                    ));
            }
            _ => {}
        }
    }
}

fn waves(fields: &mut Fields<'_, '_>, questions: &[Question]) -> Vec<Wave> {
    let mut waves: Vec<Wave> = Vec::new();
    for table in fields.tables("wave") {
        let mut inner = fields.inner(table, "a wave");
        let id = inner.id_or_place("this wave");
        let day = inner.node("on").map(|node| node.span);
        let on = inner.date("on");
        let before = waves
            .iter()
            .rev()
            .find_map(|wave| Some((wave.on?, &wave.id)));
        if let (Some(on), Some(span), Some((earlier, other))) = (on, day, before)
            && on < earlier
        {
            let message = format!("this wave was held before `{}` above it", other.0);
            let finding = Diagnostic::at(Code::SurveyBadDate, inner.file(), span, message);
            let finding = finding.label(format!("`{}` was on {earlier}", other.0));
            inner.push(
                finding
                    .help("put the waves in the order in which they were held, the oldest first"),
            );
        }
        if day.is_none() && !id.0.is_empty() {
            let message = format!("the wave `{}` does not say when it was held", id.0);
            let finding = Diagnostic::at(Code::SurveyBadDate, inner.file(), id.1, message);
            inner.push(
                finding.help("write the last day on which people answered: `on = 2026-05-22`"),
            );
        }
        let invited_at = inner.node("invited").map(|node| node.span);
        let invited = inner.count("invited");
        let (answers, left_out) = counts::answers(&mut inner, questions);
        let groups = counts::groups(&mut inner, questions, &answers, &left_out);
        let invited = counts::invited(&mut inner, invited.zip(invited_at), &answers);
        let quotes = quote::quotes(&mut inner);
        let actions = quote::actions(&mut inner);
        inner.finish();
        waves.push(Wave {
            id,
            on,
            invited,
            answers,
            groups,
            quotes,
            actions,
        });
    }
    twice(fields, "wave", waves.iter().map(|one| &one.id));
    waves
}

#[cfg(test)]
mod tests;
