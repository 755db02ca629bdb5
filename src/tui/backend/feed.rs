//! Feeding a page: rows that are new as a whole are written one after the other into the last of them, and the terminal moves them up.
//! They need not be erased first, and the way to the start of each is three bytes.

use std::io::Write;
use std::ops::RangeInclusive;

use super::Screen;
use super::cell::{BLANK, COVERED, PLAIN, Shown};
use super::pen::Pen;

/// Fewer rows than this are written where they are.
const LEAST_ROWS: usize = 8;

impl<W: Write> Screen<W> {
    /// Writes what differs from what is shown, its new rows fed; returns how many rows that touches, or `None` where too few are
    /// new.
    pub(super) fn feed(&self, wanted: &[Shown], shown: &[Shown], pen: &mut Pen) -> Option<usize> {
        let width = usize::from(self.width.max(1));
        let fed = new_rows(wanted, shown, width)?;
        let (above, rest) = wanted.split_at_checked(fed.start() * width)?;
        let (page, below) = rest.split_at_checked(fed.clone().count() * width)?;
        let left = start_column(page, width);
        let last = *fed.end() as u16;
        let mut rows = self.compose(above, shown, 0, pen);
        pen.turn_for_blank();
        pen.turn(PLAIN);
        pen.set_region(Some((*fed.start() as u16, last)));
        pen.go(left as u16, last);
        pen.save();
        let blank = vec![BLANK; width];
        for row in page.chunks(width) {
            // As it was saved, and as blanks are.
            pen.turn_for_blank();
            pen.turn(PLAIN);
            pen.go(left as u16, last);
            pen.bytes.push('\x0b');
            self.row(last, row, &blank, None, pen);
            rows += 1;
        }
        rows += self.compose(below, shown, fed.end() + 1, pen);
        Some(rows)
    }
}

/// The rows from the first that is new as a whole to the last. The first row of the screen is none of them: what leaves the screen there
/// is history for some terminals.
fn new_rows(wanted: &[Shown], shown: &[Shown], width: usize) -> Option<RangeInclusive<usize>> {
    let is_new = |y: &usize| {
        let cells = y * width..(y + 1) * width;
        let row = wanted.get(cells.clone()).unwrap_or_default();
        let was = shown.get(cells).unwrap_or_default().iter();
        let mut was = was.chain(std::iter::repeat(&BLANK));
        let (mut changed, mut kept) = (0, 0);
        for cell in row {
            let same = was.next() == Some(cell);
            match *cell {
                BLANK | COVERED => {}
                _ if same => kept += 1,
                _ => changed += 1,
            }
        }
        changed > kept
    };
    let rows = 1..wanted.len() / width;
    let first = rows.clone().find(is_new)?;
    let last = rows.rev().find(is_new)?;
    (last + 1 >= first + LEAST_ROWS).then_some(first..=last)
}

/// The column in which most rows of a page begin.
fn start_column(page: &[Shown], width: usize) -> usize {
    let mut counts = vec![0; width];
    for row in page.chunks(width) {
        let start = row.iter().position(|cell| *cell != BLANK);
        if let Some(count) = start.and_then(|start| counts.get_mut(start)) {
            *count += 1;
        }
    }
    let most = (0..width).max_by_key(|x| (counts.get(*x), width - x));
    most.unwrap_or(0)
}
