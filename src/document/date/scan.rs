//! A cursor over the parts of a date: digits of any script, numerals, signs, blanks between them.

/// The part of a text that is still to be read.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    pub rest: &'a str,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// How many bytes of the text were read.
    pub fn length(&self, text: &str) -> usize {
        text.len() - self.rest.len()
    }

    pub fn digit(&mut self) -> Option<u32> {
        let c = self.rest.chars().next()?;
        let digit = year_digit(c)?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or("");
        Some(digit)
    }

    /// Takes the four digits of a year.
    pub fn year(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |year, _| Some(year * 10 + self.digit()?))
    }

    /// Takes one of these signs, after optional white space.
    pub fn sign(&mut self, signs: &[char]) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(signs) {
            Some(after) => {
                self.rest = after;
                true
            }
            None => false,
        }
    }

    /// Takes this word, after optional white space, if it is not the start of another.
    pub fn word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let mut own = rest.chars();
        let mut small = word.chars();
        let is_there = small.all(|c| own.next().is_some_and(|own| own.to_lowercase().eq([c])));
        let rest = own.as_str();
        let ends = !rest.starts_with(char::is_alphabetic);
        if is_there && ends {
            self.rest = rest;
        }
        is_there && ends
    }

    /// Takes one or two digits.
    pub fn short_number(&mut self) -> Option<u32> {
        let tens = self.digit()?;
        let before = self.rest;
        match self.digit() {
            Some(ones) => Some(tens * 10 + ones),
            None => {
                self.rest = before;
                Some(tens)
            }
        }
    }

    /// Takes a month or a day: one or two digits, or a Chinese numeral up to ninety-nine.
    pub fn number(&mut self) -> Option<u32> {
        self.rest = self.rest.trim_start();
        let start = self.rest;
        let (mut total, mut pending, mut len) = (0, None, 0);
        for (i, c) in start.char_indices().take(4) {
            let ten = match c {
                '十' => Some(10),
                '廿' => Some(20),
                '卅' => Some(30),
                _ => None,
            };
            match (ten, year_digit(c)) {
                (Some(10), _) => total += 10 * pending.take().unwrap_or(1),
                (Some(many), _) => total += many,
                (None, Some(digit)) => pending = Some(pending.unwrap_or(0) * 10 + digit),
                (None, None) => break,
            }
            len = i + c.len_utf8();
        }
        total += pending.unwrap_or(0);
        self.rest = start.get(len..).unwrap_or("");
        (len > 0 && (1..=99).contains(&total)).then_some(total)
    }

    /// Whether no digit follows.
    pub fn ends_number(&self) -> bool {
        !self.rest.starts_with(|c| year_digit(c).is_some())
    }
}

/// A digit of a year in any script: years are written digit by digit.
pub(super) fn year_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        '〇' | '○' | '零' | 'Ｏ' | '◯' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}
