//! Reading the parts of a container: the files in a ZIP archive, no more of them together than the
//! budget has. Names are compared as people would compare them.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS};
use flate2::read::DeflateDecoder;
use memchr::memmem;
use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;
use zip::result::ZipError;

use super::budget::{Budget, LARGEST_ASIDE};

/// The parts of a container.
pub(super) struct Container<'a> {
    archive: Archive<'a>,
    /// Index of each part by its name, and by all that the name may be read as.
    names: HashMap<String, usize>,
    /// What may be read of all parts together.
    budget: Budget,
}

enum Archive<'a> {
    Whole(ZipArchive<Cursor<&'a [u8]>>),
    /// The parts of an archive whose directory is lost: it stands at the end.
    Salvaged(Vec<Part>),
}

/// What was read of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The bytes; those that could be read if there is a loss.
    pub bytes: Vec<u8>,
    /// Why it is not whole.
    pub loss: Option<Loss>,
}

/// Why a part could not be read, or not to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// The container has no such part.
    Missing,
    /// It cannot be read without a key.
    Encrypted,
    /// It is damaged, packed in an unknown way, or too large.
    Damaged,
}

impl Part {
    /// The bytes of a part without a loss.
    fn whole(self) -> Option<Vec<u8>> {
        self.loss.is_none().then_some(self.bytes)
    }
}

impl<'a> Container<'a> {
    /// Opens a container; `None` if it is damaged so that no part can be read.
    pub fn open(bytes: &'a [u8], budget: &Budget) -> Option<Self> {
        // Its directory alone would be larger than the document.
        if memmem::find_iter(bytes, ENTRY).nth(MOST_PARTS).is_some() {
            budget.spend();
            return None;
        }
        let mut raw: Vec<Vec<u8>> = Vec::new();
        let archive = if let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) {
            raw.extend(archive.file_names_raw().map(<[u8]>::to_vec));
            Archive::Whole(archive)
        } else {
            let mut parts = Vec::new();
            for (name, part) in salvage(bytes, budget) {
                raw.push(name);
                parts.push(part);
            }
            Archive::Salvaged(parts)
        };
        let mut names = HashMap::new();
        for (index, raw) in raw.iter().enumerate() {
            if let Ok(name) = std::str::from_utf8(raw) {
                names.entry(name.to_owned()).or_insert(index);
            }
        }
        for (index, raw) in raw.iter().enumerate() {
            for name in readings(raw) {
                names.entry(likeness(&name)).or_insert(index);
            }
        }
        (!raw.is_empty()).then_some(Self {
            archive,
            names,
            budget: budget.clone(),
        })
    }

    /// Whether the directory of the archive is lost, and with it what stood near the end.
    pub fn is_salvaged(&self) -> bool {
        matches!(self.archive, Archive::Salvaged(_))
    }

    /// The index of the part that has this path, or one that differs only in case, slashes, dots,
    /// normalization or encoding.
    pub fn find(&self, path: &str) -> Option<usize> {
        let exact = self.names.get(path);
        exact.or_else(|| self.names.get(&likeness(path))).copied()
    }

    /// The names that end like this, in lower case, in order.
    pub fn ending_in(&self, ending: &str) -> Vec<&str> {
        let mut found: Vec<(usize, &str)> = self
            .names
            .iter()
            .filter(|(name, _)| name.ends_with(ending))
            .map(|(name, index)| (*index, name.as_str()))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect()
    }

    /// The bytes of a part; `None` if there is no such part or it is damaged.
    pub fn read(&mut self, path: &str) -> Option<Vec<u8>> {
        self.part_up_to(self.find(path), usize::MAX).0.whole()
    }

    /// The bytes of a part that only says something of the text, no more of it than is worth
    /// reading; `None` as for `read`.
    pub fn read_aside(&mut self, path: &str) -> Option<Vec<u8>> {
        self.part_up_to(self.find(path), LARGEST_ASIDE).0.whole()
    }

    /// The first bytes of a part, no more than `length`; `None` as for `read`.
    pub fn read_start(&mut self, path: &str, length: usize) -> Option<Vec<u8>> {
        let most = length.min(self.budget.bytes());
        let part = self.start(self.find(path), most);
        self.budget.take_bytes(part.bytes.len());
        part.whole()
    }

    /// What can be read of a part.
    pub fn part(&mut self, index: Option<usize>) -> Part {
        let (mut part, is_cut) = self.part_up_to(index, usize::MAX);
        if is_cut {
            part.loss = Some(Loss::Damaged);
        }
        part
    }

    /// The bytes of a part, as many as the budget has and no more than `most`; whether it has more.
    fn part_up_to(&mut self, index: Option<usize>, most: usize) -> (Part, bool) {
        let most = most.min(self.budget.bytes());
        // One byte more tells that there are more.
        let mut part = self.start(index, most + 1);
        let is_cut = part.bytes.len() > most;
        if is_cut {
            part.bytes.truncate(most);
            self.budget.spend();
        }
        self.budget.take_bytes(part.bytes.len());
        (part, is_cut)
    }

    /// The first bytes of a part, no more than `most`.
    fn start(&mut self, index: Option<usize>, most: usize) -> Part {
        let lost = |loss| Part {
            bytes: Vec::new(),
            loss: Some(loss),
        };
        let Some(index) = index else {
            return lost(Loss::Missing);
        };
        match &mut self.archive {
            Archive::Salvaged(parts) => match parts.get(index) {
                Some(Part { bytes, loss }) => Part {
                    bytes: bytes.iter().take(most).copied().collect(),
                    loss: *loss,
                },
                None => lost(Loss::Missing),
            },
            Archive::Whole(archive) => match archive.by_index(index) {
                Ok(file) => read_up_to(most, file),
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    lost(Loss::Encrypted)
                }
                Err(_) => lost(Loss::Damaged),
            },
        }
    }

    /// The length of a part in bytes, unpacked; 0 if it cannot be read.
    pub fn length(&mut self, index: Option<usize>) -> u64 {
        let Some(index) = index else { return 0 };
        match &mut self.archive {
            Archive::Whole(archive) => archive.by_index_raw(index).map_or(0, |part| part.size()),
            Archive::Salvaged(parts) => parts.get(index).map_or(0, |part| part.bytes.len() as u64),
        }
    }
}

/// Most parts of a container: as many as an archive has without extensions (APPNOTE.TXT 4.4.1.4).
const MOST_PARTS: usize = 0xffff;

/// What an entry of the directory begins with (APPNOTE.TXT 4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";

/// Reads a part, but no more than so many bytes.
fn read_up_to(most: usize, file: impl Read) -> Part {
    let mut bytes = Vec::new();
    let read = file.take(most as u64).read_to_end(&mut bytes);
    let loss = read.is_err().then_some(Loss::Damaged);
    Part { bytes, loss }
}

/// The parts of an archive without its directory, found by the headers before them (APPNOTE.TXT
/// 4.3.7), with their names.
fn salvage(bytes: &[u8], budget: &Budget) -> Vec<(Vec<u8>, Part)> {
    const SIGNATURE: &[u8] = b"PK\x03\x04";
    const LENGTH: usize = 30;
    let mut found = Vec::new();
    let mut left = budget.bytes();
    let mut at = 0;
    while let Some(next) = bytes
        .get(at..)
        .and_then(|rest| memmem::find(rest, SIGNATURE))
    {
        let start = at + next;
        at = start + SIGNATURE.len();
        let Some(header) = bytes.get(start..start + LENGTH) else {
            break;
        };
        let short = |at: usize| usize::from(header[at]) | usize::from(header[at + 1]) << 8;
        let packed = short(18) | short(20) << 16;
        let (name, extra) = (short(26), short(28));
        let data = start + LENGTH + name + extra;
        let (Some(name), Some(rest)) = (
            bytes.get(start + LENGTH..start + LENGTH + name),
            bytes.get(data..),
        ) else {
            break;
        };
        let is_encrypted = short(6) & 1 == 1;
        let (part, length) = match short(8) {
            _ if is_encrypted => {
                let loss = Some(Loss::Encrypted);
                (
                    Part {
                        bytes: Vec::new(),
                        loss,
                    },
                    packed,
                )
            }
            0 => {
                let whole = rest.get(..packed);
                let part = Part {
                    bytes: whole.unwrap_or(rest).to_vec(),
                    loss: whole.is_none().then_some(Loss::Damaged),
                };
                (part, packed)
            }
            8 => {
                let mut decoder = DeflateDecoder::new(rest);
                let mut part = read_up_to(left, &mut decoder);
                if part.bytes.len() == left {
                    part.loss = Some(Loss::Damaged);
                }
                let length = usize::try_from(decoder.total_in()).unwrap_or(packed);
                (part, length)
            }
            _ => {
                let loss = Some(Loss::Damaged);
                (
                    Part {
                        bytes: Vec::new(),
                        loss,
                    },
                    packed,
                )
            }
        };
        left = left.saturating_sub(part.bytes.len());
        found.push((name.to_vec(), part));
        at = data.saturating_add(length).max(at);
        if left == 0 || found.len() == MOST_PARTS {
            budget.spend();
            break;
        }
    }
    found
}

/// What a name in an archive may be: UTF-8, or one of the encodings that programs of East Asia
/// wrote without saying so.
fn readings(raw: &[u8]) -> Vec<String> {
    if let Ok(name) = std::str::from_utf8(raw) {
        return vec![name.to_owned()];
    }
    let encodings = [GBK, BIG5, SHIFT_JIS, EUC_KR].into_iter();
    let decoded = encodings
        .filter_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(raw));
    decoded.map(std::borrow::Cow::into_owned).collect()
}

/// What names have in common that differ only in case, slashes, dots or normalization.
fn likeness(name: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in name.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    let name = steps.join("/");
    if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfc().flat_map(char::to_lowercase).collect()
    }
}

/// A container of these parts, for tests.
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that meets the unexpected fails")]
pub(super) fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::write::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*path, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::budget::LARGEST;

    fn open(bytes: &[u8]) -> Option<Container<'_>> {
        Container::open(bytes, &Budget::whole())
    }

    #[test]
    fn names_are_found_as_people_read_them() {
        let bytes = pack(&[
            ("Text/Ch1.XHTML", b"1"),
            ("Text/ch1.xhtml", b"2"),
            ("か\u{3099}.html", b"3"),
            ("OEBPS\\a\\b.html", b"4"),
        ]);
        let mut container = open(&bytes).unwrap();
        let mut read = |path: &str| container.read(path).map(|bytes| bytes[0] - b'0');
        assert_eq!(read("Text/Ch1.XHTML"), Some(1));
        assert_eq!(read("Text/ch1.xhtml"), Some(2));
        assert_eq!(read("text/CH1.xhtml"), Some(1));
        assert_eq!(read("./Text/x/../ch1.xhtml"), Some(1));
        assert_eq!(read("が.html"), Some(3));
        assert_eq!(read("OEBPS/a/b.html"), Some(4));
        assert_eq!(read("ch1.xhtml"), None);
        assert_eq!(readings(&GBK.encode("第一章").0)[0], "第一章");
    }

    #[test]
    fn parts_together_are_no_longer_than_a_source_may_be() {
        let long = vec![b' '; LARGEST / 2 + 1];
        let parts: Vec<(&str, &[u8])> = vec![("a", &long), ("b", &long), ("c", b"three")];
        let bytes = pack(&parts);
        let mut container = open(&bytes).unwrap();
        let mut part = |name: &str| {
            let index = container.find(name);
            let part = container.part(index);
            (part.bytes.len(), part.loss)
        };
        assert_eq!(part("a"), (LARGEST / 2 + 1, None));
        assert_eq!(part("b"), (LARGEST / 2 - 1, Some(Loss::Damaged)));
        assert_eq!(part("c"), (0, Some(Loss::Damaged)));
        // So it is for those who want whole parts.
        let mut container = open(&bytes).unwrap();
        assert!(container.read("a").is_some());
        assert_eq!(
            container
                .read_start("b", LARGEST / 2)
                .map(|part| part.len()),
            Some(LARGEST / 2 - 1)
        );
        assert_eq!(container.read_start("c", 5), Some(Vec::new()));
    }

    #[test]
    fn parts_are_read_without_the_directory() {
        let long = "甲乙丙丁".repeat(900);
        let bytes = pack(&[("a", b"one"), ("b", long.as_bytes()), ("c", b"three")]);
        let directory = memmem::find(&bytes, b"PK\x01\x02").unwrap();
        let cut = bytes.get(..directory).unwrap();
        let mut container = open(cut).unwrap();
        assert!(container.is_salvaged());
        assert_eq!(container.read("b").unwrap(), long.as_bytes());
        assert_eq!(container.read("c").unwrap(), b"three");
        // Half of the last part is gone.
        let mut container = open(cut.get(..directory - 3).unwrap()).unwrap();
        assert_eq!(container.read("a").unwrap(), b"one");
        assert_eq!(container.read("c"), None);
        let index = container.find("c");
        assert_eq!(container.part(index).loss, Some(Loss::Damaged));
        assert_eq!(container.part(None).loss, Some(Loss::Missing));
        assert!(open(b"PK\x03\x04").is_none());
    }

    #[test]
    fn an_archive_of_too_many_parts_is_none() {
        let entry = [ENTRY, &[0; 42]].concat();
        let archive = |count: usize| [pack(&[("a", b"x")]), entry.repeat(count)].concat();
        let budget = Budget::whole();
        assert!(Container::open(&archive(MOST_PARTS), &budget).is_none());
        assert!(budget.is_spent());
    }

    #[test]
    fn what_only_says_something_of_the_text_is_not_read_beyond_its_worth() {
        let long = vec![b' '; LARGEST_ASIDE + 1];
        let bytes = pack(&[("a", &long), ("b", b"x")]);
        let budget = Budget::whole();
        let mut container = Container::open(&bytes, &budget).unwrap();
        assert_eq!(container.read_aside("b").unwrap().len(), 1);
        assert!(!budget.is_spent());
        assert_eq!(container.read_aside("a").unwrap().len(), LARGEST_ASIDE);
        assert!(budget.is_spent());
    }
}
