//! What the answers of a survey say: a number for each wave, its change, and the groups that may be
//! shown.

use std::sync::Arc;

use crate::load::interview::Interview;
use crate::load::survey::{Answers, Question, Scale, Score, Survey, Wave};
use crate::path::Permalink;

use super::made::{Made, part};
use super::statistics::{Difference, Estimate, Sample, Share};

pub mod words;

/// A question in a wave in which it was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The index of the wave.
    pub wave: usize,
    /// How many people answered.
    pub n: u64,
    /// Their number; None where too few answered for it to be shown.
    pub estimate: Option<Estimate>,
    /// How it changed; None in the first wave that is shown.
    pub trend: Option<Trend>,
}

/// How a number changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The index of the wave before, of those in which the question was asked and is shown.
    pub since: usize,
    /// By how much.
    pub difference: Difference,
}

/// The pages of surveys and interviews, and the one that joins them. Interviews without consent have
/// none.
pub fn made(surveys: &[Arc<Survey>], interviews: &[Arc<Interview>]) -> Vec<(Made, Permalink)> {
    let mut made = Vec::new();
    let mut add = |page, id: &str| made.push((page, Permalink::of_page(id)));
    let published = |(_, one): &(usize, &Arc<Interview>)| one.published().is_some();
    let mut studies = interviews.iter().enumerate().filter(published).peekable();
    if !surveys.is_empty() || studies.peek().is_some() {
        add(Made::Feedback, "feedback");
    }
    for (index, survey) in surveys.iter().enumerate() {
        add(
            Made::Survey(index),
            &format!("surveys/{}", part(&survey.id)),
        );
    }
    for (index, interview) in studies {
        add(
            Made::Interview(index),
            &format!("interviews/{}", part(&interview.id)),
        );
    }
    made
}

/// A question's waves, the oldest first. One question has one wording: its series breaks where
/// another replaces it.
pub fn series(survey: &Survey, question: usize) -> Vec<Point> {
    let asked = &survey.questions[question];
    let mut points: Vec<Point> = Vec::new();
    let mut last: Option<(usize, &Answers)> = None;
    for (wave, held) in survey.waves.iter().enumerate() {
        let Some(answers) = of_wave(held, question) else {
            continue;
        };
        let n = answers.n();
        let is_shown = n > 0 && n >= survey.min_group;
        let trend = last.filter(|_| is_shown).and_then(|(since, before)| {
            let difference = difference(asked, answers, before)?;
            Some(Trend { since, difference })
        });
        points.push(Point {
            wave,
            n,
            estimate: is_shown.then(|| estimate(asked, answers)).flatten(),
            trend,
        });
        if is_shown {
            last = Some((wave, answers));
        }
    }
    points
}

/// The answers to a question in a wave.
pub fn of_wave(wave: &Wave, question: usize) -> Option<&Answers> {
    let own = |(index, _): &&(usize, Answers)| *index == question;
    wave.answers.iter().find(own).map(|(_, answers)| answers)
}

/// The number for the home page: of the question that is the headline, or of the one that was
/// before it in other words never. The newest wave that can be shown counts.
pub fn headline(survey: &Survey) -> Option<(usize, Point)> {
    let question = survey.questions.iter().position(|one| one.is_headline)?;
    let points = series(survey, question).into_iter().rev();
    let mut shown = points.filter(|point| point.estimate.is_some());
    shown.next().map(|point| (question, point))
}

/// The index of the question that this one replaces.
pub fn replaced(survey: &Survey, question: &Question) -> Option<usize> {
    let (id, _) = question.replaces.as_ref()?;
    let mut questions = survey.questions.iter();
    questions.position(|one| one.id.0 == *id && one.id.0 != question.id.0)
}

/// The one number that answers become: a share, a mean, or -100 to 100.
pub fn estimate(question: &Question, answers: &Answers) -> Option<Estimate> {
    Some(match question.score {
        Score::Top2 => share(answers)?.estimate(),
        Score::Mean | Score::Nps => sample(question, answers)?.estimate(),
    })
}

fn difference(question: &Question, later: &Answers, earlier: &Answers) -> Option<Difference> {
    Some(match question.score {
        Score::Top2 => share(later)?.less(share(earlier)?),
        Score::Mean | Score::Nps => sample(question, later)?.less(&sample(question, earlier)?),
    })
}

/// The share of the two best answers.
fn share(answers: &Answers) -> Option<Share> {
    let best = answers.0.iter().rev().take(2).sum();
    Share::new(best, answers.n())
}

fn sample(question: &Question, answers: &Answers) -> Option<Sample> {
    let value = |place: usize| value(question, place);
    let counted = answers.0.iter().enumerate();
    let counted: Vec<(f64, u64)> = counted
        .map(|(place, count)| (value(place), *count))
        .collect();
    Sample::new(&counted)
}

/// What an answer is worth. The net promoter score is a mean too, of 100 for promoters (9 and 10),
/// -100 for detractors (0 to 6), and 0 for the rest.
///
/// F. F. Reichheld: The one number you need to grow. Harvard Business Review 81 (2003), 46-54.
fn value(question: &Question, place: usize) -> f64 {
    match (question.score, place) {
        (Score::Nps, 9..) => 100.0,
        (Score::Nps, ..=6) => -100.0,
        (Score::Nps, _) => 0.0,
        (_, place) => {
            let answer = u32::try_from(place as u64 + question.scale.lowest());
            answer.map_or(0.0, f64::from)
        }
    }
}

/// Between which numbers the score of a question lies.
pub fn range(question: &Question) -> (f64, f64) {
    match (question.score, question.scale) {
        (Score::Top2, _) => (0.0, 1.0),
        (Score::Nps, _) => (-100.0, 100.0),
        (Score::Mean, Scale::Five) => (1.0, 5.0),
        (Score::Mean, Scale::Ten) => (0.0, 10.0),
    }
}

/// Which groups of a whole may be shown, in their order.
///
/// A group with fewer than `least` answers is hidden. What is hidden is the whole less everything
/// shown, so it can be computed; therefore it must be nobody, or at least `least` people, those who
/// are in no group among them. Until it is, the smallest group that is left is hidden too.
pub fn shown_groups(whole: u64, groups: &[u64], least: u64) -> Vec<bool> {
    let mut shown: Vec<bool> = groups.iter().map(|n| *n >= least && *n > 0).collect();
    loop {
        let open = groups.iter().zip(&shown).filter(|(_, shown)| **shown);
        let seen: u64 = open.clone().map(|(n, _)| *n).sum();
        let rest = whole.saturating_sub(seen);
        let smallest = open.map(|(n, _)| *n).min();
        let Some(smallest) = smallest.filter(|_| rest > 0 && rest < least) else {
            return shown;
        };
        // Groups of one size are hidden together: which of them came first is no reason.
        for (shown, n) in shown.iter_mut().zip(groups) {
            *shown &= *n != smallest;
        }
    }
}

#[cfg(test)]
mod tests;
