//! `_m/tree.json`: every file of a published version, or of the evergreen part, with its digest.
//!
//! What is published is compared by this file, verified with it, and cleared away by it. The format is
//! JSON with sorted names: the same files are the same bytes.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::digest::Sha256;
use crate::path::OutputPath;

/// Where the manifest is, from the folder of the version or from the root.
pub const FILE: &str = "_m/tree.json";

/// The number of the format.
const SCHEMA: u32 = 1;

/// The files of a version, or of the evergreen part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The name of the version; None for the evergreen part.
    pub version: Option<String>,
    /// The commit it was made of, in hexadecimal digits; None for a folder.
    pub commit: Option<String>,
    /// The time of that commit in seconds since 1970, or another number that grows.
    pub sequence: Option<i64>,
    /// The digest of everything it was made of, in hexadecimal digits.
    pub input: String,
    /// The version of Groundplan that made it.
    pub tool: String,
    /// The files, relative to the folder of the version or to the root; without the manifest itself.
    pub files: BTreeMap<OutputPath, Stamp>,
    /// The files of `_a/` that its pages use, relative to the root.
    pub assets: BTreeMap<OutputPath, Stamp>,
}

/// What tells two contents of a file apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The digest of its bytes.
    pub sha256: Sha256,
    /// How many bytes it has.
    pub size: u64,
}

impl Stamp {
    /// The stamp of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            sha256: Sha256::of(bytes),
            size: bytes.len() as u64,
        }
    }
}

/// Why a manifest cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage(String);

impl fmt::Display for Damage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The file as it is written.
#[derive(Deserialize, Serialize)]
struct Written {
    schema: u32,
    version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sequence: Option<i64>,
    input: String,
    tool: String,
    files: BTreeMap<String, WrittenStamp>,
    assets: BTreeMap<String, WrittenStamp>,
}

#[derive(Deserialize, Serialize)]
struct WrittenStamp {
    sha256: String,
    size: u64,
}

impl Manifest {
    /// Reads a manifest. A path that would leave its folder is damage, and so is a digest that is none.
    pub fn parse(json: &[u8]) -> Result<Self, Damage> {
        let written: Written =
            serde_json::from_slice(json).map_err(|error| Damage(error.to_string()))?;
        if written.schema > SCHEMA {
            let message = "it was written by a later version of Groundplan";
            return Err(Damage(message.into()));
        }
        Ok(Self {
            version: written.version,
            commit: written.commit,
            sequence: written.sequence,
            input: written.input,
            tool: written.tool,
            files: stamps(written.files)?,
            assets: stamps(written.assets)?,
        })
    }

    /// The file: the same bytes for the same files.
    pub fn to_json(&self) -> Vec<u8> {
        let stamps = |stamps: &BTreeMap<OutputPath, Stamp>| {
            let written = |stamp: &Stamp| WrittenStamp {
                sha256: stamp.sha256.to_string(),
                size: stamp.size,
            };
            stamps
                .iter()
                .map(|(path, stamp)| (path.to_string(), written(stamp)))
                .collect()
        };
        let written = Written {
            schema: SCHEMA,
            version: self.version.clone(),
            commit: self.commit.clone(),
            sequence: self.sequence,
            input: self.input.clone(),
            tool: self.tool.clone(),
            files: stamps(&self.files),
            assets: stamps(&self.assets),
        };
        let mut json = serde_json::to_vec(&written)
            .unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"));
        json.push(b'\n');
        json
    }

    /// How many bytes the files of the version have, without its assets.
    pub fn size(&self) -> u64 {
        self.files.values().map(|stamp| stamp.size).sum()
    }
}

fn stamps(written: BTreeMap<String, WrittenStamp>) -> Result<BTreeMap<OutputPath, Stamp>, Damage> {
    let stamp = |(path, stamp): (String, WrittenStamp)| {
        let sha256 = Sha256::parse(&stamp.sha256)
            .ok_or_else(|| Damage(format!("`{}` is no SHA-256 of `{path}`", stamp.sha256)))?;
        let path = OutputPath::new(&path)
            .ok_or_else(|| Damage(format!("`{path}` is no path of a file")))?;
        let size = stamp.size;
        Ok((path, Stamp { sha256, size }))
    };
    written.into_iter().map(stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).expect("a path")
    }

    fn manifest() -> Manifest {
        Manifest {
            version: Some("2.1".into()),
            commit: Some("0123abcd".into()),
            sequence: Some(1_768_003_200),
            input: "00ff".into(),
            tool: "0.1.0".into(),
            files: [(path("index.html"), Stamp::of(b"<p>"))].into(),
            assets: [(path("_a/0.css"), Stamp::of(b""))].into(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let json = manifest().to_json();
        assert_eq!(Manifest::parse(&json), Ok(manifest()));
        let text = String::from_utf8(json).expect("UTF-8");
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert!(text.starts_with(r#"{"schema":1,"version":"2.1","commit":"0123abcd""#));
        assert!(text.contains(&format!(r#""_a/0.css":{{"sha256":"{empty}","size":0}}"#)));
    }

    #[test]
    fn the_evergreen_part_has_no_version() {
        let evergreen = Manifest {
            version: None,
            ..manifest()
        };
        let text = String::from_utf8(evergreen.to_json()).expect("UTF-8");
        assert!(text.contains(r#""version":null"#), "{text}");
        assert_eq!(Manifest::parse(text.as_bytes()), Ok(evergreen));
    }

    #[test]
    fn damage_is_said() {
        let text = String::from_utf8(manifest().to_json()).expect("UTF-8");
        let said = |from: &str, to: &str| {
            let text = text.replace(from, to);
            Manifest::parse(text.as_bytes())
                .expect_err("damage")
                .to_string()
        };
        assert_eq!(
            said("index.html", "../index.html"),
            "`../index.html` is no path of a file"
        );
        assert!(said("\"schema\":1", "\"schema\":9").contains("later version"));
        assert!(said("\"sha256\":\"e3b0", "\"sha256\":\"E3b0").contains("is no SHA-256"));
    }
}
