//! The cache: the catalog of each library in a file of its own, so that a second start need not read the library first.

use std::path::{Path, PathBuf};

use super::segment::{Piece, Place, Record, Segment, path_bytes, path_of};
use crate::disk::{self, Stamp};

/// Ends every file; another number for every other layout.
const MAGIC: [u8; 8] = *b"zhangju1";

/// Bytes of the footer: seven lengths, a checksum, the magic.
const FOOTER: usize = 7 * 4 + 4 + MAGIC.len();

/// The largest catalog that is read: ten million documents.
const LARGEST: u64 = 4 << 30;

/// Keeps the catalog of a library.
///
/// # Errors
/// As `disk::write_atomic`. Nothing is lost: the library is scanned again.
pub fn save(cache: &Path, segment: &Segment) -> Result<(), disk::Error> {
    let Place::Folder(root) = &segment.place else {
        return Ok(());
    };
    disk::write_atomic(&file(cache, root), &encode(segment, root))
}

/// The catalog of the library at `root`, as it was kept; `None` where there is none, or one that is damaged or of another make: it
/// is then made anew.
pub fn load(cache: &Path, root: &Path) -> Option<Segment> {
    let bytes = disk::read(&file(cache, root), LARGEST).ok()?;
    decode(bytes, root)
}

/// Forgets the catalog of a library.
///
/// # Errors
/// As `disk::discard`.
pub fn forget(cache: &Path, root: &Path) -> Result<(), disk::Error> {
    disk::discard(&file(cache, root))
}

/// A catalog that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where.
    pub file: PathBuf,
    /// The library that it is of, and how many documents that had; `None` where it is damaged or of another make: the library is
    /// then read anew.
    pub library: Option<(PathBuf, usize)>,
}

/// The catalogs that are kept, and what stands in the way of some.
pub fn survey(cache: &Path) -> (Vec<Kept>, Vec<disk::Error>) {
    let mut problems = Vec::new();
    let files = disk::list(&disk::System, &cache.join("catalog"), "bin", &mut problems);
    let mut kept = Vec::new();
    for file in files {
        match disk::read(&file.path, LARGEST) {
            Ok(bytes) => {
                let library = root_of(&bytes).and_then(|root| {
                    let segment = decode(bytes, &root)?;
                    Some((root, segment.len()))
                });
                let file = file.path;
                kept.push(Kept { file, library });
            }
            Err(error) => problems.push(error),
        }
    }
    (kept, problems)
}

/// The root that a catalog names: it stands in front of the footer.
fn root_of(bytes: &[u8]) -> Option<PathBuf> {
    let (body, footer) = bytes.split_at_checked(bytes.len().checked_sub(FOOTER)?)?;
    let length = Bytes(footer.get(6 * 4..)?).u32()? as usize;
    Some(path_of(body.get(body.len().checked_sub(length)?..)?))
}

/// A file a library: its name need only differ from the others'; the root inside tells whose it is.
fn file(cache: &Path, root: &Path) -> PathBuf {
    // FNV-1a: the same in every version of the program.
    let hash = path_bytes(root)
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    cache.join("catalog").join(format!("{hash:016x}.bin"))
}

/// The arrays one after the other, little endian, the texts first: reading them back then copies nothing large.
fn encode(segment: &Segment, root: &Path) -> Vec<u8> {
    let root = path_bytes(root);
    let mut bytes = Vec::with_capacity(
        segment.text.len()
            + segment.names.len()
            + segment.len() * 64
            + segment.lists.len() * 4
            + 4096,
    );
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
    bytes.extend_from_slice(&root);
    let lengths = [
        segment.text.len(),
        segment.names.len(),
        segment.records.len(),
        segment.lists.len(),
        segment.symbols.len(),
        segment.folders.len(),
        root.len(),
    ];
    for length in lengths {
        bytes.extend((length as u32).to_le_bytes());
    }
    let check = crc32fast::hash(&bytes);
    bytes.extend(check.to_le_bytes());
    bytes.extend(MAGIC);
    bytes
}

fn decode(mut bytes: Vec<u8>, root: &Path) -> Option<Segment> {
    let (checked, rest) = bytes.split_at_checked(bytes.len().checked_sub(4 + MAGIC.len())?)?;
    let mut end = Bytes(rest);
    if end.u32()? != crc32fast::hash(checked) || end.0 != MAGIC {
        return None;
    }
    let (body, footer) = checked.split_at_checked(bytes.len().checked_sub(FOOTER)?)?;
    let mut footer = Bytes(footer);
    let mut length = || footer.u32().map(|length| length as usize);
    let (text, names) = (length()?, length()?);
    let (records, lists) = (length()?, length()?);
    let (symbols, folders) = (length()?, length()?);
    let root_length = length()?;
    let mut body = Bytes(body);
    body.take(text)?;
    let names = body.take(names)?.to_vec();
    let records = (0..records)
        .map(|_| get_record(&mut body))
        .collect::<Option<Vec<_>>>()?;
    let lists = (0..lists).map(|_| body.u32()).collect::<Option<Vec<_>>>()?;
    let mut pieces = |count: usize| {
        (0..count)
            .map(|_| get_piece(&mut body))
            .collect::<Option<Vec<_>>>()
    };
    let (symbols, folders) = (pieces(symbols)?, pieces(folders)?);
    if path_of(body.take(root_length)?) != root || !body.0.is_empty() {
        return None;
    }
    bytes.truncate(text);
    bytes.shrink_to_fit();
    Some(Segment {
        place: Place::Folder(root.to_owned()),
        text: String::from_utf8(bytes).ok()?,
        names,
        records,
        lists,
        symbols,
        folders,
        ..Segment::default()
    })
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
        record.dates,
        record.authors,
    ]);
    bytes.extend(record.stamp.length.to_le_bytes());
    bytes.extend(record.stamp.modified.to_le_bytes());
    bytes.extend(record.print.to_le_bytes());
}

fn get_record(bytes: &mut Bytes<'_>) -> Option<Record> {
    let (title, name) = (get_piece(bytes)?, get_piece(bytes)?);
    let (folder, collection, list) = (bytes.u32()?, bytes.u32()?, bytes.u32()?);
    let tags = bytes.u16()?;
    let &[id_length, is_period, dates, authors] = bytes.take(4)? else {
        return None;
    };
    let stamp = Stamp {
        length: bytes.u64()?,
        modified: bytes.u64()?.cast_signed(),
    };
    Some(Record {
        title,
        id_length,
        is_period: is_period != 0,
        name,
        folder,
        collection,
        list,
        dates,
        tags,
        authors,
        stamp,
        print: bytes.u64()?,
    })
}

/// Bytes that are read from their front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Header, PartialDate};

    fn segment() -> std::sync::Arc<Segment> {
        let mut segment = Segment::of_folder("/书".into());
        for number in 0..40_u16 {
            let header = Header {
                id: format!("{number:010}"),
                title: format!("第{number}号指示"),
                dates: vec![PartialDate {
                    year: 1950 + number,
                    month: None,
                    day: None,
                }],
                tags: vec!["工业".into()],
                ..Header::default()
            };
            let stamp = Stamp {
                length: u64::from(number),
                modified: -i64::from(number),
            };
            segment.push(&header, Path::new("甲"), Path::new("乙.txt"), stamp);
        }
        segment.seal()
    }

    #[test]
    fn a_catalog_comes_back_as_it_was_kept() {
        let cache = tempfile::tempdir().unwrap();
        let kept = segment();
        save(cache.path(), &kept).unwrap();
        let back = load(cache.path(), Path::new("/书")).unwrap();
        assert_eq!(back.records, kept.records);
        for (a, b) in back.records.iter().zip(&kept.records) {
            assert_eq!(back.header(a), kept.header(b));
            assert_eq!(back.source(a), kept.source(b));
        }
        assert!(load(cache.path(), Path::new("/别处")).is_none());
        let (files, problems) = survey(cache.path());
        assert!(problems.is_empty());
        assert_eq!(files[0].library, Some((PathBuf::from("/书"), 40)));
        std::fs::write(cache.path().join("catalog/0.bin"), [0; 60]).unwrap();
        assert_eq!(survey(cache.path()).0[0].library, None);
        forget(cache.path(), Path::new("/书")).unwrap();
        assert!(load(cache.path(), Path::new("/书")).is_none());
    }

    #[test]
    fn what_is_damaged_or_foreign_is_none() {
        let root = Path::new("/书");
        let whole = encode(&segment(), root);
        assert!(decode(whole.clone(), root).is_some());
        assert!(decode(whole.clone(), Path::new("/书2")).is_none());
        for length in 0..whole.len() {
            assert!(decode(whole[..length].to_vec(), root).is_none(), "{length}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            assert!(decode(damaged, root).is_none(), "{at}");
        }
        // With a checksum that is right, and nothing else.
        let mut foreign = vec![0xff; 200];
        foreign.extend(crc32fast::hash(&[0xff; 200]).to_le_bytes());
        foreign.extend(MAGIC);
        assert!(decode(foreign, root).is_none());
    }
}
