//! What stands in the cells of the screen, small enough to be compared and moved about: a page is laid against another in
//! microseconds.

use std::collections::HashMap;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use crate::text::Ambiguous;
use crate::text::width;

/// What stands in one cell, or is not known to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    glyph: u32,
    pub look: Look,
}

/// Colours and attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub foreground: Color,
    pub background: Color,
    pub modifier: Modifier,
}

/// No colour and no attribute.
pub const PLAIN: Look = Look {
    foreground: Color::Reset,
    background: Color::Reset,
    modifier: Modifier::empty(),
};

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

/// Clusters of several characters that stand on the screen or stood there.
#[derive(Debug, Default)]
pub struct Clusters {
    texts: Vec<Box<str>>,
    indices: HashMap<Box<str>, u32>,
}

impl Clusters {
    /// The cells of a buffer; a glyph that does not fit into its row is left out.
    pub fn cells(&mut self, buffer: &Buffer, colors: bool, ambiguous: Ambiguous) -> Vec<Shown> {
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
                let mut look = Look {
                    foreground: cell.fg,
                    background: cell.bg,
                    modifier: cell.modifier,
                };
                if !colors {
                    (look.foreground, look.background) = (Color::Reset, Color::Reset);
                }
                if glyph == BLANK.glyph && !look.modifier.contains(Modifier::REVERSED) {
                    look.modifier &= SEEN_ON_BLANKS;
                    if look.modifier.is_empty() {
                        look.foreground = Color::Reset;
                    }
                }
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

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Writes a glyph.
    pub fn write(&self, cell: Shown, bytes: &mut String) {
        match char::from_u32(cell.glyph) {
            Some(c) => bytes.push(c),
            None => bytes.push_str(self.text(cell)),
        }
    }

    /// How many bytes a glyph has.
    pub fn length(&self, cell: Shown) -> usize {
        char::from_u32(cell.glyph).map_or_else(|| self.text(cell).len(), char::len_utf8)
    }

    fn text(&self, cell: Shown) -> &str {
        let index = cell.glyph.wrapping_sub(CLUSTERS) as usize;
        self.texts.get(index).map_or("", |text| text)
    }
}

impl Shown {
    /// Whether every terminal moves its cursor by the same columns for the glyph: ASCII, single wide characters, and those of
    /// ambiguous width where they were measured.
    pub fn is_certain(self, measured: bool) -> bool {
        let Some(c) = char::from_u32(self.glyph) else {
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
