//! The sheet of a search: what is typed with the counts of the answer, and one of its views.

mod hits;
mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::sheet;
use crate::reading::inquiry::{Answer, MOST};
use crate::reading::searches::Line;
use crate::reading::searching;
use crate::text::fold::Rung;
use crate::tui::footer;
use crate::tui::layout::sheet::{SEARCH, search_rows};
use crate::tui::model::Model;
use crate::tui::model::search::{Times, View};
use crate::tui::theme::Theme;

/// Paints the sheet; returns the position of the hardware cursor.
pub fn view(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let search = &model.search;
    let size = (SEARCH, search_rows(model.size.1) + 1);
    let (title, keys) = (title(model), footer::of_search(model));
    let inner = sheet::open(model, theme, area, size, &title, &keys, buffer);
    if inner.height == 0 {
        return None;
    }
    let mut strip = Strip::new(inner, 0, model.ambiguous());
    match &search.wrong {
        Some(wrong) => strip.put_right(buffer, wrong, theme.alarm()),
        None => strip.put_right(buffer, &facts(model), theme.quiet()),
    }
    strip.put(buffer, "> ", theme.accent());
    let typing = super::prompt::input(&search.input, &mut strip, theme, buffer);
    let list = search.list();
    let rows = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    let length = search.length();
    for at in 0..rows.height {
        let row = list.top + usize::from(at);
        if row >= length {
            break;
        }
        let strip = Strip::new(rows, at, model.ambiguous());
        paint(model, row, strip, theme, buffer);
        if row == list.selected {
            strip.select(buffer, theme);
        }
    }
    if length == 0 && rows.height > 0 {
        let mut strip = Strip::new(rows, 0, model.ambiguous());
        strip.fit(buffer, &nothing(model), theme.quiet(), theme);
    }
    if search.is_typing {
        return Some(typing);
    }
    let selected = list.selected.saturating_sub(list.top) as u16;
    // In front of the row: on what is reversed a cursor is a hole.
    Some(Position::new(
        rows.x.saturating_sub(1),
        rows.y + selected.min(rows.height.saturating_sub(1)),
    ))
}

fn paint(model: &Model, row: usize, strip: Strip, theme: Theme, buffer: &mut Buffer) {
    let search = &model.search;
    match search.view {
        View::Notebook => {
            if let Some(line) = search.notebook.get(row) {
                note(line, strip, theme, buffer);
            }
        }
        View::Hits => hits::paint(model, row, strip, theme, buffer),
        View::Documents => {
            let answer = search.answer.as_ref();
            if let Some(found) = answer.and_then(|answer| answer.documents.get(row)) {
                table::document(model, found, strip, theme, buffer);
            }
        }
        View::Times => match search.timeline.times() {
            Times::Bars(bars) => table::bar(model, bars, row, strip, theme, buffer),
            Times::Documents(documents) => {
                if let Some(found) = documents.get(row) {
                    table::document(model, found, strip, theme, buffer);
                }
            }
        },
        View::Collocates => {
            let found = search.collocates.as_deref().unwrap_or(&[]);
            table::collocate(found, row, strip, theme, buffer);
        }
        View::Facets => {
            let answer = search.answer.as_ref();
            let facets = answer.map_or(&[][..], |answer| &answer.facets);
            table::facet(model, facets, row, strip, theme, buffer);
        }
    }
}

/// Paints a line of the notebook.
fn note(line: &Line, mut strip: Strip, theme: Theme, buffer: &mut Buffer) {
    let indent = match line {
        Line::Saved(_) | Line::Day(_) => 1,
        Line::Asked(_) => 3,
        Line::Visited(_) => 5,
    };
    strip.x = (strip.x + indent).min(strip.end);
    match line {
        Line::Saved(own) => {
            let name = format!("@{}  ", own.name().unwrap_or(""));
            strip.fit(buffer, &name, theme.accent(), theme);
            strip.fit(buffer, own.query().unwrap_or(""), theme.plain(), theme);
        }
        Line::Day(day) => strip.fit(buffer, day, theme.quiet(), theme),
        Line::Asked(query) => strip.fit(buffer, query, theme.plain(), theme),
        Line::Visited(own) => {
            let clause = own.target.clause.as_ref();
            let label = clause.map_or("", |clause| clause.label.as_str());
            let place = format!("《{}》{label}", own.target.source.title);
            let mut right = strip;
            right.x = strip.x + (strip.width() as u16) * 3 / 5;
            right.fit(buffer, &place, theme.quiet(), theme);
            strip.end = strip.x + (strip.width() as u16) * 3 / 5 - 1;
            strip.fit(buffer, own.quote(), theme.quiet(), theme);
        }
    }
}

/// The upper edge: the view, and what is to be known of the answer.
fn title(model: &Model) -> String {
    let search = &model.search;
    let tr = |key: &str| model.locale.tr(key, &[]);
    let mut parts = vec![
        tr("search.title"),
        tr(&format!("search.view-{}", search.view.name())),
    ];
    let query = search.query.as_ref();
    let dated = if query.is_some_and(|query| query.asks_for_dates()) {
        "search.by-asked-date"
    } else {
        "search.by-first-date"
    };
    parts.extend((search.view == View::Times).then(|| tr(dated)));
    let answer = search.answer.as_ref();
    let answer = answer.filter(|_| search.view != View::Notebook);
    parts.extend(answer.into_iter().flat_map(|answer| notes(model, answer)));
    parts.join("  ")
}

fn notes(model: &Model, answer: &Answer) -> Vec<String> {
    let locale = &model.locale;
    let extent = &answer.extent;
    let count = |key: &str, count: usize| locale.tr(key, &[&count.to_string()]);
    let mut notes = Vec::new();
    notes.extend(searching::of_year(&model.search.typed, locale));
    if answer.progress.is_some() {
        return notes;
    }
    notes.extend(searching::missing(extent, locale));
    if answer.rung == Rung::Unpointed && answer.hits > 0 {
        notes.push(locale.tr("search.unpointed", &[]));
    } else {
        notes.extend(searching::passed_over(answer.foldings, locale));
    }
    notes.extend(answer.is_cut().then(|| count("search.cut", MOST)));
    let unpacked = extent.unpacked;
    // What is in no library is never made ready.
    let is_library = !model.options.libraries.is_empty();
    notes.extend((unpacked > 0 && is_library).then(|| count("search.read-singly", unpacked)));
    notes
}

/// What stands at the right of what is typed.
fn facts(model: &Model) -> String {
    let search = &model.search;
    let tr = |key: &str| model.locale.tr(key, &[]);
    let answer = search.answer.as_ref();
    let Some(answer) = answer.filter(|_| search.view != View::Notebook) else {
        return if search.awaited.is_some() {
            tr("search.looking")
        } else {
            String::new()
        };
    };
    let mut facts = Vec::new();
    // That there are none is known at the end.
    let is_counted = answer.hits > 0 || answer.progress.is_none();
    if search.is_of_documents() {
        facts.push(searching::documents(answer.documents.len(), &model.locale));
    } else if is_counted {
        let documents = answer.documents.len();
        facts.push(searching::counted(
            answer.hits,
            documents,
            &answer.extent,
            &model.locale,
        ));
    }
    if let Some(percent) = answer.progress {
        facts.push(model.locale.tr("search.progress", &[&percent.to_string()]));
    }
    match search.view {
        View::Hits if answer.hits > 0 => {
            facts.push(searching::lines(search.lines.len(), &model.locale));
            facts.push(tr(sort_name(model)));
            facts.extend(search.order.merges.then(|| tr("search.merged")));
        }
        View::Times => {
            let stretch = search.timeline.stretch();
            facts.extend(stretch.map(|date| table::date(model, date)));
            if !search.is_of_documents() {
                let unit = if search.is_raw {
                    "search.raw"
                } else {
                    "search.per-million"
                };
                facts.push(tr(unit));
            }
        }
        _ => {}
    }
    facts.join(" · ")
}

fn sort_name(model: &Model) -> &'static str {
    use crate::search::concordance::Sort;
    match model.search.order.sort {
        Sort::Place => "search.by-place",
        Sort::Date => "search.by-date",
        Sort::Left => "search.by-left",
        Sort::Right => "search.by-right",
    }
}

/// What stands where there are no rows.
fn nothing(model: &Model) -> String {
    let search = &model.search;
    let key = match search.view {
        _ if search.wrong.is_some() => "search.hint",
        View::Notebook => "search.hint",
        _ if search.awaited.is_some() => "search.looking",
        View::Collocates => "search.no-collocates",
        View::Facets => "search.no-facets",
        View::Hits | View::Documents | View::Times => "search.no-hits",
    };
    model.locale.tr(key, &[])
}
