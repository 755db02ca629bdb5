//! Nesting by context: a stack of open clauses decides where each marker form stands in this
//! document.

mod article;
pub(super) mod division;
mod enclosure;
mod item;
mod quotes;
mod section;

use foldhash::HashMap;
use foldhash::fast::RandomState;

use super::lex::{self, End, Kind, Token};
use super::marker::{self, Form, Marker, inline, is_plausible, leading};
use super::{Clause, ClauseId, ClauseKind, ClauseTree, Step, StepKind, contents, series, trailing};
use crate::document::{Block, BlockKind, Document, Issue};
use crate::text::numbering::Insertion;
use crate::text::{Span, hanzi};

/// Builds the clause tree of a document. Never fails; oddities become the tree's issues.
pub fn nest(document: &Document) -> ClauseTree {
    let mut tokens = lex::lex(document);
    contents::take(document, &mut tokens);
    let quoted = quotes::quoted(&tokens);
    series::weigh(&mut tokens, &quoted, document.plain());
    let trailing = trailing::find(document, &tokens);
    let mut nesting = Nesting::new(document, &tokens);
    for (at, token) in tokens.iter().enumerate() {
        if nesting.is_full(token) {
            break;
        }
        nesting.at = at;
        match trailing.get(&at) {
            Some(marker) => nesting.trailing(*marker, token.text),
            None if quoted.get(at).copied().unwrap_or(false) => {}
            None => nesting.block(token),
        }
    }
    nesting.finish()
}

/// A rule by its name: reads a paragraph if it applies.
type Rule = (&'static str, fn(&mut Nesting<'_>, &Token) -> bool);

/// What a paragraph may be: the first rule that applies reads it. The tests show for each a
/// document that it fixes, and one that it leaves alone.
const RULES: [Rule; 8] = [
    ("named division", |nesting, token| {
        nesting.reads_named_division(token)
    }),
    ("lost heading", |nesting, token| {
        nesting.reads_lost_heading(token)
    }),
    ("heading of turns", |nesting, token| {
        nesting.reads_heading_of_turns(token)
    }),
    ("turn", |nesting, token| nesting.reads_turn(token)),
    ("further statute", |nesting, token| {
        nesting.reads_statute(token)
    }),
    ("enclosure", |nesting, token| nesting.reads_enclosure(token)),
    ("clause", |nesting, token| nesting.reads_clause(token)),
    ("text", |nesting, token| nesting.reads_text(token)),
];

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
    tokens: &'d [Token],
    /// Index of the current token.
    at: usize,
    /// The number of the last item of each form outside of articles.
    latest: HashMap<Form, u32>,
    /// The list of enclosures that the current block may continue.
    enclosures: Option<Enclosures>,
    /// The last division, article or section without a title, which the next line may give.
    unnamed: Option<usize>,
    /// Title of the document.
    title: &'d str,
    /// The first of the articles that the text quotes, while their numbering goes on.
    quoting: Option<usize>,
    /// Articles that end before the next clause, and where.
    ends: Vec<(usize, usize)>,
    /// The last number of each division and article under the clause where its numbering starts.
    numbers: HashMap<(Form, Option<ClauseId>), u32>,
    /// The clause whose own block, the one before the current one, ended in a colon.
    announced: Option<usize>,
    /// Whether the articles of the document have titles in parentheses above.
    is_captioned: bool,
}

impl<'d> Nesting<'d> {
    fn new(document: &'d Document, tokens: &'d [Token]) -> Self {
        let apart = [BlockKind::Description, BlockKind::Footnote];
        let read = |block: &&Block| block.kind.is_read() && !apart.contains(&block.kind);
        Self {
            document,
            source: document.plain(),
            end: document
                .blocks
                .iter()
                .rfind(read)
                .map_or(0, |block| block.span.end),
            // Most tokens open a clause, and lists that grow are copied again and again.
            clauses: Vec::with_capacity(tokens.len().min(MOST)),
            numbered: 0,
            issues: Vec::new(),
            open: Vec::new(),
            homes: HashMap::default(),
            occurrences: HashMap::with_capacity_and_hasher(
                tokens.len().min(MOST),
                RandomState::default(),
            ),
            headings: HashMap::default(),
            roots: HashMap::default(),
            tokens,
            at: 0,
            latest: HashMap::default(),
            enclosures: None,
            unnamed: None,
            title: &document.header.title,
            quoting: None,
            ends: Vec::new(),
            numbers: HashMap::default(),
            announced: None,
            is_captioned: article::is_captioned(tokens, document.plain()),
        }
    }

    /// Whether the limit of clauses is reached; adds an issue if so.
    fn is_full(&mut self, token: &Token) -> bool {
        let is_full = self.numbered >= MOST;
        if is_full {
            self.issues.push(Issue {
                code: "too-many-clauses",
                span: token.text,
                details: vec![MOST.to_string()],
            });
        }
        is_full
    }

    /// The tokens after the current one.
    fn ahead(&self) -> &'d [Token] {
        self.tokens.get(self.at + 1..).unwrap_or_default()
    }

    /// The token before the current one, if it stands directly above it in the source.
    fn above(&self, at: usize) -> Option<&'d Token> {
        let own = self.tokens.get(at)?;
        let above = self.tokens.get(at.checked_sub(1)?)?;
        (above.block + 1 == own.block).then_some(above)
    }

    fn block(&mut self, token: &Token) {
        let unnamed = self.unnamed;
        match token.kind {
            Kind::Heading(level) => {
                self.enclosures = None;
                self.heading(token, level);
            }
            Kind::Paragraph => {
                // The last rule reads all.
                let _ = RULES.iter().any(|(_, reads)| reads(self, token));
            }
            // A note such as （刪除） may be all that is left of an article.
            Kind::Note => {
                let unnamed = self.unnamed.and_then(|at| self.clauses.get_mut(at));
                if let Some(article) = unnamed.filter(|clause| clause.kind == ClauseKind::Article) {
                    article.title = token.text;
                    self.unnamed = None;
                }
                return;
            }
            Kind::Title | Kind::Other => return,
        }
        let opened = self.clauses.len().checked_sub(1).filter(|last| {
            let own = self.clauses.get(*last);
            token.end == End::Colon && own.is_some_and(|own| own.span.start >= token.text.start)
        });
        self.announced = opened;
        // Only the next block may give the title.
        if self.unnamed == unnamed {
            self.unnamed = None;
        }
    }

    /// A heading whose number stands at its end.
    fn trailing(&mut self, marker: Marker, text: Span) {
        self.enclosures = None;
        self.marked(marker, text, None);
        self.unnamed = None;
    }

    fn heading(&mut self, token: &Token, level: u8) {
        let text = token.text;
        let words = text.of(self.source);
        if contents::is_title(words) {
            return;
        }
        match self.marker(token) {
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

    /// Reads a numbered line right above a turn as the heading of what is said below, where the
    /// others of its series stand so too: 一、关于税收 above 问：…
    fn reads_heading_of_turns(&mut self, token: &Token) -> bool {
        // Below all headings of a source.
        const LEVEL: u8 = 10;
        // In blocks.
        const FARTHEST: usize = 600;
        const LONGEST: u8 = 40;
        let heads = |at: usize, token: &Token| {
            let below = self.tokens.get(at + 1);
            token.chars <= LONGEST && below.is_some_and(|below| below.is_turn)
        };
        // The cheapest test first: few tokens stand above a turn.
        let Some(marker) = heads(self.at, token).then(|| self.marker(token)).flatten() else {
            return false;
        };
        let goes_on = |open: &Open| {
            open.form == Shape::Marked(marker.form)
                && open.level == Some(LEVEL)
                && marker.follows(open.number)
        };
        let second = |(_, token): &(usize, &Token)| token.is(marker.form, 2);
        let ahead = self.tokens.iter().enumerate().skip(self.at + 1);
        let mut ahead = ahead.take(FARTHEST);
        let is_one = self.open.iter().any(goes_on)
            || marker.number == 1
                && ahead
                    .find(second)
                    .is_some_and(|(at, token)| heads(at, token));
        if is_one {
            self.marked(marker, token.text, Some(LEVEL));
        }
        is_one
    }

    /// Reads the name of who speaks, with the first words, as the heading of what is said.
    fn reads_turn(&mut self, token: &Token) -> bool {
        if token.is_turn {
            self.close_while(|open| open.level.is_none());
            let name = self.lead(token.text, false);
            let said = self.lead(Span::new(name.end, token.text.end), false);
            self.unnumbered(Span::new(name.start, said.end), None);
            self.run_in(token.text, token.text.start, None);
        }
        token.is_turn
    }

    /// Reads a paragraph that opens with the number of a clause, or of several.
    fn reads_clause(&mut self, token: &Token) -> bool {
        let text = token.text;
        let marker = self.marker(token);
        let Some(marker) = marker.filter(|marker| self.is_clause(marker, text.of(self.source)))
        else {
            return false;
        };
        self.close_inline(&marker, text);
        if marker.form == Form::Article {
            self.articles(marker, text);
        } else {
            self.marked(marker, text, None);
            // Divisions contain inline series but are not part of one.
            let own = Some(marker).filter(|marker| Shape::Marked(marker.form).rank().is_none());
            self.run_in(text, marker.label.end, own);
        }
        true
    }

    /// Reads a paragraph that belongs to the clause above.
    fn reads_text(&mut self, token: &Token) -> bool {
        self.unmarked(token);
        self.run_in(token.text, token.text.start, None);
        true
    }

    /// Opens the article at the start of a paragraph, and those that were run into it.
    fn articles(&mut self, marker: Marker, text: Span) {
        let quotes = self.quotes_articles();
        let mut first = marker;
        let further =
            marker::run_in_articles(Span::new(marker.label.end, text.end), self.source, marker);
        for next in further.into_iter().map(Some).chain([None]) {
            let end = next.map_or(text.end, |next| next.label.start);
            let text = Span::new(first.label.start, end);
            self.marked(first, text, None);
            if quotes {
                self.quoting = self.clauses.len().checked_sub(1);
            }
            let own = self.article_text(first, text);
            self.run_in(text, own.unwrap_or(first).label.end, own);
            first = next.unwrap_or(first);
        }
    }

    /// Opens the clauses inside a paragraph, from byte `start`; `own` is the item that it opens
    /// with.
    fn run_in(&mut self, text: Span, start: usize, own: Option<Marker>) {
        let rest = Span::new(start, text.end);
        let next = self.ahead().first().and_then(|next| next.marker);
        let run = inline(rest.of(self.source), rest.start, own, next);
        let room = MOST.saturating_sub(self.numbered);
        if let Some(first) = run.first() {
            self.close_inline(first, text);
            // 1．甲 2．乙: what the first says ends where the second begins.
            let before = Span::new(start, first.label.start);
            let end = start + before.of(self.source).trim_end().len();
            let own = own.and_then(|_| self.clauses.last_mut());
            if let Some(own) = own.filter(|own| own.title.end > end) {
                own.title = Span::new(own.title.start.min(end), end);
            }
        }
        for (index, marker) in run.iter().enumerate().take(room) {
            let end = run.get(index + 1).map_or(text.end, |next| next.label.start);
            // 1．甲。理由：一、丙。 are two lists, the second with a sentence of its own.
            let above = index.checked_sub(1).and_then(|above| run.get(above));
            let between = above.map(|above| Span::new(above.label.end, marker.label.start));
            let leads_in = |between: Span| {
                let words = between.of(self.source).trim_end();
                words.ends_with(['：', ':']) && words.contains('。')
            };
            if marker.number == 1 && between.is_some_and(leads_in) {
                self.close_while(|open| open.within == Some(text));
            }
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
                    // A Korean sentence ends so: 별표 1 및 별표 2에 따른다.
                    && !words.ends_with("다.")
            }
            // Except for the first, 一是 opens a paragraph only if it continues a series; (x) may
            // be an axis.
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
            // Japanese numbered paragraphs and items stand in articles or in the supplement.
            Form::WideDigit => {
                self.counts_on(marker)
                    || self.in_supplement()
                    || self.heads_section(marker, words)
                    || self.numbers_text(marker)
            }
            Form::Decimal(_) => self.is_section(marker),
            // Japanese official papers use katakana as well, archives 一　: a series tells them
            // from words.
            Form::WideHan | Form::Katakana | Form::Gojuon => {
                self.article().is_some()
                    || self.in_supplement()
                    || self.continues(marker)
                    || marker.form == Form::Gojuon && marker.number == 1
                    || self.begins_series(marker)
            }
            _ => true,
        }
    }

    /// Whether a marker is the first of its form, and the next of that form is the second.
    fn begins_series(&self, marker: &Marker) -> bool {
        // In blocks.
        const FARTHEST: usize = 60;
        let ahead = self.ahead().iter().take(FARTHEST);
        let mut markers = ahead.filter_map(|token| token.marker);
        let next = markers.find(|next| next.form == marker.form);
        marker.number == 1 && next.is_some_and(|next| next.number == 2)
    }

    /// The marker at the start of a block; it may have any number if it continues a series.
    fn marker(&self, token: &Token) -> Option<Marker> {
        let marker = token.marker?;
        if token.is_weak || !is_plausible(&marker) {
            return Some(marker).filter(|marker| self.continues(marker));
        }
        let other = marker.otherwise(self.source);
        let other = other.filter(|other| self.continues(other));
        let marker = self.in_sequence(self.section_of_article(other.unwrap_or(marker)));
        let is_one = match marker.form {
            Form::LatinDot => self.is_lettered(&marker),
            Form::Article => self.is_article(&marker),
            Form::Section => !self.is_source(&marker, token),
            _ => true,
        };
        (is_one || self.continues(&marker)).then_some(marker)
    }

    /// 首先 其次 第三 第四 and 第一 其次 最后 are one series: the form is that of the series that a
    /// marker goes on with.
    fn in_sequence(&self, marker: Marker) -> Marker {
        let form = match marker.form {
            Form::Ordinal => Form::Sequence,
            Form::Sequence => Form::Ordinal,
            _ => return marker,
        };
        let other = Marker { form, ..marker };
        let is_open = |form| {
            self.open
                .iter()
                .any(|open| open.form == Shape::Marked(form))
        };
        // 最后 ends whichever is open.
        let is_last = marker.number == u32::MAX && is_open(form) && !is_open(marker.form);
        let goes_on = !self.continues(&marker) && marker.number > 1 && self.continues(&other);
        let is_other = is_last || goes_on;
        if is_other { other } else { marker }
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
            // A section counts in its chapter, also below a heading that lost its number.
            (Form::Section, Some(Shape::Heading)) if self.division().is_some() => self.division(),
            // Divisions are numbered through the statute, whatever unnumbered headings contain
            // them.
            (form, None | Some(Shape::Heading)) if shape.rank().is_some() => {
                self.root(form, marker.number)
            }
            _ => parent,
        };
        let number = match marker.number {
            u32::MAX => self.next_number(),
            // An annex without a number is the only one.
            0 if marker.form.is_attached() => 1,
            number => number,
        };
        if shape.rank().is_some_and(|rank| rank > 0) {
            self.count(&marker, base);
        }
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
        let caption = is_article.then(|| self.caption()).flatten();
        let titled = is_article.then(|| self.titled(behind)).flatten();
        let title = titled.or(caption).unwrap_or_else(|| {
            let whole = level.is_some() || shape.rank().is_some_and(|rank| rank < 5);
            self.lead(behind, whole)
        });
        let start = caption.map_or(marker.label.start, |caption| caption.start);
        self.push(kind, (marker.label, title), start, (step, base));
        let last = match marker.number {
            u32::MAX => number,
            _ => marker.last(self.source).max(number),
        };
        self.opened(shape, last, level);
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

    /// Notes the number of a division or an article, and what is odd about it.
    fn count(&mut self, marker: &Marker, base: Option<ClauseId>) {
        let number = marker.number;
        let end = marker.last(self.source);
        let last = self.numbers.insert((marker.form, base), end);
        // Chapters may be numbered through the parts.
        let through = self.latest.insert(marker.form, end);
        let Some(last) = last.or(through.filter(|_| number > 1)) else {
            // An excerpt may start with any article.
            if number > 1 && marker.form != Form::Article {
                self.issue("numbering-start", marker, 0);
            }
            return;
        };
        match number {
            _ if !marker.insertion.is_none() && number == last => {}
            _ if number == last => self.issue("numbering-repeat", marker, last),
            _ if number > last + 1 => self.issue("numbering-gap", marker, last),
            _ if number < last && number > 1 => self.issue("numbering-order", marker, last),
            _ => {}
        }
    }

    /// Tells that the numbering is odd at a marker, in a text that numbers all that it has.
    fn issue(&mut self, code: &'static str, marker: &Marker, last: u32) {
        // An amendment has the numbers of what it amends, a supplement that is printed in part
        // (附則　抄) has gaps.
        let is_excerpt = |open: &Open| {
            let clause = self.clauses.get(open.id);
            open.form == Shape::Heading
                && clause.is_some_and(|clause| clause.title.of(self.source).ends_with('抄'))
        };
        if self.title.contains("修正案") || self.open.iter().any(is_excerpt) {
            return;
        }
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

    /// The innermost division that is open.
    fn division(&self) -> Option<ClauseId> {
        let is_division =
            |open: &&Open| open.form.rank().is_some_and(|rank| (1..5).contains(&rank));
        let open = self.open.iter().rfind(is_division)?;
        Some(ClauseId(open.id as u32))
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

    /// The title in brackets after an article's label, brackets included; not an item number.
    fn titled(&self, text: Span) -> Option<Span> {
        let words = text.of(self.source);
        // 제2조 (정의): only Korean laws set the title apart.
        let is_korean = words
            .trim_start()
            .chars()
            .nth(1)
            .is_some_and(|c| matches!(c, '가'..='힣'));
        let words = if is_korean { words.trim_start() } else { words };
        let text = Span::new(text.end - words.len(), text.end);
        let inner = words.strip_prefix(['(', '（', '【'])?;
        let (_, rest) = inner.split_once([')', '）', '】'])?;
        let title = Span::new(text.start, text.end - rest.len());
        let is_item = leading(words, text.start).is_some();
        (!is_item).then_some(title)
    }

    /// The lead: up to the first stop, or the whole line for a heading; without the mark that parts
    /// it from its number (第三条：甲方).
    fn lead(&self, text: Span, whole: bool) -> Span {
        let parts =
            |c: char| matches!(c, '：' | ':' | '、' | '·' | '，' | '。') || c.is_whitespace();
        let words = text.of(self.source);
        let start = text.start + words.len() - words.trim_start_matches(parts).len();
        let words = Span::new(start, text.end).of(self.source);
        let own_line = |end| self.document.own_line(Span::new(start, end));
        let end = if whole {
            let line = own_line(text.end);
            // A heading over two lines goes on behind 、
            line.filter(|at| {
                let before = words.get(..*at).unwrap_or("").trim_end();
                !before.ends_with(['、', '和', '与', '及'])
            })
        } else {
            let stops = |c| matches!(c, '，' | '。' | '；' | '：' | '！' | '？');
            let stop = hanzi::find_mark(words, stops);
            let stop = own_line(stop.map_or(text.end, |stop| start + stop)).or(stop);
            let before = words.get(..stop.unwrap_or(words.len())).unwrap_or("");
            let before = before.as_bytes();
            // A Latin or Korean sentence ends before a blank; behind a digit it is a number: 1.
            let is_stop = |at: &usize| {
                let digit = at.checked_sub(1).and_then(|at| before.get(at));
                before.get(at + 1) == Some(&b' ') && !digit.is_some_and(u8::is_ascii_digit)
            };
            let mut stops = memchr::memchr_iter(b'.', before);
            stops.find(is_stop).map(|at| at + 1).or(stop)
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
                let count = || {
                    let key = (clause.parent, StepKind::Paragraph, 0, Insertion::NONE);
                    self.occurrences.get(&key)
                };
                clause.kind == ClauseKind::Paragraph
                    && clause.label.is_empty()
                    && count() == Some(&1)
            })
            .collect();
        // The new id of each clause after removing single 款, whose children move to the article.
        let mut moved: Vec<Option<ClauseId>> = Vec::with_capacity(self.clauses.len());
        // Those that stay are written over those that go: a second list would be as long.
        let mut kept = self.clauses;
        let mut count = 0;
        for (at, is_single) in single.iter().enumerate() {
            let to =
                |id: Option<ClauseId>| id.and_then(|id| moved.get(id.index()).copied().flatten());
            let (parent, base) = (to(kept[at].parent), to(kept[at].base));
            if *is_single {
                moved.push(parent);
                continue;
            }
            moved.push(Some(ClauseId(count as u32)));
            kept.swap(count, at);
            let depth = parent.and_then(|id| kept.get(id.index()));
            let depth = depth.map_or(1, |above| above.depth + 1);
            let clause = &mut kept[count];
            (clause.parent, clause.depth, clause.base) = (parent, depth, base);
            count += 1;
        }
        kept.truncate(count);
        close_spans(&mut kept, self.end);
        for (article, end) in self.ends {
            let first = moved
                .get(article)
                .copied()
                .flatten()
                .map_or(0, ClauseId::index);
            let depth = kept.get(first).map_or(0, |clause| clause.depth);
            let mut below = kept.iter_mut().skip(first).enumerate();
            while let Some((_, clause)) = below
                .next()
                .filter(|(at, clause)| *at == 0 || clause.depth > depth)
            {
                clause.span.end = clause.span.end.min(end);
            }
        }
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
