use super::*;

use proptest::prelude::*;

use crate::path::SitePath;

fn read(text: &str) -> std::sync::Arc<Survey> {
    let file = SitePath::new("content/surveys/happiness.toml").expect("a path");
    let survey = Survey::read(&file, text);
    assert!(survey.findings.is_empty(), "{:#?}", survey.findings);
    survey
}

const THREE: &str = "[[question]]\nid = \"a\"\nscore = \"top2\"\nheadline = true\n\
    [[wave]]\nid = \"q1\"\non = 2026-02-20\ncounts = { a = [4, 9, 16, 31, 14] }\n\
    [[wave]]\nid = \"q2\"\non = 2026-05-22\ncounts = { a = [2, 5, 14, 38, 21] }\n\
    [[wave]]\nid = \"q3\"\non = 2026-09-04\ncounts = { a = [1, 4, 13, 40, 27] }\n";

/// The numbers of the worked example in the documentation.
#[test]
fn the_worked_example_of_the_documentation_is_right() {
    let survey = read(THREE);
    let points = series(&survey, 0);
    let percent = |value: f64| format!("{:.0}", value * 100.0);
    let estimate = points[1].estimate.expect("enough answers");
    let (low, high) = estimate.interval.expect("an interval");
    assert_eq!([estimate.value, low, high].map(percent), ["74", "63", "82"]);
    let change = |point: &Point| {
        let difference = point.trend.expect("a wave before").difference;
        let (low, high) = difference.interval.expect("an interval");
        (
            [difference.value, low, high].map(percent),
            difference.is_beyond_noise(),
        )
    };
    assert_eq!(points[0].trend, None);
    assert_eq!(
        change(&points[1]),
        (["13", "-2", "27"].map(str::to_owned), false)
    );
    assert_eq!(
        change(&points[2]),
        (["5", "-8", "18"].map(str::to_owned), false)
    );
    let mean = read(&THREE.replace("top2", "mean"));
    let estimate = series(&mean, 0)[1].estimate.expect("enough answers");
    let (low, high) = estimate.interval.expect("an interval");
    assert_eq!(
        [estimate.value, low, high].map(|one| format!("{one:.1}")),
        ["3.9", "3.7", "4.1"]
    );
    // From the first wave to the last, which no page compares.
    let without = THREE.replace("[2, 5, 14, 38, 21]", "[0, 0, 0, 0, 0]");
    assert_eq!(
        change(&series(&read(&without), 0)[2]),
        (["18", "4", "32"].map(str::to_owned), true)
    );
}

#[test]
fn the_net_promoter_score_is_promoters_less_detractors() {
    let survey = read(
        "[[question]]\nid = \"a\"\nscore = \"nps\"\n[[wave]]\nid = \"q1\"\non = 2026-02-20\n\
         counts = { a = [1, 0, 0, 1, 1, 2, 5, 10, 20, 12, 8] }\n",
    );
    let estimate = series(&survey, 0)[0].estimate.expect("enough answers");
    // 20 promoters and 10 detractors of 60.
    assert!((estimate.value - 100.0 / 6.0).abs() < 1e-9);
    let (low, high) = estimate.interval.expect("an interval");
    assert!(
        (low + 1.45).abs() < 0.1 && (high - 34.78).abs() < 0.1,
        "{low} {high}"
    );
}

#[test]
fn a_wave_with_too_few_answers_is_not_shown_and_not_compared() {
    let survey = read(&THREE.replace("[2, 5, 14, 38, 21]", "[0, 0, 1, 2, 1]"));
    let points = series(&survey, 0);
    assert_eq!((points[1].n, points[1].estimate), (4, None));
    assert_eq!(points[2].trend.expect("a wave before").since, 0);
    let (question, point) = headline(&survey).expect("a headline");
    assert_eq!((question, point.wave), (0, 2));
}

#[test]
fn other_words_are_another_series() {
    let survey = read(&format!(
        "{THREE}[[wave]]\nid = \"q4\"\non = 2026-11-20\ncounts = {{ b = [1, 4, 13, 40, 27] }}\n\
         [[question]]\nid = \"b\"\nreplaces = \"a\"\n"
    ));
    let points = series(&survey, 1);
    assert_eq!((points.len(), points[0].trend), (1, None));
    assert_eq!(replaced(&survey, &survey.questions[1]), Some(0));
    assert_eq!(series(&survey, 0).len(), 3);
}

#[test]
fn a_single_small_group_hides_the_next_smallest_too() {
    assert_eq!(shown_groups(40, &[3, 12, 25], 5), [false, false, true]);
    assert_eq!(shown_groups(40, &[15, 25], 5), [true, true]);
    // Those in no group protect the small one.
    assert_eq!(shown_groups(50, &[3, 12, 25], 5), [false, true, true]);
    // One person in no group could be computed.
    assert_eq!(shown_groups(38, &[12, 25], 5), [false, true]);
    // Two small ones protect each other when they are enough together.
    assert_eq!(shown_groups(20, &[3, 3, 14], 5), [false, false, true]);
    assert_eq!(shown_groups(16, &[1, 1, 14], 5), [false, false, false]);
    assert_eq!(shown_groups(24, &[4, 10, 10], 5), [false, false, false]);
    assert_eq!(shown_groups(20, &[0, 20], 5), [false, true]);
    assert_eq!(shown_groups(4, &[1, 3], 1), [true, true]);
}

proptest! {
    #[test]
    fn no_hidden_group_can_be_computed(
        groups in prop::collection::vec(0_u64..30, 0..9), rest in 0_u64..12, least in 0_u64..9
    ) {
        let whole = groups.iter().sum::<u64>() + rest;
        // A whole of too few people is not shown at all.
        prop_assume!(whole >= least);
        let shown = shown_groups(whole, &groups, least);
        let seen: u64 = groups.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(n, _)| *n).sum();
        let hidden: Vec<u64> = groups.iter().zip(&shown).filter(|(n, shown)| !**shown && **n > 0).map(|(n, _)| *n).collect();
        // All that can be computed from what is shown: the whole less some of the shown groups, of
        // which the smallest is the whole less all of them.
        let left = whole - seen;
        prop_assert!(left == 0 || left >= least, "{left} people are left over");
        // What is left over is never one small group alone.
        prop_assert!(hidden.len() != 1 || left > hidden[0] || hidden[0] >= least);
        for (n, shown) in groups.iter().zip(&shown) {
            prop_assert!(!shown || *n >= least);
        }
    }

    #[test]
    fn the_order_of_groups_does_not_matter(
        groups in prop::collection::vec(0_u64..30, 0..9), rest in 0_u64..12, least in 0_u64..9
    ) {
        let whole = groups.iter().sum::<u64>() + rest;
        let shown = shown_groups(whole, &groups, least);
        let mut turned = groups.clone();
        turned.reverse();
        let mut back = shown_groups(whole, &turned, least);
        back.reverse();
        prop_assert_eq!(shown, back);
    }
}
