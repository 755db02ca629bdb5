//! Formulas (`MathML` Core) on one line, as they are typed: `(a+b)/2`, `x_1^2`, `√(x+1)`.

use super::Writer;
use crate::document::html::page::{Attribute, Page, Tag};

impl Writer<'_, '_> {
    pub(super) fn formula(&mut self, at: usize) {
        let mut words = String::new();
        term(self.page, at, &mut words);
        self.text(&words);
    }
}

/// Adds a term. Elements are nested no deeper than a page lets them be.
fn term(page: &Page, at: usize, to: &mut String) {
    match page.tag(at) {
        Tag::Text => sign(page.text(at), to),
        // The same in another notation, and what is not seen.
        Tag::Annotation | Tag::AnnotationXml | Tag::Mphantom => {}
        Tag::Mfrac => joined(page, at, &["/"], to),
        Tag::Msup | Tag::Mover => joined(page, at, &["^"], to),
        Tag::Msub | Tag::Munder => joined(page, at, &["_"], to),
        Tag::Msubsup | Tag::Munderover => joined(page, at, &["_", "^"], to),
        Tag::Msqrt => {
            to.push('√');
            let mut parts = elements(page, at);
            match (parts.next(), parts.next()) {
                (Some(only), None) => grouped(page, only, to),
                _ => enclosed(to, |to| row(page, at, to)),
            }
        }
        Tag::Mroot => {
            let mut parts = elements(page, at);
            let (base, index) = (parts.next(), parts.next());
            to.push_str("√[");
            if let Some(index) = index {
                term(page, index, to);
            }
            to.push(']');
            if let Some(base) = base {
                grouped(page, base, to);
            }
        }
        Tag::Mfenced => {
            to.push_str(page.attribute(at, Attribute::Open).unwrap_or("("));
            listed(page, at, ",", to);
            to.push_str(page.attribute(at, Attribute::Close).unwrap_or(")"));
        }
        Tag::Mtable => listed(page, at, "; ", to),
        Tag::Mtr => listed(page, at, ", ", to),
        _ => row(page, at, to),
    }
}

/// Adds all that an element holds.
fn row(page: &Page, at: usize, to: &mut String) {
    page.children(at).for_each(|child| term(page, child, to));
}

/// Adds the words of a text. White space between elements is none of a formula.
fn sign(words: &str, to: &mut String) {
    let words = words.trim_matches(|c: char| c.is_ascii_whitespace());
    to.extend(words.chars().filter_map(|c| match c {
        // Between the name of a function and what it is applied to.
        '\u{2061}' => Some(' '),
        // Times, comma and plus that are not printed.
        '\u{2062}'..='\u{2064}' => None,
        c => Some(c),
    }));
}

/// What an element holds, white space left out.
fn elements(page: &Page, at: usize) -> impl Iterator<Item = usize> {
    page.children(at)
        .filter(move |at| page.tag(*at) != Tag::Text)
}

/// Adds the parts of a term with these signs between them.
fn joined(page: &Page, at: usize, signs: &[&str], to: &mut String) {
    let signs = [""].iter().chain(signs);
    for (part, sign) in elements(page, at).zip(signs) {
        to.push_str(sign);
        grouped(page, part, to);
    }
}

/// Adds terms with a sign between each and the next.
fn listed(page: &Page, at: usize, sign: &str, to: &mut String) {
    for (index, part) in elements(page, at).enumerate() {
        if index > 0 {
            to.push_str(sign);
        }
        term(page, part, to);
    }
}

/// Adds a term in parentheses, unless it is a single sign.
fn grouped(page: &Page, at: usize, to: &mut String) {
    if is_single(page, at) {
        term(page, at, to);
    } else {
        enclosed(to, |to| term(page, at, to));
    }
}

fn enclosed(to: &mut String, write: impl FnOnce(&mut String)) {
    to.push('(');
    write(to);
    to.push(')');
}

/// Whether a term is one sign, however many rows it is wrapped in.
fn is_single(page: &Page, mut at: usize) -> bool {
    loop {
        let mut parts = elements(page, at);
        match (parts.next(), parts.next()) {
            (None, _) => return true,
            (Some(only), None) if page.tag(at) == Tag::Other => at = only,
            _ => return false,
        }
    }
}
