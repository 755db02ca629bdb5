//! What stands in the cells of the screen, small enough to be compared and moved about: a page is laid against another in
//! microseconds.

use std::collections::HashMap;
use std::num::NonZero;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use crate::terminal::facts::Colors;
use crate::text::Ambiguous;
use crate::text::width;

/// What stands in one cell, or is not known to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// A character or the number of a cluster, and above it that of a hyperlink.
    glyph: u32,
    pub look: Look,
}

/// Bits of a glyph without its hyperlink.
const GLYPH_BITS: u32 = 21;

/// More addresses than this are not told apart.
const MOST_ADDRESSES: usize = 1000;

/// Colours and attributes, packed: ten bits for each colour, the rest for attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look(u32);

/// No colour and no attribute.
pub const PLAIN: Look = Look(0);

/// A colour that a terminal of 256 colours knows by a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The terminal's own.
    Default,
    /// By its number in the palette.
    Palette(u8),
}

impl Look {
    /// Packs a look, its colours being those that there are.
    pub fn new(foreground: Color, background: Color, modifier: Modifier, colors: Colors) -> Self {
        let number = |color| match (colors, number(color)) {
            (Colors::None, _) | (_, 0) => 0,
            (Colors::Many, number) => number,
            (Colors::Sixteen, number) => (number - 1) % 16 + 1,
            (Colors::Eight, number) => (number - 1) % 8 + 1,
        };
        let attributes = u32::from(modifier.bits()) << 20;
        Self(number(foreground) | number(background) << 10 | attributes)
    }

    /// The colour of the glyph.
    pub fn foreground(self) -> Paint {
        paint(self.0)
    }

    /// The colour behind it.
    pub fn background(self) -> Paint {
        paint(self.0 >> 10)
    }

    /// Whether it shows where there is no glyph.
    pub fn shows_on_blanks(self) -> bool {
        self.background() != Paint::Default || self.modifier().intersects(SEEN_ON_BLANKS)
    }

    /// The attributes.
    pub fn modifier(self) -> Modifier {
        Modifier::from_bits_truncate((self.0 >> 20) as u16)
    }
}

fn paint(bits: u32) -> Paint {
    match (bits & 0x3ff).checked_sub(1) {
        None => Paint::Default,
        Some(index) => Paint::Palette(index as u8),
    }
}

/// A colour in ten bits: nought for the terminal's own, else its number in the palette and one.
fn number(color: Color) -> u32 {
    let index = match color {
        Color::Reset => return 0,
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
        // The nearest of the colour cube: six steps of each.
        Color::Rgb(r, g, b) => {
            let step = |part: u8| (u16::from(part) * 5 + 127) / 255;
            (16 + 36 * step(r) + 6 * step(g) + step(b)) as u8
        }
    };
    u32::from(index) + 1
}

/// An empty cell, as erasing leaves it.
pub const BLANK: Shown = Shown {
    glyph: ' ' as u32,
    look: PLAIN,
};

/// A cell that the wide glyph before it covers.
pub const COVERED: Shown = Shown {
    glyph: u32::MAX,
    look: PLAIN,
};

/// Attributes that show where there is no glyph.
const SEEN_ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// Glyphs above this are clusters, by their index.
const CLUSTERS: u32 = 0x0011_0000;

/// Glyphs of so many numbers at most are told apart.
const MOST_CLUSTERS: usize = 20_000;

/// Clusters of several characters that stand on the screen or stood there.
#[derive(Debug, Default)]
pub struct Clusters {
    texts: Vec<Box<str>>,
    indices: HashMap<Box<str>, u32>,
    /// Where hyperlinks lead, by their numbers from 1.
    addresses: Vec<Box<str>>,
}

impl Clusters {
    /// The cells of a buffer; a glyph that does not fit into its row is left out.
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
                // Terminals that know one weight at a time would show whichever was set last.
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

    /// Has a cell lead to an address.
    pub fn lead(&mut self, cell: &mut Shown, address: &str) {
        let known = self.addresses.iter().position(|known| &**known == address);
        let index = known.unwrap_or_else(|| {
            self.addresses.push(address.into());
            self.addresses.len() - 1
        });
        // Too many are forgotten with the next frame.
        if *cell != COVERED && index < MOST_ADDRESSES {
            cell.glyph |= (index as u32 + 1) << GLYPH_BITS;
        }
    }

    /// Where a cell leads.
    pub fn address(&self, cell: Shown) -> &str {
        let index = cell.hyperlink().map(|number| usize::from(number.get()) - 1);
        let address = index.and_then(|index| self.addresses.get(index));
        address.map_or("", |address| address)
    }

    /// Whether so many are kept that they are better forgotten, with the screen that they stand on.
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

    /// How many bytes a glyph has.
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
    /// The number of the hyperlink that it is a part of.
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

    /// Whether every terminal moves its cursor by the same columns for the glyph: ASCII, single wide characters, and those of
    /// ambiguous width where they were measured.
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
