//! Clause addresses: the name of a clause outside of the program; printing, parsing and resolving
//! (`h2.1~2.3`, `art15.para2`).

use std::fmt;
use std::str::FromStr;

use crate::text::numbering::{Component, Insertion, Level, Place};

/// An address: the steps from the document down to a clause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseAddress {
    /// The steps; empty for the document itself.
    pub steps: Vec<Step>,
}

/// One step: prefix, number, and occurrence among clauses with that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Step {
    /// The prefix.
    pub kind: StepKind,
    /// The printed number.
    pub number: u32,
    /// The 1 of 第十七条之一.
    pub insertion: Insertion,
    /// 1 for the first clause with this number under its base, then 2, 3 …
    pub occurrence: u32,
}

/// The prefix of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepKind {
    /// `h`, a heading without a number.
    Heading,
    /// `pt`
    Part,
    /// `subpt`
    Subpart,
    /// `ch`
    Chapter,
    /// `sec`
    Section,
    /// `art`
    Article,
    /// `para`
    Paragraph,
    /// No prefix: 项, 目 and numbered items.
    Item,
    /// `annex`
    Annex,
    /// `sched`
    Schedule,
    /// `fig`
    Figure,
}

const PREFIXES: [(StepKind, &str); 11] = [
    (StepKind::Heading, "h"),
    (StepKind::Part, "pt"),
    (StepKind::Subpart, "subpt"),
    (StepKind::Chapter, "ch"),
    (StepKind::Section, "sec"),
    (StepKind::Article, "art"),
    (StepKind::Paragraph, "para"),
    (StepKind::Item, ""),
    (StepKind::Annex, "annex"),
    (StepKind::Schedule, "sched"),
    (StepKind::Figure, "fig"),
];

impl StepKind {
    /// The kind of step that is written with a prefix.
    pub fn of_prefix(prefix: &str) -> Option<Self> {
        let known = PREFIXES.iter().find(|(_, known)| *known == prefix);
        known.map(|(kind, _)| *kind)
    }
}

impl Step {
    /// The number as written in JSON, with the insertion: `17-1`.
    pub fn number_text(self) -> String {
        format!("{}{}", self.number, self.insertion)
    }
}

impl From<Level> for StepKind {
    fn from(level: Level) -> Self {
        match level {
            Level::Annex => Self::Annex,
            Level::Schedule => Self::Schedule,
            Level::Figure => Self::Figure,
            Level::Part => Self::Part,
            Level::Subpart => Self::Subpart,
            Level::Chapter => Self::Chapter,
            Level::Section => Self::Section,
            Level::Article => Self::Article,
            Level::Paragraph => Self::Paragraph,
            Level::Item(_) => Self::Item,
        }
    }
}

impl ClauseAddress {
    /// The address that a place has in most documents: that of its first numbers, from the article
    /// down where it has one.
    pub fn of(place: &Place) -> Self {
        let is_article = |component: &Component| component.unit.level == Level::Article;
        let first = place.components.iter().position(is_article).unwrap_or(0);
        let steps = place.components.iter().skip(first).filter_map(|component| {
            let count = component.counts.first()?;
            Some(Step {
                kind: component.unit.level.into(),
                // The only annex, which is called without a number, is the first.
                number: count.number.max(1),
                insertion: count.insertion,
                occurrence: 1,
            })
        });
        Self {
            steps: steps.collect(),
        }
    }

    /// The same clause in the naming convention of OASIS Akoma Ntoso (`art_15__para_2__point_3`).
    /// The occurrence follows a dot if it is greater than 1.
    pub fn eid(&self) -> String {
        let mut in_article = false;
        let steps = self.steps.iter().map(|step| {
            let name = match step.kind {
                StepKind::Heading => "hcontainer",
                StepKind::Part => "part",
                StepKind::Subpart => "subpart",
                StepKind::Chapter => "chp",
                StepKind::Section => "sec",
                StepKind::Article => "art",
                StepKind::Paragraph => "para",
                StepKind::Item if in_article => "point",
                StepKind::Item => "item",
                StepKind::Annex => "annex",
                StepKind::Schedule => "schedule",
                StepKind::Figure => "figure",
            };
            in_article |= step.kind == StepKind::Article;
            let again = if step.occurrence > 1 {
                format!(".{}", step.occurrence)
            } else {
                String::new()
            };
            format!("{name}_{}{again}", step.number_text())
        });
        steps.collect::<Vec<_>>().join("__")
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = PREFIXES
            .iter()
            .find(|(kind, _)| *kind == self.kind)
            .map_or("", |(_, prefix)| prefix);
        write!(f, "{prefix}{}", self.number_text())?;
        if self.occurrence > 1 {
            write!(f, "~{}", self.occurrence)?;
        }
        Ok(())
    }
}

impl fmt::Display for ClauseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write!(f, "{step}")?;
        }
        Ok(())
    }
}

/// Error: the text is not a clause address. Holds the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAddress(pub String);

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no clause address", self.0)
    }
}

impl std::error::Error for NoAddress {}

impl FromStr for Step {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let bad = || NoAddress(text.to_owned());
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or_else(bad)?;
        let (prefix, rest) = text.split_at_checked(digits).ok_or_else(bad)?;
        let kind = StepKind::of_prefix(prefix).ok_or_else(bad)?;
        let (rest, occurrence) = rest
            .split_once('~')
            .map_or((rest, None), |(rest, n)| (rest, Some(n)));
        let mut numbers = rest.split('-');
        let number = numbers.next().unwrap_or("");
        let read = |digits: &str| {
            digits
                .bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| digits.parse().ok())
                .flatten()
        };
        let mut insertion = Insertion::NONE;
        for digits in numbers {
            let deeper = read(digits).and_then(|number| insertion.within(number));
            insertion = deeper.ok_or_else(bad)?;
        }
        // `~1` is not accepted, so that every clause has exactly one address.
        let occurrence = match occurrence {
            None => 1,
            Some(digits) => read(digits).filter(|n| *n > 1).ok_or_else(bad)?,
        };
        Ok(Self {
            kind,
            number: read(number).ok_or_else(bad)?,
            insertion,
            occurrence,
        })
    }
}

impl FromStr for ClauseAddress {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let steps = text.split('.').map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_and_parse_back() {
        for text in [
            "h2.1~2.3",
            "pt1.ch2.sec1",
            "art17-1",
            "art105-2-3",
            "sched2",
            "fig1~2",
            "art15.para2.3",
            "annex1",
            "annex0",
            "4.2",
            "subpt1.ch1",
            "h1~2",
            "",
        ] {
            let address: ClauseAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_no_addresses() {
        for text in [
            "h",
            ".",
            "1.",
            "x1",
            "1~1",
            "1~",
            "1-0",
            "1-",
            "1-2-0",
            "1-+2",
            "1~+2",
            "1-1-1-1-1-1",
            "art",
            "1~2~3",
            "一",
            "1 ",
            "99999999999",
        ] {
            assert!(text.parse::<ClauseAddress>().is_err(), "{text}");
        }
    }
}
