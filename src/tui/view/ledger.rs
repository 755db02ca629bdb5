//! The list of all annotations: the query, a row for each annotation, and below them the note of
//! the selected one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::paint::{Strip, head};
use super::sheet;
use super::sign::sign;
use crate::annotation::{Anchor, Annotation, bound_title};
use crate::clause::Correction;
use crate::text::one_line::join_lines;
use crate::text::width::columns;
use crate::text::wrap;
use crate::tui::layout::sheet::{NOTE_ROWS, ledger_rows};
use crate::tui::model::Model;
use crate::tui::model::ledger::{Entry, Ledger, Order};
use crate::tui::theme::Theme;

/// Characters to look at for a row: more than a row has columns.
const ROW: usize = 1000;

/// Paints the list; returns the position of the hardware cursor.
pub fn view(
    model: &Model,
    ledger: &Ledger,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let tr = |key: &str| model.locale.tr(key, &[]);
    let order = tr(&format!("ledger.by-{}", ledger.order.name()));
    let filter = tr(if ledger.by_words {
        "ledger.by-words"
    } else {
        "ledger.by-characters"
    });
    let counts = format!(
        "{} {}/{}  {order}  {filter}",
        tr("ledger.title"),
        ledger.shown.len(),
        ledger.all.len()
    );
    let visible = ledger_rows(model.size.1, ledger.all.len());
    let size = (100, visible + 1 + NOTE_ROWS + 1);
    let inner = sheet::open(
        model,
        theme,
        area,
        size,
        &counts,
        &tr("ledger.keys"),
        buffer,
    );
    if inner.height == 0 {
        return None;
    }
    let mut strip = Strip::new(inner, 0, model.ambiguous());
    strip.put(buffer, "> ", theme.accent());
    let hint = tr("ledger.hint");
    if ledger.input.is_empty() && columns(&hint, strip.ambiguous) + 2 <= strip.width() {
        strip.put_right(buffer, &hint, theme.quiet());
    }
    let cursor = super::prompt::input(&ledger.input, &mut strip, theme, buffer);
    let visible = visible.min(inner.height - 1);
    for row in 0..usize::from(visible) {
        let Some(entry) = ledger.entry(ledger.list.top + row) else {
            break;
        };
        let whole = Strip::new(inner, row as u16 + 1, model.ambiguous());
        paint_row(model, entry, ledger.order, whole, theme, buffer);
        if ledger.list.top + row == ledger.list.selected {
            whole.select(buffer, theme);
        }
    }
    if ledger.shown.is_empty() && inner.height > 1 {
        let mut strip = Strip::new(inner, 1, model.ambiguous());
        strip.fit(buffer, &tr("picker.none"), theme.quiet(), theme);
    }
    if let Some(annotation) = ledger.chosen() {
        let top = visible + 1;
        let rest = Rect {
            y: inner.y + top,
            height: inner.height.saturating_sub(top),
            ..inner
        };
        paint_chosen(model, annotation, theme, rest, buffer);
    }
    Some(cursor)
}

fn paint_row(
    model: &Model,
    Entry { annotation, tag }: &Entry,
    order: Order,
    mut strip: Strip,
    theme: Theme,
    buffer: &mut Buffer,
) {
    let (shown, style) = sign((&**annotation).into(), theme);
    strip.put(buffer, &shown, style);
    strip.put(buffer, " ", theme.plain());
    let is_draft = model.desk.drafts.iter().any(|own| own.id == annotation.id);
    let place = model.desk.place(annotation);
    let state = match place.filter(|place| place.is_open()).map(Anchor::name) {
        _ if is_draft => Some("draft"),
        _ if annotation.bound().is_some() => Some("bound"),
        state => state.or(annotation.corrects().map(Correction::name)),
    };
    if let Some(state) = state {
        let words = model.locale.tr(&format!("ledger.{state}"), &[]);
        strip.put(buffer, &words, theme.alarm());
        strip.put(buffer, " ", theme.plain());
    }
    let day: String = annotation.modified.chars().take(10).collect();
    // The tag that it stands under comes first.
    let others = annotation.tags().filter(|own| tag.as_deref() != Some(own));
    let tags = tag.as_deref().into_iter().chain(others);
    let tags: Vec<String> = tags.map(|tag| format!("#{tag}")).collect();
    let aside = match order {
        Order::Date => day,
        Order::Tag => tags.join(" "),
        Order::Color => match annotation.color() {
            Some(color) => model.locale.tr(&format!("color.{}", color.name()), &[]),
            None => String::new(),
        },
        _ => annotation.target.source.title.clone(),
    };
    if strip.width() >= 40 {
        let room = strip.width() / 3;
        let mut shown = String::new();
        for c in aside.chars() {
            shown.push(c);
            if columns(&shown, strip.ambiguous) > room {
                shown.pop();
                shown += theme.signs.more;
                break;
            }
        }
        strip.put_right(buffer, &shown, theme.quiet());
    }
    // A note may be long; a row shows its beginning.
    let note = join_lines(head(annotation.note(), ROW).trim());
    let words = bound_title(annotation).unwrap_or_else(|| annotation.quote().to_owned());
    let quote: String = join_lines(head(&words, ROW).trim())
        .chars()
        .take(64)
        .collect();
    if note.is_empty() {
        strip.fit(buffer, &quote, theme.plain(), theme);
    } else {
        // The note has precedence; the quotation says where it belongs.
        let half = strip.width() / 2;
        let mut head = strip;
        head.end = strip.x + (half as u16).min(columns(&quote, strip.ambiguous) as u16 + 1);
        head.fit(buffer, &quote, theme.quiet(), theme);
        strip.x = (head.end + 1).min(strip.end);
        strip.fit(buffer, &note, theme.plain(), theme);
    }
}

/// Paints the note of the selected annotation, or the annotated words.
fn paint_chosen(
    model: &Model,
    annotation: &Annotation,
    theme: Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let words = if annotation.note().is_empty() {
        annotation.quote()
    } else {
        annotation.note()
    };
    let width = usize::from(area.width.saturating_sub(1));
    if width < 2 {
        return;
    }
    let words = head(words, ROW * usize::from(NOTE_ROWS));
    let rows = wrap::rows(words, width, model.ambiguous());
    let rows = rows.iter().filter(|row| !row.is_empty());
    for (row, span) in (1..area.height).zip(rows) {
        let mut strip = Strip::new(area, row, model.ambiguous());
        // One's own words are as bright as the text.
        strip.put(buffer, span.of(words), theme.plain());
    }
}
