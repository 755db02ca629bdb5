//! Quotations over several paragraphs: the structure of a quoted law is not that of the document.

use crate::clause::lex::{End, Kind, Token};
use crate::clause::marker::Form;
use foldhash::HashMap;

/// Which tokens belong to a quotation that began in a paragraph before them or is one themselves.
///
/// A quotation begins where its mark follows a colon or opens a paragraph, and must end within
/// [`LONGEST`] paragraphs and before a heading; else the mark is a misprint and is ignored.
pub(super) fn quoted(tokens: &[Token]) -> Vec<bool> {
    let mut quoted = vec![false; tokens.len()];
    // Many texts have no such mark.
    let is_marked = |token: &Token| token.quotation.opens || token.quotation.is_whole;
    if !tokens.iter().any(is_marked) {
        return quoted;
    }
    // The last number of each form outside of quotations.
    let mut last: HashMap<Form, u32> = HashMap::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_led_in = at
            .checked_sub(1)
            .is_some_and(|before| quoted[before] || tokens[before].end == End::Colon);
        if token.quotation.is_whole && is_led_in {
            quoted[at] = true;
        }
        if let Some(marker) = token.marker {
            last.insert(marker.form, marker.number);
        }
        let end = if token.kind == Kind::Paragraph && token.quotation.opens {
            end(tokens, at, &last)
        } else {
            None
        };
        match end {
            Some(end) => {
                let first = if token.quotation.leads { at } else { at + 1 };
                quoted[first..=end].fill(true);
                at = end + 1;
            }
            None => at += 1,
        }
    }
    quoted
}

/// Longest quotation in paragraphs, not counting the items of its own lists.
const LONGEST: usize = 20;

/// The token that ends the quotation begun in the one at `start`, if it is closed.
fn end(tokens: &[Token], start: usize, last: &HashMap<Form, u32>) -> Option<usize> {
    // The lists that begin inside, by their last numbers.
    let mut begun: HashMap<Form, u32> = HashMap::default();
    let mut left = LONGEST;
    for (index, token) in tokens.iter().enumerate().skip(start + 1) {
        if left == 0 || matches!(token.kind, Kind::Heading(_)) {
            return None;
        }
        left -= 1;
        if let Some(marker) = token.marker.filter(|_| !token.quotation.leads) {
            let inside = begun.get(&marker.form).copied();
            let outside = last.get(&marker.form).copied().filter(|_| inside.is_none());
            if outside.is_some_and(|last| marker.follows(last)) {
                // The numbering outside goes on: the mark was not closed where it should have been.
                return None;
            }
            left += usize::from(inside.is_some_and(|last| marker.follows(last)));
            if marker.number == 1 || inside.is_some() {
                begun.insert(marker.form, marker.number);
            }
        }
        if token.quotation.closes > 0 {
            return (token.quotation.closes == 1).then_some(index);
        }
    }
    None
}
