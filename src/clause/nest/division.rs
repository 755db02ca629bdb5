//! Divisions with a name instead of a number: prefaces, supplements (附則) and further statutes in
//! a file.

use super::{Nesting, Open, Shape};
use crate::clause::lex::{Kind, Token};
use crate::clause::marker::Form;
use crate::document::date;

impl Nesting<'_> {
    /// Reads the title of a further statute, which contains articles.
    pub(super) fn reads_statute(&mut self, token: &Token) -> bool {
        let is_statute = self.heads_statute(token);
        if is_statute {
            self.close_while(|open| open.level.is_none());
            self.unnumbered(token.text, None);
            if let Some(open) = self.open.last_mut() {
                open.is_group = true;
            }
        }
        is_statute
    }

    /// Reads the heading of a preface or a supplement: a part of its own in plain text too, which
    /// ends the parts before it, also those that the source marks as headings.
    pub(super) fn reads_named_division(&mut self, token: &Token) -> bool {
        let words = token.text.of(self.source);
        let is_named = is_preface(words) || self.names_supplement(words);
        if is_named {
            let is_part = |open: &Open| open.form.rank().is_some_and(|rank| rank > 0);
            let first = self.open.iter().position(is_part);
            self.open.truncate(first.unwrap_or(usize::MAX));
            self.close_while(|open| open.level.is_none());
            self.unnumbered(token.text, None);
        }
        is_named
    }

    /// Whether a line is the title of a further statute in the same file: its enactment follows
    /// (一九九三年三月二十九日通过) or, inside an open article, its first division or article.
    fn heads_statute(&self, token: &Token) -> bool {
        const LONGEST: u8 = 60;
        // The cheapest test first: this runs for every paragraph.
        let is_line = token.is_line(LONGEST) && !token.text.of(self.source).contains(['、', '\t']);
        let in_annex = self
            .open
            .last()
            .is_some_and(|open| open.form.rank() == Some(0));
        if !is_line || self.open.is_empty() || in_annex || token.marker.is_some() {
            return false;
        }
        let in_article = self.article().is_some();
        self.ahead().first().is_some_and(|next| {
            let words = next.text.of(self.source);
            match next.kind {
                Kind::Note => date::first(words).is_some() && tells_enactment(words),
                Kind::Heading(_) | Kind::Paragraph if in_article => {
                    next.marker.is_some_and(|marker| {
                        matches!(marker.form, Form::Part | Form::Chapter | Form::Article)
                            && marker.number == 1
                            && self.is_clause(&marker, words)
                    })
                }
                _ => false,
            }
        })
    }

    /// Whether the heading of a supplement (附則) is open without an article in it.
    pub(super) fn in_supplement(&self) -> bool {
        self.article().is_none() && self.open.iter().any(|open| self.is_supplement(open))
    }

    /// Whether an open clause is the heading of a preface.
    pub(super) fn is_preface(&self, open: &Open) -> bool {
        let clause = self.clauses.get(open.id);
        open.form == Shape::Heading
            && clause.is_some_and(|clause| is_preface(clause.title.of(self.source)))
    }

    /// Whether an open clause is the heading of a supplement.
    pub(super) fn is_supplement(&self, open: &Open) -> bool {
        let clause = self.clauses.get(open.id);
        open.form == Shape::Heading
            && clause.is_some_and(|clause| self.names_supplement(clause.title.of(self.source)))
    }

    /// Whether a line is the heading of a supplement.
    fn names_supplement(&self, line: &str) -> bool {
        self.document.numbering.supplement(line).is_some()
    }
}

/// Whether a text mentions the enactment or amendment of a statute.
fn tells_enactment(words: &str) -> bool {
    let acts = [
        "通过", "通過", "公布", "发布", "發布", "制定", "修正", "修订",
    ];
    acts.iter().any(|act| words.contains(act))
}

/// Whether a heading starts a preface, which comes before the numbered divisions and contains none.
fn is_preface(words: &str) -> bool {
    is_one_of(words, &["序", "序言", "前言", "引言", "导言", "弁言"])
}

/// Whether a line equals one of these names, ignoring white space.
pub(super) fn is_one_of(words: &str, names: &[&str]) -> bool {
    if words.len() > 24 {
        return false;
    }
    let letters: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    names.contains(&letters.as_str())
}
