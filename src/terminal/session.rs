//! The session: takes the terminal over at the start, and gives it back as it was at the end, on a
//! panic, and before the program stops.

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

/// Whether the terminal is taken over. Giving it back twice would clear what the shell has written
/// since.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Features that were switched on because the terminal knows them, to be switched off again.
static PROMISED: AtomicU8 = AtomicU8::new(0);

/// Kitty's keyboard protocol.
pub const KEYBOARD: u8 = 1;

/// Left and right margins.
pub const MARGINS: u8 = 2;

/// The window's title.
pub const TITLE: u8 = 4;

/// Reports of keyboard focus.
pub const FOCUS: u8 = 8;

/// Alternate screen and bracketed paste.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h";

/// Mouse presses, drags and the wheel (mode 1002) in SGR coordinates (mode 1006), but no other
/// motion, which would cost bytes.
pub const MOUSE_ON: &str = "\x1b[?1002h\x1b[?1006h";

/// Mouse reports off.
pub const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l";

/// Resets attributes, scroll region, mouse, paste, alternate screen and cursor. A terminal without
/// an alternate screen continues below the page.
const GIVE_BACK: &str =
    "\x1b[m\x1b[r\x1b[999;1H\x1b[K\x1b[?1006l\x1b[?1002l\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// On SIGCONT the kernel delivers pending signals to an arbitrary thread: how long to wait for
/// them.
#[cfg(unix)]
const HEARING: Duration = Duration::from_secs(1);

/// Records that a feature was switched on.
pub fn promise(what: u8) {
    PROMISED.fetch_or(what, Ordering::SeqCst);
}

/// A terminal that is taken over.
#[derive(Debug)]
pub struct Session {
    /// Set by SIGTERM and SIGHUP, even if they arrived while the program was stopped.
    #[cfg(unix)]
    is_ended: Arc<AtomicBool>,
    /// Bytes typed before the terminal was taken over.
    typed_before: usize,
}

impl Session {
    /// Takes the terminal over: raw mode. The bytes of [`Session::opening`] go in front of the
    /// first frame. From now on, `tell` is called if another thread panics.
    ///
    /// # Errors
    /// If there is no terminal, or raw mode fails.
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

    /// Number of bytes typed in canonical mode, where Enter is LF instead of CR.
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

    /// Bytes to write after taking over: alternate screen, bracketed paste, and the mouse if
    /// wanted.
    pub fn opening(mouse: bool) -> String {
        TAKE.to_owned() + if mouse { MOUSE_ON } else { "" }
    }

    /// Gives the terminal back as it was.
    pub fn leave(&self) {
        restore();
    }

    /// Stops the program until the shell continues it in the foreground. False if it is to exit
    /// instead; the terminal belongs to another job then.
    ///
    /// # Errors
    /// If the terminal cannot be taken over again.
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

    /// Takes the terminal over again after an unexpected stop (SIGSTOP), during which others have
    /// used it.
    ///
    /// # Errors
    /// As [`Session::enter`].
    pub fn retake(&self) -> io::Result<()> {
        disable_raw_mode()?;
        enable_raw_mode()
    }

    /// Lends the terminal to another program, and takes it over again with the modes it was lent
    /// with, even if that program was killed.
    pub fn lend<T>(&self, use_it: impl FnOnce() -> T) -> (T, io::Result<()>) {
        self.leave();
        #[cfg(unix)]
        let modes = job::Modes::found();
        let done = use_it();
        #[cfg(unix)]
        modes.restore();
        (done, self.resume())
    }

    /// Whether the terminal is still there: SIGHUP may be sent by hand.
    pub fn is_there(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Gives the terminal back if it is still there; one that is gone is not written to.
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

/// Runs `work` in raw mode.
///
/// # Errors
/// If there is no terminal.
pub fn raw<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    let _taken = Raw::enter()?;
    Ok(work())
}

/// Raw mode; left on drop.
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

/// On a signal that ends the program, leaves raw mode first, and discards the terminal's replies,
/// which the shell would take for keys.
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

/// Columns and rows, limited: a frame of 65535 × 65535 would not fit into memory.
pub fn size_within_reason() -> (u16, u16) {
    let (columns, rows) = size().unwrap_or((80, 24));
    (columns.min(1000), rows.min(400))
}

/// Columns and rows as the terminal tells them. crossterm's `size` asks `tput`, which guesses.
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

/// Leaves raw mode without writing anything, for a terminal that is blocked.
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
            // Clears the title first: some terminals have no stack of titles.
            (TITLE, "\x1b]2;\x1b\\\x1b[23;2t"),
            (FOCUS, "\x1b[?1004l"),
        ] {
            if promised & what != 0 {
                bytes += off;
            }
        }
        bytes += GIVE_BACK;
        let mut out = io::stdout();
        // A terminal that is gone needs nothing back.
        let _ = out.write_all(bytes.as_bytes()).and_then(|()| out.flush());
        let _ = disable_raw_mode();
    }
}

/// On a panic in the main thread, gives the terminal back before the message is printed. On a panic
/// in another thread, prints nothing and calls `tell`: the program continues.
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
