//! Where a line of Chinese may start: UAX #14 (`text::linebreak`), and over it what CLREQ 3.1.3, GB/T 15834 and common sense ask of numbers,
//! quotation marks and addresses. Each tailoring is listed with its cases in the tests below.

mod whole;

use crate::text::kinsoku::{Level, is_pair};
use crate::text::linebreak::{Break, Breaker, Class, Property};
use whole::whole;

/// Says of each character of a text whether a line may start with it, as they are told one after the other.
#[derive(Clone, Debug)]
pub struct Opportunities {
    breaker: Breaker,
    level: Level,
    /// The last characters, the very last first.
    last: [char; 3],
    /// The last that is no white space: what a line that ends here is seen to end with (LB14).
    visible: char,
    /// Whether the last letter is one of CJK: then marks of ambiguous width are Chinese marks.
    in_cjk: bool,
    /// Where the last run that no line splits ends.
    whole_end: usize,
}

/// No character: what stands before the first.
const NONE: char = '\0';

impl Opportunities {
    /// At the start of a text.
    pub fn new(level: Level) -> Self {
        Self {
            breaker: Breaker::default(),
            level,
            last: [NONE; 3],
            visible: NONE,
            in_cjk: false,
            whole_end: 0,
        }
    }

    /// Whether a line may start with the character `c`, which begins `text` at `at`.
    pub fn step(&mut self, text: &str, at: usize, c: char) -> bool {
        let is_inside = at < self.whole_end;
        if is_hanzi(c) && c != '第' {
            let may_break = self.breaker.step_hanzi() != Break::Prohibited;
            let may_start = if is_hanzi(self.last[0]) {
                may_break
            } else {
                self.may_start(c, may_break, "")
            };
            self.in_cjk = true;
            self.visible = c;
            self.last = [c, self.last[0], self.last[1]];
            return may_start && !is_inside;
        }
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        let may_break = self.breaker.step(c, rest) != Break::Prohibited;
        let may_start = self.may_start(c, may_break, rest);
        if !is_inside {
            self.whole_end = at + whole(c, text.get(at..).unwrap_or(""));
        }
        if !c.is_whitespace() {
            self.visible = c;
            self.in_cjk = is_cjk(c) || (self.in_cjk && is_chinese_mark(c));
        }
        self.last = [c, self.last[0], self.last[1]];
        may_start && !is_inside
    }

    /// Whether another line may start with `c`, given what UAX #14 says.
    fn may_start(&self, c: char, may_break: bool, rest: &str) -> bool {
        let before = self.last[0];
        if before == NONE || is_pair(before, c) || self.follows_scheme(c) {
            return false;
        }
        if self.level == Level::None {
            let is_wide = |c: char| is_cjk(c) || (self.in_cjk && is_chinese_mark(c));
            return may_break || ((is_wide(before) || is_wide(c)) && stands_alone(c));
        }
        if self.level.forbids_start(c) || self.level.forbids_end(self.visible) {
            return false;
        }
        match c {
            // One dash connects, two are a pause: only a pause may start a line.
            '—' | '―' if !rest.starts_with(c) => false,
            // In Chinese an ellipsis is a mark of two hanzi, and not held by what it follows (LB22).
            '…' | '‥' | '⋯' if self.in_cjk => true,
            _ => may_break || self.parts_at_quote(c),
        }
    }

    /// Whether a line may break between a Chinese letter or mark and the outside of a quotation mark. UAX #14 holds quotation marks to their
    /// neighbours where those are not East Asian (`LB19a`): it cannot know that “ ” — … are, here.
    fn parts_at_quote(&self, c: char) -> bool {
        let before = self.last[0];
        match (before, c) {
            (before, '“' | '‘') => is_cjk(before) || (self.in_cjk && is_chinese_mark(before)),
            ('”' | '’', c) => is_cjk(c) || (self.in_cjk && (c == '—' || c.is_alphanumeric())),
            _ => false,
        }
    }

    /// Whether `c` stands behind the `://` of an address, which is no place to break it.
    fn follows_scheme(&self, c: char) -> bool {
        self.last == ['/', '/', ':'] && !c.is_whitespace()
    }
}

/// Hanzi that are no marks of any kind: most of a text.
fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

fn is_cjk(c: char) -> bool {
    c >= '\u{2e80}'
}

/// Marks of ambiguous width that Chinese writes full-width.
fn is_chinese_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '―' | '…' | '‥' | '⋯' | '·')
}

/// Whether a character belongs to nothing before it, by Unicode: no mark, space or glue.
fn stands_alone(c: char) -> bool {
    use Class::{BA, CM, GL, SP, WJ, ZW, ZWJ};
    !matches!(Property::of(c).class, CM | ZWJ | SP | ZW | WJ | GL | BA) && !c.is_control()
}

#[cfg(test)]
mod tests;
