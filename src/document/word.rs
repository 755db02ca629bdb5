//! Documents of word processors, one format a file, and what they share: paragraphs, lists, tables,
//! notes and text boxes become a transcript.

pub(super) mod docx;
mod draft;
mod flow;
mod list;
pub(super) mod odt;
mod paragraph;
mod properties;
mod table;
mod title;
mod xml;

use super::BlockKind;
use super::parse::parse_stated;
use super::summary::Summary;
use super::transcript::Transcript;
use paragraph::Paragraph;

/// Bytes of the main part that are read for the catalog.
const OPENING: usize = 256 << 10;

/// Level of the highest headings: titles are above them.
const HIGHEST: u8 = 2;

/// What a paragraph is in the style of a heading, whose level is counted from 0. Whole provisions
/// are often set so for the sake of their numbers.
fn heading(words: &mut Paragraph, level: u8) -> BlockKind {
    let text = words.words().trim_end();
    if text.contains('。') || text.ends_with(['；', ';', '：', ':', '，']) {
        return BlockKind::Paragraph;
    }
    words.close_lines();
    BlockKind::Heading {
        level: level.saturating_add(HIGHEST),
    }
}

/// What the catalog wants to know of a document whose main part was read as far as here: `read` of
/// its `length` bytes.
fn summary(opening: Transcript, read: usize, length: usize) -> Summary {
    let characters = opening.text.chars().count();
    Summary {
        header: parse_stated(opening.text, opening.structure).header,
        // The rest has as many characters to the byte.
        characters: (characters as u64 * length as u64 / read.max(1) as u64) as usize,
    }
}

/// A transcript as tests see it: one line a passage, its kind and its words.
#[cfg(test)]
fn picture(transcript: &Transcript) -> String {
    use super::RowKind;
    let mut lines = Vec::new();
    for passage in &transcript.structure.passages {
        let words = passage.text.of(&transcript.text);
        let indent = passage.text.start - passage.span.start;
        let words = " ".repeat(indent) + &words.replace('\n', "⏎").replace('\t', "⇥");
        lines.push(match &passage.kind {
            BlockKind::Paragraph => words,
            BlockKind::Heading { level } => format!("h{level}: {words}"),
            BlockKind::Table(table) => {
                let head = table.rows.iter().filter(|row| row.kind == RowKind::Head);
                format!("table {}/{}: {words}", table.columns, head.count())
            }
            kind => format!("{}: {words}", kind.name().unwrap_or_default()),
        });
    }
    lines.join("\n")
}
