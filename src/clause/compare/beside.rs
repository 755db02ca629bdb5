//! Two texts side by side that are no editions of one: a translation beside its original, a
//! commentary beside what it is about. They are bound by the addresses of their clauses.

use std::collections::HashMap;

use super::unit::passages;
use super::{Comparison, Passage, Row, Side};
use crate::clause::name::Names;

/// Puts the passages of two texts beside each other whose clauses have one address, in the order of
/// the texts. What one lacks stays blank; what stands in another order in the second text, too.
pub fn beside(first: Side<'_>, second: Side<'_>) -> Comparison {
    let [left, right] = [first, second].map(|side| {
        let names = Names::new(side.document, side.tree);
        let mut passages = passages(side.document, side.tree, names);
        for Passage { span, .. } in &mut passages {
            span.end = span.start + span.of(&side.document.source).trim_end().len();
        }
        passages
    });
    let addresses = |side: Side<'_>, passages: &[Passage]| {
        let address = |own: &Passage| Some(side.tree.address(own.clause?).to_string());
        passages.iter().map(address).collect::<Vec<_>>()
    };
    let (names, others) = (addresses(first, &left), addresses(second, &right));
    let named = others.iter().enumerate();
    let places: HashMap<&String, usize> = named
        .filter_map(|(at, address)| Some((address.as_ref()?, at)))
        .collect();
    let mut rows = Vec::with_capacity(left.len().max(right.len()));
    let mut next = 0;
    for (own, address) in left.iter().zip(&names) {
        let place = address.as_ref().and_then(|own| places.get(own)).copied();
        // What has no address is beside what has none and stands at the same place.
        let is_free = address.is_none() && others.get(next).is_some_and(Option::is_none);
        let place = place.or(is_free.then_some(next)).filter(|at| *at >= next);
        if let Some(at) = place {
            let before = right.get(next..at).unwrap_or_default();
            rows.extend(before.iter().map(|own| row(&[], &[*own])));
            next = at + 1;
        }
        let other = place.and_then(|at| right.get(at));
        rows.push(row(&[*own], other.copied().as_slice()));
    }
    let rest = right.get(next..).unwrap_or_default();
    rows.extend(rest.iter().map(|own| row(&[], &[*own])));
    Comparison { rows }
}

fn row(old: &[Passage], new: &[Passage]) -> Row {
    Row {
        old: old.to_vec(),
        new: new.to_vec(),
        is_moved: false,
        likeness: 0.0,
        changes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clause::compare::tests::Text;
    use crate::document::Document;

    /// The rows of two texts, each as the first words of its sides.
    fn check(first: &str, second: &str, expected: &[[&str; 2]]) {
        let [first, second] = [first, second].map(Text::new);
        let words = |document: &Document, own: &[Passage]| {
            own.first().map_or(String::new(), |own| {
                let words = own.span.of(&document.source);
                words.chars().skip(4).take(2).collect()
            })
        };
        let rows = beside(first.side(), second.side()).rows;
        let rows = rows.iter().map(|row| {
            [
                words(&first.document, &row.old),
                words(&second.document, &row.new),
            ]
        });
        assert_eq!(rows.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn clauses_of_one_address_stand_beside_each_other() {
        check(
            "第一条　渡口归县。\n\n第二条　夜渡悬灯。\n\n第四条　工食按季。\n",
            "第一条　县者官也。\n\n第三条　此条独有。\n\n第四条　季者三月。\n",
            &[
                ["渡口", "县者"],
                ["夜渡", ""],
                ["", "此条"],
                ["工食", "季者"],
            ],
        );
        check("第一条　渡口归县。\n", "", &[["渡口", ""]]);
        check("", "第一条　渡口归县。\n", &[["", "渡口"]]);
    }
}
