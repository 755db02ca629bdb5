//! The options in `config.toml`, and their defaults.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Language;
use super::value::{Typed, Wrong};
use crate::annotation::cite::Template;
use crate::engine::{Access, Server};
use crate::library::Remote;
use crate::library::filter::{Extension, Filter};
use crate::library::remote::SCHEME;
use crate::terminal::facts::Background;
use crate::text::Ambiguous;
use crate::text::kinsoku::{Hanging, Level};
use crate::text::script::Script;
use crate::typeset::{Composition, Fill, Writing};

/// What can be set. Every field is optional; an unknown one is an error, so that misspellings are
/// reported. What each is for stands in the locales under `setting.<name>`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
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
    /// Characters that Chinese texts are shown in when the reading room opens: `original`,
    /// `simplified`, `traditional`, `taiwan`, `hongkong`.
    pub script: Script,
    /// Whether what is copied has the characters that are shown.
    pub copy_as_shown: bool,
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
    /// Name of the theme: `dark`, `light`, `sepia`, `contrast`, `ansi`, `neutral`, `monochrome`, a
    /// file in `themes/`, or `auto` for what suits the terminal.
    pub theme: String,
    /// Whether frames use only ASCII.
    pub ascii: bool,
    /// Whether to use the mouse; if unset, wherever a lone Esc is delivered with it.
    pub mouse: Option<bool>,
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
    /// The keys that the person's own lie over.
    pub keymap: Preset,
    /// Dictionaries: name to the `.ifo` file of a StarDict, or to a CC-CEDICT.
    pub dictionaries: BTreeMap<String, PathBuf>,
    /// Commands that are given words of the text: name to program and arguments.
    pub hooks: BTreeMap<String, Vec<String>>,
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
            script: Script::Original,
            copy_as_shown: false,
            paragraph_spacing: 1,
            line_break: Level::Basic,
            line_fill: Fill::Optimal,
            hanging: Hanging::None,
            ambiguous_width: AmbiguousWidth::Auto,
            background: Background::Auto,
            theme: "auto".to_owned(),
            ascii: false,
            mouse: None,
            title: true,
            citation: None,
            citations: BTreeMap::new(),
            filters: BTreeMap::new(),
            engines: BTreeMap::new(),
            keymap: Preset::Vim,
            dictionaries: BTreeMap::new(),
            hooks: BTreeMap::new(),
            keys: BTreeMap::new(),
        }
    }
}

/// Number of columns of text, in horizontal writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
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

/// The program whose keys the reading room has where it can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// vim.
    #[default]
    Vim,
    /// less.
    Less,
    /// GNU Emacs.
    Emacs,
}

/// The setting for characters of ambiguous width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
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

    /// The names of the servers that have libraries.
    pub fn servers(&self) -> impl Iterator<Item = &str> {
        self.libraries.iter().filter_map(|path| server(path))
    }

    /// The library on a search server, if the settings know the server; what is read of it is kept
    /// in a cache.
    pub fn remote(&self, name: &str, cache: Option<&Path>) -> Option<Remote> {
        let access = self.engines.get(name)?.clone();
        Some(Remote::new(Server::new(name, access), cache))
    }

    /// The names of all settings.
    pub fn names() -> &'static [&'static str] {
        static NAMES: LazyLock<&[&str]> = LazyLock::new(|| {
            // A struct answers an unknown name with those that it knows.
            let unknown = toml::Value::Table([(String::new(), true.into())].into_iter().collect());
            match Options::deserialize(Typed(&unknown)) {
                Err(Wrong::Name(_, known)) => known,
                _ => &[],
            }
        });
        &NAMES
    }

    /// The same, with numbers that are too large or too small made as large or small as they can
    /// be.
    #[must_use]
    pub fn within_limits(mut self) -> Self {
        self.measure = self.measure.clamp(5, 200);
        self.indent = self.indent.min(8);
        self.paragraph_spacing = self.paragraph_spacing.min(3);
        self
    }
}

/// The name of the server that a library is on; `None` for a folder.
pub fn server(library: &Path) -> Option<&str> {
    library.to_str()?.strip_prefix(SCHEME)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::{Locale, Settings};

    /// The settings of a text in which nothing is wrong.
    fn read(text: &str) -> Options {
        let settings = Settings::parse(text, Path::new("config.toml"));
        assert_eq!(settings.mistakes, [], "{text}");
        settings.options
    }

    #[test]
    fn the_manual_has_every_setting_and_no_other() {
        let manual = include_str!("../../assets/manual.md");
        let mut written = String::new();
        for block in manual.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap();
            read(block);
            written += block;
        }
        let names = Options::names();
        assert!(names.contains(&"measure") && names.contains(&"keys"));
        for name in names {
            let is_named = |line: &str| {
                let line = line.trim_start_matches('[');
                let rest = line.strip_prefix(name);
                rest.is_some_and(|rest| rest.starts_with([' ', '.', ']']))
            };
            assert!(written.lines().any(is_named), "{name} is not in the manual");
        }
    }

    #[test]
    fn every_setting_says_what_it_is_for_in_every_language() {
        for language in Language::ALL {
            let locale = Locale::of(language);
            for name in Options::names() {
                let key = format!("setting.{name}");
                assert!(locale.get(&key).is_some(), "{language:?} has no {key}");
            }
        }
    }

    #[test]
    fn composition_is_read() {
        let options = read("line-break = \"gb\"\nline-fill = \"first-fit\"\nhanging = \"stops\"\n");
        let composition = Composition {
            level: Level::Gb,
            fill: Fill::FirstFit,
            hanging: Hanging::Stops,
        };
        assert_eq!(options.composition(), composition);
    }

    #[test]
    fn a_library_is_a_folder_or_on_a_server() {
        let options = read(
            "libraries = [\"/书\", \"engine:hall\", \"engine:none\"]\n\
             [engines.hall]\naddress = \"https://search.example:8443\"\nroots = \"/etc/ca.pem\"\n",
        );
        assert_eq!(options.folders(), [PathBuf::from("/书")]);
        let servers: Vec<&str> = options.servers().collect();
        assert_eq!(servers, ["hall", "none"]);
        let remote = options.remote("hall", None).unwrap();
        assert_eq!(remote.root(), Path::new("engine:hall"));
        assert_eq!(options.remote("none", None), None);
    }

    #[test]
    fn keys_and_filters_are_read() {
        let options = read("[keys.reader]\nx = \"page-down\"\n");
        assert_eq!(options.keys["reader"]["x"], "page-down");
        let filters = "[filters]\npdf = [\"pdftotext\", \"-layout\", \"{}\", \"-\"]\n";
        assert_eq!(read(filters).filters.len(), 1);
    }

    #[test]
    fn numbers_stay_within_their_limits() {
        assert_eq!(read("measure = 3000\nindent = 99\n").measure, 200);
        assert_eq!(read("measure = 0\n").measure, 5);
    }
}
