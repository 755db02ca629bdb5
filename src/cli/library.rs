//! `zhangju library`: the libraries that the reading room opens, as they stand in the settings
//! file.

mod push;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Subcommand;
use serde_json::json;
use toml_edit::{Array, DocumentMut, Item, Value};

use super::object::{self, Listing};
use super::{Outcome, libraries, settled};
use crate::disk;
use crate::library::{self, Catalog, LeftOut, Librarian, News};
use crate::reading::skipped;
use crate::search::pack;
use crate::settings::options::server;
use crate::settings::{Options, Paths, Settings, environment};
use crate::terminal::output::{Failure, Output, complain};

/// What is to be done with the libraries.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// List them: path, and where they are known the number of documents and the files left out
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Listing,
    },
    /// Add folders to the settings file; its comments and everything else in it stay as they are
    Add {
        /// Folders, or engine:NAME for the library on a search server
        #[arg(required = true, value_name = "FOLDER")]
        folders: Vec<PathBuf>,
    },
    /// Take folders out of the settings file, and forget their catalogs; the folders themselves are
    /// not touched
    Remove {
        /// Folders, or engine:NAME
        #[arg(required = true, value_name = "FOLDER")]
        folders: Vec<PathBuf>,
    },
    /// Scan them, and keep their catalogs for the next start
    Refresh {
        /// Make them ready for searching, too, which takes as long as reading all documents
        #[arg(long)]
        pack: bool,
    },
    /// Send a library to a search server that the settings name under [engines]: what the server
    /// lacks and what has changed; what is gone is withdrawn. Interrupted, it goes on where it was
    Push {
        /// A folder
        #[arg(value_name = "LIBRARY")]
        folder: PathBuf,
        /// The name of the server
        engine: String,
    },
}

/// Does a task.
pub fn run(task: &Task) -> Result<Outcome, Failure> {
    let paths = Paths::of_environment()?;
    let mut settings = SettingsFile::read(&paths)?;
    let mut output = Output::standard();
    let outcome = match task {
        Task::List { format } => list(&settings, &paths, *format, &mut output)?,
        Task::Add { folders } => add(&mut settings, &paths, folders, &mut output)?,
        Task::Remove { folders } => remove(&mut settings, &paths, folders, &mut output)?,
        Task::Push { folder, engine } => push::run(&paths, &absolute(folder), engine, &mut output)?,
        Task::Refresh { pack } => refresh(&settings, &paths, *pack, &mut output)?,
    };
    output.finish()?;
    Ok(outcome)
}

fn list(
    settings: &SettingsFile,
    paths: &Paths,
    format: Listing,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let (libraries, locale) = (settings.libraries(), settled::locale());
    for library in &libraries {
        if format == Listing::Json {
            let count = library::count(&paths.cache, library).map(|(count, _)| count);
            let object = json!({
                "path": library.to_string_lossy(), "documents": count, "exists": server(library).is_some() || library.exists(),
            });
            object::print(object, output)?;
            continue;
        }
        let (state, left_out) = match library::count(&paths.cache, library) {
            Some((count, left_out)) if server(library).is_some() => (count.to_string(), left_out),
            _ if server(library).is_none() && !library.exists() => {
                (locale.tr("cli.library-missing", &[]), LeftOut::default())
            }
            Some((count, left_out)) => (count.to_string(), left_out),
            None => (locale.tr("cli.library-unscanned", &[]), LeftOut::default()),
        };
        tell(library, &state, &left_out, output)?;
    }
    if libraries.is_empty() {
        complain(&settled::locale().tr("cli.no-libraries", &[]));
        return Ok(Outcome::NothingFound);
    }
    Ok(Outcome::Found)
}

/// A library, how many documents it has, and what was left out.
fn tell(
    library: &Path,
    state: &str,
    left_out: &LeftOut,
    output: &mut Output,
) -> Result<(), Failure> {
    let path = library.to_string_lossy();
    if left_out.is_empty() {
        return output.fields(&[&path, state]);
    }
    let locale = settled::locale();
    let kinds = skipped::kinds(left_out, locale);
    output.fields(&[&path, state, &locale.tr("tree.left-out", &[&kinds])])
}

fn add(
    settings: &mut SettingsFile,
    paths: &Paths,
    folders: &[PathBuf],
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let mut known = settings.libraries();
    let mut added = Vec::new();
    for folder in folders {
        let folder = absolute(folder);
        if let Some(name) = server(&folder) {
            let options = Settings::of(&Ok(paths.clone())).options;
            libraries::remote(name, &options, None)?;
        } else if !disk::is_folder(&folder) {
            let folder = folder.display().to_string();
            return Err(settled::locale().tr("cli.no-folder", &[&folder]).into());
        }
        if known.contains(&folder) {
            let folder = folder.display().to_string();
            complain(&settled::locale().tr("cli.library-already", &[&folder]));
        } else {
            known.push(folder.clone());
            added.push(folder);
        }
    }
    for folder in &added {
        settings.add(folder)?;
    }
    if added.is_empty() {
        return Ok(Outcome::NothingFound);
    }
    settings.write()?;
    for folder in added {
        output.line(&folder.display().to_string())?;
    }
    Ok(Outcome::Found)
}

fn remove(
    settings: &mut SettingsFile,
    paths: &Paths,
    folders: &[PathBuf],
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let mut removed = Vec::new();
    for folder in folders {
        let folder = absolute(folder);
        if settings.remove(&folder) {
            removed.push(folder);
        } else {
            let folder = folder.display().to_string();
            complain(&settled::locale().tr("cli.no-library", &[&folder]));
        }
    }
    if removed.is_empty() {
        return Ok(Outcome::NothingFound);
    }
    settings.write()?;
    let options = Settings::of(&Ok(paths.clone())).options;
    for folder in removed {
        let forgotten = library::forget(&paths.cache, &folder);
        let forgotten = forgotten.and_then(|()| pack::forget(&paths.cache, &folder));
        let forgotten = forgotten.and_then(|()| {
            // Of a server that the settings have no more nobody knows where its documents are.
            let name = server(&folder);
            let remote = name.and_then(|name| options.remote(name, Some(&paths.cache)));
            remote.map_or(Ok(()), |remote| remote.forget())
        });
        forgotten.map_err(|error| error.said())?;
        output.line(&folder.display().to_string())?;
    }
    Ok(Outcome::Found)
}

fn refresh(
    settings: &SettingsFile,
    paths: &Paths,
    packs: bool,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let libraries = settings.libraries();
    if libraries.is_empty() {
        complain(&settled::locale().tr("cli.no-libraries", &[]));
        return Ok(Outcome::NothingFound);
    }
    let options = Settings::of(&Ok(paths.clone())).options;
    let mut outcome = Outcome::Found;
    for library in libraries {
        let scanned = scan(&library, &options, paths)?;
        if !scanned.is_whole {
            outcome = Outcome::Failed;
        }
        let catalog = &scanned.catalog;
        tell(
            &library,
            &catalog.len().to_string(),
            &scanned.left_out,
            output,
        )?;
        if packs && server(&library).is_none() {
            let is_wanted = || true;
            let packed = pack::refresh(&paths.cache, &library, catalog, &is_wanted, &mut |_, _| {});
            packed.map_err(|error| error.said())?;
        }
    }
    Ok(outcome)
}

/// A library that was looked through.
struct Scanned {
    catalog: Catalog,
    left_out: LeftOut,
    /// Whether all of it could be read; what could not is told.
    is_whole: bool,
}

/// Looks through a library, and keeps its catalog.
fn scan(library: &Path, options: &Options, paths: &Paths) -> Result<Scanned, String> {
    let filters = Arc::new(environment::filters(options, &Ok(paths.clone())));
    let stop = AtomicBool::new(false);
    let (mut left_out, mut is_whole) = (LeftOut::default(), true);
    let mut hear = |news| match news {
        News::Trouble(reason) => {
            complain(&settled::say(&reason));
            is_whole = false;
        }
        News::LeftOut(told) => left_out = told,
        _ => {}
    };
    let (folders, remotes) = match server(library) {
        Some(name) => {
            let remote = libraries::remote(name, options, Some(&paths.cache))?;
            (Vec::new(), vec![Arc::new(remote)])
        }
        None => (vec![library.to_owned()], Vec::new()),
    };
    let cache = Some(paths.cache.clone());
    let mut librarian =
        Librarian::new(Catalog::through(filters), &folders, cache, &stop, &mut hear)
            .with_remotes(remotes);
    librarian.load();
    librarian.refresh();
    let catalog = librarian.catalog().clone();
    Ok(Scanned {
        catalog,
        left_out,
        is_whole,
    })
}

/// A library as the settings have it: `FOLDER` and `FOLDER/` are one.
fn absolute(path: &Path) -> PathBuf {
    if server(path).is_some() {
        return path.to_owned();
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.components().collect()
}

/// The settings file as its writer left it.
struct SettingsFile {
    path: PathBuf,
    document: DocumentMut,
}

/// The largest settings file that is read.
const LARGEST: u64 = 1 << 20;

const KEY: &str = "libraries";

impl SettingsFile {
    fn read(paths: &Paths) -> Result<Self, String> {
        let path = paths.settings();
        let text = match disk::read(&path, LARGEST) {
            Err(error) if error.reason.kind() == std::io::ErrorKind::NotFound => String::new(),
            read => String::from_utf8(read.map_err(|error| settled::say(&error.said()))?).map_err(
                |_| {
                    let path = path.display().to_string();
                    settled::locale().tr("cli.not-utf8", &[&path])
                },
            )?,
        };
        // What the reading room cannot read is not written over.
        if let Some(mistake) = Settings::parse(&text, &path).mistakes.first() {
            let said = mistake.sentence(settled::locale());
            return Err(settled::locale().tr("cli.mend-first", &[&said]));
        }
        let document = text
            .parse()
            .map_err(|error| format!("{}: {error}", path.display()).replace('\n', " "))?;
        Ok(Self { path, document })
    }

    fn array(&self) -> Option<&Array> {
        self.document.get(KEY).and_then(Item::as_array)
    }

    fn libraries(&self) -> Vec<PathBuf> {
        let values = self.array().into_iter().flatten();
        values
            .filter_map(Value::as_str)
            .map(|path| absolute(Path::new(path)))
            .collect()
    }

    fn add(&mut self, folder: &Path) -> Result<(), String> {
        let Some(name) = folder.to_str() else {
            let shown = folder.display().to_string();
            return Err(settled::locale().tr("cli.name-not-utf8", &[&shown]));
        };
        let array = self.document.entry(KEY).or_insert(Array::new().into());
        // What `Options` reads is an array.
        if let Some(array) = array.as_array_mut() {
            array.push(name);
        }
        Ok(())
    }

    fn remove(&mut self, folder: &Path) -> bool {
        let Some(array) = self.document.get_mut(KEY).and_then(Item::as_array_mut) else {
            return false;
        };
        let before = array.len();
        array.retain(|value| {
            value
                .as_str()
                .map(|path| absolute(Path::new(path)))
                .as_deref()
                != Some(folder)
        });
        array.len() < before
    }

    fn write(&self) -> Result<(), String> {
        disk::write_atomic(&self.path, self.document.to_string().as_bytes())
            .map_err(|error| settled::say(&error.said()))
    }
}
