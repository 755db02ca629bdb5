//! Feeding a page: rows that are new as a whole are written one after the other into the last of them, and the terminal moves them up.
//! They need not be erased first, and the way to the start of each is three bytes. Between margins that fit the text (mode 69) it is
//! two, and none behind a full row: the terminal begins the next by itself, as it does for running text.

use std::io::Write;
use std::ops::RangeInclusive;

use super::block::Block;
use super::cell::{BLANK, COVERED, PLAIN, Shown};
use super::difference::Difference;
use super::pen::{At, Pen};
use super::{DISAGREEMENT, Screen};

/// Rows that are fed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    block: Block,
    /// The column in which most of them begin.
    start: usize,
}

/// Fewer rows than this are written where they are.
const LEAST_ROWS: usize = 8;

/// The pages that may be fed: of whole lines, and with `margins` of the pane that changes most, between those that fit its text. A glyph
/// for which `is_certain` does not hold is kept away from the end of a row: one that is wider than we think would feed another.
pub fn find(
    difference: &Difference<'_>,
    margins: bool,
    is_certain: impl Fn(Shown) -> bool,
) -> Vec<Feed> {
    let Some(pane) = difference.pane() else {
        return Vec::new();
    };
    let wraps = |block: &Block, y: usize| {
        let strip = block.strip(difference.wanted, y);
        let end = strip.iter().rev().take(DISAGREEMENT + 1);
        end.filter(|cell| **cell != COVERED)
            .any(|cell| !is_certain(*cell))
    };
    let is_safe =
        |block: &Block| !difference.is_torn(block) && !block.rows.clone().any(|y| wraps(block, y));
    let between_margins = margins.then(|| page(difference, &pane)).flatten();
    let between_margins = between_margins.and_then(|page| {
        let right = *pane.columns.end();
        let text = page.start..=end_column(difference.wanted, &page.block);
        let blocks = [text, page.start..=right].map(|columns| Block {
            columns,
            ..page.block.clone()
        });
        let block = blocks.into_iter().find(is_safe)?;
        Some(Feed { block, ..page })
    });
    let whole = page(difference, &pane.whole()).filter(|page| is_safe(&page.block));
    whole.into_iter().chain(between_margins).collect()
}

/// The rows of a block that are new, where they are enough.
fn page(difference: &Difference<'_>, block: &Block) -> Option<Feed> {
    let rows = new_rows(difference, block)?;
    let block = Block {
        rows,
        ..block.clone()
    };
    let start = start_column(difference.wanted, &block);
    Some(Feed { block, start })
}

/// The rows from the first that is new as a whole to the last, where they are enough. The first row of the screen is none of them: what
/// leaves the screen there is history for some terminals. Nor is the last, a status line: margins that fit the text would not fit it.
fn new_rows(difference: &Difference<'_>, block: &Block) -> Option<RangeInclusive<usize>> {
    let is_new = |y: &usize| {
        let wanted = block.strip(difference.wanted, *y);
        let shown = block.strip(difference.shown, *y);
        let (mut changed, mut kept) = (0, 0);
        for (cell, was) in wanted.iter().zip(shown) {
            match *cell {
                BLANK | COVERED => {}
                _ if cell == was => kept += 1,
                _ => changed += 1,
            }
        }
        // One that is blank now need not be erased.
        changed > kept || changed == kept && wanted != shown
    };
    let end = difference.wanted.len() / difference.width;
    let mut rows = block.rows.clone().filter(|y| (1..end - 1).contains(y));
    let first = rows.find(is_new)?;
    let last = rows.rfind(is_new)?;
    (last + 1 >= first + LEAST_ROWS).then_some(first..=last)
}

/// The column in which most rows of a block begin.
fn start_column(wanted: &[Shown], block: &Block) -> usize {
    let mut counts = vec![0; block.width];
    for y in block.rows.clone() {
        let mut strip = block.strip(wanted, y).iter();
        let start = strip.position(|cell| *cell != BLANK);
        let start = start.map(|start| block.columns.start() + start);
        if let Some(count) = start.and_then(|start| counts.get_mut(start)) {
            *count += 1;
        }
    }
    let most = block
        .columns
        .clone()
        .max_by_key(|x| (counts.get(*x), block.width - x));
    most.unwrap_or(0)
}

/// The column in which the longest row of a block ends.
fn end_column(wanted: &[Shown], block: &Block) -> usize {
    let end = |y| {
        let strip = block.strip(wanted, y);
        strip.iter().rposition(|cell| *cell != BLANK)
    };
    let end = block.rows.clone().filter_map(end).max();
    block.columns.start() + end.unwrap_or(0)
}

impl Feed {
    /// What the screen shows then.
    pub fn apply(&self, wanted: &[Shown], shown: &mut [Shown]) {
        for y in self.block.rows.clone() {
            let strip = shown.get_mut(self.block.range(y)).unwrap_or_default();
            strip.copy_from_slice(self.block.strip(wanted, y));
        }
    }
}

impl<W: Write> Screen<W> {
    /// Feeds the rows.
    pub(super) fn feed(&self, feed: &Feed, wanted: &[Shown], pen: &mut Pen) {
        let Feed { block, start } = feed;
        let last = *block.rows.end() as u16;
        let is_whole = block.is_whole();
        // To where the next row begins; it comes into the block blank in the present colours.
        let begin = |pen: &mut Pen| {
            pen.turn_for_blank();
            if is_whole {
                // As it was saved.
                pen.turn(PLAIN);
            }
            pen.go(*start as u16, last);
        };
        block.enclose(pen);
        begin(pen);
        if is_whole {
            pen.save();
        }
        let blank = vec![BLANK; block.width];
        let mut is_full = false;
        for y in block.rows.clone() {
            let strip = block.strip(wanted, y);
            if is_full && strip.first().is_some_and(|cell| self.wraps(*cell)) {
                pen.at = At::Place(*start as u16, last);
            } else {
                begin(pen);
                pen.bytes.push('\x0b');
            }
            self.row(last, &block.row(wanted, y), &blank, None, pen);
            is_full = !is_whole && strip.last() != Some(&BLANK);
        }
        pen.set_margins(None);
    }

    /// Whether a glyph behind a full row begins the next, and leaves it blank behind itself.
    fn wraps(&self, cell: Shown) -> bool {
        let is_plain = !cell.look.shows_on_blanks() && cell.hyperlink().is_none();
        cell != BLANK && is_plain && cell.is_certain(self.capabilities.measured)
    }
}
