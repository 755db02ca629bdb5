//! The jump list: where the reader came from, over all documents, as vim keeps it.

use crate::library::EntryId;

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The document.
    pub entry: EntryId,
    /// The reading position, a byte offset.
    pub here: usize,
    /// The byte offset of the page's first row.
    pub top: usize,
    /// Whether the list of hits lay over it.
    pub is_listed: bool,
}

/// Places jumped from, oldest first, and where in that list the reader stands.
#[derive(Clone, Debug, Default)]
pub struct Jumps {
    places: Vec<Jump>,
    at: usize,
}

/// The list keeps this many places, as vim does.
const LONGEST: usize = 100;

impl Jumps {
    /// Remembers the place that a jump leaves; what was ahead of it is kept, as in vim.
    pub fn leave(&mut self, from: Jump) {
        self.places
            .retain(|place| (place.entry, place.here) != (from.entry, from.here));
        self.places.push(from);
        if self.places.len() > LONGEST {
            self.places.remove(0);
        }
        self.at = self.places.len();
    }

    /// The place before the present one.
    pub fn back(&mut self, present: Jump) -> Option<Jump> {
        if self.at == self.places.len() {
            let before = self.places.len();
            self.leave(present);
            // `leave` may have moved an older mention of the present place here.
            self.at = self.places.len() - 1;
            if before == 0 {
                return None;
            }
        }
        self.at = self.at.checked_sub(1)?;
        self.places.get(self.at).copied()
    }

    /// The place after the present one.
    pub fn forward(&mut self) -> Option<Jump> {
        let place = self.places.get(self.at + 1).copied()?;
        self.at += 1;
        Some(place)
    }

    /// The place last jumped from.
    pub fn latest(&self) -> Option<Jump> {
        self.places.last().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(here: usize) -> Jump {
        Jump {
            entry: EntryId(0),
            here,
            top: here,
            is_listed: false,
        }
    }

    #[test]
    fn back_and_forward_walk_the_places_and_the_present_one_is_kept() {
        let mut jumps = Jumps::default();
        assert_eq!(jumps.back(place(5)), None);
        let mut jumps = Jumps::default();
        jumps.leave(place(1));
        jumps.leave(place(2));
        assert_eq!(jumps.back(place(3)), Some(place(2)));
        assert_eq!(jumps.back(place(2)), Some(place(1)));
        assert_eq!(jumps.back(place(1)), None);
        assert_eq!(jumps.forward(), Some(place(2)));
        assert_eq!(jumps.forward(), Some(place(3)));
        assert_eq!(jumps.forward(), None);
    }

    #[test]
    fn a_place_is_listed_once() {
        let mut jumps = Jumps::default();
        for here in [1, 2, 1, 2] {
            jumps.leave(place(here));
        }
        assert_eq!(jumps.back(place(3)), Some(place(2)));
        assert_eq!(jumps.back(place(2)), Some(place(1)));
        assert_eq!(jumps.back(place(1)), None);
    }
}
