//! Input from a Unix terminal, in a thread that waits for bytes.

use std::io::{self, IsTerminal, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};

use super::{Event, Signal};
use crate::terminal::backlog::Backlog;
use crate::terminal::decode::{Decoder, Unfinished};
use crate::terminal::gate::Gate;

/// Longest gap inside an escape sequence on a slow line; after it, an Esc is the key.
const ESCAPE: Duration = Duration::from_millis(50);

/// Longest gap inside a control string on a slow line; what has no end then swallows no more keys.
const STRING: Duration = Duration::from_millis(500);

/// Longest gap inside a paste on a slow line.
const PASTE: Duration = Duration::from_secs(2);

/// Reads input in a thread of its own; the parameters are those of
/// [`Events::spawn`](super::Events::spawn).
pub fn spawn(tell: impl Fn(Event) -> bool + Send + 'static, gate: Gate, typed_before: usize) {
    thread::spawn(move || {
        // A program without input exits, for whatever reason. An error other than a hang-up is
        // reported.
        if let Ok(Err(error)) = catch_unwind(AssertUnwindSafe(|| read(&tell, &gate, typed_before)))
            && !is_gone(&error)
        {
            tell(Event::Failure(error.to_string()));
        }
        tell(Event::Signal(Signal::HangUp));
    });
}

/// Whether the terminal is gone.
fn is_gone(error: &io::Error) -> bool {
    let is_hung_up = rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::IO);
    is_hung_up || error.kind() == io::ErrorKind::UnexpectedEof
}

fn read(tell: &dyn Fn(Event) -> bool, gate: &Gate, mut typed_before: usize) -> io::Result<()> {
    let (wake, waker) = UnixStream::pair()?;
    wake.set_nonblocking(true)?;
    gate.hand(waker);
    let stdin = io::stdin();
    let opened: OwnedFd;
    // Standard input may be a document.
    let terminal: BorrowedFd<'_> = if stdin.is_terminal() {
        stdin.as_fd()
    } else {
        opened = rustix::fs::open("/dev/tty", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty())?;
        opened.as_fd()
    };
    let backlog = Backlog::default();
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        let patience = decoder.unfinished().map(|unfinished| match unfinished {
            Unfinished::Sequence => ESCAPE,
            Unfinished::String => STRING,
            Unfinished::Paste => PASTE,
        });
        let mut ready = [
            PollFd::new(&terminal, PollFlags::IN),
            PollFd::new(&wake, PollFlags::IN),
        ];
        let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let count = match poll(&mut ready, timeout.as_ref()) {
            Err(rustix::io::Errno::INTR) => continue,
            count => count?,
        };
        let [from_terminal, from_gate] = ready.map(|fd| !fd.revents().is_empty());
        if from_gate {
            let _ = (&wake).read(&mut bytes);
        }
        gate.pass();
        if count == 0 {
            decoder.pause(&mut inputs);
        } else if from_terminal {
            match rustix::io::read(terminal, &mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(length) => {
                    let before = length.min(typed_before);
                    typed_before -= before;
                    // In canonical mode the terminal turns the CR of Enter into LF.
                    for byte in bytes.iter_mut().take(before).filter(|byte| **byte == b'\n') {
                        *byte = b'\r';
                    }
                    decoder.feed(bytes.get(..length).unwrap_or_default(), &mut inputs);
                }
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            }
        }
        if inputs.is_empty() {
            continue;
        }
        let batch = backlog.admit(std::mem::take(&mut inputs));
        if !batch.is_empty() && !tell(Event::Input(batch)) {
            return Ok(());
        }
    }
}
