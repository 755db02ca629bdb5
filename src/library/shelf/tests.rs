//! Tests of the shelves: pictures of whole arrangements.

use std::path::Path;

use super::*;
use crate::document::{HeadDate, Header, KnownAs, date};
use crate::library::segment::Segment;
use crate::library::source::Facts;

/// A document as `title|dates|period|tags|authors|collection|path|id`; the last fields may be left
/// out.
fn catalog(rows: &[&str]) -> Catalog {
    let mut segment = Segment::of_folder("/书".into());
    for (number, row) in rows.iter().enumerate() {
        let mut fields = row.split('|');
        let mut next = || fields.next().unwrap_or("");
        let words = |text: &str| {
            text.split(',')
                .filter(|w| !w.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (title, dates, period, tags, authors) = (next(), next(), next(), next(), next());
        let dates = dates.split(',').filter_map(|text| match date::field(text) {
            date::Field::Whole(date) => Some(HeadDate::from(date)),
            _ => None,
        });
        let dates: Vec<HeadDate> = dates.collect();
        let known_as = KnownAs {
            title: None,
            date: dates.first().map(|own| own.date),
        };
        let header = Header {
            title: title.into(),
            dates,
            known_as,
            is_period: period == "true",
            tags: words(tags),
            authors: words(authors),
            collection: next().into(),
            ..Header::default()
        };
        let path = Path::new(next());
        let header = Header {
            id: next().into(),
            ..header
        };
        let facts = Facts {
            header,
            characters: number as u32,
            ..Facts::default()
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let name = Path::new(path.file_name().unwrap_or_default());
        segment.push(&facts, folder, name);
    }
    let mut catalog = Catalog::default();
    catalog.add(segment.seal());
    catalog
}

/// The arrangement as lines: each shelf with its count, each document, indented.
fn picture(catalog: &Catalog, shelves: &Shelves) -> String {
    fn shelf(catalog: &Catalog, shelves: &Shelves, at: usize, lines: &mut Vec<String>) {
        let shelf_at = &shelves.shelves[at];
        let indent = "  ".repeat(usize::from(shelf_at.depth));
        let name = match &shelf_at.label {
            Label::Name(name) => name.clone(),
            label => format!("{label:?}"),
        };
        lines.push(format!("{indent}{name} {}", shelf_at.count));
        for inner in shelves.within(at) {
            shelf(catalog, shelves, inner, lines);
        }
        for entry in &shelves.entries[shelf_at.own.clone()] {
            lines.push(format!(
                "{indent}  -{}",
                catalog.get(*entry).unwrap().title()
            ));
        }
    }
    let mut lines = Vec::new();
    shelf(catalog, shelves, 0, &mut lines);
    lines.join("\n")
}

fn check(rows: &[&str], by: By, sort: Sort, expected: &str) {
    let catalog = catalog(rows);
    let same = Same::find(&catalog, &HashMap::new());
    let read = catalog
        .iter()
        .filter_map(|(id, entry)| match entry.title() {
            "丙" => Some((id, 1)),
            "甲" => Some((id, 2)),
            _ => None,
        });
    let read = read.collect();
    let shelves = Shelves::arrange(&catalog, &same, by, sort, &read);
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim_end)
        .filter(|l| !l.trim().is_empty())
        .collect();
    let indent = expected[0].len() - expected[0].trim_start().len();
    let expected: Vec<&str> = expected
        .iter()
        .map(|line| line.get(indent..).unwrap())
        .collect();
    assert_eq!(picture(&catalog, &shelves), expected.join("\n"));
    for place in 0..shelves.entries.len() {
        let path = shelves.around(place);
        let innermost = &shelves.shelves[*path.last().unwrap()];
        assert!(innermost.own.contains(&place));
    }
}

#[test]
fn by_collection_or_folder_in_natural_order() {
    check(
        &[
            "第十卷|||||文集第10卷|a/1",
            "第九卷|||||文集第9卷|b/2",
            "第2册|||||文集第9卷|b/3",
            "某法||||||laws/4",
            "散篇||||||5",
        ],
        By::Collection,
        Sort::Title,
        "
        Library 5
          laws 1
            -某法
          书 1
            -散篇
          文集第9卷 2
            -第2册
            -第九卷
          文集第10卷 1
            -第十卷
        ",
    );
}

#[test]
fn by_date_with_ranges_and_unknown_parts_where_they_belong() {
    check(
        &[
            "日|1955-4-27",
            "月|1955-4-0",
            "年|1955-0-0",
            "早|1949-10-1",
            "一年之内|1955-3-1,1955-9-1|true",
            "一月之内|1955-4-1,1955-4-9|true",
            "数年|1954-0-0,1956-0-0|true",
            "数十年|1949-0-0,1976-0-0|true",
            "两日|1955-4-1,1957-5-1|false",
            "无日|",
        ],
        By::Date,
        Sort::Date,
        "
        Library 10
          Decade(1940) 1
            Year(1949) 1
              Month(10) 1
                -早
          Decade(1950) 7
            Year(1955) 6
              Month(4) 4
                -月
                -一月之内
                -两日
                -日
              -年
              -一年之内
            Year(1957) 1
              Month(5) 1
                -两日
            -数年
          Undated 1
            -无日
          -数十年
        ",
    );
}

#[test]
fn by_tag_and_author_with_what_has_none_apart() {
    let rows = ["甲|||工业,手工业,工业|某人", "乙|||工业|", "丙|||||"];
    check(
        &rows,
        By::Tag,
        Sort::Title,
        "
        Library 3
          工业 2
            -乙
            -甲
          手工业 1
            -甲
          Unnamed 1
            -丙
        ",
    );
    check(
        &rows,
        By::Author,
        Sort::Read,
        "
        Library 3
          某人 1
            -甲
          Unnamed 2
            -丙
            -乙
        ",
    );
}

#[test]
fn by_folder_and_sorted_by_path_or_length() {
    let rows = ["乙||||||卷/二/b", "甲||||||卷/c", "丙||||||卷/二/a"];
    check(
        &rows,
        By::Folder,
        Sort::Path,
        "
        Library 3
          卷 3
            二 2
              -丙
              -乙
            -甲
        ",
    );
    check(
        &rows,
        By::Collection,
        Sort::Length,
        "
        Library 3
          二 2
            -丙
            -乙
          卷 1
            -甲
        ",
    );
}

#[test]
fn the_same_text_stands_in_all_its_collections_and_once_elsewhere() {
    let rows = [
        "指示|1955-1-0|||| 甲集|a|0123456789",
        "指示|1955-1-0|||| 乙集|b|0123456789",
        "指示|1955-1-0|||| 丙集|c|9876543210",
        "指示|1955-1-0,1957-1-0|||| 丙集|d|",
    ];
    let catalog = catalog(&rows);
    let same = Same::find(&catalog, &HashMap::new());
    assert_eq!(same.places(EntryId(1)), [EntryId(0), EntryId(1)]);
    assert_eq!(same.places(EntryId(2)), []);
    // Its text is found to be nearly the same.
    let text = "手工业合作社应当加强管理，提高产品质量，降低成本。".repeat(8);
    let near = text.replacen("降低成本", "降低费用", 1);
    let prints = HashMap::from([
        (EntryId(0), crate::library::same::print(&text)),
        (EntryId(2), crate::library::same::print(&near)),
        // A later version.
        (EntryId(3), crate::library::same::print(&near)),
    ]);
    let same = Same::find(&catalog, &prints);
    assert_eq!(same.places(EntryId(2)).len(), 3);
    assert_eq!(same.places(EntryId(3)), []);
    let shelves = Shelves::arrange(
        &catalog,
        &same,
        By::Collection,
        Sort::Title,
        &HashMap::new(),
    );
    assert_eq!((shelves.shelves.len(), shelves.entries.len()), (4, 4));
    let shelves = Shelves::arrange(&catalog, &same, By::Date, Sort::Title, &HashMap::new());
    // It is at both of its dates.
    assert_eq!(shelves.entries, [EntryId(0), EntryId(3), EntryId(3)]);
}

#[test]
fn what_documents_have_is_added_up_on_every_shelf() {
    let rows = [
        "甲|1955-1-0||||甲集|a|0123456789",
        "乙|1955-1-0,1957-1-0||||乙集|b|",
        "甲|1955-1-0||||乙集|c|0123456789",
        "丙|||||乙集|d|",
    ];
    let catalog = catalog(&rows);
    let keyed = |key: &str, count: usize| {
        let found = catalog.find_keyed(key).into_iter();
        found.map(move |id| (id, count))
    };
    let notes = keyed("0123456789", 2).chain(keyed("乙 1955-01", 3));
    let notes = notes.collect();
    for (by, expected) in [
        (By::Collection, vec![7, 5, 2]),
        // Only one of two equal documents, and the other at both of its dates.
        (By::Date, vec![8, 8, 5, 5, 3, 3, 0]),
    ] {
        let same = Same::find(&catalog, &HashMap::new());
        let shelves = Shelves::arrange(&catalog, &same, by, Sort::Title, &HashMap::new());
        let tally = Tally::new(&catalog, &shelves, &notes);
        let sums: Vec<usize> = shelves
            .shelves
            .iter()
            .map(|shelf| tally.of(&shelf.all))
            .collect();
        assert_eq!(sums, expected, "{by:?}");
    }
}

#[test]
fn an_empty_catalog_is_one_empty_shelf() {
    let shelves = Shelves::arrange(
        &Catalog::default(),
        &Same::default(),
        By::Date,
        Sort::Date,
        &HashMap::new(),
    );
    assert_eq!(
        (shelves.shelves.len(), shelves.shelves[0].all.len()),
        (1, 0)
    );
    assert_eq!(shelves.place(EntryId(0)), None);
    assert!(shelves.around(0).is_empty());
}
