//! Output: data on standard output, messages on standard error; a closed pipe ends quietly. What people read has nothing in it that a terminal
//! would obey, wherever it goes: behind a pipe there is a terminal again. What programs read is exact.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::text::display::{displayable, tame};

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
pub struct Output {
    out: BufWriter<Box<dyn Write>>,
    is_terminal: bool,
}

impl Output {
    /// Takes standard output.
    pub fn new() -> Self {
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

    /// Writes a line for people: as a terminal may show it.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{}", displayable(line).as_str())?)
    }

    /// Writes a line of fields for people, a tab between them and none in them.
    pub fn fields(&mut self, fields: &[&str]) -> Result<(), Failure> {
        let fields: Vec<String> = fields
            .iter()
            .map(|field| displayable(field).as_str().to_owned())
            .collect();
        Ok(writeln!(self.out, "{}", fields.join("\t").trim_end())?)
    }

    /// Writes a text that is taken along, into another text or another program: exact, but for the control characters, which are shown.
    pub fn text(&mut self, text: &str) -> Result<(), Failure> {
        if self.is_terminal {
            return self.lines(text);
        }
        Ok(self.out.write_all(tame(text).as_bytes())?)
    }

    /// Writes lines of JSON. Control characters that JSON leaves as they are (RFC 8259, 7) are escaped: they mean the same to a program.
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

    /// Writes a source, or a table for a program: exact, but on a terminal.
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

/// Says a line on standard error, as text whatever it holds.
pub fn tell(line: &str) {
    // Where that cannot be said there is nobody to hear it.
    let _ = writeln!(io::stderr(), "{}", displayable(line).as_str());
}

/// Says on standard error, in one line, what stands in the way.
pub fn complain(message: &str) {
    let message = message.replace('\n', " ");
    // There is nowhere left to say that this cannot be said.
    let _ = writeln!(io::stderr(), "zhangju: {}", displayable(&message).as_str());
}
