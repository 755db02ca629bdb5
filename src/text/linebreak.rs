//! Line break opportunities: the rules of UAX #14 for Unicode 17, untailored. The typesetter adds
//! the rules for Chinese.
//!
//! A [`Breaker`] is given the characters of a text one by one and says of each whether a line may
//! start with it. It looks at most two characters ahead (not counting combining marks) and
//! allocates nothing.

mod class;
mod property;
mod ranges;

pub use class::Class;
pub use property::Property;

use class::Class::{
    AK, AL, AP, AS, B2, BA, BB, BK, CB, CL, CM, CP, CR, Circle, Closing, EB, EM, EX, Edge, GL, H2,
    H3, HH, HL, HY, ID, IN, IS, JL, JT, JV, LF, NL, NS, NU, OP, Opening, PO, PR, QU, RI, SP, SY,
    VF, VI, WJ, ZW, ZWJ,
};

/// Whether a line may start at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// A line must not start here.
    Prohibited,
    /// A line may start here.
    Allowed,
    /// A line must start here: the text has a line end.
    Mandatory,
}

/// State after the characters read so far.
#[derive(Clone, Copy, Debug)]
pub struct Breaker {
    /// The last character that is not a combining mark of an earlier one (LB9).
    last: Property,
    /// The character before `last`.
    before: Property,
    /// Class of the last character that is not a space.
    visible: Class,
    /// Whether `visible` is an opening quotation mark in an opening position (`LB15a`).
    opens: bool,
    /// Whether `last` ends a number (LB25).
    number: Number,
    /// Whether the text so far ends with an odd number of regional indicators (`LB30a`).
    is_odd: bool,
    /// Whether the last character is a zero-width joiner (`LB8a`).
    joins: bool,
}

/// State of a number (LB25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    None,
    /// NU (SY | IS)*
    Open,
    /// NU (SY | IS)* (CL | CP)
    Closed,
}

impl Default for Breaker {
    /// The state at the start of a text.
    fn default() -> Self {
        Self {
            last: Property::EDGE,
            before: Property::EDGE,
            visible: Edge,
            opens: false,
            number: Number::None,
            is_odd: false,
            joins: false,
        }
    }
}

impl Breaker {
    /// Advances by the character `c` and returns whether a line may start with it; `rest` is the
    /// text after it.
    pub fn step(&mut self, c: char, rest: &str) -> Break {
        self.step_with(Property::of(c), rest)
    }

    /// Advances by one character without computing whether a line may start with it.
    pub fn pass(&mut self, c: char) {
        let next = Property::of(c);
        if !self.takes(next.class) {
            self.advance(next);
        }
    }

    /// Like [`Self::step`], for a hanzi (class ID and wide): the fast path for most characters.
    pub fn step_hanzi(&mut self) -> Break {
        // After these classes no rule prohibits a break before an ideograph.
        let is_free = matches!(self.last.class, ID | CL | CP | EX | NS | NU | AL | IN | IS);
        if !is_free || self.joins {
            return self.step_with(Property::HANZI, "");
        }
        *self = Self {
            before: self.last,
            ..Self::BEHIND_HANZI
        };
        Break::Allowed
    }

    /// The state after two or more hanzi; earlier text no longer matters.
    pub const BEHIND_HANZI: Self = Self {
        last: Property::HANZI,
        before: Property::HANZI,
        visible: ID,
        opens: false,
        number: Number::None,
        is_odd: false,
        joins: false,
    };

    fn step_with(&mut self, next: Property, rest: &str) -> Break {
        let found = self.hard(next.class);
        if self.takes(next.class) {
            return Break::Prohibited;
        }
        let found = found.unwrap_or_else(|| {
            if self.soft(as_letter(next), rest) {
                Break::Allowed
            } else {
                Break::Prohibited
            }
        });
        self.advance(next);
        found
    }

    /// LB9: whether `next` is a combining mark of the character before it.
    fn takes(&mut self, next: Class) -> bool {
        let takes = matches!(next, CM | ZWJ)
            && !matches!(self.last.class, Edge | BK | CR | LF | NL | SP | ZW);
        if takes {
            self.joins = next == ZWJ;
        }
        takes
    }

    /// LB2 to `LB8a`: the rules that apply before LB9.
    fn hard(&self, next: Class) -> Option<Break> {
        match (self.last.class, next) {
            (Edge, _) | (CR, LF) => Some(Break::Prohibited),
            (BK | CR | LF | NL, _) => Some(Break::Mandatory),
            (_, BK | CR | LF | NL | SP | ZW) => Some(Break::Prohibited),
            _ if self.visible == ZW => Some(Break::Allowed),
            _ if self.joins => Some(Break::Prohibited),
            _ => None,
        }
    }

    /// LB11 to LB31, in order: the first rule that applies decides.
    fn soft(&self, next: Property, rest: &str) -> bool {
        let (last, class) = (self.last.class, next.class);
        // LB11, LB12, LB12a
        if class == WJ || matches!(last, WJ | GL) {
            return false;
        }
        if class == GL && !matches!(last, SP | BA | HY | HH) {
            return false;
        }
        // LB13, LB14, LB15a
        if matches!(class, CL | CP | EX | SY)
            || self.visible == OP
            || (self.visible == Opening && self.opens)
        {
            return false;
        }
        // LB15b, LB15c, LB15d
        if class == Closing && may_follow_closing(following(rest).class) {
            return false;
        }
        if class == IS {
            return last == SP && following(rest).class == NU;
        }
        // LB16, LB17, LB18
        if (class == NS && matches!(self.visible, CL | CP)) || (class == B2 && self.visible == B2) {
            return false;
        }
        if last == SP {
            return true;
        }
        if (is_quotation(class) || is_quotation(last))
            && let Some(found) = self.beside_quotation(next, rest)
        {
            return found;
        }
        // LB20, LB20a
        if class == CB || last == CB {
            return true;
        }
        if matches!(last, HY | HH)
            && is_letter(class)
            && matches!(
                self.before.class,
                Edge | BK | CR | LF | NL | SP | ZW | CB | GL
            )
        {
            return false;
        }
        // LB21, LB21a, LB21b, LB22
        if matches!(class, BA | HH | HY | NS | IN) || last == BB {
            return false;
        }
        if (self.before.class == HL && matches!(last, HY | HH) && class != HL)
            || (last == SY && class == HL)
        {
            return false;
        }
        !self.holds_together(next, rest)
    }

    /// LB19 and `LB19a`: quotation marks are not separated from their neighbours.
    fn beside_quotation(&self, next: Property, rest: &str) -> Option<bool> {
        let (last, class) = (self.last.class, next.class);
        if matches!(class, QU | Closing) || matches!(last, QU | Opening) {
            return Some(false);
        }
        if class == Opening {
            let after = following(rest);
            if !self.last.is_east_asian || !after.is_east_asian {
                return Some(false);
            }
        }
        if last == Closing && (!next.is_east_asian || !self.before.is_east_asian) {
            return Some(false);
        }
        None
    }

    /// LB23 to `LB30b`: words, numbers, syllables, flags and emoji.
    fn holds_together(&self, next: Property, rest: &str) -> bool {
        let (last, class) = (self.last.class, next.class);
        let aksara = |class| matches!(class, AK | Circle | AS);
        match (last, class) {
            // LB23
            (AL | Circle | HL, NU) | (NU, AL | Circle | HL) => true,
            // LB23a
            (PR, ID | EB | EM) | (ID | EB | EM, PO) => true,
            // LB24
            (PR | PO, AL | Circle | HL) | (AL | Circle | HL, PR | PO) => true,
            // LB25
            (_, PO | PR) if self.number != Number::None => true,
            (PO | PR | HY | IS, NU) => true,
            (PO | PR, OP) => opens_number(rest),
            (_, NU) if self.number == Number::Open => true,
            // LB26, LB27
            (JL, JL | JV | H2 | H3) | (JV | H2, JV | JT) | (JT | H3, JT) => true,
            (JL | JV | JT | H2 | H3, PO) | (PR, JL | JV | JT | H2 | H3) => true,
            // LB28
            (AL | Circle | HL, AL | HL) | (AL | HL, Circle) => true,
            (Circle, Circle) => true,
            // LB28a
            (AP, AK | Circle | AS) => true,
            (AK | Circle | AS, VF | VI) => true,
            (VI, AK | Circle) if aksara(self.before.class) => true,
            (AK | Circle | AS, AK | Circle | AS) => following(rest).class == VF,
            // LB29
            (IS, AL | Circle | HL) => true,
            // LB30
            (AL | Circle | HL | NU, OP) => !next.is_east_asian,
            (CP, AL | Circle | HL | NU) => !self.last.is_east_asian,
            // LB30a, LB30b
            (RI, RI) => self.is_odd,
            (EB, EM) => true,
            (_, EM) => self.last.is_reserved_picture,
            // LB31
            _ => false,
        }
    }

    fn advance(&mut self, next: Property) {
        self.joins = next.class == ZWJ;
        let next = as_letter(next);
        let class = next.class;
        if class == Opening {
            self.opens = matches!(
                self.last.class,
                Edge | BK | CR | LF | NL | OP | QU | Opening | Closing | GL | SP | ZW
            );
        }
        if class != SP {
            self.visible = class;
        }
        self.number = match (class, self.number) {
            (NU, _) | (SY | IS, Number::Open) => Number::Open,
            (CL | CP, Number::Open) => Number::Closed,
            _ => Number::None,
        };
        self.is_odd = class == RI && !self.is_odd;
        self.before = self.last;
        self.last = next;
    }
}

/// The byte offsets at which a line may or must start, ascending; the end of the text is included,
/// as [`Break::Mandatory`].
pub fn breaks(text: &str) -> impl Iterator<Item = (usize, Break)> {
    let mut breaker = Breaker::default();
    let within = text.char_indices().filter_map(move |(at, c)| {
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        match breaker.step(c, rest) {
            Break::Prohibited => None,
            found => Some((at, found)),
        }
    });
    let end = (!text.is_empty()).then_some((text.len(), Break::Mandatory));
    within.chain(end)
}

/// LB10: a combining mark without a base is treated as AL, and as not East Asian.
fn as_letter(next: Property) -> Property {
    match next.class {
        CM | ZWJ => Property {
            class: AL,
            ..Property::EDGE
        },
        _ => next,
    }
}

/// The next character that is not a combining mark of the current one (LB9).
fn following(rest: &str) -> Property {
    ahead(rest).next().unwrap_or(Property::EDGE)
}

fn ahead(rest: &str) -> impl Iterator<Item = Property> {
    rest.chars()
        .map(Property::of)
        .filter(|next| !matches!(next.class, CM | ZWJ))
}

/// LB25: whether `rest` begins with NU or IS NU.
fn opens_number(rest: &str) -> bool {
    let mut ahead = ahead(rest).map(|next| next.class);
    match ahead.next() {
        Some(NU) => true,
        Some(IS) => ahead.next() == Some(NU),
        _ => false,
    }
}

fn is_quotation(class: Class) -> bool {
    matches!(class, QU | Opening | Closing)
}

fn is_letter(class: Class) -> bool {
    matches!(class, AL | Circle | HL)
}

/// `LB15b`: classes before which a Pf quotation mark counts as closing.
fn may_follow_closing(class: Class) -> bool {
    matches!(
        class,
        SP | GL
            | WJ
            | CL
            | QU
            | Opening
            | Closing
            | CP
            | EX
            | IS
            | SY
            | BK
            | CR
            | LF
            | NL
            | ZW
            | Edge
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[usize]) {
        let found: Vec<usize> = breaks(text).map(|(at, _)| at).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_few_by_hand() {
        check("", &[]);
        check("手工业，改", &[3, 6, 12, 15]);
        check("he said", &[3, 7]);
        check("他说“好”吧", &[3, 6, 15, 18]);
        check("a\r\nb", &[3, 4]);
        // A mark without a base is a letter that is not East Asian, whatever its own width (found
        // by ICU's random tests).
        check("\u{200b}\u{302f}«天", &[3, 11]);
    }

    #[test]
    fn the_short_way_for_hanzi_leads_where_the_long_one_does() {
        let text = "手工“业”、1手%工\u{200d}业a改\u{301}造，造！造）造(造)造ー造：造1造.造…造-造—造 造“ 造\u{a0}造\u{200b}造$造か造한造\u{1f1e8}造";
        let (mut short, mut long) = (Breaker::default(), Breaker::default());
        for (at, c) in text.char_indices() {
            let rest = text.get(at + c.len_utf8()..).unwrap_or("");
            let found = if ('\u{4e00}'..='\u{9fff}').contains(&c) {
                short.step_hanzi()
            } else {
                short.step(c, rest)
            };
            assert_eq!(found, long.step(c, rest), "before {c} at {at}");
            let mut passing = short;
            passing.pass(c);
            let mut stepping = short;
            stepping.step(c, rest);
            assert_eq!(format!("{passing:?}"), format!("{stepping:?}"));
        }
    }
}
