//! The writer: the difference between two frames, in as few bytes as possible.
//!
//! It knows wide cells. After a glyph of certain width, the cursor is where we think, and is not
//! moved again. After a glyph of uncertain width it is moved, so that the next cell is right even
//! if the terminal disagrees.

mod cell;
mod difference;
mod pen;
mod region;
mod scroll;

use std::io::{self, Write};

pub use ratatui::buffer::Buffer as Frame;
use ratatui::layout::Position;

use super::facts::Colors;
use super::hyperlink::Hyperlink;
use super::pace::QUESTION;
use crate::text::Ambiguous;
use cell::{BLANK, COVERED, Clusters, Shown};
pub use cell::{index, of_256};
use difference::Difference;
use pen::{At, Pen};

/// What a terminal can do, as far as writing is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a thing that a terminal can or cannot do"
)]
pub struct Capabilities {
    /// Number of colours.
    pub colors: Colors,
    /// Whether to wrap frames in synchronized output (mode 2026).
    pub synchronized: bool,
    /// Support of left and right margins.
    pub margins: Margins,
    /// Width of ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Whether that width was measured on this terminal.
    pub measured: bool,
}

/// Support of left and right margins (mode 69).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margins {
    /// None, or the mode is not set.
    #[default]
    None,
    /// Lines scroll between them.
    Move,
    /// Text flows between them as well: CR goes to the left margin, and autowrap continues there in
    /// the next row.
    Flow,
}

/// A terminal and what is on its screen.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    /// Bytes to be written in front of the next frame.
    before: String,
    capabilities: Capabilities,
    width: u16,
    shown: Vec<Shown>,
    clusters: Clusters,
    /// Hyperlinks of the next frame.
    hyperlinks: Vec<Hyperlink>,
    /// State of the terminal after the last frame.
    pen: Pen,
    /// Where the cursor is shown; `None` if it is hidden.
    cursor: Option<Position>,
    /// Whether `shown` and the rest are known to be true.
    is_certain: bool,
}

/// Number of blank cells from which on erasing them (ECH) is shorter, although it does not move the
/// cursor.
const ERASED: usize = 10;

/// Columns beyond which moving back is longer than saving and restoring the cursor.
const SAVED: usize = 9;

/// Most columns by which terminals disagree about the width of a glyph.
const DISAGREEMENT: usize = 8;

impl<W: Write> Screen<W> {
    /// A screen in an unknown state.
    pub fn new(out: W, capabilities: Capabilities) -> Self {
        Self {
            out,
            before: String::new(),
            capabilities,
            width: 0,
            shown: Vec::new(),
            clusters: Clusters::default(),
            hyperlinks: Vec::new(),
            pen: Pen::new(),
            cursor: None,
            is_certain: false,
        }
    }

    /// Sets what the terminal can do. If widths change, the next frame is written whole.
    pub fn set_capabilities(&mut self, capabilities: Capabilities) {
        if capabilities.ambiguous != self.capabilities.ambiguous {
            self.repaint();
        }
        self.capabilities = capabilities;
    }

    /// Has the next frame written whole.
    pub fn repaint(&mut self) {
        self.is_certain = false;
        self.clusters = Clusters::default();
    }

    /// Sets the hyperlinks of the next frame.
    pub fn link(&mut self, hyperlinks: Vec<Hyperlink>) {
        self.hyperlinks = hyperlinks;
    }

    /// Writes the difference, and shows the cursor at its place or hides it. Writes nothing if
    /// nothing differs. With `receipt`, asks the terminal to reply when it has drawn the frame.
    /// Returns the number of bytes.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(
        &mut self,
        buffer: &Frame,
        cursor: Option<Position>,
        receipt: bool,
    ) -> io::Result<usize> {
        let is_resized =
            buffer.area.width != self.width || buffer.content.len() != self.shown.len();
        if is_resized || self.clusters.is_full() {
            self.repaint();
        }
        let Capabilities {
            colors, ambiguous, ..
        } = self.capabilities;
        let mut wanted = self.clusters.cells(buffer, colors, ambiguous);
        self.width = buffer.area.width;
        self.lead(&mut wanted);
        let is_new = !self.is_certain;
        let mut pen = self.pen.fresh();
        if is_new {
            pen = Pen::new();
            pen.bytes.push_str("\x1b[m\x1b[r\x1b[H\x1b[2J");
            pen.at = At::Place(0, 0);
            self.shown = vec![BLANK; wanted.len()];
        }
        let mut drawn = pen.clone();
        // A single row does not tear.
        let mut is_seen_at_once = self.compose(&wanted, &self.shown, &mut drawn) <= 1;
        // Scrolling lines may take fewer bytes than writing them again.
        let difference = Difference {
            shown: &self.shown,
            wanted: &wanted,
            width: usize::from(self.width.max(1)),
        };
        let moves = if is_new {
            // A cleared screen has no lines to scroll.
            Vec::new()
        } else {
            scroll::find(&difference, self.capabilities.margins)
        };
        for scroll in moves {
            let mut scrolled = pen.clone();
            self.scroll(&scroll, &wanted, &mut scrolled);
            let under = self.scrolled(&scroll, &wanted);
            self.compose(&wanted, &under, &mut scrolled);
            if scrolled.bytes.len() < drawn.bytes.len() {
                (drawn, is_seen_at_once) = (scrolled, false);
            }
        }
        let mut pen = drawn;
        pen.lead(None, "");
        self.shown = wanted;
        if let Some(position) = cursor {
            pen.go(position.x, position.y);
        }
        if cursor.is_some() != self.cursor.is_some() || is_new {
            pen.bytes.push_str(if cursor.is_some() {
                "\x1b[?25h"
            } else {
                "\x1b[?25l"
            });
        }
        self.cursor = cursor;
        self.is_certain = true;
        if self.capabilities.synchronized && !is_seen_at_once {
            pen.bytes.insert_str(0, "\x1b[?2026h");
            pen.bytes.push_str("\x1b[?2026l");
        }
        self.pen = pen.fresh();
        let mut bytes = std::mem::take(&mut self.before) + &pen.bytes;
        if bytes.is_empty() {
            return Ok(0);
        }
        if receipt {
            bytes.push_str(QUESTION);
        }
        self.send(&bytes)?;
        Ok(bytes.len())
    }

    /// Queues bytes to be written in front of the next frame.
    pub fn put_before(&mut self, bytes: &str) {
        self.before.push_str(bytes);
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn send(&mut self, bytes: &str) -> io::Result<()> {
        self.out.write_all(bytes.as_bytes())?;
        self.out.flush()
    }

    /// The writer underneath.
    #[cfg(test)]
    pub fn written(&mut self) -> &mut W {
        &mut self.out
    }

    /// Marks the cells of the hyperlinks.
    fn lead(&mut self, cells: &mut [Shown]) {
        for hyperlink in std::mem::take(&mut self.hyperlinks) {
            let (x, y) = hyperlink.at;
            let width = usize::from(self.width);
            let start = usize::from(y) * width + usize::from(x).min(width);
            let end = (start + usize::from(hyperlink.columns)).min((usize::from(y) + 1) * width);
            for cell in cells.get_mut(start..end).unwrap_or_default() {
                self.clusters.lead(cell, &hyperlink.address);
            }
        }
    }

    /// Writes the rows that differ from `shown`; returns their number.
    fn compose(&self, wanted: &[Shown], shown: &[Shown], pen: &mut Pen) -> usize {
        let width = usize::from(self.width.max(1));
        let mut rows = 0;
        let mut pairs = wanted.chunks(width).zip(shown.chunks(width)).peekable();
        let mut y = 0;
        while let Some((row, was)) = pairs.next() {
            if row != was {
                let next = pairs.peek();
                let next = next.and_then(|(row, was)| first_difference(row, was));
                self.row(y, row, was, next, pen);
                rows += 1;
            }
            y += 1;
        }
        rows
    }

    /// Writes the difference of a row; `next` is the column of the first difference in the row
    /// below.
    fn row(&self, y: u16, wanted: &[Shown], shown: &[Shown], next: Option<usize>, pen: &mut Pen) {
        let differs = |x: usize| wanted.get(x) != shown.get(x);
        let width = wanted.len();
        // In the last column the cursor stays until the next glyph (pending wrap).
        let edge = pen
            .margins
            .map_or(width, |(_, right)| usize::from(right) + 1);
        let end = (0..width).rfind(|&x| differs(x)).map_or(0, |x| x + 1);
        let blank_from = wanted
            .iter()
            .rposition(|cell| *cell != BLANK)
            .map_or(0, |x| x + 1);
        // With lines still to scroll, xterm takes the glyph before the cursor along where it erases
        // from what was the other half of a wide one: that half is written over.
        let is_half = |x: usize| shown.get(x) == Some(&COVERED);
        // Blanks at the end are erased (EL), unless writing them is as short.
        let written = if end > blank_from + 3 {
            blank_from + usize::from(is_half(blank_from))
        } else {
            end
        };
        let mut x = 0;
        let first = first_difference(wanted, shown);
        while let Some(&cell) = wanted.get(x).filter(|_| x < written) {
            let columns = 1 + wanted
                .get(x + 1..)
                .unwrap_or_default()
                .iter()
                .take_while(|cell| **cell == COVERED)
                .count();
            if !(x..x + columns).any(differs) {
                x += columns;
                continue;
            }
            self.cross(y, wanted, x, pen);
            // Erasing does not move the cursor.
            let goes_on = cell != BLANK && end > x + SAVED;
            if Some(x) == first && first == next && goes_on {
                pen.save_for_rows(x as u16, y);
            }
            let blanks = wanted
                .get(x..written)
                .unwrap_or_default()
                .iter()
                .take_while(|cell| **cell == BLANK)
                .count();
            if blanks >= ERASED && !is_half(x) {
                pen.turn_for_blank();
                pen.bytes.push_str(&format!("\x1b[{blanks}X"));
                x += blanks;
                continue;
            }
            if cell == BLANK {
                pen.turn_for_blank();
            } else {
                pen.turn(cell.look);
                pen.lead(cell.hyperlink(), self.clusters.address(cell));
            }
            self.clusters.write(cell, &mut pen.bytes);
            x += columns;
            pen.at = if !cell.is_certain(self.capabilities.measured) {
                // If the glyph is wider than we think, the cursor may be in the next row.
                if x + DISAGREEMENT <= edge {
                    At::Row(y)
                } else {
                    At::Unknown
                }
            } else if x < edge {
                At::Place(x as u16, y)
            } else {
                At::Row(y)
            };
        }
        if end > written {
            pen.go(written as u16, y);
            pen.turn_for_blank();
            pen.bytes.push_str("\x1b[K");
        }
    }

    /// Moves the cursor right to a column of a row. Over a few cells that are shown already,
    /// writing them again may be shorter.
    fn cross(&self, y: u16, wanted: &[Shown], x: usize, pen: &mut Pen) {
        if let At::Place(from, row) = pen.at
            && row == y
            && usize::from(from) < x
        {
            let between = wanted.get(usize::from(from)..x).unwrap_or_default();
            let is_easy = |cell: &&Shown| {
                let is_so = match **cell {
                    BLANK => !pen.look.shows_on_blanks() && pen.hyperlink.is_none(),
                    cell => cell.look == pen.look && cell.hyperlink() == pen.hyperlink,
                };
                **cell == COVERED || is_so && cell.is_certain(self.capabilities.measured)
            };
            let length = |cell: &Shown| match *cell {
                COVERED => 0,
                cell => self.clusters.length(cell),
            };
            // A cursor inside a wide glyph cannot write it again.
            if between.len() <= 8
                && between.first() != Some(&COVERED)
                && between.iter().all(|cell| is_easy(&cell))
                && between.iter().map(length).sum::<usize>() <= pen.distance(x as u16, y)
            {
                for cell in between.iter().filter(|cell| **cell != COVERED) {
                    self.clusters.write(*cell, &mut pen.bytes);
                }
                pen.at = At::Place(x as u16, y);
            }
        }
        pen.go(x as u16, y);
    }
}

fn first_difference(wanted: &[Shown], shown: &[Shown]) -> Option<usize> {
    let mut pairs = wanted.iter().zip(shown);
    pairs.position(|(wanted, shown)| wanted != shown)
}

#[cfg(test)]
pub(crate) mod tests;
