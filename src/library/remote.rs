//! A library on a search server: which documents it has, and their bytes, of which those that were
//! read last are kept in the cache.

mod body;
mod kept;

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::disk;
use crate::engine::{self, Server};
use crate::text::Said;
pub use body::packed;
use kept::Kept;

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
            reason: std::io::Error::other(Said::new("engine.changed")),
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
        Ok(rows.into_iter().next().and_then(body::unpacked))
    }
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
