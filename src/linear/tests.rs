//! Reading line by line without a process: lines in, lines out.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use super::line::Lines;
use super::{Dialogue, Start};
use crate::terminal::output::Output;

/// A place that output goes to, and is read back from.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is said to some lines.
pub(crate) fn told(start: Start, typed: &str) -> String {
    let said = Shared::default();
    let mut output = Output::into(said.clone());
    let mut dialogue = Dialogue::open(start).unwrap();
    dialogue.hold(&mut Lines::of(typed), &mut output).unwrap();
    output.finish().unwrap();
    let said = said.0.lock().unwrap();
    String::from_utf8_lossy(&said).into_owned()
}
