use super::*;

fn read(text: &str) -> Arc<Survey> {
    let file = SitePath::new("content/surveys/happiness.toml").expect("a path");
    Survey::read(&file, text)
}

fn codes(survey: &Survey) -> Vec<Code> {
    survey.findings.iter().map(|finding| finding.code).collect()
}

const QUESTION: &str = "title = \"Developer happiness\"\n[[question]]\nid = \"overall\"\n\
    text = \"How satisfied are you?\"\nscale = 5\nscore = \"top2\"\nheadline = true\n";

fn wave(text: &str) -> Arc<Survey> {
    read(&format!(
        "{QUESTION}[[wave]]\nid = \"2026-Q2\"\non = 2026-05-22\n{text}"
    ))
}

#[test]
fn a_wave_is_read_whole() {
    let survey = wave(
        "invited = 180\ncounts = { overall = [2, 5, 14, 38, 21] }\n\
         groups = { sre = { overall = [0, 1, 2, 6, 3] } }\n\
         quotes = [{ persona = \"developer\", text = \"I waited four hours.\", item = \"a\" }]\n\
         actions = [{ text = \"Restore without a ticket\", items = [\"a\", \"b\"] }]\n",
    );
    assert!(survey.findings.is_empty(), "{:#?}", survey.findings);
    assert_eq!(
        (survey.id.as_str(), survey.min_group),
        ("happiness", MIN_GROUP)
    );
    let wave = &survey.waves[0];
    assert_eq!(wave.answers[0].1.n(), 80);
    assert_eq!(wave.groups[0].answers[0].1.n(), 12);
    assert_eq!(wave.actions[0].items.len(), 2);
    assert!(survey.questions[0].is_headline);
}

#[test]
fn no_key_is_required_for_a_question() {
    let survey = read("[[question]]\nid = \"a\"\n[[question]]\nid = \"b\"\nscore = \"nps\"\n");
    assert!(survey.findings.is_empty(), "{:#?}", survey.findings);
    let kinds = survey.questions.iter().map(|one| (one.scale, one.score));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [(Scale::Five, Score::Top2), (Scale::Ten, Score::Nps)]
    );
    assert_eq!(survey.title, "Happiness");
}

#[test]
fn counts_that_cannot_be_true_are_said_and_left_out() {
    for (counts, messages) in [
        (
            "counts = { overall = [1, 2, 3, 4] }",
            "5 answers to choose from, these are 4",
        ),
        (
            "counts = { overall = [1, 2, -3, 4, 5] }",
            "-3 people cannot have answered",
        ),
        (
            "counts = { overall = [1, 2, 3, 4, 99999999999] }",
            "more people than any",
        ),
        (
            "groups = { sre = { overall = [1, 0, 0, 0, 0] } }",
            "none in `counts`",
        ),
    ] {
        let survey = wave(counts);
        assert_eq!(codes(&survey), [Code::SurveyBadCounts], "{counts}");
        let message = &survey.findings[0].message;
        assert!(message.contains(messages), "{message}");
        assert!(survey.waves[0].answers.is_empty());
    }
    let both = "counts = { overall = [1, 2, 3, 4] }\n\
                groups = { sre = { overall = [1, 0, 0, 0, 0] }, dev = { overall = [0, 1, 0, 0, 0] } }";
    assert_eq!(codes(&wave(both)), [Code::SurveyBadCounts], "one mistake");
    let survey = wave("counts = { overall = [1, 2, 3, 4.5, 5] }");
    assert_eq!(codes(&survey), [Code::SurveyUnknownValue]);
}

#[test]
fn more_answers_than_invitations_leave_the_response_rate_open() {
    let survey = wave("invited = 10\ncounts = { overall = [1, 2, 3, 4, 5] }");
    assert_eq!(codes(&survey), [Code::SurveyBadCounts]);
    assert_eq!(survey.waves[0].invited, None);
    assert_eq!(survey.waves[0].answers[0].1.n(), 15);
}

#[test]
fn a_group_or_groups_together_cannot_be_larger_than_the_whole() {
    let whole = "counts = { overall = [0, 0, 0, 9, 9] }\n";
    for (groups, left) in [
        ("groups = { a = { overall = [1, 0, 0, 0, 0] } }", 0),
        (
            "groups = { a = { overall = [0, 0, 0, 5, 5] }, b = { overall = [0, 0, 0, 5, 0] } }",
            1,
        ),
    ] {
        let survey = wave(&format!("{whole}{groups}"));
        assert_eq!(codes(&survey), [Code::SurveyBadCounts], "{groups}");
        let wave = &survey.waves[0];
        let shown = wave.groups.iter().filter(|group| !group.answers.is_empty());
        assert_eq!(shown.count(), left, "{groups}");
    }
}

#[test]
fn questions_and_waves_have_their_ids_once() {
    let survey = read(&format!(
        "{QUESTION}[[question]]\nid = \"Overall\"\n\
         [[wave]]\nid = \"x\"\non = 2026-01-01\n[[wave]]\nid = \"X\"\non = 2026-01-02\n"
    ));
    assert_eq!(codes(&survey), [Code::SurveyDuplicateId; 2]);
}

#[test]
fn a_question_that_is_not_there_is_said_with_the_nearest() {
    let survey = wave("counts = { overal = [1, 2, 3, 4, 5] }");
    assert_eq!(codes(&survey), [Code::SurveyUnknownId]);
    assert_eq!(survey.findings[0].label, "did you mean `overall`?");
    let survey = read(&format!("{QUESTION}replaces = \"overall\"\n"));
    assert_eq!(codes(&survey), [Code::SurveyUnknownId]);
    assert_eq!(
        survey.findings[0].message,
        "a question cannot replace itself"
    );
}

#[test]
fn waves_stand_in_their_order_and_say_when() {
    let survey =
        read("[[wave]]\nid = \"b\"\non = 2026-05-22\n[[wave]]\nid = \"a\"\non = 2026-02-22\n");
    assert_eq!(codes(&survey), [Code::SurveyBadDate]);
    let survey = read("[[wave]]\nid = \"b\"\n");
    assert_eq!(codes(&survey), [Code::SurveyBadDate]);
    let survey = read("[[wave]]\nid = \"b\"\non = \"22.5.2026\"\n");
    assert_eq!(codes(&survey), [Code::SurveyBadDate]);
}

#[test]
fn one_headline_and_a_scale_that_fits_its_score() {
    let survey = read(&format!(
        "{QUESTION}[[question]]\nid = \"b\"\nheadline = true\n"
    ));
    assert_eq!(codes(&survey), [Code::SurveyUnknownValue]);
    let survey = read("[[question]]\nid = \"a\"\nscale = 5\nscore = \"nps\"\n");
    assert_eq!(codes(&survey), [Code::SurveyUnknownValue]);
    assert_eq!(survey.findings[0].replacement.as_deref(), Some("10"));
    let survey = read("[[question]]\nid = \"a\"\nscale = 7\n");
    assert_eq!(codes(&survey), [Code::SurveyUnknownValue]);
}

#[test]
fn one_bad_thing_hides_no_other() {
    let survey = wave(
        "invited = \"many\"\ncounts = { overal = [1], overall = [1, 2, 3, 4, 5] }\n\
         quotes = [{ text = \"Ask @mara\" }, { txt = \"x\" }, { text = \"Fine.\" }]\n\
         actions = [{ item = \"a\" }]\nmin_group = 3\nnote = \"x\"\n",
    );
    let mut codes = codes(&survey);
    codes.sort_unstable();
    let mut wanted = vec![
        Code::TomlMisplacedKey,
        Code::SurveyUnknownKey,
        Code::SurveyUnknownKey,
        Code::SurveyUnknownValue,
        Code::SurveyUnknownValue,
        Code::SurveyUnknownValue,
        Code::SurveyUnknownId,
        Code::QuotePersonalData,
    ];
    wanted.sort_unstable();
    assert_eq!(codes, wanted, "{:#?}", survey.findings);
    assert_eq!(survey.waves[0].quotes.kept.len(), 1);
    assert_eq!(survey.waves[0].answers.len(), 1);
}
