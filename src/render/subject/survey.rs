//! A survey: each question with its waves, its newest answers and its groups, then what was said.

use serde::Serialize;

use crate::load::survey::{Question, Survey, Wave};
use crate::model::survey::{self as series, Point, words};
use crate::model::{Site, evidence};
use crate::path::Permalink;
use crate::render::view::{DateView, HeadingView};

use super::reference::RefView;
use super::said::{self, DoneView, SaidView};
use super::score::{self, ScoreView};
use super::table::{Cell, TableView};

mod chart;
mod groups;
mod twin;

/// What the page of a survey shows.
#[derive(Clone, Debug, Serialize)]
pub struct SurveyView {
    /// The id.
    pub id: String,
    /// The questions that are asked, in the author's order.
    pub questions: Vec<QuestionView>,
    /// The questions that were asked before in other words.
    pub earlier: Vec<QuestionView>,
    /// The waves, the newest first.
    pub waves: Vec<WaveView>,
    /// How many answers a group needs to be shown.
    pub min_group: u64,
    /// The page "You said, we did".
    pub feedback: Option<String>,
}

/// A question and what was answered.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    /// The id of its place on the page.
    pub anchor: String,
    /// What is asked, word by word.
    pub text: String,
    /// How its number is made.
    pub how: String,
    /// Its number in the newest wave that can be shown.
    pub score: Option<ScoreView>,
    /// Its number wave by wave, drawn.
    pub chart: Option<EstimatesView>,
    /// The same as a table.
    pub table: Option<TableView>,
    /// How often each answer was given in the newest wave.
    pub answers: Option<AnswersView>,
    /// The numbers of groups.
    pub groups: Option<GroupsView>,
    /// In which words it was asked before.
    pub before: Option<BrokenView>,
    /// In which words it is asked now.
    pub after: Option<BrokenView>,
}

/// Where a series breaks, since the words or the scale changed.
#[derive(Clone, Debug, Serialize)]
pub struct BrokenView {
    /// The other words.
    pub text: String,
    /// The place of that question on the page.
    pub anchor: String,
    /// The first wave of the newer words; none as long as nobody was asked.
    pub since: Option<String>,
}

/// Numbers with their 95 % intervals on one line from the lowest to the highest.
#[derive(Clone, Debug, Serialize)]
pub struct EstimatesView {
    /// Unique on the page.
    pub id: String,
    /// What is drawn.
    pub title: String,
    /// The number at the left end.
    pub low: String,
    /// The number at the right end.
    pub high: String,
    /// A line each.
    pub rows: Vec<EstimateView>,
}

/// A number with its interval.
#[derive(Clone, Debug, Serialize)]
pub struct EstimateView {
    /// Whose number it is: a wave or a group.
    pub label: String,
    /// The number in words, with its unit and its change.
    pub text: String,
    /// The number's place on the line, in percent.
    pub at: String,
    /// Where its interval begins, in percent; none without an interval.
    pub from: Option<String>,
    /// Where its interval ends, in percent.
    pub to: Option<String>,
    /// How long the interval is, in percent.
    pub length: Option<String>,
}

/// How often each answer was given.
#[derive(Clone, Debug, Serialize)]
pub struct AnswersView {
    /// Unique on the page.
    pub id: String,
    /// What is drawn.
    pub title: String,
    /// A column for each answer.
    pub columns: Vec<AnswerView>,
    /// What the fillings mean.
    pub key: Vec<FillingView>,
    /// The same as a table.
    pub table: TableView,
}

/// One answer and how many gave it.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerView {
    /// The answer: a number of the scale.
    pub label: String,
    /// How many people gave it.
    pub count: u64,
    /// Where the column begins from the left, in percent.
    pub from: String,
    /// How wide it is, in percent.
    pub width: String,
    /// Its middle, in percent.
    pub middle: String,
    /// Where its top is, in pixels from the top.
    pub top: u64,
    /// How high it is, in pixels.
    pub height: u64,
    /// Its filling: `full`, `lines` or `open`.
    pub filling: &'static str,
}

/// What a filling means.
#[derive(Clone, Debug, Serialize)]
pub struct FillingView {
    /// `full`, `lines` or `open`.
    pub filling: &'static str,
    /// What it means.
    pub text: String,
}

/// The numbers of groups.
#[derive(Clone, Debug, Serialize)]
pub struct GroupsView {
    /// Those of the newest wave, drawn.
    pub chart: EstimatesView,
    /// All waves as a table.
    pub table: TableView,
    /// Whether some are not shown.
    pub has_hidden: bool,
}

/// One time that the survey was held.
#[derive(Clone, Debug, Serialize)]
pub struct WaveView {
    /// The id.
    pub id: String,
    /// The id of its place on the page.
    pub anchor: String,
    /// When it was held.
    pub on: Option<DateView>,
    /// How many answered, at most, and of how many: `80 of 180 people answered, 44 %`.
    pub answered: Option<String>,
    /// What people said.
    pub quotes: Vec<SaidView>,
    /// What was done.
    pub actions: Vec<DoneView>,
    /// The items of the roadmap that rest on it.
    pub caused: Vec<RefView>,
}

/// The view of a survey.
pub fn view(site: &Site, index: usize, here: &Permalink) -> SurveyView {
    let survey = &site.typed.surveys[index];
    let questions = survey.questions.iter().enumerate();
    let is_earlier = |index: &usize| {
        let mut others = survey.questions.iter();
        others.any(|other| series::replaced(survey, other) == Some(*index))
    };
    let (earlier, now): (Vec<_>, Vec<_>) = questions.partition(|(index, _)| is_earlier(index));
    let view = |(index, _): (usize, &Question)| question(site, survey, index, here);
    let waves = survey.waves.iter().rev();
    SurveyView {
        id: survey.id.clone(),
        questions: now.into_iter().map(view).collect(),
        earlier: earlier.into_iter().map(view).collect(),
        waves: waves.map(|one| wave(site, index, one, here)).collect(),
        min_group: survey.min_group,
        feedback: said::feedback(site, here),
    }
}

fn anchor(question: &Question) -> String {
    format!("question-{}", question.id.0.to_lowercase())
}

fn question(site: &Site, survey: &Survey, index: usize, here: &Permalink) -> QuestionView {
    let asked = &survey.questions[index];
    let points = series::series(survey, index);
    let newest = points.iter().rev().find(|point| point.estimate.is_some());
    let answers = newest.and_then(|point| {
        let wave = &survey.waves[point.wave];
        Some(chart::answers(asked, wave, series::of_wave(wave, index)?))
    });
    let other = |other: usize, newer: usize| {
        let first = series::series(survey, newer);
        BrokenView {
            text: survey.questions[other].text.clone(),
            anchor: anchor(&survey.questions[other]),
            since: first
                .first()
                .map(|point| survey.waves[point.wave].id.0.clone()),
        }
    };
    let mut others = survey.questions.iter();
    let newer = others.position(|other| series::replaced(survey, other) == Some(index));
    QuestionView {
        anchor: anchor(asked),
        text: asked.text.clone(),
        how: words::how(asked),
        score: newest.and_then(|point| score::view(survey, asked, point)),
        chart: newest.map(|_| chart::waves(survey, asked, &points)),
        table: (!points.is_empty()).then(|| table(survey, asked, &points)),
        answers,
        groups: groups::view(site, survey, index, &points, here),
        before: series::replaced(survey, asked).map(|before| other(before, index)),
        after: newer.map(|newer| other(newer, newer)),
    }
}

/// A row for each wave, the newest first.
fn table(survey: &Survey, question: &Question, points: &[Point]) -> TableView {
    let columns = [
        "Wave",
        "Number",
        "95 % interval",
        "Answers",
        "Response",
        "Change",
    ];
    let row = |point: &Point| {
        let wave = &survey.waves[point.wave];
        let score = score::view(survey, question, point);
        let text = |text: Option<String>| Cell::Text(text.unwrap_or_default());
        vec![
            Cell::Text(wave.id.0.clone()),
            Cell::Text(score.as_ref().map_or_else(
                || format!("fewer than {} answers", survey.min_group.max(1)),
                |score| score.value.clone(),
            )),
            text(score.as_ref().and_then(|score| score.interval.clone())),
            text(score.as_ref().map(|score| score.n.to_string())),
            text(score.as_ref().and_then(|score| score.response.clone())),
            text(score.and_then(|score| score.trend).map(|trend| trend.text)),
        ]
    };
    let rows = points.iter().rev().map(row).collect();
    TableView::new(format!("Wave by wave: {}", question.text), &columns, rows)
}

fn wave(site: &Site, survey: usize, wave: &Wave, here: &Permalink) -> WaveView {
    let source = said::of_wave(site, survey, &wave.id.0, here);
    let quotes = wave.quotes.kept.iter();
    let actions = wave.actions.iter();
    WaveView {
        id: wave.id.0.clone(),
        anchor: evidence::wave_anchor(&wave.id.0),
        on: wave.on.map(DateView::from),
        answered: answered(wave, site.typed.surveys[survey].min_group),
        quotes: quotes
            .map(|quote| said::of_quote(site, quote, &[], &source, here).view)
            .collect(),
        caused: said::caused(site, &source.named, here),
        actions: actions
            .map(|action| said::done_view(site, action, &source, here))
            .collect(),
    }
}

/// How many answered any one question, at most.
fn answered(wave: &Wave, least: u64) -> Option<String> {
    let most = wave.answers.iter().map(|(_, answers)| answers.n()).max()?;
    if most < least {
        return Some(format!("fewer than {least} people answered"));
    }
    let people = if most == 1 { "person" } else { "people" };
    Some(match wave.invited {
        None => format!("{most} {people} answered"),
        Some(invited) => {
            let rate = words::response(most, invited);
            let rate = rate.map_or(String::new(), |rate| format!(", {rate}"));
            format!("{most} of {invited} {people} answered{rate}")
        }
    })
}

/// Why some groups are not shown.
pub fn hidden(min_group: u64) -> String {
    format!(
        "Groups with fewer than {min_group} answers are not shown, nor are others from which they \
         could be computed."
    )
}

impl SurveyView {
    /// The headings of the page.
    pub fn contents(&self) -> Vec<HeadingView> {
        let heading = |id: &str, text: &str| {
            let mut html = String::new();
            crate::render::link::escape(text, &mut html);
            HeadingView {
                level: 2,
                id: id.to_owned(),
                html,
            }
        };
        let questions = self.questions.iter();
        let questions = questions.map(|one| heading(&one.anchor, &one.text));
        let waves = self.waves.iter();
        let has_words = waves
            .clone()
            .any(|one| !one.quotes.is_empty() || !one.actions.is_empty());
        let last = has_words.then(|| heading("waves", "What people said, and what followed"));
        let earlier =
            (!self.earlier.is_empty()).then(|| heading("earlier", "Asked in other words before"));
        questions.chain(last).chain(earlier).collect()
    }
}
