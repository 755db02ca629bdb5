//! Floor 9, beside the reading room: reading line by line, without drawing anything: for screen
//! readers, for `script`, and for terminals that can do nothing. Each clause comes as its path
//! first, then its text; what is to be done is asked for by a line. What is read, found, cited and
//! kept is `reading`'s.

mod annotate;
mod editions;
mod kept_place;
mod library;
mod line;
mod listing;
mod note;
mod notebook;
mod refer;

use std::path::PathBuf;
use std::sync::Arc;

use crate::annotation::Color;
use crate::clause::{ClauseId, walk};
use crate::document::Block;
use crate::library::{Filters, Source};
use crate::reading::found::counted;
use crate::reading::{self, Sources, Text, Typed, referring, script_name, unread};
use crate::settings::{Locale, Options, Paths};
use crate::terminal::chord::ascii;
use crate::terminal::output::{Failure, Output, complain, tell};
use crate::text::fold::Rung;
use crate::text::script::Script;
use crate::text::{Ambiguous, Said, Span};
use crate::typeset::{Measure, excerpt};
use kept_place::KeptPlace;
use library::Landing;
use line::{Line, Lines};
use notebook::Notebook;

/// What is read, and how.
#[derive(Debug)]
pub struct Start {
    /// The documents; the first of them is opened.
    pub sources: Vec<Source>,
    /// Through which some of them are read.
    pub filters: Arc<Filters>,
    /// Where to begin, as a person types it; else where the document was left.
    pub typed: Option<String>,
    /// What the person has set.
    pub options: Options,
    /// The language.
    pub locale: Locale,
    /// Where things are kept; without, nothing is, and the reader is told why.
    pub paths: Result<Paths, Said>,
}

/// Reads documents line by line.
///
/// # Errors
/// If the first document cannot be read, or nobody hears what is said.
pub fn run(start: Start) -> Result<(), Failure> {
    let is_memory = |source: &Source| matches!(source, Source::Memory(..));
    let is_read = start.sources.iter().any(is_memory);
    let mut lines = Lines::open(is_read);
    let mut dialogue = Dialogue::open(start)?;
    let mut output = Output::standard();
    let held = dialogue.hold(&mut lines, &mut output);
    // Whoever has closed the output has a place all the same.
    dialogue.place.leave();
    if let Some(left) = dialogue.notebook.as_mut().ok().and_then(Notebook::close) {
        // The disk takes nothing: the words are all there is.
        complain(&dialogue.locale.tr("linear.lost", &[]));
        tell(&left);
    }
    held?;
    output.finish()
}

/// A document being read: what is asked for, and what is said.
struct Dialogue {
    sources: Sources,
    /// Which of them is open.
    index: usize,
    options: Options,
    locale: Locale,
    /// Where packs of libraries are kept.
    cache: Option<PathBuf>,
    /// Without a place to keep them nothing is annotated: why there is none.
    notebook: Result<Notebook, Said>,
    place: KeptPlace,
    /// The colour used last.
    ink: Color,
    /// What a search over all documents found: in which, and where.
    found: Vec<(usize, usize)>,
    /// Who refers to a clause from other documents, as it was told last: of which document and
    /// place.
    referring: Option<((usize, usize), referring::Answer)>,
    /// The editions of another document that were listed last, and the place that is meant in each.
    editions: (Vec<usize>, String),
    /// What was found last, and where.
    words: String,
    hits: Vec<Span>,
    /// How much had to be folded for them.
    rung: Rung,
    /// Where the reader is, a byte offset.
    at: usize,
    /// Where to begin, as a person types it.
    typed: Option<String>,
    /// Where the reader jumped from, the latest last.
    back: Vec<usize>,
    text: Arc<Text>,
    /// The characters that it is read in.
    script: Script,
}

impl Dialogue {
    /// Opens the first document.
    fn open(start: Start) -> Result<Self, Failure> {
        let sources = Sources::through(start.filters, start.sources);
        let Some(first) = sources.list.first() else {
            return Err(start.locale.tr("cli.nothing-to-read", &[]).into());
        };
        let mut notebook = start
            .paths
            .as_ref()
            .map(Notebook::open)
            .map_err(Clone::clone);
        let annotations = notebook
            .as_mut()
            .map_or_else(|_| Vec::new(), Notebook::annotations);
        let text = Text::open(&first.clone().into(), &annotations, &sources);
        let text = text.map_err(|unread| unread::sentence(&unread, &start.locale));
        let text = Arc::new(text?);
        let place = KeptPlace::keep(&start.paths, Arc::clone(&text), &start.locale)?;
        Ok(Self {
            sources,
            cache: start.paths.ok().map(|paths| paths.cache),
            index: 0,
            script: start.options.script,
            options: start.options,
            locale: start.locale,
            notebook,
            place,
            ink: Color::default(),
            found: Vec::new(),
            referring: None,
            editions: (Vec::new(), String::new()),
            words: String::new(),
            hits: Vec::new(),
            rung: Rung::default(),
            at: 0,
            typed: start.typed,
            back: Vec::new(),
            text,
        })
    }

    /// Reads, and does what lines ask for, until one of them, or their end, ends it.
    fn hold(&mut self, lines: &mut Lines, output: &mut Output) -> Result<(), Failure> {
        self.begin(output)?;
        let drafts = self.notebook.as_ref().map_or(0, |own| own.drafts().len());
        if drafts > 0 {
            self.tell("note.drafts", &[&drafts.to_string()], output)?;
        }
        self.at = self.place.left(&self.text);
        match self.typed.take() {
            Some(typed) => {
                self.place.stand(self.at);
                self.go(&typed, output)?;
            }
            None => self.stand(self.at, output)?,
        }
        loop {
            match lines.ask("> ", &self.place, output)? {
                Line::End => return Ok(()),
                Line::TooLong => self.tell("linear.too-long", &[], output)?,
                Line::Typed(line) => {
                    if !self.obey(line.trim(), lines, output)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Says which document it is.
    fn begin(&mut self, output: &mut Output) -> Result<(), Failure> {
        let count = self.text.tree.clauses.len().to_string();
        let title = &self.text.identity.header.title;
        self.tell("linear.opened", &[title, &count], output)?;
        self.tell_bound(output)
    }

    /// Does what a line asks for; false if that is the end.
    fn obey(
        &mut self,
        line: &str,
        lines: &mut Lines,
        output: &mut Output,
    ) -> Result<bool, Failure> {
        let command = ascii(line);
        let (word, rest) = command.split_once(' ').unwrap_or((&command, ""));
        let rest = rest.trim();
        // What is written is taken as it stands, full-width forms and all.
        let words = line.split_once(char::is_whitespace);
        let words = words.map_or("", |(_, words)| words.trim());
        match word {
            "q" => return Ok(false),
            "" | "]" | "j" => self.walk(true, output)?,
            "-" | "[" | "k" => self.walk(false, output)?,
            "}" => self.visit(walk::next_peer(&self.text.tree, self.at), output)?,
            "{" => self.visit(walk::previous_peer(&self.text.tree, self.at), output)?,
            "G" => self.last(output)?,
            "gg" => self.jump(0, output)?,
            "b" => match self.back.pop() {
                Some(at) => self.stand(at, output)?,
                None => self.tell("linear.no-back", &[], output)?,
            },
            "." => self.say(output)?,
            "=" => self.tell_place(output)?,
            "?" => {
                let help = self.locale.tr("linear.help", &[]);
                self.list(help.split("; ").map(str::to_owned), output)?;
            }
            "o" => self.outline(output)?,
            "gd" => self.follow(rest, output)?,
            "gr" => self.referrers(rest, output)?,
            "gD" => self.compare(rest, output)?,
            "gH" => self.clause_history(output)?,
            "gN" => self.newest_edition(output)?,
            "go" => self.others(output)?,
            "gO" => self.take_over(output)?,
            "gb" => self.read_bound(rest, output)?,
            "gB" => self.bind(rest, output)?,
            "Y" => self.cite(output)?,
            "W" => self.next_script(output)?,
            "l" | "p" => self.documents(rest, output)?,
            "s" => self.search(words, output)?,
            ">" => self.change(self.index.checked_add(1), Landing::Left, output)?,
            "<" => self.change(self.index.checked_sub(1), Landing::Left, output)?,
            "m" => self.bookmark(output)?,
            "H" => self.highlight(words, output)?,
            "a" => self.note(words, lines, output)?,
            "e" => {
                let (number, words) = numbered(words);
                self.edit(number, words, lines, output)?;
            }
            "x" => self.remove(rest.parse().ok(), output)?,
            "u" => self.undo(false, output)?,
            "r" => self.undo(true, output)?,
            "i" => self.notes(output)?,
            "M" => self.annotations(rest.parse().ok(), output)?,
            "n" => self.hit(true, output)?,
            "N" => self.hit(false, output)?,
            _ if word.starts_with('/') => {
                let words: String = line.chars().skip(1).collect();
                words.trim().clone_into(&mut self.words);
                let hits = self.text.findable().find(&self.text.document, &self.words);
                (self.hits, self.rung) = (hits.spans, hits.rung);
                self.hit(true, output)?;
            }
            _ if word.starts_with('#') => {
                // `#2 甲`: to the second of the last list; else all of it are tags.
                let number = word.strip_prefix('#').and_then(|own| own.parse().ok());
                let number = number.filter(|_| !words.is_empty());
                let typed: String = line.chars().skip(1).collect();
                let typed = if number.is_some() {
                    words
                } else {
                    typed.trim()
                };
                self.tag(number, typed, output)?;
            }
            _ if word.starts_with(':') => {
                let typed: String = line.chars().skip(1).collect();
                self.go(typed.trim(), output)?;
            }
            _ => self.go(line, output)?,
        }
        Ok(true)
    }

    fn tell(&self, key: &str, arguments: &[&str], output: &mut Output) -> Result<(), Failure> {
        output.line(&self.locale.tr(key, arguments))
    }

    fn tell_said(&self, said: &Said, output: &mut Output) -> Result<(), Failure> {
        output.line(&self.locale.say(said))
    }

    /// Says lines one after the other, until they are interrupted.
    fn list(
        &self,
        lines: impl IntoIterator<Item = String>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        for line in lines {
            if self.place.is_interrupted() {
                return self.tell("linear.interrupted", &[], output);
            }
            output.line(&line)?;
        }
        Ok(())
    }

    /// Stands at a place of the text, and reads it.
    fn stand(&mut self, at: usize, output: &mut Output) -> Result<(), Failure> {
        self.at = at;
        self.place.stand(at);
        self.say(output)
    }

    /// Goes to a place that may be far: `b` leads back.
    fn jump(&mut self, at: usize, output: &mut Output) -> Result<(), Failure> {
        self.back.push(self.at);
        self.stand(at, output)
    }

    fn visit(&mut self, id: Option<ClauseId>, output: &mut Output) -> Result<(), Failure> {
        match id.and_then(|id| self.text.start(id)) {
            Some(start) => self.stand(start, output),
            None => self.tell("linear.no-more", &[], output),
        }
    }

    /// To the next clause, or to the next paragraph if there are no clauses.
    fn walk(&mut self, forward: bool, output: &mut Output) -> Result<(), Failure> {
        let tree = &self.text.tree;
        if tree.clauses.is_empty() {
            let blocks = &self.text.document.blocks;
            let mut starts = blocks.iter().filter(|block| block.kind.is_read());
            let start = |block: &Block| block.span.start;
            let found = if forward {
                starts.map(start).find(|start| *start > self.at)
            } else {
                starts.rfind(|block| block.span.start < self.at).map(start)
            };
            return match found {
                Some(at) => self.stand(at, output),
                None => self.tell("linear.no-more", &[], output),
            };
        }
        if forward {
            return self.visit(walk::next(tree, self.at), output);
        }
        match walk::previous(tree, self.at) {
            None if self.at > 0 => self.stand(0, output),
            found => self.visit(found, output),
        }
    }

    fn last(&mut self, output: &mut Output) -> Result<(), Failure> {
        let last = self.text.tree.clauses.last();
        let last = last.map(|clause| clause.span.start);
        let mut blocks = self.text.document.blocks.iter();
        let block = blocks.rfind(|block| block.kind.is_read());
        let block = block.map(|block| block.span.start);
        self.jump(last.or(block).unwrap_or(0), output)
    }

    /// The clause at the reader's place: its path, then its own text without that of the clauses
    /// below it.
    fn say(&self, output: &mut Output) -> Result<(), Failure> {
        self.say_of(&self.text, self.at, output)
    }

    /// The clause at a place of a text: its path, then its own text.
    fn say_of(&self, text: &Text, at: usize, output: &mut Output) -> Result<(), Failure> {
        let Text { document, tree, .. } = text;
        let rendition = text.rendition(self.script);
        if let Some(id) = tree.at(at) {
            let heading = |id: &ClauseId| {
                let heading = tree.get(*id)?.heading(document);
                Some(rendition.words(&heading).into_owned())
            };
            let path: Vec<String> = tree.path(id).iter().filter_map(heading).collect();
            output.line(&format!("{}  {}", tree.address(id), path.join(" > ")))?;
        }
        let measure = Measure {
            columns: 1000,
            indent: 0,
            ..Measure::default()
        };
        let passage = text.passage(at);
        let set = excerpt(document, tree, text.pieces(), passage, measure);
        let lines = set.into_iter().map(|line| {
            line.text_in(&document.source, &rendition.forms, Ambiguous::Narrow)
                .trim()
                .to_owned()
        });
        self.list(lines.filter(|line| !line.is_empty()), output)
    }

    fn go(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        match self.text.typed(typed, Some(self.at)) {
            Typed::Nowhere => {
                let way = self
                    .text
                    .elsewhere(typed, |title| self.sources.titled(title));
                if let Some(way) = way {
                    return self.take(way, output);
                }
                if self.look_elsewhere(typed, output)? {
                    return Ok(());
                }
                let typed: String = typed.chars().take(40).collect();
                self.tell("goto.none", &[&typed], output)
            }
            Typed::Lacking(article, near) => {
                let said = self.text.lacking(article, typed);
                output.line(&self.locale.say(&said))?;
                self.list(near.iter().map(|id| self.name(*id)), output)
            }
            Typed::At(at) => self.jump(at, output),
            Typed::Any(several) => {
                self.tell("linear.several", &[&several.len().to_string()], output)?;
                let several = several.iter().take(12);
                self.list(several.map(|id| self.name(*id)), output)
            }
        }
    }

    fn name(&self, id: ClauseId) -> String {
        let Text { document, tree, .. } = &*self.text;
        let heading = tree.get(id).map(|clause| clause.heading(document));
        let heading = heading.unwrap_or_default();
        let shown = self.text.rendition(self.script).words(&heading);
        format!("{}  {shown}", tree.address(id))
    }

    fn outline(&self, output: &mut Output) -> Result<(), Failure> {
        self.list(self.text.tree.ids().map(|id| self.name(id)), output)
    }

    /// To the next text with a hit, or to the one before.
    fn hit(&mut self, forward: bool, output: &mut Output) -> Result<(), Failure> {
        let here = self.text.passage(self.at);
        let last = self.hits.len().saturating_sub(1);
        let found = if forward {
            let behind = self.hits.iter().position(|hit| hit.start >= here.end);
            // A search from the start of a text finds what stands in it.
            let within = self.hits.iter().position(|hit| hit.start > self.at);
            let within = within.filter(|_| self.at <= here.start && behind.is_none());
            behind.or(within).unwrap_or(0)
        } else {
            let before = self.hits.iter().rposition(|hit| hit.start < here.start);
            before.unwrap_or(last)
        };
        let Some(at) = self.hits.get(found).map(|hit| hit.start) else {
            return self.tell("find.no-hit", &[], output);
        };
        let (index, count) = ((found + 1).to_string(), self.hits.len().to_string());
        self.tell(counted(self.rung), &[&self.words, &index, &count], output)?;
        self.jump(at, output)
    }

    /// Where the reader is.
    fn tell_place(&self, output: &mut Output) -> Result<(), Failure> {
        let tree = &self.text.tree;
        let index = tree.at(self.at).map_or(0, |id| id.index() + 1);
        let numbers = [index, tree.clauses.len()].map(|number| number.to_string());
        let [index, count] = numbers.each_ref().map(String::as_str);
        let percent = self.text.percent(self.at);
        let arguments = [&self.text.identity.header.title, index, count, &percent];
        self.tell("linear.place", &arguments, output)
    }

    /// `W`: reads texts in simplified characters, in traditional ones, or in their own.
    fn next_script(&mut self, output: &mut Output) -> Result<(), Failure> {
        self.script = self.script.next(self.options.script);
        let name = script_name(self.script, &self.locale);
        self.tell("page.script", &[&name], output)?;
        if self.text.rendition(self.script).script() != self.script {
            return self.tell("page.not-chinese", &[], output);
        }
        self.say(output)
    }

    /// `Y`: the clause as a quotation with its citation.
    fn cite(&self, output: &mut Output) -> Result<(), Failure> {
        let style = match reading::style(&self.options, None) {
            Ok(style) => style,
            Err(name) => return self.tell("copy.no-style", &[&name], output),
        };
        let citation = self.text.citation_of(self.text.tree.at(self.at));
        self.list(citation.in_style(style).lines().map(str::to_owned), output)
    }
}

/// A number that may stand before words.
fn numbered(words: &str) -> (Option<usize>, &str) {
    let (first, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    match ascii(first).parse() {
        Ok(number) => (Some(number), rest.trim()),
        Err(_) => (None, words),
    }
}

#[cfg(test)]
pub(crate) mod tests;
