//! The text of a paragraph as a flow of glyphs, and the mapping of its lines back to the source.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use smallvec::SmallVec;

use super::{Align, Setting};
use crate::document::Markup;
use crate::text::grapheme::{ends_plain, first_cluster, is_plain};
use crate::text::kinsoku::Hanging;
use crate::text::{Ambiguous, Span, display};
use crate::typeset::linebreak::Opportunities;
use crate::typeset::{Composition, Content, Line, Manuscript, Role, Run, Writing, vertical};

/// A cluster, with what line filling needs to know of it.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Byte offset in the flow. Sources have at most 64 MiB.
    pub at: u32,
    /// Columns from the start of the flow to the end of the glyph, as if on one line.
    pub end: u32,
    pub kind: Kind,
    /// Whether a line may start with it.
    pub may_start: bool,
}

/// How a glyph behaves at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A visible cluster.
    Visible,
    /// A mark that may hang in the margin.
    Hanging,
    /// White space.
    Space,
    /// White space up to the next tab stop.
    Tab,
}

impl Glyph {
    /// Whether it is white space, which takes no room at the end of a line.
    pub fn is_space(self) -> bool {
        matches!(self.kind, Kind::Space | Kind::Tab)
    }
}

/// The glyphs of a flow, in order.
#[derive(Debug)]
pub struct Glyphs {
    pub list: Vec<Glyph>,
    /// Whether there are tabs, so that widths depend on where a line starts.
    pub has_tabs: bool,
}

thread_local! {
    /// A buffer of glyphs reused between paragraphs: allocating one each time took a tenth of all
    /// typesetting.
    static ROOM: Cell<Vec<Glyph>> = const { Cell::new(Vec::new()) };
}

/// Largest buffer that is kept, in glyphs.
const MOST_ROOM: usize = 1 << 16;

impl Drop for Glyphs {
    fn drop(&mut self) {
        if self.list.capacity() <= MOST_ROOM {
            self.list.clear();
            ROOM.set(std::mem::take(&mut self.list));
        }
    }
}

impl Glyphs {
    /// Columns before a glyph, as if on one line.
    pub fn before(&self, index: usize) -> usize {
        let last = index.checked_sub(1).and_then(|last| self.list.get(last));
        last.map_or(0, |last| last.end as usize)
    }

    /// Width of one glyph in columns.
    pub fn columns(&self, index: usize) -> usize {
        self.before(index + 1) - self.before(index)
    }

    /// The end of a range without trailing white space.
    pub fn visible_end(&self, range: Range<usize>) -> usize {
        let glyphs = self.list.get(range.clone()).unwrap_or(&[]);
        let last = glyphs.iter().rposition(|glyph| !glyph.is_space());
        range.start + last.map_or(0, |last| last + 1)
    }

    /// The column after the glyph `index` if it starts at `column`.
    pub fn after(&self, index: usize, column: usize, writing: Writing) -> usize {
        match self.list.get(index).map(|glyph| glyph.kind) {
            Some(Kind::Tab) => column + writing.to_stop(column),
            _ => column + self.columns(index),
        }
    }
}

/// The text of a paragraph. Line breaks of the source are removed, or replaced by a space between
/// words.
pub struct Flow<'a> {
    pub text: Cow<'a, str>,
    /// Parts taken from the source unchanged. Text between two segments is inserted, such as the
    /// space for a line break.
    first: Segment,
    others: Vec<Segment>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Segment {
    start: usize,
    end: usize,
    /// Byte offset of its start in the source.
    source: usize,
}

impl<'a> Flow<'a> {
    pub fn new(manuscript: Manuscript<'a>, span: Span) -> Self {
        let text = span.of(manuscript.source);
        let markup = Markup::within(manuscript.markup, span);
        if markup.is_empty() && memchr::memchr(b'\n', text.as_bytes()).is_none() {
            return Self {
                text: Cow::Borrowed(text),
                first: Segment {
                    start: 0,
                    end: text.len(),
                    source: span.start,
                },
                others: Vec::new(),
            };
        }
        let mut joining = Joining {
            source: manuscript.source,
            text: String::with_capacity(text.len()),
            segments: Vec::new(),
            is_broken: false,
        };
        let mut at = span.start;
        for markup in markup {
            if markup.kind.is_sign() && at <= markup.span.start {
                joining.lines(Span::new(at, markup.span.start));
                markup.kind.show(&mut joining.text);
                at = markup.span.end;
            }
        }
        joining.lines(Span::new(at, span.end.max(at)));
        let mut segments = joining.segments.into_iter();
        Self {
            text: Cow::Owned(joining.text),
            first: segments.next().unwrap_or_default(),
            others: segments.collect(),
        }
    }

    /// The glyphs of the text.
    pub fn glyphs(
        &self,
        writing: Writing,
        ambiguous: Ambiguous,
        composition: Composition,
    ) -> Glyphs {
        let mut setter = Setter {
            text: &self.text,
            ambiguous,
            opportunities: Opportunities::new(composition.level),
            hanging: composition.hanging,
            column: 0,
            glyphs: Glyphs {
                list: ROOM.take(),
                has_tabs: false,
            },
        };
        // Capacity: most characters are hanzi, of three bytes, and some have one.
        setter.glyphs.list.reserve(self.text.len() / 2);
        let mut at = 0;
        for segment in std::iter::once(&self.first).chain(&self.others) {
            // Clusters do not extend over line breaks of the source.
            setter.take(Span::new(at, segment.start), writing);
            setter.take(Span::new(segment.start, segment.end), writing);
            at = segment.end;
        }
        setter.take(Span::new(at, self.text.len()), writing);
        setter.glyphs
    }

    /// The source of the text at byte `at`: the offset in the source, `None` for inserted text, and
    /// the end of the segment in the flow.
    fn source(&self, at: usize) -> (Option<usize>, usize) {
        let after = self.others.partition_point(|segment| segment.start <= at);
        let before = match after.checked_sub(1) {
            None if at < self.first.start => return (None, self.first.start),
            None => self.first,
            Some(before) => self.others.get(before).copied().unwrap_or_default(),
        };
        if at < before.end {
            (Some(before.source + at - before.start), before.end)
        } else {
            let next = self.others.get(after);
            (None, next.map_or(self.text.len(), |next| next.start))
        }
    }

    /// The line that consists of the glyphs in `range`, starting at column `indent`. Its span is
    /// empty, at its first byte.
    pub fn line(
        &self,
        glyphs: &Glyphs,
        range: Range<usize>,
        indent: usize,
        roles: &[(Span, Role)],
        setting: &Setting,
    ) -> Line {
        let shown = glyphs.visible_end(range.clone());
        let mut runs: SmallVec<[Run; 2]> = SmallVec::new();
        let (mut column, mut index) = (indent, range.start);
        let mut start = None;
        while let Some(first) = glyphs.list.get(index).filter(|_| index < shown) {
            let at = first.at as usize;
            let (source, joint) = self.source(at);
            let (role, until) = match source {
                Some(source) => {
                    let (role, length) = role(source, roles, setting.role);
                    (role, joint.min(at.saturating_add(length)))
                }
                None => (setting.role, joint),
            };
            start = start.or(source);
            let from = column;
            (index, column) = run_end(glyphs, index..shown, until, column, setting.writing);
            let next = glyphs.list.get(index);
            let end = next.map_or(joint, |next| joint.min(next.at as usize));
            let content = match source {
                Some(source) => Content::Source(Span::new(source, source + end - at)),
                None => {
                    let sign = self.text.get(at..end).unwrap_or("");
                    Content::Ornament(Cow::Owned(sign.to_owned()))
                }
            };
            runs.push(Run {
                column: from,
                content,
                role,
            });
        }
        let spare = setting.columns.saturating_sub(column);
        let shift = match setting.align {
            Align::Start => 0,
            Align::Centre => spare / 2,
            Align::End => spare,
        };
        for run in &mut runs {
            run.column += shift;
        }
        let start = start.unwrap_or(0);
        Line {
            span: Span::new(start, start),
            writing: setting.writing,
            runs,
        }
    }
}

/// The role of the text at byte `at` of the source, and for how many bytes it holds.
fn role(at: usize, roles: &[(Span, Role)], role: Role) -> (Role, usize) {
    let next = roles.partition_point(|(span, _)| span.end <= at);
    match roles.get(next) {
        Some((span, own)) if span.contains(at) => (*own, span.end - at),
        Some((span, _)) => (role, span.start - at),
        None => (role, usize::MAX),
    }
}

/// The end of the glyphs that form one run, and the column there: those before byte `until`, up to
/// and including the first tab.
fn run_end(
    glyphs: &Glyphs,
    range: Range<usize>,
    until: usize,
    column: usize,
    writing: Writing,
) -> (usize, usize) {
    let list = glyphs.list.get(range.clone()).unwrap_or(&[]);
    let end = match list.last() {
        Some(last) if (last.at as usize) < until => range.end,
        _ => range.start + list.partition_point(|glyph| (glyph.at as usize) < until),
    };
    if glyphs.has_tabs {
        let is_tab = |glyph: &Glyph| glyph.kind == Kind::Tab;
        let tab = list.iter().position(is_tab).map(|tab| range.start + tab);
        if let Some(tab) = tab.filter(|tab| *tab < end) {
            let column = column + glyphs.before(tab) - glyphs.before(range.start);
            return (tab + 1, column + writing.to_stop(column));
        }
    }
    (
        end,
        column + glyphs.before(end) - glyphs.before(range.start),
    )
}

/// Joins the lines of a source and omits what is not read.
struct Joining<'a> {
    source: &'a str,
    text: String,
    segments: Vec<Segment>,
    /// Whether a line of the source ended after the last segment.
    is_broken: bool,
}

impl Joining<'_> {
    /// Adds a part of the source. Its line breaks are removed, or replaced by a space between
    /// words.
    fn lines(&mut self, span: Span) {
        let mut at = span.start;
        let mut lines = span.of(self.source).split('\n').peekable();
        while let Some(line) = lines.next() {
            // A quotation repeats its `>` on every line.
            let marks = |c: char| c.is_whitespace() || c == '>';
            let kept = if self.is_broken {
                line.trim_start_matches(marks)
            } else {
                line
            };
            let skipped = line.len() - kept.len();
            let ends = lines.peek().is_some();
            let kept = if ends { kept.trim_end() } else { kept };
            if !kept.is_empty() {
                if self.is_broken
                    && let (Some('\0'..'\u{2e80}'), Some('\0'..'\u{2e80}')) =
                        (self.text.chars().next_back(), kept.chars().next())
                {
                    self.text.push(' ');
                }
                let start = self.text.len();
                self.text.push_str(kept);
                self.segments.push(Segment {
                    start,
                    end: self.text.len(),
                    source: at + skipped,
                });
                self.is_broken = false;
            }
            self.is_broken |= ends;
            at += line.len() + 1;
        }
    }
}

/// Turns text into glyphs.
struct Setter<'a> {
    text: &'a str,
    ambiguous: Ambiguous,
    opportunities: Opportunities,
    hanging: Hanging,
    /// Width so far, in columns.
    column: u32,
    glyphs: Glyphs,
}

impl Setter<'_> {
    /// Adds the glyphs of a part of the text.
    fn take(&mut self, part: Span, writing: Writing) {
        let text = part.of(self.text);
        match writing {
            Writing::Horizontal => self.take_across(text, part.start),
            Writing::Vertical => {
                for glyph in vertical::glyphs(text, self.ambiguous) {
                    let cluster = Span::new(glyph.offset, glyph.offset + glyph.len).of(text);
                    self.push(part.start + glyph.offset, cluster, glyph.columns);
                }
            }
        }
    }

    fn take_across(&mut self, part: &str, start: usize) {
        let mut rest = part;
        while !rest.is_empty() {
            let at = start + part.len() - rest.len();
            let hanzi = count_hanzi(rest);
            let mut behind = rest.get(3 * hanzi..).unwrap_or("").chars();
            let next = behind.next();
            let is_plain_behind = next.is_none_or(is_plain);
            // The last hanzi may be part of a longer cluster if the next character is not plain.
            let free = hanzi - usize::from(!is_plain_behind && hanzi > 0);
            self.take_hanzi(free, at);
            let at = at + 3 * free;
            match next.filter(|_| is_plain_behind) {
                Some(c) if ends_plain(behind.as_str()) => {
                    self.take_plain(c, at);
                    rest = behind.as_str();
                }
                None if is_plain_behind => break,
                _ => {
                    rest = rest.get(3 * free..).unwrap_or("");
                    let Some(cluster) = first_cluster(rest) else {
                        break;
                    };
                    self.push(at, cluster, display::extent(cluster, self.ambiguous));
                    rest = rest.get(cluster.len()..).unwrap_or("");
                }
            }
        }
    }

    /// Adds `count` hanzi, other than 第, at byte `at`: the fast path for most text. Each is a
    /// cluster of its own.
    fn take_hanzi(&mut self, count: usize, at: usize) {
        let mut taken = 0;
        while taken < count && !self.opportunities.is_free(at + 3 * taken) {
            let may_start = self.opportunities.step_hanzi(at + 3 * taken);
            self.add(at + 3 * taken, 2, Kind::Visible, may_start);
            taken += 1;
        }
        if taken == count {
            return;
        }
        self.opportunities.pass_hanzi();
        let (at, column, count) = (at + 3 * taken, self.column, (count - taken) as u32);
        self.glyphs.list.extend((0..count).map(|index| Glyph {
            at: at as u32 + 3 * index,
            end: column + 2 * (index + 1),
            kind: Kind::Visible,
            may_start: true,
        }));
        self.column += 2 * count;
    }

    /// Adds a character that is a cluster of its own, not a tab and not of ambiguous width.
    fn take_plain(&mut self, c: char, at: usize) {
        let may_start = self.opportunities.step(self.text, at, c);
        let kind = match c {
            ' ' => Kind::Space,
            _ if self.hanging.takes(c) => Kind::Hanging,
            _ => Kind::Visible,
        };
        self.add(at, if c.is_ascii() { 1 } else { 2 }, kind, may_start);
    }

    fn push(&mut self, at: usize, cluster: &str, columns: usize) {
        let mut characters = cluster.char_indices();
        let Some((_, first)) = characters.next() else {
            return;
        };
        let may_start = self.opportunities.step(self.text, at, first);
        for (offset, c) in characters {
            self.opportunities.step(self.text, at + offset, c);
        }
        let kind = match first {
            '\t' => Kind::Tab,
            _ if first.is_whitespace() && display::is_space(cluster) => Kind::Space,
            _ if self.hanging.takes(first) => Kind::Hanging,
            _ => Kind::Visible,
        };
        self.glyphs.has_tabs |= kind == Kind::Tab;
        self.add(at, columns as u32, kind, may_start);
    }

    fn add(&mut self, at: usize, columns: u32, kind: Kind, may_start: bool) {
        self.column += columns;
        self.glyphs.list.push(Glyph {
            at: at as u32,
            end: self.column,
            kind,
            may_start,
        });
    }
}

/// Number of hanzi (U+4E00 to U+9FFF, except 第) at the start of a text.
fn count_hanzi(text: &str) -> usize {
    let (characters, _) = text.as_bytes().as_chunks::<3>();
    let is_one = |[a, b, c]: &&[u8; 3]| {
        let lead = u16::from_be_bytes([*a, *b]);
        (0xe4b8..=0xe9bf).contains(&lead) && (lead != 0xe7ac || *c != 0xac)
    };
    characters.iter().take_while(is_one).count()
}
