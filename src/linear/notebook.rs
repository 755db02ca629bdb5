//! The notebook of a reader line by line: the store, notes that are being written, what can be
//! taken back, and what the numbers of the last list mean.

use std::sync::Arc;

use crate::annotation::{Act, Acts, Annotation, Drafts, Ids, Store};
use crate::disk::System;
use crate::reading::acts;
use crate::settings::Paths;
use crate::text::Said;

/// Everything that annotating line by line needs to know.
pub struct Notebook {
    store: Store,
    drafts: Drafts,
    acts: Acts,
    /// Ids for new annotations.
    pub ids: Ids,
    /// The ids of the annotations that were listed last, in that order.
    pub listed: Vec<String>,
}

impl Notebook {
    /// Where annotations are kept; writes nothing.
    pub fn open(paths: &Paths) -> Self {
        Self {
            store: Store::open(&paths.config, &paths.state),
            drafts: Drafts::new(Arc::new(System), &paths.state),
            acts: Acts::default(),
            ids: Ids::default(),
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

    /// Keeps a note that is being written, so that nothing of it is lost whatever ends the program.
    pub fn keep_draft(&self, draft: &Annotation) -> Result<(), Said> {
        self.drafts.keep(draft).map_err(|error| error.said())
    }

    /// The note is kept otherwise, or given up.
    pub fn forget_draft(&self, id: &str) {
        self.drafts.forget(id);
    }

    /// Carries out an act that can be taken back.
    pub fn act(&mut self, act: Act) -> Result<(), Said> {
        let made = self.make(&act);
        self.acts.push(act);
        made
    }

    /// Takes the last act back, or does it again; what is to be said, and whether that is kept.
    pub fn undo(&mut self, again: bool) -> Result<(Said, Result<(), Said>), Said> {
        let held = self.annotations();
        let done = acts::undo(&mut self.acts, again, &held)?;
        let made = self.make(&done.act);
        Ok((done.said, made))
    }

    /// An annotation as it is now.
    pub fn held(&mut self, id: &str) -> Option<Arc<Annotation>> {
        let held = self.annotations();
        held.into_iter().find(|own| own.id == id)
    }

    fn make(&mut self, act: &Act) -> Result<(), Said> {
        let made = match (&act.after, &act.before) {
            (Some(after), _) => self.store.put((**after).clone()).1,
            (None, Some(before)) => self.store.delete(&before.id),
            (None, None) => self.store.write(),
        };
        made.map_err(|error| {
            // Nobody knows how this will end: what is not in the log is left for the next start at
            // once.
            match self.store.rescue() {
                Ok(_) => error.said(),
                Err(second) => {
                    let both = Said::new("annotate.twice").with_said(error.said());
                    both.with_said(second.said())
                }
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
