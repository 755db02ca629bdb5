//! What the documents with hits have in common: their tags, authors, books and folders, each with
//! how many hits stand in its documents.

use std::collections::HashMap;

use super::engine::Count;
use crate::library::{Catalog, Entry};

/// What documents may have in common; a query narrows by each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// A tag.
    Tag,
    /// An author.
    Author,
    /// A book or collection.
    Book,
    /// The first folder below the root of the library.
    Folder,
}

impl Field {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Tag, Self::Author, Self::Book, Self::Folder];

    /// Its name in the locales, under `facet`: the word that stands before the colon in a query.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Book => "book",
            Self::Folder => "folder",
        }
    }

    fn each(self, entry: Entry<'_>, take: &mut dyn FnMut(&str)) {
        match self {
            Self::Tag => entry.tags().for_each(take),
            Self::Author => entry.authors().for_each(take),
            Self::Book => take(entry.collection()),
            Self::Folder => take(entry.folder().split('/').next().unwrap_or("")),
        }
    }
}

/// What some of the documents have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What it is.
    pub field: Field,
    /// Its words.
    pub words: String,
    /// Hits in its documents.
    pub hits: usize,
    /// Its documents with hits.
    pub documents: usize,
}

/// The facets of an answer, field by field, those with the most hits first. What all of its
/// documents have in common tells them not apart and is left out.
pub fn facets(catalog: &Catalog, counts: &[Count]) -> Vec<Facet> {
    let mut found: HashMap<(Field, String), Facet> = HashMap::new();
    for count in counts {
        let Some(entry) = catalog.get(count.document) else {
            continue;
        };
        for field in Field::ALL {
            field.each(entry, &mut |words| {
                if words.is_empty() {
                    return;
                }
                let key = (field, words.to_owned());
                let facet = found.entry(key).or_insert_with(|| Facet {
                    field,
                    words: words.to_owned(),
                    hits: 0,
                    documents: 0,
                });
                facet.hits += count.hits;
                facet.documents += 1;
            });
        }
    }
    let mut facets: Vec<Facet> = found
        .into_values()
        .filter(|facet| facet.documents < counts.len())
        .collect();
    facets.sort_by(|a, b| {
        let order = |facet: &Facet| (facet.field, std::cmp::Reverse(facet.hits));
        order(a).cmp(&order(b)).then_with(|| a.words.cmp(&b.words))
    });
    facets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Source;

    #[test]
    fn documents_are_counted_by_what_they_have_in_common() {
        let mut catalog = Catalog::default();
        let mut counts = Vec::new();
        for (index, (tags, author, book)) in [
            ("渡口，船工", "甲", "文集"),
            ("渡口", "乙", "文集"),
            ("", "甲", "文集"),
        ]
        .into_iter()
        .enumerate()
        {
            let source = format!(
                "标题：题{index}\n标签：{tags}\n作者：{author}\n书籍：{book}\n\n正文：\n\n渡船。\n"
            );
            let bytes = source.into_bytes().into();
            let document = catalog
                .read(Source::Memory(format!("{index}"), bytes))
                .unwrap();
            let hits = index + 1;
            counts.push(Count { document, hits });
        }
        let told: Vec<String> = facets(&catalog, &counts)
            .iter()
            .map(|own| {
                format!(
                    "{} {} {}/{}",
                    own.field.name(),
                    own.words,
                    own.hits,
                    own.documents
                )
            })
            .collect();
        // All are of one book.
        let expected = [
            "tag 渡口 3/2",
            "tag 船工 1/1",
            "author 甲 4/2",
            "author 乙 2/1",
        ];
        assert_eq!(told, expected);
    }
}
