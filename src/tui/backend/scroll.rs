//! Moving lines: a page that was scrolled by a few rows is mostly on the screen already, and terminals move lines themselves.

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;
use ratatui::style::Modifier;

use super::is_same;

/// Rows of the screen that move up, or down where `by` is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scroll {
    /// The first row of the region.
    first: usize,
    /// Its last row.
    last: usize,
    by: isize,
}

/// As far as a key or a notch of the wheel scrolls; pages have nothing in common.
const FARTHEST: isize = 3;

/// Fewer changed rows than this are written.
const LEAST_ROWS: usize = 6;

/// The move that leaves most of a frame in its place, if a good part of it would be.
pub fn find(shown: &[Option<Cell>], buffer: &Buffer) -> Option<Scroll> {
    let width = usize::from(buffer.area.width);
    let wanted = |y: usize| {
        buffer
            .content
            .get(y * width..(y + 1) * width)
            .unwrap_or_default()
    };
    let is_changed = |y: &usize| {
        let wanted = wanted(*y);
        let shown = shown.get(y * width..(y + 1) * width).unwrap_or_default();
        wanted
            .iter()
            .zip(shown)
            .any(|(wanted, shown)| shown.as_ref().is_some_and(|shown| !is_same(wanted, shown)))
    };
    let height = usize::from(buffer.area.height);
    let first = (0..height).find(is_changed)?;
    let last = (0..height).rfind(is_changed)?;
    if last - first < LEAST_ROWS {
        return None;
    }
    let is_blank = |cell: &Cell| cell.symbol() == " " && cell.modifier == Modifier::empty();
    let written = |y: usize| wanted(y).iter().filter(|cell| !is_blank(cell)).count();
    let total: usize = (first..=last).map(written).sum();
    let kept = |by: isize| -> usize {
        let same = |y: usize| {
            let from = y
                .checked_add_signed(by)
                .filter(|from| (first..=last).contains(from));
            let from = from
                .and_then(|from| shown.get(from * width..(from + 1) * width))
                .unwrap_or_default();
            let wanted = wanted(y);
            wanted
                .iter()
                .zip(from)
                .filter(|(wanted, shown)| {
                    !is_blank(wanted) && shown.as_ref().is_some_and(|shown| is_same(wanted, shown))
                })
                .count()
        };
        (first..=last).map(same).sum()
    };
    let by = (1..=FARTHEST)
        .flat_map(|by| [by, -by])
        .max_by_key(|by| kept(*by))?;
    (kept(by) * 3 > total).then_some(Scroll { first, last, by })
}

impl Scroll {
    /// The bytes that move the lines: line feeds (VT, which is one, and ends no line for standard output) at the end of a scroll region, or reverse line feeds at its start (DECSTBM, IND,
    /// RI), which every terminal knows.
    pub fn write(self, bytes: &mut String) {
        let (first, last) = (self.first + 1, self.last + 1);
        *bytes += &format!("\x1b[{first};{last}r");
        if self.by > 0 {
            *bytes += &format!("\x1b[{last}H{}", "\x0b".repeat(self.by.unsigned_abs()));
        } else {
            *bytes += &format!("\x1b[{first}H{}", "\x1bM".repeat(self.by.unsigned_abs()));
        }
        bytes.push_str("\x1b[r");
    }

    /// What the screen shows then.
    pub fn apply(self, shown: &mut [Option<Cell>], width: u16) {
        let width = usize::from(width);
        let Some(region) = shown.get_mut(self.first * width..(self.last + 1) * width) else {
            return;
        };
        let cells = self.by.unsigned_abs() * width;
        let blank = |cells: &mut [Option<Cell>]| cells.fill(Some(Cell::EMPTY));
        if self.by > 0 {
            region.rotate_left(cells);
            let kept = region.len() - cells;
            blank(region.get_mut(kept..).unwrap_or_default());
        } else {
            region.rotate_right(cells);
            blank(region.get_mut(..cells).unwrap_or_default());
        }
    }
}
