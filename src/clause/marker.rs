//! Clause markers: recognizes the printed numbers that may open a clause, at the start of a block
//! and inside a paragraph.

mod weak;

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::fold::Composed;
use crate::text::numbering::sequence::{self, letter, roman};
use crate::text::numbering::verse::DASHES;
use crate::text::numbering::{Insertion, Named, Numbering};
use crate::text::{Span, hanzi, numeral};

pub use crate::text::numbering::Form;

/// A marker: its form, number and label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Form of the marker.
    pub form: Form,
    /// The printed number; 0 for an annex without a number.
    pub number: u32,
    /// What was inserted after it: 之一, -1, A.
    pub insertion: Insertion,
    /// The printed marker.
    pub label: Span,
}

impl Marker {
    fn at(offset: usize, (form, number, insertion, length): Parsed) -> Self {
        Self {
            form,
            number,
            insertion,
            label: Span::new(offset, offset + length),
        }
    }

    /// The last number that it stands for: its own of most.
    pub fn last(self, source: &str) -> u32 {
        last_number(self.label.of(source)).unwrap_or(self.number)
    }

    /// The other reading of a marker that has two: (i), (v), (x), I. and V. as the 9th, 22nd and
    /// 24th letters instead of Roman numerals, イ in the order of the fifty sounds.
    pub fn otherwise(self, source: &str) -> Option<Self> {
        let marks = ['(', '（', ')', '）', '.'];
        let letters = self.label.of(source).trim_matches(marks);
        let small = || letter(&letters.to_ascii_lowercase());
        let kana = || sequence::place(sequence::GOJUON, letters.chars().next()?);
        let (form, number) = match self.form {
            Form::RomanParen => (Form::LatinParen, small()?),
            Form::RomanDot => (Form::LatinDot, small()?),
            Form::Katakana => (Form::Gojuon, kana()?),
            _ => return None,
        };
        Some(Self {
            form,
            number,
            ..self
        })
    }

    /// Whether the marker is the next one of the series of another.
    fn continues(self, last: &Self) -> bool {
        self.form == last.form && self.follows(last.number)
    }

    /// Whether the marker continues its series after the number `last`. Vietnamese letters run a b
    /// c d đ e g h i k …: they skip f, j and w, and đ is an insertion after d.
    pub fn follows(self, last: u32) -> bool {
        let skips = matches!((last, self.number), (5, 7) | (9, 11) | (22, 24));
        if self.insertion.is_none() {
            last.checked_add(1) == Some(self.number) || self.form == Form::LatinHalfParen && skips
        } else {
            self.number == last
        }
    }
}

/// The last number of a label that stands for several: 5 of 第三条至第五条, 2 of 一及び二, 3 of the
/// verses 2-3.
pub fn last_number(label: &str) -> Option<u32> {
    // Every marker is asked, and hardly any has such a word.
    let at = label.rfind(|c| matches!(c, '及' | 'か' | '至' | '到') || DASHES.contains(&c))?;
    let behind = label.get(at..)?;
    if let Some(verse) = behind.strip_prefix(DASHES) {
        // 第1-1條 is an insertion.
        return numeral::parse(verse).filter(|_| label.starts_with(numeral::is_digit));
    }
    let last = RANGES.iter().find_map(|word| behind.strip_prefix(word))?;
    let (number, ..) = numeral::leading(last.trim_start_matches('第'))?;
    Some(number)
}

/// Words between the numbers of what is repealed or left out together.
const RANGES: [&str; 5] = ["及び", "から", "乃至", "至", "到"];

/// Longest numeral, in characters.
const LONGEST: usize = 12;

/// Greatest number of an item that does not continue a series; greater ones are years (1955、).
const LARGEST: u32 = 500;

/// The marker at the start of a text, if it opens a clause, by the traditions that the program
/// knows. `offset` is the byte offset of the text in its source.
pub fn leading(text: &str, offset: usize) -> Option<Marker> {
    leading_by(Numbering::standard(), text, offset)
}

/// Like [`leading`], by the traditions of a table.
pub fn leading_by(numbering: &Numbering, text: &str, offset: usize) -> Option<Marker> {
    read_by(numbering, text, offset).filter(is_plausible)
}

/// Whether a number may start a series: greater ones are years (1955、), except those of divisions.
pub fn is_plausible(marker: &Marker) -> bool {
    let numbers_freely = matches!(
        marker.form,
        Form::Part | Form::Subpart | Form::Chapter | Form::Section | Form::Article | Form::Sequence
    );
    marker.number <= LARGEST || numbers_freely
}

/// The strong or weak marker at the start of a text, and whether it is weak: a clause only as part
/// of a series.
pub fn candidate(numbering: &Numbering, text: &str, offset: usize) -> Option<(Marker, bool)> {
    let Some(strong) = read_by(numbering, text, offset) else {
        let weak = weak::read(numbering, text)?;
        return Some((Marker::at(offset, weak), true));
    };
    let is_weak = match strong.form {
        Form::HanComma | Form::Stem | Form::HanParen | Form::ArabicDot | Form::Ordinal => {
            weak::is_doubtful(&strong, text)
        }
        Form::StemParen
        | Form::BranchParen
        | Form::GojuonParen
        | Form::HangulParen
        | Form::HangulHalfParen => true,
        // 其一，我不知道 is a sentence.
        Form::Namely => text.starts_with('其'),
        _ => false,
    };
    Some((strong, is_weak))
}

/// The bare number of a section in a heading: 2 Scope, and no year.
pub fn section(text: &str, offset: usize) -> Option<Marker> {
    const LARGEST: u32 = 99;
    let (number, length, arabic) = numeral::leading(text)?;
    let is_apart = text.get(length..)?.starts_with([' ', '\u{3000}']);
    (arabic && is_apart && (1..=LARGEST).contains(&number))
        .then(|| Marker::at(offset, (Form::WideDigit, number, Insertion::NONE, length)))
}

/// Like [`leading`], but accepts any number: for markers that continue a series.
pub fn read(text: &str, offset: usize) -> Option<Marker> {
    read_by(Numbering::standard(), text, offset)
}

/// Like [`read`], by the traditions of a table.
pub fn read_by(numbering: &Numbering, text: &str, offset: usize) -> Option<Marker> {
    // In characters; longer markers are printed plainly.
    const FOLDED: usize = 12;
    if let Some(composed) = Composed::of(text, FOLDED) {
        let marker = plain(numbering, composed.text(), 0)?;
        let length = composed.source_end(marker.label.end);
        return Some(Marker {
            label: Span::new(offset, offset + length),
            ..marker
        });
    }
    plain(numbering, text, offset)
}

/// The marker at the start of a text in which nothing is to be folded.
fn plain(numbering: &Numbering, text: &str, offset: usize) -> Option<Marker> {
    let first = text.chars().next()?;
    // Sentences about a division begin small: section 5 applies.
    let named = if first.is_lowercase() {
        None
    } else {
        unit(numbering, text)
    };
    let (form, number, insertion, length) = match (named, first) {
        (Some(named), _) => named,
        (_, '第') => ordinal(text)?,
        (_, '附') => enclosing(text)?,
        (_, '[' | '［' | '【') => annex_in_brackets(numbering, text)?,
        (_, '（' | '(' | '︵') => paren(text)?,
        (_, 'I' | 'V' | 'X' | 'Ⅰ'..='Ⅻ') => roman_dot(text)?,
        (_, '首' | '其' | '再' | '最') => sequence_word(text).or_else(|| one_of_these(text))?,
        (_, 'A'..='Z') => decimal(text)
            .or_else(|| capital(text))
            .or_else(|| decimal_section(numbering, text))?,
        (_, 'a'..='z' | 'đ') => half_paren(text)?,
        (_, c) if numeral::is_digit(c) => decimal(text).or_else(|| counted(text))?,
        _ => enclosed(text).or_else(|| cyclic(text))?,
    };
    Some(Marker {
        form,
        number,
        insertion,
        label: Span::new(offset, offset + length),
    })
}

/// A parsed marker: form, number, insertion, length in bytes.
type Parsed = (Form, u32, Insertion, usize);

/// A unit with its name: the divisions of a statute, its articles and annexes.
fn unit(numbering: &Numbering, text: &str) -> Option<Parsed> {
    let named = numbering.heading(text)?;
    let form = named.unit.level.form()?;
    let first = text.chars().next()?;
    let length = if first < '\u{1100}' && first.is_alphabetic() {
        ends_western(text, named)?
    } else if form.is_attached() {
        ends_annex(text, named)?
    } else {
        let mut length = named.length;
        if form == Form::Article {
            length += further(numbering, text.get(length..)?);
        }
        let korean = ('\u{ac00}'..='\u{d7a3}').contains(&first);
        ends_division(text.get(length..)?, form, korean).then_some(length)?
    };
    Some((form, named.number, named.insertion, length))
}

/// 第一， 第二、 第三： 第四点，
fn ordinal(text: &str) -> Option<Parsed> {
    let lead = '第'.len_utf8();
    let after = text.get(lead..)?;
    let digits = after.trim_start_matches([' ', '\u{3000}']);
    let (number, length, _) = numeral::leading(digits)?;
    let behind = digits.get(length..)?;
    let mark = behind.chars().next()?;
    let length = text.len() - behind.len() + mark.len_utf8();
    let length = match mark {
        '，' | '、' | '：' | ',' | ':' | '．' => length,
        '点' | '點' => {
            let mark = behind
                .chars()
                .nth(1)
                .filter(|c| "，、：,: \u{3000}".contains(*c))?;
            length + mark.len_utf8()
        }
        _ => return None,
    };
    Some((Form::Ordinal, number, Insertion::NONE, length))
}

/// Length in bytes of the continuation of an article's number: 及び第四条 and 至第八條 where
/// several articles are repealed together.
fn further(numbering: &Numbering, text: &str) -> usize {
    let last = RANGES.iter().find_map(|word| text.strip_prefix(word));
    let named = last.and_then(|last| Some((last, numbering.heading(last)?)));
    let Some((last, named)) =
        named.filter(|(_, named)| named.unit.level.form() == Some(Form::Article))
    else {
        return 0;
    };
    let rest = last.get(named.length..).unwrap_or("");
    text.len() - rest.strip_prefix("まで").unwrap_or(rest).len()
}

/// Whether the text after 第三条 allows it to be a division, unlike 第三条战线 (a front). White
/// space or the end must follow the number; after an article, also the brackets of its title or a
/// colon.
fn ends_division(rest: &str, form: Form, korean: bool) -> bool {
    let Some(next) = rest.chars().next() else {
        return true;
    };
    next.is_whitespace()
        || (form == Form::Article && "【（〔［(".contains(next) && (korean || next != '('))
        || (form == Form::Article && matches!(next, '：' | ':'))
}

/// Length of Part II, Section 5., Điều 2. with its mark, where a title or a sentence follows.
/// Excludes sentences about a division (Section 5 applies, Section 5(1) applies).
fn ends_western(text: &str, named: Named) -> Option<usize> {
    let rest = text.get(named.length..)?;
    let marked = rest.strip_prefix(['.', ':']);
    let behind = marked.unwrap_or(rest);
    let gap = behind.trim_start();
    let begins = |c: char| c.is_uppercase() || !c.is_alphanumeric() && c != ',' || c >= '\u{2e80}';
    let brackets = behind.trim_start_matches(|c: char| !c.is_whitespace() && c != ',');
    let goes_on = behind.starts_with('(')
        && brackets
            .trim_start()
            .starts_with(|c: char| c.is_lowercase());
    let is_apart = behind.is_empty()
        || gap.len() < behind.len()
            && (marked.is_some() || gap.starts_with(begins) || behind.starts_with('\n'))
        || behind.starts_with(['(', '—', '–']) && !goes_on;
    is_apart.then_some(text.len() - behind.len())
}

/// Length of 附件一：, 附录 with its mark, alone on a line or apart from its title.
fn ends_annex(text: &str, named: Named) -> Option<usize> {
    let is_table = text.starts_with(['別', '别', '별']);
    match text.get(named.length..)?.chars().next() {
        None => Some(named.length),
        Some(c @ ('：' | ':' | '、' | '．')) => Some(named.length + c.len_utf8()),
        // 別表第一（第二条関係）
        Some(c) if c.is_whitespace() || is_table && matches!(c, '（' | '(') => Some(named.length),
        _ => None,
    }
}

/// [별표 1], ［別表第一］
fn annex_in_brackets(numbering: &Numbering, text: &str) -> Option<Parsed> {
    let open = text.chars().next()?;
    let (inner, rest) = text.get(open.len_utf8()..)?.split_once([']', '］', '】'])?;
    let named = numbering.heading(inner)?;
    let form = named.unit.level.form().filter(|form| form.is_attached())?;
    let is_whole = named.length == inner.len();
    let length = text.len() - rest.len();
    is_whole.then_some((form, named.number, named.insertion, length))
}

/// 附： alone on a line; if text follows, it names an enclosure.
fn enclosing(text: &str) -> Option<Parsed> {
    let is_alone = matches!(text, "附：" | "附:");
    is_alone.then_some((Form::Annex, 0, Insertion::NONE, text.len()))
}

/// 1.1, 3.2.1, but no date or measure: white space, a hanzi or the end must follow.
fn decimal(text: &str) -> Option<Parsed> {
    const DEEPEST: u8 = 5;
    const LARGEST: u32 = 99;
    // A.1 in Annex A.
    let lettered = text.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    let annex = text.get(1..).and_then(|rest| rest.strip_prefix('.'));
    let (mut at, mut count) = match annex.filter(|_| lettered) {
        Some(_) => (2, 1),
        None => (0, 0),
    };
    let number = loop {
        let rest = text.get(at..)?;
        let (number, length, arabic) = numeral::leading(rest)?;
        // 1.0.1 is the first of chapter 1, which has no sections.
        let is_none = number == 0 && length == 1 && count > 0;
        let is_padded = rest.starts_with(['0', '０']);
        if !arabic || !is_none && (is_padded || !(1..=LARGEST).contains(&number)) {
            return None;
        }
        (at, count) = (at + length, count + u8::from(!is_none));
        // １．１ is accepted, 1．5 is not: it mixes widths.
        let mut behind = text.get(at..)?.chars();
        match (behind.next(), behind.next()) {
            (Some('.'), Some('0'..='9')) => at += '.'.len_utf8(),
            (Some('．'), Some('０'..='９')) => at += '．'.len_utf8(),
            _ if is_none => return None,
            _ => break number,
        }
    };
    let rest = text.get(at..)?;
    let is_white = |text: &str| text.chars().next().is_none_or(char::is_whitespace);
    if rest.strip_prefix('.').is_some_and(is_white) {
        at += 1;
    }
    let ends =
        is_white(text.get(at..)?) || rest.starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    (ends && (2..=DEEPEST).contains(&count)).then_some((
        Form::Decimal(count),
        number,
        Insertion::NONE,
        at,
    ))
}

/// Section 1.1 before its title or a sentence.
fn decimal_section(numbering: &Numbering, text: &str) -> Option<Parsed> {
    let named = numbering.heading(text)?;
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let is_one = digits < named.length && text.get(named.length..)?.starts_with('.');
    let (form, number, insertion, length) = decimal(text.get(digits..).filter(|_| is_one)?)?;
    let behind = text.get(digits + length..)?.trim_start();
    // Section 2.2 applies.
    let goes_on = behind.starts_with(char::is_lowercase);
    (!goes_on).then_some((form, number, insertion, digits + length))
}

/// I. II． Ⅲ、
fn roman_dot(text: &str) -> Option<Parsed> {
    let first = text.chars().next()?;
    let (number, length) = if first.is_ascii() {
        let length = text.bytes().take_while(|b| b"IVX".contains(b)).count();
        (roman(&text.get(..length)?.to_ascii_lowercase())?, length)
    } else {
        (first as u32 - 'Ⅰ' as u32 + 1, first.len_utf8())
    };
    let mut behind = text.get(length..)?.chars();
    let mark = behind.next().filter(|c| matches!(c, '.' | '．' | '、'))?;
    let is_apart = behind
        .next()
        .is_none_or(|c| c.is_whitespace() || c >= '\u{2e80}');
    is_apart.then_some((
        Form::RomanDot,
        number,
        Insertion::NONE,
        length + mark.len_utf8(),
    ))
}

/// What else may stand in parentheses.
const PARENS: [(Form, &str); 4] = [
    (Form::StemParen, sequence::STEMS),
    (Form::BranchParen, sequence::BRANCHES),
    (Form::GojuonParen, sequence::GOJUON),
    (Form::HangulParen, sequence::GANADA),
];

/// （一）, （1）, （甲）, (a) and (i)
fn paren(text: &str) -> Option<Parsed> {
    let open = text.chars().next()?;
    let rest = text.get(open.len_utf8()..)?;
    if let Some((letters, close)) = letters(rest) {
        let length = open.len_utf8() + letters.len() + close.len_utf8();
        if let Some(number) = roman(letters) {
            return Some((Form::RomanParen, number, Insertion::NONE, length));
        }
        // (aa) follows (a), (ba) follows (b).
        let inserted = letters.get(1..).filter(|second| !second.is_empty());
        let (number, inserted) = match inserted {
            Some(second) => (
                letter(letters.get(..1)?)?,
                Insertion::NONE.within(letter(second)?)?,
            ),
            None => (letter(letters)?, Insertion::NONE),
        };
        return Some((Form::LatinParen, number, inserted, length));
    }
    // OCR puts spaces between all characters.
    let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\u{3000}']).len();
    let lead = blank(rest);
    let inner = rest.get(lead..)?;
    let (form, number, length) = match numeral::leading(inner) {
        // The caller rejects years such as （1955） and （二〇〇一） by their size.
        Some((number @ 1.., length, arabic)) => {
            let form = if arabic {
                Form::ArabicParen
            } else {
                Form::HanParen
            };
            (form, number, length)
        }
        Some(_) => return None,
        None => {
            let c = inner.chars().next()?;
            let (form, number) = PARENS
                .iter()
                .find_map(|(form, sequence)| Some((*form, sequence::place(sequence, c)?)))?;
            (form, number, c.len_utf8())
        }
    };
    // (2A) follows (2).
    let behind = inner.get(length..)?;
    let (inserted, behind) = match form {
        Form::ArabicParen => Insertion::NONE.read_inside(behind),
        _ => (Insertion::NONE, behind),
    };
    let behind = behind.get(blank(behind)..)?;
    let close = behind
        .chars()
        .next()
        .filter(|c| matches!(c, '）' | ')' | '︶'))?;
    let length = text.len() - behind.len() + close.len_utf8();
    Some((form, number, inserted, length))
}

/// A.
fn capital(text: &str) -> Option<Parsed> {
    let mut characters = text.chars();
    let letter = characters.next().filter(char::is_ascii_uppercase)?;
    let rest = characters.as_str().strip_prefix('.')?;
    let is_apart = rest.starts_with(|c: char| c.is_whitespace() || c >= '\u{2e80}');
    let number = u32::from(letter) - u32::from('A') + 1;
    is_apart.then_some((Form::LatinDot, number, Insertion::NONE, 2))
}

/// a) đ)
fn half_paren(text: &str) -> Option<Parsed> {
    if text.starts_with("đ)") {
        return Some((Form::LatinHalfParen, 4, Insertion::new(1), "đ)".len()));
    }
    let (letters, close) = letters(text)?;
    let length = letters.len() + close.len_utf8();
    Some((
        Form::LatinHalfParen,
        letter(letters)?,
        Insertion::NONE,
        length,
    ))
}

/// Lower-case letters before a closing parenthesis, at most [`LONGEST`], and the parenthesis.
fn letters(text: &str) -> Option<(&str, char)> {
    let small = text.bytes().take(LONGEST);
    let length = small.take_while(u8::is_ascii_lowercase).count();
    let close = text.get(length..)?.chars().next()?;
    let is_one = length > 0 && matches!(close, ')' | '）');
    is_one.then_some((text.get(..length)?, close))
}

/// ① ⑴ ⒈ ㈠
fn enclosed(text: &str) -> Option<Parsed> {
    let c = text.chars().next()?;
    Some((
        form_enclosed(c)?,
        numeral::parse(text.get(..c.len_utf8())?)?,
        Insertion::NONE,
        c.len_utf8(),
    ))
}

/// The form of a number that is one character with its marks.
fn form_enclosed(c: char) -> Option<Form> {
    Some(match c {
        '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' | '➀'..='➉' => {
            Form::Circled
        }
        '⑴'..='⒇' => Form::ArabicParen,
        '⒈'..='⒛' => Form::ArabicDot,
        '㈠'..='㈩' | '㊀'..='㊉' => Form::HanParen,
        _ => return None,
    })
}

/// 一、 壹、 1. 1) ２　 一是
fn counted(text: &str) -> Option<Parsed> {
    let (number, length, arabic) = numeral::leading(text)?;
    let digits = text.get(..length)?;
    let rest = text.get(length..)?;
    // The mark may be separated from the numeral: 一 、
    let apart = rest.trim_start_matches([' ', '\u{3000}']);
    let is_apart = apart.starts_with(['、', '．', '︑']);
    let (rest, length) = if is_apart {
        (apart, text.len() - apart.len())
    } else {
        (rest, length)
    };
    // 2A. follows 2, 四之一、 follows 四、
    if arabic
        && let (inserted, marked) = Insertion::NONE.read_inside(rest)
        && !inserted.is_none()
    {
        let marked = marked.strip_prefix('.')?;
        let is_apart = marked.chars().next().is_none_or(char::is_whitespace);
        return is_apart.then_some((Form::ArabicDot, number, inserted, length + 2));
    }
    if let (inserted, marked) = Insertion::NONE.read(rest)
        && !inserted.is_none()
    {
        // 1의2. follows 1.
        if arabic && let Some(behind) = marked.strip_prefix('.') {
            let length = text.len() - behind.len();
            return Some((Form::ArabicDot, number, inserted, length));
        }
        let marked = marked.strip_prefix('、').filter(|_| !arabic)?;
        let length = text.len() - marked.len();
        return Some((Form::HanComma, number, inserted, length));
    }
    // 一から四まで　略
    if !arabic
        && let Some(last) = RANGES.iter().find_map(|word| rest.strip_prefix(word))
        && let Some((last_number, last_length, false)) = numeral::leading(last)
        && let behind = last.get(last_length..)?
        && let behind = behind.strip_prefix("まで").unwrap_or(behind)
        && behind.starts_with('\u{3000}')
        && last_number > number
    {
        return Some((
            Form::WideHan,
            number,
            Insertion::NONE,
            text.len() - behind.len(),
        ));
    }
    let mut following = rest.chars();
    let mark = following.next()?;
    let next = following.next();
    let form = match (arabic, mark) {
        _ if number == 0 => return None,
        // 百、千 are words; the hundredth item is 一百、 and the second 二、
        (false, '、' | '．' | '︑' | '.') if digits.starts_with(['百', '千', '两', '兩']) => {
            return None;
        }
        (false, '、' | '．' | '︑') => {
            if digits
                .chars()
                .all(|c| "壹贰貳叁參叄肆伍陆陸柒捌玖拾佰".contains(c))
            {
                Form::FormalComma
            } else {
                Form::HanComma
            }
        }
        (false, '.') if next.is_some_and(|c| !c.is_ascii_digit()) => Form::HanComma,
        (false, '是' | '曰') if number <= 20 && !digits.starts_with('十') => Form::Namely,
        (false, '\u{3000}') => Form::WideHan,
        // 1．5米 is a length; 3.1 has a form of its own.
        (true, '.' | '．')
            if next.is_none_or(|c| !c.is_ascii_digit() && !('０'..='９').contains(&c)) =>
        {
            Form::ArabicDot
        }
        (true, '、') => Form::ArabicDot,
        (true, ')' | '）') => Form::ArabicHalfParen,
        (true, '\u{3000}') => Form::WideDigit,
        // A single space may follow any number.
        (true, ' ') if next.is_some_and(|c| matches!(c, ' ' | '\u{3000}')) => Form::WideDigit,
        _ => return None,
    };
    let with_mark = !matches!(form, Form::WideDigit | Form::WideHan);
    Some((
        form,
        number,
        Insertion::NONE,
        length + if with_mark { mark.len_utf8() } else { 0 },
    ))
}

/// 甲、 子、 イ　 가. 가)
fn cyclic(text: &str) -> Option<Parsed> {
    let mut characters = text.chars();
    let (first, mark) = (characters.next()?, characters.next()?);
    // In Markdown the mark may be behind a backslash, which reads as a blank: 가\.
    let (escape, mark) = match mark {
        ' ' if matches!(first, '가'..='힣') => (mark.len_utf8(), characters.next()?),
        mark => (0, mark),
    };
    let place = |form, sequence| Some((form, sequence::place(sequence, first)?));
    let (form, number) = match mark {
        '、' | '．' => place(Form::Stem, sequence::STEMS)
            .or_else(|| place(Form::Branch, sequence::BRANCHES))?,
        '\u{3000}' => place(Form::Katakana, sequence::IROHA)
            .or_else(|| place(Form::Gojuon, sequence::GOJUON))?,
        '.' => place(Form::Hangul, sequence::GANADA)?,
        ')' | '）' => place(Form::HangulHalfParen, sequence::GANADA)?,
        _ => return None,
    };
    let length = first.len_utf8() + escape;
    let with_mark = if mark == '\u{3000}' {
        length
    } else {
        length + mark.len_utf8()
    };
    Some((form, number, Insertion::NONE, with_mark))
}

/// 首先， 其次， 再次， 最后，
fn sequence_word(text: &str) -> Option<Parsed> {
    const WORDS: [(&str, u32); 5] = [
        ("首先", 1),
        ("其次", 2),
        ("再次", 3),
        ("最后", u32::MAX),
        ("最後", u32::MAX),
    ];
    let (word, number) = WORDS.iter().find(|(word, _)| text.starts_with(word))?;
    let mark = text
        .get(word.len()..)?
        .chars()
        .next()
        .filter(|c| "，：,:".contains(*c))?;
    Some((
        Form::Sequence,
        *number,
        Insertion::NONE,
        word.len() + mark.len_utf8(),
    ))
}

/// 其一， 其二：
fn one_of_these(text: &str) -> Option<Parsed> {
    let after = text.strip_prefix('其')?;
    let (number, length, arabic) = numeral::leading(after)?;
    let rest = after.get(length..)?;
    let mark = rest.chars().next().filter(|c| "，：、,:".contains(*c))?;
    let length = text.len() - rest.len() + mark.len_utf8();
    (!arabic && number > 0).then_some((Form::Namely, number, Insertion::NONE, length))
}

/// The markers inside a paragraph that open clauses: series of at least two that start at 1 or
/// continue the paragraph's own marker. Each follows a stop and none is inside a quotation or a
/// title. `text` is the text after the own marker, `offset` its byte offset in the source, `next`
/// the marker of the next paragraph, which may go on with the series.
pub fn inline(text: &str, offset: usize, own: Option<Marker>, next: Option<Marker>) -> Vec<Marker> {
    let mut candidates: Vec<Marker> = own.into_iter().collect();
    candidates.extend(tight(text, offset, own));
    if candidates.len() > 2 && own.is_some() {
        return candidates.split_off(1);
    }
    candidates.truncate(usize::from(own.is_some()));
    let mut behind_stop = true;
    let (mut behind_blank, mut after_comma) = (false, false);
    // paragraph 2. is no second item.
    let mut after_word = false;
    // The last marker of the series that the paragraph opens with, which goes on behind a blank in
    // a list that was run into a line: 1．甲 2．乙.
    let mut last = own;
    // The last one of a list in circles behind a colon, which goes on anywhere: ①甲②乙.
    let mut circled: Option<Marker> = None;
    let mut behind_colon = false;
    let (mut quotes, mut parens) = (0i32, 0i32);
    let mut rest = text;
    loop {
        // Most characters are hanzi that follow neither a stop nor a blank.
        if !behind_stop && !behind_blank {
            rest = rest.get(hanzi::leading(rest)..).unwrap_or("");
        }
        let Some(c) = rest.chars().next() else {
            break;
        };
        let here = rest;
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        let is_circled = circled.is_some() && form_enclosed(c) == Some(Form::Circled);
        if (behind_stop || behind_blank && !after_word || is_circled)
            && quotes == 0
            && parens == 0
            && may_open(c)
            && let Some(marker) = leading(here, offset + text.len() - here.len())
            && is_inline(marker.form)
            && marker.insertion.is_none()
            && (behind_stop
                || last.is_some_and(|last| marker.continues(&last))
                || circled.is_some_and(|last| marker.continues(&last)))
            // 一、二、三等奖 and 甲，一、乙 are no lists.
            && !(after_comma && matches!(marker.form, Form::HanComma | Form::Stem))
            && (!weak::is_doubtful(&marker, here) || is_due(&marker, &candidates, next))
        {
            rest = here.get(marker.label.len()..).unwrap_or("");
            candidates.push(marker);
            if last.is_some_and(|last| last.form == marker.form) {
                last = Some(marker);
            }
            if marker.form == Form::Circled && (behind_colon || circled.is_some()) {
                circled = Some(marker);
            }
            (behind_stop, behind_blank, behind_colon) = (false, false, false);
            continue;
        }
        if c.is_whitespace() {
            // A line that breaks inside a sentence begins with whatever comes next.
            let behind = here.trim_start();
            let blank = here.get(..here.len() - behind.len()).unwrap_or("");
            behind_blank = !blank.contains('\n');
            rest = behind;
            continue;
        }
        after_word = c < '\u{2e80}' && c.is_alphabetic();
        (behind_stop, behind_blank, after_comma) = (false, false, false);
        behind_colon = matches!(c, '：' | ':');
        match c {
            '\u{4e00}'..='\u{9fff}' => {}
            '，' => (behind_stop, after_comma) = (true, true),
            '。' | '；' | '：' | ';' | ':' | '！' | '？' => behind_stop = true,
            '“' | '「' | '『' | '《' => quotes += 1,
            '”' | '」' | '』' | '》' => quotes = (quotes - 1).max(0),
            '（' | '(' => parens += 1,
            '）' | ')' => parens = (parens - 1).max(0),
            _ => {}
        }
    }
    if candidates.len() == usize::from(own.is_some()) {
        return Vec::new();
    }
    candidates.extend(next);
    let mut found = series(&candidates, own.is_some()).split_off(usize::from(own.is_some()));
    found.retain(|marker| marker.label.start < offset + text.len());
    found
}

/// Whether a marker is the one that the last of its form waits for, which the next paragraph does
/// not have.
fn is_due(marker: &Marker, found: &[Marker], next: Option<Marker>) -> bool {
    const FARTHEST: usize = 16;
    let mut last = found.iter().rev().take(FARTHEST);
    let last = last.find(|last| last.form == marker.form);
    let is_next = |next: Marker| next.form == marker.form && next.number == marker.number;
    last.is_some_and(|last| marker.continues(last)) && !next.is_some_and(is_next)
}

/// What an article starts with.
static ARTICLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("第"));

/// The articles that a paragraph goes on with behind its own (`。 第三条 …`): each has the next
/// number and stands between white space.
pub fn run_in_articles(text: Span, source: &str, own: Marker) -> Vec<Marker> {
    let words = text.of(source);
    let mut found: Vec<Marker> = Vec::new();
    let mut last = own.number;
    for at in ARTICLE.find_iter(words.as_bytes()) {
        let (before, rest) = words.split_at(at);
        let stopped = before.trim_end();
        if stopped.len() == before.len() || !stopped.ends_with(['。', '；', '：', '”']) {
            continue;
        }
        let next = leading(rest, text.start + at).filter(|next| next.form == Form::Article);
        if let Some(next) = next.filter(|next| next.follows(last)) {
            last = next.number;
            found.push(next);
        }
    }
    found
}

/// The rest of a series that a scanner ran together: 1．减租2.增产3.护会. Each number must be
/// the next one and stand between hanzi.
fn tight(text: &str, offset: usize, own: Option<Marker>) -> Vec<Marker> {
    let mut found = Vec::new();
    let Some(own) = own.filter(|own| own.form == Form::ArabicDot && own.number == 1) else {
        return found;
    };
    let is_hanzi = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let mut last = own.number;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if c.is_numeric()
            && before.is_some_and(|c| is_hanzi(c) || "。；，".contains(c))
            && let Some(marker) = text.get(at..).and_then(|rest| leading(rest, offset + at))
            && marker.form == Form::ArabicDot
            && marker.number == last + 1
            && text
                .get(at + marker.label.len()..)
                .is_some_and(|rest| rest.starts_with(is_hanzi))
        {
            last = marker.number;
            found.push(marker);
        }
        before = Some(c);
    }
    found
}

/// Whether a marker inside a paragraph may start with this character.
fn may_open(c: char) -> bool {
    matches!(c, '（' | '(' | '︵' | '第' | '首' | '其' | '再' | '最')
        || numeral::is_digit(c)
        || sequence::is_stem(c)
        || form_enclosed(c).is_some()
}

fn is_inline(form: Form) -> bool {
    matches!(
        form,
        Form::HanParen
            | Form::ArabicParen
            | Form::Circled
            | Form::ArabicDot
            | Form::HanComma
            | Form::FormalComma
            | Form::Stem
            | Form::StemParen
            | Form::BranchParen
            | Form::Namely
            | Form::Sequence
            | Form::Ordinal
    )
}

/// Keeps the markers that belong to a series of at least two that starts at 1 or at the own marker.
fn series(candidates: &[Marker], has_own: bool) -> Vec<Marker> {
    let mut kept = vec![false; candidates.len()];
    for first in 0..candidates.len() {
        let start = candidates[first];
        let is_own = has_own && first == 0;
        if !(start.number == 1 || is_own) || kept[first] {
            continue;
        }
        let mut run = vec![first];
        let mut last = start.number;
        for (index, marker) in candidates.iter().enumerate().skip(first + 1) {
            if marker.form != start.form {
                continue;
            }
            let is_final = marker.number == u32::MAX && last < u32::MAX;
            if Some(marker.number) == last.checked_add(1) || is_final {
                run.push(index);
                last = marker.number;
                if is_final {
                    break;
                }
            } else {
                break;
            }
        }
        if run.len() > 1 || is_own {
            for index in run {
                kept[index] = true;
            }
        }
    }
    candidates
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(marker, _)| *marker)
        .collect()
}

#[cfg(test)]
mod tests;
