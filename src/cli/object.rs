//! The JSON of commands: one object a line.

use clap::ValueEnum;
use serde_json::Value;

use crate::reading::object;
use crate::terminal::output::{Failure, Output};

/// How a list is printed that has no other form for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// Fields, separated by tabs
    #[default]
    Text,
    /// One object a line
    Json,
}

/// Prints an object on a line.
pub fn print(object: Value, output: &mut Output) -> Result<(), Failure> {
    output.json(&object::line(object))
}
