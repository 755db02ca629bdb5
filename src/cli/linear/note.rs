//! Notes line by line: written, gone on with, changed; every line is kept as a draft until the note is.

use std::sync::Arc;

use super::Reading;
use super::line::{Line, Lines};
use crate::annotation::{Annotation, LONGEST_NOTE, Motivation};
use crate::cli::output::{Failure, Output};

/// Ends a note that is written line by line.
const END: &str = ".";

impl Reading {
    /// `a`: a note of the words behind it, or of the lines that follow.
    pub(super) fn note(
        &mut self,
        words: &str,
        lines: &mut Lines,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(target) = self.target(self.words(), output)? else {
            return Ok(());
        };
        let annotation = Annotation::new(Motivation::Commenting, target);
        self.write(annotation, String::new(), words, lines, output)
    }

    /// `e`: writes the note of an annotation anew, or goes on with a draft.
    pub(super) fn edit(
        &mut self,
        number: Option<usize>,
        words: &str,
        lines: &mut Lines,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(chosen) = self.chosen(number, output)? else {
            return Ok(());
        };
        let mut begun = String::new();
        if words.is_empty() {
            self.list(chosen.note().lines().map(str::to_owned), output)?;
            let Some(desk) = self.desk(output)? else {
                return Ok(());
            };
            if desk.drafts().iter().any(|draft| draft.id == chosen.id) {
                self.tell("note.draft", &[], output)?;
                chosen.note().clone_into(&mut begun);
                begun.push('\n');
            }
        }
        self.write((*chosen).clone(), begun, words, lines, output)
    }

    fn write(
        &mut self,
        mut annotation: Annotation,
        begun: String,
        words: &str,
        lines: &mut Lines,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(desk) = self.desk(output)? else {
            return Ok(());
        };
        desk.name(&mut annotation);
        let mut note = begun;
        note += words;
        if words.is_empty() {
            self.tell("linear.note", &[], output)?;
            loop {
                match lines.ask("| ", &self.place, output)? {
                    Line::Typed(line) if line.trim() != END => {
                        if note.len() + line.len() > LONGEST_NOTE {
                            let most = (LONGEST_NOTE >> 10).to_string();
                            self.tell("note.too-long", &[&most], output)?;
                            continue;
                        }
                        note += &line;
                        self.keep_draft(&annotation, &note, output)?;
                    }
                    Line::Typed(_) | Line::End => break,
                    Line::TooLong => self.tell("linear.too-long", &[], output)?,
                }
            }
        }
        let note = note.trim();
        if note.is_empty() {
            return self.tell("linear.no-note", &[], output);
        }
        let Some(desk) = self.desk(output)? else {
            return Ok(());
        };
        // Only the note was edited: what another copy has made of the rest meanwhile stays.
        let held = desk.held(&annotation.id);
        let is_crossed = held.as_ref().is_some_and(|held| {
            held.note() != annotation.note() && !held.note().is_empty() && held.note() != note
        });
        let id = annotation.id.clone();
        let mut annotation = held.map_or(annotation, Arc::unwrap_or_clone);
        annotation.set_note(note);
        let kept = desk.put(annotation);
        if kept.is_ok() {
            desk.forget_draft(&id);
        }
        let said = if is_crossed {
            "note.crossed"
        } else {
            "note.saved"
        };
        self.report(kept, (said, &[]), output)
    }

    fn keep_draft(
        &mut self,
        annotation: &Annotation,
        note: &str,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(desk) = self.desk(output)? else {
            return Ok(());
        };
        let mut draft = annotation.clone();
        draft.set_note(note.trim_end());
        match desk.keep_draft(&draft) {
            Ok(()) => Ok(()),
            Err(reason) => self.tell("annotate.unsaved", &[&reason], output),
        }
    }
}
