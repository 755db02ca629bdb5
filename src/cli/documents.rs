//! The documents that a command is about.

use std::ffi::OsString;
use std::sync::Arc;

use super::{libraries, settled, target};
use crate::library::{Catalog, Filters};
use crate::settings::{Options, Paths};
use crate::terminal::output::complain;

/// The documents that arguments name, without any those of the libraries, or the samples; and
/// whether all could be had; what cannot is told.
pub fn of(arguments: &[OsString], options: &Options, filters: Arc<Filters>) -> (Catalog, bool) {
    if arguments.is_empty() {
        let catalog = libraries::catalog(options, filters);
        let is_empty = options.libraries.is_empty();
        let known = if is_empty {
            catalog.with_samples(settled::language(options).into())
        } else {
            catalog
        };
        return (known, true);
    }
    let mut catalog = Catalog::through(Arc::clone(&filters));
    let (files, mut is_whole) = target::files(arguments, &filters);
    for path in &files {
        let read = target::source(path).and_then(|source| {
            let read = catalog.read(source);
            read.map_err(|error| settled::say(&error.said()))
        });
        if let Err(reason) = read {
            complain(&reason);
            is_whole = false;
        }
    }
    (catalog, is_whole)
}

/// As [`of`], by the person's settings.
pub fn settled(arguments: &[OsString]) -> (Catalog, bool) {
    let paths = Paths::of_environment();
    let options = settled::options(&paths);
    let filters = target::filters_of(&options, &paths);
    of(arguments, &options, filters)
}
