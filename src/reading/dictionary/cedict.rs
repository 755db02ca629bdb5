//! CC-CEDICT: a line a word, `傳統 传统 [chuan2 tong3] /tradition/traditional/`; lines that begin
//! with `#` are comments.

use std::path::Path;

use super::{Index, unpacked};
use crate::text::fold::fold;
use crate::text::{Said, Span};

/// The lines of a dictionary.
#[derive(Debug)]
pub struct Lines {
    text: String,
    lines: Vec<Span>,
}

/// Reads a dictionary: its words with the numbers of their lines, and the lines.
///
/// # Errors
/// If it cannot be read, or has no line of this form.
pub fn read(path: &Path) -> Result<(Index, Lines), Said> {
    let text = String::from_utf8_lossy(&unpacked(path)?).into_owned();
    let (mut index, mut lines) = (Vec::new(), Vec::new());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        if let Some((words, _, _)) = parts(line.trim_end()) {
            let number = lines.len() as u32;
            index.extend(
                words
                    .into_iter()
                    .map(|word| (fold(word).into_boxed_str(), number)),
            );
            lines.push(span);
        }
    }
    if lines.is_empty() {
        return Err(Said::new("dictionary.no-cedict").with(path.display()));
    }
    Ok((index, Lines { text, lines }))
}

impl Lines {
    /// The word of a line in both scripts with its reading, and its meanings below that.
    pub fn text(&self, number: u32) -> Option<String> {
        let line = self.lines.get(number as usize)?.of(&self.text);
        let ([traditional, simplified], reading, meanings) = parts(line)?;
        let mut text = simplified.to_owned();
        if traditional != simplified {
            text += &format!("〔{traditional}〕");
        }
        text += &format!(" {reading}");
        for meaning in meanings.split('/').filter(|meaning| !meaning.is_empty()) {
            text += &format!("\n  {meaning}");
        }
        Some(text)
    }
}

/// The word in both scripts, its reading, its meanings between slashes.
fn parts(line: &str) -> Option<([&str; 2], &str, &str)> {
    if line.starts_with('#') {
        return None;
    }
    let (words, rest) = line.split_once(" [")?;
    let (traditional, simplified) = words.split_once(' ')?;
    let (reading, meanings) = rest.split_once("] /")?;
    Some(([traditional, simplified], reading, meanings))
}
