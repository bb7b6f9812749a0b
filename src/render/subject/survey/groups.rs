//! The numbers of groups, of which small ones are hidden.

use crate::load::survey::{Answers, Question, Survey};
use crate::model::Site;
use crate::model::survey::{self as series, Point, words};
use crate::path::Permalink;

use super::super::reference;
use super::super::score;
use super::super::table::{Cell, TableView};
use super::{EstimateView, EstimatesView, GroupsView, chart};

/// The newest waves of the table.
const WAVES: usize = 4;

/// What is shown of a group in a wave.
enum Shown<'a> {
    /// Its answers.
    Answers(&'a Answers),
    /// Nothing, to protect it or another.
    Hidden,
    /// There is nothing.
    None,
}

/// The numbers of groups; None where no wave that is shown has any.
pub fn view(
    site: &Site,
    survey: &Survey,
    index: usize,
    points: &[Point],
    here: &Permalink,
) -> Option<GroupsView> {
    let question = &survey.questions[index];
    let shown = points.iter().rev().filter(|point| point.estimate.is_some());
    let points: Vec<&Point> = shown.take(WAVES).collect();
    let ids = ids(survey, index, &points);
    if ids.is_empty() {
        return None;
    }
    let of_points: Vec<Vec<Shown<'_>>> = points
        .iter()
        .map(|point| of_wave(survey, index, point, &ids))
        .collect();
    let is_hidden = |one: &Shown<'_>| matches!(one, Shown::Hidden);
    let name = |id: &str| {
        let written = (id.to_owned(), crate::source::Span::default());
        reference::written_persona(site, &written, here)
    };
    let mut rows = vec![everyone(survey, question, &points)];
    for (at, id) in ids.iter().enumerate() {
        let mut row = vec![Cell::Ref(name(id))];
        row.extend(of_points.iter().map(|wave| cell(question, &wave[at])));
        rows.push(row);
    }
    let waves = points
        .iter()
        .map(|point| survey.waves[point.wave].id.0.as_str());
    let columns: Vec<&str> = std::iter::once("Group").chain(waves).collect();
    // The newest wave in which a group may be seen is drawn.
    let (point, wave) = points
        .iter()
        .zip(&of_points)
        .find(|(_, wave)| {
            let seen = |one: &Shown<'_>| matches!(one, Shown::Answers(_));
            wave.iter().any(seen)
        })
        .or_else(|| points.iter().zip(&of_points).next())?;
    let names = ids.iter().map(|id| name(id).text);
    Some(GroupsView {
        chart: EstimatesView {
            id: format!("groups-{}", question.id.0),
            title: format!("By group in {}", survey.waves[point.wave].id.0),
            rows: drawn(question, point, names, wave),
            ..chart::ends(question)
        },
        table: TableView::new(format!("By group: {}", question.text), &columns, rows),
        has_hidden: of_points.iter().flatten().any(is_hidden),
    })
}

/// The groups that answered the question in any of these waves, in the order of the newest.
fn ids<'a>(survey: &'a Survey, question: usize, points: &[&Point]) -> Vec<&'a str> {
    let mut ids: Vec<&str> = Vec::new();
    for point in points {
        for group in &survey.waves[point.wave].groups {
            let has_answered = group.answers.iter().any(|(one, _)| *one == question);
            if has_answered && !ids.contains(&group.persona.0.as_str()) {
                ids.push(&group.persona.0);
            }
        }
    }
    ids
}

/// What may be shown of each group in a wave.
fn of_wave<'a>(survey: &'a Survey, question: usize, point: &Point, ids: &[&str]) -> Vec<Shown<'a>> {
    let groups = &survey.waves[point.wave].groups;
    let answers: Vec<Option<&Answers>> = ids
        .iter()
        .map(|id| {
            let group = groups.iter().find(|group| group.persona.0 == *id)?;
            let own = group.answers.iter().find(|(one, _)| *one == question);
            own.map(|(_, answers)| answers)
        })
        .collect();
    let sizes: Vec<u64> = answers
        .iter()
        .map(|one| one.map_or(0, Answers::n))
        .collect();
    let open = series::shown_groups(point.n, &sizes, survey.min_group);
    let shown = answers.into_iter().zip(open);
    shown
        .map(|(answers, is_open)| match answers {
            None => Shown::None,
            Some(answers) if is_open => Shown::Answers(answers),
            Some(_) => Shown::Hidden,
        })
        .collect()
}

fn cell(question: &Question, shown: &Shown<'_>) -> Cell {
    Cell::Text(match shown {
        Shown::None => String::new(),
        Shown::Hidden => "not shown".to_owned(),
        Shown::Answers(answers) => {
            let estimate = series::estimate(question, answers);
            let value = estimate.map(|one| words::value(question, one.value));
            format!("{} (n = {})", value.unwrap_or_default(), answers.n())
        }
    })
}

fn everyone(survey: &Survey, question: &Question, points: &[&Point]) -> Vec<Cell> {
    let cell = |point: &&Point| {
        let view = score::view(survey, question, point);
        Cell::Text(view.map_or(String::new(), |view| {
            format!("{} (n = {})", view.value, view.n)
        }))
    };
    let waves = points.iter().map(cell);
    std::iter::once(Cell::Text("Everyone".to_owned()))
        .chain(waves)
        .collect()
}

fn drawn(
    question: &Question,
    point: &Point,
    names: impl Iterator<Item = String>,
    wave: &[Shown<'_>],
) -> Vec<EstimateView> {
    let mut rows = Vec::new();
    if let Some(estimate) = &point.estimate {
        let text = format!(
            "{}, n = {}",
            words::value(question, estimate.value),
            point.n
        );
        rows.push(chart::row(question, "Everyone".to_owned(), text, estimate));
    }
    for (name, shown) in names.zip(wave) {
        if let Shown::Answers(answers) = shown
            && let Some(estimate) = series::estimate(question, answers)
        {
            let text = format!(
                "{}, n = {}",
                words::value(question, estimate.value),
                answers.n()
            );
            rows.push(chart::row(question, name, text, &estimate));
        }
    }
    rows
}
