//! A sieve of characters: tells at once that most characters are none of some.

/// A set of characters as far as a bit for the lowest twelve bits of each tells, which are the last
/// two bytes in UTF-8. A character that it does not hold is not in the set; one that it holds may
/// be.
#[derive(Clone, Debug)]
pub struct Sieve([u64; 64]);

impl Sieve {
    /// The characters of a text.
    pub fn of(text: &str) -> Self {
        let mut sieve = Self([0; 64]);
        let mut rest = text;
        loop {
            let threes = rest.as_bytes().chunks_exact(3).map_while(of_three);
            let mut length = 0;
            for (row, bit) in threes {
                sieve.0[row] |= bit;
                length += 3;
            }
            rest = rest.get(length..).unwrap_or("");
            let Some(c) = rest.chars().next() else {
                return sieve;
            };
            let (row, bit) = place(c);
            sieve.0[row] |= bit;
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }

    /// These characters, made while compiling.
    pub const fn of_each(characters: &[char]) -> Self {
        let mut rows = [0; 64];
        let mut at = 0;
        while at < characters.len() {
            let (row, bit) = place(characters[at]);
            rows[row] |= bit;
            at += 1;
        }
        Self(rows)
    }

    /// Whether it holds a character.
    pub fn holds(&self, c: char) -> bool {
        let (row, bit) = place(c);
        self.0[row] & bit != 0
    }

    /// Length in bytes of the characters that a text starts with, of three bytes as most are, and
    /// that it does not hold.
    pub fn passes(&self, text: &str) -> usize {
        let threes = text.as_bytes().chunks_exact(3).map_while(of_three);
        threes
            .take_while(|(row, bit)| self.0[*row] & bit == 0)
            .count()
            * 3
    }
}

impl FromIterator<char> for Sieve {
    fn from_iter<T: IntoIterator<Item = char>>(characters: T) -> Self {
        let mut rows = [0; 64];
        for c in characters {
            let (row, bit) = place(c);
            rows[row] |= bit;
        }
        Self(rows)
    }
}

/// Where the table has the bit of a character of three bytes, as most are.
fn of_three(bytes: &[u8]) -> Option<(usize, u64)> {
    match bytes {
        [0xe0..=0xef, second, third] => Some((usize::from(second & 0x3f), 1 << (third & 0x3f))),
        _ => None,
    }
}

/// Where the table has the bit of a character.
const fn place(c: char) -> (usize, u64) {
    let code = c as usize;
    (code >> 6 & 0x3f, 1 << (code & 0x3f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_held() {
        // U+5E00 and U+4E00 have the same bit.
        let sieve = Sieve::of("款\u{4e00}a");
        for (c, is_held) in [
            ('款', true),
            ('\u{4e00}', true),
            ('a', true),
            ('\u{5e00}', true),
            ('项', false),
            ('b', false),
        ] {
            assert_eq!(sieve.holds(c), is_held, "{c}");
        }
    }

    #[test]
    fn what_is_not_there_is_passed_over() {
        let sieve = Sieve::of("款§");
        for (text, behind) in [
            ("各级人民政府", ""),
            ("前款", "款"),
            ("按§3", "§3"),
            ("甲a款", "a款"),
            ("", ""),
        ] {
            assert_eq!(text.get(sieve.passes(text)..), Some(behind), "{text}");
        }
    }
}
