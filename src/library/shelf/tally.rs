//! Tallies: sums over the documents of each shelf, such as notes, of which only few documents have
//! any.

use std::collections::HashMap;
use std::ops::Range;

use super::Shelves;
use crate::library::{Catalog, EntryId};

/// Sums over ranges of an arrangement's entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Indices of the documents that have any, in order, each with the sum up to and including it.
    sums: Vec<(u32, usize)>,
}

impl Tally {
    /// Sums up the amounts of documents along the entries of the shelves.
    pub fn new(catalog: &Catalog, shelves: &Shelves, amounts: &HashMap<EntryId, usize>) -> Self {
        if amounts.is_empty() {
            return Self::default();
        }
        let mut own = vec![0; catalog.bound()];
        for (id, amount) in amounts {
            if let Some(own) = own.get_mut(id.0 as usize) {
                *own = *amount;
            }
        }
        Self::of_entries(shelves, |id| own.get(id.0 as usize).copied().unwrap_or(0))
    }

    /// Sums up the amounts of the documents on the shelves.
    pub fn of_entries(shelves: &Shelves, amount: impl Fn(EntryId) -> usize) -> Self {
        let mut sum = 0;
        let mut sums = Vec::new();
        for (place, id) in shelves.entries.iter().enumerate() {
            let amount = amount(*id);
            if amount > 0 {
                sum += amount;
                sums.push((place as u32, sum));
            }
        }
        Self { sums }
    }

    /// The sum over a range of entries.
    pub fn of(&self, places: &Range<usize>) -> usize {
        let before = |place: usize| {
            let after = self.sums.partition_point(|(at, _)| (*at as usize) < place);
            let last = after.checked_sub(1).and_then(|last| self.sums.get(last));
            last.map_or(0, |(_, sum)| *sum)
        };
        before(places.end) - before(places.start)
    }
}
