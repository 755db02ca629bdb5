//! The lines that a person types, one at a time, each of bounded length.

use std::io::{self, BufRead, BufReader, IsTerminal, Read};

use super::kept_place::KeptPlace;
use crate::disk;
use crate::terminal::output::{Failure, Output};
use crate::text::Said;

/// Longest line that is taken, in bytes.
const LONGEST: u64 = 64 << 10;

/// What was typed.
#[derive(Debug)]
pub enum Line {
    /// A line, without its end.
    Typed(String),
    /// More than a line may have; it is passed over.
    TooLong,
    /// No line comes any more.
    End,
}

/// Where lines come from.
pub struct Lines {
    from: Box<dyn BufRead>,
    /// Whether a person types them at a terminal.
    is_asked: bool,
}

impl Lines {
    /// The lines of standard input; where that was a document, those of the terminal, if there is
    /// one.
    pub fn open(is_read: bool) -> Self {
        let stdin = io::stdin();
        if is_read && let Some(from) = terminal() {
            return Self {
                from,
                is_asked: true,
            };
        }
        Self {
            is_asked: stdin.is_terminal(),
            from: Box::new(BufReader::new(stdin)),
        }
    }

    /// Lines that a test types.
    #[cfg(test)]
    pub fn of(typed: &str) -> Self {
        Self {
            from: Box::new(io::Cursor::new(typed.to_owned())),
            is_asked: false,
        }
    }

    /// Asks for a line. While it is waited for, an interrupt ends the program, with the place kept.
    pub fn ask(
        &mut self,
        prompt: &str,
        place: &KeptPlace,
        output: &mut Output,
    ) -> Result<Line, Failure> {
        if self.is_asked {
            output.ask(prompt)?;
        }
        output.flush()?;
        place.wait(true);
        let mut line = Vec::new();
        let read = self.take(&mut line);
        place.wait(false);
        let line = match read
            .map_err(|error| Said::new("cli.no-stdin").with_said(disk::reason(&error)))?
        {
            true => Line::TooLong,
            false if line.is_empty() => Line::End,
            false => Line::Typed(String::from_utf8_lossy(&line).into_owned()),
        };
        // What the shell then asks begins a line of its own.
        if self.is_asked && matches!(line, Line::End) {
            output.line("")?;
        }
        Ok(line)
    }

    /// Reads a line with its end; true where it was too long.
    fn take(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        let mut limited = self.from.by_ref().take(LONGEST);
        limited.read_until(b'\n', line)?;
        let is_whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST;
        if !is_whole {
            self.from.skip_until(b'\n')?;
        }
        Ok(!is_whole)
    }
}

/// The lines of the terminal, where standard input is a document.
#[cfg(unix)]
fn terminal() -> Option<Box<dyn BufRead>> {
    Some(Box::new(BufReader::new(crate::disk::terminal().ok()?)))
}

#[cfg(not(unix))]
fn terminal() -> Option<Box<dyn BufRead>> {
    None
}
