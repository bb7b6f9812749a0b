use super::*;

use proptest::prelude::*;

fn near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() < 0.0005
}

fn interval(estimate: Estimate) -> (f64, f64) {
    estimate.interval.expect("an interval")
}

/// The values of a scale of 5 with how often each was chosen.
fn five(counts: [u64; 5]) -> Vec<(f64, u64)> {
    (1..=5).map(f64::from).zip(counts).collect()
}

#[test]
fn wilsons_interval_is_that_of_the_books() {
    // Newcombe 1998, table I: the first four examples of Wilson's interval without correction.
    for (of, n, low, high) in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ] {
        let found = interval(Share::new(of, n).expect("a share").estimate());
        assert!(
            near(found.0, low) && near(found.1, high),
            "{of} of {n}: {found:?}"
        );
    }
}

#[test]
fn newcombes_interval_is_that_of_the_books() {
    // Newcombe 1998 (differences), table II, method 10.
    for ((a, m), (b, n), low, high) in [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((0, 10), (0, 10), -0.2775, 0.2775),
    ] {
        let share = |of, n| Share::new(of, n).expect("a share");
        let found = share(a, m).less(share(b, n)).interval.expect("an interval");
        assert!(
            near(found.0, low) && near(found.1, high),
            "{a}/{m} {b}/{n}: {found:?}"
        );
    }
}

#[test]
fn the_interval_of_a_mean_is_students() {
    // Ten numbers with mean 3 and variance 20/9: 3 ± 2.262 · √(2.2222 / 10).
    let sample = Sample::new(&five([2, 2, 2, 2, 2])).expect("answers");
    let estimate = sample.estimate();
    assert!(near(estimate.value, 3.0));
    let (low, high) = interval(estimate);
    assert!(near(low, 1.9337) && near(high, 4.0663), "{low} {high}");
}

#[test]
fn the_interval_of_a_difference_of_means_is_welchs() {
    // Errors 4/10 and 1/20 of variances 4 and 1: 11.3 degrees of freedom, so t of 11.
    let sample = |mean, variance, n| Sample {
        mean,
        variance,
        n,
        range: (0.0, 10.0),
    };
    let found = sample(7.0, 4.0, 10).less(&sample(5.0, 1.0, 20));
    let half = 2.201 * (0.45_f64).sqrt();
    let (low, high) = found.interval.expect("an interval");
    assert!(
        near(low, 2.0 - half) && near(high, 2.0 + half),
        "{low} {high}"
    );
    assert!(found.is_beyond_noise());
}

#[test]
fn without_a_spread_nothing_is_said_about_it() {
    let alike = Sample::new(&five([0, 0, 0, 0, 9])).expect("answers");
    assert_eq!(alike.estimate().interval, None);
    let other = Sample::new(&five([0, 0, 0, 9, 0])).expect("answers");
    assert!(!alike.less(&other).is_beyond_noise());
    let one = Sample::new(&five([0, 1, 0, 0, 0])).expect("an answer");
    assert_eq!((one.estimate().value, one.estimate().interval), (2.0, None));
    assert_eq!(Sample::new(&five([0; 5])), None);
    assert_eq!(Share::new(0, 0), None);
    assert_eq!(Share::new(3, 2), None);
}

#[test]
fn the_table_of_student_falls_and_ends_at_the_normal_distribution() {
    assert!(
        STUDENT
            .windows(2)
            .all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1)
    );
    assert!(near(student(79.0), 2.0));
    assert!(near(student(0.0), 12.706));
    assert!(near(student(1e9), Z));
}

proptest! {
    #[test]
    fn a_share_and_its_interval_lie_between_0_and_1(of in 0_u64..2_000_000, more in 0_u64..2_000_000) {
        prop_assume!(of + more > 0);
        let estimate = Share::new(of, of + more).expect("a share").estimate();
        let (low, high) = interval(estimate);
        prop_assert!((0.0..=1.0).contains(&estimate.value));
        prop_assert!(0.0 <= low && low <= estimate.value && estimate.value <= high && high <= 1.0);
        prop_assert!(low < high);
    }

    #[test]
    fn the_interval_of_a_mean_contains_it_and_stays_on_the_scale(
        counts in proptest::array::uniform5(0_u64..5_000_000)
    ) {
        prop_assume!(counts.iter().sum::<u64>() > 0);
        let estimate = Sample::new(&five(counts)).expect("answers").estimate();
        prop_assert!((1.0..=5.0).contains(&estimate.value));
        let used = counts.iter().filter(|count| **count > 0).count();
        prop_assert_eq!(estimate.interval.is_some(), used > 1);
        if let Some((low, high)) = estimate.interval {
            prop_assert!(1.0 <= low && low <= estimate.value && estimate.value <= high && high <= 5.0);
        }
    }

    #[test]
    fn more_answers_of_the_same_kind_make_an_interval_shorter(of in 1_u64..500, more in 1_u64..500) {
        let width = |times: u64| {
            let share = Share::new(of * times, (of + more) * times).expect("a share");
            let (low, high) = interval(share.estimate());
            high - low
        };
        prop_assert!(width(4) < width(1));
    }

    #[test]
    fn a_difference_turned_round_is_its_negative(
        a in 0_u64..300, b in 0_u64..300, c in 0_u64..300, d in 0_u64..300
    ) {
        prop_assume!(a + b > 0 && c + d > 0);
        let (one, two) = (Share::new(a, a + b).expect("a"), Share::new(c, c + d).expect("c"));
        let (there, back) = (one.less(two), two.less(one));
        prop_assert_eq!(there.is_beyond_noise(), back.is_beyond_noise());
        prop_assert!((there.value + back.value).abs() < 1e-12);
        let (low, high) = there.interval.expect("an interval");
        prop_assert!(low <= there.value && there.value <= high);
        prop_assert!(-1.0 - 1e-12 <= low && high <= 1.0 + 1e-12);
    }

    #[test]
    fn the_same_answers_twice_are_never_a_change(counts in proptest::array::uniform5(0_u64..1000)) {
        prop_assume!(counts.iter().sum::<u64>() > 0);
        let sample = Sample::new(&five(counts)).expect("answers");
        prop_assert!(!sample.less(&sample).is_beyond_noise());
    }
}
