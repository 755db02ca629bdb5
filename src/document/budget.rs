//! The budget: how much may be made of one source, whatever the source says of itself. One is made
//! for each reading and handed down; whoever makes something draws on it first, and stops where it
//! is spent. What was made until then is shown, and that it is not all.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::Issue;
use crate::text::Span;

/// Most bytes that are unpacked of one source, or read of one that is converted.
pub const LARGEST: usize = 64 << 20;

/// Most bytes of a part that is no text itself but says something of it: styles, relationships,
/// metadata. Much of it is kept, tag by tag.
pub(super) const LARGEST_ASIDE: usize = 8 << 20;

/// Deepest nesting of what is read; what is inside stands at this depth. Browsers stop at 512.
pub(super) const DEEPEST: usize = 256;

/// What may still be made of a source. Clones draw on the same budget.
#[derive(Clone, Debug)]
pub(super) struct Budget(Rc<Left>);

#[derive(Debug)]
struct Left {
    /// Bytes that may still be unpacked.
    bytes: Cell<usize>,
    /// Tags, texts and attributes that may still be read.
    items: Cell<usize>,
    /// When reading ends in any case: on what takes this long, nobody waits.
    until: Instant,
    is_spent: Cell<bool>,
}

/// After how many items the clock is looked at.
const STEP: usize = 1 << 12;

impl Budget {
    /// For a source that is read whole: together with what follows from it, no more than 512 MiB of
    /// memory.
    pub fn whole() -> Self {
        Self::new(LARGEST, 4 << 20, Duration::from_secs(60))
    }

    /// For what the catalog wants of a source: several are read at once, and all of a library.
    pub fn catalog() -> Self {
        Self::new(LARGEST / 8, 1 << 20, Duration::from_secs(10))
    }

    fn new(bytes: usize, items: usize, time: Duration) -> Self {
        Self(Rc::new(Left {
            bytes: Cell::new(bytes),
            items: Cell::new(items),
            until: Instant::now() + time,
            is_spent: Cell::new(false),
        }))
    }

    /// How many bytes may still be made.
    pub fn bytes(&self) -> usize {
        self.0.bytes.get()
    }

    /// Takes bytes that were made.
    pub fn take_bytes(&self, made: usize) {
        self.0.bytes.set(self.bytes().saturating_sub(made));
    }

    /// Takes an item; false if none is left.
    pub fn take_item(&self) -> bool {
        let left = self.0.items.get();
        let is_late = left.is_multiple_of(STEP) && Instant::now() > self.0.until;
        self.0
            .items
            .set(if is_late { 0 } else { left.saturating_sub(1) });
        if is_late || left == 0 {
            self.spend();
            return false;
        }
        true
    }

    /// Says that something was not made, since there is no room for it.
    pub fn spend(&self) {
        self.0.is_spent.set(true);
    }

    /// Whether something was not made.
    pub fn is_spent(&self) -> bool {
        self.0.is_spent.get()
    }

    /// Tells, behind what was made, that it is not all.
    pub fn issue(&self, end: usize) -> Option<Issue> {
        self.is_spent().then(|| Issue {
            code: "too-large",
            span: Span::new(end, end),
            details: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_is_spent_for_all_who_draw_on_it() {
        let budget = Budget::new(10, 2, Duration::from_secs(9));
        let other = budget.clone();
        other.take_bytes(7);
        assert_eq!(budget.bytes(), 3);
        budget.take_bytes(7);
        assert_eq!((other.bytes(), other.is_spent()), (0, false));
        assert!(budget.take_item() && other.take_item());
        assert!(budget.issue(3).is_none());
        assert!(!budget.take_item() && other.is_spent());
        assert_eq!(other.issue(3).unwrap().span, Span::new(3, 3));
        // That bytes are spent is no reason to leave out tags.
        let cut = Budget::new(0, 1, Duration::from_secs(9));
        cut.spend();
        assert!(cut.take_item());
        // Time is a part of it.
        let late = Budget::new(10, 2 * STEP, Duration::ZERO);
        std::thread::sleep(Duration::from_millis(1));
        assert!(!late.take_item());
    }
}
