//! Moving lines: a page that was scrolled by a few rows is mostly on the screen already, and terminals move lines themselves: whole
//! ones, and where they answer for left and right margins (mode 69), those of one pane.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::cell::{BLANK, COVERED, Shown};
use super::pen::{At, Pen};

/// A part of the screen whose rows move up, or down where `by` is negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scroll {
    rows: RangeInclusive<usize>,
    columns: RangeInclusive<usize>,
    /// Columns of the screen.
    width: usize,
    by: isize,
}

/// Fewer rows than this are written.
const LEAST_ROWS: usize = 4;

/// The moves that would leave a good part of a frame in its place: of whole lines, and with `margins` of the pane that changes most.
pub fn find(shown: &[Shown], wanted: &[Shown], width: usize, margins: bool) -> Vec<Scroll> {
    let screens = Screens {
        shown,
        wanted,
        width: width.max(1),
    };
    let Some(rows) = screens.changed() else {
        return Vec::new();
    };
    let panes = screens.panes(&rows);
    let Some(pane) = panes
        .into_iter()
        .max_by_key(|pane| screens.changes(&rows, pane))
    else {
        return Vec::new();
    };
    let whole = 0..=screens.width - 1;
    let Some((rows, by)) = screens.shift(&rows, &pane) else {
        return Vec::new();
    };
    let mut columns = vec![whole];
    if margins && !columns.contains(&pane) && !screens.is_torn(&rows, &pane) {
        columns.push(pane);
    }
    let scroll = |columns| Scroll {
        rows: rows.clone(),
        columns,
        width: screens.width,
        by,
    };
    columns.into_iter().map(scroll).collect()
}

/// What is on the screen, and what should be.
struct Screens<'a> {
    shown: &'a [Shown],
    wanted: &'a [Shown],
    width: usize,
}

impl Screens<'_> {
    /// The rows from the first that changes to the last.
    fn changed(&self) -> Option<RangeInclusive<usize>> {
        let rows = || {
            let wanted = self.wanted.chunks(self.width);
            wanted.zip(self.shown.chunks(self.width))
        };
        let first = rows().position(|(wanted, shown)| wanted != shown)?;
        let behind = rows()
            .rev()
            .position(|(wanted, shown)| wanted != shown)
            .unwrap_or(0);
        let last = rows().len().saturating_sub(behind + 1);
        (last + 1 >= first + LEAST_ROWS).then_some(first..=last)
    }

    /// The columns between the rules, which are the same sign in most rows, and were; all of them where there is no rule.
    fn panes(&self, rows: &RangeInclusive<usize>) -> Vec<RangeInclusive<usize>> {
        let middle = usize::midpoint(*rows.start(), *rows.end());
        let at = |cells: &[Shown], x: usize, y: usize| cells.get(y * self.width + x).copied();
        let count = rows.clone().count();
        let is_rule = |x: &usize| {
            let sign = at(self.wanted, *x, middle);
            let is_sign = sign.is_some_and(|sign| sign != BLANK && sign != COVERED);
            let is_same =
                |y: &usize| at(self.wanted, *x, *y) == sign && at(self.shown, *x, *y) == sign;
            // The rows of the header and of the status line have none.
            is_sign && rows.clone().filter(is_same).count() + 2 >= count
        };
        let rules = (0..self.width).filter(is_rule).chain([self.width]);
        let mut left = 0;
        let mut panes = Vec::new();
        for rule in rules {
            if rule > left {
                panes.push(left..=rule - 1);
            }
            left = rule + 1;
        }
        panes
    }

    /// How many cells of a pane change.
    fn changes(&self, rows: &RangeInclusive<usize>, columns: &RangeInclusive<usize>) -> usize {
        let changes = |y: usize| {
            let pair = self.strip(self.wanted, y, columns).iter();
            let pair = pair.zip(self.strip(self.shown, y, columns));
            pair.filter(|(wanted, shown)| wanted != shown).count()
        };
        rows.clone().map(changes).sum()
    }

    fn strip<'c>(
        &self,
        cells: &'c [Shown],
        y: usize,
        columns: &RangeInclusive<usize>,
    ) -> &'c [Shown] {
        let from = y * self.width;
        cells
            .get(from + columns.start()..=from + columns.end())
            .unwrap_or_default()
    }

    /// By how much a pane is best moved, and which of its rows.
    fn shift(
        &self,
        rows: &RangeInclusive<usize>,
        columns: &RangeInclusive<usize>,
    ) -> Option<(RangeInclusive<usize>, isize)> {
        let is_written = |y: &usize| {
            let strip = self.strip(self.wanted, *y, columns);
            strip != self.strip(self.shown, *y, columns) && strip.iter().any(|cell| *cell != BLANK)
        };
        let written: Vec<usize> = rows.clone().filter(is_written).collect();
        let stands = |y: usize, by: isize| {
            let from = y.checked_add_signed(by).filter(|from| rows.contains(from));
            from.is_some_and(|from| {
                self.strip(self.wanted, y, columns) == self.strip(self.shown, from, columns)
            })
        };
        let farthest = (rows.end() - rows.start()) as isize;
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

    /// Whether a wide glyph lies across an edge of a pane.
    fn is_torn(&self, rows: &RangeInclusive<usize>, columns: &RangeInclusive<usize>) -> bool {
        let is_covered = |y: usize, x: usize| {
            x < self.width && self.shown.get(y * self.width + x) == Some(&COVERED)
        };
        rows.clone()
            .any(|y| is_covered(y, *columns.start()) || is_covered(y, columns.end() + 1))
    }
}

impl Scroll {
    /// Moves the lines: line feeds at the end of a scroll region, or reverse line feeds at its start (DECSTBM, IND, RI), which
    /// every terminal knows.
    pub fn write(&self, pen: &mut Pen) {
        let (first, last) = (*self.rows.start() as u16, *self.rows.end() as u16);
        let (left, right) = (*self.columns.start() as u16, *self.columns.end() as u16);
        let is_whole = self.columns.end() - self.columns.start() + 1 == self.width;
        // What comes into the region is blank in the present colours.
        pen.turn_for_blank();
        pen.set_region(Some((first, last)));
        if !is_whole {
            let _ = write!(pen.bytes, "\x1b[{};{}s", left + 1, right + 1);
            pen.at = At::Unknown;
        }
        let edge = if self.by > 0 { last } else { first };
        if is_whole {
            pen.go(0, edge);
        } else {
            pen.jump(left, edge);
        }
        let feed = if self.by > 0 { "\x0b" } else { "\x1bM" };
        (0..self.by.unsigned_abs()).for_each(|_| pen.bytes.push_str(feed));
        if !is_whole {
            // Without parameters: from the first column to the last.
            pen.bytes.push_str("\x1b[s");
            pen.at = At::Place(0, 0);
        }
    }

    /// What the screen shows then.
    pub fn apply(&self, shown: &mut [Shown]) {
        let rows: Vec<usize> = if self.by > 0 {
            self.rows.clone().collect()
        } else {
            self.rows.clone().rev().collect()
        };
        for y in rows {
            let to = y * self.width + self.columns.start();
            let length = self.columns.end() - self.columns.start() + 1;
            let from = y.checked_add_signed(self.by);
            match from.filter(|from| self.rows.contains(from)) {
                Some(from) => {
                    let from = from * self.width + self.columns.start();
                    shown.copy_within(from..from + length, to);
                }
                None => shown
                    .get_mut(to..to + length)
                    .unwrap_or_default()
                    .fill(BLANK),
            }
        }
    }
}
