//! Lists: the numbers and bullets of their items, as browsers count them.

use super::Writer;
use crate::document::html::page::{Attribute, Tag};
use crate::document::parse::opens_item;

/// Deepest indent of nested lists.
const DEEPEST: usize = 8;

/// A list that is open.
pub(super) struct List {
    /// The number of its next item; `None` for bullets.
    next: Option<i64>,
    /// What is added for each item.
    step: i64,
    /// Whether its items have neither.
    is_bare: bool,
}

impl Writer<'_, '_> {
    pub(super) fn list(&mut self, at: usize, tag: Tag) {
        let page = self.page;
        let items = || page.children(at).filter(|at| page.tag(*at) == Tag::Li);
        let is_reversed = page.attribute(at, Attribute::Reversed).is_some();
        let first = if is_reversed {
            items().count() as i64
        } else {
            1
        };
        let start = page.number(at, Attribute::Start).unwrap_or(first);
        let style = page.attribute(at, Attribute::Style).unwrap_or("");
        let is_unmarked = style.contains("list-style") && style.contains("none");
        // Items that print their own numbers get no others.
        let opens = |item: usize| {
            let texts = item..page.end(item);
            let mut texts = texts
                .map(|at| page.text(at).trim())
                .filter(|text| !text.is_empty());
            texts.next().is_some_and(opens_item)
        };
        self.lists.push(List {
            next: (tag == Tag::Ol).then_some(start),
            step: if is_reversed { -1 } else { 1 },
            is_bare: is_unmarked || items().next().is_some_and(opens),
        });
        self.children(at);
        self.lists.pop();
    }

    pub(super) fn item(&mut self, at: usize) {
        // Nested lists are indented.
        let indent = "   ".repeat(self.lists.len().saturating_sub(1).min(DEEPEST));
        let value = self.page.number(at, Attribute::Value);
        let mark = match self.lists.last_mut() {
            Some(List { is_bare: true, .. }) => String::new(),
            Some(List {
                next: Some(next),
                step,
                ..
            }) => {
                let number: i64 = value.unwrap_or(*next);
                *next = number.saturating_add(*step);
                format!("{number}. ")
            }
            _ => "• ".to_owned(),
        };
        self.mark = indent + &mark;
    }
}
