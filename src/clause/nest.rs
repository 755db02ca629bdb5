//! Nesting by context: a stack of open clauses, each marker form standing where the document puts it.

mod article;
pub(super) mod division;
mod enclosure;
mod item;
mod quotes;
mod section;

use foldhash::HashMap;

use super::marker::{Form, Marker, inline, leading, read};
use super::{Clause, ClauseId, ClauseKind, ClauseTree, Step, StepKind, contents, trailing};
use crate::document::{Block, BlockKind, Document, Issue};
use crate::text::Span;
use division::{is_preface, is_supplement};
use quotes::Quotes;

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
    /// Whether it heads articles, though it is no division: 一、一般规定 in a judicial interpretation, the title of a further statute.
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
                let unnamed = self.unnamed.and_then(|at| self.clauses.get_mut(at));
                if let Some(article) = unnamed.filter(|clause| clause.kind == ClauseKind::Article) {
                    article.title = block.text;
                    self.unnamed = None;
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
        let is_statute = self.heads_statute(words);
        if is_statute || is_preface(words) || is_supplement(words) {
            // In plain text too these head a part of their own; it ends what stands before it.
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
        self.open
            .iter()
            .any(|open| open.form == Shape::Marked(marker.form) && marker.follows(open.number))
    }

    /// Whether a marker at the start of a plain paragraph opens a clause, for what the paragraph is.
    fn is_clause(&self, marker: &Marker, words: &str) -> bool {
        match marker.form {
            // 2A. is read as a number only behind 2, (aa) only behind (a).
            Form::ArabicDot | Form::ArabicParen | Form::LatinParen if marker.insertion > 0 => {
                self.continues(marker)
            }
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
            .map(|marker| self.section_of_article(marker))
            .filter(|marker| match marker.form {
                Form::LatinDot => self.is_lettered(marker),
                Form::Article => self.is_article(marker),
                _ => true,
            })
            .or_else(|| read(words, offset).filter(|marker| self.continues(marker)))
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

#[cfg(test)]
mod tests;
