//! Nesting by context: a stack of open clauses, each marker form standing where the document puts it.

use foldhash::HashMap;
use memchr::memmem::Finder;

use super::marker::{Form, Marker, inline, leading, read};
use super::{Clause, ClauseId, ClauseKind, ClauseTree, Step, StepKind, contents, trailing};
use crate::document::{Block, BlockKind, Document, Issue};
use crate::text::Span;

/// The clause tree of a document. Cannot fail; what is odd is in the tree's issues.
pub fn nest(document: &Document) -> ClauseTree {
    let mut nesting = Nesting::new(document);
    let contents = contents::find(document);
    let trailing = trailing::find(document);
    for (index, block) in document.blocks.iter().enumerate() {
        if nesting.is_full(block) {
            break;
        }
        if contents.contains(&index) {
            continue;
        }
        (nesting.before, nesting.ahead) = (
            document.blocks.get(..index).unwrap_or_default(),
            document.blocks.get(index + 1..).unwrap_or_default(),
        );
        match trailing.get(&index) {
            Some(marker) => nesting.trailing(*marker, block.text),
            None => nesting.block(block),
        }
    }
    nesting.finish()
}

/// A document has no more clauses than this, counted paragraphs apart: what would be more stands in the last of them.
const MOST: usize = 100_000;

/// Nesting deeper than this is put side by side.
const DEEPEST: usize = 64;

/// An open clause: one step of the path that new clauses are put under.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: usize,
    form: Shape,
    number: u32,
    /// The `#`s of the heading it stands in.
    level: Option<u8>,
    /// The paragraph that it begins inside of.
    within: Option<Span>,
    /// Whether it is an item that heads articles: 一、一般规定 in a judicial interpretation.
    is_group: bool,
    /// Columns that it is indented by, where it opens a line of a list in Markdown's way.
    indent: Option<usize>,
}

/// The form of the names in a list of enclosures, and the last number.
type Enclosures = (Form, u32);

/// What an open clause is, for those that come after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shape {
    Heading,
    Marked(Form),
    /// 款
    Paragraph,
}

impl Shape {
    /// The rank among the divisions of a statute; items have none, context places them.
    fn rank(self) -> Option<u8> {
        match self {
            Self::Marked(Form::Annex) => Some(0),
            Self::Marked(Form::Part) => Some(1),
            Self::Marked(Form::Subpart) => Some(2),
            Self::Marked(Form::Chapter) => Some(3),
            Self::Marked(Form::Section) => Some(4),
            Self::Marked(Form::Article) => Some(5),
            _ => None,
        }
    }

    /// Whether whole texts stand in it: items that came up under one container come up under any.
    fn is_container(self) -> bool {
        self == Self::Heading || self.rank().is_some_and(|rank| rank < 5)
    }
}

struct Nesting<'d> {
    source: &'d str,
    /// One past the last byte that clauses cover.
    end: usize,
    clauses: Vec<Clause>,
    /// How many of them are more than counted paragraphs.
    numbered: usize,
    issues: Vec<Issue>,
    open: Vec<Open>,
    /// Under what each form of items came up last, in articles and outside of them; `None` for a container.
    homes: HashMap<(Form, bool), Option<Shape>>,
    /// How often a step has come under its base.
    occurrences: HashMap<(Option<ClauseId>, StepKind, u32, u32), u32>,
    /// Counted headings under each parent.
    headings: HashMap<Option<ClauseId>, u32>,
    /// For each form of division that has come at the top: the clause that its running numbering starts at.
    roots: HashMap<Form, Option<ClauseId>>,
    quotes: Quotes,
    /// The blocks in front of the present one, and behind it.
    before: &'d [Block],
    ahead: &'d [Block],
    /// The number of the last item of each form outside of articles.
    latest: HashMap<Form, u32>,
    /// The list of enclosures that the present block may go on with.
    enclosures: Option<Enclosures>,
    /// A division or an annex whose name may stand in the next line.
    unnamed: Option<usize>,
    /// Blocks for which a quotation that runs over several has stayed open.
    quoting: Option<usize>,
}

impl<'d> Nesting<'d> {
    fn new(document: &'d Document) -> Self {
        let read = |block: &&Block| block.kind.is_read() && block.kind != BlockKind::Description;
        Self {
            source: document.plain(),
            end: document
                .blocks
                .iter()
                .rfind(read)
                .map_or(0, |block| block.span.end),
            clauses: Vec::new(),
            numbered: 0,
            issues: Vec::new(),
            open: Vec::new(),
            homes: HashMap::default(),
            occurrences: HashMap::default(),
            headings: HashMap::default(),
            roots: HashMap::default(),
            quotes: Quotes::new(),
            before: &[],
            ahead: &[],
            latest: HashMap::default(),
            enclosures: None,
            unnamed: None,
            quoting: None,
        }
    }

    /// Whether there are as many clauses as there may be; said once.
    fn is_full(&mut self, block: &Block) -> bool {
        let is_full = self.numbered >= MOST;
        if is_full {
            self.issues.push(Issue {
                code: "too-many-clauses",
                span: block.text,
                details: vec![MOST.to_string()],
            });
        }
        is_full
    }

    fn block(&mut self, block: &Block) {
        let unnamed = self.unnamed;
        match block.kind {
            BlockKind::Heading { level } => {
                self.quoting = None;
                self.enclosures = None;
                self.heading(block.text, level);
            }
            BlockKind::Paragraph => self.paragraph(block.text),
            // （刪除） is all that is left of an article.
            BlockKind::Note => {
                let unnamed = self.unnamed.take().and_then(|at| self.clauses.get_mut(at));
                if let Some(article) = unnamed.filter(|clause| clause.kind == ClauseKind::Article) {
                    article.title = block.text;
                }
                return;
            }
            _ => return,
        }
        // Only the next line is one.
        if self.unnamed == unnamed {
            self.unnamed = None;
        }
    }

    /// A heading whose number stands at its end.
    fn trailing(&mut self, marker: Marker, text: Span) {
        self.quoting = None;
        self.enclosures = None;
        self.marked(marker, text, None);
        self.unnamed = None;
    }

    fn heading(&mut self, text: Span, level: u8) {
        let words = text.of(self.source);
        if contents::is_title(words) {
            return;
        }
        match self.marker(words, text.start) {
            Some(marker) if marker.form != Form::Article || words.len() < 600 => {
                self.marked(marker, text, Some(level));
                if marker.form == Form::Article {
                    self.article_text(marker, text);
                }
            }
            _ => {
                // A heading closes everything but the headings above it.
                self.close_while(|open| open.level.is_none_or(|other| other >= level));
                self.unnumbered(text, Some(level));
            }
        }
    }

    fn unnumbered(&mut self, text: Span, level: Option<u8>) {
        let parent = self.parent();
        let number = self.headings.entry(parent).or_insert(0);
        *number += 1;
        let step = Step {
            kind: StepKind::Heading,
            number: *number,
            insertion: 0,
            occurrence: 1,
        };
        let label = Span::new(text.start, text.start);
        self.push(
            ClauseKind::Heading,
            (label, text),
            text.start,
            (step, parent),
        );
        self.opened(Shape::Heading, 1, level);
    }

    fn paragraph(&mut self, text: Span) {
        let words = text.of(self.source);
        if is_preface(words) || is_supplement(words) {
            // In plain text too these head a part of their own; it ends what stands before it.
            self.close_while(|open| open.level.is_none());
            return self.unnumbered(text, None);
        }
        let marker = self.marker(words, text.start);
        if self.is_quoted(words, marker.as_ref()) || self.is_enclosure(words, marker) {
            return;
        }
        let is_clause = marker.filter(|marker| self.is_clause(marker, words));
        let mut own = is_clause;
        match is_clause {
            Some(marker) => {
                self.close_inline(&marker, text);
                self.marked(marker, text, None);
                if marker.form == Form::Article {
                    own = self.article_text(marker, text).or(own);
                }
            }
            None => self.unmarked(text),
        }
        let behind = own.map_or(text.start, |marker| marker.label.end);
        let rest = Span::new(behind, text.end);
        // Divisions and articles hold series, they do not go on in one.
        let own = own.filter(|marker| Shape::Marked(marker.form).rank().is_none());
        let run = inline(rest.of(self.source), rest.start, own);
        let room = MOST.saturating_sub(self.numbered);
        for (index, marker) in run.iter().enumerate().take(room) {
            let end = run.get(index + 1).map_or(text.end, |next| next.label.start);
            self.marked(*marker, Span::new(marker.label.start, end), None);
            if let Some(open) = self.open.last_mut() {
                open.within = Some(text);
            }
        }
    }

    /// Whether a paragraph belongs to the list of what is enclosed with a letter (附件：1．名单): the enclosures come behind it, under their own names.
    fn is_enclosure(&mut self, words: &str, marker: Option<Marker>) -> bool {
        let list = self.enclosures.take();
        let begins = marker.filter(|marker| self.lists_enclosures(words, marker));
        self.enclosures = match (begins, list, marker) {
            (Some(label), _, _) => {
                let behind = words.get(label.label.len()..).unwrap_or("").trim_start();
                let first = leading(behind, 0).map(|first| (first.form, first.number));
                Some(first.unwrap_or((Form::ArabicDot, 0)))
            }
            (None, Some((form, last)), Some(next))
                if next.form == form && next.number == last + 1 =>
            {
                Some((form, next.number))
            }
            // The rest of a name that was broken over lines.
            (None, Some(list), None) => Some(list),
            _ => None,
        };
        self.enclosures.is_some()
    }

    /// Whether 附件： opens a list of enclosures: their names are numbered, or the enclosures themselves come behind it.
    fn lists_enclosures(&self, words: &str, marker: &Marker) -> bool {
        const FARTHEST: usize = 400;
        let label = marker.label.of(self.source);
        if marker.form != Form::Annex || marker.number > 0 || !label.ends_with(['：', ':']) {
            return false;
        }
        let behind = words.get(label.len()..).unwrap_or("").trim_start();
        let is_numbered = leading(behind, 0).is_some_and(|first| first.number == 1);
        let is_annex = |block: &Block| {
            let words = block.text.of(self.source);
            matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. })
                && leading(words, 0).is_some_and(|marker| {
                    marker.form == Form::Annex && self.is_clause(&marker, words)
                })
        };
        is_numbered || self.ahead.iter().take(FARTHEST).any(is_annex)
    }

    /// A list inside a paragraph ends with it: what the next paragraph begins to count stands beside the paragraph, unless it goes on with the
    /// list, or the list leads in to it.
    fn close_inline(&mut self, marker: &Marker, text: Span) {
        if self.continues(marker) {
            return;
        }
        let leads_in = |paragraph: Span| {
            paragraph.of(self.source).ends_with(['：', ':'])
                && Span::new(paragraph.end, text.start)
                    .of(self.source)
                    .trim()
                    .is_empty()
        };
        let ended = |open: &Open| open.within.is_some_and(|within| !leads_in(within));
        if let Some(first) = self.open.iter().position(ended) {
            self.open.truncate(first);
        }
    }

    /// Whether a paragraph stands inside a quotation: what another law says is no structure of this one.
    fn is_quoted(&mut self, words: &str, marker: Option<&Marker>) -> bool {
        let balance = self.quotes.balance(words);
        let starts = words.starts_with(['“', '「', '『']);
        let left = |depth: usize| depth as i32 + balance - i32::from(starts && depth > 0);
        match self.quoting {
            // The quotation is never closed, and the text goes on counting where it had stopped.
            Some(depth)
                if !starts
                    && marker.is_some_and(|marker| self.continues(marker))
                    && !self.closes(left(depth)) =>
            {
                self.quoting = (balance > 0).then_some(0);
                false
            }
            Some(depth) => {
                self.quoting = usize::try_from(left(depth)).ok().filter(|left| *left > 0);
                true
            }
            None => {
                self.quoting = usize::try_from(balance).ok().filter(|left| *left > 0);
                starts
            }
        }
    }

    /// Whether a quotation so deep behind the present block is closed by one of the next.
    fn closes(&self, depth: i32) -> bool {
        const FARTHEST: usize = 500;
        let mut left = depth;
        let mut ahead = self.ahead.iter().take(FARTHEST);
        while left > 0 {
            match ahead.next() {
                Some(block) if matches!(block.kind, BlockKind::Heading { .. }) => return false,
                Some(block) if block.kind == BlockKind::Paragraph => {
                    let words = block.text.of(self.source);
                    left += self.quotes.balance(words)
                        - i32::from(words.starts_with(['“', '「', '『']));
                }
                Some(_) => {}
                None => return false,
            }
        }
        true
    }

    fn continues(&self, marker: &Marker) -> bool {
        self.open.iter().any(|open| {
            open.form == Shape::Marked(marker.form)
                && open.number.checked_add(1) == Some(marker.number)
        })
    }

    /// Whether a marker at the start of a plain paragraph opens a clause, for what the paragraph is.
    fn is_clause(&self, marker: &Marker, words: &str) -> bool {
        match marker.form {
            // Divisions stand on lines of their own.
            Form::Part | Form::Subpart | Form::Chapter | Form::Section | Form::Annex => {
                let words = words.strip_suffix('。').unwrap_or(words);
                words.chars().count() <= 60
                    && !words.contains(['。', '；'])
                    && !words.ends_with(['，', '、'])
            }
            // 一是 opens a paragraph only where it goes on from one, but for its first; (x) may be an axis.
            Form::Namely
            | Form::LatinHalfParen
            | Form::LatinParen
            | Form::RomanParen
            | Form::RomanDot => marker.number == 1 || self.continues(marker),
            Form::Sequence => {
                marker.number == 1
                    || self
                        .open
                        .iter()
                        .any(|open| open.form == Shape::Marked(Form::Sequence))
            }
            // The numbered paragraphs and items of Japanese statutes stand in articles, or in the supplement.
            Form::WideDigit => {
                self.counts_on(marker) || self.in_supplement() || self.heads_section(marker, words)
            }
            Form::Decimal(_) => self.is_section(marker),
            Form::WideHan | Form::Katakana => self.article().is_some() || self.in_supplement(),
            _ => true,
        }
    }

    /// The marker at the start of a block: one of any number where it goes on with a series.
    fn marker(&self, words: &str, offset: usize) -> Option<Marker> {
        let letter = |marker: &Marker| {
            let letter = marker.as_letter(self.source);
            letter.filter(|letter| self.continues(letter))
        };
        leading(words, offset)
            .map(|marker| letter(&marker).unwrap_or(marker))
            .or_else(|| read(words, offset).filter(|marker| self.continues(marker)))
    }

    /// Whether 3.1 is the number of a section: it goes on from 3.0's last, or begins in what is numbered 3, or 3.2 comes behind it.
    fn is_section(&self, marker: &Marker) -> bool {
        const FARTHEST: usize = 100;
        let prefix = |marker: &Marker, label: &str| {
            let (above, _) = label.trim_end_matches('.').rsplit_once('.')?;
            Some((marker.form, above.to_owned()))
        };
        let own = marker.label.of(self.source);
        let Some((form, above)) = prefix(marker, own) else {
            return false;
        };
        let label = |open: &Open| {
            self.clauses
                .get(open.id)
                .map_or("", |clause| clause.label.of(self.source))
        };
        let goes_on = |open: &Open| {
            open.form == Shape::Marked(form)
                && open.number.checked_add(1) == Some(marker.number)
                && label(open)
                    .trim_end_matches('.')
                    .rsplit_once('.')
                    .is_some_and(|(other, _)| other == above)
        };
        if self.open.iter().any(goes_on) {
            return true;
        }
        if marker.number != 1 {
            return false;
        }
        let last = above.rsplit('.').next().and_then(|last| last.parse().ok());
        let is_within = self
            .open
            .last()
            .is_some_and(|open| Some(open.number) == last)
            || self
                .article()
                .and_then(|at| self.open.get(at))
                .is_some_and(|open| Some(open.number) == last);
        let second = format!("{above}.2");
        is_within
            || self.ahead.iter().take(FARTHEST).any(|block| {
                let words = block.text.of(self.source);
                leading(words, 0)
                    .is_some_and(|next| next.label.of(words).trim_end_matches('.') == second)
            })
    }

    /// Whether a number without a mark heads a section of a standard (1　范围): a line, outside of articles, that others like it come behind.
    fn heads_section(&self, marker: &Marker, words: &str) -> bool {
        const FARTHEST: usize = 400;
        const LONGEST: usize = 40;
        let is_line = |words: &str| {
            words.chars().take(LONGEST + 1).count() <= LONGEST
                && !words.contains(['。', '；', '，', '\n', '\t'])
        };
        let comes_again = || {
            self.ahead.iter().take(FARTHEST).any(|block| {
                let words = block.text.of(self.source);
                is_line(words)
                    && leading(words, 0)
                        .is_some_and(|next| next.form == Form::WideDigit && next.number == 2)
            })
        };
        self.article().is_none()
            && is_line(words)
            && (self.continues(marker) || marker.number == 1 && comes_again())
    }

    /// Where the open article stands among the open clauses.
    fn article(&self) -> Option<usize> {
        let is_article = |open: &Open| open.form == Shape::Marked(Form::Article);
        self.open.iter().rposition(is_article)
    }

    /// Whether a numbered paragraph is the next one of the open article: its first may have no number.
    fn counts_on(&self, marker: &Marker) -> bool {
        let article = self.article().and_then(|at| self.open.get(at));
        article.is_some_and(|article| {
            let key = (Some(ClauseId(article.id as u32)), StepKind::Paragraph, 0, 0);
            let count = self.occurrences.get(&key).copied().unwrap_or(0);
            marker.number == count + 1
        })
    }

    /// Whether the heading of a supplement (附則) is open, and no article in it.
    fn in_supplement(&self) -> bool {
        self.article().is_none() && self.open.iter().any(|open| self.is_supplement(open))
    }

    /// Whether an open clause is the heading of a preface.
    fn is_preface(&self, open: &Open) -> bool {
        let clause = self.clauses.get(open.id);
        open.form == Shape::Heading
            && clause.is_some_and(|clause| is_preface(clause.title.of(self.source)))
    }

    /// Whether an open clause is the heading of a supplement.
    fn is_supplement(&self, open: &Open) -> bool {
        let clause = self.clauses.get(open.id);
        open.form == Shape::Heading
            && clause.is_some_and(|clause| is_supplement(clause.title.of(self.source)))
    }

    fn marked(&mut self, marker: Marker, text: Span, level: Option<u8>) {
        if marker.form == Form::WideDigit
            && let Some(article) = self.article()
        {
            self.open.truncate(article + 1);
            return self.count_paragraph(text, marker.label);
        }
        let shape = Shape::Marked(marker.form);
        let is_group =
            shape.rank().is_none() && (level.is_some() || self.heads_articles(&marker, text));
        match shape.rank() {
            Some(rank) => {
                if marker.form == Form::Annex {
                    self.close_while(|open| {
                        open.form != Shape::Heading || open.level >= level.or(Some(0))
                    });
                } else {
                    let closing = self.open.iter().position(|open| match open.form.rank() {
                        Some(other) => other >= rank,
                        None if open.form == Shape::Heading => {
                            let is_article = marker.form == Form::Article;
                            open.level.is_none() && !(is_article && self.is_supplement(open))
                                || (level.is_some() && open.level >= level)
                                || self.is_preface(open)
                        }
                        None => !(open.is_group && marker.form == Form::Article),
                    });
                    self.open.truncate(closing.unwrap_or(usize::MAX));
                }
            }
            None => {
                if is_group && let Some(article) = self.article() {
                    self.open.truncate(article);
                }
                // The sections of a standard come behind its foreword.
                if marker.form == Form::WideDigit && marker.number == 1 && !self.in_supplement() {
                    let is_preface = |open: &Open| self.is_preface(open);
                    let first = self.open.iter().position(is_preface);
                    self.open.truncate(first.unwrap_or(usize::MAX));
                }
                self.place_item(&marker, level);
            }
        }
        if self.open.len() >= DEEPEST {
            self.open.truncate(DEEPEST - 1);
        }
        let (kind, step_kind) = self.kind(marker.form);
        let parent = self.parent();
        let base = match (marker.form, self.open.last().map(|open| open.form)) {
            (Form::Article, _) => self.root(marker.form, marker.number),
            // Divisions number through the statute, under whatever headings without a number they stand.
            (form, None | Some(Shape::Heading)) if shape.rank().is_some() => {
                self.root(form, marker.number)
            }
            _ => parent,
        };
        let number = if marker.number == u32::MAX {
            self.next_number(shape)
        } else {
            marker.number
        };
        let occurrence = self
            .occurrences
            .entry((base, step_kind, number, marker.insertion))
            .or_insert(0);
        *occurrence += 1;
        let step = Step {
            kind: step_kind,
            number,
            insertion: marker.insertion,
            occurrence: *occurrence,
        };
        let behind = Span::new(marker.label.end, text.end);
        let is_article = marker.form == Form::Article;
        let caption = self.caption().filter(|_| is_article);
        let title = match self.titled(behind).filter(|_| is_article).or(caption) {
            Some(title) => title,
            None => self.lead(
                behind,
                level.is_some() || shape.rank().is_some_and(|rank| rank < 5),
            ),
        };
        let start = caption.map_or(marker.label.start, |caption| caption.start);
        self.push(kind, (marker.label, title), start, (step, base));
        self.opened(shape, number, level);
        let may_be_bare = shape.rank().is_some() || matches!(marker.form, Form::Decimal(_));
        if may_be_bare && title.is_empty() {
            self.unnamed = Some(self.clauses.len() - 1);
        }
        if shape.rank().is_none() && self.article().is_none() {
            self.latest.insert(marker.form, number);
        }
        let indent = self.indent(&marker);
        if let Some(open) = self.open.last_mut() {
            (open.is_group, open.indent) = (is_group, indent);
        }
    }

    /// Columns in front of a marker of Markdown's lists (1. and 1)) that opens a line.
    fn indent(&self, marker: &Marker) -> Option<usize> {
        const FARTHEST: usize = 200;
        if !matches!(marker.form, Form::ArabicDot | Form::ArabicHalfParen) {
            return None;
        }
        let from = marker.label.start.saturating_sub(FARTHEST);
        let before = self.source.as_bytes().get(from..marker.label.start)?;
        let blank = before.iter().rev().take_while(|b| **b == b' ').count();
        let line = before.get(..before.len() - blank)?;
        (line.is_empty() || line.ends_with(b"\n")).then_some(blank)
    }

    /// Whether an item heads articles, as in judicial interpretations: a line without a stop (一、一般规定) below which an article begins.
    fn heads_articles(&self, marker: &Marker, text: Span) -> bool {
        const LONGEST: usize = 40;
        let is_line = |words: &str| {
            words.chars().take(LONGEST + 1).count() <= LONGEST
                && !words.contains(['。', '；', '：', '，', ';', ':', '\n'])
        };
        if !is_line(text.of(self.source)) {
            return false;
        }
        // Not an item of an article, though it may be its last.
        if let Some(article) = self.article() {
            let inside = self.open.get(article..).unwrap_or_default();
            let goes_on = inside
                .iter()
                .any(|open| open.form == Shape::Marked(marker.form));
            let before = Span::new(0, marker.label.start).of(self.source).trim_end();
            if goes_on || before.ends_with(['：', ':']) {
                return false;
            }
        }
        let is_gap = |block: &&Block| block.kind == BlockKind::Gap;
        let mut ahead = self.ahead.iter().filter(|block| !is_gap(block)).take(3);
        ahead
            .find_map(|block| {
                let words = block.text.of(self.source);
                let is_read =
                    matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. });
                match leading(words, 0).filter(|_| is_read).map(|next| next.form) {
                    Some(Form::Article) => Some(true),
                    // Groups in a group.
                    Some(form) if Shape::Marked(form).rank().is_none() && is_line(words) => None,
                    _ => Some(false),
                }
            })
            .unwrap_or(false)
    }

    /// The title of an article in parentheses on the line above it, as Japanese statutes have it.
    fn caption(&self) -> Option<Span> {
        const LONGEST: usize = 120;
        let (above, before) = self.before.split_last()?;
        let words = above.text.of(self.source);
        let inner = words.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
        let is_title = words.len() <= LONGEST
            && !inner.contains(['。', '（', '）', '(', ')'])
            && !inner.contains(char::is_numeric)
            && !is_one_of(inner, &["刪除", "删除", "削除", "略", "삭제"]);
        // What stands below a bare 第 3 條 is its text.
        let is_text = before.last().is_some_and(|block| {
            let words = block.text.of(self.source);
            leading(words, 0).is_some_and(|marker| marker.label.len() == words.len())
        });
        (is_title && !is_text).then_some(above.text)
    }

    fn next_number(&self, shape: Shape) -> u32 {
        // 最后 is whatever comes behind the last.
        let last = self.last_closed(shape);
        last + 1
    }

    fn last_closed(&self, shape: Shape) -> u32 {
        let parent = self.parent();
        let kind = if shape == Shape::Marked(Form::Sequence) {
            StepKind::Item
        } else {
            StepKind::Heading
        };
        let siblings = self
            .clauses
            .iter()
            .rev()
            .take(64)
            .filter(|clause| clause.parent == parent && clause.step.kind == kind);
        siblings
            .map(|clause| clause.step.number)
            .next()
            .unwrap_or(0)
    }

    /// Closes what a numbered item comes after, so that it is put where its series stands.
    fn place_item(&mut self, marker: &Marker, level: Option<u8>) {
        if let Some(level) = level {
            // A numbered heading goes by its level, like any heading.
            return self.close_while(|open| open.level.is_none_or(|other| other >= level));
        }
        let shape = Shape::Marked(marker.form);
        let same = |open: &Open| open.form == shape;
        let follows = |open: &Open| {
            same(open)
                && (marker.number == open.number.saturating_add(1) || marker.number == u32::MAX)
        };
        let indent = self.indent(marker);
        let is_deeper = |inner: Option<usize>, outer: Option<usize>| matches!((inner, outer), (Some(inner), Some(outer)) if inner >= outer + 2);
        // A list in a list may have the same form.
        let begins_inside = |open: &Open| marker.number == 1 && is_deeper(indent, open.indent);
        let is_nested = self
            .open
            .iter()
            .any(|open| same(open) && begins_inside(open));
        // The series that it goes on with, the innermost first; else one of its form that it repeats, skips in, or starts again.
        let found = self
            .open
            .iter()
            .rposition(|open| follows(open) && !is_deeper(open.indent, indent))
            .or_else(|| self.open.iter().rposition(follows))
            .or_else(|| {
                self.open
                    .iter()
                    .rposition(|open| same(open) && !begins_inside(open))
            });
        if let Some(at) = found {
            let open = self.open.get(at).copied();
            if let Some(open) = open.filter(|open| {
                marker.number > open.number.saturating_add(1) && marker.number != u32::MAX
            }) {
                self.issue("numbering-gap", marker, open.number);
            } else if let Some(open) = open.filter(|open| marker.number == open.number) {
                self.issue("numbering-repeat", marker, open.number);
            }
            self.open.truncate(at);
            return;
        }
        // A new series: under what its form came up before, if that is open, else under the innermost clause.
        let in_article = self
            .open
            .iter()
            .any(|open| open.form == Shape::Marked(Form::Article));
        if is_nested {
            return;
        }
        if let Some(home) = self.homes.get(&(marker.form, in_article)).copied() {
            let at = match home {
                Some(home) => self.open.iter().rposition(|open| open.form == home),
                None => self.open.iter().rposition(|open| open.form.is_container()),
            };
            match (home, at) {
                (_, Some(at)) => self.open.truncate(at + 1),
                (None, None) => self.open.clear(),
                (Some(_), None) => {}
            }
        }
        // Official letters count （三） on from the （二） under the heading before.
        let counts_on =
            !in_article && self.latest.get(&marker.form).copied() == marker.number.checked_sub(1);
        if marker.number > 1 && marker.number != u32::MAX && !counts_on {
            self.issue("numbering-start", marker, 0);
        }
        let home = self
            .open
            .last()
            .map(|open| open.form)
            .filter(|form| !form.is_container());
        self.homes.insert((marker.form, in_article), home);
    }

    fn issue(&mut self, code: &'static str, marker: &Marker, last: u32) {
        self.issues.push(Issue {
            code,
            span: marker.label,
            details: vec![marker.label.of(self.source).to_owned(), last.to_string()],
        });
    }

    /// The clause that the address of an article, or of a division at the top, starts at: the document, or the heading of a
    /// further statute in the same file, under which the numbering starts again.
    fn root(&mut self, form: Form, number: u32) -> Option<ClauseId> {
        let is_home =
            |open: &&Open| matches!(open.form, Shape::Heading | Shape::Marked(Form::Annex));
        match self.roots.get(&form).copied() {
            None => {
                self.roots.insert(form, None);
                None
            }
            Some(_) if number == 1 => {
                let root = self
                    .open
                    .iter()
                    .rfind(is_home)
                    .map(|open| ClauseId(open.id as u32));
                self.roots.insert(form, root);
                root
            }
            // A numbering that went on outside the heading it had started under goes on there.
            Some(root) => root.filter(|root| self.open.iter().any(|open| open.id == root.index())),
        }
    }

    /// Opens the first 款 of an article; it is left out in the end where the article has only one. Where a numbered item stands
    /// right behind the label, or behind a title in parentheses (제2조(정의) ①), that is opened instead and returned.
    fn article_text(&mut self, marker: Marker, text: Span) -> Option<Marker> {
        let rest = Span::new(marker.label.end, text.end);
        let words = rest.of(self.source);
        let titled = self
            .titled(rest)
            .map(|title| Span::new(title.end, text.end).of(self.source));
        for behind in [Some(words), titled].into_iter().flatten() {
            let behind = behind.trim_start();
            let item = leading(behind, text.end - behind.len());
            if let Some(item) =
                item.filter(|item| item.number == 1 && Shape::Marked(item.form).rank().is_none())
            {
                self.marked(item, Span::new(item.label.start, text.end), None);
                return Some(item);
            }
        }
        // The line of Điều 1. Phạm vi điều chỉnh is its title; the text stands below it.
        let is_title = marker.label.of(self.source).ends_with('.')
            && !words.ends_with(['.', ';', ':', '?', '!', '。', '；', '：']);
        let blank = words.len() - words.trim_start().len();
        if blank < words.len() && !is_title {
            let start = rest.start + blank;
            self.count_paragraph(Span::new(start, text.end), Span::new(start, start));
        }
        None
    }

    /// A paragraph without a marker: in an article it is a 款, elsewhere it belongs to the clause above.
    fn unmarked(&mut self, text: Span) {
        if let Some(unnamed) = self.unnamed {
            self.name(unnamed, text);
        }
        if let Some(at) = self
            .open
            .iter()
            .rposition(|open| open.form == Shape::Marked(Form::Article))
        {
            if self.series_goes_on(at) {
                // What stands between two items of one series is more text of the first.
                return;
            }
            self.open.truncate(at + 1);
            self.count_paragraph(text, Span::new(text.start, text.start));
        }
    }

    /// Gives a division without words of its own (附件1) the line below it as its title.
    fn name(&mut self, unnamed: usize, text: Span) {
        const LONGEST: usize = 60;
        let words = text.of(self.source);
        let is_name = words.chars().take(LONGEST + 1).count() <= LONGEST
            && !words.contains(['。', '；', '，', '：', '\n'])
            && !words.ends_with(['.', ';', ':', ',']);
        let clause = self.clauses.get_mut(unnamed).filter(|_| is_name);
        // An article is called by its first words, whatever their length.
        if let Some(clause) = clause.filter(|clause| clause.kind != ClauseKind::Article) {
            clause.title = text;
        }
    }

    /// Whether a series of items that is open in the article at `article` comes to its next number before anything else begins.
    fn series_goes_on(&self, article: usize) -> bool {
        const FARTHEST: usize = 12;
        let items = self.open.get(article + 1..).unwrap_or_default();
        if items.iter().all(|open| open.form == Shape::Paragraph) {
            return false;
        }
        for block in self.ahead.iter().take(FARTHEST) {
            match block.kind {
                BlockKind::Gap | BlockKind::Table(_) | BlockKind::Note => {}
                BlockKind::Paragraph => {
                    let Some(marker) = leading(block.text.of(self.source), block.text.start) else {
                        continue;
                    };
                    let goes_on = |open: &Open| {
                        open.form == Shape::Marked(marker.form)
                            && marker.number == open.number.saturating_add(1)
                    };
                    return items.iter().any(goes_on);
                }
                _ => return false,
            }
        }
        false
    }

    /// Opens the next paragraph (款) of an article: most have no label.
    fn count_paragraph(&mut self, text: Span, label: Span) {
        let parent = self.parent();
        let count = self
            .occurrences
            .entry((parent, StepKind::Paragraph, 0, 0))
            .or_insert(0);
        *count += 1;
        let step = Step {
            kind: StepKind::Paragraph,
            number: *count,
            insertion: 0,
            occurrence: 1,
        };
        let title = self.lead(Span::new(label.end, text.end), false);
        // An article whose words begin below its number is called by them.
        let article = parent.and_then(|id| self.clauses.get_mut(id.index()));
        if let Some(article) = article.filter(|article| article.title.is_empty()) {
            article.title = title;
        }
        self.push(
            ClauseKind::Paragraph,
            (label, title),
            text.start,
            (step, parent),
        );
        self.opened(Shape::Paragraph, step.number, None);
    }

    fn kind(&self, form: Form) -> (ClauseKind, StepKind) {
        match form {
            Form::Part => (ClauseKind::Part, StepKind::Part),
            Form::Subpart => (ClauseKind::Subpart, StepKind::Subpart),
            Form::Chapter => (ClauseKind::Chapter, StepKind::Chapter),
            Form::Section => (ClauseKind::Section, StepKind::Section),
            Form::Article => (ClauseKind::Article, StepKind::Article),
            Form::Annex => (ClauseKind::Annex, StepKind::Annex),
            _ => {
                // Directly in a 款 stands a 项; what is below it is a 目.
                let in_paragraph = self.open.last().is_some_and(|open| {
                    matches!(open.form, Shape::Paragraph | Shape::Marked(Form::Article))
                });
                (
                    if in_paragraph {
                        ClauseKind::Subparagraph
                    } else {
                        ClauseKind::Item
                    },
                    StepKind::Item,
                )
            }
        }
    }

    fn close_while(&mut self, closes: impl Fn(&Open) -> bool) {
        while self.open.last().is_some_and(&closes) {
            self.open.pop();
        }
    }

    fn parent(&self) -> Option<ClauseId> {
        self.open.last().map(|open| ClauseId(open.id as u32))
    }

    fn push(
        &mut self,
        kind: ClauseKind,
        (label, title): (Span, Span),
        start: usize,
        (step, base): (Step, Option<ClauseId>),
    ) {
        self.numbered += usize::from(kind != ClauseKind::Paragraph);
        self.clauses.push(Clause {
            kind,
            parent: self.parent(),
            depth: self.open.len() as u16 + 1,
            label,
            title,
            span: Span::new(start, self.end.max(start)),
            step,
            base,
        });
    }

    fn opened(&mut self, form: Shape, number: u32, level: Option<u8>) {
        let id = self.clauses.len() - 1;
        self.open.push(Open {
            id,
            form,
            number,
            level,
            within: None,
            is_group: false,
            indent: None,
        });
    }

    /// The title of an article that stands in parentheses behind its label, with them; not the number of an item.
    fn titled(&self, text: Span) -> Option<Span> {
        let words = text.of(self.source);
        let inner = words.strip_prefix(['(', '（'])?;
        let (_, rest) = inner.split_once([')', '）'])?;
        let title = Span::new(text.start, text.end - rest.len());
        let is_item = leading(words, text.start).is_some();
        (!is_item).then_some(title)
    }

    /// The lead: up to the first stop; all of a heading.
    fn lead(&self, text: Span, whole: bool) -> Span {
        let words = text.of(self.source);
        let start = text.start + words.len() - words.trim_start().len();
        let words = Span::new(start, text.end).of(self.source);
        let end = if whole {
            words.find('\n')
        } else {
            let stop = words.find(['，', '。', '；', '：', '！', '？', '\n']);
            // A Latin or Korean sentence ends with a stop and a space.
            let is_stop = |at: &usize| {
                let before = words.get(..*at).unwrap_or("");
                !before.ends_with(|c: char| c.is_ascii_digit())
            };
            let mut stops = words.match_indices(". ").map(|(at, _)| at);
            let latin = stops.find(is_stop).map(|at| at + 1);
            stop.into_iter().chain(latin).min()
        };
        let words = words
            .get(..end.unwrap_or(words.len()))
            .unwrap_or("")
            .trim_end();
        Span::new(start, start + words.len())
    }

    fn finish(self) -> ClauseTree {
        let single: Vec<bool> = self
            .clauses
            .iter()
            .map(|clause| {
                let count = self
                    .occurrences
                    .get(&(clause.parent, StepKind::Paragraph, 0, 0));
                clause.kind == ClauseKind::Paragraph && count == Some(&1)
            })
            .collect();
        // Where each clause goes once the single 款 are left out; they hand what is below them to their article.
        let mut moved: Vec<Option<ClauseId>> = Vec::with_capacity(self.clauses.len());
        let mut kept: Vec<Clause> = Vec::with_capacity(self.clauses.len());
        for (clause, is_single) in self.clauses.into_iter().zip(&single) {
            let to =
                |id: Option<ClauseId>| id.and_then(|id| moved.get(id.index()).copied().flatten());
            let (parent, base) = (to(clause.parent), to(clause.base));
            if *is_single {
                moved.push(parent);
                continue;
            }
            moved.push(Some(ClauseId(kept.len() as u32)));
            let depth = parent
                .and_then(|id| kept.get(id.index()))
                .map_or(1, |above: &Clause| above.depth + 1);
            kept.push(Clause {
                parent,
                depth,
                base,
                ..clause
            });
        }
        close_spans(&mut kept, self.end);
        ClauseTree::new(kept, self.issues)
    }
}

/// Ends each clause where the next one that is not below it starts.
pub(super) fn close_spans(clauses: &mut [Clause], end: usize) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..clauses.len() {
        let (depth, start) = (clauses[index].depth, clauses[index].span.start);
        while let Some(&last) = open.last() {
            if clauses[last].depth < depth {
                break;
            }
            clauses[last].span.end = start;
            open.pop();
        }
        open.push(index);
    }
    for index in open {
        clauses[index].span.end = end.max(clauses[index].span.start);
    }
}

/// Quotation marks, sought all at once.
struct Quotes {
    opening: [Finder<'static>; 3],
    closing: [Finder<'static>; 3],
}

impl Quotes {
    fn new() -> Self {
        Self {
            opening: ["“", "「", "『"].map(Finder::new),
            closing: ["”", "」", "』"].map(Finder::new),
        }
    }

    /// How many more quotations a text opens than it closes.
    fn balance(&self, words: &str) -> i32 {
        let count = |finders: &[Finder<'_>]| {
            finders
                .iter()
                .map(|finder| finder.find_iter(words.as_bytes()).count() as i32)
                .sum::<i32>()
        };
        count(&self.opening) - count(&self.closing)
    }
}

/// Whether a heading says that what is below it stands before the numbered divisions, and holds none of them.
fn is_preface(words: &str) -> bool {
    is_one_of(words, &["序", "序言", "前言", "引言", "导言", "弁言"])
}

/// Whether a line heads the articles behind the last division; 附　則 and 부칙 may name the law that they came with.
pub(super) fn is_supplement(words: &str) -> bool {
    const LONGEST: usize = 300;
    if words.len() > LONGEST {
        return false;
    }
    if let Some(korean) = words.strip_prefix("부칙") {
        return korean.is_empty() || korean.trim_start().starts_with(['<', '〈']);
    }
    let letters: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = letters
        .strip_prefix("附则")
        .or_else(|| letters.strip_prefix("附則"));
    rest.is_some_and(|rest| {
        // 抄: only a part of it is printed.
        let law = rest.trim_end_matches('抄');
        law.is_empty() || law.starts_with(['（', '(']) && law.ends_with(['）', ')'])
    })
}

fn is_one_of(words: &str, names: &[&str]) -> bool {
    if words.len() > 24 {
        return false;
    }
    let letters: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    names.contains(&letters.as_str())
}

#[cfg(test)]
mod tests;
