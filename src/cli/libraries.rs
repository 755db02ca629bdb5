//! The libraries of the settings file, as the headless commands look into them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::settled;
use crate::library::{Catalog, Filters, Librarian, News, Remote, Source};
use crate::settings::options::server;
use crate::settings::{Options, Paths};
use crate::terminal::output::complain;

/// The libraries on search servers; tells why one is not to be had.
pub fn remotes(options: &Options, cache: Option<&Path>) -> Vec<Arc<Remote>> {
    let remotes = options.servers().map(|name| remote(name, options, cache));
    let had = remotes.filter_map(|remote| remote.inspect_err(|reason| complain(reason)).ok());
    had.map(Arc::new).collect()
}

/// The library on a search server.
///
/// # Errors
/// One line if the settings do not know the server.
pub fn remote(name: &str, options: &Options, cache: Option<&Path>) -> Result<Remote, String> {
    let remote = options.remote(name, cache);
    remote.ok_or_else(|| settled::locale().tr("cli.no-engine", &[name]))
}

/// The documents of the libraries on search servers.
pub fn remote_sources(options: &Options) -> Vec<Source> {
    let on_servers = Options {
        libraries: options
            .libraries
            .iter()
            .filter(|path| server(path).is_some())
            .cloned()
            .collect(),
        ..options.clone()
    };
    let catalog = catalog(&on_servers, Arc::default());
    catalog.iter().map(|(_, entry)| entry.source()).collect()
}

/// The documents of the libraries as they are now; none where there are no libraries.
pub fn catalog(options: &Options, filters: Arc<Filters>) -> Catalog {
    let catalog = Catalog::through(filters);
    if options.libraries.is_empty() {
        return catalog;
    }
    let cache = Paths::of_environment().ok().map(|paths| paths.cache);
    let remotes = remotes(options, cache.as_deref());
    let stop = AtomicBool::new(false);
    let mut hear = |news| {
        if let News::Trouble(reason) = news {
            complain(&settled::say(&reason));
        }
    };
    let mut librarian =
        Librarian::new(catalog, &options.folders(), cache, &stop, &mut hear).with_remotes(remotes);
    librarian.load();
    librarian.refresh();
    librarian.catalog().clone()
}
