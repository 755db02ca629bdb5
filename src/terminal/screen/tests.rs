//! Whatever was on the screen, it shows the same as after a full repaint.

pub mod margins;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::text::width;
use margins::Terminal;

/// Glyphs to paint: narrow, wide, ambiguous, combined.
const GLYPHS: [&str; 12] = [
    "a", " ", " ", "中", "文", "，", "…", "①", "e\u{301}", "Z", "が", "─",
];

const CAPABILITIES: Capabilities = Capabilities {
    colors: Colors::Many,
    synchronized: true,
    margins: Margins::None,
    measured: false,
    ambiguous: Ambiguous::Narrow,
};

fn paint(width: u16, height: u16, choices: &[u8]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let mut choices = choices.iter().cycle();
    for y in 0..height {
        let mut x = 0;
        while x < width {
            let choice = usize::from(*choices.next().unwrap_or(&0));
            let glyph = GLYPHS[choice % GLYPHS.len()];
            let columns = width::cells(glyph, Ambiguous::Narrow) as u16;
            let style = match choice / GLYPHS.len() % 4 {
                0 => Style::new().fg(Color::Cyan),
                1 => Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED),
                _ => Style::new(),
            };
            if x + columns <= width {
                buffer[(x, y)].set_symbol(glyph).set_style(style);
            }
            x += columns;
        }
    }
    buffer
}

/// What a terminal shows after some frames, cell by cell.
fn shown(frames: &[&Buffer], margins: Margins) -> Vec<String> {
    let area = frames[0].area;
    let capabilities = Capabilities {
        margins,
        ..CAPABILITIES
    };
    let mut screen = Screen::new(Vec::new(), capabilities);
    for frame in frames {
        screen.draw(frame, None, false).unwrap();
    }
    let mut terminal = Terminal::new((area.width, area.height), margins);
    terminal.process(&screen.out);
    let mut cells = Vec::new();
    for y in 0..area.height {
        for x in 0..area.width {
            let cell = terminal.screen().cell(y, x).unwrap();
            let contents = if cell.contents().is_empty() && !cell.is_wide_continuation() {
                " "
            } else {
                cell.contents()
            };
            // On a blank, foreground and weight are invisible.
            let (color, bold) = match contents {
                " " if !cell.inverse() => (vt100::Color::Default, false),
                _ => (cell.fgcolor(), cell.bold()),
            };
            cells.push(format!("{contents} {color:?} {bold} {}", cell.inverse()));
        }
    }
    cells
}

fn margins() -> impl Strategy<Value = Margins> {
    prop::sample::select(vec![Margins::None, Margins::Move, Margins::Flow])
}

proptest! {
    #[test]
    fn what_is_left_on_the_screen_is_a_full_repaint(
        width in 1u16..24, height in 1u16..5,
        first in prop::collection::vec(any::<u8>(), 1..64),
        second in prop::collection::vec(any::<u8>(), 1..64),
        margins in margins(),
    ) {
        let (first, second) = (paint(width, height, &first), paint(width, height, &second));
        prop_assert_eq!(shown(&[&first, &second], margins), shown(&[&second], margins));
    }
}

#[test]
fn nothing_is_written_where_nothing_differs() {
    let buffer = paint(20, 3, &[3, 4, 5, 0]);
    let mut screen = Screen::new(Vec::new(), CAPABILITIES);
    screen.draw(&buffer, None, false).unwrap();
    screen.out.clear();
    screen.draw(&buffer, None, false).unwrap();
    assert_eq!(screen.out, b"");
}

/// What follows the glyph in the place of 月 is erased from behind its other half.
#[test]
fn the_other_half_of_a_wide_glyph_is_written_over_before_more_is_erased() {
    let written = |line: &str| {
        let mut screen = Screen::new(Vec::new(), CAPABILITIES);
        for line in ["1年2月26日修正，施行", line] {
            screen.out.clear();
            let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 1));
            buffer.set_string(0, 0, line, Style::new());
            screen.draw(&buffer, None, false).unwrap();
        }
        String::from_utf8(std::mem::take(&mut screen.out)).unwrap()
    };
    let bytes = written("1年2)");
    assert!(bytes.contains(") \u{1b}[K"), "{bytes:?}");
    let bytes = written("1年2)               ，施行");
    assert!(
        bytes.contains(") \u{1b}[") && !bytes.contains(")\u{1b}["),
        "{bytes:?}"
    );
    // Where all of a glyph is gone, nothing is written before.
    let bytes = written("1年23");
    assert!(bytes.contains("3 \u{1b}[K"), "{bytes:?}");
    let bytes = written("1年2月");
    assert!(
        !bytes.contains(' ') && bytes.contains("\u{1b}[K"),
        "{bytes:?}"
    );
}

/// ratatui's own backend moves the cursor before every wide glyph: 17,059 bytes for this page.
#[test]
fn a_page_of_hanzi_costs_little_more_than_its_text() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 40));
    for y in 0..40 {
        for x in 0..40 {
            buffer[(2 * x, y)].set_symbol("字");
        }
    }
    let mut screen = Screen::new(Vec::new(), CAPABILITIES);
    screen.draw(&buffer, None, false).unwrap();
    assert!(screen.out.len() < 4800 * 105 / 100, "{}", screen.out.len());
}

#[test]
fn the_cursor_is_shown_where_text_is_typed() {
    let buffer = paint(20, 3, &[0]);
    let mut screen = Screen::new(Vec::new(), CAPABILITIES);
    screen
        .draw(&buffer, Some(Position::new(4, 2)), false)
        .unwrap();
    let mut terminal = Terminal::new((20, 3), Margins::None);
    terminal.process(&screen.out);
    assert_eq!(terminal.screen().cursor_position(), (2, 4));
    assert!(!terminal.screen().hide_cursor());
    screen.out.clear();
    screen.draw(&buffer, None, false).unwrap();
    assert_eq!(screen.out, b"\x1b[?25l");
}

#[test]
fn behind_a_cursor_in_the_middle_of_a_wide_glyph_the_next_cell_is_gone_to() {
    let frame = |style| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        buffer[(0, 0)].set_symbol("字");
        buffer[(2, 0)].set_symbol("a").set_style(style);
        buffer
    };
    let mut screen = Screen::new(Vec::new(), CAPABILITIES);
    let middle = Some(Position::new(1, 0));
    screen.draw(&frame(Style::new()), middle, false).unwrap();
    let bold = Style::new().add_modifier(Modifier::BOLD);
    screen.draw(&frame(bold), middle, false).unwrap();
    let mut terminal = Terminal::new((6, 1), Margins::None);
    terminal.process(&screen.out);
    assert_eq!(terminal.screen().contents(), "字a");
}

/// A page of text between two rules, like the reader's; its rows from `top` on.
fn page(top: usize, with_panes: bool) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 20));
    let mut put = |x: u16, y: u16, text: &str| {
        let mut x = x;
        for c in text.chars() {
            let symbol = c.to_string();
            let columns = width::cells(&symbol, Ambiguous::Narrow) as u16;
            buffer[(x, y)].set_symbol(&symbol);
            x += columns;
        }
    };
    put(0, 0, "标题");
    for y in 1..19 {
        let number = top + usize::from(y);
        put(20, y, &format!("第{number}行手工业合作社的改造"));
        if with_panes {
            put(0, y, &format!("树 {y}"));
            put(52, y, "│");
        }
    }
    buffer
}

#[test]
fn scrolling_costs_little_more_than_the_new_lines() {
    for (with_panes, by, most) in [(false, 1, 140), (false, 3, 300), (true, 1, 450)] {
        for (from, to) in [(10, 10 + by), (10 + by, 10)] {
            let (before, after) = (page(from, with_panes), page(to, with_panes));
            let mut screen = Screen::new(Vec::new(), CAPABILITIES);
            screen.draw(&before, None, false).unwrap();
            screen.out.clear();
            screen.draw(&after, None, false).unwrap();
            assert!(screen.out.len() < most, "{} bytes", screen.out.len());
            // A saved cursor (DECSC) is for several rows that come in.
            let is_saved = memchr::memmem::find(&screen.out, b"\x1b7").is_some();
            assert!(by > 1 || with_panes || !is_saved);
            for margins in [Margins::None, Margins::Move, Margins::Flow] {
                let repainted = shown(&[&after], margins);
                assert_eq!(shown(&[&before, &after], margins), repainted);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_scrolled_screen_is_a_full_repaint(
        tops in prop::collection::vec(0usize..12, 2..8), with_panes in any::<bool>(), margins in margins(),
    ) {
        let pages: Vec<Buffer> = tops.iter().map(|top| page(*top, with_panes)).collect();
        let frames: Vec<&Buffer> = pages.iter().collect();
        prop_assert_eq!(shown(&frames, margins), shown(&frames[frames.len() - 1..], margins));
    }

    #[test]
    fn a_fed_page_is_a_full_repaint(
        pages in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..64), 2..5),
        margins in margins(),
    ) {
        let pages: Vec<Buffer> = pages.iter().map(|choices| column(choices)).collect();
        let frames: Vec<&Buffer> = pages.iter().collect();
        prop_assert_eq!(shown(&frames, margins), shown(&frames[frames.len() - 1..], margins));
    }
}

/// A column of text between two rules: full rows and others, a few indented; some pages without
/// glyphs of uncertain width.
fn column(choices: &[u8]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 20));
    let text = paint(60, 20, choices);
    let is_certain = !choices[0].is_multiple_of(4);
    for y in 1..19 {
        let choice = usize::from(choices[usize::from(y) % choices.len()]);
        let start = if choice % 5 == 0 { 24 } else { 20 };
        let end = if choice % 3 == 0 { 32 } else { 50 };
        for x in start..end {
            let cell = &text[(x, y)];
            let symbol = cell.symbol();
            let is_kept = !is_certain || !matches!(symbol, "…" | "①" | "─" | "e\u{301}");
            // The last cell may be the first half of a wide glyph.
            if is_kept && x + (width::cells(symbol, Ambiguous::Narrow) as u16) <= end {
                buffer[(x, y)] = cell.clone();
            }
        }
        buffer[(0, y)].set_symbol("树");
        buffer[(16, y)].set_symbol("│");
        buffer[(52, y)].set_symbol("│");
    }
    buffer
}

#[test]
fn a_hyperlink_is_opened_once_and_closed_behind_its_last_cell() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
    for (x, glyph) in ["a", "某", "", "法", "", "b"].iter().enumerate() {
        buffer[(x as u16, 0)].set_symbol(glyph);
    }
    let hyperlink = |columns| Hyperlink {
        at: (1, 0),
        columns,
        address: "https://a/".into(),
    };
    let mut screen = Screen::new(Vec::new(), CAPABILITIES);
    screen.link(vec![hyperlink(4)]);
    screen.draw(&buffer, None, false).unwrap();
    let written = String::from_utf8(std::mem::take(&mut screen.out)).unwrap();
    let linked = "a\x1b]8;;https://a/\x1b\\某法\x1b]8;;\x1b\\b";
    assert!(written.contains(linked), "{written:?}");
    // The same again, and then without the hyperlink: the words are written again, since no other
    // sequence removes one.
    screen.link(vec![hyperlink(4)]);
    screen.draw(&buffer, None, false).unwrap();
    assert_eq!(screen.out, b"");
    screen.draw(&buffer, None, false).unwrap();
    let written = String::from_utf8(std::mem::take(&mut screen.out)).unwrap();
    assert!(
        written.contains("某法") && !written.contains("\x1b]8"),
        "{written:?}"
    );
    // A hyperlink ends with its row.
    screen.link(vec![hyperlink(40)]);
    screen.draw(&buffer, None, false).unwrap();
    let written = String::from_utf8(std::mem::take(&mut screen.out)).unwrap();
    assert!(written.ends_with("\x1b]8;;\x1b\\"), "{written:?}");
}

/// Rows that begin beside a margin are reached from a saved cursor (DECSC, DECRC; `vt100` knows
/// them too), or fed from the last row if the whole page is new. No shorter way is known.
#[test]
fn a_new_page_beside_a_margin_costs_three_bytes_a_row() {
    let page = |text: &str| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 30));
        for y in 2..28 {
            for x in 0..30 {
                buffer[(20 + 2 * x, y)].set_symbol(text);
            }
        }
        buffer
    };
    // A full row between margins that fit wraps to the next by itself.
    for (synchronized, margins, a_row, around) in [
        (true, Margins::None, 3, 36),
        (false, Margins::None, 5, 36),
        (true, Margins::Flow, 0, 48),
    ] {
        let capabilities = Capabilities {
            synchronized,
            margins,
            ..CAPABILITIES
        };
        let mut screen = Screen::new(Vec::new(), capabilities);
        screen.draw(&page("字"), None, false).unwrap();
        let mut terminal = Terminal::new((100, 30), margins);
        terminal.process(&std::mem::take(&mut screen.out));
        let written = screen.draw(&page("文"), None, false).unwrap();
        // 16 bytes for the frame, 20 for the region and the way to its last row, 12 for margins.
        assert!(written <= 26 * (90 + a_row) + around, "{written}");
        terminal.process(&screen.out);
        let shown = terminal.screen().contents();
        assert_eq!(shown.matches('文').count(), 26 * 30);
        assert!(!shown.contains('字'));
    }
}
