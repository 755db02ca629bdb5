//! Addresses of links in Markdown: `https://…`, `<…>`, `(…"标题")`.

use crate::text::Span;

/// Longest address in bytes.
const LONGEST: usize = 2048;

/// Deepest parentheses inside an address; so that many unclosed ones are not each read to the end.
const DEEPEST: usize = 32;

/// The address at a place, and where its sign ends: between angle brackets, or up to white space or
/// a parenthesis that it does not open itself. An address may be empty.
pub(super) fn at(source: &str, at: usize, end: usize) -> Option<(Span, usize)> {
    let text = Span::new(at, end).of(source);
    if let Some(inside) = text.strip_prefix('<') {
        let length = inside
            .char_indices()
            .take_while(|(offset, _)| *offset < LONGEST)
            .find(|(_, c)| matches!(c, '>' | '<' | '\n'))
            .filter(|(_, c)| *c == '>')?
            .0;
        return Some((Span::new(at + 1, at + 1 + length), at + length + 2));
    }
    let mut depth = 0;
    let mut is_escaped = false;
    for (offset, c) in text.char_indices() {
        match c {
            _ if std::mem::take(&mut is_escaped) => {}
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if c.is_whitespace() || c == ')' => {
                return (depth == 0).then(|| (Span::new(at, at + offset), at + offset));
            }
            _ => {}
        }
        if depth > DEEPEST || offset > LONGEST {
            return None;
        }
    }
    (depth == 0).then(|| (Span::new(at, end), end))
}

/// Skips white space and the title that may follow an address; returns where the title, or else the
/// address, is over.
pub(super) fn title_end(source: &str, from: usize, end: usize) -> usize {
    let text = Span::new(from, end).of(source);
    let words = text.trim_start();
    let close = match words.chars().next() {
        Some(quote @ ('"' | '\'')) if words.len() < text.len() => quote,
        Some('(') if words.len() < text.len() => ')',
        _ => return from,
    };
    let inside = words.get(1..).unwrap_or("");
    let mut letters = inside.char_indices().take(LONGEST);
    let length = letters.find(|(offset, c)| {
        *c == close
            && !inside
                .get(..*offset)
                .is_some_and(|before| before.ends_with('\\'))
    });
    length.map_or(from, |(offset, _)| end - inside.len() + offset + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_they_end() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let found = at(text, 0, text.len());
            let found = found.map(|(span, end)| (span.of(text), text.get(end..).unwrap()));
            assert_eq!(found, expected, "{text}");
        };
        check(
            "https://a.example/表_(一))。",
            Some(("https://a.example/表_(一)", ")。")),
        );
        check("<a b>)", Some(("a b", ")")));
        check("a \"题\")", Some(("a", " \"题\")")));
        check(r"a\)b)", Some((r"a\)b", ")")));
        check(")", Some(("", ")")));
        check("a(b c)", None);
        check("<a", None);
        check(&"(".repeat(40), None);
    }

    #[test]
    fn titles_are_no_address() {
        let check = |text: &str, rest: &str| {
            let end = title_end(text, 0, text.len());
            assert_eq!(text.get(end..).unwrap(), rest, "{text}");
        };
        check(" \"某表\")", ")");
        check(" '某表') 见", ") 见");
        check(" (某表))", ")");
        check(" 某表)", " 某表)");
        check("\"某表\")", "\"某表\")");
        check(" \"某表)", " \"某表)");
    }
}
