//! The dictionaries of Open Chinese Convert (OpenCC) and how it chains them, without those of
//! regional words, which have other lengths: in the others each character becomes one.
//!
//! Not a crate: of the 391 cases of OpenCC 1.4.2 in its configurations without regional words,
//! opencc-fmmseg 0.13 fails 43, zhhz 0.8.2 fails 54 and ferrous-opencc 0.4 fails 154, whose
//! dictionaries are older. They bring rayon and a reader of CBOR, panics, or an archive of finite
//! automata along; what they do is one search for the longest words.

use std::io::Read;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::HashMap;

/// Its files one behind the other: the name of each after `# `, its lines: a word, a tab, what it
/// becomes, the first of several; packed by gzip.
const PACKED: &[u8] = include_bytes!("../../../assets/tables/opencc.txt.gz");

pub(super) static FILES: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::new();
    // A test reads it; what could not be unpacked would only leave texts as they are.
    let _ = flate2::read::GzDecoder::new(PACKED).read_to_string(&mut text);
    text
});

/// The lines of a file: words and what they may become.
fn lines(file: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let head = format!("# {file}\n");
    let behind = FILES.split_once(&head).map_or("", |(_, behind)| behind);
    let lines = behind.lines().take_while(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

/// Files that are looked through together: the longest word goes first, of one in several files the
/// first. That of the phrases takes a fifth of a second to make, once it is asked for.
pub(super) struct Dictionary {
    words: Option<AhoCorasick>,
    becomes: Vec<&'static str>,
}

impl Dictionary {
    fn of(files: &[&str]) -> Self {
        let lines = files.iter().flat_map(|file| lines(file));
        let first = |(word, all): (&'static str, &'static str)| {
            (word, all.split(' ').next().unwrap_or(all))
        };
        let (words, becomes): (Vec<_>, Vec<_>) = lines.map(first).unzip();
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words);
        // It fails at more words than there are numbers for them.
        let words = words.ok();
        Self { words, becomes }
    }

    /// The stretches of a text with what the words become, and what stands between them.
    fn stretches<'t>(&self, text: &'t str, mut visit: impl FnMut(&'t str, Option<&'static str>)) {
        let mut at = 0;
        let found = self.words.iter().flat_map(|words| words.find_iter(text));
        for found in found {
            let between = text.get(at..found.start()).unwrap_or("");
            if !between.is_empty() {
                visit(between, None);
            }
            let becomes = self.becomes.get(found.pattern().as_usize());
            visit(text.get(found.range()).unwrap_or(""), becomes.copied());
            at = found.end();
        }
        let rest = text.get(at..).unwrap_or("");
        if !rest.is_empty() {
            visit(rest, None);
        }
    }

    fn convert(&self, text: &str) -> String {
        let mut converted = String::with_capacity(text.len());
        self.stretches(text, |own, becomes| converted += becomes.unwrap_or(own));
        converted
    }
}

type Lazy = LazyLock<Dictionary>;

/// Characters that Unicode has twice for the sake of other character sets.
static COMPATIBILITY: Lazy = Lazy::new(|| Dictionary::of(&["CJK_Compatibility_Ideographs"]));

const ST_PHRASES: [&str; 2] = ["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"];
static PHRASES: Lazy = Lazy::new(|| Dictionary::of(&ST_PHRASES));
static TRADITIONAL: Lazy =
    Lazy::new(|| Dictionary::of(&[ST_PHRASES[0], ST_PHRASES[1], "STCharacters"]));

pub(super) static TRADITIONAL_PHRASES: Lazy = Lazy::new(|| Dictionary::of(&["TSPhrases"]));
pub(super) static SIMPLIFIED: Lazy =
    Lazy::new(|| Dictionary::of(&["TSPhrases", "TSCharactersExt", "TSCharacters"]));

static TO_TAIWAN: Lazy = Lazy::new(|| Dictionary::of(&["TWVariantsPhrases", "TWVariants"]));
static FROM_TAIWAN: Lazy = Lazy::new(|| Dictionary::of(&["TWVariantsRevPhrases", "TWVariantsRev"]));
static TO_HONG_KONG: Lazy = Lazy::new(|| Dictionary::of(&["HKVariantsPhrases", "HKVariants"]));
pub(super) static FROM_HONG_KONG: Lazy =
    Lazy::new(|| Dictionary::of(&["HKVariantsRevPhrases", "HKVariantsRev"]));

/// A way from one writing to another, one of OpenCC's configurations.
pub(super) struct Way {
    /// Where the words of this begin and end, no other may go across.
    pub parts: Option<&'static Lazy>,
    /// What is applied, one after the other.
    pub chain: &'static [&'static Lazy],
}

impl Way {
    const fn new(parts: Option<&'static Lazy>, chain: &'static [&'static Lazy]) -> Self {
        Self { parts, chain }
    }

    /// A text in the other writing.
    pub fn convert(&self, text: &str) -> String {
        let text = COMPATIBILITY.convert(text);
        let mut converted = String::with_capacity(text.len());
        let mut pass = |part: &str| {
            let mut chain = self.chain.iter();
            let first = chain
                .next()
                .map_or_else(String::new, |first| first.convert(part));
            converted += &chain.fold(first, |part, next| next.convert(&part));
        };
        match self.parts {
            Some(parts) => parts.stretches(&text, |part, _| pass(part)),
            None => pass(&text),
        }
        converted
    }
}

pub(super) static S2T: Way = Way::new(None, &[&TRADITIONAL]);
pub(super) static S2TW: Way = Way::new(Some(&PHRASES), &[&TRADITIONAL, &TO_TAIWAN]);
pub(super) static S2HK: Way = Way::new(Some(&PHRASES), &[&TRADITIONAL, &TO_HONG_KONG]);
pub(super) static TW2S: Way = Way::new(Some(&TRADITIONAL_PHRASES), &[&FROM_TAIWAN, &SIMPLIFIED]);
pub(super) static TW2T: Way = Way::new(None, &[&FROM_TAIWAN]);
pub(super) static T2TW: Way = Way::new(None, &[&TO_TAIWAN]);
pub(super) static HK2T: Way = Way::new(None, &[&FROM_HONG_KONG]);
pub(super) static T2HK: Way = Way::new(None, &[&TO_HONG_KONG]);

/// Which writing a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaning {
    Simplified,
    Traditional,
}

/// The characters that only one writing has: they become none of the other that is the same.
pub(super) static LEANINGS: LazyLock<HashMap<char, Leaning>> = LazyLock::new(|| {
    let of = |file, leaning| {
        let changed = lines(file).filter(|(own, all)| !all.split(' ').any(|one| one == *own));
        changed.filter_map(move |(own, _)| Some((own.chars().next()?, leaning)))
    };
    of("STCharacters", Leaning::Simplified)
        .chain(of("TSCharacters", Leaning::Traditional))
        .collect()
});
