//! Shelves: the catalog arranged as a tree (by collection), each node with its documents in natural order.

use std::collections::BTreeMap;
use std::path::Path;

use super::order::natural;
use super::{Catalog, Entry, EntryId, Source};

/// A node of the arranged library: a shelf with shelves and documents on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// What it is called; the roof names the ones without a name.
    pub name: String,
    /// Shelves within, in natural order.
    pub shelves: Vec<Shelf>,
    /// Documents directly on it, in natural order of their titles.
    pub entries: Vec<EntryId>,
}

impl Shelf {
    /// Documents on it and on the shelves within.
    pub fn count(&self) -> usize {
        self.entries.len() + self.shelves.iter().map(Self::count).sum::<usize>()
    }
}

/// Arranges a catalog by collection (书籍); documents without one stand under the name of their folder.
pub fn by_collection(catalog: &Catalog) -> Shelf {
    let mut collections: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for (id, entry) in catalog.iter() {
        collections.entry(collection(entry)).or_default().push(id);
    }
    let mut shelves: Vec<Shelf> = collections
        .into_iter()
        .map(|(name, mut entries)| {
            let title = |id: &EntryId| {
                catalog
                    .get(*id)
                    .map_or("", |entry| entry.header.title.as_str())
            };
            entries.sort_by(|a, b| natural(title(a), title(b)).then(a.cmp(b)));
            Shelf {
                name: name.to_owned(),
                shelves: Vec::new(),
                entries,
            }
        })
        .collect();
    shelves.sort_by(|a, b| natural(&a.name, &b.name));
    Shelf {
        name: String::new(),
        shelves,
        entries: Vec::new(),
    }
}

fn collection(entry: &Entry) -> &str {
    if !entry.header.collection.is_empty() {
        return &entry.header.collection;
    }
    match &entry.source {
        Source::File(path) => path
            .parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str())
            .unwrap_or(""),
        Source::Builtin(..) | Source::Memory(..) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Header;

    #[test]
    fn documents_stand_by_collection_or_folder_in_natural_order() {
        let mut catalog = Catalog::default();
        let mut add = |title: &str, collection: &str, path: &str| {
            let header = Header {
                title: title.into(),
                collection: collection.into(),
                ..Header::default()
            };
            catalog.add(Entry {
                header,
                source: Source::File(path.into()),
            });
        };
        add("第十卷", "文集", "/a/1");
        add("第九卷", "文集", "/b/2");
        add("某法", "", "/laws/3");
        let shelf = by_collection(&catalog);
        let shown: Vec<_> = shelf
            .shelves
            .iter()
            .map(|shelf| (shelf.name.as_str(), shelf.entries.as_slice()))
            .collect();
        assert_eq!(
            shown,
            [
                ("laws", [EntryId(2)].as_slice()),
                ("文集", [EntryId(1), EntryId(0)].as_slice())
            ]
        );
        assert_eq!(shelf.count(), 3);
    }
}
