//! Markup inside a paragraph (emphasis, links, ruby, small notes), from Markdown and HTML, as spans
//! of the source.
//!
//! Not read by a Markdown library: the rule of `CommonMark` for `**` looks at white space and
//! punctuation on both sides, which closes nothing in `**《书》**是`; Chinese has no spaces to look
//! at. Markup that is not closed within its block is text.

use foldhash::HashMap;
use memchr::memmem::Finder;

use super::{Block, BlockKind};
use crate::text::Span;

/// A markup sign, or the text that signs mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markup {
    /// The place.
    pub span: Span,
    /// The kind.
    pub kind: MarkupKind,
}

/// The kind of a span of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkupKind {
    /// Signs that are not shown, and what is shown instead, or nothing.
    Delimiter(&'static str),
    /// `*…*`, `<em>`, `<i>`, `<u>`
    Emphasis,
    /// `**…**`, `<strong>`, `<b>`
    Strong,
    /// `` `…` ``
    Code,
    /// The words of `[…](…)`
    Link,
    /// The reading of a ruby: `<rt>…</rt>`, or in Aozora style `漢字《かんじ》`,
    /// `｜アメリカ《あめりか》`
    Reading,
    /// A note in the running text, set as two half-size lines in old books: `<small>…</small>`, a
    /// sentence in `〈…〉` or `〔…〕`
    Commentary,
}

/// Characters that may open markup.
pub(super) const ALL: &[char] = &['\\', '*', '_', '`', '[', '<', '《', '〈', '〔', '｜'];

/// Characters that open markup in a text without Markdown.
pub(super) const NOTES: &[char] = &['〈', '〔'];

/// Finds the markup that the characters `signs` open, in order of place. Takes time linear in the
/// text; most blocks hold no sign at all.
pub(super) fn find(source: &str, blocks: &[Block], signs: &[char]) -> Vec<Markup> {
    // Searching one sign at a time is fast (memchr), and most sources hold few signs.
    let holds = |text: &str, sign: &Finder<'_>| sign.find(text.as_bytes()).is_some();
    let all = signs
        .iter()
        .map(|sign| Finder::new(&sign.to_string()).into_owned());
    let present: Vec<Finder<'_>> = all.filter(|sign| holds(source, sign)).collect();
    let mut found = Vec::new();
    for block in blocks {
        let text = block.text.of(source);
        let is_marked = !matches!(block.kind, BlockKind::Header | BlockKind::Gap)
            && present.iter().any(|sign| holds(text, sign));
        if is_marked && found.len() < MOST {
            let mut scan = Scan {
                source,
                signs,
                end: block.text.end,
                found: Vec::new(),
                closed: HashMap::default(),
                searched: HashMap::default(),
                next: HashMap::default(),
            };
            scan.text(block.text.start);
            scan.found
                .sort_by_key(|markup| (markup.span.start, std::cmp::Reverse(markup.span.end)));
            found.append(&mut scan.found);
        }
    }
    found
}

/// The source with each delimiter replaced by spaces, byte for byte.
pub(super) fn plain(source: &str, markup: &[Markup]) -> Option<String> {
    let mut plain = String::new();
    let mut at = 0;
    for markup in markup {
        let is_sign = matches!(markup.kind, MarkupKind::Delimiter(_)) && !markup.span.is_empty();
        if is_sign && at <= markup.span.start {
            plain += Span::new(at, markup.span.start).of(source);
            plain.extend(std::iter::repeat_n(' ', markup.span.len()));
            at = markup.span.end;
        }
    }
    (at > 0).then(|| plain + Span::new(at, source.len()).of(source))
}

/// Cuts delimiters that show nothing off the start and the end of blocks' texts.
pub(super) fn bare(plain: &str, markup: &[Markup], blocks: &mut [Block]) {
    let is_seen =
        |markup: &&Markup| matches!(markup.kind, MarkupKind::Delimiter(shown) if !shown.is_empty());
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
    end: usize,
    found: Vec<Markup>,
    /// Start and end of each closing sign.
    closed: HashMap<usize, usize>,
    /// For each sign or element, the place up to which nothing closes it. Places are asked for in
    /// ascending order, so that a thousand unclosed signs do not each search the same text.
    searched: HashMap<&'static str, usize>,
    /// The last search for one of several characters: from where, and where it was found.
    next: HashMap<&'static [char], Span>,
}

/// The HTML elements that are markup; other tags are text.
const ELEMENTS: [&str; 11] = [
    "em", "i", "u", "strong", "b", "code", "small", "rt", "rp", "ruby", "rb",
];

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

    /// The next of some characters at or after a place, within reach.
    fn next(&mut self, at: usize, characters: &'static [char]) -> Option<usize> {
        let known = self.next.get(characters);
        let found = match known.filter(|known| known.start <= at && at <= known.end) {
            Some(known) => known.end,
            None => {
                let found = self.rest(at).find(characters);
                let found = found.map_or(self.end, |offset| at + offset);
                self.next.insert(characters, Span::new(at, found));
                found
            }
        };
        (found < self.reach(at)).then_some(found)
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
        let mut at = start;
        let mut before = None;
        while let Some(c) = self.rest(at).chars().next()
            && self.found.len() < MOST
        {
            let read = match c {
                _ if self.closed.contains_key(&at) => self.closed.get(&at).copied(),
                _ if c != '!' && !self.signs.contains(&c) => None,
                '\\' => self.escape(at),
                '`' => self.pair(at, "`", MarkupKind::Code),
                // Only the first of a run of signs opens: `____` is a blank to be filled in.
                '*' | '_' if before == Some(c) => None,
                '*' => self
                    .pair(at, "***", MarkupKind::Strong)
                    .or_else(|| self.pair(at, "**", MarkupKind::Strong))
                    .or_else(|| self.emphasis(at, "*", before)),
                '_' => self
                    .pair(at, "___", MarkupKind::Strong)
                    .or_else(|| self.pair(at, "__", MarkupKind::Strong))
                    .or_else(|| self.emphasis(at, "_", before)),
                '[' => self.link(at),
                '!' if self.signs.contains(&'[') => self.link(at),
                '<' => self.tag(at),
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

    /// Reads `**…**` and the like, directly around words. Returns where to continue: inside, except
    /// for code.
    fn pair(&mut self, at: usize, sign: &'static str, kind: MarkupKind) -> Option<usize> {
        let inside = at + sign.len();
        let is_open = self.rest(at).starts_with(sign)
            && self
                .rest(inside)
                .starts_with(|c: char| !c.is_whitespace() && !sign.contains(c));
        if !is_open {
            return None;
        }
        let close = self.close(inside, sign)?;
        self.between(
            Span::new(at, inside),
            Span::new(close, close + sign.len()),
            kind,
            ("", ""),
        );
        Some(if kind == MarkupKind::Code {
            close + sign.len()
        } else {
            inside
        })
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

    /// Reads `[words](address)` and `![words](address)`: the words are kept.
    fn link(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let open = if rest.starts_with("![") { 2 } else { 1 };
        rest.strip_prefix('!').unwrap_or(rest).strip_prefix('[')?;
        let start = at + open;
        let close = self
            .next(start, &[']', '\n'])
            .filter(|&close| close > start)?;
        self.rest(close).strip_prefix("](")?;
        let end = self.next(close + 2, &[')', '\n', ' '])?;
        self.rest(end).strip_prefix(')')?;
        self.between(
            Span::new(at, start),
            Span::new(close, end + 1),
            MarkupKind::Link,
            ("", ""),
        );
        Some(end + 1)
    }

    /// Reads an HTML tag of [`ELEMENTS`]; others are text.
    fn tag(&mut self, at: usize) -> Option<usize> {
        let (name, end) = self.tag_at(at)?;
        let (kind, shown) = match name {
            "em" | "i" | "u" => (MarkupKind::Emphasis, ("", "")),
            "strong" | "b" => (MarkupKind::Strong, ("", "")),
            "code" => (MarkupKind::Code, ("", "")),
            "small" => (MarkupKind::Commentary, ("（", "）")),
            "rt" => (MarkupKind::Reading, ("（", "）")),
            "rp" => {
                // Parentheses for programs without ruby (`<rp>`): ours replace them.
                let close = self.closing(end, name)?;
                self.delimiter(Span::new(at, close.end), "");
                return Some(close.end);
            }
            "ruby" | "rb" => {
                let close = self.closing(end, name)?;
                self.delimiter(Span::new(at, end), "");
                self.delimiter(close, "");
                self.closed.insert(close.start, close.end);
                return Some(end);
            }
            _ => return None,
        };
        let close = self.closing(end, name)?;
        self.between(Span::new(at, end), close, kind, shown);
        Some(end)
    }

    /// The element whose opening tag is at a place, and where the tag ends.
    fn tag_at(&self, at: usize) -> Option<(&'static str, usize)> {
        let rest = Span::new(at, self.reach(at))
            .of(self.source)
            .strip_prefix('<')?;
        let length = rest.find(['>', '<', '\n'])?;
        let inside = rest
            .get(..length)
            .filter(|_| rest.get(length..).is_some_and(|rest| rest.starts_with('>')))?;
        let name = inside.split(' ').next()?;
        let is_named = |element: &&&str| element.eq_ignore_ascii_case(name);
        let element = ELEMENTS.iter().find(is_named)?;
        Some((element, at + length + 2))
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
    use crate::document::parse;

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
                    MarkupKind::Delimiter(sign) if markup.span.start == place => {
                        shown.push_str(sign);
                    }
                    MarkupKind::Delimiter(_) => {}
                    kind if markup.span.start == place => {
                        shown.push('{');
                        shown.extend(format!("{kind:?}").chars().next());
                    }
                    _ => {}
                }
            }
            let is_hidden = document.markup.iter().any(|markup| {
                matches!(markup.kind, MarkupKind::Delimiter(_)) && markup.span.contains(place)
            });
            if !is_hidden {
                shown.push(c);
            }
            at = place + c.len_utf8();
            for markup in document.markup.iter().filter(within) {
                if !matches!(markup.kind, MarkupKind::Delimiter(_)) && markup.span.end == at {
                    shown.push('}');
                }
            }
        }
        assert_eq!(at, block.text.end);
        assert_eq!(shown, expected, "{text}");
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
        check("[甲[乙](丙)与[丁", "{L甲[乙}与[丁");
        check("<b>甲<b>乙</b>丙", "{S甲<b>乙}丙");
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
