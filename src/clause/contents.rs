//! Tables of contents: the list of headings before a text, whose lines must not become clauses.

use foldhash::{HashMap, HashSet};

use super::lex::{Kind, Token};
use super::marker::{Form, Marker, is_plausible, leading};
use crate::document::Document;
use crate::text::Span;

/// Longest line of a table of contents, in bytes.
const LONGEST: usize = 180;

/// Takes out the table of contents, and tells headings that are one in a line apart from others.
pub(super) fn take(document: &Document, tokens: &mut Vec<Token>) {
    let listed = find(document, tokens);
    let listed = if listed.is_empty() {
        untitled(document, tokens)
    } else {
        listed
    };
    tokens.drain(listed);
    for token in tokens {
        let is_line = |marker| is_line(document.plain(), token.text, marker);
        if token.is_text() && token.marker.is_some_and(is_line) {
            token.kind = Kind::Other;
        }
    }
}

/// The tokens of the table of contents, as a range of indices; empty if there is none.
///
/// It starts at a title line such as 目录, or at the first division of the text, and consists of
/// short lines whose divisions occur again later. The text itself starts where the first division
/// occurs again.
fn find(document: &Document, tokens: &[Token]) -> std::ops::Range<usize> {
    /// How far from the beginning its title may stand, in blocks.
    const FARTHEST: usize = 200;
    let none = 0..0;
    let source = document.plain();
    let head = tokens.get(..FARTHEST.min(tokens.len())).unwrap_or_default();
    let titled = head
        .iter()
        .position(|token| is_title(token.text.of(source)));
    let first_division = || tokens.iter().position(|token| division(token).is_some());
    let Some(first) = titled.map(|at| at + 1).or_else(first_division) else {
        return none;
    };
    // The listed divisions, up to a line that cannot be part of the list or that repeats the first.
    let mut listed: Vec<(Form, u32)> = Vec::new();
    let mut end = first;
    for (index, token) in tokens.iter().enumerate().skip(first) {
        let words = token.text.of(source);
        let found = division(token).or_else(|| entry(token, words).filter(|_| titled.is_some()));
        // A heading may end with a stop; an article that does is a sentence.
        let is_heading = found.is_some_and(|(form, _)| form != Form::Article);
        let words = if is_heading {
            words.trim_end_matches('。')
        } else {
            words
        };
        // Lines that end like sentences are text. A Korean article has no other stop.
        if token.text.len() > LONGEST
            || words.contains('。')
            || !is_heading && words.ends_with(['.', '；', '：'])
        {
            break;
        }
        match found {
            Some(found)
                if listed.first() == Some(&found) && (titled.is_some() || listed.len() > 1) =>
            {
                break;
            }
            Some(found) => {
                listed.push(found);
                end = index + 1;
            }
            // A titled list may contain lines without a number.
            None if titled.is_some() && document.numbering.supplement(words).is_none() => {}
            // A supplement may be the last line of the list.
            None if titled.is_some() && !listed.is_empty() => end = index + 1,
            None => break,
        }
    }
    if listed.len() < if titled.is_some() { 1 } else { 2 } {
        return none;
    }
    let later: HashSet<(Form, u32)> = tokens.iter().skip(end).filter_map(number).collect();
    let again = listed.iter().filter(|found| later.contains(found)).count();
    if again * 10 >= listed.len() * 8 {
        titled.unwrap_or(first)..end
    } else {
        none
    }
}

/// The tokens of a table of contents without a title: the first numbered lines of all, directly
/// below each other, which head text further below in the same words.
fn untitled(document: &Document, tokens: &[Token]) -> std::ops::Range<usize> {
    const FEWEST: usize = 3;
    const LONGEST: u8 = 40;
    let is_entry =
        |token: &&Token| token.is_text() && token.marker.is_some() && token.is_line(LONGEST);
    let Some(start) = tokens.iter().position(|token| token.marker.is_some()) else {
        return 0..0;
    };
    let words = |token: &Token| token.text.of(document.plain());
    // The lines, with their places in the list. The text may begin right below.
    let mut listed: HashMap<&str, usize> = HashMap::default();
    let mut list = tokens.iter().skip(start).take_while(is_entry);
    while let Some(words) = list.next().map(words)
        && !listed.contains_key(words)
    {
        listed.insert(words, listed.len());
    }
    let run = listed.len();
    if run < FEWEST {
        return 0..0;
    }
    // Where each heads text: the last such line.
    let mut places: Vec<Option<usize>> = vec![None; run];
    let after = tokens.iter().enumerate().skip(start + run);
    for (at, token) in after.filter(|(_, token)| is_entry(token)) {
        if let Some(entry) = listed.get(words(token)) {
            places[*entry] = Some(at);
        }
    }
    let places: Vec<usize> = places.into_iter().flatten().collect();
    // A list that comes again heads no text.
    let apart = places
        .windows(2)
        .filter(|pair| pair[1] > pair[0] + 1)
        .count();
    if places.len() * 10 >= run * 8 && apart * 2 >= places.len() {
        start..start + run
    } else {
        0..0
    }
}

/// Whether a line is the title of a table of contents (目录, 目次), ignoring white space.
pub fn is_title(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(
        letters.trim_matches(['【', '】', '[', ']']),
        "目录" | "目錄" | "目次" | "目录：" | "차례" | "목차"
    )
}

/// Whether a heading is a table of contents in one line: 第一章 总则 第二章 罚则.
fn is_line(source: &str, text: Span, marker: Marker) -> bool {
    if !matches!(marker.form, Form::Part | Form::Chapter | Form::Section)
        || text.len() > 4 * LONGEST
    {
        return false;
    }
    let behind = Span::new(marker.label.end, text.end).of(source);
    behind.match_indices('第').any(|(at, _)| {
        let (before, rest) = behind.split_at(at);
        before.ends_with(char::is_whitespace)
            && !before.trim().is_empty()
            && leading(rest, 0)
                .is_some_and(|next| next.form == marker.form && next.number == marker.number + 1)
    })
}

/// The number of an item with the page where it stands: 一、出发……3.
fn entry(token: &Token, words: &str) -> Option<(Form, u32)> {
    let name = words.trim_end_matches(|c: char| c.is_numeric() || "（）() ".contains(c));
    let has_page =
        name.len() < words.len() && name.ends_with(['…', '·', '.', '．', '—', '\u{3000}', '\t']);
    number(token).filter(|_| has_page)
}

/// The number that a block starts with.
fn number(token: &Token) -> Option<(Form, u32)> {
    let is_strong = |marker: &Marker| !token.is_weak && is_plausible(marker);
    let marker = token.marker.filter(is_strong)?;
    Some((marker.form, marker.number))
}

fn division(token: &Token) -> Option<(Form, u32)> {
    let (form, number) = number(token)?;
    let is_division = matches!(
        form,
        Form::Part | Form::Subpart | Form::Chapter | Form::Section | Form::Article
    ) || form.is_attached();
    is_division.then_some((form, number))
}
