//! `zhangju doctor`: what the program sees of its terminal, of the way to it, and of its folders;
//! with the line to set where something does not fit.

use std::io::IsTerminal;

use super::Outcome;
use crate::annotation::Store;
use crate::disk::System;
use crate::settings::doctor::{self, kept};
use crate::settings::{Locale, Paths, Settings, environment};
use crate::terminal::examine::examine;
use crate::terminal::output::{Failure, Output};

/// Tells how things are.
pub fn run(locale: &Locale, colored: Option<bool>) -> Result<Outcome, Failure> {
    let facts = environment::terminal(colored);
    let is_terminal = std::io::stdout().is_terminal() && !facts.is_dumb();
    // Examined first: what it is asked leaves nothing on the screen.
    let examination = if is_terminal {
        examine(&facts).ok()
    } else {
        None
    };
    let mut report = Report {
        locale,
        output: Output::standard(),
    };
    let settings = Settings::of(&Paths::of_environment());
    let set = settings.options.ambiguous_width.set();
    report.all(doctor::page(locale, &facts, examination.as_ref(), set))?;
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

    fn all(&mut self, lines: Vec<(String, String)>) -> Result<(), Failure> {
        let mut lines = lines.into_iter();
        lines.try_for_each(|(name, value)| self.output.line(&format!("{name}: {value}")))
    }

    fn folders(&mut self) -> Result<(), Failure> {
        let paths = match Paths::of_environment() {
            Ok(paths) => paths,
            Err(reason) => return self.put("doctor.folders", &self.locale.say(&reason)),
        };
        self.all(kept::folders(self.locale, &paths))?;
        let mistakes = Settings::of(&Ok(paths.clone())).mistakes;
        for mistake in &mistakes {
            self.put("doctor.settings", &mistake.sentence(self.locale))?;
        }
        if mistakes.is_empty() {
            self.line("doctor.settings", "doctor.fine", &[])?;
        }
        let store = Store::open(&paths.config, &paths.state);
        let (count, damaged) = (store.annotations().len(), store.damaged());
        let said = [count.to_string(), damaged.to_string()];
        self.line("doctor.annotations", "doctor.counts", &[&said[0], &said[1]])?;
        for problem in store.problems() {
            self.put("doctor.annotations", &self.locale.say(&problem.said()))?;
        }
        let lacking = kept::lacking(self.locale, &System, &paths);
        self.all(lacking.into_iter().collect())?;
        self.all(kept::catalogs(self.locale, &paths))?;
        self.line("doctor.index", "doctor.index-when", &[])
    }
}
