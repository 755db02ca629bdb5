//! zhangju (章句), a terminal reading room for clause-structured Chinese and other CJK documents.

#![doc = include_str!("ARCHITECTURE.md")]

pub mod annotation;
pub mod clause;
pub mod cli;
pub mod disk;
pub mod document;
pub mod engine;
pub mod library;
pub mod linear;
pub mod reading;
pub mod search;
pub mod settings;
pub mod terminal;
pub mod text;
pub mod tui;
pub mod typeset;
