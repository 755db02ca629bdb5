//! A reading as Markdown, its notes as footnotes, its highlights as `==…==`.

use std::sync::Arc;

use super::{Part, parts};
use crate::annotation::Annotation;
use crate::document::BlockKind;
use crate::reading::Text;
use crate::text::Span;

/// What Markdown might take for markup within a line.
const SIGNS: &str = "\\`*_[]<>=~|";

/// What it might at the start of one.
const STARTS: [char; 4] = ['#', '+', '-', ':'];

/// A text with its notes below their paragraphs.
pub fn reading(text: &Text, own: &[(Span, Arc<Annotation>)]) -> String {
    let mut written = String::new();
    let mut count = 0;
    for part in parts(text, own) {
        written += &paragraph(&part, &mut count);
    }
    written
}

/// A paragraph and the notes on it, numbered on from those before.
fn paragraph(part: &Part<'_>, count: &mut usize) -> String {
    let (mut words, mut notes) = (String::new(), String::new());
    for run in &part.runs {
        let shown = escaped(&run.words);
        match run.color {
            Some(_) => words += &format!("=={shown}=="),
            None => words += &shown,
        }
        for own in &run.notes {
            *count += 1;
            words += &format!("[^{count}]");
            notes += &format!("[^{count}]: {}\n\n", note(own));
        }
    }
    let is_kept = matches!(
        part.block.kind,
        BlockKind::Verse | BlockKind::Verbatim | BlockKind::Table(_)
    );
    let break_line = if is_kept { "\\\n" } else { "\n" };
    let lines: Vec<&str> = words.lines().map(str::trim).collect();
    let words = match (part.level, &part.block.kind) {
        (Some(level), _) => format!(
            "{} {}",
            "#".repeat(usize::from(level.min(6))),
            lines.join(" ")
        ),
        (None, BlockKind::Quotation) => format!("> {}", lines.join("\n> ")),
        _ => lines.join(break_line),
    };
    format!("{words}\n\n{notes}")
}

/// A note is Markdown already; its further lines are indented, as footnotes have them.
fn note(annotation: &Annotation) -> String {
    let tags: Vec<String> = annotation.tags().map(|tag| format!("#{tag}")).collect();
    let lines = annotation.note().lines().map(str::to_owned);
    let lines: Vec<String> = lines.chain([tags.join(" ")]).collect();
    lines.join("\n    ").trim().to_owned()
}

/// Words that Markdown shows as they are.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    let mut is_start = true;
    for c in words.chars() {
        let is_sign = SIGNS.contains(c) || is_start && STARTS.contains(&c);
        if is_sign {
            escaped.push('\\');
        }
        escaped.push(c);
        is_start = c == '\n' || is_start && c.is_whitespace();
    }
    escaped
}
