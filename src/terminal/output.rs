//! Output by the line: data on standard output, messages on standard error. A closed pipe ends the
//! program quietly. Output for people contains nothing that a terminal would obey, even in a pipe,
//! which may lead to a terminal. Output for programs is exact.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::disk;
use crate::text::Said;
use crate::text::display::{displayable, tame};

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// The reader closed the pipe.
    Closed,
    /// An error, as one line.
    Message(Said),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Message(Said::new("disk.output").with_said(disk::reason(&error)))
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(Said::Words(message))
    }
}

impl From<Said> for Failure {
    fn from(said: Said) -> Self {
        Self::Message(said)
    }
}

/// Standard output.
pub struct Output {
    out: BufWriter<Box<dyn Write>>,
    is_terminal: bool,
}

impl Output {
    /// Locks standard output.
    pub fn standard() -> Self {
        let out = io::stdout().lock();
        let is_terminal = out.is_terminal();
        Self {
            out: BufWriter::new(Box::new(out)),
            is_terminal,
        }
    }

    /// Output that a test reads.
    #[cfg(test)]
    pub fn into(out: impl Write + 'static) -> Self {
        Self {
            out: BufWriter::new(Box::new(out)),
            is_terminal: false,
        }
    }

    /// Writes a line for people, control characters as signs.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{}", displayable(line).as_str())?)
    }

    /// Writes a line of fields for people, separated by tabs.
    pub fn fields(&mut self, fields: &[&str]) -> Result<(), Failure> {
        let fields: Vec<String> = fields
            .iter()
            .map(|field| displayable(field).as_str().to_owned())
            .collect();
        Ok(writeln!(self.out, "{}", fields.join("\t").trim_end())?)
    }

    /// Writes a text for another text or program: exact except for control characters, which become
    /// signs.
    pub fn text(&mut self, text: &str) -> Result<(), Failure> {
        if self.is_terminal {
            return self.lines(text);
        }
        Ok(self.out.write_all(tame(text).as_bytes())?)
    }

    /// Writes lines of JSON. Control characters that JSON allows unescaped (RFC 8259, 7) are
    /// escaped, which means the same to a program.
    pub fn json(&mut self, json: &str) -> Result<(), Failure> {
        let is_left = |c: char| ('\u{7f}'..='\u{9f}').contains(&c);
        for part in json.split_inclusive(is_left) {
            let exact = part.trim_end_matches(is_left);
            self.out.write_all(exact.as_bytes())?;
            for c in part.get(exact.len()..).unwrap_or("").chars() {
                write!(self.out, "\\u{:04x}", u32::from(c))?;
            }
        }
        Ok(())
    }

    /// Writes a source, or a table for a program; exact, unless standard output is a terminal.
    pub fn raw(&mut self, text: &str) -> Result<(), Failure> {
        if self.is_terminal {
            return self.lines(text);
        }
        Ok(self.out.write_all(text.as_bytes())?)
    }

    fn lines(&mut self, text: &str) -> Result<(), Failure> {
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        lines.try_for_each(|line| self.line(line))
    }

    /// Writes a prompt, without a line end.
    pub fn ask(&mut self, prompt: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(prompt.as_bytes())?)
    }

    /// Flushes the buffer.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Flushes the buffer at the end.
    pub fn finish(mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}

/// Prints a line on standard error, control characters as signs.
pub fn tell(line: &str) {
    // A failure here cannot be reported.
    let _ = writeln!(io::stderr(), "{}", displayable(line).as_str());
}

/// Prints an error on standard error, as one line.
pub fn complain(message: &str) {
    let message = message.replace('\n', " ");
    // A failure here cannot be reported.
    let _ = writeln!(io::stderr(), "zhangju: {}", displayable(&message).as_str());
}
