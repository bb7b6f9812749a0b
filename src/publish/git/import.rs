//! New files on their way into the clone: one `git fast-import` takes them as they come, so that they
//! never stand in memory together and no process is started for each.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::clone::{Clone, Id};
use crate::error::Result;
use crate::git;

/// A running import.
pub struct Import {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

const ACTION: &str = "write files into the cache";

impl Import {
    /// Starts it.
    ///
    /// # Errors
    /// When git cannot be run.
    pub fn begin(clone: &Clone) -> Result<Self> {
        let mut child = clone
            .command()
            .args(["fast-import", "--quiet", "--force"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| git::not_started(ACTION, &error))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(clone.remote.failed(ACTION, b"it has no input and output"));
        };
        Ok(Self {
            child,
            stdin: Some(stdin),
            answers: BufReader::new(stdout),
        })
    }

    /// Writes a file, and returns its id.
    ///
    /// # Errors
    /// When git ends, on a full disk for example.
    pub fn write(&mut self, clone: &Clone, bytes: &[u8]) -> Result<Id> {
        // The mark is used again and again: it is asked for at once.
        let head = format!("blob\nmark :1\ndata {}\n", bytes.len());
        let sent = self.send(&[head.as_bytes(), bytes, b"\nget-mark :1\n"]);
        let mut line = String::new();
        let read = sent.and_then(|()| self.answers.read_line(&mut line));
        match (read, line.strip_suffix('\n')) {
            (Ok(_), Some(id)) => Ok(id.to_owned()),
            _ => Err(self.broken(clone)),
        }
    }

    /// Reads a file that was written.
    ///
    /// # Errors
    /// When git ends.
    pub fn read(&mut self, clone: &Clone, id: &Id) -> Result<Vec<u8>> {
        let sent = self.send(&[format!("cat-blob {id}\n").as_bytes()]);
        let mut line = String::new();
        let read = sent.and_then(|()| self.answers.read_line(&mut line));
        let size = line
            .trim_end()
            .rsplit(' ')
            .next()
            .and_then(|size| size.parse::<usize>().ok());
        let (Ok(_), Some(size)) = (read, size) else {
            return Err(self.broken(clone));
        };
        let mut bytes = vec![0; size + 1];
        match self.answers.read_exact(&mut bytes) {
            Ok(()) => {
                bytes.truncate(size);
                Ok(bytes)
            }
            Err(_) => Err(self.broken(clone)),
        }
    }

    fn send(&mut self, parts: &[&[u8]]) -> std::io::Result<()> {
        let Some(stdin) = &mut self.stdin else {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        };
        // One write a file: it is read by another process at once.
        stdin.write_all(&parts.concat())?;
        stdin.flush()
    }

    /// Ends it: everything is in the clone now.
    ///
    /// # Errors
    /// When git fails.
    pub fn end(mut self, clone: &Clone) -> Result<()> {
        drop(self.stdin.take());
        let ended = self.child.wait();
        match ended {
            Ok(status) if status.success() => Ok(()),
            _ => Err(self.broken(clone)),
        }
    }

    fn broken(&mut self, clone: &Clone) -> crate::error::Error {
        drop(self.stdin.take());
        let mut message = Vec::new();
        if let Some(stderr) = &mut self.child.stderr {
            drop(stderr.read_to_end(&mut message));
        }
        clone.remote.failed(ACTION, &message)
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        // One that was not ended is not wanted; nobody else sees what it has written.
        drop(self.stdin.take());
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
