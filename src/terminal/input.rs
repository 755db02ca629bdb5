//! Input: keys, mouse, pasted text and replies, from our decoder or from crossterm.

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};

use super::chord::{KeyChord, KeyCode};

/// Input from the terminal. Columns and rows count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyChord),
    /// The left button was pressed at a column and row.
    Click((u16, u16)),
    /// The same again, soon after: nothing of the terminal, but of whoever keeps the time.
    DoubleClick((u16, u16)),
    /// The left button was released at a column and row.
    Release((u16, u16)),
    /// The mouse moved to a column and row with the left button held.
    Drag((u16, u16)),
    /// The wheel was turned at a column and row; true is down.
    Wheel((u16, u16), bool),
    /// Text was pasted.
    Paste(String),
    /// The window gained or lost the keyboard focus (mode 1004).
    Focus(bool),
    /// A reply to a query.
    Answer(Answer),
}

/// A reply of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Whether it knows a mode (DECRPM).
    Mode(u16, bool),
    /// Column and row of the cursor, from 0 (CPR).
    Cursor(u16, u16),
    /// Red, green and blue of its background (OSC 11).
    Background(u8, u8, u8),
    /// It has processed everything sent so far (DSR): the receipt.
    Ready,
    /// It speaks kitty's keyboard protocol.
    Keyboard,
}

impl Input {
    /// Converts an event of crossterm; `None` if it is no input for us.
    pub fn from_crossterm(event: Event) -> Option<Self> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release && is_named(key.code) => {
                Some(Self::Key(KeyChord::new(key.code, key.modifiers)))
            }
            Event::Mouse(mouse) => {
                let at = (mouse.column, mouse.row);
                match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => Some(Self::Click(at)),
                    MouseEventKind::Up(MouseButton::Left) => Some(Self::Release(at)),
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
