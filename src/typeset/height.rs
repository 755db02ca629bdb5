//! Heights of all pieces as a Fenwick tree: estimates that are replaced by exact values one by one;
//! updates and prefix sums in logarithmic time.

/// The rows of each piece, estimated or known.
#[derive(Clone, Debug)]
pub struct Heights {
    /// Rows of each piece, and whether they are known.
    rows: Vec<(u32, bool)>,
    /// Partial sums; index 0 is unused.
    sums: Vec<u64>,
    unknown: usize,
}

impl Heights {
    /// Builds the heights from the pieces in order: rows, and whether they are known.
    pub fn new(rows: impl Iterator<Item = (usize, bool)>) -> Self {
        let rows: Vec<(u32, bool)> = rows.map(|(rows, known)| (rows as u32, known)).collect();
        let mut sums = vec![0; rows.len() + 1];
        for (index, (height, _)) in rows.iter().enumerate() {
            let at = index + 1;
            if let Some(sum) = sums.get_mut(at) {
                *sum += u64::from(*height);
            }
            let above = at + lowest_bit(at);
            let sum = sums.get(at).copied().unwrap_or(0);
            if let Some(parent) = sums.get_mut(above) {
                *parent += sum;
            }
        }
        let unknown = rows.iter().filter(|(_, known)| !known).count();
        Self {
            rows,
            sums,
            unknown,
        }
    }

    /// Sets the exact number of rows of a piece.
    pub fn know(&mut self, piece: usize, rows: usize) {
        let Some((old, known)) = self.rows.get_mut(piece) else {
            return;
        };
        let change = rows as i64 - i64::from(*old);
        self.unknown -= usize::from(!*known);
        (*old, *known) = (rows as u32, true);
        let mut at = piece + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum = sum.saturating_add_signed(change);
            at += lowest_bit(at);
        }
    }

    /// Total rows of the pieces before `piece`.
    pub fn before(&self, piece: usize) -> u64 {
        let mut at = piece.min(self.rows.len());
        let mut total = 0;
        while at > 0 {
            total += self.sums.get(at).copied().unwrap_or(0);
            at -= lowest_bit(at);
        }
        total
    }

    /// Total rows of all pieces.
    pub fn total(&self) -> u64 {
        self.before(self.rows.len())
    }

    /// Whether the rows of all pieces are known.
    pub fn is_exact(&self) -> bool {
        self.unknown == 0
    }
}

fn lowest_bit(n: usize) -> usize {
    n & n.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_are_those_of_a_plain_list(rows in prop::collection::vec(0_usize..9, 0..70), known in prop::collection::vec((0_usize..70, 0_usize..9), 0..40)) {
            let mut plain: Vec<(usize, bool)> = rows.iter().map(|&rows| (rows, false)).collect();
            let mut heights = Heights::new(plain.iter().copied());
            for (piece, rows) in known {
                heights.know(piece, rows);
                if let Some(entry) = plain.get_mut(piece) {
                    *entry = (rows, true);
                }
            }
            for piece in 0..=plain.len() {
                let sum: usize = plain[..piece].iter().map(|(rows, _)| rows).sum();
                prop_assert_eq!(heights.before(piece), sum as u64);
            }
            prop_assert_eq!(heights.is_exact(), plain.iter().all(|(_, known)| *known));
        }
    }
}
