//! Paragraphs of Markdown that HTML divides into lines: `甲；<br>乙。`, `<p>…</p>`, `<h2>…</h2>`.

use super::wrap::{opens_bullet, opens_item};
use crate::document::code::Codes;
use crate::document::line::{is_space, rough_columns, trim};
use crate::document::tag::{self, Role, Tag};
use crate::document::{BlockKind, entity};
use crate::text::Span;

/// Widest line that is kept as a line of verse, in columns; wider ones are paragraphs.
const WIDEST: usize = 60;

/// A part of a paragraph.
#[derive(Debug)]
pub(super) struct Part {
    /// Its bytes with the tags in front of it.
    pub span: Span,
    /// Its words; empty where there are only tags.
    pub text: Span,
    /// `None` for running text.
    pub kind: Option<BlockKind>,
}

/// Where the words of a text begin: behind white space, however it is written, and behind tags that
/// only name a place (`<a id="c2"></a>`).
pub(super) fn lead(source: &str, text: Span) -> usize {
    let mut at = text.start;
    loop {
        let rest = Span::new(at, text.end).of(source);
        at = text.end - rest.trim_start_matches(is_space).len();
        let hidden = match source.as_bytes().get(at).filter(|_| at < text.end) {
            Some(b'&') => entity::at(source, at, text.end)
                .filter(|(c, _)| is_space(*c))
                .map(|(_, end)| end),
            Some(b'<') => tag::at(source, at, text.end)
                .filter(|tag| is_anchor(source, tag))
                .map(|tag| tag.span.end),
            _ => None,
        };
        match hidden {
            Some(end) => at = end,
            None => return at,
        }
    }
}

/// Whether a tag only names a place, or ends words. The words of a link are marked by its tags.
fn is_anchor(source: &str, tag: &Tag) -> bool {
    tag.role == Role::Words
        && (tag.is_closing || tag.has_attributes() && tag.attribute(source, "href").is_none())
}

/// The parts of a paragraph, a partition of its bytes.
pub(super) fn parts(source: &str, span: Span) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut codes = Codes::default();
    let (mut at, mut start, mut words) = (span.start, span.start, span.start);
    let (mut level, mut only_breaks) = (None, true);
    let mut end = |start: usize, words: usize, to: usize, level: Option<u8>| {
        let inside = trim(source, Span::new(words, to));
        let first = lead(source, inside);
        let text = Span::new(first, inside.end);
        let kind = level.map(|level| BlockKind::Heading { level });
        let span = Span::new(start, to);
        parts.push(Part { span, text, kind });
    };
    let bytes = source.as_bytes();
    while let Some(offset) = bytes
        .get(at..span.end)
        .and_then(|rest| memchr::memchr2(b'<', b'`', rest))
    {
        at += offset;
        if bytes.get(at) == Some(&b'`') {
            let run = bytes.iter().skip(at).take_while(|b| **b == b'`').count();
            let code = codes.at(source, at, span.end);
            at = code.map_or(at + run, |(_, close)| close.end);
            continue;
        }
        let Some(tag) = tag::at(source, at, span.end) else {
            at += 1;
            continue;
        };
        let begins = match tag.role {
            Role::Heading(level) if !tag.is_closing => Some(level),
            Role::Heading(_) | Role::Line => None,
            Role::Words | Role::Void | Role::Pair => {
                at = tag.span.end;
                continue;
            }
        };
        only_breaks &= tag.name == "br";
        end(start, words, tag.span.start, level);
        (start, words, at) = (tag.span.start, tag.span.end, tag.span.end);
        level = begins;
    }
    end(start, words, span.end, level);
    if only_breaks && is_verse(source, &parts) {
        for part in &mut parts {
            part.kind = Some(BlockKind::Verse);
        }
    }
    parts
}

/// Whether lines are short, and no items: an address, a poem.
fn is_verse(source: &str, parts: &[Part]) -> bool {
    let lines = || parts.iter().map(|part| part.text.of(source));
    lines().filter(|line| !line.is_empty()).count() > 1
        && lines()
            .all(|line| rough_columns(line) <= WIDEST && !opens_item(line) && !opens_bullet(line))
}
