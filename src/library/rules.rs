//! A person's own rules: `.zhangju-rules.toml` in a folder, for all documents in it and below it,
//! and `rules.toml` beside the settings, for all.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::disk::{self, Stamp};
use crate::document::Issue;
use crate::document::rules::{Kind, Own, load};
use crate::text::{Said, Span};

/// The name of the file in a folder.
pub const NAME: &str = ".zhangju-rules.toml";

/// The largest file of rules that is read.
const LARGEST: u64 = 256 << 10;

/// Most folders of which it is remembered which rules they have.
const MOST_FOLDERS: usize = 1 << 14;

/// A file of rules.
#[derive(Debug)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// Its text; empty if it cannot be read.
    pub text: String,
    /// Its kinds, each with what it is for.
    kinds: Vec<(Arc<Kind>, GlobSet)>,
    /// What is wrong with it.
    pub issues: Vec<Issue>,
}

impl File {
    fn read(path: PathBuf) -> Self {
        let mut file = Self {
            path,
            text: String::new(),
            kinds: Vec::new(),
            issues: Vec::new(),
        };
        let bytes = match disk::read(&file.path, LARGEST) {
            Ok(bytes) => bytes,
            Err(error) => {
                file.fault(1, &disk::reason(&error.reason));
                return file;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => file.text = text,
            Err(_) => {
                file.fault(1, &Said::new("rules.no-utf8"));
                return file;
            }
        }
        let (kinds, faults) = load(&file.text);
        for fault in faults {
            file.fault(fault.line, &fault.reason);
        }
        for kind in kinds {
            let mut globs = GlobSetBuilder::new();
            for (line, glob) in &kind.files {
                // A name alone is that of a file in any folder.
                let anywhere = format!("**/{glob}");
                let whole = if glob.contains('/') { glob } else { &anywhere };
                match GlobBuilder::new(whole).literal_separator(true).build() {
                    Ok(glob) => {
                        globs.add(glob);
                    }
                    Err(_) => file.fault(*line, &Said::new("rules.glob").with(glob)),
                }
            }
            // One that is for no file any more is not for all.
            if let Ok(globs) = globs.build()
                && (kind.files.is_empty() || !globs.is_empty())
            {
                file.kinds.push((Arc::new(kind), globs));
            }
        }
        file
    }

    fn fault(&mut self, line: usize, reason: &Said) {
        self.issues.push(Issue {
            code: "bad-rule",
            span: Span::default(),
            details: vec![
                self.path.display().to_string(),
                line.to_string(),
                reason.to_string(),
            ],
        });
    }

    /// Its kinds.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter().map(|(kind, _)| &**kind)
    }

    /// Adds what of it is for the document at a path.
    fn add_to(&self, own: &mut Own, path: Option<&Path>) {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        // Patterns of the settings are for paths from anywhere.
        let inner = path.map(|path| path.strip_prefix(folder).unwrap_or(path));
        for (kind, globs) in &self.kinds {
            let is_for = globs.is_empty() || inner.is_some_and(|path| globs.is_match(path));
            let is_known = own.kinds.iter().any(|known| known.name == kind.name);
            if is_for && !is_known {
                own.kinds.push(Arc::clone(kind));
            }
        }
        own.issues.extend(self.issues.iter().cloned());
    }
}

/// The rules beside the settings.
static SETTINGS: OnceLock<File> = OnceLock::new();

/// Reads the rules beside the settings, once, before any document is read.
pub fn settle(path: PathBuf) {
    if disk::stamp(&path).is_ok() {
        let _ = SETTINGS.set(File::read(path));
    }
}

/// What has been found out about folders and files.
#[derive(Default)]
struct Known {
    /// The file of rules that is for each folder.
    folders: HashMap<PathBuf, Option<PathBuf>>,
    files: HashMap<PathBuf, (Stamp, Arc<File>)>,
}

fn known() -> MutexGuard<'static, Known> {
    static KNOWN: OnceLock<Mutex<Known>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The file of rules in a folder or in the next one above it that has one. `is_asked_anew`: it is
/// looked for even if that was done before.
fn beside(folder: &Path, is_asked_anew: bool) -> Option<Arc<File>> {
    let mut known = known();
    let found = known.folders.get(folder).filter(|_| !is_asked_anew);
    let path = match found {
        Some(found) => found.clone(),
        None => {
            let mut names = folder.ancestors().map(|folder| folder.join(NAME));
            let found = names.find(|name| disk::stamp(name).is_ok());
            if known.folders.len() >= MOST_FOLDERS {
                known.folders.clear();
            }
            known.folders.insert(folder.to_owned(), found.clone());
            found
        }
    }?;
    let stamp = disk::stamp(&path).ok()?;
    match known.files.get(&path) {
        Some((was, file)) if *was == stamp => Some(Arc::clone(file)),
        _ => {
            let file = Arc::new(File::read(path.clone()));
            known.files.insert(path, (stamp, Arc::clone(&file)));
            Some(file)
        }
    }
}

/// The files of rules that are for the documents of a folder: that in it or above it, that of the
/// settings.
pub fn files(folder: &Path) -> (Option<Arc<File>>, Option<&'static File>) {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    (beside(&folder, true), SETTINGS.get())
}

/// The rules for the document at a path, or for one that has none.
pub(super) fn of(path: Option<&Path>, is_asked_anew: bool) -> Own {
    let path = path.map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    let folder = path.as_deref().and_then(Path::parent);
    let mut own = Own::default();
    if let Some(file) = folder.and_then(|folder| beside(folder, is_asked_anew)) {
        file.add_to(&mut own, path.as_deref());
    }
    if let Some(file) = SETTINGS.get() {
        file.add_to(&mut own, path.as_deref());
    }
    own
}

/// A number that changes with the rules for the library at a root: what was read by others is read
/// again.
pub fn edition(root: &Path) -> u64 {
    let (beside, settings) = files(root);
    let beside = beside.as_deref().map_or("", |file| &file.text);
    let settings = settings.map_or("", |file| &file.text);
    let check = |text: &str| u64::from(crc32fast::hash(text.as_bytes()));
    check(beside) << 32 | check(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Filters, Source};

    /// Rules for a folder in `texts`, and what a document of them becomes.
    #[test]
    fn rules_beside_documents_are_for_those_they_name() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            path
        };
        let text = "甲\n\n§ 上\n\n一。\n\n§ 下\n\n二。\n";
        let rules = |files: &str| {
            format!(
                "[own]\nfiles = [{files}]\n[[own.rule]]\nline = '§ (?<heading>.*)'\n[[own.rule]]\nline = '('\n"
            )
        };
        let inner = write("texts/深/甲.txt", text);
        let outer = write("乙.txt", text);
        let read = |path: &Path| {
            let (document, _) = Source::File(path.to_owned())
                .document(None, &Filters::default())
                .unwrap();
            let headings = document.blocks.iter();
            let headings = headings.filter(|block| block.kind.name() == Some("heading"));
            let codes = document.issues.iter().map(|issue| issue.details.join(":"));
            (headings.count(), codes.collect::<Vec<_>>())
        };
        assert_eq!(read(&inner), (0, vec![]));
        let file = write("texts/.zhangju-rules.toml", &rules(""));
        let (count, issues) = read(&inner);
        assert_eq!((count, issues.len()), (2, 1));
        let place = format!("{}:6:", file.display());
        assert!(issues[0].starts_with(&place), "{issues:?}");
        assert_eq!(read(&outer), (0, vec![]));
        for (globs, count) in [
            ("'*.txt'", 2),
            ("'深/*.txt'", 2),
            ("'*/甲.txt'", 2),
            ("'**/*.md', '甲*'", 2),
            ("'*.md'", 0),
            ("'浅/**'", 0),
            ("'['", 0),
        ] {
            let changed = rules(globs);
            // The stamp of a file changes with its length, whatever its time.
            write("texts/.zhangju-rules.toml", &changed);
            assert_eq!(read(&inner).0, count, "{globs}");
        }
        // A page is not read by them.
        write("texts/.zhangju-rules.toml", &rules("'*'"));
        let page = write("texts/丙.html", "<html><body><p>§ 上</p></body></html>");
        assert_eq!(read(&page), (0, vec![]));
    }

    #[test]
    fn other_rules_make_another_edition() {
        let folder = tempfile::tempdir().unwrap();
        let before = edition(folder.path());
        assert_eq!(edition(folder.path()), before);
        std::fs::write(folder.path().join(NAME), "[a]\n").unwrap();
        assert_ne!(edition(folder.path()), before);
    }
}
