//! `_headers`, as Netlify and Cloudflare Pages read it: what has its digest in its name is kept for ever,
//! and search engines list `latest/` alone.

use super::list::List;
use crate::model::border::LATEST;

/// Where the file is, from the root of the published site.
pub const FILE: &str = "_headers";

/// The first line: a file that begins otherwise is somebody else's.
const OWN: &str = "# By Groundplan, out of versions.json.\n";

/// The file for a list.
pub fn of(list: &List) -> Vec<u8> {
    let mut out = format!(
        "{OWN}/_a/*\n  Cache-Control: public, max-age=31536000, immutable\n\
         /versions.json\n  Cache-Control: no-cache\n\
         /versions.js\n  Cache-Control: no-cache\n"
    );
    for entry in list.entries() {
        let aliases = entry.aliases.iter().filter(|alias| *alias != LATEST);
        for name in std::iter::once(&entry.version).chain(aliases) {
            out.push_str(&format!("/{name}/*\n  X-Robots-Tag: noindex\n"));
        }
    }
    out.into_bytes()
}

/// Whether a file that stands there may be replaced.
pub fn is_own(bytes: &[u8]) -> bool {
    bytes.starts_with(OWN.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::list::{Entry, Record};
    use super::super::order::Order;
    use super::*;

    #[test]
    fn search_engines_list_latest_alone_and_a_file_of_others_is_known() {
        let mut list = List::default();
        for name in ["1.0", "2.0"] {
            list.put(Entry::new(name, Record::default()), &Order::default());
        }
        list.alias(LATEST, Some("2.0"));
        list.alias("lts", Some("1.0"));
        let bytes = of(&list);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let hidden: Vec<&str> = text
            .lines()
            .zip(text.lines().skip(1))
            .filter(|(_, next)| next.contains("noindex"))
            .map(|(line, _)| line)
            .collect();
        assert_eq!(hidden, ["/2.0/*", "/1.0/*", "/lts/*"]);
        assert!(is_own(&bytes) && !is_own(b"/*\n  X-Frame-Options: DENY\n"));
    }
}
