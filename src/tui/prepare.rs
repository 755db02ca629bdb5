//! Prepare: lays the screen out, typesets what is visible, carries out the moves that update asked
//! for; the only place that does.

use super::layout::Layout;
use super::layout::sheet::{
    about, beside_columns, comparison, editor_size, ledger_rows, picker_rows, preview_columns,
    reading_columns, search_rows,
};
use super::model::overlay::{Choice, Overlay, Picker};
use super::model::picker::Beside;
use super::model::reader::{Motion, PageRow, Reader};
use super::model::scroll::{Row, Rows};
use super::model::{Model, Pane};
use crate::reading::Rendition;
use crate::text::Ambiguous;
use crate::text::Span;
use crate::text::script::Script;
use crate::text::wrap;
use crate::typeset::{Galley, Measure, Writing, excerpt};

/// Makes the model ready to be painted.
pub fn prepare(model: &mut Model) {
    sheets(model);
    let composition = model.options.composition();
    let margin = composition.margin(Writing::Horizontal);
    let layout = Layout::of(model);
    if model.tree.is_beside_outline != layout.has_both_sides() {
        model.tree.is_beside_outline = layout.has_both_sides();
        model.list_tree();
    }
    let sheet = layout.page;
    let hanzi = match sheet.writing {
        Writing::Horizontal => 2,
        Writing::Vertical => 1,
    };
    let measure = Measure {
        writing: sheet.writing,
        columns: sheet
            .length()
            .saturating_sub(composition.margin(sheet.writing)),
        // On a narrow page an indent of two hanzi takes too much of the line.
        indent: if sheet.length() < 12 * hanzi {
            hanzi * model.options.indent.min(1)
        } else {
            hanzi * model.options.indent
        },
        // Downwards an empty line is as wide as a column of text: the indent is enough to tell
        // paragraphs apart.
        spacing: match sheet.writing {
            Writing::Horizontal => model.options.paragraph_spacing,
            Writing::Vertical => 0,
        },
        ambiguous: model.ambiguous(),
        box_drawing: !model.options.ascii && model.ambiguous() == Ambiguous::Narrow,
        composition,
    };
    let room = Room {
        rows: sheet.lines() / usize::from(sheet.columns.max(1)),
        columns: usize::from(sheet.columns.max(1)),
    };
    let passage = about(model);
    if let Some(reader) = &mut model.reader {
        page(reader, measure, room);
        if let Some((passage, _)) = passage
            && !reader.visible().covers(passage)
        {
            reader.motions.push(Motion::Reveal(passage));
            page(reader, measure, room);
        }
        if model.focus != Pane::Outline
            && let Some(id) = reader.clause()
        {
            model.outline.select(&reader.text.tree, id);
        }
    }
    model
        .outline
        .list
        .settle(model.outline.rows.len(), layout.rows(Pane::Outline));
    model
        .tree
        .list
        .settle(model.tree.rows.len(), layout.rows(Pane::Tree));
    if let (Some(Overlay::Preview(preview)), Some(reader)) =
        (model.overlays.last_mut(), &model.reader)
    {
        let columns = usize::from(preview_columns(model.size.0));
        if preview.columns != columns {
            let measure = Measure {
                writing: Writing::Horizontal,
                columns: columns.saturating_sub(margin),
                indent: 2 * model.options.indent,
                spacing: model.options.paragraph_spacing,
                ..measure
            };
            let text = &reader.text;
            let set =
                |span: &Span| excerpt(&text.document, &text.tree, text.pieces(), *span, measure);
            preview.columns = columns;
            preview.lines = preview.spans.iter().flat_map(set).collect();
        }
    }
    let script = model.wanted.script;
    if let Some(Overlay::Picker(picker)) = model.overlays.last_mut() {
        let columns = beside_columns(model.size.0);
        if columns > 0
            && let Some(reader) = &model.reader
        {
            let columns = usize::from(columns);
            beside(picker, reader, script, Measure { columns, ..measure });
        }
        let total = match picker.beside {
            Some(_) => usize::MAX,
            None => picker.total(),
        };
        let rows = picker_rows(model.size.1, total.min(usize::from(u16::MAX)));
        picker.list.settle(picker.ranked.len(), usize::from(rows));
    }
}

/// Sets what is written and read in sheets; how much that is decides what is left to the page.
fn sheets(model: &mut Model) {
    let (size, ambiguous) = (model.size, model.ambiguous());
    for overlay in &mut model.overlays {
        match overlay {
            Overlay::Editor(editor) => {
                let area = &mut editor.area;
                area.ambiguous = ambiguous;
                area.columns = usize::from(editor_size(size, 0).0);
                let height = usize::from(editor_size(size, area.rows().len()).1);
                let (row, _) = area.place();
                area.top = area.top.clamp((row + 1).saturating_sub(height), row);
            }
            Overlay::Ledger(ledger) => {
                let rows = ledger_rows(size.1, ledger.all.len());
                ledger.list.settle(ledger.shown.len(), usize::from(rows));
            }
            Overlay::Comparing(comparing) => {
                // The status line stays.
                let own = comparison((size.0, size.1.saturating_sub(1)));
                comparing.prepare((own.columns, own.is_beside), own.rows, ambiguous);
            }
            Overlay::NoteSheet(reading) => {
                let columns = usize::from(reading_columns(size.0));
                if reading.columns != columns {
                    reading.columns = columns;
                    reading.rows = wrap::rows(reading.text.trim_end(), columns, ambiguous);
                }
                reading.top = reading.top.min(reading.rows.len().saturating_sub(1));
            }
            _ => {}
        }
    }
    if model
        .overlays
        .iter()
        .any(|own| matches!(own, Overlay::Search))
    {
        model.search.settle(usize::from(search_rows(size.1)));
    }
}

/// As much of a clause as is set beside a list, in bytes.
const BESIDE: usize = 6 << 10;

/// Sets the clause that is chosen in a list, where it is one of the open document.
fn beside(picker: &mut Picker, reader: &Reader, script: Script, measure: Measure) {
    let Some(&of) = picker.ranked.get(picker.list.selected) else {
        return;
    };
    let is_set = picker
        .beside
        .as_ref()
        .is_some_and(|beside| beside.of == of && beside.columns == measure.columns);
    let text = &reader.text;
    let place = match picker.chosen().map(|item| &item.target) {
        Some(Choice::Clause(id)) => text.tree.get(*id).map(|clause| clause.span),
        Some(Choice::Offset(offset)) => {
            let block = text.document.block_at(*offset);
            let block = block.and_then(|block| text.document.blocks.get(block));
            block.map(|block| Span::new(block.span.start, text.document.source.len()))
        }
        _ => None,
    };
    let Some(place) = place.filter(|_| !is_set) else {
        return;
    };
    let mut end = place.end.min(place.start + BESIDE);
    while !text.document.source.is_char_boundary(end) {
        end -= 1;
    }
    let measure = Measure {
        writing: Writing::Horizontal,
        ..measure
    };
    let set = excerpt(
        &text.document,
        &text.tree,
        text.pieces(),
        Span::new(place.start, end),
        measure,
    );
    let known = text.known_rendition(script);
    let forms = &known.unwrap_or(Rendition::original()).forms;
    picker.beside = Some(Beside {
        of,
        columns: measure.columns,
        lines: set
            .map(|line| line.text_in(&text.document.source, forms, measure.ambiguous))
            .collect(),
    });
}

/// What a page has room for.
#[derive(Clone, Copy)]
struct Room {
    /// Rows of a column.
    rows: usize,
    /// Columns.
    columns: usize,
}

impl Room {
    fn all(self) -> usize {
        self.rows * self.columns
    }

    /// Rows of the page before that stay in sight, as far as the page has them.
    fn overlap(self) -> usize {
        if self.all() > 6 { 2 } else { 0 }
    }
}

fn page(reader: &mut Reader, measure: Measure, room: Room) {
    let text = std::sync::Arc::clone(&reader.text);
    let mut rows_changed = false;
    if reader.galley.measure != measure {
        reader.galley = Galley::new(std::sync::Arc::clone(text.pieces()), measure);
        reader.counting = None;
        rows_changed = true;
    }
    let motions = std::mem::take(&mut reader.motions);
    let moves = !motions.is_empty();
    let mut rows = Rows {
        document: &text.document,
        tree: &text.tree,
        galley: &mut reader.galley,
    };
    let mut top = if rows_changed {
        rows.of_offset(reader.anchor)
    } else {
        reader.top
    };
    let mut here = reader.here;
    for motion in motions {
        (top, here) = carry_out(motion, &mut rows, (top, here), room);
    }
    top = highest(&mut rows, top, room);
    let (page, next) = fill(&mut rows, top, room);
    reader.at_end = next.is_none();
    // The place is kept to the character: another measure alone does not move it, however often it
    // comes.
    if moves {
        reader.anchor = rows.offset(top);
    }
    let last = page.iter().rev().find_map(|row| match row {
        PageRow::Line(row) => Some(row.piece),
        PageRow::Empty => None,
    });
    rows.galley
        .forget_all_but(top.piece..=last.unwrap_or(top.piece));
    reader.top = top;
    reader.here = here;
    reader.page = page;
}

/// The rows of a page from its top row on, and the first behind it. No column begins with the air
/// between two paragraphs, or ends with a heading whose text stands elsewhere.
fn fill(rows: &mut Rows<'_>, top: Row, room: Room) -> (Vec<PageRow>, Option<Row>) {
    let mut page = Vec::with_capacity(room.all());
    let mut at = Some(top);
    for column in 1..=room.columns {
        let start = page.len();
        while column > 1
            && let Some(row) = at.filter(|row| !rows.is_line(*row))
        {
            at = rows.next(row);
        }
        while page.len() < start + room.rows.max(1)
            && let Some(row) = at
        {
            page.push(if rows.is_line(row) {
                PageRow::Line(row)
            } else {
                PageRow::Empty
            });
            at = rows.next(row);
        }
        let own = page.get(start..).unwrap_or(&[]);
        if at.is_some()
            && let Some((index, heading)) = stranded(rows, own)
        {
            page.truncate(start + index);
            at = Some(heading);
        }
        if column < room.columns && at.is_some() {
            page.resize(start + room.rows, PageRow::Empty);
        }
    }
    (page, at)
}

/// The headings at the foot of a column that goes on elsewhere: the index of their first row, and
/// that row. There is more than them in the column.
fn stranded(rows: &Rows<'_>, column: &[PageRow]) -> Option<(usize, Row)> {
    let is_text = |row: &PageRow| match row {
        PageRow::Line(row) => !rows.is_heading(*row),
        PageRow::Empty => false,
    };
    let text = column.iter().rposition(is_text)?;
    let below = column.iter().enumerate().skip(text + 1);
    let mut lines = below.filter_map(|(index, row)| match row {
        PageRow::Line(row) => Some((index, *row)),
        PageRow::Empty => None,
    });
    lines.next()
}

/// The top row such that the last page is full.
fn highest(rows: &mut Rows<'_>, top: Row, room: Room) -> Row {
    let last = room.all().saturating_sub(1);
    let missing = last - rows.down(top, last).1;
    let mut highest = rows.up(top, missing).0;
    // Where a heading goes to the next column, less has room.
    while highest < top && fill(rows, highest, room).1.is_some() {
        highest = rows.down(highest, 1).0;
    }
    highest
}

fn carry_out(
    motion: Motion,
    rows: &mut Rows<'_>,
    (top, here): (Row, usize),
    room: Room,
) -> (Row, usize) {
    let half = (room.all() / 2).max(1) as i64;
    match motion {
        Motion::Rows(by) => scroll(rows, (top, here), by, room),
        Motion::HalfPages(by) => scroll(rows, (top, here), by.saturating_mul(half), room),
        Motion::Pages(by) => turn(rows, (top, here), by, room),
        Motion::Start => {
            let first = Row::default();
            let start = rows.offset(first);
            (first, start)
        }
        Motion::End => {
            let last = rows.last();
            let here = rows.offset(last);
            (highest(rows, last, room), here)
        }
        Motion::Show(offset) => (sight(rows, top, offset, room.all()), offset),
        Motion::Restore(anchor, here) => (rows.of_offset(anchor), here),
        Motion::Reveal(span) => (reveal(rows, top, span, room), here),
    }
}

/// Turns pages. The reading position goes to where the eye is: to the first line that was not on
/// the page before, or to the top of an earlier page.
fn turn(
    rows: &mut Rows<'_>,
    (mut top, mut here): (Row, usize),
    by: i64,
    room: Room,
) -> (Row, usize) {
    for _ in 0..by.unsigned_abs() {
        let (was, fresh) = (top, fill(rows, top, room).1);
        if by < 0 {
            let back = room.all().saturating_sub(room.overlap()).max(1);
            top = rows.up(top, back).0;
            // Nothing is passed over between the two pages.
            while top < was && fill(rows, top, room).1.is_some_and(|next| next < was) {
                top = rows.down(top, 1).0;
            }
            if top < was {
                here = rows.offset(top);
            }
        } else if let Some(fresh) = fresh {
            let to = rows.up(fresh, room.overlap()).0.max(rows.down(was, 1).0);
            top = highest(rows, to, room);
            here = rows.line_from(fresh);
        }
        if top == was {
            break;
        }
    }
    (top, here)
}

/// The top row with which a passage is on the page: the present one, else one that has it at its
/// foot, or its beginning at the top if there is not room for all of it.
fn reveal(rows: &mut Rows<'_>, top: Row, passage: Span, room: Room) -> Row {
    let first = rows.of_offset(passage.start);
    let last = rows.of_offset(passage.end.saturating_sub(1));
    let foot = rows.down(top, room.all().saturating_sub(1)).0;
    if top <= first && last <= foot {
        return top;
    }
    let at_foot = rows.up(last, room.all().saturating_sub(1)).0;
    if top > first {
        first
    } else {
        at_foot.min(first)
    }
}

/// Scrolls, and takes the reading position along: it stays where it is as long as that is in the
/// upper third of the page, else the first clause that starts there is what is read, else the text
/// at the top.
fn scroll(rows: &mut Rows<'_>, (top, here): (Row, usize), by: i64, room: Room) -> (Row, usize) {
    let count = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
    let moved = if by > 0 {
        let to = rows.down(top, count).0;
        highest(rows, to, room)
    } else {
        rows.up(top, count).0
    };
    if moved == top {
        return (top, here);
    }
    let start = rows.offset(moved);
    let third = rows.down(moved, room.all() / 3).0;
    let end = rows.offset(third);
    let is_in_sight = start <= here && here < end;
    if is_in_sight {
        return (moved, here);
    }
    let clauses = &rows.tree.clauses;
    let next = clauses.partition_point(|clause| clause.span.start < start);
    let here = clauses
        .get(next)
        .map(|clause| clause.span.start)
        .filter(|&at| at < end.max(start + 1));
    (moved, here.unwrap_or(start))
}

/// The top row with which an offset is well in sight: the present one, or one that leaves a fifth
/// of the page above it.
fn sight(rows: &mut Rows<'_>, top: Row, offset: usize, height: usize) -> Row {
    let target = rows.of_offset(offset);
    let lowest = rows.down(top, height * 2 / 3).0;
    if top <= target && target <= lowest {
        return top;
    }
    rows.up(target, height / 5).0
}
