//! `zhangju marks`: annotations listed, exported, imported, made, changed, looked through and
//! compacted, without the reading room.

mod change;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::sync::Arc;

use clap::{Subcommand, ValueEnum};

use change::Change;

use super::color::ColorWord;
use super::object::Listing;
use super::{Outcome, settled, target};
use crate::annotation::{
    self, Annotation, Color, Finder, Motivation, Store, bound_title, import, is_readable,
};
use crate::disk;
use crate::reading::Text;
use crate::settings::Paths;
use crate::terminal::output::{Failure, Output, complain};
use crate::text::{Said, Span};

/// What is done with annotations.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List annotations: of all documents, or of those named, with whether each is where it was
    List {
        #[command(flatten)]
        which: Which,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Listing,
    },
    /// Write annotations out
    Export {
        #[command(flatten)]
        which: Which,
        /// In which form
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Take in annotations: our own lines, a JSON-LD `AnnotationPage`, an export of Hypothesis.
    /// What is there already stays as it is
    Import {
        /// A file; `-` is standard input
        #[arg(value_name = "FILE")]
        path: OsString,
    },
    /// Make an annotation of a clause, or of words in it
    Add {
        /// A file, and a clause of it
        #[arg(value_name = "PATH[#ADDRESS]")]
        path: OsString,
        /// The words in it that are meant
        #[arg(long)]
        quote: Option<String>,
        /// What is to be said of them
        #[arg(long)]
        note: Option<String>,
        /// How they are filed
        #[arg(long = "tag")]
        tags: Vec<String>,
        /// yellow, green, blue, red or purple
        #[arg(long, value_parser = ColorWord::any)]
        color: Option<ColorWord>,
    },
    /// Change an annotation: a new version of it, which all copies and devices will see
    Edit {
        /// Its id, as `list` prints it
        id: String,
        #[command(flatten)]
        change: Change,
    },
    /// Delete an annotation; its history stays in the logs
    Delete {
        /// Its id, as `list` prints it
        id: String,
    },
    /// Say what is damaged in the logs, and change nothing
    Check,
    /// List all versions of an annotation, the oldest first
    History {
        /// Its id, as `list` prints it
        id: String,
    },
    /// Leave out of the closed logs of this device the versions that no longer hold: their history
    /// is gone then
    Compact,
}

/// Which annotations.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// Those of these files and folders only
    #[arg(value_name = "PATH")]
    paths: Vec<OsString>,
    /// Those with this tag only
    #[arg(long)]
    tag: Option<String>,
    /// Those of this colour only: yellow, green, blue, red or purple
    #[arg(long, value_parser = ColorWord::any)]
    color: Option<ColorWord>,
    /// Those that have these words in them, or in the words they stand at, only
    #[arg(long)]
    find: Option<String>,
}

/// The forms of an export.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Format {
    /// For people: quotations, notes, citations
    #[default]
    Markdown,
    /// A W3C `AnnotationPage`
    Jsonld,
    /// The columns of Readwise's import
    Csv,
    /// Our own lines, with where each stands now for the documents named
    #[value(alias = "jsonl")]
    Json,
}

/// Does it.
pub fn run(command: Command) -> Result<Outcome, Failure> {
    let paths = Paths::of_environment()?;
    let mut store = Store::open(&paths.config, &paths.state);
    for problem in store.problems() {
        complain(&settled::say(&problem.said()));
    }
    match command {
        Command::List {
            which,
            format: Listing::Json,
        } => export(&store, &which, Format::Json),
        Command::List { which, .. } => list(&store, &which),
        Command::Export { which, format } => export(&store, &which, format),
        Command::Import { path } => take_in(&mut store, &path),
        Command::Add {
            path,
            quote,
            note,
            tags,
            color,
        } => {
            let held = store.annotations();
            let mut annotation = begin(
                &path,
                &held,
                quote.as_deref(),
                color.and_then(ColorWord::ink),
            )?;
            annotation.set_note(note.as_deref().unwrap_or(""));
            if !annotation.note().is_empty() {
                annotation.motivation = Motivation::Commenting;
            }
            annotation.set_tags(&tags);
            let (id, written) = store.put(annotation);
            said(written)?;
            let mut output = Output::standard();
            output.line(&id)?;
            output.finish()?;
            Ok(Outcome::Found)
        }
        Command::Edit { id, change } => change::edit(&mut store, &id, &change),
        Command::Delete { id } => change::delete(&mut store, &id),
        Command::Check => check(&store),
        Command::History { id } => history(&store, &id),
        Command::Compact => {
            let dropped = store.compact();
            let dropped = dropped.map_err(|error| error.said())?;
            let mut output = Output::standard();
            let dropped = dropped.to_string();
            output.line(&settled::locale().tr("cli.compacted", &[&dropped]))?;
            output.finish()?;
            Ok(Outcome::Found)
        }
    }
}

fn said(written: Result<(), disk::Error>) -> Result<(), Failure> {
    written.map_err(|error| not_saved(&error).into())
}

fn not_saved(error: &disk::Error) -> String {
    settled::locale().tr("cli.not-saved", &[&settled::say(&error.said())])
}

/// Annotations, each with its document's text where that is named.
struct Chosen {
    annotations: Vec<Arc<Annotation>>,
    /// The name of where each stands now, by its id; none where it is about the whole.
    places: HashMap<String, Option<&'static str>>,
    outcome: Outcome,
}

fn choose(store: &Store, which: &Which) -> Result<Chosen, Failure> {
    let mut annotations: Vec<Arc<Annotation>> = store
        .annotations()
        .into_iter()
        .filter(|annotation| is_readable(annotation) || annotation.bound().is_some())
        .filter(|annotation| which.takes(annotation))
        .collect();
    let mut places = HashMap::new();
    let mut outcome = Outcome::Found;
    if !which.paths.is_empty() {
        outcome = target::each(&which.paths, |opened, _| {
            let finder = Finder::new(&opened.text.document.source);
            let own = annotations.iter().filter(|own| opened.owns(own));
            for annotation in own {
                // What is bound is bound as a whole: there is no place in it to look for.
                let is_whole = annotation.bound().is_some();
                let place = (!is_whole).then(|| finder.find(&annotation.target).name());
                places.insert(annotation.id.clone(), place);
            }
            Ok(true)
        })?;
        annotations.retain(|annotation| places.contains_key(&annotation.id));
    }
    let start = |own: &Annotation| own.target.position().map_or(0, |own| own.start);
    annotations.sort_by(|a, b| {
        let (ours, theirs) = (&a.target.source, &b.target.source);
        // Annotations of one document share what they say of it.
        let by_document = if Arc::ptr_eq(ours, theirs) {
            Ordering::Equal
        } else {
            let by_title = ours.title.cmp(&theirs.title);
            by_title.then_with(|| ours.key().cmp(&theirs.key()))
        };
        by_document.then_with(|| start(a).cmp(&start(b)))
    });
    if annotations.is_empty() && outcome == Outcome::Found {
        outcome = Outcome::NothingFound;
    }
    Ok(Chosen {
        annotations,
        places,
        outcome,
    })
}

impl Which {
    fn takes(&self, annotation: &Annotation) -> bool {
        let is_tagged = |tag: &String| annotation.tags().any(|own| own == tag);
        let has = |words: &String| {
            annotation.quote().contains(words.as_str())
                || annotation.note().contains(words.as_str())
        };
        self.tag.as_ref().is_none_or(is_tagged)
            && self
                .color
                .and_then(ColorWord::ink)
                .is_none_or(|color| annotation.color() == Some(color))
            && self.find.as_ref().is_none_or(has)
    }
}

/// One line each: id, day, place, kind, document and clause, words, note, tags.
fn list(store: &Store, which: &Which) -> Result<Outcome, Failure> {
    let chosen = choose(store, which)?;
    let mut output = Output::standard();
    for annotation in &chosen.annotations {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = match (annotation.mark, annotation.motivation) {
            (Some(mark), _) => format!("mark {mark}"),
            (None, Motivation::Commenting) => "note".to_owned(),
            (None, Motivation::Highlighting) => annotation.color.clone(),
            (None, Motivation::Linking) => "bound".to_owned(),
            (None, _) => "bookmark".to_owned(),
        };
        let day: String = annotation.modified.chars().take(10).collect();
        let clause = annotation.target.clause.as_ref();
        let place = chosen.places.get(&annotation.id).copied().flatten();
        let tags: Vec<String> = annotation.tags().map(|tag| format!("#{tag}")).collect();
        let columns = [
            annotation.id.clone(),
            day,
            place.unwrap_or("-").to_owned(),
            kind,
            format!(
                "《{}》{}",
                one_line(&annotation.target.source.title),
                one_line(clause.map_or("", |clause| &clause.label))
            ),
            bound_title(annotation).unwrap_or_else(|| one_line(annotation.quote())),
            one_line(annotation.note()),
            tags.join(" "),
        ];
        output.fields(&columns.each_ref().map(String::as_str))?;
    }
    output.finish()?;
    Ok(chosen.outcome)
}

fn export(store: &Store, which: &Which, format: Format) -> Result<Outcome, Failure> {
    let chosen = choose(store, which)?;
    let annotations = chosen.annotations.iter().map(Arc::as_ref);
    let mut output = Output::standard();
    match format {
        Format::Markdown => output.text(&annotation::markdown(annotations, true).0)?,
        Format::Csv => output.raw(&annotation::csv(annotations))?,
        Format::Jsonld => output.json(&(annotation::page(annotations).to_string() + "\n"))?,
        Format::Json => {
            for annotation in annotations {
                let mut annotation = annotation.clone();
                if let Some(Some(place)) = chosen.places.get(&annotation.id) {
                    annotation.other.set(annotation::ANCHOR, place);
                }
                output.json(&(annotation::line(&annotation) + "\n"))?;
            }
        }
    }
    output.finish()?;
    Ok(chosen.outcome)
}

/// The largest file that is imported: 256 MiB.
const LARGEST: u64 = 256 << 20;

fn take_in(store: &mut Store, path: &OsStr) -> Result<Outcome, Failure> {
    let bytes = if path == "-" {
        let mut bytes = Vec::new();
        let mut input = std::io::stdin().lock().take(LARGEST);
        input
            .read_to_end(&mut bytes)
            .map_err(|error| Said::new("cli.no-stdin").with_said(disk::reason(&error)))?;
        bytes
    } else {
        let read = disk::read(std::path::Path::new(path), LARGEST);
        read.map_err(|error| error.said())?
    };
    let import = import::read(&bytes).map_err(|reason| {
        let said = Said::new("program.said").with(path.display());
        said.with_said(reason)
    })?;
    let (count, skipped) = (
        import.lines.len() + import.annotations.len(),
        import.skipped,
    );
    let taken = store.import(import);
    let taken = taken.map_err(|error| not_saved(&error))?;
    let mut output = Output::standard();
    let counts = [taken, count - taken, skipped].map(|count| count.to_string());
    let counts = counts.each_ref().map(String::as_str);
    output.line(&settled::locale().tr("cli.imported", &counts))?;
    output.finish()?;
    Ok(if count > 0 {
        Outcome::Found
    } else {
        Outcome::NothingFound
    })
}

/// A new annotation of a document, of a clause, or of words in it.
fn begin(
    argument: &OsStr,
    held: &[Arc<Annotation>],
    quote: Option<&str>,
    color: Option<Color>,
) -> Result<Annotation, Failure> {
    let (path, typed) = target::split(argument);
    let opened = target::open_among(path, held)?;
    let Text { document, tree, .. } = &opened.text;
    let clause = typed
        .map(|typed| target::clause(&opened, typed))
        .transpose()?;
    let clause = clause.or_else(|| tree.ids().next());
    let found = clause.and_then(|id| tree.get(id));
    let within = match (typed, found) {
        (Some(_), Some(clause)) => clause.span,
        _ => Span::new(0, document.source.len()),
    };
    let span = match quote {
        None => found.map_or(within, crate::clause::Clause::head),
        Some(words) => {
            // As they stand in the source, before as a reader takes them.
            let at = within.of(&document.source).find(words);
            let copied = at.map(|at| within.start + at);
            let copied = copied.map(|start| Span::new(start, start + words.len()));
            let found = || opened.text.findable().first_in(document, words, within);
            copied.or_else(found).ok_or_else(|| {
                let argument = argument.to_string_lossy();
                settled::locale().tr("cli.no-words", &[&argument, words])
            })?
        }
    };
    let target = opened.text.target(span);
    Ok(match color {
        Some(color) => Annotation::highlight(target, color),
        None => Annotation::bookmark(target, None),
    })
}

fn check(store: &Store) -> Result<Outcome, Failure> {
    let (checked, locale) = (store.check(), settled::locale());
    let mut output = Output::standard();
    for (path, line) in &checked.damaged {
        let (path, line) = (path.display().to_string(), line.to_string());
        output.line(&locale.tr("cli.no-record", &[&path, &line]))?;
    }
    for problem in &checked.problems {
        output.line(&locale.say(&problem.said()))?;
    }
    let counts = [
        checked.logs,
        checked.records,
        checked.annotations,
        checked.superseded,
        checked.unknown,
        checked.damaged.len(),
        store.unsaved(),
    ]
    .map(|count| count.to_string());
    let counts = counts.each_ref().map(String::as_str);
    output.line(&locale.tr("cli.checked", &counts))?;
    if checked.superseded > 1000 && checked.superseded > checked.annotations {
        output.line(&locale.tr("cli.compact", &[]))?;
    }
    output.finish()?;
    Ok(
        if checked.damaged.is_empty() && checked.problems.is_empty() {
            Outcome::Found
        } else {
            Outcome::Failed
        },
    )
}

fn history(store: &Store, id: &str) -> Result<Outcome, Failure> {
    let history = store.history(id);
    let mut output = Output::standard();
    for version in &history {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let what = match &version.annotation {
            None => vec!["deleted".to_owned()],
            Some(annotation) => {
                let tags: Vec<String> = annotation.tags().map(|tag| format!("#{tag}")).collect();
                let (quote, note) = (one_line(annotation.quote()), one_line(annotation.note()));
                vec![quote, annotation.color.clone(), note, tags.join(" ")]
            }
        };
        let mut fields = vec![version.modified.as_str(), version.device.as_str()];
        fields.extend(what.iter().map(String::as_str));
        output.fields(&fields)?;
    }
    output.finish()?;
    if history.is_empty() {
        complain(&settled::locale().tr("cli.no-annotation", &[id]));
        return Ok(Outcome::NothingFound);
    }
    Ok(Outcome::Found)
}
