//! Searching a library: what all front ends say of a query and of an answer.

use std::collections::HashSet;
use std::sync::Arc;

use super::by_entry;
use super::in_force::Editions;
use crate::annotation::Annotation;
use crate::library::{Catalog, EntryId};
use crate::search::engine::Extent;
use crate::search::folding::Foldings;
use crate::search::query::filter::has_in_it;
use crate::search::query::{Query, Wrong};
use crate::settings::Locale;
use crate::text::Said;

/// What is wrong with a query, in one line with its place.
pub fn wrong(typed: &str, wrong: &Wrong, locale: &Locale) -> String {
    let before = typed.get(..wrong.place.start).unwrap_or("");
    let place = (before.chars().count() + 1).to_string();
    let what = Said::new(format!("query.{}", wrong.what.name()));
    let what = locale.say(&what.with_said(wrong.what.detail()));
    locale.tr("query.wrong", &[&place, &what])
}

/// The only documents that a query is about: those on which the reader has written what it asks
/// for, of the editions that were in force on its day. `None` where it asks for no such thing.
pub fn only(
    query: &Query,
    annotations: &[Arc<Annotation>],
    catalog: &Catalog,
    editions: &mut Editions,
    is_wanted: &dyn Fn() -> bool,
) -> Option<HashSet<EntryId>> {
    let in_force = query.in_force;
    let in_force = in_force.map(|at| editions.in_force(at, catalog, is_wanted));
    let noted = query.annotations.iter().map(|words| {
        let has = |own: &&Arc<Annotation>| has_in_it(own.note(), words);
        let noted = by_entry(annotations.iter().filter(has), catalog);
        noted.into_keys().collect::<HashSet<EntryId>>()
    });
    let wanted = noted.chain(in_force);
    wanted.reduce(|all, own| all.intersection(&own).copied().collect())
}

/// How many hits there are in how many documents.
pub fn counted(hits: usize, documents: usize, extent: &Extent, locale: &Locale) -> String {
    if hits == 0 {
        return locale.tr("search.none", &[&extent.searched.to_string()]);
    }
    let hits = several("hits", hits, locale);
    locale.tr(
        "search.count",
        &[&hits, &self::documents(documents, locale)],
    )
}

/// So many documents.
pub fn documents(count: usize, locale: &Locale) -> String {
    several("documents", count, locale)
}

/// So many lines of a list.
pub fn lines(count: usize, locale: &Locale) -> String {
    several("lines", count, locale)
}

/// So many of something.
fn several(what: &str, count: usize, locale: &Locale) -> String {
    locale.tr(&format!("search.{what}"), &[&count.to_string()])
}

/// How to keep to a year and to see its documents, where nothing but a year is looked for.
pub fn of_year(typed: &str, locale: &Locale) -> Option<String> {
    let year = typed.trim().trim_end_matches('年');
    let is_year = year.len() == 4 && year.bytes().all(|c| c.is_ascii_digit());
    let field = locale.tr("facet.date", &[]);
    is_year.then(|| locale.tr("search.of-year", &[&field, year]))
}

/// How far an answer goes; `None` where nothing is missing.
pub fn missing(extent: &Extent, locale: &Locale) -> Option<String> {
    let [searched, all] = [extent.searched, extent.admitted].map(|count| count.to_string());
    (!extent.is_whole()).then(|| locale.tr("search.partial", &[&searched, &all]))
}

/// What had to be read one by one, since a library's pack lacks it; `None` where that is nothing.
pub fn unpacked(extent: &Extent, locale: &Locale) -> Option<String> {
    let count = extent.unpacked.to_string();
    (extent.unpacked > 0).then(|| locale.tr("search.unpacked", &[&count]))
}

/// What was passed over for hits; `None` where that is nothing.
pub fn passed_over(foldings: Foldings, locale: &Locale) -> Option<String> {
    let names = foldings
        .iter()
        .map(|own| locale.tr(&format!("folding.{}", own.name()), &[]));
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| locale.tr("search.passed-over", &[&names.join(" · ")]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::folding::Folding;
    use crate::settings::Language;

    #[test]
    fn a_year_alone_may_be_meant_as_a_date() {
        let locale = Locale::of(Language::SimplifiedChinese);
        for typed in ["1957", " 1957年 "] {
            let said = of_year(typed, &locale).unwrap();
            assert_eq!(said, "词后写 日期:1957 只查这一年；gt 后 1957G 到这一年");
            assert!(Query::parse("社 日期:1957", &|_| None).is_ok());
        }
        for typed in ["195", "19571", "1957 社", "年"] {
            assert_eq!(of_year(typed, &locale), None, "{typed}");
        }
    }

    #[test]
    fn all_mistakes_and_foldings_have_their_words() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            for typed in [
                "",
                "\"a",
                "/(/",
                "甲 ~9",
                "甲|",
                "?",
                "py:1",
                "日期:昨 甲",
                "@x",
            ] {
                let mistake = Query::parse(typed, &|_| None).unwrap_err();
                let said = wrong(typed, &mistake, &locale);
                assert!(
                    !said.contains(['{', '}', '\n']) && !said.contains("query."),
                    "{said}"
                );
            }
            for folding in Folding::ALL {
                let mut foldings = Foldings::default();
                foldings.add(folding);
                let said = passed_over(foldings, &locale).unwrap();
                assert!(!said.contains("folding."), "{said}");
            }
        }
    }
}
