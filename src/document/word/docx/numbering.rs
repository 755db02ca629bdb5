//! The lists of a Word document (`numbering.xml`): an abstract list has the levels and the count,
//! and each `w:num` that paragraphs name refers to one and may override levels and begin anew.

use foldhash::{HashMap, HashSet};

use crate::document::word::list::{Counters, Label, Level};
use crate::document::word::xml::{Node, Tag, Xml};
use crate::text::counting::{
    CIRCLE_PLACES, CIRCLED, CIRCLED_HAN, Counting, FORMAL, FORMAL_JAPANESE, FORMAL_TRADITIONAL,
    HAN, HAN_PLACES, HAN_TRADITIONAL, HANGUL, HANGUL_PLACES, JAMO, PARENTHESIZED, STOPPED,
    WIDE_PLACES, ZERO_PLACES,
};
use crate::text::numbering::sequence::{BRANCHES, GANADA, GOJUON, IROHA, STEMS};

/// Levels of a list in Word.
const LEVELS: usize = 9;

/// The lists, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Abstract lists by `w:abstractNumId`.
    shapes: HashMap<u32, Shape>,
    /// Lists by `w:numId`.
    list: HashMap<u32, List>,
    /// The shapes that style definitions of lists are (`w:styleLink`).
    styled: HashMap<String, u32>,
    counters: HashMap<u32, Counters>,
    /// The levels of lists that have begun with the number that overrides their first.
    begun: HashSet<(u32, usize)>,
}

#[derive(Debug, Default)]
struct Shape {
    levels: [Option<Numbered>; LEVELS],
    /// Another shape that it stands for (`w:numStyleLink`).
    link: Option<String>,
}

/// A level, and the style whose paragraphs stand on it.
#[derive(Debug)]
struct Numbered {
    level: Level,
    style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    shape: u32,
    overrides: HashMap<usize, Override>,
}

#[derive(Debug, Default)]
struct Override {
    start: Option<u32>,
    level: Option<Numbered>,
}

impl Lists {
    /// Reads `numbering.xml`.
    pub fn read(text: &str) -> Self {
        let mut lists = Self::default();
        let mut xml = Xml::new(text);
        while let Some(node) = xml.next() {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "abstractNum" => {
                    let id = tag.number("abstractNumId").unwrap_or(0);
                    lists.read_shape(&mut xml, id);
                }
                "num" => {
                    let id = tag.number("numId").unwrap_or(0);
                    lists.list.insert(id, List::read(&mut xml));
                }
                "numPicBullet" => xml.skip(&tag),
                _ => {}
            }
        }
        lists
    }

    fn read_shape(&mut self, xml: &mut Xml<'_>, id: u32) {
        let mut shape = Shape::default();
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "lvl" => {
                        let at: usize = tag.number("ilvl").unwrap_or(LEVELS);
                        let read = Numbered::read(xml);
                        if let Some(level) = shape.levels.get_mut(at) {
                            *level = Some(read);
                        }
                    }
                    "numStyleLink" => shape.link = tag.get("val").map(String::from),
                    "styleLink" => {
                        let name = tag.get("val").map(String::from);
                        self.styled.extend(name.map(|name| (name, id)));
                    }
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "abstractNum" => break,
                _ => {}
            }
        }
        self.shapes.insert(id, shape);
    }

    /// The label of the next paragraph of a list, which is counted, and its level: its own, that of
    /// its style in the list, or that which its style names. `styles` are the ids of its style and
    /// of those that this is based on.
    pub fn next<'s>(
        &mut self,
        id: u32,
        (own, named): (Option<usize>, Option<usize>),
        mut styles: impl Iterator<Item = &'s str>,
    ) -> Option<(Label, usize)> {
        let list = self.list.get(&id)?;
        let mut shape_id = list.shape;
        let mut shape = self.shapes.get(&shape_id)?;
        if let Some(linked) = shape.link.as_ref().and_then(|name| self.styled.get(name)) {
            shape_id = *linked;
            shape = self.shapes.get(linked)?;
        }
        let numbered = |at: usize| {
            let own = list.overrides.get(&at).and_then(|own| own.level.as_ref());
            own.or_else(|| shape.levels.get(at)?.as_ref())
        };
        let is_of = |at: &usize, style: &str| {
            numbered(*at).is_some_and(|level| level.style.as_deref() == Some(style))
        };
        let at = own
            .or_else(|| styles.find_map(|style| (0..LEVELS).find(|at| is_of(at, style))))
            .or(named)
            .unwrap_or(0);
        let level = |at: usize| numbered(at).map(|numbered| &numbered.level);
        level(at)?;
        let given = |at: usize| list.overrides.get(&at).and_then(|own| own.start);
        let counters = self.counters.entry(shape_id).or_default();
        let first = given(at).filter(|_| self.begun.insert((id, at)));
        counters.count(at, level, first);
        Some((counters.label(at, level).unwrap_or_default(), at))
    }
}

impl List {
    fn read(xml: &mut Xml<'_>) -> Self {
        let mut list = Self::default();
        let mut at = 0;
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "abstractNumId" => list.shape = tag.number("val").unwrap_or(0),
                    "lvlOverride" => at = tag.number("ilvl").unwrap_or(LEVELS),
                    "startOverride" => {
                        list.overrides.entry(at).or_default().start = tag.number("val");
                    }
                    "lvl" => {
                        let level = Numbered::read(xml);
                        list.overrides.entry(at).or_default().level = Some(level);
                    }
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "num" => break,
                _ => {}
            }
        }
        list
    }
}

impl Numbered {
    /// Reads `w:lvl`, which has just begun.
    fn read(xml: &mut Xml<'_>) -> Self {
        let mut level = Level::new(Counting::Arabic, String::new());
        let mut style = None;
        let (mut is_bullet, mut is_hidden) = (false, false);
        while let Some(node) = xml.next() {
            match node {
                Node::Open(tag) => match tag.name() {
                    "start" => level.start = tag.number("val").unwrap_or(1),
                    "numFmt" => {
                        is_bullet = tag.get("val").is_some_and(|name| name == "bullet");
                        level.counting = counting(&tag);
                    }
                    "lvlText" => {
                        level.template = tag.get("val").map(String::from).unwrap_or_default();
                    }
                    "lvlRestart" => level.restart = tag.number("val"),
                    "isLgl" => {
                        let value = tag.get("val");
                        level.is_legal =
                            !value.is_some_and(|value| matches!(&*value, "0" | "false"));
                    }
                    "suff" => {
                        level.is_apart = tag.get("val").is_none_or(|suffix| suffix != "nothing");
                    }
                    "pStyle" => style = tag.get("val").map(String::from),
                    "vanish" => is_hidden = true,
                    "pPr" | "lvlPicBulletId" => xml.skip(&tag),
                    _ => {}
                },
                Node::Close(tag) if tag.name() == "lvl" => break,
                _ => {}
            }
        }
        if is_bullet {
            level = Level {
                restart: level.restart,
                ..Level::bullet(&level.template)
            };
        }
        if is_hidden {
            level.template.clear();
        }
        Self { level, style }
    }
}

/// The system of a format of numbers (ECMA-376, 17.18.59).
pub(super) fn counting(tag: &Tag<'_>) -> Counting {
    let name = tag.get("val").unwrap_or_default();
    match &*name {
        "none" | "bullet" => Counting::Silent,
        "custom" => {
            let sample = tag.get("format");
            let counting = sample.and_then(|sample| Counting::of_sample(&sample));
            counting.unwrap_or(Counting::Arabic)
        }
        "decimalZero" => Counting::Padded(2),
        "decimalFullWidth" | "decimalFullWidth2" => Counting::Places(WIDE_PLACES),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Counting::Sequence(CIRCLED),
        "decimalEnclosedParen" => Counting::Sequence(PARENTHESIZED),
        "decimalEnclosedFullstop" => Counting::Sequence(STOPPED),
        "ideographEnclosedCircle" => Counting::Sequence(CIRCLED_HAN),
        "ordinal" => Counting::Ordinal,
        "upperRoman" => Counting::Roman { is_capital: true },
        "lowerRoman" => Counting::Roman { is_capital: false },
        "upperLetter" => Counting::Letters('A'),
        "lowerLetter" => Counting::Letters('a'),
        "chineseCounting" => Counting::Tens(HAN_PLACES),
        "chineseCountingThousand" => Counting::Units(HAN),
        "chineseLegalSimplified" => Counting::Formal(FORMAL),
        "taiwaneseCounting" => Counting::Tens(CIRCLE_PLACES),
        "taiwaneseCountingThousand" => Counting::Units(HAN_TRADITIONAL),
        "taiwaneseDigital" => Counting::Places(CIRCLE_PLACES),
        "ideographLegalTraditional" => Counting::Formal(FORMAL_TRADITIONAL),
        "ideographDigital" | "japaneseDigitalTenThousand" => Counting::Places(HAN_PLACES),
        "ideographTraditional" => Counting::Sequence(STEMS),
        "ideographZodiac" => Counting::Sequence(BRANCHES),
        "ideographZodiacTraditional" => Counting::StemsAndBranches,
        "japaneseCounting" => Counting::Bare(HAN),
        "japaneseLegal" => Counting::Formal(FORMAL_JAPANESE),
        "aiueo" | "aiueoFullWidth" => Counting::Sequence(GOJUON),
        "iroha" | "irohaFullWidth" => Counting::Sequence(IROHA),
        "koreanDigital" => Counting::Places(HANGUL_PLACES),
        "koreanDigital2" => Counting::Places(ZERO_PLACES),
        "koreanCounting" => Counting::Bare(HANGUL),
        "koreanLegal" => Counting::KoreanNative,
        "ganada" => Counting::Sequence(GANADA),
        "chosung" => Counting::Sequence(JAMO),
        _ => Counting::Arabic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The labels of paragraphs: list, level, style.
    fn check(numbering: &str, paragraphs: &[(u32, Option<usize>, &str, &str)]) {
        let mut lists = Lists::read(&format!("<w:numbering>{numbering}</w:numbering>"));
        for (at, (list, level, style, label)) in paragraphs.iter().enumerate() {
            let next = lists.next(*list, (*level, None), [*style].into_iter());
            let words = next.map_or(String::new(), |(label, _)| label.words);
            assert_eq!(&words, label, "paragraph {at}");
        }
    }

    fn level(at: usize, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
        )
    }

    fn shape(id: u32, levels: &[String]) -> String {
        format!(
            "<w:abstractNum w:abstractNumId='{id}'>{}</w:abstractNum>",
            levels.concat()
        )
    }

    #[test]
    fn lists_of_one_shape_count_on_unless_they_begin_anew() {
        let article = level(0, "chineseCountingThousand", "第%1条", "");
        let item = level(1, "decimal", "(%2)", "<w:suff w:val='nothing'/>");
        let numbering = shape(7, &[article, item])
            + "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
               <w:num w:numId='2'><w:abstractNumId w:val='7'/></w:num>\
               <w:num w:numId='3'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='20'/></w:lvlOverride></w:num>";
        check(
            &numbering,
            &[
                (1, Some(0), "", "第一条 "),
                (1, Some(1), "", "(1)"),
                (2, Some(0), "", "第二条 "),
                (2, Some(1), "", "(1)"),
                (3, None, "", "第二十条 "),
                (3, None, "", "第二十一条 "),
                (1, None, "", "第二十二条 "),
                (9, None, "", ""),
                (0, None, "", ""),
                (1, Some(8), "", ""),
            ],
        );
    }

    #[test]
    fn styles_choose_levels_and_lists_link_to_styles() {
        let chapter = level(0, "ideographTraditional", "%1、", "<w:pStyle w:val='H1'/>");
        let section = level(
            1,
            "decimal",
            "%1.%2",
            "<w:isLgl/><w:lvlRestart w:val='0'/><w:pStyle w:val='H2'/>",
        );
        let numbering = shape(
            1,
            &["<w:styleLink w:val='L'/>".to_owned(), chapter, section],
        ) + &shape(2, &["<w:numStyleLink w:val='L'/>".to_owned()])
            + "<w:num w:numId='5'><w:abstractNumId w:val='2'/></w:num>";
        check(
            &numbering,
            &[
                (5, None, "H1", "甲、"),
                (5, None, "H2", "1.1 "),
                (5, None, "H1", "乙、"),
                (5, None, "H2", "2.2 "),
                (5, Some(0), "H2", "丙、"),
            ],
        );
    }

    #[test]
    fn an_overriding_level_replaces_the_shape_s() {
        let numbering = shape(1, &[level(0, "decimal", "%1.", "")])
            + &format!(
                "<w:num w:numId='1'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>{}</w:lvlOverride></w:num>",
                level(0, "upperLetter", "附件%1", "")
            )
            + "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>";
        check(&numbering, &[(1, None, "", "附件A "), (2, None, "", "2. ")]);
    }

    #[test]
    fn formats_of_numbers() {
        for (format, label) in [
            ("chineseCounting", "三"),
            ("japaneseCounting", "三"),
            ("chineseLegalSimplified", "叁"),
            ("koreanDigital", "삼"),
            ("koreanLegal", "셋"),
            ("decimalEnclosedCircle", "③"),
            ("decimalZero", "03"),
            ("lowerRoman", "iii"),
            ("iroha", "ハ"),
            ("unheardOf", "3"),
        ] {
            let numbering = shape(1, &[level(0, format, "%1、", "")])
                + "<w:num w:numId='1'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='3'/></w:lvlOverride></w:num>";
            check(&numbering, &[(1, None, "", &format!("{label}、"))]);
        }
        let silent = shape(1, &[level(0, "none", "", "")])
            + "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>";
        check(&silent, &[(1, None, "", "")]);
        let hidden = shape(
            1,
            &[level(0, "decimal", "%1", "<w:rPr><w:vanish/></w:rPr>")],
        ) + "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>";
        check(&hidden, &[(1, None, "", "")]);
    }
}
