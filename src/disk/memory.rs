//! A disk in memory, for tests: nothing is left of it. Its syncs can be held, as by a disk that is
//! slow; what lasts is told from what is only written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use super::volume::{Handle, Listed, Opening, Volume};

/// Files by their paths; every folder exists. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// Syncs are no longer held.
    released: Condvar,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<PathBuf, File>,
    /// Whether syncs wait.
    is_held: bool,
    /// Below which folder nothing can be written.
    refused: Option<PathBuf>,
    /// Why folders cannot be synced.
    folder_sync: Option<io::ErrorKind>,
}

#[derive(Debug, Default)]
struct File {
    bytes: Vec<u8>,
    /// What a power cut leaves of them.
    lasting: Vec<u8>,
}

/// A file of it, open for writing.
struct Open {
    disk: Memory,
    path: PathBuf,
}

impl Memory {
    /// Lets syncs wait from now on, or lets them go.
    pub fn hold(&self, is_held: bool) {
        self.state().is_held = is_held;
        self.0.released.notify_all();
    }

    /// Refuses whatever is to be written below a folder from now on, as a full disk does; nothing
    /// any more with `None`.
    pub fn refuse(&self, folder: Option<&str>) {
        self.state().refused = folder.map(PathBuf::from);
    }

    /// Lets syncs of folders fail from now on, or succeed with `None`.
    pub fn fail_folder_sync(&self, reason: Option<io::ErrorKind>) {
        self.state().folder_sync = reason;
    }

    /// What a power cut would leave now of the files with an extension, one after the other.
    ///
    /// # Panics
    /// If they are no text.
    pub fn lasting(&self, extension: &str) -> String {
        let state = self.state();
        let files = state.files.iter();
        let lasting = files
            .filter(|(path, _)| path.extension().is_some_and(|own| own == extension))
            .map(|(_, file)| &*file.lasting);
        String::from_utf8(lasting.collect::<Vec<_>>().concat()).unwrap()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }
}

impl Volume for Memory {
    fn read(&self, path: &Path, _limit: u64) -> io::Result<Vec<u8>> {
        self.read_from(path, 0, usize::MAX)
    }

    fn read_from(&self, path: &Path, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        let state = self.state();
        let file = state.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        let bytes = file.bytes.iter().skip(offset as usize).take(most);
        Ok(bytes.copied().collect())
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let mut listed: Vec<Listed> = Vec::new();
        for (path, file) in &self.state().files {
            let Some(name) = path
                .strip_prefix(folder)
                .ok()
                .and_then(|below| below.iter().next())
            else {
                continue;
            };
            let entry = folder.join(name);
            if listed.last().is_none_or(|last| last.path != entry) {
                listed.push(Listed {
                    is_folder: entry != *path,
                    is_link: false,
                    path: entry,
                    stamp: (file.bytes.len() as u64, None),
                });
            }
        }
        Ok(listed)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn is_folder(&self, _folder: &Path) -> bool {
        true
    }

    fn create_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>> {
        let mut state = self.state();
        let file = state.files.entry(path.to_owned()).or_default();
        if opening == Opening::Replace {
            file.bytes.clear();
        }
        Ok(Box::new(Open {
            disk: self.clone(),
            path: path.to_owned(),
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let file = state.files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        state.files.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = self.state().files.remove(path);
        removed.map_or_else(|| Err(io::ErrorKind::NotFound.into()), |_| Ok(()))
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        let failure = self.state().folder_sync;
        failure.map_or(Ok(()), |reason| Err(reason.into()))
    }
}

impl Open {
    fn with<T>(&self, work: impl FnOnce(&mut File) -> T) -> T {
        work(
            self.disk
                .state()
                .files
                .entry(self.path.clone())
                .or_default(),
        )
    }
}

impl Handle for Open {
    fn lock(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn is_at(&self, path: &Path) -> bool {
        self.path == path
    }

    fn tail(&mut self) -> io::Result<(u64, Option<u8>)> {
        Ok(self.with(|file| (file.bytes.len() as u64, file.bytes.last().copied())))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let refused = self.disk.state().refused.clone();
        if refused.is_some_and(|folder| self.path.starts_with(folder)) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.with(|file| file.bytes.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.with(|file| file.bytes.truncate(length as usize));
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let shared = &self.disk.0;
        let state = self.disk.state();
        drop(
            shared
                .released
                .wait_while(state, |state| state.is_held)
                .unwrap(),
        );
        self.with(|file| file.lasting.clone_from(&file.bytes));
        Ok(())
    }
}
