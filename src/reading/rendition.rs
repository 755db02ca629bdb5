//! A text in simplified or traditional characters: what is shown in place of its own ones. The text
//! and all places in it stay as they are.

use std::borrow::Cow;

use crate::clause::ClauseTree;
use crate::document::{Block, BlockKind, Document, MarkupKind};
use crate::search::body::Body;
use crate::settings::Locale;
use crate::text::Span;
use crate::text::numbering::Numbering;
use crate::text::script::{Forms, Native, Passage, Script};

/// A text in one script.
#[derive(Clone, Debug)]
pub struct Rendition {
    /// Which of its characters are shown as others.
    pub forms: Forms,
    script: Script,
    native: Native,
}

/// A text as it is written.
static ORIGINAL: Rendition = Rendition {
    forms: Forms::NONE,
    script: Script::Original,
    native: Native::Simplified,
};

impl Rendition {
    /// A text as it is written.
    pub fn original() -> &'static Self {
        &ORIGINAL
    }

    /// A text in a script; one that is not Chinese stays as it is.
    pub fn new(document: &Document, tree: &ClauseTree, script: Script) -> Self {
        if script == Script::Original {
            return ORIGINAL.clone();
        }
        let native = native(document);
        if native == Native::Foreign {
            return ORIGINAL.clone();
        }
        let body = Body::new(document, tree);
        let blocks = document.blocks.iter().filter(|own| own.kind.is_read());
        let running = blocks.map(|block| running(document, &body, block));
        // Small letters beside the line are words by themselves.
        let readings = document.markup.iter();
        let readings = readings.filter(|own| own.kind == MarkupKind::Reading);
        let readings = readings.map(|own| {
            let characters = own.span.of(&document.source).char_indices();
            let (places, words) = characters.map(|(at, c)| (own.span.start + at, c)).unzip();
            Passage { words, places }
        });
        let passages = running.chain(readings);
        Self {
            forms: Forms::new(&document.source, passages, script, native),
            script,
            native,
        }
    }

    /// Words of the text that stand elsewhere on the screen, in its script.
    pub fn words<'w>(&self, words: &'w str) -> Cow<'w, str> {
        if self.script == Script::Original {
            return Cow::Borrowed(words);
        }
        let native = Native::of(words).unwrap_or(self.native);
        self.script.convert(words, native)
    }

    /// The script that it is in.
    pub fn script(&self) -> Script {
        self.script
    }
}

/// What a script is called.
pub fn script_name(script: Script, locale: &Locale) -> String {
    locale.tr(&format!("script.{}", script.name()), &[])
}

/// What a document is written in.
fn native(document: &Document) -> Native {
    if Numbering::standard()
        .tradition(&document.source)
        .is_foreign()
    {
        return Native::Foreign;
    }
    Native::of(&document.source).unwrap_or_default()
}

/// A block as it is read: without signs, the lines of a paragraph joined. What stands apart, on
/// lines of its own or behind blanks, is set apart by a blank.
fn running(document: &Document, body: &Body<'_>, block: &Block) -> Passage {
    let joins = !matches!(
        block.kind,
        BlockKind::Verse | BlockKind::Verbatim | BlockKind::Signature | BlockKind::Table(_)
    );
    let mut passage = Passage::default();
    let mut end = block.text.start;
    for (at, c) in body.characters(block.text) {
        let gap = Span::new(end, at).of(&document.source);
        if gap.contains(char::is_whitespace) && !(joins && gap.contains('\n')) {
            passage.words.push(' ');
            passage.places.push(end);
        }
        passage.words.push(c);
        passage.places.push(at);
        end = at + c.len_utf8();
    }
    passage
}

#[cfg(test)]
mod tests;
