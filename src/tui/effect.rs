//! Effects: what update wants done outside the model, as values: by the workers, or by the host.

use std::path::PathBuf;

use super::ask::{Ask, Keep, Work};

/// Something to be done outside the model.
#[derive(Clone, Debug)]
pub enum Effect {
    /// By a worker, who may report.
    Ask(Ask),
    /// By the host of the room, before anything else.
    Host(Host),
}

/// What the host of the room does: the terminal, the clipboard, the person's editor, the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// Put a text on the clipboard.
    Copy(String),
    /// Switch the mouse on or off.
    Mouse(bool),
    /// Write the screen anew.
    Redraw,
    /// Have a note, by its id, edited by the person's own editor: its text as it is now.
    Edit(String, String),
    /// Open a file at a line in the person's own editor.
    Open(PathBuf, usize),
    /// Tell what is known of the terminal and of the line to it.
    Examine,
    /// Stop, until the shell continues the program.
    Suspend,
    /// End.
    Quit,
}

impl From<Ask> for Effect {
    fn from(ask: Ask) -> Self {
        Self::Ask(ask)
    }
}

impl From<Work> for Effect {
    fn from(work: Work) -> Self {
        Self::Ask(Ask::Work(work))
    }
}

impl From<Keep> for Effect {
    fn from(keep: Keep) -> Self {
        Self::Ask(Ask::Keep(keep))
    }
}

impl From<Host> for Effect {
    fn from(host: Host) -> Self {
        Self::Host(host)
    }
}
