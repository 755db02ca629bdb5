//! Drafts: notes that are half written, one file each, until they are saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::merge::of_line;
use super::{Annotation, line};
use crate::disk::{self, Volume};

/// The drafts of a state directory.
#[derive(Clone, Debug)]
pub struct Drafts {
    volume: Arc<dyn Volume>,
    folder: PathBuf,
}

/// The largest draft that is read. Notes that come from elsewhere may be longer than those that are written here.
const LARGEST: u64 = 64 << 20;

impl Drafts {
    /// The drafts of a state directory; writes nothing.
    pub fn new(volume: Arc<dyn Volume>, state: &Path) -> Self {
        let folder = state.join("drafts");
        Self { volume, folder }
    }

    /// All drafts that can be read, oldest first.
    pub fn read(&self) -> Vec<Annotation> {
        let volume = self.volume.as_ref();
        let files = disk::list(volume, &self.folder, "json", &mut Vec::new());
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

    fn file(&self, id: &str) -> PathBuf {
        // Ids come from logs that others may have written to: no path is made of one.
        let name: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
        self.folder.join(format!("{name}.json"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Motivation, SourceRef, Target};
    use crate::disk::System;
    use crate::text::Span;

    #[test]
    fn a_draft_is_there_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(Arc::new(System), folder.path());
        assert!(drafts.read().is_empty());
        let target = Target::new(SourceRef::default(), "手工业", Span::new(0, 9), None);
        let mut draft = Annotation::new(Motivation::Commenting, target);
        draft.id = "../X1".into();
        draft.set_note("写到一");
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
