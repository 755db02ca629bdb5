//! Opening the reading room: on what is named, else on the libraries of the settings file, else on
//! the samples.

use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory;

use super::Arguments;
use super::Outcome;
use super::kiosk::{self, Kiosk};
use super::{libraries, settled, show, target};
use crate::library::{Catalog, EntryId, Filters, Source};
use crate::linear;
use crate::settings::{Language, Locale, Paths, Settings, environment, mistake};
use crate::terminal::output::{Failure, complain};
use crate::text::nearest::nearest;
use crate::tui::{self, House, Start, keymap};

/// Opens the reading room.
pub fn run(
    arguments: &[OsString],
    kiosk: Option<Kiosk>,
    is_linear: bool,
    colored: Option<bool>,
) -> Result<Outcome, Failure> {
    let mut terminal = environment::terminal(colored);
    if kiosk.is_some() {
        // No program is started.
        terminal.clipboards.clear();
    }
    let is_terminal = std::io::stdout().is_terminal();
    if kiosk.is_some() && (!is_terminal || terminal.is_dumb()) {
        return Err(settled::locale().tr("cli.needs-terminal", &[]).into());
    }
    // What can do nothing but show line after line gets lines.
    if is_linear || is_terminal && terminal.is_dumb() {
        return line_by_line(arguments);
    }
    if let Some(name) = misspelt(arguments) {
        return Err(name.into());
    }
    if !is_terminal {
        return plain(arguments);
    }
    let paths = Paths::of_environment();
    let mut settings = Settings::of(&paths);
    settings.mistakes.extend(keymap::mistakes(&settings));
    let mut options = settings.options;
    // Box drawing comes out as rubbish there.
    options.ascii |= !terminal.is_utf8;
    // In a kiosk no program is started.
    let filters = match kiosk {
        Some(_) => Filters::default(),
        None => environment::filters(&options, &paths),
    };
    let mut catalog = Catalog::through(Arc::new(filters));
    let (mut scan, mut remotes) = (Vec::new(), Vec::new());
    let mut open = None;
    for argument in arguments {
        let (path, address) = target::split(argument);
        if path != "-" && Path::new(path).is_dir() {
            scan.push(PathBuf::from(path));
            continue;
        }
        match add(&mut catalog, path) {
            Ok(entry) => open = open.or(Some((entry, address.map(str::to_owned)))),
            // One file that cannot be read does not close the others.
            Err(reason) if arguments.len() > 1 => complain(&reason),
            Err(reason) => return Err(reason.into()),
        }
    }
    if arguments.is_empty() {
        scan = options.folders();
        let cache = paths.as_ref().ok().map(|paths| paths.cache.as_path());
        remotes = libraries::remotes(&options, cache);
    }
    if let (Some(_), Some(remote)) = (kiosk, remotes.first()) {
        let root = remote.root().display().to_string();
        let reason = settled::locale().tr("cli.kiosk-has-no-network", &[&root]);
        return Err(reason.into());
    }
    if catalog.is_empty() && scan.is_empty() && remotes.is_empty() {
        if !arguments.is_empty() {
            return Ok(Outcome::Failed);
        }
        catalog = catalog.with_samples(settled::language(&options).into());
    }
    let language = settled::language(&options);
    // Neither is an editor.
    let editor = if kiosk.is_some() {
        Vec::new()
    } else {
        environment::editor()
    };
    let mut house = None;
    let paths = match kiosk {
        Some(kiosk) => {
            let own = kiosk::paths(&paths);
            let files = catalog
                .iter()
                .filter_map(|(_, entry)| match entry.source() {
                    Source::File(path) => Some(path),
                    _ => None,
                });
            let library: Vec<PathBuf> = scan.iter().cloned().chain(files).collect();
            house = Some(House {
                idle: kiosk.idle,
                quota: kiosk.quota,
                confinement: kiosk::confine(&library, own.as_ref(), kiosk.memory),
            });
            own
        }
        None => paths,
    };
    // In letters that every character set has.
    let charset = terminal
        .other_charset()
        .map(|charset| Locale::of(Language::English).tr("terminal.charset", &[charset]));
    let locale = Locale::of(language);
    let wrong = mistake::summary(&settings.mistakes, &locale);
    let left = tui::run(Start {
        catalog,
        scan,
        remotes,
        open,
        options,
        locale,
        paths,
        message: wrong.or(charset),
        terminal,
        editor,
        house,
    })?;
    if let Some(left) = left {
        complain(&settled::say(&left));
    }
    Ok(Outcome::Found)
}

/// What to say where the first argument is no file, and looks like the name of a command.
fn misspelt(arguments: &[OsString]) -> Option<String> {
    let typed = arguments.first()?.to_str()?;
    if Path::new(typed).exists() {
        return None;
    }
    let command = Arguments::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    let meant = nearest(typed, names)?;
    Some(settled::locale().tr("cli.command-meant", &[typed, meant]))
}

/// Reading line by line: what is named, else the libraries of the settings file, else the samples.
fn line_by_line(arguments: &[OsString]) -> Result<Outcome, Failure> {
    let paths = Paths::of_environment();
    let options = settled::options(&paths);
    let filters = environment::filters(&options, &paths);
    let folders = options.folders().into_iter();
    let folders: Vec<OsString> = folders.map(OsString::from).collect();
    let (named, remote) = if arguments.is_empty() {
        (&*folders, libraries::remote_sources(&options))
    } else {
        (arguments, Vec::new())
    };
    let (first, typed) = match arguments {
        [only] => target::split(only),
        _ => (OsStr::new(""), None),
    };
    let sources = if typed.is_some() {
        vec![target::source(first)?]
    } else if named.is_empty() && options.libraries.is_empty() {
        let catalog = Catalog::builtin(settled::language(&options).into());
        catalog.iter().map(|(_, entry)| entry.source()).collect()
    } else if named.is_empty() {
        remote
    } else {
        let mut sources = target::sources(named, &filters)?;
        sources.extend(remote);
        sources
    };
    if sources.is_empty() {
        return Ok(Outcome::NothingFound);
    }
    let language = settled::language(&options);
    linear::run(linear::Start {
        sources,
        filters: Arc::new(filters),
        typed: typed.map(str::to_owned),
        options,
        locale: Locale::of(language),
        paths,
    })?;
    Ok(Outcome::Found)
}

/// The documents as text, where nobody is there to read on a screen.
fn plain(arguments: &[OsString]) -> Result<Outcome, Failure> {
    if arguments.is_empty() {
        let reason = settled::locale().tr("cli.needs-terminal-to-read", &[]);
        return Err(reason.into());
    }
    let mut outcome = Outcome::Found;
    for argument in arguments {
        match show::run(argument, None, false, show::Format::Text) {
            Err(Failure::Message(reason)) if arguments.len() > 1 => {
                complain(&settled::say(&reason));
                outcome = Outcome::Failed;
            }
            shown => outcome = outcome.max(shown?),
        }
    }
    Ok(outcome)
}

/// Adds a named file to the catalog.
fn add(catalog: &mut Catalog, path: &OsStr) -> Result<EntryId, String> {
    let source = target::source(path)?;
    // What a reader finds again in another session must not depend on the folder they happened to
    // be in.
    let source = match source {
        Source::File(path) => Source::File(std::path::absolute(&path).unwrap_or(path)),
        other => other,
    };
    catalog
        .read(source)
        .map_err(|error| settled::say(&error.said()))
}
