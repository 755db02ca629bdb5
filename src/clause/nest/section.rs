//! Sections of standards and contracts, with decimal numbers (3.2.1) or bare ones (1 范围): clauses
//! only if the numbering proves it.

use super::{Nesting, Open, Shape};
use crate::clause::lex::Token;
use crate::clause::marker::{Form, Marker};
use crate::text::numeral;
use crate::text::width::{Ambiguous, columns};

/// The points in a section number: 3.2, ３．２
const POINTS: [char; 2] = ['.', '．'];

impl Nesting<'_> {
    /// Whether 3.1 is a section number: it continues a series, is inside the clause numbered 3, or
    /// 3.2 follows it.
    pub(super) fn is_section(&self, marker: &Marker) -> bool {
        const FARTHEST: usize = 100;
        let prefix = |marker: &Marker, label: &str| {
            let (above, _) = label.trim_end_matches('.').rsplit_once(POINTS)?;
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
                    .rsplit_once(POINTS)
                    .is_some_and(|(other, _)| other == above)
        };
        if self.open.iter().any(goes_on) {
            return true;
        }
        if marker.number != 1 {
            return false;
        }
        // 1.0.1 stands right below 1, Section 1.1 in article 1.
        let last = above
            .trim_end_matches(".0")
            .rsplit(['.', ' '])
            .next()
            .and_then(|last| match last.as_bytes() {
                // A.1 in Annex A.
                [letter @ b'A'..=b'Z'] => Some(u32::from(letter - b'A') + 1),
                _ => numeral::parse(last),
            });
        let is_within = self
            .open
            .last()
            .is_some_and(|open| Some(open.number) == last)
            || self
                .article()
                .and_then(|at| self.open.get(at))
                .is_some_and(|open| Some(open.number) == last);
        let seconds = [format!("{above}.2"), format!("{above}．２")];
        is_within
            || self.ahead().iter().take(FARTHEST).any(|token| {
                token.marker.is_some_and(|next| {
                    let label = next.label.of(self.source).trim_end_matches('.');
                    seconds.iter().any(|second| second == label)
                })
            })
    }

    /// Whether a bare number numbers the text right below a heading, 主文 and １　…を棄却する。, or
    /// below a number with its title, 第３　判断.
    pub(super) fn numbers_text(&self, marker: &Marker) -> bool {
        let last = self.open.last();
        let is_below = last.is_some_and(|open| open.form.is_container()) || self.is_titled(marker);
        self.article().is_none()
            && (self.continues(marker) || is_below && self.begins_series(marker))
    }

    /// Whether a bare number heads a section of a standard (1 范围): a short line outside of
    /// articles that continues a series or is followed by the next number.
    pub(super) fn heads_section(&self, marker: &Marker, words: &str) -> bool {
        const FARTHEST: usize = 200;
        // In columns.
        const LONGEST: usize = 90;
        let is_line = |words: &str| {
            words.len() <= LONGEST * 3
                && columns(words, Ambiguous::Wide) <= LONGEST
                && !words.contains(['。', '；', '，', '\n', '\t'])
        };
        let comes_again = || {
            let mut ahead = self.ahead().iter().take(FARTHEST);
            ahead.any(|token| token.is(Form::WideDigit, 2) && is_line(token.text.of(self.source)))
        };
        // One such item may stand where others of its form stood before.
        let is_home = || {
            let home = self.homes.get(&(marker.form, false)).copied().flatten();
            home.is_some() && home == self.open.last().map(|open| open.form)
        };
        self.article().is_none()
            && is_line(words)
            && (self.continues(marker)
                || marker.number == 1 && (comes_again() || is_home())
                || self.goes_on_below(marker))
    }

    /// Whether the bare number of a section goes on from that of the last one, which stands in the
    /// division before: 3 below Part II, behind 2A.
    fn goes_on_below(&self, marker: &Marker) -> bool {
        // In clauses.
        const FARTHEST: usize = 500;
        let is_bare = |label: &str| {
            label.starts_with(|c: char| c.is_ascii_digit())
                && label.chars().all(|c| c.is_ascii_alphanumeric())
        };
        let mut back = self.clauses.iter().rev().take(FARTHEST);
        let last = back.find(|clause| is_bare(clause.label.of(self.source)));
        let is_below = self.open.last().is_some_and(|open| {
            let division = [Form::Part, Form::Subpart, Form::Chapter, Form::Section];
            division
                .iter()
                .any(|form| open.form == Shape::Marked(*form))
        });
        is_below && last.is_some_and(|last| marker.follows(last.step.number))
    }

    /// Whether the line below the heading of a schedule says to which section it belongs, and heads
    /// nothing: Section 4. There is no next one in it.
    pub(super) fn is_source(&self, marker: &Marker, token: &Token) -> bool {
        let last = self.open.last();
        let is_first = last.is_some_and(|open| {
            let attached = [Form::Annex, Form::Schedule];
            open.id + 1 == self.clauses.len()
                && attached
                    .iter()
                    .any(|form| open.form == Shape::Marked(*form))
        });
        let is_whole = || token.text.end == marker.label.end;
        let goes_on = || {
            let ahead = self.ahead().iter().filter_map(|token| token.marker);
            let within = ahead.take_while(|next| !next.form.is_attached());
            within.into_iter().any(|next| next.form == Form::Section)
        };
        is_first && is_whole() && marker.label.of(self.source).is_ascii() && !goes_on()
    }
}
