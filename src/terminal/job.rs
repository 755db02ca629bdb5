//! The job: the program as its shell sees it, in the foreground or not, stopped, and with a terminal that others have used meanwhile.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::fs::{Mode, OFlags};
use rustix::process::{getpgrp, getsid};
use rustix::termios::{
    Action, OptionalActions, QueueSelector, Termios, tcflow, tcflush, tcgetattr, tcgetpgrp,
    tcsetattr,
};

/// Whether a shell would continue what has stopped: it puts every job into a group of its own. Whoever is in the group of the
/// session's leader (`ssh -t host zhangju`, `xterm -e zhangju`) would stand still for ever.
pub fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the program, all of its threads, until it is continued.
///
/// # Errors
/// As the system has it.
pub fn stop() -> io::Result<()> {
    use signal_hook::low_level::emulate_default_handler;
    emulate_default_handler(signal_hook::consts::SIGTSTP)
}

/// Whether the terminal is this job's to use. One that does not say is found out by using it.
pub fn is_in_foreground() -> bool {
    with_terminal(|terminal| tcgetpgrp(terminal)).is_none_or(|group| group == getpgrp())
}

/// Throws away what the terminal has not taken, and lets it take what follows: whoever is to end does not wait for a line that stands still.
pub fn release() {
    // Where it cannot be had, nobody waits for it.
    let _ = with_terminal(|terminal| tcflush(terminal, QueueSelector::OFlush));
    let _ = with_terminal(|terminal| tcflow(terminal, Action::OOn));
}

/// Throws away what the terminal has sent and nobody has read.
pub fn discard_input() {
    // Where it cannot be had, there is nothing to throw away.
    let _ = with_terminal(|terminal| tcflush(terminal, QueueSelector::IFlush));
}

/// How many bytes the terminal has sent that nobody has read.
pub fn waiting_input() -> usize {
    let waiting = with_terminal(|terminal| rustix::io::ioctl_fionread(terminal));
    waiting.map_or(0, |bytes| bytes as usize)
}

/// How the terminal takes keys and shows characters.
#[derive(Clone, Debug)]
pub struct Modes(Option<Termios>);

impl Modes {
    /// As they are.
    pub fn found() -> Self {
        Self(with_terminal(|terminal| tcgetattr(terminal)))
    }

    /// As they were.
    pub fn restore(&self) {
        if let Some(modes) = &self.0 {
            // A terminal that is gone has none.
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
        // No controlling terminal is not yet no terminal.
        Err(_) => ask(rustix::stdio::stdout()).ok(),
    }
}
