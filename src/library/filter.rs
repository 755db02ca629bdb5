//! Filters: programs of the person's own that print the text of files which are not read as they
//! are, one for each extension.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::disk::{self, Limits, Programs};
use crate::document::foreign::Remedy;
use crate::document::{Foreign, LARGEST};
use crate::text::Said;

/// What stands for the file among the arguments of a filter.
const FILE: &str = "{}";

/// What a filter may take.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    memory: 2 << 30,
    output: LARGEST as u64,
};

/// A program that prints the text of a file, and its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Filter {
    program: String,
    arguments: Vec<String>,
}

impl TryFrom<Vec<String>> for Filter {
    type Error = Said;

    fn try_from(command: Vec<String>) -> Result<Self, Said> {
        let mut arguments = command.into_iter();
        let program = arguments.next().filter(|program| !program.is_empty());
        let program = program.ok_or_else(|| Said::new("filter.empty"))?;
        let arguments: Vec<String> = arguments.collect();
        if !arguments.iter().any(|argument| argument.contains(FILE)) {
            return Err(Said::new("filter.no-file").with(program).with(FILE));
        }
        Ok(Self { program, arguments })
    }
}

impl From<Filter> for Vec<String> {
    fn from(filter: Filter) -> Self {
        let mut command = filter.arguments;
        command.insert(0, filter.program);
        command
    }
}

/// How the names of files end: lower case, without the dot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Extension(String);

impl TryFrom<String> for Extension {
    type Error = Said;

    fn try_from(name: String) -> Result<Self, Said> {
        if name.is_empty() || name.contains(['.', '/']) {
            return Err(Said::new("filter.no-extension").with(name));
        }
        Ok(Self(name.to_lowercase()))
    }
}

/// The filters of a person.
#[derive(Debug, Default)]
pub struct Filters {
    by_extension: BTreeMap<Extension, Filter>,
    /// Where others can be set; `None` where no program may be started.
    place: Option<Place>,
    programs: Programs,
}

/// Where filters are set, and where their programs are found.
#[derive(Clone, Debug)]
pub struct Place {
    /// The settings file.
    pub settings: PathBuf,
    /// The folders of programs.
    pub programs: Vec<PathBuf>,
}

/// What can be done to read a source that is not read as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// A program is installed that prints its text: what is to be set for it, and where.
    Set {
        /// The program.
        program: &'static str,
        /// The line of the settings file.
        line: String,
        /// The settings file.
        settings: PathBuf,
    },
    /// There is a program that prints its text, which is not installed.
    Install {
        /// The program.
        program: &'static str,
        /// The settings file.
        settings: PathBuf,
    },
    /// Something else.
    Other(Remedy),
}

impl Filters {
    /// What changes with the kinds of files that are documents, by the filters or by the program.
    pub fn edition(&self) -> u64 {
        let extensions = self
            .by_extension
            .keys()
            .map(|extension| extension.0.as_str());
        let names: Vec<&str> = [env!("CARGO_PKG_VERSION")]
            .into_iter()
            .chain(extensions)
            .collect();
        u64::from(crc32fast::hash(names.join(".").as_bytes()))
    }

    /// Filters by extension; others can be set at a place.
    pub fn new(by_extension: BTreeMap<Extension, Filter>, place: Option<Place>) -> Self {
        Self {
            by_extension,
            place,
            programs: Programs::default(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_extension.is_empty()
    }

    /// The filter of a file, by its name.
    pub fn of(&self, path: &Path) -> Option<&Filter> {
        self.by_extension.get(&extension(path)?)
    }

    /// What a filter prints of a file.
    ///
    /// # Errors
    /// If there is no such file, or the program fails or takes too much.
    pub fn read(&self, filter: &Filter, path: &Path) -> Result<Vec<u8>, disk::Error> {
        disk::stamp(path)?;
        // A path that begins with `-` would be an option.
        let file = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let arguments = filter.arguments.iter().map(|argument| {
            let mut parts = argument.split(FILE);
            let mut filled = OsString::from(parts.next().unwrap_or(""));
            for part in parts {
                filled.push(&file);
                filled.push(part);
            }
            filled
        });
        let arguments: Vec<OsString> = arguments.collect();
        let printed = self.programs.output(&filter.program, &arguments, LIMITS);
        printed.map_err(|reason| disk::Error {
            operation: "read",
            path: path.to_owned(),
            reason,
        })
    }

    /// What can be done to read a source of a kind that is not read, which is at a path if it is a
    /// file.
    pub fn advice(&self, kind: &'static Foreign, path: Option<&Path>) -> Advice {
        path.and_then(|path| self.offer(kind, path))
            .unwrap_or(Advice::Other(kind.remedy))
    }

    /// The first of the programs for a kind that is installed, else the first.
    fn offer(&self, kind: &'static Foreign, path: &Path) -> Option<Advice> {
        let place = self.place.as_ref()?;
        // A filter is set for all files that are named so: not for those of another kind.
        let extension = extension(path)?;
        if !kind.extensions.contains(&extension.0.as_str()) {
            return None;
        }
        let settings = place.settings.clone();
        let is_installed = |command: &&&[&str]| {
            let program = command.first().unwrap_or(&"");
            let mut folders = place.programs.iter();
            folders.any(|folder| disk::stamp(&folder.join(program)).is_ok())
        };
        let installed = kind.printers.iter().find(is_installed);
        let first = kind.printers.first()?.first()?;
        Some(match installed.and_then(|own| own.split_first()) {
            Some((program, arguments)) => {
                let quoted = std::iter::once(program).chain(arguments);
                let quoted: Vec<String> = quoted.map(|word| format!("\"{word}\"")).collect();
                Advice::Set {
                    program,
                    line: format!("{} = [{}]", extension.0, quoted.join(", ")),
                    settings,
                }
            }
            None => Advice::Install {
                program: first,
                settings,
            },
        })
    }

    /// Ends the filters that run, and starts none any more.
    pub fn close(&self) {
        self.programs.close();
    }
}

fn extension(path: &Path) -> Option<Extension> {
    let extension = path.extension()?.to_str()?;
    Some(Extension(extension.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(command: &[&str]) -> Result<Filter, Said> {
        let command: Vec<String> = command.iter().map(ToString::to_string).collect();
        Filter::try_from(command)
    }

    fn filters(extension: &str, command: &[&str], place: Option<Place>) -> Filters {
        let extension = Extension::try_from(extension.to_owned()).unwrap();
        Filters::new([(extension, filter(command).unwrap())].into(), place)
    }

    #[test]
    fn a_filter_is_a_program_and_names_the_file() {
        assert!(filter(&["cat", "{}"]).is_ok());
        assert_eq!(filter(&[]).unwrap_err(), Said::new("filter.empty"));
        let reason = Said::new("filter.no-file").with("cat").with(FILE);
        assert_eq!(filter(&["cat"]).unwrap_err(), reason);
        assert!(Extension::try_from(".pdf".to_owned()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_given_to_its_filter_and_to_no_shell() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("-n $(x) '.PDF");
        std::fs::write(&path, "甲\n").unwrap();
        let filters = filters(
            "pdf",
            &["sh", "-c", "cat \"$0\"; printf %s \"$1\"", "{}", "={}="],
            None,
        );
        let read = filters.read(filters.of(&path).unwrap(), &path).unwrap();
        let printed = String::from_utf8(read).unwrap();
        assert_eq!(printed, format!("甲\n={}=", path.display()));
        assert!(filters.of(Path::new("a.pdf.gz")).is_none());
        let gone = folder.path().join("b.pdf");
        let error = filters.read(filters.of(&gone).unwrap(), &gone).unwrap_err();
        assert_eq!(error.reason.kind(), std::io::ErrorKind::NotFound);
    }

    #[test]
    fn a_filter_is_offered_where_its_program_is() {
        let kind = |code| {
            crate::document::foreign::KINDS
                .iter()
                .find(|kind| kind.code == code)
                .unwrap()
        };
        let folder = tempfile::tempdir().unwrap();
        let settings = PathBuf::from("/config.toml");
        let place = Place {
            settings: settings.clone(),
            programs: vec![folder.path().to_owned()],
        };
        let filters = filters("x", &["cat", "{}"], Some(place));
        let advice = |code, name: &str| filters.advice(kind(code), Some(Path::new(name)));
        let install = Advice::Install {
            program: "pdftotext",
            settings: settings.clone(),
        };
        assert_eq!(advice("pdf", "a.PDF"), install);
        std::fs::write(folder.path().join("mutool"), "").unwrap();
        let set = Advice::Set {
            program: "mutool",
            line: "pdf = [\"mutool\", \"draw\", \"-F\", \"text\", \"{}\"]".to_owned(),
            settings,
        };
        assert_eq!(advice("pdf", "a.pdf"), set);
        let save = Advice::Other(Remedy::Save);
        // All texts would be read through it.
        assert_eq!(advice("pdf", "a.txt"), save);
        let unpack = Advice::Other(Remedy::Unpack);
        assert_eq!(advice("zip", "a.zip"), unpack);
        // Where no program may be started, none is offered.
        let none = Filters::default();
        assert_eq!(none.advice(kind("pdf"), Some(Path::new("a.pdf"))), save);
    }
}
