//! Opening the preview in a browser.

use std::process::{Command, Stdio};

/// Asks the system to show an address. A machine without a browser is no failure: the address is
/// printed as well.
pub fn browser(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    // Somebody has to hear that it ended, or it stays in the system's list of processes.
    if let Ok(mut child) = started {
        let wait = move || drop(child.wait());
        drop(std::thread::Builder::new().spawn(wait));
    }
}
