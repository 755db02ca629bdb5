//! The desk: what is being annotated, what was done and can be taken back, what is known of where
//! annotations stand.

use std::collections::HashMap;

use super::tracked::Tracked;
use crate::annotation::{Acts, Anchor, Annotation, Color, Target};
use crate::text::Said;

/// Everything that annotating needs to know beside the annotations themselves.
#[derive(Debug, Default)]
pub struct Desk {
    /// Whether the annotations that are kept have been read.
    pub is_read: bool,
    /// An id for the next new annotation; whoever drives the room hands in another when it is
    /// taken.
    pub new_id: Option<String>,
    /// What was done, and can be taken back.
    pub acts: Acts,
    /// The last request to the keeper that something is to be said of, by its number, and what,
    /// once that is on the disk.
    pub saving: Option<(u64, Said)>,
    /// The colour used last.
    pub color: Color,
    /// The annotation that is given a new place by hand.
    pub attaching: Option<String>,
    /// Where annotations stand, as far as somebody looked: by id, with the target that was looked
    /// for.
    pub places: Tracked<HashMap<String, (Target, Anchor)>>,
    /// Notes that were begun and not finished.
    pub drafts: Tracked<Vec<Annotation>>,
    /// Whether the person was told that not everything is saved, and asked to leave all the same.
    pub is_leaving: bool,
    /// The annotation to go to as soon as its place is found.
    pub awaited: Option<String>,
}

impl Desk {
    /// Where an annotation stands, if somebody looked.
    pub fn place(&self, annotation: &Annotation) -> Option<&Anchor> {
        let (target, anchor) = self.places.get(&annotation.id)?;
        (*target == annotation.target).then_some(anchor)
    }
}
