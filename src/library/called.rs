//! What a document is called in a list: its title, and where other texts have the same one, what
//! tells it from them.

use std::borrow::Cow;
use std::fmt;

use super::name::shown;
use super::same::{Apart, Same};
use super::{Entry, EntryId};

/// What a document is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called<'a> {
    /// Its title.
    pub title: &'a str,
    /// What tells it from other texts of this title: the heading that it begins with, the
    /// date of its edition, or the name of its file.
    pub apart: Option<Cow<'a, str>>,
}

impl<'a> Called<'a> {
    /// What an entry is called among all that `same` compares.
    pub fn of(id: EntryId, entry: Entry<'a>, same: &Same) -> Self {
        let apart = same.apart(id).map(|apart| match apart {
            Apart::Part => entry.part().into(),
            Apart::Edition(date) => date.to_string().into(),
            Apart::Name => stem(shown(entry.name_bytes())),
        });
        Self {
            title: entry.title(),
            apart,
        }
    }
}

impl fmt::Display for Called<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.title)?;
        match &self.apart {
            Some(apart) => write!(to, " {apart}"),
            None => Ok(()),
        }
    }
}

/// The name of a file without its extension.
fn stem(name: Cow<'_, str>) -> Cow<'_, str> {
    let stem = name.rsplit_once('.').map(|(stem, _)| stem);
    match stem.filter(|stem| !stem.is_empty()).map(str::len) {
        Some(length) => match name {
            Cow::Borrowed(name) => name.get(..length).unwrap_or(name).into(),
            Cow::Owned(mut name) => {
                name.truncate(length);
                name.into()
            }
        },
        None => name,
    }
}
