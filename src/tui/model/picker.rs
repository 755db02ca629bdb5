//! A list that is narrowed by typing: what is chosen among, what matches, what is shown beside it.

use std::sync::Arc;

use super::choice::{Choice, Item};
use super::input::Input;
use super::list::List;

use super::ticket::Ticket;
use crate::library::same::Same;
use crate::library::{Called, Catalog, EntryId};
use crate::search::fuzzy::rank;
use crate::search::headings::{Heading, Headings};

/// What a picker chooses among; its title stands under `picker.<name>` in the locales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The documents of the library.
    Documents,
    /// The clauses of this document.
    Clauses,
    /// The clauses that a typed address may mean.
    Candidates,
    /// What is odd in this document.
    Issues,
    /// What of the libraries could not be read.
    Troubles,
    /// What a clause refers to.
    References,
    /// What refers to a clause.
    Referrers,
    /// The notes of this document.
    Notes,
    /// The documents that a title may mean.
    Versions,
    /// The documents that the open one may be compared with.
    Comparison,
    /// The documents that the open one is bound to.
    Bound,
    /// The annotations of other editions.
    Others,
    /// The documents that were read, in all libraries.
    History,
    /// The documents akin to the open one.
    Neighbours,
    /// Addresses and actions.
    Commands,
    /// The titles and headings of the library.
    Headings,
    /// The encodings that a document may be in.
    Encodings,
    /// The themes.
    Themes,
    /// The commands of the person's own.
    Hooks,
}

impl Purpose {
    /// Its name in the locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Clauses => "clauses",
            Self::Candidates => "candidates",
            Self::Issues => "issues",
            Self::Troubles => "troubles",
            Self::References => "references",
            Self::Referrers => "referrers",
            Self::Notes => "notes",
            Self::Versions => "versions",
            Self::Comparison => "comparison",
            Self::Bound => "bound",
            Self::Others => "others",
            Self::History => "history",
            Self::Neighbours => "neighbours",
            Self::Commands => "commands",
            Self::Headings => "headings",
            Self::Encodings => "encodings",
            Self::Themes => "themes",
            Self::Hooks => "hooks",
        }
    }
}

/// What a picker chooses among.
#[derive(Clone, Debug)]
pub enum Among {
    /// Items at hand.
    Items(Arc<Vec<Item>>),
    /// The documents of the library, in the order of the shelves, each once.
    Documents(Arc<Vec<EntryId>>),
    /// The titles and headings of the library, as far as they are read.
    Headings(Headings),
}

/// The text of what is chosen, shown beside the list.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What it is of: an index as in [`Picker::ranked`].
    pub of: u32,
    /// The columns that it was set in.
    pub columns: usize,
    /// Its lines; none before it is there.
    pub lines: Vec<String>,
}

/// A list that is narrowed by typing.
#[derive(Clone, Debug)]
pub struct Picker {
    /// What it chooses among.
    pub purpose: Purpose,
    /// What is typed.
    pub input: Input,
    /// All that there is.
    pub among: Among,
    /// What matches, best first: indices of items, or ids of documents.
    pub ranked: Vec<u32>,
    /// Selection and window.
    pub list: List,
    /// The ranking that a worker is at.
    pub awaited: Option<Ticket>,
    /// Whether the first that matches is to be taken once it is known.
    pub is_accepted: bool,
    /// The text of what is chosen.
    pub beside: Option<Beside>,
    /// What is said of the list, beside its title.
    pub note: String,
}

impl Picker {
    /// A picker over items, nothing typed, the `selected`-th chosen.
    pub fn new(purpose: Purpose, items: Vec<Item>, selected: usize) -> Self {
        Self::over(purpose, Among::Items(Arc::new(items)), selected)
    }

    /// A picker, nothing typed, the `selected`-th chosen.
    pub fn over(purpose: Purpose, among: Among, selected: usize) -> Self {
        let mut picker = Self {
            purpose,
            input: Input::default(),
            among,
            ranked: Vec::new(),
            list: List::default(),
            awaited: None,
            is_accepted: false,
            beside: None,
            note: String::new(),
        };
        picker.show_all();
        picker.list.selected = selected;
        picker
    }

    /// How many there are to choose among.
    pub fn total(&self) -> usize {
        match &self.among {
            Among::Items(items) => items.len(),
            Among::Documents(entries) => entries.len(),
            Among::Headings(headings) => headings.len(),
        }
    }

    /// How many of the items at hand are clauses.
    pub fn clauses(&self) -> usize {
        let is_clause = |item: &&Item| matches!(item.target, Choice::Clause(_));
        match &self.among {
            Among::Items(items) => items.iter().filter(is_clause).count(),
            Among::Documents(_) | Among::Headings(_) => 0,
        }
    }

    /// Everything, in its given order, as in [`Picker::ranked`].
    pub fn all(&self) -> Vec<u32> {
        match &self.among {
            Among::Items(items) => (0..items.len() as u32).collect(),
            Among::Documents(entries) => entries.iter().map(|entry| entry.0).collect(),
            Among::Headings(headings) => (0..headings.len() as u32).collect(),
        }
    }

    /// Shows everything, in its given order.
    pub fn show_all(&mut self) {
        self.ranked = self.all();
        self.list = List::default();
        self.awaited = None;
    }

    /// Ranks items at hand by what is typed.
    pub fn narrow(&mut self) {
        self.show_all();
        if let Among::Items(items) = &self.among {
            let ranked = rank(texts(items), &self.input.text());
            self.ranked = ranked.into_iter().map(|index| index as u32).collect();
        }
    }

    /// Takes a ranking; what is chosen stays chosen, unless that is only the first.
    pub fn take(&mut self, ranked: Vec<u32>) {
        let chosen = self.ranked.get(self.list.selected).copied();
        self.ranked = ranked;
        let place = chosen
            .filter(|_| self.list.selected > 0)
            .and_then(|chosen| self.ranked.iter().position(|one| *one == chosen));
        self.list = List {
            selected: place.unwrap_or(0),
            top: 0,
        };
    }

    /// Adds items behind those at hand.
    pub fn extend(&mut self, more: Vec<Item>) {
        let Among::Items(items) = &self.among else {
            return;
        };
        let items: Vec<Item> = items.iter().cloned().chain(more).collect();
        self.among = Among::Items(Arc::new(items));
        let list = self.list;
        if self.input.is_empty() {
            self.show_all();
        } else {
            self.narrow();
        }
        self.list = list;
    }

    /// The item of a row.
    pub fn item(&self, row: usize, catalog: &Catalog, same: &Same) -> Option<Item> {
        let index = *self.ranked.get(row)?;
        match &self.among {
            Among::Items(items) => items.get(index as usize).cloned(),
            Among::Documents(_) => document(EntryId(index), catalog, same),
            Among::Headings(headings) => heading(headings.get(index as usize)?, catalog, same),
        }
    }

    /// The chosen item, of those at hand.
    pub fn chosen(&self) -> Option<&Item> {
        let index = *self.ranked.get(self.list.selected)?;
        match &self.among {
            Among::Items(items) => items.get(index as usize),
            Among::Documents(_) | Among::Headings(_) => None,
        }
    }
}

/// A document as something to choose: its date dim beside it, and how often it stands in the
/// library.
pub fn document(id: EntryId, catalog: &Catalog, same: &Same) -> Option<Item> {
    let entry = catalog.get(id)?;
    let date = entry.header().cited_date();
    let mut detail = date.map_or_else(String::new, |own| own.date.to_string());
    let places = same.places(id).len();
    if places > 1 {
        detail = format!("≡{places} {detail}");
    }
    Some(Item {
        text: Called::of(id, entry, same).to_string(),
        detail,
        depth: 0,
        target: Choice::Document(id),
    })
}

/// A heading as something to choose: its document dim beside it.
fn heading(heading: Heading<'_>, catalog: &Catalog, same: &Same) -> Option<Item> {
    if heading.address.is_empty() {
        return document(heading.entry, catalog, same);
    }
    Some(Item {
        text: heading.text.to_owned(),
        detail: Called::of(heading.entry, catalog.get(heading.entry)?, same).to_string(),
        depth: 1,
        target: Choice::Said(heading.entry, heading.address.to_owned()),
    })
}

/// What of items is matched.
pub fn texts(items: &[Item]) -> impl Iterator<Item = &str> {
    items.iter().map(|item| item.text.as_str())
}
