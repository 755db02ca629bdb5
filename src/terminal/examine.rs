//! Measurements for the doctor: replies, widths of characters, speed of the line.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::event::{Event, listen};
use super::facts::TerminalFacts;
use super::gate::Gate;
use super::input::{Answer, Input};
use super::pace::QUESTION;
use super::probe::Probe;
use super::session;
use crate::text::Ambiguous;
use crate::text::width::columns;

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Examination {
    /// Round trip; `None` if the terminal does not reply.
    pub round_trip: Option<Duration>,
    /// Bytes per second, if the line is slow enough to tell.
    pub rate: Option<u64>,
    /// Samples, each with the columns that it took.
    pub widths: Vec<(&'static str, u16)>,
    /// The terminal's replies.
    pub probe: Probe,
}

/// Characters of texts and frames whose width differs between terminals.
pub const SAMPLES: [&str; 16] = [
    "汉",
    "，",
    "𠀀",
    "葛\u{e0100}",
    "か\u{3099}",
    "한",
    "\u{e000}",
    "…",
    "—",
    "“",
    "①",
    "→",
    "─",
    "●",
    "é",
    "👍",
];

/// How long to wait for a reply.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bytes to send in order to measure the line's speed.
const BURST: usize = 8 << 10;

/// Measures the terminal.
///
/// # Errors
/// If there is no terminal.
pub fn examine(facts: &TerminalFacts) -> io::Result<Examination> {
    session::raw(|| ask(facts))?
}

fn ask(facts: &TerminalFacts) -> io::Result<Examination> {
    let (sender, events) = channel();
    listen(move |event| sender.send(event).is_ok(), Gate::default(), 0);
    let mut out = io::stdout();
    let mut send = |bytes: &str| {
        out.write_all(bytes.as_bytes())?;
        out.flush()
    };
    // This question first: a terminal that does not reply is not asked again.
    let start = Instant::now();
    send(QUESTION)?;
    if !answers(&events, &mut |_| {}) {
        return Ok(Examination::default());
    }
    let mut examination = Examination {
        round_trip: Some(start.elapsed()),
        ..Examination::default()
    };
    let questions = examination.probe.ask(facts).replace("\x1b[H", "\r") + "\r\x1b[K";
    send(&questions)?;
    answers(&events, &mut |answer| {
        examination.probe.take(answer);
    });
    for sample in SAMPLES {
        send(&format!("\r{sample}\x1b[6n\r\x1b[K{QUESTION}"))?;
        answers(&events, &mut |answer| {
            if let Answer::Cursor(column, _) = answer {
                examination.widths.push((sample, column));
            }
        });
    }
    let start = Instant::now();
    // Erasing an empty line does not show.
    send(&("\r\x1b[K".repeat(BURST / 4) + QUESTION))?;
    if answers(&events, &mut |_| {}) {
        let round_trip = examination.round_trip.unwrap_or_default();
        let took = start.elapsed().saturating_sub(round_trip);
        // Faster than this, the time is the terminal's own.
        if took > Duration::from_millis(100) {
            examination.rate = Some((BURST as f64 / took.as_secs_f64()) as u64);
        }
    }
    Ok(examination)
}

/// Hears replies up to the receipt; false if it does not arrive.
fn answers(events: &Receiver<Event>, hear: &mut dyn FnMut(Answer)) -> bool {
    let start = Instant::now();
    while let Ok(event) = events.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
        let Event::Input(batch) = event else {
            continue;
        };
        for input in batch.take().0 {
            match input {
                Input::Answer(Answer::Ready) => return true,
                Input::Answer(answer) => hear(answer),
                _ => {}
            }
        }
    }
    false
}

impl Examination {
    /// Samples whose measured width differs: with our width and the terminal's.
    pub fn disagreements(&self, ambiguous: Ambiguous) -> Vec<(&'static str, usize, usize)> {
        let counted = self.widths.iter().map(|(sample, shown)| {
            let ours = columns(sample, ambiguous);
            (*sample, ours, usize::from(*shown))
        });
        counted.filter(|(_, ours, theirs)| ours != theirs).collect()
    }
}
