//! A table that is being read. Its paragraphs are written as passages first: where it turns out to
//! have one column only, it is a frame around them, and they stay what they are.

use super::flow::{Flow, Said};
use crate::document::Block;
use crate::document::table::{Row, RowKind, Table};
use crate::text::Span;

/// Most rows and cells of a table; what stands in others belongs to the last.
const MOST: usize = 1 << 21;

/// Most columns that a cell may span or be repeated in; Word has 63 at most.
const MOST_COLUMNS: usize = 256;

/// What the tables of a document may still hold that is not written out in the source, so that a
/// few cells cannot stand for millions.
#[derive(Debug)]
pub(super) struct Budget {
    /// Places that cells span or are repeated in.
    places: usize,
    /// Bytes of repeated cells.
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            places: 1 << 20,
            bytes: 1 << 20,
        }
    }
}

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    /// The paragraphs of all cells.
    pub flow: Flow,
    rows: Vec<OpenRow>,
    /// Rows and cells so far.
    count: usize,
}

#[derive(Debug, Default)]
struct OpenRow {
    is_head: bool,
    repeated: usize,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Index of its first passage.
    first: usize,
    columns: usize,
    repeated: usize,
    /// Whether it is a part of the cell above.
    is_covered: bool,
}

impl OpenTable {
    /// Begins a row, which stands there so many times.
    pub fn row(&mut self, is_head: bool, repeated: usize) {
        self.count += 1;
        if self.count > MOST {
            return;
        }
        self.rows.push(OpenRow {
            is_head,
            repeated: repeated.max(1),
            cells: Vec::new(),
        });
    }

    /// Says that the row heads the table.
    pub fn head(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.is_head = true;
        }
    }

    /// Takes the row back that was begun last.
    pub fn drop_row(&mut self) {
        self.rows.pop();
    }

    /// Begins a cell that spans so many columns and stands there so many times.
    pub fn cell(&mut self, columns: usize, repeated: usize) {
        let first = self.flow.transcript.structure.passages.len();
        self.count += 1;
        if let Some(row) = self.rows.last_mut().filter(|_| self.count <= MOST) {
            row.cells.push(Cell {
                first,
                columns: columns.clamp(1, MOST_COLUMNS),
                repeated: repeated.clamp(1, MOST_COLUMNS),
                is_covered: false,
            });
        }
    }

    /// Lets the cell that was begun last span so many columns.
    pub fn widen(&mut self, columns: usize) {
        let cell = self.rows.last_mut().and_then(|row| row.cells.last_mut());
        if let Some(cell) = cell {
            cell.columns = columns.clamp(1, MOST_COLUMNS);
        }
    }

    /// Says that the cell that was begun last is a part of the one above.
    pub fn cover(&mut self) {
        let cell = self.rows.last_mut().and_then(|row| row.cells.last_mut());
        if let Some(cell) = cell {
            cell.is_covered = true;
        }
    }

    /// Makes the cell that was begun last a part of the one before it.
    pub fn merge(&mut self) {
        let cells = self.rows.last_mut().map(|row| &mut row.cells);
        if let Some(cells) = cells.filter(|cells| cells.len() > 1) {
            let merged = cells.pop().map_or(0, |cell| cell.columns);
            if let Some(cell) = cells.last_mut() {
                cell.columns = (cell.columns + merged).min(MOST_COLUMNS);
            }
        }
    }

    /// Takes the cell back that was begun last.
    pub fn drop_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.pop();
        }
    }

    /// Ends the table: its paragraphs, or one passage with a line for each row.
    pub fn close(mut self, budget: &mut Budget) -> Flow {
        self.rows.retain(|row| !row.cells.is_empty());
        let width = |row: &OpenRow| -> usize {
            let cells = row.cells.iter();
            cells.map(|cell| cell.columns * cell.repeated).sum()
        };
        let columns = self.rows.iter().map(width).max().unwrap_or(0);
        if columns < 2 {
            return self.flow;
        }
        let mut fold = Fold::new(self.flow, columns, budget);
        let mut rows = self.rows.iter().peekable();
        while let Some(row) = rows.next() {
            let next = rows.peek().and_then(|row| row.cells.first());
            let end = next.map_or(fold.passages.len(), |cell| cell.first);
            fold.row(row, end);
        }
        fold.close()
    }
}

/// The passages of a table on their way into its lines.
struct Fold<'b> {
    words: String,
    passages: Vec<Block>,
    said: Said,
    columns: usize,
    rows: Vec<Row>,
    /// What stands at the places of the row before.
    above: Vec<Span>,
    folded: Flow,
    budget: &'b mut Budget,
}

impl<'b> Fold<'b> {
    fn new(flow: Flow, columns: usize, budget: &'b mut Budget) -> Self {
        let mut words = flow.transcript.text;
        // A cell stands on one line. Bytes keep their places.
        if words.contains('\t') {
            words = words.replace('\t', " ");
        }
        let structure = flow.transcript.structure;
        Self {
            words,
            passages: structure.passages,
            said: Said::new(structure.markup, structure.links, flow.ends),
            columns,
            rows: Vec::new(),
            above: Vec::new(),
            folded: Flow::default(),
            budget,
        }
    }

    /// Writes a row whose last passage stands before `end`.
    fn row(&mut self, row: &OpenRow, end: usize) {
        let start = self.folded.transcript.end();
        let mut cells = Vec::new();
        let mut rest = row.cells.iter().peekable();
        while let Some(cell) = rest.next() {
            let last = rest.peek().map_or(end, |next| next.first);
            if cell.is_covered {
                for _ in 0..cell.columns * cell.repeated {
                    let above = self.above.get(cells.len()).copied();
                    self.cover(&mut cells, above);
                }
                continue;
            }
            let span = self.cell(&mut cells, cell.first..last);
            for _ in 1..cell.repeated {
                self.again(&mut cells, span);
            }
            for _ in cell.repeated..cell.columns * cell.repeated {
                self.cover(&mut cells, Some(span));
            }
        }
        let length = self.folded.transcript.end() - start;
        let kind = match row.cells.as_slice() {
            _ if row.is_head => RowKind::Head,
            // It heads the rows below it.
            [cell] if cell.columns == self.columns => RowKind::Group,
            _ => RowKind::Data,
        };
        let is_own = row.cells.iter().any(|cell| !cell.is_covered);
        let mut start = start;
        for _ in 1..row.repeated {
            if self.budget.places < cells.len() || self.budget.bytes < length {
                break;
            }
            self.end_row(kind, cells.clone());
            let copied = self.folded.transcript.end();
            let mut copies: Vec<Span> = Vec::new();
            for (at, cell) in cells.iter().enumerate() {
                let before = at.checked_sub(1).and_then(|before| cells.get(before));
                if cell.start < start {
                    self.cover(&mut copies, Some(*cell));
                } else if before == Some(cell) {
                    let copy = copies.last().copied();
                    self.cover(&mut copies, copy);
                } else {
                    self.again(&mut copies, *cell);
                }
            }
            (cells, start) = (copies, copied);
        }
        if is_own {
            self.end_row(kind, cells);
        }
    }

    /// Ends the line of a row. It keeps no empty places at its end, and of one that heads others
    /// there is only the first.
    fn end_row(&mut self, kind: RowKind, mut cells: Vec<Span>) {
        self.folded.transcript.write("\n");
        self.above.clone_from(&cells);
        let filled = cells.iter().rposition(|cell| !cell.is_empty());
        let most = match kind {
            RowKind::Group => 1,
            RowKind::Head | RowKind::Data => self.columns,
        };
        cells.truncate(filled.map_or(0, |last| last + 1).min(most));
        if !cells.is_empty() {
            self.rows.push(Row { kind, cells });
        }
    }

    fn begin_cell(&mut self, cells: &[Span]) {
        if !cells.is_empty() {
            self.folded.transcript.write("\t");
        }
    }

    /// Writes a cell that holds these passages.
    fn cell(&mut self, cells: &mut Vec<Span>, passages: std::ops::Range<usize>) -> Span {
        self.begin_cell(cells);
        let start = self.folded.transcript.end();
        for passage in self.passages.get(passages).unwrap_or_default() {
            let mut from = passage.text.start;
            // A note of several lines, or what goes on where there are too many passages.
            for line in passage.text.of(&self.words).split('\n') {
                let stretch = Span::new(from, from + line.len());
                if self.folded.transcript.end() > start {
                    self.folded.transcript.write(" ");
                }
                self.said.carry(stretch, &self.words, &mut self.folded);
                from = stretch.end + 1;
            }
        }
        let span = Span::new(start, self.folded.transcript.end());
        cells.push(span);
        span
    }

    /// Adds a place that a cell before it covers, unless that one is empty.
    fn cover(&mut self, cells: &mut Vec<Span>, cell: Option<Span>) {
        if self.budget.places == 0 {
            return;
        }
        self.budget.places -= 1;
        self.begin_cell(cells);
        let end = self.folded.transcript.end();
        let cell = cell.filter(|cell| !cell.is_empty());
        cells.push(cell.unwrap_or(Span::new(end, end)));
    }

    /// Writes a cell again that was written before.
    fn again(&mut self, cells: &mut Vec<Span>, cell: Span) {
        if self.budget.places == 0 || self.budget.bytes < cell.len() {
            return;
        }
        self.budget.places -= 1;
        self.budget.bytes -= cell.len();
        self.begin_cell(cells);
        let start = self.folded.transcript.end();
        let words = cell.of(&self.folded.transcript.text).to_owned();
        self.folded.transcript.write(&words);
        cells.push(Span::new(start, start + words.len()));
    }

    fn close(mut self) -> Flow {
        let transcript = &mut self.folded.transcript;
        name_head(&mut self.rows, self.columns, &transcript.text);
        transcript.end_table(Table {
            columns: self.columns,
            rows: self.rows,
        });
        self.folded
    }
}

/// Finds the row of labels where the source names none: the first with words in each cell, if no
/// cell is a number.
fn name_head(rows: &mut [Row], columns: usize, words: &str) {
    let is_number = |cell: &Span| cell.of(words).starts_with(|c: char| c.is_ascii_digit());
    let is_label = |cell: &Span| !cell.is_empty() && !is_number(cell);
    let is_headed = rows.iter().any(|row| row.kind == RowKind::Head);
    if is_headed || rows.len() < 3 {
        return;
    }
    let mut full = rows.iter_mut().filter(|row| row.kind == RowKind::Data);
    if let Some(first) = full.next()
        && first.cells.len() == columns
        && first.cells.iter().all(is_label)
    {
        first.kind = RowKind::Head;
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::Draft;
    use super::super::paragraph::Paragraph;
    use super::*;
    use crate::document::{BlockKind, MarkupKind};

    /// The passages of a table: a row a line, cells between `|`; `甲*2` spans two columns.
    fn check(table: &str, expected: &[&str]) {
        let mut draft = Draft::default();
        draft.open_table();
        for line in table.lines() {
            draft.table().unwrap().row(false, 1);
            for cell in line.split('|') {
                let (words, columns) = cell.split_once('*').unwrap_or((cell, "1"));
                draft.table().unwrap().cell(columns.parse().unwrap(), 1);
                let mut paragraph = Paragraph::default();
                paragraph.write(words);
                draft.paragraph(paragraph, &BlockKind::Paragraph);
            }
        }
        draft.close_table();
        let transcript = draft.finish(false);
        let passages = transcript.structure.passages.iter();
        let passages: Vec<_> = passages.map(|p| p.text.of(&transcript.text)).collect();
        assert_eq!(passages, expected, "{table}");
    }

    #[test]
    fn a_row_is_a_line_and_an_empty_cell_keeps_its_place() {
        check("甲|乙\n丙||丁", &["甲\t乙\n丙\t\t丁"]);
        check("甲*2|乙\n丙|丁|戊", &["甲\t\t乙\n丙\t丁\t戊"]);
        check("|乙\n丙|", &["\t乙\n丙"]);
        check("|\n|", &[]);
    }

    #[test]
    fn a_table_of_one_column_is_a_frame() {
        check(
            "第一条　甲。\n第二条　乙。",
            &["第一条　甲。", "第二条　乙。"],
        );
    }

    #[test]
    fn cells_keep_what_is_said_of_their_words() {
        let mut table = OpenTable::default();
        table.row(false, 2);
        table.cell(1, 1);
        table.cell(1, 2);
        let mut draft = Draft::default();
        draft.open_table();
        *draft.table().unwrap() = table;
        for words in ["甲\t乙", "丙"] {
            let mut paragraph = Paragraph::default();
            paragraph.write(words);
            paragraph.mark(3, MarkupKind::Strong);
            draft.paragraph(paragraph, &BlockKind::Paragraph);
        }
        draft.close_table();
        let transcript = draft.finish(false);
        let text = &transcript.text;
        assert_eq!(text, "\t甲 乙 丙\t甲 乙 丙\n\t甲 乙 丙\t甲 乙 丙\n\n");
        let markup = &transcript.structure.markup;
        assert_eq!(markup[0].span.of(text), " 乙");
        let BlockKind::Table(table) = &transcript.structure.passages[0].kind else {
            panic!("no table");
        };
        assert_eq!(table.columns, 3);
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        let cells: Vec<_> = cells.map(|cell| cell.of(text)).collect();
        assert_eq!(
            cells,
            ["", "甲 乙 丙", "甲 乙 丙", "", "甲 乙 丙", "甲 乙 丙"]
        );
    }

    #[test]
    fn a_row_over_all_columns_heads_those_below() {
        let mut draft = Draft::default();
        draft.open_table();
        for row in ["甲*2", "一|二", "三|四", "|五", "六*2", "七|八", " | "] {
            draft.table().unwrap().row(false, 1);
            for cell in row.split('|') {
                let (words, columns) = cell.split_once('*').unwrap_or((cell, "1"));
                draft.table().unwrap().cell(columns.parse().unwrap(), 1);
                if words.is_empty() {
                    draft.table().unwrap().cover();
                }
                let mut paragraph = Paragraph::default();
                paragraph.write(words);
                draft.paragraph(paragraph, &BlockKind::Paragraph);
            }
        }
        draft.close_table();
        let transcript = draft.finish(false);
        let BlockKind::Table(table) = &transcript.structure.passages[0].kind else {
            panic!("no table");
        };
        let rows = table.rows.iter();
        let cells = |row: &Row| {
            row.cells
                .iter()
                .map(|cell| cell.of(&transcript.text))
                .collect()
        };
        let rows: Vec<(RowKind, Vec<&str>)> = rows.map(|row| (row.kind, cells(row))).collect();
        let (group, head, data) = (RowKind::Group, RowKind::Head, RowKind::Data);
        assert_eq!(
            rows,
            [
                (group, vec!["甲"]),
                (head, vec!["一", "二"]),
                (data, vec!["三", "四"]),
                // A cell of the row above goes on.
                (data, vec!["三", "五"]),
                (group, vec!["六"]),
                (data, vec!["七", "八"]),
                // One of empty cells is none.
            ]
        );
    }
}
