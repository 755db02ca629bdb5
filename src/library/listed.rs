//! What a server has of a document for the catalog: a row of its table.

use serde::{Deserialize, Serialize};

use super::segment::{known_by, pack, unpack};
use super::source::Facts;
use crate::disk::Stamp;
use crate::document::{Header, KnownAs};
use crate::engine::number;

/// The columns of [`Listed`], in its order.
pub(super) const COLUMNS: &str = "key, rev, path, length, id, title, part, known, collection, authors, \
                           tags, dates, period, characters";

/// All columns with their types.
pub const LAYOUT: [(&str, &str); 20] = [
    ("key", "UInt64"),
    ("rev", "UInt64"),
    ("gone", "UInt8"),
    ("path", "String"),
    ("length", "UInt64"),
    ("modified", "Int64"),
    ("edition", "UInt64"),
    ("sha256", "String"),
    ("id", "String"),
    ("title", "String"),
    ("part", "String"),
    ("known", "String"),
    ("collection", "String"),
    ("authors", "Array(String)"),
    ("tags", "Array(String)"),
    ("dates", "Array(UInt32)"),
    ("period", "UInt8"),
    ("characters", "UInt32"),
    ("packed", "UInt8"),
    ("body", "String"),
];

/// What the catalog keeps of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// As [`super::remote::key`].
    #[serde(deserialize_with = "number")]
    pub key: u64,
    /// The number of the version; the largest holds.
    #[serde(deserialize_with = "number")]
    pub rev: u64,
    /// The path, with `/` between folders.
    pub path: String,
    /// Length in bytes.
    #[serde(deserialize_with = "number")]
    pub length: u64,
    /// As in [`Header`], and the following fields.
    pub id: String,
    /// The title.
    pub title: String,
    /// The part of a work.
    pub part: String,
    /// The key by which annotations know it.
    pub known: String,
    /// The book or collection.
    pub collection: String,
    /// The authors.
    pub authors: Vec<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The dates: 16 bits of the year, 4 of what happened, 4 of the month, 8 of the day.
    pub dates: Vec<u32>,
    /// Whether the first and last date bound a range.
    pub period: u8,
    /// Length in characters, estimated.
    pub characters: u32,
}

impl Listed {
    /// What is listed of a version of a document.
    pub fn new((key, rev): (u64, u64), path: &str, facts: Facts) -> Self {
        let header = facts.header;
        Self {
            key,
            rev,
            path: path.to_owned(),
            length: facts.stamp.length,
            known: header.key(),
            dates: header.dates.iter().map(pack).collect(),
            id: header.id,
            title: header.title,
            part: header.part,
            collection: header.collection,
            authors: header.authors,
            tags: header.tags,
            period: u8::from(header.is_period),
            characters: facts.characters,
        }
    }

    /// What the catalog keeps; the time of the stamp is the number of the version.
    pub(super) fn facts(self) -> Facts {
        let dates: Vec<_> = self.dates.iter().copied().map(unpack).collect();
        let known_as = if self.known == self.id {
            KnownAs {
                title: None,
                date: dates.first().map(|own| own.date),
            }
        } else {
            known_by(&self.known, &self.title)
        };
        Facts {
            stamp: Stamp {
                length: self.length,
                modified: self.rev as i64,
            },
            characters: self.characters,
            header: Header {
                id: self.id,
                title: self.title,
                part: self.part,
                dates,
                known_as,
                is_period: self.period != 0,
                authors: self.authors,
                tags: self.tags,
                collection: self.collection,
                ..Header::default()
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Act, HeadDate, PartialDate};

    #[test]
    fn the_catalog_keeps_of_it_what_it_keeps_of_a_file() {
        let date = |year, act| HeadDate {
            act,
            ..PartialDate {
                year,
                month: Some(4),
                day: None,
            }
            .into()
        };
        let header = |id: &str, known: Option<&str>| Header {
            id: id.into(),
            title: "渡口法".into(),
            part: "上编".into(),
            dates: vec![date(1955, None), date(1960, Some(Act::Amended))],
            known_as: KnownAs {
                title: known.map(str::to_owned),
                date: Some(date(1955, None).date),
            },
            is_period: true,
            authors: vec!["某".into()],
            tags: vec!["水".into(), "路".into()],
            collection: "汇编".into(),
            ..Header::default()
        };
        for header in [
            header("", None),
            header("0a", None),
            header("", Some("渡口")),
        ] {
            let facts = Facts {
                header,
                stamp: Stamp {
                    length: 9,
                    modified: 7,
                },
                characters: 3,
            };
            let listed = Listed::new((1, 7), "甲/乙.txt", facts.clone());
            assert_eq!(listed.facts(), facts);
        }
    }
}
