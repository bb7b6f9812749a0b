//! The page map of a version, `_m/pages.json`: which pages it has, by address, with their ids and
//! the addresses they had before. It is what the choice of a version needs to know of another.
//!
//! ```json
//! {"schema":1,"pages":{"services/postgres/":{"from":["databases/postgres/"]}}}
//! ```
//!
//! Addresses are relative to the version, end with `/`, and are not percent-encoded; the contents of
//! a version stand at the empty address. An `id` that is the address without its `/` is left out.
//!
//! A map of more than [`LIMIT`] bytes is divided: `pages.json` is then `{"schema":1,"shards":8}`, and
//! the pages stand in `pages-0.json` to `pages-7.json`. A page is in the shard of each of its names
//! (address, id, earlier addresses), so that whoever asks for a name reads one file: that of
//! [`shard`]. Beside each file stands the same as a script, `pages.js`, which calls
//! `groundplanPages(…)`: a page that is opened from a disk may read nothing else. No file says which
//! version it is of, since the same source has the same bytes in every version.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::list;

/// The number of the format.
pub const SCHEMA: u32 = 1;

/// The size of a map in bytes from which it is divided, and the size of a part that is aimed at.
pub const LIMIT: usize = 64 * 1024;

/// The function that the scripts call.
const CALL: &str = "groundplanPages";

/// The pages of a version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap {
    pages: BTreeMap<String, Entry>,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The id; none where it is the address without its `/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The addresses that the page had before, relative to a version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
}

/// A file of a map.
#[derive(Serialize, Deserialize)]
struct Sheet {
    schema: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pages: Option<BTreeMap<String, Entry>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shards: Option<u32>,
}

impl PageMap {
    /// Puts a page into the map. Addresses may begin with `/`.
    pub fn insert(&mut self, address: &str, id: &str, from: impl IntoIterator<Item = String>) {
        let address = plain(address);
        let from: BTreeSet<String> = from.into_iter().map(|one| plain(&one)).collect();
        let entry = Entry {
            id: (id != address.trim_end_matches('/')).then(|| id.to_owned()),
            from: from.into_iter().filter(|one| *one != address).collect(),
        };
        self.pages.insert(address, entry);
    }

    /// The page at an address.
    pub fn get(&self, address: &str) -> Option<&Entry> {
        self.pages.get(address)
    }

    /// The address of a page as the map has it; none where no page is there.
    pub fn key(&self, address: &str) -> Option<&str> {
        let (key, _) = self.pages.get_key_value(address)?;
        Some(key)
    }

    /// Every page with its address, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.pages.iter().map(|(at, entry)| (at.as_str(), entry))
    }

    /// The files of the map, by their names in `_m/`: each as JSON and as a script.
    pub fn files(&self) -> Vec<(String, String)> {
        self.files_within(LIMIT)
    }

    /// The files of the map, divided from a size on.
    pub fn files_within(&self, limit: usize) -> Vec<(String, String)> {
        let whole = sheet(Some(self.pages.clone()), None);
        let count = u32::try_from(whole.len().div_ceil(limit.max(1))).unwrap_or(u32::MAX);
        let mut files = Vec::new();
        let mut add = |name: &str, json: String| {
            let script = list::script(CALL, json.as_bytes());
            let script = String::from_utf8_lossy(&script).into_owned();
            files.push((format!("{name}.js"), script));
            files.push((format!("{name}.json"), json + "\n"));
        };
        if count <= 1 {
            add("pages", whole);
            return files;
        }
        add("pages", sheet(None, Some(count)));
        let mut parts: BTreeMap<u32, BTreeMap<String, Entry>> = BTreeMap::new();
        for (address, entry) in &self.pages {
            let names = [address, entry.id.as_ref().unwrap_or(address)];
            for name in names.into_iter().chain(&entry.from) {
                let part = parts.entry(shard(name, count)).or_default();
                part.insert(address.clone(), entry.clone());
            }
        }
        for number in 0..count {
            let pages = parts.remove(&number).unwrap_or_default();
            add(&format!("pages-{number}"), sheet(Some(pages), None));
        }
        files
    }

    /// Reads a map. `read` brings a file of `_m/` by its name. None where a file is missing, or is
    /// none of this format: a later program may write another.
    pub fn read(read: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let of_name = |name: &str| -> Option<Sheet> {
            let sheet: Sheet = serde_json::from_str(&read(name)?).ok()?;
            (sheet.schema == SCHEMA).then_some(sheet)
        };
        let first = of_name("pages.json")?;
        let mut pages = first.pages.unwrap_or_default();
        for number in 0..first.shards.unwrap_or(0) {
            pages.extend(of_name(&format!("pages-{number}.json"))?.pages?);
        }
        Some(Self { pages })
    }
}

impl Entry {
    /// The id of the page, whose address this is.
    pub fn id<'a>(&'a self, address: &'a str) -> &'a str {
        let id = self.id.as_deref();
        id.unwrap_or_else(|| address.trim_end_matches('/'))
    }
}

/// The number of the file, of `count`, that has the pages of a name: FNV-1a with 32 bits over the
/// name's bytes, without the `/` at its end.
pub fn shard(name: &str, count: u32) -> u32 {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let bytes = name.trim_end_matches('/').bytes();
    bytes.fold(0x811c_9dc5, mix) % count.max(1)
}

/// An address as maps have it: `/docs/start/index.html` is `docs/start/`.
pub fn plain(address: &str) -> String {
    let address = address.trim_start_matches('/');
    let address = address.strip_suffix("index.html").unwrap_or(address);
    let last = address.rsplit('/').next().unwrap_or("");
    match last.is_empty() || last.contains('.') {
        true => address.to_owned(),
        false => format!("{address}/"),
    }
}

fn sheet(pages: Option<BTreeMap<String, Entry>>, shards: Option<u32>) -> String {
    let sheet = Sheet {
        schema: SCHEMA,
        pages,
        shards,
    };
    // Texts and numbers can always be written.
    serde_json::to_string(&sheet).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> PageMap {
        let mut map = PageMap::default();
        map.insert("/", "", []);
        map.insert("/services/", "services", []);
        map.insert(
            "/services/postgres/",
            "services/postgres",
            ["/databases/pg/".into()],
        );
        map.insert("/über/", "about", []);
        map
    }

    fn read(files: &[(String, String)]) -> Option<PageMap> {
        PageMap::read(|name| {
            let found = files.iter().find(|(own, _)| own == name);
            found.map(|(_, text)| text.clone())
        })
    }

    #[test]
    fn a_map_is_small_and_says_what_an_address_does_not() {
        let files = map().files();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["pages.js", "pages.json"]);
        assert_eq!(
            files[1].1,
            concat!(
                r#"{"schema":1,"pages":{"":{},"services/":{},"#,
                r#""services/postgres/":{"from":["databases/pg/"]},"über/":{"id":"about"}}}"#,
                "\n"
            )
        );
        assert!(files[0].1.contains("groundplanPages({"));
    }

    #[test]
    fn divided_or_not_a_map_is_read_as_it_was_written() {
        for limit in [1, 20, 60, 100_000] {
            assert_eq!(read(&map().files_within(limit)), Some(map()), "{limit}");
        }
    }

    #[test]
    fn each_name_of_a_page_leads_to_a_file_that_has_it() {
        let files = map().files_within(20);
        let count = u32::try_from(files.len() / 2 - 1).unwrap();
        assert!(count > 4);
        for name in ["services/postgres/", "services/postgres", "databases/pg/"] {
            let wanted = format!("pages-{}.json", shard(name, count));
            let file = files.iter().find(|(own, _)| *own == wanted).unwrap();
            assert!(file.1.contains("services/postgres/"), "{name}: {}", file.1);
        }
    }

    #[test]
    fn what_is_damaged_or_from_a_later_program_is_none() {
        assert_eq!(PageMap::read(|_| None), None);
        assert_eq!(PageMap::read(|_| Some("{".into())), None);
        assert_eq!(
            PageMap::read(|_| Some(r#"{"schema":2,"pages":{}}"#.into())),
            None
        );
        let mut files = map().files_within(20);
        files.retain(|(name, _)| name != "pages-0.json");
        assert_eq!(read(&files), None);
    }
}
