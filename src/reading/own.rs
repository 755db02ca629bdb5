//! Whose annotations are whose: the one rule by which annotations belong to a document.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;

use crate::annotation::{Annotation, SourceRef};
use crate::document::{Header, PartialDate};
use crate::library::{Catalog, EntryId, Filters, Source, work};

/// What annotations know a document by, beside its text.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// Its header, as its library has it.
    pub header: Header,
    /// Its key, as [`Header::key`].
    pub key: String,
    /// Its path from any folder, or the name it goes by.
    pub path: String,
}

impl Identity {
    /// The document of a source with this header.
    pub fn new(header: Header, source: &Source) -> Self {
        let path = match source {
            Source::File(path) => std::path::absolute(path)
                .unwrap_or_else(|_| path.clone())
                .to_string_lossy()
                .into_owned(),
            source => source.name().into_owned(),
        };
        Self {
            key: header.key(),
            header,
            path,
        }
    }

    /// Whether an annotation is one of this document: it names the document by its key; or the same
    /// text, whose hash `sha256` tells, under whatever name; or its path, if the document it names
    /// is not among those beside it.
    pub fn owns<'t>(
        &self,
        annotation: &Annotation,
        sha256: impl FnOnce() -> &'t str,
        beside: &dyn Documents,
    ) -> bool {
        let source = &annotation.target.source;
        let key = source.key();
        key == self.key
            || (!source.sha256.is_empty() && source.sha256 == sha256())
            || (source.path == self.path && !beside.has(&key))
    }
}

/// The documents beside a text: an annotation that names one of them belongs to that one.
pub trait Documents: std::fmt::Debug {
    /// Whether one of them has this key.
    fn has(&self, key: &str) -> bool;

    /// The filters through which some of them are read.
    fn filters(&self) -> &Filters;
}

impl Documents for Catalog {
    fn has(&self, key: &str) -> bool {
        self.find_key(key).is_some()
    }

    fn filters(&self) -> &Filters {
        Self::filters(self)
    }
}

/// Documents without a catalog. Their headers are read when they are first asked for, which is
/// seldom.
#[derive(Debug, Default)]
pub struct Sources {
    /// Where they are.
    pub list: Vec<Source>,
    filters: Arc<Filters>,
    known: OnceLock<Known>,
    catalog: OnceLock<(Catalog, Vec<usize>)>,
}

/// What is known of documents by their headers.
#[derive(Debug, Default)]
struct Known {
    keys: HashSet<String>,
    /// The edition of each, and its index, by the work.
    titles: HashMap<String, Vec<(Option<PartialDate>, usize)>>,
}

impl Sources {
    /// Documents that are read through filters where there is one for them.
    pub fn through(filters: Arc<Filters>, list: Vec<Source>) -> Self {
        Self {
            list,
            filters,
            known: OnceLock::new(),
            catalog: OnceLock::new(),
        }
    }
}

impl Sources {
    /// The documents that a title may mean, by index, the newest first.
    pub fn titled(&self, wanted: &str) -> Vec<usize> {
        let found = self.known().titles.get(&work(wanted));
        let mut found = found.cloned().unwrap_or_default();
        found.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        found.into_iter().map(|(_, index)| index).collect()
    }

    /// The documents as a catalog, and of each entry the index of its document. What cannot be read
    /// is not among them.
    pub fn catalog(&self) -> &(Catalog, Vec<usize>) {
        self.catalog.get_or_init(|| {
            let mut catalog = Catalog::through(Arc::clone(&self.filters));
            let mut indices = Vec::new();
            for (index, source) in self.list.iter().enumerate() {
                if catalog.read(source.clone()).is_ok() {
                    indices.push(index);
                }
            }
            (catalog, indices)
        })
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let mut known = Known::default();
            for (index, source) in self.list.iter().enumerate() {
                let Ok(facts) = source.facts(&self.filters) else {
                    continue;
                };
                let header = facts.header;
                let date = header.edition();
                let title = work(&header.title);
                known.titles.entry(title).or_default().push((date, index));
                known.keys.insert(header.key());
            }
            known
        })
    }
}

impl Documents for Sources {
    fn has(&self, key: &str) -> bool {
        self.known().keys.contains(key)
    }

    fn filters(&self) -> &Filters {
        &self.filters
    }
}

/// The document of a catalog that an annotation belongs to, the texts not looked at: the one with
/// its key, else the one at its path.
pub fn entry_of(annotation: &Annotation, catalog: &Catalog) -> Option<EntryId> {
    let path = PathBuf::from(&annotation.target.source.path);
    let found = catalog.find_key(&annotation.key());
    found.or_else(|| catalog.find(&Source::File(path)))
}

/// Annotations by the documents of a catalog that they belong to, as [`entry_of`] has it. All are
/// looked for in one walk through the catalog, which may be long.
pub fn by_entry<'a>(
    annotations: impl IntoIterator<Item = &'a Arc<Annotation>>,
    catalog: &Catalog,
) -> HashMap<EntryId, Vec<Arc<Annotation>>> {
    // Annotations of one document share what they say of it.
    let mut documents: HashMap<*const SourceRef, Vec<&Arc<Annotation>>> = HashMap::default();
    for own in annotations {
        let source = Arc::as_ptr(&own.target.source);
        documents.entry(source).or_default().push(own);
    }
    let documents: Vec<(String, &Path, Vec<&Arc<Annotation>>)> = documents
        .into_values()
        .filter_map(|own| {
            let source = &own.first()?.target.source;
            Some((source.key(), Path::new(&source.path), own))
        })
        .collect();
    let keys = documents.iter().map(|(key, ..)| key.as_str());
    let by_key = catalog.find_keys(&keys.collect());
    let lost = documents
        .iter()
        .filter(|(key, ..)| !by_key.contains_key(key));
    let by_path = catalog.find_files(&lost.map(|(_, path, _)| *path).collect());
    let mut found: HashMap<EntryId, Vec<Arc<Annotation>>> = HashMap::default();
    for (key, path, own) in documents {
        if let Some(&entry) = by_key.get(&key).or_else(|| by_path.get(path)) {
            let own = own.into_iter().cloned();
            found.entry(entry).or_default().extend(own);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Motivation, Target};
    use crate::reading::Text;
    use crate::text::Span;

    const TEXT: &str = "# 甲法\n\n第一条　甲。\n";

    fn text(source: &str, path: &str) -> Text {
        let document = crate::document::parse(source.to_owned());
        Text::of(document, "UTF-8", &Source::File(path.into()).into())
    }

    /// Whether an annotation made in `TEXT` at `/a.md` is one of a text at a path, beside a
    /// library.
    fn check(source: &str, path: &str, beside: &[&str], expected: bool) {
        let made = text(TEXT, "/a.md");
        let target = Target::new(made.reference(), TEXT, Span::new(2, 8), None);
        let annotation = Annotation::new(Motivation::Commenting, target);
        let beside = beside.iter().map(|source| {
            let bytes = source.as_bytes().into();
            Source::Memory("b".to_owned(), bytes)
        });
        let beside = Sources::through(Arc::default(), beside.collect());
        let owns = text(source, path).owns(&annotation, &beside);
        assert_eq!(owns, expected, "{source:?} at {path}");
    }

    #[test]
    fn an_annotation_belongs_to_a_key_a_text_or_a_path() {
        check("# 甲法\n\n第九条　乙。\n", "/b.md", &[], true);
        check(TEXT, "/b.md", &[], true);
        check("# 乙法\n\n第一条　甲。\n", "/a.md", &[], true);
        check("# 乙法\n\n第一条　甲。\n", "/b.md", &[], false);
        // The document it names is there: it belongs to that one.
        check("# 乙法\n\n第一条　甲。\n", "/a.md", &["# 甲法\n"], false);
        check("# 乙法\n\n第一条　甲。\n", "/a.md", &["# 丙法\n"], true);
    }
}
