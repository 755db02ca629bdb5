//! StarDict: an `.ifo` file that describes the others, an `.idx` of words with the places of their
//! articles, a `.dict` of articles, and a `.syn` of further words (StarDict's `DICTFILE_FORMAT`,
//! version 3.0.0). The last three may be packed.

use std::path::{Path, PathBuf};

use quick_xml::escape::unescape;

use super::{Index, unpacked};
use crate::disk;
use crate::text::Said;
use crate::text::fold::fold;

/// The largest `.ifo` file in bytes.
const LARGEST_INFO: u64 = 1 << 20;

/// The articles of a dictionary.
#[derive(Debug)]
pub struct Articles {
    bytes: Vec<u8>,
    /// Where each begins, and how long it is.
    places: Vec<(usize, usize)>,
    /// The kinds of the parts of all articles; empty where each part tells its own.
    kinds: String,
    words: Vec<Box<str>>,
}

/// Reads a dictionary by its `.ifo` file: its words with the numbers of their articles.
///
/// # Errors
/// If one of its files cannot be read, or is not of this form.
pub fn read(path: &Path) -> Result<(Index, Articles), Said> {
    let info = disk::read(path, LARGEST_INFO).map_err(|error| error.said())?;
    let info = String::from_utf8_lossy(&info);
    if !info
        .trim_start_matches('\u{feff}')
        .starts_with("StarDict's")
    {
        return Err(Said::new("dictionary.no-stardict").with(path.display()));
    }
    let field = |name: &str| {
        let mut fields = info.lines().filter_map(|line| line.split_once('='));
        fields.find_map(|(own, value)| (own.trim() == name).then(|| value.trim().to_owned()))
    };
    let width = match field("idxoffsetbits").as_deref() {
        Some("64") => 8,
        _ => 4,
    };
    let listed = unpacked(&beside(path, &["idx", "idx.gz"]))?;
    let (mut words, mut places) = (Vec::new(), Vec::new());
    let mut rest = listed.as_slice();
    while let Some((word, behind)) = word(rest) {
        let Some((offset, behind)) = number(behind, width) else {
            break;
        };
        let Some((length, behind)) = number(behind, 4) else {
            break;
        };
        words.push(word.into_boxed_str());
        places.push((offset, length));
        rest = behind;
    }
    let own = words.iter().enumerate();
    let mut index: Index = own
        .map(|(at, word)| (fold(word).into_boxed_str(), at as u32))
        .collect();
    // A dictionary without further words has no such file.
    if let Ok(listed) = unpacked(&beside(path, &["syn", "syn.dz"])) {
        let mut rest = listed.as_slice();
        while let Some((word, behind)) = word(rest) {
            let Some((at, behind)) = number(behind, 4) else {
                break;
            };
            index.push((fold(&word).into_boxed_str(), at as u32));
            rest = behind;
        }
    }
    let articles = Articles {
        bytes: unpacked(&beside(path, &["dict", "dict.dz"]))?,
        places,
        kinds: field("sametypesequence").unwrap_or_default(),
        words,
    };
    Ok((index, articles))
}

/// The file beside another with the first of these extensions that there is.
fn beside(path: &Path, extensions: &[&str]) -> PathBuf {
    let mut files = extensions.iter().map(|own| path.with_extension(own));
    let first = files.clone().next().unwrap_or_default();
    files
        .find(|file| disk::stamp(file).is_ok())
        .unwrap_or(first)
}

/// A word up to its NUL, and what is behind that.
fn word(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = memchr::memchr(0, bytes)?;
    let (word, behind) = bytes.split_at_checked(end)?;
    Some((String::from_utf8_lossy(word).into_owned(), behind.get(1..)?))
}

/// A number in network order, and what is behind it.
fn number(bytes: &[u8], width: usize) -> Option<(usize, &[u8])> {
    let (number, behind) = bytes.split_at_checked(width)?;
    let number = number
        .iter()
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    Some((usize::try_from(number).ok()?, behind))
}

impl Articles {
    /// The word of an article, and what of it is text below that.
    pub fn text(&self, number: u32) -> Option<String> {
        let at = number as usize;
        let (offset, length) = *self.places.get(at)?;
        let bytes = self.bytes.get(offset..offset.checked_add(length)?)?;
        let mut text = self.words.get(at)?.to_string();
        for (kind, part) in parts(&self.kinds, bytes) {
            let part = String::from_utf8_lossy(part);
            let shown = match kind {
                'h' | 'g' | 'x' | 'k' => without_tags(&part),
                'm' | 'l' | 't' | 'y' | 'w' | 'n' => part.into_owned(),
                _ => continue,
            };
            for line in shown.lines().map(str::trim).filter(|line| !line.is_empty()) {
                text += &format!("\n  {line}");
            }
        }
        Some(text)
    }
}

/// The parts of an article, each with its kind. Small letters are texts that a NUL ends, capitals
/// data of a length that stands before them; the last part of an article whose kinds are known
/// beforehand has neither.
fn parts<'a>(kinds: &str, mut bytes: &'a [u8]) -> Vec<(char, &'a [u8])> {
    let mut parts = Vec::new();
    let mut known = kinds.chars();
    let is_known = !kinds.is_empty();
    loop {
        let kind = if is_known {
            known.next()
        } else {
            bytes.split_first().map(|(first, behind)| {
                bytes = behind;
                char::from(*first)
            })
        };
        let Some(kind) = kind else { return parts };
        let is_last = is_known && known.as_str().is_empty();
        let length = if is_last {
            Some((bytes.len(), bytes))
        } else if kind.is_ascii_uppercase() {
            number(bytes, 4)
        } else {
            let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
            Some((end, bytes))
        };
        let Some((length, behind)) = length else {
            return parts;
        };
        let Some((part, behind)) = behind.split_at_checked(length) else {
            return parts;
        };
        parts.push((kind, part));
        let is_ended = !is_last && !kind.is_ascii_uppercase();
        bytes = behind.get(usize::from(is_ended)..).unwrap_or_default();
    }
}

/// The text of markup; what begins on a line of its own there does so here.
fn without_tags(markup: &str) -> String {
    const BLOCKS: [&str; 8] = ["br", "p", "div", "li", "tr", "dd", "dt", "def"];
    let mut text = String::new();
    let mut rest = markup;
    while let Some((before, behind)) = rest.split_once('<') {
        text += before;
        let (tag, after) = behind.split_once('>').unwrap_or((behind, ""));
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric());
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or("");
        if BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
            text.push('\n');
        }
        rest = after;
    }
    text += rest;
    match unescape(&text) {
        Ok(plain) => plain.into_owned(),
        Err(_) => text,
    }
}
