//! `zhangju rules`: the rules by which texts of some kinds are read, those of the program and those
//! of the person.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use serde_json::json;

use super::Outcome;
use super::object::{self, Listing};
use super::target;
use crate::document::rules::{self, BUILTIN, Kind, Touch, Word};
use crate::document::{self, Lines};
use crate::library::Filters;
use crate::library::rules::{File, files};
use crate::settings::{Locale, Paths, Settings};
use crate::terminal::output::{Failure, Output, complain};

/// What is to be told of the rules.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// List the kinds of texts that have rules: name, where the rules are, for what texts
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Listing,
    },
    /// Print the file of a kind's rules
    Show {
        /// The name of the kind
        name: String,
    },
    /// Print which lines of a document which rules are for, and what they make of them
    Try {
        /// A file; `-` is standard input
        #[arg(value_name = "FILE")]
        file: OsString,
    },
}

impl Default for Task {
    fn default() -> Self {
        Self::List {
            format: Listing::default(),
        }
    }
}

/// Tells it.
pub fn run(task: &Task, locale: &Locale) -> Result<Outcome, Failure> {
    let mut output = Output::standard();
    let outcome = match task {
        Task::List { format } => list(*format, locale, &mut output)?,
        Task::Show { name } => show(name, locale, &mut output)?,
        Task::Try { file } => attempt(file, locale, &mut output)?,
    };
    output.finish()?;
    Ok(outcome)
}

/// A person's own files, those of this folder and of the libraries first.
fn own() -> Vec<Own> {
    let options = Settings::of(&Paths::of_environment()).options;
    let libraries = options.folders();
    let folders = libraries.iter().map(PathBuf::as_path);
    let mut seen = HashSet::new();
    let mut own = Vec::new();
    for folder in [Path::new("")].into_iter().chain(folders) {
        let (beside, settings) = files(folder);
        let found = [beside.map(Own::Beside), settings.map(Own::Settings)];
        let found = found.into_iter().flatten();
        own.extend(found.filter(|file| seen.insert(file.file().path.clone())));
    }
    own
}

/// A file of a person's own rules.
enum Own {
    Beside(Arc<File>),
    Settings(&'static File),
}

impl Own {
    fn file(&self) -> &File {
        match self {
            Self::Beside(file) => file,
            Self::Settings(file) => file,
        }
    }
}

fn list(format: Listing, locale: &Locale, output: &mut Output) -> Result<Outcome, Failure> {
    let mut print = |name: &str, place: &str, about: &str| match format {
        Listing::Text => output.fields(&[name, place, about]),
        Listing::Json => {
            let object = json!({ "name": name, "place": place, "about": about });
            object::print(object, output)
        }
    };
    for own in own() {
        let file = own.file();
        for kind in file.kinds() {
            print(&kind.name, &file.path.to_string_lossy(), &purpose(kind))?;
        }
        for issue in &file.issues {
            complain(&locale.say(&issue.said()));
        }
    }
    for kind in rules::kinds() {
        print(&kind.name, "zhangju", &kind.about)?;
    }
    Ok(Outcome::Found)
}

/// What a kind is for.
fn purpose(kind: &Kind) -> String {
    let files: Vec<&str> = kind.files.iter().map(|(_, file)| file.as_str()).collect();
    match (kind.about.as_str(), files.as_slice()) {
        ("", []) => "*".to_owned(),
        ("", files) => files.join(" "),
        (about, _) => about.to_owned(),
    }
}

fn show(name: &str, locale: &Locale, output: &mut Output) -> Result<Outcome, Failure> {
    let mine = own();
    let mine = mine
        .iter()
        .map(Own::file)
        .find(|file| file.kinds().any(|kind| kind.name == name));
    let builtin = BUILTIN.iter().find(|(known, _)| *known == name);
    let text = match (mine, builtin) {
        (Some(file), _) => &file.text,
        (None, Some((_, text))) => *text,
        (None, None) => {
            complain(&locale.tr("cli.no-rules", &[name]));
            return Ok(Outcome::NothingFound);
        }
    };
    output.text(text)?;
    Ok(Outcome::Found)
}

fn attempt(file: &OsStr, locale: &Locale, output: &mut Output) -> Result<Outcome, Failure> {
    let source = target::source(file)?;
    let bytes = source.bytes(&Filters::default());
    let decoded = document::decode(&bytes.map_err(|error| error.said())?);
    let own = source.rules(true);
    for issue in &own.issues {
        complain(&locale.say(&issue.said()));
    }
    if decoded.structure.is_some() || decoded.foreign.is_some() {
        let name = file.to_string_lossy();
        return Err(locale.tr("cli.no-rules-for", &[&name]).into());
    }
    let touches = document::explain(&decoded.text, source.syntax(), &own);
    let mut lines = Lines::new(&decoded.text);
    for touch in &touches {
        let line = lines.of(touch.span.start).to_string();
        let rule = format!("{}:{}", touch.kind, touch.rule);
        output.fields(&[&line, &rule, &became(&decoded.text, touch)])?;
    }
    Ok(if touches.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Found
    })
}

/// What a match became: the words of its parts, each with the beginning of its text.
fn became(text: &str, touch: &Touch) -> String {
    /// Characters that are enough to know a text by.
    const LONGEST: usize = 30;
    let whole = [(Word::Drop, touch.span)];
    let parts = match touch.parts.as_slice() {
        [] => &whole,
        parts => parts,
    };
    let parts = parts.iter().map(|(word, span)| {
        let words = span
            .of(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let mut lead: String = words.chars().take(LONGEST).collect();
        if lead.len() < words.len() {
            lead.push('…');
        }
        format!("{} {lead}", word.name())
    });
    parts.collect::<Vec<_>>().join("; ")
}
