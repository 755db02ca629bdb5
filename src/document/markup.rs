//! Markup inside a paragraph (emphasis, links, ruby, small notes), from Markdown and HTML, as spans
//! of the source.
//!
//! Not read by a Markdown library: the rule of `CommonMark` for `**` looks at white space and
//! punctuation on both sides, which closes nothing in `**《书》**是`; Chinese has no spaces to look
//! at. Of this file's own tests and a few more like them (22 lines) comrak 0.59 with its option for
//! CJK fails 9, pulldown-cmark 0.13 and markdown 1.0 fail 11: blanks to fill in (`____年__月`)
//! become emphasis, as does `见*号与*号之间`, and what is not closed opens all the same. Their
//! places in the source are lines and columns (comrak) or lack the signs (pulldown-cmark), and
//! blocks would still be ours to cut. Markup that is not closed within its block is text.

mod html;
mod link;

use foldhash::HashMap;
use memchr::memmem::Finder;

use super::code::Codes;
use super::definition::Definitions;
use super::line::{bullet, is_space};
use super::syntax::Syntax;
use super::{Block, BlockKind, Link, entity};
use crate::text::{Span, hanzi};

/// A markup sign, or the text that signs mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markup {
    /// The place.
    pub span: Span,
    /// The kind.
    pub kind: MarkupKind,
}

impl Markup {
    /// A reading, which is shown in parentheses that the source does not have.
    pub(super) fn reading(span: Span) -> [Self; 3] {
        let sign = |at, shown| Self {
            span: Span::new(at, at),
            kind: MarkupKind::Delimiter(shown),
        };
        let kind = MarkupKind::Reading;
        [
            sign(span.start, "（"),
            Self { span, kind },
            sign(span.end, CLOSING),
        ]
    }

    /// The markup of a stretch: what begins inside it, and the parenthesis that closes a reading at
    /// its end.
    pub fn within(markup: &[Self], span: Span) -> &[Self] {
        let first = markup.partition_point(|own| own.span.start < span.start);
        let rest = markup.get(first..).unwrap_or_default();
        let inside = rest.partition_point(|own| own.span.start < span.end);
        let closes = |own: &Self| {
            own.span == Span::new(span.end, span.end) && own.kind == MarkupKind::Delimiter(CLOSING)
        };
        let is_closed = inside > 0 && rest.get(inside).is_some_and(closes);
        rest.get(..inside + usize::from(is_closed)).unwrap_or(rest)
    }
}

/// The sign behind a reading.
const CLOSING: &str = "）";

/// The kind of a span of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkupKind {
    /// Signs that are not shown, and what is shown instead, or nothing.
    Delimiter(&'static str),
    /// Signs that mean a character of the text, and the character: `&emsp;`, `&#20013;`, `[^`
    /// before the name of a note
    Character(char),
    /// `*…*`, `<em>`, `<i>`, `<u>`
    Emphasis,
    /// `**…**`, `<strong>`, `<b>`
    Strong,
    /// `~~…~~`, `<del>`, `<s>`
    Struck,
    /// `` `…` ``
    Code,
    /// The words of `[…](…)`, `[…][…]`, `<https://…>`, `<a href=…>`
    Link,
    /// The reading of a ruby: `<rt>…</rt>`, or in Aozora style `漢字《かんじ》`,
    /// `｜アメリカ《あめりか》`
    Reading,
    /// A note in the running text, set as two half-size lines in old books: `<small>…</small>`, a
    /// sentence in `〈…〉` or `〔…〕`
    Commentary,
}

impl MarkupKind {
    /// Whether the signs themselves are not shown.
    pub fn is_sign(self) -> bool {
        matches!(self, Self::Delimiter(_) | Self::Character(_))
    }

    /// Adds what is shown instead of signs to a text.
    pub fn show(self, text: &mut String) {
        match self {
            Self::Delimiter(shown) => text.push_str(shown),
            Self::Character(shown) => text.push(shown),
            _ => {}
        }
    }

    /// Whether anything but white space is shown instead of signs.
    fn is_seen(self) -> bool {
        match self {
            Self::Delimiter(shown) => !shown.trim().is_empty(),
            Self::Character(shown) => !is_space(shown),
            _ => false,
        }
    }
}

/// The characters that may open markup: notes in brackets in every text, readings in the manner of
/// Aozora in plain text and Markdown.
fn signs(syntax: Syntax) -> &'static [char] {
    match syntax {
        Syntax::Stated => &[],
        Syntax::Archive => &['〈', '〔'],
        Syntax::Plain => &['〈', '〔', '《', '｜'],
        Syntax::Markdown => &[
            '\\', '*', '_', '~', '`', '[', '<', '&', '《', '〈', '〔', '｜',
        ],
    }
}

/// Finds the markup of a text and its links, in order of place. Takes time linear in the text; most
/// blocks hold no sign at all.
pub(super) fn find(
    source: &str,
    blocks: &[Block],
    syntax: Syntax,
    definitions: &Definitions,
) -> (Vec<Markup>, Vec<Link>) {
    let signs = signs(syntax);
    // Searching one sign at a time is fast (memchr), and most sources hold few signs: each is
    // searched from where it was found last.
    let mut places = Places::of(signs);
    let mut found = Vec::new();
    let mut links = Vec::new();
    for block in blocks {
        let text = block.text;
        let is_marked = !matches!(
            block.kind,
            BlockKind::Header | BlockKind::Gap | BlockKind::Verbatim
        ) && places.are_in(source, text);
        if is_marked && found.len() < MOST {
            let mut scan = Scan {
                source,
                signs,
                definitions,
                start: text.start,
                end: text.end,
                found: Vec::new(),
                links: Vec::new(),
                codes: Codes::default(),
                closed: HashMap::default(),
                searched: HashMap::default(),
            };
            scan.text(text.start);
            scan.found
                .sort_by_key(|markup| (markup.span.start, std::cmp::Reverse(markup.span.end)));
            scan.links.sort_by_key(|link| link.words.start);
            found.append(&mut scan.found);
            links.append(&mut scan.links);
        }
    }
    (found, links)
}

/// The places of signs in a source.
struct Places {
    /// Each with the first of its places that may still be asked for.
    signs: Vec<(Finder<'static>, usize)>,
    /// The first of them all.
    nearest: usize,
}

impl Places {
    fn of(signs: &[char]) -> Self {
        let finder = |sign: &char| Finder::new(sign.encode_utf8(&mut [0; 4])).into_owned();
        Self {
            signs: signs.iter().map(|sign| (finder(sign), 0)).collect(),
            nearest: 0,
        }
    }

    /// Whether one is in a stretch; stretches are asked for in order.
    fn are_in(&mut self, source: &str, stretch: Span) -> bool {
        if self.nearest <= stretch.start {
            let rest = Span::new(stretch.start, source.len()).of(source);
            for (sign, next) in &mut self.signs {
                if *next <= stretch.start {
                    let found = sign.find(rest.as_bytes());
                    *next = found.map_or(source.len(), |at| stretch.start + at);
                }
            }
            let next = self.signs.iter().map(|(_, next)| *next);
            self.nearest = next.min().unwrap_or(source.len());
        }
        self.nearest < stretch.end
    }
}

/// Markup from two sources in one order: what rules found, and the signs in what those left.
pub(super) fn merge(mut markup: Vec<Markup>, found: Vec<Markup>) -> Vec<Markup> {
    if markup.is_empty() {
        return found;
    }
    markup.extend(found);
    markup.sort_by_key(|markup| (markup.span.start, std::cmp::Reverse(markup.span.end)));
    markup
}

/// The source with all that shows nothing replaced by blanks, byte for byte: by form feeds, which
/// unlike spaces at a line's end are no hard break of Markdown.
pub(super) fn blanked(source: &str, markup: &[Markup]) -> Option<String> {
    let mut blanked = String::new();
    let mut at = 0;
    for markup in markup {
        if markup.kind == MarkupKind::Delimiter("") && at <= markup.span.start {
            blanked += Span::new(at, markup.span.start).of(source);
            blanked.extend(std::iter::repeat_n('\u{c}', markup.span.len()));
            at = markup.span.end;
        }
    }
    (at > 0).then(|| blanked + Span::new(at, source.len()).of(source))
}

/// The source with each delimiter replaced by spaces, byte for byte; a reference is replaced by
/// spaces and its character.
pub(super) fn plain(source: &str, markup: &[Markup]) -> Option<String> {
    let mut plain = String::new();
    let mut at = 0;
    for markup in markup {
        let is_sign = markup.kind.is_sign() && !markup.span.is_empty();
        if is_sign && at <= markup.span.start {
            plain += Span::new(at, markup.span.start).of(source);
            // The character stands last, so that the text may end with it.
            let shown = match markup.kind {
                MarkupKind::Character(shown) if !is_space(shown) => Some(shown),
                _ => None,
            };
            let shown = shown.filter(|shown| shown.len_utf8() <= markup.span.len());
            let spaces = markup.span.len() - shown.map_or(0, char::len_utf8);
            plain.extend(std::iter::repeat_n(' ', spaces));
            plain.extend(shown);
            at = markup.span.end;
        }
    }
    (at > 0).then(|| plain + Span::new(at, source.len()).of(source))
}

/// Cuts delimiters that show nothing off the start and the end of blocks' texts.
pub(super) fn bare(plain: &str, markup: &[Markup], blocks: &mut [Block]) {
    let is_seen = |markup: &&Markup| markup.kind.is_seen();
    let from = |at: usize| {
        let first = markup.partition_point(|markup| markup.span.start < at);
        markup.iter().skip(first)
    };
    for block in blocks {
        let text = block.text.of(plain);
        let start = block.text.start + text.len() - text.trim_start().len();
        let end = block.text.start + text.trim_end().len();
        let mut ahead = from(block.text.start).take_while(|markup| markup.span.start < start);
        let start = ahead
            .find(is_seen)
            .map_or(start, |markup| markup.span.start);
        let behind = from(end).take_while(|markup| markup.span.start < block.text.end);
        let end = behind
            .filter(is_seen)
            .last()
            .map_or(end, |markup| markup.span.end);
        if start < end {
            block.text = Span::new(start, end);
        }
    }
}

struct Scan<'a> {
    source: &'a str,
    signs: &'a [char],
    definitions: &'a Definitions,
    start: usize,
    end: usize,
    found: Vec<Markup>,
    links: Vec<Link>,
    codes: Codes,
    /// Start and end of each closing sign.
    closed: HashMap<usize, usize>,
    /// For each sign or element, the place up to which nothing closes it. Places are asked for in
    /// ascending order, so that a thousand unclosed signs do not each search the same text.
    searched: HashMap<&'static str, usize>,
}

/// Most spans of markup in a document, 40 MB of them; signs after that stay text.
pub(super) const MOST: usize = 1 << 20;

/// Longest marked text in bytes: a sign that is closed further away is text.
const LONGEST: usize = 4096;

impl Scan<'_> {
    fn rest(&self, at: usize) -> &str {
        Span::new(at, self.end).of(self.source)
    }

    /// The end of the longest text that may be marked from a place on.
    fn reach(&self, at: usize) -> usize {
        let mut end = self.end.min(at + LONGEST);
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        end
    }

    fn character(&mut self, span: Span, shown: char) {
        self.found.push(Markup {
            span,
            kind: MarkupKind::Character(shown),
        });
    }

    fn delimiter(&mut self, span: Span, shown: &'static str) {
        self.found.push(Markup {
            span,
            kind: MarkupKind::Delimiter(shown),
        });
    }

    /// Marks the text between two delimiters.
    fn between(
        &mut self,
        open: Span,
        close: Span,
        kind: MarkupKind,
        shown: (&'static str, &'static str),
    ) {
        self.delimiter(open, shown.0);
        self.delimiter(close, shown.1);
        self.closed.insert(close.start, close.end);
        self.found.push(Markup {
            span: Span::new(open.end, close.start),
            kind,
        });
    }

    fn text(&mut self, start: usize) {
        let mut at = self.task(start).unwrap_or(start);
        let mut before = None;
        while self.found.len() < MOST {
            // No sign is a hanzi, and most characters are.
            let hanzi = Span::new(at, at + hanzi::leading(self.rest(at)));
            before = hanzi.of(self.source).chars().next_back().or(before);
            at = hanzi.end;
            let Some(c) = self.rest(at).chars().next() else {
                break;
            };
            let read = match c {
                _ if self.closed.contains_key(&at) => self.closed.get(&at).copied(),
                _ if c != '!' && !self.signs.contains(&c) => None,
                '\\' => self.escape(at),
                '&' => self.reference(at),
                // Only the first of a run of signs opens: `____` is a blank to be filled in.
                '*' | '_' | '~' | '`' if before == Some(c) => None,
                '`' => self.code(at),
                '~' => self.pair(at, "~~", MarkupKind::Struck, before),
                '*' => self
                    .pair(at, "***", MarkupKind::Strong, before)
                    .or_else(|| self.pair(at, "**", MarkupKind::Strong, before))
                    .or_else(|| self.emphasis(at, "*", before)),
                '_' => self
                    .pair(at, "___", MarkupKind::Strong, before)
                    .or_else(|| self.pair(at, "__", MarkupKind::Strong, before))
                    .or_else(|| self.emphasis(at, "_", before)),
                '[' => self.call(at).or_else(|| self.link(at)),
                '!' if self.signs.contains(&'[') => self.link(at),
                '<' => self
                    .comment(at)
                    .or_else(|| self.autolink(at))
                    .or_else(|| self.tag(at)),
                '《' => self.reading(at, before),
                '〈' => self.commentary(at, '〉'),
                '〔' => self.commentary(at, '〕'),
                '｜' => self.marked_reading(at),
                _ => None,
            };
            at = read.unwrap_or(at + c.len_utf8());
            before = Some(c);
        }
    }

    fn escape(&mut self, at: usize) -> Option<usize> {
        let next = self.rest(at + 1).chars().next()?;
        // A backslash before a line break is a hard line break.
        if !next.is_ascii_punctuation() && !matches!(next, '\n' | '\r') {
            return None;
        }
        self.delimiter(Span::new(at, at + 1), "");
        Some(at + 2)
    }

    /// Reads the box of a task behind the bullet of its item: `- [x] 已办`.
    fn task(&mut self, at: usize) -> Option<usize> {
        let begin = at + bullet(self.rest(at)).filter(|_| self.signs.contains(&'['))?;
        let mark = self.rest(begin).get(..4)?;
        let shown = match mark {
            "[ ] " => '☐',
            "[x] " | "[X] " => '☑',
            _ => return None,
        };
        self.character(Span::new(begin, begin + 3), shown);
        Some(begin + 3)
    }

    /// Reads code; a space between backticks and code belongs to the signs.
    fn code(&mut self, at: usize) -> Option<usize> {
        let (mut open, mut close) = self.codes.at(self.source, at, self.end)?;
        let end = close.end;
        let words = Span::new(open.end, close.start).of(self.source);
        if words.len() > 2 && words.starts_with(' ') && words.ends_with(' ') {
            open.end += 1;
            close.start -= 1;
        }
        self.between(open, close, MarkupKind::Code, ("", ""));
        Some(end)
    }

    /// Reads a character reference.
    fn reference(&mut self, at: usize) -> Option<usize> {
        let (character, end) = entity::at(self.source, at, self.end)?;
        self.character(Span::new(at, end), character);
        Some(end)
    }

    /// Reads `**…**` and the like, directly around words; `__…__` not inside words, where it is a
    /// blank to be filled in (`姓名__性别__`). Returns where to continue: inside.
    fn pair(
        &mut self,
        at: usize,
        sign: &'static str,
        kind: MarkupKind,
        before: Option<char>,
    ) -> Option<usize> {
        let is_word = |c: char| sign.starts_with('_') && c.is_alphanumeric();
        if before.is_some_and(is_word) {
            return None;
        }
        let inside = at + sign.len();
        let is_open = self.rest(at).starts_with(sign)
            && self
                .rest(inside)
                .starts_with(|c: char| !c.is_whitespace() && !sign.contains(c));
        if !is_open {
            return None;
        }
        let close = self.close(inside, sign)?;
        let close = Span::new(close, close + sign.len());
        if self.rest(close.end).starts_with(is_word) {
            return None;
        }
        self.between(Span::new(at, inside), close, kind, ("", ""));
        Some(inside)
    }

    /// Reads a single `*` or `_`; not inside Latin words and numbers (`2*3*4`).
    fn emphasis(&mut self, at: usize, sign: &'static str, before: Option<char>) -> Option<usize> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || (sign == "_" && c.is_alphanumeric());
        if before.is_some_and(is_word) {
            return None;
        }
        let inside = at + sign.len();
        if !self
            .rest(inside)
            .starts_with(|c: char| !c.is_whitespace() && !sign.contains(c))
        {
            return None;
        }
        let close = self.close(inside, sign)?;
        if self.rest(close + sign.len()).starts_with(is_word) {
            return None;
        }
        let spans = (Span::new(at, inside), Span::new(close, close + sign.len()));
        self.between(spans.0, spans.1, MarkupKind::Emphasis, ("", ""));
        Some(inside)
    }

    /// Where a sign closes that opened before `from`: directly after a word, and not part of a
    /// longer sign.
    fn close(&mut self, from: usize, sign: &'static str) -> Option<usize> {
        let end = self.reach(from);
        let start = from.max(self.searched.get(sign).copied().unwrap_or(0));
        let ahead = Span::new(start, end.max(start)).of(self.source);
        let longer = sign.chars().next()?;
        let found = ahead.match_indices(sign).find_map(|(offset, _)| {
            let at = start + offset;
            let before = Span::new(from, at).of(self.source);
            let is_longer = sign.len() == 1
                && (before.ends_with(longer) || self.rest(at + 1).starts_with(longer));
            let is_close = !before.is_empty()
                && !is_longer
                && !before.ends_with(|c: char| c.is_whitespace() || c == '\\')
                && !self.closed.contains_key(&at);
            is_close.then_some(at)
        });
        // The sign may be cut by the end.
        let until = found.unwrap_or_else(|| start.max(end.saturating_sub(sign.len() - 1)));
        self.searched.insert(sign, until);
        found
    }

    /// The closing tag of an element.
    fn closing(&mut self, from: usize, name: &'static str) -> Option<Span> {
        let end = self.reach(from);
        let start = from.max(self.searched.get(name).copied().unwrap_or(0));
        let ahead = Span::new(start, end.max(start)).of(self.source);
        let found = ahead.match_indices("</").find_map(|(offset, _)| {
            let tag = ahead.get(offset + 2..)?;
            let is_named = tag
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name));
            let at = start + offset;
            let is_close = is_named
                && tag.get(name.len()..)?.starts_with('>')
                && !self.closed.contains_key(&at);
            is_close.then(|| Span::new(at, at + name.len() + 3))
        });
        // The tag may be cut by the end.
        let until = found.map_or_else(
            || start.max(end.saturating_sub(name.len() + 2)),
            |found| found.start,
        );
        self.searched.insert(name, until);
        found
    }

    /// Reads a note in 〈〉 or 〔〕: it holds a full stop, which a title, a number or an inserted
    /// word in such brackets does not.
    fn commentary(&mut self, at: usize, close: char) -> Option<usize> {
        let inside = Span::new(at, self.reach(at))
            .of(self.source)
            .get('〈'.len_utf8()..)?;
        let length = inside.find(['〉', '〈', '〕', '〔', '《'])?;
        let is_note = inside.get(length..)?.starts_with(close)
            && inside
                .get(..length)?
                .contains(['，', '。', '；', '：', '也']);
        let end = at + '〈'.len_utf8() + length + close.len_utf8();
        is_note.then(|| {
            self.found.push(Markup {
                span: Span::new(at, end),
                kind: MarkupKind::Commentary,
            });
            end
        })
    }

    /// Reads an Aozora reading: only kana in 《》, after a kanji. Titles of books in 《》 are not
    /// like that.
    fn reading(&mut self, at: usize, before: Option<char>) -> Option<usize> {
        let is_kanji =
            |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '々' | '\u{20000}'..='\u{3ffff}');
        before.filter(|&c| is_kanji(c))?;
        self.kana(at)
    }

    /// Reads an Aozora reading whose base is marked by ｜, whatever its letters:
    /// `このゝ｜独逸《ドイツ》語`.
    fn marked_reading(&mut self, at: usize) -> Option<usize> {
        /// Longest base of a reading, in characters.
        const LONGEST: usize = 30;
        let begin = at + '｜'.len_utf8();
        let mut letters = self.rest(begin).char_indices().take(LONGEST);
        let (length, _) = letters.find(|(_, c)| *c == '《')?;
        let word = Span::new(begin, begin + length);
        let is_word = !word.is_empty()
            && !word
                .of(self.source)
                .contains(['｜', '》', '。', '、', '\n']);
        let end = is_word.then(|| self.kana(word.end))??;
        self.delimiter(Span::new(at, begin), "");
        Some(end)
    }

    /// The end of 《…》 that holds only kana.
    fn kana(&mut self, at: usize) -> Option<usize> {
        let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30ff}');
        let inside = at + '《'.len_utf8();
        let rest = self.rest(inside);
        let length: usize = rest
            .chars()
            .take_while(|&c| is_kana(c))
            .map(char::len_utf8)
            .sum();
        if length == 0 || !rest.get(length..)?.starts_with('》') {
            return None;
        }
        let close = Span::new(inside + length, inside + length + '》'.len_utf8());
        self.between(
            Span::new(at, inside),
            close,
            MarkupKind::Reading,
            ("（", "）"),
        );
        Some(close.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LinkTarget, parse};

    /// What is shown of a text, with what is marked in braces and its kind's first letter.
    fn check(text: &str, expected: &str) {
        let document = parse(format!("# 题\n\n{text}\n"));
        let Some(block) = document
            .blocks
            .iter()
            .rev()
            .find(|block| block.kind.is_read())
        else {
            unreachable!("a text has a block")
        };
        let mut shown = String::new();
        let mut at = block.text.start;
        let within = |markup: &&Markup| block.text.covers(markup.span);
        for (offset, c) in block.text.of(&document.source).char_indices() {
            let place = block.text.start + offset;
            for markup in document.markup.iter().filter(within) {
                match markup.kind {
                    kind if kind.is_sign() && markup.span.start == place => kind.show(&mut shown),
                    kind if kind.is_sign() => {}
                    kind if markup.span.start == place => {
                        shown.push('{');
                        shown.extend(format!("{kind:?}").chars().next());
                    }
                    _ => {}
                }
            }
            let is_hidden = document
                .markup
                .iter()
                .any(|markup| markup.kind.is_sign() && markup.span.contains(place));
            if !is_hidden {
                shown.push(c);
            }
            at = place + c.len_utf8();
            for markup in document.markup.iter().filter(within) {
                if !markup.kind.is_sign() && markup.span.end == at {
                    shown.push('}');
                }
            }
        }
        assert_eq!(at, block.text.end);
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn a_sign_behind_a_stretch_is_not_in_it() {
        let source = "甲*乙";
        let mut places = Places::of(&['*']);
        let [before, sign, behind] = [0..3, 3..4, 4..7].map(|at| Span::new(at.start, at.end));
        assert!(!places.are_in(source, before));
        assert!(places.are_in(source, sign));
        assert!(!places.are_in(source, behind));
    }

    #[test]
    fn emphasis_knows_no_spaces() {
        check("他**着重**说", "他{S着重}说");
        check("读**《书》**是要紧的", "读{S《书》}是要紧的");
        check("一个*强调*的词，_另一个_。", "一个{E强调}的词，{E另一个}。");
        check("**外*内*外**", "{S外{E内}外}");
        check("***两样***都要", "{S两样}都要");
    }

    #[test]
    fn what_is_no_markup_is_text() {
        for text in [
            "2*3*4等于24",
            "a_b_c与中_文_名",
            "姓名__性别__。",
            "只有一个*号，和两个**号",
            "* 这样 * 不算",
            "1. ____是____。",
            "见[注]与（一）[1]",
            "a<b且c>d",
            "《论语》与《孟子》",
            "〈学而〉与〈为政〉",
        ] {
            check(text, text);
        }
        check(r"\*不是强调\*", "*不是强调*");
        check("用`a*b*c`写", "用{Ca*b*c}写");
    }

    #[test]
    fn signs_that_many_open_and_few_close() {
        check("*a *b*c d*", "*a *b*c d*");
        check("**甲**，**乙 **丙**，*丁", "{S甲}，{S乙 **丙}，*丁");
        // As in CommonMark, a bracket inside the words of a link is closed there.
        check("[甲[乙](丙)与[丁", "[甲{L乙}与[丁");
        check("<b>甲<b>乙</b>丙", "{S甲<b>乙}丙");
    }

    #[test]
    fn links_end_where_their_addresses_end() {
        check("见[某表](https://a.example/表_(一))。", "见{L某表}。");
        check("[甲](<a b> \"题\")与[乙]( c '题' )", "{L甲}与{L乙}");
        check("[甲](a b)与[乙](c", "[甲](a b)与[乙](c");
        check("见[**甲**乙](x)", "见{L{S甲}乙}");
        check("![渡口](a.png)，![](b.png)", "[渡口]，");
        check("[![图](a)](b)", "{L[图]}");
        check("<https://a.example/_x_>。", "{Lhttps://a.example/_x_}。");
        check("<a@b.example>与<注:乙>", "{La@b.example}与<注:乙>");
    }

    #[test]
    fn links_are_named() {
        let defined = "\n\n[某法]: https://a.example \"题\"\n[B 1]: <x>";
        check(&format!("见[第一条][某法]。{defined}"), "见{L第一条}。");
        check(
            &format!("[某法][]，[某法]，[b  1]{defined}"),
            "{L某法}，{L某法}，{Lb  1}",
        );
        check(&format!("[甲][乙]与[乙]{defined}"), "[甲][乙]与[乙]");
        let document = parse(format!("# 题\n\n[甲](x)、[乙][某法]{defined}\n"));
        let addresses = document.links.iter().map(|link| link.target.clone());
        let expected = ["x", "https://a.example"].map(|it| LinkTarget::Web(it.to_owned()));
        assert_eq!(addresses.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn references_are_characters() {
        check("甲&nbsp;乙&lt;丙&gt;&#19969;", "甲\u{a0}乙<丙>丁");
        check("&ldquo;第一条&rdquo;", "“第一条”");
        check("甲&乙;AT&T&nosuch;", "甲&乙;AT&T&nosuch;");
    }

    #[test]
    fn tags_are_read_and_not_shown() {
        check("<span id=\"a\">甲</span>H<sub>2</sub>O", "甲H2O");
        check("<font color=red>红</font><u>甲</u>", "红{E甲}");
        check("见<a href='x'>某法</a><a id=b></a>。", "见{L某法}。");
        check("<img src=a alt=\"船 图\">与<img src=b>", "[船 图]与");
        check("甲<!-- 旧\n稿 -->乙", "甲乙");
        check("<s>三</s>四~~五~~", "{S三}四{S五}");
        check("- [x] 已办", "- ☑ 已办");
        for text in [
            "填<姓名>处",
            "List<String>",
            "甲<b>乙",
            "若a <b 且 c> d",
            "甲<!-- 乙",
            "~~甲",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn code_is_verbatim() {
        check("写``a`b``与`&nbsp;`", "写{Ca`b}与{C&nbsp;}");
        check("写`` `甲` ``与`<br>`", "写{C`甲`}与{C<br>}");
        check("写`甲``乙", "写`甲``乙");
    }

    #[test]
    fn links_keep_their_words_and_ruby_its_reading() {
        check("见[某法](https://example.org/a)第一条", "见{L某法}第一条");
        check(
            "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>を読む",
            "漢字（{Rかんじ}）を読む",
        );
        check("漢字《かんじ》を読む", "漢字（{Rかんじ}）を読む");
        check(
            "この｜ゲーテ街《がい》と｜NHK《えぬえいちけい》",
            "このゲーテ街（{Rがい}）とNHK（{Rえぬえいちけい}）",
        );
        check(
            "<small>朱注</small>學而時習之<small>學之為言效也</small>",
            "（{C朱注}）學而時習之（{C學之為言效也}）",
        );
        check("甲｜乙《丙》", "甲｜乙《丙》");
        check(
            "學而<small>朱注：學之為言效也</small>時習之",
            "學而（{C朱注：學之為言效也}）時習之",
        );
        check(
            "學而時習之〈學之為言效也。〉不亦說乎",
            "學而時習之{C〈學之為言效也。〉}不亦說乎",
        );
        check(
            "邾子克也〔克，儀父名。〕國發〔2019〕15號〔1〕",
            "邾子克也{C〔克，儀父名。〕}國發〔2019〕15號〔1〕",
        );
    }
}
