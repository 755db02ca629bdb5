//! The names by which drafts call statutes: those that the draft itself introduces, titles with and
//! without the name of the state, the part behind 关于, common short names.

use std::collections::HashMap;

use super::year;
use crate::clause::reference::bare;
use crate::document::{Document, PartialDate};
use crate::library::{Catalog, EntryId, work};

/// The names of works and what they mean.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The works of the library by their names, each with its documents.
    works: HashMap<String, Vec<EntryId>>,
    /// Other names of works.
    others: HashMap<String, String>,
}

/// A name in front of a place.
pub(super) struct Named {
    pub work: String,
    pub year: Option<u16>,
    /// The byte where it begins.
    pub start: usize,
}

/// Short names in common use, and the works that they mean.
const SHORT: [(&str, &str); 8] = [
    ("民诉法", "民事诉讼法"),
    ("刑诉法", "刑事诉讼法"),
    ("行诉法", "行政诉讼法"),
    ("民诉法解释", "最高人民法院关于适用民事诉讼法的解释"),
    ("刑诉法解释", "最高人民法院关于适用刑事诉讼法的解释"),
    ("消法", "消费者权益保护法"),
    ("反法", "反不正当竞争法"),
    ("治安处罚法", "治安管理处罚法"),
];

/// Longest name without title marks, in characters.
const LONGEST: usize = 40;

impl Names {
    /// The names of the works of a library.
    pub fn of(catalog: &Catalog) -> Self {
        let mut names = Self::default();
        for (id, entry) in catalog.iter() {
            names.works.entry(work(entry.title())).or_default().push(id);
        }
        let mut others = HashMap::new();
        for name in names.works.keys() {
            // Without the body that issued it.
            let about = name.split_once("关于").map(|(_, rest)| rest);
            if let Some(about) = about.filter(|rest| !rest.is_empty()) {
                others
                    .entry(about.to_owned())
                    .or_insert_with(|| name.clone());
                if let Some((law, number)) = interpretation(about) {
                    for kind in ["司法解释", "解释"] {
                        let short = format!("{law}{kind}{number}");
                        others.entry(short).or_insert_with(|| name.clone());
                    }
                }
            }
        }
        for (short, long) in SHORT {
            others
                .entry(short.to_owned())
                .or_insert_with(|| long.to_owned());
        }
        others.retain(|other, _| !names.works.contains_key(other));
        names.others = others;
        names
    }

    /// These and the names that a draft introduces: 《…》（以下简称《…》）.
    pub(super) fn with_those_of(&self, document: &Document) -> Self {
        const CALLED: [&str; 3] = ["以下简称", "下称", "简称"];
        let mut names = self.clone();
        let text = document.plain();
        for (at, _) in text.match_indices('》') {
            let behind = text.get(at + '》'.len_utf8()..).unwrap_or("");
            let Some(rest) = behind.strip_prefix(['（', '(']) else {
                continue;
            };
            let Some(rest) = CALLED.iter().find_map(|word| rest.strip_prefix(word)) else {
                continue;
            };
            let end = rest.find(['）', ')']).unwrap_or(0);
            let short = rest
                .get(..end)
                .unwrap_or("")
                .trim_start_matches(['为', '：', ':']);
            let short = short.trim_matches(['“', '”', '「', '」', '"']);
            let long = text.get(..at).and_then(title_before);
            if let Some((long, _)) = long.filter(|_| !short.is_empty()) {
                let long = self.meant(&work(long));
                names.others.insert(work(short), long);
            }
        }
        names
    }

    /// The work that a name means; the name itself where none is known.
    fn meant(&self, name: &str) -> String {
        if self.works.contains_key(name) {
            return name.to_owned();
        }
        let about = || name.split_once("关于").map(|(_, about)| about);
        let other = self.others.get(name).or_else(|| self.others.get(about()?));
        other.cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The name that words end with.
    pub(super) fn before(&self, words: &str) -> Option<Named> {
        let mut words = words.trim_end_matches([' ', '\u{3000}']);
        let mut told = None;
        // 《…》（2018年修正）第三条
        while let Some(inner) = words.strip_suffix(['）', ')']) {
            let at = inner.rfind(['（', '('])?;
            told = told.or(year(words.get(at..)?));
            words = words.get(..at)?.trim_end_matches([' ', '\u{3000}']);
        }
        if let Some(inner) = words.strip_suffix('》') {
            let (title, start) = title_before(inner)?;
            // Brackets of the edition may stand in the title marks.
            let own = title
                .rfind(['（', '('])
                .and_then(|at| year(title.get(at..)?));
            let work = self.meant(&work(title));
            let is_number = work == crate::library::work(title) && work.ends_with('年');
            return Some(Named {
                work,
                year: told.or(own.filter(|_| !is_number)),
                start,
            });
        }
        self.bare(words).map(|(work, start)| Named {
            work,
            year: told,
            start,
        })
    }

    /// The name without title marks that words end with: the longest that is known, else what looks
    /// like one.
    fn bare(&self, words: &str) -> Option<(String, usize)> {
        let starts = words.char_indices().rev().map(|(at, _)| at);
        let starts: Vec<usize> = starts.take(LONGEST).collect();
        let known = starts.iter().rev().find_map(|at| {
            let name = work(words.get(*at..)?);
            let is_known = name.chars().count() > 1
                && (self.works.contains_key(&name) || self.others.contains_key(&name));
            is_known.then(|| (self.meant(&name), *at))
        });
        known.or_else(|| {
            let start = starts
                .iter()
                .copied()
                .take_while(|at| {
                    words
                        .get(*at..)
                        .is_some_and(|rest| !rest.starts_with(parts_names))
                })
                .last()?;
            let run = words.get(start..)?;
            let start = start + bare::begin(run)?;
            let name = words.get(start..)?;
            bare::is_law(name).then(|| (work(name), start))
        })
    }

    /// The documents of a work with the date of the edition of each, the newest first.
    pub(super) fn editions(
        &self,
        catalog: &Catalog,
        work: &str,
    ) -> Vec<(EntryId, Option<PartialDate>)> {
        let ids = self.works.get(work).into_iter().flatten();
        let mut editions: Vec<(EntryId, Option<PartialDate>)> = ids
            .filter_map(|id| Some((*id, catalog.get(*id)?.header().edition())))
            .collect();
        editions.sort_by_key(|(id, date)| (std::cmp::Reverse(*date), *id));
        editions
    }
}

fn parts_names(c: char) -> bool {
    c.is_whitespace() || c.is_ascii() || "，。、；：？！“”‘’（）《》「」".contains(c)
}

/// The title that stands in front of a closing mark, and the byte where its opening one is.
fn title_before(words: &str) -> Option<(&str, usize)> {
    let mut depth = 1;
    for (at, c) in words.char_indices().rev() {
        match c {
            '》' => depth += 1,
            '《' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some((words.get(at + c.len_utf8()..)?, at));
        }
    }
    None
}

/// The law and the number of an interpretation: 公司法, 三 of 适用公司法若干问题的规定三.
fn interpretation(about: &str) -> Option<(&str, &str)> {
    let rest = about.strip_prefix("适用")?;
    let at = rest.find("法")? + "法".len();
    let law = rest.get(..at)?;
    let behind = rest.get(at..)?;
    let number = ["规定", "解释"]
        .iter()
        .find_map(|kind| Some(behind.rsplit_once(kind)?.1))?;
    let is_number = number.chars().all(|c| "一二三四五六七八九十".contains(c));
    is_number.then_some((law, number))
}
