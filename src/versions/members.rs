//! The members of a JSON object in their order and letter by letter, so that what another tool wrote
//! can be written back as it was.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object: name and value as it was written.
#[derive(Clone, Debug, Default)]
pub struct Members(Vec<(String, Box<RawValue>)>);

impl Members {
    /// Takes a member out. Of two with one name it is the last, as JSON readers have it.
    pub fn take(&mut self, name: &str) -> Option<Box<RawValue>> {
        let mut taken = None;
        while let Some(at) = self.0.iter().position(|(known, _)| known == name) {
            taken = Some(self.0.remove(at).1);
        }
        taken
    }

    /// The members that are left.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.get()))
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// An object with a member a line, two spaces a level, whose first line stands at `level`.
pub fn object(members: &[(&str, String)], level: usize) -> String {
    if members.is_empty() {
        return "{}".into();
    }
    let indent = "  ".repeat(level + 1);
    let lines: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{indent}{}: {value}", text(name)))
        .collect();
    format!("{{\n{}\n{}}}", lines.join(",\n"), "  ".repeat(level))
}

/// A text as JSON.
pub fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
