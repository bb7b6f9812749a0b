//! A preview that is left open: random edits, clients that come and go, and nothing piles up.
//!
//! `PREVIEW_SOAK` names the seconds; an hour is `PREVIEW_SOAK=3600`.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a process holds: resident memory in KiB, threads, descriptors.
#[derive(Clone, Copy, Debug)]
struct Held {
    memory: usize,
    threads: usize,
    descriptors: usize,
}

impl Held {
    fn by(process: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
        let number = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name));
            let number = line.and_then(|line| line.split_whitespace().nth(1));
            number
                .and_then(|number| number.parse().ok())
                .expect("a number")
        };
        let descriptors = fs::read_dir(format!("/proc/{process}/fd")).expect("a process");
        Self {
            memory: number("VmRSS:"),
            threads: number("Threads:"),
            descriptors: descriptors.count(),
        }
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        // Xorshift by Marsaglia, "Xorshift RNGs", 2003.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn edit(root: &Path, dice: &mut Dice) {
    let page = root.join(format!("content/s{}/p{}.md", dice.below(5), dice.below(20)));
    match dice.below(10) {
        0 => drop(fs::remove_file(&page)),
        1 => drop(fs::rename(
            &page,
            root.join(format!("content/s0/moved{}.md", dice.below(9))),
        )),
        2 => {
            let title = dice.below(1000);
            fs::write(
                root.join("groundplan.toml"),
                format!("title = \"T{title}\"\n"),
            )
            .expect("a file");
        }
        _ => {
            fs::create_dir_all(page.parent().expect("a folder above")).expect("a folder");
            let (a, b) = (dice.below(5), dice.below(1_000_000));
            let text = format!(
                "# Page {b}\n\n[link](../s{a}/p1.md)\n\n```rust\nlet x = {b};\n```\n\n{}",
                "Words. ".repeat(200)
            );
            fs::write(&page, text).expect("a file");
        }
    }
}

fn client(port: u16, dice: &mut Dice, held: &mut Vec<TcpStream>) {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return;
    };
    let limit = Some(Duration::from_secs(10));
    stream.set_read_timeout(limit).expect("a limit");
    let path = format!("/s{}/p{}/", dice.below(5), dice.below(20));
    let _ = write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    match dice.below(4) {
        // Some go before the answer, some stay and say nothing more.
        0 => {}
        1 => held.push(stream),
        _ => {
            let mut page = [0; 16_384];
            let read = stream.read(&mut page).unwrap_or(0);
            let text = String::from_utf8_lossy(&page[..read]).into_owned();
            let live = text.split("data-live=\"").nth(1);
            if let Some(live) = live.and_then(|rest| rest.split('"').next()) {
                let _ = write!(
                    stream,
                    "GET {live}?at={path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
                );
                held.push(stream);
            }
        }
    }
    if held.len() > 60 {
        let gone = dice.below(60) as usize;
        held.drain(..gone);
    }
}

#[test]
fn nothing_piles_up() {
    let seconds = std::env::var("PREVIEW_SOAK").ok();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(6);
    let site = tempfile::tempdir().expect("a folder");
    let root = site.path();
    let mut dice = Dice(7);
    for _ in 0..200 {
        edit(root, &mut dice);
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_groundplan"))
        .args(["serve", "--port", "0", "--root"])
        .arg(root)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let preview = Ended(child);
    let line = lines.next().and_then(Result::ok).expect("an address");
    let address = line.split_whitespace().nth(2).expect("an address");
    let port = address.trim_end_matches('/').rsplit(':').next();
    let port: u16 = port.and_then(|port| port.parse().ok()).expect("a port");
    // Somebody reads what it prints, or it would wait for that.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));

    let process = preview.0.id();
    let begun = Instant::now();
    let whole = Duration::from_secs(seconds);
    let mut early = None;
    let mut held = Vec::new();
    while begun.elapsed() < whole {
        edit(root, &mut dice);
        client(port, &mut dice, &mut held);
        if early.is_none() && begun.elapsed() > whole / 3 {
            early = Some(Held::by(process));
        }
    }
    let early = early.expect("a third of the time");
    let late = Held::by(process);
    drop(held);
    assert!(
        late.memory < early.memory + 48 * 1024,
        "{early:?} then {late:?}"
    );
    assert!(late.threads < early.threads + 8, "{early:?} then {late:?}");
    // Held connections come and go at random; they are bounded all the time.
    assert!(
        late.descriptors < early.descriptors + 64,
        "{early:?} then {late:?}"
    );
}
