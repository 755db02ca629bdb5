//! Events: what the terminal and the system send, from threads that block on them; the loop sees one type.

#[cfg(not(unix))]
mod console;
#[cfg(unix)]
mod tty;

#[cfg(unix)]
use std::thread;
#[cfg(unix)]
use std::time::{Duration, Instant};

use super::gate::Gate;
use super::input::Input;
#[cfg(unix)]
use super::{job, session};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The terminal sent these at once: nothing between them is worth a frame.
    Input(Vec<Input>),
    /// The terminal has another size.
    Resize,
    /// The system asks for something.
    Signal(Signal),
    /// A thread of the program has failed, at this place of its source.
    Failure(String),
}

/// What the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End, and give the terminal back.
    Terminate,
    /// End; the terminal may be gone.
    HangUp,
    /// Stop.
    Suspend,
    /// Go on.
    Continue,
}

/// Signals and keys that wait to be heard: none of them is lost from now on, and none is waited for before the first frame.
#[derive(Debug)]
pub struct Events {
    #[cfg(unix)]
    signals: signal_hook::iterator::Signals,
}

impl Events {
    /// Catches the signals.
    ///
    /// # Errors
    /// Where they cannot be had.
    pub fn catch() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use signal_hook::consts::{
                SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
                SIGWINCH, SIGXCPU, SIGXFSZ,
            };
            // All that end a program that does not hear them, its limit of time among them.
            let ends = [
                SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
            ];
            // A file that may not grow is an error like that of a full disk.
            let others = [SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ];
            let caught = ends.into_iter().chain(others);
            let signals = signal_hook::iterator::Signals::new(caught)?;
            Ok(Self { signals })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Reads the signals and the terminal in threads of their own; `typed_before` bytes were typed while it still took lines.
    /// `tell` is called in these threads, and is false once nobody hears it any more.
    pub fn spawn<F>(self, tell: F, gate: &Gate, typed_before: usize)
    where
        F: Fn(Event) -> bool + Clone + Send + 'static,
    {
        #[cfg(unix)]
        spawn_signals(self.signals, tell.clone(), gate.clone());
        listen(tell, gate.clone(), typed_before);
    }
}

/// Reads the terminal alone, in a thread of its own; the rest as [`Events::spawn`] has it.
pub fn listen(tell: impl Fn(Event) -> bool + Send + 'static, gate: Gate, typed_before: usize) {
    #[cfg(unix)]
    tty::spawn(tell, gate, typed_before);
    #[cfg(not(unix))]
    {
        let _ = typed_before;
        console::spawn(tell, gate);
    }
}

/// With a hang-up the program has this long to save.
#[cfg(unix)]
const LAST_WORDS: Duration = Duration::from_secs(5);

/// A terminal that has held up the end for so long, stopped by `Ctrl-s` or at the far end of a line that is full, is not waited for.
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
            // The keys of another program's terminal mean that program.
            if gate.is_closed() && matches!(signal, SIGINT | SIGQUIT | SIGTSTP | SIGCONT) {
                // A job stops as a whole: the shell waits for this program, not for the one that it has started.
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
            // Whoever is writing in an editor ends that first, unless the terminal is gone from under it: what they write is kept then.
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
