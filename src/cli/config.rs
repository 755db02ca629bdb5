//! `zhangju config`: where the settings are, what can be set, what is set, and what is wrong with
//! it.

use clap::{Subcommand, ValueEnum};
use serde_json::json;
use toml::{Table, Value};

use super::{Outcome, object, settled};
use crate::settings::file::Origin;
use crate::settings::{Language, Options, Paths, Settings};
use crate::terminal::output::{Failure, Output};
use crate::tui::keymap;

/// What is to be told of the settings.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Task {
    /// Print the path of the settings file
    Path,
    /// Print a settings file with everything that can be set, its default, and what it is for
    Default,
    /// Print what holds now, and where each was set
    Show {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say what is wrong with the settings, line by line; exit status 0 where nothing is
    Check,
}

/// How settings are printed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// As a settings file
    #[default]
    Toml,
    /// One object a setting
    Json,
}

/// Tells it.
pub fn run(task: Task) -> Result<Outcome, Failure> {
    let mut output = Output::standard();
    let outcome = match task {
        Task::Path => {
            let path = Paths::of_environment()?.settings();
            output.line(&path.to_string_lossy())?;
            Outcome::Found
        }
        Task::Default => defaults(&mut output)?,
        Task::Show { format } => show(format, &mut output)?,
        Task::Check => check(&mut output)?,
    };
    output.finish()?;
    Ok(outcome)
}

fn defaults(output: &mut Output) -> Result<Outcome, Failure> {
    let locale = settled::locale();
    let options = Options {
        language: Some(Language::of_environment()),
        ..Options::default()
    };
    output.line(&format!("# {}", locale.tr("config.head", &[])))?;
    let table = table(&options);
    for name in Options::names() {
        let about = locale.tr(&format!("setting.{name}"), &[]);
        output.line("")?;
        output.line(&format!("# {about}"))?;
        let value = table.get(*name).map_or("\"\"".to_owned(), Value::to_string);
        output.line(&format!("# {name} = {value}"))?;
    }
    Ok(Outcome::Found)
}

fn show(format: Format, output: &mut Output) -> Result<Outcome, Failure> {
    let paths = Paths::of_environment();
    let settings = Settings::of(&paths);
    let file = paths.map(|paths| paths.settings().to_string_lossy().into_owned());
    for (names, value) in flat(&table(&settings.options)) {
        let origin = settings.origin(&names).map(|origin| match origin {
            Origin::Line(line) => format!("{}:{line}", file.as_deref().unwrap_or_default()),
            Origin::Given => "--set".to_owned(),
        });
        match format {
            Format::Toml => {
                let names: Vec<String> = names.iter().map(|name| key(name)).collect();
                let origin = origin.map_or(String::new(), |origin| format!("  # {origin}"));
                output.line(&format!("{} = {value}{origin}", names.join(".")))?;
            }
            Format::Json => {
                let object = json!({ "setting": names, "value": value, "origin": origin });
                object::print(object, output)?;
            }
        }
    }
    Ok(Outcome::Found)
}

fn check(output: &mut Output) -> Result<Outcome, Failure> {
    let settings = Settings::of(&Paths::of_environment());
    let mistakes = settings.mistakes.iter().cloned();
    let mistakes: Vec<_> = mistakes.chain(keymap::mistakes(&settings)).collect();
    for mistake in &mistakes {
        output.line(&mistake.sentence(settled::locale()))?;
    }
    Ok(if mistakes.is_empty() {
        Outcome::Found
    } else {
        Outcome::NothingFound
    })
}

fn table(options: &Options) -> Table {
    // All that can be set can be written in TOML.
    Table::try_from(options).unwrap_or_default()
}

/// Every value with the names that lead to it.
fn flat(table: &Table) -> Vec<(Vec<String>, &Value)> {
    let mut flattened = Vec::new();
    for (name, value) in table {
        match value.as_table() {
            Some(inner) => flattened.extend(flat(inner).into_iter().map(|(mut names, value)| {
                names.insert(0, name.clone());
                (names, value)
            })),
            None => flattened.push((vec![name.clone()], value)),
        }
    }
    flattened
}

/// A name as TOML has it: quoted, where it is more than letters and digits.
fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || !name.chars().all(is_bare) {
        return Value::from(name).to_string();
    }
    name.to_owned()
}
