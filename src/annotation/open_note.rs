//! Open notes: those that stand in their reader's own editor, one file each. A program that is
//! killed meanwhile leaves them behind.

use std::path::{Path, PathBuf};

use crate::disk::Volume;

/// A note that was left in an editor: nobody waits for it any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenNote {
    /// Where it is.
    pub path: PathBuf,
    /// The stem of its draft.
    pub stem: String,
}

/// The name of the file that this process has a note edited in, by the id of the note; `number`
/// tells apart what has the same name.
pub fn name(id: &str, number: usize) -> String {
    let process = std::process::id();
    let stem = stem(id);
    match number {
        1 => format!("note-{process}-{stem}.md"),
        number => format!("note-{process}-{stem}-{number}.md"),
    }
}

/// The stem of the names of files that belong to an id. Ids come from logs that others may have
/// written to: no path is made of one.
pub(super) fn stem(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The notes in a state directory whose program has ended, in order of their names.
pub fn left(volume: &dyn Volume, state: &Path) -> Vec<OpenNote> {
    // Where it cannot be read, more is wrong than this, and told.
    let entries = volume.entries(state).unwrap_or_default();
    let mut left: Vec<OpenNote> = entries
        .into_iter()
        .filter(|entry| !entry.is_folder)
        .filter_map(|entry| {
            let name = entry.path.file_name()?.to_str()?;
            let mut parts = name.strip_prefix("note-")?.strip_suffix(".md")?.split('-');
            let process = parts.next()?.parse().ok()?;
            let stem = parts.next()?.to_owned();
            let path = entry.path.clone();
            (!is_alive(process)).then_some(OpenNote { path, stem })
        })
        .collect();
    left.sort_by(|a, b| a.path.cmp(&b.path));
    left
}

/// Whether a process of this number lives: whose it is makes no difference.
#[cfg(unix)]
fn is_alive(process: i32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    Pid::from_raw(process)
        .is_none_or(|process| test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_alive(_process: i32) -> bool {
    true
}
