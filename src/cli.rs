//! The roof: arguments, headless commands, starting the reading room.

mod check;
mod cite;
mod color;
mod config;
mod diff;
mod doctor;
mod documents;
mod editions;
mod interrupt;
mod kiosk;
mod libraries;
mod library;
mod manual;
mod marks;
mod object;
mod open;
mod outline;
mod rules;
mod search;
mod settled;
mod show;
mod target;
#[cfg(test)]
mod tests;
mod usage;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::settings::{Options, Paths, VERSION, file};
use crate::terminal::output;
use color::ColorWord;

/// A terminal reading room for clause-structured Chinese and other CJK documents.
#[derive(Debug, Parser)]
#[command(
    name = "zhangju",
    version = VERSION,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
#[command(after_help = "\
ADDRESS names a clause: as printed by `zhangju outline` (art15.para2.3, h2.1~2), or as a person would say it (第十五条第二款, 四（2）).
Directories: ZHANGJU_CONFIG_DIR, ZHANGJU_STATE_DIR, ZHANGJU_CACHE_DIR override the platform's.
Output for people shows control characters as signs, behind a pipe too; --format json and csv and `show --raw` are exact there.
Exit status: 0 found, 1 nothing found, 2 an error.")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Files and folders to open in the reading room; `-` is standard input. Without any, the
    /// libraries of the settings file, or the built-in samples
    #[arg(value_name = "PATH[#ADDRESS]")]
    paths: Vec<OsString>,
    /// Set something for this run only, as in the settings file; may be given several times
    #[arg(long = "set", value_name = "NAME=VALUE", global = true)]
    settings: Vec<String>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_parser = ColorWord::when, global = true)]
    color: Option<ColorWord>,
    /// Read line by line, without drawing anything: for screen readers, and for terminals that can
    /// do nothing
    #[arg(long, conflicts_with = "kiosk")]
    linear: bool,
    /// A reading room that many share, as the `ForceCommand` of an sshd: each reader has
    /// annotations of their own, and nothing else of the machine can be reached
    #[arg(long)]
    kiosk: bool,
    /// In a kiosk: minutes without a key until the reading room closes
    #[arg(long, value_name = "MINUTES", default_value_t = 30, requires = "kiosk", value_parser = clap::value_parser!(u64).range(1..=1440))]
    idle: u64,
    /// In a kiosk: KiB that the annotations of one reader may take
    #[arg(long, value_name = "KIB", default_value_t = 16384, requires = "kiosk", value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    quota: u64,
    /// In a kiosk: MiB of memory that one room may take. No document takes more than 512
    #[arg(long, value_name = "MIB", default_value_t = 640, requires = "kiosk", value_parser = clap::value_parser!(u64).range(64..=1 << 20))]
    memory: u64,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the clauses of documents
    Outline {
        /// Files and folders; `-` is standard input
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<OsString>,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: outline::Format,
    },
    /// Print a document, or one clause of it
    Show {
        /// A file, and a clause of it; `-` is standard input
        #[arg(value_name = "PATH[#ADDRESS[..ADDRESS]]", allow_hyphen_values = true)]
        // `-#art2` is no option
        path: OsString,
        /// Columns to set it in; as wide as the terminal, at most 80, where it is not given
        #[arg(long, value_parser = clap::value_parser!(u16).range(4..=1000))]
        width: Option<u16>,
        /// The source text itself, not typeset
        #[arg(long, conflicts_with = "width")]
        raw: bool,
        /// How to print it
        #[arg(long, value_enum, default_value_t, conflicts_with_all = ["width", "raw"])]
        format: show::Format,
    },
    /// Search texts: every hit with the clause that it stands in
    Search {
        /// What to look for
        #[arg(allow_hyphen_values = true)] // `-乙 甲` is no option
        query: String,
        /// Files and folders; `-` is standard input. Without any, the libraries of the settings
        /// file, or the built-in samples
        #[arg(value_name = "PATH")]
        paths: Vec<OsString>,
        #[command(flatten)]
        manner: search::Manner,
    },
    /// Print a clause as a quotation with its citation
    Cite {
        /// A file, and a clause of it; `-` is standard input
        #[arg(value_name = "PATH[#ADDRESS]", allow_hyphen_values = true)]
        path: OsString,
        /// gbt7714, footnote, markdown, bibtex, csl-json, ris, or a style of the settings file
        #[arg(long)]
        style: Option<String>,
    },
    /// Compare two documents clause by clause: what became of each, and what differs inside. Exit
    /// status 0 where something differs, 1 where nothing does
    Diff {
        /// The older document; `-` is standard input
        #[arg(allow_hyphen_values = true)]
        old: OsString,
        /// The newer document
        #[arg(allow_hyphen_values = true)]
        new: OsString,
        /// How to print what differs
        #[arg(long, value_enum, default_value_t)]
        format: diff::Format,
        /// Leave out where only numbers of clauses, variants of characters, width, punctuation or
        /// blanks differ
        #[arg(long)]
        words: bool,
    },
    /// List the editions of works: the date of each, what happened on it, from when it is in force
    Editions {
        /// Titles of works, and files and folders with them; the libraries where no path is given
        #[arg(value_name = "TITLE|PATH")]
        named: Vec<OsString>,
        /// Of each work only the edition in force on this day
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: editions::Format,
    },
    /// Annotations: list, export, import, add, edit, delete, check, history, compact
    Marks {
        #[command(subcommand)]
        command: marks::Command,
    },
    /// The settings: where they are, what can be set, what is set, what is wrong
    Config {
        #[command(subcommand)]
        task: config::Task,
    },
    /// Print the completions of a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Write the man pages into a folder; without one, print the page of the program
    Man {
        /// The folder to write them into
        folder: Option<PathBuf>,
    },
    /// Tell how things are: the terminal and what it can do, the way to it, the folders; and what
    /// to set where something does not fit
    Doctor,
    /// The libraries that the reading room opens where it is given no path
    Library {
        #[command(subcommand)]
        task: library::Task,
    },
    /// The reading room that many share (`--kiosk`)
    Kiosk {
        #[command(subcommand)]
        task: kiosk::Task,
    },
    /// The rules by which texts of some kinds are read (judgments, diaries, classics, novels), and
    /// one's own: rules.toml in the configuration directory, .zhangju-rules.toml in a library
    Rules {
        #[command(subcommand)]
        task: Option<rules::Task>,
    },
    /// List what is odd in the structure of documents: gaps and repeats in the numbering, flattened
    /// tables, undecodable bytes
    Check {
        /// Files and folders; `-` is standard input
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<OsString>,
        /// Check instead what drafts cite: whether the library has the clause, in which edition,
        /// and whether the words that are quoted are its words
        #[arg(long)]
        citations: bool,
        /// The files and folders that citations are checked against; the libraries where none is
        /// given
        #[arg(long, value_name = "PATH", requires = "citations")]
        against: Vec<OsString>,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: check::Format,
    },
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Found,
    NothingFound,
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Found => Self::SUCCESS,
            Outcome::NothingFound => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let given = in_order(std::env::args_os());
    let arguments = match Arguments::try_parse_from(&given) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error, &given),
    };
    let colored = arguments.color.and_then(ColorWord::is_colored);
    for given in &arguments.settings {
        if let Err(mistake) = Options::default().set(given) {
            output::complain(&mistake.sentence(settled::locale()));
            return Outcome::Failed.into();
        }
    }
    file::give(arguments.settings);
    if let Ok(paths) = Paths::of_environment() {
        crate::library::rules::settle(paths.rules());
    }
    let locale = settled::locale;
    let outcome = match arguments.command {
        None => {
            let kiosk = arguments.kiosk.then(|| kiosk::Kiosk {
                idle: Duration::from_secs(60 * arguments.idle),
                quota: arguments.quota << 10,
                memory: arguments.memory << 20,
            });
            open::run(&arguments.paths, kiosk, arguments.linear, colored)
        }
        Some(Command::Outline { paths, format }) => outline::run(&paths, format, locale()),
        Some(Command::Show {
            path,
            width,
            raw,
            format,
        }) => show::run(&path, width, raw, format),
        Some(Command::Search {
            query,
            paths,
            manner,
        }) => search::run(&query, &paths, &manner, locale()),
        Some(Command::Cite { path, style }) => cite::run(&path, style.as_deref()),
        Some(Command::Diff {
            old,
            new,
            format,
            words,
        }) => diff::run([&*old, &*new], format, words, locale()),
        Some(Command::Editions { named, at, format }) => {
            editions::run(&named, at.as_deref(), format, locale())
        }
        Some(Command::Marks { command }) => marks::run(command),
        Some(Command::Config { task }) => config::run(task),
        Some(Command::Completions { shell }) => manual::completions(shell, locale()),
        Some(Command::Man { folder }) => manual::pages(folder.as_deref(), locale()),
        Some(Command::Doctor) => doctor::run(locale(), colored),
        Some(Command::Library { task }) => library::run(&task),
        Some(Command::Kiosk { task }) => kiosk::run(&task),
        Some(Command::Rules { task }) => rules::run(&task.unwrap_or_default(), locale()),
        Some(Command::Check {
            paths,
            citations,
            against,
            format,
        }) => {
            if citations {
                check::citations(&paths, &against, format, locale())
            } else {
                check::run(&paths, format, locale())
            }
        }
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(output::Failure::Closed) => ExitCode::SUCCESS,
        Err(output::Failure::Message(message)) => {
            output::complain(&settled::say(&message));
            Outcome::Failed.into()
        }
    }
}

/// Options that every command has.
const EVERYWHERE: [&str; 2] = ["--set", "--color"];

/// The arguments with the options that every command has behind the command: clap takes what
/// follows an option of the program for a path.
fn in_order(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments = arguments.peekable();
    let mut ordered: Vec<OsString> = arguments.next().into_iter().collect();
    let mut everywhere = Vec::new();
    while let Some(argument) = arguments.peek().and_then(|argument| argument.to_str()) {
        let name = argument.split('=').next().unwrap_or_default();
        if !EVERYWHERE.contains(&name) {
            break;
        }
        let has_value = argument.contains('=');
        everywhere.extend(arguments.next());
        if !has_value {
            everywhere.extend(arguments.next());
        }
    }
    let command = arguments.next_if(|argument| !argument.to_string_lossy().starts_with('-'));
    ordered.extend(command);
    ordered.extend(everywhere);
    ordered.extend(arguments);
    ordered
}

/// Says what is wrong with the arguments, which are shown as text whatever they hold; or the help
/// that was asked for; in the person's language.
fn refuse(error: &clap::Error, given: &[OsString]) -> ExitCode {
    let locale = settled::locale();
    if error.kind() == ErrorKind::DisplayVersion {
        // Who closed the pipe has enough.
        let _ = error.print();
        return Outcome::Found.into();
    }
    let command = usage::spoken(Arguments::command(), locale);
    if !error.use_stderr() {
        // It is asked for again: the first time was without the words.
        let Err(help) = usage::wrapped(command).try_get_matches_from(given) else {
            return Outcome::Found.into();
        };
        let mut output = output::Output::standard();
        let printed = output.text(&usage::help(&help, locale));
        let _ = printed.and_then(|()| output.finish());
        return Outcome::Found.into();
    }
    let arguments: Vec<String> = given
        .iter()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let command = usage::meant(&command, &arguments);
    for line in usage::refusal(error, command, locale) {
        output::tell(&line);
    }
    Outcome::Failed.into()
}
