//! A text of several lines being written, edited by grapheme clusters, with its own undo.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::width::Ambiguous;
use crate::text::{Span, display, wrap};

/// A text with a cursor, as wide as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Area {
    text: String,
    /// Byte offset.
    cursor: usize,
    /// The column that going up and down keeps to.
    goal: Option<usize>,
    /// Columns of a row, and how wide ambiguous characters are: what prepare has found.
    pub columns: usize,
    /// See `columns`.
    pub ambiguous: Ambiguous,
    /// The first visible row.
    pub top: usize,
    past: Vec<Edit>,
    future: Vec<Edit>,
    /// Whether the last edit typed a character: the next one is one with it.
    is_typing: bool,
    /// Whether nobody has looked yet at what was edited last.
    is_changed: bool,
}

/// A change of the text, which can be made and taken back.
#[derive(Clone, Debug)]
struct Edit {
    /// Where it is, a byte offset.
    at: usize,
    /// What stood there before.
    removed: String,
    /// What stands there after it.
    inserted: String,
    /// Where the cursor was before it, if it is to be taken back; else after it.
    cursor: usize,
}

/// The longest text in bytes.
pub const LONGEST: usize = crate::annotation::LONGEST_NOTE;

/// Undo depth, in edits.
const MOST_STEPS: usize = 500;

impl Area {
    /// An area that holds a text, the cursor at its end.
    pub fn with(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            cursor: text.len(),
            columns: 40,
            ..Self::default()
        }
    }

    /// All of the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text was edited since this was asked last: keys come faster than what is written
    /// can be kept.
    pub fn take_change(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// Its rows.
    pub fn rows(&self) -> Vec<Span> {
        wrap::rows(&self.text, self.columns.max(1), self.ambiguous)
    }

    /// The row and column of the cursor.
    pub fn place(&self) -> (usize, usize) {
        let rows = self.rows();
        let row = rows
            .partition_point(|row| row.start <= self.cursor)
            .saturating_sub(1);
        let start = rows.get(row).map_or(0, |row| row.start);
        let before = Span::new(start, self.cursor).of(&self.text);
        (row, columns(before, self.ambiguous))
    }

    /// Types as much as there is room for; false where that is not all of it, since a text has
    /// [`LONGEST`] bytes at most.
    pub fn insert(&mut self, typed: &str) -> bool {
        let whole = typed.replace("\r\n", "\n").replace('\r', "\n");
        let room = LONGEST.saturating_sub(self.text.len());
        let typed = (0..=room)
            .rev()
            .find_map(|end| whole.get(..end.min(whole.len())));
        let typed = typed.unwrap_or("");
        let is_all = typed.len() == whole.len();
        if typed.is_empty() {
            return is_all;
        }
        let is_word = typed.chars().all(char::is_alphanumeric);
        match self.past.last_mut() {
            Some(last) if self.is_typing && is_word => {
                last.inserted += typed;
                self.text.insert_str(self.cursor, typed);
                self.cursor += typed.len();
                self.is_changed = true;
            }
            _ => self.change(Span::new(self.cursor, self.cursor), typed),
        }
        self.is_typing = is_word;
        is_all
    }

    /// Erases the cluster before the cursor.
    pub fn erase_back(&mut self) {
        self.erase(self.before(), self.cursor);
    }

    /// Erases the cluster behind the cursor.
    pub fn erase_forward(&mut self) {
        self.erase(self.cursor, self.behind());
    }

    /// Erases back to the start of the word before the cursor.
    pub fn erase_word(&mut self) {
        let head = Span::new(0, self.cursor).of(&self.text);
        let mut start = head.trim_end_matches(' ').split_word_bound_indices();
        let start = start.next_back().map_or(0, |(at, _)| at);
        self.erase(start, self.cursor);
    }

    /// Erases back to the start of the line.
    pub fn erase_line(&mut self) {
        let line = self.line();
        let start = if line.start == self.cursor {
            self.before()
        } else {
            line.start
        };
        self.erase(start, self.cursor);
    }

    /// Erases everything.
    pub fn erase_all(&mut self) {
        self.erase(0, self.text.len());
    }

    fn erase(&mut self, start: usize, end: usize) {
        if start < end {
            self.change(Span::new(start, end), "");
        }
    }

    /// Moves the cursor one cluster left or right.
    pub fn step(&mut self, forward: bool) {
        let to = if forward {
            self.behind()
        } else {
            self.before()
        };
        self.go(to);
    }

    /// Moves the cursor up or down by rows.
    pub fn climb(&mut self, by: i64) {
        let (row, column) = self.place();
        let goal = self.goal.unwrap_or(column);
        let rows = self.rows();
        let last = rows.len().saturating_sub(1) as i64;
        let target = (row as i64 + by).clamp(0, last) as usize;
        if let Some(&row) = rows.get(target) {
            let is_wrapped = rows
                .get(target + 1)
                .is_some_and(|next| next.start == row.end);
            let mut at = row.start;
            let mut used = 0;
            for glyph in display::glyphs(row.of(&self.text), self.ambiguous) {
                let next = row.start + glyph.offset + glyph.len;
                // Behind the last cluster of a wrapped row is the start of the next.
                if used + glyph.columns > goal || is_wrapped && next == row.end {
                    break;
                }
                used += glyph.columns;
                at = next;
            }
            self.go(at);
        }
        self.goal = Some(goal);
    }

    /// Moves the cursor to a row and column, as far as there are any.
    pub fn point(&mut self, row: usize, column: usize) {
        let (present, _) = self.place();
        self.goal = Some(column);
        self.climb(row as i64 - present as i64);
        self.goal = None;
    }

    /// Moves the cursor to the start or the end of the line.
    pub fn end(&mut self, forward: bool) {
        let line = self.line();
        self.go(if forward { line.end } else { line.start });
    }

    /// Takes the last edit back, or does it again; false where there is none.
    pub fn undo(&mut self, again: bool) -> bool {
        let (from, to) = if again {
            (&mut self.future, &mut self.past)
        } else {
            (&mut self.past, &mut self.future)
        };
        let Some(mut edit) = from.pop() else {
            return false;
        };
        let (present, other) = if again {
            (&edit.removed, &edit.inserted)
        } else {
            (&edit.inserted, &edit.removed)
        };
        let span = edit.at..edit.at + present.len();
        self.text.replace_range(span, other);
        std::mem::swap(&mut self.cursor, &mut edit.cursor);
        to.push(edit);
        self.is_changed = true;
        self.is_typing = false;
        true
    }

    /// Replaces the whole text.
    pub fn replace(&mut self, text: &str) {
        self.change(Span::new(0, self.text.len()), text);
    }

    /// The line of the cursor, without its line break.
    fn line(&self) -> Span {
        let start = Span::new(0, self.cursor).of(&self.text).rfind('\n');
        let rest = self.text.get(self.cursor..).unwrap_or("");
        let end = rest.find('\n').unwrap_or(rest.len());
        Span::new(start.map_or(0, |at| at + 1), self.cursor + end)
    }

    fn before(&self) -> usize {
        let head = Span::new(0, self.cursor).of(&self.text);
        let last = head.grapheme_indices(true).next_back();
        last.map_or(0, |(at, _)| at)
    }

    fn behind(&self) -> usize {
        let rest = self.text.get(self.cursor..).unwrap_or("");
        self.cursor + rest.graphemes(true).next().map_or(0, str::len)
    }

    fn go(&mut self, to: usize) {
        self.cursor = to;
        self.goal = None;
        self.is_typing = false;
    }

    /// Replaces a part of the text, so that it can be taken back; the cursor is behind it then.
    fn change(&mut self, span: Span, by: &str) {
        self.past.push(Edit {
            at: span.start,
            removed: span.of(&self.text).to_owned(),
            inserted: by.to_owned(),
            cursor: self.cursor,
        });
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
        self.future.clear();
        self.text.replace_range(span.start..span.end, by);
        self.cursor = span.start + by.len();
        self.is_changed = true;
        self.goal = None;
        self.is_typing = false;
    }
}

fn columns(text: &str, ambiguous: Ambiguous) -> usize {
    display::glyphs(text, ambiguous)
        .map(|glyph| glyph.columns)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edit: impl Fn(&mut Area), expected: &str) {
        let mut area = Area::with("手工业\n合作社的领导");
        area.columns = 8;
        edit(&mut area);
        let (before, behind) = area.text.split_at(area.cursor);
        assert_eq!(format!("{before}|{behind}"), expected);
    }

    #[test]
    fn edits_go_by_clusters_and_moves_by_rows() {
        check(|area| area.climb(-1), "手工业\n合作|社的领导");
        check(
            |area| {
                area.climb(-1);
                area.climb(-1);
                area.climb(1);
            },
            "手工业\n合作|社的领导",
        );
        check(
            |area| {
                area.climb(-9);
                area.end(true);
                area.erase_forward();
            },
            "手工业|合作社的领导",
        );
        check(
            |area| {
                area.insert("e\u{301}");
                area.erase_back();
                area.erase_back();
            },
            "手工业\n合作社的领|",
        );
        check(Area::erase_line, "手工业\n|");
        check(Area::erase_all, "|");
        check(|area| area.point(0, 4), "手工|业\n合作社的领导");
        check(|area| area.point(9, 9), "手工业\n合作社的领导|");
        check(
            |area| {
                assert!(area.insert("\r\n三"));
                // Neither all of it nor nothing: what there is room for, in one step.
                assert!(!area.insert(&"长".repeat(LONGEST)));
                assert!((LONGEST - 2..=LONGEST).contains(&area.text().len()));
                assert!(!area.insert("长"));
                area.undo(false);
            },
            "手工业\n合作社的领导\n三|",
        );
    }

    #[test]
    fn steps_are_taken_back_and_done_again() {
        check(
            |area| {
                for typed in ["一", "二", "，", "三"] {
                    area.insert(typed);
                }
                area.undo(false);
                area.undo(false);
            },
            "手工业\n合作社的领导一二|",
        );
        check(
            |area| {
                area.insert("一");
                area.erase_line();
                area.undo(false);
                area.undo(false);
                assert!(!area.undo(false));
                area.undo(true);
            },
            "手工业\n合作社的领导一|",
        );
        // The cursor is where it was, and what is done after a step back ends what could be redone.
        check(
            |area| {
                area.point(0, 2);
                area.insert("甲");
                area.insert("乙");
                area.erase_all();
                area.undo(false);
                assert_eq!(area.text(), "手甲乙工业\n合作社的领导");
                area.undo(false);
                area.undo(true);
                area.insert("，");
                assert!(!area.undo(true));
            },
            "手甲乙，|工业\n合作社的领导",
        );
        check(
            |area| {
                area.replace("别的");
                area.undo(false);
                area.insert("\n");
                area.erase_word();
                area.undo(false);
                area.undo(false);
            },
            "手工业\n合作社的领导|",
        );
    }

    #[test]
    fn a_step_costs_what_it_changes() {
        let mut area = Area::with(&"长".repeat(LONGEST / 3 - MOST_STEPS));
        for _ in 0..MOST_STEPS {
            area.insert("，");
        }
        let kept = area
            .past
            .iter()
            .map(|edit| edit.removed.len() + edit.inserted.len());
        assert_eq!(kept.sum::<usize>(), 3 * MOST_STEPS);
    }
}
