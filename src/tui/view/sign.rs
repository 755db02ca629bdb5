//! Signs of annotations, one column wide.

use ratatui::style::Style;

use crate::annotation::{Annotation, Color, Motivation};
use crate::reading::Placed;
use crate::tui::theme::Theme;

/// What a sign depends on.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    letter: Option<char>,
    motivation: Motivation,
    color: Option<Color>,
    has_note: bool,
    is_open: bool,
}

impl From<&Placed> for Mark {
    fn from(placed: &Placed) -> Self {
        Self {
            letter: placed.letter,
            motivation: placed.motivation,
            color: placed.color,
            has_note: placed.has_note,
            is_open: placed.is_open,
        }
    }
}

impl From<&Annotation> for Mark {
    fn from(annotation: &Annotation) -> Self {
        Self {
            letter: annotation.mark,
            motivation: annotation.motivation,
            color: annotation.color(),
            has_note: !annotation.note().is_empty(),
            is_open: false,
        }
    }
}

/// The sign of an annotation, one column wide. Without colours, a highlight has the number of its
/// colour. An uncertain place has a question mark.
pub fn sign(mark: Mark, theme: Theme) -> (String, Style) {
    let style = match mark.color {
        Some(color) => theme.ink(color),
        None => theme.bookmark(),
    };
    let shown = match (mark.letter, mark.color) {
        _ if mark.is_open => "?".to_owned(),
        (Some(letter), _) => letter.to_string(),
        (None, Some(color)) if !theme.has_colors() => (color as u8 + 1).to_string(),
        _ if mark.has_note || mark.motivation == Motivation::Commenting => {
            theme.signs.note.to_owned()
        }
        (None, Some(_)) => theme.signs.highlight.to_owned(),
        _ => theme.signs.bookmark.to_owned(),
    };
    (shown, style)
}
