//! Listing the files of a kind below a folder. Links to folders are followed, as writing follows
//! them.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use super::volume::{Listed, Volume};
use super::{Error, naming};
use crate::text::Said;

/// Most folders that are looked into: a link may lead to a whole disk.
const FOLDERS: usize = 1000;

/// The files below a folder whose names end in `.extension`, except hidden ones, sorted by path;
/// none if the folder does not exist. A folder that several paths lead to is listed once, by a path
/// without links if there is one. Adds folders that cannot be read to `problems` and lists the
/// rest.
pub fn list(
    volume: &dyn Volume,
    folder: &Path,
    extension: &str,
    problems: &mut Vec<Error>,
) -> Vec<Listed> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let (mut folders, mut links) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop().or_else(|| links.pop()) {
        let canonical = volume.canonical(&folder);
        // What has vanished meanwhile has no entries either, which tells why.
        if canonical.is_ok_and(|real| !seen.insert(real)) {
            continue;
        }
        if seen.len() > FOLDERS {
            let reason = Said::new("disk.folders").with(FOLDERS);
            problems.push(Error::because("read", &folder, reason));
            break;
        }
        match volume.entries(&folder) {
            Ok(entries) => {
                for entry in entries {
                    let name = entry.path.file_name().unwrap_or_default();
                    if name.to_string_lossy().starts_with('.') {
                        continue;
                    }
                    if entry.is_folder {
                        folders.push(entry.path);
                    } else if entry.is_link && volume.is_folder(&entry.path) {
                        links.push(entry.path);
                    } else if entry.path.extension().is_some_and(|own| own == extension) {
                        found.push(entry);
                    }
                }
            }
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => {}
            Err(reason) => problems.push(naming("read", &folder)(reason)),
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::disk::System;

    #[test]
    fn links_are_followed_once_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for real in ["logs/one", "elsewhere/deep", ".hidden"] {
            fs::create_dir_all(at(real)).unwrap();
        }
        for file in [
            "logs/one/a.jsonl",
            "elsewhere/b.jsonl",
            "elsewhere/deep/c.jsonl",
            "elsewhere/d.txt",
        ] {
            fs::write(at(file), "").unwrap();
        }
        symlink(at("elsewhere"), at("logs/two")).unwrap();
        // The same once more, itself, what lies above, and nothing.
        symlink(at("elsewhere"), at("logs/three")).unwrap();
        symlink(at("logs/one"), at("logs/0")).unwrap();
        symlink(at("logs"), at("elsewhere/deep/up")).unwrap();
        symlink(at("nowhere"), at("logs/dead")).unwrap();
        let mut problems = Vec::new();
        let listed = list(&System, &at("logs"), "jsonl", &mut problems);
        let names: Vec<_> = listed
            .iter()
            .map(|file| file.path.file_name().unwrap())
            .collect();
        assert!(problems.is_empty(), "{problems:?}");
        let mut sorted = names.clone();
        sorted.sort();
        assert_eq!(sorted, ["a.jsonl", "b.jsonl", "c.jsonl"]);
        assert!(
            listed
                .iter()
                .any(|file| file.path == at("logs/one/a.jsonl"))
        );
    }

    #[test]
    fn a_link_to_a_whole_disk_is_told_and_ends() {
        let folder = tempfile::tempdir().unwrap();
        let logs = folder.path().join("logs");
        fs::create_dir(&logs).unwrap();
        for number in 0..=FOLDERS {
            fs::create_dir_all(folder.path().join(format!("disk/{number}"))).unwrap();
        }
        symlink(folder.path().join("disk"), logs.join("all")).unwrap();
        let mut problems = Vec::new();
        list(&System, &logs, "jsonl", &mut problems);
        assert_eq!(problems.len(), 1);
    }
}
