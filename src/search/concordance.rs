//! Hits in a list with the words around them: sorted by what stands beside them, and those that
//! repeat each other together.

use std::collections::HashMap;

use super::engine::Passage;
use crate::document::PartialDate;
use crate::library::EntryId;
use crate::text::fold::fold;

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As they stand in the library.
    #[default]
    Place,
    /// By the date of the document, as the query counts it; those without come last.
    Date,
    /// By what stands before, read outward from the hit.
    Left,
    /// By what stands behind.
    Right,
}

/// Tells the date by which a document is counted.
pub type Dates<'d> = dyn Fn(EntryId) -> Option<PartialDate> + 'd;

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The first of the hits that it stands for.
    pub passage: Passage,
    /// How many there are.
    pub times: usize,
}

/// Hanzi on either side by which hits repeat each other.
const REPEATED: usize = 12;

/// The lines of a list: the hits in an order, those that repeat each other on one line or not.
pub fn list(passages: &[Passage], by: Sort, merges: bool, dates: &Dates<'_>) -> Vec<Line> {
    let mut passages = passages.to_vec();
    sort(&mut passages, by, dates);
    if merges {
        return merged(passages);
    }
    let line = |passage| Line { passage, times: 1 };
    passages.into_iter().map(line).collect()
}

/// Sorts hits; those that are alike stay in their order of place.
pub fn sort(passages: &mut [Passage], by: Sort, dates: &Dates<'_>) {
    match by {
        Sort::Place => passages.sort_by_key(Passage::place),
        Sort::Date => passages.sort_by_cached_key(|passage| {
            let date = dates(passage.document);
            (date.is_none(), date, passage.place())
        }),
        Sort::Left => passages.sort_by_cached_key(|passage| {
            let words: Vec<char> = letters(&passage.before).rev().collect();
            (words, passage.place())
        }),
        Sort::Right => passages.sort_by_cached_key(|passage| {
            let words: Vec<char> = letters(&passage.after).collect();
            (words, passage.place())
        }),
    }
}

/// The hits with those that repeat each other on the line of the first: where all hanzi and letters
/// are the same up to twelve on either side.
pub fn merged(passages: impl IntoIterator<Item = Passage>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut known: HashMap<[Vec<char>; 3], usize> = HashMap::new();
    for passage in passages {
        let key = [
            letters(&passage.before).rev().take(REPEATED).collect(),
            letters(&passage.words).collect(),
            letters(&passage.after).take(REPEATED).collect(),
        ];
        let next = lines.len();
        let at = *known.entry(key).or_insert(next);
        match lines.get_mut(at) {
            Some(line) => line.times += 1,
            None => lines.push(Line { passage, times: 1 }),
        }
    }
    lines
}

/// What is compared of some words: no punctuation, no blanks, whatever the script.
fn letters(words: &str) -> impl DoubleEndedIterator<Item = char> {
    let folded: Vec<char> = fold(words)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    folded.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::EntryId;
    use crate::search::folding::Foldings;
    use crate::text::Span;

    fn passages(around: &[(&str, &str)]) -> Vec<Passage> {
        let all = around.iter().enumerate();
        let passages = all.map(|(index, (before, after))| Passage {
            document: EntryId(0),
            address: String::new(),
            place: String::new(),
            span: Span::new(index, index + 1),
            line: 1,
            before: (*before).to_owned(),
            words: "船".to_owned(),
            after: (*after).to_owned(),
            foldings: Foldings::default(),
        });
        passages.collect()
    }

    fn order(by: Sort, around: &[(&str, &str)]) -> Vec<usize> {
        let mut passages = passages(around);
        sort(&mut passages, by, &|_| None);
        passages.iter().map(|passage| passage.span.start).collect()
    }

    #[test]
    fn lists_are_sorted_outward_from_the_hit() {
        let around = [
            ("甲乙", "，丁"),
            ("丙甲", "丁"),
            ("乙，甲", "一"),
            ("甲乙", ""),
        ];
        assert_eq!(order(Sort::Right, &around), [3, 2, 0, 1]);
        assert_eq!(order(Sort::Left, &around), [0, 3, 1, 2]);
        assert_eq!(order(Sort::Place, &around), [0, 1, 2, 3]);
    }

    #[test]
    fn what_repeats_stands_on_one_line() {
        let long = "一二三四五六七八九十一二三四";
        let around = [
            ("某地渡口的，", "每日三班。"),
            ("某地渡口的", "每日，三班"),
            ("某地渡口的", "每日四班"),
            (long, ""),
            ("其三四五六七八九十一二三四", ""),
        ];
        let lines = merged(passages(&around));
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.passage.span.start, line.times))
            .collect();
        assert_eq!(told, [(0, 2), (2, 1), (3, 2)]);
    }
}
