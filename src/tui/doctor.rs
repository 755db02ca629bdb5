//! The doctor's look at the terminal: what it answers, how wide it shows what, how long the line takes.

pub mod kept;

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::event::decode::Answer;
use super::event::{Event, listen};
use super::gate::Gate;
use super::link::QUESTION;
use super::probe::Probe;
use super::terminal;
use crate::settings::Locale;
use crate::settings::terminal::{Background, Multiplexer, TerminalFacts, Way};
use crate::text::Ambiguous;
use crate::text::width::columns;

/// What was seen of a terminal.
#[derive(Clone, Debug, Default)]
pub struct Examination {
    /// The round trip; `None` where the terminal answers nothing.
    pub round_trip: Option<Duration>,
    /// Bytes a second, where the line is slow enough to tell.
    pub rate: Option<u64>,
    /// Each sample with the columns that it was shown in.
    pub widths: Vec<(&'static str, u16)>,
    /// What the terminal says of itself.
    pub probe: Probe,
}

/// What texts and frames consist of, and what terminals disagree about.
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

/// An answer that has not come by then will not come.
const PATIENCE: Duration = Duration::from_secs(2);

/// So many bytes tell a slow line from a fast one.
const BURST: usize = 8 << 10;

/// Examines the terminal.
///
/// # Errors
/// Where there is none to be had.
pub fn examine(facts: &TerminalFacts) -> io::Result<Examination> {
    terminal::raw(|| ask(facts))?
}

fn ask(facts: &TerminalFacts) -> io::Result<Examination> {
    let (sender, events) = channel();
    listen(sender, Gate::default(), 0);
    let mut out = io::stdout();
    let mut send = |bytes: &str| {
        out.write_all(bytes.as_bytes())?;
        out.flush()
    };
    // The first answer, since whoever answers nothing is not waited for again.
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
    // Erasing an empty line shows nothing, however often.
    send(&("\r\x1b[K".repeat(BURST / 4) + QUESTION))?;
    if answers(&events, &mut |_| {}) {
        let round_trip = examination.round_trip.unwrap_or_default();
        let took = start.elapsed().saturating_sub(round_trip);
        // Below that it is the terminal's own time.
        if took > Duration::from_millis(100) {
            examination.rate = Some((BURST as f64 / took.as_secs_f64()) as u64);
        }
    }
    Ok(examination)
}

/// Hears answers up to the one that says that all was read; whether that has come.
fn answers(events: &Receiver<Event>, hear: &mut dyn FnMut(Answer)) -> bool {
    let start = Instant::now();
    while let Ok(event) = events.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
        let came = match event {
            Event::Burst(events) => events,
            event => vec![event],
        };
        for event in came {
            match event {
                Event::Answer(Answer::Ready) => return true,
                Event::Answer(answer) => hear(answer),
                _ => {}
            }
        }
    }
    false
}

/// What is to be said of a terminal: names and values, the advice what to set among them.
pub fn page(
    locale: &Locale,
    facts: &TerminalFacts,
    seen: Option<&Examination>,
    set: Option<Ambiguous>,
) -> Vec<(String, String)> {
    let mut page = Page {
        locale,
        lines: Vec::new(),
    };
    page.put("doctor.version", env!("CARGO_PKG_VERSION"));
    page.put("doctor.name", &facts.name);
    let locale_is = if facts.locale.is_empty() {
        "-"
    } else {
        &facts.locale
    };
    let charset = if facts.is_utf8 {
        "doctor.utf8"
    } else {
        "doctor.not-utf8"
    };
    page.say("doctor.locale", charset, &[locale_is]);
    let size = terminal::size_told();
    let size = size.map_or("-".to_owned(), |(columns, rows)| {
        format!("{columns} x {rows}")
    });
    page.put("doctor.size", &size);
    let colors = format!("{:?}", facts.colors).to_lowercase();
    page.say("doctor.colors", &format!("doctor.colors-{colors}"), &[]);
    let between = match facts.multiplexer {
        Multiplexer::None => "-",
        Multiplexer::Tmux => "tmux",
        Multiplexer::Screen => "GNU screen",
    };
    page.put("doctor.multiplexer", between);
    let way = match facts.way {
        Way::Local => "doctor.local",
        Way::Ssh => "doctor.ssh",
        Way::Mosh => "doctor.mosh",
    };
    page.say("doctor.way", way, &[]);
    let mut clipboard = Vec::new();
    if facts.may_be_asked() {
        clipboard.push("OSC 52");
    }
    let commands = facts.clipboards.iter();
    clipboard.extend(commands.filter_map(|command| command.first().copied()));
    if facts.multiplexer == Multiplexer::Tmux {
        clipboard.push("tmux: set -g set-clipboard on");
    }
    match clipboard.as_slice() {
        [] => page.say("doctor.clipboard", "doctor.no", &[]),
        ways => page.put("doctor.clipboard", &ways.join(", ")),
    }
    match seen {
        Some(seen) => page.terminal(facts, seen, set),
        None => page.say("doctor.terminal", "doctor.no-terminal", &[]),
    }
    page.lines
}

struct Page<'l> {
    locale: &'l Locale,
    lines: Vec<(String, String)>,
}

impl Page<'_> {
    fn put(&mut self, name: &str, value: &str) {
        let name = self.locale.tr(name, &[]);
        self.lines.push((name, value.to_owned()));
    }

    fn say(&mut self, name: &str, sentence: &str, arguments: &[&str]) {
        let value = self.locale.tr(sentence, arguments);
        self.put(name, &value);
    }

    fn terminal(&mut self, facts: &TerminalFacts, seen: &Examination, set: Option<Ambiguous>) {
        let Some(round_trip) = seen.round_trip else {
            return self.say("doctor.terminal", "doctor.silent", &[]);
        };
        let milliseconds = format!("{:.1} ms", round_trip.as_secs_f64() * 1000.0);
        self.put("doctor.round-trip", &milliseconds);
        match seen.rate {
            Some(rate) => self.put("doctor.rate", &format!("{} kbit/s", rate * 8 / 1000)),
            None => self.say("doctor.rate", "doctor.fast", &[]),
        }
        let probe = &seen.probe;
        for (name, is_known) in [
            ("doctor.synchronized", probe.synchronized),
            ("doctor.margins", probe.margins),
            ("doctor.focus", probe.focus),
            ("doctor.keyboard", probe.keyboard),
            ("doctor.hyperlinks", facts.takes_links()),
        ] {
            let said = if is_known { "doctor.yes" } else { "doctor.no" };
            self.say(name, said, &[]);
        }
        let background = match probe.background() {
            Some(Background::Dark) => "doctor.dark",
            Some(Background::Light) => "doctor.light",
            _ => "doctor.not-said",
        };
        self.say("doctor.background", background, &[]);
        if probe.is_bytewise() {
            self.say("doctor.widths", "terminal.bytewise", &[]);
            return self.say("doctor.advice", "doctor.set", &["ascii = true"]);
        }
        let wrong = seen.disagreements(set.or(probe.ambiguous()).unwrap_or_default());
        let told: Vec<String> = wrong
            .iter()
            .map(|(sample, ours, theirs)| format!("{sample} {ours}/{theirs}"))
            .collect();
        if seen.widths.is_empty() {
            // While one reads only the characters are measured whose width differs from terminal to terminal.
            let measured = match probe.ambiguous() {
                Some(Ambiguous::Narrow) => "doctor.narrow",
                Some(Ambiguous::Wide) => "doctor.wide",
                None => "doctor.unclear",
            };
            self.say("doctor.widths", measured, &[]);
        } else if told.is_empty() {
            self.say("doctor.widths", "doctor.agree", &[]);
        } else {
            self.say("doctor.widths", "doctor.disagree", &[&told.join("  ")]);
        }
        let setting = match (set, probe.ambiguous()) {
            (Some(Ambiguous::Wide), Some(Ambiguous::Narrow)) => "ambiguous-width = \"narrow\"",
            (Some(Ambiguous::Narrow), Some(Ambiguous::Wide)) => "ambiguous-width = \"wide\"",
            // Some are one column and some are two: box drawing is not to be had.
            (None, None) if facts.is_utf8 => "ascii = true",
            _ => return,
        };
        self.say("doctor.advice", "doctor.set", &[setting]);
    }
}

impl Examination {
    /// The samples that are shown otherwise than we count: with our columns and the terminal's.
    pub fn disagreements(&self, ambiguous: Ambiguous) -> Vec<(&'static str, usize, usize)> {
        let counted = self.widths.iter().map(|(sample, shown)| {
            let ours = columns(sample, ambiguous);
            (*sample, ours, usize::from(*shown))
        });
        counted.filter(|(_, ours, theirs)| ours != theirs).collect()
    }
}
