//! Bringing the pack of a library up to date: what it lacks is made ready on all cores, and written
//! while the rest is.

use std::ops::ControlFlow;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::record::Record;
use super::segment::{Batch, FULL, Writing};
use super::{EXTENSION, Packs, below, bytes_of, folder};
use crate::disk::{self, Stamp};
use crate::library::{Catalog, EntryId, Source, rules};
use crate::search::parallel;

/// Bytes of sources that are read, and whose records are written, at a time: enough that it does
/// not matter what threads lose when they wait for each other.
const BATCH: u64 = 256 << 10;

/// Batches that wait for the disk.
const WAITING: usize = 8;

/// Brings the pack of the library at `root` up to date with a catalog. `tell` hears how many of the
/// documents that it lacks are packed, and how many it lacks. Gives up when it is no longer wanted:
/// what is written by then stays.
///
/// # Errors
/// As `disk::replace`. The documents are then searched from their sources.
pub fn refresh(
    cache: &Path,
    root: &Path,
    catalog: &Catalog,
    is_wanted: &(dyn Fn() -> bool + Sync),
    tell: &mut dyn FnMut(usize, usize),
) -> Result<(), disk::Error> {
    // Of rules that change meanwhile another edition comes: what was read by either is read again.
    let edition = rules::edition(root);
    let packs = Packs::open(cache, &[root.to_owned()], catalog);
    let (worn, moved) = packs.worn();
    let mut wanted = packs.missing(root, catalog);
    wanted.extend(moved);
    wanted.sort_unstable();
    wanted.dedup();
    drop(packs);
    let all = wanted.len();
    let mut done = 0;
    tell(done, all);
    let make = |ids: &&[EntryId]| {
        let mut batch = Batch::default();
        let mut taken = 0;
        for id in ids.iter().take_while(|_| is_wanted()) {
            if let Some((path, stamp, record)) = read(*id, root, catalog) {
                batch.add(bytes_of(&path), stamp, &record);
            }
            taken += 1;
        }
        (batch, taken, taken == ids.len())
    };
    let folder = folder(cache, root);
    thread::scope(|scope| {
        let mut segments = Segments {
            scope,
            folder: &folder,
            root: bytes_of(root),
            edition,
            open: None,
            writers: Vec::new(),
        };
        let mut outcome = Ok(());
        let mut take = |(batch, taken, is_whole): (Batch, usize, bool)| {
            done += taken;
            tell(done, all);
            outcome = segments.add(batch);
            if outcome.is_ok() && is_whole {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        parallel::in_order(&batches(&wanted, catalog), make, &mut take);
        outcome.and_then(|()| segments.close(0))
    })?;
    if done == all {
        // What another copy of the program has put in its place has another name.
        for path in worn {
            disk::discard(&path)?;
        }
    }
    Ok(())
}

/// Some documents in a row, each with as many behind it as have [`BATCH`] bytes.
fn batches<'w>(wanted: &'w [EntryId], catalog: &Catalog) -> Vec<&'w [EntryId]> {
    let mut bytes = 0;
    let batches = wanted.chunk_by(|_, next| {
        bytes += catalog.get(*next).map_or(0, |entry| entry.stamp().length);
        let is_full = bytes > BATCH;
        bytes *= u64::from(!is_full);
        !is_full
    });
    batches.collect()
}

/// Reads a document: its path below the root, its stamp, its record.
fn read(id: EntryId, root: &Path, catalog: &Catalog) -> Option<(PathBuf, Stamp, Record)> {
    let entry = catalog.get(id)?;
    let (_, path) = below(&[root.to_owned()], entry)?;
    let record = Record::of(&entry.source(), catalog.filters())?;
    // What changed while it was read is packed another time.
    let stamp = entry.stamp();
    let Source::File(file) = entry.source() else {
        return None;
    };
    let is_same = disk::stamp(&file).is_ok_and(|now| now == stamp);
    is_same.then_some((path, stamp, record))
}

/// Segments that are written one after the other, each by a thread of its own: who makes documents
/// ready never waits until what was written is on the disk.
struct Segments<'s, 'e> {
    scope: &'s Scope<'s, 'e>,
    folder: &'e Path,
    root: &'e [u8],
    edition: u64,
    /// The one that is not full, and the way to its thread.
    open: Option<(Writing, SyncSender<Vec<u8>>)>,
    /// The threads, the oldest first.
    writers: Vec<ScopedJoinHandle<'s, Result<(), disk::Error>>>,
}

impl Segments<'_, '_> {
    fn add(&mut self, batch: Batch) -> Result<(), disk::Error> {
        if batch.is_empty() {
            return Ok(());
        }
        let (mut writing, way) = self.open.take().unwrap_or_else(|| self.begin());
        let is_taken = way.send(writing.add(batch)).is_ok();
        let is_full = writing.length >= FULL;
        self.open = Some((writing, way));
        match (is_taken, is_full) {
            (true, false) => Ok(()),
            (true, true) => self.close(1),
            // The thread has ended before its time, and tells why.
            (false, _) => self.close(0),
        }
    }

    fn begin(&mut self) -> (Writing, SyncSender<Vec<u8>>) {
        let name = format!("{}.{EXTENSION}", ulid::Ulid::generate());
        let path = self.folder.join(name);
        let (way, pieces) = sync_channel::<Vec<u8>>(WAITING);
        self.writers.push(self.scope.spawn(move || {
            disk::write_atomic_with(&path, &mut |out| {
                pieces.iter().try_for_each(|piece| out(&piece))
            })
        }));
        (Writing::default(), way)
    }

    /// Closes the segment that is open, and waits until no more than so many are being written.
    fn close(&mut self, most: usize) -> Result<(), disk::Error> {
        if let Some((writing, way)) = self.open.take() {
            // A thread that takes it no more has failed, and tells why.
            let _ = way.send(writing.finish(self.root, self.edition));
        }
        let settled = self.writers.len().saturating_sub(most);
        let mut settled = self.writers.drain(..settled);
        settled.try_for_each(|writer| {
            writer
                .join()
                .unwrap_or_else(|panic| panic::resume_unwind(panic))
        })
    }
}
