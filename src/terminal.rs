//! The terminal: keys in, cells out. It imports `text` alone and could serve another program.
//!
//! Input: threads block on the terminal and on signals and report [`event::Event`]s. Bytes go
//! through the decoder ([`decode`]) and become [`input::Input`], keys among them ([`chord`]), which
//! wait in the [`backlog`]. While another program uses the terminal, the reading thread waits at
//! the [`gate`].
//!
//! Output: the [`screen`] writes the difference between two frames. What it may write depends on
//! the environment ([`facts`]) and on the terminal's replies to the [`probe`]; when it may write,
//! on the [`pace`] of the line. Commands and line-by-line reading write lines ([`output`]).
//!
//! Life: the [`session`] takes the terminal over and gives it back. `job` is the program as its
//! shell sees it.

pub mod backlog;
pub mod chord;
pub mod click;
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
