//! Surveys and interviews: what they refer to, ids that stand twice, and waves that nothing followed.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::interview::Interview;
use crate::load::quote::Quotes;
use crate::load::survey::{Survey, Wave};
use crate::model::{Kind, Site};
use crate::path::SitePath;

use super::references::References;

/// The findings about surveys and interviews that need the site.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let files = &site.typed.files;
    let mut findings = Vec::new();
    let surveys = files.surveys.iter().map(|one| (&one.id, &one.file));
    twice(
        surveys,
        Kind::Survey,
        Code::SurveyDuplicateId,
        &mut findings,
    );
    let interviews = files.interviews.iter().map(|one| (&one.id, &one.file));
    twice(
        interviews,
        Kind::Interview,
        Code::InterviewDuplicateId,
        &mut findings,
    );
    for survey in &files.surveys {
        findings.extend(of_survey(site, survey));
        findings.extend(no_action(site, survey));
    }
    for interview in &files.interviews {
        findings.extend(of_interview(site, interview));
    }
    findings
}

/// Files whose names are the same id, whatever its case.
fn twice<'a>(
    files: impl Iterator<Item = (&'a String, &'a SitePath)>,
    kind: Kind,
    code: Code,
    findings: &mut Vec<Diagnostic>,
) {
    let mut first: HashMap<String, &SitePath> = HashMap::new();
    for (id, file) in files {
        let Some(other) = first.get(&id.to_lowercase()) else {
            first.insert(id.to_lowercase(), file);
            continue;
        };
        let message = format!("{other} is the {} `{id}` too", kind.word());
        findings.push(
            Diagnostic::about(code, file, message).help("give one of the two files another name"),
        );
    }
}

fn of_survey(site: &Site, survey: &Survey) -> Vec<Diagnostic> {
    let mut references = References::of(site, &survey.file, Code::SurveyUnknownId);
    for wave in &survey.waves {
        if let (Some(on), Some(today)) = (wave.on, site.today)
            && on > today
            && !wave.answers.is_empty()
        {
            let message = format!(
                "`{}` has answers, and is held on {} only",
                wave.id.0,
                on.long()
            );
            references.findings.push(
                Diagnostic::at(Code::SurveyUnknownValue, &survey.file, wave.id.1, message)
                    .help("mend `on`: it is the day on which people answered"),
            );
        }
        let personas = wave.groups.iter().map(|group| &group.persona);
        references.all_if_any(Kind::Persona, personas);
        quotes(&mut references, &wave.quotes);
        for action in &wave.actions {
            references.all_if_any(Kind::Item, &action.items);
        }
    }
    references.findings
}

fn of_interview(site: &Site, interview: &Interview) -> Vec<Diagnostic> {
    let mut references = References::of(site, &interview.file, Code::InterviewUnknownId);
    let study = interview.written();
    let personas = study.personas.iter().map(|(persona, _)| persona);
    references.all_if_any(Kind::Persona, personas);
    for theme in &study.themes {
        references.all_if_any(Kind::Item, &theme.items);
        references.all_if_any(Kind::Service, &theme.services);
        quotes(&mut references, &theme.quotes);
    }
    references.findings
}

fn quotes(references: &mut References<'_>, quotes: &Quotes) {
    for quote in quotes.all() {
        references.all_if_any(Kind::Persona, &quote.persona);
        references.all_if_any(Kind::Item, &quote.items);
    }
}

/// The newest wave that has waited long enough for an action, and has none. Waves before it are the
/// past: what they asked for was asked again.
fn no_action(site: &Site, survey: &Survey) -> Option<Diagnostic> {
    let (today, period) = (site.today?, survey.act_within?);
    let is_over = |wave: &&Wave| {
        let by = wave.on.and_then(|on| on.after(period));
        by.is_some_and(|by| by < today)
    };
    let wave = survey.waves.iter().rev().find(is_over)?;
    if !wave.actions.is_empty() || wave.answers.is_empty() {
        return None;
    }
    let message = match wave.on {
        Some(on) => format!(
            "people answered until {}, and nothing has followed",
            on.long()
        ),
        None => "people answered, and nothing has followed".to_owned(),
    };
    let finding = Diagnostic::at(Code::SurveyNoAction, &survey.file, wave.id.1, message)
        .help("say what you do about it: `actions = [{ text = \"…\" }]`")
        .help("a reason why nothing changes is an answer too");
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::date::Date;
    use crate::diagnostic::Code;
    use crate::inputs::Inputs;
    use crate::pipeline;

    const FILE: &str = "content/surveys/happiness.toml";

    fn codes(files: &[(&str, &str)], today: Option<&str>) -> Vec<Code> {
        let mut inputs = Inputs::from_texts(files.iter().copied());
        inputs.today = today.and_then(Date::parse);
        let findings = pipeline::check(&inputs);
        findings.iter().map(|finding| finding.code).collect()
    }

    fn wave(id: &str, on: &str, rest: &str) -> String {
        format!("[[wave]]\nid = \"{id}\"\non = {on}\ncounts = {{ a = [1, 2, 3, 4, 5] }}\n{rest}\n")
    }

    #[test]
    fn a_quote_that_is_kept_back_hides_no_other_mistake() {
        let quote = "{ persona = \"nobody\", text = \"Ask a@example.org\" }";
        let text = format!("[[question]]\nid = \"a\"\n[[wave]]\nid = \"w\"\nquotes = [{quote}]\n");
        let platform = "[[persona]]\nid = \"dev\"\ngroup = \"developer\"\n";
        let found = codes(&[(FILE, &text), ("content/platform.toml", platform)], None);
        assert!(found.contains(&Code::QuotePersonalData), "{found:?}");
        assert!(found.contains(&Code::SurveyUnknownId), "{found:?}");
    }

    #[test]
    fn a_wave_without_an_action_is_said_when_its_time_is_over_and_never_without_a_clock() {
        let survey = format!("[[question]]\nid = \"a\"\n{}", wave("q1", "2026-01-10", ""));
        let said = |text: &str, today| codes(&[(FILE, text)], today);
        assert!(said(&survey, None).is_empty());
        assert!(said(&survey, Some("2026-04-10")).is_empty());
        assert_eq!(said(&survey, Some("2026-04-11")), [Code::SurveyNoAction]);
        let longer = format!("act_within = \"1 year\"\n{survey}");
        assert!(said(&longer, Some("2026-04-11")).is_empty());
        let never = format!("act_within = \"never\"\n{survey}");
        assert!(said(&never, Some("2036-04-11")).is_empty());
        let answered = survey + &wave("q2", "2026-04-01", "actions = [{ text = \"x\" }]");
        assert_eq!(said(&answered, Some("2026-05-01")), [Code::SurveyNoAction]);
        assert!(said(&answered, Some("2026-08-01")).is_empty());
        assert!(Code::SurveyNoAction.is_clock());
    }

    #[test]
    fn a_wave_that_is_still_to_come_has_no_answers() {
        let survey = format!("[[question]]\nid = \"a\"\n{}", wave("q1", "2026-01-10", ""));
        let said = |today| codes(&[(FILE, &survey)], Some(today));
        assert_eq!(said("2026-01-09"), [Code::SurveyUnknownValue]);
        assert!(said("2026-01-10").is_empty());
    }

    #[test]
    fn references_are_checked_where_something_of_the_kind_is_declared() {
        let quote = "quotes = [{ persona = \"sree\", text = \"Fine.\", item = \"nothing\" }]\n\
             groups = { ser = { a = [0, 0, 0, 1, 1] } }";
        let survey = format!(
            "[[question]]\nid = \"a\"\n{}",
            wave("q1", "2026-01-10", quote)
        );
        assert!(codes(&[(FILE, &survey)], None).is_empty());
        let platform = "[[persona]]\nid = \"sre\"\n";
        let page = "+++\npersonas = [\"sre\"]\n+++\n# Home\n";
        let files = [
            ("content/platform.toml", platform),
            ("content/index.md", page),
            (FILE, survey.as_str()),
        ];
        assert_eq!(codes(&files, None), [Code::SurveyUnknownId; 2]);
        let study = "consent = true\npersonas = { ser = 1 }\n[[theme]]\ntext = \"x\"\n\
             quotes = [{ persona = \"sree\", text = \"Fine.\" }]\n";
        let files = [files[0], files[1], ("content/interviews/a.toml", study)];
        assert_eq!(codes(&files, None), [Code::InterviewUnknownId; 2]);
    }
}
