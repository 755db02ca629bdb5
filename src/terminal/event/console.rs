//! Input on systems other than Unix: crossterm reads it.

use std::thread;

use crossterm::event;

use super::{Event, Signal};
use crate::terminal::backlog::Backlog;
use crate::terminal::gate::Gate;
use crate::terminal::input::Input;

/// Reads input in a thread of its own.
pub fn spawn(tell: impl Fn(Event) -> bool + Send + 'static, gate: Gate) {
    thread::spawn(move || {
        let backlog = Backlog::default();
        loop {
            let came = match event::read() {
                Ok(event) => translate(event, &backlog),
                // The console is gone.
                Err(_) => Some(Event::Signal(Signal::HangUp)),
            };
            gate.pass();
            let is_last = matches!(came, Some(Event::Signal(_)));
            if came.is_some_and(|event| !tell(event)) || is_last {
                return;
            }
        }
    });
}

fn translate(event: event::Event, backlog: &Backlog) -> Option<Event> {
    match event {
        event::Event::Resize(..) => Some(Event::Resize),
        event => {
            let batch = backlog.admit(vec![Input::from_crossterm(event)?]);
            (!batch.is_empty()).then_some(Event::Input(batch))
        }
    }
}
