//! Where the bytes of a document come from: the binary, a file, a server, standard input.

use std::borrow::Cow;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::filter::Filters;
use super::name::{path_bytes, shown};
use super::remote::Held;
use super::rules;
use super::unread::Unread;
use crate::disk::{self, Stamp};
use crate::document::rules::Own;
use crate::document::{
    self, Document, Encoding, Format, HeadDate, Header, LARGEST, PartialDate, Syntax, date, header,
};
use crate::text::Said;

/// The source of a document's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A sample built into the binary: its file name and bytes.
    Builtin(&'static str, &'static [u8]),
    /// A file.
    File(PathBuf),
    /// A document of a library on a server.
    Remote(Held),
    /// Bytes already read, such as standard input, and their name.
    Memory(String, std::sync::Arc<[u8]>),
}

/// Length in bytes from which files that are read whole are catalogued one at a time: a scan reads
/// as many as there are processors.
const LARGE: u64 = 4 << 20;

/// Held while such a file is read.
static ALONE: Mutex<()> = Mutex::new(());

/// What the catalog keeps of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The header.
    pub header: Header,
    /// The stamp of the file when it was read.
    pub stamp: Stamp,
    /// Length in characters: exact for short documents, else estimated.
    pub characters: u32,
}

impl Source {
    /// Reads the bytes: those of the file, or what its filter prints.
    ///
    /// # Errors
    /// As `disk::read` and [`Filters::read`].
    pub fn bytes(&self, filters: &Filters) -> Result<Cow<'_, [u8]>, disk::Error> {
        match self {
            Self::Builtin(_, bytes) => Ok(Cow::Borrowed(bytes)),
            Self::File(path) => match filters.of(path) {
                Some(filter) => filters.read(filter, path).map(Cow::Owned),
                None => read_whole(path).map(Cow::Owned),
            },
            Self::Remote(held) => held.bytes().map(Cow::Owned),
            Self::Memory(_, bytes) => Ok(Cow::Borrowed(bytes)),
        }
    }

    /// Reads the first bytes, enough for a preview.
    ///
    /// # Errors
    /// As `disk::read_head`.
    fn head(&self) -> Result<Cow<'_, [u8]>, disk::Error> {
        match self {
            Self::File(path) if !is_read_whole(path) => {
                let (head, _) = disk::read_head(path, document::HEAD as u64)?;
                Ok(Cow::Owned(head))
            }
            _ => self.bytes(&Filters::default()),
        }
    }

    /// Reads the document in an encoding, or in the one that is detected; returns it with that
    /// encoding. Its title is never empty.
    ///
    /// # Errors
    /// If its bytes cannot be read, or are nothing that is read.
    pub fn document(
        &self,
        encoding: Option<Encoding>,
        filters: &Filters,
    ) -> Result<(Document, Encoding), Unread> {
        self.read(self.bytes(filters)?, encoding, filters)
    }

    /// Like [`Source::document`], by the rules that were known when its library was scanned: to ask
    /// each folder above it again would take as long as to read it.
    ///
    /// # Errors
    /// As [`Source::document`].
    pub fn catalogued(&self, filters: &Filters) -> Result<Document, Unread> {
        let rules = self.rules(false);
        let (document, _) = self.read_by(self.bytes(filters)?, None, filters, &rules)?;
        Ok(document)
    }

    /// Reads the beginning of the document, enough for a preview; through no filter.
    ///
    /// # Errors
    /// As [`Source::document`].
    pub fn beginning(&self) -> Result<Document, Unread> {
        let (document, _) = self.read(self.head()?, None, &Filters::default())?;
        Ok(document)
    }

    /// Reads the end of a text, at most so many bytes, from the first line that begins there;
    /// through no filter.
    ///
    /// # Errors
    /// As [`Source::document`].
    pub fn ending(&self, length: usize) -> Result<String, Unread> {
        let (_, encoding) = self.read(self.head()?, None, &Filters::default())?;
        // No unit of any encoding takes more than four bytes.
        let before = |whole: usize| whole.saturating_sub(length).next_multiple_of(4).min(whole);
        let bytes = match self {
            Self::File(path) => {
                let mut pieces = disk::Pieces::open(path)?;
                let whole = pieces.length() as usize;
                let start = before(whole);
                Cow::Owned(pieces.read(start as u64, whole - start)?)
            }
            _ => {
                let whole = self.bytes(&Filters::default())?;
                Cow::Owned(whole[before(whole.len())..].to_vec())
            }
        };
        let (document, _) = self.read(bytes, Some(encoding), &Filters::default())?;
        let text = document.plain();
        let first = text.find('\n').map_or(0, |end| end + 1);
        Ok(text.get(first..).unwrap_or("").trim_end().to_owned())
    }

    fn read(
        &self,
        bytes: Cow<'_, [u8]>,
        encoding: Option<Encoding>,
        filters: &Filters,
    ) -> Result<(Document, Encoding), Unread> {
        self.read_by(bytes, encoding, filters, &self.rules(true))
    }

    fn read_by(
        &self,
        bytes: Cow<'_, [u8]>,
        encoding: Option<Encoding>,
        filters: &Filters,
        rules: &Own,
    ) -> Result<(Document, Encoding), Unread> {
        let read = document::read(bytes, encoding, self.syntax(), rules);
        let (mut document, encoding) = read.map_err(|kind| Unread::Foreign {
            name: self.name().into_owned(),
            kind,
            advice: filters.advice(kind, self.path()),
        })?;
        document.header = complete(std::mem::take(&mut document.header), self);
        Ok((document, encoding))
    }

    /// The rules of a person's own that are for it. `is_asked_anew`: also those that were written
    /// since the program began.
    pub fn rules(&self, is_asked_anew: bool) -> Own {
        rules::of(self.path(), is_asked_anew)
    }

    /// Reads what the catalog keeps of the document, from as few bytes as will do; of one with a
    /// filter its name says all, since running thousands of programs would take hours. The title is
    /// never empty.
    ///
    /// # Errors
    /// As `disk::read_head`, and where the program fails on the document: that must not take a
    /// whole library along.
    pub fn facts(&self, filters: &Filters) -> Result<Facts, disk::Error> {
        surviving(&self.name(), || self.find_facts(filters))
    }

    fn find_facts(&self, filters: &Filters) -> Result<Facts, disk::Error> {
        if let Some(path) = self.path()
            && self.is_filtered(filters)
        {
            return Ok(Facts {
                header: complete(Header::default(), self),
                stamp: disk::stamp(path)?,
                characters: 0,
            });
        }
        let (named, own) = (self.syntax(), self.rules(false));
        let (mut head, mut read, stamp) = match self {
            Self::Builtin(_, bytes) => (
                document::head(bytes, named, &own),
                bytes.len(),
                Stamp::default(),
            ),
            Self::Memory(_, bytes) => (
                document::head(bytes, named, &own),
                bytes.len(),
                Stamp::default(),
            ),
            Self::Remote(held) => {
                let bytes = held.bytes()?;
                let stamp = Stamp {
                    length: bytes.len() as u64,
                    modified: held.revision as i64,
                };
                (document::head(&bytes, named, &own), bytes.len(), stamp)
            }
            Self::File(path) => {
                let is_whole = is_read_whole(path);
                let is_large = is_whole && disk::stamp(path)?.length > LARGE;
                let _alone = is_large.then(|| ALONE.lock().unwrap_or_else(PoisonError::into_inner));
                let length = if is_whole {
                    LARGEST as u64
                } else {
                    document::HEAD as u64
                };
                let (bytes, stamp) = disk::read_head(path, length)?;
                (document::head(&bytes, named, &own), bytes.len(), stamp)
            }
        };
        if head.is_cut
            && let Self::File(path) = self
            && stamp.length > document::HEAD as u64
        {
            // Headers with hundreds of tags exist.
            let longest = header::LONGEST as u64 + document::HEAD as u64;
            let bytes = disk::read_head(path, longest)?.0;
            read = bytes.len();
            head = document::head(&bytes, named, &own);
        }
        // The rest of a file is taken to be encoded and packed like its head.
        let length = stamp.length.max(read as u64);
        let characters = head.characters as u64 * length / (read as u64).max(1);
        Ok(Facts {
            header: complete(head.header, self),
            stamp,
            characters: u32::try_from(characters).unwrap_or(u32::MAX),
        })
    }

    /// The path of a file.
    fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Builtin(..) | Self::Remote(_) | Self::Memory(..) => None,
        }
    }

    /// Whether its first bytes tell nothing without the last.
    pub fn is_read_whole(&self) -> bool {
        is_read_whole(Path::new(&*self.name()))
    }

    /// Whether it is read through one of these filters.
    pub fn is_filtered(&self, filters: &Filters) -> bool {
        self.path().is_some_and(|path| filters.of(path).is_some())
    }

    /// The number of bytes.
    ///
    /// # Errors
    /// As `disk::stamp`.
    pub fn length(&self) -> Result<u64, disk::Error> {
        match self {
            Self::Builtin(_, bytes) => Ok(bytes.len() as u64),
            Self::File(path) => disk::stamp(path).map(|stamp| stamp.length),
            Self::Remote(held) => held.bytes().map(|bytes| bytes.len() as u64),
            Self::Memory(_, bytes) => Ok(bytes.len() as u64),
        }
    }

    /// The syntax that its name promises.
    pub fn syntax(&self) -> Syntax {
        format(Path::new(&*self.name())).map_or(Syntax::Plain, Format::syntax)
    }

    /// The path, or the name.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Builtin(name, _) => Cow::Borrowed(name),
            Self::File(path) => path.to_string_lossy(),
            Self::Remote(held) => Cow::Owned(held.name()),
            Self::Memory(name, _) => Cow::Borrowed(name),
        }
    }
}

/// Reads a whole file, if it is no larger than what is read of its kind.
fn read_whole(path: &Path) -> Result<Vec<u8>, disk::Error> {
    let is_large = disk::stamp(path)?.length > LARGEST as u64;
    let limit = if is_large {
        let (beginning, _) = disk::read_head(path, document::HEAD as u64)?;
        document::largest(&beginning)
    } else {
        LARGEST as u64
    };
    disk::read(path, limit)
}

/// Makes an error of a panic.
fn surviving<T>(
    name: &str,
    read: impl FnOnce() -> Result<T, disk::Error>,
) -> Result<T, disk::Error> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(disk::Error {
            operation: "read",
            path: PathBuf::from(name),
            reason: io::Error::other(Said::new("reason.crashed")),
        })
    })
}

/// Fills in title and date from the name of the source where the header lacks them.
fn complete(mut header: Header, source: &Source) -> Header {
    let name = match source {
        Source::File(path) => {
            let name = path_bytes(Path::new(path.file_name().unwrap_or_default()));
            shown(&name).into_owned()
        }
        _ => source.name().into_owned(),
    };
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let stem = stem(name);
    if header.title.is_empty() {
        stem.clone_into(&mut header.title);
    }
    let known = &mut header.known_as;
    if let Some(title) = known.title.as_mut().filter(|title| title.is_empty()) {
        stem.clone_into(title);
    }
    let is_file = matches!(source, Source::File(_) | Source::Remote(_));
    let dated = named_date(name).filter(|_| is_file);
    if let Some((date, words)) = dated {
        known.date.get_or_insert(date);
        header.named_date = Some(date);
        if header.dates.is_empty() {
            header.dates.push(HeadDate::printed(date, words));
        }
    }
    header
}

/// The name of a file without its extension.
fn stem(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.is_empty() { name } else { stem }
}

/// The date in the name of a file, and the words that say it.
pub(super) fn named_date(name: &str) -> Option<(PartialDate, &str)> {
    date::first(stem(name))
}

/// The format of a file by its name.
pub(super) fn format(path: &Path) -> Option<&'static Format> {
    Format::of_name(&path.file_name()?.to_string_lossy())
}

fn is_read_whole(path: &Path) -> bool {
    format(path).is_some_and(Format::is_read_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_the_program_fails_on_is_named() {
        let failed: Result<(), _> = surviving("/书/坏.docx", || panic!("planted"));
        let said = Said::new("disk.read").with("/书/坏.docx");
        let expected = said.with_said(Said::new("reason.crashed"));
        assert_eq!(failed.unwrap_err().said(), expected);
        assert_eq!(surviving("/书/好.docx", || Ok(7)).unwrap(), 7);
    }

    #[test]
    fn a_text_of_any_encoding_ends_with_whole_lines() {
        let folder = tempfile::tempdir().unwrap();
        let lines: Vec<String> = (1..=4000)
            .map(|n| format!("第{n}条　保存古籍。\n"))
            .collect();
        let text = lines.concat();
        let utf_16 = |text: &str| {
            [
                &[0xff, 0xfe][..],
                &text
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect::<Vec<_>>(),
            ]
            .concat()
        };
        let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
        for (name, bytes) in [
            ("甲.txt", text.clone().into_bytes()),
            ("乙.txt", utf_16(&text)),
            ("丙.txt", gb(&text)),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            for length in 1001..1008 {
                let ending = Source::File(path.clone()).ending(length).unwrap();
                let first = ending.lines().next().unwrap();
                assert!(text.trim_end().ends_with(&ending), "{name}: {ending}");
                assert!(
                    first.starts_with('第') && ending.lines().count() > 10,
                    "{name}: {first}"
                );
            }
        }
        // A line without an end is shown from somewhere inside it.
        let source = Source::Memory("丁.txt".to_owned(), "长".repeat(9000).into_bytes().into());
        assert!(source.ending(3000).unwrap().ends_with("长长长"));
        let source = Source::Memory("戊.txt".to_owned(), (*b"").into());
        assert_eq!(source.ending(3000).unwrap(), "");
    }

    #[test]
    fn how_much_is_read_of_a_file_depends_on_its_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let large = |name: &str, beginning: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, beginning).unwrap();
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_len(LARGEST as u64 + 1).unwrap();
            read_whole(&path).map(|bytes| bytes.len())
        };
        let text = "第一条 短文。\n".repeat(2000);
        assert_eq!(large("文.txt", text.as_bytes()).unwrap(), LARGEST + 1);
        assert_eq!(large("文.docx", text.as_bytes()).unwrap(), LARGEST + 1);
        for (name, beginning) in [
            ("页.txt", &b"<!doctype html><title>a</title>"[..]),
            ("包.txt", b"\x1f\x8b\x08 packed"),
            ("书.md", b"PK\x03\x04 an archive"),
        ] {
            let error = large(name, beginning).unwrap_err();
            assert!(error.path.ends_with(name), "{error:?}");
            assert_eq!(
                disk::reason(&error.reason),
                Said::new("disk.larger").with(64)
            );
        }
    }
}
