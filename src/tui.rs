//! Floor 8, the reading room: model, actions, update, effects, workers, prepare, view, keymap, theme, backend; knows no parsing and no line breaking.

pub mod backend;
pub mod event;
pub mod terminal;
