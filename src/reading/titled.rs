//! The documents that a title may mean.

use foldhash::HashMap;

use crate::document::PartialDate;
use crate::library::{Catalog, EntryId, Source, work};

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
