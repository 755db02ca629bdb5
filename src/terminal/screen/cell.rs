//! Cells of the screen, packed so that comparing two pages takes microseconds.

use std::collections::HashMap;
use std::num::NonZero;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use crate::terminal::facts::Colors;
use crate::text::Ambiguous;
use crate::text::width;

/// Content of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// A character or the index of a cluster in the lower bits, the number of a hyperlink above.
    glyph: u32,
    pub look: Look,
}

/// Bits of a glyph without its hyperlink.
const GLYPH_BITS: u32 = 21;

/// Most addresses.
const MOST_ADDRESSES: usize = 1000;

/// Colours and attributes: 25 bits for each colour, the rest for attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look(u64);

/// Bits of a colour: 0 is the default; an index of the palette counts from 1; the uppermost says
/// that the others are red, green and blue.
const COLOR_BITS: u32 = 25;
const MIXED: u32 = 1 << 24;

/// Default colours, no attributes.
pub const PLAIN: Look = Look(0);

/// A colour of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The terminal's default.
    Default,
    /// Index in the palette.
    Palette(u8),
    /// Red, green and blue.
    Mixed(u8, u8, u8),
}

impl Look {
    /// Packs colours and attributes; colours are reduced to those of the terminal.
    pub fn new(foreground: Color, background: Color, modifier: Modifier, colors: Colors) -> Self {
        let number = |color| match (colors, number(color)) {
            (Colors::True, _) if let Color::Rgb(r, g, b) = color => {
                MIXED | u32::from_be_bytes([0, r, g, b])
            }
            (Colors::None, _) | (_, 0) => 0,
            (Colors::Many | Colors::True, number) => number,
            (Colors::Sixteen, number) => (number - 1) % 16 + 1,
            (Colors::Eight, number) => (number - 1) % 8 + 1,
        };
        let attributes = u64::from(modifier.bits()) << (2 * COLOR_BITS);
        let background = u64::from(number(background)) << COLOR_BITS;
        Self(u64::from(number(foreground)) | background | attributes)
    }

    /// Colour of the glyph.
    pub fn foreground(self) -> Paint {
        paint(self.0)
    }

    /// Colour of the background.
    pub fn background(self) -> Paint {
        paint(self.0 >> COLOR_BITS)
    }

    /// Whether it is visible on a blank.
    pub fn shows_on_blanks(self) -> bool {
        self.background() != Paint::Default || self.modifier().intersects(SEEN_ON_BLANKS)
    }

    /// The attributes.
    pub fn modifier(self) -> Modifier {
        Modifier::from_bits_truncate((self.0 >> (2 * COLOR_BITS)) as u16)
    }
}

fn paint(bits: u64) -> Paint {
    let bits = (bits & ((1 << COLOR_BITS) - 1)) as u32;
    match bits.checked_sub(1) {
        None => Paint::Default,
        Some(_) if bits & MIXED != 0 => {
            let [_, r, g, b] = bits.to_be_bytes();
            Paint::Mixed(r, g, b)
        }
        Some(index) => Paint::Palette(index as u8),
    }
}

/// The nearest of xterm's 256 colours, of its cube with six levels for each component and of its
/// greys.
pub fn of_256(rgb: [u8; 3]) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let away = |color: [u8; 3]| -> u32 {
        let parts = color.iter().zip(rgb);
        parts
            .map(|(one, other)| u32::from(one.abs_diff(other)).pow(2))
            .sum()
    };
    let nearest = |part: u8| {
        (0..6u8)
            .min_by_key(|at| LEVELS[usize::from(*at)].abs_diff(part))
            .unwrap_or(0)
    };
    let cube = rgb.map(nearest);
    let in_cube = away(cube.map(|at| LEVELS[usize::from(at)]));
    let grey = (0..24u8)
        .min_by_key(|at| away([8 + 10 * at; 3]))
        .unwrap_or(0);
    if away([8 + 10 * grey; 3]) < in_cube {
        232 + grey
    } else {
        16 + 36 * cube[0] + 6 * cube[1] + cube[2]
    }
}

/// A colour of the palette: 0 for the default, else its index plus one.
fn number(color: Color) -> u32 {
    index(color).map_or(0, |index| u32::from(index) + 1)
}

/// The index of a colour in the palette; `None` for the default.
pub fn index(color: Color) -> Option<u8> {
    Some(match color {
        Color::Reset => return None,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Rgb(r, g, b) => of_256([r, g, b]),
    })
}

/// A blank cell, as erasing leaves it.
pub const BLANK: Shown = Shown {
    glyph: ' ' as u32,
    look: PLAIN,
};

/// A cell that is covered by the wide glyph before it.
pub const COVERED: Shown = Shown {
    glyph: u32::MAX,
    look: PLAIN,
};

/// Attributes that are visible on a blank.
const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// Glyphs from here on are clusters.
const CLUSTERS: u32 = 0x0011_0000;

/// Most clusters.
const MOST_CLUSTERS: usize = 20_000;

/// Clusters of several characters and addresses of hyperlinks, on the screen now or earlier.
#[derive(Debug, Default)]
pub struct Clusters {
    texts: Vec<Box<str>>,
    indices: HashMap<Box<str>, u32>,
    /// Addresses; numbers in cells count from 1.
    addresses: Vec<Box<str>>,
}

impl Clusters {
    /// The cells of a buffer. A wide glyph that does not fit into its row is left out.
    pub fn cells(&mut self, buffer: &Buffer, colors: Colors, ambiguous: Ambiguous) -> Vec<Shown> {
        let width = usize::from(buffer.area.width);
        let mut cells = Vec::with_capacity(buffer.content.len());
        for row in buffer.content.chunks(width.max(1)) {
            let end = cells.len() + row.len();
            while cells.len() < end {
                let Some(cell) = row.get(row.len() + cells.len() - end) else {
                    break;
                };
                let columns = width::cells(cell.symbol(), ambiguous).max(1);
                if cells.len() + columns > end {
                    cells.push(BLANK);
                    continue;
                }
                let glyph = self.glyph(cell.symbol());
                let (mut foreground, background, mut modifier) = (cell.fg, cell.bg, cell.modifier);
                // Terminals that know a single weight would show the one that is set last.
                if modifier.contains(Modifier::BOLD) {
                    modifier.remove(Modifier::DIM);
                }
                if glyph == BLANK.glyph && !modifier.contains(Modifier::REVERSED) {
                    modifier &= SEEN_ON_BLANKS;
                    if modifier.is_empty() {
                        foreground = Color::Reset;
                    }
                }
                let look = Look::new(foreground, background, modifier, colors);
                cells.push(Shown { glyph, look });
                cells.extend((1..columns).map(|_| COVERED));
            }
        }
        cells
    }

    fn glyph(&mut self, symbol: &str) -> u32 {
        let mut characters = symbol.chars();
        match (characters.next(), characters.as_str()) {
            (None, _) => BLANK.glyph,
            (Some(c), "") => u32::from(c),
            _ => match self.indices.get(symbol) {
                Some(index) => CLUSTERS + index,
                None => {
                    let index = self.texts.len() as u32;
                    self.texts.push(symbol.into());
                    self.indices.insert(symbol.into(), index);
                    CLUSTERS + index
                }
            },
        }
    }

    /// Makes a cell part of a hyperlink.
    pub fn lead(&mut self, cell: &mut Shown, address: &str) {
        let known = self.addresses.iter().position(|known| &**known == address);
        let index = known.unwrap_or_else(|| {
            self.addresses.push(address.into());
            self.addresses.len() - 1
        });
        // If there are too many, the next frame begins anew.
        if *cell != COVERED && index < MOST_ADDRESSES {
            cell.glyph |= (index as u32 + 1) << GLYPH_BITS;
        }
    }

    /// Address of a cell; empty if it has none.
    pub fn address(&self, cell: Shown) -> &str {
        let index = cell.hyperlink().map(|number| usize::from(number.get()) - 1);
        let address = index.and_then(|index| self.addresses.get(index));
        address.map_or("", |address| address)
    }

    /// Whether to forget all of them, and with them what is on the screen.
    pub fn is_full(&self) -> bool {
        self.texts.len() > MOST_CLUSTERS || self.addresses.len() > MOST_ADDRESSES / 2
    }

    /// Writes a glyph.
    pub fn write(&self, cell: Shown, bytes: &mut String) {
        match cell.character() {
            Some(c) => bytes.push(c),
            None => bytes.push_str(self.text(cell)),
        }
    }

    /// Length of a glyph in bytes.
    pub fn length(&self, cell: Shown) -> usize {
        cell.character()
            .map_or_else(|| self.text(cell).len(), char::len_utf8)
    }

    fn text(&self, cell: Shown) -> &str {
        let index = cell.number().wrapping_sub(CLUSTERS) as usize;
        self.texts.get(index).map_or("", |text| text)
    }
}

impl Shown {
    /// Number of the hyperlink that the cell belongs to.
    pub fn hyperlink(self) -> Option<NonZero<u16>> {
        let number = (self.glyph >> GLYPH_BITS) as u16;
        NonZero::new(number).filter(|_| self != COVERED)
    }

    fn number(self) -> u32 {
        self.glyph & ((1 << GLYPH_BITS) - 1)
    }

    fn character(self) -> Option<char> {
        char::from_u32(self.number())
    }

    /// Whether all terminals agree on the columns of the glyph: ASCII, single wide characters, and
    /// ambiguous ones if they were measured.
    pub fn is_certain(self, measured: bool) -> bool {
        let Some(c) = self.character() else {
            return false;
        };
        match c {
            ' '..='~' => true,
            '\u{2e80}'..='\u{303e}'
            | '\u{3041}'..='\u{3163}'
            | '\u{3165}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff01}'..='\u{ff60}'
            | '\u{20000}'..='\u{323af}' => !width::is_ambiguous(c),
            '·' | '\u{2010}'..='\u{2027}' | '\u{2460}'..='\u{24ff}' | '\u{2500}'..='\u{25ff}' => {
                measured && width::is_ambiguous(c)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_colours_are_the_first_of_the_palette() {
        // In the order of SGR 30 to 37, and of 90 to 97.
        let dark = "black red green yellow blue magenta cyan gray";
        let light =
            "darkgray lightred lightgreen lightyellow lightblue lightmagenta lightcyan white";
        let names = dark.split(' ').chain(light.split(' '));
        for (at, name) in names.enumerate() {
            assert_eq!(
                index(name.parse().unwrap()),
                u8::try_from(at).ok(),
                "{name}"
            );
        }
        assert_eq!(index(Color::Reset), None);
    }
}
