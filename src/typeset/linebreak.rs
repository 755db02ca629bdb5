//! Where a line of Chinese may start: UAX #14 (`text::linebreak`), and over it what CLREQ 3.1.3, GB/T 15834 and common sense ask of numbers,
//! quotation marks and addresses. Each tailoring is listed with its cases in the tests below.

mod whole;

use crate::text::kinsoku::{Level, is_pair};
use crate::text::linebreak::{Break, Breaker, Class, Property};
use whole::{is_digit, whole};

/// Says of each character of a text whether a line may start with it, as they are told one after the other.
#[derive(Clone, Debug)]
pub struct Opportunities {
    breaker: Breaker,
    level: Level,
    /// The last characters, the very last first.
    last: [char; 3],
    /// Whether no line may end here: what it were seen to end with forbids that, white space not counted (LB14).
    is_held: bool,
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
            is_held: true,
            in_cjk: false,
            whole_end: 0,
        }
    }

    /// Whether a line may start with the character `c`, which begins `text` at `at`.
    pub fn step(&mut self, text: &str, at: usize, c: char) -> bool {
        let is_inside = at < self.whole_end;
        if !is_inside && (c == '第' || is_digit(c)) {
            self.whole_end = at + whole(c, text.get(at..).unwrap_or(""));
        }
        if is_hanzi(c) {
            return self.take_hanzi(is_inside);
        }
        let may_start = if is_inside || self.is_held || self.keeps(c) {
            self.breaker.pass(c);
            false
        } else {
            let rest = text.get(at + c.len_utf8()..).unwrap_or("");
            let may_break = self.breaker.step(c, rest) != Break::Prohibited;
            self.may_start(c, may_break, rest)
        };
        self.see(c);
        may_start
    }

    /// Like [`Self::step`], for any hanzi but 第.
    pub fn step_hanzi(&mut self, at: usize) -> bool {
        self.take_hanzi(at < self.whole_end)
    }

    /// Whether a line may start with any hanzi but 第 at `at`, and with those behind it: then [`Self::pass_hanzi`] is enough.
    pub fn is_free(&self, at: usize) -> bool {
        at >= self.whole_end && is_hanzi(self.last[0])
    }

    /// Goes on by hanzi where they are free.
    pub fn pass_hanzi(&mut self) {
        self.breaker = Breaker::BEHIND_HANZI;
        self.see_hanzi();
    }

    fn take_hanzi(&mut self, is_inside: bool) -> bool {
        let may_break = self.breaker.step_hanzi() != Break::Prohibited
            || self.level == Level::None
            || matches!(self.last[0], '”' | '’');
        let may_start = may_break && !is_inside && !self.is_held;
        self.see_hanzi();
        may_start
    }

    fn see_hanzi(&mut self) {
        self.in_cjk = true;
        self.is_held = false;
        // Which it is is no matter.
        self.last = ['一', self.last[0], self.last[1]];
    }

    fn see(&mut self, c: char) {
        self.last = [c, self.last[0], self.last[1]];
        if c != ' ' && !c.is_whitespace() {
            self.in_cjk = is_cjk(c) || (self.in_cjk && is_chinese_mark(c));
            self.is_held = self.level.forbids_end(c);
        }
        if self.last == ['/', '/', ':'] {
            // Behind the scheme of an address is no place to break it.
            self.is_held = true;
        }
    }

    /// Whether `c` stays with what stands before it, whatever UAX #14 says.
    fn keeps(&self, c: char) -> bool {
        // White space hangs at the end of a line; UAX #14 lets an ideographic space start one behind a plain one (LB18).
        c.is_whitespace() || self.level.forbids_start(c) || is_pair(self.last[0], c)
    }

    /// Whether a line may start with `c`, given what UAX #14 says.
    fn may_start(&self, c: char, may_break: bool, rest: &str) -> bool {
        if self.level == Level::None {
            let is_wide = |c: char| is_cjk(c) || (self.in_cjk && is_chinese_mark(c));
            return may_break || ((is_wide(self.last[0]) || is_wide(c)) && stands_alone(c));
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
