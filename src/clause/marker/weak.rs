//! Weak markers: forms that prose has too, so that only a series of them makes clauses.

use super::{Form, Marker, Parsed, plain};
use crate::text::numbering::{Insertion, Numbering, sequence, verse};
use crate::text::numeral;

/// Longest title behind a weak division, in characters.
const LONGEST_TITLE: usize = 30;

/// Parses a weak marker at the start of a text.
pub(super) fn read(numbering: &Numbering, text: &str) -> Option<Parsed> {
    match text.chars().next()? {
        '第' => division(numbering, text)
            .or_else(|| point(text))
            .or_else(|| wide(text)),
        '제' => division(numbering, text),
        '【' | '［' | '〔' => bracketed(numbering, text),
        'ａ'..='ｚ' => letter(text),
        'ア'..='ワ' => kana(text),
        c if sequence::is_stem(c) => stem(text),
        c if !numeral::is_digit(c) => None,
        _ => comma(text)
            .or_else(|| dot(text))
            .or_else(|| lone(text))
            .or_else(|| section(text))
            .or_else(|| han(text))
            .or_else(|| {
                let (number, length) = verse(text)?;
                Some((Form::Verse, number, Insertion::NONE, length))
            }),
    }
}

/// Whether what stands right behind a marker makes it doubtful: 二、三军团 are two armies,
/// 七、八十斤 are some pounds, （二）班 is one class.
pub(super) fn is_doubtful(marker: &Marker, text: &str) -> bool {
    /// What is numbered in brackets, as other words begin too: 期限, 组织.
    const NUMBERED: &str = "班组組级級期连連排营營团團队隊院部厂廠校号號";
    let behind = text.get(marker.label.len()..).unwrap_or("");
    let number = marker.number;
    match marker.form {
        Form::Stem => behind.starts_with(sequence::is_stem),
        Form::HanParen | Form::StemParen => behind.starts_with(|c| NUMBERED.contains(c)),
        Form::HanComma => counts_on(number, behind),
        // 1、2号楼
        Form::ArabicDot => {
            numeral::leading(behind).is_some_and(|(next, _, arabic)| arabic && next == number + 1)
        }
        // 第一、第二两条
        Form::Ordinal => behind
            .strip_prefix('第')
            .is_some_and(|rest| numeral::leading(rest).is_some()),
        _ => false,
    }
}

/// Whether a text begins with a numeral that goes on from a number, as quantities and lists do:
/// 十八 behind 二, 八十 behind 七, 五百 behind 三, 四两 behind 二. The digits of a year do not.
fn counts_on(number: u32, text: &str) -> bool {
    const GREATEST: u32 = 20;
    let mut digits = text.chars().map(digit);
    let Some(Some(first)) = digits.next() else {
        return false;
    };
    let is_year = text
        .chars()
        .nth(1)
        .is_some_and(|c| !matches!(c, '两' | '兩'))
        && digits.next().flatten().is_some_and(|second| second < 10);
    let units = number % 10;
    let is_near = numeral::leading(text)
        .is_some_and(|(next, _, arabic)| !arabic && number < next && next <= GREATEST);
    is_near || units > 0 && units < first && first < 10 && !is_year
}

/// The value of one Chinese digit or unit.
fn digit(c: char) -> Option<u32> {
    numeral::parse(c.encode_utf8(&mut [0; 4])).filter(|_| numeral::is_digit(c) && !c.is_ascii())
}

/// 第一条为了, 第一章总则: a division without a blank behind its number.
fn division(numbering: &Numbering, text: &str) -> Option<Parsed> {
    let named = numbering.heading(text)?;
    let form = named.unit.level.form()?;
    let parsed = |length| Some((form, named.number, named.insertion, length));
    let behind = text.get(named.length..)?;
    // 第一部分
    let parts = behind.strip_prefix('分').filter(|_| form == Form::Part);
    if let Some(behind) = parts.filter(|behind| behind.is_empty() || behind.starts_with(is_apart)) {
        return parsed(text.len() - behind.len());
    }
    let is_one = match form {
        // 第二条、三条 and 第二条，第三条 are two that a sentence names.
        Form::Article => {
            let listed = behind.strip_prefix(['、', '，']).unwrap_or(behind);
            let is_number = listed.len() < behind.len() && numeral::leading(listed).is_some();
            !listed.starts_with('之') && !is_part(listed) && !is_number
        }
        Form::Part | Form::Chapter | Form::Section => is_title(behind),
        _ => false,
    };
    if is_one && !behind.is_empty() && !is_mentioned(behind) {
        parsed(named.length)
    } else {
        None
    }
}

/// Whether the words behind a division's number say that a sentence only mentions it: 第三条的,
/// 第三条和第四条; not 和解 and 及时, with which articles begin too.
fn is_mentioned(behind: &str) -> bool {
    let joined = behind.strip_prefix(['和', '或', '及', '与', '與', '至', '到']);
    let other = joined.map(|rest| rest.strip_prefix(['者', '以', '其']).unwrap_or(rest));
    behind.starts_with(['的', '里', '裏'])
        || other.is_some_and(|other| {
            other.starts_with(['第', '前', '附', '《']) || numeral::leading(other).is_some()
        })
}

/// Whether a text begins with a part of what is above it or with its neighbour: 第二款, 第三条; not
/// 第二审人民法院.
fn is_part(text: &str) -> bool {
    const UNITS: &str = "款項项目条條号號段句章节節编編点點";
    let number = text.strip_prefix('第');
    let counted = number.and_then(|rest| Some((rest, numeral::leading(rest)?.1)));
    match counted {
        Some((rest, length)) => rest.get(length..).is_none_or(|unit| {
            unit.is_empty() || unit.starts_with(|c: char| UNITS.contains(c) || !c.is_alphabetic())
        }),
        // 第（一）项
        None => number.is_some(),
    }
}

fn is_apart(c: char) -> bool {
    c.is_whitespace() || matches!(c, '：' | ':')
}

/// Whether what stands behind a division's number may be its title.
fn is_title(words: &str) -> bool {
    let words = words.trim_start_matches(['：', ':', '、', '·', '-', '—', '.', '．']);
    words.chars().take(LONGEST_TITLE + 1).count() <= LONGEST_TITLE
        && !words.is_empty()
        && !words.contains(['。', '；', '，', '！', '？', '\n'])
        && !words.ends_with(['：', ':', '、'])
}

/// 第一个问题：, 第二方面， and 第三号 in front of a blank.
fn point(text: &str) -> Option<Parsed> {
    const NOUNS: [&str; 13] = [
        "问题", "問題", "方面", "原因", "意见", "意見", "任务", "任務", "情况", "情況", "件事",
        "点", "點",
    ];
    let after = text.strip_prefix('第')?;
    let (number, length, _) = numeral::leading(after)?;
    let unit = after.get(length..)?;
    let rest = match unit.strip_prefix(['号', '號']) {
        Some(rest) if rest.is_empty() || rest.starts_with([' ', '\u{3000}', '：', ':']) => rest,
        _ => {
            let noun = unit
                .strip_prefix(['个', '個', '种', '種', '项', '項'])
                .unwrap_or(unit);
            NOUNS.iter().find_map(|name| noun.strip_prefix(name))?
        }
    };
    let mark = rest.chars().next();
    let marks = mark
        .filter(|c| "：:，、。".contains(*c))
        .map_or(0, char::len_utf8);
    let is_apart = marks > 0 || mark.is_none_or(char::is_whitespace);
    is_apart.then_some((
        Form::Ordinal,
        number,
        Insertion::NONE,
        text.len() - rest.len() + marks,
    ))
}

/// 第１ of Japanese official papers, 第一 of older ones, in front of a blank.
fn wide(text: &str) -> Option<Parsed> {
    let after = text.strip_prefix('第')?;
    let (number, length, _) = numeral::leading(after)?;
    let rest = after.get(length..)?;
    let is_apart = number > 0 && rest.starts_with([' ', '\u{3000}']);
    is_apart.then_some((
        Form::Ordinal,
        number,
        Insertion::NONE,
        text.len() - rest.len(),
    ))
}

/// ａ of Japanese official papers, in front of a blank.
fn letter(text: &str) -> Option<Parsed> {
    let first = text.chars().next()?;
    let length = first.len_utf8();
    let number = u32::from(first) - u32::from('ａ') + 1;
    let is_apart = text.get(length..)?.starts_with([' ', '\u{3000}']);
    is_apart.then_some((Form::WideLatin, number, Insertion::NONE, length))
}

/// 甲 and an ideographic space before a title.
fn stem(text: &str) -> Option<Parsed> {
    let first = text.chars().next()?;
    let title = text.get(first.len_utf8()..)?.strip_prefix('\u{3000}')?;
    let number = sequence::place(sequence::STEMS, first)?;
    let is_one = is_wide_title(title) && !title.contains('\u{3000}');
    is_one.then_some((Form::Stem, number, Insertion::NONE, first.len_utf8()))
}

/// ア and one blank.
fn kana(text: &str) -> Option<Parsed> {
    let first = text.chars().next()?;
    let length = first.len_utf8();
    let number = sequence::place(sequence::GOJUON, first)?;
    let is_apart = text.get(length..)?.starts_with(' ');
    is_apart.then_some((Form::Gojuon, number, Insertion::NONE, length))
}

/// 【第三章】
fn bracketed(numbering: &Numbering, text: &str) -> Option<Parsed> {
    let open = text.chars().next()?;
    let (inner, rest) = text
        .get(open.len_utf8()..)?
        .split_once(['】', '］', '〕'])?;
    let marker = plain(numbering, inner, 0)?;
    let is_division = matches!(
        marker.form,
        Form::Part | Form::Chapter | Form::Section | Form::Article
    );
    let length = text.len() - rest.len();
    (is_division && marker.label.len() == inner.len()).then_some((
        marker.form,
        marker.number,
        marker.insertion,
        length,
    ))
}

/// 一，and 1，
fn comma(text: &str) -> Option<Parsed> {
    let (number, length, arabic) = numeral::leading(text)?;
    let rest = text.get(length..)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '，' | ','))?;
    let next = rest.get(mark.len_utf8()..)?.chars().next()?;
    let is_list = next.is_ascii_digit() || ('０'..='９').contains(&next) || numeral::is_digit(next);
    let form = if arabic {
        Form::ArabicDot
    } else {
        Form::HanComma
    };
    (number > 0 && !is_list).then_some((form, number, Insertion::NONE, length + mark.len_utf8()))
}

/// 1．3 with a wide dot: the first item starts with a number. 1\\. as Markdown writes what shall be
/// no list of its own.
fn dot(text: &str) -> Option<Parsed> {
    let (number, length, arabic) = numeral::leading(text)?;
    // Its backslash reads as a space.
    if arabic && text.get(length..)?.starts_with(" . ") {
        return Some((Form::ArabicDot, number, Insertion::NONE, length + 2));
    }
    let rest = text.get(length..)?.strip_prefix('．')?;
    (arabic && number > 0 && rest.starts_with(|c: char| c.is_ascii_digit())).then_some((
        Form::ArabicDot,
        number,
        Insertion::NONE,
        length + '．'.len_utf8(),
    ))
}

/// 1 范围, 2术语和定义, 2A Copies: a section of a standard or an act, on a line of its own.
fn section(text: &str) -> Option<Parsed> {
    const LARGEST: u32 = 999;
    let (number, length, _) = numeral::leading(text).filter(|(_, _, arabic)| *arabic)?;
    let (insertion, title) = Insertion::NONE.read_inside(text.get(length..)?);
    let length = text.len() - title.len();
    let apart = title.strip_prefix(' ');
    let is_wide = number < 100 && insertion.is_none() && is_wide_title(apart.unwrap_or(title));
    let is_one = is_wide || apart.is_some_and(is_latin_title);
    ((1..=LARGEST).contains(&number) && is_one).then_some((
        Form::WideDigit,
        number,
        insertion,
        length,
    ))
}

fn is_wide_title(title: &str) -> bool {
    title.starts_with(|c: char| c >= '\u{2e80}' && c.is_alphabetic())
        && is_title(title)
        && !title.contains('\t')
}

/// Whether words in Latin letters may be the title of a section: Interpretation, Short title and
/// commencement.
fn is_latin_title(title: &str) -> bool {
    const LONGEST: usize = 90;
    title.starts_with(|c: char| c.is_ascii_uppercase())
        && title.len() <= LONGEST
        && !title.ends_with(',')
        && !title.contains(['.', ';', ':', '?', '!', '"', '“', '\n', '\t'])
}

/// 一 思想: a Chinese numeral and one blank before a title.
fn han(text: &str) -> Option<Parsed> {
    let (number, length, arabic) = numeral::leading(text)?;
    let title = text.get(length..)?.strip_prefix(' ')?;
    let is_line = title.starts_with(|c: char| c >= '\u{2e80}' && c.is_alphabetic())
        && !title.starts_with(numeral::is_digit)
        && is_title(title)
        && !title.contains([' ', '\u{3000}', '\t']);
    (!arabic && number > 0 && is_line).then_some((Form::WideHan, number, Insertion::NONE, length))
}

/// A Chinese numeral alone on its line.
fn lone(text: &str) -> Option<Parsed> {
    const LONGEST: usize = 12;
    let (number, length, arabic) = numeral::leading(text).filter(|_| text.len() <= LONGEST)?;
    (!arabic && number > 0 && length == text.len()).then_some((
        Form::Lone,
        number,
        Insertion::NONE,
        length,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_count_from_one() {
        let check = |text: &str, expected: Option<(u32, usize)>| {
            let read = letter(text).map(|(_, number, _, length)| (number, length));
            assert_eq!(read, expected, "{text}");
        };
        check("ａ　基準", Some((1, 3)));
        check("ｃ 手続", Some((3, 3)));
        check("ａ基準", None);
        check("ａ", None);
    }

    #[test]
    fn syllables_count_by_the_fifty_sounds() {
        let check = |text: &str, expected: Option<(Form, u32)>| {
            let found = read(Numbering::standard(), text);
            let found = found.map(|(form, number, ..)| (form, number));
            assert_eq!(found, expected, "{text}");
        };
        check("ア 基準", Some((Form::Gojuon, 1)));
        check("ワ 手続", Some((Form::Gojuon, 44)));
        check("ン 手続", None);
        check("ワ手続", None);
    }
}
