//! Folios: the numbers that a print has at the head or the foot of its pages, with the running
//! heads beside them. A copy has them between its lines: they are no text, but they name the pages,
//! and what a page breaks off goes on behind them.
//!
//! A number of its own on a line may as well be a section of a novel or a cell of a table. So it
//! takes a series that counts up, pages of some length, and sentences that the pages break off.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::wrap::{ends_stopped, indents, opens_bullet, opens_item, opens_numbered};
use crate::document::date;
use crate::document::line::{Line, NARROWEST, is_space, rough_columns};
use crate::document::rules::Ruled;
use crate::document::syntax::Syntax;
use crate::document::{Block, Markup, MarkupKind, Page};
use crate::text::Span;
use crate::text::fold::fold_char;
use crate::text::numbering::{Level, Numbering};
use crate::text::sieve::Sieve;

/// How folios are written, without white space, commas, and the marks around them; `#` is a number.
/// With each which of its numbers is the page's, and how many such lines are enough to be folios
/// whatever stands around them: 第3页 says itself that it counts pages.
const FORMS: [(&str, usize, usize); 18] = [
    ("#", 0, NEVER),
    ("#/#", 0, NEVER),
    ("#of#", 0, NEVER),
    ("p#", 0, NEVER),
    ("第#页", 0, LEAST),
    ("第#頁", 0, LEAST),
    ("#页", 0, LEAST),
    ("#頁", 0, LEAST),
    ("#ページ", 0, LEAST),
    ("#쪽", 0, LEAST),
    ("p.#", 0, LEAST),
    ("page#", 0, LEAST),
    ("trang#", 0, LEAST),
    ("第#页共#页", 0, 1),
    ("第#页/共#页", 0, 1),
    ("第#頁共#頁", 0, 1),
    ("共#页第#页", 1, 1),
    ("page#of#", 0, 1),
];

/// The characters that they end with.
static LASTS: LazyLock<Sieve> = LazyLock::new(|| {
    let last = |(form, ..): &(&str, usize, usize)| form.chars().next_back();
    FORMS.iter().filter_map(last).collect()
});

/// No number of them is enough.
const NEVER: usize = usize::MAX;

/// Longest folio in bytes, and longest running head.
const LONGEST: usize = 60;
const LONGEST_HEAD: usize = 120;

/// Fewest pages that are a series, if not each breaks off a sentence.
const LEAST: usize = 3;

/// Most pages in a row without a folio, as those of pictures are.
const SKIPPED: u32 = 2;

/// Least bytes of a page, and least lines of one whose lines are counted.
const SHORTEST_PAGE: usize = 200;
const FEWEST_LINES: usize = 10;

/// Most pages to one that breaks off a sentence, and to one with a running head.
const PAGES: usize = 4;

/// A line that may be a folio.
struct Folio {
    line: Line,
    form: Form,
    number: u32,
}

/// Its place in [`FORMS`], and whether marks stand around it.
type Form = (usize, bool);

/// Hides the folios of a text with the running heads, and tells the pages.
pub(super) fn find(source: &str, body: Span, syntax: Syntax, ruled: &mut Ruled) {
    let folios = series(candidates(source, body, ruled));
    let Some(first) = folios.first() else {
        return;
    };
    let heads = running_heads(source, body, &folios);
    let around = |folio| Break::around(source, body, folio, &heads);
    let breaks: Vec<_> = folios.iter().map(around).collect();
    if !are_pages(source, &folios, &breaks) {
        return;
    }
    // A folio above all text is that of the page below it.
    let is_above = breaks.first().is_some_and(|own| own.before.is_none());
    if !is_above {
        let start = Line::at(source, body.start, body.end).span.start;
        ruled.pages.push(page(start, start, first.number));
    }
    for (folio, own) in folios.iter().zip(&breaks) {
        let span = own.hidden(source, syntax);
        let kind = MarkupKind::Delimiter("");
        ruled.markup.push(Markup { span, kind });
        let number = folio.number + u32::from(!is_above);
        if let Some(after) = own.after {
            ruled.pages.push(page(span.start, span.end, number));
            if own.is_within(source) {
                ruled.continued.push(after.span.start);
            }
        }
    }
    let order = |markup: &Markup| (markup.span.start, std::cmp::Reverse(markup.span.end));
    ruled.markup.sort_by_key(order);
}

/// Whether lines of a series are folios: they say so, or each fourth page at least breaks off a
/// sentence, or all pages have as many lines, or all of many are of one length.
fn are_pages(source: &str, folios: &[Folio], breaks: &[Break]) -> bool {
    let (pages, Some((form, has_marks))) = (folios.len(), folios.first().map(|it| it.form)) else {
        return false;
    };
    if FORMS.get(form).is_some_and(|(.., enough)| pages >= *enough) {
        return true;
    }
    // The last page may end anywhere.
    let is_last = breaks.last().is_some_and(|own| own.after.is_none());
    let full = folios.get(..pages - usize::from(is_last)).unwrap_or(folios);
    let (lengths, lines) = (
        measures(full, Span::len),
        measures(full, |page| lines(source, page)),
    );
    let Some(shortest) = lengths
        .iter()
        .min()
        .filter(|shortest| **shortest >= SHORTEST_PAGE)
    else {
        return false;
    };
    // Marks do not stand around a number for nothing.
    let least = if has_marks { 2 } else { LEAST };
    let broken = breaks.iter().filter(|own| own.is_telling(source)).count();
    if broken * PAGES >= pages && (pages >= least || broken == pages) {
        return true;
    }
    let fewest = lines.iter().min().filter(|fewest| **fewest >= FEWEST_LINES);
    let is_ruled = fewest.is_some_and(|fewest| lines.iter().all(|own| *own <= fewest + 1));
    let is_even = lengths.iter().all(|own| *own <= shortest * 2);
    is_ruled && pages > least || is_even && pages > least * 2
}

/// What the pages between folios measure.
fn measures(folios: &[Folio], measure: impl Fn(Span) -> usize) -> Vec<usize> {
    let own = |(one, next): (&Folio, &Folio)| {
        let pages = next.number.saturating_sub(one.number).max(1);
        let whole = Span::new(one.line.span.end, next.line.span.start);
        measure(whole) / pages as usize
    };
    folios.iter().zip(folios.iter().skip(1)).map(own).collect()
}

fn lines(source: &str, page: Span) -> usize {
    memchr::memchr_iter(b'\n', page.of(source).as_bytes()).count()
}

fn page(before: usize, at: usize, number: u32) -> Page {
    let label = CompactString::from(number.to_string());
    Page { before, at, label }
}

/// The lines that may be folios, in order.
fn candidates(source: &str, body: Span, ruled: &Ruled) -> Vec<Folio> {
    let mut found = Vec::new();
    let mut at = body.start;
    let ends = memchr::memchr_iter(b'\n', body.of(source).as_bytes());
    for end in ends.map(|end| body.start + end + 1).chain([body.end]) {
        let start = std::mem::replace(&mut at, end);
        // Hardly a line is so short and has a figure, which may be one of full width.
        let is_figure = |byte: &u8| byte.is_ascii_digit() || *byte == 0xEF;
        let line = Span::new(start, end);
        if line.len() > LONGEST || !line.of(source).as_bytes().iter().any(is_figure) {
            continue;
        }
        let line = Line::at(source, start, end);
        let is_ruled = || {
            let start = |block: &Block| block.span.start;
            ruled
                .apart
                .binary_search_by_key(&line.span.start, start)
                .is_ok()
        };
        if let Some((form, number)) = read(line.text.of(source))
            && !is_ruled()
        {
            found.push(Folio { line, form, number });
        }
    }
    found
}

/// The form and the number of a line that is nothing but a folio.
fn read(text: &str) -> Option<(Form, u32)> {
    let is_mark = |c: char| {
        matches!(
            c,
            '-' | '‐'..='―' | '－' | '─' | '·' | '•' | '・' | '~' | '～'
        )
    };
    let inner = text.trim_matches(|c| is_mark(c) || is_space(c));
    let has_marks = inner.len() < text.len();
    // Most short lines end as no folio does.
    let last = fold_char(inner.chars().next_back()?);
    if !last.is_ascii_digit() && !LASTS.holds(last) {
        return None;
    }
    let mut form = CompactString::default();
    let mut numbers: SmallVec<[u32; 2]> = SmallVec::new();
    let mut is_number = false;
    for c in inner.chars().filter(|c| !is_space(*c)).map(fold_char) {
        let digit = c.to_digit(10);
        match (digit, numbers.last_mut()) {
            (Some(digit), Some(number)) if is_number => {
                *number = number.checked_mul(10)?.checked_add(digit)?;
            }
            (Some(digit), _) => {
                numbers.push(digit);
                form.push('#');
            }
            (None, _) if matches!(c, ',' | '，') => {}
            (None, _) => form.push(c),
        }
        is_number = digit.is_some();
        if !FORMS.iter().any(|(known, ..)| known.starts_with(&*form)) {
            return None;
        }
    }
    let at = FORMS.iter().position(|(known, ..)| *known == form)?;
    let number = *numbers.get(FORMS.get(at)?.1)?;
    Some(((at, has_marks), number))
}

/// The longest series of one form that counts up; none if most lines of its form are not in
/// it.
fn series(candidates: Vec<Folio>) -> Vec<Folio> {
    // The longest series that ends with a number of a form: its length, and its last line.
    let mut ends: HashMap<(Form, u32), (usize, usize)> = HashMap::new();
    let mut total: HashMap<Form, usize> = HashMap::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(candidates.len());
    for (at, folio) in candidates.iter().enumerate() {
        *total.entry(folio.form).or_default() += 1;
        let earlier = (1..=SKIPPED + 1).filter_map(|step| {
            let number = folio.number.checked_sub(step)?;
            ends.get(&(folio.form, number)).copied()
        });
        let last = earlier.max();
        before.push(last.map(|(_, at)| at));
        let length = last.map_or(1, |(length, _)| length + 1);
        let end = ends.entry((folio.form, folio.number)).or_default();
        *end = (*end).max((length, at));
    }
    let is_most = |((form, _), (length, _)): &(&(Form, u32), &(usize, usize))| {
        length * 2 > total.get(form).copied().unwrap_or(0)
    };
    let longest = ends.iter().filter(is_most).map(|(_, end)| *end).max();
    let mut kept = vec![false; candidates.len()];
    let mut next = longest.map(|(_, last)| last);
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    let folios = candidates.into_iter().zip(kept);
    folios
        .filter_map(|(folio, is_kept)| is_kept.then_some(folio))
        .collect()
}

/// The lines that stand beside many folios alike, and are no sentences.
fn running_heads<'s>(source: &'s str, body: Span, folios: &[Folio]) -> HashSet<&'s str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for folio in folios {
        let line = folio.line.span;
        let beside = [
            above(source, body, line.start),
            below(source, body, line.end),
        ];
        for head in beside.into_iter().flatten() {
            *counts.entry(head.text.of(source)).or_default() += 1;
        }
    }
    let is_head = |(text, count): &(&str, usize)| {
        text.len() <= LONGEST_HEAD
            && *count >= LEAST
            && count * PAGES >= folios.len()
            && !ends_stopped(text)
    };
    let heads = counts.into_iter().filter(is_head);
    heads.map(|(text, _)| text).collect()
}

/// The last line above a byte that is not blank.
fn above(source: &str, body: Span, at: usize) -> Option<Line> {
    let mut end = at;
    while end > body.start {
        let bytes = Span::new(body.start, end - 1).of(source).as_bytes();
        let start = memchr::memrchr(b'\n', bytes).map_or(body.start, |at| body.start + at + 1);
        let line = Line::at(source, start, body.end);
        if !line.is_blank() {
            return Some(line);
        }
        end = start;
    }
    None
}

/// The first line from a byte on that is not blank.
fn below(source: &str, body: Span, at: usize) -> Option<Line> {
    let mut start = at;
    while start < body.end {
        let line = Line::at(source, start, body.end);
        if !line.is_blank() {
            return Some(line);
        }
        start = line.span.end;
    }
    None
}

/// Where a page ends: the folio with the running heads beside it, and the text around them.
struct Break {
    before: Option<Line>,
    first: Line,
    last: Line,
    after: Option<Line>,
}

impl Break {
    fn around(source: &str, body: Span, folio: &Folio, heads: &HashSet<&str>) -> Self {
        let is_head = |line: &Line| heads.contains(line.text.of(source));
        let (mut first, mut last) = (folio.line, folio.line);
        let mut before = above(source, body, first.span.start);
        while let Some(head) = before.filter(is_head) {
            let next = above(source, body, head.span.start);
            // The first line of all is the title.
            if next.is_none() {
                break;
            }
            (first, before) = (head, next);
        }
        let mut after = below(source, body, last.span.end);
        while let Some(head) = after.filter(|head| before.is_some() && is_head(head)) {
            (last, after) = (head, below(source, body, head.span.end));
        }
        Self {
            before,
            first,
            last,
            after,
        }
    }

    /// Whether what the page ends with is not over, nor a heading, and what the next begins with is
    /// nothing new.
    fn is_within(&self, source: &str) -> bool {
        let (Some(before), Some(after)) = (self.before, self.after) else {
            return false;
        };
        let (text, rest) = (before.text.of(source), after.text.of(source));
        let is_marked = |text: &str| text.starts_with(['#', '|', '>', '<']);
        let is_heading = |text| {
            let named = Numbering::standard().heading(text);
            named.is_some_and(|named| named.unit.level != Level::Article)
        };
        let is_new = opens_item(rest)
            || opens_numbered(rest)
            || opens_bullet(rest)
            || indents(after.indent().of(source));
        !ends_stopped(text)
            && !is_new
            && date::whole(rest).is_none()
            && !is_marked(text)
            && !is_marked(rest)
            && !is_heading(text)
    }

    /// Whether it shows that the page breaks off a sentence: cells of a table are short.
    fn is_telling(&self, source: &str) -> bool {
        let is_long = |line: Line| rough_columns(line.text.of(source)) >= NARROWEST;
        self.is_within(source)
            && (self.before.is_some_and(is_long) || self.after.is_some_and(is_long))
    }

    /// What is hidden: the lines themselves, and, where their breaks are weighed, all line ends but
    /// one, so that the lines around them follow each other. In marked texts an empty line is a
    /// sign that is not to be lost. A broken line too short to have been wrapped is made whole.
    fn hidden(&self, source: &str, syntax: Syntax) -> Span {
        let own = Span::new(self.first.text.start, self.last.text.end);
        let (Some(before), Some(after)) = (self.before, self.after) else {
            return own;
        };
        let is_within = self.is_within(source);
        let is_close =
            before.span.end == self.first.span.start && self.last.span.end == after.span.start;
        let text = before.text.of(source);
        let is_latin = text.ends_with(|c: char| c.is_ascii());
        if is_within && !is_latin && rough_columns(text) < NARROWEST {
            Span::new(before.text.end, after.text.start)
        } else if is_within || is_close || syntax == Syntax::Plain {
            Span::new(before.text.end, after.span.start - 1)
        } else {
            own
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Document, parse};

    /// The paragraphs of a text, as they are read.
    fn paragraphs(document: &Document) -> Vec<String> {
        let blocks = document.blocks.iter();
        let read = blocks.filter(|block| block.kind == BlockKind::Paragraph);
        let words = read.map(|block| document.words(block.text));
        words
            .map(|words| words.split_whitespace().collect())
            .collect()
    }

    /// The sentence that a page breaks off, in its halves.
    fn halves(page: usize) -> [String; 2] {
        [
            format!("本规程第{page}段所说的各项工作由管理处逐年安排并在年底以前把经费与人员的"),
            format!("情况写成第{page}号报告送交委员会审查，审查的结果应当张贴在门前的布告栏里。"),
        ]
    }

    const OTHER: &str = "另外的话也说完了，下面是新的一段，它有它自己的意思，也有头有尾。";

    /// A text of pages with what stands between them.
    fn printed(pages: usize, between: impl Fn(usize) -> String) -> String {
        let page = |page: usize| {
            let [first, second] = halves(page);
            format!("{OTHER}\n\n{OTHER}\n\n{first}{}{second}\n\n", between(page))
        };
        (1..=pages).map(page).collect()
    }

    #[test]
    fn a_sentence_goes_on_behind_the_end_of_a_page() {
        let forms: [fn(usize) -> String; 9] = [
            |page| format!("\n\n— {page} —\n\n"),
            |page| format!("\n{page}\n"),
            |page| format!("\n\n\n        -{page}-\n\n\u{c}"),
            |page| format!("\n第{page}页 共30页\n"),
            |page| format!("\n\n第 {page} 頁\n\n"),
            |page| format!("\nPage {page} of 30\n"),
            |page| format!("\n\n· {page} ·\n\n水利规程汇编\n\n"),
            |page| format!("\n水利规程汇编\n{page}\n"),
            |page| format!("\n{page}/30\n"),
        ];
        for form in forms {
            let document = parse(printed(5, form));
            let all = paragraphs(&document);
            for page in 1..=5 {
                assert!(all.contains(&halves(page).concat()), "{} {all:#?}", form(1));
            }
            assert_eq!(all.len(), 5 * 3, "{} {all:#?}", form(1));
        }
    }

    #[test]
    fn a_page_is_known_by_its_folio() {
        // At the foot, and at the head.
        let foot = parse(printed(5, |page| format!("\n\n— {page} —\n\n")));
        let head = parse("1\n\n".to_owned() + &printed(5, |page| format!("\n\n{}\n\n", page + 1)));
        for document in [foot, head] {
            for page in 2..=5 {
                let span = document.page(&page.to_string()).expect("page");
                let words = document.words(span);
                assert!(
                    words.trim_start().starts_with(&halves(page - 1)[1]),
                    "{words}"
                );
                assert!(words.trim_end().ends_with(&halves(page)[0]), "{words}");
            }
        }
    }

    #[test]
    fn one_sentence_in_four_pages_that_goes_on_is_enough() {
        let page = |page: usize| match page {
            1 => printed(1, |page| format!("\n\n{page}\n\n")),
            _ => format!("{OTHER}\n\n{OTHER}\n\n{OTHER}\n\n{page}\n\n{OTHER}\n\n"),
        };
        for pages in [3, 4] {
            let all = paragraphs(&parse((1..=pages).map(page).collect::<String>()));
            assert!(all.contains(&halves(1).concat()), "{pages} {all:#?}");
            assert!(!all.contains(&"2".to_owned()), "{pages} {all:#?}");
        }
    }

    #[test]
    fn other_numbers_of_their_own_stay() {
        let numbers = |text: &str| {
            let all = paragraphs(&parse(format!("夜行记\n\n{text}")));
            all.iter()
                .filter(|words| words.parse::<u32>().is_ok())
                .count()
        };
        // The sections of a story; cells; numbers that do not count up.
        let section = |number: usize| {
            format!(
                "{number}\n\n{OTHER}\n\n{}\n\n",
                OTHER.repeat(number * number + 1)
            )
        };
        assert_eq!(numbers(&(1..=5).map(section).collect::<String>()), 5);
        let row = |number: usize| format!("甲{number}\n\n{number}\n\n乙\n\n");
        assert_eq!(numbers(&(1..=30).map(row).collect::<String>()), 30);
        assert_eq!(
            numbers(&printed(5, |page| format!("\n\n{}\n\n", page * page + 10))),
            5
        );
        // A sentence that begins each page is no running head.
        let same = printed(5, |page| format!("\n\n— {page} —\n\n{OTHER}"));
        let all = paragraphs(&parse(same));
        assert_eq!(all.concat().matches(OTHER).count(), 15, "{all:#?}");
        // Once is no series.
        assert_eq!(numbers(&printed(1, |page| format!("\n\n{page}\n\n"))), 1);
    }

    #[test]
    fn a_heading_or_an_item_behind_the_end_of_a_page_stays_its_own() {
        let page = |page: usize| {
            let [first, second] = halves(page);
            format!(
                "第{page}章 总则\n\n第 {page} 页\n\n第{page}条 {first}{second}\n\n{OTHER}\n\n（一）{second}\n\n"
            )
        };
        let all = paragraphs(&parse((1..=5).map(page).collect::<String>()));
        assert!(all.contains(&"第3章总则".to_owned()), "{all:#?}");
        assert!(
            all.contains(&("（一）".to_owned() + &halves(3)[1])),
            "{all:#?}"
        );
        assert!(!all.iter().any(|words| words.contains('页')), "{all:#?}");
    }
}
