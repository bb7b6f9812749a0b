//! Diagrams that a program of the site's own choice draws, each remembered by what it was made of.
//!
//! A drawing is a function of the program, its arguments and the source, so it is made once: in memory
//! for as long as a preview runs, and on disk for the runs that follow.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::cache;
use crate::digest::Digest;

mod program;

/// What the arguments of a program may ask for: the look of the page around the picture.
const LOOK: &str = "{look}";

/// Changes when the same words may give another picture.
const EDITION: &[u8] = b"drawing 1";

/// An SVG, or why there is none.
pub type Drawn = Result<Arc<str>, Arc<str>>;

/// Diagrams that were drawn. Shared by threads.
#[derive(Default)]
pub struct Drawings {
    known: Mutex<HashMap<Digest, Drawn>>,
    /// Where they are kept between runs; nowhere when None.
    folder: Option<PathBuf>,
}

/// A diagram as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// The SVG for a light page.
    pub light: Arc<str>,
    /// The SVG for a dark page, where the program draws one.
    pub dark: Option<Arc<str>>,
}

impl Drawings {
    /// Drawings that are kept in this folder.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder: Some(folder),
            ..Self::default()
        }
    }

    /// The pictures of a diagram, drawn by `command`: a program and its arguments.
    ///
    /// # Errors
    /// Why the program made none, in words for the author.
    pub fn pictures(&self, command: &[String], source: &str) -> Result<Pictures, Arc<str>> {
        let has_looks = command.iter().any(|word| word.contains(LOOK));
        let draw = |look: &str| {
            let words: Vec<String> = command
                .iter()
                .map(|word| word.replace(LOOK, look))
                .collect();
            self.drawn(&words, source)
        };
        Ok(Pictures {
            light: draw("default")?,
            dark: has_looks.then(|| draw("dark")).transpose()?,
        })
    }

    fn drawn(&self, words: &[String], source: &str) -> Drawn {
        let parts = [EDITION, source.as_bytes()];
        let words_of = words.iter().map(|word| word.as_bytes());
        let key = Digest::of_parts(parts.into_iter().chain(words_of));
        if let Some(known) = self.known().get(&key) {
            return known.clone();
        }
        let kept = self.folder.as_deref();
        let kept = kept.and_then(|folder| cache::drawing(folder, key));
        let drawn: Drawn = match kept {
            Some(svg) => Ok(svg.into()),
            None => program::draw(words, source)
                .map_err(Arc::<str>::from)
                .and_then(|output| {
                    let svg = svg(&output).ok_or("it wrote no SVG to its standard output")?;
                    if let Some(folder) = &self.folder {
                        // A disk that refuses it only means that it is drawn again.
                        let _ = cache::keep_drawing(folder, key, svg);
                    }
                    Ok(svg.into())
                }),
        };
        self.known().insert(key, drawn.clone());
        drawn
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Digest, Drawn>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The SVG in what a program wrote, without what stands before and behind it.
fn svg(output: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(output).ok()?;
    let start = text.find("<svg")?;
    let end = text.rfind("</svg>")? + "</svg>".len();
    text.get(start..end)
}

#[cfg(test)]
mod tests;
