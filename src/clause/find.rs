//! Resolving what a person types (`四（2）`, `第十五条第二款`, `15.2.3`) to the clauses that it may
//! mean.

use super::marker::{Form, leading};
use super::tradition::Tradition;
use super::{Clause, ClauseAddress, ClauseId, ClauseKind, ClauseTree, StepKind};
use crate::text::fold::fold_char;
use crate::text::numbering::Insertion;
use crate::text::numeral;

/// A typed number, and the kind of clause if one was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    number: u32,
    insertion: Insertion,
    kind: Option<StepKind>,
    /// Whether it was typed as 第二 without a unit: an ordinal item, or any division.
    is_ordinal: bool,
}

impl ClauseTree {
    /// The clauses that typed text may mean: best first, several if it is ambiguous, none if
    /// nothing fits.
    ///
    /// A valid address names its clause. Otherwise the numbers are matched along the path from the
    /// top, which may have clauses in between: `四（2）` is a clause 2 somewhere below a clause 4.
    /// Articles come before other clauses of the same number, higher clauses before lower ones.
    /// Text without numbers is searched for in labels and leads.
    pub fn find(&self, typed: &str, source: &str) -> Vec<ClauseId> {
        let typed: String = typed.trim().chars().map(fold_char).collect();
        if typed.is_empty() {
            return Vec::new();
        }
        if let Ok(address) = typed.parse::<ClauseAddress>()
            && let Some(id) = self.resolve(&address)
        {
            // A bare number may be an article as well as an item: all clauses that fit are
            // candidates.
            let is_bare = address.steps.len() == 1
                && self
                    .get(id)
                    .is_some_and(|clause| clause.step.kind == StepKind::Item);
            let number = address.steps.first().map(|step| step.number);
            let is_article = |clause: &Clause| {
                clause.kind == ClauseKind::Article && Some(clause.step.number) == number
            };
            if !is_bare || !self.clauses.iter().any(is_article) {
                return vec![id];
            }
        }
        let Some(mut wanted) = read(&typed, source) else {
            return self.by_words(&typed, source);
        };
        let all = |wanted: &[Wanted]| -> Vec<ClauseId> {
            self.ids()
                .filter(|&id| self.fits(id, wanted, source))
                .collect()
        };
        let mut found = all(&wanted);
        if found.is_empty() {
            // Old treaties call their articles 款.
            for step in &mut wanted {
                let is_small = matches!(step.kind, Some(StepKind::Paragraph | StepKind::Item));
                step.kind = step.kind.filter(|_| !is_small);
            }
            found = all(&wanted);
        }
        let rank = |id: &ClauseId| {
            let clause = self.get(*id);
            let is_article = clause.is_some_and(|clause| clause.kind == ClauseKind::Article);
            (!is_article, clause.map_or(0, |clause| clause.depth), *id)
        };
        found.sort_by_key(rank);
        // A clause whose whole address was typed, or the only article with the number, takes
        // precedence over clauses that only end with the same numbers.
        let exact: Vec<ClauseId> = found
            .iter()
            .copied()
            .filter(|&id| self.is_whole(id, &wanted))
            .collect();
        match exact.as_slice() {
            [only] if wanted.len() > 1 => vec![*only],
            _ => {
                let articles: Vec<ClauseId> = found
                    .iter()
                    .copied()
                    .filter(|id| wanted.len() == 1 && self.kind(*id) == Some(ClauseKind::Article))
                    .collect();
                if articles.len() == 1
                    && wanted
                        .first()
                        .is_some_and(|wanted| wanted.kind.is_none() && !wanted.is_ordinal)
                {
                    return articles;
                }
                found
            }
        }
    }

    fn kind(&self, id: ClauseId) -> Option<ClauseKind> {
        self.get(id).map(|clause| clause.kind)
    }

    /// Whether the clause has the last wanted number, and clauses above it the others, in order.
    fn fits(&self, id: ClauseId, wanted: &[Wanted], source: &str) -> bool {
        let Some((last, above)) = wanted.split_last() else {
            return false;
        };
        if !self.is(id, *last, source) {
            return false;
        }
        let mut above = above.iter().rev().peekable();
        let mut at = self.get(id).and_then(|clause| clause.parent);
        while let (Some(wanted), Some(id)) = (above.peek(), at) {
            if self.is(id, **wanted, source) {
                above.next();
            }
            at = self.get(id).and_then(|clause| clause.parent);
        }
        above.next().is_none()
    }

    fn is(&self, id: ClauseId, wanted: Wanted, source: &str) -> bool {
        let Some(clause) = self.get(id) else {
            return false;
        };
        let step = clause.step;
        if step.number != wanted.number
            || step.insertion != wanted.insertion
            || step.kind == StepKind::Heading
        {
            return false;
        }
        if wanted.is_ordinal {
            return clause.label.of(source).starts_with(['第', '제']);
        }
        match wanted.kind {
            // 第三项 and 第三目 may both be any numbered item.
            Some(kind) => step.kind == kind,
            // Not a top-level 款, which only a correction can produce: its number is not printed in
            // the document.
            None => step.kind != StepKind::Paragraph || clause.parent.is_some(),
        }
    }

    /// Whether the wanted numbers are exactly those of the clause's address.
    fn is_whole(&self, id: ClauseId, wanted: &[Wanted]) -> bool {
        let steps = self.address(id).steps;
        steps.len() == wanted.len()
            && steps
                .iter()
                .zip(wanted)
                .all(|(step, wanted)| step.number == wanted.number && step.occurrence == 1)
    }

    fn by_words(&self, typed: &str, source: &str) -> Vec<ClauseId> {
        let fold = |text: &str| text.chars().map(fold_char).collect::<String>();
        let words = |id: ClauseId| {
            self.get(id).map_or_else(String::new, |clause| {
                fold(clause.label.of(source)) + &fold(clause.title.of(source))
            })
        };
        self.ids().filter(|&id| words(id).contains(typed)).collect()
    }
}

/// Parses typed text; `None` if any part of it is not a number.
fn read(typed: &str, source: &str) -> Option<Vec<Wanted>> {
    // The tradition is found by reading the whole text, so only when it matters.
    let is_xiang = typed.contains(['项', '項', '款']) && Tradition::of(source) == Tradition::Xiang;
    let mut wanted = Vec::new();
    let mut rest = typed;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ".,、，。:：".contains(c));
        if rest.is_empty() {
            return (!wanted.is_empty()).then_some(wanted);
        }
        let (step, after) = one(rest, is_xiang)?;
        wanted.push(step);
        rest = after;
    }
}

fn one(text: &str, is_xiang: bool) -> Option<(Wanted, &str)> {
    // The prefixes of written addresses.
    let letters = text.find(|c: char| !c.is_ascii_lowercase())?;
    let (prefix, rest) = text.split_at_checked(letters)?;
    let kind = match prefix {
        "" | "s" | "section" | "paragraph" => None,
        "part" => Some(StepKind::Part),
        "chapter" => Some(StepKind::Chapter),
        "article" => Some(StepKind::Article),
        "schedule" => Some(StepKind::Annex),
        "pt" => Some(StepKind::Part),
        "subpt" => Some(StepKind::Subpart),
        "ch" => Some(StepKind::Chapter),
        "sec" => Some(StepKind::Section),
        "art" => Some(StepKind::Article),
        "para" => Some(StepKind::Paragraph),
        "annex" => Some(StepKind::Annex),
        _ => return None,
    };
    if let Some(annex) = kind
        .is_none()
        .then(|| {
            rest.strip_prefix("附件")
                .or_else(|| rest.strip_prefix("附表"))
        })
        .flatten()
    {
        let (number, after) = number(annex)?;
        return Some((
            Wanted {
                number,
                insertion: Insertion::NONE,
                kind: Some(StepKind::Annex),
                is_ordinal: false,
            },
            after,
        ));
    }
    let rest = rest.trim_start();
    // In a text, イ is a marker only before an ideographic space; add it.
    let first = rest.chars().next()?;
    if ('ア'..='ン').contains(&first)
        && let Some(marker) = leading(&format!("{first}\u{3000}"), 0)
    {
        let wanted = Wanted {
            number: marker.number,
            insertion: Insertion::NONE,
            kind: None,
            is_ordinal: false,
        };
        return Some((wanted, rest.get(first.len_utf8()..)?));
    }
    // A typed item marker: （2）, 一、, ①.
    if kind.is_none()
        && let Some(marker) = leading(rest, 0)
        && !matches!(
            marker.form,
            Form::Part
                | Form::Subpart
                | Form::Chapter
                | Form::Section
                | Form::Article
                | Form::Annex
                | Form::Ordinal
                // Decimal numbers are split into one step each.
                | Form::Decimal(_)
        )
    {
        let after = rest.get(marker.label.end..)?;
        return Some((
            Wanted {
                number: marker.number,
                insertion: marker.insertion,
                kind: None,
                is_ordinal: false,
            },
            after,
        ));
    }
    let rest = rest.trim_start_matches(['(', '（']);
    let ordinal = rest.strip_prefix(['第', '제']);
    let (number, after) = number(ordinal.unwrap_or(rest).trim_start_matches(['(', '（', ' ']))?;
    let (suffix, after) = suffix(after);
    let after = after.trim_start_matches([')', '）', ' ']);
    let (paragraph, item) = if is_xiang {
        (StepKind::Item, StepKind::Paragraph)
    } else {
        (StepKind::Paragraph, StepKind::Item)
    };
    let units = [
        ("分编", StepKind::Subpart),
        ("分編", StepKind::Subpart),
        ("分部", StepKind::Subpart),
        ("编", StepKind::Part),
        ("編", StepKind::Part),
        ("篇", StepKind::Part),
        ("部", StepKind::Part),
        ("卷", StepKind::Part),
        ("章", StepKind::Chapter),
        ("回", StepKind::Chapter),
        ("节", StepKind::Section),
        ("節", StepKind::Section),
        ("条", StepKind::Article),
        ("條", StepKind::Article),
        ("款", paragraph),
        ("项", item),
        ("項", item),
        ("号", StepKind::Item),
        ("號", StepKind::Item),
        ("目", StepKind::Item),
        ("조", StepKind::Article),
        ("장", StepKind::Chapter),
    ];
    let unit = units
        .iter()
        .find_map(|(unit, kind)| Some((*kind, after.strip_prefix(unit)?)));
    let (kind, mut after) = unit.map_or((kind, after), |(unit, after)| (Some(unit), after));
    let mut insertion = suffix;
    if let Some(tail) = after.strip_prefix(['之', '-', 'の', '의'])
        && let Some((n, tail)) = self::number(tail)
    {
        (insertion, after) = (Insertion::new(n as u16), tail);
        // 第二十四之一条 is accepted too.
        after = after.strip_prefix(['条', '條']).unwrap_or(after);
    }
    let is_ordinal = ordinal.is_some() && unit.is_none();
    Some((
        Wanted {
            number,
            insertion,
            kind,
            is_ordinal,
        },
        after,
    ))
}

/// The letter after a number (2A, folded): its position in the alphabet from 1, or 0 for none; and
/// the rest.
fn suffix(text: &str) -> (Insertion, &str) {
    let mut characters = text.chars();
    let letter = characters.next().filter(char::is_ascii_lowercase);
    let rest = characters.as_str();
    match letter {
        Some(letter) if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
            (Insertion::new(letter as u16 - u16::from(b'a') + 1), rest)
        }
        _ => (Insertion::NONE, text),
    }
}

/// The number at the start of a text, and the rest.
fn number(text: &str) -> Option<(u32, &str)> {
    let arabic = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text
        .find(|c: char| {
            if arabic {
                !c.is_ascii_digit()
            } else {
                c.is_ascii_digit() || !numeral::is_digit(c)
            }
        })
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((numeral::parse(digits)?, rest))
}
