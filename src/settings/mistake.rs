//! Mistakes in settings: each costs its own line only, and is said with the line and what was
//! probably meant.

use std::path::PathBuf;

use super::Locale;
use super::value::Wrong;
use crate::text::Said;
use crate::text::display::displayable;
use crate::text::nearest::nearest;

/// Something in the settings that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands; `None` if it was typed.
    pub place: Option<(PathBuf, Option<usize>)>,
    /// The names that lead to it: `["keys", "reader", "x"]`.
    pub setting: Vec<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file cannot be read, or is no TOML here.
    Unreadable(Said),
    /// A name that nothing has, and the one that was probably meant.
    NoSuch(Kind, String, Option<String>),
    /// None of the values that the setting can have, which are told, and the one probably meant.
    Choice(String, Vec<String>, Option<String>),
    /// A table lacks what it cannot do without.
    Missing(String),
    /// Not a value for this setting, and why.
    Value(Said),
}

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A setting.
    Setting,
    /// A pane that has keys.
    Pane,
    /// An action.
    Action,
    /// A key.
    Key,
}

impl Reason {
    /// An unknown name, with the known one that it is likeliest to mean.
    pub fn no_such<'n>(kind: Kind, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        let meant = nearest(name, known).map(str::to_owned);
        Self::NoSuch(kind, name.to_owned(), meant)
    }
}

impl From<Wrong> for Reason {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::Name(name, known) => Self::no_such(Kind::Setting, &name, known.iter().copied()),
            Wrong::Choice(value, choices) => {
                let meant = nearest(&value, choices.iter().copied()).map(str::to_owned);
                let choices = choices.iter().map(|&choice| choice.to_owned()).collect();
                Self::Choice(value, choices, meant)
            }
            Wrong::Missing(name) => Self::Missing(name.to_owned()),
            Wrong::Other(reason) => Self::Value(reason),
        }
    }
}

impl Mistake {
    /// What is wrong, and where, in one line.
    pub fn sentence(&self, locale: &Locale) -> String {
        let setting = self.setting.join(".");
        let (said, meant) = match &self.reason {
            Reason::Unreadable(reason) => (locale.say(reason).replace('\n', " "), &None),
            Reason::NoSuch(kind, name, meant) => {
                let sentence = match kind {
                    Kind::Setting => "mistake.setting",
                    Kind::Pane => "mistake.pane",
                    Kind::Action => "mistake.action",
                    Kind::Key => "mistake.key",
                };
                (locale.tr(sentence, &[name]), meant)
            }
            Reason::Choice(value, choices, meant) => {
                let choices = choices.join(", ");
                (
                    locale.tr("mistake.choice", &[&setting, value, &choices]),
                    meant,
                )
            }
            Reason::Missing(name) => (locale.tr("mistake.missing", &[&setting, name]), &None),
            Reason::Value(reason) => {
                let reason = locale.say(reason);
                (locale.tr("mistake.value", &[&setting, &reason]), &None)
            }
        };
        let said = match meant {
            Some(meant) => locale.tr("mistake.meant", &[&said, meant]),
            None => said,
        };
        let line = match &self.place {
            Some((file, Some(line))) => {
                let (file, line) = (file.display().to_string(), line.to_string());
                locale.tr("mistake.line", &[&file, &line, &said])
            }
            Some((file, None)) => format!("{}: {said}", file.display()),
            None => said,
        };
        // It stays one line, whatever the names are.
        displayable(&line).as_str().to_owned()
    }
}

/// What is wrong with settings in one line: the first mistake, and how many more there are.
pub fn summary(mistakes: &[Mistake], locale: &Locale) -> Option<String> {
    let (first, rest) = mistakes.split_first()?;
    let first = first.sentence(locale);
    Some(match rest.len() {
        0 => first,
        more => locale.tr("mistake.more", &[&first, &more.to_string()]),
    })
}
