//! Objects as git has them: their ids, and trees as bytes
//! (<https://git-scm.com/book/en/v2/Git-Internals-Git-Objects>).

use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::clone::Id;
use super::tree::{Folder, Node};

/// What the ids of a repository are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// 20 bytes, of all repositories that nobody made otherwise.
    Sha1,
    /// 32 bytes.
    Sha256,
}

/// The mode of a folder. Commands write it with a zero before it, trees do not.
const FOLDER: &str = "40000";

impl Ids {
    /// What an id was made with.
    pub fn of(id: &Id) -> Self {
        match id.len() {
            64 => Self::Sha256,
            _ => Self::Sha1,
        }
    }

    /// The id of a file with these bytes.
    pub fn of_file(self, bytes: &[u8]) -> Id {
        self.of_object("blob", bytes)
    }

    /// The id of a folder whose entries are these: a mode, a name and an id.
    pub fn of_folder(self, mut entries: Vec<(&str, &[u8], Id)>) -> Id {
        // Git sorts folders as if a `/` stood behind their names.
        let key = |mode: &str, name: &[u8]| {
            let end: &[u8] = if mode == FOLDER { b"/" } else { b"" };
            [name, end].concat()
        };
        entries.sort_by_cached_key(|(mode, name, _)| key(mode, name));
        let mut bytes = Vec::new();
        for (mode, name, id) in entries {
            bytes.extend_from_slice(mode.as_bytes());
            bytes.push(b' ');
            bytes.extend_from_slice(name);
            bytes.push(0);
            bytes.extend(binary(&id));
        }
        self.of_object("tree", &bytes)
    }

    fn of_object(self, kind: &str, bytes: &[u8]) -> Id {
        let head = format!("{kind} {}\0", bytes.len());
        match self {
            Self::Sha256 => hexadecimal(
                &Sha256::new()
                    .chain_update(head)
                    .chain_update(bytes)
                    .finalize(),
            ),
            Self::Sha1 => hexadecimal(
                &Sha1::new()
                    .chain_update(head)
                    .chain_update(bytes)
                    .finalize(),
            ),
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// The id of a folder, and the folder as one that was read. Folders in it that are closed stay so.
    ///
    /// `learn` is told of each folder in it that was changed, the deepest first, and of itself.
    pub fn named(self, folder: &Folder, learn: &mut impl FnMut(Id, &Folder)) -> (Id, Folder) {
        let mut named = Folder::default();
        for (name, node) in &folder.nodes {
            let node = match node {
                Node::Open(below) if below.read.is_none() => {
                    // A folder without a file is none to git.
                    if below.nodes.is_empty() {
                        continue;
                    }
                    Node::Open(self.named(below, learn).1)
                }
                node => node.clone(),
            };
            named.nodes.insert(name.clone(), node);
        }
        let entries = named.nodes.iter().filter_map(|(name, node)| {
            Some(match node {
                Node::Leaf { mode, id } => (mode.as_str(), name.as_slice(), id.clone()),
                Node::Closed(id) => (FOLDER, name.as_slice(), id.clone()),
                Node::Open(below) => (FOLDER, name.as_slice(), below.read.clone()?),
            })
        });
        let id = self.of_folder(entries.collect());
        named.read = Some(id.clone());
        learn(id.clone(), &named);
        (id, named)
    }

    /// Reads the bytes of a tree; folders in it are closed. None where they are no tree.
    pub fn folder(self, bytes: &[u8], id: &Id) -> Option<Folder> {
        let mut folder = Folder::default();
        let mut rest = bytes;
        while !rest.is_empty() {
            let space = rest.iter().position(|byte| *byte == b' ')?;
            let end = rest.iter().position(|byte| *byte == 0)?;
            let mode = std::str::from_utf8(&rest[..space]).ok()?;
            let name = rest.get(space + 1..end)?.to_vec();
            let id = hexadecimal(rest.get(end + 1..end + 1 + self.length())?);
            rest = &rest[end + 1 + self.length()..];
            let node = match mode {
                FOLDER => Node::Closed(id),
                mode => Node::Leaf {
                    mode: mode.to_owned(),
                    id,
                },
            };
            folder.nodes.insert(name, node);
        }
        folder.read = Some(id.clone());
        Some(folder)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes that hexadecimal digits stand for.
fn binary(id: &Id) -> impl Iterator<Item = u8> {
    let digit = |digit: u8| (digit as char).to_digit(16).unwrap_or(0) as u8;
    id.as_bytes()
        .chunks(2)
        .map(move |pair| pair.iter().fold(0, |value, one| value << 4 | digit(*one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_git() {
        // git hash-object -t blob --stdin, and git mktree, of a file "hello\n".
        let file = Ids::Sha1.of_file(b"hello\n");
        assert_eq!(file, "ce013625030ba8dba906f756967f9e9ca394464a");
        let entries = vec![("100644", b"hello".as_slice(), file)];
        let id = Ids::Sha1.of_folder(entries);
        assert_eq!(id, "b4d01e9b0c4a9356736dfddf8830ba9a54f5271c");
        assert_eq!(
            Ids::Sha256.of_file(b""),
            "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
        );
    }
}
