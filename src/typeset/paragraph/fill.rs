//! First fit: each line takes as much as fits. A piece longer than a line is split where that is
//! least harmful.

use smallvec::SmallVec;

use super::Setting;
use super::flow::{Glyphs, Kind};

/// A paragraph to be broken into lines.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    pub text: &'a str,
    pub glyphs: &'a Glyphs,
    pub setting: &'a Setting,
}

/// Indices of the glyphs at the line starts.
pub type Starts = SmallVec<[usize; 8]>;

/// Result of first fit.
pub struct Filled {
    pub starts: Starts,
    /// Greatest number of columns left empty in a line other than the last.
    pub raggedness: usize,
    /// Whether a piece was longer than a line.
    pub is_split: bool,
}

/// Where a line ends.
struct End {
    /// Index of the glyph that starts the next line.
    at: usize,
    /// Columns left empty.
    spare: usize,
    is_split: bool,
}

/// Raggedness that no other breaks can improve, in columns: lines of hanzi leave up to one hanzi
/// empty before a mark.
pub const FULL: usize = 2;

impl Shape<'_> {
    /// Indent in columns of a line that starts with the glyph `start`.
    pub fn indent(self, start: usize) -> usize {
        let indent = if start == 0 {
            self.setting.first
        } else {
            self.setting.rest
        };
        if indent == 0 {
            return 0;
        }
        // No indent if the text up to the first break opportunity only fits without it. If that
        // text is too long for any line, this applies to its first glyph.
        let end = (start + 1..self.len()).find(|&at| self.may_start(at));
        let end = self.glyphs.visible_end(start..end.unwrap_or(self.len()));
        let piece = self.glyphs.before(end) - self.glyphs.before(start);
        let needed = if piece <= self.setting.columns {
            piece
        } else {
            self.glyphs.columns(start)
        };
        if indent + needed <= self.setting.columns {
            indent
        } else {
            0
        }
    }

    pub fn first_fit(self) -> Filled {
        let mut filled = Filled {
            starts: Starts::new(),
            raggedness: 0,
            is_split: false,
        };
        let mut start = 0;
        while start < self.len() {
            filled.starts.push(start);
            let end = self.spare_last(start, self.fill(start));
            if end.at < self.len() {
                filled.raggedness = filled.raggedness.max(end.spare);
            }
            filled.is_split |= end.is_split;
            start = end.at;
        }
        filled
    }

    fn len(self) -> usize {
        self.glyphs.list.len()
    }

    /// The end of a line from `start`: the last break opportunity that fits.
    fn fill(self, start: usize) -> End {
        let room = self.setting.columns - self.indent(start);
        let whole = |at| End {
            at,
            spare: 0,
            is_split: false,
        };
        // White space at the end of a line takes no room.
        let overflow = self.next_visible(self.overflow(start, room).max(start + 1));
        if overflow == self.len() {
            return whole(overflow);
        }
        if let Some(at) = self.hang(start, overflow, room) {
            return whole(at);
        }
        let may_start = |&index: &usize| self.may_start(index);
        let Some(at) = (start + 1..=overflow).rev().find(may_start) else {
            return End {
                is_split: true,
                ..whole(self.split(start, overflow))
            };
        };
        let visible = self.glyphs.before(self.glyphs.visible_end(start..at));
        End {
            spare: room.saturating_sub(visible - self.glyphs.before(start)),
            ..whole(at)
        }
    }

    /// The first glyph that exceeds `room` columns in a line from `start`; the end if all fit.
    fn overflow(self, start: usize, room: usize) -> usize {
        if self.glyphs.has_tabs {
            let indent = self.indent(start);
            let mut column = indent;
            return (start..self.len())
                .find(|&index| {
                    column = self.glyphs.after(index, column, self.setting.writing);
                    column > indent + room
                })
                .unwrap_or(self.len());
        }
        let end = self.glyphs.before(start) + room;
        let rest = self.glyphs.list.get(start..).unwrap_or(&[]);
        // Hardly any glyph has zero columns, so the overflow is near.
        let near = rest.get(..=room).unwrap_or(rest);
        let near = match near.last() {
            Some(last) if last.end as usize > end => near,
            _ => rest,
        };
        start + near.partition_point(|glyph| glyph.end as usize <= end)
    }

    /// The start of the next line if the overflowing glyph can hang in the margin: it may hang,
    /// fits in the margin, and a line may end after it.
    fn hang(self, start: usize, overflow: usize, room: usize) -> Option<usize> {
        let glyph = self.glyphs.list.get(overflow)?;
        let margin = self.setting.composition.margin(self.setting.writing);
        let hangs = glyph.kind == Kind::Hanging
            && glyph.end as usize <= self.glyphs.before(start) + room + margin;
        let next = self.next_visible(overflow + 1);
        (hangs && (next == self.len() || self.may_start(next))).then_some(next)
    }

    fn may_start(self, index: usize) -> bool {
        let glyph = self.glyphs.list.get(index);
        glyph.is_some_and(|glyph| glyph.may_start)
    }

    /// The first glyph from `index` on that is not white space; the end if there is none.
    fn next_visible(self, index: usize) -> usize {
        let rest = self.glyphs.list.get(index..).unwrap_or(&[]);
        let visible = rest.iter().position(|glyph| !glyph.is_space());
        visible.map_or(self.len(), |visible| index + visible)
    }

    /// Whether the glyphs from `at` on are a single character with its marks. CLREQ asks not to
    /// leave one alone on the last line.
    pub fn is_lonely(self, at: usize) -> bool {
        const MARKS: usize = 4;
        if self.len() - at > MARKS {
            return false;
        }
        let rest = self.glyphs.list.get(at..).unwrap_or_default();
        let mut letters = rest.iter().enumerate().filter(|(index, glyph)| {
            let continues = self
                .character(at + index)
                .is_some_and(|c| self.setting.composition.level.forbids_start(c));
            !glyph.is_space() && !continues
        });
        !rest.is_empty() && letters.nth(1).is_none()
    }

    /// Moves the end of a line back if a single character would be left for the last line, provided
    /// that more than half of the line stays.
    fn spare_last(self, start: usize, end: End) -> End {
        if !self.is_lonely(end.at) {
            return end;
        }
        let may_start = |&index: &usize| self.may_start(index);
        let earlier = (start + (end.at - start) / 2 + 1..end.at)
            .rev()
            .find(may_start);
        let Some(at) = earlier else {
            return end;
        };
        End {
            at,
            spare: end.spare + self.glyphs.before(end.at) - self.glyphs.before(at),
            ..end
        }
    }

    fn character(self, index: usize) -> Option<char> {
        let at = self.glyphs.list.get(index)?.at as usize;
        self.text.get(at..)?.chars().next()
    }

    /// Where to split a piece that is longer than a line: after a sign in an address, else at the
    /// last position that leaves no prohibited mark at a line start or end.
    fn split(self, start: usize, overflow: usize) -> usize {
        let half = start + (overflow - start) / 2 + 1;
        let behind = |signs: &'static str| {
            (half..=overflow).rev().find(move |&index| {
                let is_sign = |c: char| signs.contains(c);
                let is_letter = |c: char| c.is_ascii_alphanumeric();
                self.character(index - 1).is_some_and(is_sign)
                    && self.character(index).is_some_and(is_letter)
            })
        };
        let level = self.setting.composition.level;
        let is_good = |&index: &usize| {
            let before = self.glyphs.visible_end(start..index).checked_sub(1);
            let before = before.and_then(|at| self.character(at));
            let next = self.character(self.next_visible(index));
            match (before, next) {
                (Some(before), Some(next)) => {
                    !level.forbids_start(next)
                        && !level.forbids_end(before)
                        && !crate::text::kinsoku::is_pair(before, next)
                }
                _ => true,
            }
        };
        behind("/")
            .or_else(|| behind("?&=#;"))
            .or_else(|| behind("-_.,+~:"))
            .filter(is_good)
            .or_else(|| (start + 1..=overflow).rev().find(is_good))
            .unwrap_or(overflow.max(start + 1))
    }
}
