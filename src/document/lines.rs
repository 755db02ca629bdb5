//! Counting the lines of many places of one source, without counting them anew for each.

use crate::text::Span;

/// The lines of a source, counted as far as they were asked for.
#[derive(Debug)]
pub struct Lines<'a> {
    source: &'a str,
    seen: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a source, none counted yet.
    pub fn new(source: &'a str) -> Self {
        Self {
            source,
            seen: 0,
            line: 1,
        }
    }

    /// The line of a byte, counted from 1; in ascending order each byte of the source is looked at
    /// once.
    pub fn of(&mut self, offset: usize) -> usize {
        if offset < self.seen {
            *self = Self::new(self.source);
        }
        let between = Span::new(self.seen, offset).of(self.source);
        self.line += memchr::memchr_iter(b'\n', between.as_bytes()).count();
        self.seen = offset;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_in_any_order() {
        let source = "一\n二\n\n三";
        let mut lines = Lines::new(source);
        let found: Vec<usize> = [0, 3, 4, 8, 9, 9, 4, 0].map(|at| lines.of(at)).to_vec();
        assert_eq!(found, [1, 1, 2, 3, 4, 4, 2, 1]);
    }
}
