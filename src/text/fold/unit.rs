//! Folding step by step: a text is cut into units, none smaller than a cluster, and each folds by
//! itself. The way back to the source is the same walk once more.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Hidden, Rung, fold_char, simplify};
use crate::text::grapheme::{first_cluster, is_plain};
use crate::text::{Span, hanzi};

/// A walk through the units of a stretch of text.
#[derive(Clone, Debug)]
pub(super) struct Walk<'t> {
    text: &'t str,
    /// What is passed over wherever it stands, in order; only what is still ahead.
    hidden: &'t [Hidden],
    rung: Rung,
    /// Where the next unit begins.
    pub at: usize,
    /// Where the next hidden span begins, or the end.
    stop: usize,
    end: usize,
    /// The character before, of those that are seen; `\0` at the start.
    before: char,
    scratch: String,
}

impl<'t> Walk<'t> {
    pub fn new(text: &'t str, hidden: &'t [Hidden], span: Span, rung: Rung) -> Self {
        let first = hidden.partition_point(|hidden| hidden.span.end <= span.start);
        let mut walk = Self {
            text,
            hidden: hidden.get(first..).unwrap_or(&[]),
            rung,
            at: span.start,
            stop: span.start,
            end: span.end,
            before: '\0',
            scratch: String::new(),
        };
        walk.pass();
        walk
    }

    /// Goes behind what is hidden here.
    fn pass(&mut self) {
        while let [first, rest @ ..] = self.hidden
            && first.span.start <= self.at
        {
            if self.shown().is_some() {
                self.stop = self.at;
                return;
            }
            self.at = self.at.max(first.span.end).min(self.end);
            self.hidden = rest;
        }
        let next = self.hidden.first();
        self.stop = next.map_or(self.end, |hidden| hidden.span.start.min(self.end));
    }

    /// The character that what is hidden here stands for.
    fn shown(&self) -> Option<char> {
        let first = self.hidden.first();
        let first = first.filter(|own| own.span.start == self.at && own.span.end <= self.end);
        first.and_then(|own| own.shown)
    }

    fn pass_shown(&mut self) {
        if let [first, rest @ ..] = self.hidden {
            self.at = first.span.end;
            self.hidden = rest;
        }
    }

    /// What can be read before the next hidden span; empty at the end.
    fn rest(&mut self) -> &'t str {
        if self.at >= self.stop {
            self.pass();
        }
        self.text.get(self.at..self.stop).unwrap_or("")
    }

    /// Folds the next unit; returns its place.
    pub fn next(&mut self, into: &mut String) -> Option<Span> {
        let rest = self.rest();
        let mut characters = rest.chars();
        let first = characters.next().or_else(|| self.shown())?;
        let start = self.at;
        if self.rung.is_gap(first) {
            self.gap(into);
        } else if rest.is_empty() {
            self.pass_shown();
            self.before = first;
            fold_into(first, self.rung, into);
        } else if is_whole(first) && characters.next().is_none_or(is_whole) {
            self.at += first.len_utf8();
            self.before = first;
            fold_into(first, self.rung, into);
        } else {
            let unit = unit(rest);
            self.at += unit.len();
            if !is_invisible(first) {
                self.before = first;
            }
            self.fold(unit, into);
        }
        Some(Span::new(start, self.at))
    }

    /// The hanzi ahead of which each is a unit: most of a text.
    fn hanzi(&mut self) -> &'t str {
        let rest = self.rest();
        let length = hanzi::leading(rest);
        let behind = rest.get(length..).and_then(|rest| rest.chars().next());
        // What follows the last one may belong to it.
        let is_last_free = behind.is_none_or(is_whole);
        let free = if is_last_free {
            length
        } else {
            length.saturating_sub(3)
        };
        rest.get(..free).unwrap_or("")
    }

    /// Folds the hanzi ahead, up to `most` bytes: as [`Self::next`] would one by one.
    pub fn take_hanzi(&mut self, most: usize, into: &mut String) {
        let run = self.hanzi();
        let run = run.get(..most.next_multiple_of(3)).unwrap_or(run);
        if self.rung.keeps_forms() {
            into.push_str(run);
        } else {
            into.extend(run.chars().map(simplify));
        }
        self.go_behind(run);
    }

    /// Goes behind the hanzi with which the folded text goes on too; returns their length. Each
    /// folds to one character, so that the two run in step as long as both are hanzi.
    pub fn skip_hanzi(&mut self, folded: &str) -> usize {
        let run = self.hanzi();
        let length = hanzi::leading(folded).min(run.len());
        self.go_behind(run.get(..length).unwrap_or(""));
        length
    }

    fn go_behind(&mut self, run: &str) {
        self.before = run.chars().next_back().unwrap_or(self.before);
        self.at += run.len();
    }

    /// Whether the next unit folds the same way whatever stands before it.
    pub fn is_free(&mut self) -> bool {
        let first = self.rest().chars().next();
        first.is_some_and(|c| !self.rung.is_gap(c) && !is_invisible(c))
    }

    /// Folds what stands between two words: to nothing, unless both are written with blanks.
    fn gap(&mut self, into: &mut String) {
        let start = into.len();
        let (mut has_blank, mut ends_line) = (false, false);
        let mut last = self.at;
        let after = loop {
            let rest = self.rest();
            let shown = self.shown().filter(|_| rest.is_empty());
            let mut after = None;
            for c in rest.chars().chain(shown) {
                let invisible = is_invisible(c);
                if !invisible && !self.rung.is_gap(c) {
                    after = Some(c);
                    break;
                }
                last = self.at;
                if shown.is_some() {
                    self.pass_shown();
                } else {
                    self.at += c.len_utf8();
                }
                ends_line |= c == '\n';
                if c.is_whitespace() {
                    has_blank = true;
                }
                match self.rung {
                    _ if invisible => {}
                    Rung::Exact => into.push(c),
                    _ if c.is_whitespace() => {}
                    _ => fold_into(c, Rung::Written, into),
                }
            }
            if after.is_some() || rest.is_empty() && shown.is_none() {
                break after;
            }
        };
        if self.rung != Rung::Exact || ends_line {
            let is_kept = match self.rung {
                Rung::Joined => has_blanks,
                _ => is_spaced,
            };
            let parts = after.is_some_and(|after| {
                let is_within = self.before != '\0';
                is_within && (is_kept(self.before) && is_kept(after) || joins(after))
            });
            if !parts || has_blank {
                into.truncate(start);
            }
            if parts && has_blank {
                into.push(' ');
            }
        }
        // A mark makes a cluster with a blank too.
        let cluster = first_cluster(self.text.get(last..self.stop).unwrap_or(""));
        let end = last + cluster.map_or(0, str::len);
        if after.is_some_and(joins) && end > self.at {
            let marks = self.text.get(self.at..end).unwrap_or("");
            self.at = end;
            self.fold(marks, into);
        }
    }

    fn fold(&mut self, unit: &str, into: &mut String) {
        let mut characters = unit.chars().filter(|c| !is_invisible(*c));
        let Some(first) = characters.next() else {
            return;
        };
        let Some(second) = characters.next() else {
            return fold_into(first, self.rung, into);
        };
        self.scratch.clear();
        for c in [first, second].into_iter().chain(characters) {
            fold_into(c, self.rung, &mut self.scratch);
        }
        into.extend(self.scratch.nfc());
    }
}

impl Rung {
    /// Whether what is seen of a character stays as it is.
    fn keeps_forms(self) -> bool {
        matches!(self, Self::Exact | Self::Joined)
    }

    /// Whether a character stands between words and does not belong to them.
    fn is_gap(self, c: char) -> bool {
        match c {
            '\u{3400}'..='\u{9fff}' => false,
            // The last white space is U+3000.
            _ => c <= '\u{3000}' && c.is_whitespace() || self == Self::Unpointed && is_point(c),
        }
    }
}

/// The first unit of a text: a cluster, with marks that only something invisible parts from it.
fn unit(text: &str) -> &str {
    let mut length = first_cluster(text).map_or(0, str::len);
    let is_alone = text.starts_with(is_invisible);
    while let Some(rest) = text.get(length..)
        && !is_alone
    {
        let behind = rest.trim_start_matches(is_invisible);
        match first_cluster(behind) {
            Some(cluster) if behind.len() < rest.len() && behind.starts_with(joins) => {
                length = text.len() - behind.len() + cluster.len();
            }
            _ => break,
        }
    }
    text.get(..length).unwrap_or(text)
}

/// Whether a character is a cluster of its own beside another such: most characters of any script
/// that is searched, so that the tables of clusters are seldom asked.
fn is_whole(c: char) -> bool {
    matches!(c, '一'..='\u{9fff}')
        || is_plain(c)
        || matches!(
            c,
            'À'..='ɏ'
                | 'Ạ'..='ỹ'
                | '\u{2010}'..='\u{2027}'
                | 'ぁ'..='ゖ'
                | '゛'..='ヿ'
                | '가'..='힣'
        )
}

/// Folds one character.
fn fold_into(c: char, rung: Rung, into: &mut String) {
    match c {
        _ if rung.keeps_forms() => into.push(if is_form(c) { simplify(c) } else { c }),
        '\u{3400}'..='\u{9fff}' => into.push(simplify(c)),
        '\0'..='\u{7f}' | '\u{ff01}'..='\u{ff5e}' => into.push(fold_char(c)),
        _ if is_compatible(c) => {
            let others = std::iter::once(c).nfkc();
            for c in others.filter(|c| rung == Rung::Written || !is_point(*c)) {
                fold_plain(c, into);
            }
        }
        _ => fold_plain(c, into),
    }
}

/// Folds a character that stands for itself.
fn fold_plain(c: char, into: &mut String) {
    match c {
        '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' | '〝' | '〞' | '〟' => {
            into.push('"');
        }
        '‘' | '’' | '‚' | '‛' | 'ʼ' => into.push('\''),
        // No letters with case.
        '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' => {
            into.push(simplify(c));
        }
        _ => into.extend(c.to_lowercase().map(simplify)),
    }
}

/// Whether a character is a form of others that read the same: ﬁ, ㎏, ㍻, ㈱. A number printed as
/// one sign (①, ㈠, Ⅳ, ²) and a letter in a circle (㋐) are signs of their own: who looks for ①
/// does not want each 1.
fn is_compatible(c: char) -> bool {
    let has_others = matches!(
        c,
        '\u{2100}'..='\u{214f}'
            | '\u{321f}'..='\u{325f}'
            | '\u{327f}'..='\u{32cf}'
            | '\u{32ff}'..='\u{33ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fb00}'..='\u{fb06}'
            | '\u{fe10}'..='\u{fe48}'
            | '\u{fe50}'..='\u{fe6f}'
            | '\u{ff5f}'..='\u{ff9f}'
            | '\u{ffe0}'..='\u{ffe2}'
            | '\u{ffe4}'..='\u{ffee}'
            | '\u{1d400}'..='\u{1d7ff}'
            | '\u{1f200}'..='\u{1f2ff}'
            | '\u{2f800}'..='\u{2fa1f}'
    );
    has_others && !c.is_numeric()
}

/// Kangxi radicals and compatibility ideographs: what the eye takes for the character itself.
pub(super) fn is_form(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

/// Whether a character belongs to the one before it: a mark, a letter of a decomposed Korean
/// syllable.
pub(super) fn joins(c: char) -> bool {
    match c {
        '\0'..='\u{2ff}' | '\u{3400}'..='\u{9fff}' => false,
        '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}' => true,
        _ => is_combining_mark(c),
    }
}

/// Soft hyphens, zero-width characters, signs of direction, variation selectors.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Whether a character is of a script that is written with blanks between words, or a digit. Korean
/// has blanks too, but where they stand is nobody's certainty.
pub fn is_spaced(c: char) -> bool {
    !is_east_asian(c) && c.is_alphanumeric()
}

/// Whether a blank beside a character can matter on any rung: beside letters that are written
/// without blanks it does not.
pub(super) fn has_blanks(c: char) -> bool {
    !is_east_asian(c) || is_point(c)
}

fn is_east_asian(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7af}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether a character is punctuation (general category P) of Latin and CJK texts, or a wave dash.
pub fn is_point(c: char) -> bool {
    match c {
        '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' => false,
        '\0'..='\u{7f}' => c.is_ascii_punctuation(),
        '\u{ff01}'..='\u{ff5e}' => is_point(fold_char(c)),
        _ => matches!(
            c,
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}'
                | '\u{2010}'..='\u{2027}'
                | '\u{2030}'..='\u{2043}'
                | '\u{2045}'..='\u{2051}'
                | '\u{2053}'..='\u{205e}'
                | '\u{3001}'..='\u{3003}'
                | '\u{3008}'..='\u{3011}'
                | '\u{3014}'..='\u{301f}'
                | '\u{3030}' | '\u{303d}' | '\u{30a0}' | '\u{30fb}'
                | '\u{fe10}'..='\u{fe19}'
                | '\u{fe30}'..='\u{fe52}'
                | '\u{fe54}'..='\u{fe61}'
                | '\u{fe63}' | '\u{fe68}' | '\u{fe6a}' | '\u{fe6b}'
                | '\u{ff5f}'..='\u{ff65}'
        ),
    }
}
