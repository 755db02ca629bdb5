//! The tables of a page: which of them only lay the page out, and the places of the cells of the
//! others, which may span rows and columns.

use super::page::{Attribute, Page, Tag};
use crate::document::RowKind;

/// Most places of cells in the tables of a page; beyond them spans are not read, so that a few
/// cells cannot cover millions of places.
pub(super) const MOST_PLACES: usize = 1 << 20;

/// Widest span of a cell (HTML, 4.9.11).
const WIDEST: usize = 1000;

/// The cells of a table as they are written.
pub(super) struct Cells {
    /// The captions, which stand above.
    pub captions: Vec<usize>,
    rows: Vec<Source>,
}

/// A row as it is written.
struct Source {
    is_head: bool,
    cells: Vec<usize>,
}

/// The places of the cells of a table.
pub(super) struct Grid {
    /// Number of columns.
    pub columns: usize,
    /// The rows, each with what stands at its places from left to right.
    pub rows: Vec<(RowKind, Vec<Place>)>,
}

/// What stands at a place of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A cell that begins here.
    Cell(usize),
    /// The cell that this place is a part of: it began to the left or above.
    Covered(usize),
    /// Nothing.
    Empty,
}

impl Cells {
    /// Finds the cells of a table that are shown.
    pub fn of(page: &Page, table: usize, is_shown: impl Fn(usize) -> bool) -> Self {
        let mut cells = Self {
            captions: Vec::new(),
            rows: Vec::new(),
        };
        for part in page.children(table).filter(|at| is_shown(*at)) {
            match page.tag(part) {
                Tag::Caption => cells.captions.push(part),
                Tag::Thead | Tag::Tbody | Tag::Tfoot => {
                    for row in page.children(part).filter(|at| is_shown(*at)) {
                        cells.take(page, row, page.tag(part) == Tag::Thead, &is_shown);
                    }
                }
                _ => cells.take(page, part, false, &is_shown),
            }
        }
        cells
    }

    fn take(&mut self, page: &Page, at: usize, is_head: bool, is_shown: impl Fn(usize) -> bool) {
        let is_cell = |at: &usize| matches!(page.tag(*at), Tag::Td | Tag::Th);
        if page.tag(at) == Tag::Tr {
            let cells = page.children(at).filter(|at| is_shown(*at)).filter(is_cell);
            let cells = cells.collect();
            self.rows.push(Source { is_head, cells });
        } else if is_cell(&at) {
            // A cell without a row.
            let cells = vec![at];
            self.rows.push(Source { is_head, cells });
        }
    }

    /// Whether a table only lays the page out: one column, or cells that hold a text with its
    /// blocks. `words` counts the bytes of words in a cell.
    pub fn is_layout(&self, page: &Page, table: usize, words: impl Fn(usize) -> usize) -> bool {
        /// Blocks of a cell that is a text, and bytes of one that is a paragraph.
        const TEXT: usize = 3;
        const PARAGRAPH: usize = 300;
        let role = page.attribute(table, Attribute::Role);
        let holds_structure = |at: usize| {
            let tag = page.tag(at);
            matches!(tag, Tag::Table | Tag::Article | Tag::Section | Tag::Main)
                || tag.level().is_some()
        };
        if matches!(role, Some("presentation" | "none"))
            || (table + 1..page.end(table)).any(holds_structure)
        {
            return true;
        }
        let is_pictured = |at: usize| {
            let alt = page.attribute(at, Attribute::Alt);
            alt.is_some_and(|alt| !alt.trim().is_empty())
        };
        let is_filled = |at: &&usize| {
            words(**at) > 0 || page.tag(**at) == Tag::Th || (**at..page.end(**at)).any(is_pictured)
        };
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let Some(&largest) = cells().max_by_key(|at| words(**at)) else {
            return true;
        };
        let is_column = |row: &Source| row.cells.iter().filter(is_filled).nth(1).is_none();
        if self.rows.iter().all(|row| row.cells.len() < 2) {
            return true;
        }
        if self.rows.iter().all(is_column) && words(largest) > PARAGRAPH {
            return true;
        }
        let whole: usize = cells().map(|at| words(*at)).sum();
        let is_break = |at: &usize| page.tag(*at).is_block() || page.tag(*at) == Tag::Br;
        let blocks = (largest + 1..page.end(largest)).filter(is_break).count();
        words(largest) * 3 > whole * 2 && blocks >= TEXT
    }

    /// Places the cells; `left` is how many places may still be used. A row of covered places only
    /// is left out, and so is a column in which no cell begins.
    pub fn grid(&self, page: &Page, left: &mut usize) -> Grid {
        let placed = self.place(page, *left).unwrap_or_else(|| {
            let row = |row: &Source| row.cells.iter().map(|at| Place::Cell(*at)).collect();
            self.rows.iter().map(row).collect()
        });
        let mut begins: Vec<bool> = Vec::new();
        for row in &placed {
            begins.resize(begins.len().max(row.len()), false);
            for (place, begins) in row.iter().zip(&mut begins) {
                *begins |= matches!(place, Place::Cell(_));
            }
        }
        let columns = begins.iter().filter(|begins| **begins).count();
        let mut rows = Vec::new();
        let mut is_headed = true;
        let has_heads = self.rows.iter().any(|row| is_head(page, row));
        for (source, places) in self.rows.iter().zip(placed) {
            let places = places.into_iter().zip(&begins);
            let places: Vec<Place> = places
                .filter(|(_, b)| **b)
                .map(|(place, _)| place)
                .collect();
            let is_own = |place: &&Place| matches!(place, Place::Cell(_));
            let own = places.iter().filter(is_own).count();
            if own == 0 {
                continue;
            }
            *left = left.saturating_sub(places.len());
            let spans = places.len() == columns
                && columns > 1
                && own == 1
                && places.iter().all(|place| *place != Place::Empty)
                && matches!(places.first(), Some(Place::Cell(_)));
            let is_label = if has_heads {
                is_headed && is_head(page, source)
            } else {
                rows.is_empty() && self.rows.len() > 1 && are_labels(page, &source.cells, columns)
            };
            let kind = match (spans, is_label) {
                (true, _) => RowKind::Group,
                (_, true) => RowKind::Head,
                _ => RowKind::Data,
            };
            is_headed &= kind != RowKind::Data;
            rows.push((kind, places));
        }
        Grid { columns, rows }
    }

    /// The places of the cells; `None` if there are too many.
    fn place(&self, page: &Page, most: usize) -> Option<Vec<Vec<Place>>> {
        let mut placed: Vec<Vec<Place>> = Vec::new();
        // For each column, the cell that goes on from above, and for how many rows.
        let mut above: Vec<(usize, usize)> = Vec::new();
        let mut count = 0;
        for (index, row) in self.rows.iter().enumerate() {
            let below = self.rows.len() - index;
            let mut places = Vec::new();
            let mut cells = row.cells.iter().peekable();
            loop {
                let column = places.len();
                if let Some((cell, rows)) = above.get_mut(column).filter(|(_, rows)| *rows > 0) {
                    *rows -= 1;
                    places.push(Place::Covered(*cell));
                } else if let Some(&cell) = cells.next() {
                    let span = |attribute| page.number(cell, attribute).unwrap_or(1_usize);
                    let columns = span(Attribute::Colspan).clamp(1, WIDEST);
                    let rows = match span(Attribute::Rowspan) {
                        0 => below,
                        rows => rows.min(below),
                    };
                    for covered in 0..columns {
                        let column = places.len();
                        if above.get(column).is_some_and(|(_, rows)| *rows > 0) {
                            break;
                        }
                        above.resize(above.len().max(column + 1), (0, 0));
                        if let Some(above) = above.get_mut(column) {
                            *above = (cell, rows - 1);
                        }
                        places.push(if covered == 0 {
                            Place::Cell(cell)
                        } else {
                            Place::Covered(cell)
                        });
                    }
                } else if above.iter().skip(column).any(|(_, rows)| *rows > 0) {
                    places.push(Place::Empty);
                } else {
                    break;
                }
                if count + places.len() > most {
                    return None;
                }
            }
            count += places.len();
            placed.push(places);
        }
        Some(placed)
    }
}

/// Whether a row labels its columns.
fn is_head(page: &Page, row: &Source) -> bool {
    let is_th = |at: &usize| page.tag(*at) == Tag::Th;
    !row.cells.is_empty() && (row.is_head || row.cells.iter().all(is_th))
}

/// Whether the cells of a first row look like the labels of their columns.
fn are_labels(page: &Page, cells: &[usize], columns: usize) -> bool {
    let is_label = |at: &usize| {
        let words = page.all_text(*at);
        let words = words.trim();
        !words.is_empty()
            && !words.starts_with(|c: char| c.is_ascii_digit())
            && !words.ends_with(['：', ':'])
    };
    let widest = |at: &usize| page.number(*at, Attribute::Colspan).unwrap_or(1_usize);
    cells.iter().all(is_label) && cells.iter().map(widest).sum::<usize>() >= columns
}
