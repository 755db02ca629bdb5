//! `zhangju --linear`: reading line by line, without drawing anything: for screen readers, for `script`, and for terminals that can do
//! nothing. Each clause comes as its path first, then its text; what is to be done is asked for by a line.

mod annotate;
mod desk;
mod library;
mod line;
mod listing;
mod note;
mod place;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::Arc;

use super::output::{Failure, Output, complain};
use super::target::{self, Opened};
use super::{Outcome, open};
use crate::annotation::Color;
use crate::annotation::cite::{Citation, DEFAULT, STYLES};
use crate::clause::reference::{self, Target};
use crate::clause::{ClauseId, walk};
use crate::document::Block;
use crate::library::{Catalog, Source};
use crate::search::find::Findable;
use crate::settings::{Language, Locale, Paths};
use crate::terminal::chord::ascii;
use crate::text::{Ambiguous, Span};
use crate::typeset::{Measure, Pieces, excerpt};
use desk::Desk;
use line::{Line, Lines};
use place::Place;

/// Reads documents line by line.
pub fn run(arguments: &[OsString]) -> Result<Outcome, Failure> {
    let paths = Paths::of_environment();
    let (options, wrong) = open::options(&paths);
    if let Some(wrong) = wrong {
        complain(&wrong);
    }
    let language = options.language.unwrap_or_else(Language::of_environment);
    let libraries = options.libraries.iter();
    let libraries: Vec<OsString> = libraries.map(|folder| folder.clone().into()).collect();
    let named = if arguments.is_empty() {
        &libraries
    } else {
        arguments
    };
    let (first, typed) = match arguments {
        [only] => target::split(only),
        _ => (OsStr::new(""), None),
    };
    let sources = if typed.is_some() {
        vec![target::source(first)?]
    } else {
        target::sources(named)?
    };
    let sources = if named.is_empty() {
        let catalog = Catalog::builtin();
        catalog.iter().map(|(_, entry)| entry.source()).collect()
    } else {
        sources
    };
    let Some(source) = sources.first() else {
        return Ok(Outcome::NothingFound);
    };
    let opened = Arc::new(target::open_source(source)?);
    let is_read = sources
        .iter()
        .any(|source| matches!(source, Source::Memory(..)));
    let place = Place::keep(&paths, Arc::clone(&opened))?;
    let mut reading = Reading {
        index: 0,
        sources,
        locale: Locale::of(language),
        desk: paths.map(|paths| Desk::open(&paths)),
        place,
        ink: Color::default(),
        found: Vec::new(),
        words: String::new(),
        hits: Vec::new(),
        at: 0,
        back: Vec::new(),
        opened,
    };
    let mut lines = Lines::open(is_read);
    let mut output = Output::new();
    let read = reading.read(typed, &mut lines, &mut output);
    // Whoever has closed the output has a place all the same.
    reading.place.leave();
    if let Some(left) = reading.desk.as_mut().ok().and_then(Desk::close) {
        // The disk takes nothing: the words are all there is.
        complain(&reading.locale.tr("linear.lost", &[]));
        super::output::tell(&left);
    }
    read?;
    output.finish()?;
    Ok(Outcome::Found)
}

/// A document being read.
struct Reading {
    sources: Vec<Source>,
    /// Which of them is open.
    index: usize,
    locale: Locale,
    /// Without a place to keep them nothing is annotated: why there is none.
    desk: Result<Desk, String>,
    place: Place,
    /// The colour used last.
    ink: Color,
    /// What a search over all documents found: in which, and where.
    found: Vec<(usize, usize)>,
    /// What was found last, and where.
    words: String,
    hits: Vec<Span>,
    /// Where the reader is, a byte offset.
    at: usize,
    /// Where the reader jumped from, the latest last.
    back: Vec<usize>,
    opened: Arc<Opened>,
}

impl Reading {
    /// Reads, and does what lines ask for, until one of them, or their end, ends it.
    fn read(
        &mut self,
        typed: Option<&str>,
        lines: &mut Lines,
        output: &mut Output,
    ) -> Result<(), Failure> {
        self.begin(output)?;
        let drafts = self.desk.as_ref().map_or(0, |desk| desk.drafts().len());
        if drafts > 0 {
            self.tell("note.drafts", &[&drafts.to_string()], output)?;
        }
        self.at = self.place.left(&self.opened);
        match typed {
            Some(typed) => {
                self.place.stand(self.at);
                self.go(typed, output)?;
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
    fn begin(&self, output: &mut Output) -> Result<(), Failure> {
        let document = &self.opened.document;
        let count = self.opened.tree.clauses.len().to_string();
        self.tell("linear.opened", &[&document.header.title, &count], output)
    }

    /// Does what a line asks for; false where that is the end.
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
            "}" => self.visit(walk::next_peer(&self.opened.tree, self.at), output)?,
            "{" => self.visit(walk::previous_peer(&self.opened.tree, self.at), output)?,
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
            "Y" => self.cite(output)?,
            "l" | "p" => self.documents(rest, output)?,
            "s" => self.search(words, output)?,
            ">" => self.open(self.index.checked_add(1), None, output)?,
            "<" => self.open(self.index.checked_sub(1), None, output)?,
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
                let document = &self.opened.document;
                self.hits = Findable::new(document).find(document, &self.words);
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
        match id.and_then(|id| self.opened.tree.get(id)) {
            Some(clause) => self.stand(clause.span.start, output),
            None => self.tell("linear.no-more", &[], output),
        }
    }

    /// To the next clause, or to the next paragraph where there are none.
    fn walk(&mut self, forward: bool, output: &mut Output) -> Result<(), Failure> {
        let tree = &self.opened.tree;
        if tree.clauses.is_empty() {
            let blocks = &self.opened.document.blocks;
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
        let last = self.opened.tree.clauses.last();
        let last = last.map(|clause| clause.span.start);
        let mut blocks = self.opened.document.blocks.iter();
        let block = blocks.rfind(|block| block.kind.is_read());
        let block = block.map(|block| block.span.start);
        self.jump(last.or(block).unwrap_or(0), output)
    }

    /// The clause at the reader's place: its path, then its own text without that of the clauses below it.
    fn say(&self, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &*self.opened;
        if let Some(id) = tree.at(self.at) {
            let heading = |id: &ClauseId| tree.get(*id).map(|clause| clause.heading(document));
            let path: Vec<String> = tree.path(id).iter().filter_map(heading).collect();
            output.line(&format!("{}  {}", tree.address(id), path.join(" > ")))?;
        }
        let pieces = Pieces::new(document, tree);
        let measure = Measure {
            columns: 1000,
            indent: 0,
            ..Measure::default()
        };
        let set = excerpt(document, tree, &pieces, self.own(self.at), measure);
        let lines = set.into_iter().map(|line| {
            line.text(&document.source, Ambiguous::Narrow)
                .trim()
                .to_owned()
        });
        self.list(lines.filter(|line| !line.is_empty()), output)
    }

    /// The text that is read at a place: that of a clause without those below it, what stands before all clauses, or a paragraph.
    fn own(&self, at: usize) -> Span {
        let Opened { document, tree, .. } = &*self.opened;
        if let Some(clause) = tree.at(at).and_then(|id| tree.get(id)) {
            let start = clause.span.start;
            let below = walk::next(tree, start).and_then(|next| tree.get(next));
            let end = below.map_or(clause.span.end, |below| below.span.start);
            return Span::new(start, end.min(clause.span.end));
        }
        if let Some(first) = tree.clauses.first() {
            return Span::new(0, first.span.start);
        }
        let blocks = document.blocks.iter();
        let mut read = blocks.filter(|block| block.kind.is_read());
        let block = read.find(|block| block.span.end > at);
        block.map_or(Span::new(at, document.source.len()), |block| block.span)
    }

    fn go(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &*self.opened;
        let found = tree.find(typed, &document.source);
        match found.as_slice() {
            [] => {
                let typed: String = typed.chars().take(40).collect();
                self.tell("goto.none", &[&typed], output)
            }
            [id] => {
                let at = tree.get(*id).map_or(0, |clause| clause.span.start);
                self.jump(at, output)
            }
            several => {
                self.tell("linear.several", &[&several.len().to_string()], output)?;
                let several = several.iter().take(12);
                self.list(several.map(|id| self.name(*id)), output)
            }
        }
    }

    fn name(&self, id: ClauseId) -> String {
        let Opened { document, tree, .. } = &*self.opened;
        let heading = tree.get(id).map(|clause| clause.heading(document));
        format!("{}  {}", tree.address(id), heading.unwrap_or_default())
    }

    fn outline(&self, output: &mut Output) -> Result<(), Failure> {
        self.list(self.opened.tree.ids().map(|id| self.name(id)), output)
    }

    /// To the next text with a hit, or to the one before.
    fn hit(&mut self, forward: bool, output: &mut Output) -> Result<(), Failure> {
        let here = self.own(self.at);
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
        self.tell("find.count", &[&self.words, &index, &count], output)?;
        self.jump(at, output)
    }

    /// Where the reader is.
    fn tell_place(&self, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &*self.opened;
        let index = tree.at(self.at).map_or(0, |id| id.index() + 1);
        let percent = 100 * self.at / document.source.len().max(1);
        let numbers = [index, tree.clauses.len(), percent].map(|number| number.to_string());
        let [index, count, percent] = numbers.each_ref().map(String::as_str);
        let arguments = [&document.header.title, index, count, percent];
        self.tell("linear.place", &arguments, output)
    }

    /// What the present text refers to, numbered; a number goes there.
    fn follow(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &*self.opened;
        let own = self.own(self.at);
        let found = reference::find(document, tree);
        let found: Vec<_> = found
            .iter()
            .filter(|reference| own.contains(reference.span.start))
            .collect();
        if found.is_empty() {
            return self.tell("refer.none", &[], output);
        }
        let chosen = number.parse::<usize>().ok();
        let chosen = chosen.and_then(|number| found.get(number.checked_sub(1)?));
        let place = |target: &Target| match target {
            Target::Clause(id) | Target::Range(id, _) => Some(tree.get(*id)?.span.start),
            Target::Note(span) => Some(span.start),
            Target::Document { .. } | Target::Nothing => None,
        };
        if let Some(at) = chosen.and_then(|reference| place(&reference.target)) {
            return self.jump(at, output);
        }
        let lines = found.iter().enumerate().map(|(index, reference)| {
            let meant = match &reference.target {
                Target::Clause(id) | Target::Range(id, _) => self.name(*id),
                Target::Document { .. } => self.locale.tr("refer.other", &[]),
                Target::Note(span) => span.of(&document.source).trim().to_owned(),
                Target::Nothing => String::new(),
            };
            let words = reference.span.of(&document.source);
            format!("{}  {words}  {meant}", index + 1)
        });
        self.list(lines, output)
    }

    fn cite(&self, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &*self.opened;
        let id = tree.at(self.at);
        // What stands before the clauses is no quotation: the header is in it.
        let quoted = id.map_or(Span::default(), |_| self.own(self.at));
        let citation = Citation::new(&document.header, document, tree, id, quoted);
        let style = STYLES.get(DEFAULT);
        let cited = style.map(|style| citation.in_style(style));
        self.list(cited.unwrap_or_default().lines().map(str::to_owned), output)
    }

    /// The path of the open document, as annotations and places name it.
    fn path(&self) -> PathBuf {
        place::path(&self.opened)
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
