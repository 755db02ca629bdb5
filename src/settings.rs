//! Floor 7, settings: directories, options, language, raw keymap text, reading positions. Knows no
//! `Action` and no tui.

pub mod builtin;
pub mod doctor;
pub mod environment;
pub mod fault;
pub mod locale;
pub mod options;
pub mod paths;
pub mod position;
pub mod visitor;

pub use locale::{Language, Locale};
pub use options::{Columns, Options};
pub use paths::Paths;
