//! Targets: `PATH`, `PATH#ADDRESS` and `-` of the command line, and the documents behind them.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::output::complain;
use crate::annotation::{self, Store};
use crate::clause::{self, ClauseTree, Correction, reference};
use crate::disk;
use crate::document::{self, Document};
use crate::library::{Scanned, Source, scan};
use crate::settings::Paths;

/// What an argument names: a path, and what stands behind its `#`.
pub fn split(argument: &str) -> (&str, Option<&str>) {
    // A file may have a `#` in its name.
    if Path::new(argument).exists() {
        return (argument, None);
    }
    match argument.rsplit_once('#') {
        Some((path, address)) if !path.is_empty() => {
            (path, Some(address).filter(|address| !address.is_empty()))
        }
        _ => (argument, None),
    }
}

/// A document as the headless commands have it.
#[derive(Debug)]
pub struct Opened {
    /// The path, as it was given.
    pub path: String,
    /// The document.
    pub document: Document,
    /// Its clauses.
    pub tree: ClauseTree,
}

/// Opens one document.
///
/// # Errors
/// One line that names it and what stands in the way.
pub fn open(path: &str) -> Result<Opened, String> {
    let source = source(path)?;
    let bytes = source.bytes().map_err(|error| error.to_string())?;
    let decoded = document::decode(&bytes);
    let mut document = document::parse(decoded.text);
    document.issues.splice(0..0, decoded.issues);
    let header =
        crate::library::Entry::new(std::mem::take(&mut document.header), source.clone()).header;
    document.header = header;
    let found = clause::nest(&document);
    let tree = clause::correct(&document, &found, &corrections(&document));
    let references = reference::find(&document, &tree);
    document
        .issues
        .extend(reference::issues(&references, &document.source));
    Ok(Opened {
        path: path.to_owned(),
        document,
        tree,
    })
}

/// What the reader has corrected in a document. Where annotations cannot be read there are none.
fn corrections(document: &Document) -> Vec<(usize, Correction)> {
    let store = Paths::of_environment()
        .ok()
        .and_then(|paths| Store::open(&paths.config, &paths.state).ok());
    let annotations = store.map_or_else(Vec::new, |store| store.annotations());
    annotation::corrections(&annotations, &document.header.key(), &document.source)
}

/// The source that a path names; `-` is standard input, read now.
///
/// # Errors
/// One line.
pub fn source(path: &str) -> Result<Source, String> {
    if path != "-" {
        return Ok(Source::File(PathBuf::from(path)));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(disk::LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot read standard input: {error}"))?;
    if bytes.len() as u64 > disk::LARGEST {
        return Err(format!(
            "cannot read standard input: it is larger than {} MiB",
            disk::LARGEST >> 20
        ));
    }
    Ok(Source::Memory("-".to_owned(), bytes.into()))
}

/// The files that arguments name: folders are walked. What cannot be read is told, and `false` returned beside the rest.
pub fn files(arguments: &[String]) -> (Vec<String>, bool) {
    let mut files = Vec::new();
    let mut is_whole = true;
    for argument in arguments {
        let path = PathBuf::from(argument);
        if !path.is_dir() {
            files.push(argument.clone());
            continue;
        }
        scan(&[path], &mut |scanned| {
            match scanned {
                Scanned::Found(entry) => files.push(entry.source.name().into_owned()),
                Scanned::Skipped(reason) => {
                    complain(&reason);
                    is_whole = false;
                }
            }
            true
        });
    }
    (files, is_whole)
}
