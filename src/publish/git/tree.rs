//! The files of a commit as a value: folders are looked into only when somebody asks, since most of
//! them are versions that stay as they are.

use std::collections::BTreeMap;

use super::clone::Id;

/// What has a name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A file, a link or a submodule.
    Leaf {
        /// The mode, as git writes it: `100644`.
        mode: String,
        /// The id of its object.
        id: Id,
    },
    /// A folder that nobody has looked into.
    Closed(Id),
    /// A folder that was looked into.
    Open(Folder),
}

/// The mode of an ordinary file.
pub const FILE: &str = "100644";

/// A folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// What is in it, by name. Names of others' files need not be UTF-8.
    pub nodes: BTreeMap<Vec<u8>, Node>,
    /// The id of the tree that it was read from, while nothing in it has changed.
    pub read: Option<Id>,
}

impl Folder {
    /// What stands at a path; None where there is nothing. The error is the first closed folder on the
    /// way: the path of it and its id.
    pub fn find(&self, path: &str) -> Result<Option<&Node>, (String, Id)> {
        let (name, rest) = path
            .split_once('/')
            .map_or((path, None), |(a, b)| (a, Some(b)));
        match (self.nodes.get(name.as_bytes()), rest) {
            (None, _) | (Some(Node::Leaf { .. }), Some(_)) => Ok(None),
            (Some(node), None) => Ok(Some(node)),
            (Some(Node::Closed(id)), Some(_)) => Err((name.to_owned(), id.clone())),
            (Some(Node::Open(folder)), Some(rest)) => folder
                .find(rest)
                .map_err(|(way, id)| (format!("{name}/{way}"), id)),
        }
    }

    /// Puts something at a path whose folders are all open. What stands in the way of a folder is
    /// replaced by it.
    pub fn put(&mut self, path: &str, node: Node) {
        self.read = None;
        match path.split_once('/') {
            None => drop(self.nodes.insert(path.as_bytes().to_vec(), node)),
            Some((name, rest)) => {
                let inner = self.nodes.entry(name.as_bytes().to_vec());
                let inner = inner.or_insert_with(|| Node::Open(Self::default()));
                if !matches!(inner, Node::Open(_)) {
                    *inner = Node::Open(Self::default());
                }
                if let Node::Open(folder) = inner {
                    folder.put(rest, node);
                }
            }
        }
    }

    /// Opens a closed folder: `listed` is what it holds. Nothing changes by it.
    pub fn open(&mut self, path: &str, listed: Self) {
        match path.split_once('/') {
            None => drop(
                self.nodes
                    .insert(path.as_bytes().to_vec(), Node::Open(listed)),
            ),
            Some((name, rest)) => {
                if let Some(Node::Open(folder)) = self.nodes.get_mut(name.as_bytes()) {
                    folder.open(rest, listed);
                }
            }
        }
    }

    /// Takes away what stands at a path, and the folders that are empty then.
    pub fn remove(&mut self, path: &str) {
        self.read = None;
        let Some((name, rest)) = path.split_once('/') else {
            self.nodes.remove(path.as_bytes());
            return;
        };
        if let Some(Node::Open(folder)) = self.nodes.get_mut(name.as_bytes()) {
            folder.remove(rest);
            if folder.nodes.is_empty() {
                self.nodes.remove(name.as_bytes());
            }
        }
    }

    /// What is in it, with the paths behind `start`; without names that are no text.
    pub fn paths(&self, start: &str) -> impl Iterator<Item = (String, &Node)> {
        self.nodes.iter().filter_map(move |(name, node)| {
            let name = std::str::from_utf8(name).ok()?;
            let path = match start {
                "" => name.to_owned(),
                start => format!("{start}/{name}"),
            };
            Some((path, node))
        })
    }

    /// All files below, with their paths behind `start`. Folders that are not open are not looked
    /// into, and names that are no text are left out.
    pub fn files<'a>(&'a self, start: &str, found: &mut Vec<(String, &'a Id)>) {
        for (path, node) in self.paths(start) {
            match node {
                Node::Leaf { id, .. } => found.push((path, id)),
                Node::Open(folder) => folder.files(&path, found),
                Node::Closed(_) => {}
            }
        }
    }

    /// All folders below that are closed, with their paths behind `start` and their ids. Names that are no
    /// text are left out.
    pub fn closed(&self, start: &str, found: &mut Vec<(String, Id)>) {
        for (path, node) in self.paths(start) {
            match node {
                Node::Closed(id) => found.push((path, id.clone())),
                Node::Open(folder) => folder.closed(&path, found),
                Node::Leaf { .. } => {}
            }
        }
    }

    /// Whether every folder below is open.
    pub fn is_whole(&self) -> bool {
        self.nodes.values().all(|node| match node {
            Node::Closed(_) => false,
            Node::Open(folder) => folder.is_whole(),
            Node::Leaf { .. } => true,
        })
    }

    /// Reads what `git ls-tree -z` prints, with `-r -t` or without. Without it, folders are closed.
    pub fn parse(listed: &[u8], id: &Id, is_deep: bool) -> Option<Self> {
        let mut folder = Self::default();
        for line in listed
            .split(|byte| *byte == 0)
            .filter(|line| !line.is_empty())
        {
            let tab = line.iter().position(|byte| *byte == b'\t')?;
            let facts = std::str::from_utf8(&line[..tab]).ok()?;
            let mut facts = facts.split(' ');
            let (mode, kind, id) = (facts.next()?, facts.next()?, facts.next()?.to_owned());
            let node = match (kind, is_deep) {
                ("tree", false) => Node::Closed(id),
                ("tree", true) => Node::Open(Self {
                    read: Some(id),
                    ..Self::default()
                }),
                _ => Node::Leaf {
                    mode: mode.to_owned(),
                    id,
                },
            };
            folder.insert(&line[tab + 1..], node);
        }
        folder.read = Some(id.clone());
        Some(folder)
    }

    /// Puts something at a path that was listed: nothing is changed by it.
    fn insert(&mut self, path: &[u8], node: Node) {
        match path.iter().position(|byte| *byte == b'/') {
            None => drop(self.nodes.insert(path.to_vec(), node)),
            Some(end) => {
                let inner = self.nodes.entry(path[..end].to_vec());
                let inner = inner.or_insert_with(|| Node::Open(Self::default()));
                if let Node::Open(folder) = inner {
                    folder.insert(&path[end + 1..], node);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(id: &str) -> Node {
        Node::Leaf {
            mode: FILE.into(),
            id: id.into(),
        }
    }

    fn site() -> Folder {
        let listed = b"100644 blob 1\tindex.html\x00040000 tree 2\t1.0\x00040000 tree 3\t2.0\x00";
        Folder::parse(listed, &"root".to_owned(), false).expect("a tree")
    }

    #[test]
    fn a_folder_is_closed_until_it_is_opened() {
        let mut root = site();
        assert_eq!(
            root.find("1.0/a/index.html"),
            Err(("1.0".into(), "2".into()))
        );
        let listed = b"040000 tree 4\ta\x00100644 blob 5\ta/index.html\x00";
        root.open(
            "1.0",
            Folder::parse(listed, &"2".to_owned(), true).expect("a tree"),
        );
        assert_eq!(root.find("1.0/a/index.html"), Ok(Some(&leaf("5"))));
        assert_eq!(root.find("1.0/b"), Ok(None));
        assert_eq!(root.find("index.html/b"), Ok(None));
        assert!(root.read.is_some(), "looking changes nothing");
    }

    #[test]
    fn what_is_put_changes_the_folders_on_its_way_alone() {
        let mut root = site();
        root.put("3.0/a/index.html", leaf("9"));
        assert!(root.read.is_none());
        assert_eq!(root.find("1.0"), Ok(Some(&Node::Closed("2".into()))));
        let mut files = Vec::new();
        root.files("", &mut files);
        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["3.0/a/index.html", "index.html"]);
        root.remove("3.0/a/index.html");
        assert_eq!(root.find("3.0"), Ok(None));
    }
}
