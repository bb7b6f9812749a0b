//! The live channel: each tab is told what it needs to know of the newest site.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::WebSocketUpgrade;
use axum::extract::ws::{Message, WebSocket};
use axum::http::Response;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{MissedTickBehavior, interval};

use super::http::{App, guarded};
use super::message;

/// A tab says nothing but what its browser says by itself.
const LARGEST: usize = 1024;

/// How often a tab is asked whether it is still there; a connection that is idle longer is ended.
const PING: Duration = Duration::from_secs(6);

/// Turns a request into a live channel of the tab that shows the page at `path`.
pub fn open(
    upgrade: WebSocketUpgrade,
    app: Arc<App>,
    path: String,
    place: OwnedSemaphorePermit,
) -> Response<Body> {
    upgrade
        .max_message_size(LARGEST)
        .max_frame_size(LARGEST)
        .write_buffer_size(0)
        .on_upgrade(move |socket| async move {
            talk(socket, app, path).await;
            drop(place);
        })
}

async fn talk(mut socket: WebSocket, app: Arc<App>, path: String) {
    let mut shown = app.shown.subscribe();
    let mut ping = interval(PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // At once: the page may have changed since the tab loaded it.
    shown.mark_changed();
    let mut seen = app.shown.borrow().version;
    loop {
        tokio::select! {
            changed = shown.changed() => {
                let snapshot = shown.borrow_and_update().clone();
                if changed.is_err() {
                    return;
                }
                if snapshot.version == 0 {
                    continue;
                }
                let (app, path, since) = (app.clone(), path.clone(), seen);
                seen = snapshot.version;
                let made = guarded(move || message::of_page(&app, &snapshot, &path, since)).await;
                // A page that cannot be made is not told of; its request says why.
                let Ok(text) = made else { continue };
                if socket.send(Message::Text(text.into())).await.is_err() {
                    return;
                }
            }
            heard = socket.recv() => match heard {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
            _ = ping.tick() => {
                if socket.send(Message::Ping(Bytes::new())).await.is_err() {
                    return;
                }
            }
        }
    }
}
