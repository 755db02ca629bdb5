//! Decoded text to `Document`: reads the header, cuts the body into blocks, finds title and notes.

mod cut;
mod dates;
mod folio;
mod heading;
mod join;
mod note;
mod part;
mod role;
mod tagged;
mod title;
pub(super) mod verse;
mod wrap;

use std::sync::OnceLock;

use super::header::{archive, front_matter};
use super::rules::{self, Kind, Own, Ruled, Touch};
use super::syntax::Syntax;
use super::transcript::Structure;
use super::{Block, BlockKind, Document, Header, Issue, Link, Markup, Note, Page, line, markup};
use crate::text::Span;
use crate::text::numbering::Numbering;
pub(super) use wrap::opens_item;

/// Longest line in bytes that is not reported as an issue.
pub const LONGEST_LINE: usize = 16 << 20;

/// Most blocks of a document, 86 MB of them; the rest of the text is one paragraph.
const MOST_BLOCKS: usize = 1_200_000;

/// Parses a decoded source. Cannot fail: oddities become issues of the document.
///
/// The archive text format is recognised by its fields, Markdown by its front matter or headings;
/// all else is plain text, whose kind the rules know. Takes time linear in the source.
pub fn parse(source: String) -> Document {
    parse_ruled(source, Syntax::Plain, &Own::default())
}

/// Like [`parse`], for a text whose name promises a syntax.
#[cfg(test)]
pub(super) fn parse_named(source: String, named: Syntax) -> Document {
    parse_ruled(source, named, &Own::default())
}

/// Like [`parse`], for a text whose name promises a syntax, by a person's own rules too.
pub(super) fn parse_ruled(source: String, named: Syntax, own: &Own) -> Document {
    parse_as(source, named, Numbering::standard(), own)
}

/// Like [`parse`], for a text that is numbered by another table.
pub fn parse_by(source: String, numbering: &'static Numbering) -> Document {
    parse_as(source, Syntax::Plain, numbering, &Own::default())
}

fn parse_as(source: String, named: Syntax, numbering: &'static Numbering, own: &Own) -> Document {
    let mut draft = Draft::default();
    let (syntax, label) = draft.open(&source, named);
    let (markup, links) = draft.lines(&source, syntax, label, own);
    Document {
        links,
        ..draft.document(source, markup, Vec::new(), numbering)
    }
}

/// What each match of a rule makes of a plain text, in order: by the kinds that its body is of.
pub fn explain(source: &str, named: Syntax, own: &Own) -> Vec<Touch> {
    let mut draft = Draft::default();
    let (syntax, label) = draft.open(source, named);
    let body = Span::new(draft.blocks.end(), label.start);
    let kinds = kinds_of(source, body, syntax, own);
    rules::explain(source, body, &kinds)
}

/// The kinds of rules that are for the body of a plain text.
fn kinds_of<'k>(source: &str, body: Span, syntax: Syntax, own: &'k Own) -> Vec<&'k Kind> {
    let text = body.of(source);
    let is_marked = || syntax != Syntax::Plain && rules::is_marked(text);
    rules::of(text, &own.kinds, true, is_marked)
}

/// Parses a source whose structure its format states.
///
/// The lines of a paragraph may be those of several, of verse or of a wrapped copy: they are cut as
/// those of a plain text.
pub fn parse_stated(text: String, mut structure: Structure) -> Document {
    // What was said of inner elements came first.
    let order = |markup: &Markup| (markup.span.start, std::cmp::Reverse(markup.span.end));
    structure.markup.sort_by_key(order);
    let mut draft = Draft::default();
    draft.header = Header::stated(&structure.facts, &mut draft.issues);
    draft.may_be_part = true;
    draft.claimed = Header::stated(&structure.claims, &mut Vec::new());
    for passage in structure.passages {
        draft.blocks.gap(passage.span.start);
        if draft.blocks.is_full() {
            let rest = Span::new(passage.span.start, text.len());
            draft.blocks.rest(&text, rest, &mut draft.issues);
            break;
        }
        let is_in_lines =
            passage.kind == BlockKind::Paragraph && passage.text.of(&text).contains('\n');
        if is_in_lines {
            let (end, syntax) = (passage.span.end, Syntax::Stated);
            let none = Ruled::default();
            cut::cut(
                &text,
                end,
                syntax,
                &none,
                &mut draft.blocks,
                &mut draft.issues,
            );
        } else {
            draft.blocks.list.push(passage);
        }
    }
    draft.blocks.gap(text.len());
    draft.rule_blocks(&text);
    draft.tell_markup(&text, &structure.markup);
    draft.pages = structure.pages;
    let notes = structure.notes;
    let mut document = draft.document(text, structure.markup, notes, Numbering::standard());
    document.links = structure.links;
    document
}

/// A document in the making.
#[derive(Default)]
struct Draft {
    header: Header,
    /// What holds where header and text say nothing.
    claimed: Header,
    /// Whether it may be a part of a work: no fields in front of the text describe it.
    may_be_part: bool,
    blocks: Blocks,
    /// The indices of the headings that rules found, in order.
    headed: Vec<usize>,
    speakers: Vec<Span>,
    pages: Vec<Page>,
    issues: Vec<Issue>,
}

impl Draft {
    /// Reads the header of a text; returns its syntax, and the label behind its body (`描述：`),
    /// which is empty at the end of a text that has none.
    fn open(&mut self, source: &str, named: Syntax) -> (Syntax, Span) {
        let end = source.len();
        let none = Span::new(end, end);
        let Some(opening) = archive::read(source, &mut self.issues) else {
            let front = front_matter::read(source, &mut self.issues);
            self.may_be_part = front.is_none();
            if let Some((header, span)) = front {
                self.header = header;
                self.blocks.metadata(source, span);
            }
            return (named.of(source), none);
        };
        self.header = opening.header;
        self.blocks.gap(opening.fields.start);
        self.blocks.metadata(source, opening.fields);
        self.blocks.gap(opening.body_label.start);
        self.blocks.metadata(source, opening.body_label);
        let body = Span::new(self.blocks.end(), end);
        let label = archive::description_label(source, body).unwrap_or(none);
        (Syntax::Archive, label)
    }

    /// Cuts the lines of a text into blocks, by the rules for its kind; returns its markup and its
    /// links.
    fn lines(
        &mut self,
        source: &str,
        syntax: Syntax,
        label: Span,
        own: &Own,
    ) -> (Vec<Markup>, Vec<Link>) {
        let body = Span::new(self.blocks.end(), label.start);
        let mut ruled = rules::apply(source, body, &kinds_of(source, body, syntax, own));
        if !ruled.is_plain {
            folio::find(source, body, syntax, &mut ruled);
        }
        self.fill_header(source, body, &ruled);
        let bare = markup::blanked(source, &ruled.markup);
        let text = bare.as_deref().unwrap_or(source);
        let (blocks, issues) = (&mut self.blocks, &mut self.issues);
        let definitions = cut::cut(text, label.start, syntax, &ruled, blocks, issues);
        self.structure(text, &ruled);
        if !label.is_empty() {
            self.blocks.metadata(source, label);
            describe(source, &mut self.blocks);
        }
        let (found, links) = if ruled.is_plain {
            Default::default()
        } else {
            markup::find(text, &self.blocks.list, syntax, &definitions)
        };
        self.tell_markup(source, &found);
        self.speakers = self.heading_names(ruled.speakers);
        self.pages = ruled.pages;
        (markup::merge(ruled.markup, found), links)
    }

    /// Fills in what the header lacks and rules have found. The document stays known by the title
    /// that it had without them: its first line.
    fn fill_header(&mut self, source: &str, body: Span, ruled: &Ruled) {
        let is_named = !self.header.title.is_empty();
        ruled.complete(source, &mut self.header);
        if !is_named && !self.header.title.is_empty() {
            let first = body.of(source).trim_start().lines().next();
            let known = first.unwrap_or("").trim();
            let is_other = known != self.header.title;
            self.header.known_as.title = is_other.then(|| known.to_owned());
        }
    }

    /// Makes headings of blocks by the rules for texts of such a kind.
    fn rule_blocks(&mut self, text: &str) {
        let heads = |block: &&Block| matches!(block.kind, BlockKind::Heading { .. });
        let is_marked = || self.blocks.list.iter().filter(heads).count() > 1;
        let kinds = rules::of(text, &[], false, is_marked);
        let ruled = rules::apply_to(text, &self.blocks.list, &kinds);
        for head in ruled.apart.iter().filter(heads) {
            let start = |block: &Block| block.span.start;
            let at = self
                .blocks
                .list
                .binary_search_by_key(&head.span.start, start);
            if let Some(block) = at.ok().and_then(|at| self.blocks.list.get_mut(at)) {
                block.kind = head.kind.clone();
            }
        }
        self.structure(text, &ruled);
        self.speakers = self.heading_names(ruled.speakers);
    }

    /// The names that begin a paragraph.
    fn heading_names(&self, mut names: Vec<Span>) -> Vec<Span> {
        let blocks = &self.blocks.list;
        names.retain(|name| {
            let after = blocks.partition_point(|block| block.text.start <= name.start);
            let block = after.checked_sub(1).and_then(|at| blocks.get(at));
            block.is_some_and(|block| block.text.start == name.start)
        });
        names
    }

    /// Finds what the blocks are to each other: broken paragraphs, headings without marks, roles.
    fn structure(&mut self, source: &str, ruled: &Ruled) {
        join::join(source, &mut self.blocks.list);
        self.headed = heading::find(source, &mut self.blocks.list, ruled);
        // What is told by place in official papers means nothing in old prints.
        if !ruled.is_plain {
            role::assign(source, &mut self.blocks.list, &self.headed);
        }
    }

    /// Reports that not all markup was read.
    fn tell_markup(&mut self, source: &str, markup: &[Markup]) {
        if markup.len() >= markup::MOST {
            let last = markup.last().map_or(0, |markup| markup.span.end);
            self.issues.push(Issue {
                code: "too-much-markup",
                span: Span::new(last, source.len()),
                details: vec![markup::MOST.to_string()],
            });
        }
    }

    fn document(
        mut self,
        source: String,
        markup: Vec<Markup>,
        notes: Vec<Note>,
        numbering: &'static Numbering,
    ) -> Document {
        let plain = markup::plain(&source, &markup);
        if let Some(plain) = &plain {
            markup::bare(plain, &markup, &mut self.blocks.list);
        }
        let mut document = Document {
            source,
            header: self.header,
            blocks: self.blocks.list,
            markup,
            notes,
            links: Vec::new(),
            speakers: self.speakers,
            pages: self.pages,
            issues: self.issues,
            numbering,
            convention: OnceLock::new(),
            plain,
        };
        let claimed = self.claimed;
        let heads = title::name(&mut document, &claimed.title, &self.headed);
        dates::find(&mut document, heads);
        if document.header.dates.is_empty() {
            document.header.dates = claimed.dates;
        }
        if document.header.dates.is_empty() {
            document.header.dates.extend(dates::signed(&document));
        }
        note::find(&mut document);
        if self.may_be_part {
            document.header.part = part::of(&document);
        }
        document.issues.sort_by_key(|issue| issue.span);
        document
    }
}

/// Adds the paragraphs after `描述：`.
fn describe(source: &str, blocks: &mut Blocks) {
    while blocks.end() < source.len() {
        let start = blocks.end();
        let mut line = line::Line::at(source, start, source.len());
        if line.is_blank() {
            blocks.gap(line.span.end);
            continue;
        }
        let mut end = start;
        while !line.is_blank() || blocks.is_full() && end < source.len() {
            end = line.span.end;
            line = line::Line::at(source, end, source.len());
        }
        let span = Span::new(start, end);
        blocks.push(span, line::trim(source, span), BlockKind::Description);
    }
}

/// The blocks so far: a partition of the source up to the end of the last.
#[derive(Debug, Default)]
struct Blocks {
    list: Vec<Block>,
}

impl Blocks {
    /// Where the next block starts.
    fn end(&self) -> usize {
        self.list.last().map_or(0, |block| block.span.end)
    }

    /// Whether there are as many blocks as allowed.
    fn is_full(&self) -> bool {
        self.list.len() >= MOST_BLOCKS
    }

    /// Adds a block unless it is empty.
    fn push(&mut self, span: Span, text: Span, kind: BlockKind) {
        debug_assert_eq!(span.start, self.end());
        debug_assert!(span.covers(text));
        if !span.is_empty() {
            self.list.push(Block { span, text, kind });
        }
    }

    /// Adds a gap up to `end`.
    fn gap(&mut self, end: usize) {
        let start = self.end();
        match self.list.last_mut() {
            Some(last) if last.kind == BlockKind::Gap && end > start => {
                last.span.end = end;
                last.text = Span::new(end, end);
            }
            _ if end > start => {
                self.push(Span::new(start, end), Span::new(end, end), BlockKind::Gap);
            }
            _ => {}
        }
    }

    /// Adds all the rest as one paragraph, since there are too many blocks.
    fn rest(&mut self, source: &str, rest: Span, issues: &mut Vec<Issue>) {
        issues.push(Issue {
            code: "too-many-blocks",
            span: line::trim(source, rest),
            details: vec![MOST_BLOCKS.to_string()],
        });
        self.push(rest, line::trim(source, rest), BlockKind::Paragraph);
    }

    /// Adds a block of metadata.
    fn metadata(&mut self, source: &str, span: Span) {
        self.push(span, line::trim(source, span), BlockKind::Header);
    }
}

/// Reports a line that is too long.
fn tell_long_line(line: Span, issues: &mut Vec<Issue>) {
    if line.len() > LONGEST_LINE {
        issues.push(Issue {
            code: "line-too-long",
            span: line,
            details: vec![(LONGEST_LINE >> 20).to_string()],
        });
    }
}
