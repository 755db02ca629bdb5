//! The gate: stops the thread that reads input while another program uses the terminal.

#[cfg(unix)]
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A gate; it is open at first.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Debug, Default)]
struct State {
    /// Wakes the thread from its poll.
    #[cfg(unix)]
    waker: Option<std::os::unix::net::UnixStream>,
    is_closed: bool,
    is_waiting: bool,
}

/// How long to wait for the thread. After that, both programs read the terminal.
const PATIENCE: Duration = Duration::from_secs(1);

impl Gate {
    /// Hands over what wakes the thread.
    #[cfg(unix)]
    pub fn hand(&self, waker: std::os::unix::net::UnixStream) {
        self.state().waker = Some(waker);
    }

    /// Passes the gate; waits while it is closed.
    pub fn pass(&self) {
        let (_, turned) = &*self.0;
        let mut state = self.state();
        while state.is_closed {
            state.is_waiting = true;
            turned.notify_all();
            state = turned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_waiting = false;
    }

    /// Closes the gate and waits until the thread stands at it.
    pub fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        #[cfg(unix)]
        if let Some(waker) = &mut state.waker {
            // The write fails if the thread has ended; it reads no input then.
            let _ = waker.write_all(b"!");
        }
        drop(state);
        let (_, turned) = &*self.0;
        let _ = turned.wait_timeout_while(self.state(), PATIENCE, |state| !state.is_waiting);
    }

    /// Opens the gate.
    pub fn open(&self) {
        self.state().is_closed = false;
        self.0.1.notify_all();
    }

    /// Whether another program uses the terminal.
    pub fn is_closed(&self) -> bool {
        self.state().is_closed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
