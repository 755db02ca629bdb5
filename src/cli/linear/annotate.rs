//! Annotating line by line: bookmarks, highlights and tags on the clause that is read, taking them away, and taking that back.

use std::sync::Arc;

use super::Reading;
use super::desk::Desk;
use crate::annotation::{
    Annotation, ClauseRef, Color, Finder, Kept, LONGEST, Motivation, SourceRef, Target,
    is_readable, opening, tag,
};
use crate::cli::output::{Failure, Output};
use crate::search::find::Findable;
use crate::text::Span;

/// An annotation, and where it stands.
pub(super) type Placed = (Option<Span>, Arc<Annotation>);

impl Reading {
    /// Where annotations are kept; where there is no such place, that is said.
    pub(super) fn desk(&mut self, output: &mut Output) -> Result<Option<&mut Desk>, Failure> {
        if let Err(reason) = &self.desk {
            output.line(&self.locale.tr("annotate.nowhere", &[reason]))?;
        }
        Ok(self.desk.as_mut().ok())
    }

    /// Says what became of something that was to be kept.
    pub(super) fn report(
        &self,
        kept: Result<(), String>,
        said: (&str, &[&str]),
        output: &mut Output,
    ) -> Result<(), Failure> {
        match kept {
            Ok(()) => self.tell(said.0, said.1, output),
            Err(reason) => self.tell("annotate.unsaved", &[&reason], output),
        }
    }

    /// Keeps an annotation, and says so.
    pub(super) fn put(
        &mut self,
        annotation: Annotation,
        said: (&str, &[&str]),
        output: &mut Output,
    ) -> Result<(), Failure> {
        let kept = self.desk(output)?.map(|desk| desk.put(annotation));
        kept.map_or(Ok(()), |kept| self.report(kept, said, output))
    }

    /// The clause's own words, or the paragraph; without white space around them.
    pub(super) fn words(&self) -> Option<Span> {
        let (document, tree) = (&self.opened.document, &self.opened.tree);
        let clause = tree.at(self.at).and_then(|id| tree.get(id));
        let at = clause.map_or(self.at, |clause| clause.span.start);
        let block = document.blocks.get(document.block_at(at)?)?.text;
        let end = clause.map_or(block.end, |clause| clause.span.end.min(block.end));
        let span = Span::new(block.start.max(at), end);
        let words = span.of(&document.source).trim_end();
        let blank = words.len() - words.trim_start().len();
        Some(Span::new(span.start + blank, span.start + words.len()))
            .filter(|span| !span.is_empty())
    }

    /// What a bookmark stands at: the first words of the clause, or of the paragraph.
    fn spot(&self) -> Option<Span> {
        let tree = &self.opened.tree;
        let clause = tree.at(self.at).and_then(|id| tree.get(id));
        let whole = clause.map_or_else(|| self.words(), |clause| Some(clause.head()))?;
        let source = &self.opened.document.source;
        Some(opening(source, whole)).filter(|span| !span.is_empty())
    }

    /// The target of a span; where the span is too long to be kept whole, or empty, that is said.
    pub(super) fn target(
        &self,
        span: Option<Span>,
        output: &mut Output,
    ) -> Result<Option<Target>, Failure> {
        let (document, tree) = (&self.opened.document, &self.opened.tree);
        let Some(span) = span else {
            self.tell("linear.no-words", &[], output)?;
            return Ok(None);
        };
        let length = span.of(&document.source).chars().count();
        if length > LONGEST {
            let numbers = [length, LONGEST].map(|number| number.to_string());
            let [length, longest] = numbers.each_ref().map(String::as_str);
            self.tell("annotate.too-long", &[length, longest], output)?;
            return Ok(None);
        }
        let path = self.path();
        let path = path.to_string_lossy();
        let reference = SourceRef::new(&document.header, &path, &document.source);
        let clause = tree.at(span.start);
        let clause = clause.and_then(|id| ClauseRef::new(document, tree, id));
        Ok(Some(Target::new(reference, &document.source, span, clause)))
    }

    /// The annotations of the open document with where each stands, in order of place.
    pub(super) fn placed(&mut self) -> Vec<Placed> {
        let document = &self.opened.document;
        let (key, finder) = (document.header.key(), Finder::new(&document.source));
        let annotations = self
            .desk
            .as_mut()
            .map_or_else(|_| Vec::new(), Desk::annotations);
        let own = annotations
            .into_iter()
            .filter(|own| is_readable(own) && own.key() == key);
        let mut placed: Vec<_> = own
            .map(|own| (finder.find(&own.target).span(), own))
            .collect();
        // What has no place any more comes last.
        placed.sort_by_key(|(span, _)| span.map_or(usize::MAX, |span| span.start));
        placed
    }

    /// Those in the text that is read, in order of place.
    pub(super) fn here(&mut self) -> Vec<Placed> {
        let own = self.own(self.at);
        let mut here = self.placed();
        here.retain(|(span, _)| span.is_some_and(|span| own.contains(span.start)));
        here
    }

    /// `m`: bookmarks the clause, or takes its bookmark away.
    pub(super) fn bookmark(&mut self, output: &mut Output) -> Result<(), Failure> {
        let spot = self.spot();
        let is_same = |(place, own): &Placed| {
            own.motivation == Motivation::Bookmarking
                && own.mark.is_none()
                && place.zip(spot).is_some_and(|(a, b)| a.start == b.start)
        };
        if let Some((_, old)) = self.here().into_iter().find(is_same) {
            return self.delete(&old, ("annotate.removed", &[]), output);
        }
        let Some(target) = self.target(spot, output)? else {
            return Ok(());
        };
        let bookmark = Annotation::bookmark(target, None);
        self.put(bookmark, ("annotate.added", &[]), output)
    }

    /// `H`: highlights the clause, or some words of it, in a colour; once more with the same colour takes that away.
    pub(super) fn highlight(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let (color, words) = match self.color(first) {
            Some(color) => (color, rest.trim()),
            None => (self.ink, typed),
        };
        self.ink = color;
        let span = if words.is_empty() {
            self.words()
        } else {
            let own = self.own(self.at);
            let document = &self.opened.document;
            let hits = Findable::new(document).find(document, words);
            hits.into_iter().find(|hit| own.contains(hit.start))
        };
        let name = self.locale.tr(&format!("color.{}", color.name()), &[]);
        let said: (&str, &[&str]) = ("annotate.highlighted", &[&name]);
        let is_same = |(place, own): &Placed| own.color().is_some() && *place == span;
        if let Some((_, old)) = self.here().into_iter().find(is_same) {
            let mut annotation = (*old).clone();
            if old.color() != Some(color) {
                color.name().clone_into(&mut annotation.color);
                return self.put(annotation, said, output);
            }
            if old.note().is_empty() {
                return self.delete(&old, ("annotate.unlighted", &[]), output);
            }
            annotation.color = String::new();
            return self.put(annotation, ("annotate.unlighted", &[]), output);
        }
        let Some(target) = self.target(span, output)? else {
            return Ok(());
        };
        self.put(Annotation::highlight(target, color), said, output)
    }

    /// The colour that a word names: by the letter that is its key in the reading room, or by its name.
    fn color(&self, word: &str) -> Option<Color> {
        let is_meant = |color: &Color| {
            let name = color.name();
            let is_letter = word.chars().count() == 1 && name.starts_with(word);
            is_letter || word == name || word == self.locale.tr(&format!("color.{name}"), &[])
        };
        Color::ALL.into_iter().find(is_meant)
    }

    /// `#`: tags what is annotated in the clause; a word behind a minus is a tag no longer. What is not annotated yet becomes a bookmark.
    pub(super) fn tag(
        &mut self,
        number: Option<usize>,
        typed: &str,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let is_annotated = number.is_some() || !self.here().is_empty();
        let annotation = if is_annotated {
            let Some(chosen) = self.chosen(number, output)? else {
                return Ok(());
            };
            (*chosen).clone()
        } else if typed.is_empty() {
            return self.tell("annotate.none-here", &[], output);
        } else {
            let Some(target) = self.target(self.spot(), output)? else {
                return Ok(());
            };
            Annotation::bookmark(target, None)
        };
        let mut annotation = annotation;
        let mut tags: Vec<String> = annotation.tags().map(str::to_owned).collect();
        for word in tag::split(typed) {
            let tag = word.trim_start_matches(['-', '－']);
            tags.retain(|own| own != tag);
            if tag == word {
                tags.push(word.to_owned());
            }
        }
        let told = tags.join(" ");
        let said: (&str, &[&str]) = ("annotate.tagged", &[&told]);
        if typed.is_empty() {
            return self.tell(said.0, said.1, output);
        }
        annotation.set_tags(&tags);
        self.put(annotation, said, output)
    }

    /// The annotation of a number of the last list; without one that of the clause, where it has one alone, else they are listed. Where there is none, that
    /// is said.
    pub(super) fn chosen(
        &mut self,
        number: Option<usize>,
        output: &mut Output,
    ) -> Result<Option<Arc<Annotation>>, Failure> {
        let Some(desk) = self.desk(output)? else {
            return Ok(None);
        };
        let Some(number) = number else {
            let here = self.here();
            return match here.as_slice() {
                [] => self.tell("annotate.none-here", &[], output).map(|()| None),
                [(_, only)] => Ok(Some(Arc::clone(only))),
                several => {
                    let count = several.len().to_string();
                    self.tell("linear.which", &[&count], output)?;
                    self.say_annotations(&here, output).map(|()| None)
                }
            };
        };
        let listed = number.checked_sub(1).and_then(|at| desk.listed.get(at));
        let Some(id) = listed.cloned() else {
            let count = desk.listed.len().to_string();
            self.tell("linear.no-annotation", &[&count], output)?;
            return Ok(None);
        };
        let drafts = desk.drafts();
        let found = desk.held(&id);
        let found = found.or_else(|| drafts.into_iter().find(|own| own.id == id));
        if found.is_none() {
            self.tell("linear.gone", &[], output)?;
        }
        Ok(found)
    }

    fn delete(
        &mut self,
        annotation: &Arc<Annotation>,
        said: (&str, &[&str]),
        output: &mut Output,
    ) -> Result<(), Failure> {
        let kept = self.desk(output)?.map(|desk| desk.delete(annotation));
        kept.map_or(Ok(()), |kept| self.report(kept, said, output))
    }

    /// `x`: takes away what is annotated here, or what has a number of the last list.
    pub(super) fn remove(
        &mut self,
        number: Option<usize>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let Some(chosen) = self.chosen(number, output)? else {
            return Ok(());
        };
        let words = chosen.first_words();
        let Some(desk) = self.desk(output)? else {
            return Ok(());
        };
        if desk.held(&chosen.id).is_none() {
            desk.forget_draft(&chosen.id);
            return self.tell("linear.draft-removed", &[&words], output);
        }
        self.delete(&chosen, ("annotate.deleted", &[&words]), output)
    }

    /// `u` and `r`: takes the last act back, or does the one last taken back again.
    pub(super) fn undo(&mut self, again: bool, output: &mut Output) -> Result<(), Failure> {
        let Some(desk) = self.desk(output)? else {
            return Ok(());
        };
        match desk.undo(again) {
            Ok((act, kept)) => {
                let words = act.about().map_or(String::new(), |own| own.first_words());
                let said = if again {
                    "annotate.redone"
                } else {
                    "annotate.undone"
                };
                self.report(kept, (said, &[&words]), output)
            }
            Err(Kept::Crossed(act)) => {
                let words = act.about().map_or(String::new(), |own| own.first_words());
                self.tell("annotate.crossed", &[&words], output)
            }
            Err(Kept::Nothing) if again => self.tell("annotate.nothing-undone", &[], output),
            Err(Kept::Nothing) => self.tell("annotate.nothing-done", &[], output),
        }
    }
}
