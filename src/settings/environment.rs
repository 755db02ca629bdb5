//! The environment of the process: what its variables say of the terminal, of the editor, and of
//! where programs are.

use std::path::PathBuf;

use super::{Options, Paths};
use crate::library::Filters;
use crate::library::filter::Place;
use crate::terminal::facts::TerminalFacts;
use crate::text::Said;

/// The text of a variable; `None` if it is not set or not valid Unicode.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The facts about the terminal; `colored` says whether colours are wanted, whatever the
/// environment says of them.
pub fn terminal(colored: Option<bool>) -> TerminalFacts {
    // Where colours are forced (CLICOLOR_FORCE), nothing else takes them away.
    let forced = variable("CLICOLOR_FORCE").filter(|value| value != "0");
    match colored.or(forced.map(|_| true)) {
        None => TerminalFacts::of(variable),
        Some(is_wanted) => TerminalFacts::of(|name| match name {
            // An empty one says nothing (no-color.org).
            "NO_COLOR" => (!is_wanted).then(|| "1".to_owned()),
            name => variable(name),
        }),
    }
}

/// The command line of the user's editor as arguments; empty if none is set.
pub fn editor() -> Vec<String> {
    let lines = ["VISUAL", "EDITOR"].into_iter().filter_map(variable);
    let line = lines.into_iter().find(|line| !line.trim().is_empty());
    line.map_or_else(Vec::new, |line| arguments(&line))
}

/// The filters that a person has set, and where others could be.
pub fn filters(options: &Options, paths: &Result<Paths, Said>) -> Filters {
    let place = paths.as_ref().ok().map(|paths| Place {
        settings: paths.settings(),
        programs: programs(),
    });
    Filters::new(options.filters.clone(), place)
}

/// The folders in which programs are looked for.
fn programs() -> Vec<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).collect()
}

/// Splits a command line into arguments at spaces; quotation marks keep parts together.
pub fn arguments(line: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut argument: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                argument.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => arguments.extend(argument.take()),
            (_, c) => argument.get_or_insert_default().push(c),
        }
    }
    arguments.extend(argument);
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::facts::Colors;

    #[test]
    fn colors_that_are_not_wanted_are_none_whatever_the_terminal_has() {
        assert_eq!(terminal(Some(false)).colors, Colors::None);
    }

    #[test]
    fn a_command_line_is_parted_and_never_interpreted() {
        let check = |line: &str, expected: &[&str]| assert_eq!(arguments(line), expected);
        check("vim", &["vim"]);
        check(" code  -w ", &["code", "-w"]);
        check(
            "'/My Editor/x' -c \"set tw=0\"",
            &["/My Editor/x", "-c", "set tw=0"],
        );
        check("vi; rm -rf $HOME", &["vi;", "rm", "-rf", "$HOME"]);
        check("", &[]);
    }
}
