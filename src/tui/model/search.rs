//! The search of the library: what is looked for, what is known of the answer, and the views of it.

mod timeline;

use std::sync::Arc;

use super::input::Input;
use super::list::List;
use super::ticket::Ticket;
use crate::library::EntryId;
use crate::library::shelf::Tally;
use crate::reading::inquiry::Answer;
use crate::reading::searches;
use crate::search::collocates::Collocate;
use crate::search::concordance::{self, Line, Sort};
use crate::search::engine::Place;
use crate::search::query::Query;
use crate::tui::action::Action;
pub use timeline::{Timeline, Times};

/// Everything about the search of the library; it stays when its sheet is closed.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Search {
    /// What is typed.
    pub input: Input,
    /// Whether keys are text; else they walk the list.
    pub is_typing: bool,
    /// What is looked for, as it is typed; empty for the library as it is.
    pub typed: String,
    /// The same, once it is read.
    pub query: Option<Arc<Query>>,
    /// Why it cannot be read: one line.
    pub wrong: Option<String>,
    /// The question that is under way.
    pub awaited: Option<Ticket>,
    /// What is known of the answer.
    pub answer: Option<Arc<Answer>>,
    /// How many answers were taken.
    pub revision: u64,
    /// Which view of it is shown.
    pub view: View,
    /// How the hits are to be listed.
    pub order: Order,
    /// The hits as they are listed.
    pub lines: Vec<Line>,
    /// What stands near the hits, once somebody has looked.
    pub collocates: Option<Vec<Collocate>>,
    /// The hits over time.
    pub timeline: Timeline,
    /// Whether the timeline counts hits, not hits for each million characters.
    pub is_raw: bool,
    /// What was searched before.
    pub notebook: Vec<searches::Line>,
    /// Selection and window of each view.
    lists: [List; View::ALL.len()],
    /// Whether hits stand in the open text, the outline and the tree.
    pub is_shown: bool,
    /// The hit that was gone to, until its text is there.
    pub visiting: Option<Place>,
    /// Whether the reader walks from hit to hit.
    pub is_walked: bool,
    /// How many hits stand on the shelves.
    pub tally: Tally,
}

/// A view of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// What was searched before.
    #[default]
    Notebook,
    /// The hits with the words around them.
    Hits,
    /// The documents with hits.
    Documents,
    /// The hits over time.
    Times,
    /// What stands near the hits.
    Collocates,
    /// What the documents have in common.
    Facets,
}

impl View {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Notebook,
        Self::Hits,
        Self::Documents,
        Self::Times,
        Self::Collocates,
        Self::Facets,
    ];

    /// Its name in the locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notebook => "notebook",
            Self::Hits => "hits",
            Self::Documents => "documents",
            Self::Times => "times",
            Self::Collocates => "collocates",
            Self::Facets => "facets",
        }
    }
}

/// How hits are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// In which order.
    pub sort: Sort,
    /// Whether those that repeat each other stand on one line.
    pub merges: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            sort: Sort::default(),
            merges: true,
        }
    }
}

impl Order {
    /// The hits of an answer in this order.
    pub fn list(self, answer: &Answer) -> Vec<Line> {
        let date = |document| answer.date_of(document);
        concordance::list(&answer.passages, self.sort, self.merges, &date)
    }
}

impl Search {
    /// Whether documents are counted, not hits: of the library as it is, or by what the catalog
    /// knows of them.
    pub fn is_of_documents(&self) -> bool {
        let query = self.query.as_ref();
        query.is_none_or(|query| query.is_of_documents())
    }

    /// Begins to type, with these words.
    pub fn begin(&mut self, words: &str) {
        self.input = Input::with(words);
        self.is_typing = true;
    }

    /// Has the keys walk the list of what was asked last, which stands where it was typed, and its
    /// hits shown beside the text.
    pub fn walk(&mut self) {
        self.is_typing = false;
        self.is_shown = true;
        if self.input.text().trim() != self.typed {
            self.input = Input::with(&self.typed);
        }
    }

    /// Shows a view.
    pub fn show(&mut self, view: View) {
        self.view = view;
        if let (View::Times, Some(answer)) = (view, &self.answer) {
            self.timeline.lay(answer);
        }
    }

    /// Forgets the answer, for another question.
    pub fn forget(&mut self) {
        self.answer = None;
        self.lines.clear();
        self.collocates = None;
        self.timeline = Timeline::default();
        self.is_walked = false;
        self.is_shown = false;
        for view in View::ALL {
            if view != View::Notebook {
                *self.list_of(view) = List::default();
            }
        }
    }

    /// Takes what is known of an answer; what is selected stays selected.
    pub fn take(&mut self, answer: Arc<Answer>, lines: Vec<Line>) {
        self.lines = lines;
        self.timeline.lay(&answer);
        self.answer = Some(answer);
        self.revision += 1;
    }

    /// Takes the hits in another order; the hit that is selected stays selected.
    pub fn relist(&mut self, lines: Vec<Line>) {
        let place = |line: &Line| line.passage.place();
        let hits = self.list_of(View::Hits).selected;
        let chosen = self.lines.get(hits).map(place).filter(|_| hits > 0);
        self.lines = lines;
        let row = chosen.and_then(|chosen| self.lines.iter().position(|own| place(own) == chosen));
        *self.list_of(View::Hits) = List {
            selected: row.unwrap_or(0),
            top: 0,
        };
    }

    /// Rows of the view that is shown.
    pub fn length(&self) -> usize {
        match self.view {
            View::Notebook => self.notebook.len(),
            View::Hits => self.lines.len(),
            View::Documents => self
                .answer
                .as_ref()
                .map_or(0, |answer| answer.documents.len()),
            View::Times => self.timeline.length(),
            View::Collocates => self.collocates.as_ref().map_or(0, Vec::len),
            View::Facets => self.answer.as_ref().map_or(0, |answer| answer.facets.len()),
        }
    }

    /// Selection and window of the view that is shown.
    pub fn list(&self) -> List {
        self.lists
            .get(self.view as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The same, to be changed.
    pub fn list_mut(&mut self) -> &mut List {
        self.list_of(self.view)
    }

    fn list_of(&mut self, view: View) -> &mut List {
        // There is one for each view.
        let [notebook, hits, documents, times, collocates, facets] = &mut self.lists;
        match view {
            View::Notebook => notebook,
            View::Hits => hits,
            View::Documents => documents,
            View::Times => times,
            View::Collocates => collocates,
            View::Facets => facets,
        }
    }

    /// Does an action that walks the list; false for any other. Days of the notebook are headings,
    /// which are stepped over.
    pub fn step(&mut self, action: &Action, page: i64) -> bool {
        let (length, from) = (self.length(), self.list().selected);
        let is_step = self.list_mut().walk(action, length, page);
        if is_step {
            let is_back = self.list().selected < from;
            self.pass_headings(is_back);
        }
        is_step
    }

    /// Whether a row only says of which day those below it are.
    pub fn is_heading(&self, row: usize) -> bool {
        let line = self.notebook.get(row);
        self.view == View::Notebook && matches!(line, Some(searches::Line::Day(_)))
    }

    /// Selects another row where a heading is selected: the next one, or the one before.
    fn pass_headings(&mut self, is_back: bool) {
        let selected = self.list().selected;
        let is_row = |row: &usize| !self.is_heading(*row);
        let before = (0..selected).rev().find(is_row);
        let from_here = (selected..self.length()).find(is_row);
        let passed = if is_back && self.is_heading(selected) {
            before.or(from_here)
        } else {
            from_here.or(before)
        };
        self.list_mut().selected = passed.unwrap_or(selected);
    }

    /// Goes to what has a number: a year or a part of it, else a row.
    pub fn go_to(&mut self, number: &str) {
        let Ok(number) = number.parse::<u32>() else {
            return;
        };
        let dated = self.timeline.row_of(number);
        let dated = dated.filter(|_| self.view == View::Times);
        self.list_mut().selected = dated.unwrap_or_else(|| (number as usize).saturating_sub(1));
    }

    /// Keeps the selection within the rows, and in a window of `height` of them.
    pub fn settle(&mut self, height: usize) {
        let length = self.length();
        self.pass_headings(false);
        self.list_mut().settle(length, height);
    }

    /// The row of the hit that the reader walks at.
    pub fn at(&mut self) -> &mut usize {
        &mut self.list_of(View::Hits).selected
    }

    /// The hits of a document, where they are shown.
    pub fn hits_of(&self, document: EntryId) -> usize {
        let answer = self.answer.as_ref().filter(|_| self.is_shown);
        answer.map_or(0, |answer| answer.hits_of(document))
    }

    /// Where the first listed hit of a document is.
    pub fn first_in(&self, document: EntryId) -> Option<Place> {
        self.answer.as_ref()?.first_in(document)
    }
}
