//! The table of numbering: how each tradition of writing names and numbers the parts of a text.
//!
//! A [`Tradition`] is a list of units, a row each: what stands before and behind the number, what
//! must not follow, which rank the unit usually has, by which markers it is printed. Markers,
//! labels, citations, references and what a person types are all read by these rows, so that a
//! tradition is added by adding its rows.

pub mod era;
mod insertion;
mod named;
pub mod sequence;
mod sign;
mod spoken;
mod supplement;
mod table;
mod trailing;
pub mod verse;

pub use insertion::Insertion;
pub use named::Named;
pub use spoken::{Component, Count, Place};
pub use verse::verse;

use std::fmt;
use std::sync::LazyLock;

use foldhash::HashMap;
use memchr::memmem;
use sign::Sample;

use super::fold::fold_char;
use super::numeral;

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
    /// 附件一, 附录, Annex A, Phụ lục I
    Annex,
    /// 附表, 別表第一, Schedule 1
    Schedule,
    /// 附图
    Figure,
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
    /// 3 and one blank: sayings and verses.
    Verse,
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
    /// （甲） the items of treaties.
    StemParen,
    /// 子、
    Branch,
    /// （子）
    BranchParen,
    /// 首先， 其次， 最后，
    Sequence,
    /// 一是 二是, 一曰 二曰, 其一， 其二，
    Namely,
    /// ２ the numbered paragraphs (項) of Japanese and Taiwanese statutes, the sections of
    /// standards.
    WideDigit,
    /// 一 the items (号) of Japanese statutes.
    WideHan,
    /// 一 alone on its line, in essays and novels.
    Lone,
    /// ａ of Japanese official papers.
    WideLatin,
    /// イ in the order of the Iroha: the subitems of Japanese statutes.
    Katakana,
    /// ア in the order of the fifty sounds: the items of Japanese official papers.
    Gojuon,
    /// (ア)
    GojuonParen,
    /// 가. 나. the items of Korean statutes.
    Hangul,
    /// (가)
    HangulParen,
    /// 가) of Korean official papers.
    HangulHalfParen,
}

impl Form {
    /// Whether it is a document attached to the text: 附件, 附表, 附图.
    pub fn is_attached(self) -> bool {
        matches!(self, Self::Annex | Self::Schedule | Self::Figure)
    }
}

/// The rank that a unit usually has: a prior for nesting, and the prefix of its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 附件, 附录
    Annex,
    /// 附表
    Schedule,
    /// 附图
    Figure,
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 章
    Chapter,
    /// 节
    Section,
    /// 条
    Article,
    /// 款 on the mainland, 項 in Taiwan and Japan: unnumbered in most texts.
    Paragraph,
    /// What is numbered below a paragraph, by its depth from 1: 项 and 目 on the mainland, 款 and
    /// 目 in Taiwan, 号 and イ in Japan.
    Item(u8),
}

impl Level {
    /// The form of the marker that heads a clause of this rank with the unit's name in it.
    pub fn form(self) -> Option<Form> {
        Some(match self {
            Self::Annex => Form::Annex,
            Self::Schedule => Form::Schedule,
            Self::Figure => Form::Figure,
            Self::Part => Form::Part,
            Self::Subpart => Form::Subpart,
            Self::Chapter => Form::Chapter,
            Self::Section => Form::Section,
            Self::Article => Form::Article,
            Self::Paragraph | Self::Item(_) => return None,
        })
    }

    /// Whether it is attached to the text: 附件, 附表, 附图.
    pub fn is_attached(self) -> bool {
        matches!(self, Self::Annex | Self::Schedule | Self::Figure)
    }
}

/// A row of the table: one unit of a tradition.
///
/// Words are written small, as [`fold_char`] leaves them; of several the usual one comes first, and
/// labels are made with it.
#[derive(Debug)]
pub struct Unit {
    /// The usual rank.
    pub level: Level,
    /// What stands before the number: 第, 제, điều. Without words behind, it names the unit.
    pub before: &'static [&'static str],
    /// What stands behind the number: 条, 조; empty where nothing does. A unit without words is
    /// called as it is printed.
    pub behind: &'static [&'static str],
    /// Whether a line that opens with it may be a heading. Units that only are referred to, as 款
    /// on the mainland, head nothing.
    pub heads: bool,
    /// Characters that make another word of the unit when they follow: 线 in 第三条线.
    pub never: &'static str,
    /// Whether it is counted by letters or syllables: 나목, điểm b.
    pub is_lettered: bool,
    /// Whether citations keep the marker that is printed instead of naming the unit: 第二条（一）.
    pub keeps_marker: bool,
    /// The markers that print it without its name: （一） is a 项.
    pub printed: &'static [Form],
}

impl Unit {
    /// A row of this level, with the words before and behind its number.
    pub const fn new(
        level: Level,
        before: &'static [&'static str],
        behind: &'static [&'static str],
    ) -> Self {
        Self {
            level,
            before,
            behind,
            heads: false,
            never: "",
            is_lettered: false,
            keeps_marker: false,
            printed: &[],
        }
    }

    /// The same, heading clauses.
    #[must_use]
    pub const fn heads(mut self) -> Self {
        self.heads = true;
        self
    }

    /// The same, never followed by these characters.
    #[must_use]
    pub const fn never(mut self, characters: &'static str) -> Self {
        self.never = characters;
        self
    }

    /// The same, counted by letters.
    #[must_use]
    pub const fn lettered(mut self) -> Self {
        self.is_lettered = true;
        self
    }

    /// The same, cited by its marker.
    #[must_use]
    pub const fn kept(mut self) -> Self {
        self.keeps_marker = true;
        self
    }

    /// The same, printed by these markers.
    #[must_use]
    pub const fn printed(mut self, forms: &'static [Form]) -> Self {
        self.printed = forms;
        self
    }
}

/// The order in which the units of a place are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The largest first: 第三条第二款第一项.
    Inward,
    /// The smallest first: điểm b khoản 2 Điều 2.
    Outward,
    /// The largest around the others: 第2(2)(b)條.
    Around,
    /// Chapter and verse, or a book by its name and a saying: 1:3, 學而 3.
    Verse,
}

/// A tradition of numbering.
#[derive(Debug)]
pub struct Tradition {
    /// Its name.
    pub name: &'static str,
    /// Words of which a text of this tradition has one at least; none where any text will do. They
    /// spare most texts the look for its signs.
    pub needs: &'static [&'static str],
    /// Words that tell a text of this tradition, with their weight.
    pub signs: &'static [(&'static str, u32)],
    /// The units, by rank.
    pub units: &'static [Unit],
    /// The order of units in a place.
    pub order: Order,
    /// The word before what was inserted behind a number: 之, の, 의; or the first of the letters
    /// that are inserted: A of 2A, a of 2a.
    pub inserts: &'static str,
    /// Words that may stand around a typed place and name no clause: 前段, 但書.
    pub asides: &'static [&'static str],
    /// How a text names itself: 本法, 이 법, luật này.
    pub own: &'static [&'static str],
    /// Ends of the names of laws: 法, 條例, 규칙.
    pub laws: &'static [&'static str],
    /// Brackets around the titles of other documents.
    pub titles: &'static [(char, char)],
    /// What stands before a number at the end of a heading, the longest first: the 第 of 學而第一.
    pub trailing: &'static [(&'static str, Level)],
    /// Headings of what stands behind the articles: 附则, 附則, 부칙.
    pub supplements: &'static [&'static str],
}

/// How a text numbers: its tradition, and the numerals of its articles.
#[derive(Clone, Copy, Debug)]
pub struct Convention {
    /// The tradition.
    pub tradition: &'static Tradition,
    /// Whether its articles have Arabic numerals: 第 184 條, 제3조.
    pub is_arabic: bool,
}

impl Convention {
    /// The label of a unit's number: 第二款, 第2項, 제3호, khoản 2.
    pub fn label(self, unit: &Unit, number: &str) -> String {
        let before = unit.before.first().copied().unwrap_or("");
        let behind = unit.behind.first().copied().unwrap_or("");
        let gap = if named::is_latin(before) { " " } else { "" };
        format!("{before}{gap}{number}{behind}")
    }

    /// The label of a paragraph that is counted and not numbered: 第二款, 第2項, 제2항.
    pub fn counted(self, number: u32) -> String {
        let number = self.write(number);
        match self.tradition.unit(Level::Paragraph) {
            Some(unit) => self.label(unit, &number),
            None => number,
        }
    }

    /// What was inserted behind a number, in the numerals of the text: 之一, A.
    pub fn write_insertion(self, insertion: Insertion) -> String {
        let inserts = self.tradition.inserts;
        let first = inserts.chars().next().filter(char::is_ascii_alphabetic);
        let letter = |number: u32| {
            let letter = char::from_u32(u32::from(first?) + number - 1)?;
            letter.is_ascii_alphabetic().then(|| letter.to_string())
        };
        let word = |number: u32| format!("{inserts}{}", self.write(number));
        let write = |number: u32| letter(number).unwrap_or_else(|| word(number));
        insertion.numbers().map(write).collect()
    }

    /// A number in the numerals of the text.
    pub fn write(self, number: u32) -> String {
        if self.is_arabic {
            number.to_string()
        } else {
            numeral::write(number)
        }
    }
}

impl Tradition {
    /// The first row of a rank.
    pub fn unit(&self, level: Level) -> Option<&'static Unit> {
        self.units.iter().find(|unit| unit.level == level)
    }

    /// Whether its texts are in another language than Chinese.
    pub fn is_foreign(&self) -> bool {
        matches!(self.name, "japan" | "korea" | "vietnam")
    }

    /// Whether a marker of this form prints the unit of a rank.
    pub fn prints(&self, level: Level, form: Form) -> bool {
        self.unit(level)
            .is_some_and(|unit| unit.printed.contains(&form))
    }

    /// The row whose unit a marker prints.
    pub fn printed(&self, form: Form) -> Option<&'static Unit> {
        let prints = |unit: &&Unit| unit.printed.contains(&form);
        self.units.iter().find(prints)
    }
}

/// A word before a number, with the rows that it may open.
#[derive(Debug)]
struct Opening {
    word: &'static str,
    /// The unit that it heads with nothing behind the number.
    unit: Option<&'static Unit>,
    /// What may stand behind the number of a heading, the longest first, with the unit.
    behind: Vec<(&'static str, &'static Unit)>,
}

/// The traditions that texts are read by, with an index of their words.
pub struct Numbering {
    traditions: Vec<&'static Tradition>,
    /// The headings of what stands behind the articles, of all of them.
    supplements: Vec<&'static str>,
    /// The openings by their first character, the longest first.
    openings: HashMap<char, Vec<Opening>>,
}

impl fmt::Debug for Numbering {
    /// The names of its traditions; the rows are long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.traditions.iter().map(|tradition| tradition.name);
        f.debug_list().entries(names).finish()
    }
}

impl Default for &'static Numbering {
    fn default() -> Self {
        Numbering::standard()
    }
}

impl Numbering {
    /// The traditions that the program knows.
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<Numbering> =
            LazyLock::new(|| Numbering::new(table::TRADITIONS.iter().collect()));
        &STANDARD
    }

    /// A table of these traditions. A text that shows none is of the first.
    pub fn new(traditions: Vec<&'static Tradition>) -> Self {
        let mut openings: HashMap<char, Vec<Opening>> = HashMap::default();
        let units = traditions.iter().flat_map(|tradition| tradition.units);
        for unit in units.filter(|unit| unit.heads) {
            for word in unit.before {
                let Some(first) = word.chars().next() else {
                    continue;
                };
                let group = openings.entry(first).or_default();
                let at = group.iter().position(|own| own.word == *word);
                let at = at.unwrap_or_else(|| {
                    group.push(Opening {
                        word,
                        unit: None,
                        behind: Vec::new(),
                    });
                    group.len() - 1
                });
                let Some(opening) = group.get_mut(at) else {
                    continue;
                };
                if unit.behind.is_empty() {
                    opening.unit.get_or_insert(unit);
                }
                // Of traditions that share a word the first has it.
                for behind in unit.behind {
                    if opening.behind.iter().all(|(own, _)| own != behind) {
                        opening.behind.push((behind, unit));
                    }
                }
            }
        }
        let supplements = traditions.iter().flat_map(|own| own.supplements);
        let mut supplements: Vec<&'static str> = supplements.copied().collect();
        supplements.sort_unstable();
        supplements.dedup();
        for group in openings.values_mut() {
            group.sort_by_key(|opening| std::cmp::Reverse(opening.word.len()));
            for opening in group {
                let longest = |(word, _): &(&str, &Unit)| std::cmp::Reverse(word.len());
                opening.behind.sort_by_key(longest);
            }
        }
        Self {
            traditions,
            supplements,
            openings,
        }
    }

    /// The traditions, in the order of the table.
    pub fn traditions(&self) -> &[&'static Tradition] {
        &self.traditions
    }

    /// The headings of what stands behind the articles: 附则, 부칙.
    pub fn supplements(&self) -> &[&'static str] {
        &self.supplements
    }

    /// The tradition of a text: the one whose signs weigh most in its beginning; of several alike
    /// the first.
    pub fn tradition(&self, text: &str) -> &'static Tradition {
        // What a text is shows early, and the whole may be long.
        const FARTHEST: usize = 16 << 10;
        let mut end = text.len().min(FARTHEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end).unwrap_or("");
        let sample = Sample::new(text);
        let mut traditions = self.traditions.iter();
        let Some(first) = traditions.next() else {
            return &table::NONE;
        };
        let weights = traditions.map(|other| (sample.weight(other), other));
        // Of several alike the first.
        let best = weights.rev().max_by_key(|(weight, _)| *weight);
        match best {
            Some((weight, other)) if weight > 0 && weight > sample.weight(first) => other,
            _ => first,
        }
    }

    /// How a text numbers.
    pub fn convention(&self, text: &str) -> Convention {
        // Attempts; most texts name an article early, if they do.
        const MOST: usize = 64;
        let tradition = self.tradition(text);
        let article = tradition.unit(Level::Article);
        let word = article.and_then(|unit| unit.before.first()).copied();
        let is_arabic = word.is_some_and(|word| {
            let hanzi = word.starts_with(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            let mut places = memmem::find_iter(text.as_bytes(), word).take(MOST);
            !hanzi
                || places
                    .find_map(|at| {
                        let place = tradition.place(text.get(at..)?)?;
                        let first = place.components.first()?;
                        let label = text.get(at..at + place.length)?;
                        (first.unit.level == Level::Article)
                            .then(|| label.chars().map(fold_char).any(|c| c.is_ascii_digit()))
                    })
                    .unwrap_or_else(|| {
                        tradition
                            .printed(Form::ArabicDot)
                            .is_some_and(|unit| unit.heads)
                    })
        });
        Convention {
            tradition,
            is_arabic,
        }
    }

    /// The openings that may stand where a text starts with this character.
    fn openings(&self, first: char) -> &[Opening] {
        self.openings
            .get(&fold_char(first))
            .map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests;
