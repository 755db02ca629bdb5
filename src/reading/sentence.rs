//! Sentences of a text, by which a reader walks.

use super::Text;
use crate::text::Span;

impl Text {
    /// The sentence after the place `from`; if nothing is walked by yet, that may be the one there.
    pub fn next_sentence(&self, from: usize, is_walking: bool) -> Option<Span> {
        let document = &self.document;
        let blocks = document.blocks.get(document.block_at(from)?..)?.iter();
        let blocks = blocks.filter(|block| block.kind.is_read());
        blocks
            .flat_map(|block| sentences(block.text, &document.source))
            .find(|span| span.start > from || (!is_walking && span.contains(from)))
    }

    /// The sentence before the place `from`.
    pub fn previous_sentence(&self, from: usize) -> Option<Span> {
        let document = &self.document;
        let blocks = document.blocks.get(..=document.block_at(from)?)?.iter();
        let mut blocks = blocks.rev().filter(|block| block.kind.is_read());
        blocks.find_map(|block| {
            sentences(block.text, &document.source)
                .take_while(|span| span.start < from)
                .last()
        })
    }
}

/// The sentences of a block: up to and with a full stop, question or exclamation mark and the
/// closing marks behind it.
fn sentences(text: Span, source: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = text.start;
    std::iter::from_fn(move || {
        let rest = Span::new(at, text.end).of(source);
        let blank = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let start = at + blank;
        let stop = rest.find(['。', '？', '！', '；', '?', '!']);
        let length = stop.map_or(rest.len(), |stop| {
            let tail = rest.get(stop..).unwrap_or("");
            let closing = |c: char| "。？！；?!”’」』）》〉】…".contains(c);
            stop + tail.find(|c: char| !closing(c)).unwrap_or(tail.len())
        });
        at = start + length;
        Some(Span::new(start, at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_their_stop_and_closing_marks() {
        let text = "　甲说：“好。”乙问？丙\n丁";
        let found: Vec<_> = sentences(Span::new(0, text.len()), text)
            .map(|s| s.of(text))
            .collect();
        assert_eq!(found, ["甲说：“好。”", "乙问？", "丙\n丁"]);
    }
}
