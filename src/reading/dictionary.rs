//! Dictionaries of a person's own: what they say of the word at a place. They are read when a word
//! is first looked up, and words are folded, so that the script does not matter.

mod cedict;
mod stardict;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use unicode_segmentation::UnicodeSegmentation;

use crate::disk;
use crate::text::Said;
use crate::text::fold::fold;

/// Longest word that is looked up, in clusters.
const LONGEST: usize = 16;

/// Most articles that are shown.
const MOST: usize = 40;

/// The largest file in bytes, unpacked.
const LARGEST: u64 = 512 << 20;

/// All dictionaries that the settings name.
#[derive(Debug, Default)]
pub struct Dictionaries {
    named: BTreeMap<String, PathBuf>,
    /// Each by its name, or why it cannot be read.
    read: OnceLock<Vec<(String, Result<Dictionary, Said>)>>,
}

/// What a dictionary says of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The name of the dictionary.
    pub dictionary: String,
    /// What it says.
    pub text: String,
}

/// What was found of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The longest words first.
    pub articles: Vec<Article>,
    /// Why dictionaries could not be read, one line each.
    pub unread: Vec<Said>,
}

/// The folded words, in order, each with the number of its article.
type Index = Vec<(Box<str>, u32)>;

/// A dictionary that is read.
#[derive(Debug)]
struct Dictionary {
    /// The numbers of articles, by folded words, in order.
    index: Index,
    articles: Articles,
}

/// Where the articles are.
#[derive(Debug)]
enum Articles {
    Cedict(cedict::Lines),
    StarDict(stardict::Articles),
}

impl Dictionaries {
    /// The dictionaries of these names, which are read later.
    pub fn new(named: BTreeMap<String, PathBuf>) -> Self {
        Self {
            named,
            read: OnceLock::new(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// What all dictionaries say of the words, in the order of the words.
    pub fn look_up(&self, words: &[String]) -> Found {
        let read = self.read.get_or_init(|| {
            let named = self.named.iter();
            let read = named.map(|(name, path)| (name.clone(), Dictionary::read(path)));
            read.collect()
        });
        let mut found = Found::default();
        for word in words {
            let key = fold(word);
            for (name, dictionary) in read {
                let Ok(dictionary) = dictionary else { continue };
                let texts = dictionary.texts(&key).take(MOST - found.articles.len());
                found.articles.extend(texts.map(|text| Article {
                    dictionary: name.clone(),
                    text,
                }));
            }
        }
        let unread = read.iter().filter_map(|(name, read)| {
            let reason = read.as_ref().err()?;
            Some(
                Said::new("dictionary.unread")
                    .with(name)
                    .with_said(reason.clone()),
            )
        });
        found.unread.extend(unread);
        found
    }
}

impl Dictionary {
    /// Reads a dictionary: StarDict by its `.ifo` file, anything else as CC-CEDICT.
    fn read(path: &Path) -> Result<Self, Said> {
        let is_stardict = path.extension().is_some_and(|own| own == "ifo");
        let (mut index, articles) = if is_stardict {
            let (index, articles) = stardict::read(path)?;
            (index, Articles::StarDict(articles))
        } else {
            let (index, lines) = cedict::read(path)?;
            (index, Articles::Cedict(lines))
        };
        index.retain(|(word, _)| !word.is_empty());
        index.sort_unstable();
        index.dedup();
        Ok(Self { index, articles })
    }

    /// What it says of a folded word.
    fn texts(&self, key: &str) -> impl Iterator<Item = String> + '_ {
        let first = self.index.partition_point(|(word, _)| **word < *key);
        let key = key.to_owned();
        let same = self.index.iter().skip(first);
        let same = same.take_while(move |(word, _)| **word == *key);
        same.filter_map(|(_, number)| match &self.articles {
            Articles::Cedict(lines) => lines.text(*number),
            Articles::StarDict(articles) => articles.text(*number),
        })
    }
}

/// The words that may begin at a byte offset, the longest first.
pub fn candidates(text: &str, at: usize) -> Vec<String> {
    let rest = text.get(at..).unwrap_or("");
    let clusters = rest.graphemes(true).take(LONGEST);
    let word: Vec<&str> = clusters
        .take_while(|cluster| cluster.chars().next().is_some_and(char::is_alphanumeric))
        .collect();
    // A word in letters is not cut.
    let is_whole = word.first().is_some_and(|own| own.is_ascii());
    let shortest = if is_whole { word.len() } else { 1 };
    let lengths = (shortest..=word.len()).rev();
    let words = lengths.filter_map(|length| word.get(..length).map(<[&str]>::concat));
    words.filter(|word| !word.is_empty()).collect()
}

/// The bytes of a file, unpacked if it is packed by gzip, as dictzip's are.
fn unpacked(path: &Path) -> Result<Vec<u8>, Said> {
    use std::io::Read;
    let bytes = disk::read(path, LARGEST).map_err(|error| error.said())?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    let packed = flate2::read::MultiGzDecoder::new(bytes.as_slice());
    let read = packed.take(LARGEST + 1).read_to_end(&mut unpacked);
    let unread = |reason| {
        Said::new("disk.read")
            .with(path.display())
            .with_said(reason)
    };
    match read {
        Ok(length) if length as u64 <= LARGEST => Ok(unpacked),
        Ok(_) => Err(unread(Said::new("reason.too-large"))),
        Err(error) => Err(unread(disk::reason(&error))),
    }
}

#[cfg(test)]
mod tests;
