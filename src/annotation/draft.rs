//! Drafts: notes that are half written, one file each, until they are saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::merge::of_line;
use super::open_note::{self, OpenNote, stem};
use super::{Annotation, LONGEST_NOTE, line};
use crate::disk::{self, Volume};

/// The drafts of a state directory.
#[derive(Clone, Debug)]
pub struct Drafts {
    volume: Arc<dyn Volume>,
    state: PathBuf,
}

/// The largest draft that is read. Notes that come from elsewhere may be longer than those that are
/// written here.
const LARGEST: u64 = 64 << 20;

impl Drafts {
    /// The drafts of a state directory; writes nothing.
    pub fn new(volume: Arc<dyn Volume>, state: &Path) -> Self {
        let state = state.to_owned();
        Self { volume, state }
    }

    /// All drafts that can be read, oldest first.
    pub fn read(&self) -> Vec<Annotation> {
        let volume = self.volume.as_ref();
        let files = disk::list(volume, &self.folder(), "json", &mut Vec::new());
        let texts = files
            .iter()
            .filter_map(|file| volume.read(&file.path, LARGEST).ok());
        texts
            .filter_map(|text| serde_json::from_slice(&text).ok())
            .map(of_line)
            .collect()
    }

    /// Keeps a draft, in the place of the one before.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep(&self, draft: &Annotation) -> Result<(), disk::Error> {
        let file = self.file(&draft.id);
        disk::replace(self.volume.as_ref(), &file, line(draft).as_bytes())
    }

    /// Forgets a draft.
    pub fn forget(&self, id: &str) {
        // Where there is none, it is forgotten already.
        let _ = self.volume.remove(&self.file(id));
    }

    /// Takes what stood in an editor when the program was killed into the draft that had been made
    /// for it, and tells what belongs to none. What cannot be taken stays where it is.
    pub fn take_back(&self) -> Vec<PathBuf> {
        let left = open_note::left(self.volume.as_ref(), &self.state);
        let others = left.into_iter().filter(|note| self.take(note).is_none());
        others.map(|note| note.path).collect()
    }

    fn take(&self, note: &OpenNote) -> Option<()> {
        let draft = self.volume.read(&self.file(&note.stem), LARGEST).ok()?;
        let mut draft = of_line(serde_json::from_slice(&draft).ok()?);
        let text = self.volume.read(&note.path, LONGEST_NOTE as u64).ok()?;
        let text = String::from_utf8(text).ok()?;
        let text = text.trim_end();
        if text.is_empty() && draft.note().is_empty() {
            self.forget(&draft.id);
        } else if text != draft.note() {
            draft.set_note(text);
            self.keep(&draft).ok()?;
        }
        self.volume.remove(&note.path).ok()
    }

    fn folder(&self) -> PathBuf {
        self.state.join("drafts")
    }

    fn file(&self, id: &str) -> PathBuf {
        self.folder().join(format!("{}.json", stem(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Motivation, SourceRef, Target};
    use crate::disk::System;
    use crate::text::Span;

    fn draft(id: &str, note: &str) -> Annotation {
        let target = Target::new(SourceRef::default(), "手工业", Span::new(0, 9), None);
        let mut draft = Annotation::new(Motivation::Commenting, target);
        draft.id = id.into();
        draft.set_note(note);
        draft
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_program_left_in_an_editor_is_a_draft_again() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(Arc::new(System), folder.path());
        let mut ended = std::process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let (ended, alive) = (ended.id(), std::process::id());
        let write = |name: String, text: &[u8]| {
            std::fs::write(folder.path().join(&name), text).unwrap();
            folder.path().join(name)
        };
        for id in ["A1", "A2", "A3", "A4", "A5", "A6"] {
            drafts.keep(&draft(id, "")).unwrap();
        }
        let taken = [
            write(format!("note-{ended}-A1.md"), "写了\n".as_bytes()),
            // Nothing was written.
            write(format!("note-{ended}-A2.md"), b"\n"),
            // The second of its name.
            write(format!("note-{ended}-A6-2.md"), "又写了\n".as_bytes()),
        ];
        let left = [
            // No draft was made for it.
            write(format!("note-{ended}-1.md"), "从前".as_bytes()),
            write(format!("note-{ended}-A3.md"), &vec![b'x'; LONGEST_NOTE + 1]),
            write(format!("note-{ended}-A4.md"), b"\xff"),
        ];
        let others = [
            write(format!("note-{alive}-A5.md"), "还在写".as_bytes()),
            write("note-1-A5.md".to_owned(), "别人的".as_bytes()),
            write("note-x-A5.md".to_owned(), "不是".as_bytes()),
            write(format!("note-{ended}.md"), "不是".as_bytes()),
        ];
        let mut found = drafts.take_back();
        found.sort();
        let mut expected = left.to_vec();
        expected.sort();
        assert_eq!(found, expected);
        assert!(taken.iter().all(|path| !path.exists()));
        assert!(left.iter().chain(&others).all(|path| path.exists()));
        let read = drafts.read();
        let notes: Vec<_> = read
            .iter()
            .map(|own| (own.id.as_str(), own.note()))
            .collect();
        assert_eq!(
            notes,
            [
                ("A1", "写了"),
                ("A3", ""),
                ("A4", ""),
                ("A5", ""),
                ("A6", "又写了")
            ]
        );
    }

    #[test]
    fn a_draft_is_there_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(Arc::new(System), folder.path());
        assert!(drafts.read().is_empty());
        let mut draft = draft("../X1", "写到一");
        drafts.keep(&draft).unwrap();
        draft.set_note("写到一半");
        drafts.keep(&draft).unwrap();
        let kept = drafts.read();
        assert_eq!((kept.len(), kept[0].note()), (1, "写到一半"));
        assert!(folder.path().join("drafts/X1.json").exists());
        // What is read is what was written, so that it can be kept as any other.
        assert_eq!(kept, [draft.clone()]);
        drafts.forget(&draft.id);
        assert!(drafts.read().is_empty());
    }
}
