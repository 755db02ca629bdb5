//! Where a line of Chinese may start: UAX #14 (`text::linebreak`) with the tailorings of CLREQ
//! 3.1.3 and GB/T 15834, and rules for numbers, quotation marks and addresses. The tests below list
//! the cases of each tailoring.

mod whole;

use crate::text::kinsoku::{Level, is_pair};
use crate::text::linebreak::{Break, Breaker, Class, Property};
use whole::{is_digit, whole};

/// Tells for each character of a text, fed in order, whether a line may start with it.
#[derive(Clone, Debug)]
pub struct Opportunities {
    breaker: Breaker,
    level: Level,
    /// The last three characters, most recent first.
    last: [char; 3],
    /// Whether the last character that is not white space must not end a line (LB14).
    is_held: bool,
    /// Whether the last letter is CJK, so that marks of ambiguous width count as Chinese.
    in_cjk: bool,
    /// End of the last unbreakable run, in bytes.
    whole_end: usize,
}

/// Placeholder for the characters before the first.
const NONE: char = '\0';

impl Opportunities {
    /// The state at the start of a text.
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

    /// Whether a line may start with the character `c`, which stands at byte `at` of `text`.
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

    /// Like [`Self::step`], for any hanzi except 第.
    pub fn step_hanzi(&mut self, at: usize) -> bool {
        self.take_hanzi(at < self.whole_end)
    }

    /// Whether a line may start with a hanzi (except 第) at byte `at` and with all hanzi that
    /// directly follow it. Then one call of [`Self::pass_hanzi`] stands for all of them.
    pub fn is_free(&self, at: usize) -> bool {
        at >= self.whole_end && is_hanzi(self.last[0])
    }

    /// Advances over a run of hanzi for which [`Self::is_free`] holds.
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
        // Any hanzi will do: none of the rules distinguishes them.
        self.last = ['一', self.last[0], self.last[1]];
    }

    fn see(&mut self, c: char) {
        self.last = [c, self.last[0], self.last[1]];
        if c != ' ' && !c.is_whitespace() {
            self.in_cjk = is_cjk(c) || (self.in_cjk && is_chinese_mark(c));
            self.is_held = self.level.forbids_end(c);
        }
        if self.last == ['/', '/', ':'] {
            // No break after the scheme of an address.
            self.is_held = true;
        }
    }

    /// Whether `c` stays with the text before it, regardless of UAX #14.
    fn keeps(&self, c: char) -> bool {
        // White space hangs at the end of a line, but UAX #14 lets an ideographic space after a
        // plain one start a line (LB18).
        c.is_whitespace() || self.level.forbids_start(c) || is_pair(self.last[0], c)
    }

    /// Whether a line may start with `c`; `may_break` is the answer of UAX #14.
    fn may_start(&self, c: char, may_break: bool, rest: &str) -> bool {
        if self.level == Level::None {
            let is_wide = |c: char| is_cjk(c) || (self.in_cjk && is_chinese_mark(c));
            return may_break || ((is_wide(self.last[0]) || is_wide(c)) && stands_alone(c));
        }
        match c {
            // A single dash connects; only a pair, which marks a pause, may start a line.
            '—' | '―' if !rest.starts_with(c) => false,
            // In Chinese an ellipsis is a mark of two hanzi, not bound to the text before it
            // (LB22).
            '…' | '‥' | '⋯' if self.in_cjk => true,
            _ => may_break || self.parts_at_quote(c),
        }
    }

    /// Whether a line may break between a Chinese letter or mark and the outside of a quotation
    /// mark. `LB19a` prohibits it next to characters that are not East Asian, but UAX #14 cannot
    /// know that “ ” — … are East Asian here.
    fn parts_at_quote(&self, c: char) -> bool {
        let before = self.last[0];
        match (before, c) {
            (before, '“' | '‘') => is_cjk(before) || (self.in_cjk && is_chinese_mark(before)),
            ('”' | '’', c) => is_cjk(c) || (self.in_cjk && (c == '—' || c.is_alphanumeric())),
            _ => false,
        }
    }
}

/// Whether a character is a hanzi, as opposed to a mark: most of a text.
fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

fn is_cjk(c: char) -> bool {
    c >= '\u{2e80}'
}

/// Whether a character is a mark of ambiguous width that is full-width in Chinese.
fn is_chinese_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '―' | '…' | '‥' | '⋯' | '·')
}

/// Whether Unicode allows a character to start a line: it is no combining mark, space or glue.
fn stands_alone(c: char) -> bool {
    use Class::{BA, CM, GL, SP, WJ, ZW, ZWJ};
    !matches!(Property::of(c).class, CM | ZWJ | SP | ZW | WJ | GL | BA) && !c.is_control()
}

#[cfg(test)]
mod tests;
