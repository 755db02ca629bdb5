//! Painting text into a buffer, cluster by cluster (`text::display`), with the typesetter's widths.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Fill, Widget};

use crate::text::Ambiguous;
use crate::text::display::{Glyph, glyphs};
use crate::tui::theme::Theme;

/// Part of a row of the screen, from a column to one before another.
#[derive(Clone, Copy, Debug)]
pub struct Strip {
    /// First column.
    pub x: u16,
    /// Column after the last.
    pub end: u16,
    /// Row.
    pub y: u16,
    /// Width of ambiguous characters.
    pub ambiguous: Ambiguous,
}

impl Strip {
    /// A row of an area.
    pub fn new(area: Rect, row: u16, ambiguous: Ambiguous) -> Self {
        Self {
            x: area.x,
            end: area.x + area.width,
            y: area.y + row,
            ambiguous,
        }
    }

    /// Columns left.
    pub fn width(self) -> usize {
        usize::from(self.area().width)
    }

    /// The remaining part, as an area.
    pub fn area(self) -> Rect {
        Rect::new(self.x, self.y, self.end.saturating_sub(self.x), 1)
    }

    /// Paints as much of a text as there is room for, and removes that part from the strip.
    pub fn put(&mut self, buffer: &mut Buffer, text: &str, style: Style) {
        for glyph in glyphs(text, self.ambiguous) {
            if !self.glyph(buffer, &glyph, style) {
                break;
            }
        }
    }

    /// Paints a text; a sign shows where it was cut off.
    pub fn fit(&mut self, buffer: &mut Buffer, text: &str, style: Style, theme: Theme) {
        self.fit_marked(buffer, text, style, theme, &[], style);
    }

    /// Paints a text like [`Strip::fit`], some of its characters (by index, ascending) in another
    /// style.
    pub fn fit_marked(
        &mut self,
        buffer: &mut Buffer,
        text: &str,
        style: Style,
        theme: Theme,
        marked: &[usize],
        mark: Style,
    ) {
        let room = self.width();
        // Of a long text, only as much as there is room for is looked at.
        let mut columns = 0;
        let whole = glyphs(text, self.ambiguous).all(|glyph| {
            columns += glyph.columns;
            columns <= room
        });
        let kept = if whole { room } else { room.saturating_sub(1) };
        let mut used = 0;
        let mut character = 0;
        for glyph in glyphs(text, self.ambiguous) {
            if used + glyph.columns > kept {
                break;
            }
            used += glyph.columns;
            let characters = text
                .get(glyph.offset..glyph.offset + glyph.len)
                .map_or(0, |cluster| cluster.chars().count());
            let is_marked = marked.partition_point(|&at| at < character)
                != marked.partition_point(|&at| at < character + characters);
            self.glyph(buffer, &glyph, if is_marked { mark } else { style });
            character += characters;
        }
        if !whole && room > 0 {
            self.put(buffer, theme.signs.more, style);
        }
    }

    /// Paints a glyph; false if there is no room.
    pub fn glyph(&mut self, buffer: &mut Buffer, glyph: &Glyph<'_>, style: Style) -> bool {
        if glyph.columns == 0 {
            return true;
        }
        if glyph.columns > self.width() {
            return false;
        }
        set(buffer, self.x, self.y, &glyph.shown, glyph.columns, style);
        self.x += glyph.columns as u16;
        true
    }

    /// Paints a text at the end of the strip, and removes that part and one column more.
    pub fn put_right(&mut self, buffer: &mut Buffer, text: &str, style: Style) {
        let columns: usize = glyphs(text, self.ambiguous)
            .map(|glyph| glyph.columns)
            .sum();
        if columns > self.width() {
            return;
        }
        let mut right = Self {
            x: self.end - columns as u16,
            ..*self
        };
        right.put(buffer, text, style);
        self.end = self.end.saturating_sub(columns as u16 + 1).max(self.x);
    }

    /// Marks the remaining part as selected: in one colour, whatever stands in it.
    pub fn select(self, buffer: &mut Buffer, theme: Theme) {
        let plain = Style::reset().patch(theme.selected());
        buffer.set_style(self.area(), plain);
    }
}

/// The first `count` characters of a text, where there is not room for more.
pub fn head(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count);
    end.map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// Sets a glyph; the cells that a wide one covers are blank, as the writer expects.
pub fn set(buffer: &mut Buffer, x: u16, y: u16, shown: &str, columns: usize, style: Style) {
    let Some(cell) = buffer.cell_mut((x, y)) else {
        return;
    };
    cell.set_symbol(shown).set_style(style);
    for covered in 1..columns as u16 {
        if let Some(cell) = buffer.cell_mut((x + covered, y)) {
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// Clears an area for a sheet, and the wide glyph that would reach into it from the left.
pub fn blank(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.y..area.y + area.height {
        if let Some(left) = area.x.checked_sub(1)
            && let Some(cell) = buffer.cell_mut((left, y))
            && crate::text::width::columns(cell.symbol(), Ambiguous::Wide) > 1
        {
            cell.set_symbol(" ");
        }
    }
    Clear.render(area, buffer);
}

/// Draws the rule between two panes.
pub fn rule(buffer: &mut Buffer, theme: Theme, x: u16, beside: Rect) {
    let area = Rect {
        x,
        width: 1,
        ..beside
    };
    blank(buffer, area);
    Fill::new(theme.signs.rule)
        .style(theme.quiet())
        .render(area, buffer);
}
