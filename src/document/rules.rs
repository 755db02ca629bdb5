//! Outline rules, from files of TOML: by the lines of a text of one kind they tell its headings,
//! its header, its pages and what is no text. `assets/rules` has those of the program.
//!
//! A rule is a pattern whose named groups say what its parts are ([`Word`]); whatever else the
//! pattern matches is not shown. No pattern takes more than linear time, and none may grow large.

mod apply;
mod evidence;
mod file;
mod found;
mod ruled;
mod sheet;
mod sign;

use std::cell::LazyCell;
use std::sync::{Arc, LazyLock, OnceLock};

use super::Issue;
use crate::text::{Said, mistyped};
use regex::{Regex, RegexBuilder};

pub(super) use apply::{apply, apply_to, explain};
pub use file::{Fault, load};
pub(super) use ruled::Ruled;
pub use ruled::Touch;
use sign::Sign;

/// Bytes of a text that are looked at for what kind it is of.
const OPENING: usize = 4 << 10;

/// A kind of texts with its rules.
#[derive(Debug)]
pub struct Kind {
    /// Its name; a person's own kind replaces the built-in one of this name.
    pub name: String,
    /// What texts it is for, in a line.
    pub about: String,
    /// Patterns of paths below the folder of the rules, each with its line; without any, all.
    pub files: Vec<(usize, String)>,
    /// What is all found in the opening of such a text.
    content: Vec<Sign>,
    /// What is not found there.
    unless: Vec<Sign>,
    /// Whether the signs of Markdown mean something in it.
    has_markdown: bool,
    /// Whether its lines are joined into paragraphs, which begin with an indent.
    is_joined: bool,
    /// Whether it is only for texts that mark no headings themselves.
    is_unmarked: bool,
    rules: OnceLock<Vec<Rule>>,
    /// The file of a kind of the program, whose rules are read when there is a text for them.
    file: &'static str,
}

/// One rule.
#[derive(Debug)]
struct Rule {
    /// Its line in its file.
    line: usize,
    scope: Scope,
    pattern: Pattern,
    /// What it makes of whole lines that have no group.
    is: Option<Word>,
    /// The level of its headings.
    level: u8,
    /// With fewer matches than this it has none.
    least: usize,
    /// What the line above must be, unless that is the first of the text.
    after: Option<Pattern>,
    /// What decides for all matches at once.
    series: Option<evidence::Series>,
}

/// Where a rule looks.
#[derive(Debug)]
enum Scope {
    /// At whole lines, without the white space around them.
    Line,
    /// At a line, which begins a run of lines.
    Lines(Until),
    /// Inside the lines up to the next blank one, again and again.
    Within,
    /// At the lines above the first blank one.
    Top,
}

/// How a run of lines ends.
#[derive(Debug)]
enum Until {
    /// With the first line that has the pattern; there must be one.
    Line(Pattern),
    /// With the text.
    End,
}

/// What a stretch of text is: the words of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// A field of the header.
    Field(Field),
    /// A heading.
    Heading,
    /// As many characters as the heading's level.
    Level,
    /// The name of a page; not shown.
    Page,
    /// A line that is a remark, or a note set small inside a line.
    Note,
    /// The reading of the word before it.
    Reading,
    /// A line of verse.
    Verse,
    /// Who speaks in the paragraph that begins here.
    Speaker,
    /// Text that is kept; a line of it is a paragraph of its own.
    Text,
    /// What is said about the text.
    Description,
    /// Not shown.
    Drop,
}

/// A field of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Title.
    Title,
    /// Author; there may be several.
    Author,
    /// Date.
    Date,
    /// Book or collection.
    Collection,
    /// Where the text was taken from.
    Source,
    /// Tag.
    Tag,
    /// What the document is known by.
    Id,
}

/// The words as files have them.
const WORDS: [(&str, Word); 17] = [
    ("title", Word::Field(Field::Title)),
    ("author", Word::Field(Field::Author)),
    ("date", Word::Field(Field::Date)),
    ("collection", Word::Field(Field::Collection)),
    ("source", Word::Field(Field::Source)),
    ("tag", Word::Field(Field::Tag)),
    ("id", Word::Field(Field::Id)),
    ("heading", Word::Heading),
    ("level", Word::Level),
    ("page", Word::Page),
    ("note", Word::Note),
    ("reading", Word::Reading),
    ("verse", Word::Verse),
    ("speaker", Word::Speaker),
    ("text", Word::Text),
    ("description", Word::Description),
    ("drop", Word::Drop),
];

impl Word {
    /// The word of this name.
    fn named(name: &str) -> Option<Self> {
        let found = WORDS.iter().find(|(known, _)| *known == name);
        found.map(|(_, word)| *word)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let found = WORDS.iter().find(|(_, word)| *word == self);
        found.map_or("", |(name, _)| name)
    }

    /// Whether what it marks is still text.
    fn is_shown(self) -> bool {
        !matches!(self, Self::Field(_) | Self::Level | Self::Page | Self::Drop)
    }
}

/// A pattern, compiled when it is first used.
#[derive(Debug)]
struct Pattern {
    text: String,
    /// Whether it must match the whole of what it is tried on.
    is_whole: bool,
    compiled: OnceLock<Option<Compiled>>,
}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    /// Its groups that have a name: which, and what they mean.
    groups: Vec<(usize, Word)>,
}

impl Pattern {
    /// Bytes that a compiled pattern may take, and the tables that it grows while it is used.
    const LARGEST: usize = 1 << 20;

    fn new(text: &str, is_whole: bool) -> Self {
        Self {
            text: text.to_owned(),
            is_whole,
            compiled: OnceLock::new(),
        }
    }

    /// Compiles it.
    ///
    /// # Errors
    /// What is wrong with it.
    fn compile(&self) -> Result<Compiled, Said> {
        let text = if self.is_whole {
            format!("^(?:{})$", self.text)
        } else {
            self.text.clone()
        };
        let regex = RegexBuilder::new(&text)
            .multi_line(!self.is_whole)
            .size_limit(Self::LARGEST)
            .dfa_size_limit(Self::LARGEST)
            .nest_limit(50)
            .build()
            .map_err(|error| mistyped::expression(&text, &error))?;
        let mut groups = Vec::new();
        for (index, name) in regex.capture_names().enumerate() {
            if let Some(name) = name {
                let word = Word::named(name).ok_or_else(|| no_word(name))?;
                groups.push((index, word));
            }
        }
        Ok(Compiled { regex, groups })
    }

    /// It, compiled; `None` where it is wrong, which [`load`] tells.
    fn get(&self) -> Option<&Compiled> {
        self.compiled.get_or_init(|| self.compile().ok()).as_ref()
    }

    fn is_match(&self, text: &str) -> bool {
        self.get().is_some_and(|own| own.regex.is_match(text))
    }
}

/// Says that a word is none of those of rules.
fn no_word(name: &str) -> Said {
    let known: Vec<&str> = WORDS.iter().map(|(name, _)| *name).collect();
    Said::new("rules.no-word").with(name).with(known.join(", "))
}

impl Kind {
    /// Whether it is told by the content of a text.
    pub fn is_by_content(&self) -> bool {
        !self.content.is_empty()
    }

    /// Whether a text with this opening may be of this kind. The patterns are asked in their order,
    /// and each is compiled when it is first asked: one that costs little and that decides for most
    /// texts stands first, best of all words.
    fn is_for(&self, opening: &str) -> bool {
        self.content.iter().all(|sign| sign.is_in(opening))
            && !self.unless.iter().any(|sign| sign.is_in(opening))
    }

    /// Its rules, in order.
    fn rules(&self) -> &[Rule] {
        self.rules.get_or_init(|| file::load_rules(self.file))
    }
}

/// The files of the program's own kinds: name and text.
pub const BUILTIN: [(&str, &str); 10] = [
    ("mandoku", include_str!("../../assets/rules/mandoku.toml")),
    ("cbeta", include_str!("../../assets/rules/cbeta.toml")),
    ("aozora", include_str!("../../assets/rules/aozora.toml")),
    ("novel", include_str!("../../assets/rules/novel.toml")),
    ("judgment", include_str!("../../assets/rules/judgment.toml")),
    ("diary", include_str!("../../assets/rules/diary.toml")),
    (
        "chronicle",
        include_str!("../../assets/rules/chronicle.toml"),
    ),
    ("annals", include_str!("../../assets/rules/annals.toml")),
    ("letter", include_str!("../../assets/rules/letter.toml")),
    (
        "interview",
        include_str!("../../assets/rules/interview.toml"),
    ),
];

/// The program's own kinds.
pub fn kinds() -> &'static [Kind] {
    static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
        let files = BUILTIN.iter();
        files.flat_map(|(_, text)| file::load_heads(text)).collect()
    });
    &KINDS
}

/// The rules of a person's own that are for a document.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The kinds, in order.
    pub kinds: Vec<Arc<Kind>>,
    /// What is wrong with their files: issues of the document.
    pub issues: Vec<Issue>,
}

/// The kinds that a text is of, the person's own first. `is_plain`: the text is its source, not
/// made from other markup; `is_marked`: it marks headings itself.
pub(super) fn of<'k>(
    text: &str,
    own: &'k [Arc<Kind>],
    is_plain: bool,
    is_marked: impl FnOnce() -> bool,
) -> Vec<&'k Kind> {
    let mut end = text.len().min(OPENING);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let opening = text.get(..end).unwrap_or(text);
    let own = own.iter().filter(|_| is_plain).map(|kind| &**kind);
    let builtin = kinds().iter().filter(|kind| {
        let is_replaced = own.clone().any(|own| own.name == kind.name);
        !is_replaced && (is_plain || kind.has_markdown)
    });
    let is_marked = LazyCell::new(is_marked);
    let all = own.clone().chain(builtin);
    // Most texts mark their headings: patterns that are not asked are not compiled.
    all.filter(|kind| !(kind.is_unmarked && *is_marked) && kind.is_for(opening))
        .collect()
}

/// Whether a text marks headings itself: more than one, which may be its title.
pub(super) fn is_marked(text: &str) -> bool {
    let starts = memchr::memchr_iter(b'#', text.as_bytes());
    let is_heading = |at: &usize| {
        let is_line = at
            .checked_sub(1)
            .is_none_or(|before| text.as_bytes().get(before) == Some(&b'\n'));
        let marks = text.get(*at..).unwrap_or("").trim_start_matches('#');
        is_line && marks.starts_with([' ', '\t', '\u{3000}'])
    };
    starts.filter(is_heading).nth(1).is_some()
}

#[cfg(test)]
mod tests;
