//! The desk of linear mode: the store, notes that are being written, what can be taken back, and what the numbers of the last list mean.

use std::sync::Arc;

use crate::annotation::{Act, Acts, Annotation, Drafts, Ids, Kept, Store};
use crate::disk::System;
use crate::settings::Paths;

/// Everything that annotating line by line needs to know.
pub struct Desk {
    store: Store,
    drafts: Drafts,
    ids: Ids,
    acts: Acts,
    /// The ids of the annotations that were listed last, in that order.
    pub listed: Vec<String>,
}

impl Desk {
    /// Where annotations are kept; writes nothing.
    pub fn open(paths: &Paths) -> Self {
        Self {
            store: Store::open(&paths.config, &paths.state),
            drafts: Drafts::new(Arc::new(System), &paths.state),
            ids: Ids::default(),
            acts: Acts::default(),
            listed: Vec::new(),
        }
    }

    /// The annotations that hold, those that others have written meanwhile among them.
    pub fn annotations(&mut self) -> Vec<Arc<Annotation>> {
        self.store.reload();
        self.store.annotations()
    }

    /// Notes that were begun and not finished.
    pub fn drafts(&self) -> Vec<Arc<Annotation>> {
        self.drafts.read().into_iter().map(Arc::new).collect()
    }

    /// Gives a new annotation its id.
    pub fn name(&mut self, annotation: &mut Annotation) {
        if annotation.id.is_empty() {
            annotation.id = self.ids.mint();
        }
    }

    /// Keeps a note that is being written, so that nothing of it is lost whatever ends the program.
    pub fn keep_draft(&self, draft: &Annotation) -> Result<(), String> {
        self.drafts.keep(draft).map_err(|error| error.to_string())
    }

    /// The note is kept otherwise, or given up.
    pub fn forget_draft(&self, id: &str) {
        self.drafts.forget(id);
    }

    /// Keeps an annotation, a new one or a new version.
    pub fn put(&mut self, mut annotation: Annotation) -> Result<(), String> {
        self.name(&mut annotation);
        let before = self.held(&annotation.id);
        let after = Some(Arc::new(annotation));
        self.act(Act { before, after })
    }

    /// Deletes an annotation.
    pub fn delete(&mut self, annotation: &Arc<Annotation>) -> Result<(), String> {
        self.act(Act {
            before: Some(Arc::clone(annotation)),
            after: None,
        })
    }

    /// Takes the last act back, or does it again; returns what it was about, and whether that is kept.
    pub fn undo(&mut self, again: bool) -> Result<(Act, Result<(), String>), Kept> {
        let held = self.annotations();
        let act = self.acts.undo(again, &held)?;
        let made = self.make(&act);
        Ok((act, made))
    }

    /// An annotation as it is now.
    pub fn held(&mut self, id: &str) -> Option<Arc<Annotation>> {
        let held = self.annotations();
        held.into_iter().find(|own| own.id == id)
    }

    fn act(&mut self, act: Act) -> Result<(), String> {
        let made = self.make(&act);
        self.acts.push(act);
        made
    }

    fn make(&mut self, act: &Act) -> Result<(), String> {
        let made = match (&act.after, &act.before) {
            (Some(after), _) => self.store.put((**after).clone()).1,
            (None, Some(before)) => self.store.delete(&before.id),
            (None, None) => Ok(()),
        };
        made.map_err(|error| {
            // Nobody knows how this will end: what is not in the log is left for the next start at once.
            match self.store.rescue() {
                Ok(_) => error.to_string(),
                Err(second) => format!("{error}; {second}"),
            }
        })
    }

    /// At the end: what could not be kept anywhere, as it would stand in the log.
    pub fn close(&mut self) -> Option<String> {
        match self.store.rescue() {
            Ok(_) => None,
            Err(_) => Some(self.store.left_over()),
        }
    }
}
