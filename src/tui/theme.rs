//! The theme: the style of each role of the text and each part of the frame, and the signs that the
//! frame is drawn with. The styles are data (`palette.rs`): files of the program, and of the
//! person's own.

mod palette;

use std::sync::LazyLock;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::annotation::Color as Ink;
use crate::terminal::facts::{Background, Colors};
use crate::text::{Ambiguous, Said};
use crate::typeset::Role;
use palette::Palette;

/// Styles and signs. The text is the brightest thing on the screen; one accent marks where the
/// reader is.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// The signs of the frame.
    pub signs: Signs,
    palette: &'static Palette,
}

/// Signs of the frame: box drawing and its like, or ASCII where those may be two columns wide or
/// missing.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Between two panes.
    pub rule: &'static str,
    /// Along the top and bottom of a sheet.
    pub edge: &'static str,
    /// At the current clause.
    pub here: &'static str,
    /// At a bookmark.
    pub bookmark: &'static str,
    /// At a document that was read.
    pub read: &'static str,
    /// Before the number of places where a text stands.
    pub places: &'static str,
    /// At a note.
    pub note: &'static str,
    /// At a highlight.
    pub highlight: &'static str,
    /// An open shelf or clause.
    pub open: &'static str,
    /// A closed one.
    pub closed: &'static str,
    /// Where a text was shortened.
    pub more: &'static str,
    /// Between the parts of a line.
    pub dot: &'static str,
    /// A column of a bar.
    pub bar: &'static str,
}

const UNICODE: Signs = Signs {
    rule: "│",
    edge: "─",
    here: "▌",
    bookmark: "●",
    read: "·",
    places: "≡",
    note: "»",
    highlight: "▪",
    open: "▾",
    closed: "▸",
    more: "…",
    dot: "·",
    bar: "█",
};

const ASCII: Signs = Signs {
    rule: "|",
    edge: "-",
    here: ">",
    bookmark: "*",
    read: ".",
    places: "=",
    note: "\"",
    highlight: "=",
    open: "-",
    closed: "+",
    more: "~",
    dot: "-",
    bar: "#",
};

/// A theme with its name.
type Named = (String, &'static Palette);

macro_rules! builtin {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../assets/themes/", $name, ".toml")))),*]
    };
}

/// The built-in themes, each behind the one that it is like.
const BUILTIN: [(&str, &str); 7] =
    builtin!("dark" "light" "sepia" "contrast" "ansi" "neutral" "monochrome");

static PALETTES: LazyLock<Vec<(&str, Palette)>> = LazyLock::new(|| {
    let mut palettes: Vec<(&str, Palette)> = Vec::new();
    for (name, text) in BUILTIN {
        let known = |like: &str| find(palettes.iter().map(|(name, own)| (*name, own)), like);
        // That each can be read is tested.
        let palette = Palette::parse(text, known).unwrap_or_default();
        palettes.push((name, palette));
    }
    palettes
});

fn find<'n, P>(mut palettes: impl Iterator<Item = (&'n str, P)>, name: &str) -> Option<P> {
    let found = palettes.find(|(known, _)| *known == name);
    found.map(|(_, palette)| palette)
}

/// The name under which a theme is chosen by what is known of the terminal.
pub const AUTO: &str = "auto";

/// The themes that there are.
#[derive(Clone, Debug)]
pub struct Themes {
    named: Vec<Named>,
}

impl Default for Themes {
    fn default() -> Self {
        let named = PALETTES.iter().map(|(name, own)| ((*name).to_owned(), own));
        Self {
            named: named.collect(),
        }
    }
}

impl Themes {
    /// The built-in themes and a person's own, by the names and texts of their files; one of the
    /// same name takes the place of a built-in one. Where a file cannot be read, its name and what
    /// is wrong with it.
    pub fn with(own: Vec<(String, String)>) -> (Self, Option<(String, Said)>) {
        let mut themes = Self::default();
        let mut wrong = None;
        for (name, text) in own {
            match Palette::parse(&text, |like| themes.find(like)) {
                Ok(palette) => {
                    // Themes are read once, and painted with until the program ends.
                    let palette: &'static Palette = Box::leak(Box::new(palette));
                    themes.named.retain(|(known, _)| *known != name);
                    themes.named.push((name, palette));
                }
                Err(why) => wrong = wrong.or(Some((name, why))),
            }
        }
        (themes, wrong)
    }

    /// The names of all that can be chosen.
    pub fn names(&self) -> Vec<String> {
        let names = self.named.iter().map(|(name, _)| name.clone());
        std::iter::once(AUTO.to_owned()).chain(names).collect()
    }

    fn find(&self, name: &str) -> Option<&'static Palette> {
        find(
            self.named.iter().map(|(name, own)| (name.as_str(), *own)),
            name,
        )
    }

    /// The theme of a name, as far as the terminal has the colours for it; for [`AUTO`] and unknown
    /// names the one that suits the terminal. Where characters of ambiguous width are wide, so
    /// would be the signs: they are ASCII then.
    pub fn theme(
        &self,
        name: &str,
        ascii: bool,
        ambiguous: Ambiguous,
        (colors, background): (Colors, Background),
    ) -> Theme {
        let suited = match (colors, background) {
            (Colors::None, _) => "monochrome",
            (Colors::Eight | Colors::Sixteen, _) => "ansi",
            (_, Background::Dark) => "dark",
            (_, Background::Light) => "light",
            (_, Background::Auto) => "neutral",
        };
        let asked = self.find(name).filter(|own| own.is_for(colors));
        let own = asked.or_else(|| self.find(suited));
        Theme {
            signs: if ascii || ambiguous == Ambiguous::Wide {
                ASCII
            } else {
                UNICODE
            },
            palette: own.unwrap_or(&PALETTES[0].1),
        }
    }
}

impl Theme {
    /// The style of a role of the text.
    pub fn role(self, role: Role) -> Style {
        let own = self.palette;
        match role {
            Role::Title => own.title,
            Role::Heading(_) => own.heading,
            Role::TableHead | Role::TableGroup | Role::Label => own.label,
            Role::Dateline
            | Role::Note
            | Role::Footnote
            | Role::Reading
            | Role::Commentary
            | Role::Rule
            | Role::Description => own.quiet,
            Role::Strong => own.strong,
            // Terminals seldom have italic hanzi; the dots of Chinese emphasis stand below the line
            // too.
            Role::Emphasis => own.emphasis,
            Role::Link => own.link,
            Role::Struck => own.struck,
            Role::Salutation
            | Role::Signature
            | Role::Quotation
            | Role::Text
            | Role::TableCell
            | Role::Code => Style::new(),
        }
    }

    /// Everything that steps back behind the text.
    pub fn quiet(self) -> Style {
        self.palette.quiet
    }

    /// The frame's own words.
    pub fn plain(self) -> Style {
        Style::new()
    }

    /// Where the reader is: the same in the text, the tree and the outline.
    pub fn accent(self) -> Style {
        self.palette.accent
    }

    /// The selected row of the list that has the keys.
    pub fn selected(self) -> Style {
        self.palette.selected
    }

    /// A hit of a search.
    pub fn hit(self) -> Style {
        self.palette.hit
    }

    /// The hit last gone to.
    pub fn current_hit(self) -> Style {
        self.palette.current_hit
    }

    /// A reference to a clause.
    pub fn link(self) -> Style {
        self.palette.link
    }

    /// The sentence that the reader walks by.
    pub fn sentence(self) -> Style {
        self.palette.sentence
    }

    /// Where keys act that act on a place, in a cell that has a style already: what is marked there
    /// keeps its colours.
    pub fn caret(self, own: Style) -> Style {
        let is_plain = own.bg.is_none_or(|behind| behind == Color::Reset);
        if is_plain && !own.add_modifier.contains(Modifier::REVERSED) {
            self.palette.caret
        } else {
            Style::new().add_modifier(Modifier::UNDERLINED)
        }
    }

    /// Words that more than one highlight lies on, over the colour of the last.
    pub fn overlap(self) -> Style {
        self.palette.overlap
    }

    /// Characters that a query matched.
    pub fn matched(self) -> Style {
        self.palette.matched
    }

    /// The sign of a bookmark.
    pub fn bookmark(self) -> Style {
        self.palette.bookmark
    }

    /// Words that are in the old of two texts only.
    pub fn deleted(self) -> Style {
        self.palette.deleted
    }

    /// Words that are in the new one only.
    pub fn inserted(self) -> Style {
        self.palette.inserted
    }

    /// Highlighted text.
    pub fn highlight(self, ink: Ink) -> Style {
        self.palette.highlights[ink as usize]
    }

    /// The sign of a highlight.
    pub fn ink(self, ink: Ink) -> Style {
        self.palette.inks[ink as usize]
    }

    /// Whether there are colours to tell highlights apart by.
    pub fn has_colors(self) -> bool {
        self.palette.has_colors()
    }

    /// Something that went wrong and lasts.
    pub fn alarm(self) -> Style {
        self.palette.alarm
    }

    /// Paints the colours of the text itself wherever a frame has none of its own.
    pub fn ground(self, buffer: &mut Buffer) {
        let Style { fg, bg, .. } = self.palette.text;
        if fg.is_none() && bg.is_none() {
            return;
        }
        for cell in &mut buffer.content {
            if cell.fg == Color::Reset {
                cell.fg = fg.unwrap_or(Color::Reset);
            }
            if cell.bg == Color::Reset {
                cell.bg = bg.unwrap_or(Color::Reset);
            }
        }
    }
}

#[cfg(test)]
mod tests;
