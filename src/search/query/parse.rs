//! Reading a query, from left to right, by the grammar at the head of the language.

use super::filter::{self, Field, Filter, Value};
use super::{Beside, Choice, FARTHEST, LONGEST, Mistake, Near, Query, Word, Wrong};
use crate::text::Span;

/// How deep saved searches may be made of others.
const DEEPEST: usize = 8;

type Saved<'s> = &'s dyn Fn(&str) -> Option<String>;

pub(super) fn parse(typed: &str, saved: Saved<'_>) -> Result<Query, Wrong> {
    let mut query = Query::default();
    let mut room = LONGEST;
    read(typed, saved, DEEPEST, &mut room, &mut query)?;
    let asks_of_documents =
        !query.filters.is_empty() || !query.annotations.is_empty() || query.in_force.is_some();
    // What a clause must not have says nothing of documents.
    let is_asked = asks_of_documents && query.without.is_empty();
    if query.is_of_documents() && !is_asked {
        return Err(wrong(Mistake::Nothing, Span::new(0, typed.len())));
    }
    Ok(query)
}

/// Adds what a text asks for; `room` is how long all of them may yet be.
fn read(
    typed: &str,
    saved: Saved<'_>,
    depth: usize,
    room: &mut usize,
    query: &mut Query,
) -> Result<(), Wrong> {
    let Some(left) = room.checked_sub(typed.len()) else {
        return Err(wrong(Mistake::TooLong, Span::new(0, typed.len())));
    };
    *room = left;
    let mut parser = Parser { typed, at: 0 };
    loop {
        parser.skip_blanks();
        let start = parser.at;
        if parser.rest().is_empty() {
            return Ok(());
        }
        if let Some(name) = parser.take_name() {
            let unknown = || wrong(Mistake::Saved(name.to_owned()), parser.since(start));
            let text = saved(name).filter(|_| depth > 0).ok_or_else(unknown)?;
            // A place in the saved text would say nothing here.
            let inner = read(&text, saved, depth - 1, room, query);
            inner.map_err(|inner| wrong(inner.what, parser.since(start)))?;
            continue;
        }
        let is_without = parser.take_minus();
        let field = filter::field(parser.rest());
        if let Some((field, length)) = field.filter(|(field, _)| *field != Field::Pinyin) {
            parser.at += length;
            parser.field(field, is_without, query)?;
            continue;
        }
        let near = parser.near()?;
        let place = if is_without {
            &mut query.without
        } else {
            &mut query.terms
        };
        place.push(near);
    }
}

fn wrong(what: Mistake, place: Span) -> Wrong {
    Wrong { place, what }
}

struct Parser<'t> {
    typed: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.typed.get(self.at..).unwrap_or("")
    }

    fn since(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    fn take(&mut self, length: usize) -> &'t str {
        let taken = self.rest().get(..length).unwrap_or("");
        self.at += taken.len();
        taken
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// `@name`
    fn take_name(&mut self) -> Option<&'t str> {
        let name = self.rest().strip_prefix('@')?;
        let name = name.split(char::is_whitespace).next()?;
        if name.is_empty() {
            return None;
        }
        self.at += '@'.len_utf8() + name.len();
        Some(name)
    }

    /// The `-` before what must not be there. One that stands alone is looked for.
    fn take_minus(&mut self) -> bool {
        let behind = self.rest().strip_prefix('-');
        let is_there =
            behind.is_some_and(|behind| behind.starts_with(|c: char| !c.is_whitespace()));
        self.at += usize::from(is_there);
        is_there
    }

    /// Adds what stands behind the name of a field. Without a value it is still being typed, and
    /// asks for nothing.
    fn field(&mut self, field: Field, is_without: bool, query: &mut Query) -> Result<(), Wrong> {
        let start = self.at;
        if self.rest().starts_with(char::is_whitespace) || self.rest().is_empty() {
            return Ok(());
        }
        if field == Field::Notes && !is_without {
            query.notes.push(self.near()?);
            return Ok(());
        }
        let value = self.value()?;
        match filter::read(field, value) {
            Value::Filter(filter) if is_without => {
                query.filters.push(Filter::Not(Box::new(filter)));
            }
            Value::Filter(filter) => query.filters.push(filter),
            Value::Annotations(words) if !is_without => query.annotations.push(words),
            Value::InForce(day) if !is_without => query.in_force = Some(day),
            Value::None => {}
            Value::Unread => return Err(wrong(Mistake::Date, self.since(start))),
            Value::Annotations(_) | Value::InForce(_) => {
                return Err(wrong(Mistake::Nothing, self.since(start)));
            }
        }
        Ok(())
    }

    /// The value of a filter, which quotation marks may hold together.
    fn value(&mut self) -> Result<&'t str, Wrong> {
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let value = self.rest().split(char::is_whitespace).next();
        Ok(self.take(value.map_or(0, str::len)))
    }

    /// `choice { ("~" | ">") number choice }`
    fn near(&mut self) -> Result<Near, Wrong> {
        let first = self.choice()?;
        let mut others = Vec::new();
        loop {
            let before = self.at;
            self.skip_blanks();
            let start = self.at;
            let Some((is_ordered, within)) = self.take_distance() else {
                self.at = before;
                return Ok(Near { first, others });
            };
            self.skip_blanks();
            let within = within.filter(|within| *within <= FARTHEST);
            let Some(within) = within.filter(|_| !self.rest().is_empty()) else {
                return Err(wrong(Mistake::Distance, self.since(start)));
            };
            let choice = self.choice()?;
            others.push(Beside {
                within,
                is_ordered,
                choice,
            });
        }
    }

    /// `~10`, `>10`, standing alone: whether the order counts, and the distance.
    fn take_distance(&mut self) -> Option<(bool, Option<usize>)> {
        let rest = self.rest();
        let number = rest.strip_prefix(['~', '>', '～', '＞'])?;
        let number = number.split(char::is_whitespace).next()?;
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let is_ordered = rest.starts_with(['>', '＞']);
        let sign = rest.chars().next().map_or(0, char::len_utf8);
        self.at += sign + number.len();
        Some((is_ordered, number.parse().ok()))
    }

    /// `word { "|" word }`
    fn choice(&mut self) -> Result<Choice, Wrong> {
        let mut words = vec![self.word()?];
        loop {
            let before = self.at;
            self.skip_blanks();
            let start = self.at;
            if !self.rest().starts_with('|') {
                self.at = before;
                return Ok(Choice(words));
            }
            self.take(1);
            self.skip_blanks();
            if self.rest().is_empty() {
                return Err(wrong(Mistake::Alternative, self.since(start)));
            }
            words.push(self.word()?);
        }
    }

    fn word(&mut self) -> Result<Word, Wrong> {
        let start = self.at;
        let rest = self.rest();
        if rest.starts_with('"') {
            let words = self.quoted()?;
            if words.trim().is_empty() {
                return Err(wrong(Mistake::Nothing, self.since(start)));
            }
            return Ok(Word::Literal(words.trim().to_owned()));
        }
        if rest.starts_with('/') {
            return self.pattern();
        }
        if rest.starts_with('|') {
            return Err(wrong(Mistake::Alternative, Span::new(start, start + 1)));
        }
        if self.take_distance().is_some() {
            return Err(wrong(Mistake::Distance, self.since(start)));
        }
        if let Some((Field::Pinyin, length)) = filter::field(rest) {
            self.take(length);
            let letters: String = self.characters().split(['\'', ' ']).collect();
            let letters = letters.to_ascii_lowercase().replace('ü', "v");
            if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_lowercase()) {
                return Err(wrong(Mistake::Pinyin, self.since(start)));
            }
            return Ok(Word::Pinyin(letters));
        }
        let is_literal = rest.strip_prefix(['=', '＝']);
        let is_literal = is_literal.is_some_and(|word| !word.is_empty() && !ends_word(word));
        if is_literal {
            self.take(rest.chars().next().map_or(0, char::len_utf8));
            return Ok(Word::Literal(self.characters().to_owned()));
        }
        let word = self.characters();
        let is_wild = |c: char| matches!(c, '?' | '*');
        if word.trim_matches(is_wild).is_empty() {
            return Err(wrong(Mistake::Wild, self.since(start)));
        }
        Ok(Word::Plain(word.to_owned()))
    }

    /// The characters up to the end of the word. A blank between two letters that are written with
    /// blanks belongs to it.
    fn characters(&mut self) -> &'t str {
        let mut length = 0;
        loop {
            let rest = self.rest().get(length..).unwrap_or("");
            let end = rest.find(|c: char| c.is_whitespace() || c == '|');
            length += end.unwrap_or(rest.len());
            let (word, rest) = self.rest().split_at(length);
            let next = rest.trim_start();
            let goes_on = word.ends_with(is_latin)
                && next.len() < rest.len()
                && next.starts_with(is_latin)
                && filter::field(next).is_none();
            if !goes_on {
                return self.take(length);
            }
            length += rest.len() - next.len();
        }
    }

    /// What stands between quotation marks.
    fn quoted(&mut self) -> Result<&'t str, Wrong> {
        let start = self.at;
        let inner = self.rest().strip_prefix('"').unwrap_or("");
        let Some(length) = inner.find('"') else {
            self.at = self.typed.len();
            return Err(wrong(Mistake::Unclosed, self.since(start)));
        };
        self.take(length + 2);
        Ok(inner.get(..length).unwrap_or(""))
    }

    /// `/…/`: up to the stroke that ends the word and has no backslash before it.
    fn pattern(&mut self) -> Result<Word, Wrong> {
        let start = self.at;
        let inner = self.rest().get(1..).unwrap_or("");
        let strokes = inner.match_indices('/').map(|(at, _)| at);
        let mut ends = strokes.filter(|at| {
            let (before, behind) = inner.split_at(*at);
            let escapes = before.len() - before.trim_end_matches('\\').len();
            escapes % 2 == 0 && ends_word(behind.get(1..).unwrap_or(""))
        });
        let Some(length) = ends.next() else {
            self.at = self.typed.len();
            return Err(wrong(Mistake::Unclosed, self.since(start)));
        };
        self.take(length + 2);
        let pattern = inner.get(..length).unwrap_or("");
        match crate::search::expression::fold(pattern) {
            Ok(pattern) => Ok(Word::Pattern(pattern)),
            Err(why) => Err(wrong(Mistake::Pattern(why), self.since(start))),
        }
    }
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '|')
}

/// Whether a character is a letter of a script that is written with blanks between words: Latin,
/// Greek, Cyrillic; of either width, with its marks.
fn is_latin(c: char) -> bool {
    let is_mark = matches!(c, '\u{300}'..='\u{36f}');
    let is_wide = matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    is_wide
        || is_mark
        || c < '\u{1100}' && c.is_alphabetic()
        || matches!(c, '\u{1e00}'..='\u{1fff}')
}
