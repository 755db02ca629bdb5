//! Finding in the open document: going from hit to hit, and looking for what stands at the reading
//! position.

use unicode_segmentation::UnicodeSegmentation;

use super::read;
use crate::reading::Text;
use crate::reading::found::counted;
use crate::text::Span;
use crate::text::fold::Rung;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::model::found::Found;

/// Searches the open document; the hits replace those of the search before.
pub fn search(model: &mut Model, query: &str) {
    let hits = model
        .text()
        .map(|text| text.findable().find(&text.document, query))
        .unwrap_or_default();
    model.search.is_walked = false;
    model.found = Found {
        query: query.to_owned(),
        hits: hits.spans,
        rung: hits.rung,
        current: None,
    };
}

/// `n` and `N`: goes `by` hits on or back, round the ends, and says so.
pub fn step(model: &mut Model, by: i64) -> Vec<Effect> {
    if model.found.query.is_empty() {
        model.say("find.nothing-yet", &[]);
        return Vec::new();
    }
    if model.found.hits.is_empty() {
        let query = model.found.query.clone();
        model.say("find.none", &[&query]);
        return Vec::new();
    }
    let Some(here) = model.reader.as_ref().map(|reader| reader.here) else {
        return Vec::new();
    };
    let count = model.found.hits.len() as i64;
    // Between hits, the one ahead is the first step on, and the one behind the first step back.
    let at = match model.found.current.filter(|&at| {
        model
            .found
            .hits
            .get(at)
            .is_some_and(|hit| hit.start == here)
    }) {
        Some(at) => at as i64 + by,
        None => {
            let ahead = model.found.hits.partition_point(|hit| hit.start <= here) as i64;
            if by > 0 { ahead + by - 1 } else { ahead + by }
        }
    };
    let wrapped = at < 0 || at >= count;
    go(model, at.rem_euclid(count) as usize);
    if wrapped {
        model.say(
            if by > 0 {
                "find.wrapped-to-start"
            } else {
                "find.wrapped-to-end"
            },
            &[],
        );
    }
    Vec::new()
}

/// Searches, and goes to the first hit from here on.
pub fn first(model: &mut Model, query: &str) -> Vec<Effect> {
    search(model, query);
    let Some(here) = model.reader.as_ref().map(|reader| reader.here) else {
        return Vec::new();
    };
    match model.found.from(here) {
        Some(at) => {
            go(model, at);
            tell(model);
        }
        None => model.say("find.none", &[query]),
    }
    Vec::new()
}

/// Says which hit is gone to, of how many.
pub fn tell(model: &mut Model) {
    if let Some(at) = model.found.current {
        let (at, count) = ((at + 1).to_string(), model.found.hits.len().to_string());
        let query = model.found.query.clone();
        model.say(counted(model.found.rung), &[&query, &at, &count]);
    }
}

/// Goes to a hit by its index.
pub fn go(model: &mut Model, index: usize) {
    let Some(hit) = model.found.hits.get(index).copied() else {
        return;
    };
    model.found.current = Some(index);
    read::show(model, hit.start);
}

/// `*`: finds the longest phrase at the reading position that stands in the document again. No
/// segmenter knows the words of every century; the document itself tells which phrases it repeats.
pub fn here(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.text() else {
        return Vec::new();
    };
    let Some(reader) = &model.reader else {
        return Vec::new();
    };
    let at = model
        .found
        .current
        .and_then(|at| model.found.hits.get(at))
        .filter(|hit| hit.start == reader.here);
    if at.is_some() {
        // On a hit already: its phrase is what stands here.
        return step(model, 1);
    }
    let start = words_start(model).unwrap_or_default();
    match phrase_at(&text, start) {
        Some(phrase) => {
            search(model, &phrase);
            let ahead = model.found.hits.partition_point(|hit| hit.start <= start);
            let index = if ahead < model.found.hits.len() {
                ahead
            } else {
                0
            };
            go(model, index);
            tell(model);
        }
        None => model.say("find.no-phrase", &[]),
    }
    Vec::new()
}

/// Where the words begin that are meant by the reading position: at a clause's start its own, not
/// its marker.
pub fn words_start(model: &Model) -> Option<usize> {
    let reader = model.reader.as_ref()?;
    let clause = reader.clause().and_then(|id| reader.text.tree.get(id));
    let clause = clause
        .filter(|clause| clause.label.contains(reader.here) || clause.span.start == reader.here);
    Some(clause.map_or(reader.here, |clause| clause.title.start))
}

/// Longest phrase that is tried, in clusters.
const LONGEST_PHRASE: usize = 16;

fn phrase_at(text: &Text, start: usize) -> Option<String> {
    let end = text
        .document
        .blocks
        .get(text.document.block_at(start)?)?
        .text
        .end;
    let rest = Span::new(start, end).of(&text.document.source);
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word: Vec<&str> = rest
        .graphemes(true)
        .take_while(|cluster| cluster.chars().all(char::is_alphanumeric))
        .take(LONGEST_PHRASE)
        .collect();
    (2..=word.len())
        .rev()
        .filter_map(|length| word.get(..length).map(<[&str]>::concat))
        .find(|phrase| {
            let hits = text.findable().on(Rung::Written, &text.document, phrase);
            hits.len() > 1
        })
}
