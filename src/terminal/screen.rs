//! The writer: from what is on the screen to what should be, in as few bytes as it takes.
//!
//! It knows wide cells: after a glyph whose width every terminal agrees on the cursor is where we think, and is not moved again.
//! After one of ambiguous width it is, so that a disagreement is mended in the next cell.

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
use difference::Difference;
use pen::{At, Pen};

/// What a terminal can do, as far as writing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a thing that a terminal can or cannot do"
)]
pub struct Capabilities {
    /// How many colours there are.
    pub colors: Colors,
    /// Whether frames are wrapped in synchronized output (mode 2026).
    pub synchronized: bool,
    /// What it makes of left and right margins.
    pub margins: Margins,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
    /// Whether the terminal was seen to show them so.
    pub measured: bool,
}

/// What a terminal makes of left and right margins (mode 69).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margins {
    /// It has none, or the mode is not set.
    #[default]
    None,
    /// Lines move between them.
    Move,
    /// And text flows between them: CR goes to the left one, and behind a full row the next begins there.
    Flow,
}

/// A terminal that is written to, and what is on it.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    /// What is to be written in front of the next frame.
    before: String,
    capabilities: Capabilities,
    width: u16,
    shown: Vec<Shown>,
    clusters: Clusters,
    /// Those of the next frame.
    hyperlinks: Vec<Hyperlink>,
    /// As the last frame left it.
    pen: Pen,
    /// Where the cursor is shown; `None` where it is hidden.
    cursor: Option<Position>,
    /// Whether anything of this is known.
    is_certain: bool,
}

/// Blank cells from which on erasing them pays, though the cursor stays where it is.
const ERASED: usize = 10;

/// Columns over which going back takes more than saving the cursor and restoring it.
const SAVED: usize = 9;

/// Terminals disagree about a glyph by at most so many columns.
const DISAGREEMENT: usize = 8;

impl<W: Write> Screen<W> {
    /// A screen of which nothing is known yet.
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

    /// What the terminal can do is known better. Where widths change, the next frame is written whole.
    pub fn set_capabilities(&mut self, capabilities: Capabilities) {
        if capabilities.ambiguous != self.capabilities.ambiguous {
            self.repaint();
        }
        self.capabilities = capabilities;
    }

    /// Forgets what is on the screen: the next frame is written whole.
    pub fn repaint(&mut self) {
        self.is_certain = false;
        self.clusters = Clusters::default();
    }

    /// Where the next frame leads to addresses.
    pub fn link(&mut self, hyperlinks: Vec<Hyperlink>) {
        self.hyperlinks = hyperlinks;
    }

    /// Writes what differs, and puts the cursor where it belongs, or hides it. Writes nothing where nothing differs. With a
    /// `receipt` the terminal is asked to answer when it has drawn the frame. Returns how many bytes it took.
    ///
    /// # Errors
    /// Where the terminal does not take it: it is gone.
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
        // One row cannot be seen half done.
        let mut is_seen_at_once = self.compose(&wanted, &self.shown, &mut drawn) <= 1;
        // Having the terminal move lines may be cheaper than writing over them: whichever takes fewer bytes.
        let difference = Difference {
            shown: &self.shown,
            wanted: &wanted,
            width: usize::from(self.width.max(1)),
        };
        let moves = if is_new {
            // A screen that was just cleared has no lines worth moving.
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

    /// Writes bytes in front of the next frame.
    pub fn put_before(&mut self, bytes: &str) {
        self.before.push_str(bytes);
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    /// Where the terminal does not take them.
    pub fn send(&mut self, bytes: &str) -> io::Result<()> {
        self.out.write_all(bytes.as_bytes())?;
        self.out.flush()
    }

    /// What was written, by a screen in memory.
    #[cfg(test)]
    pub fn written(&mut self) -> &mut W {
        &mut self.out
    }

    /// Has cells lead to the addresses of the hyperlinks.
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

    /// Writes what differs from what is shown; returns how many rows that touches.
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

    /// Writes what differs of a row; `next` is the column in which the row below begins to differ.
    fn row(&self, y: u16, wanted: &[Shown], shown: &[Shown], next: Option<usize>, pen: &mut Pen) {
        let differs = |x: usize| wanted.get(x) != shown.get(x);
        let width = wanted.len();
        // Where the cursor stays until the next glyph is written.
        let edge = pen
            .margins
            .map_or(width, |(_, right)| usize::from(right) + 1);
        let end = (0..width).rfind(|&x| differs(x)).map_or(0, |x| x + 1);
        let blank_from = wanted
            .iter()
            .rposition(|cell| *cell != BLANK)
            .map_or(0, |x| x + 1);
        // A tail of blanks is erased, unless it is as short as the sequence that erases it.
        let written = if end > blank_from + 3 {
            blank_from
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
            // Erasing moves the cursor nowhere.
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
            if blanks >= ERASED {
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
                // One that is wider than we think may have gone to the next row.
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

    /// Brings the cursor to a column of a row: over a few cells that stand there already by writing them again, where that is
    /// the shorter way.
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
            // In the middle of a wide glyph nothing can be written again.
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
