//! `zhangju --linear`: reading line by line, without drawing anything: for screen readers, for `script`, and for terminals that can do
//! nothing. Each clause comes as its path first, then its text; what is to be done is asked for by a line.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, IsTerminal, Read};

use super::output::{Failure, Output, complain};
use super::target::{self, Opened};
use super::{Outcome, open};
use crate::annotation::{Annotation, ClauseRef, SourceRef, Store, Target};
use crate::clause::{ClauseId, walk};
use crate::library::{Catalog, Source};
use crate::search::find::Findable;
use crate::settings::position::{Position, Positions};
use crate::settings::{Language, Locale, Paths};
use crate::text::{Ambiguous, Span};
use crate::tui::chord::{Key, KeyChord};
use crate::typeset::{Measure, Pieces, excerpt};

/// Longest line that is read from the person.
const LONGEST: u64 = 64 << 10;

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
    let opened = target::open_source(source)?;
    let positions = match &paths {
        Ok(paths) => Positions::read(&paths.state).map_err(|error| error.to_string())?,
        Err(_) => Positions::default(),
    };
    let mut reading = Reading {
        sources,
        locale: Locale::of(language),
        paths,
        positions,
        hits: Vec::new(),
        at: 0,
        opened,
    };
    let mut output = Output::new();
    reading.begin(typed, &mut output)?;
    let stdin = io::stdin();
    let is_asked = stdin.is_terminal();
    loop {
        if is_asked {
            output.ask("> ")?;
        }
        output.flush()?;
        let mut line = Vec::new();
        let read = stdin.lock().take(LONGEST).read_until(b'\n', &mut line);
        if read.map_err(|error| format!("cannot read: {error}"))? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&line);
        if !reading.obey(line.trim(), &mut output)? {
            break;
        }
    }
    reading.leave();
    output.finish()?;
    Ok(Outcome::Found)
}

/// A document being read.
struct Reading {
    sources: Vec<Source>,
    locale: Locale,
    paths: Result<Paths, String>,
    positions: Positions,
    hits: Vec<Span>,
    /// Where the reader is, a byte offset.
    at: usize,
    opened: Opened,
}

impl Reading {
    fn begin(&mut self, typed: Option<&str>, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &self.opened;
        let header = &document.header;
        let count = tree.clauses.len().to_string();
        output.line(&self.locale.tr("linear.opened", &[&header.title, &count]))?;
        let left = self.positions.get(&header.key());
        self.at = left.map_or(0, |position| position.bytes(&document.source).1);
        match typed {
            Some(typed) => self.go(typed, output),
            None => self.say(output),
        }
    }

    /// Does what a line asks for; false where that is the end.
    fn obey(&mut self, line: &str, output: &mut Output) -> Result<bool, Failure> {
        let command = ascii(line);
        let (word, rest) = command.split_once(' ').unwrap_or((&command, ""));
        let tree = &self.opened.tree;
        let found = match word {
            "q" => return Ok(false),
            "" | "]" | "j" => walk::next(tree, self.at),
            "-" | "[" | "k" => walk::previous(tree, self.at),
            "}" => walk::next_peer(tree, self.at),
            "{" => walk::previous_peer(tree, self.at),
            "G" => tree.ids().next_back(),
            _ => {
                self.obey_other(word, rest.trim(), line, output)?;
                return Ok(true);
            }
        };
        match found.and_then(|id| tree.get(id)) {
            Some(clause) => {
                self.at = clause.span.start;
                self.say(output)?;
            }
            None => self.tell("linear.no-more", &[], output)?,
        }
        Ok(true)
    }

    fn obey_other(
        &mut self,
        word: &str,
        rest: &str,
        line: &str,
        output: &mut Output,
    ) -> Result<(), Failure> {
        match word {
            "gg" => {
                self.at = 0;
                self.say(output)
            }
            "." => self.say(output),
            "?" => {
                let help = self.locale.tr("linear.help", &[]);
                help.split("; ").try_for_each(|line| output.line(line))
            }
            "o" => self.outline(output),
            "l" => self.list(rest, output),
            "m" => self.bookmark(output),
            "n" => self.hit(true, output),
            "N" => self.hit(false, output),
            _ if word.starts_with(':') => {
                self.go(&line.chars().skip(1).collect::<String>(), output)
            }
            _ if word.starts_with('/') => {
                let words = line.chars().skip(1).collect::<String>();
                let document = &self.opened.document;
                self.hits = Findable::new(document).find(document, words.trim());
                self.hit(true, output)
            }
            _ => self.go(line, output),
        }
    }

    fn tell(&self, key: &str, arguments: &[&str], output: &mut Output) -> Result<(), Failure> {
        output.line(&self.locale.tr(key, arguments))
    }

    /// The clause at the reader's place: its path, then its own text without that of the clauses below it.
    fn say(&self, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &self.opened;
        let source = &document.source;
        let id = tree.at(self.at);
        if let Some(id) = id {
            let heading = |id: &ClauseId| tree.get(*id).map(|clause| clause.heading(document));
            let path: Vec<String> = tree.path(id).iter().filter_map(heading).collect();
            output.line(&format!("{}  {}", tree.address(id), path.join(" > ")))?;
        }
        let (start, end) = match id.and_then(|id| tree.get(id)) {
            Some(clause) => (clause.span.start, clause.span.end),
            None => (0, source.len()),
        };
        let below = walk::next(tree, if id.is_some() { start } else { 0 })
            .and_then(|next| tree.get(next))
            .map_or(end, |next| next.span.start);
        let first = match (id, tree.clauses.first()) {
            (None, Some(first)) => first.span.start,
            _ => below,
        };
        let span = Span::new(start, end.min(first).max(start));
        let pieces = Pieces::new(document, tree);
        let measure = Measure {
            columns: 1000,
            indent: 0,
            ..Measure::default()
        };
        for line in excerpt(document, tree, &pieces, span, measure) {
            let text = line.text(source, Ambiguous::Narrow);
            if !text.trim().is_empty() {
                output.line(text.trim())?;
            }
        }
        Ok(())
    }

    fn go(&mut self, typed: &str, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &self.opened;
        let found = tree.find(typed, &document.source);
        match found.as_slice() {
            [] => self.tell("goto.none", &[typed], output),
            [id] => {
                self.at = tree.get(*id).map_or(0, |clause| clause.span.start);
                self.say(output)
            }
            several => {
                self.tell("goto.count", &[&several.len().to_string()], output)?;
                several
                    .iter()
                    .take(12)
                    .try_for_each(|id| self.name(*id, output))
            }
        }
    }

    fn name(&self, id: ClauseId, output: &mut Output) -> Result<(), Failure> {
        let Opened { document, tree, .. } = &self.opened;
        let heading = tree.get(id).map(|clause| clause.heading(document));
        let heading = heading.unwrap_or_default();
        output.line(&format!("{}  {heading}", tree.address(id)))
    }

    fn outline(&self, output: &mut Output) -> Result<(), Failure> {
        self.opened
            .tree
            .ids()
            .try_for_each(|id| self.name(id, output))
    }

    fn hit(&mut self, forward: bool, output: &mut Output) -> Result<(), Failure> {
        let here = self.at;
        let found = if forward {
            let behind = self.hits.iter().find(|hit| hit.start > here);
            behind.or(self.hits.first())
        } else {
            let before = self.hits.iter().rfind(|hit| hit.start < here);
            before.or(self.hits.last())
        };
        match found {
            Some(hit) => {
                self.at = hit.start;
                self.say(output)
            }
            None => self.tell("find.no-hit", &[], output),
        }
    }

    /// The documents, or one of them opened by its number.
    fn list(&mut self, number: &str, output: &mut Output) -> Result<(), Failure> {
        let chosen = number.parse::<usize>().ok();
        let chosen = chosen.and_then(|number| self.sources.get(number.checked_sub(1)?));
        let Some(source) = chosen else {
            for (index, source) in self.sources.iter().enumerate() {
                output.line(&format!("{}  {}", index + 1, source.name()))?;
            }
            return Ok(());
        };
        match target::open_source(source) {
            Ok(opened) => {
                self.leave();
                self.opened = opened;
                self.hits.clear();
                self.begin(None, output)
            }
            Err(reason) => output.line(&reason),
        }
    }

    fn bookmark(&self, output: &mut Output) -> Result<(), Failure> {
        let paths = match &self.paths {
            Ok(paths) => paths,
            Err(reason) => return self.tell("annotate.nowhere", &[reason], output),
        };
        let Opened {
            document,
            tree,
            path,
        } = &self.opened;
        let source = &document.source;
        let clause = tree.at(self.at).and_then(|id| Some((id, tree.get(id)?)));
        let start = clause.map_or(self.at, |(_, clause)| clause.title.start);
        let end = document
            .block_at(start)
            .and_then(|block| document.blocks.get(block))
            .map_or(start, |block| block.text.end);
        let clause = clause.and_then(|(id, _)| ClauseRef::new(document, tree, id));
        let reference = SourceRef::new(&document.header, &path.to_string_lossy(), source);
        let target = Target::new(reference, source, Span::new(start, end), clause);
        let mut store = Store::open(&paths.config, &paths.state);
        match store.put(Annotation::bookmark(target, None)).1 {
            Ok(()) => self.tell("annotate.added", &[], output),
            Err(error) => self.tell("annotate.unsaved", &[&error.to_string()], output),
        }
    }

    /// Remembers the place.
    fn leave(&mut self) {
        let document = &self.opened.document;
        let position = Position::of(&document.header.key(), &document.source, self.at, self.at);
        if self.paths.is_ok()
            && let Err(error) = self.positions.leave(position)
        {
            complain(&error.to_string());
        }
    }
}

/// A line with the ASCII twins of full-width characters: commands typed with an input method are commands.
fn ascii(line: &str) -> String {
    let twin = |c| {
        let chord = KeyChord {
            key: Key::Char(c),
            ctrl: false,
            alt: false,
        };
        chord.ascii().typed().unwrap_or(c)
    };
    line.chars().map(twin).collect()
}
