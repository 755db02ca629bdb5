//! The layout of a segment in the cache: its arrays one after another, little endian.

use super::super::segment::{Location, Piece, Record, Segment};
use crate::disk::{Bytes, Stamp};

/// Encodes a segment, without its location.
pub(super) fn encode(segment: &Segment) -> Vec<u8> {
    let lengths = [
        segment.text.len(),
        segment.names.len(),
        segment.records.len(),
        segment.lists.len(),
        segment.symbols.len(),
        segment.folders.len(),
    ];
    let mut bytes = Vec::with_capacity(
        segment.text.len()
            + segment.names.len()
            + segment.len() * 64
            + segment.lists.len() * 4
            + 4096,
    );
    for length in lengths {
        bytes.extend((length as u32).to_le_bytes());
    }
    bytes.extend_from_slice(segment.text.as_bytes());
    bytes.extend_from_slice(&segment.names);
    for record in &segment.records {
        put_record(&mut bytes, record);
    }
    for item in &segment.lists {
        bytes.extend(item.to_le_bytes());
    }
    for piece in segment.symbols.iter().chain(&segment.folders) {
        put_piece(&mut bytes, *piece);
    }
    bytes
}

/// Decodes a segment; `None` if the bytes are not one.
pub(super) fn decode(bytes: &[u8], location: Location) -> Option<Segment> {
    let mut bytes = Bytes(bytes);
    let mut length = || bytes.u32().map(|length| length as usize);
    let (text, names) = (length()?, length()?);
    let (records, lists) = (length()?, length()?);
    let (symbols, folders) = (length()?, length()?);
    let text = str::from_utf8(bytes.take(text)?).ok()?.to_owned();
    let names = bytes.take(names)?.to_vec();
    let records = many(records, RECORD, &mut bytes, get_record)?;
    let lists = many(lists, 4, &mut bytes, Bytes::u32)?;
    let symbols = many(symbols, PIECE, &mut bytes, get_piece)?;
    let folders = many(folders, PIECE, &mut bytes, get_piece)?;
    bytes.0.is_empty().then(|| Segment {
        location,
        records,
        text,
        names,
        lists,
        symbols,
        folders,
        ..Segment::default()
    })
}

/// Bytes of an encoded piece, and of a record.
const PIECE: usize = 6;
const RECORD: usize = 2 * PIECE + 3 * 4 + 2 + 6 + 4 + 3 * 8;

/// Reads `count` items; bounded by the bytes that are there, so that a wrong count allocates
/// nothing.
fn many<'a, T>(
    count: usize,
    size: usize,
    bytes: &mut Bytes<'a>,
    get: impl Fn(&mut Bytes<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    if bytes.0.len() / size < count {
        return None;
    }
    let mut items = Vec::with_capacity(count);
    for _ in 0..count {
        items.push(get(bytes)?);
    }
    Some(items)
}

fn put_piece(bytes: &mut Vec<u8>, piece: Piece) {
    bytes.extend(piece.start.to_le_bytes());
    bytes.extend(piece.length.to_le_bytes());
}

fn get_piece(bytes: &mut Bytes<'_>) -> Option<Piece> {
    Some(Piece {
        start: bytes.u32()?,
        length: bytes.u16()?,
    })
}

fn put_record(bytes: &mut Vec<u8>, record: &Record) {
    put_piece(bytes, record.title);
    put_piece(bytes, record.name);
    for number in [record.folder, record.collection, record.list] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(record.tags.to_le_bytes());
    bytes.extend([
        record.id_length,
        u8::from(record.is_period),
        u8::from(record.has_key),
        u8::from(record.has_part),
        record.dates,
        record.authors,
    ]);
    bytes.extend(record.characters.to_le_bytes());
    bytes.extend(record.stamp.length.to_le_bytes());
    bytes.extend(record.stamp.modified.to_le_bytes());
    bytes.extend(record.print.to_le_bytes());
}

fn get_record(bytes: &mut Bytes<'_>) -> Option<Record> {
    let (title, name) = (get_piece(bytes)?, get_piece(bytes)?);
    let (folder, collection, list) = (bytes.u32()?, bytes.u32()?, bytes.u32()?);
    let tags = bytes.u16()?;
    let &[id_length, is_period, has_key, has_part, dates, authors] = bytes.take(6)? else {
        return None;
    };
    let characters = bytes.u32()?;
    let stamp = Stamp {
        length: bytes.u64()?,
        modified: bytes.u64()?.cast_signed(),
    };
    Some(Record {
        title,
        id_length,
        is_period: is_period != 0,
        has_key: has_key != 0,
        has_part: has_part != 0,
        name,
        folder,
        collection,
        list,
        dates,
        tags,
        authors,
        characters,
        stamp,
        print: bytes.u64()?,
    })
}
