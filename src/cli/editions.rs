//! `zhangju editions`: the works of a library, of each its editions, and which was in force when.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::ValueEnum;
use serde_json::json;

use super::{Outcome, documents, object, settled};
use crate::clause::nest;
use crate::document::{Act, PartialDate, date};
use crate::library::{Catalog, Edition, Entry, Shingles, edition, work};
use crate::reading::unread;
use crate::settings::Locale;
use crate::terminal::output::{Failure, Output, complain};

/// How editions are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A work, and below it a line an edition
    #[default]
    Text,
    /// One object a file
    Json,
}

/// One file of an edition.
struct Copy {
    path: String,
    title: String,
    edition: Edition,
    /// Whether it is a part of its edition beside others.
    is_part: bool,
    shingles: Option<Shingles>,
}

/// Lists editions: of the works whose titles are named, else of all; from the paths that are named,
/// else from the libraries. With a date, of each work the edition in force then.
pub fn run(
    named: &[OsString],
    at: Option<&str>,
    format: Format,
    locale: &Locale,
) -> Result<Outcome, Failure> {
    let at = at.map(day).transpose()?;
    let is_path = |argument: &&OsString| *argument == "-" || Path::new(argument).exists();
    let (paths, titles): (Vec<&OsString>, Vec<&OsString>) = named.iter().partition(is_path);
    let paths: Vec<OsString> = paths.into_iter().cloned().collect();
    let titles: Vec<String> = titles.into_iter().map(|title| work_of(title)).collect();
    let (catalog, is_whole) = documents::settled(&paths);
    let works = works(&catalog, &titles, locale);
    let mut output = Output::standard();
    let mut is_any = false;
    for (name, mut copies) in works {
        copies.sort_by(|a, b| {
            let order = |copy: &Copy| (copy.edition.date, copy.edition.in_force);
            order(a).cmp(&order(b)).then_with(|| a.path.cmp(&b.path))
        });
        if let Some(at) = at {
            edition::keep_in_force(&mut copies, at, |copy| &copy.edition);
        }
        if copies.is_empty() {
            continue;
        }
        is_any = true;
        match format {
            Format::Text => text(&name, &copies, locale, &mut output)?,
            Format::Json => json(&name, &copies, &mut output)?,
        }
    }
    output.finish()?;
    Ok(match (is_whole, is_any) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::Found,
        (true, false) => Outcome::NothingFound,
    })
}

fn work_of(title: &OsStr) -> String {
    work(&title.to_string_lossy())
}

fn day(typed: &str) -> Result<PartialDate, String> {
    match date::field(typed) {
        date::Field::Whole(date) => Ok(date),
        _ => Err(settled::locale().tr("cli.no-date", &[typed])),
    }
}

/// The files of each work, by its name; only of these works where there are any.
fn works(catalog: &Catalog, titles: &[String], locale: &Locale) -> BTreeMap<String, Vec<Copy>> {
    let mut works: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
    for (_, entry) in catalog.iter() {
        let name = work(entry.title());
        if titles.is_empty() || titles.contains(&name) {
            works.entry(name).or_default().push(entry);
        }
    }
    let copies = works.into_iter().map(|(name, entries)| {
        let has_others = entries.len() > 1;
        let copies = entries.into_iter();
        let mut copies: Vec<Copy> = copies
            .filter_map(|entry| copy(entry, catalog, has_others, locale))
            .collect();
        tell_parts(&mut copies);
        (name, copies)
    });
    copies.collect()
}

/// Reads a file; one that cannot be read is told, and left out.
fn copy(entry: Entry<'_>, catalog: &Catalog, has_others: bool, locale: &Locale) -> Option<Copy> {
    let source = entry.source();
    let (document, _) = source
        .document(None, catalog.filters())
        .map_err(|unread| complain(&unread::sentence(&unread, locale)))
        .ok()?;
    let said = edition::effect_said(&document, &nest(&document));
    Some(Copy {
        path: source.name().into_owned(),
        title: document.header.title.clone(),
        edition: Edition::of(&document.header, said),
        is_part: false,
        shingles: has_others.then(|| Shingles::of(&document.source)),
    })
}

/// Tells parts from copies: files of one edition that have little in common.
fn tell_parts(copies: &mut [Copy]) {
    let are_parts = |a: &Copy, b: &Copy| {
        let both = a.shingles.as_ref().zip(b.shingles.as_ref());
        a.edition.date == b.edition.date && both.is_some_and(|(a, b)| a.is_other_part(b))
    };
    let parts: Vec<bool> = copies
        .iter()
        .map(|own| {
            copies
                .iter()
                .any(|other| own.path != other.path && are_parts(own, other))
        })
        .collect();
    for (copy, is_part) in copies.iter_mut().zip(parts) {
        copy.is_part = is_part;
    }
}

fn text(name: &str, copies: &[Copy], locale: &Locale, output: &mut Output) -> Result<(), Failure> {
    output.line(name)?;
    for copy in copies {
        let Edition {
            date,
            act,
            in_force,
            is_presumed,
            lacks_amendment,
        } = &copy.edition;
        let say = |key: &str, arguments: &[&str]| locale.tr(&format!("edition.{key}"), arguments);
        let mut told: Vec<String> = Vec::new();
        told.push(date.map_or_else(|| say("undated", &[]), |date| date.to_string()));
        told.extend(act.map(|act| say(act.name(), &[])));
        if let Some(day) = in_force {
            let key = if *is_presumed { "presumed" } else { "in-force" };
            told.push(say(key, &[&day.to_string()]));
        }
        told.extend(lacks_amendment.then(|| say("incomplete", &[])));
        told.extend(copy.is_part.then(|| say("part", &[])));
        output.line(&format!("  {} · {}", told.join(" · "), copy.path))?;
    }
    Ok(())
}

fn json(name: &str, copies: &[Copy], output: &mut Output) -> Result<(), Failure> {
    for copy in copies {
        let Edition {
            date,
            act,
            in_force,
            is_presumed,
            lacks_amendment,
        } = &copy.edition;
        let object = json!({
            "work": name, "title": copy.title, "path": copy.path,
            "edition": date.map(|date| date.to_string()), "act": act.map(Act::name),
            "in_force": in_force.map(|date| date.to_string()), "is_presumed": is_presumed,
            "lacks_amendment": lacks_amendment, "is_part": copy.is_part,
        });
        object::print(object, output)?;
    }
    Ok(())
}
