//! Tallies: how much of something the documents of each shelf have, such as notes, where only few
//! documents have any.

use std::collections::HashMap;
use std::ops::Range;

use super::Shelves;
use crate::library::Catalog;

/// How much the documents at the places of an arrangement have of something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The places of those that have some, in order, each with the sum of all before it and its
    /// own.
    sums: Vec<(u32, usize)>,
}

impl Tally {
    /// What documents have, by their keys, added up along the places of the shelves.
    pub fn new(catalog: &Catalog, shelves: &Shelves, amounts: &HashMap<String, usize>) -> Self {
        if amounts.is_empty() {
            return Self::default();
        }
        let mut own = vec![0; catalog.bound()];
        for (id, amount) in catalog.known_by(amounts) {
            if let Some(own) = own.get_mut(id.0 as usize) {
                *own = *amount;
            }
        }
        let mut sum = 0;
        let mut sums = Vec::new();
        for (place, id) in shelves.entries.iter().enumerate() {
            let amount = own.get(id.0 as usize).copied().unwrap_or(0);
            if amount > 0 {
                sum += amount;
                sums.push((place as u32, sum));
            }
        }
        Self { sums }
    }

    /// The sum over a range of places.
    pub fn of(&self, places: &Range<usize>) -> usize {
        let before = |place: usize| {
            let after = self.sums.partition_point(|(at, _)| (*at as usize) < place);
            let last = after.checked_sub(1).and_then(|last| self.sums.get(last));
            last.map_or(0, |(_, sum)| *sum)
        };
        before(places.end) - before(places.start)
    }
}
