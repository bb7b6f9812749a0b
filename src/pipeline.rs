//! The spine: inputs become a site, findings, and a tree.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use rayon::prelude::*;

use crate::check;
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{self, Diagnostic};
use crate::digest::Digest;
use crate::drawing::Drawings;
use crate::inputs::Inputs;
use crate::load::{self, LoadMemo, Loaded};
use crate::markdown::highlight::BlockCache;
use crate::model::{PageId, Place, Site};
use crate::path::OutputPath;
use crate::render::search::{self, Collected, Lexicon, Search};
use crate::render::{Navigation, RenderMemo, Renderer};
use crate::theme::{self, Theme};
use crate::tree::{Content, Tree};

/// What one site after the other is made with: everything that is remembered between them.
pub struct Compiler {
    load: LoadMemo,
    render: Option<RenderMemo>,
    blocks: BlockCache,
    drawings: Drawings,
    edition: String,
    theme: Mutex<Option<KnownTheme>>,
    /// The last site, where another will follow.
    last: Mutex<Option<Arc<Site>>>,
}

/// The theme of the last site, under the digest of all it was made of.
struct KnownTheme {
    key: Digest,
    theme: Arc<Theme>,
    findings: Vec<Diagnostic>,
}

/// A site that is linked, checked and ready to be rendered.
pub struct Built {
    /// The site.
    pub site: Arc<Site>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Everything found before rendering, sorted.
    pub findings: Vec<Diagnostic>,
    /// How many errors each page has, of those that have any.
    errors: HashMap<PageId, usize>,
    /// The digest of everything the output depends on; None where nobody will write it.
    digest: Option<Digest>,
    /// Navigation, rendered once for all pages that see it alike.
    navigation: Navigation,
    /// The search index, made when it is wanted.
    search: Arc<Search>,
}

impl Built {
    /// The same site with other findings: those that a check found after it was assembled.
    pub fn with_findings(&self, findings: Vec<Diagnostic>) -> Self {
        let mut built = self.marked_by(&findings);
        built.findings = findings;
        built
    }

    /// The same site with the pages marked that these findings are about.
    pub fn marked_by(&self, findings: &[Diagnostic]) -> Self {
        Self {
            site: self.site.clone(),
            theme: self.theme.clone(),
            errors: check::errors_by_page(&self.site, findings),
            findings: self.findings.clone(),
            digest: self.digest,
            navigation: Navigation::default(),
            search: self.search.clone(),
        }
    }
}

impl Compiler {
    /// For one build: no page is rendered twice, so no body is kept. Highlighted blocks are read
    /// from `cache` and kept there; None keeps them in memory.
    pub fn once(cache: Option<&Path>) -> Self {
        Self {
            load: LoadMemo::default(),
            render: None,
            blocks: cache.map_or_else(BlockCache::default, BlockCache::load),
            drawings: kept(cache),
            edition: String::new(),
            theme: Mutex::new(None),
            last: Mutex::new(None),
        }
    }

    /// The same, which remembers diagrams in this folder and nothing else.
    pub fn drawing_in(mut self, cache: &Path) -> Self {
        self.drawings = kept(Some(cache));
        self
    }

    /// The same, made by this edition of the program: what another edition wrote is written again.
    pub fn edition(mut self, edition: String) -> Self {
        self.edition = edition;
        self
    }

    /// For many builds of one site, as the preview and its tests need it.
    pub fn lasting(cache: Option<&Path>) -> Self {
        // While the files of the site are read.
        rayon::spawn(theme::prepare);
        Self {
            render: Some(RenderMemo::default()),
            ..Self::once(cache)
        }
    }

    /// Highlighted code blocks.
    pub fn blocks(&self) -> &BlockCache {
        &self.blocks
    }

    /// Loads, links and checks a site.
    pub fn build(&self, inputs: &Inputs) -> Built {
        self.build_at(inputs, None)
    }

    /// The same for a site that will stand at another address than its settings say.
    pub fn build_at(&self, inputs: &Inputs, base_url: Option<BaseUrl>) -> Built {
        self.build_with(inputs, |config| at(config, base_url))
    }

    /// The same with other settings than its files have.
    pub fn build_with(&self, inputs: &Inputs, adjust: impl FnOnce(&mut Config)) -> Built {
        let (loaded, built) = self.assemble_with(inputs, Some(adjust));
        let mut built = built.with_findings(findings(&built, &loaded));
        built.digest = Some(Digest::of_parts([
            inputs.digest().as_bytes().as_slice(),
            format!("{:?}", built.site.config).as_bytes(),
            built.theme.digest.as_bytes(),
            env!("CARGO_PKG_VERSION").as_bytes(),
            self.edition.as_bytes(),
        ]));
        built
    }

    /// Loads and links a site without asking whether its links lead anywhere: enough to render.
    pub fn assemble(&self, inputs: &Inputs, base_url: Option<BaseUrl>) -> (Loaded, Built) {
        let adjust = base_url
            .is_some()
            .then_some(|config: &mut Config| at(config, base_url));
        self.assemble_with(inputs, adjust)
    }

    /// The same with other settings than its files have, where `adjust` is given.
    pub fn assemble_with(
        &self,
        inputs: &Inputs,
        adjust: Option<impl FnOnce(&mut Config)>,
    ) -> (Loaded, Built) {
        let mut loaded = load::load(inputs, &self.load);
        if let Some(adjust) = adjust {
            adjust(Arc::make_mut(&mut loaded.config));
        }
        let last = self.render.is_some().then(|| self.last().clone()).flatten();
        let (site, mut findings) = Site::assemble_after(last.as_deref(), inputs, &loaded);
        let site = Arc::new(site);
        if self.render.is_some() {
            *self.last() = Some(site.clone());
        }
        let (theme, of_theme) = self.theme(inputs, &site.config);
        findings.extend(of_theme);
        site.config.levels.apply(&mut findings);
        let errors = check::errors_by_page(&site, &findings);
        self.load.sweep();
        if let Some(memo) = &self.render {
            memo.sweep();
        }
        let built = Built {
            site,
            theme,
            findings,
            errors,
            digest: None,
            navigation: Navigation::default(),
            search: Arc::new(Search::new(search_index)),
        };
        (loaded, built)
    }

    fn last(&self) -> MutexGuard<'_, Option<Arc<Site>>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The theme of a site. Reading templates is slow beside the rest, and they seldom change.
    fn theme(&self, inputs: &Inputs, config: &Config) -> (Arc<Theme>, Vec<Diagnostic>) {
        let key = Theme::key(inputs, config);
        let mut known = self.theme.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.as_ref().filter(|known| known.key == key) {
            return (known.theme.clone(), known.findings.clone());
        }
        let (theme, findings) = Theme::load(inputs, config);
        let theme = Arc::new(theme);
        *known = Some(KnownTheme {
            key,
            theme: theme.clone(),
            findings: findings.clone(),
        });
        (theme, findings)
    }

    /// A renderer of what was built.
    pub fn renderer<'a>(&'a self, built: &'a Built) -> Renderer<'a> {
        Renderer::new(
            &built.site,
            &built.theme,
            Some(&self.blocks),
            self.render.as_ref(),
            &built.errors,
            &built.navigation,
            &built.search,
        )
        .drawing(&self.drawings)
    }

    /// The findings of a site with those of its templates: every page is filled, without colours.
    /// Where all templates are those of Groundplan, only pages with a diagram to draw are.
    pub fn check_templates(&self, built: Built) -> Vec<Diagnostic> {
        let renderer = Renderer::new(
            &built.site,
            &built.theme,
            None,
            None,
            &built.errors,
            &built.navigation,
            &built.search,
        )
        .drawing(&self.drawings);
        let draws = !built.site.config.mermaid.command.is_empty();
        let has_diagram = |place: &Place| match place {
            Place::Page(id) => !built.site.pages[*id].page.outline().diagrams.is_empty(),
            _ => false,
        };
        let is_asked = |place: &Place| built.theme.has_own() || (draws && has_diagram(place));
        let places = built.site.places.iter();
        let places: Vec<_> = places.filter(|(_, place)| is_asked(place)).collect();
        let found: Vec<Vec<Diagnostic>> = places
            .into_par_iter()
            .map(|(path, place)| renderer.place(path, place).findings)
            .collect();
        let mut of_templates: Vec<Diagnostic> = found.into_iter().flatten().collect();
        built.site.config.levels.apply(&mut of_templates);
        let mut findings = built.findings;
        findings.extend(of_templates);
        diagnostic::sort(&mut findings);
        findings
    }

    /// The whole output. Pages are made when they are wanted; what is found while they are made
    /// is put into `findings`, and each is counted in `done`.
    pub fn tree<'a>(
        &self,
        built: &'a Built,
        renderer: &'a Renderer<'a>,
        findings: &'a Mutex<Vec<Diagnostic>>,
        done: &'a AtomicUsize,
    ) -> Tree<'a> {
        let mut tree = Tree::default();
        for (path, place) in built.site.places.iter() {
            tree.insert(
                path.clone(),
                content(built, renderer, findings, done, path, place),
            );
        }
        for asset in built.theme.assets.values() {
            let content = Content::Bytes(asset.bytes.clone());
            tree.insert(asset.permalink.output(), content);
        }
        tree
    }
}

/// The settings of a site that will stand at another address, where one is given.
fn at(config: &mut Config, base_url: Option<BaseUrl>) {
    if base_url.is_some() {
        config.base_url = base_url;
    }
}

/// Drawings that are kept in the folder of what is remembered.
fn kept(cache: Option<&Path>) -> Drawings {
    cache.map_or_else(Drawings::default, |cache| {
        Drawings::in_folder(cache.to_path_buf())
    })
}

fn content<'a>(
    built: &'a Built,
    renderer: &'a Renderer<'a>,
    findings: &'a Mutex<Vec<Diagnostic>>,
    done: &'a AtomicUsize,
    path: &OutputPath,
    place: &'a Place,
) -> Content<'a> {
    if let Place::Asset(file) = place
        && let Some(asset) = built.site.assets.get(file)
    {
        return Content::blob(&asset.blob);
    }
    let path = path.clone();
    let make = move || {
        let rendered = renderer.place(&path, place);
        done.fetch_add(1, Ordering::Relaxed);
        if !rendered.findings.is_empty() {
            let mut findings = findings.lock().unwrap_or_else(PoisonError::into_inner);
            findings.extend(rendered.findings);
        }
        rendered.bytes
    };
    match built.digest {
        Some(digest) => Content::keyed(digest, make),
        None => Content::made(make),
    }
}

/// The search index of a site. It is asked for by a thread that makes files, while others do too: so it
/// has threads of its own, which never wait for those.
fn search_index(site: &Site) -> search::Index {
    let sources = search::sources(site);
    let language = search::Language::new(&site.config.language);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut documents = Vec::with_capacity(sources.len());
    let mut words = Collected::new(language, threads);
    let new = || Lexicon::new(language);
    let mut lexicons: Vec<Lexicon> = std::iter::repeat_with(new).take(threads).collect();
    // A batch at a time: the words of all pages at once would need much room.
    for batch in sources.chunks(threads * 128) {
        let part = batch.len().div_ceil(threads).max(1);
        let read = |part: &[search::Source], lexicon: &mut Lexicon| -> Vec<search::Document> {
            let document = |source: &search::Source| search::document(site, *source, lexicon);
            part.iter().map(document).collect()
        };
        let parts: Vec<Vec<search::Document>> = thread::scope(|scope| {
            let parts = batch.chunks(part).zip(&mut lexicons);
            let running: Vec<_> = parts
                .map(|(part, lexicon)| scope.spawn(|| read(part, lexicon)))
                .collect();
            running
                .into_iter()
                .map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        });
        for (from, part) in parts.into_iter().enumerate() {
            for mut document in part {
                words.add(&mut document, from, &lexicons[from]);
                documents.push(document);
            }
        }
    }
    search::index(site, documents, words)
}

/// All findings about a site that was assembled, sorted; those of templates are not among them,
/// since only filling them brings them to light.
pub fn findings(built: &Built, loaded: &Loaded) -> Vec<Diagnostic> {
    let mut findings = check::check(&built.site, loaded);
    findings.extend(built.findings.iter().cloned());
    diagnostic::sort(&mut findings);
    findings
}

/// Everything wrong with a site, those of its templates too, sorted. Nothing is written.
pub fn check(inputs: &Inputs) -> Vec<Diagnostic> {
    let compiler = Compiler::once(None);
    let built = compiler.build(inputs);
    compiler.check_templates(built)
}
