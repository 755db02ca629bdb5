//! The terminal's life: taken over on entering, given back as it was on leaving, on a panic, before a stop.

use std::io::{self, IsTerminal, Write};
#[cfg(unix)]
use std::sync::Arc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread::{self, ThreadId};
#[cfg(unix)]
use std::time::{Duration, Instant};

#[cfg(unix)]
use crossterm::terminal::window_size;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode, size};

#[cfg(unix)]
use super::job;

/// Whether the terminal is taken over: giving it back twice would clear what the shell has written since.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// What was switched on only because the terminal answered for it, and is to be switched off again.
static PROMISED: AtomicU8 = AtomicU8::new(0);

/// The keyboard protocol of kitty.
pub const KEYBOARD: u8 = 1;

/// Left and right margins.
pub const MARGINS: u8 = 2;

/// The title of the window.
pub const TITLE: u8 = 4;

/// Reports of the keyboard's coming and going.
pub const FOCUS: u8 = 8;

/// The alternate screen, and pasted text in brackets.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h";

/// Presses, drags and the wheel with plain coordinates; not every move of the mouse, which would be sent over the line.
pub const MOUSE_ON: &str = "\x1b[?1002h\x1b[?1006h";

/// The mouse is the terminal's own again.
pub const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l";

/// Colours, scroll region, mouse, paste, screen and cursor as they were. A terminal that has no second screen goes on below the page.
const GIVE_BACK: &str =
    "\x1b[m\x1b[r\x1b[999;1H\x1b[K\x1b[?1006l\x1b[?1002l\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// What comes to a program that stands still is handed to any of its threads once it goes on: the others have this long to hear of it.
#[cfg(unix)]
const HEARING: Duration = Duration::from_secs(1);

/// Something was switched on.
pub fn promise(what: u8) {
    PROMISED.fetch_or(what, Ordering::SeqCst);
}

/// A terminal that is taken over.
#[derive(Debug)]
pub struct Session {
    /// Whether the program was told to end: known at once, even by one that was stopped until then.
    #[cfg(unix)]
    is_ended: Arc<AtomicBool>,
    /// Bytes that were typed before the terminal was taken over.
    typed_before: usize,
}

impl Session {
    /// Takes the terminal over: raw mode. What [`Session::opening`] says is to be written in front of the first frame. Where a
    /// thread of the program fails is told from then on.
    ///
    /// # Errors
    /// Where there is no terminal, or it does not take it.
    pub fn enter(tell: impl Fn(String) + Send + Sync + 'static) -> io::Result<Self> {
        restore_on_panic(thread::current().id(), tell);
        let mut session = Self {
            #[cfg(unix)]
            is_ended: Arc::default(),
            typed_before: 0,
        };
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&session.is_ended))?;
        }
        session.resume()?;
        #[cfg(unix)]
        {
            session.typed_before = job::waiting_input();
        }
        Ok(session)
    }

    /// How many bytes were typed while the terminal still took lines: the Enter among them is not the byte that it is now.
    pub fn typed_before(&self) -> usize {
        self.typed_before
    }

    /// Takes the terminal over again after [`Session::leave`].
    ///
    /// # Errors
    /// As [`Session::enter`].
    pub fn resume(&self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// What is written when the terminal was taken over: the alternate screen, pasted text in brackets, and the mouse where it
    /// is wanted.
    pub fn opening(mouse: bool) -> String {
        TAKE.to_owned() + if mouse { MOUSE_ON } else { "" }
    }

    /// Gives the terminal back as it was.
    pub fn leave(&self) {
        restore();
    }

    /// Stops the program until the shell continues it with the terminal; false where it is to end instead, and the terminal is
    /// another's.
    ///
    /// # Errors
    /// Where the terminal cannot be taken over again.
    pub fn suspend(&self) -> io::Result<bool> {
        self.leave();
        #[cfg(unix)]
        loop {
            job::stop()?;
            let continued = Instant::now();
            while continued.elapsed() < HEARING {
                if self.is_ended.load(Ordering::SeqCst) {
                    return Ok(false);
                }
                if job::is_in_foreground() {
                    return self.resume().map(|()| true);
                }
                thread::sleep(HEARING / 100);
            }
        }
        #[cfg(not(unix))]
        self.resume().map(|()| true)
    }

    /// Takes the terminal over once more, from whoever has used it while the program stood still without being asked.
    ///
    /// # Errors
    /// As [`Session::enter`].
    pub fn retake(&self) -> io::Result<()> {
        disable_raw_mode()?;
        enable_raw_mode()
    }

    /// Has another program use the terminal. However that leaves it, even killed, it is taken over again as it was lent.
    pub fn lend<T>(&self, use_it: impl FnOnce() -> T) -> (T, io::Result<()>) {
        self.leave();
        #[cfg(unix)]
        let modes = job::Modes::found();
        let done = use_it();
        #[cfg(unix)]
        modes.restore();
        (done, self.resume())
    }

    /// Whether the terminal is still there: who sends a hang-up by hand has it before them.
    pub fn is_there(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Gives the terminal back if it is still there. One that is gone is forgotten, and not written to.
    pub fn abandon(self) {
        if self.is_there() {
            self.leave();
        }
        TAKEN.store(false, Ordering::SeqCst);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

/// Does something while the terminal hands over every byte as it comes.
///
/// # Errors
/// Where there is no terminal.
pub fn raw<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    let _taken = Raw::enter()?;
    Ok(work())
}

/// Raw mode, given back however it ends.
struct Raw;

impl Raw {
    fn enter() -> io::Result<Self> {
        #[cfg(unix)]
        give_back_when_killed()?;
        enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // A terminal that is gone has no modes.
        let _ = disable_raw_mode();
    }
}

/// Has the signals that end a program give raw mode back first; what the terminal has answered until then is not left to the shell.
#[cfg(unix)]
fn give_back_when_killed() -> io::Result<()> {
    use signal_hook::consts::{SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::low_level::emulate_default_handler;

    let ends = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM];
    let mut signals = signal_hook::iterator::Signals::new(ends)?;
    thread::spawn(move || {
        for signal in signals.forever() {
            job::discard_input();
            let _ = disable_raw_mode();
            let _ = emulate_default_handler(signal);
        }
    });
    Ok(())
}

/// Columns and rows, within what makes sense: sizes come from outside, and a frame of 65535 × 65535 would not fit in memory.
pub fn size_within_reason() -> (u16, u16) {
    let (columns, rows) = size().unwrap_or((80, 24));
    (columns.min(1000), rows.min(400))
}

/// Columns and rows of the terminal, if there is one that tells them: crossterm's `size` takes a guess of `tput` for an answer.
pub fn size_told() -> Option<(u16, u16)> {
    #[cfg(unix)]
    let told = window_size().map(|size| (size.columns, size.rows));
    #[cfg(not(unix))]
    let told = size();
    told.ok()
        .filter(|(columns, rows)| *columns > 0 && *rows > 0)
}

/// Columns of the terminal, if there is one.
pub fn columns() -> Option<u16> {
    size_told().map(|(columns, _)| columns)
}

/// Lets keys and characters be as they were, and writes nothing: all that can be done for a terminal that takes nothing.
pub fn surrender() {
    TAKEN.store(false, Ordering::SeqCst);
    let _ = disable_raw_mode();
}

fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let promised = PROMISED.swap(0, Ordering::SeqCst);
        let mut bytes = String::new();
        for (what, off) in [
            (KEYBOARD, "\x1b[<u"),
            (MARGINS, "\x1b[?69l"),
            // Terminals that keep no titles take an empty one for their own.
            (TITLE, "\x1b]2;\x1b\\\x1b[23;2t"),
            (FOCUS, "\x1b[?1004l"),
        ] {
            if promised & what != 0 {
                bytes += off;
            }
        }
        bytes += GIVE_BACK;
        let mut out = io::stdout();
        // What cannot be given back is gone.
        let _ = out.write_all(bytes.as_bytes()).and_then(|()| out.flush());
        let _ = disable_raw_mode();
    }
}

/// A panic gives the terminal back before it speaks. In a worker's thread it writes nothing: the worker's request fails with it, it is
/// told where, and the program goes on.
fn restore_on_panic(main: ThreadId, tell: impl Fn(String) + Send + Sync + 'static) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let speak = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == main {
                restore();
                speak(panic);
            } else {
                tell(
                    panic
                        .location()
                        .map_or_else(String::new, ToString::to_string),
                );
            }
        }));
    });
}
