//! Comparing: two editions of a text side by side, or one clause through all of them, as blocks
//! that are folded, set and walked through.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::clause::compare::{ChangeKind, Edit, Passage, Piece, Row, Status, beside, words};
use crate::library::EntryId;
use crate::reading::comparing::{is_form_only, tally};
use crate::reading::{Placed, Text};
use crate::settings::Locale;
use crate::text::{Ambiguous, Span, wrap};

/// A text that is compared.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its entry in the catalog.
    pub entry: EntryId,
    /// The text.
    pub text: Arc<Text>,
    /// What is annotated in it.
    pub placed: Vec<Placed>,
}

/// What is compared, and where the reader is in it.
#[derive(Clone, Debug)]
pub struct Comparing {
    /// The texts, in the order of time.
    pub sides: Vec<Side>,
    /// What stands beside what: of the text with this index and the next one.
    pub rows: Vec<(usize, Row)>,
    /// What it is.
    pub kind: Kind,
    /// What became of the clauses, while the texts are shown by their addresses.
    changes: Vec<(usize, Row)>,
    /// Whether clauses are shown in which only the form differs.
    pub shows_form: bool,
    /// Whether clauses are shown that are the same.
    pub shows_all: bool,
    /// What is shown, in order.
    pub items: Vec<Item>,
    /// The item that the reader is at.
    pub at: usize,
    /// Which of its two texts the keys are about: 0 or 1, as in [`Comparing::pair`].
    pub side: usize,
    /// The item at the top, and how many of its lines are above the page.
    pub top: (usize, usize),
    /// Moves that are still to be carried out.
    pub moves: Vec<Move>,
    /// The columns of a text, and whether the two are beside each other.
    columns: (usize, bool),
    set: HashMap<usize, Block>,
}

/// What is shown of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What became of the clauses of the one in the other.
    Changes,
    /// What became of one clause in several editions.
    History,
    /// Two texts side by side, by the addresses of their clauses.
    Parallel,
}

/// Something that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A row, by its index.
    Row(usize),
    /// Rows in which nothing differs that is to be shown.
    Fold(Range<usize>),
}

/// A move through what is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// By lines.
    Lines(i64),
    /// By pages.
    Pages(i64),
    /// By halves of a page.
    HalfPages(i64),
    /// To the start.
    Start,
    /// To the end.
    End,
    /// To where the item that the reader is at can be seen.
    Show,
}

/// An item as it is set: what stands at its head belongs to whoever paints it.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The words of both texts, or of the one in the other.
    pub cells: Vec<Cell>,
}

/// Words with what differs in them, wrapped.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// What differs, in order.
    pub marks: Vec<(Span, Mark)>,
    /// The lines.
    pub lines: Vec<Span>,
}

/// What is told of words that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// They are in the old text only.
    Deleted,
    /// They are in the new text only.
    Inserted,
}

impl Block {
    /// How many lines its words have.
    pub fn lines(&self) -> usize {
        let lines = self.cells.iter().map(|cell| cell.lines.len());
        lines.max().unwrap_or(0)
    }

    /// How many lines it takes: one for the head, and an empty one behind it.
    fn height(&self) -> usize {
        self.lines() + 2
    }
}

impl Comparing {
    /// What is compared, at its first change.
    pub fn new(sides: Vec<Side>, rows: Vec<(usize, Row)>, kind: Kind) -> Self {
        let mut comparing = Self {
            sides,
            rows,
            kind,
            changes: Vec::new(),
            shows_form: true,
            shows_all: kind != Kind::Changes,
            items: Vec::new(),
            at: 0,
            side: 1,
            top: (0, 0),
            moves: Vec::new(),
            columns: (0, false),
            set: HashMap::new(),
        };
        comparing.fold();
        let first = (0..comparing.items.len()).find(|item| comparing.row(*item).is_some());
        comparing.at = first.unwrap_or(0);
        comparing
    }

    /// The two texts of a row.
    pub fn pair(&self, row: usize) -> Option<[&Side; 2]> {
        let (older, _) = self.rows.get(row)?;
        Some([self.sides.get(*older)?, self.sides.get(older + 1)?])
    }

    /// The row of an item.
    pub fn row(&self, item: usize) -> Option<usize> {
        match self.items.get(item)? {
            Item::Row(row) => Some(*row),
            Item::Fold(_) => None,
        }
    }

    /// The passages that the keys are about: those of the row and the text that the reader is at;
    /// of the other text where this one has none.
    pub fn passages(&self) -> Option<(&Side, &[Passage])> {
        let row = self.row(self.at)?;
        let (_, own) = self.rows.get(row)?;
        let side = match self.side {
            0 if own.old.is_empty() => 1,
            1 if own.new.is_empty() => 0,
            side => side,
        };
        let pair = self.pair(row)?;
        let passages = if side == 0 { &own.old } else { &own.new };
        Some((pair.get(side)?, passages))
    }

    /// How many clauses there are of each kind, in words; nothing of one clause.
    pub fn tally(&self, locale: &Locale) -> String {
        if self.kind != Kind::Changes {
            return String::new();
        }
        tally(self.rows.iter().map(|(_, row)| row), locale)
    }

    /// Folds what is not to be shown; the reader stays at the row where they are.
    pub fn fold(&mut self) {
        let row = self.row(self.at);
        self.items.clear();
        for (index, (_, row)) in self.rows.iter().enumerate() {
            let is_shown = self.shows_all
                || row.status() != Status::Unchanged && (self.shows_form || !is_form_only(row));
            match self.items.last_mut() {
                _ if is_shown => self.items.push(Item::Row(index)),
                Some(Item::Fold(rows)) => rows.end = index + 1,
                _ => self.items.push(Item::Fold(index..index + 1)),
            }
        }
        let last = |item: &Item| match item {
            Item::Row(row) => *row,
            Item::Fold(rows) => rows.end - 1,
        };
        let row = row.unwrap_or(0);
        self.at = self.items.partition_point(|item| last(item) < row);
        self.at = self.at.min(self.items.len().saturating_sub(1));
        self.set.clear();
        self.moves.push(Move::Show);
    }

    /// Shows the two texts side by side by their addresses, or what became of the clauses of the
    /// one in the other.
    pub fn turn(&mut self) {
        let [old, new] = self.sides.as_slice() else {
            return;
        };
        let (kind, rows) = match self.kind {
            Kind::History => return,
            Kind::Changes => {
                let rows = beside(old.text.side(), new.text.side()).rows;
                (
                    Kind::Parallel,
                    rows.into_iter().map(|row| (0, row)).collect(),
                )
            }
            Kind::Parallel => (Kind::Changes, std::mem::take(&mut self.changes)),
        };
        if kind == Kind::Parallel {
            self.changes = std::mem::replace(&mut self.rows, rows);
        } else {
            self.rows = rows;
        }
        self.kind = kind;
        self.shows_all = kind == Kind::Parallel;
        (self.at, self.top) = (0, (0, 0));
        self.fold();
        self.moves.push(Move::Start);
    }

    /// Goes to another row, by as many as are shown.
    pub fn step(&mut self, by: i64) {
        let rows = (0..self.items.len()).filter(|item| self.row(*item).is_some());
        let rows: Vec<usize> = rows.collect();
        let steps = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        let found = if by > 0 {
            rows.iter().filter(|row| **row > self.at).nth(steps - 1)
        } else {
            let before = rows.iter().rev().filter(|row| **row < self.at);
            before.clone().nth(steps.saturating_sub(1))
        };
        let end = if by > 0 { rows.last() } else { rows.first() };
        if let Some(item) = found.or(end) {
            self.at = *item;
            self.moves.push(Move::Show);
        }
    }

    /// Whether the two texts stand beside each other.
    pub fn is_beside(&self) -> bool {
        self.columns.1
    }

    /// An item that is set.
    pub fn block(&self, item: usize) -> Option<&Block> {
        self.set.get(&item)
    }

    /// Sets what is visible on a page of so many rows, and carries out the moves.
    pub fn prepare(&mut self, columns: (usize, bool), height: usize, ambiguous: Ambiguous) {
        if self.columns != columns {
            self.columns = columns;
            self.set.clear();
            self.top.1 = 0;
        }
        for own in std::mem::take(&mut self.moves) {
            self.carry_out(own, height, ambiguous);
        }
        // The last page is full.
        let below = self.down(height, ambiguous);
        if below < height {
            self.up(height - below, ambiguous);
        }
        let mut rows = 0;
        for item in self.top.0..self.items.len() {
            if rows >= height + self.top.1 {
                break;
            }
            rows += self.height(item, ambiguous);
        }
    }

    fn carry_out(&mut self, own: Move, height: usize, ambiguous: Ambiguous) {
        let page = height.saturating_sub(2).max(1) as i64;
        match own {
            Move::Lines(by) => self.scroll(by, height, ambiguous),
            Move::HalfPages(by) => self.scroll(by * (page / 2).max(1), height, ambiguous),
            Move::Pages(by) => self.scroll(by * page, height, ambiguous),
            Move::Start => {
                self.top = (0, 0);
                self.at = 0;
                self.come_to_row(true);
            }
            Move::End => {
                self.at = self.items.len().saturating_sub(1);
                self.come_to_row(false);
                self.top = (self.at, 0);
            }
            Move::Show => self.show(height, ambiguous),
        }
    }

    /// Scrolls; the reader stays where they are as long as that is on the page.
    fn scroll(&mut self, by: i64, height: usize, ambiguous: Ambiguous) {
        let lines = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        if by < 0 {
            self.up(lines, ambiguous);
        } else {
            let (mut item, mut line) = self.top;
            let mut left = lines;
            loop {
                let rest = self.height(item, ambiguous).saturating_sub(line);
                if left < rest || item + 1 >= self.items.len() {
                    line += left.min(rest.saturating_sub(1));
                    break;
                }
                (item, line, left) = (item + 1, 0, left - rest);
            }
            self.top = (item, line);
        }
        let first = self.top.0 + usize::from(self.top.1 > 0);
        let mut last = self.top.0;
        let mut rows = self.height(last, ambiguous).saturating_sub(self.top.1);
        while rows < height && last + 1 < self.items.len() {
            last += 1;
            rows += self.height(last, ambiguous);
        }
        if self.at < first || self.at > last {
            self.at = if self.at < first {
                first.min(last)
            } else {
                last
            };
            self.come_to_row(by > 0);
        }
    }

    /// A fold is no place: the next row is, or else the one before.
    fn come_to_row(&mut self, is_forward: bool) {
        let is_row = |item: &usize| self.row(*item).is_some();
        let next = (self.at..self.items.len()).find(is_row);
        let before = (0..=self.at).rev().find(is_row);
        let found = if is_forward {
            next.or(before)
        } else {
            before.or(next)
        };
        self.at = found.unwrap_or(0);
    }

    fn show(&mut self, height: usize, ambiguous: Ambiguous) {
        if self.at < self.top.0 || self.at == self.top.0 && self.top.1 > 0 {
            self.top = (self.at, 0);
            return;
        }
        let above: usize = (self.top.0..self.at)
            .map(|item| self.height(item, ambiguous))
            .sum();
        let own = self.height(self.at, ambiguous);
        if above + own > height + self.top.1 {
            // With a little of what is before it.
            self.top = (self.at, 0);
            self.up((height / 5).min(height.saturating_sub(own)), ambiguous);
        }
    }

    /// Goes up by lines, no farther than to the start.
    fn up(&mut self, lines: usize, ambiguous: Ambiguous) {
        let (mut item, mut line) = self.top;
        let mut left = lines;
        while left > line && item > 0 {
            left -= line + 1;
            item -= 1;
            line = self.height(item, ambiguous).saturating_sub(1);
        }
        self.top = (item, line.saturating_sub(left));
    }

    /// How many lines there are from the top on, as far as a page of so many rows asks.
    fn down(&mut self, height: usize, ambiguous: Ambiguous) -> usize {
        let mut rows = 0;
        for item in self.top.0..self.items.len() {
            if rows >= height + self.top.1 {
                break;
            }
            rows += self.height(item, ambiguous);
        }
        rows.saturating_sub(self.top.1)
    }

    /// The height of an item; sets it if necessary.
    fn height(&mut self, item: usize, ambiguous: Ambiguous) -> usize {
        if let Some(block) = self.set.get(&item) {
            return block.height();
        }
        let block = self.make(item, ambiguous).unwrap_or_default();
        let height = block.height();
        self.set.insert(item, block);
        height
    }

    fn make(&self, item: usize, ambiguous: Ambiguous) -> Option<Block> {
        let row = self.row(item)?;
        let [old, new] = self.pair(row)?;
        let (_, row) = self.rows.get(row)?;
        // Of a clause that stayed as it was, its head says all.
        if self.kind == Kind::History && row.status() == Status::Unchanged {
            return None;
        }
        let (columns, is_beside) = self.columns;
        let shows = |kind| self.shows_form || kind != ChangeKind::Form;
        let is_parallel = self.kind == Kind::Parallel;
        let mut cells = if is_parallel && !is_beside {
            let mut cell = Cell::default();
            cell.push_all(&old.text, &row.old);
            cell.push_all(&new.text, &row.new);
            vec![cell]
        } else if is_beside {
            let old_alone = row.new.is_empty() && !is_parallel;
            let new_alone = row.old.is_empty() && !is_parallel;
            let old_mark = (Mark::Deleted, old_alone);
            let new_mark = (Mark::Inserted, new_alone);
            vec![
                Cell::of_pieces(&old.text, &row.old_pieces(), old_mark, shows),
                Cell::of_pieces(&new.text, &row.new_pieces(), new_mark, shows),
            ]
        } else {
            vec![Cell::of_row(&old.text, &new.text, row, shows)]
        };
        for cell in &mut cells {
            if !cell.text.is_empty() {
                cell.lines = wrap::rows(&cell.text, columns, ambiguous);
            }
        }
        Some(Block { cells })
    }
}

impl Cell {
    /// The words of one side, each passage in pieces; `mark` is what is told of those that differ,
    /// and whether all do.
    fn of_pieces(
        text: &Text,
        passages: &[Vec<Piece>],
        (mark, is_alone): (Mark, bool),
        shows: impl Fn(ChangeKind) -> bool,
    ) -> Self {
        let mut cell = Self::default();
        for pieces in passages {
            cell.begin();
            for piece in pieces {
                let differs = is_alone || piece.change.is_some_and(&shows);
                cell.push(text, piece.span, differs.then_some(mark));
            }
        }
        cell
    }

    /// The new words of a row with what was taken out of the old ones.
    fn of_row(old: &Text, new: &Text, row: &Row, shows: impl Fn(ChangeKind) -> bool) -> Self {
        let mut cell = Self::default();
        if row.new.is_empty() {
            for passage in &row.old {
                cell.begin();
                cell.push(old, passage.span, Some(Mark::Deleted));
            }
        }
        for edits in row.edits() {
            cell.begin();
            for edit in edits {
                let inserted = Some(Mark::Inserted);
                match edit {
                    Edit::Kept(span) if row.old.is_empty() => cell.push(new, span, inserted),
                    Edit::Kept(span) => cell.push(new, span, None),
                    Edit::Deleted(span, kind) if shows(kind) => {
                        cell.push(old, span, Some(Mark::Deleted));
                    }
                    Edit::Deleted(..) => {}
                    Edit::Inserted(span, kind) => {
                        cell.push(new, span, inserted.filter(|_| shows(kind)));
                    }
                }
            }
        }
        cell
    }

    /// The words of passages in which nothing differs.
    fn push_all(&mut self, text: &Text, passages: &[Passage]) {
        for passage in passages {
            self.begin();
            self.push(text, passage.span, None);
        }
    }

    /// Begins a passage.
    fn begin(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text += INDENT;
    }

    fn push(&mut self, text: &Text, span: Span, mark: Option<Mark>) {
        let start = self.text.len();
        let words = words(&text.document, span);
        self.text += &words.replace('\n', &format!("\n{INDENT}"));
        if let Some(mark) = mark {
            self.marks.push((Span::new(start, self.text.len()), mark));
        }
    }
}

/// Before the first words of a paragraph.
const INDENT: &str = "　　";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::compare::compare;
    use crate::library::Source;

    fn side(articles: &[&str], index: u32) -> Side {
        let source = format!("# 渡口法\n\n{}\n", articles.join("\n\n"));
        let document = crate::document::parse(source);
        let source = Source::File("/a.md".into());
        Side {
            entry: EntryId(index),
            text: Arc::new(Text::of(document, "UTF-8", &source.into())),
            placed: Vec::new(),
        }
    }

    fn comparing() -> Comparing {
        let sides = vec![
            side(
                &[
                    "第一条　渡口归县，由渡工看守。",
                    "第二条　渡船每日开行六班。",
                    "第三条　夜间渡河须悬灯两盏，一在船头，一在船尾。",
                    "第四条　牲畜另船载运。",
                ],
                0,
            ),
            side(
                &[
                    "第一条　渡口归县，由渡工看守。",
                    "第二条　渡船每日开行八班。",
                    "第三条　夜间渡河须悬灯两盏、一在船头，一在船尾。",
                    "第四条　牲畜另船载运。",
                    "第五条　渡工每季领取工食一次。",
                ],
                1,
            ),
        ];
        let rows = compare(sides[0].text.side(), sides[1].text.side()).rows;
        Comparing::new(
            sides,
            rows.into_iter().map(|row| (0, row)).collect(),
            Kind::Changes,
        )
    }

    /// The lines of the items, with `[-…-]` and `{+…+}` around what differs.
    fn lines(comparing: &mut Comparing, columns: (usize, bool)) -> Vec<String> {
        comparing.prepare(columns, 100, Ambiguous::Narrow);
        let mut lines = Vec::new();
        for (index, item) in comparing.items.clone().into_iter().enumerate() {
            if let Item::Fold(rows) = item {
                lines.push(format!("…{}", rows.len()));
                continue;
            }
            for cell in &comparing.block(index).unwrap().cells {
                let mut text = cell.text.clone();
                for (span, mark) in cell.marks.iter().rev() {
                    let (open, close) = match mark {
                        Mark::Deleted => ("[-", "-]"),
                        Mark::Inserted => ("{+", "+}"),
                    };
                    text.insert_str(span.end, close);
                    text.insert_str(span.start, open);
                }
                lines.push(text.replace('　', ""));
            }
        }
        lines
    }

    #[test]
    fn what_is_the_same_is_folded_and_the_rest_stands_side_by_side_or_in_one() {
        let mut own = comparing();
        let beside = [
            "…2",
            "第二条渡船每日开行[-六-]班。",
            "第二条渡船每日开行{+八+}班。",
            "第三条夜间渡河须悬灯两盏[-，-]一在船头，一在船尾。",
            "第三条夜间渡河须悬灯两盏{+、+}一在船头，一在船尾。",
            "…1",
            "",
            "{+第五条渡工每季领取工食一次。+}",
        ];
        assert_eq!(lines(&mut own, (40, true)), beside);
        let inline = lines(&mut own, (40, false));
        assert_eq!(inline[1], "第二条渡船每日开行[-六-]{+八+}班。");
        own.shows_form = false;
        own.fold();
        let inline = lines(&mut own, (40, false));
        assert_eq!(inline.len(), 4, "{inline:?}");
        assert_eq!(inline[2], "…2");
        own.shows_all = true;
        own.fold();
        assert_eq!(lines(&mut own, (40, false)).len(), 6);
    }

    #[test]
    fn walking_goes_from_change_to_change_and_keeps_the_place_in_sight() {
        let mut own = comparing();
        let at = |own: &Comparing| own.row(own.at).map(|row| own.rows[row].1.new.len());
        for _ in 0..9 {
            own.step(1);
            own.prepare((8, false), 5, Ambiguous::Narrow);
            assert_eq!(at(&own), Some(1));
            assert!(own.top.0 <= own.at, "{:?} {}", own.top, own.at);
        }
        assert_eq!(own.at, own.items.len() - 1);
        for _ in 0..9 {
            own.step(-1);
        }
        assert_eq!(own.at, 1);
        for by in [1, 30, -1, -40, 3] {
            own.moves.push(Move::Lines(by));
            own.prepare((8, false), 5, Ambiguous::Narrow);
            assert!(own.row(own.at).is_some());
            assert!(own.top.0 < own.items.len());
        }
    }
}
