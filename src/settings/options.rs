//! The options in `config.toml`, and their defaults.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Language, Paths};
use crate::annotation::cite::Template;
use crate::disk;
use crate::engine::{Access, Server};
use crate::library::Remote;
use crate::library::filter::{Extension, Filter};
use crate::library::remote::SCHEME;
use crate::terminal::facts::Background;
use crate::text::Ambiguous;
use crate::text::kinsoku::{Hanging, Level};
use crate::typeset::{Composition, Fill, Writing};

/// The largest settings file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The settings file. Every field is optional; an unknown one is an error, so that misspellings are
/// reported.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// Language of the interface; that of the locale if unset.
    pub language: Option<Language>,
    /// Folders and files that the reading room opens when none are given.
    pub libraries: Vec<PathBuf>,
    /// Longest line of text, in hanzi.
    pub measure: usize,
    /// First-line indent, in hanzi.
    pub indent: usize,
    /// Direction of lines when the reading room opens.
    pub writing: Writing,
    /// Number of columns of text.
    pub columns: Columns,
    /// Empty rows between paragraphs.
    pub paragraph_spacing: usize,
    /// Which marks may not begin or end a line: `none`, `basic`, `gb`, `strict`.
    pub line_break: Level,
    /// How lines are filled: `optimal`, `first-fit`.
    pub line_fill: Fill,
    /// Which marks may hang in the margin: `none`, `stops`, `closing`.
    pub hanging: Hanging,
    /// Width of characters of ambiguous width: `auto`, `narrow`, `wide`.
    pub ambiguous_width: AmbiguousWidth,
    /// Background of the terminal: `dark`, `light`, or `auto` to ask it.
    pub background: Background,
    /// Whether frames use only ASCII.
    pub ascii: bool,
    /// Whether to use the mouse.
    pub mouse: bool,
    /// Whether to set the window's title to that of the document.
    pub title: bool,
    /// Style of citations: a built-in one, or one of `citations`.
    pub citation: Option<String>,
    /// User-defined styles: name to template.
    pub citations: BTreeMap<String, Template>,
    /// Programs that print the text of files that are not read as they are: extension to command.
    pub filters: BTreeMap<Extension, Filter>,
    /// Search servers: name to how it is reached.
    pub engines: BTreeMap<String, Access>,
    /// Additional keys: for each pane, key sequence to action name.
    pub keys: BTreeMap<String, BTreeMap<String, String>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            language: None,
            libraries: Vec::new(),
            measure: 40,
            indent: 2,
            writing: Writing::Horizontal,
            columns: Columns::Auto,
            paragraph_spacing: 1,
            line_break: Level::Basic,
            line_fill: Fill::Optimal,
            hanging: Hanging::None,
            ambiguous_width: AmbiguousWidth::Auto,
            background: Background::Auto,
            ascii: false,
            mouse: true,
            title: true,
            citation: None,
            citations: BTreeMap::new(),
            filters: BTreeMap::new(),
            engines: BTreeMap::new(),
            keys: BTreeMap::new(),
        }
    }
}

/// Number of columns of text, in horizontal writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Columns {
    /// Two if both can be as wide as the measure.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// One.
    #[serde(rename = "one")]
    One,
    /// Two, even if they are narrower.
    #[serde(rename = "two")]
    Two,
}

/// The setting for characters of ambiguous width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmbiguousWidth {
    /// As the terminal shows them; one column if it does not answer.
    #[default]
    Auto,
    /// One column.
    Narrow,
    /// Two columns.
    Wide,
}

impl AmbiguousWidth {
    /// The width, unless it is `auto`.
    pub fn set(self) -> Option<Ambiguous> {
        match self {
            Self::Auto => None,
            Self::Narrow => Some(Ambiguous::Narrow),
            Self::Wide => Some(Ambiguous::Wide),
        }
    }
}

impl Options {
    /// Line breaking and filling.
    pub fn composition(&self) -> Composition {
        Composition {
            level: self.line_break,
            fill: self.line_fill,
            hanging: self.hanging,
        }
    }

    /// The folders among the libraries.
    pub fn folders(&self) -> Vec<PathBuf> {
        let folders = self.libraries.iter();
        folders
            .filter(|path| server(path).is_none())
            .cloned()
            .collect()
    }

    /// The libraries on search servers; what is read of them is kept in a cache. A line says why
    /// one is not to be had.
    pub fn remotes(&self, cache: Option<&Path>) -> Vec<Result<Remote, String>> {
        let names = self.libraries.iter().filter_map(|path| server(path));
        names.map(|name| self.remote(name, cache)).collect()
    }

    /// The library on a search server.
    ///
    /// # Errors
    /// One line if the settings have no such server.
    pub fn remote(&self, name: &str, cache: Option<&Path>) -> Result<Remote, String> {
        let access = self.engines.get(name).ok_or_else(|| {
            format!("there is no engine {name}: the settings name it under [engines.{name}]")
        })?;
        Ok(Remote::new(Server::new(name, access.clone()), cache))
    }

    /// The settings of a person, and what is wrong with their file: the defaults then hold.
    pub fn of(paths: &Result<Paths, String>) -> (Self, Option<String>) {
        let Ok(paths) = paths else {
            return (Self::default(), None);
        };
        let path = paths.settings();
        let read = match disk::read(&path, LARGEST) {
            Err(error) if error.reason.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.to_string()),
            Ok(bytes) => Self::parse(&String::from_utf8_lossy(&bytes))
                .map_err(|reason| format!("{}: {reason}", path.display())),
        };
        match read {
            Ok(options) => (options, None),
            Err(reason) => (Self::default(), Some(reason)),
        }
    }

    /// Parses the text of a settings file. Values out of range are clamped.
    ///
    /// # Errors
    /// One line with the line number and the reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut options: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| {
                text.bytes()
                    .take(span.start)
                    .filter(|&b| b == b'\n')
                    .count()
            }) + 1;
            format!("line {line}: {}", error.message().replace('\n', " "))
        })?;
        options.measure = options.measure.clamp(5, 200);
        options.indent = options.indent.min(8);
        options.paragraph_spacing = options.paragraph_spacing.min(3);
        Ok(options)
    }
}

/// The name of the server that a library is on; `None` for a folder.
pub fn server(library: &Path) -> Option<&str> {
    library.to_str()?.strip_prefix(SCHEME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_the_defaults_and_a_misspelling_is_told_with_its_line() {
        assert_eq!(Options::parse(""), Ok(Options::default()));
        let error = Options::parse("measure = 30\nmeasur = 3\n").unwrap_err();
        assert!(
            error.starts_with("line 2:") && error.contains("measur"),
            "{error}"
        );
    }

    #[test]
    fn the_readme_has_every_setting_and_no_other() {
        let readme = include_str!("../../README.md");
        let mut written = String::new();
        for block in readme.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap();
            assert!(Options::parse(block).is_ok(), "{block}");
            written += block;
        }
        // An unknown setting is answered with the names of all.
        let names = Options::parse("x = 1").unwrap_err();
        let names: Vec<&str> = names.split('`').skip(3).step_by(2).collect();
        assert!(names.contains(&"measure") && names.contains(&"keys"));
        for name in names {
            let is_named = |line: &str| {
                let line = line.trim_start_matches('[');
                let rest = line.strip_prefix(name);
                rest.is_some_and(|rest| rest.starts_with([' ', '.', ']']))
            };
            assert!(written.lines().any(is_named), "{name} is not in the README");
        }
    }

    #[test]
    fn composition_is_read() {
        let options =
            Options::parse("line-break = \"gb\"\nline-fill = \"first-fit\"\nhanging = \"stops\"\n")
                .unwrap();
        let composition = Composition {
            level: Level::Gb,
            fill: Fill::FirstFit,
            hanging: Hanging::Stops,
        };
        assert_eq!(options.composition(), composition);
        assert!(Options::parse("line-break = \"loose\"").is_err());
    }

    #[test]
    fn a_wrong_template_is_told_with_its_line() {
        let error = Options::parse("[citations]\nown = \"{titel}\"\n").unwrap_err();
        assert!(
            error.starts_with("line 2:") && error.contains("{titel}"),
            "{error}"
        );
    }

    #[test]
    fn a_wrong_filter_is_told_with_its_line() {
        let check = |line: &str, word: &str| {
            let error = Options::parse(&format!("[filters]\n{line}\n")).unwrap_err();
            assert!(
                error.starts_with("line 2:") && error.contains(word),
                "{error}"
            );
        };
        check("pdf = [\"pdftotext\", \"-\"]", "{}");
        check("pdf = []", "program");
        check("pdf = \"pdftotext {} -\"", "sequence");
        check("\".pdf\" = [\"pdftotext\", \"{}\", \"-\"]", ".pdf");
        let right = "[filters]\npdf = [\"pdftotext\", \"-layout\", \"{}\", \"-\"]\n";
        assert_eq!(Options::parse(right).unwrap().filters.len(), 1);
    }

    #[test]
    fn a_library_is_a_folder_or_on_a_server() {
        let options = Options::parse(
            "libraries = [\"/书\", \"engine:hall\", \"engine:none\"]\n\
             [engines.hall]\naddress = \"https://search.example:8443\"\nroots = \"/etc/ca.pem\"\n",
        )
        .unwrap();
        assert_eq!(options.folders(), [PathBuf::from("/书")]);
        let remotes = options.remotes(None);
        let names = remotes.iter().map(|own| match own {
            Ok(remote) => remote.root().display().to_string(),
            Err(reason) => reason.clone(),
        });
        let names: Vec<String> = names.collect();
        assert_eq!(names[0], "engine:hall");
        assert!(names[1].contains("[engines.none]"), "{}", names[1]);
        let error = Options::parse("[engines.a]\nadress = \"x\"\n").unwrap_err();
        assert!(
            error.starts_with("line 2:") && error.contains("adress"),
            "{error}"
        );
    }

    #[test]
    fn keys_are_read_per_pane() {
        let options = Options::parse("[keys.reader]\nx = \"page-down\"\n").unwrap();
        assert_eq!(options.keys["reader"]["x"], "page-down");
    }
}
