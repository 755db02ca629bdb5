//! The titles and headings of a whole library: gathered document by document, ranked by a query.

use std::sync::Arc;

use super::fuzzy::{Fuzzy, Key, Scratch};
use super::query::Keywords;
use super::titles::on_all_cores;
use crate::clause::{self, ClauseKind};
use crate::library::{Entry, EntryId, Filters};

/// All headings gathered so far. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// Each with the index of its first heading.
    sheaves: Vec<(usize, Arc<Sheaf>)>,
    length: usize,
}

/// The headings of some documents, stored compactly.
#[derive(Debug, Default)]
pub struct Sheaf {
    text: String,
    headings: Vec<Packed>,
    keys: Vec<Key>,
}

/// A heading in packed form: its text and, directly after it, its address in the text of the sheaf.
/// Lengths are in bytes.
#[derive(Clone, Copy, Debug)]
struct Packed {
    start: u32,
    length: u16,
    address: u8,
    entry: EntryId,
}

/// A heading, or the title of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading<'a> {
    /// Text of the heading.
    pub text: &'a str,
    /// Address in the document; empty for the title.
    pub address: &'a str,
    /// The document that contains it.
    pub entry: EntryId,
}

/// Longest heading kept, in characters; the rest is cut.
const LONGEST: usize = 80;

impl Sheaf {
    /// Reads a document and adds its title and headings; only the title if it cannot be read, or
    /// only through a filter: running thousands of programs would take hours.
    pub fn gather(&mut self, id: EntryId, entry: Entry<'_>, filters: &Filters) {
        self.push(entry.title(), "", id);
        let source = entry.source();
        if source.is_filtered(filters) {
            return;
        }
        let Ok((document, _)) = source.document(None, filters) else {
            return;
        };
        let tree = clause::nest(&document);
        for clause in tree.ids() {
            let is_large = tree.get(clause).is_some_and(|clause| {
                matches!(
                    clause.kind,
                    ClauseKind::Heading
                        | ClauseKind::Part
                        | ClauseKind::Subpart
                        | ClauseKind::Chapter
                        | ClauseKind::Section
                ) || clause.kind.is_attached()
            });
            if let Some(found) = tree.get(clause).filter(|_| is_large) {
                let words = found.heading(&document);
                self.push(&words, &tree.address(clause).to_string(), id);
            }
        }
    }

    fn push(&mut self, text: &str, address: &str, entry: EntryId) {
        let end = text
            .char_indices()
            .nth(LONGEST)
            .map_or(text.len(), |(at, _)| at);
        let text = text.get(..end).unwrap_or(text);
        let Ok(address_length) = u8::try_from(address.len()) else {
            return;
        };
        self.headings.push(Packed {
            start: self.text.len() as u32,
            length: text.len() as u16,
            address: address_length,
            entry,
        });
        self.keys.push(Key::new(text));
        self.text.push_str(text);
        self.text.push_str(address);
    }

    /// Whether nothing was gathered.
    pub fn is_empty(&self) -> bool {
        self.headings.is_empty()
    }
}

impl Headings {
    /// Adds the gathered headings.
    pub fn add(&mut self, sheaf: Arc<Sheaf>) {
        let first = self.length;
        self.length += sheaf.headings.len();
        self.sheaves.push((first, sheaf));
    }

    /// Number of headings.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are no headings.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    fn locate(&self, index: usize) -> Option<(&Sheaf, usize)> {
        let after = self.sheaves.partition_point(|(first, _)| *first <= index);
        let (first, sheaf) = self.sheaves.get(after.checked_sub(1)?)?;
        Some((sheaf, index - first))
    }

    /// The heading with an index.
    pub fn get(&self, index: usize) -> Option<Heading<'_>> {
        let (sheaf, index) = self.locate(index)?;
        let packed = sheaf.headings.get(index)?;
        let start = packed.start as usize;
        let middle = start + usize::from(packed.length);
        Some(Heading {
            text: sheaf.text.get(start..middle)?,
            address: sheaf
                .text
                .get(middle..middle + usize::from(packed.address))?,
            entry: packed.entry,
        })
    }

    /// The indices of the matching headings, best first. `None` if the answer is no longer wanted.
    /// Filters are ignored.
    pub fn rank(
        &self,
        query: &Keywords,
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<u32>> {
        let state = || (Fuzzy::new(query), Scratch::default());
        let mut ranked = on_all_cores(0..self.length, state, |(fuzzy, scratch), index| {
            let (sheaf, within) = self.locate(index)?;
            if !fuzzy.may_match(*sheaf.keys.get(within)?) || index % 64 == 0 && !is_wanted() {
                return None;
            }
            let score = fuzzy.score(self.get(index)?.text, scratch)?;
            Some((std::cmp::Reverse(score as i32), index as u32))
        });
        ranked.sort_unstable();
        is_wanted().then(|| ranked.into_iter().map(|(_, index)| index).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Catalog, Source};

    #[test]
    fn titles_and_headings_are_gathered_and_ranked() {
        let mut catalog = Catalog::default();
        for text in [
            "# 甲法\n\n## 第一章 总则\n\n第一条　为了。\n\n## 第二章 手工业\n\n第二条　略。\n",
            "# 乙法\n\n没有标题。\n",
        ] {
            let source = Source::Memory("-".into(), text.as_bytes().into());
            catalog.read(source).unwrap();
        }
        let mut headings = Headings::default();
        for (id, entry) in catalog.iter() {
            let mut sheaf = Sheaf::default();
            sheaf.gather(id, entry, catalog.filters());
            headings.add(Arc::new(sheaf));
        }
        let all: Vec<_> = (0..headings.len())
            .map(|index| headings.get(index).unwrap().text)
            .collect();
        assert_eq!(all, ["甲法", "第一章 总则", "第二章 手工业", "乙法"]);
        let found = headings.rank(&Keywords::parse("sgy"), &|| true).unwrap();
        assert_eq!(found, [2]);
        let heading = headings.get(2).unwrap();
        assert_eq!(
            (heading.entry, heading.address.is_empty()),
            (EntryId(0), false)
        );
    }
}
