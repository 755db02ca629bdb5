//! The pen: the bytes of a frame and the terminal's state after them. It finds the shortest
//! sequences to move the cursor and to set attributes.

use std::fmt::Write as _;
use std::num::NonZero;

use ratatui::style::Modifier;

use super::cell::{Look, PLAIN, Paint};

/// The bytes of a frame and the terminal's state after them.
#[derive(Clone, Debug)]
pub struct Pen {
    pub bytes: String,
    pub at: At,
    pub look: Look,
    /// Number of the hyperlink that is open.
    pub hyperlink: Option<NonZero<u16>>,
    /// First and last row of the scroll region, if one is set.
    pub region: Option<(u16, u16)>,
    /// Left and right margin, if they are set; the cursor is between them.
    pub margins: Option<(u16, u16)>,
    /// The column that CR goes to, if it is known.
    home: Option<u16>,
    /// The cursor saved in this frame (DECSC).
    saved: Option<Saved>,
}

/// What is known of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Nothing.
    Unknown,
    /// Its row: after a glyph of uncertain width, or the last of a row.
    Row(u16),
    /// Its column and row.
    Place(u16, u16),
}

/// A saved cursor. Terminals differ in what they restore besides the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Saved {
    x: u16,
    y: u16,
    look: Look,
    hyperlink: Option<NonZero<u16>>,
}

/// A move of the cursor along a row or a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Stay,
    /// To the saved cursor.
    Restore,
    /// CR, and that many columns forward.
    Return(u16),
    Forward(u16),
    Back(u16),
    Column(u16),
    Down(u16),
    Up(u16),
}

impl Pen {
    /// A pen for a terminal in an unknown state.
    pub fn new() -> Self {
        Self {
            bytes: String::new(),
            at: At::Unknown,
            look: PLAIN,
            hyperlink: None,
            region: None,
            margins: None,
            home: Some(0),
            saved: None,
        }
    }

    /// The same state without bytes.
    pub fn fresh(&self) -> Self {
        Self {
            bytes: String::new(),
            saved: None,
            ..*self
        }
    }

    /// Saves the cursor (DECSC): following rows that begin in its column are then cheaper to reach.
    pub fn save(&mut self) {
        if let At::Place(x, y) = self.at {
            self.bytes.push_str("\x1b7");
            self.saved = Some(Saved {
                x,
                y,
                look: self.look,
                hyperlink: self.hyperlink,
            });
        }
    }

    /// Saves the cursor at the start of a row for the two rows below, unless a saved one serves.
    pub fn save_for_rows(&mut self, x: u16, y: u16) {
        let is_near = |saved: Saved| saved.x == x && saved.y < y && y - saved.y < 2;
        if x > 0 && !self.saved.is_some_and(is_near) {
            self.save();
        }
    }

    /// Moves the cursor, if necessary, by the shortest sequence.
    pub fn go(&mut self, x: u16, y: u16) {
        if self.at == At::Place(x, y) {
            return;
        }
        if let Some((across, along)) = self.way(x, y) {
            across.write(&mut self.bytes);
            along.write(&mut self.bytes);
        } else {
            self.jump(x, y);
        }
        self.at = At::Place(x, y);
    }

    /// Number of bytes that [`Pen::go`] would write.
    pub fn distance(&self, x: u16, y: u16) -> usize {
        self.way(x, y).map_or_else(
            || jump_length(x, y),
            |(across, along)| across.length() + along.length(),
        )
    }

    /// The moves to a position, if they are not longer than the absolute sequence (CUP).
    fn way(&self, x: u16, y: u16) -> Option<(Move, Move)> {
        let length = |(across, along): &(Move, Move)| across.length() + along.length();
        self.walk(x, y)
            .into_iter()
            .chain(self.back(x, y))
            .min_by_key(length)
            .filter(|way| length(way) <= jump_length(x, y))
    }

    /// The moves from the saved cursor straight down. DECRC may restore attributes or not, so they
    /// have to be the present ones.
    fn back(&self, x: u16, y: u16) -> Option<(Move, Move)> {
        let saved = self.saved?;
        let is_same = saved.look == self.look && saved.hyperlink == self.hyperlink;
        if saved.x != x || !is_same || !self.is_free(saved.y, y) {
            return None;
        }
        let along = match y.checked_sub(saved.y)? {
            0 => Move::Stay,
            by => Move::Down(by),
        };
        Some((Move::Restore, along))
    }

    /// Whether the cursor can move between two rows: it stops at the edges of the scroll region,
    /// from inside and from outside.
    fn is_free(&self, from: u16, to: u16) -> bool {
        let is_inside =
            |(first, last)| (first..=last).contains(&from) && (first..=last).contains(&to);
        from == to || self.region.is_none_or(is_inside)
    }

    /// The moves from the present position.
    fn walk(&self, x: u16, y: u16) -> Option<(Move, Move)> {
        let (from, row) = match self.at {
            At::Unknown => return None,
            At::Row(row) => (None, row),
            At::Place(column, row) => (Some(column), row),
        };
        if !self.is_free(row, y) {
            return None;
        }
        let along = match (y.checked_sub(row), row.checked_sub(y)) {
            (Some(0), _) => Move::Stay,
            (Some(by), _) => Move::Down(by),
            (_, Some(by)) => Move::Up(by),
            _ => return None,
        };
        let known = from.map(|from| match (x.checked_sub(from), from.checked_sub(x)) {
            (Some(0), _) => Move::Stay,
            (Some(by), _) => Move::Forward(by),
            (_, by) => Move::Back(by.unwrap_or(0)),
        });
        let returned = self.home.and_then(|home| x.checked_sub(home));
        let across = known
            .into_iter()
            .chain(returned.map(Move::Return))
            .chain([Move::Column(x)])
            .min_by_key(|across| across.length())?;
        Some((across, along))
    }

    /// Moves the cursor by an absolute sequence (CUP).
    pub fn jump(&mut self, x: u16, y: u16) {
        let _ = match (x, y) {
            (0, 0) => write!(self.bytes, "\x1b[H"),
            (0, y) => write!(self.bytes, "\x1b[{}H", y + 1),
            (x, y) => write!(self.bytes, "\x1b[{};{}H", y + 1, x + 1),
        };
        self.at = At::Place(x, y);
    }

    /// Sets colours and attributes.
    pub fn turn(&mut self, wanted: Look) {
        if wanted == self.look {
            return;
        }
        let mut from = self.look;
        self.look = wanted;
        self.bytes.push_str("\x1b[");
        let start = self.bytes.len();
        // Attributes are removed by a reset: terminals disagree on removing a single one.
        if wanted == PLAIN || !(from.modifier() - wanted.modifier()).is_empty() {
            from = PLAIN;
            if wanted != PLAIN {
                // An empty parameter is 0: a reset.
                self.bytes.push(';');
            }
        }
        let added = wanted.modifier() - from.modifier();
        for (attribute, code) in ATTRIBUTES {
            if added.contains(attribute) {
                self.code(start, code);
            }
        }
        if wanted.foreground() != from.foreground() {
            self.color(start, wanted.foreground(), 30);
        }
        if wanted.background() != from.background() {
            self.color(start, wanted.background(), 40);
        }
        self.bytes.push('m');
    }

    /// Opens a hyperlink, or closes the open one (OSC 8).
    pub fn lead(&mut self, hyperlink: Option<NonZero<u16>>, address: &str) {
        if self.hyperlink != hyperlink {
            self.hyperlink = hyperlink;
            let _ = write!(self.bytes, "\x1b]8;;{address}\x1b\\");
        }
    }

    /// Removes colours and attributes that would be visible on a blank.
    pub fn turn_for_blank(&mut self) {
        self.lead(None, "");
        if self.look.shows_on_blanks() {
            self.turn(PLAIN);
        }
    }

    fn code(&mut self, start: usize, code: u8) {
        if self.bytes.len() > start && !self.bytes.ends_with(';') {
            self.bytes.push(';');
        }
        let _ = write!(self.bytes, "{code}");
    }

    /// The code of a colour (ECMA-48, 8.3.117); `base` is 30 for the foreground and 40 for the
    /// background.
    fn color(&mut self, start: usize, color: Paint, base: u8) {
        match color {
            Paint::Default => self.code(start, base + 9),
            Paint::Palette(index @ 0..=7) => self.code(start, base + index),
            Paint::Palette(index @ 8..=15) => self.code(start, base + 60 + index - 8),
            Paint::Palette(index) => {
                self.code(start, base + 8);
                let _ = write!(self.bytes, ";5;{index}");
            }
            Paint::Mixed(r, g, b) => {
                self.code(start, base + 8);
                let _ = write!(self.bytes, ";2;{r};{g};{b}");
            }
        }
    }

    /// Sets the scroll region (DECSTBM), which moves the cursor to the upper left.
    pub fn set_region(&mut self, region: Option<(u16, u16)>) {
        if self.region == region {
            return;
        }
        let _ = match region {
            Some((first, last)) => write!(self.bytes, "\x1b[{};{}r", first + 1, last + 1),
            None => write!(self.bytes, "\x1b[r"),
        };
        self.region = region;
        self.at = At::Place(0, 0);
    }

    /// Sets left and right margin (DECSLRM). If text `flows` between them, CR goes to the left one.
    pub fn set_margins(&mut self, (left, right): (u16, u16), flows: bool) {
        let _ = write!(self.bytes, "\x1b[{};{}s", left + 1, right + 1);
        self.margins = Some((left, right));
        self.home = flows.then_some(left);
        self.at = At::Unknown;
    }

    /// Removes the margins, which moves the cursor to the upper left.
    pub fn clear_margins(&mut self) {
        if self.margins.take().is_some() {
            self.bytes.push_str("\x1b[s");
            self.home = Some(0);
            self.at = At::Place(0, 0);
        }
    }
}

impl Move {
    fn length(self) -> usize {
        match self {
            Self::Stay => 0,
            Self::Restore => 2,
            Self::Return(0) => 1,
            Self::Return(by) => 1 + relative_length(by),
            // One byte each: BS, and VT, which moves as LF does but does not flush standard output.
            Self::Back(by @ 1..=3) | Self::Down(by @ 1..=3) => usize::from(by),
            Self::Forward(by) | Self::Back(by) | Self::Down(by) | Self::Up(by) => {
                relative_length(by)
            }
            Self::Column(x) => 3 + digits(x + 1),
        }
    }

    fn write(self, bytes: &mut String) {
        let mut relative = |by: u16, letter: char| {
            let _ = match by {
                1 => write!(bytes, "\x1b[{letter}"),
                by => write!(bytes, "\x1b[{by}{letter}"),
            };
        };
        match self {
            Self::Stay => {}
            Self::Restore => bytes.push_str("\x1b8"),
            Self::Return(0) => bytes.push('\r'),
            Self::Return(by) => {
                bytes.push('\r');
                Self::Forward(by).write(bytes);
            }
            Self::Back(by @ 1..=3) => (0..by).for_each(|_| bytes.push('\x08')),
            Self::Down(by @ 1..=3) => (0..by).for_each(|_| bytes.push('\x0b')),
            Self::Forward(by) => relative(by, 'C'),
            Self::Back(by) => relative(by, 'D'),
            Self::Down(by) => relative(by, 'B'),
            Self::Up(by) => relative(by, 'A'),
            Self::Column(x) => {
                let _ = write!(bytes, "\x1b[{}G", x + 1);
            }
        }
    }
}

fn relative_length(by: u16) -> usize {
    if by == 1 { 3 } else { 3 + digits(by) }
}

fn jump_length(x: u16, y: u16) -> usize {
    match (x, y) {
        (0, 0) => 3,
        (0, y) => 3 + digits(y + 1),
        (x, y) => 4 + digits(y + 1) + digits(x + 1),
    }
}

fn digits(number: u16) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

/// Attributes and their codes (ECMA-48, 8.3.117).
const ATTRIBUTES: [(Modifier, u8); 7] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_as_long_as_was_told() {
        let places = [0, 1, 3, 4, 8, 9, 10, 98, 99, 100];
        for at in [At::Unknown, At::Row(9), At::Place(9, 9)] {
            for (x, y) in places.into_iter().flat_map(|x| places.map(|y| (x, y))) {
                let mut pen = Pen { at, ..Pen::new() };
                let told = pen.distance(x, y);
                pen.go(x, y);
                assert_eq!(pen.bytes.len(), told, "{at:?} {x} {y} {:?}", pen.bytes);
            }
        }
    }

    #[test]
    fn a_saved_cursor_serves_the_row_below_it() {
        for (x, y, serves) in [(4, 4, true), (4, 5, false), (5, 4, false), (4, 3, false)] {
            let mut pen = Pen::new();
            pen.jump(4, 3);
            pen.save();
            pen.jump(x, y);
            let before = pen.bytes.len();
            pen.save_for_rows(x, y);
            assert_eq!(pen.bytes.len() == before, serves, "{x} {y}");
        }
    }

    #[test]
    fn the_cursor_walks_within_the_scroll_region_and_jumps_across_its_edges() {
        for (from, to, bytes) in [
            (4, 5, "\x0b"),
            (5, 4, "\x1b[A"),
            (5, 6, "\x1b[7;4H"),
            (6, 5, "\x1b[6;4H"),
        ] {
            let mut pen = Pen {
                at: At::Place(3, from),
                region: Some((2, 5)),
                ..Pen::new()
            };
            pen.go(3, to);
            assert_eq!(pen.bytes, bytes, "{from} {to}");
        }
    }
}
