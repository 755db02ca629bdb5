//! Annotating line by line: bookmarks and notes on the clause that is read, and the list of what there is.

use std::sync::Arc;

use super::Reading;
use super::line::{Line, Lines};
use crate::annotation::{
    Annotation, ClauseRef, Finder, Motivation, SourceRef, Store, Target, is_readable,
};
use crate::cli::output::{Failure, Output};
use crate::text::Span;

/// Ends a note that is written line by line.
const END: &str = ".";

impl Reading {
    /// What is annotated at the reader's place: the words of the clause, or its paragraph.
    fn target(&self) -> Target {
        let (document, tree) = (&self.opened.document, &self.opened.tree);
        let clause = tree.at(self.at);
        let start = clause.and_then(|id| tree.get(id));
        let start = start.map_or(self.at, |clause| clause.title.start);
        let block = document.block_at(start);
        let block = block.and_then(|block| document.blocks.get(block));
        let end = block.map_or(start, |block| block.text.end.max(start));
        let reference = SourceRef::new(
            &document.header,
            &self.path().to_string_lossy(),
            &document.source,
        );
        let clause = clause.and_then(|id| ClauseRef::new(document, tree, id));
        Target::new(reference, &document.source, Span::new(start, end), clause)
    }

    fn put(&self, annotation: Annotation, said: &str, output: &mut Output) -> Result<(), Failure> {
        let Some(mut store) = self.store(output)? else {
            return Ok(());
        };
        match store.put(annotation).1 {
            Ok(()) => self.tell(said, &[], output),
            Err(error) => self.tell("annotate.unsaved", &[&error.to_string()], output),
        }
    }

    /// Where annotations are kept; where there is no such place, that is said.
    fn store(&self, output: &mut Output) -> Result<Option<Store>, Failure> {
        match &self.paths {
            Ok(paths) => Ok(Some(Store::open(&paths.config, &paths.state))),
            Err(reason) => {
                self.tell("annotate.nowhere", &[reason], output)?;
                Ok(None)
            }
        }
    }

    /// `m`
    pub fn bookmark(&self, output: &mut Output) -> Result<(), Failure> {
        self.put(
            Annotation::bookmark(self.target(), None),
            "annotate.added",
            output,
        )
    }

    /// `a`: a note of the words behind it, or of the lines that follow.
    pub fn note(&self, words: &str, lines: &mut Lines, output: &mut Output) -> Result<(), Failure> {
        let mut note = words.trim().to_owned();
        if note.is_empty() {
            self.tell("linear.note", &[], output)?;
            loop {
                match lines.ask("| ", &self.place, output)? {
                    Line::Typed(line) if line.trim() != END => note += &line,
                    Line::Typed(_) | Line::End => break,
                    Line::TooLong => self.tell("linear.too-long", &[], output)?,
                }
            }
        }
        if note.trim().is_empty() {
            return self.tell("linear.no-note", &[], output);
        }
        let mut annotation = Annotation::new(Motivation::Commenting, self.target());
        annotation.set_note(note.trim());
        self.put(annotation, "note.saved", output)
    }

    /// The annotations of the open document with where each stands, in order of place.
    fn placed(&self, store: &Store) -> Vec<(Option<Span>, Arc<Annotation>)> {
        let document = &self.opened.document;
        let (key, finder) = (document.header.key(), Finder::new(&document.source));
        let annotations = store.annotations().into_iter();
        let own = annotations.filter(|own| is_readable(own) && own.key() == key);
        let mut placed: Vec<_> = own
            .map(|own| (finder.find(&own.target).span(), own))
            .collect();
        // What has no place any more comes last.
        placed.sort_by_key(|(span, _)| span.map_or(usize::MAX, |span| span.start));
        placed
    }

    /// `i`: what is annotated in the clause that is read.
    pub fn notes(&self, output: &mut Output) -> Result<(), Failure> {
        let Some(store) = self.store(output)? else {
            return Ok(());
        };
        let own = self.own(self.at);
        let mut here = self.placed(&store);
        here.retain(|(span, _)| span.is_some_and(|span| own.contains(span.start)));
        if here.is_empty() {
            return self.tell("annotate.none-here", &[], output);
        }
        for (_, annotation) in here {
            let lines = annotation.quote().lines().chain(annotation.note().lines());
            self.list(lines.map(str::to_owned), output)?;
        }
        Ok(())
    }

    /// `M`: what is annotated in this document, numbered; a number goes there.
    pub fn annotations(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let Some(store) = self.store(output)? else {
            return Ok(());
        };
        let placed = self.placed(&store);
        if placed.is_empty() {
            return self.tell("annotate.none-in-document", &[], output);
        }
        let chosen = number.parse::<usize>().ok();
        let chosen = chosen.and_then(|number| placed.get(number.checked_sub(1)?));
        if let Some(at) = chosen.and_then(|(span, _)| Some((*span)?.start)) {
            return self.jump(at, output);
        }
        let tree = &self.opened.tree;
        let lines = placed.iter().enumerate().map(|(index, (span, own))| {
            let id = span.and_then(|span| tree.at(span.start));
            let place = match (span, id) {
                (None, _) => self.locale.tr("ledger.orphan", &[]),
                (_, Some(id)) => tree.address(id).to_string(),
                (_, None) => String::new(),
            };
            let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (quote, note) = (one_line(own.quote()), one_line(own.note()));
            format!("{}  {place}  {quote}  {note}", index + 1)
        });
        self.list(lines, output)
    }
}
