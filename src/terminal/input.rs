//! Input: what a terminal sends, whoever has read it.

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};

use super::chord::{KeyChord, KeyCode};

/// Something that the terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyChord),
    /// The left button was pressed at a column and row.
    Click((u16, u16)),
    /// The mouse was moved to a column and row, its left button held.
    Drag((u16, u16)),
    /// The wheel was turned at a column and row; true is downwards.
    Wheel((u16, u16), bool),
    /// Text was pasted.
    Paste(String),
    /// Its window has the keyboard now, or has it no more (mode 1004).
    Focus(bool),
    /// It answered.
    Answer(Answer),
}

/// An answer of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Whether it knows a mode (DECRPM).
    Mode(u16, bool),
    /// Where the cursor is: column and row from 0 (CPR).
    Cursor(u16, u16),
    /// Its background: red, green, blue (OSC 11).
    Background(u8, u8, u8),
    /// It has read everything so far (DSR).
    Ready,
    /// It speaks the keyboard protocol of kitty.
    Keyboard,
}

impl Input {
    /// What crossterm has read; `None` where it is nothing that concerns us.
    pub fn from_crossterm(event: Event) -> Option<Self> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release && is_named(key.code) => {
                Some(Self::Key(KeyChord::new(key.code, key.modifiers)))
            }
            Event::Mouse(mouse) => {
                let at = (mouse.column, mouse.row);
                match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => Some(Self::Click(at)),
                    MouseEventKind::Drag(MouseButton::Left) => Some(Self::Drag(at)),
                    MouseEventKind::ScrollDown => Some(Self::Wheel(at, true)),
                    MouseEventKind::ScrollUp => Some(Self::Wheel(at, false)),
                    _ => None,
                }
            }
            Event::Paste(text) => Some(Self::Paste(text)),
            Event::FocusGained => Some(Self::Focus(true)),
            Event::FocusLost => Some(Self::Focus(false)),
            _ => None,
        }
    }
}

/// Whether the key map has a name for a key.
fn is_named(code: KeyCode) -> bool {
    let name = KeyChord::from(code).to_string();
    name.parse() == Ok(KeyChord::from(code))
}
