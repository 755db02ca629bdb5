//! The theme: which style each role of the text and each part of the frame has, and the signs that the frame is drawn with.

use ratatui::style::{Color, Modifier, Style};

use crate::annotation::Color as Ink;
use crate::terminal::facts::{Background, Colors};
use crate::text::Ambiguous;
use crate::typeset::Role;

/// Styles and signs. The text is the brightest thing on the screen; one accent marks where the reader is.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// The signs of the frame.
    pub signs: Signs,
    /// How many colours there are; without, attributes alone must do.
    colors: Colors,
    background: Background,
}

/// Signs of the frame: box drawing and its like, or ASCII where those may be two columns wide or missing.
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
};

impl Theme {
    /// The theme for a terminal. Where characters of ambiguous width are wide, so are the signs: ASCII it is.
    pub fn new(ascii: bool, ambiguous: Ambiguous, colors: Colors, background: Background) -> Self {
        let signs = if ascii || ambiguous == Ambiguous::Wide {
            ASCII
        } else {
            UNICODE
        };
        Self {
            signs,
            colors,
            background,
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
            // Terminals seldom have italic hanzi; the dots of Chinese emphasis stand below the line too.
            Role::Emphasis | Role::Link => plain.add_modifier(Modifier::UNDERLINED),
            Role::Salutation
            | Role::Signature
            | Role::Quotation
            | Role::Text
            | Role::TableCell
            | Role::Code => plain,
        }
    }

    /// Everything that steps back behind the text. On a light background faint letters are black in many terminals, blacker than a grey text.
    pub fn quiet(self) -> Style {
        const GREY: u8 = 242;
        if self.is_paper() {
            Style::new().fg(Color::Indexed(GREY))
        } else {
            Style::new().add_modifier(Modifier::DIM)
        }
    }

    /// Whether the background is light, and there are colours beside the bright ones, which are lost on it.
    fn is_paper(self) -> bool {
        self.background == Background::Light && self.colors == Colors::Many
    }

    /// The frame's own words.
    pub fn plain(self) -> Style {
        Style::new()
    }

    /// Where the reader is: the same in the text, the tree and the outline.
    pub fn accent(self) -> Style {
        Style::new()
            .fg(self.accent_color())
            .add_modifier(Modifier::BOLD)
    }

    /// The selected row of the list that has the keys.
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// A hit of a search.
    pub fn hit(self) -> Style {
        if self.has_colors() {
            Style::new().fg(Color::Black).bg(Color::Yellow)
        } else {
            Style::new().add_modifier(Modifier::UNDERLINED | Modifier::BOLD)
        }
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
        Style::new()
            .fg(self.accent_color())
            .add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// The sign of a bookmark.
    pub fn bookmark(self) -> Style {
        Style::new().fg(Color::Red)
    }

    /// Highlighted text. Without colours each has attributes of its own, and its number in the margin.
    pub fn highlight(self, ink: Ink) -> Style {
        let plain = Style::new();
        if self.has_colors() {
            let paper = match ink {
                Ink::Yellow => Color::LightYellow,
                Ink::Green => Color::LightGreen,
                Ink::Blue => Color::LightCyan,
                Ink::Red => Color::LightRed,
                Ink::Purple => Color::LightMagenta,
            };
            return plain.fg(Color::Black).bg(paper);
        }
        plain.add_modifier(match ink {
            Ink::Yellow => Modifier::UNDERLINED,
            Ink::Green => Modifier::UNDERLINED | Modifier::BOLD,
            Ink::Blue => Modifier::UNDERLINED | Modifier::ITALIC,
            Ink::Red => Modifier::UNDERLINED | Modifier::BOLD | Modifier::ITALIC,
            Ink::Purple => Modifier::UNDERLINED | Modifier::DIM,
        })
    }

    /// The sign of a highlight.
    pub fn ink(self, ink: Ink) -> Style {
        let (color, dark) = match ink {
            Ink::Yellow => (Color::Yellow, 94),
            Ink::Green => (Color::Green, 22),
            Ink::Blue => (Color::Cyan, 24),
            Ink::Red => (Color::Red, 124),
            Ink::Purple => (Color::Magenta, 90),
        };
        Style::new().fg(if self.is_paper() {
            Color::Indexed(dark)
        } else {
            color
        })
    }

    /// Whether there are colours to tell things by.
    pub fn has_colors(self) -> bool {
        self.colors != Colors::None
    }

    /// Magenta reads on dark and on light backgrounds alike; cyan, green and yellow are lost on white, blue on black. Where the
    /// background is known to be dark, the brighter one is softer.
    fn accent_color(self) -> Color {
        match self.background {
            Background::Dark => Color::LightMagenta,
            Background::Light if self.is_paper() => Color::Indexed(90),
            Background::Light | Background::Auto => Color::Magenta,
        }
    }

    /// Something that went wrong and lasts.
    pub fn alarm(self) -> Style {
        Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)
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
        let inks = [Ink::Yellow, Ink::Green, Ink::Blue, Ink::Red, Ink::Purple];
        let styles = inks.map(|ink| theme.ink(ink)).into_iter();
        // 4.5 to 1 on white is enough for letters.
        for style in styles.chain([theme.quiet(), theme.accent()]) {
            let contrast = style.fg.map(|color| 1.05 / (luminance(color) + 0.05));
            assert!(contrast >= Some(4.5), "{style:?}: {contrast:?}");
        }
        let dark = Theme::new(false, Ambiguous::Narrow, Colors::Many, Background::Dark);
        assert_eq!(dark.quiet(), Style::new().add_modifier(Modifier::DIM));
    }
}
