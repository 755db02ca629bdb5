//! Floor 9, the reading room: the loop that model, actions, update, prepare and view make, over
//! what the floors below know. Knows no parsing and no line breaking.
//!
//! What a person does goes into the `room`, which is only values, and comes out as effects: asks,
//! which the `worker`s answer with reports, and what the `machine` does on the terminal. The
//! `event_loop` waits and draws.

pub mod action;
mod ahead;
mod ask;
mod display;
mod effect;
mod event_loop;
mod footer;
mod hand;
mod help;
mod hints;
mod hyperlink;
mod inbox;
pub mod keymap;
mod layout;
mod machine;
mod message;
mod model;
mod outside;
mod prepare;
mod report;
mod room;
mod theme;
mod update;
mod view;
mod vocabulary;
mod worker;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use jiff::Timestamp;

use crate::annotation::Clock;
use crate::disk::{self, Quota, System, Volume};
use crate::library::last_look;
use crate::library::librarian::outermost;
use crate::library::{Catalog, EntryId, Remote};
use crate::settings;
use crate::settings::position::Positions;
use crate::settings::{Locale, Look, Options, Paths};
use crate::terminal::event::{Event, Events};
use crate::terminal::facts::TerminalFacts;
use crate::terminal::gate::Gate;
use crate::terminal::session::{self, Session};
use crate::text::Said;
use display::Display;
use effect::Effect;
use event_loop::EventLoop;
use inbox::Inbox;
use machine::Machine;
use message::Message;
use model::landing::Landing;
use room::Room;
use theme::Themes;
use worker::{Keeper, LibrarianThread, Stacks, Workers};

/// What the reading room starts with.
#[derive(Debug)]
pub struct Start {
    /// The documents known already.
    pub catalog: Catalog,
    /// Folders and files to look for more.
    pub scan: Vec<PathBuf>,
    /// Libraries on search servers.
    pub remotes: Vec<Arc<Remote>>,
    /// The document to open, and the address in it as a person types it. Without: the document left
    /// last, else the first.
    pub open: Option<(EntryId, Option<String>)>,
    /// What the person has set.
    pub options: Options,
    /// The language.
    pub locale: Locale,
    /// The directories; without them nothing is saved, and the reader is told why.
    pub paths: Result<Paths, Said>,
    /// A line to show at the start.
    pub message: Option<String>,
    /// What the environment says of the terminal.
    pub terminal: TerminalFacts,
    /// The command line of the person's editor; empty where none is set.
    pub editor: Vec<String>,
    /// The rules of a reading room that many share.
    pub house: Option<House>,
}

/// The rules of a reading room that many share: nothing leads out of it.
#[derive(Clone, Copy, Debug)]
pub struct House {
    /// How long it stays open without a key.
    pub idle: Duration,
    /// Quota in bytes for what a reader writes.
    pub quota: u64,
    /// How far the kernel keeps the program from the rest of the machine.
    pub confinement: Confinement,
}

/// How far the kernel holds a program to what it has declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confinement {
    /// Files, programs, network, signals (Landlock of Linux 6.12).
    Whole,
    /// Files and programs, by the Landlock of an older kernel.
    Part,
    /// Not at all.
    None,
}

/// The pause in typing after which the library is searched: shorter than one notices, longer than
/// between two keys of who types fast.
const PAUSE: Duration = Duration::from_millis(120);

/// How the reading room ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The terminal is to be given back.
    Left,
    /// The terminal is gone.
    Gone,
}

/// Runs the reading room until the reader leaves it; says where what could not be saved is kept.
///
/// # Errors
/// One line, where there is no terminal to run in.
pub fn run(start: Start) -> Result<Option<Said>, Said> {
    let (to, messages) = channel();
    let mut inbox = Inbox::new(messages);
    let (themes, wrong_theme) = themes(&start);
    let names = themes.names();
    let display = Display::new(start.terminal.clone(), &start.options, themes);
    let (editor, house) = (start.editor.clone(), start.house);
    let paths = start.paths.clone().ok();
    let filters = Arc::clone(start.catalog.filters());
    let (mut room, workers) = open(start, &to);
    room.model.themes = names;
    room.model.message = room.model.message.take().or(wrong_theme);
    let caught = Events::catch()
        .map_err(|error| Said::new("terminal.no-signals").with_said(disk::reason(&error)))?;
    let failures = to.clone();
    let tell = move |place| {
        // A reading room that has ended hears nothing more.
        let _ = failures.send(Event::Failure(place).into());
    };
    let session = Session::enter(tell)
        .map_err(|error| Said::new("terminal.unusable").with_said(disk::reason(&error)))?;
    let mut machine = Machine {
        display,
        workers,
        session,
        gate: Gate::default(),
        editor,
        paths,
        house,
        copying: None,
        is_attended: true,
        to,
    };
    let mut farewell = None;
    let result = catch_unwind(AssertUnwindSafe(|| {
        EventLoop::new(&mut room, &mut machine, &mut inbox, &mut farewell).run(caught)
    }));
    // Whatever happened, what the reader made is kept before anything else.
    machine.leave(&mut room);
    let left = machine.workers.keeper.finish();
    let left = left.or(farewell.map(Said::Words));
    filters.close();
    machine.workers.librarian.finish();
    match result {
        Ok(End::Left) => {
            machine.hear_out(&mut room.model, &mut inbox);
            drop(machine.session);
        }
        Ok(End::Gone) => {
            if machine.session.is_there() {
                machine.hear_out(&mut room.model, &mut inbox);
            }
            machine.session.abandon();
        }
        Err(panic) => {
            drop(machine.session);
            resume_unwind(panic);
        }
    }
    Ok(left)
}

/// The built-in themes and the person's own; one line where one cannot be read.
fn themes(start: &Start) -> (Themes, Option<String>) {
    let read = start.paths.as_ref().map(settings::themes::own);
    let (own, unread) = read.unwrap_or_default();
    let (themes, wrong) = Themes::with(own);
    let wrong = wrong.map(|(name, why)| {
        let why = start.locale.say(&why);
        start.locale.tr("theme.wrong", &[&name, &why])
    });
    let unread = unread.map(|unread| start.locale.say(&unread));
    (themes, unread.or(wrong))
}

/// The room as it starts, and its workers, who are at what the first frame waits for.
fn open(start: Start, to: &Sender<Message>) -> (Room, Workers) {
    let size = session::size_within_reason();
    let mut room = Room::new(start.catalog, start.options, start.locale, size);
    let model = &mut room.model;
    model.is_shared = start.house.is_some();
    model.message = start.message;
    let mut keeper = Keeper::default();
    let cache = start.paths.as_ref().ok().map(|paths| paths.cache.clone());
    match start.paths {
        Ok(paths) => {
            let (kept, problem) = Positions::read(&paths.state);
            let problem = problem.map(|problem| model.locale.say(&problem.said()));
            model.message = model.message.take().or(problem);
            // Nothing was ever read, and nothing is named: somebody is here for the first time.
            let is_new = kept.last().is_none() && start.scan.is_empty() && start.open.is_none();
            if is_new && model.message.is_none() {
                model.say("reader.welcome", &[]);
            }
            model.positions = kept.clone();
            model.look = Look::read(&paths.state);
            let volume: Arc<dyn Volume> = match start.house {
                None => Arc::new(System),
                Some(house) => {
                    let folders = [paths.config.clone(), paths.state.clone()];
                    Arc::new(Quota::new(folders, house.quota))
                }
            };
            let clock = Clock::new(Timestamp::now);
            keeper = Keeper::new(paths, volume, clock, kept, to.clone());
        }
        Err(reason) => {
            let said = Said::new("annotate.nowhere").with_said(reason);
            model.unsaved = Some(model.locale.say(&said));
        }
    }
    // What a person names on the command line is looked through as it is; of what many share its
    // operator has made packs.
    let libraries = &model.options.libraries;
    let is_packed = |root: &&PathBuf| model.is_shared || libraries.contains(root);
    let scanned = start.scan.iter().filter(is_packed);
    let roots = outermost(&scanned.cloned().collect::<Vec<_>>());
    let stacks = cache.clone().map(|cache| Stacks::new(cache, roots));
    let is_scanning = !start.scan.is_empty() || !start.remotes.is_empty();
    if is_scanning {
        model.scanning = Some(0);
    }
    let librarian = LibrarianThread::new(
        model.catalog.clone(),
        (start.scan, start.remotes),
        (cache, model.is_shared.then_some(last_look::SHARED)),
        model.positions.last().map(|left| left.key.clone()),
        to.clone(),
    );
    let mut workers = Workers::new(
        (worker::in_a_thread, PAUSE),
        keeper,
        librarian,
        stacks.unwrap_or_default(),
        to.clone(),
    );
    let mut effects = Vec::new();
    if let Some((entry, address)) = start.open {
        let landing = address.map_or(Landing::Left, Landing::Address);
        effects.extend(update::open(&mut room.model, entry, landing));
    }
    if !room.model.catalog.is_empty() {
        effects.extend(update::arrange(&mut room.model));
    }
    begin_first(effects, &mut room, &mut workers);
    if is_scanning {
        workers.librarian.begin();
    }
    (room, workers)
}

/// Does what there is to do before the first frame.
fn begin_first(effects: Vec<Effect>, room: &mut Room, workers: &mut Workers) {
    for effect in effects {
        let report = match effect {
            Effect::Ask(ask) => workers.ask_first(ask),
            // There is no terminal yet.
            Effect::Host(_) => None,
        };
        if let Some(report) = report {
            let effects = room.hear(report);
            begin_first(effects, room, workers);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
