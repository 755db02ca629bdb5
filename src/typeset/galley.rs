//! The galley: a document's lines, typeset piece by piece on demand.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use smallvec::SmallVec;

use super::height::Heights;
use super::paragraph::{self, Align, Setting};
use super::piece::{Manner, Pieces};
use super::{Line, Manuscript, Measure, Role, Writing, table};
use crate::clause::{Clause, ClauseTree};
use crate::document::{Block, BlockKind, Document, bullet, verse_lines};
use crate::text::Span;

/// The lines of a document under one measure; a piece is set when it is first requested.
#[derive(Debug, Default)]
pub struct Galley {
    /// Parameters of typesetting.
    pub measure: Measure,
    /// The pieces of the document.
    pub pieces: Arc<Pieces>,
    lines: HashMap<usize, Vec<Line>, BuildHasherDefault<PieceHasher>>,
    /// Rows of each piece including the gap after it, once requested.
    heights: Option<Heights>,
}

/// Hasher for piece numbers: nobody can choose them, so no protection from collisions is needed.
#[derive(Clone, Copy, Debug, Default)]
struct PieceHasher(u64);

impl Hasher for PieceHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, piece: usize) {
        // Fibonacci hashing.
        self.0 = (self.0 ^ piece as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Greatest number of set pieces to keep; beyond that, pieces out of sight are dropped.
const KEPT: usize = 4096;

impl Galley {
    /// A galley in which nothing is set yet.
    pub fn new(pieces: Arc<Pieces>, measure: Measure) -> Self {
        Self {
            measure,
            pieces,
            lines: HashMap::default(),
            heights: None,
        }
    }

    /// The lines of a piece; sets it if necessary.
    pub fn set(&mut self, document: &Document, tree: &ClauseTree, piece: usize) -> &[Line] {
        match self.lines.entry(piece) {
            Entry::Occupied(set) => set.into_mut(),
            Entry::Vacant(place) => {
                let lines = set_piece(document, tree, &self.pieces, piece, self.measure);
                if let Some(heights) = &mut self.heights {
                    let gap = self.pieces.gap(piece, self.measure.spacing);
                    heights.know(piece, lines.len() + gap);
                }
                place.insert(lines)
            }
        }
    }

    /// The lines of a piece, or none if it is not set yet.
    pub fn lines(&self, piece: usize) -> &[Line] {
        self.lines.get(&piece).map_or(&[], Vec::as_slice)
    }

    /// Number of empty rows after a piece.
    pub fn gap(&self, piece: usize) -> usize {
        self.pieces.gap(piece, self.measure.spacing)
    }

    /// Drops the lines of all pieces outside of `page` if very many are set.
    pub fn forget_all_but(&mut self, page: std::ops::RangeInclusive<usize>) {
        if self.lines.len() > KEPT {
            self.lines.retain(|piece, _| page.contains(piece));
        }
    }

    /// The heights of all pieces: exact for pieces that are set, estimated for others.
    pub fn heights(&mut self, document: &Document) -> &mut Heights {
        let (pieces, measure, lines) = (&self.pieces, self.measure, &self.lines);
        self.heights.get_or_insert_with(|| {
            let rows = |piece| {
                let gap = pieces.gap(piece, measure.spacing);
                match lines.get(&piece) {
                    Some(lines) => (lines.len() + gap, true),
                    // Estimate: a hanzi has three bytes and takes two columns, or one row.
                    None => {
                        let bytes = pieces.text(document, piece).len();
                        let columns = match measure.writing {
                            Writing::Horizontal => bytes * 2 / 3,
                            Writing::Vertical => bytes / 3,
                        };
                        (columns / measure.columns.max(1) + 1 + gap, false)
                    }
                }
            };
            Heights::new((0..pieces.len()).map(rows))
        })
    }

    /// Replaces the heights by exact ones, as computed by [`count_rows`].
    pub fn count(&mut self, rows: Vec<usize>) {
        self.heights = Some(Heights::new(rows.into_iter().map(|rows| (rows, true))));
    }

    /// All lines of a block; sets its pieces if necessary.
    pub fn block(&mut self, document: &Document, tree: &ClauseTree, block: usize) -> Vec<Line> {
        let pieces = self.pieces.of_block(block);
        let mut lines = Vec::new();
        for piece in pieces {
            lines.extend_from_slice(self.set(document, tree, piece));
        }
        lines
    }
}

/// The rows of every piece under a measure, including the gap after it: the exact
/// [`Galley::heights`].
pub fn count_rows(
    document: &Document,
    tree: &ClauseTree,
    pieces: &Pieces,
    measure: Measure,
) -> Vec<usize> {
    let rows = |piece| {
        let lines = set_piece(document, tree, pieces, piece, measure).len();
        lines + pieces.gap(piece, measure.spacing)
    };
    (0..pieces.len()).map(rows).collect()
}

/// The lines of a span of a document, including empty ones between paragraphs, set lazily. A piece
/// that is only partly in the span is set as if that part were all of it.
pub fn excerpt<'a>(
    document: &'a Document,
    tree: &'a ClauseTree,
    pieces: &'a Pieces,
    span: Span,
    measure: Measure,
) -> impl Iterator<Item = Line> + 'a {
    let within = move |other: Span| Span::new(other.start.max(span.start), other.end.min(span.end));
    // Number of empty lines after the previous piece.
    let mut gap = 0;
    (pieces.at(document, span.start)..pieces.len())
        .map(move |piece| (piece, pieces.span(document, piece)))
        .take_while(move |(_, whole)| whole.start < span.end)
        .map(move |(piece, whole)| (piece, whole, within(pieces.text(document, piece))))
        .filter(|(_, _, text)| !text.is_empty())
        .flat_map(move |(piece, whole, text)| {
            let empty = Line {
                span: Span::new(text.start, text.start),
                writing: measure.writing,
                runs: SmallVec::new(),
            };
            let above = std::mem::replace(&mut gap, pieces.gap(piece, measure.spacing));
            let spans = (within(whole), text);
            let set = set_text(document, tree, pieces, piece, spans, measure);
            std::iter::repeat_n(empty, above).chain(set)
        })
}

fn set_piece(
    document: &Document,
    tree: &ClauseTree,
    pieces: &Pieces,
    piece: usize,
    measure: Measure,
) -> Vec<Line> {
    let spans = (pieces.span(document, piece), pieces.text(document, piece));
    set_text(document, tree, pieces, piece, spans, measure)
}

/// Sets `text`, a part of a piece; the lines account for `span`.
fn set_text(
    document: &Document,
    tree: &ClauseTree,
    pieces: &Pieces,
    piece: usize,
    (span, text): (Span, Span),
    measure: Measure,
) -> Vec<Line> {
    let source = &document.source;
    let manuscript = Manuscript {
        source,
        markup: &document.markup,
    };
    let Some(block) = pieces.block_of(document, piece) else {
        return Vec::new();
    };
    if let BlockKind::Table(found) = &block.kind {
        return table::set(manuscript, span, found, measure);
    }
    let clauses = clauses(tree, text);
    let marker =
        || bullet(text.of(source)).map(|length| Span::new(text.start, text.start + length));
    let mut labels = clauses.iter().map(|clause| clause.label);
    let label = labels
        .find(|label| !label.is_empty())
        .filter(|label| label.start == text.start)
        .or_else(marker);
    let setting = setting(block, pieces.manner(piece), manuscript, label, measure);
    if block.kind == BlockKind::Verbatim {
        return partition(span, verbatim(source, text, setting));
    }
    if matches!(block.kind, BlockKind::Signature | BlockKind::Verse) {
        return partition(span, lines_as_they_stand(manuscript, text, setting));
    }
    partition(span, paragraph::set(manuscript, text, clauses, setting))
}

/// The paragraph setting of a block.
fn setting(
    block: &Block,
    manner: Manner,
    manuscript: Manuscript<'_>,
    label: Option<Span>,
    measure: Measure,
) -> Setting {
    let source = manuscript.source;
    let em = measure.indent;
    let flush = Setting {
        writing: measure.writing,
        columns: measure.columns,
        first: 0,
        rest: 0,
        align: Align::Start,
        role: Role::Text,
        ambiguous: measure.ambiguous,
        composition: measure.composition,
    };
    let paragraph = Setting { first: em, ..flush };
    // On a narrow page, margins would take too much of the line.
    let is_roomy = measure.columns >= 10 * em.max(1);
    match (&block.kind, manner) {
        (_, Manner::Heading(rank)) => {
            let role = match rank {
                0 => Role::Title,
                rank => Role::Heading(rank),
            };
            match rank {
                0..=2 => Setting {
                    role,
                    align: Align::Centre,
                    ..flush
                },
                3 => Setting { role, ..flush },
                _ => Setting { role, ..paragraph },
            }
        }
        (BlockKind::Dateline(_), _) => Setting {
            role: Role::Dateline,
            align: Align::Centre,
            ..flush
        },
        (BlockKind::Salutation, _) => Setting {
            role: Role::Salutation,
            ..flush
        },
        (BlockKind::Signature, _) => Setting {
            role: Role::Signature,
            align: Align::End,
            // 右空二字: the last two hanzi of the line stay empty.
            columns: if is_roomy {
                measure.columns - em
            } else {
                measure.columns
            },
            ..flush
        },
        (BlockKind::Note, _) => Setting {
            role: Role::Note,
            ..paragraph
        },
        (BlockKind::Description, Manner::Rest(_)) => Setting {
            role: Role::Description,
            ..flush
        },
        (BlockKind::Description, _) => Setting {
            role: Role::Description,
            ..paragraph
        },
        (BlockKind::Verse, _) => {
            let columns = |line: Span| match measure.writing {
                Writing::Horizontal => paragraph::columns(manuscript, line, measure),
                Writing::Vertical => {
                    let glyphs = measure.writing.glyphs(line.of(source), measure.ambiguous);
                    glyphs.map(|glyph| glyph.columns).sum::<usize>()
                }
            };
            let widest = verse_lines(source, block.text)
                .into_iter()
                .map(columns)
                .max();
            let spare = measure.columns.saturating_sub(widest.unwrap_or(0));
            // The poem is centred as a whole, its lines aligned at their start; a line that is too
            // long has a hanging indent.
            let first = match measure.writing {
                Writing::Horizontal => spare / 2,
                Writing::Vertical => spare.min(em),
            };
            Setting {
                first,
                rest: (first + em).min(measure.columns / 2),
                ..flush
            }
        }
        (BlockKind::Verbatim, _) => Setting {
            role: Role::Code,
            first: em,
            rest: em,
            ..flush
        },
        (BlockKind::Footnote, _) => Setting {
            role: Role::Footnote,
            first: 0,
            rest: if is_roomy { em } else { 0 },
            ..flush
        },
        (BlockKind::Quotation, _) => Setting {
            role: Role::Quotation,
            first: em,
            rest: em,
            columns: if is_roomy {
                measure.columns - em
            } else {
                measure.columns
            },
            ..flush
        },
        (_, Manner::Item(depth) | Manner::Rest(depth)) if depth > 0 => {
            let hang = |label: Span| {
                // The white space after a marker is part of it.
                let rest = Span::new(label.end, block.text.end).of(source);
                let space = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
                let marker = Span::new(label.start, label.end + space).of(source);
                let glyphs = measure.writing.glyphs(marker, measure.ambiguous);
                glyphs.map(|glyph| glyph.columns).sum::<usize>()
            };
            let hang = label.map_or(em, hang).min(2 * em.max(2));
            // A list keeps two thirds of the line for its text, which limits the depth of its
            // markers.
            let deepest = (measure.columns / 3).saturating_sub(em / 2) / em.max(1);
            let first = em * usize::from(depth).min(deepest.max(1));
            // Nested lists reserve room for a wide marker such as （一）, so that all of them
            // align.
            let widest = if depth > 1 {
                hang.max(em + em / 2)
            } else {
                hang
            };
            let (first, rest) = if 3 * (em + widest) <= measure.columns {
                (first, first + hang)
            } else {
                (em.min(measure.columns / 12 * 2), 0)
            };
            match manner {
                Manner::Item(_) => Setting {
                    first,
                    rest,
                    ..flush
                },
                _ => Setting {
                    first: rest,
                    rest,
                    ..flush
                },
            }
        }
        (_, Manner::Rest(_)) => flush,
        _ => paragraph,
    }
}

/// The clauses that open in a span.
fn clauses(tree: &ClauseTree, span: Span) -> &[Clause] {
    let starts_before = |at| move |clause: &Clause| clause.opening() < at;
    let first = tree.clauses.partition_point(starts_before(span.start));
    let rest = tree.clauses.get(first..).unwrap_or_default();
    let count = rest
        .iter()
        .take_while(|clause| starts_before(span.end)(clause))
        .count();
    rest.get(..count).unwrap_or_default()
}

/// Signatures (who, where, when) and verse keep the lines of the source.
fn lines_as_they_stand(manuscript: Manuscript<'_>, text: Span, setting: Setting) -> Vec<Line> {
    let lines = verse_lines(manuscript.source, text).into_iter();
    lines
        .flat_map(|line| paragraph::set(manuscript, line, &[], setting))
        .collect()
}

/// Keeps the lines of the source, empty ones too, and ignores markup.
fn verbatim(source: &str, text: Span, setting: Setting) -> Vec<Line> {
    let manuscript = Manuscript {
        source,
        markup: &[],
    };
    let mut lines = Vec::new();
    let mut at = text.start;
    for line in text.of(source).split_inclusive('\n') {
        let end = at + line.trim_end().len();
        let set = paragraph::set(manuscript, Span::new(at, end), &[], setting);
        if set.is_empty() {
            lines.push(Line {
                span: Span::new(at, at),
                writing: setting.writing,
                runs: SmallVec::new(),
            });
        }
        lines.extend(set);
        at += line.len();
    }
    lines
}

/// Extends the spans of the lines, each up to the start of the next, so that together they cover
/// the piece.
fn partition(span: Span, mut lines: Vec<Line>) -> Vec<Line> {
    let mut end = span.end;
    for line in lines.iter_mut().rev() {
        line.span.end = end;
        end = line.span.start;
    }
    if let Some(first) = lines.first_mut() {
        first.span.start = span.start;
    }
    lines
}
