//! Comparing: two editions of a text side by side, or one clause through all of them, as blocks
//! that are folded, set and walked through.

mod walk;

use std::sync::Arc;

use crate::clause::compare::{ChangeKind, Edit, Passage, Piece, Row, Status, beside, words};
use crate::library::EntryId;
use crate::reading::comparing::{is_form_only, tally};
use crate::reading::{Placed, Text};
use crate::settings::Locale;
use crate::text::{Ambiguous, Span, wrap};
pub use walk::{Item, Move, Walk};

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
    /// Which of its two texts the keys are about: 0 or 1, as in [`Comparing::pair`].
    pub side: usize,
    /// Whether the two texts are bound.
    pub is_bound: bool,
    /// The walk through both texts.
    together: Walk,
    /// The walks through each of the two, while they are walked through apart.
    apart: Option<[Walk; 2]>,
    /// The columns of a text, and whether the two are beside each other.
    columns: (usize, bool),
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
            side: 1,
            is_bound: false,
            together: Walk::default(),
            apart: None,
            columns: (0, false),
        };
        comparing.fold();
        let walk = &mut comparing.together;
        let first = (0..walk.items.len()).find(|item| walk.row(*item).is_some());
        walk.at = first.unwrap_or(0);
        comparing
    }

    /// The two texts of a row.
    pub fn pair(&self, row: usize) -> Option<[&Side; 2]> {
        let (older, _) = self.rows.get(row)?;
        Some([self.sides.get(*older)?, self.sides.get(older + 1)?])
    }

    /// The walk that the keys are about.
    pub fn walk(&self) -> &Walk {
        match &self.apart {
            None => &self.together,
            Some([first, _]) if self.side == 0 => first,
            Some([_, second]) => second,
        }
    }

    /// The same, to be gone on with.
    pub fn walk_mut(&mut self) -> &mut Walk {
        match &mut self.apart {
            None => &mut self.together,
            Some([first, _]) if self.side == 0 => first,
            Some([_, second]) => second,
        }
    }

    /// The walks through each of the two texts, while they are walked through apart.
    pub fn apart(&self) -> Option<&[Walk; 2]> {
        self.apart.as_ref()
    }

    /// The two texts, where there are no more.
    pub fn both(&self) -> Option<[&Side; 2]> {
        match self.sides.as_slice() {
            [first, second] => Some([first, second]),
            _ => None,
        }
    }

    /// The passages that the keys are about: those of the row and the text that the reader is at;
    /// of the other text where this one has none.
    pub fn passages(&self) -> Option<(&Side, &[Passage])> {
        let row = self.walk().here()?;
        let (_, own) = self.rows.get(row)?;
        let side = match self.side {
            0 if own.old.is_empty() => 1,
            1 if own.new.is_empty() => 0,
            side => side,
        };
        let pair = self.pair(row)?;
        Some((pair.get(side)?, side_of(own, side)))
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
        let mut items = Vec::new();
        for (index, (_, row)) in self.rows.iter().enumerate() {
            let is_shown = self.shows_all
                || row.status() != Status::Unchanged && (self.shows_form || !is_form_only(row));
            match items.last_mut() {
                _ if is_shown => items.push(Item::Row(index)),
                Some(Item::Fold(rows)) => rows.end = index + 1,
                _ => items.push(Item::Fold(index..index + 1)),
            }
        }
        let row = self.together.here().unwrap_or(0);
        self.together.show(items, row);
    }

    /// Goes through the two texts apart, each by itself from where the reader is; or together
    /// again, from where they are in the text that has the keys.
    pub fn part(&mut self) {
        let row = self.walk().here().unwrap_or(0);
        if self.apart.take().is_some() {
            self.together.stand(row);
            return;
        }
        if self.kind == Kind::Changes {
            let place = self.place();
            self.turn();
            if let Some((entry, at)) = place {
                self.stand(entry, at);
            }
        }
        if self.kind != Kind::Parallel {
            return;
        }
        let row = self.together.here().unwrap_or(0);
        let walk = |side: usize| {
            let has = |(_, row): &(usize, Row)| !side_of(row, side).is_empty();
            let rows = self.rows.iter().enumerate().filter(|(_, own)| has(own));
            let mut walk = Walk::default();
            walk.show(rows.map(|(index, _)| Item::Row(index)).collect(), row);
            walk.top = (walk.at, 0);
            walk
        };
        self.apart = Some([walk(0), walk(1)]);
    }

    /// Where the reader is: a text and a byte offset of it.
    pub fn place(&self) -> Option<(EntryId, usize)> {
        let (side, [passage, ..]) = self.passages()? else {
            return None;
        };
        Some((side.entry, passage.span.start))
    }

    /// Stands at the row that has a byte offset of one of the texts.
    pub fn stand(&mut self, entry: EntryId, at: usize) {
        let has = |(older, row): &(usize, Row)| {
            [&row.old, &row.new]
                .into_iter()
                .zip(*older..)
                .any(|(own, side)| {
                    let is_text = self.sides.get(side).is_some_and(|own| own.entry == entry);
                    is_text && own.iter().any(|passage| passage.span.contains(at))
                })
        };
        if let Some(row) = self.rows.iter().position(has) {
            self.together.stand(row);
        }
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
        self.apart = None;
        self.together = Walk::default();
        self.fold();
        self.together.moves.push(Move::Start);
    }

    /// Whether the two texts stand beside each other.
    pub fn is_beside(&self) -> bool {
        self.columns.1
    }

    /// Sets what is visible on a page of so many rows, and carries out the moves.
    pub fn prepare(&mut self, columns: (usize, bool), height: usize, ambiguous: Ambiguous) {
        let is_other = self.columns != columns;
        self.columns = columns;
        let mut together = std::mem::take(&mut self.together);
        let mut apart = self.apart.take();
        for walk in apart.iter_mut().flatten().chain([&mut together]) {
            if is_other {
                walk.unset();
            }
        }
        match &mut apart {
            None => together.prepare(height, &|row| self.make(row, ambiguous)),
            Some(walks) => {
                for (side, walk) in walks.iter_mut().enumerate() {
                    walk.prepare(height, &|row| self.make_side(row, side, ambiguous));
                }
            }
        }
        (self.together, self.apart) = (together, apart);
    }

    /// Sets the passages of a row in one of its texts.
    fn make_side(&self, row: usize, side: usize, ambiguous: Ambiguous) -> Option<Block> {
        let own = self.pair(row)?.into_iter().nth(side)?;
        let (_, row) = self.rows.get(row)?;
        let mut cell = Cell::default();
        cell.push_all(&own.text, side_of(row, side));
        cell.wrap(self.columns.0, ambiguous);
        Some(Block { cells: vec![cell] })
    }

    /// Sets a row of both texts.
    fn make(&self, row: usize, ambiguous: Ambiguous) -> Option<Block> {
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
            cell.wrap(columns, ambiguous);
        }
        Some(Block { cells })
    }
}

/// The passages of a row in one of its two texts.
fn side_of(row: &Row, side: usize) -> &[Passage] {
    if side == 0 { &row.old } else { &row.new }
}

impl Cell {
    /// Sets it in lines of so many columns.
    fn wrap(&mut self, columns: usize, ambiguous: Ambiguous) {
        if !self.text.is_empty() {
            self.lines = wrap::rows(&self.text, columns, ambiguous);
        }
    }

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
        for (index, item) in comparing.walk().items.clone().into_iter().enumerate() {
            if let Item::Fold(rows) = item {
                lines.push(format!("…{}", rows.len()));
                continue;
            }
            for cell in &comparing.walk().block(index).unwrap().cells {
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
        let at = |own: &Comparing| own.walk().here().map(|row| own.rows[row].1.new.len());
        for _ in 0..9 {
            own.walk_mut().step(1);
            own.prepare((8, false), 5, Ambiguous::Narrow);
            assert_eq!(at(&own), Some(1));
            assert!(own.walk().top.0 <= own.walk().at);
        }
        assert_eq!(own.walk().at, own.walk().items.len() - 1);
        for _ in 0..9 {
            own.walk_mut().step(-1);
        }
        assert_eq!(own.walk().at, 1);
        for by in [1, 30, -1, -40, 3] {
            own.walk_mut().moves.push(Move::Lines(by));
            own.prepare((8, false), 5, Ambiguous::Narrow);
            assert!(own.walk().here().is_some());
            assert!(own.walk().top.0 < own.walk().items.len());
        }
    }

    #[test]
    fn apart_each_text_is_walked_through_by_itself() {
        let mut own = comparing();
        own.part();
        assert_eq!(own.kind, Kind::Parallel);
        let rows = |own: &Comparing| {
            let walks = own.apart().unwrap();
            walks.each_ref().map(|walk| (walk.here(), walk.items.len()))
        };
        own.prepare((8, true), 5, Ambiguous::Narrow);
        assert_eq!(rows(&own), [(Some(2), 5), (Some(2), 6)]);
        own.walk_mut().step(3);
        own.prepare((8, true), 5, Ambiguous::Narrow);
        assert_eq!(rows(&own), [(Some(2), 5), (Some(5), 6)]);
        own.side = 0;
        own.walk_mut().step(1);
        own.prepare((8, true), 5, Ambiguous::Narrow);
        assert_eq!(rows(&own), [(Some(3), 5), (Some(5), 6)]);
        // Together again, where the one is that has the keys.
        own.part();
        own.prepare((8, true), 5, Ambiguous::Narrow);
        assert!(own.apart().is_none());
        assert_eq!(own.walk().here(), Some(3));
    }
}
