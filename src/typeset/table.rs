//! Setting a table: columns as wide as their cells if the measure allows, else wrapped cells; if
//! even that does not fit, each row becomes a record of labelled values.

use std::borrow::Cow;

use smallvec::{SmallVec, smallvec};

use super::paragraph::{self, Align, Setting};
use super::{Composition, Content, Line, Manuscript, Measure, Role, Run, Writing};
use crate::document::{Row, RowKind, Table};
use crate::text::Span;
use crate::text::kinsoku::Hanging;
use crate::text::width::cells;

/// Space between two columns of a table, in columns of the screen.
const GAP: usize = 2;

/// Sets the table in `span`; the spans of the lines concatenate to it.
pub fn set(manuscript: Manuscript<'_>, span: Span, table: &Table, measure: Measure) -> Vec<Line> {
    let widths = match measure.writing {
        // Aligned columns cannot show which of them a cell spans.
        Writing::Horizontal if table.is_merged() => None,
        Writing::Horizontal => widths(manuscript, table, measure),
        // Vertical lines offer no columns to align.
        Writing::Vertical => None,
    };
    let mut lines = match widths {
        Some(widths) => aligned(manuscript, table, &widths, measure),
        None => records(manuscript, table, measure),
    };
    // The first line of a row accounts for its bytes; its other lines, and rules, have empty spans
    // at its end.
    let mut end = span.end;
    for line in lines.iter_mut().rev() {
        if line.span.is_empty() {
            line.span = Span::new(end, end);
        } else {
            line.span = Span::new(line.span.start, end);
            end = line.span.start;
        }
    }
    if let Some(first) = lines.first_mut() {
        first.span.start = span.start;
        first.span.end = first.span.end.max(span.start);
    }
    lines
}

/// The width of each column, or `None` if the columns do not fit.
fn widths(manuscript: Manuscript<'_>, table: &Table, measure: Measure) -> Option<Vec<usize>> {
    let mut widths = vec![0; table.columns];
    let mut least = vec![0; table.columns];
    for row in table.rows.iter().filter(|row| row.kind != RowKind::Group) {
        for ((cell, width), least) in row.cells.iter().zip(&mut widths).zip(&mut least) {
            *width = (*width).max(paragraph::columns(manuscript, *cell, measure));
            *least = (*least).max(paragraph::widest_piece(manuscript, *cell, measure).max(4));
        }
    }
    let room = measure
        .columns
        .checked_sub(GAP * table.columns.saturating_sub(1))?;
    if least.iter().sum::<usize>() > room {
        return None;
    }
    let mut total: usize = widths.iter().sum();
    while total > room {
        // Shrink the widest column that is above its minimum.
        let can_yield = |(index, width): &(usize, &mut usize)| {
            least.get(*index).is_some_and(|least| **width > *least)
        };
        let (_, widest) = widths
            .iter_mut()
            .enumerate()
            .filter(can_yield)
            .max_by_key(|(_, width)| **width)?;
        *widest -= 1;
        total -= 1;
    }
    Some(widths)
}

fn aligned(
    manuscript: Manuscript<'_>,
    table: &Table,
    widths: &[usize],
    measure: Measure,
) -> Vec<Line> {
    let whole = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let numeric: Vec<bool> = (0..table.columns)
        .map(|column| is_numeric(manuscript, table, column))
        .collect();
    let mut lines = Vec::new();
    let mut above = 0;
    for (index, row) in table.rows.iter().enumerate() {
        let row_span = row_span(row, &mut above);
        if row.kind == RowKind::Group {
            let words = row.cells.first().copied().unwrap_or_default();
            lines.extend(block(
                manuscript,
                words,
                (0, whole),
                Align::Start,
                Role::TableGroup,
                measure,
                row_span,
            ));
            continue;
        }
        let role = if row.kind == RowKind::Head {
            Role::TableHead
        } else {
            Role::TableCell
        };
        let mut set: Vec<Line> = Vec::new();
        let mut column = 0;
        for ((cell, &width), &is_numeric) in row.cells.iter().zip(widths).zip(&numeric) {
            let align = if is_numeric { Align::End } else { Align::Start };
            let cell_lines = block(
                manuscript,
                *cell,
                (column, width),
                align,
                role,
                measure,
                row_span,
            );
            for (at, line) in cell_lines.into_iter().enumerate() {
                match set.get_mut(at) {
                    Some(whole) => whole.runs.extend(line.runs),
                    None => set.push(line),
                }
            }
            column += width + GAP;
        }
        lines.extend(set);
        let next = table.rows.get(index + 1);
        if row.kind == RowKind::Head && next.is_some_and(|next| next.kind != RowKind::Head) {
            let sign = if measure.box_drawing { "─" } else { "-" };
            let content = Content::Ornament(Cow::Owned(
                sign.repeat(whole / cells(sign, measure.ambiguous).max(1)),
            ));
            let at = row_span.end;
            lines.push(Line {
                span: Span::new(at, at),
                writing: measure.writing,
                runs: smallvec![Run {
                    column: 0,
                    content,
                    role: Role::Rule,
                }],
            });
        }
    }
    lines
}

/// Sets the rows one after the other, each value after the labels of its column.
fn records(manuscript: Manuscript<'_>, table: &Table, measure: Measure) -> Vec<Line> {
    let labels = labels(table);
    let has_values = table.rows.iter().any(|row| row.kind == RowKind::Data);
    let whole = (0, measure.columns);
    let inner = 2.min(measure.columns / 4);
    let inner = (inner, measure.columns - inner);
    let mut lines: Vec<Line> = Vec::new();
    let mut above = 0;
    for row in &table.rows {
        let row_span = row_span(row, &mut above);
        let mut set = Vec::new();
        match row.kind {
            RowKind::Head if has_values => continue,
            RowKind::Group => {
                let words = row.cells.first().copied().unwrap_or_default();
                set = block(
                    manuscript,
                    words,
                    whole,
                    Align::Start,
                    Role::TableGroup,
                    measure,
                    row_span,
                );
            }
            RowKind::Head | RowKind::Data => {
                // What a row leaves out at its end is no empty cell: a table may be far wider than
                // its rows.
                for (column, &cell) in row.cells.iter().enumerate() {
                    let labels = labels.get(column).map_or(&[][..], Vec::as_slice);
                    if cell.is_empty() && (column == 0 || labels.is_empty()) {
                        continue;
                    }
                    if column == 0 || row.kind == RowKind::Head {
                        set.extend(block(
                            manuscript,
                            cell,
                            whole,
                            Align::Start,
                            Role::TableHead,
                            measure,
                            row_span,
                        ));
                        continue;
                    }
                    let mut value = block(
                        manuscript,
                        cell,
                        inner,
                        Align::End,
                        Role::TableCell,
                        measure,
                        row_span,
                    );
                    let mut labelled = labelled(manuscript, labels, inner, measure, row_span);
                    // The value ends the last line of its label if there is room for both.
                    let label_end = labelled
                        .last()
                        .map_or(0, |line| right_edge(line, manuscript, measure));
                    let value_start = value
                        .first()
                        .and_then(|line| line.runs.first())
                        .map_or(usize::MAX, |run| run.column);
                    if label_end + GAP <= value_start
                        && let (Some(last), [first, ..]) =
                            (labelled.last_mut(), value.as_mut_slice())
                    {
                        // In vertical writing the end of the line is far away: the value directly
                        // follows its label.
                        if measure.writing == Writing::Vertical {
                            for run in &mut first.runs {
                                run.column -= value_start - label_end - GAP;
                            }
                        }
                        last.runs.append(&mut first.runs);
                        value.remove(0);
                    }
                    set.extend(labelled);
                    set.extend(value);
                }
            }
        }
        for (index, line) in set.iter_mut().enumerate() {
            line.span = if index == 0 {
                row_span
            } else {
                Span::new(row_span.end, row_span.end)
            };
        }
        lines.extend(set);
    }
    lines
}

fn right_edge(line: &Line, manuscript: Manuscript<'_>, measure: Measure) -> usize {
    line.glyphs(manuscript.source, measure.ambiguous)
        .last()
        .map_or(0, |placed| placed.column + placed.glyph.columns)
}

/// What a row takes of the source, at least a byte; `above` is the end of the row above.
fn row_span(row: &Row, above: &mut usize) -> Span {
    let span = row.span(*above);
    *above = span.end;
    Span::new(span.start, span.end.max(span.start + 1))
}

/// The labels of each column, the highest first: 木器业, 社数. A merged one is one label.
fn labels(table: &Table) -> Vec<Vec<Span>> {
    let mut labels = vec![Vec::new(); table.columns];
    for row in table.rows.iter().filter(|row| row.kind == RowKind::Head) {
        for (cell, labels) in row.cells.iter().zip(&mut labels) {
            if !cell.is_empty() && labels.last() != Some(cell) {
                labels.push(*cell);
            }
        }
    }
    labels
}

/// The labels of a column, one behind the other where a line has room for both.
fn labelled(
    manuscript: Manuscript<'_>,
    labels: &[Span],
    place: (usize, usize),
    measure: Measure,
    row_span: Span,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for label in labels {
        let (align, role) = (Align::Start, Role::Note);
        let mut own = block(manuscript, *label, place, align, role, measure, row_span);
        if let (Some(last), [line]) = (lines.last_mut(), own.as_mut_slice()) {
            let shift = right_edge(last, manuscript, measure) + 1 - place.0;
            if right_edge(line, manuscript, measure) + shift <= place.0 + place.1 {
                for run in &mut line.runs {
                    run.column += shift;
                }
                last.runs.append(&mut line.runs);
                continue;
            }
        }
        lines.append(&mut own);
    }
    lines
}

/// The lines of one cell, `width` columns wide, at a column; the first line accounts for the row.
fn block(
    manuscript: Manuscript<'_>,
    cell: Span,
    (column, width): (usize, usize),
    align: Align,
    role: Role,
    measure: Measure,
    row_span: Span,
) -> Vec<Line> {
    let setting = Setting {
        writing: measure.writing,
        columns: width,
        first: 0,
        rest: 0,
        align,
        role,
        ambiguous: measure.ambiguous,
        composition: Composition {
            // The next cell follows; there is no margin.
            hanging: Hanging::None,
            ..measure.composition
        },
    };
    let mut lines = paragraph::set(manuscript, cell, &[], setting);
    if lines.is_empty() {
        lines.push(Line {
            span: cell,
            writing: measure.writing,
            runs: SmallVec::new(),
        });
    }
    for (index, line) in lines.iter_mut().enumerate() {
        line.span = if index == 0 {
            row_span
        } else {
            Span::new(row_span.end, row_span.end)
        };
        for run in &mut line.runs {
            run.column += column;
        }
    }
    lines
}

/// Whether a column contains numbers, so that it is aligned right.
fn is_numeric(manuscript: Manuscript<'_>, table: &Table, column: usize) -> bool {
    let is_number = |text: &str| {
        text.chars().any(|c| c.is_ascii_digit())
            && text.chars().all(|c| {
                c.is_ascii_digit() || ('０'..='９').contains(&c) || ".,%％+-—．，倍 ".contains(c)
            })
    };
    let is_empty = |text: &str| text.chars().all(|c| "-—－ ".contains(c));
    let mut cells = table
        .rows
        .iter()
        .filter(|row| row.kind == RowKind::Data)
        .filter_map(|row| row.cells.get(column))
        .map(|cell| cell.of(manuscript.source))
        .filter(|text| !is_empty(text))
        .peekable();
    column > 0 && cells.peek().is_some() && cells.all(is_number)
}
