//! A list with a selected row and a window over it: the tree, the outline and the pickers scroll
//! alike.

use crate::tui::action::Action;

/// Selection and window of a list of any length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The selected row.
    pub selected: usize,
    /// The first visible row.
    pub top: usize,
}

impl List {
    /// Moves the selection, within `length` rows.
    pub fn step(&mut self, by: i64, length: usize) {
        let last = length.saturating_sub(1) as i64;
        self.selected = (self.selected as i64).saturating_add(by).clamp(0, last) as usize;
    }

    /// Does an action that walks a list of `length` rows by rows, by pages of `page` rows, or to
    /// its ends; false for any other.
    pub fn walk(&mut self, action: &Action, length: usize, page: i64) -> bool {
        let half = (page / 2).max(1);
        match *action {
            Action::Down(count) => self.step(i64::from(count), length),
            Action::Up(count) => self.step(-i64::from(count), length),
            Action::PageDown(count) => self.step(page * i64::from(count), length),
            Action::PageUp(count) => self.step(-page * i64::from(count), length),
            Action::HalfPageDown(count) => self.step(half * i64::from(count), length),
            Action::HalfPageUp(count) => self.step(-half * i64::from(count), length),
            Action::First => self.selected = 0,
            Action::Last => self.selected = length.saturating_sub(1),
            _ => return false,
        }
        true
    }

    /// Keeps the selection within `length` rows and in a window of `height` rows, with a row of
    /// context where there is one.
    pub fn settle(&mut self, length: usize, height: usize) {
        self.selected = self.selected.min(length.saturating_sub(1));
        let context = usize::from(height > 4);
        let lowest_top = (self.selected + 1 + context)
            .min(length)
            .saturating_sub(height);
        self.top = self
            .top
            .clamp(
                lowest_top,
                self.selected.saturating_sub(context).max(lowest_top),
            )
            .min(length.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(top: usize, selected: usize, length: usize, height: usize, expected_top: usize) {
        let mut list = List { selected, top };
        list.settle(length, height);
        assert_eq!(list.top, expected_top);
    }

    #[test]
    fn the_selection_stays_in_the_window_with_a_row_of_context() {
        check(0, 0, 100, 10, 0);
        check(0, 9, 100, 10, 1);
        check(0, 99, 100, 10, 90);
        check(50, 20, 100, 10, 19);
        check(50, 0, 100, 10, 0);
        check(50, 2, 3, 10, 0);
        check(7, 0, 0, 0, 0);
    }
}
