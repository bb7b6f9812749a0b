//! Deleting an item, which is not done: what readers were promised stays with its reason.

use crate::error::Error;

use super::Text;
use super::find::find;

/// What to do instead of deleting an item. What readers may have seen stays, with its reason; what
/// nobody has committed can be taken out by hand.
pub fn delete(texts: &[Text<'_>], id: &str, committed: &[Text<'_>]) -> Error {
    let found = match find(texts, id) {
        Ok(found) => found,
        Err(error) => return error,
    };
    let what = "was not deleted: no command takes out what readers were promised";
    match find(committed, &found.id).is_ok() {
        true => found.senseless(
            what,
            &format!(
                "it is in git, so readers may know it: `groundplan roadmap drop {} --because \"…\"` \
                 keeps it under Not doing with its reason; without that it is told as Vanished",
                found.id
            ),
        ),
        false => found.senseless(
            "was not deleted",
            "it is not committed, so nobody has seen it: take its lines out of the file",
        ),
    }
}
