//! What a run gets from outside: the time, chance, patience, and somebody to tell how far it is.

use std::time::Duration;

use super::failure::{Failure, Outcome};
use super::store::Trouble;

/// How often something is tried that others may have prevented.
pub const TRIES: u32 = 30;

/// How often a call is tried whose connection was cut.
const CALLS: u32 = 5;

/// The shortest wait between two tries.
const FIRST: Duration = Duration::from_millis(50);

/// The longest wait between two tries.
const LONGEST: Duration = Duration::from_secs(5);

/// What a run gets from outside. Nothing below knows a clock.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The time in seconds since 1970.
    pub now: i64,
    /// A number that another run does not have: the jitter of waiting comes from it.
    pub seed: u64,
    /// Waits.
    pub wait: &'a (dyn Fn(Duration) + Sync),
    /// Is told what is done.
    pub tell: &'a (dyn Fn(Step) + Sync),
}

/// What a run tells while it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many files will be sent, with so many bytes in all.
    Begins {
        /// Files.
        files: usize,
        /// Bytes.
        bytes: u64,
    },
    /// A file was sent.
    Sent {
        /// Its bytes.
        bytes: u64,
    },
}

impl Run<'_> {
    /// Waits before the try of this number: longer each time, and never as long as others do.
    pub fn back_off(&self, attempt: u32) {
        let longest = FIRST.saturating_mul(1 << attempt.min(10)).min(LONGEST);
        (self.wait)(longest.mul_f64(0.5 + self.chance(attempt) / 2.0));
    }

    /// A number from 0 to 1 out of the seed (SplitMix64, <https://prng.di.unimi.it/splitmix64.c>).
    fn chance(&self, draw: u32) -> f64 {
        let step = u64::from(draw) + 1;
        let mut state = self
            .seed
            .wrapping_add(step.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (state ^ (state >> 31)) as f64 / u64::MAX as f64
    }

    /// Calls again while the trouble is of the kind that passes. Only for calls that may be repeated.
    pub fn again<T>(&self, mut call: impl FnMut() -> Result<T, Trouble>) -> Outcome<T> {
        let mut attempt = 0;
        loop {
            match call() {
                Err(Trouble::Passing(_)) if attempt + 1 < CALLS => {
                    self.back_off(attempt);
                    attempt += 1;
                }
                done => return done.map_err(Failure::from),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::error::Error;

    fn waits(seed: u64, attempts: u32) -> Vec<Duration> {
        let waits = Mutex::new(Vec::new());
        let wait = |time| waits.lock().expect("a list").push(time);
        let run = Run {
            now: 0,
            seed,
            wait: &wait,
            tell: &|_| {},
        };
        (0..attempts).for_each(|attempt| run.back_off(attempt));
        waits.into_inner().expect("a list")
    }

    #[test]
    fn waiting_grows_up_to_a_bound_and_differs_between_runs() {
        let one = waits(1, TRIES);
        assert!(one[0] <= FIRST && one[0] >= FIRST / 2);
        assert!(one.iter().all(|time| *time <= LONGEST));
        assert!(one[TRIES as usize - 1] >= LONGEST / 2);
        assert_ne!(one, waits(2, TRIES));
    }

    #[test]
    fn a_call_is_repeated_only_when_its_trouble_may_pass() {
        let trouble = || Error::Refused {
            message: "cut".into(),
            help: String::new(),
        };
        let run = Run {
            now: 0,
            seed: 0,
            wait: &|_| {},
            tell: &|_| {},
        };
        let mut calls = 0;
        let done = run.again(|| {
            calls += 1;
            if calls < 3 {
                Err(Trouble::Passing(trouble()))
            } else {
                Ok(calls)
            }
        });
        assert_eq!(done.expect("the third try"), 3);
        let mut calls = 0;
        let failed: Outcome<()> = run.again(|| {
            calls += 1;
            Err(Trouble::Lasting(trouble()))
        });
        assert!(failed.is_err());
        assert_eq!(calls, 1);
    }
}
