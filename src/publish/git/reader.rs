//! One `git cat-file` that is asked for file after file: a process for each would take longer than all
//! reading.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::error::Result;
use crate::git;

/// A running `git cat-file`.
pub struct Reader {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// What a reader answers.
pub enum Answer {
    /// The bytes of the file.
    Bytes(Vec<u8>),
    /// The clone does not have it.
    Missing,
    /// The process has ended, or says what nobody understands.
    Broken,
}

impl Reader {
    /// Starts it with a command that runs in the clone.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn start(mut command: Command, action: &str) -> Result<Self> {
        let mut child = command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| git::not_started(action, &error))?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let Some(stdout) = stdout else {
            return Err(git::failed(action, b"it has no output"));
        };
        Ok(Self {
            child,
            stdin,
            answers: BufReader::with_capacity(64 * 1024, stdout),
        })
    }

    /// Reads a file.
    pub fn read(&mut self, id: &str) -> Answer {
        self.ask(id).unwrap_or(Answer::Broken)
    }

    fn ask(&mut self, id: &str) -> Option<Answer> {
        let stdin = self.stdin.as_mut()?;
        stdin.write_all(format!("{id}\n").as_bytes()).ok()?;
        stdin.flush().ok()?;
        let mut head = String::new();
        self.answers.read_line(&mut head).ok()?;
        let head = head.trim_end();
        if head.ends_with(" missing") {
            return Some(Answer::Missing);
        }
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        let mut bytes = vec![0; size];
        self.answers.read_exact(&mut bytes).ok()?;
        // A line end stands behind each file.
        self.answers.read_exact(&mut [0]).ok()?;
        Some(Answer::Bytes(bytes))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Without questions it ends by itself.
        self.stdin = None;
        let _ = self.child.wait();
    }
}
