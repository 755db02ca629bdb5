//! Pickers: the query, and the matching items with the matched characters marked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::Strip;
use super::sheet;
use crate::library::{Edition, Entry, EntryId};
use crate::search::fuzzy::{By, Fuzzy};
use crate::search::query::Keywords;
use crate::text::display::glyphs;
use crate::text::width::columns;
use crate::tui::layout::sheet::{MOST_ROWS, beside_columns, picker_rows};
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Picker, Purpose};
use crate::tui::theme::Theme;

/// Columns of a list without a preview.
const LIST: u16 = 76;

/// Paints a picker; returns the position of the hardware cursor.
pub fn view(
    model: &Model,
    picker: &Picker,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let name = picker.purpose.name();
    let title = model.locale.tr(&format!("picker.{name}"), &[]);
    let mut counts = format!("{title} {}/{}", picker.ranked.len(), picker.total());
    // On the shelves what is the same is counted as often as it is there.
    if picker.purpose == Purpose::Documents && !model.same.is_empty() {
        counts += &format!("  {}", model.locale.tr("picker.distinct", &[]));
    }
    let (read, all) = (model.gathered.0 as usize, model.catalog.bound());
    if picker.purpose == Purpose::Headings && read < all {
        let read = [read.to_string(), all.to_string()];
        let read = read.each_ref().map(String::as_str);
        counts += &format!("  {}", model.locale.tr("picker.gathering", &read));
    }
    if !picker.note.is_empty() {
        counts += &format!("  {}", picker.note);
    }
    let fuzzy = Fuzzy::typed(&picker.input.text());
    let beside = picker
        .beside
        .as_ref()
        .filter(|beside| beside.columns > 0 && beside_columns(model.size.0) > 0);
    let visible = match beside {
        Some(_) => picker_rows(model.size.1, usize::from(MOST_ROWS)),
        None => picker_rows(model.size.1, picker.total()),
    };
    let list = LIST.min(model.size.0);
    let columns = beside.map_or(list, |beside| {
        let beside = beside.columns as u16 + 5;
        LIST.min(model.size.0.saturating_sub(beside + 4)) + beside
    });
    let inner = sheet::open(
        model,
        theme,
        area,
        (columns, visible + 1),
        &counts,
        &keys(model, picker, &fuzzy),
        buffer,
    );
    if inner.height == 0 {
        return None;
    }
    let mut listed = inner;
    if let Some(beside) = beside {
        listed.width = inner.width.saturating_sub(beside.columns as u16 + 3);
        let right = Rect {
            x: listed.x + listed.width,
            width: inner.width - listed.width,
            ..inner
        };
        text(model, &beside.lines, theme, right, buffer);
    }
    let mut strip = Strip::new(listed, 0, model.ambiguous());
    strip.put(buffer, "> ", theme.accent());
    let cursor = super::prompt::input(&picker.input, &mut strip, theme, buffer);
    let typed = !picker.input.is_empty();
    let at = Keywords::parse(&picker.input.text()).in_force;
    let height = usize::from(listed.height - 1);
    for row in picker.list.top..picker.ranked.len().min(picker.list.top + height) {
        let Some(mut item) = picker.item(row, &model.catalog, &model.same) else {
            continue;
        };
        if let (Some(_), Choice::Document(entry)) = (at, &item.target) {
            item.detail = in_force(model, *entry);
        }
        let found = fuzzy.find(&item.text).unwrap_or_default();
        // One character becomes one: what was found is still where it was.
        if let Choice::Clause(_) = item.target {
            item.text = model.rendition().words(&item.text).into_owned();
        }
        let whole = Strip::new(
            listed,
            (row - picker.list.top) as u16 + 1,
            model.ambiguous(),
        );
        item_row(
            &item,
            if typed { 0 } else { item.depth },
            &found.characters,
            whole,
            theme,
            buffer,
        );
        if row == picker.list.selected {
            whole.select(buffer, theme);
        }
    }
    if picker.ranked.is_empty() && picker.awaited.is_none() && listed.height > 1 {
        let mut strip = Strip::new(listed, 1, model.ambiguous());
        strip.fit(
            buffer,
            &model.locale.tr("picker.none", &[]),
            theme.quiet(),
            theme,
        );
    }
    Some(cursor)
}

/// From when a document is in force; where that is only presumed it is said.
fn in_force(model: &Model, entry: EntryId) -> String {
    let header = model.catalog.get(entry).map(Entry::header);
    let edition = header
        .map(|header| Edition::of(&header, None))
        .unwrap_or_default();
    let key = if edition.is_presumed {
        "edition.presumed"
    } else {
        "edition.in-force"
    };
    let day = edition.in_force.map(|day| day.to_string());
    day.map_or_else(String::new, |day| model.locale.tr(key, &[&day]))
}

/// The text of the lower edge: the keys, and either what is wrong with the query, or how the
/// selected item matched if not literally.
fn keys(model: &Model, picker: &Picker, fuzzy: &Fuzzy) -> String {
    let unread = Keywords::parse(&picker.input.text()).unread;
    if let (Purpose::Documents, Some(unread)) = (picker.purpose, unread.first()) {
        return model.locale.tr("picker.no-date", &[unread]);
    }
    let chosen = picker.item(picker.list.selected, &model.catalog, &model.same);
    let by = chosen.and_then(|item| fuzzy.find(&item.text));
    let took = match by.map(|found| found.by) {
        Some(By::Variant) => Some("picker.by-variant"),
        Some(By::Reading) => Some("picker.by-reading"),
        _ => None,
    };
    let keys = match picker.purpose {
        Purpose::Commands if picker.input.is_empty() => "goto.hint",
        _ => "picker.keys",
    };
    let keys = model.locale.tr(keys, &[]);
    match took {
        Some(took) => format!("{}  {keys}", model.locale.tr(took, &[])),
        None => keys,
    }
}

/// Paints the preview of the selected item, after a rule.
fn text(model: &Model, lines: &[String], theme: Theme, area: Rect, buffer: &mut Buffer) {
    super::paint::rule(buffer, theme, area.x + 1, area);
    let inner = Rect {
        x: area.x + 3,
        width: area.width.saturating_sub(3),
        ..area
    };
    for (row, line) in lines.iter().take(usize::from(area.height)).enumerate() {
        let mut strip = Strip::new(inner, row as u16, model.ambiguous());
        strip.put(buffer, line, theme.quiet());
    }
}

fn item_row(
    item: &Item,
    depth: usize,
    matched: &[usize],
    mut strip: Strip,
    theme: Theme,
    buffer: &mut Buffer,
) {
    strip.x = (strip.x + 1 + 2 * depth.min(8) as u16).min(strip.end);
    // The item's text has precedence over the details at the right.
    let text = columns(&item.text, strip.ambiguous);
    let room = strip
        .width()
        .saturating_sub(text + 2)
        .max(strip.width() / 3);
    if strip.width() >= 30 {
        let mut detail = String::new();
        let mut used = 1;
        let whole = columns(&item.detail, strip.ambiguous) <= room;
        for glyph in glyphs(&item.detail, strip.ambiguous) {
            used += glyph.columns;
            if !whole && used > room {
                break;
            }
            detail += &glyph.shown;
        }
        if !whole {
            detail += theme.signs.more;
        }
        strip.put_right(buffer, &detail, theme.quiet());
    }
    strip.fit_marked(
        buffer,
        &item.text,
        theme.plain(),
        theme,
        matched,
        theme.matched(),
    );
}
