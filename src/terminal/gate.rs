//! The gate: while another program has the terminal, the thread that reads the keys stands here.

#[cfg(unix)]
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A gate that is open, until somebody closes it.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Debug, Default)]
struct State {
    /// Wakes the reader from where it waits for keys.
    #[cfg(unix)]
    waker: Option<std::os::unix::net::UnixStream>,
    is_closed: bool,
    is_waiting: bool,
}

/// A reader that does not come to the gate in this time reads on; the keys are then shared.
const PATIENCE: Duration = Duration::from_secs(1);

impl Gate {
    /// Takes what wakes the reader.
    #[cfg(unix)]
    pub fn hand(&self, waker: std::os::unix::net::UnixStream) {
        self.state().waker = Some(waker);
    }

    /// Goes through, as soon as the gate is open.
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

    /// Closes the gate, and waits until the reader stands at it.
    pub fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        #[cfg(unix)]
        if let Some(waker) = &mut state.waker {
            // A reader that has ended reads no key.
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

    /// Whether another program has the terminal.
    pub fn is_closed(&self) -> bool {
        self.state().is_closed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
