//! The bytes of an asset, in pieces: a film need not fit into memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use hyper::body::{Body as Pieces, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::inputs::BlobSource;

/// How much is read at once.
const PIECE: u64 = 128 * 1024;

/// The bytes from `start` on, `length` of them.
///
/// # Errors
/// What the disk says when the file is opened.
pub fn body(source: &BlobSource, start: u64, length: u64) -> io::Result<Body> {
    match source {
        BlobSource::Memory(bytes) => {
            let (start, length) = (start as usize, length as usize);
            let bytes = Bytes::from_owner(bytes.clone());
            let end = (start + length).min(bytes.len());
            Ok(Body::from(bytes.slice(start.min(end)..end)))
        }
        BlobSource::Spool(piece) => {
            let bytes = piece.read().map_err(io::Error::other)?;
            let (start, length) = (start as usize, length as usize);
            let end = (start + length).min(bytes.len());
            Ok(Body::from(Bytes::from(bytes).slice(start.min(end)..end)))
        }
        BlobSource::Disk(path) => {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(start))?;
            let pieces = FilePieces {
                file: Some(file),
                left: length,
                reading: None,
            };
            Ok(Body::new(pieces))
        }
    }
}

struct FilePieces {
    file: Option<File>,
    left: u64,
    reading: Option<JoinHandle<io::Result<(File, Bytes)>>>,
}

impl Pieces for FilePieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if self.reading.is_none() {
            let size = self.left.min(PIECE);
            let Some(file) = self.file.take() else {
                return Poll::Ready(None);
            };
            self.reading = Some(spawn_blocking(move || read(file, size)));
        }
        let Some(reading) = &mut self.reading else {
            return Poll::Ready(None);
        };
        let outcome = ready!(Pin::new(reading).poll(context));
        self.reading = None;
        let (file, bytes) = match outcome.map_err(io::Error::other).and_then(|read| read) {
            Ok(read) => read,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        self.file = Some(file);
        self.left -= bytes.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

fn read(mut file: File, size: u64) -> io::Result<(File, Bytes)> {
    let mut bytes = vec![0; size as usize];
    // The file may be shorter by now: the answer then breaks off, and the next one is right.
    file.read_exact(&mut bytes)?;
    Ok((file, bytes.into()))
}
