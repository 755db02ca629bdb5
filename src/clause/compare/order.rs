//! The rows in the order in which they are read.

use super::align::Alignment;

/// A row, by the indices of its units.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub old: Vec<usize>,
    pub new: Vec<usize>,
    pub is_moved: bool,
}

/// The rows of an alignment of so many old and new units, in the order of the new text; what was
/// removed stands behind what stood before it.
pub(super) fn rows(alignment: &Alignment, old: usize, new: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(old.max(new));
    let is_free = |count, parts: &[(usize, usize)]| {
        let mut is_free = vec![true; count];
        for (part, _) in parts {
            is_free[*part] = false;
        }
        is_free
    };
    let mut is_removed = is_free(old, &alignment.merged);
    let is_added = is_free(new, &alignment.split);
    for pair in &alignment.pairs {
        is_removed[pair.old] = false;
    }
    let mut removed = (0..old).filter(|unit| is_removed[*unit]).peekable();
    let removal = |unit| Row {
        old: vec![unit],
        ..Row::default()
    };
    let mut row_of_old = vec![None; old];
    let mut row_of_new = vec![None; new];
    let mut pairs = alignment.pairs.iter().peekable();
    for unit in 0..new {
        let Some(pair) = pairs.next_if(|pair| pair.new == unit) else {
            rows.extend(is_added[unit].then(|| Row {
                new: vec![unit],
                ..Row::default()
            }));
            continue;
        };
        while !pair.is_moved
            && let Some(gone) = removed.next_if(|gone| *gone < pair.old)
        {
            rows.push(removal(gone));
        }
        row_of_old[pair.old] = Some(rows.len());
        row_of_new[unit] = Some(rows.len());
        rows.push(Row {
            old: vec![pair.old],
            new: vec![unit],
            is_moved: pair.is_moved,
        });
    }
    rows.extend(removed.map(removal));
    for (part, whole) in &alignment.merged {
        if let Some(row) = row_of_new[*whole].and_then(|row: usize| rows.get_mut(row)) {
            row.old.push(*part);
            row.old.sort_unstable();
        }
    }
    for (part, whole) in &alignment.split {
        if let Some(row) = row_of_old[*whole].and_then(|row: usize| rows.get_mut(row)) {
            row.new.push(*part);
            row.new.sort_unstable();
        }
    }
    rows
}
