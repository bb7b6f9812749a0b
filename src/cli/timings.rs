//! How long each step took, for `--timings`.

use std::time::{Duration, Instant};

/// A watch that is read after every step.
pub struct Timings {
    last: Instant,
    steps: Vec<(&'static str, Duration)>,
}

impl Timings {
    /// Starts the watch.
    pub fn begin() -> Self {
        Self {
            last: Instant::now(),
            steps: Vec::new(),
        }
    }

    /// Says that `step` ended now.
    pub fn step(&mut self, step: &'static str) {
        let now = Instant::now();
        self.steps.push((step, now - self.last));
        self.last = now;
    }

    /// The time since the start.
    pub fn total(&self) -> Duration {
        self.steps.iter().map(|(_, time)| *time).sum()
    }

    /// A line for each step, in milliseconds.
    pub fn table(&self) -> String {
        let mut lines = Vec::new();
        for (step, time) in self.steps.iter().chain([&("all", self.total())]) {
            lines.push(format!("{:>9.1} ms  {step}", time.as_secs_f64() * 1000.0));
        }
        lines.join("\n")
    }
}
