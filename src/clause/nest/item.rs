//! Numbered items: which open series an item continues, and what it closes.

use super::{Nesting, Open, Shape};
use crate::clause::lex::{End, Kind};
use crate::clause::marker::{Form, Marker};
use crate::clause::{Clause, StepKind};

impl Nesting<'_> {
    /// Indentation in columns of a marker that opens a Markdown list line (1. or 1)).
    pub(super) fn indent(&self, marker: &Marker) -> Option<usize> {
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

    /// Whether A. is the letter of an item, not an initial or an answer: B. must follow before
    /// another A. does.
    pub(super) fn is_lettered(&self, marker: &Marker) -> bool {
        const FARTHEST: usize = 200;
        let mut ahead = self.ahead().iter().take(FARTHEST).filter_map(|token| {
            let next = token.marker.filter(|_| token.is_text())?;
            (next.form == Form::LatinDot && next.number <= 2).then_some(next.number)
        });
        self.continues(marker) || marker.number == 1 && ahead.next() == Some(2)
    }

    /// The number behind that of the last item here, which 最后 (finally) takes.
    pub(super) fn next_number(&self) -> u32 {
        // In clauses.
        const FARTHEST: usize = 64;
        let parent = self.parent();
        let is_sibling =
            |clause: &&Clause| clause.parent == parent && clause.step.kind == StepKind::Item;
        let mut last = self.clauses.iter().rev().take(FARTHEST);
        last.find(is_sibling)
            .map_or(1, |last| last.step.number.saturating_add(1))
    }

    /// Closes open clauses so that a numbered item lands where its series stands.
    pub(super) fn place_item(&mut self, marker: &Marker, level: Option<u8>) {
        if let Some(level) = level {
            // A numbered heading is placed by its level, like any heading.
            return self.close_while(|open| open.level.is_none_or(|other| other >= level));
        }
        let shape = Shape::Marked(marker.form);
        let same = |open: &Open| open.form == shape;
        let follows =
            |open: &Open| same(open) && (marker.follows(open.number) || marker.number == u32::MAX);
        let is_announced =
            self.announced.is_some() && self.open.last().map(|open| open.id) == self.announced;
        if is_announced && marker.number == 1 {
            // 一、 right below a clause of another form that ends in a colon starts a list of it,
            // although a 一、 is open further out, or stood elsewhere before.
            return;
        }
        let indent = self.indent(marker);
        let is_deeper = |inner: Option<usize>, outer: Option<usize>| matches!((inner, outer), (Some(inner), Some(outer)) if inner >= outer + 2);
        // A nested list may have the same form.
        let begins_inside = |open: &Open| marker.number == 1 && is_deeper(indent, open.indent);
        let is_nested = self
            .open
            .iter()
            .any(|open| same(open) && begins_inside(open));
        // The series that it continues, innermost first; else one of its form, which it repeats,
        // skips ahead in, or restarts.
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
                marker.number > open.number
                    && marker.number != u32::MAX
                    && !marker.follows(open.number)
            }) {
                self.issue("numbering-gap", marker, open.number);
            } else if let Some(open) =
                open.filter(|open| marker.number == open.number && marker.insertion.is_none())
            {
                self.issue("numbering-repeat", marker, open.number);
            } else if let Some(open) = open.filter(|open| (2..open.number).contains(&marker.number))
            {
                self.issue("numbering-order", marker, open.number);
            }
            self.open.truncate(at);
            return;
        }
        // A new series: placed where its form last started one, if that is open, else under the
        // innermost clause.
        let in_article = self
            .open
            .iter()
            .any(|open| open.form == Shape::Marked(Form::Article));
        if is_nested {
            return;
        }
        let home = self.homes.get(&(marker.form, in_article)).copied();
        let rank = usual_rank(marker.form);
        let rank_of = |open: &Open| match open.form {
            Shape::Marked(form) => usual_rank(form),
            _ => None,
        };
        // 一、 right below 主文 does not say that it stands beside 壹、 in the reasons.
        let is_outer =
            |open: &Open| rank.is_some() && rank_of(open).is_some_and(|own| Some(own) < rank);
        let is_inside = home == Some(None) && marker.number == 1 && self.open.iter().any(is_outer);
        match home.filter(|_| !self.is_titled(marker) && !is_inside) {
            Some(home) => self.close_to(home),
            None if marker.number == 1 && (self.is_led_in() || is_inside) => {
                self.close_while(|open| rank.is_some() && rank_of(open) > rank);
            }
            None => {}
        }
        // In official letters （三） may continue the （二） under the previous heading.
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

    /// Whether a paragraph without a number leads in what follows: 会议决定：
    fn is_led_in(&self) -> bool {
        let above = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        above.is_some_and(|above| {
            above.kind == Kind::Paragraph && above.marker.is_none() && above.end == End::Colon
        })
    }

    /// Closes what is open below the place where a form last started a series, if that is open.
    fn close_to(&mut self, home: Option<Shape>) {
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

    /// Whether a first number stands right below a clause that is nothing but its title: the list
    /// belongs to that, wherever others of its form stood.
    pub(super) fn is_titled(&self, marker: &Marker) -> bool {
        const LONGEST: u8 = 40;
        let above = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let last = self.open.last().and_then(|open| self.clauses.get(open.id));
        marker.number == 1
            && above.zip(last).is_some_and(|(above, last)| {
                let own = above.marker.filter(|own| own.form != marker.form);
                above.is_line(LONGEST) && own.is_some_and(|own| own.label == last.label)
            })
    }
}

/// How far inside a form usually stands in official papers (GB/T 9704) and judgments:
/// 壹、一、（一）1．（1）①. It decides only where a paragraph of its own leads in a list, and where
/// a form that stood right below a heading comes below other items.
fn usual_rank(form: Form) -> Option<u8> {
    Some(match form {
        Form::FormalComma => 0,
        Form::HanComma => 1,
        Form::HanParen => 2,
        Form::ArabicDot => 3,
        Form::ArabicParen => 4,
        Form::Circled => 5,
        _ => return None,
    })
}
