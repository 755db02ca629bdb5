//! Targets: `PATH`, `PATH#ADDRESS` and `-` of the command line, and the documents behind them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::{Outcome, interrupt, libraries, settled};
use crate::annotation::{Annotation, Store};
use crate::clause::ClauseId;
use crate::disk;
use crate::document::{self, HEAD};
use crate::library::{Filters, LeftOut, Source, walk};
use crate::reading::titled::ByTitle;
use crate::reading::{Sources, Text, skipped, unread};
use crate::settings::{Options, Paths, Settings, environment};
use crate::terminal::output::{Failure, complain};
use crate::text::{Said, Span};

/// What an argument names: a path, which need not be UTF-8, and what stands behind its `#`.
pub fn split(argument: &OsStr) -> (&OsStr, Option<&str>) {
    // A file may have a `#` in its name.
    if Path::new(argument).exists() {
        return (argument, None);
    }
    match cut(argument) {
        Some((path, address)) if !path.is_empty() => {
            (path, Some(address).filter(|address| !address.is_empty()))
        }
        _ => (argument, None),
    }
}

#[cfg(unix)]
fn cut(argument: &OsStr) -> Option<(&OsStr, &str)> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = argument.as_bytes();
    let at = memchr::memrchr(b'#', bytes)?;
    let address = std::str::from_utf8(bytes.get(at + 1..)?).ok()?;
    Some((OsStr::from_bytes(bytes.get(..at)?), address))
}

#[cfg(not(unix))]
fn cut(argument: &OsStr) -> Option<(&OsStr, &str)> {
    let (path, address) = argument.to_str()?.rsplit_once('#')?;
    Some((OsStr::new(path), address))
}

/// A document as the headless commands have it.
#[derive(Debug)]
pub struct Opened {
    /// The path, as it was given; `-` for standard input.
    pub path: PathBuf,
    /// What stands there.
    pub text: Text,
    beside: Arc<Beside>,
}

/// The documents that a text may refer to.
#[derive(Debug)]
struct Beside {
    /// Those that were named with it.
    named: Sources,
    /// Those of the person's libraries, which are looked into when a title means no other.
    libraries: OnceLock<ByTitle>,
}

impl Beside {
    fn new(named: Sources) -> Arc<Self> {
        Arc::new(Self {
            named,
            libraries: OnceLock::new(),
        })
    }

    fn titled(&self, title: &str) -> Option<Source> {
        let newest = self.named.titled(title).first().copied();
        if let Some(source) = newest.and_then(|newest| self.named.list.get(newest)) {
            return Some(source.clone());
        }
        let libraries = self.libraries.get_or_init(|| {
            let paths = Paths::of_environment();
            let options = Settings::of(&paths).options;
            libraries::catalog(&options, filters_of(&options, &paths)).into()
        });
        libraries.newest(title)
    }
}

impl Opened {
    /// The path as it is shown: what is no UTF-8 in it is replaced.
    pub fn name(&self) -> Cow<'_, str> {
        self.path.to_string_lossy()
    }

    /// The newest of the documents that a title may mean: of those named beside it, else of the
    /// libraries.
    pub fn titled(&self, title: &str) -> Option<Source> {
        self.beside.titled(title)
    }

    /// Whether an annotation is one of this text.
    pub fn owns(&self, annotation: &Annotation) -> bool {
        self.text.owns(annotation, &self.beside.named)
    }
}

/// Opens one document.
///
/// # Errors
/// One line that names it and what stands in the way.
pub fn open(path: &OsStr) -> Result<Opened, String> {
    open_among(path, &annotations())
}

/// Opens one document, whose own of these annotations correct its outline.
///
/// # Errors
/// As [`open`].
pub fn open_among(path: &OsStr, held: &[Arc<Annotation>]) -> Result<Opened, String> {
    open_alone(filters(), path, held)
}

/// Opens one document through these filters.
///
/// # Errors
/// As [`open`].
pub fn open_through(filters: Arc<Filters>, path: &OsStr) -> Result<Opened, String> {
    open_alone(filters, path, &annotations())
}

fn open_alone(
    filters: Arc<Filters>,
    path: &OsStr,
    held: &[Arc<Annotation>],
) -> Result<Opened, String> {
    let folder = Path::new(path);
    if folder.is_dir() {
        let mut is_empty = true;
        let left_out = walk(folder, &filters, &mut |_| is_empty = false);
        if is_empty {
            return Err(no_document(folder, &left_out));
        }
    }
    let beside = Sources::through(filters, Vec::new());
    open_with(path, held, &Beside::new(beside))
}

/// The filters that the person has set; what is wrong with the settings is told.
pub fn filters() -> Arc<Filters> {
    let paths = Paths::of_environment();
    let options = settled::options(&paths);
    filters_of(&options, &paths)
}

/// The filters of a person's settings, for a command, which may be interrupted.
pub fn filters_of(options: &Options, paths: &Result<Paths, Said>) -> Arc<Filters> {
    let filters = Arc::new(environment::filters(options, paths));
    if !filters.is_empty() {
        interrupt::watch(&filters);
    }
    filters
}

/// Opens the documents that arguments name, one after the other; what cannot be read is told, and
/// the rest goes on. `visit` gets each with its index and how many there are, and says whether it
/// found anything.
///
/// # Errors
/// As `visit`.
pub fn each(
    arguments: &[OsString],
    mut visit: impl FnMut(&Opened, (usize, usize)) -> Result<bool, Failure>,
) -> Result<Outcome, Failure> {
    let filters = filters();
    let (files, is_whole) = files(arguments, &filters);
    let annotations = annotations();
    // Standard input can be read only once.
    let beside = files.iter().filter(|file| *file != "-");
    let beside: Vec<Source> = beside.map(|file| Source::File(file.into())).collect();
    let beside = Beside::new(Sources::through(filters, beside));
    let mut outcome = if is_whole {
        Outcome::NothingFound
    } else {
        Outcome::Failed
    };
    for (index, path) in files.iter().enumerate() {
        match open_with(path, &annotations, &beside) {
            Ok(opened) => {
                if visit(&opened, (index, files.len()))? && outcome == Outcome::NothingFound {
                    outcome = Outcome::Found;
                }
            }
            Err(reason) => {
                complain(&reason);
                outcome = Outcome::Failed;
            }
        }
    }
    Ok(outcome)
}

fn open_with(
    path: &OsStr,
    annotations: &[Arc<Annotation>],
    beside: &Arc<Beside>,
) -> Result<Opened, String> {
    let text = Text::open(&source(path)?.into(), annotations, &beside.named);
    Ok(Opened {
        path: PathBuf::from(path),
        text: text.map_err(|unread| unread::sentence(&unread, settled::locale()))?,
        beside: Arc::clone(beside),
    })
}

/// The sources that arguments name: folders are walked; what cannot be read is told.
///
/// # Errors
/// Where standard input cannot be read.
pub fn sources(arguments: &[OsString], filters: &Filters) -> Result<Vec<Source>, String> {
    let (files, _) = files(arguments, filters);
    files.iter().map(|path| source(path)).collect()
}

/// The clause that is meant.
///
/// # Errors
/// One line, where there is none, or where it may be any of several.
pub fn clause(opened: &Opened, typed: &str) -> Result<ClauseId, String> {
    let (path, Text { document, tree, .. }) = (opened.name(), &opened.text);
    let found = tree.find(typed, document);
    match found.as_slice() {
        [] => Err(settled::locale().tr("cli.no-clause", &[typed, &path, &quoted(&path)])),
        [id] => Ok(*id),
        several => {
            let addresses: Vec<String> = several
                .iter()
                .take(12)
                .map(|id| tree.address(*id).to_string())
                .collect();
            let (count, addresses) = (several.len().to_string(), addresses.join(" "));
            let places = [typed, &count, &path, &addresses];
            Err(settled::locale().tr("cli.several", &places))
        }
    }
}

/// A word of a command as a shell takes it: quoted, where a shell would read it otherwise.
pub fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:@%+,=".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
}

/// The bytes of the clause or of the page that is meant, or of a range of them: `art3..art5`.
///
/// # Errors
/// As [`clause`]; or where a range ends before it starts.
pub fn place(opened: &Opened, typed: &str) -> Result<Span, String> {
    let Text { document, tree, .. } = &opened.text;
    let page = |typed: &str| {
        let page = document.page(typed)?;
        tree.find(typed, document).is_empty().then_some(page)
    };
    let span = |typed| {
        if let Some(page) = page(typed) {
            return Ok(page);
        }
        let clause = opened.text.tree.get(clause(opened, typed)?);
        Ok(clause.map_or(Span::default(), |clause| clause.span))
    };
    match typed.split_once("..") {
        Some((first, last)) => {
            let (first, last): (Span, Span) = (span(first)?, span(last)?);
            if last.start < first.start {
                return Err(settled::locale().tr("cli.backwards", &[typed, &opened.name()]));
            }
            Ok(Span::new(first.start, last.end))
        }
        None => span(typed),
    }
}

/// What the reader has annotated. Where that cannot be read there is none.
pub fn annotations() -> Vec<Arc<Annotation>> {
    let paths = Paths::of_environment().ok();
    paths.map_or_else(Vec::new, |paths| {
        Store::open(&paths.config, &paths.state).annotations()
    })
}

/// The source that a path names; `-` is standard input, read now.
///
/// # Errors
/// One line.
pub fn source(path: &OsStr) -> Result<Source, String> {
    // A variable that is not set, most likely: the system would complain of a file without a name.
    let locale = settled::locale();
    if path.is_empty() {
        return Err(locale.tr("cli.empty-path", &[]));
    }
    if path != "-" {
        return Ok(Source::File(PathBuf::from(path)));
    }
    let mut bytes = Vec::new();
    let mut input = std::io::stdin().lock();
    let mut read = |most: u64, bytes: &mut Vec<u8>| {
        let read = input.by_ref().take(most).read_to_end(bytes);
        read.map_err(|error| locale.tr("cli.no-stdin", &[&locale.say(&disk::reason(&error))]))
    };
    read(HEAD as u64, &mut bytes)?;
    let limit = document::largest(&bytes);
    read(limit + 1 - bytes.len() as u64, &mut bytes)?;
    if bytes.len() as u64 > limit {
        let limit = (limit >> 20).to_string();
        return Err(locale.tr("cli.stdin-too-large", &[&limit]));
    }
    Ok(Source::Memory("-".to_owned(), bytes.into()))
}

/// The files that arguments name: folders are walked. What cannot be read is told, and `false`
/// returned beside the rest; so is why a folder has nothing to read. A file that stands in a folder
/// that is named too is there once.
pub fn files(arguments: &[OsString], filters: &Filters) -> (Vec<OsString>, bool) {
    let mut files = Vec::new();
    let mut is_whole = true;
    for argument in arguments {
        let path = PathBuf::from(argument);
        if !path.is_dir() {
            files.push(argument.clone());
            continue;
        }
        // What could not be read is no reason to say that there is nothing.
        let mut is_empty = true;
        let left_out = walk(&path, filters, &mut |file| {
            is_empty = false;
            match file {
                Ok(file) => files.push(file.into_os_string()),
                Err(reason) => {
                    complain(&settled::say(&reason));
                    is_whole = false;
                }
            }
        });
        if is_empty {
            complain(&no_document(&path, &left_out));
        }
    }
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(std::path::absolute(file).unwrap_or_else(|_| file.into())));
    (files, is_whole)
}

/// Why a folder has nothing to read.
fn no_document(folder: &Path, left_out: &LeftOut) -> String {
    let why = skipped::no_document(left_out, settled::locale());
    format!("{}: {why}", folder.display())
}
