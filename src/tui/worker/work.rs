//! Work: what is done once, in a thread of its own or here and now, from what comes with the
//! request.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::annotation::{Anchor, Annotation, Finder, Target, is_readable};
use crate::clause;
use crate::disk;
use crate::document::{PartialDate, decode};
use crate::library::shelf::{Shelves, Tally};
use crate::library::{Catalog, Entry, EntryId, Filters, Source, Unread};
use crate::reading::titled::{of_time, with_place};
use crate::reading::{Origin, Text, by_entry, comparing, left};
use crate::search::body::Body;
use crate::search::matcher::Matcher;
use crate::settings::fault;
use crate::text::Span;
use crate::text::script::Script;
use crate::tui::ask::{Aim, Arrangement, Loading, Pairing, Tallying, Work};
use crate::tui::model::glimpse::Glimpse;
use crate::tui::model::tree::Tallies;
use crate::tui::report::{Compared, NotLoaded, Quoted, Report, Taken, Tallied};
use crate::typeset::{Measure, count_rows, excerpt};

/// Longest document in bytes that is loaded within a few milliseconds.
const SHORT: u64 = 128 << 10;

/// Shortest document in bytes that takes longer to load than a reader should look at nothing.
const LONG: u64 = 1 << 20;

/// Most entries that are arranged as fast.
const FEW: usize = 64;

/// Places in one report.
const PLACES: usize = 1000;

impl Work {
    /// Whether it takes less time than a thread is worth, where somebody waits for it.
    pub fn is_short(&self) -> bool {
        match self {
            Self::Load(_, loading) => {
                let source = &loading.origin.source;
                let is_run = source.is_filtered(loading.catalog.filters());
                // The first text that is shown in another script waits for the dictionaries.
                let is_converted = loading.script != Script::Original;
                !is_run && !is_converted && source.length().is_ok_and(|bytes| bytes <= SHORT)
            }
            Self::Arrange(arrangement) => arrangement.catalog.len() <= FEW,
            _ => false,
        }
    }
}

/// Does a piece of work and tells what comes of it, as long as `tell` says that somebody hears it.
pub fn answer(work: Work, tell: &mut dyn FnMut(Report) -> bool) {
    let report = match work {
        Work::Load(ticket, loading) => {
            if let Some(glimpse) = glimpse(&loading)
                && !tell(Report::Begun(ticket, glimpse))
            {
                return;
            }
            match load(&loading) {
                Ok(text) => Report::Loaded(ticket, Arc::new(text)),
                Err(reason) => Report::Failed(ticket, reason),
            }
        }
        Work::Correct(text, corrections) => {
            let corrected = text.corrected(corrections);
            corrected.prepare();
            Report::Corrected(Arc::new(corrected))
        }
        Work::Convert(text, script) => {
            text.rendition(script);
            Report::Converted
        }
        Work::Arrange(arrangement) => Report::Arranged(Box::new(arrange(&arrangement))),
        Work::Tally(tallying) => Report::Tallied(Box::new(tally(*tallying))),
        Work::Peek(ticket, source, said, measure) => {
            let set = || beginning(source, said.as_deref(), measure);
            let lines = catch_unwind(AssertUnwindSafe(set)).unwrap_or(Ok(Vec::new()));
            Report::Peeked(ticket, lines)
        }
        Work::Quote(ticket, mentioned, at, catalog, measure) => {
            let quoted = mentioned
                .into_iter()
                .map(|own| quote(own, at, &catalog, measure));
            Report::Quoted(ticket, quoted.collect())
        }
        Work::Place(ticket, several, place, catalog) => {
            let source = |id| Some((id, catalog.get(id)?.source()));
            let several = several.into_iter().filter_map(source);
            let found = || with_place(several, catalog.filters(), &place);
            let found = catch_unwind(AssertUnwindSafe(found)).unwrap_or_default();
            Report::Placed(ticket, place, found)
        }
        Work::Count(ticket, text, measure) => {
            let rows = count_rows(&text.document, &text.tree, text.pieces(), measure);
            Report::Counted(ticket, rows)
        }
        Work::List(ticket, answer, order) => {
            let lines = order.list(&answer);
            Report::Listed(ticket, order, lines)
        }
        Work::Mark(text, query, rung) => {
            let body = Body::new(&text.document, &text.tree);
            let hits = Matcher::new(&query, rung).hits(&body, false);
            let spans = hits.into_iter().map(|hit| hit.span).collect();
            Report::Marked(text, query, spans)
        }
        Work::Write(path, list) => {
            let path = absolute(&path);
            Report::Taken(write(path, &list))
        }
        Work::Compare(ticket, pairing) => Report::Compared(ticket, compare(*pairing)),
        Work::Others(ticket, text, others) => Report::Others(ticket, text.find_others(&others)),
        Work::Take(path, export) => {
            let path = absolute(&path);
            let text = export.written(&path);
            Report::Taken(write(path, &text))
        }
        Work::LookUp(dictionaries, words) => {
            let found = dictionaries.look_up(&words);
            Report::LookedUp(words.into_iter().next().unwrap_or_default(), found)
        }
        Work::Hook(call) => Report::Hooked(call.name.clone(), call.run()),
        Work::Anchor(text, wanted) => Report::Anchored(places(&text.document.source, &wanted)),
        Work::Survey(filters, wanted) => return survey(&filters, wanted, tell),
    };
    tell(report);
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Writes a file of a person's own, as long as there is none of its name.
fn write(path: PathBuf, text: &str) -> Taken {
    match disk::write_new(&path, text.as_bytes()) {
        Ok(()) => Taken::As(path),
        Err(error) if error.reason.kind() == ErrorKind::AlreadyExists => Taken::Exists(path),
        Err(error) => Taken::Not(error.said()),
    }
}

/// How a document begins and ends, for whoever waits for it; `None` for one that is there at once,
/// or whose first bytes alone tell nothing.
fn glimpse(loading: &Loading) -> Option<Glimpse> {
    let Origin {
        source, encoding, ..
    } = &loading.origin;
    let filters = loading.catalog.filters();
    let is_told = encoding.is_none() && !source.is_filtered(filters) && !source.is_read_whole();
    if !is_told || source.length().ok()? < LONG {
        return None;
    }
    let read = || Text::open_beginning(source.clone());
    let text = catch_unwind(AssertUnwindSafe(read)).ok()?.ok()?;
    let whole = text.document.plain();
    let mut end = whole.len().min(PEEKED);
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    Some(Glimpse {
        beginning: Span::new(0, end).of(whole).to_owned(),
        ending: source.ending(PEEKED).unwrap_or_default(),
    })
}

/// Loads a document, with all that a screen needs of it.
///
/// # Errors
/// What stands in the way.
fn load(loading: &Loading) -> Result<Text, NotLoaded> {
    // A document that the program fails on must not take the reading room with it, nor leave it
    // waiting.
    catch_unwind(AssertUnwindSafe(|| derive(loading))).unwrap_or_else(|_| {
        let name = loading.origin.source.name();
        Err(NotLoaded::Failed(name.into_owned()))
    })
}

fn derive(loading: &Loading) -> Result<Text, NotLoaded> {
    fault::strike("document");
    let Loading {
        origin,
        annotations,
        catalog,
        script,
    } = loading;
    let text = Text::open(origin, annotations, catalog).map_err(NotLoaded::Unread)?;
    text.prepare();
    text.rendition(*script);
    Ok(text)
}

/// Compares texts.
///
/// # Errors
/// What stands in the way of one of them.
fn compare(pairing: Pairing) -> Result<Compared, NotLoaded> {
    let Pairing { open, others, aim } = pairing;
    let (entry, text) = open;
    let mut texts = vec![(entry, text)];
    for (entry, loading) in others {
        texts.push((entry, Arc::new(load(&loading)?)));
    }
    match aim {
        Aim::Beside(first) => texts.sort_by_key(|(entry, _)| *entry != first),
        Aim::Changes => comparing::in_order(&mut texts, |(_, text)| text),
        Aim::History(_) => texts.sort_by_key(|(_, text)| comparing::edition(text)),
    }
    let own = texts.iter().position(|(own, _)| *own == entry);
    let own = own.unwrap_or_default();
    let side = || {
        let editions: Vec<Arc<Text>> = texts.iter().map(|(_, text)| Arc::clone(text)).collect();
        match (aim, editions.as_slice()) {
            (Aim::History(at), editions) => comparing::history(editions, own, at),
            (_, [old, new, ..]) => {
                let rows = clause::compare::compare(old.side(), new.side()).rows;
                rows.into_iter().map(|row| (0, row)).collect()
            }
            _ => Vec::new(),
        }
    };
    // As in `load`: texts that the program fails on must not take the reading room with them.
    let rows = catch_unwind(AssertUnwindSafe(side));
    let rows = rows.map_err(|_| {
        let name = texts.iter().find(|(other, _)| *other != entry);
        NotLoaded::Failed(name.map_or_else(String::new, |(_, own)| own.identity.path.clone()))
    })?;
    Ok(Compared { texts, rows, aim })
}

fn arrange(arrangement: &Arrangement) -> Shelves {
    let Arrangement {
        catalog,
        same,
        by,
        sort,
        positions,
    } = arrangement;
    let read = left::last_read(positions, catalog);
    Shelves::arrange(catalog, same, *by, *sort, &read)
}

fn tally(tallying: Tallying) -> Tallied {
    let Tallying {
        catalog,
        shelves,
        positions,
        annotations,
        revision,
    } = tallying;
    let noting = annotations.iter().filter(|own| is_readable(own));
    let noted = by_entry(noting, &catalog).into_iter();
    let noted: HashMap<EntryId, usize> = noted.map(|(id, own)| (id, own.len())).collect();
    let read: HashSet<EntryId> = left::last_read(&positions, &catalog).into_keys().collect();
    let of = |amounts| Tally::new(&catalog, &shelves, amounts);
    let tallies = Tallies {
        read: of(&read.iter().map(|id| (*id, 1)).collect()),
        noted: of(&noted),
    };
    Tallied {
        noted,
        read,
        revision,
        shelves,
        tallies,
    }
}

/// Looks for the places of annotations in documents that are not open.
fn survey(
    filters: &Filters,
    wanted: Vec<(Source, Vec<Arc<Annotation>>)>,
    tell: &mut dyn FnMut(Report) -> bool,
) {
    let mut found = Vec::new();
    for (source, annotations) in wanted {
        // A document that cannot be read says nothing of where its annotations stand.
        let decoded = source.bytes(filters).map(|bytes| decode::decode(&bytes));
        if let Ok(decoded) = decoded.as_ref()
            && decoded.foreign.is_none()
        {
            found.extend(places(&decoded.text, &annotations));
        }
        if found.len() >= PLACES && !tell(Report::Anchored(std::mem::take(&mut found))) {
            return;
        }
    }
    tell(Report::Anchored(found));
}

fn places(text: &str, wanted: &[Arc<Annotation>]) -> Vec<(String, Target, Anchor)> {
    let finder = Finder::new(text);
    let place = |annotation: &Arc<Annotation>| {
        let target = annotation.target.clone();
        (
            annotation.id.clone(),
            target,
            finder.find(&annotation.target),
        )
    };
    wanted.iter().map(place).collect()
}

/// Looks for what is mentioned of another document; no program is run for it.
fn quote(
    (title, clause): (String, String),
    at: Option<PartialDate>,
    catalog: &Catalog,
    measure: Measure,
) -> Quoted {
    let titled = of_time(catalog, &title, at);
    let entry = titled.found.and_then(|(id, _)| catalog.get(id));
    let source = entry.map(Entry::source);
    let source = source.filter(|source| !source.is_filtered(catalog.filters()));
    let said = Some(&*clause).filter(|said| !said.is_empty());
    let set = |source| {
        let set = || beginning(source, said, measure);
        catch_unwind(AssertUnwindSafe(set)).ok()?.ok()
    };
    Quoted {
        lines: source.and_then(set).unwrap_or_default(),
        title,
        clause,
        titled,
    }
}

/// Bytes of the beginning of a document that are set: more than any screen shows beside a list.
const PEEKED: usize = 6 << 10;

fn beginning(source: Source, said: Option<&str>, measure: Measure) -> Result<Vec<String>, Unread> {
    let text = match said {
        None => Text::open_beginning(source),
        Some(_) => Text::open_uncorrected(source),
    }?;
    let (document, tree) = (&*text.document, &text.tree);
    let clauses = said.map_or_else(Vec::new, |said| tree.find(said, document));
    let clause = clauses.first().and_then(|id| tree.get(*id));
    let start = clause.map_or(0, |clause| clause.span.start);
    let mut end = document.source.len().min(start + PEEKED);
    while !document.source.is_char_boundary(end) {
        end -= 1;
    }
    let whole = Span::new(start, end);
    let lines = excerpt(document, tree, text.pieces(), whole, measure);
    let lines = lines.map(|line| line.text(&document.source, measure.ambiguous));
    Ok(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Origin;
    use crate::tui::model::ticket::Ticket;

    fn told(text: &str) -> Vec<Report> {
        let source = Source::Memory("长.txt".to_owned(), text.as_bytes().into());
        let loading = Loading {
            origin: Origin::from(source),
            annotations: Vec::new(),
            catalog: Catalog::default(),
            script: Script::Original,
        };
        let mut told = Vec::new();
        let work = Work::Load(Ticket::default(), Box::new(loading));
        answer(work, &mut |report| {
            told.push(report);
            true
        });
        told
    }

    #[test]
    fn a_long_text_is_shown_as_it_begins_while_the_rest_is_loaded() {
        let long = "第一条 文。\n\n".repeat(1 << 17);
        match told(&long).as_slice() {
            [Report::Begun(_, glimpse), Report::Loaded(..)] => {
                let Glimpse { beginning, ending } = glimpse;
                assert!(beginning.len() > PEEKED / 2 && long.starts_with(beginning));
                assert!(ending.len() > PEEKED / 2 && long.trim_end().ends_with(ending));
                assert!(ending.starts_with("第一条") || ending.starts_with('\n'));
            }
            other => panic!("{} reports", other.len()),
        }
        assert!(matches!(
            told("第一条 文。\n").as_slice(),
            [Report::Loaded(..)]
        ));
    }
}
