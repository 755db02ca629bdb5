//! The store on a disk that fails when it is told to, and that forgets on a power cut what was not
//! synced.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::{Timestamp, ToSpan};
use zhangju::annotation::{Annotation, Clock, SourceRef, Store, Target};
use zhangju::disk::{Handle, Listed, Opening, Volume};
use zhangju::text::Span;

/// The calls that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    Open,
    Lock,
    Write,
    Sync,
    Truncate,
    Rename,
    CreateFolder,
    SyncFolder,
}

/// What was and will be on the disk.
#[derive(Clone, Debug, Default)]
struct State {
    /// Files by number: what a reader sees, and what outlasts a power cut.
    seen: Vec<Vec<u8>>,
    lasting: Vec<Vec<u8>>,
    /// Names of files, seen and lasting.
    names: BTreeMap<PathBuf, usize>,
    lasting_names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    lasting_folders: BTreeSet<PathBuf>,
    /// How many calls of each kind there were.
    calls: BTreeMap<Call, usize>,
    /// Which call fails from which number on, how many times, with which error number.
    fault: Option<(Call, usize, usize, i32)>,
    /// Every write fails as well, so that there is something to take back.
    writes_fail: bool,
    delivered: usize,
    /// After every call the states that a power cut may leave.
    cuts: Option<Vec<State>>,
}

impl State {
    fn call(&mut self, call: Call) -> io::Result<()> {
        let count = self.calls.entry(call).or_insert(0);
        *count += 1;
        if let Some((failing, first, times, error)) = self.fault
            && failing == call
            && (first..first.saturating_add(times)).contains(count)
        {
            self.delivered += 1;
            return Err(io::Error::from_raw_os_error(error));
        }
        Ok(())
    }

    /// Remembers what a power cut would leave now: the names as they last or as they are seen, and
    /// of what is not synced nothing, half, all, or as many zeros.
    fn remember(&mut self) {
        let Some(mut cuts) = self.cuts.take() else {
            return;
        };
        for is_seen in [false, true] {
            for kept in ["nothing", "half", "all", "zeros"] {
                let mut state = State {
                    names: if is_seen {
                        self.names.clone()
                    } else {
                        self.lasting_names.clone()
                    },
                    folders: if is_seen {
                        self.folders.clone()
                    } else {
                        self.lasting_folders.clone()
                    },
                    ..State::default()
                };
                // A name in a folder that is gone is gone.
                let folders = state.folders.clone();
                state
                    .names
                    .retain(|path, _| folders.contains(path.parent().unwrap()));
                for (seen, lasting) in self.seen.iter().zip(&self.lasting) {
                    let grown = seen.len().saturating_sub(lasting.len());
                    let head = if seen.starts_with(lasting) {
                        lasting
                    } else {
                        seen
                    };
                    let bytes = match kept {
                        "nothing" => lasting.clone(),
                        "half" => seen[..head.len() + (seen.len() - head.len()) / 2].to_vec(),
                        "all" => seen.clone(),
                        _ => [lasting.as_slice(), &vec![0; grown]].concat(),
                    };
                    state.seen.push(bytes);
                }
                state.lasting.clone_from(&state.seen);
                state.lasting_names.clone_from(&state.names);
                state.lasting_folders.clone_from(&state.folders);
                cuts.push(state);
            }
        }
        self.cuts = Some(cuts);
    }
}

#[derive(Clone, Debug, Default)]
struct Disk(Arc<Mutex<State>>);

struct File {
    disk: Disk,
    number: usize,
}

impl Disk {
    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.0.lock().unwrap();
        let result = work(&mut state);
        state.remember();
        result
    }

    fn of(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    fn new() -> Self {
        let roots: BTreeSet<PathBuf> = ["/", "/config", "/state"].map(PathBuf::from).into();
        Self::of(State {
            folders: roots.clone(),
            lasting_folders: roots,
            ..State::default()
        })
    }
}

impl Volume for Disk {
    fn read(&self, path: &Path, _: u64) -> io::Result<Vec<u8>> {
        let state = self.0.lock().unwrap();
        let number = state.names.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(state.seen[*number].clone())
    }

    fn read_from(&self, path: &Path, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        let bytes = self.read(path, u64::MAX)?;
        let behind = bytes.into_iter().skip(offset as usize);
        Ok(behind.take(most).collect())
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let state = self.0.lock().unwrap();
        if !state.folders.contains(folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let listed = |path: &PathBuf, is_folder, length| Listed {
            path: path.clone(),
            is_folder,
            is_link: false,
            stamp: (length, None),
        };
        let inside = |path: &Path| path.parent() == Some(folder);
        let folders = state.folders.iter().filter(|path| inside(path));
        let files = state.names.iter().filter(|(path, _)| inside(path));
        let files =
            files.map(|(path, number)| listed(path, false, state.seen[*number].len() as u64));
        Ok(folders
            .map(|path| listed(path, true, 0))
            .chain(files)
            .collect())
    }

    fn is_folder(&self, folder: &Path) -> bool {
        self.0.lock().unwrap().folders.contains(folder)
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.with(|state| {
            state.call(Call::CreateFolder)?;
            state.folders.insert(folder.to_owned());
            Ok(())
        })
    }

    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>> {
        let number = self.with(|state| {
            state.call(Call::Open)?;
            let number = match state.names.get(path) {
                Some(number) => *number,
                None => {
                    state.seen.push(Vec::new());
                    state.lasting.push(Vec::new());
                    state.names.insert(path.to_owned(), state.seen.len() - 1);
                    state.seen.len() - 1
                }
            };
            if opening == Opening::Replace {
                state.seen[number].clear();
            }
            io::Result::Ok(number)
        })?;
        let disk = self.clone();
        Ok(Box::new(File { disk, number }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.with(|state| {
            state.call(Call::Rename)?;
            let number = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
            state.names.insert(to.to_owned(), number);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.with(|state| {
            let removed = state.names.remove(path);
            removed.map(|_| ()).ok_or(io::ErrorKind::NotFound.into())
        })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.with(|state| {
            state.call(Call::SyncFolder)?;
            let inside = |path: &Path| path.parent() == Some(folder);
            state.lasting_names.retain(|path, _| !inside(path));
            let names: Vec<_> = state
                .names
                .iter()
                .filter(|(path, _)| inside(path))
                .collect();
            let names: Vec<_> = names.into_iter().map(|(p, n)| (p.clone(), *n)).collect();
            state.lasting_names.extend(names);
            let folders: Vec<PathBuf> = state
                .folders
                .iter()
                .filter(|p| inside(p))
                .cloned()
                .collect();
            state.lasting_folders.extend(folders);
            Ok(())
        })
    }
}

impl Handle for File {
    fn lock(&mut self) -> io::Result<()> {
        self.disk.with(|state| state.call(Call::Lock))
    }

    fn is_at(&self, path: &Path) -> bool {
        self.disk.0.lock().unwrap().names.get(path) == Some(&self.number)
    }

    fn tail(&mut self) -> io::Result<(u64, Option<u8>)> {
        let state = self.disk.0.lock().unwrap();
        let bytes = &state.seen[self.number];
        Ok((bytes.len() as u64, bytes.last().copied()))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.with(|state| {
            let failed = state.call(Call::Write);
            // A disk that is full takes what it still has room for.
            let half = &bytes[..bytes.len() / 2];
            if failed.is_err() || state.writes_fail {
                state.seen[self.number].extend_from_slice(half);
                return Err(failed.err().unwrap_or(io::Error::from_raw_os_error(28)));
            }
            state.seen[self.number].extend_from_slice(bytes);
            Ok(bytes.len())
        })
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.disk.with(|state| {
            state.call(Call::Truncate)?;
            state.seen[self.number].truncate(length as usize);
            Ok(())
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.with(|state| {
            state.call(Call::Sync)?;
            state.lasting[self.number] = state.seen[self.number].clone();
            Ok(())
        })
    }
}

fn bookmark(words: &str) -> Annotation {
    let target = Target::new(SourceRef::default(), words, Span::new(0, words.len()), None);
    Annotation::bookmark(target, None)
}

/// A clock that is a month further every time it is asked: every record has a log of its own.
fn hurried() -> Clock {
    let months = Mutex::new(0);
    Clock::new(move || {
        let mut months = months.lock().unwrap();
        *months += 1;
        let start: Timestamp = "2026-01-15T00:00:00Z".parse().unwrap();
        start + (*months * 24 * 31).hours()
    })
}

fn open(disk: &Disk, clock: Clock) -> Store {
    let volume = Arc::new(disk.clone());
    Store::open_on(volume, clock, Path::new("/config"), Path::new("/state"))
}

fn quotes(store: &Store) -> BTreeSet<String> {
    let all = store.annotations();
    all.iter().map(|own| own.quote().to_owned()).collect()
}

/// Twenty records, some of them edited or deleted, and a compaction; what is acknowledged is told.
/// Returns what is to be there.
fn live(
    store: &mut Store,
    mut acknowledged: impl FnMut(&BTreeSet<String>),
) -> (BTreeSet<String>, usize) {
    let mut expected = BTreeSet::new();
    let mut failures = 0;
    for count in 0..20 {
        let words = format!("第{count}条");
        let (id, written) = store.put(bookmark(&words));
        expected.insert(words.clone());
        failures += usize::from(written.is_err());
        if written.is_ok() {
            acknowledged(&expected);
        }
        if count % 5 == 4 {
            failures += usize::from(store.delete(&id).is_err());
            expected.remove(&words);
        }
        if count % 10 == 9 {
            failures += usize::from(store.compact().is_err());
        }
    }
    (expected, failures)
}

/// ENOSPC, EDQUOT, EIO, EROFS
const ERRORS: [i32; 4] = [28, 122, 5, 30];

#[test]
fn every_failing_call_is_told_and_nothing_is_lost() {
    let calls = [
        Call::Open,
        Call::Lock,
        Call::Write,
        Call::Sync,
        Call::Truncate,
        Call::Rename,
        Call::CreateFolder,
        Call::SyncFolder,
    ];
    std::thread::scope(|scope| {
        for call in calls {
            scope.spawn(move || is_told_and_loses_nothing(call));
        }
    });
}

fn is_told_and_loses_nothing(call: Call) {
    for error in ERRORS {
        let mut delivered = 0;
        for first in 1..=20 {
            // Once, and a full disk for as long as the session lasts as well.
            let lasts = if error == 28 { 2 } else { 1 };
            for times in [1, usize::MAX].into_iter().take(lasts) {
                let disk = Disk::new();
                // Half of the records are there before anything fails, but where folders are to be
                // made.
                let mut before = BTreeSet::new();
                if call != Call::CreateFolder {
                    let mut store = open(&disk, hurried());
                    let (kept, failures) = live(&mut store, |_| {});
                    assert_eq!(failures, 0);
                    before = kept;
                }
                disk.with(|state| {
                    state.calls.clear();
                    state.fault = Some((call, first, times, error));
                    state.writes_fail = call == Call::Truncate;
                });
                let mut store = open(&disk, hurried());
                let mut new = BTreeSet::new();
                let mut failures = 0;
                for count in 0..20 {
                    let words = format!("新{count}");
                    let (id, written) = store.put(bookmark(&words));
                    failures += usize::from(written.is_err());
                    new.insert(words);
                    // An edit, so that there is something for the compaction to leave out.
                    let all = store.annotations();
                    let own = all.iter().find(|own| own.id == id).unwrap();
                    let mut edited = (**own).clone();
                    edited.set_tags(&["改".to_owned()]);
                    failures += usize::from(store.put(edited).1.is_err());
                    if count % 5 == 4 {
                        failures += usize::from(store.compact().is_err());
                    }
                }
                let faults = disk.with(|state| std::mem::take(&mut state.delivered));
                if faults > 0 && call != Call::Truncate {
                    assert!(failures > 0, "{call:?} {error} {first}: not told");
                }
                delivered += faults.min(1);
                let all: BTreeSet<String> = before.union(&new).cloned().collect();
                assert_eq!(quotes(&store), all, "in memory: {call:?} {error} {first}");
                let on_disk = quotes(&open(&disk, hurried()));
                assert!(
                    before.is_subset(&on_disk),
                    "old records: {call:?} {error} {first}"
                );
                // Space returns.
                disk.with(|state| {
                    state.fault = None;
                    state.writes_fail = false;
                });
                store.write().unwrap();
                assert_eq!(store.unsaved(), 0);
                let reopened = open(&disk, hurried());
                assert_eq!(quotes(&reopened), all, "{call:?} {error} {first}");
            }
        }
        println!("{call:?} with error {error}: {delivered} runs had the fault");
        assert!(delivered > 0, "{call:?} never failed");
    }
}

#[test]
fn a_power_cut_after_any_call_takes_nothing_that_was_acknowledged() {
    let disk = Disk::new();
    disk.with(|state| state.cuts = Some(Vec::new()));
    let mut store = open(&disk, hurried());
    // For every acknowledgement, how many states there were by then.
    let mut promised: Vec<(usize, BTreeSet<String>)> = Vec::new();
    let cuts = |disk: &Disk| disk.0.lock().unwrap().cuts.as_ref().unwrap().len();
    let (_, failures) = live(&mut store, |all| promised.push((cuts(&disk), all.clone())));
    assert_eq!(failures, 0);
    let cuts = disk.with(|state| state.cuts.take().unwrap());
    println!("{} states", cuts.len());
    assert!(cuts.len() > 1000);
    for (number, cut) in cuts.into_iter().enumerate() {
        let disk = Disk::of(cut);
        let mut store = open(&disk, hurried());
        let kept = quotes(&store);
        let last = promised.iter().rfind(|(by, _)| *by <= number);
        let (_, last) = last.cloned().unwrap_or_default();
        for words in last {
            // What was deleted later may be gone already.
            let is_deleted = ["第4条", "第9条", "第14条", "第19条"].contains(&words.as_str());
            assert!(
                is_deleted || kept.contains(&words),
                "{words} is lost in state {number}"
            );
        }
        // The next start is clean, and what is written now lasts.
        store.put(bookmark("以后")).1.unwrap();
        let again = quotes(&open(&disk, hurried()));
        assert!(
            again.contains("以后") && kept.is_subset(&again),
            "state {number}"
        );
    }
}

#[test]
fn what_could_not_be_saved_waits_for_the_next_start() {
    let disk = Disk::new();
    let mut store = open(&disk, hurried());
    store.put(bookmark("甲")).1.unwrap();
    // The logs are on a folder that is full; the state is elsewhere.
    disk.with(|state| state.fault = Some((Call::Lock, 1, usize::MAX, 28)));
    assert!(store.put(bookmark("乙")).1.is_err());
    // In a segment of its own no lock is needed, and it is written after all.
    assert_eq!(store.rescue().unwrap(), None);
    disk.with(|state| {
        state.calls.clear();
        state.fault = None;
        state.fault = Some((Call::Sync, 1, 2, 5));
    });
    assert!(store.put(bookmark("丙")).1.is_err());
    let left = store.rescue().unwrap().unwrap();
    assert!(left.starts_with("/state") && left.to_string_lossy().contains("unsaved-"));
    disk.with(|state| state.fault = None);
    let mut next = open(&disk, hurried());
    assert_eq!((quotes(&next).len(), next.unsaved()), (3, 1));
    next.write().unwrap();
    assert_eq!(next.unsaved(), 0);
    let last = open(&disk, hurried());
    assert_eq!((quotes(&last).len(), last.unsaved()), (3, 0));
}

/// The logs on the disk.
fn logs(disk: &Disk) -> Vec<PathBuf> {
    let is_log = |path: &PathBuf| path.extension().is_some_and(|name| name == "jsonl");
    disk.with(|state| {
        state
            .names
            .keys()
            .filter(|path| is_log(path))
            .cloned()
            .collect()
    })
}

/// A clock that stands still.
fn noon() -> Clock {
    Clock::new(|| "2026-01-15T12:00:00Z".parse().unwrap())
}

/// EINVAL, ENOSYS, ENOTSUP
#[cfg(target_os = "linux")]
const UNSUPPORTED: [i32; 3] = [22, 38, 95];

/// ENOLCK
#[cfg(target_os = "linux")]
const NO_LOCKS: i32 = 37;

#[cfg(target_os = "linux")]
#[test]
fn where_folders_cannot_be_synced_one_log_is_written_as_elsewhere() {
    for error in UNSUPPORTED {
        let disk = Disk::new();
        disk.with(|state| state.fault = Some((Call::SyncFolder, 1, usize::MAX, error)));
        for words in ["甲", "乙", "丙"] {
            open(&disk, noon()).put(bookmark(words)).1.unwrap();
        }
        assert_eq!(
            (logs(&disk).len(), quotes(&open(&disk, noon())).len()),
            (1, 3)
        );
    }
    // What fails otherwise is no less of a failure.
    let disk = Disk::new();
    disk.with(|state| state.fault = Some((Call::SyncFolder, 1, usize::MAX, 5)));
    assert!(open(&disk, noon()).put(bookmark("甲")).1.is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn where_there_are_no_locks_a_session_writes_a_log_of_its_own_at_once() {
    for error in UNSUPPORTED.into_iter().chain([NO_LOCKS]) {
        let disk = Disk::new();
        disk.with(|state| state.fault = Some((Call::Lock, 1, usize::MAX, error)));
        let (mut one, mut other) = (open(&disk, noon()), open(&disk, noon()));
        for words in ["甲", "乙", "丙"] {
            one.put(bookmark(words)).1.unwrap();
            other.put(bookmark(&words.repeat(2))).1.unwrap();
        }
        // The shared one was created to be locked.
        assert_eq!(logs(&disk).len(), 3);
        assert_eq!(quotes(&open(&disk, noon())).len(), 6);
    }
}

#[test]
fn a_disk_that_goes_on_failing_does_not_fill_with_logs() {
    let disk = Disk::new();
    let mut store = open(&disk, noon());
    store.put(bookmark("甲")).1.unwrap();
    disk.with(|state| {
        state.calls.clear();
        state.fault = Some((Call::Sync, 1, usize::MAX, 5));
    });
    for _ in 0..100 {
        assert!(store.put(bookmark("乙")).1.is_err());
    }
    assert_eq!(logs(&disk).len(), 1);
    disk.with(|state| state.fault = None);
    store.write().unwrap();
    assert_eq!(
        quotes(&open(&disk, noon())),
        ["甲", "乙"].map(str::to_owned).into()
    );
}
