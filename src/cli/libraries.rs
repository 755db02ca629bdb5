//! The libraries of the settings file, as the headless commands look into them.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

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
