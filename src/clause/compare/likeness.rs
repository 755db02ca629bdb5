//! How like two passages are: Dice's coefficient of their pairs of neighbouring letters; and which
//! passages may be like one at all, by the rare pairs that they share.

use foldhash::HashMap;

/// The pairs of neighbouring letters of a passage, ascending; each as often as it is there.
#[derive(Clone, Debug, Default)]
pub(super) struct Bigrams(Vec<u64>);

impl Bigrams {
    /// The pairs in a sequence of letters; a letter that is alone makes a pair.
    pub fn of(letters: impl Iterator<Item = u32>) -> Self {
        let pair = |first: u32, second: u32| u64::from(first) << u32::BITS | u64::from(second);
        let mut pairs = Vec::new();
        let mut before = None;
        for letter in letters {
            pairs.extend(before.map(|before| pair(before, letter)));
            before = Some(letter);
        }
        if pairs.is_empty() {
            pairs.extend(before.map(|only| pair(only, 0)));
        }
        pairs.sort_unstable();
        Self(pairs)
    }

    /// The pairs of several passages.
    pub fn together<'b>(several: impl Iterator<Item = &'b Self>) -> Self {
        let mut pairs: Vec<u64> = several.flat_map(|own| own.0.iter().copied()).collect();
        pairs.sort_unstable();
        Self(pairs)
    }

    /// The pairs that another does not have.
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        let mut others = other.0.iter().peekable();
        for pair in &self.0 {
            while others.next_if(|own| *own < pair).is_some() {}
            if others.next_if_eq(&pair).is_none() {
                left.push(*pair);
            }
        }
        Self(left)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn common(&self, other: &Self) -> usize {
        let mut others = other.0.iter().peekable();
        let is_there = |pair: &&u64| {
            while others.next_if(|own| own < pair).is_some() {}
            others.next_if_eq(pair).is_some()
        };
        self.0.iter().filter(is_there).count()
    }

    /// The likeness of two passages, from 0 to 1 (Dice 1945). Two without letters are alike.
    pub fn dice(&self, other: &Self) -> f64 {
        match self.len() + other.len() {
            0 => 1.0,
            all => 2.0 * self.common(other) as f64 / all as f64,
        }
    }

    /// The share of its pairs that another has, from 0 to 1.
    pub fn share_in(&self, other: &Self) -> f64 {
        self.common(other) as f64 / self.len().max(1) as f64
    }
}

/// Which of many passages have a pair of letters.
#[derive(Debug)]
pub(super) struct Index {
    /// Each pair with the passages that have it.
    places: Vec<(u64, u32)>,
    /// How many pairs each passage has.
    lengths: HashMap<u32, usize>,
}

/// Number of passages from which on a pair is too common to tell them apart.
const COMMON: usize = 64;

/// Number of rare pairs of a passage that are looked up.
const RARE: usize = 64;

/// Number of passages that are compared with one.
const CANDIDATES: usize = 8;

impl Index {
    /// The index of passages, each with the number by which it is called.
    pub fn new<'b>(passages: impl Iterator<Item = (usize, &'b Bigrams)>) -> Self {
        let mut index = Self {
            places: Vec::new(),
            lengths: HashMap::default(),
        };
        for (at, own) in passages {
            let at = at as u32;
            index.lengths.insert(at, own.len());
            index.places.extend(own.0.iter().map(|pair| (*pair, at)));
        }
        index.places.sort_unstable();
        index.places.dedup();
        index
    }

    /// The passages that may be like one, by how many of its rarest pairs they share; `rank` has
    /// these and the length of the passage. The work is bounded by the length of the one, however
    /// many passages there are.
    pub fn candidates(&self, own: &Bigrams, rank: impl Fn(usize, usize) -> f64) -> Vec<usize> {
        let distinct = own.0.chunk_by(|a, b| a == b).filter_map(|run| run.first());
        let mut rare: Vec<&[(u64, u32)]> = distinct
            .map(|pair| {
                let start = self.places.partition_point(|(known, _)| known < pair);
                let rest = self.places.get(start..).unwrap_or_default();
                let same = rest.iter().take(COMMON + 1);
                let count = same.take_while(|(known, _)| known == pair).count();
                rest.get(..count).unwrap_or_default()
            })
            .filter(|places| (1..=COMMON).contains(&places.len()))
            .collect();
        rare.sort_by_key(|places| places.len());
        let mut shared: HashMap<u32, usize> = HashMap::default();
        for (_, at) in rare.into_iter().take(RARE).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        let length = |at: u32| self.lengths.get(&at).copied().unwrap_or(0);
        let mut ranked: Vec<(f64, u32)> = shared
            .into_iter()
            .map(|(at, shared)| (rank(shared, length(at)), at))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = ranked.into_iter().take(CANDIDATES);
        best.map(|(_, at)| at as usize).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_found_by_any_of_its_pairs() {
        let pairs = |words: &str| Bigrams::of(words.chars().map(u32::from));
        let passages = ["渡口归县", "渡船归乡", "桥梁归村"].map(pairs);
        let index = Index::new(passages.iter().enumerate());
        let found = |words| index.candidates(&pairs(words), |shared, _| shared as f64);
        assert_eq!(found("渡口归乡"), [0, 1]);
        assert_eq!(found("牲畜"), [0; 0]);
    }
}
