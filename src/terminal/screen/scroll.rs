//! Scrolling: after a page was scrolled, part of it is on the screen already. Terminals scroll
//! whole lines, and those with left and right margins (mode 69) a single pane.
//!
//! Rows that come in, be it one or a whole page, are written as they scroll in. They need not be
//! erased before, and the start of each takes three bytes to reach. Between margins that fit the
//! text it takes two, and none after a full row, since the terminal wraps by itself.

use std::io::Write;
use std::ops::RangeInclusive;

use super::cell::{BLANK, COVERED, PLAIN, Shown};
use super::difference::Difference;
use super::pen::{At, Pen};
use super::region::Region;
use super::{DISAGREEMENT, Margins, Screen};

/// A region whose rows scroll up, or down if `by` is negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scroll {
    region: Region,
    by: isize,
    /// The column in which most incoming rows begin.
    start: usize,
}

/// Fewest rows worth scrolling.
const LEAST_ROWS: usize = 4;

/// Candidates: moves that keep a good part of the frame, or bring in a page. Each is tried with
/// whole lines, and between margins that fit the text of the pane that changes most.
pub fn find(difference: &Difference<'_>, margins: Margins) -> Vec<Scroll> {
    let Some(pane) = difference.pane() else {
        return Vec::new();
    };
    let moves = [shift(difference, &pane), page(difference, &pane)];
    let scrolls = moves.into_iter().flatten().flat_map(|(rows, by)| {
        let incoming = pane.with_rows(incoming(&rows, by));
        let moved = pane.with_rows(rows);
        let whole = Scroll {
            region: moved.with_columns(0..=moved.width - 1),
            by,
            start: text_columns(difference.wanted, &incoming).0,
        };
        let (start, end) = text_columns(difference.wanted, &moved);
        let fitting = [start..=end, start..=*moved.columns.end()];
        let mut fitting = fitting
            .into_iter()
            .map(|columns| moved.with_columns(columns));
        let fitting =
            fitting.find(|region| margins != Margins::None && !difference.is_torn(region));
        let fitting = fitting.map(|region| Scroll { region, by, start });
        [Some(whole), fitting].into_iter().flatten()
    });
    scrolls.collect()
}

/// The rows that come in when others scroll up, or down if `by` is negative.
fn incoming(rows: &RangeInclusive<usize>, by: isize) -> RangeInclusive<usize> {
    let count = by.unsigned_abs();
    if by > 0 {
        rows.end() + 1 - count..=*rows.end()
    } else {
        *rows.start()..=rows.start() + count - 1
    }
}

/// The rows of a pane that are best scrolled, and by how much.
fn shift(difference: &Difference<'_>, pane: &Region) -> Option<(RangeInclusive<usize>, isize)> {
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
    Some((first..=last, by))
}

/// The rows of a pane from the first new one to the last, all to be scrolled out. Without the first
/// row of the screen, which some terminals would append to their history, and without the last, a
/// status line, which no margins of the text fit.
fn page(difference: &Difference<'_>, pane: &Region) -> Option<(RangeInclusive<usize>, isize)> {
    let is_new = |y: &usize| {
        let wanted = pane.strip(difference.wanted, *y);
        let shown = pane.strip(difference.shown, *y);
        let (mut changed, mut kept) = (0, 0);
        for (cell, was) in wanted.iter().zip(shown) {
            match *cell {
                BLANK | COVERED => {}
                _ if cell == was => kept += 1,
                _ => changed += 1,
            }
        }
        // A row that becomes blank need not be erased.
        changed > kept || changed == kept && wanted != shown
    };
    let end = difference.wanted.len() / difference.width;
    let mut rows = pane.rows.clone().filter(|y| (1..end - 1).contains(y));
    let first = rows.find(is_new)?;
    let last = rows.rfind(is_new)?;
    let count = last + 1 - first;
    (count >= 2 * LEAST_ROWS).then_some((first..=last, count as isize))
}

/// The column in which most rows of a region begin, and the one in which the longest ends.
fn text_columns(wanted: &[Shown], region: &Region) -> (usize, usize) {
    let mut counts = vec![0; region.width];
    let (left, mut end) = (*region.columns.start(), *region.columns.start());
    for y in region.rows.clone() {
        let strip = region.strip(wanted, y);
        let first = strip.iter().position(|cell| *cell != BLANK);
        if let Some(count) = first.and_then(|first| counts.get_mut(left + first)) {
            *count += 1;
        }
        let last = strip.iter().rposition(|cell| *cell != BLANK);
        end = end.max(left + last.unwrap_or(0));
    }
    let most = region
        .columns
        .clone()
        .max_by_key(|x| (counts.get(*x), region.width - x));
    (most.unwrap_or(left), end)
}

impl<W: Write> Screen<W> {
    /// Scrolls by line feeds at the end of the scroll region, or reverse ones at its start
    /// (DECSTBM, IND, RI), which every terminal knows, and writes the incoming rows.
    pub(super) fn scroll(&self, scroll: &Scroll, wanted: &[Shown], pen: &mut Pen) {
        let Scroll { region, by, start } = scroll;
        let mut incoming: Vec<usize> = incoming(&region.rows, *by).collect();
        let (edge, feed) = if *by > 0 {
            (*region.rows.end() as u16, "\x0b")
        } else {
            incoming.reverse();
            (*region.rows.start() as u16, "\x1bM")
        };
        let flows = !region.is_whole() && self.capabilities.margins == Margins::Flow;
        let is_saved = !flows && incoming.len() > 1 && *start > 0;
        // Moves to the start of the next row, which scrolls in with the present background.
        let begin = |pen: &mut Pen| {
            pen.turn_for_blank();
            if is_saved {
                // Attributes must be those of the saved cursor.
                pen.turn(PLAIN);
            }
            pen.go(*start as u16, edge);
        };
        region.enclose(pen, flows);
        begin(pen);
        if is_saved {
            pen.save();
        }
        let blank = vec![BLANK; region.width];
        let mut is_full = false;
        for y in incoming {
            let strip = region.strip(wanted, y);
            let is_safe = self.is_safe(strip);
            if is_full && is_safe && strip.first().is_some_and(|cell| self.wraps(*cell)) {
                pen.at = At::Place(*start as u16, edge);
            } else {
                begin(pen);
                pen.bytes.push_str(feed);
            }
            if is_safe {
                self.row(edge, &region.row(wanted, y), &blank, None, pen);
            }
            is_full = flows && *by > 0 && is_safe && strip.last() != Some(&BLANK);
        }
        pen.clear_margins();
    }

    /// The screen after scrolling.
    pub(super) fn scrolled(&self, scroll: &Scroll, wanted: &[Shown]) -> Vec<Shown> {
        let Scroll { region, by, .. } = scroll;
        let mut shown = self.shown.clone();
        for y in region.rows.clone() {
            let from = y.checked_add_signed(*by);
            let strip = match from.filter(|from| region.rows.contains(from)) {
                Some(from) => Some(region.strip(&self.shown, from)),
                None => Some(region.strip(wanted, y)).filter(|strip| self.is_safe(strip)),
            };
            let to = shown.get_mut(region.range(y)).unwrap_or_default();
            match strip {
                Some(strip) => to.copy_from_slice(strip),
                None => to.fill(BLANK),
            }
        }
        shown
    }

    /// Whether an incoming row may be written at once. At its end, a glyph that is wider than we
    /// think would scroll once more.
    fn is_safe(&self, strip: &[Shown]) -> bool {
        let end = strip.iter().rev().take(DISAGREEMENT + 1);
        end.filter(|cell| **cell != COVERED)
            .all(|cell| cell.is_certain(self.capabilities.measured))
    }

    /// Whether a glyph after a full row wraps to the next row, and leaves the rest of that row
    /// blank.
    fn wraps(&self, cell: Shown) -> bool {
        let is_plain = !cell.look.shows_on_blanks() && cell.hyperlink().is_none();
        cell != BLANK && is_plain && cell.is_certain(self.capabilities.measured)
    }
}
