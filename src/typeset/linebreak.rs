//! Where a line may end: UAX #14 with what Chinese asks beyond it (CLREQ 3.1.3 and 3.2, GB/T 15834).

use crate::text::kinsoku::{forbidden_end, forbidden_start, is_pair};
use crate::text::numeral;

/// The byte offsets of `text` before which a line may start, ascending; neither its start nor its end is among them.
pub fn opportunities(text: &str) -> Vec<usize> {
    let mut allowed = unicode_linebreak::linebreaks(text)
        .map(|(at, _)| at)
        .peekable();
    let mut whole = Whole::new(text);
    let mut opportunities = Vec::with_capacity(text.len() / 4);
    let mut characters = text.char_indices();
    let Some((_, mut before)) = characters.next() else {
        return opportunities;
    };
    let mut two_before = None;
    // White space at a line's end is not seen: what stands before it is what the line ends with (LB14).
    let mut visible = before;
    for (at, c) in characters {
        while allowed.next_if(|&offset| offset < at).is_some() {}
        let is_allowed = allowed.next_if_eq(&at).is_some();
        let next = || {
            text.get(at + c.len_utf8()..)
                .and_then(|rest| rest.chars().next())
        };
        let may_break = if forbidden_start(c) || forbidden_end(visible) || is_pair(before, c) {
            false
        } else if c == '—' || c == '―' {
            // One dash connects, two are a pause: only a pause may start a line.
            is_allowed && next() == Some(c)
        } else {
            is_allowed || parts_at_quote(two_before, before, c)
        };
        if may_break && !whole.covers(at) {
            opportunities.push(at);
        }
        two_before = Some(before);
        before = c;
        if !c.is_whitespace() {
            visible = c;
        }
    }
    opportunities
}

/// Whether a line may break between a hanzi and the outside of a quotation mark; UAX #14 (LB19, before Unicode 16) holds
/// quotation marks to both their neighbours, since it cannot know which side they open to.
fn parts_at_quote(two_before: Option<char>, before: char, c: char) -> bool {
    let is_cjk = |c: char| c >= '\u{2e80}';
    match (before, c) {
        (before, '“' | '‘') => {
            is_cjk(before) || (before == '”' && two_before.is_some_and(is_cjk))
        }
        ('”' | '’', c) => is_cjk(c),
        _ => false,
    }
}

/// Runs that no line splits: `第十五条`, `1955年`, `3,000元`, `50％`. Found one after the other, as the text is walked.
struct Whole<'a> {
    text: &'a str,
    /// Up to where the text has been looked at.
    seen: usize,
    start: usize,
    end: usize,
}

/// The units that are written behind digits, the longer before those they begin with.
const UNITS: [&str; 46] = [
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "公斤",
    "公顷",
    "公尺",
    "厘米",
    "毫米",
    "千米",
    "千克",
    "毫克",
    "毫升",
    "小时",
    "分钟",
    "世纪",
    "年",
    "月",
    "日",
    "号",
    "时",
    "分",
    "秒",
    "元",
    "角",
    "人",
    "个",
    "户",
    "亩",
    "斤",
    "吨",
    "米",
    "克",
    "升",
    "度",
    "倍",
    "成",
    "条",
    "章",
    "节",
    "款",
    "项",
    "卷",
    "页",
    "岁",
    "次",
];

/// What a number in 第… counts.
const ORDINALS: &str = "编章节条款项目卷册期届次号页篇部辑回編節條項";

/// A numeral of more characters than this may be split.
const LONGEST: usize = 24;

impl<'a> Whole<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            seen: 0,
            start: 0,
            end: 0,
        }
    }

    /// Whether a break at `at` would split such a run; asked in ascending order.
    fn covers(&mut self, at: usize) -> bool {
        while self.end <= at && self.seen < at {
            let rest = self.text.get(self.seen..).unwrap_or("");
            let Some(first) = rest.chars().next() else {
                break;
            };
            let length = if first == '第' {
                ordinal(rest)
            } else if is_digit(first) {
                quantity(rest)
            } else {
                0
            };
            if length > 0 {
                (self.start, self.end) = (self.seen, self.seen + length);
                self.seen = self.end;
            } else {
                self.seen += first.len_utf8();
            }
        }
        self.start < at && at < self.end
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The length of the characters at the start that are of one kind, no more than [`LONGEST`].
fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.chars()
        .take(LONGEST)
        .take_while(|&c| of(c))
        .map(char::len_utf8)
        .sum()
}

/// 第十五条, 第3款: with what they count, if they do.
fn ordinal(text: &str) -> usize {
    let lead = '第'.len_utf8();
    let rest = text.get(lead..).unwrap_or("");
    let digits = run(rest, |c| is_digit(c) || numeral::is_digit(c));
    if digits == 0 {
        return 0;
    }
    let unit = rest
        .get(digits..)
        .and_then(|rest| rest.chars().next())
        .filter(|&c| ORDINALS.contains(c));
    lead + digits + unit.map_or(0, char::len_utf8)
}

/// 1955年, 3,000万元, １．５米: digits with their points and commas, their magnitude and their unit.
fn quantity(text: &str) -> usize {
    let digits = run(text, |c| {
        is_digit(c) || matches!(c, '.' | ',' | '．' | '，')
    });
    let points: usize = text
        .get(..digits)
        .unwrap_or("")
        .chars()
        .rev()
        .take_while(|&c| !is_digit(c))
        .map(char::len_utf8)
        .sum();
    if points > 0 {
        // A comma or stop at the end is none of the number's.
        return digits - points;
    }
    let rest = text.get(digits..).unwrap_or("");
    let magnitude = run(rest, |c| "十百千万亿兆萬億".contains(c));
    let rest = rest.get(magnitude..).unwrap_or("");
    let unit = UNITS
        .iter()
        .find(|unit| rest.starts_with(**unit))
        .map_or(0, |unit| unit.len());
    digits + magnitude + unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut shown = String::new();
        let mut from = 0;
        for at in opportunities(text).into_iter().chain([text.len()]) {
            if from > 0 {
                shown.push('|');
            }
            shown.push_str(text.get(from..at).unwrap());
            from = at;
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn marks_stay_with_what_they_close_and_open() {
        check("社会主义，改造。", "社|会|主|义，|改|造。");
        check("他说“好”吧", "他|说|“好”|吧");
        check("《宪法》（节录）", "《宪|法》|（节|录）");
        check("“甲”“乙”", "“甲”|“乙”");
        check("人民々、ー", "人|民々、ー");
        check("他说“ 好”", "他|说|“ 好”");
        check("毛泽东·朱德", "毛|泽|东·|朱|德");
    }

    #[test]
    fn dashes_and_ellipses_are_whole() {
        check("这——那……吧", "这|——|那……|吧");
        check("北京—上海", "北|京—|上|海");
    }

    #[test]
    fn numbers_keep_their_units() {
        check("于1955年4月27日", "于|1955年|4月|27日");
        check("计3,000万元，", "计|3,000万元，");
        check("１．５米长", "１．５米|长");
        check("依第十五条第二款", "依|第十五条|第二款");
        check("第三十四缝纫社", "第三十四|缝|纫|社");
        check("约50％的1,2组", "约|50％|的|1,2|组");
        check("第一，", "第一，");
    }

    #[test]
    fn words_are_whole() {
        check("读 New York 城", "读 |New |York |城");
        check("don’t stop", "don’t |stop");
    }
}
