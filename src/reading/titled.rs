//! The documents that a title may mean.

use foldhash::HashMap;

use super::Text;
use crate::document::PartialDate;
use crate::library::{Catalog, EntryId, Filters, Source, work};

/// The documents that a title may mean, the newest first. The name of the state and a date in
/// parentheses are no part of it.
pub fn of_title(catalog: &Catalog, wanted: &str) -> Vec<EntryId> {
    let wanted = work(wanted);
    let is_meant = catalog
        .iter()
        .filter(|(_, entry)| work(entry.title()) == wanted);
    let mut found: Vec<_> = is_meant
        .map(|(id, entry)| (entry.header().edition(), id))
        .collect();
    found.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    found.into_iter().map(|(_, id)| id).collect()
}

/// What a library has of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// The edition of a time, or the newest: the document and its date.
    pub found: Option<(EntryId, Option<PartialDate>)>,
    /// How many editions there are.
    pub editions: usize,
    /// Documents that were looked at.
    pub documents: usize,
}

/// The edition of a title that was the newest at a time; without one, or where all are later, the
/// newest of all.
pub fn of_time(catalog: &Catalog, wanted: &str, at: Option<PartialDate>) -> Titled {
    let editions = of_title(catalog, wanted);
    let then = at.and_then(|at| made_by(catalog, &editions, at));
    let found = then.or(editions.first().copied());
    Titled {
        found: found.and_then(|id| Some((id, catalog.get(id)?.header().edition()))),
        editions: editions.len(),
        documents: catalog.len(),
    }
}

/// Of several documents of one work, the newest first, the edition that was the newest at a time.
/// `None` where there is none, or where several are: the parts of a code.
pub fn made_by(catalog: &Catalog, several: &[EntryId], at: PartialDate) -> Option<EntryId> {
    let edition = |id: &EntryId| Some((*id, catalog.get(*id)?.header().edition()?));
    let editions = several.iter().filter_map(edition);
    let mut then = editions.skip_while(|(_, date)| *date > at);
    let (id, date) = then.next()?;
    let is_only = then.next().is_none_or(|(_, next)| next != date);
    is_only.then_some(id)
}

/// A document that has a place, and the clause there in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T = EntryId> {
    /// The document.
    pub document: T,
    /// What it calls the clause, and its first words.
    pub clause: String,
}

/// Of several documents of one work those that have a place, in their order: of the parts of a code
/// that is split only one has it. Each is read for it, but for those that a program would have to
/// print; no more than a work has parts and editions.
pub fn with_place<T>(
    several: impl IntoIterator<Item = (T, Source)>,
    filters: &Filters,
    place: &str,
) -> Vec<Placed<T>> {
    const MOST: usize = 64;
    let placed = several
        .into_iter()
        .take(MOST)
        .filter_map(|(document, source)| {
            if source.is_filtered(filters) {
                return None;
            }
            let text = Text::open_uncorrected(source).ok()?;
            let clause = *text.tree.find(place, &text.document).first()?;
            let clause = text.named(clause);
            Some(Placed { document, clause })
        });
    placed.collect()
}

/// A catalog that is asked for many titles: each is looked up, not compared with all.
#[derive(Debug)]
pub struct ByTitle {
    catalog: Catalog,
    /// The newest document of each title, with its date.
    newest: HashMap<String, (Option<PartialDate>, EntryId)>,
}

impl From<Catalog> for ByTitle {
    fn from(catalog: Catalog) -> Self {
        let mut newest: HashMap<String, (Option<PartialDate>, EntryId)> = HashMap::default();
        for (id, entry) in catalog.iter() {
            let date = entry.header().edition();
            let own = newest.entry(work(entry.title())).or_insert((date, id));
            if own.0 < date {
                *own = (date, id);
            }
        }
        Self { catalog, newest }
    }
}

impl ByTitle {
    /// The newest of the documents that a title may mean.
    pub fn newest(&self, wanted: &str) -> Option<Source> {
        let (_, id) = self.newest.get(&work(wanted))?;
        Some(self.catalog.get(*id)?.source())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::date;

    #[test]
    fn a_place_is_found_in_the_part_that_has_it() {
        let mut catalog = Catalog::default();
        for (name, articles) in [("a", 1..=2), ("b", 3..=4)] {
            let articles = articles.map(|number| format!("第{number}条　甲{number}。\n\n"));
            let text = format!("# 渡口法\n\n{}", articles.collect::<String>());
            let source = Source::Memory(format!("{name}.md"), text.into_bytes().into());
            catalog.read(source).unwrap();
        }
        let found = |place: &str| {
            let parts = of_title(&catalog, "渡口法");
            let parts = parts.into_iter();
            let parts = parts.map(|id| (id, catalog.get(id).unwrap().source()));
            let found = with_place(parts, catalog.filters(), place).into_iter();
            found
                .map(|own| (own.document.0, own.clause))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("第三条"), [(1, "第3条 甲3".to_owned())]);
        assert_eq!(found("第1条"), [(0, "第1条 甲1".to_owned())]);
        assert_eq!(found("第九条"), []);
    }

    #[test]
    fn the_edition_of_the_time_is_meant() {
        let mut catalog = Catalog::default();
        for made in ["1990年3月1日", "2000年3月1日"] {
            let text = format!("# 渡口法\n\n{made} 某会议通过\n\n第一条　渡口归县。\n");
            let bytes = text.into_bytes().into();
            let source = Source::Memory(format!("{made}.md"), bytes);
            catalog.read(source).unwrap();
        }
        let check = |at: &str, expected: Option<u32>| {
            let titled = of_time(&catalog, "中华人民共和国渡口法", date::whole(at));
            assert_eq!(titled.found.map(|(id, _)| id.0), expected, "{at}");
            assert_eq!((titled.editions, titled.documents), (2, 2));
        };
        check("1995年", Some(0));
        check("2001年1月1日", Some(1));
        check("1980年", Some(1));
        check("", Some(1));
        assert_eq!(of_time(&catalog, "桥梁法", None).found, None);
    }
}
