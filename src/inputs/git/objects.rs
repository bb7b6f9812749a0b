//! Contents of objects, from one `git cat-file --batch`.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::{Commit, Repository};
use crate::date::Date;
use crate::error::{Error, Result};
use crate::git::{failed, not_started, start};

/// A running `git cat-file --batch`.
///
/// Questions are written by a thread of their own: git answers while it is asked, and if nobody
/// read the answers while ten thousand questions are written, both sides would wait for ever.
pub(super) struct Objects {
    child: Child,
    questions: Option<Sender<String>>,
    writer: Option<JoinHandle<()>>,
    answers: BufReader<ChildStdout>,
}

/// An object of the repository.
pub(super) struct Object {
    id: String,
    kind: String,
    pub bytes: Vec<u8>,
}

const ACTION: &str = "read files of the repository";

impl Objects {
    pub fn open(repository: &Repository) -> Result<Self> {
        let mut child = start(&repository.root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| not_started(ACTION, &error))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed(ACTION, b"it has no input and output"));
        };
        let (questions, asked) = channel();
        Ok(Self {
            child,
            questions: Some(questions),
            writer: Some(std::thread::spawn(move || write(stdin, &asked))),
            answers: BufReader::with_capacity(64 * 1024, stdout),
        })
    }

    /// Asks for an object by id or name, which has no line end. Answers come in order.
    pub fn ask(&self, name: &str) {
        if let Some(questions) = &self.questions {
            // A writer that has ended is seen when the answer is missing.
            drop(questions.send(format!("{name}\n")));
        }
    }

    /// The next answer. None when there is no object of that name.
    pub fn answer(&mut self) -> Result<Option<Object>> {
        let mut line = Vec::new();
        let read = self.answers.read_until(b'\n', &mut line);
        if !matches!(read, Ok(1..)) {
            return Err(self.broken());
        }
        let line = String::from_utf8_lossy(&line);
        let mut parts = line.trim_end_matches('\n').rsplitn(3, ' ');
        let (Some(size), kind, id) = (parts.next(), parts.next(), parts.next()) else {
            return Err(self.broken());
        };
        // "NAME missing" and "NAME ambiguous", where a name may hold spaces.
        if matches!(size, "missing" | "ambiguous") {
            return Ok(None);
        }
        let (Ok(size), Some(kind), Some(id)) = (size.parse::<usize>(), kind, id) else {
            return Err(self.broken());
        };
        let mut object = Object {
            id: id.to_owned(),
            kind: kind.to_owned(),
            bytes: vec![0; size],
        };
        let mut end = [0];
        let whole = self.answers.read_exact(&mut object.bytes);
        match whole.and_then(|()| self.answers.read_exact(&mut end)) {
            Ok(()) => Ok(Some(object)),
            Err(_) => Err(self.broken()),
        }
    }

    /// One object. None when there is none of that name.
    pub fn get(&mut self, name: &str) -> Result<Option<Object>> {
        self.ask(name);
        self.answer()
    }

    /// The next answer, for a file that a tree of the repository names.
    pub fn file(&mut self) -> Result<Vec<u8>> {
        match self.answer()? {
            Some(object) => Ok(object.bytes),
            None => Err(Error::Git {
                action: ACTION.into(),
                message: "files that its trees name are not there, as in a partial clone".into(),
                help:
                    "`git fetch --refetch --no-filter` fetches them all; if that changes nothing, \
                       ask `git fsck`"
                        .into(),
            }),
        }
    }

    /// The error for answers that stopped.
    fn broken(&mut self) -> Error {
        drop(self.child.kill());
        let mut message = Vec::new();
        if let Some(stderr) = &mut self.child.stderr {
            drop(stderr.read_to_end(&mut message));
        }
        failed(ACTION, &message)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // First the child: the writer may stand in the middle of a line that nobody reads.
        drop(self.child.kill());
        drop(self.child.wait());
        self.questions = None;
        if let Some(writer) = self.writer.take() {
            drop(writer.join());
        }
    }
}

/// Writes questions as they come, as many at once as there are.
fn write(mut stdin: ChildStdin, asked: &Receiver<String>) {
    while let Ok(mut lines) = asked.recv() {
        while lines.len() < 32 * 1024
            && let Ok(line) = asked.try_recv()
        {
            lines.push_str(&line);
        }
        if stdin.write_all(lines.as_bytes()).is_err() {
            return;
        }
    }
}

impl Object {
    /// What a commit says of itself.
    pub fn commit(&self) -> Result<Commit> {
        let text = String::from_utf8_lossy(&self.bytes);
        // "committer NAME <MAIL> SECONDS ZONE", where a name may hold anything but a line end.
        let time = text
            .lines()
            .take_while(|line| !line.is_empty())
            .find_map(|line| line.strip_prefix("committer "))
            .and_then(|line| line.rsplit(' ').nth(1)?.parse().ok());
        match (self.kind.as_str(), time) {
            ("commit", Some(time)) => Commit::new(&self.id, time),
            _ => Err(failed("read a commit", self.id.as_bytes())),
        }
    }
}

impl Commit {
    /// A commit of this time, in seconds since 1970.
    pub(super) fn new(id: &str, time: i64) -> Result<Self> {
        let date = Date::from_unix(time).ok_or_else(|| Error::Git {
            action: format!("read the date of the commit {id}"),
            message: format!("{time} seconds since 1970 is no time of the calendar"),
            help: String::new(),
        })?;
        Ok(Self {
            id: id.to_owned(),
            time,
            date,
        })
    }
}
