//! The typed files of a site, each read alone and remembered by its content.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::inputs::{File, Inputs, TextFile};
use crate::memo::Memo;
use crate::path::SitePath;

use super::communities::Communities;
use super::events::Events;
use super::glossary::{self, Glossary};
use super::history::{RoadmapStates, StatesMemo};
use super::interview::Interview;
use super::matrix::Matrix;
use super::platform::{self, Platform};
use super::roadmap::RoadmapFile;
use super::scorecard::Scorecard;
use super::stakeholders::Stakeholders;
use super::survey::Survey;

/// What the typed files say; a site may have none of them.
#[derive(Clone, Default)]
pub struct TypedFiles {
    /// The vocabulary: content/platform.toml.
    pub platform: Option<Arc<Platform>>,
    /// content/glossary.toml.
    pub glossary: Option<Arc<Glossary>>,
    /// content/events.toml.
    pub events: Option<Arc<Events>>,
    /// content/communities.toml.
    pub communities: Option<Arc<Communities>>,
    /// content/scorecard.toml.
    pub scorecard: Option<Arc<Scorecard>>,
    /// content/stakeholders.toml.
    pub stakeholders: Option<Arc<Stakeholders>>,
    /// content/surveys/*.toml, by file.
    pub surveys: Vec<Arc<Survey>>,
    /// content/interviews/*.toml, by file.
    pub interviews: Vec<Arc<Interview>>,
    /// content/responsibilities/*.toml, .md and .csv, by file.
    pub matrices: Vec<Arc<Matrix>>,
    /// content/roadmap/*.toml, by file.
    pub roadmap: Vec<Arc<RoadmapFile>>,
    /// The same at earlier commits.
    pub roadmap_states: Arc<RoadmapStates>,
    /// Sheets of content/responsibilities/ that are no matrix: only their findings count.
    pub other_sheets: Vec<Arc<Matrix>>,
}

/// What was read of typed files, remembered.
#[derive(Default)]
pub struct TypedMemo {
    platform: Memo<Arc<Platform>>,
    glossary: Memo<Arc<Glossary>>,
    events: Memo<Arc<Events>>,
    communities: Memo<Arc<Communities>>,
    scorecard: Memo<Arc<Scorecard>>,
    stakeholders: Memo<Arc<Stakeholders>>,
    surveys: Memo<Arc<Survey>>,
    interviews: Memo<Arc<Interview>>,
    matrices: Memo<Arc<Matrix>>,
    tables: Memo<Option<Arc<Matrix>>>,
    roadmap: Memo<Arc<RoadmapFile>>,
    roadmap_states: StatesMemo,
}

impl TypedMemo {
    /// Forgets what was not used in the last `keep` loads.
    pub fn sweep(&self, keep: u32) {
        self.platform.sweep(keep);
        self.glossary.sweep(keep);
        self.events.sweep(keep);
        self.communities.sweep(keep);
        self.scorecard.sweep(keep);
        self.stakeholders.sweep(keep);
        self.surveys.sweep(keep);
        self.interviews.sweep(keep);
        self.matrices.sweep(keep);
        self.tables.sweep(keep);
        self.roadmap.sweep(keep);
    }
}

impl TypedFiles {
    /// Reads them all.
    pub fn read(inputs: &Inputs, memo: &TypedMemo) -> Self {
        let platform = one(inputs, &memo.platform, platform::FILE, Platform::read);
        let (matrices, other_sheets) = matrices(inputs, memo, platform.as_deref());
        Self {
            platform,
            glossary: one(inputs, &memo.glossary, glossary::FILE, Glossary::read),
            events: one(inputs, &memo.events, "content/events.toml", Events::read),
            communities: one(
                inputs,
                &memo.communities,
                "content/communities.toml",
                Communities::read,
            ),
            scorecard: one(
                inputs,
                &memo.scorecard,
                "content/scorecard.toml",
                Scorecard::read,
            ),
            stakeholders: one(
                inputs,
                &memo.stakeholders,
                "content/stakeholders.toml",
                Stakeholders::read,
            ),
            surveys: many(inputs, &memo.surveys, "surveys", &["toml"], Survey::read),
            interviews: many(
                inputs,
                &memo.interviews,
                "interviews",
                &["toml"],
                Interview::read,
            ),
            matrices,
            other_sheets,
            roadmap: many(
                inputs,
                &memo.roadmap,
                "roadmap",
                &["toml"],
                RoadmapFile::read,
            ),
            roadmap_states: RoadmapStates::read(&inputs.history, &memo.roadmap_states),
        }
    }

    /// What is wrong with each file alone.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let platform = self.platform.iter().flat_map(|file| &file.findings);
        let glossary = self.glossary.iter().flat_map(|file| &file.findings);
        let events = self.events.iter().flat_map(|file| &file.findings);
        let communities = self.communities.iter().flat_map(|file| &file.findings);
        let scorecard = self.scorecard.iter().flat_map(|file| &file.findings);
        let stakeholders = self.stakeholders.iter().flat_map(|file| &file.findings);
        let surveys = self.surveys.iter().flat_map(|file| &file.findings);
        let interviews = self.interviews.iter().flat_map(|file| &file.findings);
        let sheets = self.matrices.iter().chain(&self.other_sheets);
        let matrices = sheets.flat_map(|file| &file.findings);
        let roadmap = self.roadmap.iter().flat_map(|file| &file.findings);
        platform
            .chain(glossary)
            .chain(events)
            .chain(communities)
            .chain(scorecard)
            .chain(stakeholders)
            .chain(surveys)
            .chain(interviews)
            .chain(matrices)
            .chain(roadmap)
    }
}

/// The folder of matrices.
const RESPONSIBILITIES: &str = "responsibilities";

/// All matrices, by file: those in TOML, and those in tables that exist already. The page of the
/// folder is always a page, and a draft is read when drafts are wanted.
fn matrices(
    inputs: &Inputs,
    memo: &TypedMemo,
    platform: Option<&Platform>,
) -> (Vec<Arc<Matrix>>, Vec<Arc<Matrix>>) {
    let mut all = many(
        inputs,
        &memo.matrices,
        RESPONSIBILITIES,
        &["toml"],
        Matrix::read,
    );
    let tables: Vec<_> = files_in(inputs, RESPONSIBILITIES, &["md", "markdown", "csv"])
        .filter(|(path, _)| !super::page::is_index(path.name()))
        .collect();
    if tables.is_empty() {
        return (all, Vec::new());
    }
    let parties = match platform {
        Some(platform) => super::parties::names(platform),
        None => super::parties::names(&super::no_platform()),
    };
    let names = format!("{parties:?}");
    let read = |path: &SitePath, text: &TextFile| {
        let key = Digest::of_parts([
            path.as_str().as_bytes(),
            text.digest.as_bytes(),
            names.as_bytes(),
        ]);
        memo.tables
            .get_or(key, || Matrix::read_tables(path, &text.text, &parties))
    };
    let wanted = |matrix: &Arc<Matrix>| inputs.drafts || !matrix.draft;
    let tables = tables
        .into_par_iter()
        .filter_map(|(path, text)| read(path, text));
    all.par_extend(tables.filter(wanted));
    all.sort_by(|a, b| a.file.cmp(&b.file));
    all.into_iter().partition(|matrix| matrix.is_matrix())
}

/// A step that reads a file.
type Read<T> = fn(&SitePath, &str) -> Arc<T>;

/// The file of this path, where there is one.
fn one<T>(inputs: &Inputs, memo: &Memo<Arc<T>>, path: &str, read: Read<T>) -> Option<Arc<T>> {
    let path = SitePath::new(path)?;
    match inputs.files.get(&path)? {
        File::Text(text) => Some(remembered(memo, &path, text, read)),
        _ => None,
    }
}

/// What the files directly or deeper in a folder of `content/` say that end in one of these ways.
fn many<T>(
    inputs: &Inputs,
    memo: &Memo<Arc<T>>,
    folder: &str,
    ends: &[&str],
    read: Read<T>,
) -> Vec<Arc<T>> {
    let files = files_in(inputs, folder, ends);
    files
        .map(|(path, text)| remembered(memo, path, text, read))
        .collect()
}

/// The files directly or deeper in a folder of `content/` that end in one of these ways.
fn files_in<'a>(
    inputs: &'a Inputs,
    folder: &str,
    ends: &[&str],
) -> impl Iterator<Item = (&'a SitePath, &'a TextFile)> {
    let whole = format!("content/{folder}");
    let start = format!("{folder}/");
    // Files are in order, so those of one folder stand together, soon after its own name.
    let first = SitePath::new(&whole).unwrap_or_else(crate::config::file);
    let after = inputs.files.range(first..);
    let near = after.take_while(move |(path, _)| path.as_str().starts_with(&whole));
    near.filter_map(move |(path, file)| match (path.in_content(), file) {
        (Some(rest), File::Text(text))
            if rest.starts_with(&start)
                && !super::is_part(rest)
                && ends.contains(&path.extension().as_str()) =>
        {
            Some((path, text))
        }
        _ => None,
    })
}

fn remembered<T>(memo: &Memo<Arc<T>>, path: &SitePath, text: &TextFile, read: Read<T>) -> Arc<T> {
    let key = Digest::of_parts([path.as_str().as_bytes(), text.digest.as_bytes()]);
    memo.get_or(key, || read(path, &text.text))
}
