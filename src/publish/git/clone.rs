//! The bare clone that stands between us and the target: commits and the topmost trees, and of what
//! lies deeper only what was asked for. It holds nothing that cannot be fetched again.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use super::reader::{Answer, Reader};
use super::remote::{NAME, Remote};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::git;

/// A clone in the cache that nobody else uses meanwhile.
pub struct Clone {
    folder: PathBuf,
    /// The repository that it is of.
    pub remote: Remote,
    /// The branch that is published to.
    pub branch: String,
    /// Reads one file after the other, once it is asked to.
    reader: Mutex<Option<Reader>>,
    /// Held as long as the clone is used.
    _lock: fs::File,
}

/// The id of an object: hexadecimal digits.
pub type Id = String;

/// A file that is there while the clone is used. One that is found means that a run was killed, and
/// that what it left behind is not to be trusted.
const IN_USE: &str = "in-use";

/// A clone that has grown beyond this is made again, instead of being tidied.
const LARGEST_PACKS: usize = 40;

impl Clone {
    /// Takes the clone of a repository below `cache`, or makes one. Waits while another run has it.
    ///
    /// # Errors
    /// When the cache cannot be written to.
    pub fn open(cache: &Path, remote: Remote, branch: &str) -> Result<Self> {
        let name = Digest::of_parts([remote.identity().as_bytes(), branch.as_bytes()]).short();
        let folder = cache.join("publish").join(name);
        fs::create_dir_all(&folder).map_err(Error::io("create the folder", &folder))?;
        let path = folder.join("lock");
        let lock = fs::File::create(&path).map_err(Error::io("write", &path))?;
        // A file system without locks has one run at a time or none that minds.
        if let Err(error) = lock.lock()
            && error.kind() != std::io::ErrorKind::Unsupported
        {
            return Err(Error::io("lock", &path)(error));
        }
        let clone = Self {
            folder,
            remote,
            branch: branch.to_owned(),
            reader: Mutex::default(),
            _lock: lock,
        };
        clone.clear();
        if clone.mark().exists() || clone.packs() > LARGEST_PACKS {
            clone.forget()?;
        }
        fs::write(clone.mark(), b"").map_err(Error::io("write", clone.mark()))?;
        Ok(clone)
    }

    fn mark(&self) -> PathBuf {
        self.folder.join(IN_USE)
    }

    fn repository(&self) -> PathBuf {
        self.folder.join("git")
    }

    fn packs(&self) -> usize {
        fs::read_dir(self.repository().join("objects/pack")).map_or(0, Iterator::count) / 3
    }

    /// Removes what earlier runs put aside and could not remove, since a git of theirs still wrote there.
    fn clear(&self) {
        let found = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for entry in found {
            let name = entry.file_name();
            let is_aside = name
                .to_str()
                .is_some_and(|name| name.starts_with("git.") && name.ends_with(".old"));
            if is_aside {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    fn forget(&self) -> Result<()> {
        let folder = self.repository();
        // A git that outlived a killed run may still write there, and then the folder is never empty. Once
        // it has another name, what is written there is in nobody's way.
        let aside = folder.with_extension(format!("{}.old", std::process::id()));
        let _ = fs::remove_dir_all(&aside);
        match fs::rename(&folder, &aside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::io("remove the folder", &folder)(error))
            }
            _ => {
                let _ = fs::remove_dir_all(&aside);
                Ok(())
            }
        }
    }

    /// A git command in the clone.
    pub fn command(&self) -> Command {
        self.remote.command(&self.repository())
    }

    /// The same, where the clone is all there is: nothing that it does not have is asked for.
    pub fn command_without_promise(&self) -> Command {
        self.remote.command_without_promise(&self.repository())
    }

    /// What a command prints.
    ///
    /// # Errors
    /// When it fails.
    pub fn run<'a>(
        &self,
        action: &str,
        args: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<u8>> {
        let mut command = self.command();
        command.args(args);
        self.finish(action, command, None)
    }

    /// The same, for a command that is given something to read.
    ///
    /// # Errors
    /// When it fails.
    pub fn feed<'a>(
        &self,
        action: &str,
        args: impl IntoIterator<Item = &'a str>,
        input: &[u8],
    ) -> Result<Vec<u8>> {
        let mut command = self.command();
        command.args(args);
        self.finish(action, command, Some(input))
    }

    fn finish(&self, action: &str, mut command: Command, input: Option<&[u8]>) -> Result<Vec<u8>> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        if input.is_some() {
            command.stdin(Stdio::piped());
        }
        let mut child = command
            .spawn()
            .map_err(|error| git::not_started(action, &error))?;
        let stdin = child.stdin.take();
        let output = std::thread::scope(|scope| {
            if let (Some(mut stdin), Some(input)) = (stdin, input) {
                // A command that ends before it has read everything says why itself.
                scope.spawn(move || drop(stdin.write_all(input)));
            }
            child.wait_with_output()
        });
        let output = output.map_err(|error| git::not_started(action, &error))?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(self.remote.failed(action, &output.stderr)),
        }
    }

    /// The commit at the tip of the branch as the target has it now; None where there is no such
    /// branch yet.
    ///
    /// # Errors
    /// When the target cannot be reached.
    pub fn tip(&self) -> Result<Option<Id>> {
        let name = self.reference();
        let action = format!("look at {}", self.remote.shown());
        // The clone may not exist yet: what kind of ids it has is known only now.
        let mut command = self.remote.command(&self.folder);
        command.args(["ls-remote", "--refs", NAME, &name]);
        let listed = git::text(self.finish(&action, command, None)?)?;
        let line = listed
            .lines()
            .find_map(|line| line.split_once('\t').filter(|(_, found)| *found == name));
        Ok(line.map(|(id, _)| id.to_owned()))
    }

    /// The full name of the branch.
    pub fn reference(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    /// Makes the repository of the clone, where there is none.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn prepare(&self, tip: Option<&Id>) -> Result<()> {
        let format = match tip {
            Some(id) if id.len() == 64 => "sha256",
            _ => "sha1",
        };
        let folder = self.repository();
        if folder.join("HEAD").exists() {
            return Ok(());
        }
        self.forget()?;
        fs::create_dir_all(&folder).map_err(Error::io("create the folder", &folder))?;
        let format = format!("--object-format={format}");
        self.run(
            "make a clone in the cache",
            ["init", "--quiet", "--bare", "--template=", &format],
        )?;
        Ok(())
    }

    /// Fetches a commit and its topmost tree. With `history`, all commits before it too.
    ///
    /// # Errors
    /// When the target cannot be reached.
    pub fn fetch(&self, tip: &Id, history: bool) -> Result<()> {
        let is_shallow = self.repository().join("shallow").exists();
        if self.missing([tip.as_str()])?.is_empty() && !(history && is_shallow) {
            return Ok(());
        }
        let action = format!("fetch {} of {}", self.branch, self.remote.shown());
        let depth: &[&str] = match (history, is_shallow) {
            (true, true) => &["--unshallow"],
            (true, false) => &[],
            (false, _) => &["--depth=1"],
        };
        let fixed = [
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--filter=tree:1",
        ];
        let from = [NAME, tip.as_str()];
        self.run(&action, fixed.iter().chain(depth).copied().chain(from))?;
        Ok(())
    }

    /// Fetches objects of the target, trees with all trees below them. What is there is not fetched.
    ///
    /// # Errors
    /// When the target cannot be reached, or no longer has them.
    pub fn fetch_objects<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<()> {
        self.fetch_filtered(ids, "--filter=blob:none")
    }

    /// The same, but trees without those below them.
    ///
    /// # Errors
    /// When the target cannot be reached, or no longer has them.
    pub fn fetch_alone<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<()> {
        self.fetch_filtered(ids, "--filter=tree:0")
    }

    fn fetch_filtered<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a str>,
        filter: &str,
    ) -> Result<()> {
        let missing = self.missing(ids)?;
        if missing.is_empty() {
            return Ok(());
        }
        let mut list = missing.into_iter().collect::<Vec<_>>().join("\n");
        list.push('\n');
        let action = format!("fetch files of {}", self.remote.shown());
        let args = [
            "-c",
            "fetch.negotiationAlgorithm=noop",
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            filter,
            "--stdin",
            NAME,
        ];
        self.feed(&action, args, list.as_bytes())?;
        Ok(())
    }

    /// Which of these objects are not in the clone.
    ///
    /// # Errors
    /// When git fails.
    pub fn missing<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<BTreeSet<String>> {
        let ids: BTreeSet<&str> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut list = ids.into_iter().collect::<Vec<_>>().join("\n");
        list.push('\n');
        let known = self.feed(
            "look into the cache",
            ["cat-file", "--batch-check"],
            list.as_bytes(),
        )?;
        let known = git::text(known)?;
        let missing = known
            .lines()
            .filter_map(|line| line.strip_suffix(" missing"));
        Ok(missing.map(str::to_owned).collect())
    }

    /// The bytes of a file, which is fetched where the clone does not have it.
    ///
    /// # Errors
    /// When the target cannot be reached, or no longer has it.
    pub fn blob(&self, id: &str) -> Result<Vec<u8>> {
        const ACTION: &str = "read a file of the cache";
        let mut held = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = match &mut *held {
            Some(reader) => reader,
            None => held.insert(Reader::start(self.command(), ACTION)?),
        };
        let mut answer = reader.read(id);
        if matches!(answer, Answer::Missing) {
            self.fetch_objects([id])?;
            answer = reader.read(id);
        }
        match answer {
            Answer::Bytes(bytes) => Ok(bytes),
            Answer::Missing => Err(self.remote.failed(ACTION, b"it is not there")),
            Answer::Broken => {
                *held = None;
                Err(self
                    .remote
                    .failed(ACTION, b"git ended before it had read it"))
            }
        }
    }

    /// The bytes of objects, in the order of their ids. They were fetched before.
    ///
    /// # Errors
    /// When one of them is not there.
    pub fn blobs<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<Vec<Vec<u8>>> {
        let ids: Vec<&str> = ids.into_iter().collect();
        let mut list = ids.join("\n");
        list.push('\n');
        let answer = self.feed(
            "read files of the cache",
            ["cat-file", "--batch"],
            list.as_bytes(),
        )?;
        let broken = || {
            self.remote
                .failed("read files of the cache", b"they are not there")
        };
        let mut rest = answer.as_slice();
        let mut blobs = Vec::with_capacity(ids.len());
        for _ in ids {
            let end = rest
                .iter()
                .position(|byte| *byte == b'\n')
                .ok_or_else(broken)?;
            let head = String::from_utf8_lossy(&rest[..end]);
            let size: usize = head
                .rsplit(' ')
                .next()
                .and_then(|size| size.parse().ok())
                .ok_or_else(broken)?;
            let bytes = rest.get(end + 1..end + 1 + size).ok_or_else(broken)?;
            blobs.push(bytes.to_vec());
            rest = rest.get(end + 2 + size..).ok_or_else(broken)?;
        }
        Ok(blobs)
    }
}

impl Drop for Clone {
    fn drop(&mut self) {
        // One that stays behind only costs the clone.
        let _ = fs::remove_file(self.mark());
    }
}
