//! Acts on annotations: what each changes and what is said of it. Nothing is stored here: a front
//! end carries out the `Act`, and says the sentence if that succeeds. It gives what is added its
//! id.

use std::sync::Arc;

use super::{Documents, Placed, Text};
use crate::annotation::{Act, Acts, Annotation, Color, Kept, Motivation, opening};
use crate::clause::{self, Correction};
use crate::text::{Said, Span};

/// An act, and the sentence that tells of it.
#[derive(Clone, Debug)]
pub struct Done {
    /// What is changed.
    pub act: Act,
    /// What is said.
    pub said: Said,
}

impl Done {
    /// An act that changes nothing: it is said how things are, once they are so on the disk.
    pub fn nothing(said: Said) -> Self {
        let (before, after) = (None, None);
        let act = Act { before, after };
        Self { act, said }
    }
}

/// A text and what is annotated in it.
#[derive(Clone, Copy, Debug)]
pub struct Annotating<'a> {
    /// The text.
    pub text: &'a Text,
    /// The documents beside it.
    pub beside: &'a dyn Documents,
    /// All annotations that are not deleted, those of other texts too.
    pub held: &'a [Arc<Annotation>],
    /// Those of this text at their places, in order of place.
    pub placed: &'a [Placed],
}

impl Annotating<'_> {
    /// Bookmarks the clause at a byte offset, or takes its bookmark away; nothing if there are no
    /// words.
    pub fn bookmark(&self, at: usize, id: String) -> Option<Done> {
        let spot = self.text.spot(at)?;
        let is_here = |placed: &&Placed| {
            placed.motivation == Motivation::Bookmarking
                && placed.letter.is_none()
                && placed.span.start == spot.start
        };
        let old = self.placed.iter().find(is_here);
        if let Some(old) = old.and_then(|placed| self.held(&placed.id)) {
            return Some(remove(old, Said::new("annotate.removed")));
        }
        let bookmark = Annotation {
            id,
            ..Annotation::bookmark(self.text.target(spot), None)
        };
        Some(self.put(bookmark, Said::new("annotate.added")))
    }

    /// Sets a letter mark at a byte offset. The letter moves if it stands somewhere already: it
    /// stays one annotation.
    pub fn mark(&self, letter: char, at: usize, id: String) -> Done {
        let target = self.text.target(self.text.mark(at));
        let mut mark = Annotation {
            id,
            ..Annotation::bookmark(target, Some(letter))
        };
        if let Some(old) = marked(letter, Some(self.text), self.held, self.beside) {
            mark.id.clone_from(&old.id);
            mark.created.clone_from(&old.created);
        }
        self.put(mark, Said::new("annotate.marked").with(letter))
    }

    /// Highlights a span. What is highlighted there already changes its colour; with the same
    /// colour it is no longer highlighted.
    ///
    /// # Errors
    /// What is to be said if the span is too long.
    pub fn highlight(&self, span: Span, color: Color, id: String) -> Result<Done, Said> {
        let said = Said::new("annotate.highlighted")
            .with_said(Said::new(format!("color.{}", color.name())));
        let is_same = |placed: &&Placed| placed.color.is_some() && placed.span == span;
        let old = self.placed.iter().find(is_same);
        let Some(old) = old.and_then(|placed| self.held(&placed.id)) else {
            let highlight = Annotation {
                id,
                ..Annotation::highlight(self.text.target_within_reason(span)?, color)
            };
            return Ok(self.put(highlight, said));
        };
        let mut annotation = (**old).clone();
        if old.color() != Some(color) {
            color.name().clone_into(&mut annotation.color);
            return Ok(self.put(annotation, said));
        }
        let said = Said::new("annotate.unlighted");
        if old.note().is_empty() {
            return Ok(remove(old, said));
        }
        annotation.color = String::new();
        Ok(self.put(annotation, said))
    }

    /// Gives an annotation these tags and no others; nothing if it has them.
    pub fn tag(&self, annotation: Annotation, tags: &[String]) -> Option<Done> {
        let is_same = tags.len() == annotation.tags().count()
            && annotation
                .tags()
                .all(|own| tags.iter().any(|tag| tag == own));
        if is_same {
            return None;
        }
        // Only the tags were edited: what another copy has made of the rest meanwhile stays.
        let held = self.held(&annotation.id).cloned();
        let mut annotation = held.map_or(annotation, Arc::unwrap_or_clone);
        annotation.set_tags(tags);
        let said = Said::new("annotate.tagged").with(tags.join(" "));
        Some(self.put(annotation, said))
    }

    /// Gives an annotation a note that was edited from the one it has; an empty one takes the note
    /// away, and the annotation with it if there is nothing else to it. Nothing if nothing changes.
    pub fn note(&self, edited: Annotation, text: &str) -> Option<Done> {
        if text == edited.note() {
            return None;
        }
        // Only the note was edited: what another copy has made of the rest meanwhile stays, and
        // what it wrote there stands in the history.
        let held = self.held(&edited.id);
        let is_crossed = held.is_some_and(|held| {
            held.note() != edited.note() && !held.note().is_empty() && held.note() != text
        });
        if text.is_empty() && held.is_none() {
            return None;
        }
        let mut annotation = held.map_or(edited, |held| (**held).clone());
        if text.is_empty() && annotation.motivation == Motivation::Commenting {
            let said = Said::new("note.removed");
            if annotation.color.is_empty() && annotation.tags().next().is_none() {
                return held.map(|held| remove(held, said));
            }
            annotation.set_note("");
            return Some(self.put(annotation, said));
        }
        annotation.set_note(text);
        let said = Said::new(if is_crossed {
            "note.crossed"
        } else {
            "note.saved"
        });
        Some(self.put(annotation, said))
    }

    /// Gives an annotation another place, chosen by a person.
    ///
    /// # Errors
    /// What is to be said if the span is too long.
    pub fn attach(&self, annotation: &Annotation, span: Span) -> Result<Done, Said> {
        let mut annotation = annotation.clone();
        annotation
            .target
            .move_to(self.text.target_within_reason(span)?);
        Ok(self.put(annotation, Said::new("decide.attached")))
    }

    /// Corrects the outline at the clause or block of a span. `others` are corrections that the
    /// outline is yet to be given.
    ///
    /// # Errors
    /// What is to be said if the outline would stay as it is: a correction that does nothing is not
    /// kept.
    pub fn correct(
        &self,
        span: Span,
        correction: Correction,
        others: &[(usize, Correction)],
        id: String,
    ) -> Result<Done, Said> {
        let Text { document, tree, .. } = self.text;
        if !clause::would_correct(document, tree, others, (span.start, correction)) {
            return Err(Said::new("annotate.not-corrected"));
        }
        let target = self.text.target(opening(&document.source, span));
        let annotation = Annotation {
            id,
            ..Annotation::correction(target, correction)
        };
        Ok(self.put(annotation, Said::new("annotate.corrected")))
    }

    /// The annotation that a person means at a byte offset: the smallest thing that the place is
    /// in, else one of the same clause; notes and highlights before bookmarks.
    pub fn at_hand(&self, at: usize) -> Option<&Arc<Annotation>> {
        let rank = |placed: &&Placed| {
            (
                !placed.span.contains(at),
                placed.motivation == Motivation::Bookmarking && !placed.has_note,
                placed.span.len(),
            )
        };
        self.held(&self.here(at).min_by_key(rank)?.id)
    }

    /// What is annotated at a byte offset or in its clause, in order of place; in its block if
    /// there are no clauses.
    pub fn here(&self, at: usize) -> impl Iterator<Item = &Placed> {
        let (tree, passage) = (&self.text.tree, self.text.passage(at));
        let clause = tree.at(at);
        let is_here = move |placed: &&Placed| {
            let start = placed.span.start;
            let is_near = tree.at(start) == clause && (clause.is_some() || passage.contains(start));
            is_near || placed.span.contains(at)
        };
        self.placed.iter().filter(is_here)
    }

    /// An annotation as it is now.
    pub fn held(&self, id: &str) -> Option<&Arc<Annotation>> {
        self.held.iter().find(|held| held.id == id)
    }

    /// Makes an annotation what is given, or adds it.
    pub fn put(&self, annotation: Annotation, said: Said) -> Done {
        let act = Act {
            before: self.held(&annotation.id).cloned(),
            after: Some(Arc::new(annotation)),
        };
        Done { act, said }
    }
}

/// The annotation of a letter mark: a small letter holds in the open text alone, a capital
/// everywhere.
pub fn marked<'a>(
    letter: char,
    text: Option<&Text>,
    held: &'a [Arc<Annotation>],
    beside: &dyn Documents,
) -> Option<&'a Arc<Annotation>> {
    let is_own = |own: &Annotation| text.is_some_and(|text| text.owns(own, beside));
    held.iter()
        .find(|own| own.mark == Some(letter) && (letter.is_ascii_uppercase() || is_own(own)))
}

/// Removes an annotation, telling its first words.
pub fn delete(annotation: &Arc<Annotation>) -> Done {
    let said = Said::new("annotate.deleted").with(annotation.first_words());
    remove(annotation, said)
}

/// Removes an annotation, saying what is given.
pub(super) fn remove(annotation: &Arc<Annotation>, said: Said) -> Done {
    let act = Act {
        before: Some(Arc::clone(annotation)),
        after: None,
    };
    Done { act, said }
}

/// Takes the last act back, or does the one last taken back again.
///
/// # Errors
/// What is to be said if there is none, or if the annotation has changed since.
pub fn undo(acts: &mut Acts, again: bool, held: &[Arc<Annotation>]) -> Result<Done, Said> {
    let words = |act: &Act| act.about().map_or(String::new(), |own| own.first_words());
    match acts.undo(again, held) {
        Ok(act) => {
            let said = Said::new(if again {
                "annotate.redone"
            } else {
                "annotate.undone"
            });
            let said = said.with(words(&act));
            Ok(Done { act, said })
        }
        Err(Kept::Crossed(act)) => Err(Said::new("annotate.crossed").with(words(&act))),
        Err(Kept::Nothing) if again => Err(Said::new("annotate.nothing-undone")),
        Err(Kept::Nothing) => Err(Said::new("annotate.nothing-done")),
    }
}
