//! A disk in memory, for tests: nothing waits for it, and nothing of it is left.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::volume::{Handle, Listed, Opening, Volume};

/// Files by their paths; every folder exists. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>);

/// A file of it, open for writing.
struct Open {
    disk: Memory,
    path: PathBuf,
}

impl Memory {
    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.0.lock().unwrap()
    }
}

impl Volume for Memory {
    fn read(&self, path: &Path, _limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files().get(path).cloned();
        bytes.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<Listed>> {
        let mut listed: Vec<Listed> = Vec::new();
        for (path, bytes) in self.files().iter() {
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
                    path: entry,
                    stamp: (bytes.len() as u64, None),
                });
            }
        }
        Ok(listed)
    }

    fn is_folder(&self, _folder: &Path) -> bool {
        true
    }

    fn create_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Handle>> {
        let mut files = self.files();
        let bytes = files.entry(path.to_owned()).or_default();
        if opening == Opening::Replace {
            bytes.clear();
        }
        Ok(Box::new(Open {
            disk: self.clone(),
            path: path.to_owned(),
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.files();
        let bytes = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = self.files().remove(path);
        removed.map_or_else(|| Err(io::ErrorKind::NotFound.into()), |_| Ok(()))
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
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
        let files = self.disk.files();
        let bytes = files.get(&self.path).ok_or(io::ErrorKind::NotFound)?;
        Ok((bytes.len() as u64, bytes.last().copied()))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.disk.files();
        files.entry(self.path.clone()).or_default().extend(bytes);
        Ok(bytes.len())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let mut files = self.disk.files();
        files
            .entry(self.path.clone())
            .or_default()
            .truncate(length as usize);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}
