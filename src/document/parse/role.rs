//! Recognises datelines, salutations, signatures and notes among short paragraphs, by form and
//! place.

mod court;

use super::wrap::opens_bullet;
use crate::document::line::rough_columns;
use crate::document::{Block, BlockKind, PartialDate, date};
use crate::text::fold::simplify;
use crate::text::numbering::{Numbering, sequence};
use crate::text::{Span, hanzi, numeral};

/// Longest salutation, signature or dateline, in bytes.
const LONGEST: usize = 400;

/// Changes the kind of each heading and paragraph that is one of these. `headings` are the blocks,
/// in order, that are headings whatever they look like, such as the dates in a diary.
pub(super) fn assign(source: &str, blocks: &mut [Block], headings: &[usize]) {
    let usual = usual_indent(source, blocks);
    // The text block before, and whether no running text came since the last heading.
    let mut before: Option<usize> = None;
    let mut opening = true;
    for i in 0..blocks.len() {
        if !blocks[i].kind.is_read() {
            continue;
        }
        let after = blocks[i + 1..]
            .iter()
            .position(|b| b.kind != BlockKind::Gap)
            .map(|n| i + 1 + n);
        let context = Context {
            source,
            before: before.map(|b| &blocks[b]),
            after: after.map(|a| &blocks[a]),
            opening,
            deep: indent_columns(source, &blocks[i]) != usual
                && indent_columns(source, &blocks[i]) > 0,
        };
        let kind = match blocks[i].kind {
            _ if context.names_reign(&blocks[i]) => None,
            BlockKind::Heading { .. } if headings.binary_search(&i).is_ok() => None,
            BlockKind::Heading { .. } => context.heading(&blocks[i]),
            BlockKind::Paragraph | BlockKind::Verse => context.paragraph(&blocks[i]),
            _ => None,
        };
        if let Some(kind) = kind {
            blocks[i].kind = kind;
        }
        opening = match blocks[i].kind {
            BlockKind::Heading { .. } | BlockKind::Title => true,
            BlockKind::Dateline(_) | BlockKind::Note | BlockKind::Salutation => opening,
            // At the very top: a title without `#`, the issuing body, or a document number
            // (国发〔2019〕15号).
            BlockKind::Paragraph => {
                let text = blocks[i].text.of(source);
                (opening || before.is_none())
                    && text.len() <= LONGEST
                    && !ends_sentence(text)
                    && !has_sentence(text)
            }
            _ => false,
        };
        before = Some(i);
    }
}

/// The commonest indent of paragraphs, in columns.
fn usual_indent(source: &str, blocks: &[Block]) -> usize {
    let mut counts = [0_u32; 16];
    for block in blocks.iter().filter(|b| b.kind == BlockKind::Paragraph) {
        if let Some(count) = counts.get_mut(indent_columns(source, block)) {
            *count += 1;
        }
    }
    (0..counts.len())
        .max_by_key(|i| (counts[*i], std::cmp::Reverse(*i)))
        .unwrap_or(0)
}

fn indent_columns(source: &str, block: &Block) -> usize {
    rough_columns(Span::new(block.span.start, block.text.start).of(source))
}

/// What a block's purpose is judged by, apart from its text.
struct Context<'a> {
    source: &'a str,
    /// The text block before.
    before: Option<&'a Block>,
    /// The next block that is not a gap.
    after: Option<&'a Block>,
    /// Whether no running text came since the last heading.
    opening: bool,
    /// Indented more deeply than this document's paragraphs.
    deep: bool,
}

impl Context<'_> {
    /// Whether a block is the year of a reign at the head of what is told of it, or the title of a
    /// book: 万历十五年.
    fn names_reign(&self, block: &Block) -> bool {
        let is_head = matches!(block.kind, BlockKind::Heading { .. }) || self.before.is_none();
        let text = block.text.of(self.source);
        is_head && date::whole(text).is_some() && !date::is_exact(date::bare(text))
    }

    fn heading(&self, block: &Block) -> Option<BlockKind> {
        let date = date::whole(block.text.of(self.source))?;
        // A year alone before text may belong to a chronicle; right below a heading it dates the
        // heading.
        let dates = date.month.is_some() || self.follows_heading();
        dates.then_some(BlockKind::Dateline(date))
    }

    fn paragraph(&self, block: &Block) -> Option<BlockKind> {
        let text = block.text.of(self.source);
        if text.len() <= LONGEST {
            if let Some(date) = whole_date(text) {
                // A date in brackets never dates a signature, nor does the year of what follows.
                let in_brackets = text.starts_with(['（', '(']);
                let is_above_heading = self
                    .after
                    .is_some_and(|after| matches!(after.kind, BlockKind::Heading { .. }));
                let heads = date.month.is_none() && self.opening && is_above_heading;
                return Some(
                    if self.closing() && !self.follows_heading() && !in_brackets && !heads {
                        BlockKind::Signature
                    } else {
                        BlockKind::Dateline(date)
                    },
                );
            }
            if self.opening && is_salutation(text) && !self.closing() {
                return Some(BlockKind::Salutation);
            }
        }
        if is_note(text) {
            return Some(BlockKind::Note);
        }
        let below_signature = self.before.map(|block| &block.kind) == Some(&BlockKind::Signature);
        // Whether a sentence ends in the text is asked last: most are told by their own end.
        let signs = || {
            text.len() <= LONGEST
                && self.before.is_some()
                && (self.is_signature(text)
                    || court::signs(text)
                    || waits_for_seal(text)
                    || below_signature && court::is_named(text))
                && !has_sentence(text)
        };
        (below_signature && court::certifies(text) || signs()).then_some(BlockKind::Signature)
    }

    fn follows_heading(&self) -> bool {
        self.before.is_none_or(|b| {
            matches!(
                b.kind,
                BlockKind::Heading { .. } | BlockKind::Title | BlockKind::Dateline(_)
            )
        })
    }

    /// Whether a part of the document ends here: only a heading, the rest of a signature, a note or
    /// nothing follows.
    fn closing(&self) -> bool {
        let Some(after) = self.after else { return true };
        match after.kind {
            BlockKind::Heading { .. } => true,
            BlockKind::Paragraph => {
                let text = after.text.of(self.source);
                whole_date(text).is_some()
                    || is_note(text)
                    || opens_note(text)
                    || opens_annex(text)
                    || court::signs(text)
                    || court::certifies(text)
                    || court::is_named(text)
                    || after.text.len() <= 120 && signs_with_date(text) && !ends_sentence(text)
            }
            BlockKind::Header | BlockKind::Footnote => true,
            _ => false,
        }
    }

    /// Whether a short text without the end of a sentence in it is one.
    fn is_signature(&self, text: &str) -> bool {
        let is_western = text.ends_with('.') && text.contains(char::is_lowercase);
        if ends_sentence(text) && !text.ends_with('。') || is_western {
            return false;
        }
        let columns = || text.lines().map(rough_columns).max().unwrap_or(0);
        let under_heading = self.follows_heading();
        if signs_with_date(text) || is_day(text) {
            return columns() <= 100 && (self.deep || self.closing() && !under_heading);
        }
        if text.ends_with(['。', '：', ':', '，']) {
            return false;
        }
        // Only names: recognised if indented deeply, or above a date. The cheapest tests first.
        let columns = columns();
        columns <= 60
            && (self.deep && self.closing()
                || !under_heading && columns <= 48 && self.is_above_date())
            && !opens_bullet(text)
            && !opens_annex(text)
            && Numbering::standard().supplement(text).is_none()
            && !starts_with_number(text)
    }

    /// Whether the next block is a date without brackets around it, or ends in one.
    fn is_above_date(&self) -> bool {
        const LONGEST: usize = 120;
        let after = self
            .after
            .filter(|block| block.kind == BlockKind::Paragraph && block.text.len() <= LONGEST);
        after.is_some_and(|block| {
            let next = block.text.of(self.source);
            !next.starts_with(['（', '('])
                && !has_sentence(next)
                && (whole_date(next).is_some() || signs_with_date(next) || is_day(next))
        })
    }
}

/// Whether the text ends in a date, with or without a place: `1955年4月27日`, `四月二十七日于北京`.
fn signs_with_date(text: &str) -> bool {
    // In characters, 于 among them.
    const LONGEST_PLACE: usize = 9;
    let mut tail = text.char_indices().rev().take(LONGEST_PLACE);
    let placed = tail.find(|(_, c)| matches!(c, '于' | '於'));
    let placed = placed.and_then(|(at, _)| text.get(..at));
    [Some(text), placed].into_iter().flatten().any(|text| {
        let text = text.trim_end_matches(['夜', '晨', '晚', '午', '深', '上', '下', '时']);
        date::trailing(text).is_some() || date::ends_in_day(text)
    })
}

/// Whether a party is to sign or seal here, in a text without the end of a sentence: 甲方（签字）：
fn waits_for_seal(text: &str) -> bool {
    const LONGEST: usize = 120;
    const SIGNS: [&str; 8] = [
        "签字", "簽字", "签章", "簽章", "签名", "盖章", "蓋章", "公章",
    ];
    let signs = |(at, open): (usize, &str)| {
        let inside = text.get(at + open.len()..).unwrap_or("");
        SIGNS.iter().any(|sign| inside.starts_with(sign))
    };
    text.len() <= LONGEST
        && ['（', '(']
            .iter()
            .any(|open| text.match_indices(*open).any(signs))
}

/// Whether a text is a day alone, or with the hour, as telegrams are signed: 六日, 十八日二十四时,
/// 五日午, 七日酉时.
fn is_day(text: &str) -> bool {
    const LONGEST: usize = 40;
    const HOURS: [&str; 12] = [
        "", "晨", "早", "午", "上午", "正午", "中午", "下午", "晚", "夜", "深夜", "夜半",
    ];
    if text.len() > LONGEST {
        return false;
    }
    let Some((day, hour)) = text.split_once('日') else {
        return false;
    };
    let is_hour = |hour: &str| {
        let Some(hour) = hour.strip_suffix(['时', '時', '点', '點']) else {
            return false;
        };
        let mut letters = hour.chars();
        let double = letters.next().filter(|_| letters.as_str().is_empty());
        double.is_some_and(|c| sequence::place(sequence::BRANCHES, c).is_some())
            || numeral::parse(hour).is_some_and(|hour| hour <= 24)
    };
    numeral::parse(day).is_some_and(|day| (1..=31).contains(&day))
        && (HOURS.contains(&hour) || is_hour(hour))
}

/// Whether a text starts with the mark of a note: [1], 〔1〕.
fn opens_note(text: &str) -> bool {
    const TITLES: [&str; 6] = ["注释", "註釋", "注釋", "附注", "附註", "注"];
    if TITLES.contains(&text.trim_matches(['：', ':', '【', '】', '[', ']'])) {
        return true;
    }
    let inner = text.strip_prefix(['[', '〔', '［']);
    let rest = inner.map(|inner| inner.trim_start_matches(char::is_numeric));
    rest.is_some_and(|rest| rest.len() < text.len() - 1 && rest.starts_with([']', '〕', '］']))
}

/// The date that a text consists of, also if its characters stand apart (中 華 民 國 112 年 …).
fn whole_date(text: &str) -> Option<PartialDate> {
    date::whole(text).or_else(|| {
        // In bytes; the cheapest test first.
        const LONGEST: usize = 200;
        let is_spaced = text.len() <= LONGEST && text.ends_with('日');
        let letters = || text.chars().filter(|c| !c.is_whitespace());
        is_spaced.then(|| date::whole(&letters().collect::<String>()))?
    })
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', '！', '？', '：', ':', ';', '!', '?', '，', '”'])
}

/// Whether the text holds the end of a sentence.
fn has_sentence(text: &str) -> bool {
    let inner = text.trim_end_matches('。');
    hanzi::find_mark(inner, |c| matches!(c, '。' | '；' | '！' | '？' | '，')).is_some()
}

/// Whether a line names an enclosure: 附件, 附：, 附一.
fn opens_annex(text: &str) -> bool {
    let named = Numbering::standard().heading(text);
    named.is_some_and(|named| named.unit.level.is_attached())
        || text
            .strip_prefix('附')
            .is_some_and(|rest| rest.starts_with(['：', ':']) || numeral::leading(rest).is_some())
}

/// Whether a line opens with a number, of a unit (第三款) or of an item (（三）, 三，).
fn starts_with_number(text: &str) -> bool {
    let bare = text.trim_start_matches(['第', '（', '(']);
    let marks = |length| bare.get(length..).map(|rest| rest.trim_start_matches('\\'));
    let is_item = numeral::leading(bare)
        .and_then(|(_, length, _)| marks(length))
        .is_some_and(|rest| rest.starts_with(['、', '，', '）', ')', '．', '.']));
    let numbering = Numbering::standard();
    let mut traditions = numbering.traditions().iter();
    is_item || traditions.any(|tradition| tradition.place(text).is_some())
}

/// Whether the whole text is in one pair of parentheses, and is no bare number or name of an annex.
fn is_note(text: &str) -> bool {
    let pairs = [
        ('（', '）'),
        ('(', ')'),
        ('〔', '〕'),
        ('【', '】'),
        ('［', '］'),
    ];
    let Some((open, close)) = pairs.into_iter().find(|(open, _)| text.starts_with(*open)) else {
        return false;
    };
    let inner = text.trim_end_matches(['。', '.']);
    let mut depth = 0_usize;
    for (i, c) in inner.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let content = inner.get(open.len_utf8()..i).unwrap_or("").trim();
                return i + c.len_utf8() == inner.len()
                    && !content.is_empty()
                    && !is_bare_number(content)
                    && !opens_annex(content)
                    && Numbering::standard().heading(content).is_none();
            }
        }
    }
    false
}

fn is_bare_number(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_numeric() || numeral::is_digit(c) || c.is_ascii_alphabetic() && text.len() == 1
    })
}

/// Words before the colon of a sentence that introduces what follows.
const LEADING_IN: [&str; 64] = [
    "如下",
    "下列",
    "以下",
    "下述",
    "几点",
    "问题",
    "意见",
    "情况",
    "办法",
    "规定",
    "决定",
    "通知",
    "指示",
    "原则",
    "要求",
    "方面",
    "内容",
    "是",
    "为",
    "有",
    "说",
    "道",
    "指出",
    "认为",
    "例如",
    "比如",
    "譬如",
    "其中",
    "即",
    "注",
    "按",
    "附",
    "附件",
    "说明",
    "备注",
    "摘要",
    "目录",
    "提要",
    "措施",
    "任务",
    "条件",
    "原因",
    "标准",
    "解释",
    "批复",
    "答复",
    "报告",
    "建议",
    "结论",
    "经验",
    "步骤",
    "事项",
    "表示",
    "宣布",
    "强调",
    "提出",
    "写道",
    "问",
    "答",
    "主题词",
    "关键词",
    "公告",
    "命令",
    "修改",
];

/// Last words of names of bodies and of forms of address.
const ADDRESSEES: [&str; 60] = [
    "同志",
    "同志们",
    "先生",
    "女士",
    "主席",
    "总理",
    "书记",
    "部长",
    "局长",
    "省长",
    "市长",
    "部",
    "局",
    "厅",
    "委",
    "委员会",
    "政府",
    "党委",
    "党组",
    "省",
    "市",
    "区",
    "县",
    "院",
    "中央",
    "单位",
    "机关",
    "社",
    "处",
    "室",
    "团",
    "会",
    "校",
    "公司",
    "行",
    "军",
    "署",
    "馆",
    "们",
    "代表",
    "部门",
    "分局",
    "组织",
    "支部",
    "人员",
    "司",
    "大人",
    "勋鉴",
    "仁兄",
    "吾兄",
    "膝下",
    "足下",
    "阁下",
    "左右",
    "台端",
    "如晤",
    "如握",
    "台鉴",
    "钧鉴",
    "惠鉴",
];

/// Whether a paragraph names its addressees.
fn is_salutation(text: &str) -> bool {
    let Some(names) = text.strip_suffix(['：', ':']) else {
        return false;
    };
    let names = names.trim_end();
    let count = names.chars().count();
    if count == 0
        || count > 120
        || names.contains(['。', '；', '！', '？', '：', ':', '\n', '%', '％', '“', '#'])
        || starts_with_number(names)
    {
        return false;
    }
    // Simplified, as the words of the list are.
    let names: String = names.chars().map(simplify).collect();
    let names = names.as_str();
    if LEADING_IN.iter().any(|word| names.ends_with(word)) {
        return false;
    }
    // A parenthesis at the end explains a name.
    let bare = match (names.ends_with('）'), names.rfind('（')) {
        (true, Some(at)) => names.get(..at).unwrap_or(names).trim_end(),
        _ => names,
    };
    let addressed = ADDRESSEES.iter().any(|end| bare.ends_with(end));
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    if addressed && digits * 3 < count {
        // A sentence may also end in such a word: then it has a verb's particle or a comma, and is
        // long.
        return ![
            "把", "将", "应当", "必须", "可以", "具有", "根据", "按照", "为了", "依照", "如果",
            "属于",
        ]
        .iter()
        .any(|word| bare.contains(word));
    }
    // A name is short and has no punctuation, except the mark between several names.
    count <= 5
        && digits == 0
        && bare
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '、' | '·'))
}
