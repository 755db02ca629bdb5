//! What keeps its order: the rest was moved.

/// Which members of a sequence of different numbers belong to its longest ascending part.
pub(super) fn ascending(sequence: &[usize]) -> Vec<bool> {
    // Patience sorting (Fredman 1975): on each pile the index of the smallest end of a part of
    // that length; before each index, the one that its part goes on from.
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(sequence.len());
    for (at, number) in sequence.iter().enumerate() {
        let length = piles.partition_point(|end| sequence.get(*end) < Some(number));
        before.push(
            length
                .checked_sub(1)
                .and_then(|last| piles.get(last))
                .copied(),
        );
        match piles.get_mut(length) {
            Some(end) => *end = at,
            None => piles.push(at),
        }
    }
    let mut is_in = vec![false; sequence.len()];
    let mut next = piles.last().copied();
    while let Some(at) = next {
        is_in[at] = true;
        next = before[at];
    }
    is_in
}
