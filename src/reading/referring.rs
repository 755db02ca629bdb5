//! Who refers to a clause from other documents of the library, as packs or the documents tell.

use std::ops::ControlFlow;
use std::time::Duration;

use super::Text;
use super::titled::of_title;
use crate::clause::name::Afar;
use crate::clause::{ClauseAddress, ClauseId};
use crate::document::PartialDate;
use crate::library::{Catalog, Entry, EntryId, work};
use crate::search::pack::{Packs, Record, View};
use crate::search::parallel;
use crate::settings::Locale;

/// How long documents that no pack has may be read: some thousand statutes.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// Documents that a thread looks into at a time.
const BLOCK: usize = 16;

/// A place in another document that refers to a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referring {
    /// The document.
    pub document: EntryId,
    /// Where it refers, in its source.
    pub at: usize,
    /// What that document calls the clause in which it does; empty where there is none.
    pub place: String,
    /// The words that refer.
    pub words: String,
}

/// An answer, and how far it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The places, in order.
    pub places: Vec<Referring>,
    /// Documents that were looked into, and all others of the library.
    pub searched: usize,
    /// See [`Self::searched`].
    pub documents: usize,
}

impl Answer {
    /// How far it goes; `None` where there is no other document.
    pub fn extent(&self, locale: &Locale) -> Option<String> {
        let key = if self.is_whole() {
            "refer.searched"
        } else {
            "refer.searched-partly"
        };
        (self.documents > 0).then(|| self.tr(key, locale))
    }

    /// That nothing refers to the clause, and how far that goes.
    pub fn none(&self, locale: &Locale) -> String {
        let key = match self.documents {
            0 => "refer.no-referrers",
            _ if self.is_whole() => "refer.no-referrers-in",
            _ => "refer.no-referrers-partly",
        };
        self.tr(key, locale)
    }

    fn is_whole(&self) -> bool {
        self.searched == self.documents
    }

    fn tr(&self, key: &str, locale: &Locale) -> String {
        let [searched, documents] = [self.searched, self.documents].map(|own| own.to_string());
        locale.tr(key, &[&searched, &documents])
    }
}

impl Text {
    /// Where other documents of a catalog refer to a clause or to what is below it; to the document
    /// as a whole for `None`. A mention without a number refers to the document alone; a document
    /// that is dated refers to the edition of its time. What no pack has is read as long as that is
    /// wanted.
    pub fn referring(
        &self,
        id: Option<ClauseId>,
        catalog: &Catalog,
        packs: &Packs,
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Answer {
        let title = work(&self.identity.header.title);
        let later = self.later_edition(catalog);
        let own = self.identity.header.edition();
        let is_of_its_time = |date: Option<PartialDate>| {
            date.is_none_or(|date| {
                own.is_none_or(|own| own <= date) && later.is_none_or(|later| date < later)
            })
        };
        let look = |(document, entry): &(EntryId, Entry<'_>)| {
            if !is_of_its_time(entry.dates().next_back()) {
                return Some(Vec::new());
            }
            if let Some(view) = packs.view(*document) {
                return Some(self.referring_in(*document, view, &title, id));
            }
            let source = entry.source();
            // Neither a server nor a program is asked for each document of a library.
            let is_near = !entry.is_remote() && !source.is_filtered(catalog.filters());
            let record =
                (is_near && is_wanted()).then(|| Record::of(&source, catalog.filters()))?;
            Some(self.referring_in(*document, record?.view(), &title, id))
        };
        let others = catalog.iter();
        let others = others.filter(|(_, entry)| entry.key() != self.identity.key);
        let others: Vec<_> = others.collect();
        let mut answer = Answer {
            documents: others.len(),
            ..Answer::default()
        };
        let blocks: Vec<_> = others.chunks(BLOCK).collect();
        let work = |block: &&[_]| block.iter().filter_map(look).collect::<Vec<_>>();
        parallel::in_order(&blocks, work, &mut |looked| {
            answer.searched += looked.len();
            answer.places.extend(looked.into_iter().flatten());
            ControlFlow::Continue(())
        });
        answer
    }

    /// Where a document refers to a clause of this text.
    fn referring_in(
        &self,
        document: EntryId,
        view: View<'_>,
        title: &str,
        id: Option<ClauseId>,
    ) -> Vec<Referring> {
        let mentions = view.mentions();
        let meant = mentions.iter().filter(|own| work(own.title) == title);
        let mut places = meant.filter(|own| self.is_at(own.clause, id)).peekable();
        if places.peek().is_none() {
            return Vec::new();
        }
        let Some(((_, units, _), text)) = view.open().zip(view.text()) else {
            return Vec::new();
        };
        let afar = Afar::new(text, &units);
        let places = places.map(|own| Referring {
            document,
            at: own.at,
            place: afar.place_of(own.address),
            words: own.words.to_owned(),
        });
        places.collect()
    }

    /// Whether an address is that of a clause or of one below it.
    fn is_at(&self, address: &str, id: Option<ClauseId>) -> bool {
        let Some(span) = id.and_then(|id| self.tree.get(id)).map(|own| own.span) else {
            return address.is_empty();
        };
        let address: Option<ClauseAddress> = address.parse().ok();
        let target = address.and_then(|address| self.tree.resolve(&address));
        let target = target.and_then(|id| self.tree.get(id));
        target.is_some_and(|target| span.contains(target.span.start))
    }

    /// The date of the edition that followed this one, if the catalog has it.
    fn later_edition(&self, catalog: &Catalog) -> Option<PartialDate> {
        let own = self.identity.header.edition()?;
        let editions = of_title(catalog, &self.identity.header.title).into_iter();
        let dates = editions.filter_map(|id| catalog.get(id)?.header().edition());
        dates.filter(|date| *date > own).min()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::library::{Librarian, Source};
    use crate::search::pack;
    use crate::settings::Language;

    #[test]
    fn how_far_an_answer_goes_is_said_with_what_would_make_it_whole() {
        let locale = Locale::of(Language::SimplifiedChinese);
        let answer = |searched, documents| Answer {
            searched,
            documents,
            ..Answer::default()
        };
        let check = |own: Answer, extent: Option<&str>, none: &str| {
            assert_eq!(own.extent(&locale).as_deref(), extent);
            assert_eq!(own.none(&locale), none);
        };
        check(answer(0, 0), None, "没有别处引用此条");
        check(
            answer(9, 9),
            Some("书库 9/9 篇"),
            "没有别处引用此条；书库其他 9 篇都查了",
        );
        check(
            answer(3, 9),
            Some("书库只查了 3/9 篇，其余须 library add 收入书库"),
            "查了书库 3/9 篇，没有引用此条的；其余须 library add 收入书库",
        );
    }

    #[test]
    fn the_library_tells_who_refers_to_a_clause_at_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("法");
        std::fs::create_dir(&root).unwrap();
        let law = "# 渡口法\n\n第一条　设渡口。\n\n第二条　渡口有船。\n\n船须牢固。\n";
        let dated =
            |date: &str, text: &str| format!("标题：甲\n日期：{date}\n\n正文：\n\n{text}\n");
        for (name, text) in [
            ("渡口法(1990-01-01).md", law.to_owned()),
            ("渡口法(2000-01-01).md", law.to_owned()),
            (
                "a.txt",
                dated("1995-1-1", "依照《渡口法》第二条第二款办理。"),
            ),
            (
                "b.txt",
                dated(
                    "2005-1-1",
                    "第三条　甲。\n\n依照《中华人民共和国渡口法》第二条办理。",
                ),
            ),
            ("c.txt", "依照《渡口法》第二条办理。\n".to_owned()),
            (
                "d.txt",
                dated("1995-1-1", "依照《渡口法》第一条、《桥梁法》第二条。"),
            ),
            ("e.txt", dated("1995-1-1", "见《渡口法》。")),
        ] {
            std::fs::write(root.join(name), text).unwrap();
        }
        let stop = AtomicBool::new(false);
        let mut hear = |_| {};
        let roots = [root.clone()];
        let mut librarian = Librarian::new(Catalog::default(), &roots, None, &stop, &mut hear);
        librarian.refresh();
        let catalog = librarian.catalog().clone();
        let who = |edition: &str, typed: &str, packs: &Packs, reads: bool| {
            let source = Source::File(root.join(format!("渡口法({edition}-01-01).md")));
            let text = Text::open(&source.into(), &[], &catalog).unwrap();
            let id = text.tree.find(typed, &text.document).first().copied();
            let answer = text.referring(id, &catalog, packs, &|| reads);
            let names = answer.places.iter().map(|own| {
                let source = catalog.get(own.document).unwrap().source();
                let name = source.name().rsplit('/').next().unwrap().to_owned();
                format!("{name} {} {}", own.place, own.words)
            });
            let mut names: Vec<String> = names.collect();
            names.sort();
            (names, answer.searched, answer.documents)
        };
        // Of the six two are of another time, which the catalog knows.
        let none = Packs::default();
        assert_eq!(who("1990", "第二条", &none, false), (vec![], 2, 6));
        let cache = folder.path().join("cache");
        pack::refresh(&cache, &root, &catalog, &|| true, &mut |_, _| {}).unwrap();
        let packs = Packs::open(&cache, &roots, &catalog);
        let check = |edition: &str, typed: &str, expected: &[&str]| {
            let (names, searched, all) = who(edition, typed, &packs, false);
            // What no pack has is read, and says the same.
            let read = who(edition, typed, &none, true);
            assert_eq!(read, (names.clone(), searched, all), "{edition} {typed}");
            let files: Vec<&str> = names.iter().filter_map(|own| own.get(..5)).collect();
            assert_eq!(
                (files, searched, all),
                (expected.to_vec(), 6, 6),
                "{edition} {typed}"
            );
        };
        check("1990", "第二条", &["a.txt", "c.txt"]);
        check("2000", "第二条", &["b.txt", "c.txt"]);
        check("1990", "第二条第二款", &["a.txt"]);
        let (names, ..) = who("2000", "第二条", &packs, false);
        assert!(names[0].starts_with("b.txt 第三条第二款 "), "{names:?}");
        check("1990", "第一条", &["d.txt"]);
        check("1990", "第九条", &["e.txt"]);
    }
}
