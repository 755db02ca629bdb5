//! The settings of a person: those of their file, line by line, and over them those that were given
//! for this process alone. What is wrong with a line costs that line.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Deserialize;
use toml::de::{DeTable, DeValue, ValueDeserializer};
use toml::{Spanned, Table, Value};

use super::mistake::{Mistake, Reason};
use super::value::Typed;
use super::{Options, Paths};
use crate::disk;
use crate::document::Lines;
use crate::text::{Said, mistyped};

/// The largest settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The settings given for this process, as `NAME=VALUE`.
static GIVEN: OnceLock<Vec<String>> = OnceLock::new();

/// Gives settings to this process alone; they go before those of the file. Given once, before any
/// are read.
pub fn give(lines: Vec<String>) {
    let _ = GIVEN.set(lines);
}

/// What a person has set, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// What holds.
    pub options: Options,
    /// What does not, in the order in which it stands there.
    pub mistakes: Vec<Mistake>,
    file: PathBuf,
    /// What was set, by its names.
    set: Table,
    origins: BTreeMap<Vec<String>, Origin>,
}

/// Where a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This line of the file.
    Line(usize),
    /// Given for this process.
    Given,
}

/// A setting that stands in a text, or a table of settings.
struct Line {
    names: Vec<String>,
    value: Value,
    /// Where its name begins.
    start: usize,
    /// Where its value ends.
    end: usize,
    /// What is in the table.
    below: Vec<Line>,
}

/// Most settings of a table of which each is tried beside all others, too.
const MOST_BESIDE: usize = 64;

impl Settings {
    /// The settings of the file of a person and those given to this process.
    pub fn of(paths: &Result<Paths, Said>) -> Self {
        let mut settings = match paths {
            Ok(paths) => Self::read(&paths.settings()),
            Err(_) => Self::default(),
        };
        for line in GIVEN.get().into_iter().flatten() {
            if let Err(mistake) = settings.give(line) {
                settings.mistakes.push(*mistake);
            }
        }
        settings
    }

    /// The settings of a file; the defaults where there is none.
    pub fn read(path: &Path) -> Self {
        match disk::read(path, LARGEST) {
            Ok(bytes) => Self::parse(&String::from_utf8_lossy(&bytes), path),
            Err(error) if error.reason.kind() == ErrorKind::NotFound => Self::empty(path),
            Err(error) => {
                let mut settings = Self::empty(path);
                let reason = Reason::Unreadable(disk::reason(&error.reason));
                settings.mistaken(Vec::new(), reason, None);
                settings
            }
        }
    }

    fn empty(path: &Path) -> Self {
        Self {
            file: path.to_owned(),
            ..Self::default()
        }
    }

    /// Settings that hold already.
    pub fn holding(options: &Options) -> Self {
        Self {
            options: options.clone(),
            // Whatever was read from TOML can be written in it.
            set: Table::try_from(options).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The settings of the text of a file.
    pub fn parse(text: &str, path: &Path) -> Self {
        let mut settings = Self::empty(path);
        let (lines, broken) = lines(text);
        let mut wrong = Vec::new();
        for line in lines {
            settings.take(line, &mut wrong);
        }
        let mut counted = Lines::new(text);
        for origin in settings.origins.values_mut() {
            if let Origin::Line(place) = origin {
                *place = counted.of(*place);
            }
        }
        let broken = broken.into_iter();
        wrong.extend(
            broken.map(|(at, reason)| (at, Vec::new(), Reason::Unreadable(no_toml(reason)))),
        );
        wrong.sort_by_key(|(at, ..)| *at);
        for (at, names, reason) in wrong {
            settings.mistaken(names, reason, Some(counted.of(at)));
        }
        settings.options = read(&settings.set).unwrap_or_default();
        settings
    }

    /// Takes a setting, or, where it is a table in which something is wrong, what in it is right.
    /// Origins are offsets for now.
    fn take(&mut self, line: Line, wrong: &mut Vec<(usize, Vec<String>, Reason)>) {
        let reason = match self.put(&line.names, line.value.clone(), false) {
            Ok(()) => return self.remember(&line),
            Err(reason) => reason,
        };
        if line.below.is_empty() {
            return wrong.push((line.start, line.names, reason));
        }
        let has_room = line.below.len() <= MOST_BESIDE;
        let told = wrong.len();
        let mut late = Vec::new();
        for part in line.below {
            match self.put(&part.names, part.value.clone(), false) {
                Ok(()) => self.remember(&part),
                Err(_) if !part.below.is_empty() => self.take(part, wrong),
                Err(_) => late.push(part),
            }
        }
        // By now what a part cannot do without stands beside it.
        let mut is_missing = false;
        for part in late {
            match self.put(&part.names, part.value.clone(), has_room) {
                Ok(()) => self.remember(&part),
                Err(Reason::Missing(_)) => is_missing = true,
                Err(reason) => wrong.push((part.start, part.names, reason)),
            }
        }
        if is_missing && wrong.len() == told {
            wrong.push((line.start, line.names, reason));
        }
    }

    fn remember(&mut self, line: &Line) {
        if line.below.is_empty() {
            self.origins
                .insert(line.names.clone(), Origin::Line(line.start));
        }
        line.below.iter().for_each(|part| self.remember(part));
    }

    fn mistaken(&mut self, setting: Vec<String>, reason: Reason, line: Option<usize>) {
        let place = Some((self.file.clone(), line));
        self.mistakes.push(Mistake {
            place,
            setting,
            reason,
        });
    }

    /// Sets what `NAME=VALUE` says; a value that is no TOML is a word.
    ///
    /// # Errors
    /// What is wrong with it; nothing is set then.
    pub fn give(&mut self, typed: &str) -> Result<(), Box<Mistake>> {
        let mistake = |setting, reason| {
            Box::new(Mistake {
                place: None,
                setting,
                reason,
            })
        };
        let (mut given, mut broken) = lines(typed);
        if !broken.is_empty()
            && let Some((name, word)) = typed.split_once('=')
        {
            (given, broken) = lines(&format!("{name}={}", Value::from(word.trim())));
        }
        if let Some((_, reason)) = broken.first() {
            let said = Said::new("mistake.typed-no-toml").with(typed);
            let reason = Reason::Unreadable(said.with_said(reason.clone()));
            return Err(mistake(Vec::new(), reason));
        }
        for Line { names, value, .. } in given.into_iter().flat_map(leaves) {
            self.put(&names, value, true)
                .map_err(|reason| mistake(names.clone(), reason))?;
            self.origins.insert(names, Origin::Given);
        }
        self.options = read(&self.set).unwrap_or_default();
        Ok(())
    }

    /// Sets one setting, where it is right by itself, or beside those that are set.
    fn put(&mut self, names: &[String], value: Value, beside: bool) -> Result<(), Reason> {
        let mut tried = Table::new();
        if let Some((name, set)) = self
            .set
            .get_key_value(names.first().map_or("", |name| name))
            && beside
        {
            tried.insert(name.clone(), set.clone());
        }
        place(&mut tried, names, value.clone());
        read(&tried)?;
        place(&mut self.set, names, value);
        Ok(())
    }

    /// What was set, by its names.
    pub fn set(&self) -> &Table {
        &self.set
    }

    /// Where a setting, or the first of a table of settings, was set; `None` if it was not.
    pub fn origin(&self, names: &[String]) -> Option<Origin> {
        let (found, origin) = self.origins.range(names.to_vec()..).next()?;
        found.starts_with(names).then_some(*origin)
    }

    /// A mistake that only a reader of the settings finds, such as a key that means nothing.
    pub fn mistake(&self, setting: Vec<String>, reason: Reason) -> Mistake {
        let place = match self.origin(&setting) {
            Some(Origin::Line(line)) => Some((self.file.clone(), Some(line))),
            Some(Origin::Given) | None => None,
        };
        Mistake {
            place,
            setting,
            reason,
        }
    }
}

impl Options {
    /// The value of a setting, as it is written in the file; `None` if it is not set.
    pub fn value(&self, name: &str) -> Option<String> {
        let settings = Settings::holding(self);
        settings.set.get(name).map(Value::to_string)
    }

    /// Sets what `NAME=VALUE` says, while the program runs.
    ///
    /// # Errors
    /// What is wrong with it; nothing is set then.
    pub fn set(&mut self, typed: &str) -> Result<(), Box<Mistake>> {
        let mut settings = Settings::holding(self);
        settings.give(typed)?;
        *self = settings.options;
        Ok(())
    }
}

fn read(table: &Table) -> Result<Options, Reason> {
    let table = Value::Table(table.clone());
    let options = Options::deserialize(Typed(&table))?;
    Ok(options.within_limits())
}

/// Puts a value where its names lead.
fn place(table: &mut Table, names: &[String], value: Value) {
    match names {
        [] => {}
        [name] => {
            table.insert(name.clone(), value);
        }
        [name, below @ ..] => {
            let inner = table.entry(name.clone());
            let inner = inner.or_insert_with(|| Table::new().into());
            if let Some(inner) = inner.as_table_mut() {
                place(inner, below, value);
            }
        }
    }
}

/// What is wrong with a line that is no TOML.
fn no_toml(reason: Said) -> Said {
    Said::new("mistake.no-toml").with_said(reason)
}

/// Most lines that are taken out of a text because they are no TOML: each costs another look at the
/// whole.
const MOST_BROKEN: usize = 64;

/// The settings that stand in a text; and what of it is no TOML, with the reason. What is broken
/// costs its line: it is blanked, and the rest read again.
fn lines(text: &str) -> (Vec<Line>, Vec<(usize, Said)>) {
    let mut text = text.to_owned();
    let mut broken = Vec::new();
    loop {
        let (table, errors) = DeTable::parse_recoverable(&text);
        let lines = gather(table.into_inner(), &[]);
        let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        let first = errors.iter().min_by_key(|error| start(error));
        let Some(error) = first.filter(|_| broken.len() < MOST_BROKEN) else {
            return (lines, broken);
        };
        let at = start(error);
        // A value without an end goes on below: what is wrong is the line in which it begins.
        let at = begun(&lines, at).unwrap_or(at);
        broken.push((at, mistyped::toml(error)));
        blank(&mut text, at);
    }
}

/// Blanks the line of an offset.
fn blank(text: &mut String, at: usize) {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = memchr::memrchr(b'\n', bytes.get(..at).unwrap_or_default());
    let start = start.map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', bytes.get(start..).unwrap_or_default());
    let end = end.map_or(bytes.len(), |length| start + length);
    text.replace_range(start..end, &" ".repeat(end - start));
}

/// Where the setting begins whose value an offset is in.
fn begun(lines: &[Line], at: usize) -> Option<usize> {
    lines.iter().find_map(|line| match line.below.as_slice() {
        [] => (line.start < at && at <= line.end).then_some(line.start),
        below => begun(below, at),
    })
}

fn gather(table: DeTable<'_>, above: &[String]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (name, value) in table {
        let (start, end) = (name.span().start, value.span().end);
        let mut names = above.to_vec();
        names.push(name.into_inner().into_owned());
        let value = value.into_inner();
        let below = match &value {
            // Under an unknown name all is unknown: that is said once.
            DeValue::Table(inner) if is_known(&names) => gather(inner.clone(), &names),
            _ => Vec::new(),
        };
        let value = ValueDeserializer::from(Spanned::new(0..0, value));
        // What has no value is told as broken.
        if let Ok(value) = Value::deserialize(value) {
            lines.push(Line {
                names,
                value,
                start,
                end,
                below,
            });
        }
    }
    lines
}

/// The settings of a table, and of those in it.
fn leaves(mut line: Line) -> Vec<Line> {
    let below = std::mem::take(&mut line.below);
    if below.is_empty() {
        return vec![line];
    }
    below.into_iter().flat_map(leaves).collect()
}

fn is_known(names: &[String]) -> bool {
    let first = names.first();
    first.is_some_and(|first| Options::names().contains(&first.as_str()))
}

#[cfg(test)]
mod tests;
