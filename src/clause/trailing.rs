//! Headings whose number stands at the end, as in the classics: 學而第一, 五帝本紀第一, 史記卷一.

use foldhash::HashMap;

use super::lex::{Kind, Token};
use super::marker::{Form, Marker};
use crate::document::Document;
use crate::text::Span;

/// Longest such line, in characters.
const LONGEST: u8 = 24;

/// The markers of such headings, by the indices of their tokens. A line that only happens to end
/// like one (全国第一) is excluded: at least half of the lines of a form must each continue the
/// numbering of the one before, or all repeat the title of the document before it.
pub(super) fn find(document: &Document, tokens: &[Token]) -> HashMap<usize, Marker> {
    let mut lines: HashMap<Form, Vec<(usize, Marker)>> = HashMap::default();
    for (index, token) in tokens.iter().enumerate() {
        // The cheapest tests first: most paragraphs are longer.
        if token.chars <= LONGEST
            && matches!(token.kind, Kind::Paragraph | Kind::Title)
            && let Some(marker) = read(document, token.text)
        {
            lines.entry(marker.form).or_default().push((index, marker));
        }
    }
    let counts_on = |pair: &&[(usize, Marker)]| {
        let (last, next) = (pair[0].1, pair[1].1);
        next.number == last.number + 1
            || next.number == last.number && next.insertion > last.insertion
    };
    let title = document.header.title.as_str();
    let repeats_title = |(_, marker): &(usize, Marker)| {
        let rest = marker.label.of(document.plain()).strip_prefix(title);
        !title.is_empty() && rest.is_some_and(|rest| !rest.is_empty())
    };
    lines.retain(|_, lines| {
        let counted = lines.windows(2).filter(counts_on).count();
        counted > 0 && counted * 2 >= lines.len() - 1 || lines.iter().all(repeats_title)
    });
    lines.into_values().flatten().collect()
}

fn read(document: &Document, text: Span) -> Option<Marker> {
    let named = document.numbering.trailing(text.of(document.plain()))?;
    Some(Marker {
        form: named.unit.level.form()?,
        number: named.number,
        insertion: named.insertion,
        label: Span::new(text.start, text.start + named.length),
    })
}
