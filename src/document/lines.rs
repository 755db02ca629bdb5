//! Line numbers of many places in one source, counted once.

use crate::text::Span;

/// Counts the lines of a source up to the last place asked for.
#[derive(Debug)]
pub struct Lines<'a> {
    source: &'a str,
    seen: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// Starts counting at the first line.
    pub fn new(source: &'a str) -> Self {
        Self {
            source,
            seen: 0,
            line: 1,
        }
    }

    /// The line of a byte, counted from 1. Places in ascending order cost one pass over the source.
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
