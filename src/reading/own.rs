//! Whose annotations are whose: the one rule by which annotations belong to a document.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;

use crate::annotation::{self, Annotation, SourceRef};
use crate::document::{Header, PartialDate, date};
use crate::library::{Catalog, Entry, EntryId, Filters, Source, work};

/// What annotations know a document by, beside its text.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// Its header, as its library has it.
    pub header: Header,
    /// Its key, as [`Header::key`].
    pub key: String,
    /// Its path from any folder, or the name it goes by.
    pub path: String,
    /// Its path from any folder, if it is a file.
    pub file: Option<PathBuf>,
    work: OnceLock<String>,
}

/// How a record belongs to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// It is one of this document.
    Certain,
    /// It is one of this document if the two texts are nearly the same.
    IfAlike,
    /// It is one of another document.
    None,
}

impl Identity {
    /// The document of a source with this header.
    pub fn new(header: Header, source: &Source) -> Self {
        Self {
            key: header.key(),
            header,
            path: path_of(source),
            file: match source {
                Source::File(path) => std::path::absolute(path).ok(),
                Source::Builtin(..) | Source::Remote(_) | Source::Memory(..) => None,
            },
            work: OnceLock::new(),
        }
    }

    /// How what is annotated in the document that `source` names belongs to this one, by the first
    /// of these that both have in common: the text, whose hash `sha256` tells; the id in its book;
    /// the path, where the work is the same or the texts are nearly so; the work, where no document
    /// beside it is the one that is meant and the texts are nearly the same. Texts of two
    /// editions have only the first.
    pub(super) fn claim<'t>(
        &self,
        source: &SourceRef,
        sha256: impl FnOnce() -> &'t str,
        beside: &dyn Documents,
    ) -> Claim {
        if !source.sha256.is_empty() && source.sha256 == sha256() {
            return Claim::Certain;
        }
        if !agree(edition_of(source), self.header.edition()) {
            return Claim::None;
        }
        let is_id = !source.id.is_empty() && source.id == self.header.id;
        let is_collection = source.collection == self.header.collection;
        // The first programs wrote down no collection.
        let is_collection_known = !source.collection.is_empty();
        if is_id && is_collection {
            return Claim::Certain;
        }
        let is_path = source.path == self.path;
        let may_be = is_path
            || is_id && !is_collection_known
            || source.id == self.header.id && agree(dated(source), self.header.edition());
        if !may_be {
            return Claim::None;
        }
        let is_work = self.is_of(&source.title);
        if is_work && (is_path || is_id && !is_collection_known) {
            Claim::Certain
        } else if (is_work || is_path) && !beside.have(source, &self.path) {
            Claim::IfAlike
        } else {
            Claim::None
        }
    }

    /// Whether it is a text of the work that a title names.
    pub(super) fn is_of(&self, title: &str) -> bool {
        let own = || self.work.get_or_init(|| work(&self.header.title));
        title.is_empty() || title == self.header.known_title() || work(title) == *own()
    }
}

/// The path of a document from any folder, or the name it goes by.
fn path_of(source: &Source) -> String {
    match source {
        Source::File(path) => std::path::absolute(path)
            .unwrap_or_else(|_| path.clone())
            .to_string_lossy()
            .into_owned(),
        source => source.name().into_owned(),
    }
}

/// Whether two editions may be one; one without a date may be any.
fn agree(first: Option<PartialDate>, second: Option<PartialDate>) -> bool {
    let both = first.zip(second);
    both.is_none_or(|(first, second)| first.agrees_with(second))
}

/// The date of the edition that a record names.
fn edition_of(source: &SourceRef) -> Option<PartialDate> {
    known(&source.edition)
}

/// The same; of a record of the first programs its first date, which is that of an edition that was
/// never amended.
fn dated(source: &SourceRef) -> Option<PartialDate> {
    edition_of(source).or_else(|| known(&source.date))
}

fn known(written: &str) -> Option<PartialDate> {
    match date::field(written) {
        date::Field::Whole(date) => Some(date),
        _ => None,
    }
}

/// Whether a document has the very text that a record names. It is read for that; a server is not
/// asked.
fn has_text(document: &Source, source: &SourceRef, filters: &Filters) -> bool {
    let is_read = !matches!(document, Source::Remote(_)) && !document.is_filtered(filters);
    let text = || document.document(None, filters);
    is_read
        && !source.sha256.is_empty()
        && text().is_ok_and(|(text, _)| annotation::sha256(&text.source) == source.sha256)
}

/// The documents beside a text: an annotation that names one of them belongs to that one.
pub trait Documents: std::fmt::Debug {
    /// Whether one of them, elsewhere than at `path`, is the document that a record names: it
    /// stands at its path, or has its key, and may be of its edition or is its very text.
    fn have(&self, source: &SourceRef, path: &str) -> bool;

    /// The filters through which some of them are read.
    fn filters(&self) -> &Filters;
}

impl Documents for Catalog {
    fn have(&self, source: &SourceRef, path: &str) -> bool {
        let edition = |id: EntryId| self.get(id).and_then(|entry| entry.header().edition());
        let is_there = source.path != path
            && self
                .find(&Source::File(PathBuf::from(&source.path)))
                .is_some_and(|id| agree(edition_of(source), edition(id)));
        let is_elsewhere = |entry: Entry<'_>| path_of(&entry.source()) != path;
        let keyed = || self.find_keyed(&source.key()).into_iter();
        is_there
            || keyed().any(|id| {
                self.get(id)
                    .filter(|entry| is_elsewhere(*entry))
                    .is_some_and(|entry| {
                        agree(dated(source), edition(id))
                            || has_text(&entry.source(), source, self.filters())
                    })
            })
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
    /// The edition of each, and its index, by the key.
    keys: HashMap<String, Vec<(Option<PartialDate>, usize)>>,
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
                known
                    .keys
                    .entry(header.key())
                    .or_default()
                    .push((date, index));
            }
            known
        })
    }
}

impl Documents for Sources {
    fn have(&self, source: &SourceRef, path: &str) -> bool {
        let known = self.known();
        let elsewhere = |(edition, index): &(Option<PartialDate>, usize)| {
            self.list.get(*index).is_some_and(|document| {
                let own = path_of(document);
                own != path
                    && (agree(dated(source), *edition)
                        || own == source.path && agree(edition_of(source), *edition)
                        || has_text(document, source, &self.filters))
            })
        };
        let keyed = known.keys.get(&source.key());
        keyed.is_some_and(|own| own.iter().any(elsewhere))
    }

    fn filters(&self) -> &Filters {
        &self.filters
    }
}

/// A document as a record names it that does not say what its text is.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// Its key, as [`Header::key`].
    pub key: Cow<'a, str>,
    /// Its title.
    pub title: &'a str,
    /// Its path, if it is a file.
    pub path: &'a Path,
    /// The date of its edition.
    pub edition: Option<PartialDate>,
}

impl<'a> From<&'a SourceRef> for Named<'a> {
    fn from(source: &'a SourceRef) -> Self {
        Self {
            key: source.key().into(),
            title: &source.title,
            path: Path::new(&source.path),
            edition: edition_of(source),
        }
    }
}

/// The documents of a catalog that are named, the texts not looked at: the one at the path, else
/// the one with the key; of the edition that is named. All are looked for in one walk through the
/// catalog, which may be long.
pub fn find_named(catalog: &Catalog, named: &[Named<'_>]) -> Vec<Option<EntryId>> {
    let by_path = catalog.find_files(&named.iter().map(|own| own.path).collect());
    let by_key = catalog.find_keys(&named.iter().map(|own| &*own.key).collect());
    let find = |own: &Named<'_>| {
        let entry = |id: &EntryId| catalog.get(*id);
        let agrees = |id: &&EntryId| {
            let edition = entry(id).and_then(|entry| entry.header().edition());
            agree(own.edition, edition)
        };
        let is_work = |id: &&EntryId| {
            let entry = entry(id);
            entry.is_some_and(|entry| {
                entry.key() == own.key || work(entry.title()) == work(own.title)
            })
        };
        let there = by_path.get(own.path).filter(agrees);
        let keyed = || by_key.get(&*own.key)?.iter().find(agrees);
        there.filter(is_work).or_else(keyed).or(there).copied()
    };
    named.iter().map(find).collect()
}

/// The document of a catalog that a record names, as `find_named` has it.
pub fn entry_of(source: &SourceRef, catalog: &Catalog) -> Option<EntryId> {
    find_named(catalog, &[source.into()]).pop().flatten()
}

/// The document of a catalog that has the very text which a record names, wherever it stands and
/// whatever it is called by now. All that may be of its edition are read, as long as it is wanted.
pub fn entry_with_text(
    source: &SourceRef,
    catalog: &Catalog,
    is_wanted: &dyn Fn() -> bool,
) -> Option<EntryId> {
    let may_be = |entry: &Entry<'_>| agree(edition_of(source), entry.header().edition());
    let mut entries = catalog.iter().filter(|(_, entry)| may_be(entry));
    let is_it =
        |entry: &Entry<'_>| is_wanted() && has_text(&entry.source(), source, catalog.filters());
    entries.find(|(_, entry)| is_it(entry)).map(|(id, _)| id)
}

/// Annotations by the documents of a catalog that they belong to, as `find_named` has it.
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
    let documents: Vec<Vec<&Arc<Annotation>>> = documents.into_values().collect();
    let first = documents.iter().filter_map(|own| own.first());
    let named: Vec<Named<'_>> = first.map(|own| (&*own.target.source).into()).collect();
    let mut found: HashMap<EntryId, Vec<Arc<Annotation>>> = HashMap::default();
    for (entry, own) in find_named(catalog, &named).into_iter().zip(documents) {
        if let Some(entry) = entry {
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

    /// A statute that was made in 2001, and where an annotation is made in it.
    const LAW: &str = "# 渡口法\n\n2001年2月3日 县议会通过\n\n\
        第一条　渡口归县，由渡工看守，昼夜不得离人。\n\n\
        第二条　渡船每日开行六班，遇大雾停航，何时复航由船长决定。\n\n\
        第三条　过渡者按人交付船资，十岁以下儿童与残疾人免交。\n\n\
        第四条　夜间渡河须悬灯两盏，一在船头，一在船尾，灯灭即返。\n\n\
        第五条　牲畜与货物另船载运，火药和生石灰不得与人同船。\n\n\
        第六条　渡工每季领取工食一次，扣留工食的，加倍偿还。\n";
    const AT: &str = "/县/渡口法.md";

    fn text(source: &str, path: &str) -> Text {
        let document = crate::document::parse(source.to_owned());
        Text::of(document, "UTF-8", &Source::File(path.into()).into())
    }

    /// Whether an annotation made in a text at `AT` is one of another at a path, beside a library.
    /// `is_old`: as the first programs wrote it down.
    fn is_own(made: &str, source: &str, path: &str, beside: &[(&str, &str)], is_old: bool) -> bool {
        let made = text(made, AT);
        let at = made.document.source.find("船资").unwrap();
        let mut reference = made.reference();
        if is_old {
            reference.edition.clear();
            reference.collection.clear();
            reference.print.clear();
        }
        let span = Span::new(at, at + 6);
        let target = Target::new(reference, &made.document.source, span, None);
        let annotation = Annotation::new(Motivation::Commenting, target);
        let beside = beside.iter().map(|(path, source)| {
            let bytes = source.as_bytes().into();
            Source::Memory((*path).to_owned(), bytes)
        });
        let beside = Sources::through(Arc::default(), beside.collect());
        text(source, path).owns(&annotation, &beside)
    }

    fn check(source: &str, path: &str, beside: &[(&str, &str)], expected: bool) {
        for is_old in [false, true] {
            let owns = is_own(LAW, source, path, beside, is_old);
            assert_eq!(owns, expected, "{source:?} at {path}, old: {is_old}");
        }
    }

    #[test]
    fn an_annotation_belongs_to_a_text_a_path_or_an_edition() {
        let corrected = LAW.replace("灯灭即返", "灯灭则返");
        let retitled = LAW.replace("# 渡口法", "# 渡口管理法");
        let amended = LAW.replace("议会通过", "议会通过\n\n2010年5月6日 县议会修正");
        let amended = amended.replace("六班", "八班");
        let other = "# 渡口法\n\n2001年2月3日 邻县议会通过\n\n第一条　本县无河，不设渡口。\n";
        // The text itself, moved, renamed, a second time.
        check(LAW, "/b.md", &[], true);
        check(LAW, "/b.md", &[(AT, LAW)], true);
        check(&corrected, AT, &[], true);
        check(&retitled, AT, &[], true);
        check(&corrected, "/b.md", &[], true);
        // Another file is the one that is meant.
        check(&corrected, "/b.md", &[(AT, LAW)], false);
        check(&corrected, "/b.md", &[("/c.md", &corrected)], false);
        check(&retitled, AT, &[("/c.md", LAW)], false);
        // Another text of the title, another work, another edition.
        check(other, "/b.md", &[], false);
        check(&retitled, "/b.md", &[], false);
        check(&amended, "/b.md", &[], false);
        check("# 渡船章程\n\n第一条　凡船须编号。\n", AT, &[], false);
    }

    #[test]
    fn a_text_that_is_overwritten_by_its_new_edition_leaves_it_no_annotations() {
        let amended = LAW.replace("议会通过", "议会通过\n\n2010年5月6日 县议会修正");
        assert!(!is_own(LAW, &amended, AT, &[], false));
        assert!(!is_own(&amended, LAW, AT, &[], false));
        // The first programs did not write down which edition it was.
        assert!(is_own(LAW, &amended, AT, &[], true));
    }

    #[test]
    fn an_id_is_one_in_its_book_only() {
        let print = |id: &str, book: &str| {
            let words = LAW.split_once("第一条").unwrap().1;
            format!("---\nid: {id}\n书籍: {book}\n---\n# 渡口法\n\n第一条{words}")
        };
        let own = print("0011223344", "县志");
        let cut = |text: String| text.replace("第六条", "第七条　略。\n\n第八条");
        assert!(text(&own, "/a.md").identity.header.id == "0011223344");
        let is_own = |source: String, beside: &[(&str, &str)]| {
            super::tests::is_own(&own, &source, "/b.md", beside, false)
        };
        let shortened = own.split_once("第四条").unwrap().0.to_owned();
        assert!(is_own(shortened.clone(), &[]));
        assert!(!is_own(shortened.replace("县志", "通志"), &[]));
        assert!(is_own(cut(print("0011223344", "县志")), &[(AT, &own)]));
        assert!(!is_own(cut(print("0011223344", "通志")), &[(AT, &own)]));
    }

    #[test]
    fn unrelated_texts_of_one_name_share_nothing() {
        let preface = "# 序\n\n此书成于乱世，稿凡三易，船资无所出，友人助之乃得付梓，谨志于此。\n";
        let other = "# 序\n\n余幼时居山中，不识渡口，及长始知船资几何，遂记其价，以示后人。\n";
        for is_old in [false, true] {
            assert!(!is_own(preface, other, "/乙/序.md", &[], is_old));
            assert!(is_own(preface, preface, "/乙/序.md", &[], is_old));
        }
    }
}
