//! Code spans of Markdown: what stands between two equal runs of backticks is verbatim.

use crate::text::Span;

/// Longest run of backticks that opens a code span; so that unclosed ones of many lengths are not
/// each searched for.
const LONGEST_RUN: usize = 3;

/// Longest code span in bytes.
const LONGEST: usize = 4096;

/// Finds code spans at ascending places.
#[derive(Default)]
pub(super) struct Codes {
    /// For each length of a run, up to where none closes.
    searched: [usize; LONGEST_RUN],
}

impl Codes {
    /// The backticks that open a code span at a place, and those that close it.
    pub fn at(&mut self, source: &str, at: usize, end: usize) -> Option<(Span, Span)> {
        let bytes = source.as_bytes().get(..end)?;
        let run = |at: usize| bytes.iter().skip(at).take_while(|b| **b == b'`').count();
        let length = run(at);
        let searched = self.searched.get_mut(length.checked_sub(1)?)?;
        let open = Span::new(at, at + length);
        let reach = end.min(open.end + LONGEST);
        let mut from = open.end.max(*searched);
        while let Some(offset) = memchr::memchr(b'`', bytes.get(from..reach)?) {
            let start = from + offset;
            from = start + run(start);
            if from - start == length {
                *searched = start;
                return Some((open, Span::new(start, from)));
            }
        }
        *searched = (*searched).max(reach);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_runs_close() {
        let check = |text: &str, expected: Option<&str>| {
            let found = Codes::default().at(text, 0, text.len());
            let words = found.map(|(open, close)| Span::new(open.end, close.start).of(text));
            assert_eq!(words, expected, "{text}");
        };
        check("`甲`乙`", Some("甲"));
        check("``甲`乙``", Some("甲`乙"));
        check("`甲``乙`", Some("甲``乙"));
        check("``甲`", None);
        check("甲", None);
    }
}
