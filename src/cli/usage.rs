//! The words of the command line in the person's language: its help, and what is wrong with the
//! arguments. clap parses; what it says in English is said here by the sentences of the locale.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::settings::Locale;
use crate::text::nearest::nearest;
use crate::text::width::{self, Ambiguous};
use crate::text::wrap;

/// A command with its help in a language; `command` is as derived.
pub fn spoken(command: Command, locale: &Locale) -> Command {
    let mut command = brief(command);
    // Only then are its options for help and version there.
    command.build();
    speak(command, "", locale)
}

/// A command without clap's own words on the values of its options: these are in English, and make
/// a long help that differs from the short one.
fn brief(command: Command) -> Command {
    command
        .mut_args(|arg| {
            let has_values = arg.get_action().takes_values();
            arg.hide_possible_values(has_values)
        })
        .mut_subcommands(brief)
}

fn speak(command: Command, path: &str, locale: &Locale) -> Command {
    let tr = |key: &str| locale.tr(&format!("usage.{key}"), &[]);
    let word = |key: &str| locale.get(&format!("usage.{key}")).unwrap_or_default();
    let own = if path.is_empty() { "zhangju" } else { path };
    let after = match own {
        "search" => Some(locale.query()),
        own => locale.get(&format!("after-help.{own}")),
    };
    let is_helper = own.split(' ').next_back() == Some("help");
    let about = match locale.get(&format!("command.{own}")) {
        _ if is_helper => Some(tr("help-command")),
        Some(about) => Some(about.to_owned()),
        None => command.get_about().map(ToString::to_string),
    };
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        tr("usage")
    );
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(word("commands"))
        .subcommand_value_name(word("command-here"))
        .mut_args(|arg| argument(arg, path, locale));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(format!("\n{after}"));
    }
    if is_helper {
        return command;
    }
    command.mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        speak(below, path.trim_start(), locale)
    })
}

/// An argument with its help: what it is for, what it can be, and what it is without being given.
fn argument(arg: Arg, path: &str, locale: &Locale) -> Arg {
    let tr = |key: &str, values: &str| locale.tr(&format!("usage.{key}"), &[values]);
    let id = arg.get_id().as_str().to_owned();
    let named = locale.get(&format!("option.{path} {id}"));
    let named = named.or_else(|| locale.get(&format!("option.{id}")));
    let about = match (id.as_str(), named) {
        ("help" | "version", _) => tr(&id, ""),
        (_, Some(about)) => about.to_owned(),
        (_, None) => arg.get_help().map(ToString::to_string).unwrap_or_default(),
    };
    let names = arg.get_possible_values();
    let names: Vec<&str> = names
        .iter()
        .map(clap::builder::PossibleValue::get_name)
        .collect();
    let default = arg.get_default_values().first();
    let is_flag = !arg.get_action().takes_values();
    let notes = [
        (!names.is_empty() && !is_flag).then(|| tr("values", &names.join(", "))),
        default
            .filter(|_| !is_flag)
            .map(|value| tr("default", &value.to_string_lossy())),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    let about = if notes.is_empty() {
        about
    } else {
        format!("{about} [{}]", notes.join("; "))
    };
    let heading = if arg.is_positional() {
        "arguments"
    } else {
        "options"
    };
    let arg = match arg.get_index() {
        Some(index) => arg.display_order(index),
        None => arg,
    };
    arg.help(about)
        .help_heading(locale.get(&format!("usage.{heading}")))
        .hide_default_value(true)
}

/// Columns of the help.
const COLUMNS: usize = 80;

/// The fewest columns that an explanation is set in beside what it explains.
const NARROWEST: usize = 24;

/// A command whose help is broken into lines as its language is: clap breaks at blanks only.
pub fn wrapped(command: Command) -> Command {
    let width = |text: &str| width::columns(text, Ambiguous::Narrow);
    let broken = |text: &StyledStr, beside: usize| {
        let text = text.to_string();
        let columns = COLUMNS.saturating_sub(beside).max(NARROWEST);
        let rows = wrap::rows(text.trim_end(), columns, Ambiguous::Narrow);
        let rows: Vec<&str> = rows.iter().map(|row| row.of(&text).trim_end()).collect();
        rows.join("\n")
    };
    // `  -h, --help <VALUE>  `
    let beside = command
        .get_arguments()
        .map(|arg| 8 + width(&arg.to_string()));
    let beside = beside.max().unwrap_or_default();
    let about = command.get_about().map(|about| broken(about, 0));
    // What is in lines already is a table.
    let after = command.get_after_help().map(ToString::to_string);
    let after = after.map(|after| {
        if after.trim().contains('\n') {
            return after;
        }
        format!("\n{}", broken(&StyledStr::from(after.trim().to_owned()), 0))
    });
    let names = command
        .get_subcommands()
        .map(|below| 4 + width(below.get_name()));
    let names = names.max().unwrap_or_default();
    let mut command =
        command.mut_args(
            |arg| match arg.get_help().map(|help| broken(help, beside)) {
                Some(help) => arg.help(help),
                None => arg,
            },
        );
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command.mut_subcommands(|below| {
        let listed = below.get_about().map(|about| broken(about, names));
        let below = wrapped(below);
        match listed {
            Some(listed) => below.about(listed),
            None => below,
        }
    })
}

/// The help that was asked for, as text.
pub fn help(error: &Error, locale: &Locale) -> String {
    plain(&error.render(), locale)
}

/// A rendered text whose placeholders are in the language.
fn plain(text: &StyledStr, locale: &Locale) -> String {
    let here = locale.tr("usage.options-here", &[]);
    text.to_string().replace("[OPTIONS]", &here)
}

/// What is wrong with arguments, and how the command is used.
pub fn refusal(error: &Error, command: &Command, locale: &Locale) -> Vec<String> {
    let tr = |key: &str, values: &[&str]| locale.tr(&format!("usage.{key}"), values);
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        _ => String::new(),
    };
    let (argument, value) = (
        word(ContextKind::InvalidArg),
        word(ContextKind::InvalidValue),
    );
    let mut meant = None;
    let said = match error.kind() {
        ErrorKind::UnknownArgument => {
            let options = command.get_arguments().filter_map(Arg::get_long);
            let typed = argument.trim_start_matches('-');
            meant = nearest(typed, options).map(|option| format!("--{option}"));
            tr("unknown-argument", &[&argument])
        }
        ErrorKind::InvalidSubcommand => {
            let typed = word(ContextKind::InvalidSubcommand);
            let names = command.get_subcommands().map(Command::get_name);
            meant = nearest(&typed, names).map(str::to_owned);
            tr("unknown-command", &[&typed])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if !value.is_empty() => {
            let said = tr("invalid-value", &[&argument, &value]);
            let choices = word(ContextKind::ValidValue);
            meant = nearest(&value, choices.split(", ")).map(str::to_owned);
            let reason = match std::error::Error::source(error) {
                Some(reason) => reason.to_string(),
                None if choices.is_empty() => String::new(),
                None => tr("values", &[&choices]),
            };
            match reason.as_str() {
                "" => said,
                reason => tr("reason", &[&said, reason]),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::MissingRequiredArgument => tr("missing", &[&argument]),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let names = command.get_subcommands().map(Command::get_name);
            let names: Vec<&str> = names.filter(|name| *name != "help").collect();
            tr("missing-command", &[&names.join(", ")])
        }
        ErrorKind::ArgumentConflict => {
            let prior = word(ContextKind::PriorArg);
            if prior.is_empty() || prior == argument {
                tr("twice", &[&argument])
            } else {
                tr("conflict", &[&argument, &prior])
            }
        }
        // Seldom, and told in English.
        _ => return error.to_string().lines().map(str::to_owned).collect(),
    };
    let said = match meant {
        Some(meant) => locale.tr("mistake.meant", &[&said, &meant]),
        None => said,
    };
    let usage = plain(&command.clone().render_usage(), locale);
    let usage = usage.trim_start_matches("Usage: ");
    let name = command.get_bin_name().unwrap_or("zhangju");
    let usage = format!("{}: {usage}", tr("usage", &[]));
    let mut lines = vec![format!("zhangju: {said}")];
    lines.extend(usage.lines().map(str::to_owned));
    lines.push(tr("more", &[name]));
    lines
}

/// The command that some arguments are for: the one whose subcommands' names they begin with.
pub fn meant<'c>(command: &'c Command, arguments: &[String]) -> &'c Command {
    let below = arguments.iter().find_map(|word| {
        let found = command.find_subcommand(word)?;
        Some((found, word))
    });
    match below {
        Some((found, _)) if found.has_subcommands() => {
            let rest: Vec<String> = arguments
                .iter()
                .skip_while(|word| *word != found.get_name())
                .skip(1)
                .cloned()
                .collect();
            meant(found, &rest)
        }
        Some((found, _)) => found,
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;
    use crate::settings::Language;

    /// Every command with its path, such as `marks list`.
    fn all(command: &Command, path: &str) -> Vec<(String, Command)> {
        let mut all = vec![(path.to_owned(), command.clone())];
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name());
            all.extend(self::all(below, path.trim_start()));
        }
        all
    }

    #[test]
    fn every_command_and_every_argument_has_its_words() {
        let locale = Locale::of(Language::SimplifiedChinese);
        for (path, command) in all(&Arguments::command(), "") {
            let own = if path.is_empty() { "zhangju" } else { &path };
            let key = format!("command.{own}");
            assert!(locale.get(&key).is_some(), "{key}");
            for arg in command.get_arguments() {
                let id = arg.get_id();
                let named = locale.get(&format!("option.{path} {id}"));
                let named = named.or_else(|| locale.get(&format!("option.{id}")));
                assert!(named.is_some(), "option.{path} {id}");
            }
        }
    }

    #[test]
    fn no_words_are_of_a_command_that_is_not_there() {
        let commands = all(&Arguments::command(), "");
        let names: Vec<String> = commands
            .iter()
            .flat_map(|(path, command)| {
                let arguments = command.get_arguments();
                let arguments = arguments.flat_map(move |arg| {
                    let id = arg.get_id().to_string();
                    [format!("option.{path} {id}"), format!("option.{id}")]
                });
                arguments.chain([format!("command.{path}")])
            })
            .chain(["command.zhangju".to_owned()])
            .collect();
        for key in Locale::of(Language::English).keys() {
            let is_of_commands = key.starts_with("option.") || key.starts_with("command.");
            assert!(!is_of_commands || names.contains(&key), "{key}");
        }
    }

    #[test]
    fn help_is_in_the_language_and_within_80_columns() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            for (path, _) in all(&Arguments::command(), "") {
                let command = wrapped(spoken(Arguments::command(), &locale));
                let mut words = vec!["zhangju"];
                words.extend(path.split_whitespace());
                words.push("--help");
                let asked = command.try_get_matches_from(words).unwrap_err();
                let said = help(&asked, &locale);
                let is_chinese = language != Language::English;
                let english = [
                    "Usage:",
                    "Options:",
                    "Arguments:",
                    "Commands:",
                    "Print help",
                ];
                assert!(
                    !is_chinese || !english.iter().any(|word| said.contains(word)),
                    "{said}"
                );
                for line in said.lines().filter(|line| !line.contains("zhangju")) {
                    let columns = width::columns(line, Ambiguous::Narrow);
                    assert!(columns <= COLUMNS, "{columns}: {line}");
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_what_was_meant() {
        let check = |line: &str, expected: &str| {
            let locale = Locale::of(Language::SimplifiedChinese);
            let command = spoken(Arguments::command(), &locale);
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            let error = Arguments::command()
                .try_get_matches_from(&words)
                .unwrap_err();
            let said = refusal(&error, meant(&command, &words[1..]), &locale);
            assert_eq!(said[0], format!("zhangju: {expected}"), "{line}");
        };
        check("zhangju outline", "缺少 <PATH>...");
        check(
            "zhangju outline --formt json a",
            "没有选项 --formt；是不是“--format”？",
        );
        check(
            "zhangju outline --format tre a",
            "--format <FORMAT> 的值不能是 tre（可取 tree, json, markdown）；是不是“tree”？",
        );
        check("zhangju marks lisst", "没有命令 lisst；是不是“list”？");
        check("zhangju --linear --kiosk", "--linear 不能与 --kiosk 同用");
        check("zhangju kiosk", "缺少命令：check");
    }
}
