//! Palettes: the style of each role, as a theme's file tells it: `role = "colour on colour bold"`.
//!
//! A colour is one of the terminal's sixteen by its name, or `#rrggbb`. What a file does not tell
//! is as in the theme that it says it is `like`.

use ratatui::style::{Color, Modifier, Style};

use crate::annotation::Color as Ink;
use crate::terminal::facts::{Background, Colors};
use crate::text::{Said, mistyped};

/// The styles of all roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// The background of the terminal that it is made for.
    pub background: Background,
    /// The text itself. Colours here are painted over the whole screen.
    pub text: Style,
    /// What steps back behind the text.
    pub quiet: Style,
    /// Where the reader is.
    pub accent: Style,
    /// The selected row of the list that has the keys, and selected text.
    pub selected: Style,
    /// A hit of a search.
    pub hit: Style,
    /// The hit last gone to.
    pub current_hit: Style,
    /// Characters that a query matched.
    pub matched: Style,
    /// Where keys act that act on a place.
    pub caret: Style,
    /// A reference to a clause.
    pub link: Style,
    /// The sentence that the reader walks by.
    pub sentence: Style,
    /// Words that more than one highlight lies on, over the colour of the last.
    pub overlap: Style,
    /// The sign of a bookmark.
    pub bookmark: Style,
    /// Something that went wrong and lasts.
    pub alarm: Style,
    /// Words that are in the old of two texts only.
    pub deleted: Style,
    /// Words that are in the new one only.
    pub inserted: Style,
    /// The title of a document.
    pub title: Style,
    /// Headings.
    pub heading: Style,
    /// Numbers of clauses and heads of tables.
    pub label: Style,
    /// Strong words.
    pub strong: Style,
    /// Emphasized words.
    pub emphasis: Style,
    /// Words that are struck out.
    pub struck: Style,
    /// Highlighted text, in the order of [`Ink::ALL`].
    pub highlights: [Style; Ink::ALL.len()],
    /// The signs of highlights, in the same order.
    pub inks: [Style; Ink::ALL.len()],
}

/// The place of a role in a palette.
type Role = fn(&mut Palette) -> &mut Style;

/// The roles by their names in a file.
const ROLES: [(&str, Role); 31] = [
    ("text", |own| &mut own.text),
    ("quiet", |own| &mut own.quiet),
    ("accent", |own| &mut own.accent),
    ("selected", |own| &mut own.selected),
    ("hit", |own| &mut own.hit),
    ("current-hit", |own| &mut own.current_hit),
    ("matched", |own| &mut own.matched),
    ("caret", |own| &mut own.caret),
    ("link", |own| &mut own.link),
    ("sentence", |own| &mut own.sentence),
    ("overlap", |own| &mut own.overlap),
    ("bookmark", |own| &mut own.bookmark),
    ("alarm", |own| &mut own.alarm),
    ("deleted", |own| &mut own.deleted),
    ("inserted", |own| &mut own.inserted),
    ("title", |own| &mut own.title),
    ("heading", |own| &mut own.heading),
    ("label", |own| &mut own.label),
    ("strong", |own| &mut own.strong),
    ("emphasis", |own| &mut own.emphasis),
    ("struck", |own| &mut own.struck),
    ("highlight-yellow", |own| {
        &mut own.highlights[Ink::Yellow as usize]
    }),
    ("highlight-green", |own| {
        &mut own.highlights[Ink::Green as usize]
    }),
    ("highlight-blue", |own| {
        &mut own.highlights[Ink::Blue as usize]
    }),
    ("highlight-red", |own| {
        &mut own.highlights[Ink::Red as usize]
    }),
    ("highlight-purple", |own| {
        &mut own.highlights[Ink::Purple as usize]
    }),
    ("sign-yellow", |own| &mut own.inks[Ink::Yellow as usize]),
    ("sign-green", |own| &mut own.inks[Ink::Green as usize]),
    ("sign-blue", |own| &mut own.inks[Ink::Blue as usize]),
    ("sign-red", |own| &mut own.inks[Ink::Red as usize]),
    ("sign-purple", |own| &mut own.inks[Ink::Purple as usize]),
];

impl Palette {
    /// Reads the file of a theme; `known` finds the one that it is like.
    ///
    /// # Errors
    /// The first thing that cannot be read.
    pub fn parse<'a>(text: &str, known: impl Fn(&str) -> Option<&'a Self>) -> Result<Self, Said> {
        let wrong = |key, word: &str| Said::new(key).with(word.replace('\n', " "));
        let no_toml =
            |error: toml::de::Error| Said::new("mistake.no-toml").with_said(mistyped::toml(&error));
        let table: toml::Table = toml::from_str(text).map_err(no_toml)?;
        let mut palette = match table.get("like").map(|like| like.as_str()) {
            None => Self::default(),
            Some(like) => {
                let like = like.unwrap_or_default();
                known(like)
                    .cloned()
                    .ok_or_else(|| wrong("theme.no-theme", like))?
            }
        };
        for (name, value) in &table {
            let value = value.as_str();
            let value = value.ok_or_else(|| wrong("theme.no-text", name))?;
            match name.as_str() {
                "like" => {}
                "background" => {
                    palette.background = match value {
                        "dark" => Background::Dark,
                        "light" => Background::Light,
                        "auto" => Background::Auto,
                        _ => return Err(wrong("theme.no-background", value)),
                    };
                }
                name => {
                    let role = ROLES.iter().find(|(known, _)| *known == name);
                    let (_, role) = role.ok_or_else(|| wrong("theme.no-role", name))?;
                    *role(&mut palette) = style(value)?;
                }
            }
        }
        Ok(palette)
    }

    /// Whether a terminal with these colours can show it: colours that are mixed need 256.
    pub fn is_for(&self, colors: Colors) -> bool {
        let mixed =
            |color: Option<Color>| matches!(color, Some(Color::Rgb(..) | Color::Indexed(_)));
        let mut whole = self.clone();
        let has = |style: &Style| match colors {
            Colors::None => style.fg.is_none() && style.bg.is_none(),
            Colors::Eight | Colors::Sixteen => !mixed(style.fg) && !mixed(style.bg),
            Colors::Many | Colors::True => true,
        };
        ROLES.iter().all(|(_, role)| has(role(&mut whole)))
    }

    /// Whether highlights are told apart by colour.
    pub fn has_colors(&self) -> bool {
        self.highlights.iter().any(|style| style.bg.is_some())
    }
}

/// Attributes by their names; `plain` takes away the first two.
const ATTRIBUTES: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

/// Reads a style: colours of letters and, after `on`, of what is behind them; attributes.
fn style(text: &str) -> Result<Style, Said> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let attribute = ATTRIBUTES.iter().find(|(name, _)| *name == word);
        style = match attribute {
            Some((_, attribute)) => style.add_modifier(*attribute),
            // Neither bold nor dim, whatever the words are that it is laid over.
            None if word == "plain" => style.remove_modifier(Modifier::BOLD | Modifier::DIM),
            None if word == "on" => style.bg(color(words.next().unwrap_or_default())?),
            None => style.fg(color(word)?),
        };
    }
    Ok(style)
}

fn color(word: &str) -> Result<Color, Said> {
    let unknown = |_| Said::new("theme.no-color").with(word);
    word.parse().map_err(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_says_what_is_other_than_in_the_one_it_is_like() {
        let dark = Palette {
            link: style("underline").unwrap(),
            ..Palette::default()
        };
        let known = |name: &str| (name == "dark").then_some(&dark);
        let own = "like = \"dark\"\naccent = \"#0a0B0c on bright-red bold\"\n";
        let own = Palette::parse(own, known).unwrap();
        assert_eq!(own.link, dark.link);
        let accent = Style::new().fg(Color::Rgb(10, 11, 12)).bg(Color::LightRed);
        assert_eq!(own.accent, accent.add_modifier(Modifier::BOLD));
        for (wrong, key, word) in [
            ("like = \"dusk\"", "theme.no-theme", "dusk"),
            ("acent = \"red\"", "theme.no-role", "acent"),
            ("accent = \"reddish\"", "theme.no-color", "reddish"),
            ("accent = \"red on\"", "theme.no-color", ""),
            ("accent = 3", "theme.no-text", "accent"),
            ("background = \"blue\"", "theme.no-background", "blue"),
        ] {
            let expected = Said::new(key).with(word);
            assert_eq!(Palette::parse(wrong, known), Err(expected), "{wrong}");
        }
        let no_toml = Said::new("mistake.no-toml").with_said(Said::new("toml.no-quotes"));
        assert_eq!(Palette::parse("accent = red", known), Err(no_toml));
    }
}
