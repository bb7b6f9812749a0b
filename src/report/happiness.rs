//! Whether customers are happy: the headline of each survey, with how certain it is.

use serde::Serialize;

use crate::load::survey::Survey;
use crate::model::Site;
use crate::model::survey::{self, words};

/// The headline of a survey in its newest wave.
#[derive(Clone, Debug, Serialize)]
pub struct Happiness {
    /// The survey's id.
    pub survey: String,
    /// Its title.
    pub title: String,
    /// The question.
    pub question: String,
    /// The wave.
    pub wave: String,
    /// When it was held.
    pub on: Option<String>,
    /// The number: a share from 0 to 1, a mean, or -100 to 100.
    pub value: f64,
    /// The same for people: `74 %`, `3.9 of 5`, `+23`.
    pub text: String,
    /// How many people answered.
    pub n: u64,
    /// How many were asked.
    pub invited: Option<u64>,
    /// Between which numbers it lies with a confidence of 95 %.
    pub interval: Option<(f64, f64)>,
    /// How it changed since the wave before.
    pub trend: Option<Change>,
}

/// A change from one wave to the next.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The wave before.
    pub since: String,
    /// By how much, as `value` counts.
    pub value: f64,
    /// Whether it is more than chance.
    pub beyond_noise: bool,
    /// The same for people: `+6 since 2026-Q1, within noise`.
    pub text: String,
}

/// The headlines of a site's surveys, in their order.
pub fn of(site: &Site) -> Vec<Happiness> {
    let surveys = site.typed.surveys.iter();
    surveys.filter_map(|survey| headline(survey)).collect()
}

fn headline(survey: &Survey) -> Option<Happiness> {
    let (index, point) = survey::headline(survey)?;
    let question = &survey.questions[index];
    let estimate = point.estimate?;
    let wave = &survey.waves[point.wave];
    let trend = point.trend.map(|trend| {
        let difference = trend.difference;
        let since = survey.waves[trend.since].id.0.clone();
        let is_real = difference.is_beyond_noise();
        Change {
            text: words::since(
                &words::trend(question, estimate.value, &trend),
                &since,
                is_real,
            ),
            since,
            value: difference.value,
            beyond_noise: is_real,
        }
    });
    Some(Happiness {
        survey: survey.id.clone(),
        title: survey.title.clone(),
        question: question.text.clone(),
        wave: wave.id.0.clone(),
        on: wave.on.map(|day| day.to_string()),
        value: estimate.value,
        text: words::value(question, estimate.value),
        n: point.n,
        invited: wave.invited,
        interval: estimate.interval,
        trend,
    })
}
