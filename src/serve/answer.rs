//! What each address answers.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequestParts, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use percent_encoding::percent_decode_str;

use crate::digest::Digest;
use crate::render::paper;

use super::http::{App, Asking, Local, guarded};
use super::reply::{self, Asked};
use super::snapshot::{Found, Made, Snapshot};
use super::{live, media, message, view};

/// How long a request waits for the first site, which is read while the browser opens.
const FIRST_SITE: Duration = Duration::from_secs(30);

/// The script that keeps a tab up to date, in its parts.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("browser/morph.js"),
    include_str!("browser/overlay.js"),
    include_str!("browser/reload.js"),
    "})();\n"
);

/// The looks of the overlay, which are in a shadow of their own.
const OVERLAY: &str = include_str!("browser/overlay.css");

/// The looks of the local view.
const VIEW: &str = include_str!("browser/view.css");

/// Answers one request.
pub async fn answer(
    State(app): State<Arc<App>>,
    Extension(Local(local)): Extension<Local>,
    request: Asking,
) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    // No content is ever read.
    drop(body);
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let mut reply = reply::plain(StatusCode::METHOD_NOT_ALLOWED, "A preview is only read.");
        reply::set(&mut reply, header::ALLOW, "GET, HEAD");
        return reply::and_close(reply);
    }
    if let Err((status, sentence)) = app.guard.admit(&parts, local) {
        return reply::and_close(reply::plain(status, sentence));
    }
    let Some(path) = decoded(parts.uri.path()) else {
        return reply::plain(StatusCode::BAD_REQUEST, "This is no address of a page.");
    };
    if path.starts_with("/_/live/") {
        return live_channel(app, &mut parts, &path).await;
    }
    let snapshot = first_site(&app).await;
    let asked = Asked::new(&parts.method, &parts.headers);
    let is_typed = is_typed(&parts.headers);
    let query = parts.uri.query().unwrap_or("").to_owned();
    let made = guarded(move || match path.strip_prefix("/_/") {
        Some(own) => of_preview(&app, &snapshot, &asked, own, &query),
        None => of_site(&app, &snapshot, &asked, &path, is_typed),
    });
    match made.await {
        Ok(reply) | Err(reply) => reply,
    }
}

/// A path with its letters. None when they are none, or when nobody could have meant them.
fn decoded(path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let is_odd = |letter: char| letter.is_control() || letter == '\\';
    (path.starts_with('/') && !path.chars().any(is_odd)).then(|| path.into_owned())
}

/// Whether a person typed the address, or no browser asks: no page leads there.
fn is_typed(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_none_or(|site| site.as_bytes() == b"none")
}

async fn first_site(app: &App) -> Arc<Snapshot> {
    let mut shown = app.shown.subscribe();
    let is_there = |snapshot: &Arc<Snapshot>| snapshot.version > 0;
    let _ = tokio::time::timeout(FIRST_SITE, shown.wait_for(is_there)).await;
    app.shown.borrow().clone()
}

async fn live_channel(app: Arc<App>, parts: &mut Parts, path: &str) -> Response<Body> {
    let token = path.trim_start_matches("/_/live/");
    if token != app.token || token.is_empty() || !app.guard.is_own_page(parts) {
        return reply::plain(
            StatusCode::FORBIDDEN,
            "This channel is for pages of the preview.",
        );
    }
    let Ok(place) = app.live.clone().try_acquire_owned() else {
        return reply::plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "There are too many tabs of this preview.",
        );
    };
    let at = message::path_of(parts.uri.query().unwrap_or(""));
    let upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection> =
        WebSocketUpgrade::from_request_parts(parts, &()).await;
    match upgrade {
        Ok(upgrade) => live::open(upgrade, app, at, place),
        Err(rejection) => {
            let status = rejection.into_response().status();
            reply::plain(status, "This address speaks WebSocket, version 13.")
        }
    }
}

/// What is only in the preview: never built, never published.
fn of_preview(
    app: &App,
    snapshot: &Snapshot,
    asked: &Asked,
    own: &str,
    query: &str,
) -> Response<Body> {
    let fixed = |media, text: &'static str| {
        let bytes = Bytes::from_static(text.as_bytes());
        asked.bytes(StatusCode::OK, media, Digest::of(&bytes), bytes)
    };
    match own {
        "reload.js" => fixed(media::of(own), SCRIPT),
        "overlay.css" => fixed(media::of(own), OVERLAY),
        "view.css" => fixed(media::of(own), VIEW),
        "paper.css" => fixed(media::of(own), paper::LOOKS),
        "findings.json" => {
            let text = message::all_findings(app, snapshot);
            asked.bytes(
                StatusCode::OK,
                media::of(own),
                Digest::of(text.as_bytes()),
                text.into(),
            )
        }
        "" => {
            let html = view::html(app, snapshot, query);
            let digest = Digest::of(html.as_bytes());
            let mut reply = asked.bytes(StatusCode::OK, media::PAGE, digest, html.into());
            reply::set(&mut reply, header::CONTENT_SECURITY_POLICY, reply::OWN);
            reply
        }
        _ => reply::plain(StatusCode::NOT_FOUND, "There is nothing at this address."),
    }
}

fn of_site(
    app: &App,
    snapshot: &Snapshot,
    asked: &Asked,
    path: &str,
    is_typed: bool,
) -> Response<Body> {
    if snapshot.site().is_none() {
        let html = with_script(app, view::no_site(snapshot).as_bytes(), Digest::of(b""));
        let digest = Digest::of(&html);
        return asked.bytes(StatusCode::SERVICE_UNAVAILABLE, media::PAGE, digest, html);
    }
    match snapshot.at(path) {
        Found::Made(made) => page(app, asked, StatusCode::OK, &made),
        Found::File(blob, media) => asked.file(&blob, media),
        Found::Elsewhere(address) => reply::elsewhere(&address),
        Found::Nothing(not_found) => {
            // Who types the path of a file they know gets it; a page that leads there does not,
            // since nothing will be there when the site is published.
            if is_typed {
                if let Some(Found::File(blob, media)) = snapshot.file(path) {
                    return asked.file(&blob, media);
                }
                if let Some(address) = snapshot.page_of_file(path) {
                    return reply::elsewhere(&address);
                }
            }
            match not_found {
                Some(made) => page(app, asked, StatusCode::NOT_FOUND, &made),
                None => reply::plain(StatusCode::NOT_FOUND, "There is no such page."),
            }
        }
    }
}

/// The bytes that a build writes; pages with the reload script.
fn page(app: &App, asked: &Asked, status: StatusCode, made: &Made) -> Response<Body> {
    if !made.is_page {
        return asked.bytes(status, made.media, made.digest, made.bytes.clone());
    }
    let tag = tag(app, made);
    asked.bytes(status, made.media, tag, with_script(app, &made.bytes, tag))
}

/// What a page is known by: its bytes, and the token in its script.
pub fn tag(app: &App, made: &Made) -> Digest {
    Digest::of_parts([made.digest.as_bytes().as_slice(), app.token.as_bytes()])
}

/// A page with the reload script at its end.
fn with_script(app: &App, page: &[u8], tag: Digest) -> Bytes {
    let token = &app.token;
    let script = format!(
        "<script src=\"/_/reload.js\" data-live=\"/_/live/{token}\" data-tag=\"{tag}\"></script>\n"
    );
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|part| part == end);
    let (before, after) = page.split_at(at.unwrap_or(page.len()));
    [before, script.as_bytes(), after].concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_letters_only() {
        assert_eq!(decoded("/a%20b/%C3%A4").as_deref(), Some("/a b/ä"));
        for odd in ["/%00", "/%ff", "/a%5cb", "/a%0d%0ab", "a"] {
            assert_eq!(decoded(odd), None, "{odd}");
        }
    }
}
