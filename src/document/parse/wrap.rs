//! What a single line break means: whether lines were wrapped at a fixed width, and whether a break
//! separates two paragraphs.

use crate::document::date;
use crate::document::line::{Line, NARROWEST, bullet, is_space, rough_columns};
use crate::document::syntax::Syntax;
use crate::text::numbering::{Numbering, verse};
use crate::text::{Span, numeral};

/// The width at which the lines of a text were wrapped, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrap {
    columns: Option<usize>,
    /// Whether lines end within sentences, so that in Markdown not even a line that ends with one
    /// ends its paragraph.
    is_soft: bool,
    /// Whether empty lines part the paragraphs, so that hardly a line is followed by another.
    is_open: bool,
    opening: Opening,
}

/// What tells that a paragraph begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    /// An indent: a line without one goes on with what the full line above it says, whatever number
    /// it begins with.
    Indent,
    /// An empty line above it: what a full line breaks off goes on below it.
    Gap,
    /// Only the words.
    Words,
}

/// Widest wrapped lines, in columns: no person or mailer wraps wider.
const WIDEST: usize = 200;

/// Most line breaks behind sentences to one within a sentence where lines were wrapped.
const SENTENCES: u32 = 4;

/// Fewest empty lines to one line break between two lines where empty lines part the paragraphs.
const OPEN: u32 = 4;

/// Least width of a line that goes on in the next one, in columns, where lines may be paragraphs.
const LONG: usize = 40;

/// Least width of a full line whose text hangs, in columns: judgments are set at 30 hanzi.
const HUNG: usize = 56;

/// Least indent of a line that is set to the right, as signatures are, in columns.
const DEEP: usize = 12;

impl Wrap {
    /// Measures all lines that another text line follows.
    pub fn measure(source: &str, body: Span, syntax: Syntax) -> Self {
        let mut counts = [0_u32; WIDEST + 1];
        // Breaks above an indent, and those above none behind sentences, by the width of the line.
        let (mut indented, mut flush) = (0_u32, [0_u32; WIDEST + 1]);
        let (mut total, mut latin) = (0, 0);
        let (mut within, mut behind) = (0, 0);
        // Breaks within sentences, above a number or not.
        let (mut listed, mut broken) = (0_u32, 0_u32);
        let mut apart = 0;
        let mut line = Line::at(source, body.start, body.end);
        while line.span.end < body.end {
            let next = Line::at(source, line.span.end, body.end);
            apart += u32::from(!line.is_blank() && next.is_blank());
            if line.is_blank() || next.is_blank() {
                line = next;
                continue;
            }
            let (width, is_over) = (columns(source, &line), ends_stopped(line.text.of(source)));
            let indent = rough_columns(next.indent().of(source));
            indented += u32::from((2..DEEP).contains(&indent));
            if let Some(count) = flush.get_mut(width).filter(|_| is_over && indent == 0) {
                *count += 1;
            }
            if next.indent().is_empty() {
                if syntax == Syntax::Markdown && goes_below(source, &line, &next) {
                    *(if is_over { &mut behind } else { &mut within }) += 1;
                }
                if !is_over {
                    let opens = opens_item(next.text.of(source));
                    *(if opens { &mut listed } else { &mut broken }) += 1;
                }
                total += 1;
                latin += u32::from(ends_latin(source, &line));
                if let Some(count) = counts.get_mut(width) {
                    *count += 1;
                }
            }
            line = next;
        }
        // Wrapped Chinese lines end within a character and a closing mark of the edge, Latin ones
        // within a word.
        let band = if latin * 2 > total { 14 } else { 6 };
        let full =
            |edge: usize| -> u32 { counts[(edge + 1).saturating_sub(band)..=edge].iter().sum() };
        let fullest = (NARROWEST..=WIDEST).map(full).max().unwrap_or(0);
        // Marks that hang over the edge do not move it.
        let columns = (NARROWEST..=WIDEST)
            .find(|edge| full(*edge) * 10 >= fullest * 9)
            .filter(|_| total >= 3 && fullest * 10 >= total * 6);
        // A line that is not full says that its paragraph is over.
        let short = columns.map_or(0, |edge| flush.iter().take(edge.saturating_sub(band)).sum());
        let opening = if indented > short * SENTENCES {
            Opening::Indent
        } else if apart > short * SENTENCES && broken > listed * SENTENCES {
            Opening::Gap
        } else {
            Opening::Words
        };
        Self {
            columns,
            opening,
            is_soft: within > 0 && behind <= within * SENTENCES,
            is_open: apart >= total * OPEN,
        }
    }

    /// Whether the first of two lines is as long as lines get here, and says nothing whole: the
    /// next goes on with it, whatever it looks like.
    pub fn runs_on(self, source: &str, line: &Line, next: &Line) -> bool {
        self.fills(source, line, next) && !ends_stopped(line.text.of(source))
    }

    /// Whether a line is so long that what the next begins with did not fit on it.
    fn fills(self, source: &str, line: &Line, next: &Line) -> bool {
        self.columns.is_some_and(|edge| {
            let width = columns(source, line);
            width <= edge + 2 && width + next_unit(next.text.of(source)) > edge
        })
    }

    /// Whether the break between two lines separates paragraphs; `first` is the first line of the
    /// paragraph so far.
    pub fn parts(
        self,
        source: &str,
        first: &Line,
        line: &Line,
        next: &Line,
        syntax: Syntax,
    ) -> bool {
        let text = line.text.of(source);
        let following = next.text.of(source);
        let stopped = ends_stopped(text);
        let full = self.fills(source, line, next);
        let heads_supplement = |line| Numbering::standard().supplement(line).is_some();
        if opens_bullet(following) || heads_supplement(text) || heads_supplement(following) {
            return true;
        }
        // The text of an item hangs below its first character: 一、原告主張…
        let is_hung = hang(source, first) == Some(rough_columns(next.indent().of(source)))
            && !opens_item(following)
            && columns(source, line) >= HUNG;
        if is_hung {
            return false;
        }
        let indent = |line: &Line| rough_columns(line.indent().of(source));
        if indent(line) >= DEEP && indent(next) + DEEP / 2 <= indent(line) {
            return true;
        }
        if syntax == Syntax::Markdown {
            return is_hard(source, line)
                || is_anew(source, first, line, next)
                || stopped && !full && !self.is_soft;
        }
        if indents(next.indent().of(source)) {
            // A line indented below a bullet belongs to it, unless it is a list.
            return !opens_bullet(text)
                || next.indent().of(source).contains('\u{3000}')
                || opens_item(following);
        }
        let is_rest = match self.opening {
            Opening::Indent => full,
            Opening::Gap => full && !stopped,
            Opening::Words => false,
        };
        if is_rest {
            return false;
        }
        if opens_item(following) {
            // 依照第二条和 / （三）的规定 goes on, and so does 来了 / 四、五百人; a list has no
            // such ends.
            return stopped || !full || !awaits_number(text) && !numeral::opens_pair(following);
        }
        // A sentence may go on with a number and a blank, one that is over does not.
        if stopped && verse(following).is_some() {
            return true;
        }
        if full {
            return false;
        }
        if stopped {
            return true;
        }
        // The archive format separates paragraphs by empty lines.
        if syntax == Syntax::Archive || goes_on(text, following) {
            return false;
        }
        if self.columns.is_some() {
            return true;
        }
        // Too few lines to measure: a long line without a stop continues if the next one looks like
        // its rest.
        let (width, after) = (columns(source, line), columns(source, next));
        let least = if self.is_open { NARROWEST } else { LONG };
        let rest = width >= least && !rest_starts_anew(following);
        !(rest && (width.abs_diff(after) <= 5 || ends_stopped(following) && after <= width))
    }
}

/// Whether two lines may be of one paragraph: neither is a heading, a row or a quotation, and the
/// second is no item.
fn goes_below(source: &str, line: &Line, next: &Line) -> bool {
    let following = next.text.of(source);
    let marks = ['#', '|', '>', '<', '`'];
    !line.text.of(source).starts_with(marks)
        && !following.starts_with(marks)
        && !opens_item(following)
        && !opens_bullet(following)
}

/// Whether a line ends with a hard line break of Markdown: two spaces or a backslash.
pub(super) fn is_hard(source: &str, line: &Line) -> bool {
    let whole = line.span.of(source).trim_end_matches(['\n', '\r']);
    whole.ends_with("  ") || whole.ends_with('\\')
}

/// Whether a line of Markdown begins a paragraph although no empty line is above it: it is indented
/// as paragraphs are, opens an item, or is a date of its own. Below a line that is not over an item
/// is the first one or follows another, be it above an inner list, and its number is not that of a
/// place.
fn is_anew(source: &str, first: &Line, line: &Line, next: &Line) -> bool {
    let (text, following) = (line.text.of(source), next.text.of(source));
    let indent = next.indent().of(source);
    if indent.contains(['\u{3000}', '&']) {
        return true;
    }
    if opens_item(following) {
        let columns = |line: &Line| rough_columns(line.indent().of(source));
        let is_outdented = opens_bullet(first.text.of(source)) && columns(next) < columns(first);
        let is_listed = opens_item(first.text.of(source)) || is_outdented || is_first(following);
        let is_place = awaits_number(text) || is_reference(following);
        return ends_stopped(text) || is_listed && !is_place;
    }
    ends_stopped(text) && verse(following).is_some()
        || date::whole(following).is_some()
        || date::leading(following).is_some() && date::leading(text).is_some()
}

/// Whether an item is the first of a list.
fn is_first(text: &str) -> bool {
    let number = text.trim_start_matches(['（', '(', '〔', '［', '[', '第']);
    let rest = number.strip_prefix(['一', '1', '１', '①', '⑴', 'a', 'A', 'i', '甲']);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_numeric() || numeral::is_digit(c)))
}

/// Whether a number at the start of a line is that of a place: （二）项所列, （一）、（二）两项
fn is_reference(text: &str) -> bool {
    let behind = text
        .strip_prefix(['（', '('])
        .and_then(|text| text.split_once(['）', ')']));
    let Some((_, behind)) = behind else {
        return false;
    };
    let behind = behind.trim_start_matches(['、', '至', '和', '及', '或', '与']);
    let cited = ["所列", "所设", "所称", "所定", "所述", "所指"];
    behind.starts_with(['（', '(', '项', '項', '款', '目', '的'])
        || cited.iter().any(|word| behind.starts_with(word))
}

/// Whether a line ends with a word that a number may follow.
fn awaits_number(text: &str) -> bool {
    text.ends_with([
        '第', '条', '條', '款', '项', '項', '和', '与', '與', '及', '或', '至', '、', '，', '（',
        '见', '見', '按', '照', '据',
    ])
}

/// Columns from the start of a line to the text behind its number, where one hangs its text.
fn hang(source: &str, line: &Line) -> Option<usize> {
    let text = line.text.of(source);
    let marks = ['、', '．', '.', '）', ')', '\u{3000}', ' '];
    let label = text
        .char_indices()
        .take(8)
        .find(|(_, c)| marks.contains(c))
        .and_then(|(at, c)| text.get(..at + c.len_utf8()))?;
    let indent = rough_columns(line.indent().of(source));
    opens_item(text).then(|| indent + rough_columns(label))
}

/// Columns of a line with its indent.
fn columns(source: &str, line: &Line) -> usize {
    rough_columns(Span::new(line.span.start, line.text.end).of(source))
}

fn ends_latin(source: &str, line: &Line) -> bool {
    line.text
        .of(source)
        .bytes()
        .next_back()
        .is_some_and(|b| b.is_ascii())
}

/// Columns of the first unbreakable unit, which did not fit on the line above: a Latin word with
/// the blank before it, or a character with the marks that stick to it on either side.
fn next_unit(text: &str) -> usize {
    let inner = text.trim_start_matches(is_opening);
    let mut chars = inner.chars();
    let behind = match inner.trim_start_matches(|c: char| c.is_ascii_graphic()) {
        behind if behind.len() < inner.len() => behind,
        _ => {
            chars.next();
            chars.as_str()
        }
    };
    let rest = behind.trim_start_matches(is_closing);
    let blank = usize::from(text.starts_with(|c: char| c.is_ascii_alphanumeric()));
    blank + rough_columns(text.get(..text.len() - rest.len()).unwrap_or(""))
}

/// Whether an indent is that of a new paragraph.
pub(super) fn indents(indent: &str) -> bool {
    rough_columns(indent) >= 2
}

/// Whether a line ends as a paragraph does.
pub(super) fn ends_stopped(text: &str) -> bool {
    let inner = text.trim_end_matches(['”', '’', '」', '』', '）', ')', '"', '》']);
    let last = inner.chars().next_back();
    last.is_some_and(|c| {
        matches!(
            c,
            '。' | '！' | '？' | '；' | '：' | '…' | '．' | '!' | '?' | ';' | ':'
        )
    }) || inner.ends_with('.') && !inner.ends_with("..")
}

/// Whether a line break is inside a sentence.
fn goes_on(text: &str, following: &str) -> bool {
    text.ends_with(['和', '与', '與', '及', '或', '第'])
        || text.ends_with(['，', '、', ',', '—', '（', '“', '《', '-'])
        || following.starts_with(is_closing)
}

/// Whether a line opens with a number and a blank: 三　前二号 is an item of a Japanese law.
pub(super) fn opens_numbered(text: &str) -> bool {
    let is_number = |c: char| c.is_numeric() || numeral::is_digit(c);
    text.starts_with(is_number)
        && text
            .trim_start_matches(is_number)
            .starts_with(char::is_whitespace)
}

/// Whether the next line starts something new: a date, an item, a kind of heading.
fn rest_starts_anew(following: &str) -> bool {
    date::leading(following).is_some()
        || opens_numbered(following)
        || following.starts_with(['（', '【', '“'])
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '”'
            | '’'
            | '」'
            | '』'
            | '】'
            | '〕'
            | ','
            | ')'
    )
}

fn is_opening(c: char) -> bool {
    matches!(c, '（' | '(' | '《' | '“' | '‘' | '「' | '『' | '【' | '〔')
}

/// Whether a line opens with the bullet of a list.
pub(super) fn opens_bullet(text: &str) -> bool {
    bullet(text).is_some()
}

/// Whether a line opens with what may be a clause's number. Only for cutting: floor 2 decides what
/// is a clause.
pub(in crate::document) fn opens_item(text: &str) -> bool {
    let text = text.trim_start_matches(['“', '"', '「']);
    // A Markdown footnote.
    if text.starts_with("[^") {
        return true;
    }
    if let Some(named) = Numbering::standard().heading(text) {
        return opens_division(text, named.length);
    }
    if let Some(rest) = text.strip_prefix('第') {
        // 第二，
        let after = rest.trim_start_matches(numeral::is_digit);
        return after.len() < rest.len() && after.starts_with(['，', '、']);
    }
    if let Some(rest) = text.strip_prefix(['（', '(', '〔', '［', '[']) {
        // (a) and (iv), as in the ordinances of Hong Kong.
        let is_letter = |c: char| c.is_ascii_lowercase();
        let letters = rest.len() - rest.trim_start_matches(is_letter).len();
        let after = match letters {
            1..=4 => rest.trim_start_matches(is_letter),
            // (2A): inserted after (2).
            _ => {
                let after = rest.trim_start_matches(numeral::is_digit);
                after
                    .strip_prefix(|c: char| c.is_ascii_uppercase())
                    .unwrap_or(after)
            }
        };
        return after.len() < rest.len() && after.starts_with(['）', ')', '〕', '］', ']']);
    }
    if text.starts_with(|c| ('①'..='⓿').contains(&c) || ('⑴'..='⒛').contains(&c)) {
        return true;
    }
    let after = text.trim_start_matches(numeral::is_digit);
    if after.len() == text.len() || text.len() - after.len() > 12 {
        return false;
    }
    // 2A.: inserted after 2.
    let after = match after.strip_prefix(|c: char| c.is_ascii_uppercase()) {
        Some(rest) if rest.starts_with('.') => rest,
        _ => after,
    };
    // `3.1 ` numbers a section.
    let section = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if after.starts_with('.') && !section.is_empty() && section.len() + 1 < after.len() {
        return section.starts_with(is_space);
    }
    // Markdown escapes the point of what shall be no list: 1\\. text
    let after = after.strip_prefix('\\').unwrap_or(after);
    match after.strip_prefix(['、', '．', '.', '）', ')']) {
        // `3.5` is a number, `3. ` a marker.
        Some(rest) => after.starts_with('、') || !rest.starts_with(numeral::is_digit),
        // 二　借り受ける者
        None => after.starts_with('\u{3000}'),
    }
}

/// Whether what stands behind the number of a division or an article allows it to open one: a blank
/// or a title, and no sentence about it (Section 5 applies).
fn opens_division(text: &str, length: usize) -> bool {
    let behind = text.get(length..).unwrap_or("");
    if text.starts_with(|c: char| c < '\u{1100}') {
        return !behind
            .trim_start()
            .starts_with(|c: char| c == ',' || c.is_lowercase());
    }
    let next = behind.chars().next();
    text.starts_with('제')
        || next.is_none_or(|c| is_space(c) || matches!(c, '之' | '（' | '：' | '【'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_told_from_sentences_about_them() {
        for item in [
            "第二条　渡船",
            "第二条",
            "제2조(정의) 배는 셋이다.",
            "Section 5. Ferries",
            "①　渡船",
            "⑴ 渡船",
            "二　二級河川",
            "２　前項の渡船",
        ] {
            assert!(opens_item(item), "{item}");
        }
        for other in [
            "第二条规定的渡船",
            "第二天",
            "Section 5 applies",
            "（）内的船名",
        ] {
            assert!(!opens_item(other), "{other}");
        }
    }
}
