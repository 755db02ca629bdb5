//! Beside the floors: the terminal. Keys in, cells out; imports `text` alone, and could serve another program.
//!
//! Keys: bytes are read by threads that block on them ([`event`]), decoded, and told as [`event::Event`]s; [`chord`] names them. While another program
//! has the terminal the reader stands at the [`gate`]. Cells: the [`screen`] writes the difference between two frames, within what the
//! [`facts`] of the environment and the [`probe`]'s answers allow, at the pace of the [`link`]. The [`session`] takes the terminal
//! over and gives it back; [`job`] is the program as its shell sees it.

pub mod chord;
pub mod clipboard;
pub mod decode;
pub mod event;
pub mod examine;
pub mod facts;
pub mod gate;
pub mod hyperlink;
pub mod input;
#[cfg(unix)]
pub mod job;
pub mod output;
pub mod pace;
pub mod probe;
pub mod screen;
pub mod session;
