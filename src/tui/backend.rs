//! The writer: from the buffer that is on the screen to the one that should be, in as few bytes as it takes.
//!
//! It knows wide cells: after a glyph whose width every terminal agrees on the cursor is where we think, and is not moved again.
//! After one of ambiguous width it is, so that a disagreement is mended in the next cell.

mod scroll;

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};

use crate::text::Ambiguous;
use crate::text::width;

/// What a terminal can do, as far as writing goes.
#[derive(Clone, Copy, Debug)]
pub struct Capabilities {
    /// Whether colours are wanted.
    pub colors: bool,
    /// Whether frames are wrapped in synchronized output (mode 2026).
    pub synchronized: bool,
    /// How wide ambiguous characters are.
    pub ambiguous: Ambiguous,
}

/// A terminal that is written to, and what is on it.
#[derive(Debug)]
pub struct Screen<W: Write> {
    out: W,
    capabilities: Capabilities,
    area: Rect,
    /// What stands in each cell; `None` where that is not known, or covered by the wide glyph before it.
    shown: Vec<Option<Cell>>,
    cursor: Option<Position>,
    /// Whether the cursor is known to be as `cursor` says.
    is_certain: bool,
}

/// Colours and attributes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    foreground: Color,
    background: Color,
    modifier: Modifier,
}

const PLAIN: Look = Look {
    foreground: Color::Reset,
    background: Color::Reset,
    modifier: Modifier::empty(),
};

impl<W: Write> Screen<W> {
    /// A screen of which nothing is known yet.
    pub fn new(out: W, capabilities: Capabilities) -> Self {
        Self {
            out,
            capabilities,
            area: Rect::default(),
            shown: Vec::new(),
            cursor: None,
            is_certain: false,
        }
    }

    /// Forgets what is on the screen: the next frame is written whole.
    pub fn repaint(&mut self) {
        self.area = Rect::default();
    }

    /// Writes what differs, and puts the cursor where it belongs, or hides it. Writes nothing where nothing differs.
    ///
    /// # Errors
    /// Where the terminal does not take it: it is gone.
    pub fn draw(&mut self, buffer: &Buffer, cursor: Option<Position>) -> io::Result<()> {
        let mut frame = Frame {
            bytes: String::new(),
            at: None,
            look: PLAIN,
        };
        let is_new = buffer.area != self.area || self.area.area() == 0;
        if is_new {
            self.area = buffer.area;
            self.shown = vec![Some(Cell::EMPTY); buffer.area.area() as usize];
            self.is_certain = false;
            frame.bytes.push_str("\x1b[0m\x1b[2J");
        }
        // Moving lines that stand there already may be cheaper than writing them: whichever takes fewer bytes.
        let moved = if is_new {
            None
        } else {
            scroll::find(&self.shown, buffer)
        };
        let moved = moved.map(|moved| (moved, self.shown.clone()));
        let mut shown = std::mem::take(&mut self.shown);
        let mut rows = self.compose(buffer, &mut shown, &mut frame);
        if let Some((moved, mut under)) = moved {
            let mut scrolled = Frame {
                bytes: String::new(),
                at: None,
                look: PLAIN,
            };
            moved.write(&mut scrolled.bytes);
            moved.apply(&mut under, buffer.area.width);
            let repaired = self.compose(buffer, &mut under, &mut scrolled);
            if scrolled.bytes.len() < frame.bytes.len() {
                (frame, shown, rows) = (scrolled, under, repaired + 1);
            }
        }
        self.shown = shown;
        frame.turn(PLAIN, self.capabilities.colors);
        if cursor.is_some()
            && (cursor != self.cursor || frame.at.is_some() || !self.is_certain)
            && let Some(position) = cursor
        {
            frame.jump((position.x, position.y));
        }
        if cursor.is_some() != self.cursor.is_some() || !self.is_certain {
            frame.bytes.push_str(if cursor.is_some() {
                "\x1b[?25h"
            } else {
                "\x1b[?25l"
            });
        }
        self.cursor = cursor;
        self.is_certain = true;
        if frame.bytes.is_empty() {
            return Ok(());
        }
        // One row cannot be seen half done.
        let bytes = if self.capabilities.synchronized && rows > 1 {
            format!("\x1b[?2026h{}\x1b[?2026l", frame.bytes)
        } else {
            frame.bytes
        };
        self.out.write_all(bytes.as_bytes())?;
        self.out.flush()
    }

    /// Writes bytes that are no part of a frame and draw nothing.
    ///
    /// # Errors
    /// Where the terminal does not take them.
    pub fn send(&mut self, bytes: &str) -> io::Result<()> {
        self.out.write_all(bytes.as_bytes())?;
        self.out.flush()
    }

    /// Writes what differs from what is shown; returns how many rows that touches.
    fn compose(&self, buffer: &Buffer, shown: &mut [Option<Cell>], frame: &mut Frame) -> usize {
        let mut rows = 0;
        for y in 0..buffer.area.height {
            let before = frame.bytes.len();
            self.row(buffer, y, shown, frame);
            rows += usize::from(frame.bytes.len() > before);
        }
        rows
    }

    fn row(&self, buffer: &Buffer, y: u16, shown: &mut [Option<Cell>], frame: &mut Frame) {
        let width = buffer.area.width;
        let blank_from = self.blank_from(buffer, y);
        let mut x = 0;
        while x < width {
            let Some(cell) = buffer.cell((x, y)) else {
                break;
            };
            let columns = (width::cells(cell.symbol(), self.capabilities.ambiguous).max(1) as u16)
                .min(width - x);
            let at = usize::from(y) * usize::from(width) + usize::from(x);
            if x >= blank_from {
                let rest = shown
                    .get_mut(at..at + usize::from(width - x))
                    .unwrap_or_default();
                let blank = Some(Cell::EMPTY);
                if rest.iter().any(|shown| {
                    !shown
                        .as_ref()
                        .is_some_and(|shown| is_same(shown, &Cell::EMPTY))
                }) {
                    frame.go((x, y));
                    frame.turn(PLAIN, self.capabilities.colors);
                    frame.bytes.push_str("\x1b[K");
                    rest.fill(blank);
                }
                return;
            }
            let slots = shown
                .get_mut(at..at + usize::from(columns))
                .unwrap_or_default();
            let is_shown = slots
                .first()
                .is_some_and(|shown| shown.as_ref().is_some_and(|shown| is_same(shown, cell)))
                && slots.iter().skip(1).all(Option::is_none);
            if is_shown {
                x += columns;
                continue;
            }
            frame.go((x, y));
            frame.turn(look(cell), self.capabilities.colors);
            frame.bytes.push_str(cell.symbol());
            let end = x + columns;
            frame.at = (is_certain(cell.symbol()) && end < width).then_some((end, y));
            if let Some((first, covered)) = slots.split_first_mut() {
                *first = Some(cell.clone());
                covered.fill(None);
            }
            // A glyph that was half overwritten is gone as a whole.
            if let Some(next) = shown.get_mut(at + usize::from(columns))
                && end < width
                && next.is_none()
            {
                *next = Some(Cell::new("\0"));
            }
            x = end;
        }
    }

    /// The column from which a row is plain and empty to its end, if erasing it pays.
    fn blank_from(&self, buffer: &Buffer, y: u16) -> u16 {
        let is_blank = |x: &u16| {
            buffer
                .cell((*x, y))
                .is_some_and(|cell| cell.symbol() == " " && look(cell) == PLAIN)
        };
        let blank = (0..buffer.area.width).rev().take_while(is_blank).count() as u16;
        // A wide glyph reaches into the blank cell behind it.
        let from = buffer.area.width - blank;
        let reaches = from
            .checked_sub(1)
            .and_then(|x| buffer.cell((x, y)))
            .map_or(0, |cell| {
                width::cells(cell.symbol(), self.capabilities.ambiguous).saturating_sub(1)
            });
        if blank < 4 {
            buffer.area.width
        } else {
            (from + reaches as u16).min(buffer.area.width)
        }
    }
}

/// Whether two cells look the same.
fn is_same(one: &Cell, other: &Cell) -> bool {
    one.symbol() == other.symbol() && look(one) == look(other)
}

fn look(cell: &Cell) -> Look {
    Look {
        foreground: cell.fg,
        background: cell.bg,
        modifier: cell.modifier,
    }
}

/// Whether every terminal moves its cursor by the same columns for a glyph: ASCII and single wide characters.
fn is_certain(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    match (characters.next(), characters.next()) {
        (Some(' '..='~'), None) => true,
        (Some(c), None) => {
            matches!(c, '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{3163}' | '\u{3165}'..='\u{4dbf}' | '\u{4e00}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{323af}')
                && !width::is_ambiguous(c)
        }
        _ => false,
    }
}

/// The bytes of a frame, and where they leave the terminal.
struct Frame {
    bytes: String,
    /// The cursor's column and row, where they are known.
    at: Option<(u16, u16)>,
    look: Look,
}

impl Frame {
    /// Moves the cursor, if it is not there, by the shortest of the known ways.
    fn go(&mut self, to: (u16, u16)) {
        match self.at {
            Some(at) if at == to => {}
            Some((x, y)) if y == to.1 && x < to.0 => {
                // Forward is never longer than to a place.
                match to.0 - x {
                    1 => self.bytes.push_str("\x1b[C"),
                    by => self.write(format_args!("\x1b[{by}C")),
                }
                self.at = Some(to);
            }
            _ => self.jump(to),
        }
    }

    fn jump(&mut self, (x, y): (u16, u16)) {
        match (x, y) {
            (0, 0) => self.bytes.push_str("\x1b[H"),
            (0, y) => self.write(format_args!("\x1b[{}H", y + 1)),
            (x, y) => self.write(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    fn write(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.bytes.write_fmt(arguments);
    }

    /// Changes colours and attributes to those wanted.
    fn turn(&mut self, mut wanted: Look, colors: bool) {
        if !colors {
            (wanted.foreground, wanted.background) = (Color::Reset, Color::Reset);
        }
        if wanted == self.look {
            return;
        }
        if wanted == PLAIN {
            self.bytes.push_str("\x1b[m");
            self.look = wanted;
            return;
        }
        let mut codes: Vec<String> = Vec::new();
        let mut from = self.look;
        // Attributes are taken away all at once: terminals disagree about taking away one.
        if !(from.modifier - wanted.modifier).is_empty() {
            codes.push("0".to_owned());
            from = PLAIN;
        }
        let added = wanted.modifier - from.modifier;
        codes.extend(
            ATTRIBUTES
                .iter()
                .filter(|(attribute, _)| added.contains(*attribute))
                .map(|(_, code)| (*code).to_owned()),
        );
        if wanted.foreground != from.foreground {
            codes.push(color(wanted.foreground, 30));
        }
        if wanted.background != from.background {
            codes.push(color(wanted.background, 40));
        }
        self.write(format_args!("\x1b[{}m", codes.join(";")));
        self.look = wanted;
    }
}

/// Attributes and their codes (ECMA-48, 8.3.117).
const ATTRIBUTES: [(Modifier, &str); 7] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::REVERSED, "7"),
    (Modifier::CROSSED_OUT, "9"),
];

/// The code of a colour (ECMA-48, 8.3.117); `base` is 30 for the foreground and 40 for the background.
fn color(color: Color, base: u8) -> String {
    let bright = |number: u8| (base + 60 + number).to_string();
    let dark = |number: u8| (base + number).to_string();
    match color {
        Color::Reset => dark(9),
        Color::Black => dark(0),
        Color::Red => dark(1),
        Color::Green => dark(2),
        Color::Yellow => dark(3),
        Color::Blue => dark(4),
        Color::Magenta => dark(5),
        Color::Cyan => dark(6),
        Color::Gray => dark(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

#[cfg(test)]
mod tests;
