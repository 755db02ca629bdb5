//! Differences between the screen and the next frame: the rows that change, the panes, and the pane
//! that changes most.

use std::ops::RangeInclusive;

use super::cell::{BLANK, COVERED, Shown};
use super::region::Region;

/// The screen and the next frame.
pub struct Difference<'a> {
    pub shown: &'a [Shown],
    pub wanted: &'a [Shown],
    /// Columns of the screen, at least one.
    pub width: usize,
}

impl Difference<'_> {
    /// The pane that changes most, from the first changed row to the last; `None` if nothing
    /// changes.
    pub fn pane(&self) -> Option<Region> {
        let rows = self.changed()?;
        self.panes(&rows)
            .into_iter()
            .map(|columns| Region {
                rows: rows.clone(),
                columns,
                width: self.width,
            })
            .max_by_key(|pane| self.changes(pane))
    }

    /// The rows from the first change to the last.
    fn changed(&self) -> Option<RangeInclusive<usize>> {
        let changes = |y: &usize| {
            let row = y * self.width..(y + 1) * self.width;
            self.wanted.get(row.clone()) != self.shown.get(row)
        };
        let mut rows = 0..self.wanted.len() / self.width;
        let first = rows.find(changes)?;
        Some(first..=rows.rfind(changes).unwrap_or(first))
    }

    /// The columns between rules. A rule is the same sign in most rows, on the screen and in the
    /// frame. Without rules, all columns are one pane.
    fn panes(&self, rows: &RangeInclusive<usize>) -> Vec<RangeInclusive<usize>> {
        let middle = usize::midpoint(*rows.start(), *rows.end());
        let at = |cells: &[Shown], x: usize, y: usize| cells.get(y * self.width + x).copied();
        let count = rows.clone().count();
        let is_rule = |x: &usize| {
            let sign = at(self.wanted, *x, middle);
            let is_sign = sign.is_some_and(|sign| sign != BLANK && sign != COVERED);
            let is_same =
                |y: &usize| at(self.wanted, *x, *y) == sign && at(self.shown, *x, *y) == sign;
            // Header and status line have no rules.
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

    /// Number of cells of a region that change.
    fn changes(&self, region: &Region) -> usize {
        let changes = |y: usize| {
            let pair = region.strip(self.wanted, y).iter();
            let pair = pair.zip(region.strip(self.shown, y));
            pair.filter(|(wanted, shown)| wanted != shown).count()
        };
        region.rows.clone().map(changes).sum()
    }

    /// Whether a wide glyph lies across an edge of a region, on the screen or in the frame. The
    /// rows next to the region count as well: xterm (379) tears such glyphs in the next row when it
    /// scrolls between margins.
    pub fn is_torn(&self, region: &Region) -> bool {
        let is_covered = |x: usize, y: usize| {
            let at = |cells: &[Shown]| cells.get(y * self.width + x) == Some(&COVERED);
            x < self.width && (at(self.shown) || at(self.wanted))
        };
        let mut rows = region.rows.start().saturating_sub(1)..=region.rows.end() + 1;
        rows.any(|y| {
            is_covered(*region.columns.start(), y) || is_covered(region.columns.end() + 1, y)
        })
    }
}
