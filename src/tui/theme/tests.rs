//! Themes: what stands on paper can be read, and what differs looks different.

use ratatui::style::{Color, Modifier, Style};

use super::{BUILTIN, PALETTES, Palette, Themes};
use crate::annotation::Color as Ink;
use crate::terminal::facts::{Background, Colors};
use crate::terminal::screen::{index, of_256};
use crate::text::{Ambiguous, Said};
use crate::typeset::Role;

/// The relative luminance of a colour (WCAG 2.2).
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast of two colours (WCAG 2.2), from 1 to 21.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

fn rgb(color: Option<Color>) -> Option<[u8; 3]> {
    match color? {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        // What a terminal makes of its sixteen colours is its own.
        _ => None,
    }
}

/// The colour that a terminal with 256 of them has for one (xterm's cube and greys).
fn reduced(rgb: [u8; 3]) -> [u8; 3] {
    let index = of_256(rgb);
    if index >= 232 {
        return [(index - 232) * 10 + 8; 3];
    }
    let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
    let cube = index - 16;
    [level(cube / 36), level(cube / 6 % 6), level(cube % 6)]
}

/// What a theme may be painted on: its own paper, or usual backgrounds of terminals.
fn papers(palette: &Palette) -> Vec<[u8; 3]> {
    let dark = [[0; 3], [0x1e; 3]];
    let light = [[0xff; 3], [0xfa; 3]];
    match (rgb(palette.text.bg), palette.background) {
        (Some(own), _) => vec![own],
        (None, Background::Dark) => dark.to_vec(),
        (None, Background::Light) => light.to_vec(),
        // Black and white, and nothing between them can be known.
        (None, Background::Auto) => vec![dark[0], light[0]],
    }
}

fn styles(palette: &Palette) -> Vec<Style> {
    let mut styles = vec![
        palette.text,
        palette.quiet,
        palette.accent,
        palette.selected,
        palette.hit,
        palette.current_hit,
        palette.matched,
        palette.caret,
        palette.bookmark,
        palette.alarm,
        palette.deleted,
        palette.inserted,
    ];
    styles.extend(palette.highlights);
    styles.extend(palette.inks);
    styles
}

#[test]
fn whatever_stands_on_a_screen_can_be_read() {
    for (name, palette) in PALETTES.iter() {
        // AA is enough for letters; who asks for contrast has AAA.
        let least = if *name == "contrast" { 7.0 } else { 4.5 };
        for paper in papers(palette) {
            for style in styles(palette) {
                let Some(letters) = rgb(style.fg) else {
                    continue;
                };
                let behind = rgb(style.bg).unwrap_or(paper);
                let full = contrast(letters, behind);
                let few = contrast(
                    reduced(letters),
                    if style.bg.is_some() || palette.text.bg.is_some() {
                        reduced(behind)
                    } else {
                        behind
                    },
                );
                assert!(
                    full >= least && few >= least,
                    "{name} {style:?} on {behind:?}: {full} {few}"
                );
            }
        }
    }
}

/// xterm's sixteen colours.
const XTERM: [[u8; 3]; 16] = [
    [0x00, 0x00, 0x00],
    [0xcd, 0x00, 0x00],
    [0x00, 0xcd, 0x00],
    [0xcd, 0xcd, 0x00],
    [0x00, 0x00, 0xee],
    [0xcd, 0x00, 0xcd],
    [0x00, 0xcd, 0xcd],
    [0xe5, 0xe5, 0xe5],
    [0x7f, 0x7f, 0x7f],
    [0xff, 0x00, 0x00],
    [0x00, 0xff, 0x00],
    [0xff, 0xff, 0x00],
    [0x5c, 0x5c, 0xff],
    [0xff, 0x00, 0xff],
    [0x00, 0xff, 0xff],
    [0xff, 0xff, 0xff],
];

/// The place of a colour among the sixteen.
fn of_16(color: Option<Color>) -> Option<usize> {
    let place = usize::from(index(color?)?);
    (place < XTERM.len()).then_some(place)
}

#[test]
fn on_one_of_sixteen_colours_all_roles_can_be_read() {
    let theme = Themes::default().theme(
        "ansi",
        false,
        Ambiguous::Narrow,
        (Colors::Sixteen, Background::Auto),
    );
    let laid_over = [theme.hit(), theme.current_hit(), theme.sentence()]
        .into_iter()
        .chain(Ink::ALL.map(|ink| theme.highlight(ink)))
        .chain(Ink::ALL.map(|ink| theme.highlight(ink).patch(theme.overlap())));
    let mut checked = 0;
    for over in laid_over {
        for role in [
            Role::Text,
            Role::Title,
            Role::Heading(1),
            Role::Label,
            Role::Strong,
            Role::Note,
            Role::Link,
        ] {
            let style = theme.role(role).patch(over);
            let Some((letters, behind)) = of_16(style.fg).zip(of_16(style.bg)) else {
                continue;
            };
            // Bold letters are bright in xterm.
            let is_bold = style.add_modifier.contains(Modifier::BOLD);
            let letters = letters + if is_bold && letters < 8 { 8 } else { 0 };
            let contrast = contrast(XTERM[letters], XTERM[behind]);
            let is_dim = style.add_modifier.contains(Modifier::DIM);
            assert!(contrast >= 4.5 && !is_dim, "{role:?} {style:?}: {contrast}");
            checked += 1;
        }
    }
    assert_eq!(
        checked,
        7 * 11,
        "hits, five highlights, and these overlapped"
    );
}

#[test]
fn chrome_is_quieter_than_text() {
    for (name, palette) in PALETTES.iter() {
        let Some(quiet) = rgb(palette.quiet.fg) else {
            assert!(palette.quiet.add_modifier.contains(Modifier::DIM), "{name}");
            continue;
        };
        for paper in papers(palette) {
            let brightest = if luminance(paper) < 0.5 {
                [255; 3]
            } else {
                [0; 3]
            };
            let text = rgb(palette.text.fg).unwrap_or(brightest);
            assert!(contrast(quiet, paper) < contrast(text, paper), "{name}");
        }
    }
}

#[test]
fn highlights_are_told_apart_in_every_theme() {
    for (name, palette) in PALETTES.iter() {
        let looks = palette.highlights.map(|style| {
            let bg = rgb(style.bg).map(|own| Color::Indexed(of_256(own)));
            (bg.or(style.bg), style.add_modifier)
        });
        for (index, ink) in Ink::ALL.into_iter().enumerate() {
            assert_eq!(ink as usize, index, "the tables are in this order");
            let alike = looks.iter().filter(|other| **other == looks[index]);
            assert_eq!(alike.count(), 1, "{ink:?} in {name}");
        }
        let overlap = palette.overlap;
        assert!(
            palette
                .highlights
                .iter()
                .all(|style| style.patch(overlap) != *style),
            "{name}"
        );
    }
}

#[test]
fn the_built_in_themes_are_read_whole() {
    for (name, text) in BUILTIN {
        let known = |like: &str| {
            let found = PALETTES.iter().find(|(name, _)| *name == like);
            found.map(|(_, palette)| palette)
        };
        assert_eq!(Palette::parse(text, known).err(), None, "{name}");
    }
}

#[test]
fn a_theme_suits_the_terminal() {
    let (themes, wrong) = Themes::with(vec![
        (
            "dusk".to_owned(),
            "like = \"dark\"\nquiet = \"#999999\"\n".to_owned(),
        ),
        ("broken".to_owned(), "quite = \"#999999\"\n".to_owned()),
    ]);
    let expected = Said::new("theme.no-role").with("quite");
    assert_eq!(wrong, Some(("broken".to_owned(), expected)));
    assert!(themes.names().contains(&"dusk".to_owned()));
    let quiet = |name, colors, background| {
        let theme = themes.theme(name, false, Ambiguous::Narrow, (colors, background));
        theme.quiet()
    };
    let grey = |level| Style::new().fg(Color::Rgb(level, level, level));
    let dim = Style::new().add_modifier(Modifier::DIM);
    assert_eq!(quiet("auto", Colors::Many, Background::Dark), grey(0x8f));
    assert_eq!(quiet("auto", Colors::True, Background::Light), grey(0x6c));
    assert_eq!(quiet("auto", Colors::Many, Background::Auto), grey(0x76));
    assert_eq!(quiet("auto", Colors::Eight, Background::Dark), dim);
    assert_eq!(quiet("dusk", Colors::Many, Background::Light), grey(0x99));
    assert_eq!(quiet("no such", Colors::Many, Background::Dark), grey(0x8f));
    // A terminal without the colours has what it can show.
    for colors in [Colors::Eight, Colors::Sixteen, Colors::None] {
        assert_eq!(quiet("dusk", colors, Background::Dark), dim);
    }
    assert_eq!(quiet("monochrome", Colors::Eight, Background::Dark), dim);
}
