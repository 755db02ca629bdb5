//! The header: title, and at the right date and number of annotations.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use crate::document::{Act, HeadDate, Header, PartialDate};
use crate::settings::Locale;
use crate::tui::model::Model;
use crate::tui::model::tree::title;
use crate::tui::theme::Theme;

/// Paints the header.
pub fn view(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let mut strip = Strip::new(area, 0, model.ambiguous());
    strip.x += 1.min(area.width);
    strip.end = strip.end.saturating_sub(1).max(strip.x);
    let Some(reader) = &model.reader else {
        strip.fit(
            buffer,
            &model.locale.tr("header.nothing", &[]),
            theme.quiet(),
            theme,
        );
        return;
    };
    // The title has precedence; the date is shown if there is room for both.
    let header = &reader.text.document.header;
    let mut facts: Vec<String> = dates(header, &model.locale).into_iter().collect();
    if !reader.placed.is_empty() {
        facts.push(
            model
                .locale
                .tr("header.annotations", &[&reader.placed.len().to_string()]),
        );
    }
    if strip.width() >= 50 {
        strip.put_right(
            buffer,
            &facts.join(&format!(" {} ", theme.signs.dot)),
            theme.quiet(),
        );
    }
    // The catalog has a name for every document, at least that of its file.
    let rendition = model.rendition();
    let name = rendition.words(title(&model.catalog, reader.entry));
    let collection = rendition.words(&header.collection);
    let title_columns = crate::text::width::columns(&name, model.ambiguous());
    let collection_columns = crate::text::width::columns(&collection, model.ambiguous());
    if !collection.is_empty() && title_columns + collection_columns + 3 <= strip.width() {
        strip.put(buffer, &collection, theme.quiet());
        strip.put(buffer, " > ", theme.quiet());
    }
    strip.fit(buffer, &name, theme.plain(), theme);
}

/// The dates of a document in the reader's language: one, or the first and last of a range.
fn dates(header: &Header, locale: &Locale) -> Option<String> {
    let say = |own: &HeadDate| {
        if own.is_exact {
            say(own.date, locale)
        } else {
            // What was not converted stands as it is printed.
            own.printed.clone()
        }
    };
    let first = header.dates.first();
    if let (Some(first), Some(last)) = (first, header.dates.last())
        && header.is_period
        && last.date != first.date
    {
        return Some(format!("{}-{}", say(first), say(last)));
    }
    // Of a text that was amended the title does not tell which edition it is.
    let own = header.cited_date()?;
    let act = own
        .act
        .filter(|act| matches!(act, Act::Amended | Act::Revised));
    let date = say(&own);
    Some(match act {
        Some(act) => locale.tr(&format!("header.{}", act.name()), &[&date]),
        None => date,
    })
}

/// A date as the reader's language writes it, as far as it is known.
fn say(date: PartialDate, locale: &Locale) -> String {
    let (month, day) = (date.month.unwrap_or(0), date.day.unwrap_or(0));
    let key = match (date.month, date.day) {
        (None, _) => "date.year",
        (Some(_), None) => "date.month",
        (Some(_), Some(_)) => "date.day",
    };
    let plain = [date.year.to_string(), month.to_string(), day.to_string()];
    let padded = [
        format!("{:04}", date.year),
        format!("{month:02}"),
        format!("{day:02}"),
    ];
    let parts: Vec<&str> = plain.iter().chain(&padded).map(String::as_str).collect();
    locale.tr(key, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Language;

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let date = |year, month, day| PartialDate { year, month, day };
        for (date, chinese, english) in [
            (date(1955, Some(4), Some(27)), "1955年4月27日", "1955-04-27"),
            (date(1955, Some(4), None), "1955年4月", "1955-04"),
            (date(755, None, None), "755年", "0755"),
        ] {
            assert_eq!(say(date, &Locale::of(Language::SimplifiedChinese)), chinese);
            assert_eq!(say(date, &Locale::of(Language::English)), english);
        }
    }
}
