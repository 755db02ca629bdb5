//! A library on a search server: which documents it has, and their bytes, of which those that were
//! read last are kept in the cache.

mod kept;
mod listed;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::scan::Scanned;
use super::segment::{Location, Segment};
use super::{Catalog, EntryId};
use crate::disk;
use crate::engine::{self, Server, sql};
use kept::Kept;
use listed::COLUMNS;
pub use listed::{LAYOUT, Listed, packed};

/// How the settings name a library on a server: `engine:NAME`.
pub const SCHEME: &str = "engine:";

/// A library on a search server.
#[derive(Debug)]
pub struct Remote {
    server: Server,
    root: PathBuf,
    kept: Option<Kept>,
}

/// A document of a library on a server.
#[derive(Clone, Debug)]
pub struct Held {
    /// The library.
    pub library: Arc<Remote>,
    /// Its path there, with `/` between folders.
    pub path: String,
    /// The number of the version that the catalog knows.
    pub revision: u64,
}

/// A document is the same in whatever version.
impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.library == other.library && self.path == other.path
    }
}

impl Eq for Held {}

impl Hash for Held {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.path.hash(state);
    }
}

impl Held {
    /// Its path with the name of the library.
    pub fn name(&self) -> String {
        self.library.root.join(&self.path).to_string_lossy().into()
    }

    /// Its bytes.
    ///
    /// # Errors
    /// If the cache lacks them and the server does not give them.
    pub fn bytes(&self) -> Result<Vec<u8>, disk::Error> {
        let at = (key(&self.path), self.revision);
        if let Some(bytes) = self.library.kept.as_ref().and_then(|kept| kept.get(at)) {
            return Ok(bytes);
        }
        let read = self.library.read(at);
        let failed = |error: engine::Error| error.of_reading("read", self.name().into());
        let bytes = read.map_err(failed)?.ok_or_else(|| disk::Error {
            operation: "read",
            path: self.name().into(),
            reason: std::io::Error::other("it has changed on the server: look for changes first"),
        })?;
        if let Some(kept) = &self.library.kept {
            kept.put(at, &bytes);
        }
        Ok(bytes)
    }
}

/// What a server calls a document: this number modulo that of the shards tells where it is.
pub fn key(path: &str) -> u64 {
    let hash = Sha256::digest(path.as_bytes());
    hash.iter()
        .take(8)
        .fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// Ranges of keys that together have all, each about as many.
pub fn ranges(count: u64) -> impl Iterator<Item = (u64, u64)> {
    let count = u128::from(count.max(1));
    let border = move |at: u128| (1_u128 << 64) * at / count;
    (0..count).map(move |at| (border(at) as u64, (border(at + 1) - 1) as u64))
}

/// Documents of which the versions are asked for at once, and of which all is.
const VERSIONS: u64 = 200_000;
const DETAILS: usize = 500;

impl PartialEq for Remote {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Eq for Remote {}

impl Remote {
    /// The library on a server; what is read is kept in a cache.
    pub fn new(server: Server, cache: Option<&Path>) -> Self {
        Self {
            root: PathBuf::from(format!("{SCHEME}{}", server.name())),
            kept: cache.map(|cache| Kept::new(cache, &server)),
            server,
        }
    }

    /// The server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// How the settings name it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The documents of a catalog that are in this library, by their keys.
    pub fn documents(&self, catalog: &Catalog) -> HashMap<u64, (EntryId, u64)> {
        let own = catalog.iter().filter(|(_, entry)| entry.is_remote());
        let held = own.filter_map(|(id, entry)| {
            let held = entry.held().filter(|held| *held.library == *self)?;
            Some((key(&held.path), (id, held.revision)))
        });
        held.collect()
    }

    /// The condition that rows are those of a version that holds, for documents in a range of keys.
    /// It looks into the table of each shard, which has the documents of all its rows.
    pub fn live(&self, (first, last): (u64, u64)) -> String {
        format!(
            "(key, rev) IN (SELECT key, max(rev) FROM {} WHERE key BETWEEN {first} AND {last} \
             GROUP BY key HAVING argMax(gone, rev) = 0)",
            self.server.table("documents")
        )
    }

    /// Deletes what is kept of its documents.
    ///
    /// # Errors
    /// As [`disk::discard`].
    pub fn forget(&self) -> Result<(), disk::Error> {
        self.kept.as_ref().map_or(Ok(()), Kept::forget)
    }

    fn read(&self, (key, revision): (u64, u64)) -> Result<Option<Vec<u8>>, engine::Error> {
        let query = format!(
            "SELECT packed, body FROM all_documents WHERE key = {key} AND rev = {revision} LIMIT 1"
        );
        let rows: Vec<(u8, String)> = self.server.rows(&query, &|| true)?;
        Ok(rows.into_iter().next().and_then(listed::unpacked))
    }

    /// Looks for what is not in a catalog yet, and for what is gone: reports new entries with those
    /// that they replace, and returns those that are gone.
    ///
    /// # Errors
    /// As [`Server::rows`]. What was reported by then holds.
    pub(super) fn scan(
        self: &Arc<Self>,
        catalog: &Catalog,
        is_wanted: &dyn Fn() -> bool,
        report: &mut dyn FnMut(Scanned),
    ) -> Result<Vec<EntryId>, engine::Error> {
        let server = &self.server;
        server.check(None, "all_documents", &LAYOUT, is_wanted)?;
        let mut known = self.documents(catalog);
        let count: Vec<(Count,)> = server.rows("SELECT count() FROM all_documents", is_wanted)?;
        let count = count.first().map_or(0, |(count,)| count.0);
        let mut seen = 0;
        for (first, last) in ranges(count / VERSIONS + 1) {
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
                let mut segment = Segment::of(Location::Remote(Arc::clone(self)));
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

/// A path below the root of a library as servers have it.
pub fn path_of(path: &Path) -> Cow<'_, str> {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        path
    } else {
        path.replace(std::path::MAIN_SEPARATOR, "/").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_every_key_once() {
        for count in [1, 2, 3, 7, 1000] {
            let all: Vec<_> = ranges(count).collect();
            assert_eq!((all[0].0, all[all.len() - 1].1), (0, u64::MAX), "{count}");
            assert!(
                all.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0),
                "{count}"
            );
        }
    }

    #[test]
    fn a_key_is_the_beginning_of_a_hash() {
        // printf abc | sha256sum
        assert_eq!(key("abc"), 0xba78_16bf_8f01_cfea);
    }
}
