//! The reader's place, kept whatever ends the reading: a line, the end of the lines, an interrupt,
//! or a terminal that is gone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::disk;
use crate::reading::Text;
use crate::settings::position::Positions;
use crate::settings::{Locale, Paths};
use crate::terminal::output::complain;
use crate::text::Said;

/// Where the reader is, seen by the thread that hears signals.
#[derive(Clone)]
pub struct KeptPlace(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    /// Whether a line is waited for.
    is_waiting: AtomicBool,
    /// Whether what is being said is to end.
    is_interrupted: AtomicBool,
}

struct State {
    /// Without a place to keep them, none are kept.
    positions: Option<Positions>,
    text: Arc<Text>,
    at: Option<usize>,
    /// In what language the reader is told.
    locale: Locale,
}

impl KeptPlace {
    /// Keeps the place in a document from now on.
    ///
    /// # Errors
    /// Where signals cannot be watched for.
    pub fn keep(
        paths: &Result<Paths, Said>,
        text: Arc<Text>,
        locale: &Locale,
    ) -> Result<Self, Said> {
        let positions = paths.as_ref().ok().map(|paths| {
            let (positions, problem) = Positions::read(&paths.state);
            if let Some(problem) = problem {
                complain(&locale.say(&problem.said()));
            }
            positions
        });
        let state = State {
            positions,
            text,
            at: None,
            locale: locale.clone(),
        };
        let place = Self(Arc::new(Shared {
            state: Mutex::new(state),
            is_waiting: AtomicBool::new(false),
            is_interrupted: AtomicBool::new(false),
        }));
        #[cfg(unix)]
        place
            .watch()
            .map_err(|error| Said::new("terminal.no-signals").with_said(disk::reason(&error)))?;
        Ok(place)
    }

    /// Hears signals: an interrupt ends what is being said, or, where nothing is, the program, as
    /// all others do.
    #[cfg(unix)]
    fn watch(&self) -> std::io::Result<()> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
        let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM, SIGXFSZ])?;
        let place = self.clone();
        std::thread::spawn(move || {
            for signal in signals.forever() {
                // A file that may not grow is an error like that of a full disk.
                if signal == SIGXFSZ {
                    continue;
                }
                let is_waiting = place.0.is_waiting.load(Ordering::SeqCst);
                if signal == SIGINT && !is_waiting {
                    place.0.is_interrupted.store(true, Ordering::SeqCst);
                    continue;
                }
                place.leave();
                std::process::exit(128 + signal);
            }
        });
        Ok(())
    }

    /// A line is waited for, or has come.
    pub fn wait(&self, waits: bool) {
        self.0.is_waiting.store(waits, Ordering::SeqCst);
        self.0.is_interrupted.store(false, Ordering::SeqCst);
    }

    /// Whether what is being said is to end.
    pub fn is_interrupted(&self) -> bool {
        self.0.is_interrupted.load(Ordering::SeqCst)
    }

    /// Where the document was left another time, as a byte offset.
    pub fn left(&self, text: &Text) -> usize {
        let state = self.state();
        let positions = state.positions.as_ref();
        let left = positions.and_then(|positions| text.left(positions));
        left.map_or(0, |position| position.bytes(&text.document.source).1)
    }

    /// The reader is at a byte offset.
    pub fn stand(&self, at: usize) {
        self.state().at = Some(at);
    }

    /// Another document is open: the one before is left.
    pub fn open(&self, text: Arc<Text>) {
        self.leave();
        let mut state = self.state();
        state.text = text;
        state.at = None;
    }

    /// Keeps where the reader is now.
    pub fn leave(&self) {
        let mut state = self.state();
        let (text, at) = (Arc::clone(&state.text), state.at);
        let (Some(positions), Some(at)) = (&mut state.positions, at) else {
            return;
        };
        if let Err(error) = positions.leave(text.position(at, at)) {
            complain(&state.locale.say(&error.said()));
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
