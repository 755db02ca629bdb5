//! Keys where there is no Unix terminal: crossterm reads and translates them.

use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{
    self as terminal, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::{Event, Signal};
use crate::tui::chord::{Key, KeyChord};
use crate::tui::gate::Gate;

/// Reads the terminal in a thread of its own.
pub fn spawn(to: Sender<Event>, gate: Gate) {
    thread::spawn(move || {
        loop {
            let event = match terminal::read() {
                Ok(event) => translate(event),
                // Nothing can be read from it any more.
                Err(_) => Some(Event::Signal(Signal::HangUp)),
            };
            gate.pass();
            let is_last = matches!(event, Some(Event::Signal(_)));
            if event.is_some_and(|event| to.send(event).is_err()) || is_last {
                return;
            }
        }
    });
}

fn translate(event: terminal::Event) -> Option<Event> {
    match event {
        terminal::Event::Key(key) if key.kind != KeyEventKind::Release => {
            chord(key).map(Event::Key)
        }
        terminal::Event::Mouse(mouse) => {
            let at = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Event::Click(at)),
                MouseEventKind::Drag(MouseButton::Left) => Some(Event::Drag(at)),
                MouseEventKind::ScrollDown => Some(Event::Wheel(at, true)),
                MouseEventKind::ScrollUp => Some(Event::Wheel(at, false)),
                _ => None,
            }
        }
        terminal::Event::Paste(text) => Some(Event::Paste(text)),
        terminal::Event::Resize(..) => Some(Event::Resize),
        _ => None,
    }
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
