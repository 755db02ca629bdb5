//! The documents that a title may mean.

use foldhash::HashMap;

use crate::document::PartialDate;
use crate::library::{Catalog, EntryId, Source};

/// The documents that a title may mean, the newest first. The name of the state and a date in
/// parentheses are no part of it.
pub fn of_title(catalog: &Catalog, wanted: &str) -> Vec<EntryId> {
    let wanted = bare(wanted);
    let is_meant = catalog
        .iter()
        .filter(|(_, entry)| bare(entry.title()) == wanted);
    let mut found: Vec<_> = is_meant
        .map(|(id, entry)| (entry.dates().next_back(), id))
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
            let date = entry.dates().next_back();
            let own = newest.entry(bare(entry.title())).or_insert((date, id));
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
        let (_, id) = self.newest.get(&bare(wanted))?;
        Some(self.catalog.get(*id)?.source())
    }
}

/// A title as titles are compared: without blanks, title marks, the name of the state, a date.
pub(super) fn bare(title: &str) -> String {
    let title = title.trim();
    let title = title
        .strip_prefix("中华人民共和国")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(title);
    let end = title.find(['（', '(']).filter(|&at| {
        at > 0
            && title
                .get(at..)
                .is_some_and(|tail| tail.contains(|c: char| c.is_ascii_digit()))
    });
    let title = end.and_then(|end| title.get(..end)).unwrap_or(title);
    title
        .chars()
        .filter(|c| !c.is_whitespace() && !"《》〈〉".contains(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_with_and_without_the_state_and_the_date() {
        for title in [
            "中华人民共和国刑法",
            "刑法",
            "刑法(2020-12-26)",
            "《刑法》",
            "中华人民共和国 刑法（2020年修正）",
        ] {
            assert_eq!(bare(title), "刑法", "{title}");
        }
        assert_eq!(bare("关于适用刑法的解释（一）"), "关于适用刑法的解释（一）");
        assert_eq!(bare("中华人民共和国"), "中华人民共和国");
    }
}
