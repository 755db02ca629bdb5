//! A text on which rules work: its lines, and what has been made of them so far.

use std::ops::Range;

use super::evidence::{Series, turns};
use super::found::Match;
use super::ruled::{Ruled, Touch};
use super::{Kind, Rule, Scope, Until, Word};
use crate::document::line::{Line, is_space, trim};
use crate::document::{Block, BlockKind, Markup, MarkupKind, Page};
use crate::text::Span;

/// Longest stretch of a text that a pattern inside it is tried on at once, in bytes.
const LONGEST: usize = 64 << 10;

/// Most lines of the top of a text.
const TALLEST: usize = 12;

/// Most hidden and marked stretches of a text; what comes after stays as it is.
const MOST: usize = 1 << 21;

/// What has been made of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing yet.
    Free,
    /// A paragraph begins with it.
    Start,
    /// It is read as a block of its own.
    Apart,
    /// It is not read.
    Unread,
}

/// A text with what has been made of it so far.
pub(super) struct Sheet<'a> {
    source: &'a str,
    /// The lines, each with what is left of its text once its start is hidden.
    lines: Vec<(Line, State)>,
    /// Hidden stretches with what is shown instead, ascending and disjoint.
    hidden: Vec<(Span, &'static str)>,
    /// Those that the current rule adds, in any order.
    fresh: Vec<(Span, &'static str)>,
    marked: Vec<Markup>,
    /// Whether it is asked what each match makes of the text.
    pub is_asked: bool,
    ruled: Ruled,
}

impl<'a> Sheet<'a> {
    pub fn new(source: &'a str, body: Span) -> Self {
        let mut lines = Vec::new();
        let mut at = body.start;
        while at < body.end {
            let line = Line::at(source, at, body.end);
            at = line.span.end;
            lines.push((line, State::Free));
        }
        Self::of_lines(source, lines)
    }

    /// A text that is cut already: its paragraphs are lines, and what else is read is set apart.
    pub fn of_blocks(source: &'a str, blocks: &[Block]) -> Self {
        let read = blocks.iter().filter(|block| block.kind.is_read());
        let lines = read.map(|block| {
            let state = match block.kind {
                BlockKind::Paragraph => State::Free,
                _ => State::Apart,
            };
            let (span, text) = (block.span, block.text);
            (Line { span, text }, state)
        });
        Self::of_lines(source, lines.collect())
    }

    fn of_lines(source: &'a str, lines: Vec<(Line, State)>) -> Self {
        Self {
            source,
            lines,
            hidden: Vec::new(),
            fresh: Vec::new(),
            marked: Vec::new(),
            is_asked: false,
            ruled: Ruled::default(),
        }
    }

    /// The text of a line.
    fn text(&self, index: usize) -> Span {
        self.lines
            .get(index)
            .map_or(Span::default(), |(line, _)| line.text)
    }

    /// The whole of some lines.
    fn span(&self, lines: &Range<usize>) -> Span {
        let found = self.lines.get(lines.clone()).unwrap_or_default();
        match (found.first(), found.last()) {
            (Some((first, _)), Some((last, _))) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// The first line from one on that is not blank.
    fn below(&self, from: usize) -> usize {
        let rest = self.lines.get(from..).unwrap_or_default();
        let is_blank = |(line, _): &&(Line, State)| line.is_blank();
        from + rest.iter().take_while(is_blank).count()
    }

    /// The first lines from one on that are not blank, up to the next that is, or as many of them
    /// as are looked at together.
    fn stretch(&self, from: usize) -> Range<usize> {
        let first = self.below(from);
        let rest = self.lines.get(first..).unwrap_or_default();
        let start = rest.first().map_or(0, |(line, _)| line.span.start);
        let mut lines = rest.iter().take_while(|(line, _)| {
            // A line that is too long is looked at by itself.
            let fits = line.span.start == start || line.span.end - start <= LONGEST;
            fits && !line.is_blank()
        });
        first..first + lines.by_ref().count()
    }

    /// Whether a part of a span is hidden.
    fn is_hidden(&self, span: Span) -> bool {
        let next = self
            .hidden
            .partition_point(|(own, _)| own.end <= span.start);
        self.hidden
            .get(next)
            .is_some_and(|(own, _)| own.start < span.end)
    }

    /// Hides what of a span is not hidden yet.
    fn hide(&mut self, span: Span, shown: &'static str) {
        let mut next = self
            .hidden
            .partition_point(|(own, _)| own.end <= span.start);
        let mut at = span.start;
        while at < span.end && self.hidden.len() + self.fresh.len() < MOST {
            let own = self.hidden.get(next).map(|(own, _)| *own);
            let own = own.filter(|own| own.start < span.end);
            let end = own.map_or(span.end, |own| own.start);
            if at < end {
                self.fresh.push((Span::new(at, end), shown));
            }
            at = own.map_or(span.end, |own| own.end);
            next += 1;
        }
    }

    /// Makes of what the current rule hid a part of what is hidden.
    pub fn settle(&mut self) {
        if self.fresh.is_empty() {
            return;
        }
        self.hidden.append(&mut self.fresh);
        // Two ascending runs, mostly: that takes linear time.
        self.hidden.sort_by_key(|(span, _)| span.start);
    }

    fn set_apart(&mut self, lines: &Range<usize>, span: Span, text: Span, kind: BlockKind) {
        let state = match kind {
            BlockKind::Header | BlockKind::Gap => State::Unread,
            _ => State::Apart,
        };
        for (_, own) in self.lines.get_mut(lines.clone()).unwrap_or_default() {
            *own = state;
        }
        self.ruled.apart.push(Block { span, text, kind });
    }

    fn touch(&mut self, kind: &Kind, rule: &Rule, span: Span, parts: Vec<(Word, Span)>) {
        if self.is_asked {
            self.ruled.touches.push(Touch {
                span,
                kind: kind.name.clone(),
                rule: rule.line,
                parts,
            });
        }
    }

    /// Keeps what a match tells beside the text.
    fn tell(&mut self, found: &Match) {
        for (word, span) in &found.parts {
            match word {
                Word::Field(field) => self.ruled.fields.push((*field, *span)),
                Word::Page => self.ruled.pages.push(Page {
                    before: span.start,
                    at: found.span.end,
                    label: span.of(self.source).into(),
                }),
                _ => {}
            }
        }
    }

    /// Applies a rule to the lines above the first blank one.
    pub fn top(&mut self, kind: &Kind, rule: &Rule) {
        let lines = self.stretch(0);
        let own = self.lines.get(lines.clone()).unwrap_or_default();
        let is_free = own.iter().all(|(_, state)| *state == State::Free);
        if lines.is_empty() || lines.len() > TALLEST || !is_free {
            return;
        }
        let text = trim(self.source, self.span(&lines));
        let Some(own) = rule.pattern.get() else {
            return;
        };
        if let Some(captures) = own.regex.captures(text.of(self.source)) {
            let found = Match::new(&captures, own, text.start);
            self.tell(&found);
            let span = self.span(&lines);
            self.set_apart(&lines, span, text, BlockKind::Header);
            self.touch(kind, rule, found.span, found.parts);
        }
    }

    /// Applies a rule to the lines that no rule has yet.
    pub fn line_by_line(&mut self, kind: &Kind, rule: &Rule) {
        let Some(own) = rule.pattern.get() else {
            return;
        };
        let mut found: Vec<(usize, Match)> = Vec::new();
        for (index, (line, state)) in self.lines.iter().enumerate() {
            let words = line.text.of(self.source);
            // Most lines match nothing, which takes less time to say than what matches.
            let may_be = *state == State::Free && !line.is_blank() && own.regex.is_match(words);
            if may_be && let Some(captures) = own.regex.captures(words) {
                found.push((index, Match::new(&captures, own, line.text.start)));
            }
        }
        self.sift(rule, &mut found);
        if found.is_empty() || found.len() < rule.least {
            return;
        }
        let ends: Vec<usize> = match &rule.scope {
            Scope::Lines(Until::Line(to)) => {
                let is_end = |index: &usize| to.is_match(self.text(*index).of(self.source));
                (0..self.lines.len()).filter(is_end).collect()
            }
            _ => Vec::new(),
        };
        for (index, found) in found {
            let behind = match &rule.scope {
                Scope::Lines(Until::Line(_)) => {
                    let next = ends.partition_point(|end| *end <= index);
                    ends.get(next).map(|end| end + 1)
                }
                Scope::Lines(Until::End) => Some(self.lines.len()),
                Scope::Line | Scope::Within | Scope::Top => Some(index + 1),
            };
            // An earlier run may have taken the line since.
            let is_free = |index: usize| {
                self.lines
                    .get(index)
                    .is_some_and(|(_, state)| *state == State::Free)
            };
            if let Some(behind) = behind.filter(|_| is_free(index)) {
                self.line(kind, rule, index..behind, found);
            }
        }
    }

    /// Leaves out matches that their neighbours, or all of them together, speak against.
    fn sift(&self, rule: &Rule, found: &mut Vec<(usize, Match)>) {
        if let Some(after) = &rule.after {
            let first = self.below(0);
            found.retain(|(index, _)| {
                let above = self.lines.get(..*index).unwrap_or_default();
                let above = above.iter().rposition(|(line, _)| !line.is_blank());
                above.is_none_or(|above| {
                    above == first || after.is_match(self.text(above).of(self.source))
                })
            });
        }
        let heads = |(_, own): &(usize, Match)| own.part(Word::Heading).is_some();
        if rule.least > 1 && found.first().is_some_and(heads) {
            // Headings one below the other are a list: one that stands has text below it.
            let own: Vec<usize> = found.iter().map(|(index, _)| *index).collect();
            let mut below = own.iter().skip(1);
            found.retain(|(index, _)| {
                let next = below.next();
                next.is_none_or(|next| self.below(index + 1) != *next)
            });
        }
        if rule.series == Some(Series::Turns) {
            let ends = found.iter().skip(1).map(|(index, _)| *index);
            let ends: Vec<usize> = ends.chain([self.lines.len()]).collect();
            let turn = |((index, own), end): (&(usize, Match), &usize)| {
                let name = own.part(Word::Speaker).unwrap_or_default();
                let lines = self.lines.get(*index..*end).unwrap_or_default();
                let last = lines.iter().take_while(|(line, _)| !line.is_blank()).last();
                let end = last.map_or(name.end, |(line, _)| line.text.end);
                let said = Span::new(name.end, end.max(name.end)).of(self.source);
                let said = said.trim_start_matches(['：', ':']);
                // In Markdown either may be strong.
                let marks = ['*', '_'];
                let name = name.of(self.source).trim_matches(marks);
                (name, said.trim_matches(marks).trim())
            };
            let named: Vec<(&str, &str)> = found.iter().zip(&ends).map(turn).collect();
            let mut speaks = turns(&named).into_iter();
            found.retain(|_| speaks.next().unwrap_or(false));
        }
    }

    /// Makes of some lines what a match in the first of them says.
    fn line(&mut self, kind: &Kind, rule: &Rule, lines: Range<usize>, found: Match) {
        let words = found.parts.iter().map(|(word, _)| *word);
        let mut words = words.filter(|word| !matches!(word, Word::Level | Word::Page));
        let word = words.next().or(rule.is).unwrap_or(Word::Drop);
        let own = found.part(word);
        let whole = Span::new(found.span.start, self.text(lines.end - 1).end);
        let text = match (&rule.scope, own) {
            (Scope::Line, Some(own)) => own,
            (Scope::Line, None) => found.span,
            // The line that ends a run is no part of it, nor is one that begins it without saying
            // what of itself is.
            (Scope::Lines(until), own) => {
                let end = match until {
                    Until::Line(_) => self.span(&(lines.end - 1..lines.end)).start,
                    Until::End => whole.end,
                };
                let start = own.map_or(self.span(&(lines.start..lines.start + 1)).end, |own| {
                    own.start
                });
                Span::new(start, end.max(start))
            }
            (Scope::Within | Scope::Top, _) => return,
        };
        let text = trim(self.source, text);
        self.tell(&found);
        let level = found.part(Word::Level).map_or(rule.level, |level| {
            level.of(self.source).chars().count().clamp(1, 9) as u8
        });
        let block = match word {
            Word::Speaker => {
                for (span, shown) in found.hidden() {
                    self.hide(span, shown);
                }
                let start = self.span(&lines).start;
                self.ruled.starts.push(start);
                self.ruled.speakers.extend(own);
                if let Some((_, state)) = self.lines.get_mut(lines.start) {
                    *state = State::Start;
                }
                self.touch(kind, rule, found.span, found.parts);
                return;
            }
            Word::Field(_) => BlockKind::Header,
            Word::Heading if !text.is_empty() => BlockKind::Heading { level },
            Word::Note if !text.is_empty() => BlockKind::Note,
            Word::Verse if !text.is_empty() => BlockKind::Verse,
            Word::Text if !text.is_empty() => BlockKind::Paragraph,
            Word::Description if !text.is_empty() => BlockKind::Description,
            _ => BlockKind::Gap,
        };
        let below = match (word, found.part(Word::Text)) {
            // What is run into a heading's line is a paragraph of its own.
            (Word::Heading, Some(below)) if text.end <= below.start => Some(below.start),
            _ => None,
        };
        match block {
            BlockKind::Header => {}
            BlockKind::Gap => self.hide(whole, ""),
            _ => {
                // A line of verse is set by its feet, not by its indent.
                let start = match block {
                    BlockKind::Verse => self.span(&lines).start,
                    _ => whole.start,
                };
                self.hide(Span::new(start, text.start), "");
                self.hide(Span::new(text.end, below.unwrap_or(whole.end)), "");
            }
        }
        let span = self.span(&lines);
        let span = Span::new(span.start, below.unwrap_or(span.end));
        let parts = match own {
            Some(_) => found.parts,
            None => vec![(word, if block == BlockKind::Gap { whole } else { text })],
        };
        let text = if block == BlockKind::Gap {
            Span::new(span.end, span.end)
        } else {
            text
        };
        self.set_apart(&lines, span, text, block);
        self.touch(kind, rule, whole, parts);
    }

    /// Gives back lines that look like fields of the header, but stand below text.
    pub fn forget_stray_fields(&mut self) {
        let is_head = |(line, state): &(Line, State)| *state == State::Unread || line.is_blank();
        let head = self.lines.iter().find(|line| !is_head(line));
        let Some(head) = head.map(|(line, _)| line.span.start) else {
            return;
        };
        let is_stray = |block: &Block| block.kind == BlockKind::Header && block.span.start > head;
        let apart = self.ruled.apart.iter();
        let strays = apart.filter(|block| is_stray(block));
        let mut strays: Vec<Span> = strays.map(|block| block.span).collect();
        if strays.is_empty() {
            return;
        }
        strays.sort_unstable();
        self.ruled.apart.retain(|block| !is_stray(block));
        let is_in_stray = |span: Span| {
            let next = strays.partition_point(|stray| stray.end < span.end);
            strays.get(next).is_some_and(|stray| stray.covers(span))
        };
        self.ruled.fields.retain(|(_, span)| !is_in_stray(*span));
        self.ruled.touches.retain(|touch| !is_in_stray(touch.span));
        for (line, state) in &mut self.lines {
            if is_in_stray(line.span) {
                *state = State::Free;
            }
        }
    }

    /// Applies a pattern inside the lines.
    pub fn within(&mut self, kind: &Kind, rule: &Rule) {
        let Some(own) = rule.pattern.get() else {
            return;
        };
        let mut from = 0;
        while from < self.lines.len() {
            let lines = self.stretch(from);
            from = lines.end.max(from + 1);
            let span = self.span(&lines);
            let mut index = lines.start;
            for captures in own.regex.captures_iter(span.of(self.source)) {
                let found = Match::new(&captures, own, span.start);
                let ends_before = |(line, _): &(Line, State)| line.span.end <= found.span.start;
                while self.lines.get(index).is_some_and(ends_before) {
                    index += 1;
                }
                self.inside(kind, rule, index, found);
            }
        }
    }

    /// Makes of a match that begins in a line what it says.
    fn inside(&mut self, kind: &Kind, rule: &Rule, line: usize, found: Match) {
        // What a header is told by stays in the text.
        let is_told = found
            .parts
            .iter()
            .all(|(word, _)| matches!(word, Word::Field(_)));
        let hidden = if is_told && !found.parts.is_empty() {
            Vec::new()
        } else {
            found.hidden()
        };
        let is_free = !hidden.iter().any(|(span, _)| self.is_hidden(*span));
        let Some((line, state)) = self.lines.get_mut(line) else {
            return;
        };
        if found.span.is_empty() || *state == State::Unread || !is_free || self.marked.len() >= MOST
        {
            return;
        }
        if let Some((first, _)) = hidden
            .first()
            .filter(|(first, _)| first.start <= line.text.start)
        {
            let rest = Span::new(first.end.min(line.text.end), line.text.end);
            line.text = trim(self.source, rest);
        }
        for (span, shown) in hidden {
            self.hide(span, shown);
        }
        for (word, span) in &found.parts {
            let kind = match word {
                Word::Note => MarkupKind::Commentary,
                Word::Reading => MarkupKind::Reading,
                _ => continue,
            };
            self.marked.push(Markup { span: *span, kind });
        }
        self.tell(&found);
        self.touch(kind, rule, found.span, found.parts);
    }

    /// Hides the line ends inside paragraphs.
    pub fn join(&mut self) {
        let mut pages = std::mem::take(&mut self.ruled.pages);
        pages.sort_by_key(|page| page.at);
        let mut pages = pages.into_iter().peekable();
        let mut kept = Vec::new();
        // The end of the text so far of the paragraph.
        let mut before: Option<usize> = None;
        for index in 0..self.lines.len() {
            let Some(&(line, state)) = self.lines.get(index) else {
                break;
            };
            let mut has_page = false;
            while let Some(page) = pages.next_if(|page| page.at <= line.span.end) {
                has_page = true;
                kept.push(page);
            }
            let shown = self.shown(line.span);
            match (state, shown) {
                (State::Apart | State::Unread, _) => before = None,
                // The mark of a page that begins inside a paragraph.
                (_, None) if has_page => {}
                (_, None) => before = None,
                (_, Some(shown)) => {
                    let first = Span::new(shown.start, line.span.end).of(self.source);
                    let is_new = state == State::Start || first.starts_with(is_space);
                    let start = line.span.end - first.trim_start_matches(is_space).len();
                    if let Some(end) = before.filter(|_| !is_new) {
                        self.hide(Span::new(end, start), "");
                    }
                    before = Some(shown.end);
                }
            }
        }
        self.ruled.pages = kept;
    }

    /// From the first to the last of what is shown of a line, spaces at its end left out; `None` if
    /// there is nothing but spaces.
    fn shown(&self, line: Span) -> Option<Span> {
        let first = self
            .hidden
            .partition_point(|(own, _)| own.end <= line.start);
        let hidden = self.hidden.get(first..).unwrap_or_default();
        let mut hidden = hidden
            .iter()
            .map(|(own, _)| *own)
            .take_while(|own| own.start < line.end);
        let (mut start, mut end) = (None, None);
        let mut at = line.start;
        loop {
            let own = hidden.next();
            let stop = own.map_or(line.end, |own| own.start);
            if at < stop {
                let words = Span::new(at, stop).of(self.source);
                let words = words.strip_suffix('\n').unwrap_or(words);
                if !words.is_empty() {
                    start = start.or(Some(at));
                }
                let inner = words.trim_end_matches(is_space);
                if !inner.is_empty() {
                    end = Some(at + inner.len());
                }
            }
            match own {
                Some(own) => at = at.max(own.end),
                None => break,
            }
        }
        Some(Span::new(start?, end?))
    }

    pub fn finish(self, is_plain: bool) -> Ruled {
        let mut ruled = self.ruled;
        let mut marked = self.marked;
        let mut markup: Vec<Markup> = Vec::with_capacity(self.hidden.len());
        for (span, shown) in self.hidden {
            match markup.last_mut() {
                // Neighbours are one.
                Some(last)
                    if last.span.end == span.start
                        && last.kind == MarkupKind::Delimiter("")
                        && shown.is_empty() =>
                {
                    last.span.end = span.end;
                }
                _ => markup.push(Markup {
                    span,
                    kind: MarkupKind::Delimiter(shown),
                }),
            }
        }
        ruled.pages.sort_by_key(|page| page.at);
        // A page begins with what is shown of it.
        for page in &mut ruled.pages {
            let next = markup.partition_point(|own| own.span.end < page.at);
            let hidden = markup.get(next).filter(|own| own.span.start <= page.at);
            page.at = hidden.map_or(page.at, |own| own.span.end);
        }
        markup.append(&mut marked);
        markup.sort_by_key(|markup| (markup.span.start, std::cmp::Reverse(markup.span.end)));
        ruled.markup = markup;
        ruled.apart.sort_by_key(|block| block.span.start);
        ruled.apart.dedup_by(|next, last| {
            let goes_on = matches!(next.kind, BlockKind::Verse | BlockKind::Description)
                && next.kind == last.kind
                && next.span.start == last.span.end;
            if goes_on {
                last.span.end = next.span.end;
                last.text.end = next.text.end;
            }
            goes_on
        });
        ruled.starts.sort_unstable();
        ruled.speakers.sort_unstable();
        ruled.touches.sort_by_key(|touch| touch.span);
        ruled.is_plain = is_plain;
        ruled
    }
}
