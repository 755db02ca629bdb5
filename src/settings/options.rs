//! What a person may set in `config.toml`, with the defaults that need no file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::Language;
use crate::annotation::cite::Template;
use crate::terminal::facts::Background;
use crate::text::Ambiguous;
use crate::text::kinsoku::{Hanging, Level};
use crate::typeset::{Composition, Fill, Writing};

/// The settings file. Every field may be left out; unknown ones are an error, so that a misspelling is told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Options {
    /// The interface's language; the locale's where it is not set.
    pub language: Option<Language>,
    /// Folders and files that the reading room opens when it is given none.
    pub libraries: Vec<PathBuf>,
    /// Longest line of text, in hanzi.
    pub measure: usize,
    /// First-line indent, in hanzi.
    pub indent: usize,
    /// Which way lines run when the reading room opens.
    pub writing: Writing,
    /// How many columns of text there are.
    pub columns: Columns,
    /// Empty rows between paragraphs.
    pub paragraph_spacing: usize,
    /// What may not begin or end a line: `none`, `basic`, `gb`, `strict`.
    pub line_break: Level,
    /// How lines are filled: `optimal`, `first-fit`.
    pub line_fill: Fill,
    /// What may stand in the margin behind a line: `none`, `stops`, `closing`.
    pub hanging: Hanging,
    /// Columns of characters of ambiguous width: `auto`, `narrow`, `wide`.
    pub ambiguous_width: AmbiguousWidth,
    /// Whether the terminal is `dark` or `light`; `auto` asks it.
    pub background: Background,
    /// Whether frames are drawn with ASCII only.
    pub ascii: bool,
    /// Whether the mouse is asked for.
    pub mouse: bool,
    /// Whether the window's title is the document's.
    pub title: bool,
    /// The style of citations: one that comes with the program, or one of `citations`.
    pub citation: Option<String>,
    /// Own styles: name to template.
    pub citations: BTreeMap<String, Template>,
    /// Further keys: for each pane, key sequence to action name.
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
            keys: BTreeMap::new(),
        }
    }
}

/// The setting for how many columns of text there are, where lines run across.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Columns {
    /// Two where both are as wide as the measure.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// One.
    #[serde(rename = "one")]
    One,
    /// Two, narrower ones too.
    #[serde(rename = "two")]
    Two,
}

/// The setting for characters of ambiguous width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AmbiguousWidth {
    /// As the terminal shows them; one column where it does not answer.
    #[default]
    Auto,
    /// One column.
    Narrow,
    /// Two columns.
    Wide,
}

impl AmbiguousWidth {
    /// What is set, if anything.
    pub fn set(self) -> Option<Ambiguous> {
        match self {
            Self::Auto => None,
            Self::Narrow => Some(Ambiguous::Narrow),
            Self::Wide => Some(Ambiguous::Wide),
        }
    }
}

impl Options {
    /// How lines are composed.
    pub fn composition(&self) -> Composition {
        Composition {
            level: self.line_break,
            fill: self.line_fill,
            hanging: self.hanging,
        }
    }

    /// Reads the text of a settings file.
    ///
    /// # Errors
    /// One line that says what is wrong and where.
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
    fn keys_are_read_per_pane() {
        let options = Options::parse("[keys.reader]\nx = \"page-down\"\n").unwrap();
        assert_eq!(options.keys["reader"]["x"], "page-down");
    }
}
