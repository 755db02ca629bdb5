//! Events: what the terminal and the system send, from threads that block on them; the loop sees one type.

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::event::{
    self as terminal, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::chord::{Key, KeyChord};
use super::gate::Gate;
use super::worker::Report;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyChord),
    /// The left button was pressed at a column and row.
    Click((u16, u16)),
    /// The mouse was moved to a column and row, its left button held.
    Drag((u16, u16)),
    /// The wheel was turned at a column and row; true is downwards.
    Wheel((u16, u16), bool),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize,
    /// The system asks for something.
    Signal(Signal),
    /// A worker has something to say.
    Report(Report),
}

/// What the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End, and give the terminal back.
    Terminate,
    /// End; the terminal is gone.
    HangUp,
    /// Stop.
    Suspend,
    /// Go on.
    Continue,
}

impl From<Report> for Event {
    fn from(report: Report) -> Self {
        Self::Report(report)
    }
}

/// Signals and keys that wait to be heard: none of them is lost from now on, and none is waited for before the first frame.
#[derive(Debug)]
pub struct Events {
    #[cfg(unix)]
    signals: signal_hook::iterator::Signals,
}

impl Events {
    /// Catches the signals.
    ///
    /// # Errors
    /// Where they cannot be had.
    pub fn catch() -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
            let caught = [SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT];
            let signals = signal_hook::iterator::Signals::new(caught)?;
            Ok(Self { signals })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Reads the signals and the terminal in threads of their own.
    pub fn spawn(self, to: &Sender<Event>, gate: &Gate) {
        #[cfg(unix)]
        spawn_signals(self.signals, to.clone(), gate.clone());
        spawn_terminal(to.clone(), gate.clone());
    }
}

fn spawn_terminal(to: Sender<Event>, gate: Gate) {
    thread::spawn(move || {
        loop {
            let event = match terminal::read() {
                Ok(event) => translate(event),
                // Nothing can be read from it any more.
                Err(_) => Some(Event::Signal(Signal::HangUp)),
            };
            gate.pass();
            let is_last = matches!(event, Some(Event::Signal(_)));
            if event.is_some_and(|event| to.send(event).is_err()) || is_last {
                return;
            }
        }
    });
}

/// With a hang-up the program has this long to save: crossterm's reader spins on a dead terminal.
#[cfg(unix)]
const LAST_WORDS: Duration = Duration::from_secs(5);

#[cfg(unix)]
fn spawn_signals(mut signals: signal_hook::iterator::Signals, to: Sender<Event>, gate: Gate) {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTSTP};
    thread::spawn(move || {
        for signal in signals.forever() {
            // The keys of another program's terminal mean that program.
            if gate.is_closed() && matches!(signal, SIGINT | SIGTSTP | SIGCONT) {
                continue;
            }
            let signal = match signal {
                SIGHUP => Signal::HangUp,
                SIGTSTP => Signal::Suspend,
                SIGCONT => Signal::Continue,
                _ => Signal::Terminate,
            };
            let ends = matches!(signal, Signal::HangUp | Signal::Terminate);
            if to.send(Event::Signal(signal)).is_err() {
                return;
            }
            if ends {
                thread::sleep(LAST_WORDS);
                std::process::exit(1);
            }
        }
    });
}

fn translate(event: terminal::Event) -> Option<Event> {
    match event {
        terminal::Event::Key(key) if key.kind != KeyEventKind::Release => {
            chord(key).map(Event::Key)
        }
        terminal::Event::Mouse(mouse) => {
            let at = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Event::Click(at)),
                MouseEventKind::Drag(MouseButton::Left) => Some(Event::Drag(at)),
                MouseEventKind::ScrollDown => Some(Event::Wheel(at, true)),
                MouseEventKind::ScrollUp => Some(Event::Wheel(at, false)),
                _ => None,
            }
        }
        terminal::Event::Paste(text) => Some(Event::Paste(text)),
        terminal::Event::Resize(..) => Some(Event::Resize),
        _ => None,
    }
}

fn chord(event: terminal::KeyEvent) -> Option<KeyChord> {
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(number) => Key::Function(number),
        _ => return None,
    };
    Some(KeyChord {
        key,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
    })
}
