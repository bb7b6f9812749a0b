//! From files to pages: each file alone, each remembered by its content.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic};
use crate::digest::Digest;
use crate::inputs::{File, Inputs, TextFile};
use crate::memo::Memo;
use crate::path::SitePath;
use crate::source::Span;

pub mod communities;
pub mod events;
pub mod files;
pub mod front;
pub mod glossary;
pub mod history;
mod images;
pub mod interview;
pub mod matrix;
pub mod misnamed;
pub mod news;
pub mod page;
pub mod parties;
pub mod personal;
pub mod platform;
pub mod quote;
pub mod roadmap;
pub mod scorecard;
pub mod service;
pub mod stakeholders;
pub mod survey;
pub mod typed;

pub use front::FrontMatter;
pub use page::Page;
pub use platform::Platform;
pub use typed::TypedFiles;

/// A text and where it is written: an id, or a reference to one.
pub type Written = (String, Span);

/// What a site is made of, before it is linked.
pub struct Loaded {
    /// The settings.
    pub config: Arc<Config>,
    /// Every page, drafts included, by file.
    pub pages: Vec<Arc<Page>>,
    /// The typed files: vocabulary, roadmap, matrices and all the rest.
    pub typed: TypedFiles,
    /// What is wrong with files themselves; what is wrong in a page is with the page.
    pub findings: Vec<Diagnostic>,
}

/// What is remembered from one load to the next.
#[derive(Default)]
pub struct LoadMemo {
    /// The pages of the last load, by file: after most saves all but one are the same.
    last: Mutex<Vec<Arc<Page>>>,
    pages: Memo<Arc<Page>>,
    typed: typed::TypedMemo,
}

impl LoadMemo {
    fn last(&self) -> MutexGuard<'_, Vec<Arc<Page>>> {
        // What is in the list is whole, whatever a thread that held it died of.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what was not used in the last few loads.
    pub fn sweep(&self) {
        self.pages.sweep(4);
        self.typed.sweep(4);
    }
}

/// Reads all of `inputs`.
pub fn load(inputs: &Inputs, memo: &LoadMemo) -> Loaded {
    let mut findings = files::findings(inputs);
    let config = match inputs.text(config::FILE) {
        Some(text) => Config::read(text, &mut findings),
        None => Config::default(),
    };
    let mut texts: Vec<(&SitePath, &TextFile)> = inputs
        .files
        .iter()
        .filter_map(|(path, file)| match file {
            // What is TOML by what it says would show readers what is for authors alone.
            File::Text(text) if is_page(path) && !misnamed::is_toml(path, &text.text) => {
                Some((path, text))
            }
            _ => None,
        })
        .collect();
    let lossy: BTreeMap<&SitePath, TextFile> = inputs
        .files
        .iter()
        .filter_map(|(path, file)| match file {
            File::NotText(bad) if is_page(path) => Some((path, TextFile::new(&bad.lossy))),
            _ => None,
        })
        .collect();
    let options = config.markdown;
    let typed = TypedFiles::read(inputs, &memo.typed);
    let matrices = without_matrices(inputs, &typed);
    if !lossy.is_empty() {
        texts.extend(lossy.iter().map(|(path, text)| (*path, text)));
        texts.sort_by_key(|(path, _)| *path);
    }
    for (path, text) in &mut texts {
        *text = matrices.get(*path).unwrap_or(text);
    }
    let last = std::mem::take(&mut *memo.last());
    let known = unchanged(&last, &texts, options);
    let pages: Vec<Arc<Page>> = known
        .into_par_iter()
        .zip(texts)
        .with_min_len(256)
        .map(|(known, (path, text))| {
            known.unwrap_or_else(|| load_page(inputs, memo, path, text, options))
        })
        .collect();
    memo.last().clone_from(&pages);
    Loaded {
        config: Arc::new(config),
        pages,
        typed,
        findings,
    }
}

/// Of each of these files, which are sorted, the page of the last load where it is the same.
fn unchanged(
    last: &[Arc<Page>],
    texts: &[(&SitePath, &TextFile)],
    options: crate::markdown::Options,
) -> Vec<Option<Arc<Page>>> {
    let mut last = last.iter().peekable();
    let same = |(path, text): &(&SitePath, &TextFile)| {
        while last.next_if(|page| page.file < **path).is_some() {}
        let page = last.next_if(|page| page.file == **path)?;
        page.is_all_of(text, options).then(|| page.clone())
    };
    texts.iter().map(same).collect()
}

/// The pages of matrices without what the matrix says: that is shown from the matrix.
fn without_matrices(inputs: &Inputs, typed: &TypedFiles) -> BTreeMap<SitePath, TextFile> {
    let pages = typed.matrices.iter().filter(|matrix| is_page(&matrix.file));
    pages
        .filter_map(|matrix| {
            let text = inputs.text(matrix.file.as_str())?;
            let rest = crate::table::without(text, &matrix.shown);
            Some((matrix.file.clone(), TextFile::new(&rest)))
        })
        .collect()
}

/// The vocabulary of a site without content/platform.toml.
pub fn no_platform() -> Arc<Platform> {
    let file = SitePath::new(platform::FILE);
    Platform::read(&file.unwrap_or_else(config::file), "")
}

fn load_page(
    inputs: &Inputs,
    memo: &LoadMemo,
    path: &SitePath,
    text: &TextFile,
    options: crate::markdown::Options,
) -> Arc<Page> {
    let own = Digest::of_parts([
        path.as_str().as_bytes(),
        text.digest.as_bytes(),
        &[u8::from(options.material), options.raw_html as u8],
    ]);
    let known = memo.pages.get(own);
    // A page that includes others is what it says and what they say.
    if let Some(page) = &known
        && page.includes.is_empty()
    {
        return page.clone();
    }
    let include = |wanted: &SitePath| inputs.include_text(wanted);
    if let Some(page) = &known {
        let key = page.key_with_includes(own, &include);
        return memo
            .pages
            .get_or(key, || Arc::new(Page::read(path, text, options, &include)));
    }
    let page = Arc::new(Page::read(path, text, options, &include));
    if !page.includes.is_empty() {
        let key = page.key_with_includes(own, &include);
        memo.pages.insert(key, page.clone());
    }
    memo.pages.insert(own, page.clone());
    page
}

/// Whether a file of `content/` becomes a page. Names that begin with `_` are parts for includes, and pages
/// about talks stay with their authors.
pub fn is_page(path: &SitePath) -> bool {
    path.ends_as(&["md", "markdown"])
        && path.in_content().is_some_and(|rest| !is_part(rest))
        && !misnamed::is_talk(path)
}

/// Whether a path below `content/` is a part that only includes use.
pub fn is_part(rest: &str) -> bool {
    rest.starts_with('_') || rest.contains("/_")
}

/// A finding about the whole of a file.
pub(crate) fn about(code: Code, path: &SitePath, message: impl Into<String>) -> Diagnostic {
    Diagnostic::about(code, path, message)
}

#[cfg(test)]
mod tests;
