//! Clause addresses: a name for a clause from outside the program, printed, parsed and resolved (`h2.1~2.3`, `art15.para2`).

use std::fmt;

/// The written name of a clause: steps from the document down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseAddress {
    /// The steps; none for the document itself.
    pub steps: Vec<Step>,
}

/// One step: prefix, number, and which of several with that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Step {
    /// The prefix.
    pub kind: StepKind,
    /// The printed number.
    pub number: u32,
    /// The 之一 of 第十七条之一; 0 for none.
    pub insertion: u32,
    /// 1 for the first clause with this number under its parent, then 2, 3 …
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
}

impl fmt::Display for ClauseAddress {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
