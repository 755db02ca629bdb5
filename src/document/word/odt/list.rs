//! The open lists of an `OpenDocument` text, and how far each list has counted.

use foldhash::HashMap;

use super::style::{ListStyle, Styles};
use crate::document::word::list::{Counters, LEVELS, Label};
use crate::document::word::xml::Tag;

/// Most lists that are counted apart.
const MOST: usize = 1 << 16;

/// The lists.
#[derive(Debug, Default)]
pub(super) struct Lists {
    counters: Vec<Counters>,
    /// The counts of lists by their ids, and by the names of their styles.
    by_id: HashMap<String, usize>,
    by_style: HashMap<String, usize>,
    /// The open lists, each in an item of the one before.
    open: Vec<Open>,
    /// Open lists in these that are too deep.
    deeper: usize,
    outline: Counters,
}

#[derive(Debug)]
struct Open {
    style: String,
    /// Index of its count.
    count: usize,
    item: Item,
}

/// The open item of a list.
#[derive(Debug, Default)]
struct Item {
    /// Whether its paragraphs have no number any more, or never had.
    is_numbered: bool,
    /// Whether it held anything so far.
    is_begun: bool,
    /// The number it is given.
    start: Option<u32>,
}

impl Lists {
    /// Begins a list.
    pub fn open(&mut self, tag: &Tag<'_>) {
        if self.open.len() >= LEVELS {
            self.deeper += 1;
            return;
        }
        let goes_on = tag
            .get("continue-numbering")
            .is_some_and(|value| value == "true");
        let own = tag.get("style-name").map(String::from);
        let depth = self.open.len();
        let (style, count) = match self.open.last_mut() {
            None => {
                let style = own.unwrap_or_default();
                let before = tag.get("continue-list");
                let before = before.and_then(|id| self.by_id.get(&*id));
                let before = before.or_else(|| self.by_style.get(&style).filter(|_| goes_on));
                let count = before.copied().unwrap_or_else(|| self.begin());
                (style, count)
            }
            Some(outer) => {
                let count = outer.count;
                // An item that holds nothing but a list only says how deep that is.
                if outer.item.is_begun
                    && !goes_on
                    && let Some(counters) = self.counters.get_mut(count)
                {
                    counters.restart(depth);
                }
                outer.item.is_begun = true;
                (own.unwrap_or_else(|| outer.style.clone()), count)
            }
        };
        if let Some(id) = tag.get("id").filter(|_| self.by_id.len() < MOST) {
            self.by_id.insert(id.into_owned(), count);
        }
        if depth == 0 {
            self.by_style.insert(style.clone(), count);
        }
        self.open.push(Open {
            style,
            count,
            item: Item::default(),
        });
    }

    /// A new count.
    fn begin(&mut self) -> usize {
        if self.counters.len() < MOST {
            self.counters.push(Counters::default());
        } else if let Some(last) = self.counters.last_mut() {
            *last = Counters::default();
        }
        self.counters.len() - 1
    }

    /// Ends the innermost list.
    pub fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.open.pop();
        }
    }

    /// Begins an item of the innermost list; a header has no number.
    pub fn item(&mut self, tag: &Tag<'_>) {
        if let Some(open) = self.open.last_mut().filter(|_| self.deeper == 0) {
            open.item = Item {
                is_numbered: tag.name() == "list-header",
                is_begun: false,
                start: tag.number("start-value"),
            };
        }
    }

    /// Whether a paragraph stands in a list.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The label of a paragraph of the innermost list, which is counted, and its level: the first
    /// in its item has one.
    pub fn next(&mut self, styles: &Styles) -> Option<(Label, usize)> {
        let at = self.open.len().checked_sub(1)?;
        let open = self.open.last_mut()?;
        open.item.is_begun = true;
        if std::mem::replace(&mut open.item.is_numbered, true) {
            return None;
        }
        let start = open.item.start.take();
        let style = styles.list(&open.style)?;
        let counters = self.counters.get_mut(open.count)?;
        number(counters, style, at, start)
    }

    /// The label of a heading that stands in no list, which is counted; its level is counted
    /// from 0.
    pub fn heading(
        &mut self,
        styles: &Styles,
        at: usize,
        start: Option<u32>,
    ) -> Option<(Label, usize)> {
        number(&mut self.outline, &styles.outline, at, start)
    }
}

fn number(
    counters: &mut Counters,
    style: &ListStyle,
    at: usize,
    start: Option<u32>,
) -> Option<(Label, usize)> {
    let level = |at: usize| style.get(at)?.as_ref();
    counters.count(at, level, start);
    Some((counters.label(at, level)?, at))
}
