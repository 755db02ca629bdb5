//! Work on all cores whose results are taken in order while the rest is being done.

use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

/// Results that may wait for one before them, for each core.
const AHEAD: usize = 4;

/// What the threads share.
struct State<T> {
    /// The next item to be worked on.
    next: usize,
    /// The next result to be taken.
    wanted: usize,
    /// Results by index modulo their number.
    ready: Vec<Option<T>>,
    is_over: bool,
}

/// Calls `work` with each item, on all cores, and `take` with each result, in the order of the
/// items, until it breaks off. Few results are held at a time. An item on which `work` panics ends
/// all of it.
pub fn in_order<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I) -> T + Sync,
    take: &mut dyn FnMut(T) -> ControlFlow<()>,
) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let room = cores * AHEAD;
    let state = Mutex::new(State {
        next: 0,
        wanted: 0,
        ready: (0..room).map(|_| None).collect(),
        is_over: false,
    });
    let changed = Condvar::new();
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let over = || {
        lock().is_over = true;
        changed.notify_all();
    };
    let panicked = || {
        if thread::panicking() {
            over();
        }
    };
    let worker = || {
        let _guard = Guard(&panicked);
        loop {
            let mut own = lock();
            while !own.is_over && own.next < items.len() && own.next >= own.wanted + room {
                own = changed.wait(own).unwrap_or_else(PoisonError::into_inner);
            }
            let index = own.next;
            let Some(item) = items.get(index).filter(|_| !own.is_over) else {
                break;
            };
            own.next += 1;
            drop(own);
            let result = work(item);
            let mut own = lock();
            if let Some(place) = own.ready.get_mut(index % room) {
                *place = Some(result);
            }
            changed.notify_all();
        }
    };
    thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(worker);
        }
        let _guard = Guard(&over);
        for index in 0..items.len() {
            let mut own = lock();
            let result = loop {
                let ready = own.ready.get_mut(index % room).and_then(Option::take);
                match ready {
                    Some(result) => break result,
                    None if own.is_over => return,
                    None => own = changed.wait(own).unwrap_or_else(PoisonError::into_inner),
                }
            };
            own.wanted = index + 1;
            drop(own);
            changed.notify_all();
            if take(result).is_break() {
                return;
            }
        }
    });
}

/// Calls something when it is left, by a panic too: nobody waits for what will not come.
struct Guard<'f>(&'f dyn Fn());

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_until_enough() {
        let items: Vec<usize> = (0..1000).collect();
        let mut taken = Vec::new();
        in_order(&items, |item| item * 2, &mut |result| {
            taken.push(result);
            if result == 1400 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert!(taken.iter().copied().eq((0..=700).map(|item| item * 2)));
        in_order(&[0; 0], |_| (), &mut |()| panic!());
    }
}
