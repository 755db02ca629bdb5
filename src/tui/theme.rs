//! The theme: the style of each role of the text and each part of the frame, and the signs that the
//! frame is drawn with. A theme is one [`Palette`]; the terminal's colours and background choose
//! it.

use ratatui::style::{Color, Modifier, Style};

use crate::annotation::Color as Ink;
use crate::terminal::facts::{Background, Colors};
use crate::text::Ambiguous;
use crate::typeset::Role;

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

/// The styles in which themes differ; all others are made of attributes.
#[derive(Debug)]
struct Palette {
    /// Whether highlights are told apart by colour.
    has_colors: bool,
    /// What steps back behind the text.
    quiet: Style,
    /// Where the reader is.
    accent: Style,
    /// A hit of a search.
    hit: Style,
    /// The sign of a bookmark.
    bookmark: Style,
    /// Something that went wrong and lasts.
    alarm: Style,
    /// Words that are in the old of two texts only.
    deleted: Style,
    /// Words that are in the new one only.
    inserted: Style,
    /// Highlighted text, in the order of [`Ink::ALL`].
    highlights: [Style; Ink::ALL.len()],
    /// The signs of highlights, in the same order.
    inks: [Style; Ink::ALL.len()],
}

/// For a terminal whose background is not known: magenta reads on dark and on light alike; cyan,
/// green and yellow are lost on white, blue on black.
const NEUTRAL: Palette = Palette {
    has_colors: true,
    quiet: Style::new().add_modifier(Modifier::DIM),
    accent: bold(Color::Magenta),
    hit: marker(Color::Yellow),
    bookmark: Style::new().fg(Color::Red),
    alarm: bold(Color::Red),
    deleted: Style::new()
        .fg(Color::Red)
        .add_modifier(Modifier::CROSSED_OUT),
    inserted: Style::new().fg(Color::Green).add_modifier(UNDERLINED),
    highlights: [
        marker(Color::LightYellow),
        marker(Color::LightGreen),
        marker(Color::LightCyan),
        marker(Color::LightRed),
        marker(Color::LightMagenta),
    ],
    inks: [
        Style::new().fg(Color::Yellow),
        Style::new().fg(Color::Green),
        Style::new().fg(Color::Cyan),
        Style::new().fg(Color::Red),
        Style::new().fg(Color::Magenta),
    ],
};

/// On a background known to be dark the brighter accent is softer.
const DARK: Palette = Palette {
    accent: bold(Color::LightMagenta),
    ..NEUTRAL
};

/// On a light background bright colours are lost, and many terminals draw faint letters black,
/// which is blacker than grey text. Needs 256 colours.
const LIGHT: Palette = Palette {
    quiet: Style::new().fg(Color::Indexed(242)),
    accent: bold(Color::Indexed(90)),
    deleted: Style::new()
        .fg(Color::Indexed(124))
        .add_modifier(Modifier::CROSSED_OUT),
    inserted: Style::new().fg(Color::Indexed(22)).add_modifier(UNDERLINED),
    inks: [
        Style::new().fg(Color::Indexed(94)),
        Style::new().fg(Color::Indexed(22)),
        Style::new().fg(Color::Indexed(24)),
        Style::new().fg(Color::Indexed(124)),
        Style::new().fg(Color::Indexed(90)),
    ],
    ..NEUTRAL
};

/// Without colours attributes must do; each highlight also has a number in the margin.
const MONOCHROME: Palette = Palette {
    has_colors: false,
    quiet: Style::new().add_modifier(Modifier::DIM),
    accent: Style::new().add_modifier(Modifier::BOLD),
    hit: Style::new().add_modifier(UNDERLINED.union(Modifier::BOLD)),
    bookmark: Style::new(),
    alarm: Style::new().add_modifier(Modifier::BOLD),
    deleted: Style::new().add_modifier(Modifier::CROSSED_OUT.union(Modifier::DIM)),
    inserted: Style::new().add_modifier(UNDERLINED.union(Modifier::BOLD)),
    highlights: [
        Style::new().add_modifier(UNDERLINED),
        Style::new().add_modifier(UNDERLINED.union(Modifier::BOLD)),
        Style::new().add_modifier(UNDERLINED.union(Modifier::ITALIC)),
        Style::new().add_modifier(UNDERLINED.union(Modifier::BOLD).union(Modifier::ITALIC)),
        Style::new().add_modifier(UNDERLINED.union(Modifier::DIM)),
    ],
    inks: [Style::new(); Ink::ALL.len()],
};

const UNDERLINED: Modifier = Modifier::UNDERLINED;

const fn bold(color: Color) -> Style {
    Style::new().fg(color).add_modifier(Modifier::BOLD)
}

/// Black text on a colour, as a felt-tip marker leaves it.
const fn marker(color: Color) -> Style {
    Style::new().fg(Color::Black).bg(color)
}

impl Palette {
    fn of(colors: Colors, background: Background) -> &'static Self {
        match (colors, background) {
            (Colors::None, _) => &MONOCHROME,
            (_, Background::Dark) => &DARK,
            (Colors::Many, Background::Light) => &LIGHT,
            (_, Background::Light | Background::Auto) => &NEUTRAL,
        }
    }
}

impl Theme {
    /// The theme for a terminal. Where characters of ambiguous width are wide, so would be the
    /// signs: they are ASCII then.
    pub fn new(ascii: bool, ambiguous: Ambiguous, colors: Colors, background: Background) -> Self {
        let signs = if ascii || ambiguous == Ambiguous::Wide {
            ASCII
        } else {
            UNICODE
        };
        Self {
            signs,
            palette: Palette::of(colors, background),
        }
    }

    /// The style of a role of the text.
    pub fn role(self, role: Role) -> Style {
        let plain = Style::new();
        match role {
            Role::Title => plain.add_modifier(Modifier::BOLD),
            Role::Heading(_) | Role::TableHead | Role::TableGroup | Role::Label => {
                plain.add_modifier(Modifier::BOLD)
            }
            Role::Dateline
            | Role::Note
            | Role::Footnote
            | Role::Reading
            | Role::Commentary
            | Role::Rule
            | Role::Description => self.quiet(),
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            // Terminals seldom have italic hanzi; the dots of Chinese emphasis stand below the line
            // too.
            Role::Emphasis | Role::Link => plain.add_modifier(Modifier::UNDERLINED),
            Role::Struck => plain.add_modifier(Modifier::CROSSED_OUT),
            Role::Salutation
            | Role::Signature
            | Role::Quotation
            | Role::Text
            | Role::TableCell
            | Role::Code => plain,
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
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A hit of a search.
    pub fn hit(self) -> Style {
        self.palette.hit
    }

    /// The hit last gone to.
    pub fn current_hit(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// A reference to a clause.
    pub fn link(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// The sentence that the reader walks by.
    pub fn sentence(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// Characters that a query matched.
    pub fn matched(self) -> Style {
        self.palette.accent.add_modifier(Modifier::UNDERLINED)
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
        self.palette.has_colors
    }

    /// Something that went wrong and lasts.
    pub fn alarm(self) -> Style {
        self.palette.alarm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of a colour of the cube or the greys of 256 (WCAG 2).
    fn luminance(color: Color) -> f64 {
        let Color::Indexed(index @ 16..) = color else {
            unreachable!("{color:?} is what a terminal makes of it")
        };
        let channels = if index >= 232 {
            [u32::from(index - 232) * 10 + 8; 3]
        } else {
            let level = |part: u8| {
                if part == 0 {
                    0
                } else {
                    55 + 40 * u32::from(part)
                }
            };
            let cube = index - 16;
            [level(cube / 36), level(cube / 6 % 6), level(cube % 6)]
        };
        let linear = channels.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    #[test]
    fn what_stands_on_paper_can_be_read() {
        let theme = Theme::new(false, Ambiguous::Narrow, Colors::Many, Background::Light);
        let styles = Ink::ALL.map(|ink| theme.ink(ink)).into_iter();
        // 4.5 to 1 on white is enough for letters.
        for style in styles.chain([
            theme.quiet(),
            theme.accent(),
            theme.deleted(),
            theme.inserted(),
        ]) {
            let contrast = style.fg.map(|color| 1.05 / (luminance(color) + 0.05));
            assert!(contrast >= Some(4.5), "{style:?}: {contrast:?}");
        }
        let dark = Theme::new(false, Ambiguous::Narrow, Colors::Many, Background::Dark);
        assert_eq!(dark.quiet(), Style::new().add_modifier(Modifier::DIM));
    }

    #[test]
    fn highlights_are_told_apart_in_every_theme() {
        for palette in [&NEUTRAL, &DARK, &LIGHT, &MONOCHROME] {
            for (index, ink) in Ink::ALL.into_iter().enumerate() {
                assert_eq!(ink as usize, index, "the tables are in this order");
                let style = palette.highlights[index];
                let alike = palette.highlights.iter().filter(|other| **other == style);
                assert_eq!(alike.count(), 1, "{ink:?} in {palette:?}");
            }
        }
    }

    #[test]
    fn without_colours_there_are_attributes_alone() {
        let theme = Theme::new(false, Ambiguous::Narrow, Colors::None, Background::Light);
        let inks = Ink::ALL.map(|ink| [theme.ink(ink), theme.highlight(ink)]);
        let others = [theme.quiet(), theme.accent(), theme.hit(), theme.alarm()];
        for style in inks.into_iter().flatten().chain(others).chain([
            theme.bookmark(),
            theme.deleted(),
            theme.inserted(),
        ]) {
            assert_eq!((style.fg, style.bg), (None, None), "{style:?}");
        }
    }
}
