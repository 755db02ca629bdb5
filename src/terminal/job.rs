//! Job control: the program as its shell sees it, and the terminal's modes that a job has to
//! restore.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::fs::{Mode, OFlags};
use rustix::process::{getpgrp, getsid};
use rustix::termios::{
    Action, OptionalActions, QueueSelector, Termios, tcflow, tcflush, tcgetattr, tcgetpgrp,
    tcsetattr,
};

/// Whether a shell would continue a stopped program: shells give each job a process group of its
/// own. A program in the group of the session leader (`ssh -t host zhangju`, `xterm -e zhangju`)
/// would stop for ever.
pub fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the whole program until it is continued.
///
/// # Errors
/// If the signal cannot be sent.
pub fn stop() -> io::Result<()> {
    use signal_hook::low_level::emulate_default_handler;
    emulate_default_handler(signal_hook::consts::SIGTSTP)
}

/// Whether the job is in the foreground; true if the terminal does not say.
pub fn is_in_foreground() -> bool {
    with_terminal(|terminal| tcgetpgrp(terminal)).is_none_or(|group| group == getpgrp())
}

/// Discards output that the terminal has not taken, and resumes output after `Ctrl-s`, so that the
/// exit does not wait.
pub fn release() {
    // Without a terminal, nothing waits.
    let _ = with_terminal(|terminal| tcflush(terminal, QueueSelector::OFlush));
    let _ = with_terminal(|terminal| tcflow(terminal, Action::OOn));
}

/// Discards input that nobody has read.
pub fn discard_input() {
    // Without a terminal, there is no input.
    let _ = with_terminal(|terminal| tcflush(terminal, QueueSelector::IFlush));
}

/// Bytes of input that nobody has read.
pub fn waiting_input() -> usize {
    let waiting = with_terminal(|terminal| rustix::io::ioctl_fionread(terminal));
    waiting.map_or(0, |bytes| bytes as usize)
}

/// The terminal's modes (termios).
#[derive(Clone, Debug)]
pub struct Modes(Option<Termios>);

impl Modes {
    /// The present modes.
    pub fn found() -> Self {
        Self(with_terminal(|terminal| tcgetattr(terminal)))
    }

    /// Restores the modes.
    pub fn restore(&self) {
        if let Some(modes) = &self.0 {
            // A terminal that is gone has no modes.
            let _ = with_terminal(|terminal| tcsetattr(terminal, OptionalActions::Now, modes));
        }
    }
}

fn with_terminal<T>(ask: impl FnOnce(BorrowedFd<'_>) -> rustix::io::Result<T>) -> Option<T> {
    let terminal = rustix::fs::open(
        "/dev/tty",
        OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
        Mode::empty(),
    );
    match terminal {
        Ok(terminal) => ask(terminal.as_fd()).ok(),
        // Standard output may be a terminal even if it does not control the process.
        Err(_) => ask(rustix::stdio::stdout()).ok(),
    }
}
