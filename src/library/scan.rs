//! Scanning: walks folders and reads the head of each file for the catalog, one after the other, until told to stop.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{Entry, Source};

/// What a scan reports, one at a time.
#[derive(Debug)]
pub enum Scanned {
    /// A document was found.
    Found(Box<Entry>),
    /// Something could not be read, told in one line; the scan goes on.
    Skipped(String),
}

/// The names of documents end so.
const EXTENSIONS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// Scans files and folders, handing each result to `report`; stops early where `report` returns false. Files that are named
/// are taken whatever they are called; links are not followed, and hidden files are passed over.
pub fn scan(paths: &[PathBuf], report: &mut dyn FnMut(Scanned) -> bool) {
    for path in paths {
        if !path.is_dir() {
            if !report(entry(path)) {
                return;
            }
            continue;
        }
        let walk = WalkBuilder::new(path)
            .standard_filters(false)
            .hidden(true)
            .sort_by_file_path(Path::cmp)
            .build();
        for found in walk {
            let scanned = match found {
                Err(error) => Scanned::Skipped(error.to_string()),
                Ok(found) => {
                    let is_file = found.file_type().is_some_and(|kind| kind.is_file());
                    let extension = found
                        .path()
                        .extension()
                        .and_then(|extension| extension.to_str())
                        .unwrap_or("");
                    if !is_file
                        || !EXTENSIONS
                            .iter()
                            .any(|known| extension.eq_ignore_ascii_case(known))
                    {
                        continue;
                    }
                    entry(found.path())
                }
            };
            if !report(scanned) {
                return;
            }
        }
    }
}

/// Reads the head of a file.
fn entry(path: &Path) -> Scanned {
    match Entry::read(Source::File(path.to_owned())) {
        Ok(entry) => Scanned::Found(Box::new(entry)),
        Err(error) => Scanned::Skipped(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_and_what_cannot_be_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("a/某法.md", "# 某法\n\n第一条　为了。\n");
        write("b.TXT", "");
        write("c.pdf", "x");
        write(".d/e.txt", "hidden");
        let mut found = Vec::new();
        let missing = folder.path().join("missing.txt");
        scan(&[folder.path().to_owned(), missing], &mut |scanned| {
            found.push(match scanned {
                Scanned::Found(entry) => entry.header.title,
                Scanned::Skipped(reason) => format!("skipped: {}", reason.contains("missing.txt")),
            });
            true
        });
        assert_eq!(found, ["某法", "b", "skipped: true"]);
    }
}
