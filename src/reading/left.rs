//! Where texts were left: the place in each, and which documents of a catalog were read.

use std::path::Path;

use super::own::{Named, find_named};
use super::{Identity, Text};
use crate::document::{PartialDate, date};
use crate::library::shelf::LastRead;
use crate::library::{Catalog, Entry, EntryId, Source};
use crate::settings::position::{Position, Positions, Sought};

impl Text {
    /// The position at two byte offsets of this text: start of the page and reading position.
    pub fn position(&self, top: usize, here: usize) -> Position {
        let Identity {
            key, header, file, ..
        } = &*self.identity;
        let position = Position::of(key, &self.document.source, top, here);
        Position {
            edition: written(header.edition()),
            sha256: self.sha256().to_owned(),
            ..position.in_document(&header.title, file.clone())
        }
    }

    /// Where it was left. A position of another text is none of this one.
    pub fn left<'p>(&self, positions: &'p Positions) -> Option<&'p Position> {
        let Identity {
            key, header, file, ..
        } = &*self.identity;
        let sought = Sought {
            key,
            path: file.as_deref(),
            edition: &written(header.edition()),
        };
        positions.left(sought, &self.document.source, || self.sha256())
    }
}

/// Where the document of an entry was left, as far as that can be told without its text.
pub fn of_entry<'p>(positions: &'p Positions, entry: Entry<'_>) -> Option<&'p Position> {
    let source = entry.source();
    let path = match &source {
        Source::File(path) => Some(path.as_path()),
        Source::Builtin(..) | Source::Remote(_) | Source::Memory(..) => None,
    };
    positions.of(Sought {
        key: &entry.key(),
        path,
        edition: &written(entry.header().edition()),
    })
}

/// The documents of a catalog that positions are in, in their order.
pub fn entries(positions: &[(usize, &Position)], catalog: &Catalog) -> Vec<Option<EntryId>> {
    let named: Vec<Named<'_>> = positions.iter().map(|(_, own)| named(own)).collect();
    find_named(catalog, &named)
}

/// The document of a catalog that a position is in.
pub fn entry(position: &Position, catalog: &Catalog) -> Option<EntryId> {
    find_named(catalog, &[named(position)]).pop().flatten()
}

/// When the documents of a catalog were last read.
pub fn last_read(positions: &Positions, catalog: &Catalog) -> LastRead {
    let recent = positions.recent();
    let mut read = LastRead::default();
    for (entry, (taken, _)) in entries(&recent, catalog).into_iter().zip(recent) {
        if let Some(entry) = entry {
            read.entry(entry).or_insert(taken);
        }
    }
    read
}

fn written(edition: Option<PartialDate>) -> String {
    edition.map_or_else(String::new, |date| date.to_string())
}

fn named(position: &Position) -> Named<'_> {
    let edition: Option<PartialDate> = match date::field(&position.edition) {
        date::Field::Whole(date) => Some(date),
        _ => None,
    };
    Named {
        key: position.key.as_str().into(),
        title: &position.title,
        path: position.path.as_deref().unwrap_or(Path::new("")),
        edition,
    }
}
