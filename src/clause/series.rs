//! The evidence of the series: which markers at the start of a block open a clause.
//!
//! A strong marker stands by itself. A weak one, whose form prose has too, needs its neighbours:
//! the number before it, or the one behind it. No series of items starts above 1 without a second
//! number. A heading that comes again alike is the running head of a page.

use std::collections::BTreeMap;

use super::lex::{End, Kind, Token};
use super::marker::{Form, Marker};
use crate::text::numbering::Numbering;
use crate::text::{Span, numeral};

/// How far the next number of a series may be, in blocks: items, and divisions and articles.
const NEAR: usize = 60;
const NEAR_DIVISION: usize = 600;

/// Takes the markers that open no clause from their tokens. Quoted ones stay as they are: nobody
/// asks them.
pub(super) fn weigh(tokens: &mut [Token], quoted: &[bool], source: &str) {
    let mut candidates: BTreeMap<Form, Vec<Candidate>> = BTreeMap::new();
    let mut section = 0;
    for (index, token) in tokens.iter().enumerate() {
        section += usize::from(matches!(token.kind, Kind::Heading(_)) && token.marker.is_none());
        let is_quoted = quoted.get(index).copied().unwrap_or(false);
        if let Some(marker) = token.marker.filter(|_| token.is_text() && !is_quoted) {
            candidates.entry(marker.form).or_default().push(Candidate {
                index,
                marker,
                is_weak: token.is_weak,
                section,
            });
        }
    }
    for (form, list) in candidates {
        let has_sections = form == Form::WideDigit && number_sections(&list, tokens, source);
        Series {
            form,
            list: &list,
            has_sections,
            tokens,
            source,
        }
        .weigh();
    }
}

/// Whether the sections of a standard or an act are numbered so: a decimal number goes on from one
/// of these bare ones before the next of them, 3.1 behind 3, or (1) stands right below several.
fn number_sections(list: &[Candidate], tokens: &[Token], source: &str) -> bool {
    let ends = list.iter().skip(1).map(|next| next.index);
    let below = list.iter().zip(ends.chain([tokens.len()]));
    let mut subsections = 0;
    below.into_iter().any(|(candidate, end)| {
        let tokens = tokens.get(candidate.index + 1..end).unwrap_or_default();
        let opens = |token: &Token| token.is(Form::ArabicParen, 1);
        subsections += usize::from(
            tokens
                .iter()
                .find(|token| token.is_text())
                .is_some_and(opens),
        );
        let mut markers = tokens.iter().filter_map(|token| token.marker);
        let decimal = markers.find(|marker| matches!(marker.form, Form::Decimal(_)));
        let own = candidate.marker.label.of(source);
        decimal.is_some_and(|decimal| {
            let rest = decimal.label.of(source).strip_prefix(own);
            rest.is_some_and(|rest| rest.starts_with(['.', '．']))
        }) || subsections > 1
    })
}

/// A marker at the start of a block.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// Index of its token.
    index: usize,
    marker: Marker,
    is_weak: bool,
    /// Number of headings without a marker before it.
    section: usize,
}

/// All markers of one form, in order.
struct Series<'a> {
    form: Form,
    list: &'a [Candidate],
    /// Whether the sections of a standard (3.1) stand below some of them (3).
    has_sections: bool,
    tokens: &'a mut [Token],
    source: &'a str,
}

impl Series<'_> {
    fn weigh(&mut self) {
        let mut last: Option<Candidate> = None;
        for at in 0..self.list.len() {
            let candidate = self.list[at];
            let is_head = last.is_some_and(|last| self.is_running_head(&last, &candidate));
            if is_head && let Some(token) = self.tokens.get_mut(candidate.index) {
                (token.marker, token.kind) = (None, Kind::Other);
                continue;
            }
            let stands_alone = self.stands_alone(&candidate);
            // A strong one without neighbours may still go on with a list inside a paragraph.
            let is_proved = if candidate.is_weak {
                stands_alone || self.is_proved(at, last.as_ref())
            } else {
                stands_alone || last.is_some() || self.successor(at, NEAR).is_some()
            };
            if is_proved {
                last = Some(candidate);
            }
            if let Some(token) = self.tokens.get_mut(candidate.index) {
                token.marker = token.marker.filter(|_| is_proved || !candidate.is_weak);
                token.is_weak = !is_proved;
            }
        }
    }

    /// Whether a marker needs no neighbours.
    fn stands_alone(&self, candidate: &Candidate) -> bool {
        let level = self.tokens.get(candidate.index).map(|token| token.kind);
        let is_heading = matches!(level, Some(Kind::Heading(_)));
        if candidate.is_weak {
            return is_heading && self.is_division();
        }
        let Marker {
            number, insertion, ..
        } = candidate.marker;
        // 三、 may be all that is left of a list; （83） is the number of a file.
        let highest = match self.form {
            Form::ArabicParen | Form::ArabicHalfParen => 1,
            _ => 10,
        };
        let is_start = number <= highest || !insertion.is_none() || number == u32::MAX;
        !self.is_item() || is_start || is_heading
    }

    /// Whether its neighbours prove a weak marker.
    fn is_proved(&self, at: usize, last: Option<&Candidate>) -> bool {
        let candidate = self.list[at];
        let number = candidate.marker.number;
        let continues = last.is_some_and(|last| {
            candidate.marker.follows(self.last(last))
                && (self.is_division() || last.section == candidate.section)
        });
        let near = if self.is_division() {
            NEAR_DIVISION
        } else {
            NEAR
        };
        let successor = self.successor(at, near);
        let has_rival = self.list[at + 1..]
            .iter()
            .take_while(|next| ![1, number + 1].contains(&next.marker.number) || number == 1)
            .take_while(|next| next.marker.number != number + 1)
            .any(|next| next.marker.number == number && !next.is_weak);
        if has_rival {
            return false;
        }
        if self.form == Form::WideDigit {
            if self.heads_sections(&candidate) {
                return true;
            }
            // 2 号楼 is a line in a list of houses, 2 术语 one of a standard with a 3.1.
            let token = self.tokens.get(candidate.index);
            if !self.has_sections && token.is_some_and(|token| token.kind == Kind::Paragraph) {
                return false;
            }
        }
        // The only saying of a book, where other books have several.
        let above = candidate
            .index
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at));
        let is_first = number == 1 && above.is_some_and(|it| matches!(it.kind, Kind::Heading(_)));
        if self.form == Form::Verse && is_first && last.is_some() {
            return true;
        }
        // 第三十六条船舶 is an article between two others, 第二条船 alone a boat.
        if self.is_division() && self.may_be_thing(&candidate) {
            let is_first = number == 1 && self.form != Form::Article;
            let is_far = number > 3 && continues;
            return (continues || is_first) && (successor.is_some() || is_far);
        }
        // 四、五百人到了 goes on with 三、 only where 五、 follows; it may be a title.
        if continues && successor.is_none() && self.leaves_number_open(&candidate) {
            return false;
        }
        let counts_things = self.form == Form::Article && self.counts_things(at);
        if continues {
            return !counts_things;
        }
        // 四、 goes on with 三、 behind it.
        let interrupts = last.is_some_and(|last| {
            let after = self.list.get(at + 1..).unwrap_or_default().iter();
            after
                .take_while(|next| next.section == last.section && next.index <= last.index + NEAR)
                .any(|next| !next.is_weak && next.marker.follows(self.last(last)))
        });
        let is_start = number == 1
            || !interrupts
                && successor.is_some_and(|next| {
                    self.list.iter().any(|third| {
                        third.index > next.index && third.marker.follows(self.last(&next))
                    })
                });
        successor.is_some() && is_start && !counts_things
    }

    /// Whether the words behind a marker may go on with its unit, as those of things that are
    /// counted with it do: 第三条船, 第二章节.
    fn may_be_thing(&self, candidate: &Candidate) -> bool {
        let label = candidate.marker.label.of(self.source);
        let unit = Numbering::standard().heading(label).map(|named| named.unit);
        unit.is_some_and(|unit| {
            self.behind(candidate)
                .starts_with(|c| unit.never.contains(c))
        })
    }

    /// Whether the run that a marker stands in counts things, as 第一条战线 and 第二条战线 do: few,
    /// and each the same. Articles begin alike too, but hardly all of them, except with 本 or 不得.
    fn counts_things(&self, at: usize) -> bool {
        const MOST: usize = 4;
        let number = |at: usize| self.list.get(at).map(|one| one.marker.number);
        let goes_on = |at: usize| number(at) < number(at + 1) && at + 1 < self.list.len();
        let back = (0..at).rev().take(MOST).take_while(|at| goes_on(*at));
        let ahead = (at..self.list.len())
            .take(MOST)
            .take_while(|at| goes_on(*at));
        let (back, ahead) = (back.count(), ahead.count());
        let run = self.list.get(at - back..=at + ahead).unwrap_or_default();
        let noun =
            |candidate: &Candidate| -> String { self.behind(candidate).chars().take(2).collect() };
        let own = noun(&self.list[at]);
        (2..=MOST).contains(&run.len())
            && own.starts_with(char::is_alphabetic)
            && !own.starts_with(['本', '为', '凡', '不', '应', '各', '任', '禁'])
            && run.iter().all(|one| one.is_weak && noun(one) == own)
    }

    /// Whether a sentence starts with two numerals between which it leaves a number: 四、五百人.
    fn leaves_number_open(&self, candidate: &Candidate) -> bool {
        /// Longest title, in characters.
        const LONGEST: u8 = 40;
        let token = self.tokens.get(candidate.index);
        token.is_some_and(|token| {
            !token.is_line(LONGEST) && numeral::opens_pair(token.text.of(self.source))
        })
    }

    /// Whether the next heading is a section of this one: 2.1 behind 2.
    fn heads_sections(&self, candidate: &Candidate) -> bool {
        let next = self
            .tokens
            .get(candidate.index + 1..)
            .unwrap_or_default()
            .iter();
        let mut headings = next.filter(|token| matches!(token.kind, Kind::Heading(_)));
        let own = candidate.marker.label.of(self.source);
        headings
            .next()
            .and_then(|token| token.marker)
            .is_some_and(|next| {
                let label = next.label.of(self.source).strip_prefix(own);
                label.is_some_and(|rest| rest.starts_with(['.', '．']))
            })
    }

    /// The next number of the series, no further than `near` blocks.
    fn successor(&self, at: usize, near: usize) -> Option<Candidate> {
        let candidate = self.list.get(at)?;
        let number = candidate.marker.number;
        let last = self.last(candidate);
        self.list
            .get(at + 1..)?
            .iter()
            .take_while(|next| next.index - candidate.index <= near)
            .take_while(|next| self.is_division() || next.section == candidate.section)
            // A weak one that does not follow may be no number at all.
            .filter(|next| !next.is_weak || next.marker.follows(last))
            .find(|next| next.marker.number != number)
            .filter(|next| next.marker.follows(last))
            .copied()
    }

    /// The last number that a marker stands for.
    fn last(&self, candidate: &Candidate) -> u32 {
        candidate.marker.last(self.source)
    }

    /// Whether a marker repeats the heading that it stands under, as each page of a book does.
    fn is_running_head(&self, last: &Candidate, candidate: &Candidate) -> bool {
        const LONGEST: u8 = 40;
        let words = |candidate: &Candidate| {
            let token = self.tokens.get(candidate.index)?;
            let is_line = token.chars <= LONGEST && matches!(token.end, End::Bare);
            is_line.then(|| token.text.of(self.source))
        };
        !self.form.is_attached()
            && last.marker.number == candidate.marker.number
            && last.marker.insertion == candidate.marker.insertion
            && last.section == candidate.section
            && words(candidate).is_some_and(|own| {
                own.len() > candidate.marker.label.len() && words(last) == Some(own)
            })
    }

    /// The text behind a marker.
    fn behind(&self, candidate: &Candidate) -> &str {
        let end = self
            .tokens
            .get(candidate.index)
            .map_or(0, |token| token.text.end);
        Span::new(
            candidate.marker.label.end,
            end.max(candidate.marker.label.end),
        )
        .of(self.source)
        .trim_start()
    }

    fn is_division(&self) -> bool {
        matches!(
            self.form,
            Form::Part
                | Form::Subpart
                | Form::Chapter
                | Form::Section
                | Form::Article
                | Form::Annex
        )
    }

    /// Whether the form numbers items that need no other proof than their series.
    fn is_item(&self) -> bool {
        matches!(
            self.form,
            Form::HanComma
                | Form::FormalComma
                | Form::HanParen
                | Form::ArabicParen
                | Form::ArabicDot
                | Form::ArabicHalfParen
                | Form::Stem
                | Form::StemParen
                | Form::Branch
                | Form::BranchParen
                | Form::Ordinal
                | Form::Lone
        )
    }
}
