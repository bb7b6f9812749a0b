//! What a decision rests on: a wave of a survey, or interviews, named by one reference.
//!
//! `survey:happiness/2026-Q2` is a wave, `survey:happiness` all of them, `interview:db-2026-05` a
//! study. Whoever has such references asks here; the check of them is [`crate::check::evidence`].

use crate::date::Date;

use super::{Kind, Made, Typed};

/// Something that people said, and that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What it is called: "Developer happiness, 2026-Q2".
    pub title: String,
    /// When people answered.
    pub on: Option<Date>,
    /// The page that shows it; None where it may not be published.
    pub made: Option<Made>,
    /// The id of its place on that page; empty for the page itself.
    pub anchor: String,
}

/// How a reference to a survey begins.
pub const SURVEY: &str = "survey:";
/// How a reference to interviews begins.
pub const INTERVIEW: &str = "interview:";

/// What a reference means; None where it means nothing.
pub fn find(typed: &Typed, reference: &str) -> Option<Evidence> {
    if let Some(id) = reference.strip_prefix(INTERVIEW) {
        let index = typed.ids.find(Kind::Interview, id)?;
        // Without consent not even the title is published.
        return Some(match typed.interviews[index].published() {
            Some(study) => Evidence {
                title: study.title.clone(),
                on: study.on,
                made: Some(Made::Interview(index)),
                anchor: String::new(),
            },
            None => Evidence {
                title: "Interviews that are not published".to_owned(),
                on: None,
                made: None,
                anchor: String::new(),
            },
        });
    }
    let name = reference.strip_prefix(SURVEY)?;
    let (id, wave) = match name.split_once('/') {
        Some((id, wave)) => (id, Some(wave)),
        None => (name, None),
    };
    let index = typed.ids.find(Kind::Survey, id)?;
    let survey = &typed.surveys[index];
    let made = Some(Made::Survey(index));
    let Some(wave) = wave else {
        return Some(Evidence {
            title: survey.title.clone(),
            on: None,
            made,
            anchor: String::new(),
        });
    };
    let wave = survey.waves.iter().find(|one| one.id.0 == wave)?;
    Some(Evidence {
        title: format!("{}, {}", survey.title, wave.id.0),
        on: wave.on,
        made,
        anchor: wave_anchor(&wave.id.0),
    })
}

/// Every reference that means something, in no order, for advice.
pub fn all(typed: &Typed) -> Vec<String> {
    let mut all = Vec::new();
    for survey in &typed.surveys {
        all.push(format!("{SURVEY}{}", survey.id));
        let waves = survey.waves.iter();
        all.extend(waves.map(|wave| format!("{SURVEY}{}/{}", survey.id, wave.id.0)));
    }
    let interviews = typed.interviews.iter();
    all.extend(interviews.map(|one| format!("{INTERVIEW}{}", one.id)));
    all
}

/// The id of a wave's place on the page of its survey.
pub fn wave_anchor(wave: &str) -> String {
    format!("wave-{}", super::made::part(&wave.to_lowercase()))
}
