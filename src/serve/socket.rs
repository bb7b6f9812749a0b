//! A connection with bounds: it may not be idle for ever, and not stall while it is written to.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, Sleep, sleep};

/// No byte in either direction for this long ends a connection. Live clients answer pings.
const IDLE: Duration = Duration::from_secs(15);

/// A reader that takes nothing for this long has gone.
const STALL: Duration = Duration::from_secs(5);

/// A connection, and its place among those that may be open at once.
pub struct Socket {
    stream: TcpStream,
    idle: Pin<Box<Sleep>>,
    stall: Pin<Box<Sleep>>,
    is_stalled: bool,
    _place: OwnedSemaphorePermit,
}

impl Socket {
    /// Bounds a connection. `place` is given back when it ends, as a live channel too.
    pub fn new(stream: TcpStream, place: OwnedSemaphorePermit) -> Self {
        // Small answers are not held back; a socket that refuses this works all the same.
        let _ = stream.set_nodelay(true);
        Self {
            stream,
            idle: Box::pin(sleep(IDLE)),
            stall: Box::pin(sleep(STALL)),
            is_stalled: false,
            _place: place,
        }
    }

    fn moved(&mut self) {
        self.is_stalled = false;
        self.idle.as_mut().reset(Instant::now() + IDLE);
    }

    /// What a write says, unless nothing could be written for too long.
    fn bounded<T>(
        &mut self,
        outcome: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.moved();
            return outcome;
        }
        if !self.is_stalled {
            self.is_stalled = true;
            self.stall.as_mut().reset(Instant::now() + STALL);
        }
        match self.stall.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Ready(outcome) => {
                self.moved();
                Poll::Ready(outcome)
            }
            Poll::Pending => match self.idle.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bounded(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.bounded(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
