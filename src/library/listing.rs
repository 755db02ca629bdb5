//! What a library on a server has, held against a catalog.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::listed::{COLUMNS, LAYOUT, Listed};
use super::scan::Scanned;
use super::segment::{Location, Segment};
use super::{Catalog, EntryId, Remote, remote as servers};
use crate::engine::{self, sql};

/// Documents of which the versions are asked for at once, and of which all is.
const VERSIONS: u64 = 200_000;
const DETAILS: usize = 500;

/// The documents of a catalog that are in this library, by their keys.
pub fn documents(remote: &Remote, catalog: &Catalog) -> HashMap<u64, (EntryId, u64)> {
    let own = catalog.iter().filter(|(_, entry)| entry.is_remote());
    let held = own.filter_map(|(id, entry)| {
        let held = entry.held().filter(|held| *held.library == *remote)?;
        Some((servers::key(&held.path), (id, held.revision)))
    });
    held.collect()
}

/// Looks for what is not in a catalog yet, and for what is gone: reports new entries with those
/// that they replace, and returns those that are gone.
///
/// # Errors
/// As [`engine::Server::rows`]. What was reported by then holds.
pub(super) fn scan(
    remote: &Arc<Remote>,
    catalog: &Catalog,
    is_wanted: &dyn Fn() -> bool,
    report: &mut dyn FnMut(Scanned),
) -> Result<Vec<EntryId>, engine::Error> {
    let server = remote.server();
    server.check(None, "all_documents", &LAYOUT, is_wanted)?;
    let mut known = documents(remote, catalog);
    let count: Vec<(Count,)> = server.rows("SELECT count() FROM all_documents", is_wanted)?;
    let count = count.first().map_or(0, |(count,)| count.0);
    let mut seen = 0;
    for (first, last) in servers::ranges(count / VERSIONS + 1) {
        let query = format!(
            "SELECT key, max(rev) FROM all_documents WHERE key BETWEEN {first} AND {last} \
                 GROUP BY key HAVING argMax(gone, rev) = 0 ORDER BY key"
        );
        let held: Vec<Version> = server.rows(&query, is_wanted)?;
        seen += held.len();
        let mut replaced = HashMap::new();
        let mut wanted = Vec::new();
        for Version { key, revision } in held {
            match known.remove(&key) {
                Some((_, same)) if same == revision => {}
                Some((old, _)) => {
                    replaced.insert(key, old);
                    wanted.push((key, revision));
                }
                None => wanted.push((key, revision)),
            }
        }
        for some in wanted.chunks(DETAILS) {
            let keys = sql::list(some.iter().map(|(key, _)| key));
            let versions = some.iter().map(|(key, rev)| format!("({key},{rev})"));
            let query = format!(
                "SELECT {COLUMNS} FROM all_documents WHERE key IN ({keys}) AND (key, rev) IN ({})",
                sql::list(versions)
            );
            let rows: Vec<Listed> = server.rows(&query, is_wanted)?;
            let mut segment = Segment::of(Location::Remote(Arc::clone(remote)));
            let mut old = Vec::new();
            for row in rows {
                old.extend(replaced.remove(&row.key));
                let path = PathBuf::from(&row.path);
                let folder = path.parent().unwrap_or(Path::new(""));
                let name = Path::new(path.file_name().unwrap_or_default());
                segment.push(&row.facts(), folder, name);
            }
            report(Scanned::Found(segment.seal(), old));
        }
        report(Scanned::Seen(seen));
    }
    Ok(known.into_values().map(|(id, _)| id).collect())
}

#[derive(serde::Deserialize)]
struct Count(#[serde(deserialize_with = "engine::number")] u64);

#[derive(serde::Deserialize)]
struct Version {
    #[serde(deserialize_with = "engine::number")]
    key: u64,
    #[serde(deserialize_with = "engine::number")]
    revision: u64,
}
