//! The model: everything that the reading room knows; changed by update and prepare alone, painted
//! by view.

pub mod area;
pub mod choice;
pub mod comparing;
pub mod derived;
pub mod desk;
pub mod found;
pub mod glimpse;
pub mod input;
pub mod jump;
pub mod landing;
pub mod ledger;
pub mod list;
mod modes;
pub mod outline;
pub mod overlay;
pub mod pending;
pub mod picker;
pub mod prompt;
pub mod reader;
pub mod scroll;
pub mod search;
pub mod selection;
pub mod ticket;
pub mod tracked;
pub mod tree;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::annotation::{Anchor, Annotation, SourceRef};
use crate::document::Encoding;
use crate::library::same::Same;
use crate::library::shelf::Label;
use crate::library::{Called, Catalog, EntryId, LeftOut};
use crate::reading::dictionary::Dictionaries;
use crate::reading::{Rendition, Text, left};
use crate::search::headings::Headings;
use crate::settings::position::Positions;
use crate::settings::{Columns, Locale, Look, Options};
use crate::text::script::Script;
use crate::text::{Ambiguous, Said, Span};
use crate::typeset::Writing;
use choice::Choice;
use derived::Derived;
use desk::Desk;
use found::Found;
use glimpse::Glimpse;
use jump::{Jump, Jumps};
use landing::Landing;
use ledger::Ledger;
use outline::Outline;
use overlay::{Decision, Overlay};
use pending::Pending;
use prompt::Prompt;
use reader::Reader;
use search::Search;
use ticket::Ticket;
use tracked::Tracked;
use tree::{Tree, TreeNode, TreeRow, headings};

/// The panes that can have the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The document tree.
    Tree,
    /// The text.
    #[default]
    Reader,
    /// The clause outline.
    Outline,
}

/// What is wanted on the screen; the layout decides what there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The tree.
    pub tree: bool,
    /// The outline.
    pub outline: bool,
    /// The reader alone, whatever the others say.
    pub alone: bool,
    /// Which way lines run.
    pub writing: Writing,
    /// How many columns of text.
    pub columns: Columns,
    /// The characters that texts are shown in.
    pub script: Script,
}

/// Whether the shelves are being arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arranging {
    /// They stand as they should.
    #[default]
    Done,
    /// A worker is at it.
    UnderWay,
    /// A worker is at it, and what it does is out of date already.
    Again,
}

/// Everything the reading room knows.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// How wide the terminal was seen to show characters of ambiguous width.
    pub measured: Ambiguous,
    /// The sentences of the interface.
    pub locale: Locale,
    /// What the person has set.
    pub options: Options,
    /// Whether the mouse is the room's.
    pub mouse: bool,
    /// The byte of the text on which the mouse was pressed, as long as it was not drawn.
    pub pressed: Option<usize>,
    /// Whether many share this reading room: nothing leads out of it.
    pub is_shared: bool,
    /// The documents.
    pub catalog: Catalog,
    /// Which of them are the same.
    pub same: Arc<Same>,
    /// The tree pane.
    pub tree: Tree,
    /// Whether the shelves are being arranged.
    pub arranging: Arranging,
    /// The question whose answer the tree is narrowed by, and what was typed.
    pub filtering: Option<(Ticket, String)>,
    /// The encodings that the reader has chosen for documents; none where it is to be detected.
    pub encodings: HashMap<EntryId, Option<Encoding>>,
    /// The titles and headings of the library, as far as they are read.
    pub headings: Headings,
    /// All documents below this id are read for their headings.
    pub gathered: EntryId,
    /// The request for what is shown beside a list.
    pub peeking: Option<Ticket>,
    /// The keys of actions, by their names: the first of each.
    pub keys: HashMap<String, String>,
    /// How many files a scan that is under way has looked at.
    pub scanning: Option<usize>,
    /// What of the libraries could not be read, one line each.
    pub troubles: Vec<String>,
    /// The dictionaries of the person's own.
    pub dictionaries: Arc<Dictionaries>,
    /// Where documents were left.
    pub positions: Positions,
    /// What was left out of the libraries.
    pub left_out: LeftOut,
    /// The open document.
    pub reader: Option<Reader>,
    /// What is shown of the document that is being loaded, where that takes a while.
    pub glimpse: Option<Glimpse>,
    /// Whether who waits for the text wants to be at its end.
    pub is_end_awaited: bool,
    /// What stands where no document is open: why the one that was asked for is not to be had.
    pub instead: Option<String>,
    /// The outline pane.
    pub outline: Outline,
    /// Which pane has the keys.
    pub focus: Pane,
    /// What is wanted on the screen.
    pub wanted: Wanted,
    /// What the person has changed in how it looks.
    pub look: Look,
    /// The names of the themes that there are.
    pub themes: Vec<String>,
    /// The pane whose edge the mouse has hold of.
    pub held: Option<Pane>,
    /// Sheets over the text, the uppermost last.
    pub overlays: Vec<Overlay>,
    /// The prompt on the status line.
    pub prompt: Option<Prompt>,
    /// The search in the open document.
    pub found: Found,
    /// The search of the library.
    pub search: Search,
    /// How many documents are packed of those that the packs of the libraries lacked.
    pub packing: Option<(usize, usize)>,
    /// The question who refers to a clause from other documents.
    pub referring: Option<Ticket>,
    /// The question which documents of a work have a place, and whether the only one is gone to.
    pub placing: Option<(Ticket, bool)>,
    /// The text that is looked for because its file was moved, and the question where it is.
    pub moved: Option<(Ticket, Arc<SourceRef>)>,
    /// Where the reader came from.
    pub jumps: Jumps,
    /// Whether the last action walked the jump list, so that `Tab` is vim's `Ctrl-i`.
    pub jumping: bool,
    /// A sentence for the status line, until the next key.
    pub message: Option<String>,
    /// What could not be saved, for as long as it lasts.
    pub unsaved: Option<String>,
    /// The keys typed so far, and what they may become: shown as a hint.
    pub pending: Pending,
    /// All annotations that are not deleted.
    pub annotations: Tracked<Vec<Arc<Annotation>>>,
    /// What annotating needs to know beside them.
    pub desk: Desk,
    /// How many annotations each document has.
    pub marked: HashMap<EntryId, usize>,
    /// The documents that were read.
    pub read: HashSet<EntryId>,
    /// What was derived from which revisions.
    pub derived: Derived,
    /// How many times the keeper was asked to put or delete an annotation.
    pub requested: u64,
    /// The comparison under way.
    pub comparing: Option<Ticket>,
    /// The load under way: its ticket, and what to do when it is there.
    pub loading: Option<(Ticket, EntryId, Landing)>,
    /// The last ticket given.
    pub ticket: Ticket,
}

impl Model {
    /// A reading room with nothing open.
    pub fn new(catalog: Catalog, options: Options, locale: Locale, size: (u16, u16)) -> Self {
        let wanted = Wanted {
            tree: true,
            outline: true,
            alone: false,
            writing: options.writing,
            columns: options.columns,
            script: options.script,
        };
        let dictionaries = Arc::new(Dictionaries::new(options.dictionaries.clone()));
        Self {
            size,
            measured: Ambiguous::default(),
            locale,
            options,
            mouse: true,
            pressed: None,
            is_shared: false,
            catalog,
            same: Arc::default(),
            tree: Tree::default(),
            arranging: Arranging::default(),
            filtering: None,
            encodings: HashMap::new(),
            headings: Headings::default(),
            gathered: EntryId(0),
            peeking: None,
            keys: HashMap::new(),
            scanning: None,
            troubles: Vec::new(),
            dictionaries,
            positions: Positions::default(),
            left_out: LeftOut::default(),
            reader: None,
            glimpse: None,
            is_end_awaited: false,
            instead: None,
            outline: Outline::default(),
            focus: Pane::Reader,
            wanted,
            look: Look::default(),
            themes: Vec::new(),
            held: None,
            overlays: Vec::new(),
            prompt: None,
            found: Found::default(),
            search: Search::default(),
            packing: None,
            referring: None,
            placing: None,
            moved: None,
            jumps: Jumps::default(),
            jumping: false,
            message: None,
            unsaved: None,
            pending: Pending::default(),
            annotations: Tracked::default(),
            desk: Desk::default(),
            marked: HashMap::new(),
            read: HashSet::new(),
            derived: Derived::default(),
            requested: 0,
            comparing: None,
            loading: None,
            ticket: Ticket::default(),
        }
    }

    /// The place where the reader is.
    pub fn place(&self) -> Option<Jump> {
        let reader = self.reader.as_ref()?;
        Some(Jump {
            entry: reader.entry,
            here: reader.here,
            top: reader.anchor,
            is_listed: false,
        })
    }

    /// How the terminal shows characters of ambiguous width.
    pub fn ambiguous(&self) -> Ambiguous {
        self.options.ambiguous_width.set().unwrap_or(self.measured)
    }

    /// Says something on the status line.
    pub fn say(&mut self, key: &str, arguments: &[&str]) {
        self.message = Some(self.locale.tr(key, arguments));
    }

    /// Says a sentence on the status line.
    pub fn tell(&mut self, said: &Said) {
        self.message = Some(self.locale.say(said));
    }

    /// The encoding that the reader has chosen for a document, now or another time.
    pub fn encoding(&self, entry: EntryId) -> Option<Encoding> {
        if let Some(chosen) = self.encodings.get(&entry) {
            return *chosen;
        }
        let left = left::of_entry(&self.positions, self.catalog.get(entry)?)?;
        crate::document::encoding(left.encoding.as_deref()?)
    }

    /// What a shelf is called.
    pub fn shelf_name(&self, label: &Label) -> String {
        match label {
            Label::Name(name) => name.clone(),
            // The years before the tenth are no decade that has a name.
            Label::Decade(0) => self.locale.tr("tree.first-years", &[]),
            Label::Decade(year) => self.locale.tr("tree.decade", &[&year.to_string()]),
            Label::Year(year) => self.locale.tr("tree.year", &[&year.to_string()]),
            Label::Month(month) => {
                let (plain, padded) = (month.to_string(), format!("{month:02}"));
                self.locale.tr("tree.month", &[&plain, &padded])
            }
            Label::Library => self.locale.tr("tree.library", &[]),
            Label::Unnamed => {
                let key = format!("tree.without-{}", self.tree.shelves.by.name());
                self.locale.tr(&key, &[])
            }
            Label::Undated => self.locale.tr("tree.undated", &[]),
        }
    }

    /// The whole name of what a row of the tree stands for.
    pub fn name_of_row(&self, row: &TreeRow) -> String {
        match row.node {
            TreeNode::Shelf(shelf, _) => {
                let shelf = self.tree.shelves.shelves.get(shelf as usize);
                shelf.map_or_else(String::new, |shelf| self.shelf_name(&shelf.label))
            }
            TreeNode::Document(place) => {
                let id = self.tree.entry(place as usize);
                id.map_or_else(String::new, |id| self.called(id))
            }
            TreeNode::Heading(id) => {
                let text = self.reader.as_ref().map(|reader| &reader.text);
                let clause = text.and_then(|text| Some((text, text.tree.get(id)?)));
                let heading = clause.map(|(text, clause)| clause.heading(&text.document));
                let heading = heading.unwrap_or_default();
                self.rendition().words(&heading).into_owned()
            }
        }
    }

    /// What a document is called: its title, and what tells it from others of that title.
    pub fn called(&self, id: EntryId) -> String {
        let entry = self.catalog.get(id);
        entry.map_or_else(String::new, |entry| {
            Called::of(id, entry, &self.same).to_string()
        })
    }

    /// The places that a decision is among.
    pub fn places(&self, decision: &Decision) -> Vec<Span> {
        let own = self.annotations.iter().find(|own| own.id == decision.id);
        match own.and_then(|own| self.desk.place(own)) {
            Some(Anchor::Ambiguous(spans)) => spans.clone(),
            Some(anchor) => anchor.span().into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Lays the sheet of the search over the text, if it is not there.
    pub fn lay_search(&mut self) {
        let is_there = |overlay: &Overlay| matches!(overlay, Overlay::Search);
        if !self.overlays.iter().any(is_there) {
            self.overlays.push(Overlay::Search);
        }
    }

    /// The number of the open text.
    pub fn revision(&self) -> Option<Ticket> {
        self.reader.as_ref().map(|reader| reader.revision)
    }

    /// The theme that is wanted: the one chosen in a list of them, so that it can be looked at,
    /// else the one taken before, else the one set.
    pub fn theme(&self) -> &str {
        if let Some(Overlay::Picker(picker)) = self.overlays.last()
            && let Some(Choice::Theme(name)) = picker.chosen().map(|item| &item.target)
        {
            return name;
        }
        self.look.theme.as_ref().unwrap_or(&self.options.theme)
    }

    /// The list of all annotations, if it is open.
    pub fn ledger(&self) -> Option<&Ledger> {
        self.overlays.iter().find_map(|overlay| match overlay {
            Overlay::Ledger(ledger) => Some(ledger),
            _ => None,
        })
    }

    /// Lists the rows of the tree anew, with the headings of the open document.
    pub fn list_tree(&mut self) {
        let reader = self.reader.as_ref();
        let headings = reader.map_or_else(Vec::new, |reader| headings(&reader.text.tree));
        self.tree.refresh(&headings);
    }

    /// The open text as it is shown: as it is written, until it is known in the script that is
    /// wanted.
    pub fn rendition(&self) -> &Rendition {
        let reader = self.reader.as_ref();
        let known = reader.and_then(|reader| reader.text.known_rendition(self.wanted.script));
        known.unwrap_or(Rendition::original())
    }

    /// The open text, to be kept while the model changes.
    pub fn text(&self) -> Option<Arc<Text>> {
        self.reader.as_ref().map(|reader| Arc::clone(&reader.text))
    }
}
