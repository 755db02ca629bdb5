//! HTML in a paragraph of Markdown: comments and tags.

use super::{MarkupKind, Scan};
use crate::document::tag::{self, Role, Tag};
use crate::text::Span;

impl Scan<'_> {
    /// Reads a comment.
    pub(super) fn comment(&mut self, at: usize) -> Option<usize> {
        const CLOSE: &str = "-->";
        self.rest(at).strip_prefix("<!--")?;
        let from = at + 4;
        let start = from.max(self.searched.get(CLOSE).copied().unwrap_or(0));
        let found = self.rest(start.min(self.end)).find(CLOSE);
        let close = found.map(|offset| start + offset);
        self.searched.insert(CLOSE, close.unwrap_or(self.end));
        let end = close? + CLOSE.len();
        self.delimiter(Span::new(at, end), "");
        Some(end)
    }

    /// Reads an HTML tag.
    pub(super) fn tag(&mut self, at: usize) -> Option<usize> {
        let tag = tag::at(self.source, at, self.end)?;
        match tag.role {
            Role::Pair => self.pair_of_tags(&tag)?,
            Role::Line | Role::Heading(_) => self.delimiter(tag.span, " "),
            Role::Words if tag.is_closing => self.delimiter(tag.span, ""),
            Role::Words => self.words_of_tag(&tag)?,
            Role::Void => match tag.attribute(self.source, "alt") {
                Some(words) if tag.name == "img" && !words.is_empty() => {
                    self.character(Span::new(at, words.start), '[');
                    self.character(Span::new(words.end, tag.span.end), ']');
                }
                _ => self.delimiter(tag.span, ""),
            },
        }
        Some(match tag.name {
            // Parentheses for programs without ruby: ours replace them.
            "rp" => self.closed.get(&at).copied().unwrap_or(tag.span.end),
            _ => tag.span.end,
        })
    }

    /// Reads the opening tag of an element whose words mean something of their own.
    fn pair_of_tags(&mut self, tag: &Tag) -> Option<()> {
        if tag.is_closing {
            return None;
        }
        let close = self.closing(tag.span.end, tag.name)?;
        let (kind, shown) = match tag.name {
            "em" | "i" | "u" => (MarkupKind::Emphasis, ("", "")),
            "strong" | "b" => (MarkupKind::Strong, ("", "")),
            "s" | "del" | "strike" => (MarkupKind::Struck, ("", "")),
            "code" => (MarkupKind::Code, ("", "")),
            "small" => (MarkupKind::Commentary, ("（", "）")),
            "rt" => (MarkupKind::Reading, ("（", "）")),
            "rp" => {
                let whole = Span::new(tag.span.start, close.end);
                self.delimiter(whole, "");
                self.closed.insert(whole.start, whole.end);
                return Some(());
            }
            _ => {
                self.delimiter(tag.span, "");
                self.delimiter(close, "");
                self.closed.insert(close.start, close.end);
                return Some(());
            }
        };
        self.between(tag.span, close, kind, shown);
        Some(())
    }

    /// Reads the opening tag of an element whose words are read as they are. A tag without
    /// attributes that nothing closes is text.
    fn words_of_tag(&mut self, tag: &Tag) -> Option<()> {
        let close = self.closing(tag.span.end, tag.name);
        let address = tag.attribute(self.source, "href");
        match (close, address) {
            (Some(close), Some(address)) if close.start > tag.span.end => {
                self.anchor(tag.span, close, address);
            }
            (None, _) if !tag.has_attributes() => return None,
            _ => self.delimiter(tag.span, ""),
        }
        Some(())
    }
}
