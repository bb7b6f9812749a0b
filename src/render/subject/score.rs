//! The one number of a question in words: its value, how certain it is, and how it changed.

use serde::Serialize;

use crate::load::survey::{Question, Survey};
use crate::model::statistics::Estimate;
use crate::model::survey::{self, Point, Trend, words};
use crate::model::{Made, Site};
use crate::path::Permalink;
use crate::render::view::DateView;

/// The number of a question in one wave.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreView {
    /// The number with its unit: `74 %`, `3.9 of 5`, `+23`.
    pub value: String,
    /// What it is: `chose 4 or 5`, `mean`, `net promoter score`.
    pub what: String,
    /// Between which numbers it lies with a confidence of 95 %: `63 to 82 %`.
    pub interval: Option<String>,
    /// How many people answered.
    pub n: u64,
    /// How many were invited.
    pub invited: Option<u64>,
    /// The share of those who were invited that answered: `44 %`.
    pub response: Option<String>,
    /// The id of the wave.
    pub wave: String,
    /// When it was held.
    pub on: Option<DateView>,
    /// How it changed since the wave before.
    pub trend: Option<TrendView>,
}

/// How a number changed.
#[derive(Clone, Debug, Serialize)]
pub struct TrendView {
    /// By how much: `+5`, `−0.3`, `±0`.
    pub change: String,
    /// Since which wave.
    pub since: String,
    /// Whether it is more than chance: beyond its noise.
    pub is_real: bool,
    /// `up` or `down` where it is more than chance, else `level`.
    pub direction: &'static str,
    /// All of it in words: `+5 since 2026-Q2, within noise`.
    pub text: String,
}

/// The number of a survey for the home page.
#[derive(Clone, Debug, Serialize)]
pub struct HeadlineView {
    /// The survey.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// The question.
    pub question: String,
    /// The number of its newest wave.
    pub score: ScoreView,
}

/// The numbers for the home page, in the order of the surveys.
pub fn headlines(site: &Site, here: &Permalink) -> Vec<HeadlineView> {
    let headline = |(index, survey): (usize, &std::sync::Arc<Survey>)| {
        let (question, point) = survey::headline(survey)?;
        let url = site.typed.made_permalink(Made::Survey(index))?;
        let question = &survey.questions[question];
        Some(HeadlineView {
            title: survey.title.clone(),
            url: here.relative(url),
            question: question.text.clone(),
            score: view(survey, question, &point)?,
        })
    };
    let surveys = site.typed.surveys.iter().enumerate();
    surveys.filter_map(headline).collect()
}

/// The number of a question in a wave; None where too few answered.
pub fn view(survey: &Survey, question: &Question, point: &Point) -> Option<ScoreView> {
    let estimate = point.estimate?;
    let wave = &survey.waves[point.wave];
    let trend = point.trend.as_ref();
    Some(ScoreView {
        value: words::value(question, estimate.value),
        what: words::what(question),
        interval: estimate
            .interval
            .map(|pair| words::interval(question, pair)),
        n: point.n,
        invited: wave.invited,
        response: wave
            .invited
            .and_then(|invited| words::response(point.n, invited)),
        wave: wave.id.0.clone(),
        on: wave.on.map(DateView::from),
        trend: trend.map(|trend| trend_view(survey, question, &estimate, trend)),
    })
}

fn trend_view(survey: &Survey, question: &Question, now: &Estimate, trend: &Trend) -> TrendView {
    let since = survey.waves[trend.since].id.0.clone();
    let is_real = trend.difference.is_beyond_noise();
    let change = words::trend(question, now.value, trend);
    let direction = match is_real {
        false => "level",
        true if trend.difference.value > 0.0 => "up",
        true => "down",
    };
    TrendView {
        text: words::since(&change, &since, is_real),
        change,
        since,
        is_real,
        direction,
    }
}

impl ScoreView {
    /// The same in words: `74 % chose 4 or 5 (63 to 82 %), 80 answers`.
    pub fn words(&self) -> String {
        let interval = self.interval.as_ref();
        let interval = interval.map_or(String::new(), |pair| format!(" ({pair})"));
        let trend = self.trend.as_ref();
        let trend = trend.map_or(String::new(), |trend| format!("; {}", trend.text));
        let answers = if self.n == 1 { "answer" } else { "answers" };
        format!(
            "{} {}{interval}, {} {answers}{trend}",
            self.value, self.what, self.n
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;

    fn survey(score: &str, counts: [&str; 2]) -> std::sync::Arc<Survey> {
        let file = SitePath::new("content/surveys/x.toml").expect("a path");
        let text = format!(
            "[[question]]\nid = \"a\"\nscore = \"{score}\"\n\
             [[wave]]\nid = \"q1\"\non = 2026-01-01\ninvited = 200\ncounts = {{ a = [{}] }}\n\
             [[wave]]\nid = \"q2\"\non = 2026-04-01\ninvited = 200\ncounts = {{ a = [{}] }}\n",
            counts[0], counts[1]
        );
        Survey::read(&file, &text)
    }

    fn newest(score: &str, counts: [&str; 2]) -> ScoreView {
        let survey = survey(score, counts);
        assert!(survey.findings.is_empty(), "{:?}", survey.findings);
        let point = survey::series(&survey, 0).pop().expect("a wave");
        view(&survey, &survey.questions[0], &point).expect("enough answers")
    }

    #[test]
    fn a_number_is_said_with_its_certainty_and_its_change() {
        let score = newest("top2", ["4, 9, 16, 31, 14", "2, 5, 14, 38, 21"]);
        assert_eq!(
            score.words(),
            "74 % chose 4 or 5 (63 to 82 %), 80 answers; +13 since q1, within noise"
        );
        assert_eq!(score.response.as_deref(), Some("40 %"));
        let score = newest("mean", ["4, 9, 16, 31, 14", "0, 0, 5, 30, 45"]);
        assert_eq!(
            score.words(),
            "4.5 of 5 mean (4.4 to 4.6), 80 answers; +0.9 since q1"
        );
        let trend = score.trend.expect("a wave before");
        assert_eq!((trend.direction, trend.is_real), ("up", true));
    }

    #[test]
    fn a_fall_has_a_minus_and_no_change_has_neither() {
        let score = newest("nps", ["0,0,0,0,0,0,5,9,9,30,27", "9,9,9,9,9,9,9,0,0,2,5"]);
        assert_eq!(score.value, "−80");
        let trend = score.trend.expect("a wave before");
        assert_eq!(
            (trend.text.as_str(), trend.direction),
            ("−145 since q1", "down")
        );
        let score = newest("top2", ["1, 1, 1, 1, 1", "2, 2, 2, 2, 2"]);
        assert_eq!(
            score.trend.expect("a wave before").text,
            "±0 since q1, within noise"
        );
    }
}
