//! Nesting by context: a stack of open clauses decides where each marker form stands in this
//! document.

mod article;
pub(super) mod division;
mod enclosure;
mod item;
mod quotes;
mod section;

use foldhash::HashMap;

use super::marker::{Form, Marker, inline, leading, leading_by, read_by};
use super::supplement::is_supplement;
use super::{Clause, ClauseId, ClauseKind, ClauseTree, Step, StepKind, contents, trailing};
use crate::document::{Block, BlockKind, Document, Issue};
use crate::text::Span;
use crate::text::numbering::Insertion;
use division::is_preface;
use quotes::Quotes;

/// Builds the clause tree of a document. Never fails; oddities become the tree's issues.
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

/// Greatest number of clauses, not counting unnumbered paragraphs. Further text stays in the last
/// one.
const MOST: usize = 100_000;

/// Greatest nesting depth; deeper clauses become siblings.
const DEEPEST: usize = 64;

/// An open clause: one step of the path under which new clauses are placed.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: usize,
    form: Shape,
    number: u32,
    /// Level of the heading that it is marked as in the source (`#` is 1); `None` in plain text.
    level: Option<u8>,
    /// The paragraph that it starts inside of.
    within: Option<Span>,
    /// Whether it contains articles without being a division: 一、一般规定 in a judicial
    /// interpretation, the title of a further statute.
    is_group: bool,
    /// Indentation in columns, if its marker opens a line of a Markdown list.
    indent: Option<usize>,
}

/// A list of enclosures: the form of its numbers, and the last number.
type Enclosures = (Form, u32);

/// What an open clause is, for placing the clauses after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shape {
    Heading,
    Marked(Form),
    /// 款
    Paragraph,
}

impl Shape {
    /// Rank among the divisions of a statute; `None` for headings and items, which are placed by
    /// context.
    fn rank(self) -> Option<u8> {
        match self {
            Self::Marked(form) if form.is_attached() => Some(0),
            Self::Marked(Form::Part) => Some(1),
            Self::Marked(Form::Subpart) => Some(2),
            Self::Marked(Form::Chapter) => Some(3),
            Self::Marked(Form::Section) => Some(4),
            Self::Marked(Form::Article) => Some(5),
            _ => None,
        }
    }

    /// Whether it contains whole texts. A form of item first found under one container may stand
    /// directly under any other.
    fn is_container(self) -> bool {
        self == Self::Heading || self.rank().is_some_and(|rank| rank < 5)
    }
}

struct Nesting<'d> {
    document: &'d Document,
    source: &'d str,
    /// Where the last clauses end, in bytes.
    end: usize,
    clauses: Vec<Clause>,
    /// Number of clauses, not counting unnumbered paragraphs.
    numbered: usize,
    issues: Vec<Issue>,
    open: Vec<Open>,
    /// For each form of item, in articles (`true`) and outside of them, the shape under which it
    /// last started a series; `None` for a container.
    homes: HashMap<(Form, bool), Option<Shape>>,
    /// Number of clauses with the same base, kind, number and insertion.
    occurrences: HashMap<(Option<ClauseId>, StepKind, u32, Insertion), u32>,
    /// Number of headings without a number under each parent.
    headings: HashMap<Option<ClauseId>, u32>,
    /// For each form with numbering through the document, the clause at which its current numbering
    /// starts.
    roots: HashMap<Form, Option<ClauseId>>,
    quotes: Quotes,
    /// The blocks before and after the current one.
    before: &'d [Block],
    ahead: &'d [Block],
    /// The number of the last item of each form outside of articles.
    latest: HashMap<Form, u32>,
    /// The list of enclosures that the current block may continue.
    enclosures: Option<Enclosures>,
    /// The last division, article or section without a title, which the next line may give.
    unnamed: Option<usize>,
    /// Depth of the quotation that is open across blocks.
    quoting: Option<usize>,
}

impl<'d> Nesting<'d> {
    fn new(document: &'d Document) -> Self {
        let read = |block: &&Block| block.kind.is_read() && block.kind != BlockKind::Description;
        Self {
            document,
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

    /// Whether the limit of clauses is reached; adds an issue if so.
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
            // A note such as （刪除） may be all that is left of an article.
            BlockKind::Note => {
                let unnamed = self.unnamed.and_then(|at| self.clauses.get_mut(at));
                if let Some(article) = unnamed.filter(|clause| clause.kind == ClauseKind::Article) {
                    article.title = block.text;
                    self.unnamed = None;
                }
                return;
            }
            _ => return,
        }
        // Only the next block may give the title.
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
                // A heading closes everything except the headings of higher levels.
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
            insertion: Insertion::NONE,
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
        let is_statute = self.heads_statute(words);
        if is_statute || is_preface(words) || is_supplement(words) {
            // These start a part of their own in plain text too, and end the parts before them.
            self.close_while(|open| open.level.is_none());
            self.unnumbered(text, None);
            if let Some(open) = self.open.last_mut() {
                open.is_group = is_statute;
            }
            return;
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
        // Divisions and articles contain inline series but are not part of one.
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

    /// Closes a list inside a paragraph at the end of that paragraph: a series that starts in the
    /// next one stands beside the paragraph, unless it continues the list or the paragraph ends
    /// with a colon.
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

    /// Whether a paragraph is part of a quotation: the structure of a quoted law is not that of
    /// this document.
    fn is_quoted(&mut self, words: &str, marker: Option<&Marker>) -> bool {
        let balance = self.quotes.balance(words);
        let starts = words.starts_with(['“', '「', '『']);
        let left = |depth: usize| depth as i32 + balance - i32::from(starts && depth > 0);
        match self.quoting {
            // The quotation is never closed, and the numbering continues where it stopped.
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

    /// Whether the blocks ahead close quotations of this depth.
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
        self.open
            .iter()
            .any(|open| open.form == Shape::Marked(marker.form) && marker.follows(open.number))
    }

    /// Whether a marker at the start of a plain paragraph opens a clause, judging by the paragraph.
    fn is_clause(&self, marker: &Marker, words: &str) -> bool {
        match marker.form {
            // 2A. is a number only after 2, (aa) only after (a).
            Form::ArabicDot | Form::ArabicParen | Form::LatinParen | Form::HanComma
                if !marker.insertion.is_none() =>
            {
                self.continues(marker)
            }
            // Divisions stand on lines of their own.
            Form::Part
            | Form::Subpart
            | Form::Chapter
            | Form::Section
            | Form::Annex
            | Form::Schedule
            | Form::Figure => {
                let words = words.strip_suffix('。').unwrap_or(words);
                words.chars().count() <= 60
                    && !words.contains(['。', '；'])
                    && !words.ends_with(['，', '、'])
            }
            // Except for the first, 一是 opens a paragraph only if it continues a series; (x) may
            // be an axis.
            Form::Namely
            | Form::LatinHalfParen
            | Form::LatinParen
            | Form::RomanParen
            | Form::RomanDot
            | Form::StemParen
            | Form::GojuonParen
            | Form::HangulParen => marker.number == 1 || self.continues(marker),
            Form::Sequence => {
                marker.number == 1
                    || self
                        .open
                        .iter()
                        .any(|open| open.form == Shape::Marked(Form::Sequence))
            }
            // Japanese numbered paragraphs and items stand in articles or in the supplement.
            Form::WideDigit => {
                self.counts_on(marker) || self.in_supplement() || self.heads_section(marker, words)
            }
            Form::Decimal(_) => self.is_section(marker),
            Form::WideHan | Form::Katakana | Form::Gojuon => {
                self.article().is_some() || self.in_supplement()
            }
            _ => true,
        }
    }

    /// The marker at the start of a block; it may have any number if it continues a series.
    fn marker(&self, words: &str, offset: usize) -> Option<Marker> {
        let otherwise = |marker: &Marker| {
            let other = marker.otherwise(self.source);
            other.filter(|other| self.continues(other))
        };
        leading_by(self.document.numbering, words, offset)
            .map(|marker| otherwise(&marker).unwrap_or(marker))
            .map(|marker| self.section_of_article(marker))
            .filter(|marker| match marker.form {
                Form::LatinDot => self.is_lettered(marker),
                Form::Article => self.is_article(marker),
                _ => true,
            })
            .or_else(|| {
                read_by(self.document.numbering, words, offset)
                    .filter(|marker| self.continues(marker))
            })
    }

    fn marked(&mut self, marker: Marker, text: Span, level: Option<u8>) {
        if self.numbers_paragraph(&marker)
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
                if marker.form.is_attached() {
                    let holds = |open: &Open| {
                        open.form == Shape::Heading
                            && open.level < level.or(Some(0))
                            && !self.is_supplement(open)
                            && !self.is_preface(open)
                    };
                    let last = self.open.iter().rposition(holds);
                    self.open.truncate(last.map_or(0, |at| at + 1));
                } else {
                    let closing = self.open.iter().position(|open| match open.form.rank() {
                        Some(other) => other >= rank,
                        None if open.form == Shape::Heading => {
                            let is_article = marker.form == Form::Article;
                            let may_hold = is_article && self.is_supplement(open) || open.is_group;
                            open.level.is_none() && !may_hold
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
                // The sections of a standard follow its foreword.
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
            // Divisions are numbered through the statute, whatever unnumbered headings contain
            // them.
            (form, None | Some(Shape::Heading)) if shape.rank().is_some() => {
                self.root(form, marker.number)
            }
            _ => parent,
        };
        let number = match marker.number {
            u32::MAX => self.next_number(shape),
            // An annex without a number is the only one.
            0 if marker.form.is_attached() => 1,
            number => number,
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

    fn issue(&mut self, code: &'static str, marker: &Marker, last: u32) {
        self.issues.push(Issue {
            code,
            span: marker.label,
            details: vec![marker.label.of(self.source).to_owned(), last.to_string()],
        });
    }

    /// The clause at which the address of an article or a top-level division starts: `None` for the
    /// document, or the heading or annex of a further statute in the same file, where numbering
    /// restarts.
    fn root(&mut self, form: Form, number: u32) -> Option<ClauseId> {
        let is_home = |open: &&Open| open.form == Shape::Heading || open.form.rank() == Some(0);
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
            // Numbering that continues outside the heading where it started belongs to the
            // document.
            Some(root) => root.filter(|root| self.open.iter().any(|open| open.id == root.index())),
        }
    }

    fn kind(&self, form: Form) -> (ClauseKind, StepKind) {
        match form {
            Form::Part => (ClauseKind::Part, StepKind::Part),
            Form::Subpart => (ClauseKind::Subpart, StepKind::Subpart),
            Form::Chapter => (ClauseKind::Chapter, StepKind::Chapter),
            Form::Section => (ClauseKind::Section, StepKind::Section),
            Form::Article => (ClauseKind::Article, StepKind::Article),
            Form::Annex => (ClauseKind::Annex, StepKind::Annex),
            Form::Schedule => (ClauseKind::Schedule, StepKind::Schedule),
            Form::Figure => (ClauseKind::Figure, StepKind::Figure),
            _ => {
                // Directly below a 款 is a 项; anything deeper is a 目.
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

    /// The parenthesized title after an article's label, parentheses included; not an item number.
    fn titled(&self, text: Span) -> Option<Span> {
        let words = text.of(self.source);
        let inner = words.strip_prefix(['(', '（'])?;
        let (_, rest) = inner.split_once([')', '）'])?;
        let title = Span::new(text.start, text.end - rest.len());
        let is_item = leading(words, text.start).is_some();
        (!is_item).then_some(title)
    }

    /// The lead: up to the first stop, or the whole line for a heading.
    fn lead(&self, text: Span, whole: bool) -> Span {
        let words = text.of(self.source);
        let start = text.start + words.len() - words.trim_start().len();
        let words = Span::new(start, text.end).of(self.source);
        let end = if whole {
            words.find('\n')
        } else {
            let stop = words.find(['，', '。', '；', '：', '！', '？', '\n']);
            // A Latin or Korean sentence ends with a full stop and a space.
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
                let count =
                    self.occurrences
                        .get(&(clause.parent, StepKind::Paragraph, 0, Insertion::NONE));
                clause.kind == ClauseKind::Paragraph && clause.label.is_empty() && count == Some(&1)
            })
            .collect();
        // The new id of each clause after removing single 款, whose children move to the article.
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

/// Ends each clause at the next one that is not below it, the last ones at `end`.
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

#[cfg(test)]
mod tests;
