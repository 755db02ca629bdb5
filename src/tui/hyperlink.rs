//! Hyperlinks: web addresses that a text names or links to.

use std::ops::Range;

use crate::document::{Document, LinkTarget};
use crate::terminal::hyperlink::{LONGEST, safe};
use crate::text::Span;

/// Words that lead to an address, with the address, in the order of the text.
pub fn find(document: &Document, within: Span) -> Vec<(Span, String)> {
    let source = &document.source;
    let within = widened(source, within);
    // The signs of markup are blank in the plain text, so that an address ends before them.
    let mut found: Vec<(Span, String)> = addresses(within.of(document.plain()))
        .map(|range| Span::new(within.start + range.start, within.start + range.end))
        .filter_map(|span| Some((span, safe(span.of(source))?)))
        .collect();
    let first = document
        .links
        .partition_point(|link| link.words.end <= within.start);
    let links = document.links.iter().skip(first);
    for link in links.take_while(|link| link.words.start < within.end) {
        // Words that are themselves an address lead there, whatever the markup says.
        if !found.iter().any(|(span, _)| span.overlaps(link.words))
            && let LinkTarget::Web(address) = &link.target
            && let Some(address) = safe(address)
        {
            found.push((link.words, address));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// A span, extended by the longest address in both directions.
fn widened(source: &str, span: Span) -> Span {
    let mut start = span.start.saturating_sub(LONGEST);
    let mut end = (span.end + LONGEST).min(source.len());
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    while !source.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// Addresses in a text. They end before white space, before hanzi, and before the sentence's
/// punctuation.
fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut behind = 0;
    memchr::memmem::find_iter(text.as_bytes(), "://").filter_map(move |at| {
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let start = at.checked_sub(scheme.len());
            let written = start.and_then(|start| text.get(start..at));
            written.is_some_and(|written| written.eq_ignore_ascii_case(scheme))
        })?;
        let start = at - scheme.len();
        let is_address = |c: char| c.is_ascii_graphic() && !"<>\"`{}|\\^".contains(c);
        let rest = text.get(start..)?;
        let mut address = rest.get(..rest.find(|c| !is_address(c)).unwrap_or(rest.len()))?;
        loop {
            let is_opened =
                |open, close| address.matches(open).count() >= address.matches(close).count();
            let last = address.chars().next_back()?;
            let is_sentence = match last {
                ')' => !is_opened('(', ')'),
                ']' => !is_opened('[', ']'),
                last => ".,;:!?'*_~".contains(last),
            };
            if !is_sentence {
                break;
            }
            address = address.get(..address.len() - 1)?;
        }
        // An address inside another is part of it.
        let is_new = start >= behind && address.len() > scheme.len() + "://".len();
        behind = behind.max(start + address.len());
        is_new.then(|| start..start + address.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let document = document::parse(text.to_owned());
        let whole = Span::new(0, document.source.len());
        let found = find(&document, whole);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(span, address)| (span.of(&document.source), address.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        check("没有链接的一段话。", &[]);
        check(
            "见http://example.org/a?b=1&c=2，又见（https://example.org/b_(c)）。",
            &[
                (
                    "http://example.org/a?b=1&c=2",
                    "http://example.org/a?b=1&c=2",
                ),
                ("https://example.org/b_(c)", "https://example.org/b_(c)"),
            ],
        );
        check(
            "See (HTTPS://example.org/x). And http://, xhttp:/y, ftp://example.org/.",
            &[("HTTPS://example.org/x", "https://example.org/x")],
        );
        let inner = "https://web.example/https://example.org/";
        check(&format!("见 {inner} 。"), &[(inner, inner)]);
    }

    #[test]
    fn words_lead_where_their_markup_says_unless_they_are_an_address() {
        check(
            "# 题\n\n见[某法](https://example.org/法?a b)与[某法](https://example.org/法)。\n",
            &[
                // An address with a space is no markup and is shown as it is.
                ("https://example.org/", "https://example.org/"),
                ("某法", "https://example.org/%E6%B3%95"),
            ],
        );
        check(
            "# 题\n\n见[https://example.org/](https://example.net/)。\n",
            &[("https://example.org/", "https://example.org/")],
        );
        check(
            "# 题\n\n见[附件](a.md)与[程序](javascript:alert)与[盘](file:///etc)。\n",
            &[],
        );
    }
}
