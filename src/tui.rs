//! Floor 8, the reading room: model, actions, update, effects, workers, prepare, view, keymap, theme, backend; knows no parsing and no line breaking.

pub mod action;
mod ahead;
mod display;
mod effect;
mod gatherer;
mod hyperlink;
mod keeper;
pub mod keymap;
mod layout;
mod message;
mod model;
mod outside;
mod prepare;
mod searcher;
mod theme;
mod update;
mod view;
mod worker;

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::library::{Catalog, Entry, EntryId, Source};
use crate::settings::doctor::kept;
use crate::settings::position::Positions;
use crate::settings::{Locale, Options, Paths, fault};
use crate::terminal::chord::KeyChord;
use crate::terminal::event::decode::Input;
use crate::terminal::event::{Event, Events, Signal};
use crate::terminal::facts::TerminalFacts;
use crate::terminal::gate::Gate;
#[cfg(unix)]
use crate::terminal::job;
use crate::terminal::session::{self, Session};
use crate::typeset::Measure;
use action::Action;
use ahead::Ahead;
use display::Display;
use effect::{Effect, Landing};
use gatherer::Gatherer;
use keeper::{Keeper, Request};
use keymap::{Keymap, Typed};
use message::Message;
use model::overlay::Overlay;
use model::{Arranging, Model, Pane};
use searcher::Searcher;
use worker::{LibrarianThread, Report};

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
    /// The command line of the person's editor; empty where none is set.
    pub editor: Vec<String>,
    /// The rules of a reading room that many share.
    pub house: Option<House>,
}

/// The rules of a reading room that many share: nothing leads out of it.
#[derive(Clone, Copy, Debug)]
pub struct House {
    /// So long without a key, and it closes.
    pub idle: Duration,
    /// Bytes that what a reader writes may take.
    pub quota: u64,
    /// How far the kernel sees to it that nothing else of the machine can be reached.
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

/// A prefix that is an action by itself is done when no key follows for so long.
const PAUSE: Duration = Duration::from_millis(600);

/// So long before a shared room closes it is told.
const WARNING: Duration = Duration::from_secs(30);

/// So long the terminal may take to answer what it was asked before somebody else has it.
const LAST_ANSWER: Duration = Duration::from_millis(500);

/// A document that is there so soon is the first thing drawn: a frame without it would only be bytes.
const GRACE: Duration = Duration::from_millis(50);

/// A document of so many bytes is loaded within a few milliseconds.
const SHORT: u64 = 128 << 10;

/// So many entries are arranged as soon.
const FEW: usize = 64;

/// Runs the reading room until the reader leaves it; says where what could not be saved is kept.
///
/// # Errors
/// One line, where there is no terminal to run in.
pub fn run(start: Start) -> Result<Option<String>, String> {
    let (sender, events) = channel();
    let mut room = Room::new(start, sender, Gate::default());
    let caught = Events::catch().map_err(|error| format!("cannot watch for signals: {error}"))?;
    let failures = room.to.clone();
    let tell = move |place| {
        // A reading room that has ended hears nothing more.
        let _ = failures.send(Event::Failure(place).into());
    };
    let session =
        Session::enter(tell).map_err(|error| format!("cannot use the terminal: {error}"))?;
    let result = catch_unwind(AssertUnwindSafe(|| room.live(&session, caught, &events)));
    // Whatever happened, what the reader made is kept before anything else.
    room.leave();
    let left = room.keeper.finish().or(room.farewell.take());
    room.librarian.finish();
    match result {
        Ok(End::Left) => {
            room.hear_out(&events);
            drop(session);
        }
        Ok(End::Gone) => {
            if session.is_there() {
                room.hear_out(&events);
            }
            session.abandon();
        }
        Err(panic) => {
            drop(session);
            resume_unwind(panic);
        }
    }
    Ok(left)
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
    ahead: Ahead,
    display: Display,
    keeper: Keeper,
    librarian: LibrarianThread,
    /// Begun with the first question.
    searcher: Option<Searcher>,
    gatherer: Gatherer,
    editor: Vec<String>,
    /// The rules of a room that many share.
    house: Option<House>,
    /// When the reader last did something.
    touched: Instant,
    /// Whether they have been told since that the room is about to close.
    is_warned: bool,
    /// What is to be said when the terminal is given back.
    farewell: Option<String>,
    /// Whether the reader is there, as far as the terminal reports it.
    is_attended: bool,
    /// What is to be put on the clipboard as soon as the line has room: of a held key only the last text is sent.
    copying: Option<String>,
    /// Where things are kept, if anywhere.
    paths: Option<Paths>,
    gate: Gate,
    /// What has happened while the terminal was heard out.
    deferred: VecDeque<Message>,
    to: Sender<Message>,
}

impl Room {
    fn new(start: Start, to: Sender<Message>, gate: Gate) -> Self {
        let (keymap, wrong_key) = Keymap::new(&start.options.keys);
        let display = Display::new(start.terminal, &start.options);
        let mut model = Model::new(
            start.catalog,
            start.options,
            start.locale,
            session::size_within_reason(),
        );
        model.is_shared = start.house.is_some();
        model.message = wrong_key.or(start.message);
        let mut keeper = Keeper::default();
        let cache = start.paths.as_ref().ok().map(|paths| paths.cache.clone());
        let paths = start.paths.clone().ok();
        let kept: Result<_, String> = start.paths.and_then(|paths| {
            let positions = Positions::read(&paths.state).map_err(|error| error.to_string())?;
            Ok((paths, positions))
        });
        match kept {
            Ok((paths, kept)) => {
                model.positions = kept.clone();
                let quota = start.house.map(|house| house.quota);
                keeper = Keeper::new(paths, quota, kept, to.clone());
            }
            Err(reason) => {
                model.unsaved = Some(model.locale.tr("annotate.nowhere", &[reason.as_str()]));
            }
        }
        let is_scanning = !start.scan.is_empty();
        if is_scanning {
            model.scanning = Some(0);
        }
        let librarian = LibrarianThread::new(
            model.catalog.clone(),
            start.scan,
            cache,
            model.positions.last().map(str::to_owned),
            to.clone(),
        );
        let mut room = Self {
            model,
            keymap,
            typed: Typed::default(),
            ahead: Ahead::default(),
            display,
            keeper,
            librarian,
            searcher: None,
            gatherer: Gatherer::default(),
            editor: start.editor,
            house: start.house,
            touched: Instant::now(),
            is_warned: false,
            farewell: None,
            is_attended: true,
            copying: None,
            paths,
            gate,
            deferred: VecDeque::new(),
            to,
        };
        let mut effects = Vec::new();
        if let Some((entry, address)) = start.open {
            let landing = address.map_or(Landing::Left, Landing::Address);
            effects.extend(update::open(&mut room.model, entry, landing));
        }
        if !room.model.catalog.is_empty() {
            effects.extend(update::arrange(&mut room.model));
        }
        for effect in effects {
            room.begin_first(effect);
        }
        if is_scanning {
            room.librarian.begin();
        }
        room
    }

    /// Does what there is to do before the first frame: what is short here and now, since a thread costs more.
    fn begin_first(&mut self, effect: Effect) {
        let report = match effect {
            Effect::Load(ticket, entry) => {
                let source = self.model.catalog.get(entry).map(Entry::source);
                let is_short = |source: &Source| source.length().is_ok_and(|bytes| bytes <= SHORT);
                let Some(source) = source.filter(is_short) else {
                    return self.begin(Effect::Load(ticket, entry));
                };
                match worker::load(&source, self.model.encoding(entry)) {
                    Ok(text) => Report::Loaded(ticket, Arc::new(text)),
                    Err(reason) => Report::Failed(ticket, reason),
                }
            }
            Effect::Arrange(arrangement) if arrangement.catalog.len() <= FEW => {
                Report::Arranged(Box::new(worker::arrange(*arrangement)))
            }
            effect => return self.begin(effect),
        };
        for effect in self.hear(report) {
            self.begin_first(effect);
        }
    }

    /// Draws, waits, and does what comes, until the end.
    fn live(&mut self, session: &Session, caught: Events, events: &Receiver<Message>) -> End {
        let start = Instant::now();
        while self.is_awaiting()
            && let Ok(event) = events.recv_timeout(GRACE.saturating_sub(start.elapsed()))
        {
            if let Some(end) = self.meet(event, session, events) {
                return end;
            }
        }
        self.display.take_over(self.model.options.mouse);
        let mut caught = Some(caught);
        loop {
            let busy = self.display.wait();
            if busy.is_none() && (self.draw().is_err() || self.copy().is_err()) {
                return End::Gone;
            }
            if let Some(caught) = caught.take() {
                let to = self.to.clone();
                let tell = move |event| {
                    if matches!(event, Event::Input(_)) {
                        fault::strike("decode");
                    }
                    to.send(Message::Terminal(event)).is_ok()
                };
                caught.spawn(tell, &self.gate, session.typed_before());
                self.keeper.begin();
                self.librarian.begin();
                self.librarian.is_seen();
                self.model.keys = self.keymap.names();
            }
            let is_undecided = self.typed.is_undecided(&self.keymap, self.modes());
            let pause = is_undecided.then_some(PAUSE);
            let idle = self.idle_left();
            let wait = pause.into_iter().chain(busy).chain(idle).min();
            let first = match (self.deferred.pop_front(), wait) {
                (Some(event), _) => Ok(event),
                (None, None) => events.recv().map_err(RecvTimeoutError::from),
                (None, Some(wait)) => events.recv_timeout(wait),
            };
            let first = match first {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Disconnected) => return End::Gone,
                Err(RecvTimeoutError::Timeout) if self.idle_left() == Some(Duration::ZERO) => {
                    if self.is_warned {
                        self.farewell = Some(self.model.locale.tr("house.closed", &[]));
                        return End::Left;
                    }
                    self.is_warned = true;
                    let seconds = WARNING.as_secs().to_string();
                    self.model.say("house.closing", &[&seconds]);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => None,
            };
            let Some(first) = first else {
                let actions = self.typed.pause(&self.keymap, self.modes());
                if let Some(end) = self.act(actions, session, events) {
                    return end;
                }
                continue;
            };
            // A burst is drained before anything is drawn: only the newest state is worth its bytes.
            let mut next = Some(first);
            while let Some(event) = next {
                if let Some(end) = self.meet(event, session, events) {
                    return end;
                }
                next = self.deferred.pop_front().or_else(|| events.try_recv().ok());
            }
            for effect in update::settle(&mut self.model) {
                self.begin(effect);
            }
        }
    }

    /// How long nobody has to do anything until the reader is told that the room closes and, once told, until it does.
    fn idle_left(&self) -> Option<Duration> {
        let idle = self.house?.idle;
        let until = if self.is_warned {
            idle
        } else {
            idle.saturating_sub(WARNING)
        };
        Some(until.saturating_sub(self.touched.elapsed()))
    }

    /// The reader has done something.
    fn touch(&mut self) {
        self.touched = Instant::now();
        self.is_warned = false;
    }

    /// Hears the terminal out: what it still has to answer, whoever has it next would take for keys.
    fn hear_out(&mut self, events: &Receiver<Message>) {
        let start = Instant::now();
        while self.display.link.is_owed(Instant::now())
            && let Ok(event) = events.recv_timeout(LAST_ANSWER.saturating_sub(start.elapsed()))
        {
            let Message::Terminal(Event::Input(inputs)) = event else {
                self.deferred.push_back(event);
                continue;
            };
            for input in inputs {
                match input {
                    Input::Answer(answer) => {
                        // One that is gone will be found to be.
                        let _ = self.display.hear(answer, &mut self.model);
                    }
                    input => self.deferred.push_back(Event::Input(vec![input]).into()),
                }
            }
        }
        // Where nobody reads the terminal any more, what it has answered is still in it.
        #[cfg(unix)]
        if self.display.link.is_owed(Instant::now()) {
            job::discard_input();
        }
    }

    /// Whether the text or the shelves are still to come.
    fn is_awaiting(&self) -> bool {
        self.model.reader.is_none() || self.model.arranging != Arranging::Done
    }

    fn draw(&mut self) -> io::Result<()> {
        prepare::prepare(&mut self.model);
        let (columns, rows) = self.model.size;
        if columns == 0 || rows == 0 {
            return Ok(());
        }
        self.display.draw(&self.model, &self.keymap)
    }

    fn meet(
        &mut self,
        message: Message,
        session: &Session,
        events: &Receiver<Message>,
    ) -> Option<End> {
        let event = match message {
            Message::Terminal(event) => event,
            Message::Report(report) => {
                let effects = self.hear(report);
                let end = self.carry_out(effects, session, events);
                return end.or_else(|| self.catch_up(session, events));
            }
        };
        let effects = match event {
            Event::Input(inputs) => {
                let mut inputs = inputs.into_iter();
                return inputs.find_map(|input| self.take(input, session, events));
            }
            // Sizes come and go faster than frames: even where it is the one drawn last, what is on the screen is not.
            Event::Resize => vec![Effect::Redraw],
            Event::Signal(Signal::Terminate) => return Some(End::Left),
            Event::Signal(Signal::HangUp) => return Some(End::Gone),
            // There is no shell behind a shared reading room that could continue it.
            Event::Signal(Signal::Suspend) if self.model.is_shared => Vec::new(),
            Event::Signal(Signal::Suspend) => vec![Effect::Suspend],
            Event::Signal(Signal::Continue) => {
                if session.retake().is_err() {
                    return Some(End::Gone);
                }
                self.display.reopen(self.model.options.mouse);
                vec![Effect::Redraw]
            }
            Event::Failure(place) => {
                self.model.say("worker.failed", &[&place]);
                self.farewell = Some(self.model.locale.tr("worker.had-failed", &[&place]));
                Vec::new()
            }
        };
        self.carry_out(effects, session, events)
    }

    /// Takes what the terminal sent.
    fn take(&mut self, input: Input, session: &Session, events: &Receiver<Message>) -> Option<End> {
        if !matches!(input, Input::Focus(_) | Input::Answer(_)) {
            self.touch();
        }
        let effects = match input {
            Input::Key(chord) => {
                fault::strike("key");
                // Whoever types is there, whatever became of the report.
                self.attend(true);
                if !self.ahead.is_empty() {
                    self.wait_with(chord);
                    return None;
                }
                let typing = update::is_typing(&self.model);
                let keys = self.typed.shown() + &chord.to_string();
                let actions = self.typed.press(&self.keymap, self.modes(), chord, typing);
                if actions.is_empty() {
                    self.model.message = None;
                    self.hint_at_input_method(chord, typing);
                }
                let waits = |action: &Action| update::awaits_text(&self.model, action);
                if actions.iter().any(waits) {
                    self.ahead.begin(actions, keys);
                    self.model.pending = self.pending();
                    return None;
                }
                return self.act(actions, session, events);
            }
            Input::Paste(text) if !self.ahead.is_empty() => {
                self.ahead.paste(text);
                return None;
            }
            Input::Click(at) => update::pointer::click(&mut self.model, at),
            Input::Drag(at) => update::pointer::drag(&mut self.model, at),
            Input::Wheel(at, down) => update::pointer::wheel(&mut self.model, at, down),
            Input::Paste(text) => update::paste(&mut self.model, &text),
            Input::Focus(has) => {
                self.attend(has);
                return None;
            }
            Input::Answer(answer) => {
                let heard = self.display.hear(answer, &mut self.model);
                return heard.err().map(|_| End::Gone);
            }
        };
        self.carry_out(effects, session, events)
    }

    /// The reader has turned to the room, or away from it.
    fn attend(&mut self, is_there: bool) {
        if self.is_attended != is_there {
            self.is_attended = is_there;
            self.keeper.ask(Request::Attend(is_there));
        }
    }

    /// What an input method commits where there is nothing to type is no command, and not passed over in silence.
    fn hint_at_input_method(&mut self, chord: KeyChord, typing: bool) {
        let committed = chord.ascii().typed().filter(|c| !c.is_ascii() && !typing);
        if let Some(c) = committed {
            self.model.say("keys.committed", &[&c.to_string()]);
        }
    }

    /// A key behind others that wait for the first text; the one that gives up what is under way gives them up.
    fn wait_with(&mut self, chord: KeyChord) {
        let alone = Typed::default().press(&self.keymap, self.modes(), chord, false);
        if alone == [Action::Interrupt] {
            self.ahead = Ahead::default();
        } else {
            self.ahead.key(chord);
        }
        self.model.pending = self.pending();
    }

    /// Does what has waited for the first text. Where none is to come, that has been said, and what was typed for it means nothing.
    fn catch_up(&mut self, session: &Session, events: &Receiver<Message>) -> Option<End> {
        if self.ahead.is_empty() || update::is_text_coming(&self.model) {
            return None;
        }
        let (actions, waited) = std::mem::take(&mut self.ahead).into_parts();
        self.model.pending = self.pending();
        self.model.reader.as_ref()?;
        let end = self.act(actions, session, events);
        let mut waited = waited.into_iter();
        end.or_else(|| waited.find_map(|input| self.take(input, session, events)))
    }

    /// Does actions one after the other.
    fn act(
        &mut self,
        actions: Vec<Action>,
        session: &Session,
        events: &Receiver<Message>,
    ) -> Option<End> {
        for action in actions {
            // Where a move by lines leads only the lines tell: what depends on it comes after it, in one burst as well.
            if update::depends_on_lines(&self.model, &action) {
                prepare::prepare(&mut self.model);
            }
            let effects = update::update(&mut self.model, action);
            if let Some(end) = self.carry_out(effects, session, events) {
                return Some(end);
            }
        }
        self.model.pending = self.pending();
        None
    }

    /// What may follow the keys typed so far.
    fn pending(&self) -> String {
        if !self.ahead.is_empty() {
            return self.ahead.shown().to_owned();
        }
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
                let does = action.map_or(String::new(), |action| action.help(locale));
                format!("{key} {does}")
            });
        format!(
            "{}   {}",
            self.typed.shown(),
            follows.collect::<Vec<_>>().join("   ")
        )
    }

    fn carry_out(
        &mut self,
        effects: Vec<Effect>,
        session: &Session,
        events: &Receiver<Message>,
    ) -> Option<End> {
        for effect in effects {
            match effect {
                Effect::Quit => {
                    return Some(match self.copy() {
                        Ok(()) => End::Left,
                        Err(_) => End::Gone,
                    });
                }
                Effect::Redraw => self.redraw(),
                Effect::Suspend => {
                    #[cfg(unix)]
                    if !job::can_stop() {
                        self.model.say("job.no-shell", &[]);
                        continue;
                    }
                    self.leave();
                    self.keeper.catch_up();
                    if self.copy().is_err() {
                        return Some(End::Gone);
                    }
                    self.hear_out(events);
                    match session.suspend() {
                        Ok(true) => {}
                        Ok(false) => return Some(End::Left),
                        Err(_) => return Some(End::Gone),
                    }
                    // Told to stop twice, the program stops once.
                    self.deferred.extend(events.try_iter());
                    self.deferred.retain(|event| {
                        !matches!(event, Message::Terminal(Event::Signal(Signal::Suspend)))
                    });
                    self.display.take_over(self.model.options.mouse);
                    self.redraw();
                }
                Effect::Copy(text) => {
                    if !self.display.facts.may_be_asked() {
                        let name = self.display.facts.name.clone();
                        self.model.say("copy.nowhere", &[&name]);
                    }
                    self.copying = Some(text);
                }
                Effect::Examine => {
                    let mut lines = self.display.page(&self.model);
                    // Where things are kept in a shared reading room is nobody's business in it.
                    if let Some(paths) = self.paths.as_ref().filter(|_| !self.model.is_shared) {
                        lines.extend(kept::folders(&self.model.locale, paths));
                        lines.extend(kept::catalogs(&self.model.locale, paths));
                    }
                    lines.extend(self.confinement());
                    update::examined(&mut self.model, lines);
                }
                Effect::Mouse(on) => {
                    if self.display.switch_mouse(on).is_err() {
                        return Some(End::Gone);
                    }
                }
                Effect::Edit(id, text) => {
                    self.hear_out(events);
                    if !self.edit(&id, &text, session) {
                        return Some(End::Gone);
                    }
                }
                effect => self.begin(effect),
            }
        }
        None
    }

    /// Has a note edited by the person's own editor; false where the terminal cannot be had again.
    fn edit(&mut self, id: &str, text: &str, session: &Session) -> bool {
        let Some(state) = self.paths.as_ref().map(|paths| paths.state.clone()) else {
            return true;
        };
        self.keeper.catch_up();
        self.gate.close();
        let edit = || outside::edit(&self.editor, &state, (id, text));
        let ((text, problem), back) = session.lend(edit);
        self.display.take_over(self.model.options.mouse);
        self.gate.open();
        self.redraw();
        for effect in update::edited(&mut self.model, text, problem) {
            self.begin(effect);
        }
        back.is_ok()
    }

    /// How far the kernel holds a shared room, for its page.
    fn confinement(&self) -> Option<(String, String)> {
        let tr = |key: &str| self.model.locale.tr(key, &[]);
        let held = match self.house?.confinement {
            Confinement::Whole => "house.held",
            Confinement::Part => "house.held-in-part",
            Confinement::None => "house.not-held",
        };
        Some((tr("house.confinement"), tr(held)))
    }

    /// Puts on the clipboards what is to be copied.
    fn copy(&mut self) -> io::Result<()> {
        if let Some(text) = self.copying.take() {
            self.display.copy(&text)?;
            worker::spawn_copy(text, &self.display.facts.clipboards, self.to.clone());
        }
        Ok(())
    }

    fn redraw(&mut self) {
        self.model.size = session::size_within_reason();
        self.display.repaint();
    }

    /// Begins what others finish.
    fn begin(&mut self, effect: Effect) {
        match effect {
            Effect::Load(ticket, entry) => {
                let encoding = self.model.encoding(entry);
                if let Some(entry) = self.model.catalog.get(entry) {
                    worker::spawn_load(ticket, entry.source(), encoding, self.to.clone());
                }
            }
            Effect::Arrange(arrangement) => worker::spawn_arrange(*arrangement, self.to.clone()),
            Effect::Tally(tallying) => worker::spawn_tally(*tallying, self.to.clone()),
            Effect::Rank(ticket, typed, scope) => {
                let spawn = || Searcher::spawn(self.to.clone());
                let searcher = self.searcher.get_or_insert_with(spawn);
                searcher.ask(ticket, typed, scope);
            }
            Effect::Gather(from) => {
                let catalog = self.model.catalog.clone();
                self.gatherer.begin(catalog, from, self.to.clone());
            }
            Effect::StopGathering => self.gatherer.stop(),
            Effect::Peek(ticket, entry, said, columns) => {
                if let Some(entry) = self.model.catalog.get(entry) {
                    let measure = Measure {
                        columns,
                        ambiguous: self.model.ambiguous(),
                        ..Measure::default()
                    };
                    worker::spawn_peek(ticket, entry.source(), said, measure, self.to.clone());
                }
            }
            Effect::Wake(wake) => self.librarian.wake(wake),
            Effect::StopScan => self.librarian.stop(),
            Effect::Count(ticket, text, measure) => {
                worker::spawn_count(ticket, text, measure, self.to.clone());
            }
            Effect::Put(annotation) => self.keeper.ask(Request::Put(annotation)),
            Effect::Delete(id) => self.keeper.ask(Request::Delete(id)),
            Effect::Leave(position) => self.keeper.ask(Request::Leave(*position)),
            Effect::Draft(draft) => self.keeper.ask(Request::Draft(draft)),
            Effect::Undraft(id) => self.keeper.ask(Request::Undraft(id)),
            Effect::History(id) => self.keeper.ask(Request::History(id)),
            Effect::Anchor(text, wanted) => worker::spawn_anchor(text, wanted, self.to.clone()),
            Effect::Survey(wanted) => {
                let source = |entry| Some(self.model.catalog.get(entry)?.source());
                let wanted = wanted.into_iter();
                let wanted = wanted.filter_map(|(entry, own)| Some((source(entry)?, own)));
                worker::spawn_survey(wanted.collect(), self.to.clone());
            }
            Effect::Copy(_)
            | Effect::Mouse(_)
            | Effect::Examine
            | Effect::Edit(..)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => {}
        }
    }

    /// Leaves the open document at its place, and what was typed last where it belongs.
    fn leave(&mut self) {
        let mut effects = update::settle(&mut self.model);
        effects.extend(update::leave(&mut self.model));
        for effect in effects {
            self.begin(effect);
        }
    }

    fn hear(&mut self, report: Report) -> Vec<Effect> {
        let model = &mut self.model;
        match report {
            Report::Loaded(ticket, text) => return update::arrived(model, ticket, text),
            Report::Copied(by) => model.say("copy.native", &[by]),
            Report::Failed(ticket, reason) => update::failed(model, ticket, &reason),
            Report::News(news) => return update::heard(model, news),
            Report::Arranged(shelves) => return update::arranged(model, *shelves),
            Report::Tallied(of, tallies) => update::tallied(model, &of, *tallies),
            Report::Ranked(ticket, ranked, is_whole) => {
                return update::ranked(model, ticket, ranked, is_whole);
            }
            Report::Gathered(gathered) => return update::gathered(model, gathered),
            Report::Peeked(ticket, lines) => update::peeked(model, ticket, lines),
            Report::Counted(ticket, rows) => update::counted(model, ticket, rows),
            Report::Kept {
                answered,
                annotations,
                problem,
            } => return update::kept(model, answered, annotations, problem),
            Report::Opened {
                drafts,
                left,
                damaged,
                unreadable,
            } => update::opened(model, drafts, &left, damaged, unreadable),
            Report::History(history) => update::told(model, &history),
            Report::Anchored(found) => return update::anchored(model, found),
        }
        Vec::new()
    }

    fn is_selecting(&self) -> bool {
        let reader = self.model.reader.as_ref();
        reader.is_some_and(|reader| reader.selection.is_some())
    }

    /// The parts of the key map that hold now.
    fn modes(&self) -> &'static [&'static str] {
        if self.model.prompt.is_some() {
            return &["prompt"];
        }
        match (self.model.overlays.last(), self.model.focus) {
            (Some(Overlay::Picker(_)), _) => &["picker"],
            (Some(Overlay::Editor(_)), _) => &["editor"],
            (Some(Overlay::Ledger(_)), _) => &["ledger", "picker"],
            (Some(Overlay::Decision(_)), _) => &["decision"],
            (Some(Overlay::Reading(_)), _) => &["reading", "reader", "any"],
            (None, Pane::Reader) if self.is_selecting() => &["select", "reader", "any"],
            (_, Pane::Tree) => &["tree", "any"],
            (_, Pane::Reader) => &["reader", "any"],
            (_, Pane::Outline) => &["outline", "any"],
        }
    }
}

#[cfg(test)]
mod tests;
