//! Walking through rows: what is shown of them, in order, where the reader is among it, and what
//! stands at the top of the page.

use std::collections::HashMap;
use std::ops::Range;

use super::Block;

/// A walk through rows.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// What is shown, in order.
    pub items: Vec<Item>,
    /// The item that the reader is at.
    pub at: usize,
    /// The item at the top, and how many of its lines are above the page.
    pub top: (usize, usize),
    /// Moves that are still to be carried out.
    pub moves: Vec<Move>,
    /// What is set.
    set: HashMap<usize, Block>,
}

/// Something that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A row, by its index.
    Row(usize),
    /// Rows in which nothing differs that is to be shown.
    Fold(Range<usize>),
}

impl Item {
    /// The last of its rows.
    fn last(&self) -> usize {
        match self {
            Self::Row(row) => *row,
            Self::Fold(rows) => rows.end.saturating_sub(1),
        }
    }
}

/// A move through what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// By lines.
    Lines(i64),
    /// By pages.
    Pages(i64),
    /// By halves of a page.
    HalfPages(i64),
    /// To the start.
    Start,
    /// To the end.
    End,
    /// To where the item that the reader is at can be seen.
    Show,
}

impl Walk {
    /// The row of an item.
    pub fn row(&self, item: usize) -> Option<usize> {
        match self.items.get(item)? {
            Item::Row(row) => Some(*row),
            Item::Fold(_) => None,
        }
    }

    /// The row that the reader is at.
    pub fn here(&self) -> Option<usize> {
        self.row(self.at)
    }

    /// Shows other items, from a row on: where it is not shown, from the next one.
    pub fn show(&mut self, items: Vec<Item>, row: usize) {
        self.items = items;
        self.set.clear();
        self.stand(row);
    }

    /// Stands at a row, or at the next one that is shown, wherever it was going to.
    pub fn stand(&mut self, row: usize) {
        self.at = self.items.partition_point(|item| item.last() < row);
        self.at = self.at.min(self.items.len().saturating_sub(1));
        self.moves = vec![Move::Show];
    }

    /// An item that is set.
    pub fn block(&self, item: usize) -> Option<&Block> {
        self.set.get(&item)
    }

    /// What is set is so no longer.
    pub fn unset(&mut self) {
        self.set.clear();
        self.top.1 = 0;
    }

    /// The item that has a row of the page, counted from its top.
    pub fn item_at(&self, row: usize) -> Option<usize> {
        let (first, above) = self.top;
        let mut left = row + above;
        (first..self.items.len()).find(|item| {
            let height = self.set.get(item).map_or(1, Block::height);
            let is_there = left < height;
            left = left.saturating_sub(height);
            is_there
        })
    }

    /// Goes to another row, by as many as are shown.
    pub fn step(&mut self, by: i64) {
        let rows = (0..self.items.len()).filter(|item| self.row(*item).is_some());
        let rows: Vec<usize> = rows.collect();
        let steps = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        let found = if by > 0 {
            rows.iter().filter(|row| **row > self.at).nth(steps - 1)
        } else {
            let before = rows.iter().rev().filter(|row| **row < self.at);
            before.clone().nth(steps.saturating_sub(1))
        };
        let end = if by > 0 { rows.last() } else { rows.first() };
        if let Some(item) = found.or(end) {
            self.at = *item;
            self.moves.push(Move::Show);
        }
    }

    /// Sets what is visible on a page of so many rows by `make`, which sets a row, and carries out
    /// the moves.
    pub fn prepare(&mut self, height: usize, make: &dyn Fn(usize) -> Option<Block>) {
        for own in std::mem::take(&mut self.moves) {
            self.carry_out(own, height, make);
        }
        // The last page is full.
        let below = self.down(height, make);
        if below < height {
            self.up(height - below, make);
        }
        let mut rows = 0;
        for item in self.top.0..self.items.len() {
            if rows >= height + self.top.1 {
                break;
            }
            rows += self.height(item, make);
        }
    }

    fn carry_out(&mut self, own: Move, height: usize, make: &dyn Fn(usize) -> Option<Block>) {
        let page = height.saturating_sub(2).max(1) as i64;
        match own {
            Move::Lines(by) => self.scroll(by, height, make),
            Move::HalfPages(by) => self.scroll(by * (page / 2).max(1), height, make),
            Move::Pages(by) => self.scroll(by * page, height, make),
            Move::Start => {
                self.top = (0, 0);
                self.at = 0;
                self.come_to_row(true);
            }
            Move::End => {
                self.at = self.items.len().saturating_sub(1);
                self.come_to_row(false);
                self.top = (self.at, 0);
            }
            Move::Show => self.bring_up(height, make),
        }
    }

    /// Scrolls; the reader stays where they are as long as that is on the page.
    fn scroll(&mut self, by: i64, height: usize, make: &dyn Fn(usize) -> Option<Block>) {
        let lines = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        if by < 0 {
            self.up(lines, make);
        } else {
            let (mut item, mut line) = self.top;
            let mut left = lines;
            loop {
                let rest = self.height(item, make).saturating_sub(line);
                if left < rest || item + 1 >= self.items.len() {
                    line += left.min(rest.saturating_sub(1));
                    break;
                }
                (item, line, left) = (item + 1, 0, left - rest);
            }
            self.top = (item, line);
        }
        let first = self.top.0 + usize::from(self.top.1 > 0);
        let mut last = self.top.0;
        let mut rows = self.height(last, make).saturating_sub(self.top.1);
        while rows < height && last + 1 < self.items.len() {
            last += 1;
            rows += self.height(last, make);
        }
        if self.at < first || self.at > last {
            self.at = if self.at < first {
                first.min(last)
            } else {
                last
            };
            self.come_to_row(by > 0);
        }
    }

    /// A fold is no place: the next row is, or else the one before.
    fn come_to_row(&mut self, is_forward: bool) {
        let is_row = |item: &usize| self.row(*item).is_some();
        let next = (self.at..self.items.len()).find(is_row);
        let before = (0..=self.at).rev().find(is_row);
        let found = if is_forward {
            next.or(before)
        } else {
            before.or(next)
        };
        self.at = found.unwrap_or(0);
    }

    /// Brings the item that the reader is at onto the page.
    fn bring_up(&mut self, height: usize, make: &dyn Fn(usize) -> Option<Block>) {
        if self.at < self.top.0 || self.at == self.top.0 && self.top.1 > 0 {
            self.top = (self.at, 0);
            return;
        }
        let above: usize = (self.top.0..self.at)
            .map(|item| self.height(item, make))
            .sum();
        let own = self.height(self.at, make);
        if above + own > height + self.top.1 {
            // With a little of what is before it.
            self.top = (self.at, 0);
            self.up((height / 5).min(height.saturating_sub(own)), make);
        }
    }

    /// Goes up by lines, no farther than to the start.
    fn up(&mut self, lines: usize, make: &dyn Fn(usize) -> Option<Block>) {
        let (mut item, mut line) = self.top;
        let mut left = lines;
        while left > line && item > 0 {
            left -= line + 1;
            item -= 1;
            line = self.height(item, make).saturating_sub(1);
        }
        self.top = (item, line.saturating_sub(left));
    }

    /// How many lines there are from the top on, as far as a page of so many rows asks.
    fn down(&mut self, height: usize, make: &dyn Fn(usize) -> Option<Block>) -> usize {
        let mut rows = 0;
        for item in self.top.0..self.items.len() {
            if rows >= height + self.top.1 {
                break;
            }
            rows += self.height(item, make);
        }
        rows.saturating_sub(self.top.1)
    }

    /// The height of an item; sets it if necessary.
    fn height(&mut self, item: usize, make: &dyn Fn(usize) -> Option<Block>) -> usize {
        if let Some(block) = self.set.get(&item) {
            return block.height();
        }
        let block = self.row(item).and_then(make).unwrap_or_default();
        let height = block.height();
        self.set.insert(item, block);
        height
    }
}
