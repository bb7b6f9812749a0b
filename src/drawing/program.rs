//! A program that is given a text and gives another back. It is started as it is named, never by a shell.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long a program may take. One that starts a browser needs some seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// The largest picture, in bytes.
const MAX_OUTPUT: u64 = 4 << 20;

/// How many letters of what a program complained about are shown.
const MAX_COMPLAINT: usize = 300;

/// What the program writes to its standard output when it reads `source` from its standard input.
///
/// # Errors
/// Why there is nothing, in words that follow "the diagram could not be drawn:".
pub(super) fn draw(words: &[String], source: &str) -> Result<Vec<u8>, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("no program is named".to_owned());
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`{program}` cannot be started: {error}"))?;
    // Each pipe has a thread, or a full one would hold up the others.
    let stdin = child.stdin.take();
    let source = source.to_owned();
    let written = thread::spawn(move || {
        // A program that does not read to the end has its reasons, and says them.
        stdin.map(|mut pipe| pipe.write_all(source.as_bytes()))
    });
    let complaint = read(child.stderr.take());
    let output = read(child.stdout.take());
    let result = match output.recv_timeout(PATIENCE) {
        Ok(bytes) if bytes.len() as u64 > MAX_OUTPUT => {
            end(&mut child);
            Err(format!("it wrote more than {} MB", MAX_OUTPUT >> 20))
        }
        Ok(bytes) => finished(&mut child, &complaint, bytes),
        Err(RecvTimeoutError::Timeout) => {
            end(&mut child);
            Err(format!(
                "`{program}` took longer than {} seconds",
                PATIENCE.as_secs()
            ))
        }
        Err(RecvTimeoutError::Disconnected) => {
            end(&mut child);
            Err("its output cannot be read".to_owned())
        }
    };
    drop(written);
    result
}

/// The end of a program that closed its output.
fn finished(
    child: &mut Child,
    complaint: &mpsc::Receiver<Vec<u8>>,
    output: Vec<u8>,
) -> Result<Vec<u8>, String> {
    // It has nothing more to say, but may still be tidying up, or wait for somebody for ever.
    let complaint = complaint.recv_timeout(PATIENCE);
    if complaint.is_err() {
        end(child);
    }
    let status = child
        .wait()
        .map_err(|error| format!("its end cannot be awaited: {error}"))?;
    if status.success() {
        return Ok(output);
    }
    let text = complaint.unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let words: String = words.join(" ").chars().take(MAX_COMPLAINT).collect();
    Err(match words.is_empty() {
        true => format!("it ended with {status}"),
        false => words,
    })
}

/// Reads a pipe to its end, a little beyond the largest picture at most.
fn read(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(MAX_OUTPUT + 1).read_to_end(&mut bytes);
        }
        // Nobody listens any more where the program was ended.
        let _ = sender.send(bytes);
    });
    receiver
}

/// Ends a program, and hears that it ended.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
