//! Notes line by line: written, gone on with, changed; every line is kept as a draft until the note
//! is.

use std::sync::Arc;

use super::Dialogue;
use super::line::{Line, Lines};
use crate::annotation::{Annotation, LONGEST_NOTE, Motivation};
use crate::reading::{Annotating, Done};
use crate::terminal::output::{Failure, Output};
use crate::text::Said;

/// Ends a note that is written line by line.
const END: &str = ".";

impl Dialogue {
    /// `a`: a note of the words behind it, or of the lines that follow.
    pub(super) fn note(
        &mut self,
        words: &str,
        lines: &mut Lines,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(spot) = self.text.spot(self.at) else {
            return self.tell("linear.no-words", &[], output);
        };
        let Some(notebook) = self.notebook(output)? else {
            return Ok(());
        };
        // Its draft needs a name.
        let id = notebook.ids.mint();
        let annotation = match self.text.begin(Motivation::Commenting, spot, id) {
            Ok(annotation) => annotation,
            Err(said) => return self.tell_said(&said, output),
        };
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
        let Some(notebook) = self.notebook(output)? else {
            return Ok(());
        };
        let mut drafts = notebook.drafts().into_iter();
        let draft = drafts.find(|draft| draft.id == chosen.id);
        let is_held = notebook.held(&chosen.id).is_some();
        let mut begun = String::new();
        if words.is_empty() {
            let note = draft.as_ref().unwrap_or(&chosen).note();
            self.list(note.lines().map(str::to_owned), output)?;
            if draft.is_some() {
                self.tell("note.draft", &[], output)?;
                note.clone_into(&mut begun);
                begun.push('\n');
            }
        }
        let mut annotation = Arc::unwrap_or_clone(chosen);
        if !is_held {
            // Whether the note is another is asked of what is kept, never of a draft.
            annotation.set_note("");
        }
        self.write(annotation, begun, words, lines, output)
    }

    fn write(
        &mut self,
        annotation: Annotation,
        begun: String,
        words: &str,
        lines: &mut Lines,
        output: &mut Output,
    ) -> Result<(), Failure> {
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
        let id = annotation.id.clone();
        let ask = |own: Annotating<'_>, _: String| {
            let done = own.note(annotation, note);
            Some(Ok(
                done.unwrap_or_else(|| Done::nothing(Said::new("note.saved")))
            ))
        };
        if self.act(ask, output)? {
            self.notebook.iter().for_each(|own| own.forget_draft(&id));
        }
        Ok(())
    }

    fn keep_draft(
        &mut self,
        annotation: &Annotation,
        note: &str,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(notebook) = self.notebook(output)? else {
            return Ok(());
        };
        let mut draft = annotation.clone();
        draft.set_note(note.trim_end());
        match notebook.keep_draft(&draft) {
            Ok(()) => Ok(()),
            Err(reason) => self.tell_said(&Said::new("annotate.unsaved").with_said(reason), output),
        }
    }
}
