//! Layout: which panes there is room for, and where. First the tree yields, then the outline, then
//! the margins; the measure of the text last.

mod page;
pub mod sheet;

pub use page::Page;

use ratatui::layout::Rect;

use super::model::{Model, Pane, Wanted};
use crate::settings::Columns;
use crate::typeset::Writing;

/// Where everything stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The header line; empty where there is no room.
    pub header: Rect,
    /// The document tree, if it is shown.
    pub tree: Option<Rect>,
    /// The row below the tree, if there is something to say in it.
    pub foot: Option<Rect>,
    /// The reader with its margins.
    pub reader: Rect,
    /// The text within the reader.
    pub page: Page,
    /// The outline, if it is shown.
    pub outline: Option<Rect>,
    /// The status line.
    pub status: Rect,
    /// The pane that lies over the reader, for want of room beside it.
    pub floating: Option<Pane>,
}

/// From this width there is room for the outline beside the reader.
const OUTLINE_FROM: u16 = 60;
/// From this width there is room for the tree as well.
const TREE_FROM: u16 = 100;
/// Columns of text are this wide at least, where two were asked for.
const NARROWEST_COLUMN: u16 = 24;
/// Above lines that run downwards there are so many rows for notes at most.
const HIGHEST_LANE: u16 = 16;
/// From this height there is air above and below the text.
const AIR_FROM: u16 = 14;
/// From this height there is a row below the tree.
const FOOT_FROM: u16 = 6;
/// From this height there is a header line.
const HEADER_FROM: u16 = 8;

impl Layout {
    /// The layout of the screen as the model has it now.
    pub fn of(model: &Model) -> Self {
        let margin = model.options.composition().margin(Writing::Horizontal) as u16;
        let measure = 2 * model.options.measure as u16 + margin;
        let layout = Self::new(model.size, model.wanted, model.focus, measure);
        if model.left_out.is_empty() {
            return layout;
        }
        layout.with_foot()
    }

    /// The same layout with a row below the tree, if that leaves the tree room.
    fn with_foot(mut self) -> Self {
        if let Some(tree) = self.tree.as_mut().filter(|tree| tree.height >= FOOT_FROM) {
            tree.height -= 1;
            let y = tree.y + tree.height;
            self.foot = Some(Rect {
                y,
                height: 1,
                ..*tree
            });
        }
        self
    }

    /// The layout of a screen of `size` columns and rows, for lines of text of at most `measure`
    /// columns (half as many rows).
    fn new(size: (u16, u16), wanted: Wanted, focus: Pane, measure: u16) -> Self {
        let (width, height) = size;
        let status = Rect::new(0, height.saturating_sub(1), width, height.min(1));
        let header = Rect::new(0, 0, width, u16::from(height >= HEADER_FROM));
        let air = u16::from(height >= AIR_FROM);
        let top = header.height + air;
        let body = Rect::new(
            0,
            top,
            width,
            height.saturating_sub(top + air + status.height),
        );

        let side = |from: u16, wanted: bool| wanted && width >= from;
        let tree_width = (width / 5).clamp(24, 32);
        let outline_width = (width / 4).clamp(24, 40);
        let beside_tree = side(TREE_FROM, wanted.tree && !wanted.alone);
        let beside_outline = side(OUTLINE_FROM, wanted.outline && !wanted.alone);
        let left = if beside_tree { tree_width } else { 0 };
        let right = if beside_outline { outline_width } else { 0 };
        let mut reader = Rect {
            x: left,
            width: width.saturating_sub(left + right),
            ..body
        };
        let mut tree = beside_tree.then_some(Rect {
            width: tree_width,
            ..body
        });
        let mut outline = beside_outline.then(|| Rect {
            x: width - outline_width,
            width: outline_width,
            ..body
        });

        // A pane that has the keys and no room lies over the reader.
        let mut floating = None;
        let over = width.saturating_sub(4).min(44).max(width.min(20));
        if focus == Pane::Tree && tree.is_none() {
            tree = Some(Rect {
                width: over,
                ..body
            });
            floating = Some(Pane::Tree);
        } else if focus == Pane::Outline && outline.is_none() {
            outline = Some(Rect {
                x: width - over,
                width: over,
                ..body
            });
            floating = Some(Pane::Outline);
        }
        // The columns beside a side pane belong to the rule between them.
        if beside_tree {
            reader.x += 1;
            reader.width = reader.width.saturating_sub(1);
        }
        if beside_outline {
            reader.width = reader.width.saturating_sub(1);
        }
        // Two columns on the left hold signs; the margins go before the measure does.
        let margins = match reader.width {
            0..30 => 1,
            30..50 => 3,
            _ => 4,
        };
        let room = reader.width.saturating_sub(margins);
        let page = match wanted.writing {
            Writing::Horizontal => across(reader, (room, margins), measure, wanted.columns),
            Writing::Vertical => down(reader, room, measure),
        };
        Self {
            header,
            tree,
            foot: None,
            reader,
            page,
            outline,
            status,
            floating,
        }
    }

    fn rect(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Tree => self.tree,
            Pane::Reader => Some(self.page.area),
            Pane::Outline => self.outline,
        }
    }

    /// Rows of a pane; none where it is not shown.
    pub fn rows(&self, pane: Pane) -> usize {
        self.rect(pane).map_or(0, |rect| usize::from(rect.height))
    }

    /// The row and column of a pane at a place of the screen; those before its first are its first.
    pub fn within(&self, pane: Pane, column: u16, row: u16) -> (usize, usize) {
        let rect = self.rect(pane).unwrap_or_default();
        (
            usize::from(row.saturating_sub(rect.y)),
            usize::from(column.saturating_sub(rect.x)),
        )
    }

    /// The pane at a place of the screen.
    pub fn pane_at(&self, column: u16, row: u16) -> Option<Pane> {
        let at = |rect: Option<Rect>| rect.is_some_and(|rect| rect.contains((column, row).into()));
        let sides = [(Pane::Tree, self.tree), (Pane::Outline, self.outline)];
        let side = sides
            .into_iter()
            .find(|(_, rect)| at(*rect))
            .map(|(pane, _)| pane);
        side.or_else(|| at(Some(self.reader)).then_some(Pane::Reader))
    }
}

/// A page of lines that run across: centred, in two columns where they are wanted and there is
/// room.
fn across(reader: Rect, (room, margins): (u16, u16), measure: u16, wanted: Columns) -> Page {
    let half = room.saturating_sub(page::GUTTER) / 2;
    let two = match wanted {
        Columns::One => false,
        Columns::Two => half >= NARROWEST_COLUMN,
        // Of itself the text is never narrowed for the sake of a second column.
        Columns::Auto => half >= measure,
    };
    let width = measure.min(if two { half } else { room });
    // Whole hanzi: an odd column would only be a ragged edge.
    let width = if width > 8 { width / 2 * 2 } else { width };
    let whole = if two { 2 * width + page::GUTTER } else { width };
    let left = ((reader.width - whole.min(reader.width)) / 2).max(margins.min(2));
    Page {
        area: Rect {
            x: reader.x + left,
            width: whole,
            ..reader
        },
        writing: Writing::Horizontal,
        columns: if two { 2 } else { 1 },
    }
}

/// A page of lines that run downwards: a row above them holds their signs, and what the measure
/// leaves of the height is above those.
fn down(reader: Rect, room: u16, measure: u16) -> Page {
    let signs = u16::from(reader.height > 4);
    let length = (reader.height - signs).min((measure / 2).max(1));
    let above = (reader.height - signs - length).min(HIGHEST_LANE);
    let margin = (reader.width - room.min(reader.width)) / 2;
    Page {
        area: Rect {
            x: reader.x + margin,
            width: room,
            y: reader.y + above + signs,
            height: length,
        },
        writing: Writing::Vertical,
        columns: 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        width: u16,
        height: u16,
        focus: Pane,
        tree: Option<u16>,
        text: u16,
        outline: Option<u16>,
    ) {
        let wanted = Wanted {
            tree: true,
            outline: true,
            alone: false,
            writing: Writing::Horizontal,
            columns: Columns::Auto,
        };
        let layout = Layout::new((width, height), wanted, focus, 80);
        assert_eq!(layout.tree.map(|r| r.width), tree, "tree at {width}");
        assert_eq!(layout.page.length(), usize::from(text), "text at {width}");
        assert_eq!(
            layout.outline.map(|r| r.width),
            outline,
            "outline at {width}"
        );
    }

    #[test]
    fn first_the_tree_yields_then_the_outline_then_the_margins() {
        check(200, 50, Pane::Reader, Some(32), 80, Some(40));
        check(120, 40, Pane::Reader, Some(24), 60, Some(30));
        check(80, 24, Pane::Reader, None, 50, Some(24));
        check(40, 20, Pane::Reader, None, 36, None);
        check(20, 5, Pane::Reader, None, 18, None);
        check(40, 20, Pane::Tree, Some(36), 36, None);
    }

    #[test]
    fn no_size_is_too_small_and_nothing_leaves_the_screen() {
        for width in 0..160 {
            for height in 0..40 {
                for focus in [Pane::Tree, Pane::Reader, Pane::Outline] {
                    let manners = [
                        (false, Writing::Horizontal, Columns::Auto),
                        (true, Writing::Horizontal, Columns::Two),
                        (true, Writing::Vertical, Columns::Auto),
                    ];
                    for (alone, writing, columns) in manners {
                        let wanted = Wanted {
                            tree: true,
                            outline: true,
                            alone,
                            writing,
                            columns,
                        };
                        let layout = Layout::new((width, height), wanted, focus, 80).with_foot();
                        let screen = Rect::new(0, 0, width, height);
                        let parts = [
                            Some(layout.header),
                            layout.tree,
                            layout.foot,
                            Some(layout.reader),
                            Some(layout.page.area),
                            layout.outline,
                            Some(layout.status),
                        ];
                        for part in parts.into_iter().flatten() {
                            assert_eq!(
                                part.intersection(screen).area(),
                                part.area(),
                                "{width}x{height} {part:?}"
                            );
                        }
                    }
                }
            }
        }
    }
}
