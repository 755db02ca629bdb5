//! `zhangju completions` and `zhangju man`: what a shell and man(1) want to know of the command
//! line, in the person's language.

use std::io;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Arguments, Outcome, usage};
use crate::disk;
use crate::settings::Locale;
use crate::terminal::output::{Failure, Output};

/// The name that the program is called by.
const NAME: &str = "zhangju";

/// Prints the completions of a shell.
pub fn completions(shell: Shell, locale: &Locale) -> Result<Outcome, Failure> {
    let mut command = usage::spoken(Arguments::command(), locale);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, NAME, &mut script);
    print(&script)
}

/// Writes the man pages into a folder, one for the program and one for each command; without a
/// folder, prints that of the program.
pub fn pages(folder: Option<&Path>, locale: &Locale) -> Result<Outcome, Failure> {
    let command = usage::spoken(Arguments::command(), locale);
    let Some(folder) = folder else {
        return print(page(command, locale)?.as_bytes());
    };
    let mut output = Output::standard();
    for (name, command) in named(command, NAME) {
        let path = folder.join(format!("{name}.1"));
        let written = disk::write_atomic(&path, page(command, locale)?.as_bytes());
        written.map_err(|error| error.said())?;
        output.line(&path.display().to_string())?;
    }
    output.finish()?;
    Ok(Outcome::Found)
}

fn print(text: &[u8]) -> Result<Outcome, Failure> {
    let mut output = Output::standard();
    output.raw(&String::from_utf8_lossy(text))?;
    output.finish()?;
    Ok(Outcome::Found)
}

/// The headings that clap writes in English whatever the command speaks, and their sentences.
const HEADINGS: [(&str, &str); 5] = [
    (".SH NAME", "usage.name"),
    (".SH SYNOPSIS", "usage.synopsis"),
    (".SH DESCRIPTION", "usage.description"),
    (".SH EXTRA", "usage.extra"),
    (".SH VERSION", "usage.version-heading"),
];

fn page(command: Command, locale: &Locale) -> io::Result<String> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    let mut spoken = String::with_capacity(page.len());
    for line in String::from_utf8_lossy(&page).lines() {
        match HEADINGS.iter().find(|(heading, _)| *heading == line) {
            Some((_, key)) => spoken += &format!(".SH {}", locale.tr(key, &[])),
            None => spoken += line,
        }
        spoken.push('\n');
    }
    Ok(spoken)
}

/// A command and those below it, each with the name of its page: `zhangju-marks-list`.
fn named(command: Command, name: &str) -> Vec<(String, Command)> {
    let below: Vec<Command> = command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
        .cloned()
        .collect();
    let mut all = vec![(name.to_owned(), command)];
    for below in below {
        let name = format!("{name}-{}", below.get_name());
        all.extend(named(below, &name));
    }
    all
}
