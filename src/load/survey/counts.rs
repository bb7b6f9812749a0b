//! The answers of a wave: how often each was given, and whether that can be true.

use crate::decode::{Fields, Node, Value};
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::Written;
use crate::source::Span;

use super::{Question, Scale};

/// More answers than this are a slip of the keyboard, and sums of them stay far from any limit.
const MOST: i64 = 1_000_000_000;

/// How often each answer was given, from the lowest to the highest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers(pub Vec<u64>);

impl Answers {
    /// How many people answered.
    pub fn n(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// The answers of one kind of reader.
#[derive(Clone, Debug)]
pub struct Group {
    /// The persona.
    pub persona: Written,
    /// Their answers by question.
    pub answers: Vec<(usize, Answers)>,
}

/// The question of this id. One that is not there is said, with the nearest.
pub(super) fn question_named(
    fields: &mut Fields<'_, '_>,
    questions: &[Question],
    (id, span): &Written,
) -> Option<usize> {
    let found = questions.iter().position(|question| question.id.0 == *id);
    if found.is_some() {
        return found;
    }
    let known = || questions.iter().map(|one| one.id.0.as_str());
    let message = format!("there is no question `{id}` in this survey");
    let finding = Diagnostic::at(Code::SurveyUnknownId, fields.file(), *span, message);
    let finding = match suggest::nearest(id, known()) {
        Some(near) => finding.label(format!("did you mean `{near}`?")),
        None => {
            let names: Vec<&str> = known().filter(|name| !name.is_empty()).collect();
            match names.is_empty() {
                true => finding.help("declare it with `[[question]]`"),
                false => finding.help(format!("known are {}", names.join(", "))),
            }
        }
    };
    fields.push(finding);
    None
}

/// `counts = { overall = [2, 5, 14, 38, 21] }`. What cannot be true is said and left out: the questions of
/// which it was are returned beside the answers.
pub(super) fn answers(
    fields: &mut Fields<'_, '_>,
    questions: &[Question],
) -> (Vec<(usize, Answers)>, Vec<usize>) {
    let entries = fields.entries("counts");
    let (mut answers, mut left_out) = (Vec::new(), Vec::new());
    for (key, node) in entries {
        let named = (key.name.clone(), key.span);
        if let Some(question) = question_named(fields, questions, &named) {
            match counted(fields, &questions[question], node) {
                Some(counted) => answers.push((question, counted)),
                None => left_out.push(question),
            }
        }
    }
    answers.sort_by_key(|(question, _)| *question);
    (answers, left_out)
}

/// One list of numbers, one for each answer of the scale.
fn counted(fields: &mut Fields<'_, '_>, question: &Question, node: &Node) -> Option<Answers> {
    let scale = question.scale;
    let Value::List(items) = &node.value else {
        fields.wrong(&question.id.0, node, "a list of numbers", &how(scale));
        return None;
    };
    if items.len() != scale.answers() {
        let message = format!(
            "`{}` has {} answers to choose from, these are {} numbers",
            question.id.0,
            scale.answers(),
            items.len()
        );
        bad(fields, node.span, message, how(scale));
        return None;
    }
    let mut counts = Vec::with_capacity(items.len());
    for item in items {
        match item.value {
            Value::Integer(number) if (0..=MOST).contains(&number) => {
                counts.push(number.unsigned_abs());
            }
            Value::Integer(number) if number < 0 => {
                let message = format!("{number} people cannot have answered");
                bad(
                    fields,
                    item.span,
                    message,
                    "count people, from 0 on".to_owned(),
                );
                return None;
            }
            Value::Integer(_) => {
                let message = "that is more people than any survey has".to_owned();
                bad(
                    fields,
                    item.span,
                    message,
                    "look for a missing comma".to_owned(),
                );
                return None;
            }
            _ => {
                fields.wrong(&question.id.0, item, "a list of whole numbers", &how(scale));
                return None;
            }
        }
    }
    Some(Answers(counts))
}

/// How a scale is written.
fn how(scale: Scale) -> String {
    match scale {
        Scale::Five => "write how many people chose 1, 2, 3, 4 and 5: `[2, 5, 14, 38, 21]`",
        Scale::Ten => {
            "write how many people chose 0, 1, 2 and so on to 10: `[0, 1, 0, 2, 3, 6, 9, 14, 21, 12, 8]`"
        }
    }
    .to_owned()
}

fn bad(fields: &mut Fields<'_, '_>, span: Span, message: String, help: String) {
    let finding = Diagnostic::at(Code::SurveyBadCounts, fields.file(), span, message);
    fields.push(finding.help(help));
}

/// `groups = { sre = { overall = [0, 1, 2, 6, 3] } }`. Groups that are more than all are said, and
/// the one with which they become more is left out.
pub(super) fn groups(
    fields: &mut Fields<'_, '_>,
    questions: &[Question],
    all: &[(usize, Answers)],
    left_out: &[usize],
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (key, node) in fields.entries("groups") {
        let Value::Table(table) = &node.value else {
            let advice = format!("write `{} = {{ overall = [0, 1, 2, 6, 3] }}`", key.name);
            fields.wrong(&key.name, node, "a table of counts", &advice);
            continue;
        };
        let mut answers = Vec::new();
        for (name, counts) in &table.entries {
            let named = (name.name.clone(), name.span);
            let Some(question) = question_named(fields, questions, &named) else {
                continue;
            };
            let Some(counted) = counted(fields, &questions[question], counts) else {
                continue;
            };
            let whole = all.iter().find(|(one, _)| *one == question);
            let fits = match whole {
                Some((_, whole)) => fits(&groups, question, &counted, whole),
                None => false,
            };
            if fits {
                answers.push((question, counted));
                continue;
            }
            // Why there are none of all people is said already.
            if whole.is_none() && left_out.contains(&question) {
                continue;
            }
            let (message, help) = match whole {
                Some(_) => (
                    format!(
                        "with `{}` the groups have more answers than all together",
                        key.name
                    ),
                    "each number here is a part of the number at its place in `counts`",
                ),
                None => (
                    format!("`{}` has an answer here and none in `counts`", name.name),
                    "write the answers of all people in `counts`, those of this group among them",
                ),
            };
            bad(fields, counts.span, message, help.to_owned());
        }
        answers.sort_by_key(|(question, _)| *question);
        groups.push(Group {
            persona: (key.name.clone(), key.span),
            answers,
        });
    }
    groups
}

/// Whether these answers and those of the groups before them are a part of all.
fn fits(groups: &[Group], question: usize, own: &Answers, whole: &Answers) -> bool {
    let others: Vec<&Answers> = groups
        .iter()
        .flat_map(|group| &group.answers)
        .filter(|(one, _)| *one == question)
        .map(|(_, answers)| answers)
        .collect();
    (0..whole.0.len()).all(|place| {
        let of_others: u64 = others.iter().map(|answers| answers.0[place]).sum();
        of_others + own.0[place] <= whole.0[place]
    })
}

/// How many were invited; None, and said, where more have answered.
pub(super) fn invited(
    fields: &mut Fields<'_, '_>,
    invited: Option<(u64, Span)>,
    answers: &[(usize, Answers)],
) -> Option<u64> {
    let (invited, span) = invited?;
    let most = answers.iter().map(|(_, answers)| answers.n()).max();
    if let Some(most) = most.filter(|most| *most > invited) {
        let message = format!("{most} people answered, and {invited} were invited");
        let help = "mend this number, or the counts; until then there is no response rate";
        bad(fields, span, message, help.to_owned());
        return None;
    }
    Some(invited)
}
