//! A terminal of another maker (`vt100`), extended by left and right margins. Either as in the
//! VT420, where CR goes to the left margin and text wraps at the right one, or as in libvterm (the
//! terminals of Vim and Neovim), where margins only affect scrolling. `.ci/xterm` asks a real one.

use std::num::NonZero;

use crate::terminal::screen::Margins;
use crate::text::Ambiguous;
use crate::text::width;

pub struct Terminal {
    knows: Margins,
    inner: vt100::Parser,
    /// First and last row of the scroll region, from 0.
    region: (u16, u16),
    margins: Option<(u16, u16)>,
    /// A glyph stands at the right margin: the next one wraps.
    is_full: bool,
}

impl Terminal {
    pub fn new((columns, rows): (u16, u16), knows: Margins) -> Self {
        let size = |number: u16| NonZero::new(number).unwrap();
        Self {
            knows,
            inner: vt100::Parser::new(size(rows), size(columns), 0),
            region: (0, rows - 1),
            margins: None,
            is_full: false,
        }
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.inner.screen()
    }

    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        let size = |number: u16| NonZero::new(number).unwrap();
        self.inner.screen_mut().set_size(size(rows), size(columns));
        self.region = (0, rows - 1);
    }

    /// Processes output; sequences are whole.
    pub fn process(&mut self, bytes: &[u8]) {
        let mut text = std::str::from_utf8(bytes).unwrap();
        while let Some(c) = text.chars().next() {
            let length = match text.as_bytes() {
                [0x1b, b'[', rest @ ..] => {
                    let end = rest.iter().position(|byte| (b'@'..=b'~').contains(byte));
                    end.unwrap() + 3
                }
                [0x1b, b']', ..] => text.find("\x1b\\").unwrap() + 2,
                [0x1b, ..] => 2,
                _ => c.len_utf8(),
            };
            let (token, rest) = text.split_at(length);
            self.take(token, c);
            text = rest;
        }
    }

    fn take(&mut self, token: &str, c: char) {
        let parameters = token
            .strip_prefix("\x1b[")
            .and_then(|rest| rest.get(..rest.len() - 1));
        match (token.as_bytes().last(), parameters) {
            (Some(b's'), Some(parameters)) => {
                self.margins = pair(parameters).map(|(left, right)| (left - 1, right - 1));
                self.is_full = false;
                assert!(self.margins.is_none() || self.knows != Margins::None);
                return self.pass("\x1b[H");
            }
            (Some(b'r'), Some(parameters)) => {
                let (rows, _) = self.screen().size();
                let (first, last) = pair(parameters).unwrap_or((1, rows.get()));
                self.region = (first - 1, last - 1);
            }
            _ => {}
        }
        let Some((left, right)) = self.margins else {
            return self.pass(token);
        };
        // These change the look of following glyphs, and leave the cursor where it is.
        if token.ends_with('m') && parameters.is_some() || token.starts_with("\x1b]") {
            return self.pass(token);
        }
        let columns = width::cells(token, Ambiguous::Narrow) as u16;
        if c < ' ' {
            if std::mem::take(&mut self.is_full) {
                self.pass(&format!("\x1b[{}G", right + 1));
            }
            let (y, x) = self.screen().cursor_position();
            if matches!(token, "\x0b" | "\x1bM") {
                assert!((left..=right).contains(&x), "{x} is beyond the margins");
            }
            match token {
                "\r" if self.knows == Margins::Flow => self.pass(&format!("\x1b[{}G", left + 1)),
                "\x0b" if y == self.region.1 => self.scroll((left, right), 1),
                "\x1bM" if y == self.region.0 => self.scroll((left, right), -1),
                _ => self.pass(token),
            }
        } else if columns == 0 {
            self.pass(token);
        } else {
            let (y, x) = self.screen().cursor_position();
            let ends = self.is_full || x + columns > right + 1;
            if ends && self.knows == Margins::Flow {
                self.pass(&format!("\x1b[{}G", left + 1));
                if y == self.region.1 {
                    self.scroll((left, right), 1);
                } else {
                    self.pass("\x0b");
                }
            }
            self.pass(token);
            let flows = self.knows == Margins::Flow;
            self.is_full = flows && self.screen().cursor_position().1 == right + 1;
        }
    }

    fn pass(&mut self, token: &str) {
        self.inner.process(token.as_bytes());
    }

    /// Scrolls the rows of the region up, or down if `by` is negative, between two columns.
    fn scroll(&mut self, (left, right): (u16, u16), by: i32) {
        let (top, bottom) = self.region;
        let before = self.screen().clone();
        let (y, x) = before.cursor_position();
        let look = before.attributes_formatted();
        let mut bytes = String::new();
        for row in top..=bottom {
            let from = i32::from(row) + by;
            let is_there = (i32::from(top)..=i32::from(bottom)).contains(&from);
            bytes += &format!("\x1b[{};{}H", row + 1, left + 1);
            bytes += if is_there { "\x1b[m" } else { &look };
            bytes += &format!("\x1b[{}X", right + 1 - left);
            let mut last = String::new();
            for column in (left..=right).filter(|_| is_there) {
                let cell = before.cell(from as u16, column).unwrap();
                if cell.is_wide_continuation() {
                    continue;
                }
                let look = look_of(cell);
                if look != last {
                    bytes += &look;
                    last = look;
                }
                bytes += if cell.has_contents() {
                    cell.contents()
                } else {
                    " "
                };
            }
        }
        bytes += &format!("{look}\x1b[{};{}H", y + 1, x + 1);
        self.pass(&bytes);
    }
}

/// The parameters of a sequence that has two.
fn pair(parameters: &str) -> Option<(u16, u16)> {
    let (first, last) = parameters.split_once(';')?;
    Some((first.parse().unwrap(), last.parse().unwrap()))
}

/// The sequence that sets the attributes of a cell.
fn look_of(cell: &vt100::Cell) -> String {
    let mut codes = String::new();
    for (is_set, code) in [
        (cell.bold(), 1),
        (cell.dim(), 2),
        (cell.italic(), 3),
        (cell.underline(), 4),
        (cell.inverse(), 7),
    ] {
        if is_set {
            codes += &format!(";{code}");
        }
    }
    for (color, base) in [(cell.fgcolor(), 30), (cell.bgcolor(), 40)] {
        codes += &match color {
            vt100::Color::Default => String::new(),
            vt100::Color::Idx(index) => format!(";{};5;{index}", base + 8),
            vt100::Color::Rgb(r, g, b) => format!(";{};2;{r};{g};{b}", base + 8),
        };
    }
    format!("\x1b[{codes}m")
}
