//! The question where an annotation belongs: its words before, and below them the words at the
//! place that was found.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::Strip;
use super::sheet;
use crate::text::Span;
use crate::text::one_line::join_lines;
use crate::tui::layout::sheet::decision_rows;
use crate::tui::model::Model;
use crate::tui::model::overlay::Decision;
use crate::tui::theme::Theme;

/// Bytes of context to show on either side of the place.
const AROUND: usize = 60;

/// Paints the question.
pub fn view(model: &Model, decision: &Decision, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let own = |annotation: &&std::sync::Arc<_>| {
        let annotation: &crate::annotation::Annotation = annotation;
        annotation.id == decision.id
    };
    let (Some(annotation), Some(reader)) = (model.annotations.iter().find(own), &model.reader)
    else {
        return;
    };
    let spans = model.places(decision);
    let state = model
        .desk
        .place(annotation)
        .map_or("orphan", crate::annotation::Anchor::name);
    let count = [(decision.at + 1).to_string(), spans.len().to_string()];
    let count = [count[0].as_str(), count[1].as_str()];
    let title = model.locale.tr(&format!("state.{state}"), &count);
    let keys = match spans.len() {
        0 => "decide.keys-none",
        1 => "decide.keys-one",
        _ => "decide.keys",
    };
    let keys = model.locale.tr(keys, &[]);
    let rows = decision_rows(!annotation.note().is_empty());
    let inner = sheet::open(model, theme, area, (96, rows), &title, &keys, buffer);
    let quote = annotation.target.quote();
    let (prefix, suffix) = quote.map_or(("", ""), |own| (&own.prefix, &own.suffix));
    let mut line = |row: u16, label: &str, parts: [&str; 3]| {
        if row >= inner.height {
            return;
        }
        let mut strip = Strip::new(inner, row, model.ambiguous());
        let label = model.locale.tr(label, &[]);
        strip.put(buffer, &label, theme.quiet());
        strip.put(buffer, "  ", theme.quiet());
        // The words come first: the context before them is cut at its start.
        let before: Vec<char> = parts[0].chars().rev().take(8).collect();
        let before: String = before.into_iter().rev().collect();
        strip.put(buffer, &join_lines(before.trim()), theme.quiet());
        strip.put(buffer, &join_lines(parts[1].trim()), theme.matched());
        strip.fit(buffer, &join_lines(parts[2].trim()), theme.quiet(), theme);
    };
    line(0, "decide.was", [prefix, annotation.quote(), suffix]);
    if let Some(span) = spans.get(decision.at) {
        let source = &reader.text.document.source;
        let near = |at: usize| {
            let mut at = at.min(source.len());
            while !source.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let before = Span::new(near(span.start.saturating_sub(AROUND)), span.start);
        let behind = Span::new(span.end, near(span.end + AROUND));
        line(
            1,
            "decide.is",
            [before.of(source), span.of(source), behind.of(source)],
        );
    } else if let Some(clause) = &annotation.target.clause {
        line(
            1,
            "decide.stood",
            ["", &clause.label, &format!("  {}", clause.address)],
        );
    }
    if !annotation.note().is_empty() {
        line(2, "decide.note", ["", "", annotation.note()]);
    }
}
