//! Rows of numbers: hits over time, what stands near, what documents have in common; each with a
//! bar.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::document::PartialDate;
use crate::reading::inquiry::Found;
use crate::search::collocates::Collocate;
use crate::search::facets::Facet;
use crate::search::histogram::Bar;
use crate::text::width::columns;
use crate::tui::model::Model;
use crate::tui::theme::Theme;
use crate::tui::view::label::called;
use crate::tui::view::paint::Strip;

/// Columns for the words of a row.
const WORDS: usize = 24;

/// When a stretch of time is.
pub fn date(model: &Model, date: Option<PartialDate>) -> String {
    date.map_or_else(
        || model.locale.tr("search.undated", &[]),
        |date| date.to_string(),
    )
}

/// Paints a stretch of time.
pub fn bar(
    model: &Model,
    bars: &[Bar],
    row: usize,
    mut strip: Strip,
    theme: Theme,
    buffer: &mut Buffer,
) {
    let Some(own) = bars.get(row) else { return };
    let counts_documents = model.search.is_of_documents();
    let value = |bar: &Bar| match (counts_documents, model.search.is_raw) {
        (true, _) => bar.documents as f64,
        (false, true) => bar.hits as f64,
        (false, false) => bar.per_million(),
    };
    let style = if own.hits > 0 || counts_documents {
        theme.plain()
    } else {
        theme.quiet()
    };
    column(
        &date(model, own.date),
        11,
        &mut strip,
        buffer,
        theme.accent(),
    );
    let characters = own.characters as f64;
    let numbers = [
        format!("{:>6}", own.hits),
        format!("{:>5}", own.documents),
        format!("{:>7.1}", characters / 1e4),
        format!("{:>7.0}", characters / 1e3),
    ];
    let numbers = numbers.each_ref().map(String::as_str);
    let key = if counts_documents {
        "search.stretch"
    } else {
        "search.bar"
    };
    let words = model.locale.tr(key, &numbers);
    strip.put(buffer, &words, style);
    if !counts_documents {
        // A time of which little is kept says little.
        let doubt = if own.is_thin() && own.hits > 0 {
            "?"
        } else {
            " "
        };
        let share = format!(" {:>8.1}{doubt} ", own.per_million());
        strip.put(buffer, &share, style);
    }
    strip.put(buffer, " ", style);
    let most = bars.iter().map(value).fold(0.0, f64::max);
    paint_bar(value(own), most, strip, theme, buffer);
}

/// Paints a document of a stretch of time.
pub fn document(model: &Model, found: &Found, mut strip: Strip, theme: Theme, buffer: &mut Buffer) {
    column(
        &date(model, found.date),
        11,
        &mut strip,
        buffer,
        theme.quiet(),
    );
    if found.hits > 0 {
        strip.put_right(buffer, &found.hits.to_string(), theme.matched());
    }
    let whole = model.called(found.document);
    let name = called(&whole, strip.width(), strip.ambiguous);
    strip.fit(buffer, name, theme.plain(), theme);
}

/// Paints what stands near the hits.
pub fn collocate(
    found: &[Collocate],
    row: usize,
    mut strip: Strip,
    theme: Theme,
    buffer: &mut Buffer,
) {
    let (Some(own), Some(first)) = (found.get(row), found.first()) else {
        return;
    };
    column(&own.words, WORDS, &mut strip, buffer, theme.plain());
    let numbers = format!(
        "{:>6} ×{:<7.1} {:>9.1}  ",
        own.count, own.ratio, own.likelihood
    );
    strip.put(buffer, &numbers, theme.quiet());
    // The surest stand first.
    paint_bar(own.likelihood, first.likelihood, strip, theme, buffer);
}

/// Paints what documents have in common.
pub fn facet(
    model: &Model,
    facets: &[Facet],
    row: usize,
    mut strip: Strip,
    theme: Theme,
    buffer: &mut Buffer,
) {
    let Some(own) = facets.get(row) else { return };
    let before = row.checked_sub(1).and_then(|before| facets.get(before));
    let name = if before.is_none_or(|before| before.field != own.field) {
        model.locale.tr(&format!("facet.{}", own.field.name()), &[])
    } else {
        String::new()
    };
    column(&name, 8, &mut strip, buffer, theme.quiet());
    column(&own.words, WORDS, &mut strip, buffer, theme.plain());
    let numbers = [format!("{:>6}", own.hits), format!("{:>5}", own.documents)];
    let numbers = numbers.each_ref().map(String::as_str);
    let words = model.locale.tr("search.facet", &numbers);
    strip.put(buffer, &format!("{words}  "), theme.quiet());
    let same = facets.iter().filter(|other| other.field == own.field);
    let most = same.map(|other| other.hits).max().unwrap_or(0);
    paint_bar(own.hits as f64, most as f64, strip, theme, buffer);
}

/// Paints words in a column of their own.
fn column(words: &str, width: usize, strip: &mut Strip, buffer: &mut Buffer, style: Style) {
    let end = (strip.x + width as u16).min(strip.end);
    let mut own = Strip {
        end: end.saturating_sub(1),
        ..*strip
    };
    own.put(buffer, words, style);
    strip.x = end;
}

fn paint_bar(value: f64, most: f64, mut strip: Strip, theme: Theme, buffer: &mut Buffer) {
    if most <= 0.0 || value <= 0.0 {
        return;
    }
    let one = columns(theme.signs.bar, strip.ambiguous).max(1);
    let room = strip.width() / one;
    let length = (value / most * room as f64).ceil() as usize;
    strip.put(
        buffer,
        &theme.signs.bar.repeat(length.min(room)),
        theme.accent(),
    );
}
