//! zhangju (章句), a terminal reading room for clause-structured Chinese and other CJK documents.
//!
//! The map of the house. Text flows one way, upwards; only names come back down:
//!
//! ```text
//! disk ─bytes→ document::decode ─&str→ document::parse ─Document→ clause::nest ─ClauseTree→ typeset ─Galley→ tui::view ─Buffer→ terminal::screen ─bytes→ terminal
//! keys ─→ KeyChord ─keymap→ Action ─update→ (Model, Vec<Effect>) ─workers→ Report{Ticket} ─→ Action …
//! ```
//!
//! Three coordinates and no fourth: [`text::Span`] (bytes of the decoded source; inside the program), [`clause::ClauseAddress`]
//! (outside: bookmarks, links, command line), row and column (on the screen only, never stored).
//!
//! Floors, each importing only what lies below it (`tests/house.rs` holds them): [`text`], [`document`], [`clause`], [`typeset`],
//! the cellar [`disk`], [`library`], [`search`], [`annotation`], [`settings`], beside them [`terminal`], [`reading`], [`tui`], [`linear`], and the roof
//! [`cli`].

pub mod annotation;
pub mod clause;
pub mod cli;
pub mod disk;
pub mod document;
pub mod library;
pub mod linear;
pub mod reading;
pub mod search;
pub mod settings;
pub mod terminal;
pub mod text;
pub mod tui;
pub mod typeset;
