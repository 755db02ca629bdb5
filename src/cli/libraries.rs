//! The libraries of the settings file, as the headless commands look into them.

use std::ffi::OsString;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::target;
use crate::library::{Catalog, Filters, Librarian, News};
use crate::settings::{Options, Paths};
use crate::terminal::output::complain;

/// The documents of the libraries as they are now; none where there are no libraries.
pub fn catalog(options: &Options, filters: Arc<Filters>) -> Catalog {
    let catalog = Catalog::through(filters);
    if options.libraries.is_empty() {
        return catalog;
    }
    let stop = AtomicBool::new(false);
    let mut hear = |news| {
        if let News::Trouble(reason) = news {
            complain(&reason);
        }
    };
    let cache = Paths::of_environment().ok().map(|paths| paths.cache);
    let mut librarian = Librarian::new(catalog, &options.libraries, cache, &stop, &mut hear);
    librarian.load();
    librarian.refresh();
    librarian.catalog().clone()
}

/// The documents that arguments name, without any those of the libraries, or the samples; and
/// whether all could be had; what cannot is told.
pub fn documents(
    arguments: &[OsString],
    options: &Options,
    filters: Arc<Filters>,
) -> (Catalog, bool) {
    if arguments.is_empty() {
        let catalog = catalog(options, filters);
        let is_empty = options.libraries.is_empty();
        return (
            if is_empty {
                catalog.with_samples()
            } else {
                catalog
            },
            true,
        );
    }
    let mut catalog = Catalog::through(Arc::clone(&filters));
    let (files, mut is_whole) = target::files(arguments, &filters);
    for path in &files {
        let read = target::source(path).and_then(|source| {
            let read = catalog.read(source);
            read.map_err(|error| error.to_string())
        });
        if let Err(reason) = read {
            complain(&reason);
            is_whole = false;
        }
    }
    (catalog, is_whole)
}

/// As [`documents`], by the person's settings.
pub fn settled(arguments: &[OsString]) -> (Catalog, bool) {
    let paths = Paths::of_environment();
    let (options, wrong) = Options::of(&paths);
    if let Some(wrong) = wrong {
        complain(&wrong);
    }
    let filters = target::filters_of(&options, &paths);
    documents(arguments, &options, filters)
}
