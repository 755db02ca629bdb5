//! Floor 7, settings: directories, options, language, raw keymap text, reading positions. Knows no
//! `Action` and no tui.

pub mod builtin;
pub mod doctor;
pub mod environment;
pub mod fault;
pub mod file;
pub mod locale;
pub mod look;
pub mod mistake;
pub mod options;
pub mod paths;
pub mod position;
pub mod themes;
mod value;
pub mod visitor;

/// The version of the program, with the commit where that is known.
pub const VERSION: &str = env!("ZHANGJU_VERSION");

pub use file::Settings;
pub use locale::{Language, Locale};
pub use look::Look;
pub use mistake::Mistake;
pub use options::{Columns, Options};
pub use paths::Paths;
