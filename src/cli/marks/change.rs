//! `zhangju marks edit` and `delete`: one annotation changed by its id, as a new version; the old
//! ones stay in its history.

use std::sync::Arc;

use super::said;
use crate::annotation::{Annotation, Motivation, Store};
use crate::cli::color::ColorWord;
use crate::cli::{Outcome, settled};
use crate::terminal::output::{Failure, complain};

/// What is changed; what is not named stays.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub struct Change {
    /// The new note; an empty one takes it away
    #[arg(long)]
    note: Option<String>,
    /// Its tags from now on, one each time; a single empty one takes all away
    #[arg(long = "tag")]
    tags: Vec<String>,
    /// yellow, green, blue, red or purple
    #[arg(long, value_parser = ColorWord::any)]
    color: Option<ColorWord>,
}

/// Keeps a new version of an annotation.
pub fn edit(store: &mut Store, id: &str, change: &Change) -> Result<Outcome, Failure> {
    let Some(annotation) = held(store, id) else {
        return Ok(Outcome::NothingFound);
    };
    let mut annotation = Arc::unwrap_or_clone(annotation);
    if let Some(color) = change.color.and_then(ColorWord::ink) {
        color.name().clone_into(&mut annotation.color);
        if annotation.motivation == Motivation::Bookmarking && annotation.mark.is_none() {
            annotation.motivation = Motivation::Highlighting;
        }
    }
    if let Some(note) = &change.note {
        annotation.set_note(note);
    }
    if !change.tags.is_empty() {
        let tags = change.tags.iter().map(|tag| tag.trim());
        let tags = tags.filter(|tag| !tag.is_empty()).map(str::to_owned);
        annotation.set_tags(&tags.collect::<Vec<_>>());
    }
    said(store.put(annotation).1)?;
    Ok(Outcome::Found)
}

/// Deletes an annotation.
pub fn delete(store: &mut Store, id: &str) -> Result<Outcome, Failure> {
    if held(store, id).is_none() {
        return Ok(Outcome::NothingFound);
    }
    said(store.delete(id))?;
    Ok(Outcome::Found)
}

fn held(store: &Store, id: &str) -> Option<Arc<Annotation>> {
    let found = store.annotations().into_iter().find(|own| own.id == id);
    if found.is_none() {
        complain(&settled::locale().tr("cli.no-annotation", &[id]));
    }
    found
}
