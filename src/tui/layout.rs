//! Layout: which panes there is room for, and where. First the tree yields, then the outline, then
//! the margins; the measure of the text last.

mod page;
pub mod sheet;
mod sides;

pub use page::Page;
pub use sides::drawn;

use ratatui::layout::Rect;

use super::model::{Model, Pane, Wanted};
use crate::settings::{Columns, Look};
use crate::typeset::Writing;
use sides::{Claims, RULE, Sides};

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
    /// The place below the page of a sheet about a passage of it.
    pub dock: Option<Rect>,
    /// Columns that the page can give to panes.
    pub spare: u16,
    /// The status line.
    pub status: Rect,
    /// The pane that lies over the reader, for want of room beside it.
    pub floating: Option<Pane>,
}

/// Columns that panes leave to a line of text at least: 24 hanzi.
const LEAST_TEXT: u16 = 48;
/// Columns beside the text of a page that is not narrow, for signs at its left and air.
const MARGINS: u16 = 4;
/// Columns on either side of the text for the notes on it, which stand on one of them.
const LANE: u16 = 20;
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

/// What the page of the open document has use for.
#[derive(Clone, Copy, Debug)]
struct Demand {
    /// Longest line of text in columns; half as many rows.
    measure: u16,
    /// Whether there are notes to stand beside the text.
    has_notes: bool,
    /// Whether it has an outline.
    has_outline: bool,
    /// Rows of the sheet below it.
    dock: u16,
}

impl Layout {
    /// The layout of the screen as the model has it now.
    pub fn of(model: &Model) -> Self {
        let demand = Demand::of(model);
        let layout = Self::new(model.size, model.wanted, &model.look, model.focus, demand);
        if model.left_out.is_empty() {
            return layout;
        }
        layout.with_foot()
    }

    /// What a person has set, as it is meant on the screen as it is now.
    pub fn look(model: &Model) -> Look {
        let (width, _) = model.size;
        let page = Demand::of(model).columns(width, model.wanted);
        sides::on(&model.look, width, page)
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

    /// The layout of a screen of `size` columns and rows.
    fn new(size: (u16, u16), wanted: Wanted, look: &Look, focus: Pane, demand: Demand) -> Self {
        let (width, height) = size;
        let status = Rect::new(0, height.saturating_sub(1), width, height.min(1));
        let header = Rect::new(0, 0, width, u16::from(height >= HEADER_FROM));
        let air = u16::from(height >= AIR_FROM);
        let top = header.height + air;
        let room = height.saturating_sub(top + status.height);
        // Of the page a row is left, if there is more than one.
        let docked = demand.dock.min(room.saturating_sub(1));
        let below = if docked > 0 { docked } else { air };
        let body = Rect::new(0, top, width, room.saturating_sub(below));
        let dock = (docked > 0).then(|| Rect::new(0, body.bottom(), width, docked));

        let least = demand.measure.min(LEAST_TEXT) + MARGINS;
        let sides = Sides::of(Claims {
            width,
            page: demand.columns(width, wanted),
            least,
            tree: wanted.tree && !wanted.alone,
            outline: wanted.outline && !wanted.alone && demand.has_outline,
            look,
        });
        // The column beside a side pane belongs to the rule between them.
        let beside = |own: Option<u16>| own.map_or(0, |columns| columns + RULE);
        let (left, right) = (beside(sides.tree), beside(sides.outline));
        let reader = Rect {
            x: left,
            width: width.saturating_sub(left + right),
            ..body
        };
        let mut tree = sides.tree.map(|width| Rect { width, ..body });
        let mut outline = sides.outline.map(|columns| Rect {
            x: width - columns,
            width: columns,
            ..body
        });

        // A pane that has the keys and no room lies over all others, whole: chopped text beside it
        // would read as part of it.
        let mut floating = None;
        if focus == Pane::Tree && tree.is_none() {
            (tree, outline) = (Some(body), None);
            floating = Some(Pane::Tree);
        } else if focus == Pane::Outline && outline.is_none() {
            (tree, outline) = (None, Some(body));
            floating = Some(Pane::Outline);
        }
        // Two columns on the left hold signs; the margins go before the measure does.
        let margins = match reader.width {
            0..30 => 1,
            30..50 => 3,
            _ => MARGINS,
        };
        let room = reader.width.saturating_sub(margins);
        let page = match wanted.writing {
            Writing::Horizontal => across(reader, (room, margins), demand.measure, wanted.columns),
            Writing::Vertical => down(reader, room, demand.measure),
        };
        Self {
            header,
            tree,
            foot: None,
            reader,
            page,
            outline,
            dock,
            spare: reader.width.saturating_sub(least),
            status,
            floating,
        }
    }

    /// Whether both side panes stand beside the page.
    pub fn has_both_sides(&self) -> bool {
        self.tree.is_some() && self.outline.is_some() && self.floating.is_none()
    }

    /// The pane whose edge is at a place of the screen: the rule between it and the page.
    pub fn edge_at(&self, column: u16, row: u16) -> Option<Pane> {
        let is_beside = |rect: &Rect| (rect.y..rect.bottom()).contains(&row);
        let tree = self
            .tree
            .filter(is_beside)
            .filter(|own| own.right() == column);
        let outline = self.outline.filter(is_beside);
        let outline = outline.filter(|own| own.x == column + 1);
        match (tree, outline) {
            _ if self.floating.is_some() => None,
            (Some(_), _) => Some(Pane::Tree),
            (None, Some(_)) => Some(Pane::Outline),
            (None, None) => None,
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

impl Demand {
    fn of(model: &Model) -> Self {
        let margin = model.options.composition().margin(Writing::Horizontal) as u16;
        let reader = model.reader.as_ref();
        Self {
            measure: 2 * model.options.measure as u16 + margin,
            has_notes: reader.is_some_and(|own| own.placed.iter().any(|own| own.has_note)),
            has_outline: reader.is_none_or(|own| !own.text.tree.clauses.is_empty()),
            dock: sheet::about(model).map_or(0, |(_, rows)| rows),
        }
    }

    /// Columns that the page has use for on a screen so wide.
    fn columns(self, width: u16, wanted: Wanted) -> u16 {
        let one = self.measure + MARGINS + if self.has_notes { 2 * LANE } else { 0 };
        let two = 2 * self.measure + page::GUTTER + MARGINS;
        match (wanted.writing, wanted.columns) {
            (Writing::Vertical, _) => width,
            (Writing::Horizontal, Columns::Two) => two,
            // Panes are no wider for want of a second column that has room beside them.
            (Writing::Horizontal, Columns::Auto) if width >= two + sides::BOTH => two,
            (Writing::Horizontal, Columns::One | Columns::Auto) => one,
        }
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
    use crate::text::script::Script;

    const DEMAND: Demand = Demand {
        measure: 80,
        has_notes: false,
        has_outline: true,
        dock: 0,
    };

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
            script: Script::Original,
        };
        let layout = Layout::new((width, height), wanted, &Look::default(), focus, DEMAND);
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
        check(236, 50, Pane::Reader, Some(32), 80, Some(32));
        check(200, 50, Pane::Reader, Some(57), 80, Some(57));
        check(120, 40, Pane::Reader, Some(27), 60, Some(27));
        check(80, 24, Pane::Reader, None, 52, Some(23));
        check(40, 20, Pane::Reader, None, 36, None);
        check(20, 5, Pane::Reader, None, 18, None);
        check(40, 20, Pane::Tree, Some(40), 36, None);
        // What lies over the text lies over the pane beside it.
        check(80, 24, Pane::Tree, Some(80), 52, None);
    }

    #[test]
    fn the_place_of_an_empty_outline_and_of_notes_is_the_pages() {
        let layout = |width, demand| {
            let wanted = Wanted {
                tree: true,
                outline: true,
                alone: false,
                writing: Writing::Horizontal,
                columns: Columns::Auto,
                script: Script::Original,
            };
            Layout::new((width, 40), wanted, &Look::default(), Pane::Reader, demand)
        };
        let empty = Demand {
            has_outline: false,
            ..DEMAND
        };
        assert_eq!(layout(80, empty).page.length(), 76);
        assert_eq!(layout(120, empty).page.length(), 80);
        let noted = Demand {
            has_notes: true,
            ..DEMAND
        };
        let layout = layout(200, noted);
        let right = layout.reader.right() - layout.page.area.right();
        assert!(right >= LANE, "{layout:?}");
    }

    #[test]
    fn no_size_is_too_small_and_nothing_leaves_the_screen() {
        let look = Look {
            tree: Some(50),
            ..Look::default()
        };
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
                            script: Script::Original,
                        };
                        let dock = if alone { 7 } else { 0 };
                        let demand = Demand { dock, ..DEMAND };
                        let layout =
                            Layout::new((width, height), wanted, &look, focus, demand).with_foot();
                        let screen = Rect::new(0, 0, width, height);
                        let parts = [
                            Some(layout.header),
                            layout.tree,
                            layout.foot,
                            Some(layout.reader),
                            Some(layout.page.area),
                            layout.outline,
                            layout.dock,
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
