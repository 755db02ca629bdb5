//! The doctor's page: what is known of the terminal, in the user's language, with the setting to
//! change where something does not fit.
//!
//! It belongs to the settings because it recommends settings. The reading room shows it, and
//! `zhangju doctor` prints it.

pub mod kept;

use super::{Locale, VERSION};
use crate::terminal::examine::Examination;
use crate::terminal::facts::{Background, Multiplexer, TerminalFacts, Way};
use crate::terminal::session;
use crate::text::Ambiguous;

/// The lines of the page: names with values, including the recommended settings.
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
    page.put("doctor.version", VERSION);
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
    let size = session::size_told();
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
            // While the reading room is open, only characters whose width differs between terminals
            // have been measured.
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
            // Widths differ within the ambiguous characters, so box drawing cannot be aligned.
            (None, None) if facts.is_utf8 => "ascii = true",
            _ => return,
        };
        self.say("doctor.advice", "doctor.set", &[setting]);
    }
}
