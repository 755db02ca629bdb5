//! Following references: to what a clause refers to, over to other documents, back to who refers to it.

use super::{open, read};
use crate::clause::ClauseKind;
use crate::clause::reference::{self, Reference, Target};
use crate::document::Note;
use crate::library::{Catalog, EntryId};
use crate::text::Span;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::landing::Landing;
use crate::tui::model::overlay::{Choice, Item, Overlay, Picker, Preview, Purpose};
use crate::tui::model::reader::{Reader, Text};
use crate::tui::model::tree::title;

/// Whether the present clause refers to anything.
pub fn is_any(model: &Model) -> bool {
    !here(model).is_empty()
}

/// The references of the present clause, by index: the one at the reading position alone, where that is in one.
fn here(model: &Model) -> Vec<usize> {
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let references = &reader.text.references;
    let within = |span: Span| -> Vec<usize> {
        let first = references.partition_point(|reference| reference.span.end <= span.start);
        let is_in = |&index: &usize| {
            references
                .get(index)
                .is_some_and(|reference| reference.span.start < span.end)
        };
        (first..references.len()).take_while(is_in).collect()
    };
    let mut found = within(reach(&reader.text, reader.here));
    if found.is_empty() {
        // Then those of what stands below it, but not of a whole chapter.
        let below = reader.clause().and_then(|id| reader.text.tree.get(id));
        let items = [
            ClauseKind::Article,
            ClauseKind::Paragraph,
            ClauseKind::Subparagraph,
            ClauseKind::Item,
        ];
        found = below
            .filter(|clause| items.contains(&clause.kind))
            .map_or(Vec::new(), |clause| within(clause.span));
    }
    let within = found;
    let at = within.iter().find(|&&index| {
        references
            .get(index)
            .is_some_and(|reference| reference.span.contains(reader.here))
    });
    at.map_or(within.clone(), |&index| vec![index])
}

/// The text of the clause at a place: to where the next clause of a later block starts.
fn reach(text: &Text, here: usize) -> Span {
    let tree = &text.tree;
    let block = text
        .document
        .block_at(here)
        .and_then(|block| text.document.blocks.get(block))
        .map_or(Span::new(here, here), |block| block.span);
    let Some(clause) = tree.at(here).and_then(|id| tree.get(id)) else {
        return block;
    };
    let start = clause.span.start;
    let next = tree
        .clauses
        .partition_point(|clause| clause.span.start < block.end);
    let end = tree
        .clauses
        .get(next)
        .map_or(text.document.source.len(), |clause| clause.span.start);
    Span::new(start, end)
}

/// `gd` and `Enter`: goes to what the present clause refers to; where it refers to several clauses, they are listed.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    match here(model).as_slice() {
        [] => {
            model.say("refer.none", &[]);
            Vec::new()
        }
        [index] => go(model, *index),
        several => {
            let items = several
                .iter()
                .filter_map(|&index| item(model, index))
                .collect();
            model
                .overlays
                .push(Overlay::Picker(Picker::new(Purpose::References, items, 0)));
            Vec::new()
        }
    }
}

fn item(model: &Model, index: usize) -> Option<Item> {
    let text = model.text()?;
    let reference = text.references.get(index)?;
    let source = &text.document.source;
    let detail = match &reference.target {
        Target::Clause(id) | Target::Range(id, _) => text.tree.get(*id)?.heading(&text.document),
        Target::Document { .. } => model.locale.tr("refer.other", &[]),
        Target::Note(span) => opening(source, *span),
        Target::Nothing => model.locale.tr("goto.none", &[reference.span.of(source)]),
    };
    Some(Item {
        text: reference.span.of(source).to_owned(),
        detail,
        depth: 0,
        target: Choice::Reference(index),
    })
}

/// Goes to what a reference means.
pub fn go(model: &mut Model, index: usize) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let Some(Reference { span, target }) = text.references.get(index) else {
        return Vec::new();
    };
    match target {
        Target::Clause(id) | Target::Range(id, _) => {
            if let Some(clause) = text.tree.get(*id) {
                read::show(model, clause.span.start);
            }
            Vec::new()
        }
        Target::Note(span) => {
            read::show(model, span.start);
            Vec::new()
        }
        Target::Document { title, clause } => to_document(model, title, clause),
        Target::Nothing => {
            model.say("goto.none", &[span.of(&text.document.source)]);
            Vec::new()
        }
    }
}

fn to_document(model: &mut Model, wanted: &str, clause: &str) -> Vec<Effect> {
    let found = of_title(&model.catalog, wanted);
    let landing = if clause.is_empty() {
        Landing::Left
    } else {
        Landing::Address(clause.to_owned())
    };
    match found.as_slice() {
        [] => {
            model.say("refer.no-document", &[wanted]);
            Vec::new()
        }
        [entry] => {
            read::leave(model);
            open::open(model, *entry, landing)
        }
        several => {
            let item = |&entry: &EntryId| Item {
                text: title(&model.catalog, entry).to_owned(),
                detail: date(&model.catalog, entry)
                    .map(|date| date.to_string())
                    .unwrap_or_default(),
                depth: 0,
                target: Choice::Said(entry, clause.to_owned()),
            };
            let items = several.iter().map(item).collect();
            model
                .overlays
                .push(Overlay::Picker(Picker::new(Purpose::Versions, items, 0)));
            Vec::new()
        }
    }
}

fn date(catalog: &Catalog, entry: EntryId) -> Option<crate::document::PartialDate> {
    catalog
        .get(entry)
        .and_then(|entry| entry.dates().next_back())
}

/// The documents of a title, the newest first. The name of the state and a date in parentheses are no part of it.
fn of_title(catalog: &Catalog, wanted: &str) -> Vec<EntryId> {
    let wanted = bare(wanted);
    let mut found: Vec<EntryId> = catalog
        .iter()
        .filter(|(_, entry)| bare(entry.title()) == wanted)
        .map(|(id, _)| id)
        .collect();
    found.sort_by_key(|&entry| std::cmp::Reverse(date(catalog, entry)));
    found
}

fn bare(title: &str) -> String {
    let title = title.trim();
    let title = title
        .strip_prefix("中华人民共和国")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(title);
    let end = title.find(['（', '(']).filter(|&at| {
        at > 0
            && title
                .get(at..)
                .is_some_and(|tail| tail.contains(|c: char| c.is_ascii_digit()))
    });
    let title = end.and_then(|end| title.get(..end)).unwrap_or(title);
    title
        .chars()
        .filter(|c| !c.is_whitespace() && !"《》〈〉".contains(*c))
        .collect()
}

/// `K`: shows what the present clause refers to, without leaving the place.
pub fn preview(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let start = |id: crate::clause::ClauseId| text.tree.get(id).map(|clause| clause.span);
    let spans: Vec<Span> = here(model)
        .into_iter()
        .filter_map(|index| match text.references.get(index)?.target {
            Target::Clause(id) => start(id),
            Target::Range(first, last) => Some(Span::new(start(first)?.start, start(last)?.end)),
            Target::Note(span) => Some(span),
            Target::Document { .. } | Target::Nothing => None,
        })
        .collect();
    if spans.is_empty() {
        model.say("refer.none", &[]);
    } else {
        model.overlays.push(Overlay::Preview(Preview {
            spans,
            ..Preview::default()
        }));
    }
    Vec::new()
}

/// The first words of a note on one line.
fn opening(source: &str, span: Span) -> String {
    let words = crate::annotation::opening(source, span).of(source);
    words.split('\n').map(str::trim).collect()
}

/// `gn`: lists the notes of this document; each leads to itself, and from there `gd` leads back to its mark.
pub fn list_notes(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let source = &text.document.source;
    let here = model.reader.as_ref().map_or(0, |reader| reader.here);
    let item = |note: &Note| Item {
        text: opening(source, note.text),
        detail: String::new(),
        depth: 0,
        target: Choice::Offset(note.text.start),
    };
    let notes = &text.document.notes;
    // The next note that is called behind the reading position is the one that is most likely meant.
    let next = notes
        .iter()
        .position(|note| note.calls.iter().any(|call| call.end > here))
        .unwrap_or(0);
    if notes.is_empty() {
        model.say("refer.no-notes", &[]);
    } else {
        let items = notes.iter().map(item).collect();
        model
            .overlays
            .push(Overlay::Picker(Picker::new(Purpose::Notes, items, next)));
    }
    Vec::new()
}

/// `gr`: lists who refers to the present clause or to anything below it.
pub fn list_referrers(model: &mut Model) -> Vec<Effect> {
    let Some((text, id)) = model
        .text()
        .zip(model.reader.as_ref().and_then(Reader::clause))
    else {
        return Vec::new();
    };
    let (tree, source) = (&text.tree, &text.document.source);
    let items: Vec<Item> = reference::to(&text.references, tree, id)
        .into_iter()
        .map(|reference| {
            let at = tree.at(reference.span.start);
            Item {
                text: at
                    .and_then(|id| tree.get(id))
                    .map_or(String::new(), |clause| clause.heading(&text.document)),
                detail: reference.span.of(source).to_owned(),
                depth: 0,
                target: Choice::Offset(reference.span.start),
            }
        })
        .collect();
    if items.is_empty() {
        model.say("refer.no-referrers", &[]);
    } else {
        model
            .overlays
            .push(Overlay::Picker(Picker::new(Purpose::Referrers, items, 0)));
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_with_and_without_the_state_and_the_date() {
        for title in [
            "中华人民共和国刑法",
            "刑法",
            "刑法(2020-12-26)",
            "《刑法》",
            "中华人民共和国 刑法（2020年修正）",
        ] {
            assert_eq!(bare(title), "刑法", "{title}");
        }
        assert_eq!(bare("关于适用刑法的解释（一）"), "关于适用刑法的解释（一）");
        assert_eq!(bare("中华人民共和国"), "中华人民共和国");
    }
}
