//! Floor 8, reading: one text in one library, without a screen. Whatever two front ends must agree
//! on is decided here; knows no screens, keys or terminals.

pub mod acts;
pub mod binding;
pub mod brief;
mod citation;
pub mod comparing;
mod corrections;
pub mod dictionary;
pub mod export;
pub mod filtering;
pub mod found;
pub mod hook;
pub mod in_force;
pub mod inquiry;
pub mod left;
pub mod listing;
pub mod object;
pub mod others;
mod own;
mod place;
mod placed;
mod progress;
pub mod refer;
pub mod referring;
mod rendition;
pub mod searches;
pub mod searching;
mod sentence;
pub mod skipped;
mod text;
pub mod titled;
pub mod unread;

pub use acts::{Annotating, Done};
pub use citation::style;
pub use corrections::Corrections;
pub use own::{Documents, Identity, Sources, by_entry, entry_of, entry_with_text};
pub use place::Typed;
pub use placed::Placed;
pub use progress::Step;
pub use rendition::{Rendition, script_name};
pub use text::{Origin, Text};
