//! The loop: waits for what happens, hands it to the room, has the effects carried out, draws.
//! Bursts are drained before anything is drawn; an idle reader costs nothing.

use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::End;
use super::effect::{Effect, Host};
use super::inbox::Inbox;
use super::machine::Machine;
use super::message::Message;
use super::room::Room;
use crate::settings::fault;
use crate::terminal::click::Clicks;
use crate::terminal::event::{Event, Events, Signal};
use crate::terminal::input::Input;

/// A prefix that is an action by itself is done when no key follows within this time.
const PAUSE: Duration = Duration::from_millis(600);

/// How long a burst of what happens is drained before a frame is drawn.
const BURST: Duration = Duration::from_millis(100);

/// A shared room that is about to close says so this long before.
const WARNING: Duration = Duration::from_secs(30);

/// How long the first frame waits for the document: a frame without it would only be bytes.
const GRACE: Duration = Duration::from_millis(50);

/// A room, the machine it runs on, and what happens to them.
pub struct EventLoop<'a> {
    room: &'a mut Room,
    machine: &'a mut Machine,
    inbox: &'a mut Inbox,
    /// When the reader last did something.
    touched: Instant,
    /// Whether they have been told since that the room is about to close.
    is_warned: bool,
    clicks: Clicks,
    /// What is to be said when the terminal is given back.
    farewell: &'a mut Option<String>,
}

impl<'a> EventLoop<'a> {
    /// A loop that has not begun; `farewell` takes what is to be said when the terminal is given
    /// back.
    pub fn new(
        room: &'a mut Room,
        machine: &'a mut Machine,
        inbox: &'a mut Inbox,
        farewell: &'a mut Option<String>,
    ) -> Self {
        Self {
            room,
            machine,
            inbox,
            touched: Instant::now(),
            is_warned: false,
            clicks: Clicks::default(),
            farewell,
        }
    }

    /// Draws, waits, and does what comes, until the end.
    pub fn run(&mut self, caught: Events) -> End {
        let start = Instant::now();
        while self.room.is_awaiting()
            && let Ok(message) = self.inbox.wait(Some(GRACE.saturating_sub(start.elapsed())))
        {
            if let Some(end) = self.meet(message) {
                return end;
            }
        }
        let model = &mut self.room.model;
        let asked = model.options.mouse;
        model.mouse = asked.unwrap_or(self.machine.display.facts.tells_escape_from_mouse());
        self.machine.display.take_over(model.mouse);
        let mut caught = Some(caught);
        loop {
            let busy = self.machine.display.wait();
            if busy.is_none()
                && (self.machine.draw(self.room).is_err() || self.machine.copy().is_err())
            {
                return End::Gone;
            }
            if let Some(caught) = caught.take() {
                self.begin(caught);
            }
            if let Some(end) = self.turn(busy) {
                return end;
            }
        }
    }

    /// Begins what the first frame did not need.
    fn begin(&mut self, caught: Events) {
        let machine = &mut *self.machine;
        let to = machine.to.clone();
        let tell = move |event| {
            if matches!(event, Event::Input(_)) {
                fault::strike("decode");
            }
            to.send(Message::Terminal(event)).is_ok()
        };
        caught.spawn(tell, &machine.gate, machine.session.typed_before());
        machine.workers.keeper.begin();
        machine.workers.librarian.begin();
        machine.workers.librarian.is_seen();
        self.room.model.keys = self.room.keymap.names();
    }

    /// Waits for something to happen, and does what comes of it and of everything behind it.
    fn turn(&mut self, busy: Option<Duration>) -> Option<End> {
        let pause = self.room.is_undecided().then_some(PAUSE);
        let idle = self.idle_left();
        let wait = pause.into_iter().chain(busy).chain(idle).min();
        let mut next = match self.inbox.wait(wait) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Disconnected) => return Some(End::Gone),
            Err(RecvTimeoutError::Timeout) if self.idle_left() == Some(Duration::ZERO) => {
                return self.close();
            }
            Err(RecvTimeoutError::Timeout) => {
                let effects = self.room.pause();
                return self.carry_out(effects);
            }
        };
        // A burst is drained before anything is drawn: only the newest state is worth its bytes.
        // One that does not end is shown on its way.
        let start = Instant::now();
        while let Some(message) = next {
            if let Some(end) = self.meet(message) {
                return Some(end);
            }
            let is_long = start.elapsed() >= BURST;
            next = if is_long { None } else { self.inbox.next() };
        }
        let effects = self.room.settle();
        self.carry_out(effects)
    }

    /// Time left until the reader is told that the room closes and, once told, until it does.
    fn idle_left(&self) -> Option<Duration> {
        let idle = self.machine.house?.idle;
        let until = if self.is_warned {
            idle
        } else {
            idle.saturating_sub(WARNING)
        };
        Some(until.saturating_sub(self.touched.elapsed()))
    }

    /// Closes a room that nobody has done anything in, or says that it will.
    fn close(&mut self) -> Option<End> {
        let model = &mut self.room.model;
        if self.is_warned {
            *self.farewell = Some(model.locale.tr("house.closed", &[]));
            return Some(End::Left);
        }
        self.is_warned = true;
        let seconds = WARNING.as_secs().to_string();
        model.say("house.closing", &[&seconds]);
        None
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Option<End> {
        self.machine.carry_out(effects, self.room, self.inbox)
    }

    fn meet(&mut self, message: Message) -> Option<End> {
        match message {
            Message::Terminal(event) => self.happen(event),
            Message::Report(report) => {
                let effects = self.room.hear(report);
                let end = self.carry_out(effects);
                end.or_else(|| self.catch_up())
            }
        }
    }

    /// Does what has waited for the first text, and then what was typed behind it.
    fn catch_up(&mut self) -> Option<End> {
        let (effects, waited) = self.room.catch_up();
        let end = self.carry_out(effects);
        end.or_else(|| waited.into_iter().find_map(|input| self.take(input)))
    }

    /// Something has happened to the terminal or the process.
    fn happen(&mut self, event: Event) -> Option<End> {
        let host = match event {
            Event::Input(batch) => {
                let (inputs, dropped) = batch.take();
                let end = inputs.into_iter().find_map(|input| self.take(input));
                if dropped > 0 {
                    let model = &mut self.room.model;
                    model.say("keys.dropped", &[&dropped.to_string()]);
                }
                return end;
            }
            // Sizes change faster than frames are drawn: even if the size is that of the last
            // frame, the screen may show something else.
            Event::Resize => Host::Redraw,
            Event::Signal(Signal::Terminate) => return Some(End::Left),
            Event::Signal(Signal::HangUp) => return Some(End::Gone),
            // There is no shell behind a shared reading room that could continue it.
            Event::Signal(Signal::Suspend) if self.room.model.is_shared => return None,
            Event::Signal(Signal::Suspend) => Host::Suspend,
            Event::Signal(Signal::Continue) => {
                if self.machine.session.retake().is_err() {
                    return Some(End::Gone);
                }
                let mouse = self.room.model.mouse;
                self.machine.display.reopen(mouse);
                Host::Redraw
            }
            Event::Failure(place) => {
                let model = &mut self.room.model;
                model.say("worker.failed", &[&place]);
                *self.farewell = Some(model.locale.tr("worker.had-failed", &[&place]));
                return None;
            }
        };
        self.carry_out(vec![host.into()])
    }

    /// Takes what the terminal sent.
    fn take(&mut self, input: Input) -> Option<End> {
        match input {
            Input::Answer(answer) => {
                let heard = self.machine.display.hear(answer, &mut self.room.model);
                return heard.err().map(|_| End::Gone);
            }
            Input::Focus(has) => {
                self.machine.attend(has);
                return None;
            }
            // Whoever types is there, whatever became of the report.
            Input::Key(_) => self.machine.attend(true),
            _ => {}
        }
        self.touched = Instant::now();
        self.is_warned = false;
        let input = self.clicks.told(input, self.touched);
        let effects = self.room.take(input);
        self.carry_out(effects)
    }
}
