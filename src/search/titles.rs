//! The titles of a whole catalog, ranked by a query: keys reject most of them, the rest is matched
//! on all cores.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::fuzzy::{Fuzzy, Key, Scratch};
use super::query::Keywords;
use super::query::filter::has_in_it;
use crate::document::PartialDate;
use crate::library::same::Same;
use crate::library::{Catalog, Edition, EntryId, edition, work};

/// The keys of all titles, by the ids of their entries.
#[derive(Debug, Default)]
pub struct Titles {
    keys: Vec<Key>,
}

/// Number of titles matched before the first results are reported.
const FIRST: usize = 1 << 14;

/// Number of titles that a thread takes at a time.
const BLOCK: usize = 1 << 11;

/// A document with its sort key: higher score, earlier date, position in the catalog.
type Ranked = (Reverse<i32>, u32, EntryId);

impl Titles {
    /// Adds the entries that are new in the catalog.
    pub fn update(&mut self, catalog: &Catalog) {
        let known = self.keys.len();
        if known == catalog.bound() {
            return;
        }
        let keys = on_all_cores(
            known..catalog.bound(),
            || {},
            |(), index| {
                let entry = catalog.get(EntryId(index as u32));
                let title = entry.map_or("", crate::library::Entry::title);
                Some((index, Key::new(title)))
            },
        );
        self.keys.resize(catalog.bound(), Key::default());
        for (index, key) in keys {
            if let Some(place) = self.keys.get_mut(index) {
                *place = key;
            }
        }
    }

    /// Ranks the documents whose titles match, best first, with only one of each group of identical
    /// documents. Calls `first` with early results if the catalog is large. `None` if the answer is
    /// no longer wanted.
    pub fn rank(
        &self,
        catalog: &Catalog,
        same: &Same,
        query: &Keywords,
        is_wanted: &(dyn Fn() -> bool + Sync),
        first: &mut dyn FnMut(Vec<EntryId>),
    ) -> Option<Vec<EntryId>> {
        let all = self.keys.len().min(catalog.bound());
        let mut ranked = self.matching(catalog, same, query, is_wanted, 0..all.min(FIRST));
        if all > FIRST {
            if !is_wanted() {
                return None;
            }
            if query.in_force.is_none() {
                first(in_order(ranked.clone()));
            }
            ranked.extend(self.matching(catalog, same, query, is_wanted, FIRST..all));
        }
        if let Some(at) = query.in_force {
            keep_in_force(catalog, &mut ranked, at);
        }
        is_wanted().then(|| in_order(ranked))
    }

    fn matching(
        &self,
        catalog: &Catalog,
        same: &Same,
        query: &Keywords,
        is_wanted: &(dyn Fn() -> bool + Sync),
        ids: std::ops::Range<usize>,
    ) -> Vec<Ranked> {
        let state = || (Fuzzy::new(query), Scratch::default(), HashMap::new());
        on_all_cores(ids, state, |(fuzzy, scratch, words), index| {
            let id = EntryId(index as u32);
            // This test costs nothing compared with matching.
            if !fuzzy.may_match(*self.keys.get(index)?)
                || !catalog.has(id)
                || same.is_repeated(id)
                || index % 64 == 0 && !is_wanted()
            {
                return None;
            }
            let entry = catalog.get(id)?;
            let mut is_in = |word: &str, part: &str| {
                // Words of the catalog are stored once and shared by many documents, so each is
                // searched only once.
                let key = (word.as_ptr() as usize, word.len(), part.as_ptr() as usize);
                *words.entry(key).or_insert_with(|| has_in_it(word, part))
            };
            if !query
                .filters
                .iter()
                .all(|filter| filter.holds(entry, &mut is_in))
            {
                return None;
            }
            let score = fuzzy.score(entry.title(), scratch)?;
            let date = entry.dates().next().map_or(u32::MAX, |date| {
                let (month, day) = (date.month.unwrap_or(0), date.day.unwrap_or(0));
                u32::from(date.year) << 16 | u32::from(month) << 8 | u32::from(day)
            });
            Some((Reverse(score as i32), date, id))
        })
    }
}

/// Keeps of each work the edition that was in force on a day, as far as the heads of texts and the
/// names of files tell it.
fn keep_in_force(catalog: &Catalog, ranked: &mut Vec<Ranked>, at: PartialDate) {
    let mut works: HashMap<String, Vec<(EntryId, Edition)>> = HashMap::new();
    for (_, _, id) in ranked.iter() {
        if let Some(entry) = catalog.get(*id) {
            let edition = Edition::of(&entry.header(), None);
            let own = works.entry(work(entry.title())).or_default();
            own.push((*id, edition));
        }
    }
    let mut kept = HashSet::new();
    for mut own in works.into_values() {
        edition::keep_in_force(&mut own, at, |(_, edition)| edition);
        kept.extend(own.into_iter().map(|(id, _)| id));
    }
    ranked.retain(|(_, _, id)| kept.contains(id));
}

fn in_order(mut ranked: Vec<Ranked>) -> Vec<EntryId> {
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, _, id)| id).collect()
}

/// Visits indices on all cores, block by block, each thread with a state of its own, and collects
/// the results.
pub(super) fn on_all_cores<S, T: Send>(
    indices: std::ops::Range<usize>,
    state: impl Fn() -> S + Sync,
    visit: impl Fn(&mut S, usize) -> Option<T> + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(indices.start);
    let work = || {
        let mut state = state();
        let mut made = Vec::new();
        loop {
            let start = next.fetch_add(BLOCK, Ordering::Relaxed);
            if start >= indices.end {
                return made;
            }
            for index in start..indices.end.min(start + BLOCK) {
                made.extend(visit(&mut state, index));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(indices.len() / BLOCK + 1);
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for other in others {
            // A thread that panicked on a title contributes nothing; the results of the others are
            // kept.
            made.extend(other.join().unwrap_or_default());
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Source;

    fn catalog(titles: &[&str]) -> Catalog {
        let mut catalog = Catalog::default();
        for title in titles {
            let text = format!(
                "id: 0\n标题：{title}\n日期：{}\n标签：{}\n正文：\n",
                "1955-4-1", "工业"
            );
            let text = text.replace("id: 0", &format!("id: {}", catalog.len()));
            let source = Source::Memory("-".into(), text.into_bytes().into());
            catalog.read(source).unwrap();
        }
        catalog
    }

    fn rank(catalog: &Catalog, query: &str) -> Vec<u32> {
        let mut titles = Titles::default();
        titles.update(catalog);
        let ranked = titles.rank(
            catalog,
            &Same::default(),
            &Keywords::parse(query),
            &|| true,
            &mut |_| {},
        );
        ranked.unwrap().into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn titles_are_ranked_and_filtered() {
        let mut catalog = catalog(&["关于手里的工作", "手工业", "农业", "手工業合作社的指示"]);
        assert_eq!(rank(&catalog, "手工"), [1, 3, 0]);
        assert_eq!(rank(&catalog, "sgy"), [1, 3]);
        assert_eq!(rank(&catalog, "tag:农"), [0; 0]);
        assert_eq!(rank(&catalog, "标签:工业 date:1955"), [0, 1, 2, 3]);
        assert_eq!(rank(&catalog, "date:1956.."), [0; 0]);
        catalog.remove([EntryId(1)]);
        assert_eq!(rank(&catalog, "手工"), [3, 0]);
    }

    #[test]
    fn of_each_work_the_edition_in_force_on_a_day_is_found() {
        let mut catalog = Catalog::default();
        for (title, dates) in [
            ("渡口法", "2001年2月3日 县议会通过"),
            (
                "渡口法",
                "2001年2月3日 县议会通过\n\n2010年5月6日 县议会修正",
            ),
            ("渡口法实施条例", "2012年7月8日 县议会通过"),
            // In force later than it was made.
            ("渡口税法", "2009年1月1日 县议会通过\n\n2011年1月1日起施行"),
        ] {
            let text = format!("# {title}\n\n{dates}\n\n第一条　渡口归县。\n");
            let source = Source::Memory("-".into(), text.into_bytes().into());
            catalog.read(source).unwrap();
        }
        assert_eq!(rank(&catalog, "渡口 at:2000"), [0; 0]);
        assert_eq!(rank(&catalog, "渡口 at:2009-12-31"), [0]);
        assert_eq!(rank(&catalog, "渡口 at:2010-06-01"), [1]);
        assert_eq!(rank(&catalog, "at:2020 渡口"), [1, 3, 2]);
        assert_eq!(rank(&catalog, "at:2020"), [1, 3, 2]);
    }

    #[test]
    fn what_is_wanted_no_more_is_given_up() {
        let catalog = catalog(&["手工业"]);
        let mut titles = Titles::default();
        titles.update(&catalog);
        let query = Keywords::parse("手");
        assert_eq!(
            titles.rank(&catalog, &Same::default(), &query, &|| false, &mut |_| {}),
            None
        );
    }
}
