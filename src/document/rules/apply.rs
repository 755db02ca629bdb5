//! Applies the rules of kinds to a text.

use super::ruled::{Ruled, Touch};
use super::sheet::Sheet;
use super::{Kind, Scope};
use crate::document::Block;
use crate::text::Span;

/// Applies the rules of kinds, each in the order of its file, to the part of a source that is its
/// body.
pub(in crate::document) fn apply(source: &str, body: Span, kinds: &[&Kind]) -> Ruled {
    if kinds.is_empty() {
        return Ruled::default();
    }
    work(Sheet::new(source, body), kinds)
}

/// Applies the rules of kinds to a text that is cut already: its paragraphs are lines.
pub(in crate::document) fn apply_to(source: &str, blocks: &[Block], kinds: &[&Kind]) -> Ruled {
    if kinds.is_empty() {
        return Ruled::default();
    }
    work(Sheet::of_blocks(source, blocks), kinds)
}

/// What each match of the rules of kinds makes of a body, in order.
pub(in crate::document) fn explain(source: &str, body: Span, kinds: &[&Kind]) -> Vec<Touch> {
    let mut sheet = Sheet::new(source, body);
    sheet.is_asked = true;
    work(sheet, kinds).touches
}

fn work(mut sheet: Sheet<'_>, kinds: &[&Kind]) -> Ruled {
    for kind in kinds {
        for rule in kind.rules() {
            match &rule.scope {
                Scope::Top => sheet.top(kind, rule),
                Scope::Line | Scope::Lines(_) => sheet.line_by_line(kind, rule),
                Scope::Within => sheet.within(kind, rule),
            }
            sheet.settle();
        }
    }
    sheet.forget_stray_fields();
    if kinds.iter().any(|kind| kind.is_joined) {
        sheet.join();
        sheet.settle();
    }
    sheet.finish(kinds.iter().any(|kind| !kind.has_markdown))
}
