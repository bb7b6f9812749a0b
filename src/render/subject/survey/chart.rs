//! Where everything stands in the charts of a survey. Places from the left are percents, so that a
//! chart fits every width and its letters keep their size.

use crate::load::survey::{Answers, Question, Score, Survey, Wave};
use crate::model::statistics::Estimate;
use crate::model::survey::{self as series, Point, words};

use super::super::score;
use super::super::table::{Cell, TableView};
use super::{AnswerView, AnswersView, EstimateView, EstimatesView, FillingView};

/// Waves of a chart; earlier ones are in the table.
const WAVES: usize = 8;
/// How high the highest column is, in pixels, and where it begins.
const HIGHEST: u64 = 120;
const TOP: u64 = 20;

/// The numbers of a question, wave by wave.
pub fn waves(survey: &Survey, question: &Question, points: &[Point]) -> EstimatesView {
    let shown = points
        .iter()
        .rev()
        .filter_map(|point| Some((point, point.estimate?)));
    let row = |(point, estimate): (&Point, Estimate)| {
        let view = score::view(survey, question, point);
        let trend = view.and_then(|view| view.trend);
        let value = words::value(question, estimate.value);
        let text = match trend {
            Some(trend) => format!("{value}, {}", trend.text),
            None => value,
        };
        row(
            question,
            survey.waves[point.wave].id.0.clone(),
            text,
            &estimate,
        )
    };
    EstimatesView {
        id: format!("waves-{}", question.id.0),
        title: "Wave by wave, with 95 % intervals".to_owned(),
        rows: shown.take(WAVES).map(row).collect(),
        ..ends(question)
    }
}

/// A chart without rows, with the numbers at its ends.
pub fn ends(question: &Question) -> EstimatesView {
    let (low, high) = series::range(question);
    EstimatesView {
        id: String::new(),
        title: String::new(),
        low: words::value(question, low),
        high: words::value(question, high),
        rows: Vec::new(),
    }
}

/// A line of a chart.
pub fn row(question: &Question, label: String, text: String, estimate: &Estimate) -> EstimateView {
    let (low, high) = series::range(question);
    let place = |number: f64| (number - low) / (high - low) * 100.0;
    let interval = estimate.interval;
    EstimateView {
        label,
        text,
        at: percent(place(estimate.value)),
        from: interval.map(|(from, _)| percent(place(from))),
        to: interval.map(|(_, to)| percent(place(to))),
        length: interval.map(|(from, to)| percent(place(to) - place(from))),
    }
}

fn percent(number: f64) -> String {
    format!("{:.2}%", number.clamp(0.0, 100.0))
}

/// How often each answer was given in a wave.
pub fn answers(question: &Question, wave: &Wave, answers: &Answers) -> AnswersView {
    let most = answers.0.iter().copied().max().unwrap_or(0).max(1);
    let columns = answers.0.len();
    let label = |place: usize| (place as u64 + question.scale.lowest()).to_string();
    let column = |(place, count): (usize, &u64)| {
        // Counts are at most a thousand million: the product is far from any limit.
        let height = (count * HIGHEST).div_ceil(most);
        let share = |part: usize| format!("{}.{:02}%", part / 100, part % 100);
        let width = 10_000 / columns;
        AnswerView {
            label: label(place),
            count: *count,
            from: share(place * width + width / 10),
            width: share(width - width / 5),
            middle: share(place * width + width / 2),
            top: TOP + HIGHEST - height,
            height,
            filling: filling(question, place),
        }
    };
    let n = answers.n().max(1);
    let row = |(place, count): (usize, &u64)| {
        vec![
            Cell::Text(label(place)),
            Cell::Text(count.to_string()),
            Cell::Text(format!("{} %", (count * 200 + n) / (n * 2))),
        ]
    };
    let title = format!("How often each answer was given in {}", wave.id.0);
    let counted = answers.0.iter().enumerate();
    AnswersView {
        id: format!("answers-{}", question.id.0),
        columns: counted.clone().map(column).collect(),
        key: key(question),
        table: TableView::new(
            format!("{title}: {}", question.text),
            &["Answer", "People", "Share"],
            counted.map(row).collect(),
        ),
        title,
    }
}

/// Which answers make the number.
fn filling(question: &Question, place: usize) -> &'static str {
    match (question.score, place) {
        (Score::Nps, 9..) => "full",
        (Score::Nps, ..=6) => "lines",
        (Score::Nps, _) => "open",
        (Score::Top2, place) if place + 2 >= question.scale.answers() => "full",
        (Score::Top2, _) => "open",
        (Score::Mean, _) => "full",
    }
}

fn key(question: &Question) -> Vec<FillingView> {
    let view = |filling, text: &str| FillingView {
        filling,
        text: text.to_owned(),
    };
    match question.score {
        Score::Mean => Vec::new(),
        Score::Top2 => vec![view("full", "counts"), view("open", "does not")],
        Score::Nps => vec![
            view("full", "counts for"),
            view("open", "counts as nothing"),
            view("lines", "counts against"),
        ],
    }
}
