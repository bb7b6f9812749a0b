//! Whether a store refuses a write whose condition is not met. One that does not would let a publisher
//! overwrite what another has just listed.

use super::failure::{Failure, Outcome};
use super::part::PRIVATE;
use super::run::Run;
use super::store::{Put, Store, Tag, When};
use crate::error::Error;

/// Where is written down that a store keeps conditions.
const FILE: &str = "_p/store.json";

/// What stands in it.
const KEEPS: &[u8] = b"{\"schema\":1,\"conditions\":true}\n";

/// Tries out, once for a target, whether conditions are kept.
///
/// # Errors
/// When they are not, unless nobody else writes there.
pub fn probe(store: &dyn Store, single_writer: bool, run: &Run<'_>) -> Outcome<()> {
    if store.is_locked() || single_writer {
        return Ok(());
    }
    let known = run.again(|| store.get(FILE))?;
    if known.is_some_and(|held| held.bytes == KEEPS) {
        return Ok(());
    }
    if keeps_conditions(store, run)? {
        run.again(|| store.put(FILE, KEEPS, When::Always))?;
        return Ok(());
    }
    Err(Failure::Machine(Error::Refused {
        message: format!(
            "{} ignores the condition of a write (If-Match): of two publishers at once, one would lose its \
             version; nothing was published",
            store.name()
        ),
        help: "publish from one job at a time and say so with --single-writer, or use a store that keeps \
               conditions"
            .into(),
    }))
}

fn keeps_conditions(store: &dyn Store, run: &Run<'_>) -> Outcome<bool> {
    // A name of its own: others may be trying at the same time.
    let path = format!("{PRIVATE}/probe-{:016x}", run.seed);
    let wrong = Tag("\"0123456789abcdef0123456789abcdef\"".into());
    let tried = (|| {
        run.again(|| store.put(&path, b"1", When::Always))?;
        // A store that has never heard of the condition may also answer with an error.
        let mut keeps = true;
        for when in [When::Is(&wrong), When::Absent] {
            let answer = run.again(|| store.put(&path, b"2", when));
            keeps &= matches!(answer, Ok(Put::Refused));
        }
        Ok(keeps)
    })();
    run.again(|| store.delete(&path))?;
    tried
}
