//! The corrections of an outline that a reader has made, found among the annotations of a text.

use std::sync::Arc;

use crate::annotation::{Annotation, Finder, Target};
use crate::clause::Correction;

/// Corrections of one text, oldest first. Two are equal if they lead to the same outline of a text;
/// whether they do is known without looking for their places in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrections(Vec<Kept>);

/// A correction as it is stored.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    id: String,
    target: Target,
    correction: Correction,
}

impl Corrections {
    /// The corrections among the annotations of a text.
    pub fn among<'a>(own: impl IntoIterator<Item = &'a Arc<Annotation>>) -> Self {
        let kept = own.into_iter().filter_map(|annotation| {
            Some(Kept {
                id: annotation.id.clone(),
                target: annotation.target.clone(),
                correction: annotation.corrects()?,
            })
        });
        let mut kept: Vec<Kept> = kept.collect();
        // Ids grow with time.
        kept.sort_by(|a, b| a.id.cmp(&b.id));
        Self(kept)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the annotation with this id is among them.
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|kept| kept.id == id)
    }

    /// The corrections, each with the byte offset at which it applies in the text.
    pub(super) fn places(&self, text: &str) -> Vec<(usize, Correction)> {
        let finder = Finder::new(text);
        let place = |kept: &Kept| {
            let anchor = finder.find(&kept.target);
            // A place that is not certain corrects nothing.
            let span = anchor.span().filter(|_| !anchor.is_open())?;
            Some((span.start, kept.correction))
        };
        self.0.iter().filter_map(place).collect()
    }
}
