//! First fit: each line takes what it can. What is longer than a line is split where it hurts least.

use super::flow::{Glyph, Kind};
use super::{Setting, optimal};
use crate::typeset::Fill;

/// A paragraph that is to be made into lines.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    pub text: &'a str,
    pub glyphs: &'a [Glyph],
    pub setting: &'a Setting,
}

/// How first fit fills a paragraph.
pub struct Filled {
    /// The glyphs that lines start with.
    pub starts: Vec<usize>,
    /// The most columns that a line but the last leaves empty.
    pub raggedness: usize,
    /// Whether something was longer than a line.
    pub is_split: bool,
}

/// Where a line ends.
struct End {
    /// The glyph that the next one starts with.
    at: usize,
    /// Columns left empty.
    spare: usize,
    is_split: bool,
}

/// Lines that leave no more than this empty are as full as lines of hanzi get: one of two columns is pushed out before a mark.
pub const FULL: usize = 2;

impl Shape<'_> {
    /// The glyphs that lines start with.
    pub fn starts(self) -> Vec<usize> {
        let filled = self.first_fit();
        let may_gain = filled.raggedness > FULL && filled.starts.len() > 2 && !filled.is_split;
        if self.setting.composition.fill == Fill::Optimal && may_gain {
            optimal::starts(self).unwrap_or(filled.starts)
        } else {
            filled.starts
        }
    }

    /// Columns that a line is indented by which starts with a glyph.
    pub fn indent(self, start: usize) -> usize {
        let indent = if start == 0 {
            self.setting.first
        } else {
            self.setting.rest
        };
        // What fits in no line but an unindented one stands in that.
        let widest = self.glyphs.get(start).map_or(0, |glyph| glyph.columns());
        if indent + widest <= self.setting.columns {
            indent
        } else {
            0
        }
    }

    pub fn first_fit(self) -> Filled {
        let mut filled = Filled {
            starts: Vec::new(),
            raggedness: 0,
            is_split: false,
        };
        let mut start = 0;
        while start < self.glyphs.len() {
            filled.starts.push(start);
            let end = self.spare_last(start, self.fill(start));
            if end.at < self.glyphs.len() {
                filled.raggedness = filled.raggedness.max(end.spare);
            }
            filled.is_split |= end.is_split;
            start = end.at;
        }
        filled
    }

    /// The end of the line from `start`: the last that may be one, with all before it in the room there is.
    fn fill(self, start: usize) -> End {
        let columns = self.setting.columns;
        let mut column = self.indent(start);
        // The last place where the line may end, and where its text ends then.
        let mut last = None;
        let mut seen = column;
        for (index, glyph) in self.glyphs.iter().enumerate().skip(start) {
            if index > start && glyph.may_start {
                last = Some((index, seen));
            }
            match glyph.kind {
                // White space at a line's end takes no room.
                Kind::Tab => column += self.setting.writing.to_stop(column),
                Kind::Space => column += glyph.columns(),
                Kind::Visible | Kind::Hanging => {
                    column += glyph.columns();
                    if column > columns && index > start {
                        if glyph.kind == Kind::Hanging
                            && let Some(at) = self.hang(index, column)
                        {
                            return End {
                                at,
                                spare: 0,
                                is_split: false,
                            };
                        }
                        return match last {
                            Some((at, seen)) => End {
                                at,
                                spare: columns.saturating_sub(seen),
                                is_split: false,
                            },
                            None => End {
                                at: self.split(start, index),
                                spare: 0,
                                is_split: true,
                            },
                        };
                    }
                    seen = column;
                }
            }
        }
        End {
            at: self.glyphs.len(),
            spare: columns.saturating_sub(seen),
            is_split: false,
        }
    }

    /// The start of the next line if the glyph `index`, which ends at `column`, stands in the margin: where there is room, and a line may end.
    fn hang(self, index: usize, column: usize) -> Option<usize> {
        let margin = self.setting.composition.margin(self.setting.writing);
        if column > self.setting.columns + margin {
            return None;
        }
        let next = self.next_visible(index + 1);
        match self.glyphs.get(next) {
            Some(glyph) => glyph.may_start.then_some(next),
            None => Some(self.glyphs.len()),
        }
    }

    /// The first glyph from `index` on that is no white space; the end where there is none.
    fn next_visible(self, index: usize) -> usize {
        let mut rest = self.glyphs.iter().enumerate().skip(index);
        rest.find(|(_, glyph)| !glyph.is_space())
            .map_or(self.glyphs.len(), |(index, _)| index)
    }

    /// Whether the glyphs from `at` on are a single character, with its marks: CLREQ asks to leave none alone on the last line.
    pub fn is_lonely(self, at: usize) -> bool {
        const MARKS: usize = 4;
        let rest = self.glyphs.get(at..).unwrap_or_default();
        let mut letters = rest.iter().enumerate().filter(|(index, glyph)| {
            let continues = self
                .character(at + index)
                .is_some_and(|c| self.setting.composition.level.forbids_start(c));
            !glyph.is_space() && !continues
        });
        !rest.is_empty() && rest.len() <= MARKS && letters.nth(1).is_none()
    }

    /// The end of a line, or an earlier one where a single character would be left for the last line: it takes company along, as long as that
    /// leaves the line more than half of what it had.
    fn spare_last(self, start: usize, end: End) -> End {
        if !self.is_lonely(end.at) {
            return end;
        }
        let may_start = |&index: &usize| self.glyphs.get(index).is_some_and(|g| g.may_start);
        let earlier = (start + (end.at - start) / 2 + 1..end.at)
            .rev()
            .find(may_start);
        let Some(at) = earlier else {
            return end;
        };
        let given = self.glyphs.get(at..end.at).unwrap_or_default();
        let given: usize = given.iter().map(|glyph| glyph.columns()).sum();
        End {
            at,
            spare: end.spare + given,
            ..end
        }
    }

    fn character(self, index: usize) -> Option<char> {
        let at = self.glyphs.get(index)?.at as usize;
        self.text.get(at..)?.chars().next()
    }

    /// Where to split what is longer than a line: in an address behind one of its signs, else as late as no forbidden mark comes to stand at an
    /// end or a start.
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
            let before = (start..index)
                .rev()
                .find(|&at| self.glyphs.get(at).is_some_and(|glyph| !glyph.is_space()));
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
