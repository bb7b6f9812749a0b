//! Who may ask: only a browser that knows the preview by a name of this machine.
//!
//! Any page that somebody visits can send requests to this port, and a name of an attacker can be
//! made to lead here. The name a browser used stands in `Host`, the page that asks in `Origin`.

use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Version, header};

/// A target longer than this is no address of a site.
const LONGEST_TARGET: usize = 8 * 1024;

/// The names the preview answers to.
pub struct Guard {
    allowed: Vec<String>,
}

/// Why a request is refused: a status, and a sentence for the person.
pub type Refusal = (StatusCode, &'static str);

impl Guard {
    /// A guard that allows these names besides those of this machine. A port behind a name is ignored.
    pub fn new(allowed: &[String]) -> Self {
        let allowed = allowed.iter().map(|name| name_of(name).to_owned());
        Self {
            allowed: allowed.collect(),
        }
    }

    /// Lets a request in or says why not. `local` is the address at which it arrived.
    pub fn admit(&self, request: &Parts, local: IpAddr) -> Result<(), Refusal> {
        if has_body(&request.headers) {
            return Err((StatusCode::BAD_REQUEST, "A preview takes no content."));
        }
        if request.uri.to_string().len() > LONGEST_TARGET {
            return Err((StatusCode::URI_TOO_LONG, "This address is too long."));
        }
        let host = host(request).ok_or((
            StatusCode::BAD_REQUEST,
            "The request does not say which host it is for.",
        ))?;
        let in_target = request.uri.authority().map(|authority| authority.as_str());
        let named = std::iter::once(host).chain(in_target);
        for name in named {
            if !self.knows(name, local) {
                return Err((
                    StatusCode::FORBIDDEN,
                    "This preview does not answer to that name. Start it with --allowed-host NAME to allow it.",
                ));
            }
        }
        Ok(())
    }

    /// Whether the page that opens a live channel is one of ours.
    pub fn is_own_page(&self, request: &Parts) -> bool {
        let origin = single(&request.headers, header::ORIGIN);
        let (Some(origin), Some(host)) = (origin, host(request)) else {
            return false;
        };
        let Some((scheme, authority)) = origin.split_once("://") else {
            return false;
        };
        let is_same = scheme == "http" && authority.eq_ignore_ascii_case(host);
        // Behind a proxy the browser sees another scheme and port than we do.
        let is_web = scheme == "http" || scheme == "https";
        is_same || (is_web && self.is_allowed(authority))
    }

    fn knows(&self, authority: &str, local: IpAddr) -> bool {
        let name = name_of(authority);
        if !is_plain(authority) {
            return false;
        }
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let is_here = match bare.parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || address == local,
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        };
        is_here || self.is_allowed(authority)
    }

    fn is_allowed(&self, authority: &str) -> bool {
        let name = name_of(authority);
        let is_known = |known: &String| known.eq_ignore_ascii_case(name);
        is_plain(authority) && self.allowed.iter().any(is_known)
    }
}

/// The one `Host` of a request. HTTP/1.0 may do without; a browser never does.
fn host(request: &Parts) -> Option<&str> {
    if request.version < Version::HTTP_10 {
        return None;
    }
    single(&request.headers, header::HOST)
}

/// The value of a header that stands there once, as text.
fn single(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?.trim();
    (values.next().is_none() && !first.is_empty()).then_some(first)
}

fn has_body(headers: &HeaderMap) -> bool {
    let length = headers.get_all(header::CONTENT_LENGTH);
    headers.contains_key(header::TRANSFER_ENCODING)
        || length.iter().any(|length| length.as_bytes() != b"0")
}

/// Whether this is a name or an address and perhaps a port, and nothing else.
fn is_plain(authority: &str) -> bool {
    let name = name_of(authority);
    let rest = &authority[name.len()..];
    let port = rest.strip_prefix(':').unwrap_or(rest);
    let letter = |letter: u8| letter.is_ascii_alphanumeric() || b"-._[]:".contains(&letter);
    !name.is_empty()
        && name.bytes().all(letter)
        && port.bytes().all(|digit| digit.is_ascii_digit())
        && (name.starts_with('[') || !name.contains(':'))
}

/// An authority without its port.
fn name_of(authority: &str) -> &str {
    match authority.find(']') {
        Some(end) => &authority[..=end],
        None => authority.split(':').next().unwrap_or(authority),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri("/a/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        parts
    }

    fn status(headers: &[(&str, &str)]) -> u16 {
        let guard = Guard::new(&["docs.local:8080".into()]);
        let local = "192.168.1.7".parse().expect("an address");
        match guard.admit(&parts(headers), local) {
            Ok(()) => 200,
            Err((status, _)) => status.as_u16(),
        }
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:4400",
            "[::1]:4400",
            "192.168.1.7",
            "docs.local",
        ] {
            assert_eq!(status(&[("host", host)]), 200, "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:4400",
            "evil@127.0.0.1",
            "127.0.0.1 evil",
            "169.254.169.254",
            "192.168.1.8",
            "[::1]evil",
            "::1",
        ] {
            assert_eq!(status(&[("host", host)]), 403, "{host}");
        }
        assert_eq!(status(&[]), 400);
        assert_eq!(status(&[("host", "")]), 400);
        assert_eq!(status(&[("host", "localhost"), ("host", "localhost")]), 400);
    }

    #[test]
    fn content_is_not_taken() {
        let with = |name, value| status(&[("host", "localhost"), (name, value)]);
        assert_eq!(with("content-length", "0"), 200);
        assert_eq!(with("content-length", "1"), 400);
        assert_eq!(with("transfer-encoding", "chunked"), 400);
    }

    #[test]
    fn the_live_channel_is_for_our_own_pages() {
        let guard = Guard::new(&["docs.local".into()]);
        let own = |origin, host| guard.is_own_page(&parts(&[("origin", origin), ("host", host)]));
        assert!(own("http://127.0.0.1:4400", "127.0.0.1:4400"));
        assert!(own("https://docs.local", "docs.local"));
        assert!(!own("http://127.0.0.1:4401", "127.0.0.1:4400"));
        assert!(!own("https://127.0.0.1:4400", "127.0.0.1:4400"));
        assert!(!own("null", "127.0.0.1:4400"));
        assert!(!guard.is_own_page(&parts(&[("host", "127.0.0.1:4400")])));
    }
}
