//! Annotating line by line: the acts of `reading` on the clause that is read, taking them back, and
//! doing them again.

use std::sync::Arc;

use super::Dialogue;
use super::notebook::Notebook;
use crate::annotation::{Annotation, Color, Finder, Motivation, is_readable, tag};
use crate::reading::{Annotating, Done, Placed, acts};
use crate::terminal::output::{Failure, Output};
use crate::text::{Said, Span};

/// An annotation, and where it stands.
pub(super) type Standing = (Option<Span>, Arc<Annotation>);

impl Dialogue {
    /// Where annotations are kept; if there is no such place, that is said.
    pub(super) fn notebook(
        &mut self,
        output: &mut Output,
    ) -> Result<Option<&mut Notebook>, Failure> {
        if let Err(reason) = &self.notebook {
            let said = Said::new("annotate.nowhere").with_said(reason.clone());
            output.line(&self.locale.say(&said))?;
        }
        Ok(self.notebook.as_mut().ok())
    }

    /// Asks for an act on the open text, and carries it out; whether something is kept. Without
    /// words there is none, which is said.
    pub(super) fn act(
        &mut self,
        ask: impl FnOnce(Annotating<'_>, String) -> Option<Result<Done, Said>>,
        output: &mut Output,
    ) -> Result<bool, Failure> {
        let text = Arc::clone(&self.text);
        let Ok(notebook) = &mut self.notebook else {
            return self.notebook(output).map(|_| false);
        };
        let held = notebook.annotations();
        let placed = placed(&text.own(&held, &self.sources), &text.document.source);
        let annotating = Annotating {
            text: &text,
            beside: &self.sources,
            held: &held,
            placed: &placed,
        };
        match ask(annotating, notebook.ids.mint()) {
            Some(Ok(done)) => self.carry_out(done, output),
            Some(Err(said)) => self.tell_said(&said, output).map(|()| false),
            None => self.tell("linear.no-words", &[], output).map(|()| false),
        }
    }

    /// Carries out an act that can be taken back, and says what became of it; whether it is kept.
    pub(super) fn carry_out(&mut self, done: Done, output: &mut Output) -> Result<bool, Failure> {
        let Some(notebook) = self.notebook(output)? else {
            return Ok(false);
        };
        match notebook.act(done.act) {
            Ok(()) => self.tell_said(&done.said, output).map(|()| true),
            Err(reason) => {
                self.tell_said(&Said::new("annotate.unsaved").with_said(reason), output)?;
                Ok(false)
            }
        }
    }

    /// The annotations of the open document with where each stands, in order of place.
    pub(super) fn standing(&mut self) -> Vec<Standing> {
        let Ok(notebook) = &mut self.notebook else {
            return Vec::new();
        };
        let finder = Finder::new(&self.text.document.source);
        let own = self.text.own(&notebook.annotations(), &self.sources);
        let mut standing: Vec<_> = own
            .into_iter()
            .filter(|own| is_readable(own) || own.bound().is_some())
            .map(|own| (finder.find(&own.target).span(), own))
            .collect();
        // What has no place any more comes last.
        standing.sort_by_key(|(span, _)| span.map_or(usize::MAX, |span| span.start));
        standing
    }

    /// Those in the text that is read, in order of place.
    pub(super) fn here(&mut self) -> Vec<Standing> {
        let Ok(notebook) = &mut self.notebook else {
            return Vec::new();
        };
        let held = notebook.annotations();
        let own = self.text.own(&held, &self.sources);
        let placed = placed(&own, &self.text.document.source);
        let annotating = Annotating {
            text: &self.text,
            beside: &self.sources,
            held: &held,
            placed: &placed,
        };
        let here = annotating.here(self.at);
        here.filter_map(|own| Some((Some(own.span), Arc::clone(annotating.held(&own.id)?))))
            .collect()
    }

    /// `m`: bookmarks the clause, or takes its bookmark away.
    pub(super) fn bookmark(&mut self, output: &mut Output) -> Result<(), Failure> {
        let at = self.at;
        self.act(|own, id| own.bookmark(at, id).map(Ok), output)
            .map(drop)
    }

    /// `H`: highlights the clause, or some words of it, in a colour; once more with the same colour
    /// takes that away.
    pub(super) fn highlight(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let (color, words) = match self.color(first) {
            Some(color) => (color, rest.trim()),
            None => (self.ink, typed),
        };
        self.ink = color;
        let span = if words.is_empty() {
            self.text.words(self.at)
        } else {
            let own = self.text.passage(self.at);
            let findable = self.text.findable();
            findable.first_in(&self.text.document, words, own)
        };
        self.act(|own, id| Some(own.highlight(span?, color, id)), output)
            .map(drop)
    }

    /// The colour that a word names: by the letter that is its key in the reading room, or by its
    /// name.
    fn color(&self, word: &str) -> Option<Color> {
        let is_meant = |color: &Color| {
            let name = color.name();
            let is_letter = word.chars().count() == 1 && name.starts_with(word);
            is_letter || word == name || word == self.locale.tr(&format!("color.{name}"), &[])
        };
        Color::ALL.into_iter().find(is_meant)
    }

    /// `#`: tags what is annotated in the clause; a word behind a minus is a tag no longer. What is
    /// not annotated yet becomes a bookmark.
    pub(super) fn tag(
        &mut self,
        number: Option<usize>,
        typed: &str,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let is_annotated = number.is_some() || !self.here().is_empty();
        let chosen = if is_annotated {
            match self.chosen(number, output)? {
                Some(chosen) => Some(chosen),
                None => return Ok(()),
            }
        } else if typed.is_empty() {
            return self.tell("annotate.none-here", &[], output);
        } else {
            None
        };
        let old = chosen.as_ref().into_iter().flat_map(|own| own.tags());
        let mut tags: Vec<String> = old.map(str::to_owned).collect();
        for word in tag::split(typed) {
            let tag = word.trim_start_matches(['-', '－']);
            tags.retain(|own| own != tag);
            if tag == word {
                tags.push(word.to_owned());
            }
        }
        let tagged = Said::new("annotate.tagged").with(tags.join(" "));
        let spot = self.text.spot(self.at);
        let ask = |own: Annotating<'_>, id: String| {
            let annotation = match chosen {
                Some(chosen) => Ok(Arc::unwrap_or_clone(chosen)),
                None => own.text.begin(Motivation::Bookmarking, spot?, id),
            };
            Some(annotation.map(|annotation| {
                let done = own.tag(annotation, &tags);
                done.unwrap_or_else(|| Done::nothing(tagged))
            }))
        };
        self.act(ask, output).map(drop)
    }

    /// The annotation of a number of the last list; without one that of the clause, if it has one
    /// alone, else they are listed. If there is none, that is said.
    pub(super) fn chosen(
        &mut self,
        number: Option<usize>,
        output: &mut Output,
    ) -> Result<Option<Arc<Annotation>>, Failure> {
        let Some(notebook) = self.notebook(output)? else {
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
        let listed = number.checked_sub(1).and_then(|at| notebook.listed.get(at));
        let Some(id) = listed.cloned() else {
            let count = notebook.listed.len().to_string();
            self.tell("linear.no-annotation", &[&count], output)?;
            return Ok(None);
        };
        let drafts = notebook.drafts();
        let found = notebook.held(&id);
        let found = found.or_else(|| drafts.into_iter().find(|own| own.id == id));
        if found.is_none() {
            self.tell("linear.gone", &[], output)?;
        }
        Ok(found)
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
        let Some(notebook) = self.notebook(output)? else {
            return Ok(());
        };
        if notebook.held(&chosen.id).is_none() {
            notebook.forget_draft(&chosen.id);
            return self.tell("linear.draft-removed", &[&chosen.first_words()], output);
        }
        self.carry_out(acts::delete(&chosen), output).map(drop)
    }

    /// `u` and `r`: takes the last act back, or does the one last taken back again.
    pub(super) fn undo(&mut self, again: bool, output: &mut Output) -> Result<(), Failure> {
        let Some(notebook) = self.notebook(output)? else {
            return Ok(());
        };
        match notebook.undo(again) {
            Ok((said, Ok(()))) | Err(said) => self.tell_said(&said, output),
            Ok((_, Err(reason))) => {
                self.tell_said(&Said::new("annotate.unsaved").with_said(reason), output)
            }
        }
    }
}

/// Those annotations of a text that have a place in it, in order of place.
fn placed(own: &[Arc<Annotation>], text: &str) -> Vec<Placed> {
    let finder = Finder::new(text);
    let own = own.iter().filter(|own| is_readable(own));
    let mut placed: Vec<Placed> = own
        .filter_map(|own| Placed::new(own, &finder.find(&own.target)))
        .collect();
    placed.sort_by_key(|placed| placed.span);
    placed
}
