//! The site as it is shown at one moment: every request is answered from one of these.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::inputs::BlobFile;
use crate::model::{Place, Site};
use crate::path::{OutputPath, Permalink, SitePath};
use crate::pipeline::{Built, Compiler};

use super::beside::Beside;
use super::findings::Findings;
use super::media;
use super::moves::Moves;

/// How many made files are kept: what some tabs show, and what they ask for again.
pub(super) const KEPT: usize = 128;

/// A site, or the reason why there is none.
pub struct Snapshot {
    /// Counts up; 0 before anything was read.
    pub version: u64,
    /// What the last check found.
    pub findings: Arc<Findings>,
    /// Why what is on the disk could not be read; the site is then an older one.
    pub trouble: Option<Trouble>,
    /// The addresses that came and went.
    pub moves: Arc<Moves>,
    site: Option<(Arc<Built>, Arc<Compiler>)>,
    /// The versions beside it.
    beside: Option<Beside>,
    made: Mutex<HashMap<OutputPath, Arc<Made>>>,
}

/// What the machine refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What happened.
    pub message: String,
    /// What to do; empty where nothing can be said.
    pub help: String,
}

/// The bytes at an address: those that a build writes.
pub struct Made {
    /// The bytes.
    pub bytes: Bytes,
    /// Their digest.
    pub digest: Digest,
    /// Their media type.
    pub media: &'static str,
    /// Whether it is a page of the site, into which the reload script may be put.
    pub is_page: bool,
    /// Findings about the templates that made it.
    pub findings: Vec<Diagnostic>,
}

/// What stands at an address.
pub enum Found {
    /// Bytes in memory.
    Made(Arc<Made>),
    /// A file of the site, with its media type.
    File(BlobFile, &'static str),
    /// It is one folder deeper: `/docs` and `/docs/`.
    Elsewhere(String),
    /// Nothing; and what a server says then, where there is a site.
    Nothing(Option<Arc<Made>>),
}

impl Snapshot {
    pub(super) fn new(
        version: u64,
        site: Option<(Arc<Built>, Arc<Compiler>)>,
        findings: Arc<Findings>,
        trouble: Option<Trouble>,
        moves: Arc<Moves>,
    ) -> Self {
        Self {
            version,
            findings,
            trouble,
            moves,
            site,
            beside: None,
            made: Mutex::default(),
        }
    }

    /// The same with versions beside it.
    pub(super) fn beside(self, beside: Option<Beside>) -> Self {
        Self { beside, ..self }
    }

    /// Before anything was read.
    pub fn nothing_yet() -> Self {
        Self::new(0, None, Arc::default(), None, Arc::default())
    }

    /// The site.
    pub fn site(&self) -> Option<&Site> {
        self.site.as_ref().map(|(built, _)| &*built.site)
    }

    /// The address of a style sheet of the theme.
    pub fn looks(&self, name: &str) -> Option<String> {
        let (built, _) = self.site.as_ref()?;
        let asset = built.theme.assets.get(name)?;
        Some(asset.permalink.encoded())
    }

    /// What a browser gets at a path: decoded, from its first `/` on.
    pub fn at(&self, path: &str) -> Found {
        self.find(path)
            .or_else(|| self.find(self.below_base(path)?))
            .unwrap_or_else(|| Found::Nothing(self.not_found()))
    }

    /// The path on a site that stands at `/`, when base_url says it stands deeper. The page for
    /// addresses that do not exist has such links.
    fn below_base<'a>(&self, path: &'a str) -> Option<&'a str> {
        let base = self.site()?.config.base_url.as_ref()?.path();
        let rest = path.strip_prefix(base.trim_end_matches('/'))?;
        (base != "/" && rest.starts_with('/')).then_some(rest)
    }

    fn find(&self, path: &str) -> Option<Found> {
        if let (Some(beside), Some((built, compiler))) = (&self.beside, &self.site)
            && let Some(found) = beside.find(&compiler.renderer(built), path)
        {
            return Some(found);
        }
        let permalink = Permalink::exact(path)?;
        if let Some(made) = self.made(permalink.output().as_str()) {
            return Some(made);
        }
        let folder = Permalink::exact(&format!("{permalink}/"))?;
        let is_folder = self.site()?.places.at(&folder).is_some();
        is_folder.then(|| Found::Elsewhere(folder.encoded()))
    }

    /// What a build writes to this output path.
    pub fn made(&self, path: &str) -> Option<Found> {
        let (built, compiler) = self.site.as_ref()?;
        let path = OutputPath::new(path)?;
        let Some(place) = built.site.places.get(path.as_str()) else {
            let is_asked = |asset: &&crate::theme::ThemeAsset| asset.permalink.output() == path;
            let asset = built.theme.assets.values().find(is_asked)?;
            let media = media::of(path.as_str());
            let bytes = Bytes::from_owner(asset.bytes.clone());
            return Some(Found::Made(Arc::new(Made::new(bytes, media))));
        };
        if let Place::Asset(file) = place {
            let blob = &built.site.assets.get(file)?.blob;
            return Some(Found::File(blob.clone(), media::of(file.as_str())));
        }
        let kept = self.lock().get(&path).cloned();
        if let Some(made) = kept {
            return Some(Found::Made(made));
        }
        let rendered = compiler.renderer(built).place(&path, place);
        let media = media::of(path.as_str());
        let mut made = Made::new(rendered.bytes.into(), media);
        made.is_page = media == media::PAGE;
        made.findings = rendered.findings;
        built.site.config.levels.apply(&mut made.findings);
        let made = Arc::new(made);
        let mut all = self.lock();
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(path, made.clone());
        Some(Found::Made(made))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<OutputPath, Arc<Made>>> {
        // What is in the map is whole, whatever a thread that held it died of.
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The site's page for addresses that do not exist.
    fn not_found(&self) -> Option<Arc<Made>> {
        match self.made("404.html") {
            Some(Found::Made(made)) => Some(made),
            _ => None,
        }
    }

    /// An asset by the path of its file below `content/`. No page may use that address, readers
    /// will not have it; but who writes a site knows the files by it.
    pub fn file(&self, path: &str) -> Option<Found> {
        let file = SitePath::new(&format!("content{path}"))?;
        let asset = self.site()?.assets.get(&file)?;
        Some(Found::File(asset.blob.clone(), media::of(file.as_str())))
    }

    /// The page whose file is at this path below `content/`: its address.
    pub fn page_of_file(&self, path: &str) -> Option<String> {
        let site = self.site()?;
        let page = site.page_of_file(&format!("content{path}"))?;
        Some(site.pages[page].permalink.encoded())
    }

    /// The findings about what stands at a path, those of its template too.
    pub fn findings_at(&self, path: &str) -> Vec<Diagnostic> {
        let mut all = Vec::new();
        let Some(permalink) = Permalink::exact(path) else {
            return all;
        };
        let output = permalink.output();
        if let Some(site) = self.site()
            && let Some(Place::Page(id)) = site.places.get(output.as_str())
        {
            let page = &site.pages[*id].page;
            let files: Vec<&SitePath> = std::iter::once(&page.file).chain(&page.includes).collect();
            all.extend(self.findings.about(&files).cloned());
        }
        if let Some(Found::Made(made)) = self.made(output.as_str()) {
            all.extend(made.findings.iter().cloned());
        }
        all
    }
}

impl Made {
    pub(super) fn new(bytes: Bytes, media: &'static str) -> Self {
        Self {
            digest: Digest::of(&bytes),
            bytes,
            media,
            is_page: false,
            findings: Vec::new(),
        }
    }
}
