//! Keys where there is no Unix terminal: crossterm reads and translates them.

use std::thread;

use crossterm::event::{self as terminal, KeyEventKind, MouseButton, MouseEventKind};

use super::{Event, Signal};
use crate::terminal::chord::KeyChord;
use crate::terminal::decode::Input;
use crate::terminal::gate::Gate;

/// Reads the terminal in a thread of its own.
pub fn spawn(tell: impl Fn(Event) -> bool + Send + 'static, gate: Gate) {
    thread::spawn(move || {
        loop {
            let event = match terminal::read() {
                Ok(event) => translate(event),
                // Nothing can be read from it any more.
                Err(_) => Some(Event::Signal(Signal::HangUp)),
            };
            gate.pass();
            let is_last = matches!(event, Some(Event::Signal(_)));
            if event.is_some_and(|event| !tell(event)) || is_last {
                return;
            }
        }
    });
}

fn translate(event: terminal::Event) -> Option<Event> {
    let input = match event {
        terminal::Event::Key(key) if key.kind != KeyEventKind::Release => Input::Key(chord(key)?),
        terminal::Event::Mouse(mouse) => {
            let at = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Input::Click(at),
                MouseEventKind::Drag(MouseButton::Left) => Input::Drag(at),
                MouseEventKind::ScrollDown => Input::Wheel(at, true),
                MouseEventKind::ScrollUp => Input::Wheel(at, false),
                _ => return None,
            }
        }
        terminal::Event::Paste(text) => Input::Paste(text),
        terminal::Event::Resize(..) => return Some(Event::Resize),
        _ => return None,
    };
    Some(Event::Input(vec![input]))
}
