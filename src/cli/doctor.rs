//! `zhangju doctor`: what the program sees of its terminal, of the way to it, and of its folders; with the line to set where something
//! does not fit.

use std::io::IsTerminal;
use std::path::Path;

use super::Outcome;
use super::open;
use super::output::{Failure, Output};
use crate::annotation::Store;
use crate::disk::{self, System};
use crate::settings::terminal::{Background, Multiplexer, TerminalFacts};
use crate::settings::{Locale, Paths};
use crate::text::Ambiguous;
use crate::tui::doctor::{self, Examination};

/// Tells how things are.
pub fn run(locale: &Locale) -> Result<Outcome, Failure> {
    let facts = TerminalFacts::of_environment();
    let is_terminal = std::io::stdout().is_terminal() && !facts.is_dumb();
    // Examined first: what it is asked leaves nothing on the screen.
    let examination = if is_terminal {
        doctor::examine(&facts).ok()
    } else {
        None
    };
    let mut report = Report {
        locale,
        output: Output::new(),
    };
    report.environment(&facts)?;
    match &examination {
        Some(examination) => report.terminal(&facts, examination)?,
        None => report.line("doctor.terminal", "doctor.no-terminal", &[])?,
    }
    report.folders()?;
    report.output.finish()?;
    Ok(Outcome::Found)
}

struct Report<'l> {
    locale: &'l Locale,
    output: Output,
}

impl Report<'_> {
    fn put(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let name = self.locale.tr(name, &[]);
        self.output.line(&format!("{name}: {value}"))
    }

    fn line(&mut self, name: &str, sentence: &str, arguments: &[&str]) -> Result<(), Failure> {
        let value = self.locale.tr(sentence, arguments);
        self.put(name, &value)
    }

    /// A line to be set in the settings file.
    fn advise(&mut self, setting: &str) -> Result<(), Failure> {
        self.output
            .line(&format!("  {}", self.locale.tr("doctor.set", &[setting])))
    }

    fn environment(&mut self, facts: &TerminalFacts) -> Result<(), Failure> {
        self.put("doctor.version", env!("CARGO_PKG_VERSION"))?;
        self.put("doctor.name", &facts.name)?;
        let set = if facts.is_utf8 {
            "doctor.utf8"
        } else {
            "doctor.not-utf8"
        };
        self.line("doctor.locale", set, &[])?;
        if let Some((columns, rows)) = crate::tui::size() {
            self.put("doctor.size", &format!("{columns} x {rows}"))?;
        }
        let colors = format!("{:?}", facts.colors).to_lowercase();
        self.line("doctor.colors", &format!("doctor.colors-{colors}"), &[])?;
        let between = match facts.multiplexer {
            Multiplexer::None => "-",
            Multiplexer::Tmux => "tmux",
            Multiplexer::Screen => "GNU screen",
        };
        self.put("doctor.multiplexer", between)?;
        let way = if facts.is_remote {
            "doctor.remote"
        } else {
            "doctor.local"
        };
        self.line("doctor.way", way, &[])?;
        let mut clipboard = vec!["OSC 52"];
        clipboard.extend(
            facts
                .clipboards
                .iter()
                .filter_map(|command| command.first().copied()),
        );
        if facts.multiplexer == Multiplexer::Tmux {
            clipboard.push("tmux: set -g set-clipboard on");
        }
        self.put("doctor.clipboard", &clipboard.join(", "))
    }

    fn terminal(&mut self, facts: &TerminalFacts, seen: &Examination) -> Result<(), Failure> {
        let Some(round_trip) = seen.round_trip else {
            return self.line("doctor.terminal", "doctor.silent", &[]);
        };
        let milliseconds = format!("{:.1} ms", round_trip.as_secs_f64() * 1000.0);
        self.put("doctor.round-trip", &milliseconds)?;
        match seen.rate {
            Some(rate) => self.put("doctor.rate", &format!("{} kbit/s", rate * 8 / 1000))?,
            None => self.line("doctor.rate", "doctor.fast", &[])?,
        }
        let known = |is: bool| if is { "doctor.yes" } else { "doctor.no" };
        self.line("doctor.synchronized", known(seen.probe.synchronized), &[])?;
        self.line("doctor.margins", known(seen.probe.margins), &[])?;
        self.line("doctor.keyboard", known(seen.probe.keyboard), &[])?;
        let background = match seen.probe.background() {
            Some(Background::Dark) => "doctor.dark",
            Some(Background::Light) => "doctor.light",
            _ => "doctor.not-said",
        };
        self.line("doctor.background", background, &[])?;
        if seen.probe.is_bytewise() {
            self.line("doctor.widths", "terminal.bytewise", &[])?;
            return self.advise("ascii = true");
        }
        let (options, _) = open::options(&Paths::of_environment());
        let set = options.ambiguous_width.set();
        let counted = set.or(seen.probe.ambiguous()).unwrap_or_default();
        let wrong = seen.disagreements(counted);
        if wrong.is_empty() {
            self.line("doctor.widths", "doctor.agree", &[])?;
        } else {
            let told: Vec<String> = wrong
                .iter()
                .map(|(sample, ours, theirs)| format!("{sample} {ours}/{theirs}"))
                .collect();
            self.line("doctor.widths", "doctor.disagree", &[&told.join("  ")])?;
        }
        match (set, seen.probe.ambiguous()) {
            (Some(set), Some(shown)) if set != shown => self.advise(match shown {
                Ambiguous::Narrow => "ambiguous-width = \"narrow\"",
                Ambiguous::Wide => "ambiguous-width = \"wide\"",
            }),
            (None, None) if facts.is_utf8 => self.advise("ascii = true"),
            _ => Ok(()),
        }
    }

    fn folder(&mut self, name: &str, path: &Path) -> Result<(), Failure> {
        let mut value = path.display().to_string();
        if !disk::is_folder(path) {
            value += &format!(" ({})", self.locale.tr("doctor.not-there", &[]));
        }
        self.put(name, &value)
    }

    fn folders(&mut self) -> Result<(), Failure> {
        let paths = match Paths::of_environment() {
            Ok(paths) => paths,
            Err(reason) => return self.put("doctor.folders", &reason),
        };
        self.folder("doctor.config", &paths.config)?;
        self.folder("doctor.state", &paths.state)?;
        self.folder("doctor.cache", &paths.cache)?;
        let (_, wrong) = open::options(&Ok(paths.clone()));
        match wrong {
            Some(wrong) => self.put("doctor.settings", &wrong)?,
            None => self.line("doctor.settings", "doctor.fine", &[])?,
        }
        let store = Store::open(&paths.config, &paths.state);
        let (count, damaged) = (store.annotations().len(), store.damaged());
        let said = [count.to_string(), damaged.to_string()];
        self.line("doctor.annotations", "doctor.counts", &[&said[0], &said[1]])?;
        for problem in store.problems() {
            self.put("doctor.annotations", &problem.to_string())?;
        }
        let mut problems = Vec::new();
        let catalogs = disk::list(&System, &paths.cache.join("catalog"), "bin", &mut problems);
        self.put("doctor.catalogs", &catalogs.len().to_string())?;
        problems
            .iter()
            .try_for_each(|problem| self.put("doctor.catalogs", &problem.to_string()))
    }
}
