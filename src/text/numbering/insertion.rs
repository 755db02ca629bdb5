//! The numbers behind a number: what was inserted later (第五条の二の三, 第二條之一, 2A).

use std::fmt;

use crate::text::numeral;

/// How deeply an insertion may be inserted into others.
const DEEPEST: usize = 4;

/// The numbers of an insertion, outermost first: 2 and 3 in 第五条の二の三; none for most clauses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Insertion([u16; DEEPEST]);

impl Insertion {
    /// No insertion.
    pub const NONE: Self = Self([0; DEEPEST]);

    /// An insertion of one number; 0 is none.
    pub const fn new(number: u16) -> Self {
        Self([number, 0, 0, 0])
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// The numbers, outermost first.
    pub fn numbers(self) -> impl Iterator<Item = u32> {
        let is_there = |number: &u16| *number > 0;
        self.0.into_iter().take_while(is_there).map(u32::from)
    }

    /// The same with one more number inside; `None` where the number is 0 or too great, or where
    /// there are as many as can be.
    pub fn within(mut self, number: u32) -> Option<Self> {
        let number = u16::try_from(number).ok().filter(|number| *number > 0)?;
        let free = self.0.iter_mut().find(|own| **own == 0)?;
        *free = number;
        Some(self)
    }

    /// Reads 之一, の二の三 and 의2 at the start of a text, inside what was inserted before: the
    /// insertion with it, and the rest of the text.
    pub fn read(self, text: &str) -> (Self, &str) {
        let (mut insertion, mut rest) = (self, text);
        while let Some(digits) = rest.strip_prefix(['之', 'の', '의'])
            && let Some((number, length, _)) = numeral::leading(digits)
            && let Some(deeper) = insertion.within(number)
        {
            (insertion, rest) = (deeper, digits.get(length..).unwrap_or(""));
        }
        (insertion, rest)
    }

    /// Reads the -1 of 185-1, the A of 2A and the a of 2a at the start of a text, as
    /// [`Self::read`].
    pub fn read_inside(self, text: &str) -> (Self, &str) {
        let (mut insertion, mut rest) = (self, text);
        if let Some((place, behind)) = letter(text) {
            return match insertion.within(place) {
                Some(deeper) => (deeper, behind),
                None => (insertion, text),
            };
        }
        while let Some(digits) = rest.strip_prefix('-')
            && let Some((number, length, true)) = numeral::leading(digits)
            && let Some(deeper) = insertion.within(number)
        {
            (insertion, rest) = (deeper, digits.get(length..).unwrap_or(""));
        }
        (insertion, rest)
    }
}

/// A letter behind a number, by its place in the alphabet, and the rest of the text. A word may
/// begin with a small one.
fn letter(text: &str) -> Option<(u32, &str)> {
    let letter = text.bytes().next().filter(u8::is_ascii_alphabetic)?;
    let rest = text.get(1..)?;
    let goes_on = letter.is_ascii_lowercase() && rest.starts_with(char::is_alphanumeric);
    let place = letter.to_ascii_lowercase() - b'a' + 1;
    (!goes_on).then_some((u32::from(place), rest))
}

impl fmt::Display for Insertion {
    /// As in addresses: `-2-3`, nothing for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.numbers().try_for_each(|number| write!(f, "-{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insertions_are_read_as_they_are_printed() {
        for (text, insertion, rest) in [
            ("之一　", "-1", "　"),
            ("の二の三", "-2-3", ""),
            ("의2(", "-2", "("),
            ("之后", "", "之后"),
        ] {
            let (read, left) = Insertion::NONE.read(text);
            assert_eq!((read.to_string().as_str(), left), (insertion, rest));
        }
        for (text, insertion, rest) in [
            ("-1 條", "-1", " 條"),
            ("A. ", "-1", ". "),
            ("b. ", "-2", ". "),
            ("bis", "", "bis"),
            ("-", "", "-"),
        ] {
            let (read, left) = Insertion::NONE.read_inside(text);
            assert_eq!((read.to_string().as_str(), left), (insertion, rest));
        }
    }

    #[test]
    fn numbers_are_kept_in_order_up_to_a_depth() {
        let two = Insertion::new(2).within(3).unwrap();
        assert_eq!(two.to_string(), "-2-3");
        assert_eq!(two.numbers().collect::<Vec<_>>(), [2, 3]);
        assert_eq!(Insertion::NONE.to_string(), "");
        assert!(Insertion::NONE.is_none() && !two.is_none());
        assert_eq!(two.within(0), None);
        assert_eq!(two.within(70_000), None);
        assert_eq!(two.within(4).and_then(|it| it.within(5)?.within(6)), None);
    }
}
