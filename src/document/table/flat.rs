//! Recovers a table that an exporter flattened into one line, or that was typed with spaces, line
//! by line.
//!
//! Words between white space are labels or values (numbers, percentages, dashes for empty cells). A
//! table is one label and then the same number of values, throughout; wide spaces and line breaks,
//! if any, must separate exactly such rows. If anything is left over or can be read in two ways,
//! the recovery is unsure and the text stays text.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Row, RowKind, Table};
use crate::document::line::{is_space, rough_columns};
use crate::text::{Span, numeral};

/// The outcome of a recovery.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document) enum Recovered {
    /// Certainly a table.
    Table(Table),
    /// Much like a table, but the places of its cells are unsure.
    Unsure,
    /// Running text.
    Prose,
}

/// Looks for a table in a paragraph.
pub(in crate::document) fn recover(source: &str, text: Span) -> Recovered {
    let Some(words) = candidate(source, text) else {
        return Recovered::Prose;
    };
    let usual = usual_gap(&words);
    let found = [Gap::Line, Gap::Columns(3), Gap::Columns(usual + 1)]
        .into_iter()
        .find_map(|gap| by_rows(source, &words, gap))
        .or_else(|| by_runs(source, &words))
        .or_else(|| by_grid(source, &words));
    if let Some(table) = found {
        return Recovered::Table(table);
    }
    let values = words.iter().filter(|w| w.is_value()).count();
    let numbers = words
        .iter()
        .filter(|w| matches!(w.kind, Kind::Number | Kind::Year))
        .count();
    if numbers >= 8 && values * 2 >= words.len() && words.len() - values >= 2 {
        Recovered::Unsure
    } else {
        Recovered::Prose
    }
}

/// Looks for a table whose rows are the lines of this run.
pub(in crate::document) fn recover_lines(source: &str, run: Span) -> Option<Table> {
    by_rows(source, &candidate(source, run)?, Gap::Line)
}

/// A word between white space.
#[derive(Clone, Copy, Debug)]
struct Word {
    span: Span,
    kind: Kind,
    /// Columns of white space before it.
    gap: usize,
    /// Whether a line break is in that white space.
    breaks: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Label,
    /// A number that may be a year, and so a value or a label.
    Year,
    Number,
    /// A dash for an empty cell.
    Empty,
}

impl Word {
    fn is_value(&self) -> bool {
        self.kind != Kind::Label
    }
}

/// What separates rows.
#[derive(Clone, Copy, Debug)]
enum Gap {
    /// A line break.
    Line,
    /// White space of at least this many columns, or a line break.
    Columns(usize),
}

/// Longest text that is searched for a table, in bytes.
const LONGEST: usize = 256 << 10;

/// What stands in no cell of a table that was flattened.
const STOPS: [char; 7] = ['。', '；', '！', '？', '，', ';', '?'];

/// The last two bytes of U+3000: few characters end so, but the first two are those of each stop.
/// Every paragraph is searched for it.
static WIDE_SPACE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(&[0x80, 0x80]));

/// The words of a text that may be a table; `None` for what plainly is not, decided cheaply.
fn candidate(source: &str, text: Span) -> Option<Vec<Word>> {
    // Most paragraphs end with a stop, which makes a sentence of the last word.
    if text.len() < 16 || text.len() > LONGEST || text.of(source).ends_with(STOPS) {
        return None;
    }
    let bytes = source.as_bytes().get(text.start..text.end)?;
    // U+00A0 starts with C2.
    let narrow = memchr::memchr3_iter(b' ', b'\t', 0xC2, bytes).count();
    let before = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before));
    let wide = WIDE_SPACE.find_iter(bytes);
    let spaces = narrow + wide.filter(|at| before(*at) == Some(&0xE3)).count();
    if spaces < 5 || spaces * 40 < bytes.len() {
        return None;
    }
    let words = words(source, text);
    let values = words.iter().filter(|w| w.is_value()).count();
    let talks =
        |w: &Word| !w.is_value() && (w.span.len() > 120 || w.span.of(source).contains(STOPS));
    (words.len() >= 6 && values * 100 >= words.len() * 35 && !words.iter().any(talks))
        .then_some(words)
}

fn words(source: &str, text: Span) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut start, mut gap, mut breaks) = (None, 0, false);
    let end = std::iter::once((text.len(), '\n'));
    for (i, c) in text.of(source).char_indices().chain(end) {
        let at = text.start + i;
        if !is_space(c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(begun) = start.take() {
            let span = Span::new(begun, at);
            words.push(Word {
                span,
                kind: kind(span.of(source)),
                gap,
                breaks,
            });
            (gap, breaks) = (0, false);
        }
        gap += if c == '\u{3000}' { 2 } else { 1 };
        breaks |= c == '\n';
    }
    words
}

fn kind(word: &str) -> Kind {
    if matches!(
        word,
        "-" | "--" | "---" | "－" | "—" | "——" | "–" | "…" | "……" | "/" | "／"
    ) {
        return Kind::Empty;
    }
    let inner = word
        .strip_prefix(['(', '（'])
        .and_then(|w| w.strip_suffix([')', '）']))
        .unwrap_or(word);
    let inner = inner.strip_suffix(['%', '％', '‰']).unwrap_or(inner);
    let inner = inner
        .strip_prefix(['-', '+', '－', '＋', '−'])
        .unwrap_or(inner);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let separator = |c: char| matches!(c, ',' | '.' | '．');
    let number = inner.chars().all(|c| digit(c) || separator(c))
        && inner.starts_with(digit)
        && inner.ends_with(digit);
    if !number {
        return Kind::Label;
    }
    match word.parse::<u32>() {
        Ok(1500..=2100) if word.len() == 4 => Kind::Year,
        _ => Kind::Number,
    }
}

/// The commonest white space between two words, in columns.
fn usual_gap(words: &[Word]) -> usize {
    let mut counts = [0_u32; 9];
    for word in words.iter().skip(1) {
        counts[word.gap.min(8)] += 1;
    }
    (0..counts.len())
        .max_by_key(|i| (counts[*i], std::cmp::Reverse(*i)))
        .unwrap_or(1)
}

/// The number of values at the end of a row.
fn trailing(row: &[Word]) -> usize {
    row.iter().rev().take_while(|w| w.is_value()).count()
}

/// The commonest of some counts, and how often it occurs.
fn commonest(counts: impl Iterator<Item = usize>) -> Option<usize> {
    let mut seen = std::collections::BTreeMap::<usize, usize>::new();
    for count in counts {
        *seen.entry(count).or_default() += 1;
    }
    seen.into_iter()
        .max_by_key(|(count, times)| (*times, *count))
        .map(|(count, _)| count)
}

/// A table whose rows are separated by line breaks or wide spaces.
fn by_rows(source: &str, words: &[Word], gap: Gap) -> Option<Table> {
    let parts = |w: &Word| match gap {
        Gap::Line => w.breaks,
        Gap::Columns(columns) => w.breaks || w.gap >= columns,
    };
    let mut rows: Vec<&[Word]> = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let len = rest
            .iter()
            .skip(1)
            .position(parts)
            .map_or(rest.len(), |i| i + 1);
        let (row, after) = rest.split_at(len);
        rows.push(row);
        rest = after;
    }
    // Values after the label; in a row of only values the first is the label.
    let values = commonest(rows.iter().filter_map(|row| {
        let count = trailing(row);
        let count = if count == row.len() { count - 1 } else { count };
        (count > 0).then_some(count)
    }))?;
    let mut grid = Grid::new(source, values + 1);
    let has_years_on_top = |row: &[Word]| {
        row.len() >= values
            && row[row.len() - values..]
                .iter()
                .all(|w| w.kind == Kind::Year)
    };
    let later_years = rows.iter().skip(1).any(|row| has_years_on_top(row));
    for (i, row) in rows.iter().enumerate() {
        let last = i + 1 == rows.len();
        let labels = row.iter().filter(|w| !w.is_value()).count();
        let bare_corner = row[0].kind == Kind::Empty && labels + 1 == row.len();
        let heading = labels == row.len() || bare_corner || has_years_on_top(row) && !later_years;
        if grid.is_unheaded()
            && heading
            && (row.len() == values + 1 || row.len() == values)
            && !last
        {
            grid.head(row);
        } else if labels == row.len() && row.len() != values + 1 {
            if last && !is_remark(row[0].span.of(source)) {
                return None;
            }
            grid.alone(row);
        } else if row.len() > values && (trailing(row) >= values || row.len() == values + 1) {
            grid.row(row);
        } else {
            return None;
        }
    }
    let enough = if values == 1 { 4 } else { 2 };
    grid.finish(enough)
}

/// A table whose rows are separated only by the change from values back to a label.
fn by_runs(source: &str, words: &[Word]) -> Option<Table> {
    let corner = usize::from(words.first()?.kind == Kind::Empty);
    let mut runs: Vec<(&[Word], &[Word])> = Vec::new();
    let mut rest = words;
    while !rest.is_empty() {
        let skip = if runs.is_empty() { corner } else { 0 };
        let labels = skip + rest[skip..].iter().take_while(|w| !w.is_value()).count();
        let values = rest[labels..].iter().take_while(|w| w.is_value()).count();
        let (run, after) = rest.split_at(labels + values);
        runs.push(run.split_at(labels));
        rest = after;
    }
    let columns = runs.first()?.1.len() + 1;
    if columns < 3 || runs.iter().any(|(_, values)| values.len() + 1 != columns) {
        return None;
    }
    let mut grid = Grid::new(source, columns);
    let (opening, first) = runs[0];
    let years = |values: &[Word]| values.iter().all(|w| w.kind == Kind::Year);
    if years(first) && !runs[1..].iter().any(|(_, values)| years(values)) {
        if opening.len() > 1 {
            return None;
        }
        grid.head(&words[..opening.len() + first.len()]);
    } else {
        // Column labels and the label of the first row form one run: where does it divide?
        let usual = |len: usize| {
            runs[1..]
                .iter()
                .filter(|(labels, _)| labels.len() == len)
                .count()
        };
        let with_corner = opening.len().checked_sub(columns).filter(|n| *n > 0);
        let without = (opening.len() + 1).checked_sub(columns).filter(|n| *n > 0);
        let head = if corner == 1
            || opening
                .first()
                .is_some_and(|w| is_corner(w.span.of(source)))
        {
            with_corner.map(|_| columns)
        } else if usual(opening.len()) > 0 {
            Some(0)
        } else {
            let (a, b) = (with_corner.map_or(0, usual), without.map_or(0, usual));
            match (a, b) {
                (0, 0) => None,
                _ if a > 2 * b => Some(columns),
                _ if b > 2 * a => Some(columns - 1),
                _ => None,
            }
        }?;
        if head > 0 {
            grid.head(&opening[..head]);
        }
        grid.row(&words[head..opening.len() + first.len()]);
    }
    let mut at = opening.len() + first.len();
    for (labels, values) in &runs[1..] {
        let end = at + labels.len() + values.len();
        if labels.len() > 4 {
            return None;
        }
        grid.row(&words[at..end]);
        at = end;
    }
    grid.finish(3)
}

/// A table whose rows begin with a year, so that labels and values cannot be told apart by form:
/// column labels, then as many words a row.
fn by_grid(source: &str, words: &[Word]) -> Option<Table> {
    let columns = words.iter().take_while(|w| !w.is_value()).count();
    if columns < 2 || !words.len().is_multiple_of(columns) {
        return None;
    }
    let mut grid = Grid::new(source, columns);
    let mut rows = words.chunks_exact(columns);
    grid.head(rows.next()?);
    let mut before = 0;
    for row in rows {
        let year: Option<u32> = row[0].span.of(source).parse().ok();
        let rising = match (row[0].kind, year) {
            (Kind::Year, Some(year)) => {
                let follows = before < year && (before == 0 || year - before <= 10);
                before = year;
                follows
            }
            (Kind::Label, _) => before > 0,
            _ => false,
        };
        if !rising || !row[1..].iter().all(Word::is_value) {
            return None;
        }
        grid.row(row);
    }
    grid.finish(3)
}

/// Whether a word is a usual label of the column of labels.
fn is_corner(word: &str) -> bool {
    [
        "项目", "年份", "年度", "年别", "时间", "时期", "月份", "地区", "地别", "省份", "省别",
        "国家", "国别", "单位", "名称", "类别", "种类", "品种", "指标", "部门", "行业", "组别",
        "序号",
    ]
    .contains(&word)
}

/// Whether a line below a table is a remark on it.
fn is_remark(word: &str) -> bool {
    ["注", "备注", "说明", "资料来源", "来源", "*", "＊"]
        .iter()
        .any(|sign| word.starts_with(sign))
}

/// Whether a label is numbered as headings are: `一、`.
fn is_ordinal(label: &str) -> bool {
    let bare = label.trim_start_matches(['（', '(']);
    let rest = numeral::leading(bare)
        .filter(|(_, _, is_arabic)| !is_arabic)
        .and_then(|(_, length, _)| bare.get(length..));
    rest.is_some_and(|rest| rest.starts_with(['、', '）', ')', '．', '.']))
}

/// A table being built.
struct Grid<'a> {
    source: &'a str,
    columns: usize,
    rows: Vec<Row>,
    headed: bool,
    data: usize,
    numbers: usize,
}

impl<'a> Grid<'a> {
    fn new(source: &'a str, columns: usize) -> Self {
        Self {
            source,
            columns,
            rows: Vec::new(),
            headed: false,
            data: 0,
            numbers: 0,
        }
    }

    /// Whether column labels may still come: no row has come, or only a line above the table.
    fn is_unheaded(&self) -> bool {
        !self.headed && self.data == 0
    }

    /// Adds the column labels, with an empty cell if the corner is missing.
    fn head(&mut self, words: &[Word]) {
        let mut cells: Vec<Span> = words.iter().map(|w| w.span).collect();
        if cells.len() < self.columns {
            let start = cells.first().map_or(0, |c| c.start);
            cells.insert(0, Span::new(start, start));
        }
        self.headed = true;
        self.rows.push(Row {
            kind: RowKind::Head,
            cells,
        });
    }

    /// Adds a row of one label.
    fn alone(&mut self, words: &[Word]) {
        self.rows.push(Row {
            kind: RowKind::Group,
            cells: vec![joined(words)],
        });
    }

    /// Adds a label of one or more words, and values; words beyond the columns belong to the label.
    fn row(&mut self, words: &[Word]) {
        let (label, values) = words.split_at(words.len().saturating_sub(self.columns - 1));
        let mut cells = vec![joined(label)];
        cells.extend(values.iter().map(|w| w.span));
        let empty = values.iter().all(|w| w.kind == Kind::Empty);
        self.data += 1;
        self.numbers += values.iter().filter(|w| w.is_value()).count();
        self.rows.push(Row {
            kind: if empty { RowKind::Group } else { RowKind::Data },
            cells,
        });
    }

    /// The table, if it has at least `enough` rows of values, mostly numbers.
    fn finish(mut self, enough: usize) -> Option<Table> {
        // If group rows are numbered, an unnumbered row without values is an empty row.
        let empty_row = |row: &Row| row.kind == RowKind::Group && row.cells.len() > 1;
        let numbered = self
            .rows
            .iter()
            .any(|row| empty_row(row) && is_ordinal(row.cells[0].of(self.source)));
        let last = self.rows.len().saturating_sub(1);
        for (i, row) in self.rows.iter_mut().enumerate() {
            let unlike = numbered && !is_ordinal(row.cells[0].of(self.source));
            if empty_row(row) && (i == last || unlike) {
                row.kind = RowKind::Data;
            }
        }
        let data = self
            .rows
            .iter()
            .filter(|row| row.kind == RowKind::Data)
            .count();
        let cells = self.data * (self.columns - 1);
        let labels_are_short = self
            .rows
            .iter()
            .all(|row| rough_columns(row.cells[0].of(self.source)) <= 80);
        (data >= enough && self.numbers * 2 >= cells && labels_are_short && self.columns >= 2)
            .then_some(Table {
                columns: self.columns,
                rows: self.rows,
            })
    }
}

/// The span from the first word to the last.
fn joined(words: &[Word]) -> Span {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the rows that are recovered, cells separated by a bar.
    fn check(text: &str, expected: &[&str]) {
        let Recovered::Table(table) = recover(text, Span::new(0, text.len())) else {
            panic!("no table: {text}");
        };
        let rows = table.rows.iter().map(|row| {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.of(text)).collect();
            cells.join("|")
        });
        assert_eq!(rows.collect::<Vec<_>>(), expected, "{text}");
        assert_eq!(table.rows[0].kind, RowKind::Head, "{text}");
    }

    #[test]
    fn rows_end_where_a_label_follows_on_values() {
        check(
            "社别 一月 二月 甲社 12 15 乙社 7 9 丙社 4 5",
            &["社别|一月|二月", "甲社|12|15", "乙社|7|9", "丙社|4|5"],
        );
        // Years are labels where no other row has them.
        check(
            "县名 1951 1952 东河 30 12 西山 41 20 南泽 55 26",
            &["县名|1951|1952", "东河|30|12", "西山|41|20", "南泽|55|26"],
        );
    }

    #[test]
    fn lines_of_a_label_and_one_value_are_rows() {
        check(
            "县名 亩数\n东河 30\n西山 41\n南泽 55\n北岭 12",
            &["县名|亩数", "东河|30", "西山|41", "南泽|55", "北岭|12"],
        );
    }

    #[test]
    fn the_first_label_of_all_may_tell_where_the_labels_of_columns_end() {
        // No other row than the first has a label of two words.
        check(
            "项目 一月 二月 东 社 12 15 乙社 7 9 丙社 4 5",
            &["项目|一月|二月", "东 社|12|15", "乙社|7|9", "丙社|4|5"],
        );
    }

    #[test]
    fn a_table_is_headed_once_and_above_its_rows() {
        for (text, heads) in [
            (
                "社别 一月 二月\n单位 元 元\n甲社 12 15\n乙社 7 9\n丙社 4 5",
                1,
            ),
            (
                "甲社 12 15\n乙社 7 9\n小计 全年 合计\n丙社 4 5\n丁社 6 3",
                0,
            ),
        ] {
            let Recovered::Table(table) = recover(text, Span::new(0, text.len())) else {
                panic!("no table: {text}");
            };
            let found = table.rows.iter().filter(|row| row.kind == RowKind::Head);
            assert_eq!(found.count(), heads, "{text}");
        }
    }

    #[test]
    fn a_row_without_values_heads_those_below_it() {
        use RowKind::{Data, Group, Head};
        let text = "社别 一月 二月 东区 — — 甲社 12 15 乙社 7 9 丙社 4 5 丁社 — —";
        let Recovered::Table(table) = recover(text, Span::new(0, text.len())) else {
            panic!("no table");
        };
        let kinds: Vec<_> = table.rows.iter().map(|row| row.kind).collect();
        // Nothing is below the last.
        assert_eq!(kinds, [Head, Group, Data, Data, Data, Data]);
    }

    #[test]
    fn rows_begin_with_years_that_rise() {
        check(
            "年份 户数 亩数 1951 30 12 1952 41 20 1953 55 26",
            &["年份|户数|亩数", "1951|30|12", "1952|41|20", "1953|55|26"],
        );
        let falling = "年份 户数 亩数 1953 30 12 1952 41 20 1951 55 26";
        let amount = "年份 户数 亩数 1951 30 12 752 41 20 1953 55 26";
        for other in [falling, amount] {
            let found = recover(other, Span::new(0, other.len()));
            assert_eq!(found, Recovered::Unsure, "{other}");
        }
    }
}
