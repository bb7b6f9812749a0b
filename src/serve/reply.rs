//! Answers: what every one of them says, and the parts of HTTP that save bytes.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};

use crate::digest::Digest;
use crate::inputs::BlobFile;

use super::file;
use super::media;

/// What every answer says: never kept by a browser, never guessed at, never used by another site.
const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
];

/// The policy of answers that have none of their own: other sites may not frame the preview.
const FRAMES: &str = "frame-ancestors 'none'";

/// The policy of what the preview itself shows.
pub const OWN: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What of a request an answer depends on.
pub struct Asked {
    is_head: bool,
    if_none_match: Option<String>,
    range: Option<String>,
    if_range: Option<String>,
}

impl Asked {
    /// Reads the headers of a request.
    pub fn new(method: &Method, headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| {
            let values: Vec<_> = headers
                .get_all(name)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        Self {
            is_head: method == Method::HEAD,
            if_none_match: text(header::IF_NONE_MATCH),
            range: text(header::RANGE),
            if_range: text(header::IF_RANGE),
        }
    }

    /// Bytes in memory.
    pub fn bytes(
        &self,
        status: StatusCode,
        media: &'static str,
        digest: Digest,
        bytes: Bytes,
    ) -> Response<Body> {
        let size = bytes.len() as u64;
        let part = |start: u64, length: u64| {
            let start = start as usize;
            Ok(Body::from(bytes.slice(start..start + length as usize)))
        };
        self.whole_or_part(status, media, digest, size, part)
    }

    /// An asset of the site.
    pub fn file(&self, blob: &BlobFile, media: &'static str) -> Response<Body> {
        let part = |start, length| file::body(&blob.source, start, length);
        self.whole_or_part(StatusCode::OK, media, blob.digest, blob.size, part)
    }

    fn whole_or_part(
        &self,
        status: StatusCode,
        media: &'static str,
        digest: Digest,
        size: u64,
        part: impl Fn(u64, u64) -> io::Result<Body>,
    ) -> Response<Body> {
        let tag = format!("\"{digest}\"");
        if status == StatusCode::OK && self.has(&tag) {
            let mut reply = reply(StatusCode::NOT_MODIFIED, media, Body::empty());
            set(&mut reply, header::ETAG, &tag);
            reply.headers_mut().remove(header::CONTENT_TYPE);
            return reply;
        }
        let wanted = match status {
            StatusCode::OK => self.range(&tag, size),
            _ => Range::Whole,
        };
        let (status, start, length) = match wanted {
            Range::Whole => (status, 0, size),
            Range::Part(start, length) => (StatusCode::PARTIAL_CONTENT, start, length),
            Range::None => {
                let mut reply = plain(
                    StatusCode::RANGE_NOT_SATISFIABLE,
                    "There are no such bytes.",
                );
                set(
                    &mut reply,
                    header::CONTENT_RANGE,
                    &format!("bytes */{size}"),
                );
                return reply;
            }
        };
        let body = match self.is_head {
            true => Ok(Body::empty()),
            false => part(start, length),
        };
        let body = match body {
            Ok(body) => body,
            Err(_) => return plain(StatusCode::NOT_FOUND, "This file cannot be read any more."),
        };
        let mut reply = reply(status, media, body);
        set(&mut reply, header::ETAG, &tag);
        set(&mut reply, header::CONTENT_LENGTH, &length.to_string());
        set(&mut reply, header::ACCEPT_RANGES, "bytes");
        if status == StatusCode::PARTIAL_CONTENT {
            let range = format!("bytes {start}-{}/{size}", start + length - 1);
            set(&mut reply, header::CONTENT_RANGE, &range);
        }
        reply
    }

    /// Whether the browser has what this tag names. For this question a weak tag is as good.
    fn has(&self, tag: &str) -> bool {
        self.if_none_match.as_deref().is_some_and(|known| {
            known.trim() == "*"
                || known
                    .split(',')
                    .any(|one| one.trim().trim_start_matches("W/") == tag)
        })
    }

    fn range(&self, tag: &str, size: u64) -> Range {
        match (&self.range, &self.if_range) {
            (Some(range), None) => Range::parse(range, size),
            (Some(range), Some(known)) if known.trim() == tag => Range::parse(range, size),
            _ => Range::Whole,
        }
    }
}

/// Which bytes are wanted.
#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// All; also for what is no range of bytes, and for several, which no browser needs here.
    Whole,
    /// From a byte on, so many.
    Part(u64, u64),
    /// Some that are not there.
    None,
}

impl Range {
    fn parse(text: &str, size: u64) -> Self {
        let Some(range) = text.trim().strip_prefix("bytes=") else {
            return Self::Whole;
        };
        let Some((first, last)) = range.split_once('-') else {
            return Self::Whole;
        };
        let (first, last) = (first.trim(), last.trim());
        let number = |text: &str| text.parse::<u64>().ok();
        match (first, last) {
            ("", count) => match number(count) {
                None => Self::Whole,
                Some(0) => Self::None,
                Some(_) if size == 0 => Self::None,
                Some(count) => Self::Part(size - count.min(size), count.min(size)),
            },
            (first, last) => {
                let Some(start) = number(first) else {
                    return Self::Whole;
                };
                let end = match last {
                    "" => size.saturating_sub(1),
                    last => match number(last) {
                        Some(end) if end >= start => end.min(size.saturating_sub(1)),
                        _ => return Self::Whole,
                    },
                };
                match start < size {
                    true => Self::Part(start, end - start + 1),
                    false => Self::None,
                }
            }
        }
    }
}

/// An answer with what every answer says.
pub fn reply(status: StatusCode, media: &'static str, body: Body) -> Response<Body> {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FRAMES),
    );
    reply
}

/// A sentence for a person. Nothing of the request is in it.
pub fn plain(status: StatusCode, sentence: &'static str) -> Response<Body> {
    reply(
        status,
        media::of("a.txt"),
        Body::from(format!("{sentence}\n")),
    )
}

/// The same for a request that may have content: the connection ends, so nobody reads it.
pub fn and_close(mut reply: Response<Body>) -> Response<Body> {
    set(&mut reply, header::CONNECTION, "close");
    reply
}

/// The way to another address of this server.
pub fn elsewhere(address: &str) -> Response<Body> {
    let mut reply = plain(StatusCode::TEMPORARY_REDIRECT, "It is elsewhere.");
    set(&mut reply, header::LOCATION, address);
    reply
}

/// Sets a header. A value that cannot be one is left out.
pub fn set(reply: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_bounded_by_the_file() {
        let range = |text| Range::parse(text, 100);
        assert_eq!(range("bytes=0-9"), Range::Part(0, 10));
        assert_eq!(range("bytes=90-200"), Range::Part(90, 10));
        assert_eq!(range("bytes=-5"), Range::Part(95, 5));
        assert_eq!(range("bytes=-500"), Range::Part(0, 100));
        assert_eq!(range("bytes=5-"), Range::Part(5, 95));
        assert_eq!(range("bytes=100-"), Range::None);
        assert_eq!(range("bytes=-0"), Range::None);
        for whole in [
            "bytes=9-3",
            "bytes=a-b",
            "lines=1-2",
            "bytes=0-1,3-4",
            "bytes=0-18446744073709551616",
        ] {
            assert_eq!(range(whole), Range::Whole, "{whole}");
        }
        assert_eq!(Range::parse("bytes=0-", 0), Range::None);
    }

    #[test]
    fn a_known_tag_needs_no_body() {
        let mut headers = HeaderMap::new();
        let digest = Digest::of(b"text");
        let known = format!("\"x\", W/\"{digest}\"");
        headers.insert(header::IF_NONE_MATCH, known.parse().expect("a header"));
        let asked = Asked::new(&Method::GET, &headers);
        let reply = asked.bytes(
            StatusCode::OK,
            media::PAGE,
            digest,
            Bytes::from_static(b"text"),
        );
        assert_eq!(reply.status(), StatusCode::NOT_MODIFIED);
        let reply = asked.bytes(
            StatusCode::OK,
            media::PAGE,
            Digest::of(b"other"),
            Bytes::from_static(b"other"),
        );
        assert_eq!(reply.status(), StatusCode::OK);
    }
}
