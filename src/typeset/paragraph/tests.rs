use proptest::prelude::*;

use super::*;
use crate::text::display::glyphs;
use crate::text::grapheme::clusters;
use crate::text::kinsoku::is_pair;
use crate::typeset::Fill;
use crate::typeset::linebreak::Opportunities;

fn lines(text: &str, columns: usize, first: usize, align: Align) -> String {
    let setting = Setting {
        writing: Writing::Horizontal,
        columns,
        first,
        rest: 0,
        align,
        role: Role::Text,
        ambiguous: Ambiguous::Narrow,
        composition: Composition::default(),
    };
    let manuscript = Manuscript {
        source: text,
        markup: &[],
    };
    let lines = set(manuscript, Span::new(0, text.len()), &[], setting);
    let shown: Vec<String> = lines
        .iter()
        .map(|line| line.text(text, Ambiguous::Narrow))
        .collect();
    shown.join("\n")
}

fn check(text: &str, columns: usize, expected: &str) {
    assert_eq!(lines(text, columns, 4, Align::Start), expected);
}

#[test]
fn lines_are_filled_and_marks_kept() {
    check(
        "必须十分重视对手工业的社会主义改造。",
        12,
        "    必须十分\n重视对手工业\n的社会主义\n改造。",
    );
    check("手工业、农业，商业", 10, "    手工\n业、农业，\n商业");
    check("于1955年4月发出", 10, "    于\n1955年4月\n发出");
}

#[test]
fn no_character_is_left_alone_on_the_last_line() {
    check("打好基础。", 12, "    打好\n基础。");
    check("打好基础了。", 16, "    打好基础了。");
    // A word may stand alone, and is not split.
    check("读本书 York", 10, "    读本书\nYork");
    // Unless the line before would keep half of its characters or fewer.
    check("一二三", 8, "    一二\n三");
}

#[test]
fn line_breaks_of_the_source_flow() {
    check("手工业\n改造", 20, "    手工业改造");
    check("New\r\n  York", 20, "    New York");
    check("读\n York", 20, "    读York");
}

#[test]
fn what_is_too_long_is_split_without_a_forbidden_mark() {
    check("ABCDEFGHIJK、L", 8, "    ABCD\nEFGHIJ\nK、L");
    check("！！！！！！", 4, "！！\n！！\n！！");
}

#[test]
fn short_lines_stand_where_they_are_told() {
    assert_eq!(lines("中央", 12, 0, Align::End), "        中央");
    assert_eq!(lines("中央", 12, 0, Align::Centre), "    中央");
}

#[test]
fn tabs_go_to_their_stops() {
    check("甲\t乙丙\t丁", 40, "    甲  乙丙    丁");
    // A tab at the end of a line takes no room.
    check("甲乙丙丁\t戊己庚辛壬癸", 16, "    甲乙丙丁\n戊己庚辛壬癸");
    // Stops are counted from the start of the line, wherever alignment moves it.
    assert_eq!(lines("甲\t乙", 20, 0, Align::End), "          甲      乙");
}

#[test]
fn hanging_marks_stand_in_the_margin() {
    let hang = |hanging, text| {
        let setting = Setting {
            columns: 8,
            composition: Composition {
                hanging,
                ..Composition::default()
            },
            ..plain(8)
        };
        set_text(text, setting).join("\n")
    };
    assert_eq!(
        hang(Hanging::None, "手工合作，社会主义"),
        "手工合\n作，社会\n主义"
    );
    assert_eq!(
        hang(Hanging::Stops, "手工合作，社会主义"),
        "手工合作，\n社会主义"
    );
    // Only one mark hangs, and only a stop.
    assert_eq!(
        hang(Hanging::Stops, "手工合作。”社会"),
        "手工合\n作。”\n社会"
    );
    assert_eq!(
        hang(Hanging::Stops, "手工合作）社会主"),
        "手工合\n作）社\n会主"
    );
    assert_eq!(
        hang(Hanging::Closing, "手工合作）社会主"),
        "手工合作）\n社会主"
    );
}

#[test]
fn what_fits_only_without_an_indent_has_none() {
    check("“（一）为了", 10, "“（一）\n为了");
}

#[test]
fn addresses_are_split_at_their_signs() {
    check(
        "http://a.example/path?query=one&other=twenty",
        20,
        "http://a.example/\npath?\nquery=one&other=\ntwenty",
    );
}

fn plain(columns: usize) -> Setting {
    Setting {
        writing: Writing::Horizontal,
        columns,
        first: 0,
        rest: 0,
        align: Align::Start,
        role: Role::Text,
        ambiguous: Ambiguous::Narrow,
        composition: Composition::default(),
    }
}

fn set_text(text: &str, setting: Setting) -> Vec<String> {
    let manuscript = Manuscript {
        source: text,
        markup: &[],
    };
    let lines = set(manuscript, Span::new(0, text.len()), &[], setting);
    let shown = lines.iter().map(|line| line.text(text, setting.ambiguous));
    shown.collect()
}

/// A direct definition of first fit: take the longest line that fits and may end, until no text is
/// left.
fn obvious_first_fit(text: &str, setting: Setting) -> Vec<String> {
    let level = setting.composition.level;
    let mut opportunities = Opportunities::new(level);
    let may_start: Vec<usize> = text
        .char_indices()
        .filter(|&(at, c)| opportunities.step(text, at, c))
        .map(|(at, _)| at)
        .collect();
    let starts: Vec<usize> = clusters(text)
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let columns = |start: usize, end: usize| -> usize {
        glyphs(Span::new(start, end).of(text).trim_end(), setting.ambiguous)
            .map(|glyph| glyph.columns)
            .sum()
    };
    let is_lonely = |at: usize| {
        let rest: Vec<char> = clusters(Span::new(at, text.len()).of(text))
            .filter_map(|(_, c)| c.chars().next())
            .collect();
        let is_letter = |c: &&char| !c.is_whitespace() && !level.forbids_start(**c);
        !rest.is_empty() && rest.len() <= 4 && rest.iter().filter(is_letter).count() <= 1
    };
    let is_good = |start: usize, at: usize| {
        let before = Span::new(start, at).of(text).trim_end();
        let before = clusters(before)
            .last()
            .and_then(|(_, cluster)| cluster.chars().next());
        let rest = Span::new(at, text.len()).of(text);
        let next = rest.trim_start().chars().next();
        match (before, next) {
            (Some(before), Some(next)) => {
                !level.forbids_start(next) && !level.forbids_end(before) && !is_pair(before, next)
            }
            _ => true,
        }
    };
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let indent = if start == 0 {
            setting.first
        } else {
            setting.rest
        };
        // No indent for a piece that only fits without it.
        let next = may_start.iter().copied().find(|&at| at > start);
        let piece = columns(start, next.unwrap_or(text.len()));
        let fits_unindented = piece <= setting.columns;
        let indent = if fits_unindented && indent + piece > setting.columns {
            0
        } else {
            indent
        };
        let room = setting.columns - indent;
        let fits = |end: &usize| *end > start && columns(start, *end) <= room;
        let ends = may_start.iter().copied().chain([text.len()]);
        let mut end = ends.filter(fits).max().unwrap_or_else(|| {
            // No break fits: split the piece where it overflows, or earlier.
            let overflow = starts.iter().copied().filter(fits).max();
            let overflow = overflow.unwrap_or(*starts.iter().find(|at| **at > start).unwrap());
            let within = starts.iter().rev().copied();
            let mut within = within.filter(|&at| start < at && at <= overflow);
            within.find(|&at| is_good(start, at)).unwrap_or(overflow)
        });
        if is_lonely(end) {
            let count = |at: usize| starts.iter().filter(|&&s| start < s && s <= at).count();
            let half = count(end) / 2 + 1;
            let earlier = may_start
                .iter()
                .copied()
                .filter(|&at| at < end && count(at) >= half && at > start);
            end = earlier.max().unwrap_or(end);
        }
        lines.push(" ".repeat(indent) + Span::new(start, end).of(text).trim_end());
        start = end;
    }
    lines
}

/// Cost of a line of an optimal paragraph: that of a line plus the square of its empty columns;
/// `None` if it is too long.
fn cost(shape: Shape<'_>, start: usize, end: usize) -> Option<u64> {
    let used =
        shape.glyphs.before(shape.glyphs.visible_end(start..end)) - shape.glyphs.before(start);
    let spare = (shape.setting.columns - shape.indent(start)).checked_sub(used)?;
    let is_last = end == shape.glyphs.list.len();
    let ragged = match (is_last, is_last && shape.is_lonely(start)) {
        (true, true) => 400,
        (true, false) => 0,
        (false, _) => (spare * spare) as u64,
    };
    Some((1 << 32) + ragged)
}

/// The least cost of the lines from each glyph on, trying all ways to break.
fn least(shape: Shape<'_>) -> Option<u64> {
    let end = shape.glyphs.list.len();
    let mut least: Vec<Option<u64>> = vec![None; end];
    least.push(Some(0));
    for start in (0..end).rev() {
        let ends = (start + 1..=end).filter(|&at| at == end || shape.glyphs.list[at].may_start);
        let costs = ends.filter_map(|at| Some(cost(shape, start, at)? + least[at]?));
        least[start] = costs.min();
    }
    least[0]
}

fn pieces(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[一-龥]{1,5}",
        1 => "[a-z]{1,6}",
        1 => "(第)?[0-9]{1,4}(年|条|％)?",
        2 => prop::sample::select(vec!["，", "。”", "、", "（", "）", "《", "“", "——", "……", " ", "か\u{3099}", "e\u{301}", "　", "①"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..most).prop_map(|pieces| pieces.concat().trim().to_owned())
}

/// The cost of the optimal paragraph's lines, and the least cost of any lines.
fn costs(text: &str, columns: usize) -> Option<(Option<u64>, Option<u64>)> {
    let setting = plain(columns);
    let manuscript = Manuscript {
        source: text,
        markup: &[],
    };
    let flow = Flow::new(manuscript, Span::new(0, text.len()));
    let glyphs = flow.glyphs(setting.writing, setting.ambiguous, setting.composition);
    let shape = Shape {
        text: &flow.text,
        glyphs: &glyphs,
        setting: &setting,
    };
    let starts = optimal::starts(shape)?;
    let ends = starts.iter().skip(1).copied().chain([glyphs.list.len()]);
    let lines = starts.iter().zip(ends);
    let costs = lines.map(|(&start, end)| cost(shape, start, end));
    Some((costs.sum(), least(shape)))
}

#[test]
fn a_long_word_may_go_down_with_the_character_behind_it() {
    let (found, least) = costs("一000一一一一一一一一、aaaaaaaaaa0％一", 36).unwrap();
    assert_eq!(found, least);
}

proptest! {
    #[test]
    fn first_fit_is_the_obvious_one(text in pieces(40), columns in 8usize..40, first in 0usize..5, rest in 0usize..5, is_wide in any::<bool>()) {
        let setting = Setting {
            first,
            rest,
            ambiguous: if is_wide { Ambiguous::Wide } else { Ambiguous::Narrow },
            composition: Composition { fill: Fill::FirstFit, ..Composition::default() },
            ..plain(columns)
        };
        // A line with hardly more room than its indent is set without.
        prop_assume!(columns >= first.max(rest) + 4);
        prop_assert_eq!(set_text(&text, setting), obvious_first_fit(&text, setting));
    }

    #[test]
    fn no_way_to_break_is_less_ragged_than_the_optimal_one(text in pieces(40), columns in 8usize..60) {
        prop_assume!(!text.is_empty());
        if let Some((found, least)) = costs(&text, columns) {
            prop_assert_eq!(found, least);
        }
    }
}
