//! What a publisher gets from outside: the clock, chance, and a line that says how far it is.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::super::output::Output;
use super::super::progress::Progress;
use crate::error::{Error, Result};
use crate::publish::run::{Run, Step};

/// Does something with a run, while a line says how far it is.
pub fn with_run<T>(output: &Output, what: impl FnOnce(&Run<'_>) -> T) -> Result<T> {
    let progress = Progress::begin(output.shows_progress());
    progress.name("sending");
    let total = AtomicUsize::new(0);
    let tell = |step: Step| match step {
        Step::Begins { files, .. } => {
            progress.total(total.fetch_add(files, Ordering::Relaxed) + files);
        }
        Step::Sent { .. } => {
            progress.done().fetch_add(1, Ordering::Relaxed);
        }
    };
    let run = Run {
        now: now()?,
        seed: seed()?,
        wait: &|time: Duration| std::thread::sleep(time),
        tell: &tell,
    };
    Ok(what(&run))
}

/// The time in seconds since 1970, by `SOURCE_DATE_EPOCH`, else by the clock.
fn now() -> Result<i64> {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok();
    if let Some(seconds) = fixed.and_then(|text| text.trim().parse().ok()) {
        return Ok(seconds);
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since
        .ok()
        .and_then(|since| i64::try_from(since.as_secs()).ok());
    seconds.ok_or_else(|| Error::Refused {
        message: "the clock of this machine is before 1970".into(),
        help: "set it, or SOURCE_DATE_EPOCH".into(),
    })
}

fn seed() -> Result<u64> {
    getrandom::u64().map_err(|error| Error::Refused {
        message: format!("this machine has no random numbers: {error}"),
        help: String::new(),
    })
}
