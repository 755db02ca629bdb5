//! Keys where there is no Unix terminal: crossterm reads and translates them.

use std::thread;

use crossterm::event::{
    self as terminal, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::decode::Input;
use super::{Event, Signal};
use crate::terminal::chord::{Key, KeyChord};
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

fn chord(event: terminal::KeyEvent) -> Option<KeyChord> {
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(number) => Key::Function(number),
        _ => return None,
    };
    Some(KeyChord {
        key,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
    })
}
