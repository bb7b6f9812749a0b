//! The statistics of surveys: estimates with their 95 % intervals, and differences with theirs.
//!
//! Pure functions of counts, of additions, multiplications, divisions and square roots alone, so
//! that every machine computes the same bits. People who answered are taken as a sample of very
//! many; where nearly everybody answered, the truth is closer than an interval says.

/// The 97.5 % quantile of the normal distribution: 2.5 % lie above it, and as many below its
/// negative.
pub const Z: f64 = 1.959_963_984_540_054;

/// A number made of answers, and how certain it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Where it lies with a confidence of 95 %; None where the answers say nothing about that.
    pub interval: Option<(f64, f64)>,
    /// Of how many answers it is made.
    pub n: u64,
}

/// A difference between two estimates: the later less the earlier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Where it lies with a confidence of 95 %; None where nothing can be said.
    pub interval: Option<(f64, f64)>,
}

impl Difference {
    /// Whether it is a change, and not what two samples of the same people differ by anyway: its
    /// interval leaves out 0.
    pub fn is_beyond_noise(&self) -> bool {
        self.interval
            .is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many count.
    pub of: u64,
    /// How many there are; at least one.
    pub n: u64,
}

impl Share {
    /// A share; None of nobody, or where more count than there are.
    pub fn new(of: u64, n: u64) -> Option<Self> {
        (n > 0 && of <= n).then_some(Self { of, n })
    }

    fn value(self) -> f64 {
        float(self.of) / float(self.n)
    }

    /// The share with Wilson's score interval, which stays between 0 and 1.
    ///
    /// E. B. Wilson: Probable inference, the law of succession, and statistical inference. Journal
    /// of the American Statistical Association 22 (1927), 209-212.
    pub fn estimate(self) -> Estimate {
        let (p, n) = (self.value(), float(self.n));
        let square = Z * Z;
        let scale = 1.0 + square / n;
        let centre = (p + square / (2.0 * n)) / scale;
        let half = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt() / scale;
        // At 0 and 1 the interval ends there; rounding must not leave the estimate out.
        let low = (centre - half).clamp(0.0, p);
        let high = (centre + half).clamp(p, 1.0);
        Estimate {
            value: p,
            interval: Some((low, high)),
            n: self.n,
        }
    }

    /// How much more it is than an earlier share, with Newcombe's interval made of two Wilson
    /// intervals.
    ///
    /// R. G. Newcombe: Interval estimation for the difference between independent proportions,
    /// method 10. Statistics in Medicine 17 (1998), 873-890.
    pub fn less(self, earlier: Self) -> Difference {
        let (later, before) = (self.estimate(), earlier.estimate());
        let value = later.value - before.value;
        let interval = later.interval.zip(before.interval).map(|(own, other)| {
            let below = length(later.value - own.0, other.1 - before.value);
            let above = length(own.1 - later.value, before.value - other.0);
            (value - below, value + above)
        });
        Difference { value, interval }
    }
}

/// Mean and variance of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    mean: f64,
    /// The sum of squared distances from the mean, divided by `n - 1`; 0 of one number.
    variance: f64,
    n: u64,
    /// Between which numbers every answer lies.
    range: (f64, f64),
}

impl Sample {
    /// A sample of numbers, each with how often it occurs; None of nothing.
    pub fn new(counted: &[(f64, u64)]) -> Option<Self> {
        let n: u64 = counted.iter().map(|(_, count)| *count).sum();
        if n == 0 {
            return None;
        }
        let sum: f64 = counted
            .iter()
            .map(|(value, count)| value * float(*count))
            .sum();
        let mean = sum / float(n);
        let square = |(value, count): &(f64, u64)| (value - mean) * (value - mean) * float(*count);
        let squares: f64 = counted.iter().map(square).sum();
        let values = counted.iter().map(|(value, _)| *value);
        let range = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        // Of equal numbers the mean is one of them, and rounding must not make a variance.
        let is_one_value = counted.iter().filter(|(_, count)| *count > 0).count() == 1;
        Some(Self {
            mean: mean.clamp(range.0, range.1),
            variance: if is_one_value {
                0.0
            } else {
                squares / float((n - 1).max(1))
            },
            n,
            range,
        })
    }

    /// The square of the standard error of the mean.
    fn error(&self) -> f64 {
        self.variance / float(self.n)
    }

    /// The mean with `mean ± t · s/√n`, `t` being the 97.5 % quantile of Student's distribution
    /// for `n - 1` degrees of freedom. No interval without a spread: of one answer, or where all
    /// answers are the same.
    ///
    /// Student: The probable error of a mean. Biometrika 6 (1908), 1-25.
    pub fn estimate(&self) -> Estimate {
        let half = student(float(self.n) - 1.0) * self.error().sqrt();
        let low = (self.mean - half).max(self.range.0);
        let high = (self.mean + half).min(self.range.1);
        Estimate {
            value: self.mean,
            interval: (self.variance > 0.0).then_some((low, high)),
            n: self.n,
        }
    }

    /// How much more its mean is than that of an earlier sample, with Welch's interval, which does
    /// not ask that both have one variance. No interval where one of them has no spread.
    ///
    /// B. L. Welch: The generalization of "Student's" problem when several different population
    /// variances are involved. Biometrika 34 (1947), 28-35.
    pub fn less(&self, earlier: &Self) -> Difference {
        let value = self.mean - earlier.mean;
        let (own, other) = (self.error(), earlier.error());
        if own <= 0.0 || other <= 0.0 {
            return Difference {
                value,
                interval: None,
            };
        }
        let part = |error: f64, n: u64| error * error / (float(n) - 1.0);
        let freedom = (own + other) * (own + other) / (part(own, self.n) + part(other, earlier.n));
        let half = student(freedom) * (own + other).sqrt();
        Difference {
            value,
            interval: Some((value - half, value + half)),
        }
    }
}

/// The 97.5 % quantile of Student's distribution by degrees of freedom.
///
/// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, upper critical values.
const STUDENT: [(f64, f64); 36] = [
    (1.0, 12.706),
    (2.0, 4.303),
    (3.0, 3.182),
    (4.0, 2.776),
    (5.0, 2.571),
    (6.0, 2.447),
    (7.0, 2.365),
    (8.0, 2.306),
    (9.0, 2.262),
    (10.0, 2.228),
    (11.0, 2.201),
    (12.0, 2.179),
    (13.0, 2.160),
    (14.0, 2.145),
    (15.0, 2.131),
    (16.0, 2.120),
    (17.0, 2.110),
    (18.0, 2.101),
    (19.0, 2.093),
    (20.0, 2.086),
    (21.0, 2.080),
    (22.0, 2.074),
    (23.0, 2.069),
    (24.0, 2.064),
    (25.0, 2.060),
    (26.0, 2.056),
    (27.0, 2.052),
    (28.0, 2.048),
    (29.0, 2.045),
    (30.0, 2.042),
    (40.0, 2.021),
    (60.0, 2.000),
    (80.0, 1.990),
    (100.0, 1.984),
    (1000.0, 1.962),
    (10_000_000.0, Z),
];

/// The quantile of the nearest number of degrees of freedom in the table that is not larger, so
/// that an interval is rather a little too long than too short.
fn student(freedom: f64) -> f64 {
    let fits = STUDENT.iter().rev().find(|(known, _)| *known <= freedom);
    fits.map_or(STUDENT[0].1, |(_, quantile)| *quantile)
}

/// The length of the longest side of a triangle with a right angle.
fn length(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}

/// Counts are far below 2^53: every one of them is a float exactly.
#[allow(clippy::cast_precision_loss)]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
