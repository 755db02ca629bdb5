//! Output: data on standard output, messages on standard error; a terminal gets nothing that it would obey, a closed pipe ends quietly.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use crate::text::display::displayable;

/// Why a command ended before its time.
#[derive(Debug)]
pub enum Failure {
    /// Whoever read the output has enough.
    Closed,
    /// One line.
    Message(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Message(format!("cannot write the output: {error}"))
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

/// Standard output.
#[derive(Debug)]
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    is_terminal: bool,
}

impl Output {
    /// Takes standard output.
    pub fn new() -> Self {
        let out = io::stdout().lock();
        let is_terminal = out.is_terminal();
        Self {
            out: BufWriter::new(out),
            is_terminal,
        }
    }

    /// Writes a line: as it is into a pipe or a file, made displayable for a terminal.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        if self.is_terminal {
            writeln!(self.out, "{}", displayable(line).as_str())?;
        } else {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// Writes a text of lines.
    pub fn text(&mut self, text: &str) -> Result<(), Failure> {
        if !self.is_terminal {
            self.out.write_all(text.as_bytes())?;
            return Ok(());
        }
        text.strip_suffix('\n')
            .unwrap_or(text)
            .split('\n')
            .try_for_each(|line| self.line(line))
    }

    /// Asks for a line: what is written stays on the line.
    pub fn ask(&mut self, prompt: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(prompt.as_bytes())?)
    }

    /// Writes what there is so far.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

/// Says on standard error, in one line, what stands in the way.
pub fn complain(message: &str) {
    let message = message.replace('\n', " ");
    // There is nowhere left to say that this cannot be said.
    let _ = writeln!(io::stderr(), "zhangju: {}", displayable(&message).as_str());
}
