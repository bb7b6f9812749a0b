//! The numbers of surveys in words, the same wherever they are shown.

use crate::load::survey::{Question, Score};

use super::Trend;

/// What the number is, to stand behind it.
pub fn what(question: &Question) -> String {
    let best = question.scale.highest();
    match question.score {
        Score::Top2 => format!("chose {} or {best}", best - 1),
        Score::Mean => "mean".to_owned(),
        Score::Nps => "net promoter score".to_owned(),
    }
}

/// How the number is made, in a sentence.
pub fn how(question: &Question) -> String {
    let (low, best) = (question.scale.lowest(), question.scale.highest());
    match question.score {
        Score::Top2 => format!(
            "Answers go from {low} to {best}. The number is the share of people who chose {} or {best}.",
            best - 1
        ),
        Score::Mean => format!("Answers go from {low} to {best}. The number is their mean."),
        Score::Nps => {
            "Answers go from 0 to 10. The number is the share of 9 and 10 less the share \
             of 0 to 6: it lies between −100 and +100."
                .to_owned()
        }
    }
}

/// A number with its unit.
pub fn value(question: &Question, number: f64) -> String {
    match question.score {
        Score::Top2 => format!("{} %", whole(number * 100.0)),
        Score::Mean => format!("{} of {}", tenths(number), question.scale.highest()),
        Score::Nps => signed(&whole(number)),
    }
}

/// Between which numbers: the unit once.
pub fn interval(question: &Question, (low, high): (f64, f64)) -> String {
    match question.score {
        Score::Top2 => format!("{} to {} %", whole(low * 100.0), whole(high * 100.0)),
        Score::Mean => format!("{} to {}", tenths(low), tenths(high)),
        Score::Nps => format!("{} to {}", signed(&whole(low)), signed(&whole(high))),
    }
}

/// The response rate, a percent rounded.
pub fn response(n: u64, invited: u64) -> Option<String> {
    (invited > 0).then(|| format!("{} %", (n * 200 + invited) / (invited * 2)))
}

/// A change in words, of the number that it led to: `+5`, `−0.3`, `±0`.
pub fn trend(question: &Question, now: f64, trend: &Trend) -> String {
    change(question, now, now - trend.difference.value)
}

/// How a change is told: `+5 since 2026-Q2, within noise`.
pub fn since(change: &str, wave: &str, is_beyond_noise: bool) -> String {
    let noise = if is_beyond_noise {
        ""
    } else {
        ", within noise"
    };
    format!("{change} since {wave}{noise}")
}

/// The difference of two numbers as they are shown, so that a reader who subtracts finds the same.
fn change(question: &Question, now: f64, before: f64) -> String {
    let unit = match question.score {
        Score::Top2 => 100.0,
        Score::Mean => 10.0,
        Score::Nps => 1.0,
    };
    let steps = (now * unit).round() - (before * unit).round();
    let text = match question.score {
        Score::Mean => tenths(steps / 10.0),
        _ => whole(steps),
    };
    match steps {
        0.0 => "±0".to_owned(),
        _ => signed(&text),
    }
}

/// A whole number, with the minus sign of books.
fn whole(number: f64) -> String {
    minus(&format!("{:.0}", number.round()))
}

fn tenths(number: f64) -> String {
    minus(&format!("{:.1}", (number * 10.0).round() / 10.0))
}

fn minus(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(zero) if zero.chars().all(|digit| "0.".contains(digit)) => zero.to_owned(),
        Some(number) => format!("−{number}"),
        None => text.to_owned(),
    }
}

fn signed(text: &str) -> String {
    match text.starts_with('−') || text == "0" {
        true => text.to_owned(),
        false => format!("+{text}"),
    }
}
