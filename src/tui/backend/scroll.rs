//! Moving lines: a page that was scrolled by a few rows is mostly on the screen already, and terminals move lines themselves: whole
//! ones, and where they answer for left and right margins (mode 69), those of one pane.

use super::block::Block;
use super::cell::{BLANK, Shown};
use super::difference::Difference;
use super::pen::Pen;

/// A block whose rows move up, or down where `by` is negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scroll {
    block: Block,
    by: isize,
}

/// Fewer rows than this are written.
const LEAST_ROWS: usize = 4;

/// The moves that would leave a good part of a frame in its place: of whole lines, and with `margins` of the pane that changes most.
pub fn find(difference: &Difference<'_>, margins: bool) -> Vec<Scroll> {
    let pane = difference.pane();
    let Some(scroll) = pane.and_then(|pane| shift(difference, pane)) else {
        return Vec::new();
    };
    let whole = Scroll {
        block: scroll.block.whole(),
        by: scroll.by,
    };
    let is_pane = margins && !scroll.block.is_whole() && !difference.is_torn(&scroll.block);
    let pane = is_pane.then_some(scroll);
    [whole].into_iter().chain(pane).collect()
}

/// By how much a pane is best moved, and which of its rows.
fn shift(difference: &Difference<'_>, pane: Block) -> Option<Scroll> {
    let wanted = |y| pane.strip(difference.wanted, y);
    let shown = |y| pane.strip(difference.shown, y);
    let is_written =
        |y: &usize| wanted(*y) != shown(*y) && wanted(*y).iter().any(|cell| *cell != BLANK);
    let written: Vec<usize> = pane.rows.clone().filter(is_written).collect();
    let stands = |y: usize, by: isize| {
        let from = y.checked_add_signed(by);
        let from = from.filter(|from| pane.rows.contains(from));
        from.is_some_and(|from| wanted(y) == shown(from))
    };
    let farthest = (pane.rows.end() - pane.rows.start()) as isize;
    let (count, by) = (1..=farthest)
        .flat_map(|by| [by, -by])
        .map(|by| (written.iter().filter(|y| stands(**y, by)).count(), by))
        .max_by_key(|(count, by)| (*count, -by.abs()))?;
    if count < LEAST_ROWS {
        return None;
    }
    let moved = || written.iter().filter(|y| stands(**y, by));
    let (first, last) = (*moved().min()?, *moved().max()?);
    let first = first.min(first.saturating_add_signed(by));
    let last = last.max(last.saturating_add_signed(by));
    let rows = first..=last;
    let block = Block { rows, ..pane };
    Some(Scroll { block, by })
}

impl Scroll {
    /// Moves the lines: line feeds at the end of a scroll region, or reverse line feeds at its start (DECSTBM, IND, RI), which
    /// every terminal knows.
    pub fn write(&self, pen: &mut Pen) {
        self.block.enclose(pen);
        let (edge, feed) = if self.by > 0 {
            (self.block.rows.end(), "\x0b")
        } else {
            (self.block.rows.start(), "\x1bM")
        };
        pen.go(*self.block.columns.start() as u16, *edge as u16);
        (0..self.by.unsigned_abs()).for_each(|_| pen.bytes.push_str(feed));
        pen.set_margins(None);
    }

    /// What the screen shows then.
    pub fn apply(&self, shown: &mut [Shown]) {
        let block = &self.block;
        let rows: Vec<usize> = if self.by > 0 {
            block.rows.clone().collect()
        } else {
            block.rows.clone().rev().collect()
        };
        for y in rows {
            let to = block.range(y);
            let from = y.checked_add_signed(self.by);
            match from.filter(|from| block.rows.contains(from)) {
                Some(from) => shown.copy_within(block.range(from), *to.start()),
                None => shown.get_mut(to).unwrap_or_default().fill(BLANK),
            }
        }
    }
}
