//! The preview: a site in a browser, and every save of a file shown there at once.
//!
//! Two threads do the work. The `desk` owns the inputs: it hears what was saved, makes the next
//! `snapshot` and shows it. The `http` thread answers requests from the snapshot that is shown,
//! and tells the tabs when there is another. Nothing is written to disk but the cache of blocks.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use crate::date::Date;
use crate::error::{Error, Result};
use crate::inputs::history::History;
use crate::inputs::{Folders, Inputs};
use crate::path::SitePath;

mod answer;
pub mod beside;
mod desk;
pub mod editor;
mod file;
mod findings;
mod guard;
mod http;
mod live;
pub mod media;
mod message;
mod moves;
mod news;
pub mod open;
mod poll;
mod reply;
mod settle;
mod since;
mod snapshot;
mod socket;
mod view;
mod watch;
pub mod workshop;

pub use editor::Editor;
pub use news::Checked;
pub use snapshot::{Found, Made, Snapshot, Trouble};

/// The port that is taken when none is named; the next ones when it is not free.
pub const PORT: u16 = 4400;

/// How many ports after [`PORT`] are tried.
const PORTS: u16 = 50;

/// How the preview is served.
pub struct Options {
    /// The address to listen at.
    pub host: IpAddr,
    /// The port: 0 for any free one, None for [`PORT`] or the next free one.
    pub port: Option<u16>,
    /// Names other than those of this machine that a browser may know the preview by.
    pub allowed_hosts: Vec<String>,
    /// Whether files are looked at again and again, since the system does not tell what changes.
    pub poll: bool,
    /// The program that links of findings open.
    pub editor: Editor,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: None,
            allowed_hosts: Vec::new(),
            poll: false,
            editor: Editor::default(),
        }
    }
}

/// Where the site comes from.
pub struct Source {
    /// The site's folder, absolute.
    pub root: PathBuf,
    /// Where its folders differ from the usual.
    pub folders: Folders,
    /// Whether the files may change while they are served; a git ref never does.
    pub changes: bool,
    /// Where highlighted code is remembered; None keeps it in memory.
    pub cache: Option<PathBuf>,
    /// Reads everything that is quick to read.
    pub read: Box<dyn Fn() -> Result<Inputs> + Send>,
    /// Reads what git knows of the files, which takes longer; None where `read` knows it.
    pub facts: Option<Arc<dyn Fn() -> Result<Facts> + Send + Sync>>,
    /// Which day it is.
    pub today: Box<dyn Fn() -> Option<Date> + Send>,
    /// The site at a ref, for the local view; None outside a repository.
    pub since: Option<Since>,
    /// Finds and reads versions; None where the site is served as it is at a ref.
    pub shelf: Option<Arc<beside::Shelf>>,
}

/// Reads the site at a ref.
pub type Since = Arc<dyn Fn(&str) -> Result<Then> + Send + Sync>;

/// The site at a ref.
pub struct Then {
    /// What a build of it looks at; today is the day of its commit.
    pub inputs: Inputs,
    /// The files of the working tree that are not as they were then.
    pub files: Vec<SitePath>,
}

/// What git knows of a site's files.
#[derive(Clone, Default)]
pub struct Facts {
    /// The last day each file was changed.
    pub changed: std::collections::HashMap<SitePath, Date>,
    /// Earlier states of the files whose history readers see.
    pub history: History,
}

/// Something to tell the person at the terminal.
pub enum Event {
    /// The preview answers at this address.
    Serving {
        /// The address: `http://127.0.0.1:4400/`.
        address: String,
    },
    /// The site was read.
    Opened {
        /// How many pages it has.
        pages: usize,
        /// From the start until it could be shown.
        took: Duration,
    },
    /// These folders are watched.
    Watching {
        /// The folders.
        folders: Vec<PathBuf>,
    },
    /// Files are looked at again and again.
    Polling {
        /// Why; None when it was asked for.
        because: Option<String>,
    },
    /// Something was saved, and is shown.
    Changed {
        /// The files that differ.
        files: Vec<SitePath>,
        /// The addresses that are new.
        appeared: Vec<String>,
        /// The addresses that are gone, with where the page is now.
        vanished: Vec<(String, Option<String>)>,
        /// From the first word of the system until browsers were told.
        took: Duration,
    },
    /// What a check found that the one before did not, or the other way round.
    Checked(Checked),
    /// The machine refused something; the last good site stays.
    Failed(Error),
    /// Groundplan itself failed on a change; the last good site stays.
    Broke,
    /// Groundplan itself has a mistake: a site could not be checked, and is shown without findings.
    CheckBroke,
}

/// Tells events to the command line; any thread may.
pub type Tell = Arc<dyn Fn(Event) + Send + Sync>;

/// Serves the preview until Ctrl-C.
///
/// # Errors
/// [`Error::Refused`] when the port is taken, and what the system refuses at the start. A site that
/// cannot be read is no failure: the preview says so until it can.
pub fn run(source: Source, options: Options, tell: &Tell) -> Result<()> {
    let listener = bind(options.host, options.port)?;
    let local = listener
        .local_addr()
        .map_err(Error::io("listen at", options.host.to_string()))?;
    let poll = options.poll;
    let shop = http::App::new(&source, options, local);
    let address = shop.address();
    tell(Event::Serving { address });
    let (send, receive) = mpsc::channel();
    let desk = desk::open(
        source,
        poll,
        shop.shown(),
        send.clone(),
        receive,
        tell.clone(),
    );
    let served = http::serve(listener, shop);
    // The desk saves the highlighted blocks before it ends; a disk that hangs keeps nobody waiting.
    let _ = send.send(desk::Word::Stop);
    desk.wait(Duration::from_millis(700));
    served
}

fn bind(host: IpAddr, port: Option<u16>) -> Result<std::net::TcpListener> {
    let last = port.unwrap_or(PORT + PORTS);
    let mut at = port.unwrap_or(PORT);
    loop {
        match std::net::TcpListener::bind(SocketAddr::new(host, at)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse && at < last => at += 1,
            Err(error) => return Err(refused(host, at, &error)),
        }
    }
}

fn refused(host: IpAddr, port: u16, error: &std::io::Error) -> Error {
    let at = SocketAddr::new(host, port);
    match error.kind() {
        std::io::ErrorKind::AddrInUse => Error::Refused {
            message: format!("port {port} is taken: another program listens at {at}"),
            help: "name another with --port, or leave it out for the next free one".into(),
        },
        std::io::ErrorKind::AddrNotAvailable => Error::Refused {
            message: format!("{host} is no address of this machine"),
            help: "leave out --host, or name an address that this machine has".into(),
        },
        _ => Error::Refused {
            message: format!("could not listen at {at}: {error}"),
            help: "name another port with --port, one above 1023".into(),
        },
    }
}
