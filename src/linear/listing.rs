//! What is annotated, said line by line: each with a number, which later lines may name.

use super::Dialogue;
use super::annotate::Standing;
use super::notebook::Notebook;
use crate::annotation::{Motivation, bound_title};
use crate::terminal::output::{Failure, Output};

impl Dialogue {
    /// `i`: what is annotated in the clause that is read.
    pub(super) fn notes(&mut self, output: &mut Output) -> Result<(), Failure> {
        if self.notebook(output)?.is_none() {
            return Ok(());
        }
        let here = self.here();
        if here.is_empty() {
            return self.tell("annotate.none-here", &[], output);
        }
        self.say_annotations(&here, output)
    }

    /// `M`: what is annotated in this document, and what was begun; a number goes there.
    pub(super) fn annotations(
        &mut self,
        number: Option<usize>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(notebook) = self.notebook(output)? else {
            return Ok(());
        };
        let drafts = notebook.drafts();
        let mut kept = self.standing();
        // A draft of what is kept already is listed once.
        kept.retain(|(_, own)| drafts.iter().all(|draft| draft.id != own.id));
        let drafts = drafts.into_iter().map(|draft| (None, draft));
        let placed: Vec<Standing> = drafts.chain(kept).collect();
        if placed.is_empty() {
            return self.tell("annotate.none-in-document", &[], output);
        }
        let Some(number) = number else {
            return self.say_annotations(&placed, output);
        };
        let chosen = number.checked_sub(1).and_then(|at| placed.get(at));
        match chosen {
            Some((Some(span), _)) => self.jump(span.start, output),
            Some(lost) => {
                let lost = lost.clone();
                output.line(&self.annotation(&lost, &self.drafted()))
            }
            None => self.tell("linear.no-annotation", &[&placed.len().to_string()], output),
        }
    }

    /// Says annotations, numbered.
    pub(super) fn say_annotations(
        &mut self,
        placed: &[Standing],
        output: &mut Output,
    ) -> Result<(), Failure> {
        if let Ok(notebook) = &mut self.notebook {
            notebook.listed = placed.iter().map(|(_, own)| own.id.clone()).collect();
        }
        let drafted = self.drafted();
        let lines = placed
            .iter()
            .enumerate()
            .map(|(index, own)| format!("{}  {}", index + 1, self.annotation(own, &drafted)));
        self.list(lines, output)
    }

    /// The ids of what was begun and not finished.
    fn drafted(&self) -> Vec<String> {
        let drafts = self
            .notebook
            .as_ref()
            .map(Notebook::drafts)
            .unwrap_or_default();
        drafts.iter().map(|draft| draft.id.clone()).collect()
    }

    /// One annotation in a line: where it stands, what it is, its words, its note, its tags.
    fn annotation(&self, (span, own): &Standing, drafted: &[String]) -> String {
        let is_draft = drafted.contains(&own.id);
        let tree = &self.text.tree;
        let id = span.and_then(|span| tree.at(span.start));
        let place = match (span, id) {
            _ if is_draft => self.locale.tr("ledger.draft", &[]),
            _ if own.bound().is_some() => self.locale.tr("ledger.bound", &[]),
            (None, _) => self.locale.tr("ledger.orphan", &[]),
            (_, Some(id)) => tree.address(id).to_string(),
            (_, None) => String::new(),
        };
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut kinds = Vec::new();
        if let Some(color) = own.color() {
            kinds.push(self.locale.tr(&format!("color.{}", color.name()), &[]));
        }
        match own.mark {
            Some(letter) => {
                kinds.push(self.locale.tr("annotate.marked", &[&letter.to_string()]));
            }
            None if own.motivation == Motivation::Bookmarking => {
                kinds.push(self.locale.tr("linear.bookmark", &[]));
            }
            None => {}
        }
        let words = match bound_title(own) {
            Some(second) => format!("《{}》{second}", own.target.source.title),
            None => one_line(own.quote()),
        };
        let mut parts = vec![place, kinds.join(" "), words];
        if !own.note().is_empty() {
            let note = one_line(own.note());
            parts.push(self.locale.tr("linear.note-is", &[&note]));
        }
        let tags: Vec<&str> = own.tags().collect();
        if !tags.is_empty() {
            parts.push(self.locale.tr("annotate.tagged", &[&tags.join(" ")]));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("  ")
    }
}
