//! The versions beside the files as they are: each is read from git, or from its folder, when a
//! browser first asks for one of its pages, and kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;

use crate::config::{Config, Versions};
use crate::digest::Digest;
use crate::error::Result;
use crate::inputs::Inputs;
use crate::model::Place;
use crate::model::border::LATEST;
use crate::path::{OutputPath, Permalink};
use crate::pipeline::{Built, Compiler};
use crate::release::{Dress, dressed, machine_files};
use crate::render::Renderer;
use crate::render::page;
use crate::render::subject::current;
use crate::versions::found::{self, Origin};
use crate::versions::list::{self, List};

use super::media;
use super::snapshot::{Found, Made};

/// The versions that the settings mean, the newest first.
type Find = Box<dyn Fn(&Versions) -> Result<Vec<found::Found>> + Send + Sync>;

/// The files of a version, beside the files as they are.
type Read = Box<dyn Fn(&found::Found, &Inputs) -> Result<Inputs> + Send + Sync>;

/// Finds and reads the versions of a site.
pub struct Shelf {
    find: Find,
    read: Read,
    /// Those that somebody looked at, by name, origin and dress.
    open: Mutex<HashMap<String, Arc<Volume>>>,
    own: Mutex<Option<(Digest, Arc<Volume>)>>,
}

impl Shelf {
    /// A shelf of which nobody has looked at a version yet.
    pub fn new(
        find: impl Fn(&Versions) -> Result<Vec<found::Found>> + Send + Sync + 'static,
        read: impl Fn(&found::Found, &Inputs) -> Result<Inputs> + Send + Sync + 'static,
    ) -> Self {
        Self {
            find: Box::new(find),
            read: Box::new(read),
            open: Mutex::default(),
            own: Mutex::default(),
        }
    }

    /// The files as they are, as a version: kept until they are others.
    fn own(&self, inputs: &Inputs, dress: &Dress) -> Arc<Volume> {
        let digest = inputs.digest();
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, volume)) = own.as_ref().filter(|(known, _)| *known == digest) {
            return volume.clone();
        }
        let volume = Arc::new(Volume::open(inputs.clone(), dress));
        *own = Some((digest, volume.clone()));
        volume
    }
}

/// A version that somebody looks at.
pub struct Volume {
    built: Built,
    compiler: Compiler,
    machine: OnceLock<Vec<(String, Vec<u8>)>>,
    made: Mutex<HashMap<OutputPath, Arc<Made>>>,
}

/// The versions as one moment of the preview sees them.
pub struct Beside {
    shelf: Arc<Shelf>,
    inputs: Inputs,
    config: Config,
    settings: Versions,
    dress: OnceLock<Dress>,
    /// The files as they are, as a version.
    own: OnceLock<Arc<Volume>>,
    found: OnceLock<(Vec<found::Found>, List)>,
}

impl Beside {
    /// The versions beside these files; None where their settings have none.
    pub fn of(shelf: &Arc<Shelf>, inputs: &Inputs) -> Option<Self> {
        let text = inputs.text(crate::config::FILE)?;
        let config = Config::read(text, &mut Vec::new());
        let settings = config.versions.clone()?;
        Some(Self {
            shelf: shelf.clone(),
            inputs: inputs.clone(),
            config,
            settings,
            dress: OnceLock::new(),
            own: OnceLock::new(),
            found: OnceLock::new(),
        })
    }

    /// What a browser gets at a path, where it belongs to a version or is there because there are
    /// versions.
    pub fn find(&self, renderer: &Renderer<'_>, path: &str) -> Option<Found> {
        let rest = path.strip_prefix('/')?;
        match rest {
            list::FILE => return Some(made(self.list().1.to_json(), path)),
            list::SCRIPT => return Some(made(self.list().1.to_script(), path)),
            "versions" => return Some(Found::Elsewhere("/versions/".to_owned())),
            "versions/" | "versions/index.html" => {
                // A version that is made here has a page of what changed.
                let rendered = page::versions(renderer, &self.list().1, |_| true);
                return Some(page_of(rendered.bytes));
            }
            _ => {}
        }
        let (top, below) = rest.split_once('/').unwrap_or((rest, ""));
        match top {
            "_c" => {
                let number = below.strip_suffix(".js")?.parse().ok();
                let number = number.filter(|number| *number < current::PARTS)?;
                return Some(made(current::part(renderer, number).bytes, path));
            }
            "_a" => return self.shared(path),
            _ => {}
        }
        let volume = self.volume(top)?;
        if below.is_empty() && !rest.ends_with('/') {
            return Some(Found::Elsewhere(format!("/{top}/")));
        }
        volume.find(top, below)
    }

    /// The version of this name. What is written now is `latest` too, so that a link from what is
    /// there once shows what its author has before them.
    fn volume(&self, name: &str) -> Option<Arc<Volume>> {
        if name == LATEST || name == found::own_name(&self.settings) {
            let own = || self.shelf.own(&self.inputs, self.dress());
            return Some(self.own.get_or_init(own).clone());
        }
        let one = self.list().0.iter().find(|one| one.name == name)?;
        let commit = one.commit().map_or("", |commit| &commit.id);
        let key = format!("{name} {commit} {}", self.dress().half(None));
        if let Some(open) = self.lock().get(&key) {
            return Some(open.clone());
        }
        let inputs = (self.shelf.read)(one, &self.inputs).ok()?;
        let volume = Arc::new(Volume::open(inputs, self.dress()));
        // A folder can change while it is looked at.
        if one.origin != Origin::Folder {
            self.lock().insert(key, volume.clone());
        }
        Some(volume)
    }

    /// A file that versions share, of one that is open.
    fn shared(&self, path: &str) -> Option<Found> {
        let path = OutputPath::new(path.strip_prefix('/')?)?;
        let open: Vec<Arc<Volume>> = self.lock().values().cloned().collect();
        open.iter().find_map(|volume| volume.asset(&path))
    }

    fn list(&self) -> &(Vec<found::Found>, List) {
        self.found.get_or_init(|| {
            let own = found::own_name(&self.settings);
            let mut found = (self.shelf.find)(&self.settings).unwrap_or_default();
            if !found.iter().any(|one| one.name == own) {
                found.push(found::working_tree(&self.settings, &own));
            }
            let order = found::order(&self.settings);
            let mut list = List::default();
            for one in &found {
                list.put(one.entry(&self.settings), &order);
            }
            found::settle(&mut list, &self.settings);
            (found, list)
        })
    }

    fn dress(&self) -> &Dress {
        self.dress
            .get_or_init(|| Dress::of(&self.inputs, &self.config))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Volume>>> {
        let open = self.shelf.open.lock();
        open.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Volume {
    fn open(inputs: Inputs, dress: &Dress) -> Self {
        let compiler = Compiler::lasting(None);
        let inputs = dressed(inputs, dress);
        let adjust = |config: &mut Config| dress.adjust(config);
        let (_, built) = compiler.assemble_with(&inputs, Some(adjust));
        Self {
            built,
            compiler,
            machine: OnceLock::new(),
            made: Mutex::default(),
        }
    }

    /// What stands at a path of the version that is shown as `name`.
    fn find(&self, name: &str, path: &str) -> Option<Found> {
        if let Some(file) = path.strip_prefix("_m/") {
            let files = self.machine.get_or_init(|| machine_files(&self.built.site));
            let (_, bytes) = files.iter().find(|(known, _)| known == file)?;
            return Some(made(bytes.clone(), path));
        }
        let permalink = Permalink::exact(&format!("/{LATEST}/{path}"))?;
        let output = permalink.output();
        if let Some(found) = self.place(&output) {
            return Some(found);
        }
        let folder = Permalink::exact(&format!("{permalink}/"))?;
        self.built.site.places.at(&folder)?;
        let own = folder.encoded();
        let own = own.strip_prefix(&format!("/{LATEST}"))?;
        Some(Found::Elsewhere(format!("/{name}{own}")))
    }

    fn place(&self, path: &OutputPath) -> Option<Found> {
        let place = self.built.site.places.get(path.as_str())?;
        if let Place::Asset(file) = place {
            let blob = &self.built.site.assets.get(file)?.blob;
            return Some(Found::File(blob.clone(), media::of(file.as_str())));
        }
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = all.get(path) {
            return Some(Found::Made(made.clone()));
        }
        let rendered = self.compiler.renderer(&self.built).place(path, place);
        let made = Made::of(rendered.bytes, media::of(path.as_str()));
        if all.len() >= super::snapshot::KEPT {
            all.clear();
        }
        let made = Arc::new(made);
        all.insert(path.clone(), made.clone());
        Some(Found::Made(made))
    }

    fn asset(&self, path: &OutputPath) -> Option<Found> {
        match self.built.site.places.get(path.as_str())? {
            Place::Asset(_) => self.place(path),
            _ => None,
        }
    }
}

fn made(bytes: Vec<u8>, path: &str) -> Found {
    Found::Made(Arc::new(Made::of(bytes, media::of(path))))
}

fn page_of(bytes: Vec<u8>) -> Found {
    Found::Made(Arc::new(Made::of(bytes, media::PAGE)))
}

impl Made {
    fn of(bytes: Vec<u8>, media: &'static str) -> Self {
        let mut made = Self::new(Bytes::from(bytes), media);
        made.is_page = media == media::PAGE;
        made
    }
}
