//! Sheets: how large they are on a screen. The view paints them so, and prepare sets their text for
//! it. A sheet about a passage of the open text stands below the page, which is as much shorter, so
//! that it never hides what it is about.

use ratatui::layout::Rect;

use crate::text::Span;
use crate::tui::model::Model;
use crate::tui::model::overlay::Overlay;

/// The part of a screen that sheets lie over: all but the status line.
pub fn over((width, height): (u16, u16)) -> Rect {
    Rect::new(0, 0, width, height.saturating_sub(1))
}

/// Columns of a sheet of at most `columns` columns, including its sides.
pub fn width(area: Rect, columns: u16) -> u16 {
    columns.min(
        area.width
            .saturating_sub(if area.width > 50 { 4 } else { 0 }),
    )
}

/// A sheet for `rows` rows of at most `columns` columns, with its edges. Where it would leave a few
/// chopped rows of the text only, they are its own.
pub fn within(area: Rect, (columns, rows): (u16, u16)) -> Rect {
    let width = width(area, columns);
    let wanted = rows.saturating_add(EDGES).min(area.height);
    let is_whole = area.height - wanted <= area.height / 8;
    let height = if is_whole { area.height } else { wanted };
    let x = area.x + (area.width - width) / 2;
    // In the upper third, where the eye is, so that more of the text below stays visible.
    let y = area.y + (area.height - height) / 3;
    Rect::new(x, y, width, height)
}

/// The sheet of a search, with its edges, on a screen of this size.
pub fn search(size: (u16, u16)) -> Rect {
    within(over(size), (SEARCH, search_rows(size.1) + 1))
}

/// Rows of items that a picker shows at most.
pub const MOST_ROWS: u16 = 20;

/// Rows of the chosen note that are shown.
pub const NOTE_ROWS: u16 = 3;

/// From this width there is room for the text of what is chosen beside the list.
const BESIDE_FROM: u16 = 110;

/// Rows of items that fit on a screen of this height.
pub fn picker_rows(height: u16, items: usize) -> u16 {
    let room = height.saturating_sub(6).clamp(1, MOST_ROWS);
    room.min(items.max(1) as u16)
}

/// Columns for the text of what is chosen, on a screen so wide; none where there is no room for it.
pub fn beside_columns(width: u16) -> u16 {
    if width < BESIDE_FROM {
        return 0;
    }
    // Whole hanzi, and no more than is read at a glance.
    ((width - 12) * 45 / 100).min(72) / 2 * 2
}

/// Rows of annotations that fit on a screen of this height.
pub fn ledger_rows(height: u16, count: usize) -> u16 {
    let room = height.saturating_sub(8 + NOTE_ROWS).clamp(1, 24);
    room.min(count.max(1) as u16)
}

/// Columns of the sheet of a search: as many as there are, up to what an eye takes in.
pub const SEARCH: u16 = 160;

/// Rows of hits that fit on a screen of this height. There are always as many: a sheet that grows
/// and shrinks while one types is hard to read.
pub fn search_rows(height: u16) -> u16 {
    height.saturating_sub(4).clamp(1, 60)
}

/// Columns and rows of the text on a screen of this size, for a note of so many rows.
pub fn editor_size((width, height): (u16, u16), rows: usize) -> (u16, u16) {
    let columns = width
        .saturating_sub(if width > 50 { 10 } else { 4 })
        .clamp(2, 66);
    let room = (height / 2).saturating_sub(2).max(1);
    let wanted = u16::try_from(rows + 1).unwrap_or(u16::MAX).max(4);
    (columns, wanted.min(room))
}

/// Columns that a preview is set in, on a screen so wide.
pub fn preview_columns(width: u16) -> u16 {
    width.saturating_sub(8).clamp(4, 64)
}

/// From this width two texts stand beside each other.
const COMPARED_FROM: u16 = 100;

/// How two texts that are compared stand on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Columns of a text.
    pub columns: usize,
    /// Whether the two are beside each other; else the one is shown in the other.
    pub is_beside: bool,
    /// Rows for both, between a head of two rows and a foot.
    pub rows: usize,
}

impl Comparison {
    /// Where the texts stand in an area of this size: below the head.
    pub fn page(self, area: Rect) -> Rect {
        Rect {
            y: area.y + 2,
            height: self.rows as u16,
            ..area
        }
    }

    /// The part of an area for one of the two texts, if they are beside each other.
    pub fn half(self, area: Rect, nth: usize) -> Rect {
        let width = self.columns as u16 + 2;
        let x = area.x + nth as u16 * (width + 2);
        Rect {
            x,
            width: width.min(area.right().saturating_sub(x)),
            ..area
        }
    }
}

/// How two texts that are compared stand in an area of this size.
pub fn comparison((width, height): (u16, u16)) -> Comparison {
    // Whole hanzi; with two columns before each text, and a rule between them.
    let is_beside = width >= COMPARED_FROM;
    let columns = if is_beside {
        (width - 6) / 2
    } else {
        width.saturating_sub(4).max(2)
    };
    Comparison {
        columns: usize::from(columns / 2 * 2),
        is_beside,
        rows: usize::from(height.saturating_sub(3)),
    }
}

/// What stands at a place of a screen on which texts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Which of the texts, if they are beside each other.
    pub side: Option<usize>,
    /// The row of the page, if it is on it.
    pub row: Option<usize>,
}

/// What stands at a place of a screen of this size.
pub fn compared_at((width, height): (u16, u16), (column, row): (u16, u16)) -> Compared {
    // The status line is none of it.
    let area = Rect::new(0, 0, width, height.saturating_sub(1));
    let size = comparison((area.width, area.height));
    let page = size.page(area);
    let hit = (0..2).find(|side| column < size.half(area, *side).right());
    let row = row.checked_sub(page.y).filter(|row| *row < page.height);
    Compared {
        side: hit.filter(|_| size.is_beside),
        row: row.map(usize::from),
    }
}

/// Columns that notes are set in, on a screen so wide.
pub fn reading_columns(width: u16) -> u16 {
    width.saturating_sub(8).clamp(4, 72)
}

/// Rows of the edges of a sheet.
const EDGES: u16 = 2;

/// Rows of the text of a sheet that asks where an annotation belongs.
pub fn decision_rows(has_note: bool) -> u16 {
    if has_note { 3 } else { 2 }
}

/// The passage that the open sheet is about, if it is of the open text, and the rows of the sheet.
pub fn about(model: &Model) -> Option<(Span, u16)> {
    let [overlay] = model.overlays.as_slice() else {
        return None;
    };
    let height = model.size.1;
    let (span, rows) = match overlay {
        Overlay::Editor(editor) => {
            let rows = editor.area.rows().len();
            (editor.passage?, editor_size(model.size, rows).1)
        }
        Overlay::NoteSheet(notes) => {
            let rows = u16::try_from(notes.rows.len()).unwrap_or(u16::MAX);
            (notes.passage?, rows.min(height / 2))
        }
        Overlay::Decision(decision) => {
            let own = model.annotations.iter().find(|own| own.id == decision.id)?;
            let span = *model.places(decision).get(decision.at)?;
            (span, decision_rows(!own.note().is_empty()))
        }
        _ => return None,
    };
    Some((span, rows + EDGES))
}
