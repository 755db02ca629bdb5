//! Floor 8, the reading room: model, actions, update, effects, workers, prepare, view, keymap, theme, backend; knows no parsing and no line breaking.

mod action;
mod backend;
mod chord;
mod clipboard;
mod effect;
mod event;
mod keeper;
mod keymap;
mod layout;
mod model;
mod prepare;
mod terminal;
mod theme;
mod update;
mod view;
mod worker;

use std::io::{self, Stdout};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::annotation::Store;
use crate::library::{Catalog, EntryId};
use crate::settings::position::Positions;
use crate::settings::{Locale, Options, Paths};
use action::Action;
use backend::{Capabilities, Screen};
use clipboard::{Multiplexer, osc52};
use effect::{Effect, Landing};
use event::{Event, Signal};
use keeper::{Keeper, Request};
use keymap::{Keymap, Typed};
use model::overlay::Overlay;
use model::{Model, Pane};
use terminal::Session;
use theme::Theme;
use worker::Report;

/// Columns of the terminal, if there is one.
pub fn columns() -> Option<u16> {
    terminal::columns()
}

/// What the reading room starts with.
#[derive(Debug)]
pub struct Start {
    /// The documents known already.
    pub catalog: Catalog,
    /// Folders and files to look for more.
    pub scan: Vec<PathBuf>,
    /// The document to open, and where in it, as a person types it; else the one left last, else the first.
    pub open: Option<(EntryId, Option<String>)>,
    /// What the person has set.
    pub options: Options,
    /// The language.
    pub locale: Locale,
    /// Where things are kept; without, nothing is, and the reader is told why.
    pub paths: Result<Paths, String>,
    /// What is to be said at the start: one line.
    pub message: Option<String>,
    /// What the environment says of the terminal.
    pub terminal: TerminalFacts,
}

/// What the environment says of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminalFacts {
    /// Whether no colours are wanted (`NO_COLOR`).
    pub no_color: bool,
    /// Whether it is inside tmux.
    pub tmux: bool,
    /// Whether it is inside GNU screen.
    pub screen: bool,
}

/// A prefix that is an action by itself is done when no key follows for so long.
const PAUSE: Duration = Duration::from_millis(600);

/// A document that is there so soon is the first thing drawn: a frame without it would only be bytes.
const GRACE: Duration = Duration::from_millis(50);

/// Runs the reading room until the reader leaves it.
///
/// # Errors
/// One line, where there is no terminal to run in.
pub fn run(start: Start) -> Result<(), String> {
    let (sender, events) = channel();
    let mut room = Room::new(start, sender.clone());
    event::spawn(&sender).map_err(|error| format!("cannot watch for signals: {error}"))?;
    let session = Session::enter(room.model.options.mouse)
        .map_err(|error| format!("cannot use the terminal: {error}"))?;
    let result = catch_unwind(AssertUnwindSafe(|| room.live(&session, &events)));
    // Whatever happened, what the reader made is kept before anything else.
    room.leave();
    room.keeper.finish();
    match result {
        Ok(End::Left) => drop(session),
        Ok(End::Gone) => session.abandon(),
        Err(panic) => {
            drop(session);
            resume_unwind(panic);
        }
    }
    Ok(())
}

/// How the reading room ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The terminal is to be given back.
    Left,
    /// The terminal is gone.
    Gone,
}

/// The reading room with all that is outside its model.
struct Room {
    model: Model,
    keymap: Keymap,
    typed: Typed,
    theme: Theme,
    screen: Screen<Stdout>,
    keeper: Keeper,
    positions: Positions,
    multiplexer: Multiplexer,
    to: Sender<Event>,
}

impl Room {
    fn new(start: Start, to: Sender<Event>) -> Self {
        let (keymap, wrong_key) = Keymap::new(&start.options.keys);
        let capabilities = Capabilities {
            colors: !start.terminal.no_color,
            synchronized: true,
            ambiguous: start.options.ambiguous_width.into(),
        };
        let theme = Theme::new(
            start.options.ascii,
            capabilities.ambiguous,
            capabilities.colors,
        );
        let mut model = Model::new(
            start.catalog,
            start.options,
            start.locale,
            terminal::size_within_reason(),
        );
        model.message = wrong_key.or(start.message);
        let (mut keeper, mut positions) = (Keeper::none(), Positions::default());
        let kept: Result<_, String> = start.paths.and_then(|paths| {
            let store =
                Store::open(&paths.config, &paths.state).map_err(|error| error.to_string())?;
            let positions = Positions::read(&paths.state).map_err(|error| error.to_string())?;
            Ok((store, positions))
        });
        match kept {
            Ok((store, kept)) => {
                model.annotations = store.annotations();
                if store.damaged() > 0 {
                    model.say("annotate.damaged", &[&store.damaged().to_string()]);
                }
                positions = kept;
                keeper = Keeper::spawn(store, positions.clone(), to.clone());
            }
            Err(reason) => {
                model.unsaved = Some(model.locale.tr("annotate.nowhere", &[reason.as_str()]));
            }
        }
        let multiplexer = match start.terminal {
            TerminalFacts { tmux: true, .. } => Multiplexer::Tmux,
            TerminalFacts { screen: true, .. } => Multiplexer::Screen,
            _ => Multiplexer::None,
        };
        let screen = Screen::new(io::stdout(), capabilities);
        let mut room = Self {
            model,
            keymap,
            typed: Typed::default(),
            theme,
            screen,
            keeper,
            positions,
            multiplexer,
            to,
        };
        update::relist(&mut room.model);
        if !start.scan.is_empty() {
            worker::spawn_scan(start.scan, room.to.clone());
        }
        match start.open {
            Some((entry, address)) => {
                room.open(entry, address.map_or(Landing::Left, Landing::Address));
            }
            None => room.open_where_left(),
        }
        room
    }

    /// Opens the document left last, or the first of the shelves.
    fn open_where_left(&mut self) {
        let last = self.positions.last().unwrap_or("");
        let left = self
            .model
            .catalog
            .iter()
            .find(|(_, entry)| entry.key() == last)
            .map(|(id, _)| id);
        if let Some(entry) = left.or_else(|| self.model.tree.order().first().copied()) {
            self.open(entry, Landing::Left);
        }
    }

    fn open(&mut self, entry: EntryId, landing: Landing) {
        for effect in update::open(&mut self.model, entry, landing) {
            self.begin(effect);
        }
    }

    /// Draws, waits, and does what comes, until the end.
    fn live(&mut self, session: &Session, events: &Receiver<Event>) -> End {
        if self.model.loading.is_some()
            && let Ok(event) = events.recv_timeout(GRACE)
            && let Some(end) = self.meet(event, session)
        {
            return end;
        }
        loop {
            if self.draw().is_err() {
                return End::Gone;
            }
            let first = if self.typed.is_undecided(&self.keymap, self.modes()) {
                match events.recv_timeout(PAUSE) {
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return End::Gone,
                    Ok(event) => Some(event),
                }
            } else {
                match events.recv() {
                    Err(_) => return End::Gone,
                    Ok(event) => Some(event),
                }
            };
            let Some(first) = first else {
                let actions = self.typed.pause(&self.keymap, self.modes());
                if let Some(end) = self.act(actions, session) {
                    return end;
                }
                continue;
            };
            // A burst is drained before anything is drawn: only the newest state is worth its bytes.
            let mut next = Some(first);
            while let Some(event) = next {
                if let Some(end) = self.meet(event, session) {
                    return end;
                }
                next = events.try_recv().ok();
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        prepare::prepare(&mut self.model);
        let (columns, rows) = self.model.size;
        if columns == 0 || rows == 0 {
            return Ok(());
        }
        let (buffer, cursor) = view::view(&self.model, &self.keymap, self.theme);
        self.screen.draw(&buffer, cursor)
    }

    fn meet(&mut self, event: Event, session: &Session) -> Option<End> {
        let effects = match event {
            Event::Key(chord) => {
                let typing = update::is_typing(&self.model);
                let actions = self.typed.press(&self.keymap, self.modes(), chord, typing);
                if actions.is_empty() {
                    self.model.message = None;
                }
                return self.act(actions, session);
            }
            Event::Click(at) => update::pointer::click(&mut self.model, at),
            Event::Wheel(at, down) => update::pointer::wheel(&mut self.model, at, down),
            Event::Paste(text) => update::paste(&mut self.model, &text),
            // Sizes come and go faster than frames: even where it is the one drawn last, what is on the screen is not.
            Event::Resize => vec![Effect::Redraw],
            Event::Signal(Signal::Terminate) => return Some(End::Left),
            Event::Signal(Signal::HangUp) => return Some(End::Gone),
            Event::Signal(Signal::Suspend) => vec![Effect::Suspend],
            Event::Signal(Signal::Continue) => vec![Effect::Redraw],
            Event::Report(report) => {
                self.hear(report);
                Vec::new()
            }
        };
        self.carry_out(effects, session)
    }

    /// Does actions one after the other.
    fn act(&mut self, actions: Vec<Action>, session: &Session) -> Option<End> {
        for action in actions {
            let effects = update::update(&mut self.model, action);
            if let Some(end) = self.carry_out(effects, session) {
                return Some(end);
            }
        }
        self.model.pending = self.pending();
        None
    }

    /// What may follow the keys typed so far.
    fn pending(&self) -> String {
        let sequence = self.typed.sequence();
        if sequence.is_empty() {
            return self.typed.shown();
        }
        let locale = &self.model.locale;
        let follows = self
            .keymap
            .following(self.modes(), sequence)
            .into_iter()
            .map(|(key, action)| {
                let does = action.map_or(String::new(), |action| {
                    locale.tr(&format!("action.{}", action.name()), &[])
                });
                format!("{key} {does}")
            });
        format!(
            "{}   {}",
            self.typed.shown(),
            follows.collect::<Vec<_>>().join("   ")
        )
    }

    fn carry_out(&mut self, effects: Vec<Effect>, session: &Session) -> Option<End> {
        for effect in effects {
            match effect {
                Effect::Quit => return Some(End::Left),
                Effect::Redraw => self.redraw(),
                Effect::Suspend => {
                    self.leave();
                    if session.suspend().is_err() {
                        return Some(End::Gone);
                    }
                    self.redraw();
                }
                Effect::Copy(text) => {
                    if self.screen.send(&osc52(&text, self.multiplexer)).is_err() {
                        return Some(End::Gone);
                    }
                }
                effect => self.begin(effect),
            }
        }
        None
    }

    fn redraw(&mut self) {
        self.model.size = terminal::size_within_reason();
        self.screen.repaint();
    }

    /// Begins what others finish.
    fn begin(&mut self, effect: Effect) {
        match effect {
            Effect::Load(ticket, entry) => {
                if let Some(entry) = self.model.catalog.get(entry) {
                    worker::spawn_load(ticket, entry.source.clone(), self.to.clone());
                }
            }
            Effect::Count(ticket, text, measure) => {
                worker::spawn_count(ticket, text, measure, self.to.clone());
            }
            Effect::Put(annotation) => self.keeper.ask(Request::Put(annotation)),
            Effect::Delete(id) => self.keeper.ask(Request::Delete(id)),
            Effect::Leave(position) => {
                self.positions.take((*position).clone());
                self.keeper.ask(Request::Leave(*position));
            }
            Effect::Copy(_) | Effect::Redraw | Effect::Suspend | Effect::Quit => {}
        }
    }

    /// Leaves the open document at its place.
    fn leave(&mut self) {
        for effect in update::leave(&self.model) {
            self.begin(effect);
        }
    }

    fn hear(&mut self, report: Report) {
        match report {
            Report::Loaded(ticket, text) => {
                let key = self
                    .model
                    .loading
                    .as_ref()
                    .and_then(|(_, entry, _)| self.model.catalog.get(*entry))
                    .map(crate::library::Entry::key);
                let left = key
                    .and_then(|key| self.positions.get(&key))
                    .map(|position| position.bytes(&text.document.source));
                update::arrived(&mut self.model, ticket, text, left);
            }
            Report::Failed(ticket, reason) => update::failed(&mut self.model, ticket, &reason),
            Report::Found(entries) => {
                for entry in entries {
                    if self.model.catalog.find(&entry.source).is_none() {
                        self.model.catalog.add(entry);
                    }
                }
                update::relist(&mut self.model);
                if self.model.reader.is_none() && self.model.loading.is_none() {
                    self.open_where_left();
                }
            }
            Report::Skipped(reason) => self.model.message = Some(reason),
            Report::Counted(ticket, rows) => update::counted(&mut self.model, ticket, rows),
            Report::Scanned => {
                if self.model.catalog.is_empty() {
                    self.model.say("pick.no-documents", &[]);
                }
            }
            Report::Kept {
                answered,
                annotations,
                problem,
            } => update::kept(&mut self.model, answered, annotations, problem),
        }
    }

    /// The parts of the key map that hold now.
    fn modes(&self) -> &'static [&'static str] {
        if self.model.prompt.is_some() {
            return &["prompt"];
        }
        match (self.model.overlays.last(), self.model.focus) {
            (Some(Overlay::Picker(_)), _) => &["picker"],
            (_, Pane::Tree) => &["tree", "any"],
            (_, Pane::Reader) => &["reader", "any"],
            (_, Pane::Outline) => &["outline", "any"],
        }
    }
}
