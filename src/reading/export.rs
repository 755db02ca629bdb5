//! Exports: what a person takes out of the reading room into a file of their own. The name of the
//! file says in which format.

mod html;
mod markdown;

use std::path::Path;
use std::sync::Arc;

use super::Text;
use crate::annotation::{self, Annotation, Color, is_readable};
use crate::document::{Block, BlockKind};
use crate::text::Span;
use crate::text::display::tame;

/// What is taken out.
#[derive(Clone, Debug)]
pub enum Export {
    /// Annotations, in their order.
    Annotations(Vec<Arc<Annotation>>),
    /// Some words.
    Passage(String),
    /// A text with what is annotated in it, and where.
    Reading(Arc<Text>, Vec<(Span, Arc<Annotation>)>),
}

impl Export {
    /// The file's content, in the format of its name: HTML, Markdown, and for annotations JSON
    /// (W3C Web Annotation), JSON Lines and CSV. What is no text of the person's own is tamed, as
    /// where it is copied.
    pub fn written(&self, path: &Path) -> String {
        let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        let extension = extension.as_deref().and_then(std::ffi::OsStr::to_str);
        match (self, extension.unwrap_or("")) {
            (Self::Annotations(own), "json" | "jsonld") => {
                annotation::page(readable(own)).to_string() + "\n"
            }
            (Self::Annotations(own), "jsonl") => {
                let lines = own.iter().map(|own| annotation::line(own) + "\n");
                lines.collect()
            }
            (Self::Annotations(own), "csv") => annotation::csv(readable(own)),
            (Self::Annotations(own), "html" | "htm") => {
                html::plain(&annotation::markdown(readable(own), true).0)
            }
            (Self::Annotations(own), _) => annotation::markdown(readable(own), true).0,
            (Self::Passage(words), "html" | "htm") => html::plain(&tame(words)),
            (Self::Passage(words), _) => tame(words).trim_end().to_owned() + "\n",
            (Self::Reading(text, own), "html" | "htm") => html::reading(text, own),
            (Self::Reading(text, own), _) => markdown::reading(text, own),
        }
    }
}

fn readable(own: &[Arc<Annotation>]) -> impl Iterator<Item = &Annotation> {
    own.iter().map(Arc::as_ref).filter(|own| is_readable(own))
}

/// A name for the file of a title and a place in it, which no file system refuses.
pub fn file_name(title: &str, place: &str, extension: &str) -> String {
    const LONGEST: usize = 40;
    let whole = format!("{title} {place}");
    let fit = |c: char| {
        if c.is_control() || "/\\:*?\"<>|".contains(c) {
            '_'
        } else {
            c
        }
    };
    let name: String = whole.trim().chars().take(LONGEST).map(fit).collect();
    let name = name.trim().trim_start_matches('.');
    let name = if name.is_empty() { "zhangju" } else { name };
    format!("{name}.{extension}")
}

/// A paragraph of a text, as it is written out.
struct Part<'a> {
    block: &'a Block,
    /// The level of a heading; none for what is no heading.
    level: Option<u16>,
    /// The address of the clause that begins with it.
    address: Option<String>,
    /// Its words in turn, each with the colour that is over them and the notes that end with them.
    runs: Vec<Run<'a>>,
}

/// Words under one colour.
struct Run<'a> {
    words: String,
    color: Option<Color>,
    notes: Vec<&'a Annotation>,
}

/// The parts of a text, with what is annotated in them. Annotations are in order of place.
fn parts<'a>(text: &'a Text, own: &'a [(Span, Arc<Annotation>)]) -> impl Iterator<Item = Part<'a>> {
    let mut first = 0;
    let read = text
        .document
        .blocks
        .iter()
        .filter(|block| block.kind.is_read());
    read.map(move |block| {
        // One that reaches over several paragraphs is looked at with each of them.
        let is_past = |(span, _): &(Span, _)| span.end <= block.text.start;
        first += own
            .iter()
            .skip(first)
            .take_while(|own| is_past(own))
            .count();
        let near = own.get(first..).unwrap_or_default().iter();
        let near: Vec<_> = near
            .take_while(|(span, _)| span.start < block.text.end)
            .filter(|own| !is_past(own))
            .collect();
        let clause = text.tree.at(block.text.start).filter(|id| {
            let clause = text.tree.get(*id);
            clause.is_some_and(|clause| clause.opening() == block.text.start)
        });
        let depth = clause.and_then(|id| text.tree.get(id)).map(|own| own.depth);
        let level = match block.kind {
            BlockKind::Title => Some(1),
            BlockKind::Heading { level } => Some(depth.unwrap_or(u16::from(level)) + 1),
            _ => None,
        };
        Part {
            block,
            level,
            address: clause.map(|id| text.tree.address(id).to_string()),
            runs: runs(text, block.text, &near),
        }
    })
}

/// Cuts a paragraph where colours and notes begin and end.
fn runs<'a>(text: &Text, whole: Span, near: &[&'a (Span, Arc<Annotation>)]) -> Vec<Run<'a>> {
    let mut cuts: Vec<usize> = near
        .iter()
        .flat_map(|(span, _)| [span.start, span.end])
        .filter(|at| whole.start < *at && *at < whole.end)
        .chain([whole.start, whole.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let run = |pair: &[usize]| {
        let (start, end) = (*pair.first()?, *pair.last()?);
        let over = near
            .iter()
            .filter(|(span, _)| span.start <= start && end <= span.end);
        // Of several colours the shortest passage's is seen.
        let over = over.filter_map(|(span, own)| Some((span.len(), own.color()?)));
        let color = over
            .min_by_key(|(length, _)| *length)
            .map(|(_, color)| color);
        let is_last = end == whole.end;
        let ends = near.iter().filter(|(span, _)| {
            let stop = span.end.max(span.start + 1);
            start < stop && (stop <= end || is_last && span.end <= end)
        });
        let notes = ends.map(|(_, own)| own.as_ref());
        let notes = notes.filter(|own| !own.note().is_empty() || own.tags().next().is_some());
        Some(Run {
            words: tame(&text.document.words(Span::new(start, end))).into_owned(),
            color,
            notes: notes.collect(),
        })
    };
    cuts.windows(2).filter_map(run).collect()
}

#[cfg(test)]
mod tests;
