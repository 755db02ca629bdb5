//! The machine that the room runs on: it carries out effects, by the workers, on the terminal and
//! the clipboards, in the person's editor.

use std::io;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::display::Display;
use super::effect::{Effect, Host};
use super::inbox::Inbox;
use super::message::Message;
use super::model::Model;
use super::room::Room;
use super::worker::{Request, Workers, clipboard};
use super::{Confinement, End, House, outside, update};
use crate::disk::System;
use crate::settings::Paths;
use crate::settings::doctor::kept;
use crate::terminal::backlog::Backlog;
use crate::terminal::event::{Event, Signal};
use crate::terminal::gate::Gate;
use crate::terminal::input::Input;
#[cfg(unix)]
use crate::terminal::job;
use crate::terminal::session::{self, Session};

/// How long to wait for the terminal's replies before giving it to another program.
const LAST_ANSWER: Duration = Duration::from_millis(500);

/// Everything outside the model.
pub struct Machine {
    /// The screen.
    pub display: Display,
    /// The workers.
    pub workers: Workers,
    /// The terminal, taken over.
    pub session: Session,
    /// Where the thread that reads the keys stands while another program has the terminal.
    pub gate: Gate,
    /// The command line of the person's editor.
    pub editor: Vec<String>,
    /// Where things are kept, if anywhere.
    pub paths: Option<Paths>,
    /// The rules of a room that many share.
    pub house: Option<House>,
    /// What is to be put on the clipboard as soon as the line has room: of a held key only the last
    /// text is sent.
    pub copying: Option<String>,
    /// Whether the reader is there, as far as the terminal reports it.
    pub is_attended: bool,
    /// Where workers report to.
    pub to: Sender<Message>,
}

impl Machine {
    /// Carries out effects; how the room has ended, if it has.
    pub fn carry_out(
        &mut self,
        effects: Vec<Effect>,
        room: &mut Room,
        inbox: &mut Inbox,
    ) -> Option<End> {
        effects.into_iter().find_map(|effect| match effect {
            Effect::Ask(ask) => {
                self.workers.ask(ask);
                None
            }
            Effect::Host(host) => self.host(host, room, inbox),
        })
    }

    fn host(&mut self, host: Host, room: &mut Room, inbox: &mut Inbox) -> Option<End> {
        let model = &mut room.model;
        match host {
            Host::Quit => {
                return Some(match self.copy() {
                    Ok(()) => End::Left,
                    Err(_) => End::Gone,
                });
            }
            Host::Redraw => self.redraw(model),
            Host::Suspend => return self.suspend(room, inbox),
            Host::Copy(text) => {
                if !self.display.facts.may_be_asked() {
                    let name = self.display.facts.name.clone();
                    model.say("copy.nowhere", &[&name]);
                }
                self.copying = Some(text);
            }
            Host::Examine => {
                let mut lines = self.display.page(model);
                // Where things are kept in a shared reading room is nobody's business in it.
                if let Some(paths) = self.paths.as_ref().filter(|_| !model.is_shared) {
                    lines.extend(kept::folders(&model.locale, paths));
                    lines.extend(kept::lacking(&model.locale, &System, paths));
                    lines.extend(kept::catalogs(&model.locale, paths));
                }
                lines.extend(self.confinement(model));
                update::examined(model, lines);
            }
            Host::Mouse(on) => return self.display.switch_mouse(on).err().map(|_| End::Gone),
            Host::Edit(id, text) => return self.edit((&id, &text), room, inbox),
            Host::Open(path, line) => return self.open(&path, line, room, inbox),
        }
        None
    }

    /// Stops the program, until the shell continues it.
    fn suspend(&mut self, room: &mut Room, inbox: &mut Inbox) -> Option<End> {
        #[cfg(unix)]
        if !job::can_stop() {
            room.model.say("job.no-shell", &[]);
            return None;
        }
        self.leave(room);
        self.workers.keeper.catch_up();
        if self.copy().is_err() {
            return Some(End::Gone);
        }
        self.hear_out(&mut room.model, inbox);
        match self.session.suspend() {
            Ok(true) => {}
            Ok(false) => return Some(End::Left),
            Err(_) => return Some(End::Gone),
        }
        // Told to stop twice, the program stops once.
        inbox
            .forget(|message| matches!(message, Message::Terminal(Event::Signal(Signal::Suspend))));
        self.display.take_over(room.model.mouse);
        self.redraw(&mut room.model);
        None
    }

    /// Has a note edited by the person's own editor.
    fn edit(&mut self, note: (&str, &str), room: &mut Room, inbox: &mut Inbox) -> Option<End> {
        let state = self.paths.as_ref().map(|paths| paths.state.clone())?;
        let editor = self.editor.clone();
        let locale = room.model.locale.clone();
        let edit = || outside::edit(&editor, &state, note, &locale);
        let ((text, problem), end) = self.lend(edit, room, inbox);
        let effects = update::edited(&mut room.model, text, problem);
        let after = self.carry_out(effects, room, inbox);
        end.or(after)
    }

    /// Has a file opened by the person's own editor.
    fn open(
        &mut self,
        path: &Path,
        line: usize,
        room: &mut Room,
        inbox: &mut Inbox,
    ) -> Option<End> {
        if self.editor.is_empty() {
            room.model.say("note.no-editor", &[]);
            return None;
        }
        let editor = self.editor.clone();
        let locale = room.model.locale.clone();
        let open = || outside::open(&editor, path, line, &locale);
        let (problem, end) = self.lend(open, room, inbox);
        if problem.is_some() {
            room.model.message = problem;
        }
        end
    }

    /// Gives the terminal to another program, and takes it back once that has ended.
    fn lend<T>(
        &mut self,
        program: impl FnOnce() -> T,
        room: &mut Room,
        inbox: &mut Inbox,
    ) -> (T, Option<End>) {
        self.hear_out(&mut room.model, inbox);
        self.workers.keeper.catch_up();
        self.gate.close();
        let (ended, back) = self.session.lend(program);
        self.display.take_over(room.model.mouse);
        self.gate.open();
        self.redraw(&mut room.model);
        (ended, back.err().map(|_| End::Gone))
    }

    /// Keeps what a reader leaves behind: the place, and what was typed last.
    pub fn leave(&mut self, room: &mut Room) {
        for effect in room.leave() {
            match effect {
                Effect::Ask(ask) => self.workers.ask(ask),
                // Nothing is left to be done on a terminal that is being given away.
                Effect::Host(_) => {}
            }
        }
    }

    /// The reader has turned to the room, or away from it.
    pub fn attend(&mut self, is_there: bool) {
        if self.is_attended != is_there {
            self.is_attended = is_there;
            self.workers.keeper.ask(Request::Attend(is_there));
        }
    }

    /// Waits for the replies that the terminal owes: the next program to read it would take them
    /// for keys.
    pub fn hear_out(&mut self, model: &mut Model, inbox: &mut Inbox) {
        let start = Instant::now();
        while self.display.pace.is_owed(Instant::now())
            && let Some(message) = inbox.receive(LAST_ANSWER.saturating_sub(start.elapsed()))
        {
            let Message::Terminal(Event::Input(batch)) = message else {
                inbox.defer(message);
                continue;
            };
            let (inputs, _) = batch.take();
            let mut others = Vec::new();
            for input in inputs {
                match input {
                    Input::Answer(answer) => {
                        // A terminal that is gone is noticed when it is next written to.
                        let _ = self.display.hear(answer, model);
                    }
                    input => others.push(input),
                }
            }
            inbox.defer(Event::Input(Backlog::default().admit(others)).into());
        }
        // If the thread that reads the terminal has ended, the replies are still in its queue.
        #[cfg(unix)]
        if self.display.pace.is_owed(Instant::now()) {
            job::discard_input();
        }
    }

    /// Draws what has changed.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn draw(&mut self, room: &mut Room) -> io::Result<()> {
        room.prepare();
        let (columns, rows) = room.model.size;
        if columns == 0 || rows == 0 {
            return Ok(());
        }
        room.cursor = self.display.draw(&room.model, &room.keymap)?;
        Ok(())
    }

    /// Puts on the clipboards what is to be copied.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn copy(&mut self) -> io::Result<()> {
        if let Some(text) = self.copying.take() {
            self.display.copy(&text)?;
            clipboard::copy(text, &self.display.facts.clipboards, self.to.clone());
        }
        Ok(())
    }

    fn redraw(&mut self, model: &mut Model) {
        model.size = session::size_within_reason();
        self.display.repaint();
    }

    /// How far the kernel holds a shared room, for its page.
    fn confinement(&self, model: &Model) -> Option<(String, String)> {
        let tr = |key: &str| model.locale.tr(key, &[]);
        let held = match self.house?.confinement {
            Confinement::Whole => "house.held",
            Confinement::Part => "house.held-in-part",
            Confinement::None => "house.not-held",
        };
        Some((tr("house.confinement"), tr(held)))
    }
}
