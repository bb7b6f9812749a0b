//! The server: connections with bounds, one task each, on one thread.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::error::{Error, Result};

use super::editor::Places;
use super::guard::Guard;
use super::snapshot::Snapshot;
use super::socket::Socket;
use super::{Options, Since, Source, answer, reply};

/// How many connections may be open at once; more wait in the system's queue.
const CONNECTIONS: usize = 512;

/// How many of them may be live channels.
const LIVE: usize = 256;

/// How long a client may take for the head of a request, and how long it may wait before the next.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How many bytes the head of a request may have.
const HEAD_SIZE: usize = 16 * 1024;

/// How many headers it may have.
const HEADERS: usize = 100;

/// After the system refused a connection, for want of descriptors mostly.
const BREATH: Duration = Duration::from_millis(50);

/// How many pages are made at once.
const MAKERS: usize = 4;

/// What every answer may look at.
pub struct App {
    /// The site that is shown.
    pub shown: watch::Sender<Arc<Snapshot>>,
    /// Who may ask.
    pub guard: Guard,
    /// The token of this run: who does not know it gets no live channel.
    pub token: String,
    /// Where the files of findings are.
    pub places: Places,
    /// Places of live channels.
    pub live: Arc<Semaphore>,
    /// Where the site is, in words.
    pub root: String,
    /// Reads the site at a ref.
    pub since: Option<Since>,
    local: SocketAddr,
}

/// The address at which a request arrived.
#[derive(Clone, Copy)]
pub struct Local(pub IpAddr);

impl App {
    /// What is served at `local`.
    pub fn new(source: &Source, options: Options, local: SocketAddr) -> Arc<Self> {
        let editor = source.changes.then_some(options.editor);
        Arc::new(Self {
            shown: watch::Sender::new(Arc::new(Snapshot::nothing_yet())),
            guard: Guard::new(&options.allowed_hosts),
            token: token(),
            places: Places::new(source.root.clone(), &source.folders, editor),
            live: Arc::new(Semaphore::new(LIVE)),
            root: source.root.display().to_string(),
            since: source.since.clone(),
            local,
        })
    }

    /// Where new sites are shown.
    pub fn shown(&self) -> watch::Sender<Arc<Snapshot>> {
        self.shown.clone()
    }

    /// The address for a browser on this machine.
    pub fn address(&self) -> String {
        let port = self.local.port();
        match self.local.ip() {
            address if address.is_unspecified() => format!("http://127.0.0.1:{port}/"),
            address => format!("http://{}/", SocketAddr::new(address, port)),
        }
    }
}

/// Letters that nobody can guess.
fn token() -> String {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        // Without chance there is no live channel: no request has an empty token.
        Err(_) => String::new(),
    }
}

/// Answers until Ctrl-C.
///
/// # Errors
/// When the system gives no sockets or no signals at all.
pub fn serve(listener: std::net::TcpListener, app: Arc<App>) -> Result<()> {
    let failed = |error| Error::Refused {
        message: format!("the preview could not start: {error}"),
        help: String::new(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(MAKERS)
        .thread_keep_alive(Duration::from_secs(5))
        .build()
        .map_err(failed)?;
    let outcome = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        tokio::select! {
            () = accept(listener, app) => {}
            stopped = stopped() => stopped?,
        }
        Ok(())
    });
    // A page that is being made, or a slow disk, keeps nobody waiting.
    runtime.shutdown_timeout(Duration::from_millis(100));
    outcome.map_err(failed)
}

async fn accept(listener: TcpListener, app: Arc<App>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let router = Router::new().fallback(answer::answer).with_state(app);
    loop {
        // The semaphore is never closed.
        let Ok(place) = places.clone().acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let local = stream.local_addr().map(|local| local.ip());
                let socket = Socket::new(stream, place);
                if let Ok(local) = local {
                    tokio::spawn(connection(socket, local, router.clone()));
                }
            }
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn connection(socket: Socket, local: IpAddr, router: Router) {
    let service = tower_service(router, local);
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE)
        .max_headers(HEADERS)
        .half_close(true)
        .serve_connection(TokioIo::new(socket), service)
        .with_upgrades();
    // A client that breaks off, or is cut off, is nothing to report.
    let _ = served.await;
}

fn tower_service(router: Router, local: IpAddr) -> TowerToHyperService<Router> {
    TowerToHyperService::new(router.layer(axum::Extension(Local(local))))
}

/// Runs the making of an answer; a panic in it ends the request, not the preview.
pub async fn guarded<T: Send + 'static>(
    make: impl FnOnce() -> T + Send + 'static,
) -> std::result::Result<T, Response<Body>> {
    tokio::task::spawn_blocking(make).await.map_err(|_| {
        reply::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Groundplan itself has a mistake: this could not be made. The terminal says more.",
        )
    })
}

/// What axum hands on.
pub type Asking = Request<Body>;

async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut ended = signal(SignalKind::terminate())?;
        tokio::select! {
            outcome = tokio::signal::ctrl_c() => outcome,
            _ = ended.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
