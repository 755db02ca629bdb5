//! Events: what the terminal and the system send, from threads that block on them; the loop sees one type.

#[cfg(not(unix))]
mod console;
pub mod decode;
#[cfg(unix)]
mod tty;

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

use super::chord::KeyChord;
use super::gate::Gate;
#[cfg(unix)]
use super::job;
#[cfg(unix)]
use super::terminal;
use super::worker::Report;
use decode::Answer;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyChord),
    /// The left button was pressed at a column and row.
    Click((u16, u16)),
    /// The mouse was moved to a column and row, its left button held.
    Drag((u16, u16)),
    /// The wheel was turned at a column and row; true is downwards.
    Wheel((u16, u16), bool),
    /// Text was pasted.
    Paste(String),
    /// The terminal's window has the keyboard now, or has it no more.
    Focus(bool),
    /// The terminal answers what it was asked.
    Answer(Answer),
    /// The terminal has another size.
    Resize,
    /// The system asks for something.
    Signal(Signal),
    /// A worker has something to say.
    Report(Report),
    /// A thread of the program has failed, at this place of its source.
    Failure(String),
    /// These came at once: nothing between them is worth a frame.
    Burst(Vec<Event>),
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

impl From<Report> for Event {
    fn from(report: Report) -> Self {
        Self::Report(report)
    }
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
    pub fn spawn(self, to: &Sender<Event>, gate: &Gate, typed_before: usize) {
        #[cfg(unix)]
        spawn_signals(self.signals, to.clone(), gate.clone());
        listen(to.clone(), gate.clone(), typed_before);
    }
}

/// Reads the terminal alone, in a thread of its own; `typed_before` as [`Events::spawn`] has it.
pub fn listen(to: Sender<Event>, gate: Gate, typed_before: usize) {
    #[cfg(unix)]
    tty::spawn(to, gate, typed_before);
    #[cfg(not(unix))]
    {
        let _ = typed_before;
        console::spawn(to, gate);
    }
}

/// With a hang-up the program has this long to save.
#[cfg(unix)]
const LAST_WORDS: Duration = Duration::from_secs(5);

/// A terminal that has held up the end for so long, stopped by `Ctrl-s` or at the far end of a line that is full, is not waited for.
#[cfg(unix)]
const STANDSTILL: Duration = Duration::from_millis(500);

#[cfg(unix)]
fn spawn_signals(mut signals: signal_hook::iterator::Signals, to: Sender<Event>, gate: Gate) {
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
                if to.send(Event::Resize).is_err() {
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
            if to.send(Event::Signal(signal)).is_err() {
                return;
            }
            // Whoever is writing in an editor ends that first, unless the terminal is gone from under it: what they write is kept then.
            if ends && !(gate.is_closed() && signal == Signal::Terminate) {
                let start = Instant::now();
                while start.elapsed() < LAST_WORDS {
                    thread::sleep(STANDSTILL);
                    job::release();
                }
                terminal::surrender();
                std::process::exit(1);
            }
        }
    });
}
