//! Clause markers: recognizes the printed numbers that may open a clause, at the start of a block
//! and inside a paragraph.

use crate::text::{Span, numeral};

/// The form of a marker, which distinguishes one series of numbers from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// 第一编, 第一篇, 第1部, 第一卷, 卷一, 제1편, Part I, Phần 1
    Part,
    /// 第一分编, 第1分部
    Subpart,
    /// 第一章, 第一回, 제1장, Chapter II, Chương II
    Chapter,
    /// 第一节, 제1절, Section 1, Mục 1
    Section,
    /// 第一条, 第一条之一, 第 1-1 條, 제1조, Article 1, Điều 1
    Article,
    /// 附件一, 附录, 附表, Schedule 1, Annex A, Phụ lục I
    Annex,
    /// 第一，第二、第三：
    Ordinal,
    /// 一、
    HanComma,
    /// 壹、
    FormalComma,
    /// （一） ㈠ ㊀
    HanParen,
    /// 1. 1． 1、 ⒈
    ArabicDot,
    /// 1.1, 3.2.1, 3.2., A.1: the sections of standards and contracts, by the count of their
    /// numbers.
    Decimal(u8),
    /// I. Ⅱ．
    RomanDot,
    /// 1) 1）
    ArabicHalfParen,
    /// （1） ⑴
    ArabicParen,
    /// a) the items of standards (GB/T 1.1); đ) in Vietnamese statutes.
    LatinHalfParen,
    /// (a)
    LatinParen,
    /// A. the items of English texts.
    LatinDot,
    /// Section 1. inside an article, as in the constitution of the United States.
    SectionOfArticle,
    /// (i) (ii)
    RomanParen,
    /// ① ❶
    Circled,
    /// 甲、
    Stem,
    /// 子、
    Branch,
    /// 首先， 其次， 最后，
    Sequence,
    /// 一是 二是
    Namely,
    /// ２ the numbered paragraphs (項) of Japanese and Taiwanese statutes, the sections of
    /// standards.
    WideDigit,
    /// 一 the items (号) of Japanese statutes.
    WideHan,
    /// イ the subitems of Japanese statutes.
    Katakana,
    /// 가. 나. the items of Korean statutes.
    Hangul,
}

/// A marker: its form, number and label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Form of the marker.
    pub form: Form,
    /// The printed number; 0 for an annex without a number.
    pub number: u32,
    /// The number of 之一, -1 or A after it; 0 for none.
    pub insertion: u32,
    /// The printed marker.
    pub label: Span,
}

impl Marker {
    /// (i), (v), (x), I. and V. read as letters instead of Roman numerals: the 9th, 22nd and 24th.
    pub fn as_letter(self, source: &str) -> Option<Self> {
        let form = match self.form {
            Form::RomanParen => Form::LatinParen,
            Form::RomanDot => Form::LatinDot,
            _ => return None,
        };
        let marks = ['(', '（', ')', '）', '.'];
        let letters = self.label.of(source).trim_matches(marks);
        Some(Self {
            form,
            number: letter(&letters.to_ascii_lowercase())?,
            ..self
        })
    }

    /// Whether the marker continues its series after the number `last`. Vietnamese letters run a b
    /// c d đ e g h i k …: they skip f, j and w, and đ is an insertion after d.
    pub fn follows(self, last: u32) -> bool {
        let skips = matches!((last, self.number), (5, 7) | (9, 11) | (22, 24));
        if self.insertion > 0 {
            self.number == last
        } else {
            last.checked_add(1) == Some(self.number) || self.form == Form::LatinHalfParen && skips
        }
    }
}

/// Longest numeral, in characters.
const LONGEST: usize = 12;

/// Greatest number of an item that does not continue a series; greater ones are years (1955、).
const LARGEST: u32 = 500;

/// The marker at the start of a text, if it opens a clause. `offset` is the byte offset of the text
/// in its source.
pub fn leading(text: &str, offset: usize) -> Option<Marker> {
    let numbers_freely = |form| {
        matches!(
            form,
            Form::Part
                | Form::Subpart
                | Form::Chapter
                | Form::Section
                | Form::Article
                | Form::Sequence
        )
    };
    read(text, offset).filter(|marker| marker.number <= LARGEST || numbers_freely(marker.form))
}

/// Like [`leading`], but accepts any number: for markers that continue a series.
pub fn read(text: &str, offset: usize) -> Option<Marker> {
    let first = text.chars().next()?;
    let (form, number, insertion, length) = match first {
        '第' | '제' => ordinal(text)?,
        '附' | '別' | '别' => annex(text)?,
        '（' | '(' | '︵' => paren(text)?,
        'I' | 'V' | 'X' | 'Ⅰ'..='Ⅻ' => roman_dot(text)?,
        '首' | '其' | '再' | '最' => sequence(text)?,
        '卷' => volume(text)?,
        'A'..='Z' | 'Đ' => western(text)
            .or_else(|| decimal(text))
            .or_else(|| capital(text))?,
        'a'..='z' | 'đ' => half_paren(text)?,
        _ => enclosed(text)
            .or_else(|| decimal(text))
            .or_else(|| counted(text))
            .or_else(|| cyclic(text))?,
    };
    Some(Marker {
        form,
        number,
        insertion,
        label: Span::new(offset, offset + length),
    })
}

/// A parsed marker: form, number, insertion, length in bytes.
type Parsed = (Form, u32, u32, usize);

/// The numeral at the start of a text: value, length in bytes, whether it has Arabic digits.
fn numeral_at(text: &str) -> Option<(u32, usize, bool)> {
    let is_arabic = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let first = text.chars().next()?;
    let arabic = is_arabic(first);
    let length = text
        .char_indices()
        .take(LONGEST)
        .take_while(|(_, c)| {
            if arabic {
                is_arabic(*c)
            } else {
                !is_arabic(*c) && numeral::is_digit(*c)
            }
        })
        .map(|(at, c)| at + c.len_utf8())
        .last()?;
    let number = numeral::parse(text.get(..length)?)?;
    (number <= 99_999).then_some((number, length, arabic))
}

/// 第…: the divisions of a statute, and 第一，
fn ordinal(text: &str) -> Option<Parsed> {
    let korean = text.starts_with('제');
    let lead = '第'.len_utf8();
    let after = text.get(lead..)?;
    let blank = after.len() - after.trim_start_matches([' ', '\u{3000}']).len();
    let digits = after.get(blank..)?;
    let (number, length, _) = numeral_at(digits)?;
    let mut at = lead + blank + length;
    let within = text.get(at..)?.strip_prefix('-').and_then(numeral_at);
    if let Some((_, length, _)) = within {
        at += '-'.len_utf8() + length;
    }
    let rest = text.get(at..)?;
    let unit_blank = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    let unit = rest.get(unit_blank..)?;
    let (form, unit_length) = if korean {
        let form = match unit.chars().next()? {
            '편' => Form::Part,
            '장' => Form::Chapter,
            '절' => Form::Section,
            '조' => Form::Article,
            _ => return None,
        };
        (form, '조'.len_utf8())
    } else if ["分编", "分編", "分部"]
        .iter()
        .any(|name| unit.starts_with(name))
    {
        (Form::Subpart, "分编".len())
    } else {
        match unit.chars().next()? {
            '编' | '編' | '篇' | '部' | '卷' => (Form::Part, '编'.len_utf8()),
            '章' | '回' => (Form::Chapter, '章'.len_utf8()),
            '节' | '節' => (Form::Section, '节'.len_utf8()),
            '条' | '條' | '款' => (Form::Article, '条'.len_utf8()),
            '，' | '、' | '：' | ',' | ':' | '．' if unit_blank == 0 => {
                (Form::Ordinal, unit.chars().next()?.len_utf8())
            }
            '点' | '點' if unit_blank == 0 => {
                let mark = unit
                    .chars()
                    .nth(1)
                    .filter(|c| "，、：,: \u{3000}".contains(*c))?;
                (Form::Ordinal, '点'.len_utf8() + mark.len_utf8())
            }
            _ => return None,
        }
    };
    at += unit_blank + unit_length;
    match (form, within) {
        (Form::Ordinal, None) => return Some((form, number, 0, at)),
        (Form::Article, _) | (_, None) => {}
        // Only articles have insertions.
        _ => return None,
    }
    let (insertion, length) = match within {
        Some((insertion, _, _)) => (insertion, 0),
        None => insertion(text.get(at..)?, korean),
    };
    at += length;
    if form == Form::Article {
        at += further(text.get(at..)?);
    }
    ends_division(text.get(at..)?, form, korean).then_some((form, number, insertion, at))
}

/// Length in bytes of the continuation of an article's number: の三 in 第五条の二の三, 及び第四条
/// and 至第八條 where several articles are repealed together.
fn further(text: &str) -> usize {
    let inserted = text.strip_prefix(['の', '之']).and_then(numeral_at);
    if let Some((_, length, _)) = inserted {
        return 'の'.len_utf8() + length;
    }
    let last = ["及び", "から", "乃至", "至", "到"]
        .iter()
        .find_map(|word| text.strip_prefix(word)?.strip_prefix('第'));
    let unit = last.and_then(|last| {
        let (_, length, _) = numeral_at(last)?;
        last.get(length..)?.strip_prefix(['条', '條'])
    });
    let Some(rest) = unit else { return 0 };
    let rest = rest.get(insertion(rest, false).1..).unwrap_or(rest);
    text.len() - rest.strip_prefix("まで").unwrap_or(rest).len()
}

/// 之一, の二, 의2 after an article's number: its value and length in bytes.
fn insertion(text: &str, korean: bool) -> (u32, usize) {
    let mut characters = text.chars();
    let lead = match characters.next() {
        Some(c @ ('之' | 'の')) if !korean => c,
        Some('의') if korean => '의',
        _ => return (0, 0),
    };
    let rest = characters.as_str();
    numeral_at(rest).map_or((0, 0), |(number, length, _)| {
        (number, lead.len_utf8() + length)
    })
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

/// 卷一, 卷第二, 卷之三, 卷上
fn volume(text: &str) -> Option<Parsed> {
    let rest = text.strip_prefix('卷')?;
    let rest = rest.strip_prefix(['第', '之']).unwrap_or(rest);
    let first = rest.chars().next()?;
    let halves = "上中下".chars().position(|c| c == first);
    let (number, length) = match halves {
        Some(at) => (at as u32 + 1, first.len_utf8()),
        None => numeral_at(rest).map(|(number, length, _)| (number, length))?,
    };
    let at = text.len() - rest.len() + length;
    ends_division(text.get(at..)?, Form::Part, false).then_some((Form::Part, number, 0, at))
}

/// Part II, Chapter 3, Section 5., Article IV, Schedule 1, Điều 2.: a capitalized word and a
/// number, followed by a title or a sentence. Excludes sentences about a division (Section 5
/// applies).
fn western(text: &str) -> Option<Parsed> {
    const WORDS: [(&str, Form); 15] = [
        ("part", Form::Part),
        ("phần", Form::Part),
        ("chapter", Form::Chapter),
        ("chương", Form::Chapter),
        ("section", Form::Section),
        ("sec.", Form::Section),
        ("mục", Form::Section),
        ("article", Form::Article),
        ("art.", Form::Article),
        ("amendment", Form::Article),
        ("điều", Form::Article),
        ("schedule", Form::Annex),
        ("annex", Form::Annex),
        ("appendix", Form::Annex),
        ("phụ lục", Form::Annex),
    ];
    let (word, form) = WORDS.iter().find_map(|(word, form)| {
        let mut letters = text.chars();
        let is_word = word
            .chars()
            .all(|c| letters.next().is_some_and(|own| own.to_lowercase().eq([c])));
        is_word.then(|| (text.get(..text.len() - letters.as_str().len()), *form))
    })?;
    let after = text.get(word?.len()..)?;
    let digits = after.trim_start_matches([' ', '\u{a0}']);
    if digits.len() == after.len() {
        return None;
    }
    let (number, length) = match numeral_at(digits) {
        Some((number, length, true)) => (number, length),
        _ => {
            let letters = digits.bytes().take(LONGEST);
            let length = letters.take_while(u8::is_ascii_uppercase).count();
            let capitals = digits.get(..length)?.to_ascii_lowercase();
            let annex = || letter(&capitals).filter(|_| form == Form::Annex);
            (roman(&capitals).or_else(annex)?, length)
        }
    };
    // Section 2A follows Section 2.
    let rest = digits.get(length..)?;
    let insertion = suffix(rest);
    let rest = rest.get(usize::from(insertion > 0)..)?;
    let marked = rest.strip_prefix(['.', ':']);
    let behind = marked.unwrap_or(rest);
    let gap = behind.trim_start();
    let begins = |c: char| c.is_uppercase() || !c.is_alphanumeric() && c != ',' || c >= '\u{2e80}';
    let is_apart = behind.is_empty()
        || gap.len() < behind.len()
            && (marked.is_some() || gap.starts_with(begins) || behind.starts_with('\n'))
        || behind.starts_with(['(', '—', '–']);
    let at = text.len() - behind.len();
    (is_apart && number > 0).then_some((form, number, insertion, at))
}

/// Position in the alphabet of the capital at the start of a text, from 1; 0 for none.
fn suffix(text: &str) -> u32 {
    let letter = text.bytes().next().filter(u8::is_ascii_uppercase);
    letter.map_or(0, |letter| u32::from(letter - b'A') + 1)
}

/// 附件一, 附录, 附表2 at the start of a line.
fn annex(text: &str) -> Option<Parsed> {
    const NAMES: [&str; 10] = [
        "附件",
        "附录",
        "附錄",
        "附表",
        "附图",
        "附圖",
        "附則別表",
        "附编",
        "別表",
        "别表",
    ];
    // 附： alone on a line; if text follows, it names an enclosure.
    if matches!(text, "附：" | "附:") {
        return Some((Form::Annex, 0, 0, text.len()));
    }
    let rest = NAMES.iter().find_map(|name| spaced(text, name))?;
    // 別表第一（第二条関係）
    let is_table = text.starts_with(['別', '别']);
    let rest = rest.strip_prefix('第').filter(|_| is_table).unwrap_or(rest);
    let blank = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    let digits = rest.get(blank..)?;
    let capital = digits.bytes().next().filter(u8::is_ascii_uppercase);
    let (number, length) = match (numeral_at(digits), capital) {
        (Some((number, length, _)), _) => (number, blank + length),
        // 附录A in a standard.
        (None, Some(letter)) => (u32::from(letter - b'A') + 1, blank + 1),
        (None, None) => (0, 0),
    };
    let mut at = text.len() - rest.len() + length;
    let next = text.get(at..)?.chars().next();
    match next {
        None => {}
        Some(c @ ('：' | ':' | '、' | '．')) => at += c.len_utf8(),
        Some(c) if c.is_whitespace() || is_table && c == '（' => {}
        _ => return None,
    }
    Some((Form::Annex, number, 0, at))
}

/// The text after a name whose characters may be spaced: 附 录.
fn spaced<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    for (index, c) in name.chars().enumerate() {
        let next = if index > 0 {
            rest.trim_start_matches([' ', '\u{3000}'])
        } else {
            rest
        };
        rest = next.strip_prefix(c)?;
    }
    Some(rest)
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
        let (number, length, arabic) = numeral_at(rest)?;
        if !arabic || !(1..=LARGEST).contains(&number) || rest.starts_with(['0', '０']) {
            return None;
        }
        (at, count) = (at + length, count + 1);
        // １．１ is accepted, 1．5 is not: it mixes widths.
        let mut behind = text.get(at..)?.chars();
        match (behind.next(), behind.next()) {
            (Some('.'), Some('0'..='9')) => at += '.'.len_utf8(),
            (Some('．'), Some('０'..='９')) => at += '．'.len_utf8(),
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
    (ends && (2..=DEEPEST).contains(&count)).then_some((Form::Decimal(count), number, 0, at))
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
    is_apart.then_some((Form::RomanDot, number, 0, length + mark.len_utf8()))
}

/// （一）, （1）, (a) and (i)
fn paren(text: &str) -> Option<Parsed> {
    let open = text.chars().next()?;
    let rest = text.get(open.len_utf8()..)?;
    if let Some((letters, close)) = letters(rest) {
        let length = open.len_utf8() + letters.len() + close.len_utf8();
        if let Some(number) = roman(letters) {
            return Some((Form::RomanParen, number, 0, length));
        }
        // (aa) follows (a), (ba) follows (b).
        let inserted = letters.get(1..).filter(|second| !second.is_empty());
        let (number, inserted) = match inserted {
            Some(second) => (letter(letters.get(..1)?)?, letter(second)?),
            None => (letter(letters)?, 0),
        };
        return Some((Form::LatinParen, number, inserted, length));
    }
    // OCR puts spaces between all characters.
    let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\u{3000}']).len();
    let lead = blank(rest);
    let (number, length, arabic) = numeral_at(rest.get(lead..)?)?;
    let length = lead + length;
    // (2A) follows (2).
    let inserted = rest.get(length..).filter(|_| arabic).map_or(0, suffix);
    let length = length + usize::from(inserted > 0);
    let length = length + blank(rest.get(length..)?);
    let close = rest
        .get(length..)?
        .chars()
        .next()
        .filter(|c| matches!(c, '）' | ')' | '︶'))?;
    // The caller rejects years such as （1955） and （二〇〇一） by their size.
    let form = match (arabic, number) {
        (true, 1..) => Form::ArabicParen,
        (false, 1..) => Form::HanParen,
        _ => return None,
    };
    let length = open.len_utf8() + length + close.len_utf8();
    Some((form, number, inserted, length))
}

/// A.
fn capital(text: &str) -> Option<Parsed> {
    let mut characters = text.chars();
    let letter = characters.next().filter(char::is_ascii_uppercase)?;
    let rest = characters.as_str().strip_prefix('.')?;
    let is_apart = rest.starts_with(|c: char| c.is_whitespace() || c >= '\u{2e80}');
    let number = u32::from(letter) - u32::from('A') + 1;
    is_apart.then_some((Form::LatinDot, number, 0, 2))
}

/// a) đ)
fn half_paren(text: &str) -> Option<Parsed> {
    if text.starts_with("đ)") {
        return Some((Form::LatinHalfParen, 4, 1, "đ)".len()));
    }
    let (letters, close) = letters(text)?;
    let length = letters.len() + close.len_utf8();
    Some((Form::LatinHalfParen, letter(letters)?, 0, length))
}

/// Lower-case letters before a closing parenthesis, at most [`LONGEST`], and the parenthesis.
fn letters(text: &str) -> Option<(&str, char)> {
    let small = text.bytes().take(LONGEST);
    let length = small.take_while(u8::is_ascii_lowercase).count();
    let close = text.get(length..)?.chars().next()?;
    let is_one = length > 0 && matches!(close, ')' | '）');
    is_one.then_some((text.get(..length)?, close))
}

/// Position of a letter in the alphabet, from 1.
fn letter(text: &str) -> Option<u32> {
    match text.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a') + 1),
        _ => None,
    }
}

/// A lower-case Roman numeral up to xxxix.
fn roman(text: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let ones = text.trim_start_matches('x');
    let tens = text.len() - ones.len();
    let ones = ONES.iter().position(|numeral| *numeral == ones)?;
    (1..40)
        .contains(&(10 * tens + ones))
        .then_some((10 * tens + ones) as u32)
}

/// ① ⑴ ⒈ ㈠
fn enclosed(text: &str) -> Option<Parsed> {
    let c = text.chars().next()?;
    let form = match c {
        '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' | '❶'..='❿' | '➀'..='➉' => {
            Form::Circled
        }
        '⑴'..='⒇' => Form::ArabicParen,
        '⒈'..='⒛' => Form::ArabicDot,
        '㈠'..='㈩' | '㊀'..='㊉' => Form::HanParen,
        _ => return None,
    };
    Some((
        form,
        numeral::parse(text.get(..c.len_utf8())?)?,
        0,
        c.len_utf8(),
    ))
}

/// 一、 壹、 1. 1) ２　 一是
fn counted(text: &str) -> Option<Parsed> {
    let (number, length, arabic) = numeral_at(text)?;
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
    // 2A. follows 2.
    let inserted = if arabic { suffix(rest) } else { 0 };
    let mut following = rest.chars();
    if inserted > 0 {
        let marked = following.as_str().get(1..)?.strip_prefix('.')?;
        let is_apart = marked.chars().next().is_none_or(char::is_whitespace);
        return is_apart.then_some((Form::ArabicDot, number, inserted, length + 2));
    }
    let mark = following.next()?;
    let next = following.next();
    let form = match (arabic, mark) {
        _ if number == 0 => return None,
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
        (false, '是') if number <= 20 && !digits.starts_with('十') => Form::Namely,
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
        0,
        length + if with_mark { mark.len_utf8() } else { 0 },
    ))
}

/// 甲、 子、 イ　 가.
fn cyclic(text: &str) -> Option<Parsed> {
    const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
    const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
    const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラム";
    const GANADA: &str = "가나다라마바사아자차카타파하";
    let mut characters = text.chars();
    let (first, mark) = (characters.next()?, characters.next()?);
    let place = |cycle: &str| {
        cycle
            .chars()
            .position(|c| c == first)
            .map(|at| at as u32 + 1)
    };
    let (form, number) = match mark {
        '、' | '．' => place(STEMS)
            .map(|n| (Form::Stem, n))
            .or_else(|| place(BRANCHES).map(|n| (Form::Branch, n)))?,
        '\u{3000}' => (Form::Katakana, place(IROHA)?),
        '.' => (Form::Hangul, place(GANADA)?),
        _ => return None,
    };
    let with_mark = form != Form::Katakana;
    Some((
        form,
        number,
        0,
        first.len_utf8() + if with_mark { mark.len_utf8() } else { 0 },
    ))
}

/// 首先， 其次， 再次， 最后，
fn sequence(text: &str) -> Option<Parsed> {
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
    Some((Form::Sequence, *number, 0, word.len() + mark.len_utf8()))
}

/// The markers inside a paragraph that open clauses: series of at least two that start at 1 or
/// continue the paragraph's own marker. Each follows a stop and none is inside a quotation or a
/// title. `text` is the text after the own marker, `offset` its byte offset in the source.
pub fn inline(text: &str, offset: usize, own: Option<Marker>) -> Vec<Marker> {
    let mut candidates: Vec<Marker> = own.into_iter().collect();
    let mut behind_stop = true;
    let (mut quotes, mut parens) = (0i32, 0i32);
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        // Fast path: most characters are hanzi that do not follow a stop.
        if !behind_stop && matches!(c, '\u{4e00}'..='\u{9fff}') || at < skip_to {
            continue;
        }
        if behind_stop
            && quotes == 0
            && parens == 0
            && may_open(c)
            && let Some(marker) = text.get(at..).and_then(|rest| leading(rest, offset + at))
            && is_inline(marker.form)
            && marker.insertion == 0
        {
            skip_to = at + marker.label.len();
            candidates.push(marker);
            behind_stop = false;
            continue;
        }
        match c {
            '“' | '「' | '『' | '《' => quotes += 1,
            '”' | '」' | '』' | '》' => quotes = (quotes - 1).max(0),
            '（' | '(' => parens += 1,
            '）' | ')' => parens = (parens - 1).max(0),
            _ => {}
        }
        if !c.is_whitespace() {
            behind_stop = matches!(c, '。' | '；' | '：' | ';' | ':' | '，' | '！' | '？');
        }
    }
    series(&candidates, own.is_some()).split_off(usize::from(own.is_some()))
}

/// Whether a marker inside a paragraph may start with this character.
fn may_open(c: char) -> bool {
    match c {
        '（' | '(' | '第' | '首' | '其' | '再' | '最' => true,
        '①'..='⑳' | '⑴'..='⒇' | '⒈'..='⒛' | '㈠'..='㈩' => true,
        _ => numeral::is_digit(c),
    }
}

fn is_inline(form: Form) -> bool {
    matches!(
        form,
        Form::HanParen
            | Form::ArabicParen
            | Form::Circled
            | Form::ArabicDot
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
