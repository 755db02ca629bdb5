//! Tokens, by which two texts are compared: a character of a script without blanks, a word of one
//! with, a numeral, a punctuation mark; each as it folds, with its place.

use foldhash::HashMap;

use crate::text::fold::{Hidden, fold, is_point, is_spaced, units_in};
use crate::text::{Span, numeral};

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is compared by: the same number for the same in both texts.
    pub key: u32,
    /// What it folds to, likewise: of all but the numbers of clauses, which are compared as one,
    /// the same.
    pub folded: u32,
    /// How it is written, and whether behind a blank: the same number for the same in both texts.
    pub form: u32,
    /// The kind.
    pub class: Class,
    start: u32,
    end: u32,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// What words consist of.
    Word,
    /// Punctuation.
    Point,
    /// Between two paragraphs.
    Break,
    /// The number of a clause of the text itself: in a reference, or in front of a clause below.
    Number,
}

impl Class {
    /// Whether it counts for the likeness of two texts.
    pub fn is_letter(self) -> bool {
        matches!(self, Self::Word | Self::Number)
    }
}

impl Token {
    /// What joins two passages behind each other at the end of the first.
    pub fn joint(at: usize) -> Self {
        Self::border(Span::new(at, at))
    }

    fn border(span: Span) -> Self {
        Self {
            key: BREAK,
            folded: BREAK,
            form: BREAK << 1,
            class: Class::Break,
            start: span.start as u32,
            end: span.end as u32,
        }
    }

    /// Whether a blank stands before it.
    pub fn is_spaced(&self) -> bool {
        self.form & 1 == 1
    }

    /// The place in the source.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// The numbers by which tokens are compared: of one character its code point, of others the order
/// in which they were met.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(HashMap<Box<str>, u32>);

/// The key of all [`Class::Number`]: what they are is not compared.
const NUMBER: u32 = char::MAX as u32 + 1;

/// The key of all [`Class::Break`].
const BREAK: u32 = '\n' as u32;

impl Vocabulary {
    fn number(&mut self, word: &str) -> u32 {
        let mut characters = word.chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            return only.into();
        }
        let next = NUMBER + 1 + self.0.len() as u32;
        match self.0.get(word) {
            Some(number) => *number,
            None => *self.0.entry(word.into()).or_insert(next),
        }
    }
}

/// Cuts stretches of a text into tokens.
#[derive(Debug)]
pub(super) struct Tokenizer<'t> {
    source: &'t str,
    hidden: &'t [Hidden],
    vocabulary: &'t mut Vocabulary,
    /// What was cut.
    pub tokens: Vec<Token>,
    /// The token that may go on, and what it folds to and is written like.
    open: Option<Open>,
    folded: String,
    written: String,
    /// Whether a blank stands before the next token.
    is_spaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    Numeral,
    Letters,
    /// A token of its own.
    Single,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    run: Run,
    span: Span,
}

impl<'t> Tokenizer<'t> {
    pub fn new(source: &'t str, hidden: &'t [Hidden], vocabulary: &'t mut Vocabulary) -> Self {
        Self {
            source,
            hidden,
            vocabulary,
            tokens: Vec::new(),
            open: None,
            folded: String::new(),
            written: String::new(),
            is_spaced: false,
        }
    }

    /// Takes the words of a stretch within one paragraph.
    pub fn words(&mut self, stretch: Span) {
        let (source, hidden) = (self.source, self.hidden);
        units_in(source, hidden, stretch, |unit, folded| {
            let written = unit.of(source);
            match folded {
                "" => self.blank(written),
                " " => {
                    self.close();
                    self.is_spaced = true;
                }
                _ => self.unit(unit, folded, written),
            }
        });
        self.close();
    }

    /// Takes the number of a clause.
    pub fn number(&mut self, span: Span) {
        let written = span.of(self.source).chars();
        let written: String = written.filter(|c| !c.is_whitespace()).collect();
        self.folded.push_str(&fold(&written));
        self.written.push_str(&written);
        self.is_spaced = false;
        self.push(span, Class::Number);
    }

    /// Takes the border of two paragraphs.
    pub fn paragraph(&mut self, border: Span) {
        self.is_spaced = false;
        self.tokens.push(Token::border(border));
    }

    /// What folds to nothing: blanks that part no words. Where lines end says nothing.
    fn blank(&mut self, written: &str) {
        if written.contains(char::is_whitespace) {
            self.close();
            self.is_spaced |= !written.contains('\n');
        }
    }

    fn unit(&mut self, unit: Span, folded: &str, written: &str) {
        let run = run(folded);
        match &mut self.open {
            Some(open) if open.run == run && run != Run::Single => open.span.end = unit.end,
            _ => {
                self.close();
                self.open = Some(Open { run, span: unit });
            }
        }
        self.folded.push_str(folded);
        self.written.push_str(written);
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let is_point = self.folded.chars().all(is_point);
            self.push(open.span, if is_point { Class::Point } else { Class::Word });
        }
    }

    fn push(&mut self, span: Span, class: Class) {
        let folded = self.vocabulary.number(&self.folded);
        let key = match class {
            Class::Number => NUMBER,
            _ => folded,
        };
        let form = self.vocabulary.number(&self.written);
        self.tokens.push(Token {
            key,
            folded,
            form: form << 1 | u32::from(self.is_spaced),
            class,
            start: span.start as u32,
            end: span.end as u32,
        });
        self.folded.clear();
        self.written.clear();
        self.is_spaced = false;
    }
}

/// What a unit of text goes on with: 2018 and 三十 are one token each, and so is a Latin word.
fn run(folded: &str) -> Run {
    if folded.chars().all(numeral::is_digit) {
        Run::Numeral
    } else if folded.chars().all(is_spaced) {
        Run::Letters
    } else {
        Run::Single
    }
}
