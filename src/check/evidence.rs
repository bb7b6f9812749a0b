//! References to what people said, wherever something names its evidence.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::Written;
use crate::model::{Kind, Site, evidence};
use crate::path::SitePath;

/// The findings about references such as `survey:happiness/2026-Q2` in a file: one for each that
/// means nothing.
pub fn check<'w>(
    site: &Site,
    file: &SitePath,
    code: Code,
    written: impl IntoIterator<Item = &'w Written>,
) -> Vec<Diagnostic> {
    let ids = &site.typed.ids;
    let means_nothing = |(reference, _): &&Written| {
        // Evidence may come before its file: where nothing of a kind is declared, any id is fine.
        let is_early = (reference.starts_with(evidence::SURVEY) && !ids.has(Kind::Survey))
            || (reference.starts_with(evidence::INTERVIEW) && !ids.has(Kind::Interview));
        !is_early && evidence::find(&site.typed, reference).is_none()
    };
    let dead = written.into_iter().filter(means_nothing);
    dead.map(|(reference, span)| {
        let message = format!("there is no survey, wave or interview `{reference}`");
        let finding = Diagnostic::at(code, file, *span, message);
        let known = evidence::all(&site.typed);
        match suggest::nearest(reference, known.iter().map(String::as_str)) {
            Some(near) => finding
                .label(format!("did you mean `{near}`?"))
                .replacement(format!("\"{near}\"")),
            None => finding.help(
                "write `survey:<file>/<wave>` for a file in content/surveys/, or \
                 `interview:<file>` for one in content/interviews/",
            ),
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::model::{Made, Site};
    use crate::source::Span;

    fn site() -> Site {
        let inputs = Inputs::from_texts([
            (
                "content/surveys/happiness.toml",
                "title = \"Happiness\"\n[[wave]]\nid = \"2026-Q2\"\non = 2026-05-22\n",
            ),
            (
                "content/interviews/db.toml",
                "title = \"Databases\"\nconsent = true\n",
            ),
            ("content/interviews/ci.toml", "title = \"Builds\"\n"),
        ]);
        let loaded = crate::load::load(&inputs, &crate::load::LoadMemo::default());
        Site::assemble(&inputs, &loaded).0
    }

    #[test]
    fn a_reference_means_a_wave_a_survey_or_interviews() {
        let site = site();
        let find = |reference: &str| evidence::find(&site.typed, reference);
        let wave = find("survey:happiness/2026-Q2").expect("a wave");
        assert_eq!(wave.title, "Happiness, 2026-Q2");
        assert_eq!(
            (wave.made, wave.anchor.as_str()),
            (Some(Made::Survey(0)), "wave-2026-q2")
        );
        assert_eq!(
            find("survey:happiness").expect("a survey").title,
            "Happiness"
        );
        assert_eq!(find("interview:db").expect("a study").title, "Databases");
        for nothing in [
            "survey:happiness/2026-Q9",
            "interview:none",
            "happiness",
            "",
        ] {
            assert_eq!(find(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn of_interviews_without_consent_not_even_the_title_is_told() {
        let hidden = evidence::find(&site().typed, "interview:ci").expect("a study");
        assert_eq!(
            (hidden.title.as_str(), hidden.made),
            ("Interviews that are not published", None)
        );
    }

    #[test]
    fn what_means_nothing_is_said_with_the_nearest() {
        let site = site();
        let file = SitePath::new("content/roadmap/items.toml").expect("a path");
        let written: Vec<Written> = ["survey:hapiness/2026-Q2", "interview:db", "the board"]
            .map(|text| (text.to_owned(), Span::default()))
            .to_vec();
        let found = check(&site, &file, Code::SurveyUnknownId, &written);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].label, "did you mean `survey:happiness/2026-Q2`?");
        assert!(found[1].help[0].starts_with("write `survey:"));
    }
}
