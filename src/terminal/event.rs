//! Events: input, resizes and signals, from threads that block on them.

#[cfg(not(unix))]
mod console;
#[cfg(unix)]
mod tty;

#[cfg(unix)]
use std::thread;
#[cfg(unix)]
use std::time::{Duration, Instant};

use super::backlog::Batch;
use super::gate::Gate;
#[cfg(unix)]
use super::{job, session};

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// Input that arrived in one read; no frame is worth drawing in between.
    Input(Batch),
    /// The terminal was resized.
    Resize,
    /// The system asks for something.
    Signal(Signal),
    /// A thread of the program panicked or gave up; where or why.
    Failure(String),
}

/// What the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Exit and give the terminal back.
    Terminate,
    /// Exit; the terminal may be gone.
    HangUp,
    /// Stop.
    Suspend,
    /// Continue.
    Continue,
}

/// Signals and input that are not read yet. Signals are caught from the beginning, so that none is
/// lost before the first frame.
#[derive(Debug)]
pub struct Events {
    #[cfg(unix)]
    signals: signal_hook::iterator::Signals,
}

impl Events {
    /// Catches the signals.
    ///
    /// # Errors
    /// If a handler cannot be installed.
    pub fn catch() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use signal_hook::consts::{
                SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
                SIGWINCH, SIGXCPU, SIGXFSZ,
            };
            // Signals that end a program by default, SIGXCPU among them.
            let ends = [
                SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
            ];
            // SIGXFSZ is caught so that a file size limit is an error of the write, like a full
            // disk.
            let others = [SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ];
            let caught = ends.into_iter().chain(others);
            let signals = signal_hook::iterator::Signals::new(caught)?;
            Ok(Self { signals })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Reads signals and input in threads of their own. The first `typed_before` bytes of input
    /// were typed in canonical mode. `tell` is called in these threads; it returns false if nobody
    /// listens any more.
    pub fn spawn<F>(self, tell: F, gate: &Gate, typed_before: usize)
    where
        F: Fn(Event) -> bool + Clone + Send + 'static,
    {
        #[cfg(unix)]
        spawn_signals(self.signals, tell.clone(), gate.clone());
        listen(tell, gate.clone(), typed_before);
    }
}

/// Reads input alone in a thread of its own; the parameters are those of [`Events::spawn`].
pub fn listen(tell: impl Fn(Event) -> bool + Send + 'static, gate: Gate, typed_before: usize) {
    #[cfg(unix)]
    tty::spawn(tell, gate, typed_before);
    #[cfg(not(unix))]
    {
        let _ = typed_before;
        console::spawn(tell, gate);
    }
}

/// Time for saving after a signal to exit.
#[cfg(unix)]
const LAST_WORDS: Duration = Duration::from_secs(5);

/// How long to wait for a blocked terminal (`Ctrl-s`, a stalled connection) at exit.
#[cfg(unix)]
const STANDSTILL: Duration = Duration::from_millis(500);

#[cfg(unix)]
fn spawn_signals(
    mut signals: signal_hook::iterator::Signals,
    tell: impl Fn(Event) -> bool + Send + 'static,
    gate: Gate,
) {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH, SIGXFSZ};
    thread::spawn(move || {
        for signal in signals.forever() {
            // Keys that send a signal are meant for the program that uses the terminal.
            if gate.is_closed() && matches!(signal, SIGINT | SIGQUIT | SIGTSTP | SIGCONT) {
                // The whole job stops: the shell waits for this program, not for the one it
                // started.
                if signal == SIGTSTP && job::can_stop() {
                    let _ = job::stop();
                }
                continue;
            }
            if signal == SIGXFSZ {
                continue;
            }
            if signal == SIGWINCH {
                if !tell(Event::Resize) {
                    return;
                }
                continue;
            }
            let signal = match signal {
                SIGHUP => Signal::HangUp,
                SIGTSTP => Signal::Suspend,
                SIGCONT => Signal::Continue,
                _ => Signal::Terminate,
            };
            let ends = matches!(signal, Signal::HangUp | Signal::Terminate);
            if !tell(Event::Signal(signal)) {
                return;
            }
            // On SIGTERM an open editor finishes first. Without a terminal, what it wrote is kept
            // at once.
            if ends && !(gate.is_closed() && signal == Signal::Terminate) {
                let start = Instant::now();
                while start.elapsed() < LAST_WORDS {
                    thread::sleep(STANDSTILL);
                    job::release();
                }
                session::surrender();
                std::process::exit(1);
            }
        }
    });
}
