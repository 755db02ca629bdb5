//! The JSON of commands: one object a line, each with the number of the schema that it follows.

use clap::ValueEnum;
use serde_json::Value;

use crate::terminal::output::{Failure, Output};

/// The schema of what commands print as JSON: it rises when a member goes or changes its meaning; a
/// new one leaves it as it is.
const SCHEMA: u64 = 1;

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
pub fn print(mut object: Value, output: &mut Output) -> Result<(), Failure> {
    if let Some(members) = object.as_object_mut() {
        members.insert("schema".to_owned(), SCHEMA.into());
    }
    output.json(&(object.to_string() + "\n"))
}
