//! Annotating: bookmarks and letter marks, their list, going to one; copying a clause and its citation.

use super::{open, read};
use crate::annotation::{Anchor, Annotation, ClauseRef, Motivation, SourceRef, Target};
use crate::clause::{ClauseId, ClauseKind};
use crate::library::EntryId;
use crate::text::Span;
use crate::tui::effect::{Effect, Landing};
use crate::tui::model::Model;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Purpose};
use crate::tui::model::reader::{Placed, Text};

/// Clauses quote this many code points of their text in a bookmark: enough to be known again, and to be read in a list.
const QUOTED: usize = 64;

/// `m`: bookmarks the current clause, or takes its bookmark away.
pub fn toggle_bookmark(model: &mut Model) -> Vec<Effect> {
    let Some((text, span)) = model.text().zip(spot(model)) else {
        return Vec::new();
    };
    let is_here = |placed: &&Placed| placed.letter.is_none() && placed.span.start == span.start;
    let found = model
        .reader
        .as_ref()
        .and_then(|reader| reader.placed.iter().find(is_here))
        .map(|placed| placed.id.clone());
    if let Some(id) = found {
        model.say("annotate.removed", &[]);
        return delete(model, &id);
    }
    let Some(target) = target(model, &text, span) else {
        return Vec::new();
    };
    model.say("annotate.added", &[]);
    put(model, Annotation::bookmark(target, None))
}

/// `m` and a letter: a small one holds in this document, a capital over all of them.
pub fn set_mark(model: &mut Model, letter: char) -> Vec<Effect> {
    let Some((text, here)) = model
        .text()
        .zip(model.reader.as_ref().map(|reader| reader.here))
    else {
        return Vec::new();
    };
    let end = text
        .document
        .block_at(here)
        .and_then(|block| text.document.blocks.get(block))
        .map_or(here, |block| block.text.end);
    let Some(target) = target(model, &text, Span::new(here, end)) else {
        return Vec::new();
    };
    let mut annotation = Annotation::bookmark(target, Some(letter));
    if let Some(old) = marked(model, letter) {
        // The letter moves: it stays one annotation.
        annotation.id.clone_from(&old.id);
        annotation.created.clone_from(&old.created);
    }
    model.say("annotate.marked", &[&letter.to_string()]);
    put(model, annotation)
}

/// `'` and a letter: goes to the mark.
pub fn jump_mark(model: &mut Model, letter: char) -> Vec<Effect> {
    match marked(model, letter).map(|annotation| annotation.id.clone()) {
        Some(id) => visit(model, &id),
        None => {
            model.say("annotate.no-mark", &[&letter.to_string()]);
            Vec::new()
        }
    }
}

fn marked(model: &Model, letter: char) -> Option<&Annotation> {
    let open = key(model);
    model.annotations.iter().find(|annotation| {
        annotation.mark == Some(letter)
            && (letter.is_ascii_uppercase() || Some(annotation.key()) == open)
    })
}

pub(super) fn key(model: &Model) -> Option<String> {
    let reader = model.reader.as_ref()?;
    model
        .catalog
        .get(reader.entry)
        .map(crate::library::Entry::key)
}

/// The first words of a span, as many as are quoted.
pub(super) fn opening(source: &str, span: Span) -> Span {
    let words = span.of(source);
    let length = words
        .char_indices()
        .nth(QUOTED)
        .map_or(words.len(), |(at, _)| at);
    Span::new(span.start, span.start + length)
}

/// What a bookmark stands at: the first words of the current clause, or of the block where there is no clause.
fn spot(model: &Model) -> Option<Span> {
    let reader = model.reader.as_ref()?;
    let document = &reader.text.document;
    let whole = match reader.clause().and_then(|id| reader.text.tree.get(id)) {
        Some(clause) => clause.head(),
        None => document.blocks.get(document.block_at(reader.here)?)?.text,
    };
    Some(opening(&document.source, whole)).filter(|span| !span.is_empty())
}

pub(super) fn target(model: &Model, text: &Text, span: Span) -> Option<Target> {
    let reader = model.reader.as_ref()?;
    let entry = model.catalog.get(reader.entry)?;
    let source = &text.document.source;
    let clause = text.tree.at(span.start).and_then(|id| {
        let clause = text.tree.get(id)?;
        Some(ClauseRef {
            address: text.tree.address(id).to_string(),
            label: name(text, id),
            start: source.get(..clause.span.start)?.chars().count(),
            other: serde_json::Map::new(),
        })
    });
    // The catalog's header, not the text's: an annotation must know its document as the shelves know it.
    Some(Target::new(
        SourceRef::new(&entry.header(), &entry.source().name(), source),
        source,
        span,
        clause,
    ))
}

/// What a clause is called: its marker, 第二款, or the words of its heading.
fn name(text: &Text, id: ClauseId) -> String {
    let Some(clause) = text.tree.get(id) else {
        return String::new();
    };
    let source = &text.document.source;
    match clause.kind {
        ClauseKind::Paragraph => format!("第{}款", crate::text::numeral::write(clause.step.number)),
        _ if clause.label.is_empty() => clause.title.of(source).to_owned(),
        _ => clause
            .label
            .of(source)
            .trim_end_matches(['、', '．', '.', '，', '：', '\u{3000}', ' '])
            .to_owned(),
    }
}

/// Keeps an annotation; until the store has given it an id it goes by a number of its own.
pub(super) fn put(model: &mut Model, mut annotation: Annotation) -> Vec<Effect> {
    model.requested += 1;
    if annotation.id.is_empty() {
        annotation.id = format!("{}{}", crate::tui::keeper::NEW, model.requested);
    }
    model.annotations.retain(|other| other.id != annotation.id);
    model.annotations.push(annotation.clone());
    place(model);
    vec![Effect::Put(Box::new(annotation))]
}

fn delete(model: &mut Model, id: &str) -> Vec<Effect> {
    model.requested += 1;
    model.annotations.retain(|annotation| annotation.id != id);
    place(model);
    vec![Effect::Delete(id.to_owned())]
}

/// The store has written, or has not: takes what holds now. Answers to earlier requests are stale.
pub fn kept(
    model: &mut Model,
    answered: u64,
    annotations: Vec<Annotation>,
    problem: Option<String>,
) {
    let was_unsaved = model.unsaved.is_some();
    model.unsaved = problem.map(|problem| model.locale.tr("annotate.unsaved", &[&problem]));
    if was_unsaved && model.unsaved.is_none() {
        model.say("annotate.kept", &[]);
    }
    if answered == model.requested {
        model.annotations = annotations;
        place(model);
    }
}

/// Finds the places of the open document's annotations, counts those of every document, and corrects the outline by those that do.
pub fn place(model: &mut Model) {
    super::correct::apply(model);
    model.marked.clear();
    for annotation in model
        .annotations
        .iter()
        .filter(|annotation| annotation.corrects().is_none())
    {
        *model.marked.entry(annotation.key()).or_insert(0) += 1;
    }
    let Some(key) = key(model) else { return };
    let Some(reader) = &mut model.reader else {
        return;
    };
    let own = model
        .annotations
        .iter()
        .filter(|annotation| annotation.key() == key && annotation.corrects().is_none());
    let source = &reader.text.document.source;
    let mut placed: Vec<Placed> = own
        .filter_map(|annotation| {
            let span = annotation.anchor(source).span()?;
            Some(Placed {
                id: annotation.id.clone(),
                span,
                letter: annotation.mark,
            })
        })
        .collect();
    placed.sort_by_key(|placed| placed.span);
    reader.placed = placed;
}

/// Goes to an annotation of the open document, and says so where its words are no longer where they were.
pub fn show(model: &mut Model, id: &str) {
    let Some(reader) = &model.reader else { return };
    let Some(annotation) = model
        .annotations
        .iter()
        .find(|annotation| annotation.id == id)
    else {
        return;
    };
    match annotation.anchor(&reader.text.document.source) {
        Anchor::Exact(span) | Anchor::Moved(span) => read::show(model, span.start),
        Anchor::Ambiguous(span) => {
            read::show(model, span.start);
            model.say("annotate.ambiguous", &[]);
        }
        Anchor::Orphan => model.say("annotate.no-place", &[]),
    }
}

/// Goes to an annotation, in whichever document it is.
pub fn visit(model: &mut Model, id: &str) -> Vec<Effect> {
    let Some(annotation) = model
        .annotations
        .iter()
        .find(|annotation| annotation.id == id)
    else {
        return Vec::new();
    };
    let (wanted, title) = (annotation.key(), annotation.target.source.title.clone());
    if key(model).as_ref() == Some(&wanted) {
        show(model, id);
        return Vec::new();
    }
    match entry_of(model, &wanted) {
        Some(entry) => {
            read::leave(model);
            open::open(model, entry, Landing::Annotation(id.to_owned()))
        }
        None => {
            model.say("annotate.unknown-document", &[&title]);
            Vec::new()
        }
    }
}

fn entry_of(model: &Model, key: &str) -> Option<EntryId> {
    model.catalog.find_key(key)
}

/// All bookmarks and marks as items of a picker, by document and place.
pub fn items(model: &Model) -> Vec<Item> {
    let mut bookmarks: Vec<&Annotation> = model
        .annotations
        .iter()
        .filter(|annotation| annotation.motivation == Motivation::Bookmarking)
        .collect();
    let start = |annotation: &Annotation| {
        annotation
            .target
            .clause
            .as_ref()
            .map_or(0, |clause| clause.start)
    };
    bookmarks.sort_by(|a, b| {
        let by_document = a
            .target
            .source
            .title
            .cmp(&b.target.source.title)
            .then_with(|| a.key().cmp(&b.key()));
        by_document
            .then_with(|| start(a).cmp(&start(b)))
            .then_with(|| a.id.cmp(&b.id))
    });
    bookmarks
        .into_iter()
        .map(|annotation| {
            let mark = annotation
                .mark
                .map_or(String::new(), |letter| format!("{letter}  "));
            Item {
                text: format!("{mark}{}", annotation.quote()),
                detail: annotation.target.source.title.clone(),
                depth: 0,
                target: Choice::Annotation(annotation.id.clone()),
            }
        })
        .collect()
}

/// Deletes the bookmark chosen in the list, which stays open.
pub fn delete_chosen(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = model.overlays.last() else {
        return Vec::new();
    };
    let (selected, input) = (picker.list.selected, picker.input.clone());
    let Some(Choice::Annotation(id)) = picker.chosen().map(|item| item.target.clone()) else {
        return Vec::new();
    };
    let effects = delete(model, &id);
    model.overlays.pop();
    let items = items(model);
    if items.is_empty() {
        model.say("annotate.removed", &[]);
    } else {
        let mut picker = Picker::new(Purpose::Bookmarks, items, 0);
        picker.input = input;
        picker.narrow();
        picker.list.selected = selected;
        model.overlays.push(Overlay::Picker(picker));
    }
    effects
}

/// `y`: the text of the current clause, as the source has it.
pub fn copy_clause(model: &mut Model) -> Vec<Effect> {
    let Some((text, id)) = current(model) else {
        model.say("copy.nothing", &[]);
        return Vec::new();
    };
    let words = text
        .tree
        .get(id)
        .map_or("", |clause| clause.span.of(&text.document.source))
        .trim();
    copy(model, words.to_owned(), "copy.clause")
}

/// `Y`: document, clause, date and collection.
pub fn copy_citation(model: &mut Model) -> Vec<Effect> {
    let Some((text, id)) = current(model) else {
        model.say("copy.nothing", &[]);
        return Vec::new();
    };
    let header = &text.document.header;
    let place: Vec<String> = text
        .tree
        .path(id)
        .into_iter()
        .map(|id| name(&text, id))
        .collect();
    let mut parts = vec![format!("《{}》{}", header.title, place.join(""))];
    parts.extend(
        header
            .dates
            .first()
            .map(crate::document::PartialDate::chinese),
    );
    if !header.collection.is_empty() {
        parts.push(format!("载《{}》", header.collection));
    }
    copy(model, parts.join("，"), "copy.citation")
}

fn current(model: &Model) -> Option<(std::sync::Arc<Text>, ClauseId)> {
    model.text().zip(
        model
            .reader
            .as_ref()
            .and_then(super::super::model::reader::Reader::clause),
    )
}

fn copy(model: &mut Model, words: String, said: &str) -> Vec<Effect> {
    if words.len() > crate::tui::clipboard::LONGEST {
        model.say("copy.too-long", &[&words.len().to_string()]);
        return Vec::new();
    }
    model.say(said, &[&words.chars().count().to_string()]);
    vec![Effect::Copy(words)]
}
