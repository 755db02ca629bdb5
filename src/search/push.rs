//! Sends a library to a search server: what it lacks and what has changed, document by document,
//! so that a push that was interrupted goes on where it was; and withdraws what is gone.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ulid::Ulid;

use super::parallel;
use super::row::{self, Sent};
use crate::clause;
use crate::disk::Stamp;
use crate::engine::{self, Server, number, sql};
use crate::library::remote::{self, ranges};
use crate::library::{
    Catalog, EntryId, Facts, Filters, LAYOUT, Listed, Remote, Source, Unread, rules,
};

/// What a push has done.
#[derive(Debug, Default)]
pub struct Pushed {
    /// Documents that were sent.
    pub sent: usize,
    /// Documents that were there already.
    pub same: usize,
    /// Documents that were withdrawn.
    pub withdrawn: usize,
    /// Why some could not be read; what the server has of them stays.
    pub unread: Vec<Unread>,
}

/// Changes with what is made of a text for a server: documents that were sent by another version
/// are sent again.
const EDITION: u64 = 1;

/// Bytes that are sent at once.
const BATCH: usize = 8 << 20;

/// Documents that are asked for at once, withdrawn at once, and versions that are deleted at once.
const VERSIONS: u64 = 100_000;
const WITHDRAWN: usize = 1000;
const DELETED: usize = 10_000;

/// Bits of the number of a version that are chance; the others are milliseconds.
const CHANCE: u32 = 20;

/// Paragraphs of a version that no document has are of a push that was interrupted once they are
/// older than a day, in milliseconds.
const ORPHANED: u64 = 24 * 60 * 60 * 1000;

/// What a shard has of a document.
#[derive(Clone, Debug, Deserialize)]
struct Held {
    #[serde(deserialize_with = "number")]
    key: u64,
    #[serde(deserialize_with = "number")]
    rev: u64,
    gone: u8,
    #[serde(deserialize_with = "number")]
    length: u64,
    #[serde(deserialize_with = "number")]
    modified: u64,
    #[serde(deserialize_with = "number")]
    edition: u64,
    sha256: String,
}

/// A document as it is sent.
#[derive(Debug, Default, Serialize)]
struct Whole {
    #[serde(flatten)]
    listed: Listed,
    gone: u8,
    modified: i64,
    edition: u64,
    sha256: String,
    packed: u8,
    body: String,
}

/// What is to be sent to a shard together.
#[derive(Default)]
struct Batch {
    documents: Vec<Whole>,
    passages: Vec<Sent>,
    bytes: usize,
}

/// What became of a document that was looked at.
enum Read {
    Same,
    New(usize, Box<Whole>, Vec<Sent>),
    Unread(Unread),
}

/// A push of the library at a root to a server.
struct Push<'p> {
    server: &'p Server,
    catalog: &'p Catalog,
    /// The name of the library, with which all its paths begin there.
    name: String,
    edition: u64,
    is_wanted: &'p (dyn Fn() -> bool + Sync),
    /// What each shard has of the library.
    held: Vec<HashMap<u64, Held>>,
}

/// Brings what a server has of the library at a root up to date with a catalog; `withdraws`: what
/// the catalog lacks is gone. `tell` hears how many of its documents are done, and how many there
/// are.
///
/// # Errors
/// As [`Server::rows`]. What was sent by then stays.
pub fn push(
    remote: &Remote,
    (root, catalog): (&Path, &Catalog),
    withdraws: bool,
    is_wanted: &(dyn Fn() -> bool + Sync),
    tell: &mut dyn FnMut(usize, usize),
) -> Result<Pushed, engine::Error> {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    let mut push = Push {
        server: remote.server(),
        catalog,
        name: name.into_owned(),
        // Of a person's own rules those of the settings hold there, none that stand beside a text.
        edition: EDITION << 32 | rules::edition(root) & u64::from(u32::MAX),
        is_wanted,
        held: Vec::new(),
    };
    push.look()?;
    let wanted = push.documents(root);
    let mut pushed = push.send(&wanted, tell)?;
    if withdraws {
        let wanted: HashSet<u64> = wanted.iter().map(|(_, path)| remote::key(path)).collect();
        pushed.withdrawn = push.withdraw(&wanted)?;
    }
    push.sweep()?;
    Ok(pushed)
}

impl Push<'_> {
    /// The shard of a document.
    fn shard(&self, key: u64) -> usize {
        (key % self.held.len().max(1) as u64) as usize
    }

    /// Looks at what each shard has.
    fn look(&mut self) -> Result<(), engine::Error> {
        for shard in 0..self.server.shards() {
            let tables: [(&str, &[(&str, &str)]); 2] =
                [("documents", &LAYOUT), ("passages", &row::LAYOUT)];
            for (table, layout) in tables {
                self.server
                    .check(Some(shard), table, layout, self.is_wanted)?;
            }
            let own = format!("{}/", self.name);
            let own = format!("substring(path, 1, {}) = {}", own.len(), sql::text(&own));
            let count = format!("SELECT count() FROM documents WHERE {own}");
            let count: Vec<(Number,)> = self.server.shard_rows(shard, &count, self.is_wanted)?;
            let count = count.first().map_or(0, |(count,)| count.0);
            let mut held = HashMap::new();
            for (first, last) in ranges(count / VERSIONS + 1) {
                let query = format!(
                    "SELECT key, max(rev), argMax(gone, rev), argMax(length, rev), \
                     argMax(toUInt64(modified), rev), argMax(edition, rev), argMax(sha256, rev) \
                     FROM documents WHERE key BETWEEN {first} AND {last} AND {own} GROUP BY key"
                );
                let rows: Vec<Held> = self.server.shard_rows(shard, &query, self.is_wanted)?;
                held.extend(rows.into_iter().map(|own| (own.key, own)));
            }
            self.held.push(held);
        }
        Ok(())
    }

    /// The documents of the library, with their paths on the server.
    fn documents(&self, root: &Path) -> Vec<(EntryId, String)> {
        let own = self.catalog.iter().filter_map(|(id, entry)| {
            let Source::File(file) = entry.source() else {
                return None;
            };
            let path = file.strip_prefix(root).ok()?;
            Some((id, format!("{}/{}", self.name, remote::path_of(path))))
        });
        own.collect()
    }

    fn send(
        &self,
        wanted: &[(EntryId, String)],
        tell: &mut dyn FnMut(usize, usize),
    ) -> Result<Pushed, engine::Error> {
        let batches = self.held.iter().map(|_| Batch::default());
        let mut batches: Vec<Batch> = batches.collect();
        let (mut pushed, mut done, mut failed) = (Pushed::default(), 0, Ok(()));
        let read = |(id, path): &(EntryId, String)| self.read(*id, path);
        parallel::in_order(wanted, read, &mut |read| {
            done += 1;
            match read {
                Read::Same => pushed.same += 1,
                Read::Unread(why) => pushed.unread.push(why),
                Read::New(shard, document, passages) => {
                    pushed.sent += 1;
                    if let Some(batch) = batches.get_mut(shard) {
                        let bytes = passages.iter().map(Sent::bytes).sum::<usize>();
                        batch.bytes += document.body.len() + bytes;
                        batch.documents.push(*document);
                        batch.passages.extend(passages);
                        if batch.bytes >= BATCH {
                            failed = self.flush(shard, std::mem::take(batch));
                        }
                    }
                }
            }
            tell(done, wanted.len());
            if failed.is_err() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        failed?;
        for (shard, batch) in batches.into_iter().enumerate() {
            self.flush(shard, batch)?;
        }
        Ok(pushed)
    }

    /// Reads a document, unless what the server has is of the same file.
    fn read(&self, id: EntryId, path: &str) -> Read {
        let key = remote::key(path);
        let shard = self.shard(key);
        let held = self.held.get(shard).and_then(|held| held.get(&key));
        let living = held.filter(|own| own.gone == 0 && own.edition == self.edition);
        let Some(entry) = self.catalog.get(id) else {
            return Read::Same;
        };
        let stamp = entry.stamp();
        if living.is_some_and(|own| own.stamp() == stamp) {
            return Read::Same;
        }
        let source = entry.source();
        let bytes = match source.bytes(self.catalog.filters()) {
            Ok(bytes) => bytes,
            Err(error) => return Read::Unread(error.into()),
        };
        let sha256 = hexadecimal(&Sha256::digest(&bytes));
        if living.is_some_and(|own| own.sha256 == sha256) {
            return Read::Same;
        }
        // As it will be read there, where no rules stand beside it.
        let there = Source::Memory(path.to_owned(), bytes.as_ref().into());
        let document = match there.document(None, &Filters::default()) {
            Ok((document, _)) => document,
            Err(error) => return Read::Unread(error),
        };
        let version = (key, newer(held));
        let facts = Facts {
            header: entry.header(),
            stamp: Stamp {
                length: bytes.len() as u64,
                ..stamp
            },
            characters: entry.characters(),
        };
        let (packed, body) = remote::packed(&bytes);
        let whole = Whole {
            listed: Listed::new(version, path, facts),
            gone: 0,
            modified: stamp.modified,
            edition: self.edition,
            sha256,
            packed,
            body,
        };
        let passages = row::sent(version, &document, &clause::nest(&document));
        Read::New(shard, Box::new(whole), passages)
    }

    /// Sends a batch: paragraphs first, since the documents make them hold.
    fn flush(&self, shard: usize, batch: Batch) -> Result<(), engine::Error> {
        if batch.documents.is_empty() {
            return Ok(());
        }
        let Batch {
            documents,
            passages,
            ..
        } = batch;
        let server = self.server;
        server.insert(shard, "passages", &passages, self.is_wanted)?;
        server.insert(shard, "documents", &documents, self.is_wanted)
    }

    /// Withdraws what is not wanted on a shard; returns how many documents these are.
    fn withdraw(&self, wanted: &HashSet<u64>) -> Result<usize, engine::Error> {
        let mut withdrawn = 0;
        for (shard, held) in self.held.iter().enumerate() {
            let is_there = |key: &u64| wanted.contains(key) && self.shard(*key) == shard;
            let gone = held
                .values()
                .filter(|own| own.gone == 0 && !is_there(&own.key));
            let gone = gone.map(|own| Whole {
                listed: Listed {
                    key: own.key,
                    rev: newer(Some(own)),
                    path: format!("{}/", self.name),
                    ..Listed::default()
                },
                gone: 1,
                ..Whole::default()
            });
            let gone: Vec<Whole> = gone.collect();
            for some in gone.chunks(WITHDRAWN) {
                self.server
                    .insert(shard, "documents", some, self.is_wanted)?;
            }
            withdrawn += gone.len();
        }
        Ok(withdrawn)
    }

    /// Deletes the paragraphs of versions that a newer one has replaced, and those that an
    /// interrupted push has left. What another push is sending just now is neither.
    fn sweep(&self) -> Result<(), engine::Error> {
        let orphaned = Ulid::generate().timestamp_ms().saturating_sub(ORPHANED) << CHANCE;
        for shard in 0..self.held.len() {
            let query = format!(
                "SELECT key, rev FROM (SELECT key, rev FROM passages GROUP BY key, rev) AS own \
                 ALL LEFT JOIN (SELECT key, max(rev) AS top FROM documents GROUP BY key) AS newest \
                 USING key \
                 WHERE rev < top OR (rev > top AND rev < {orphaned})"
            );
            let stale: Vec<(Number, Number)> =
                self.server.shard_rows(shard, &query, self.is_wanted)?;
            for some in stale.chunks(DELETED) {
                let keys = sql::list(some.iter().map(|(key, _)| key.0));
                let versions = some
                    .iter()
                    .map(|(key, rev)| format!("({},{})", key.0, rev.0));
                let statement = format!(
                    "ALTER TABLE passages DELETE WHERE key IN ({keys}) AND (key, rev) IN ({})",
                    sql::list(versions)
                );
                self.server.command(shard, &statement, self.is_wanted)?;
            }
        }
        Ok(())
    }
}

impl Held {
    fn stamp(&self) -> Stamp {
        Stamp {
            length: self.length,
            modified: self.modified as i64,
        }
    }
}

/// The number of a version that is newer than what is there, even where clocks differ.
fn newer(held: Option<&Held>) -> u64 {
    let now = Ulid::generate();
    let chance = now.random() as u64 & ((1 << CHANCE) - 1);
    let own = now.timestamp_ms() << CHANCE | chance;
    held.map_or(own, |held| own.max(held.rev + 1))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // A string takes whatever is written to it.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[derive(Deserialize)]
struct Number(#[serde(deserialize_with = "number")] u64);
