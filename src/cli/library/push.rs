//! `zhangju library push`: sends a library to a search server.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{Outcome, scan};
use crate::cli::{libraries, settled};
use crate::disk;
use crate::reading::unread;
use crate::search::push;
use crate::settings::{Paths, Settings};
use crate::terminal::output::{Failure, Output, complain, tell};

/// How often it is told how far it is.
const PACE: Duration = Duration::from_secs(2);

/// Sends the library at a folder.
pub(super) fn run(
    paths: &Paths,
    folder: &Path,
    engine: &str,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let options = Settings::of(&Ok(paths.clone())).options;
    let remote = libraries::remote(engine, &options, None)?;
    let shown = folder.display().to_string();
    if !disk::is_folder(folder) {
        return Err(settled::locale()
            .tr("cli.no-folder-to-push", &[&shown])
            .into());
    }
    let scanned = scan(folder, &options, paths)?;
    // A disk that is not mounted is no reason to withdraw everything.
    if scanned.catalog.is_empty() {
        return Err(settled::locale()
            .tr("cli.nothing-to-push", &[&shown])
            .into());
    }
    let locale = settled::locale();
    let mut told = Instant::now();
    let mut progress = |done: usize, all: usize| {
        if told.elapsed() >= PACE {
            told = Instant::now();
            let [done, all] = [done, all].map(|count| count.to_string());
            tell(&locale.tr("library.pushing", &[&done, &all]));
        }
    };
    let pushed = push::push(
        &remote,
        (folder, &scanned.catalog),
        scanned.is_whole,
        &|| true,
        &mut progress,
    );
    let pushed = pushed.map_err(|error| {
        let again = locale.tr("library.push-again", &[]);
        format!("{}; {again}", locale.say(&error.said()))
    })?;
    for reason in &pushed.unread {
        complain(&unread::sentence(reason, locale));
    }
    let counts = [pushed.sent, pushed.same, pushed.withdrawn].map(|count| count.to_string());
    let said = locale.tr("library.pushed", &[&counts[0], &counts[1], &counts[2]]);
    output.fields(&[&shown, engine, &said])?;
    let is_whole = scanned.is_whole && pushed.unread.is_empty();
    Ok(if is_whole {
        Outcome::Found
    } else {
        Outcome::Failed
    })
}
