//! What is looked for, as typed: words with what they must stand beside or without, and filters of
//! the documents. One language for all engines; the pickers share its filters.
//!
//! ```text
//! query  = { ["-"] near | filter | "@" name }         all in one clause
//! near   = choice { ("~" | ">") number choice }       within so many characters, ">" in this order
//! choice = word { "|" word }
//! word   = '"' literally '"' | "=" literally | "/" regular expression "/" | "py:" pinyin
//!        | characters, "?" one of them, "*" up to ten
//! ```

pub mod filter;
pub mod keywords;
mod parse;

pub use filter::{Filter, days};
pub use keywords::Keywords;

use crate::document::PartialDate;
use crate::library::Entry;
use crate::text::{Said, Span};

/// A query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What must stand in one clause, all of it.
    pub terms: Vec<Near>,
    /// What the clause must not have.
    pub without: Vec<Near>,
    /// What must stand in the document's notes (`注:`).
    pub notes: Vec<Near>,
    /// What must stand in the reader's own notes on the document (`批注:`), folded. Engines do not
    /// know these: who asks them says which documents are meant.
    pub annotations: Vec<String>,
    /// Of each work only the edition that was in force on this day (`at:`). Engines do not know
    /// this either.
    pub in_force: Option<PartialDate>,
    /// Conditions on the document.
    pub filters: Vec<Filter>,
}

/// A choice, and what stands near it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Where the hit is.
    pub first: Choice,
    /// What follows, each near the one before it.
    pub others: Vec<Beside>,
}

/// What stands near something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The most characters between the two.
    pub within: usize,
    /// Whether it must stand behind the other.
    pub is_ordered: bool,
    /// What stands there.
    pub choice: Choice,
}

/// Words of which one is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice(pub Vec<Word>);

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// `手工业`, `毛?东`, `爱*不爱`: whatever its script, width and case, numbers and dates however
    /// they are written.
    Plain(String),
    /// `"甲 乙"`, `=發`: as it stands.
    Literal(String),
    /// `/…/`
    Pattern(String),
    /// `py:shougongye`: the letters.
    Pinyin(String),
}

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The place in what was typed.
    pub place: Span,
    /// What is wrong there.
    pub what: Mistake,
}

/// What can be wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Nothing is looked for: exclusions only, or nothing at all.
    Nothing,
    /// A quotation or an expression does not end.
    Unclosed,
    /// Not a regular expression; why.
    Pattern(Said),
    /// Not between two words, or farther than [`FARTHEST`].
    Distance,
    /// `|` without a word on either side.
    Alternative,
    /// A word of wildcards only.
    Wild,
    /// Letters are wanted.
    Pinyin,
    /// No date.
    Date,
    /// No search is saved under this name, or it is made of itself.
    Saved(String),
    /// Longer than [`LONGEST`].
    TooLong,
}

/// The longest query, in bytes, with all saved searches in it.
pub const LONGEST: usize = 4096;

/// The farthest apart that words can be asked for, in characters.
pub const FARTHEST: usize = 1000;

impl Mistake {
    /// A stable name; its sentence is `query.<name>` in the locales.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Unclosed => "unclosed",
            Self::Pattern(_) => "pattern",
            Self::Distance => "distance",
            Self::Alternative => "alternative",
            Self::Wild => "wild",
            Self::Pinyin => "pinyin",
            Self::Date => "date",
            Self::Saved(_) => "saved",
            Self::TooLong => "too-long",
        }
    }

    /// What fills its sentence.
    pub fn detail(&self) -> Said {
        match self {
            Self::Pattern(why) => why.clone(),
            Self::Saved(name) => Said::Words(name.clone()),
            _ => Said::Words(String::new()),
        }
    }
}

impl Query {
    /// Reads a query. `saved` tells the searches that were saved under a name.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(typed: &str, saved: &dyn Fn(&str) -> Option<String>) -> Result<Self, Wrong> {
        parse::parse(typed, saved)
    }

    /// Whether it asks for documents of some days.
    pub fn asks_for_dates(&self) -> bool {
        let is_date = |filter: &Filter| matches!(filter, Filter::Date(..));
        self.filters.iter().any(is_date)
    }

    /// Whether it asks for documents by what is known of them, and for no words in them.
    pub fn is_of_documents(&self) -> bool {
        self.terms.is_empty() && self.notes.is_empty()
    }

    /// The date by which a document is counted that passes the filters.
    pub fn date_of(&self, entry: Entry<'_>) -> Option<PartialDate> {
        filter::date_of(&self.filters, entry)
    }

    /// Whether punctuation stands in the way of any of its words, so that they are looked for a
    /// second time without.
    pub fn has_plain_words(&self) -> bool {
        let all = self.terms.iter().chain(&self.without).chain(&self.notes);
        let choices = all.flat_map(|near| {
            let others = near.others.iter().map(|beside| &beside.choice);
            std::iter::once(&near.first).chain(others)
        });
        let mut words = choices.flat_map(|choice| &choice.0);
        words.any(|word| matches!(word, Word::Plain(_)))
    }
}

#[cfg(test)]
mod tests;
