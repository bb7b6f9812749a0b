//! A line that says how far the work is, when it takes longer than half a second.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Before this much time nothing is shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line is drawn again.
const INTERVAL: Duration = Duration::from_millis(100);

/// Counts work and, on a terminal, shows the count.
pub struct Progress {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    done: AtomicUsize,
    total: AtomicUsize,
    drawn: AtomicBool,
    /// What is done, as a word: "building".
    name: Mutex<Option<&'static str>>,
    ended: Mutex<bool>,
    wake: Condvar,
}

impl Progress {
    /// Begins to count. The line is drawn only when `visible`.
    pub fn begin(visible: bool) -> Self {
        let shared = Arc::new(Shared::default());
        let thread = visible.then(|| {
            let shared = shared.clone();
            std::thread::spawn(move || draw(&shared))
        });
        Self { shared, thread }
    }

    /// How many files there will be.
    pub fn total(&self, total: usize) {
        self.shared.total.store(total, Ordering::Relaxed);
    }

    /// What is done from now on, as a word: "sending".
    pub fn name(&self, name: &'static str) {
        let mut known = self
            .shared
            .name
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *known = Some(name);
    }

    /// The count of what is done.
    pub fn done(&self) -> &AtomicUsize {
        &self.shared.done
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        *self
            .shared
            .ended
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.wake.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if self.shared.drawn.load(Ordering::Relaxed) {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}

fn draw(shared: &Shared) {
    let mut wait = PATIENCE;
    let mut ended = shared.ended.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        (ended, _) = shared
            .wake
            .wait_timeout(ended, wait)
            .unwrap_or_else(PoisonError::into_inner);
        if *ended {
            return;
        }
        wait = INTERVAL;
        let total = shared.total.load(Ordering::Relaxed);
        let done = shared.done.load(Ordering::Relaxed);
        let line = match total {
            0 => "reading and checking …".to_owned(),
            total => {
                let name = shared.name.lock().unwrap_or_else(PoisonError::into_inner);
                format!("{} {done} of {total} files …", name.unwrap_or("building"))
            }
        };
        shared.drawn.store(true, Ordering::Relaxed);
        let _ = write!(io::stderr(), "\r\u{1b}[K{line}");
        let _ = io::stderr().flush();
    }
}
