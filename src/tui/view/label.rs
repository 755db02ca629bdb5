//! Labels that are too long for their rows: of what neighbours begin with alike as much is left out
//! as hides what tells them apart.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::paint::Strip;
use crate::text::Ambiguous;
use crate::text::display::glyphs;
use crate::text::width;
use crate::tui::theme::Theme;

/// What the titles of most statutes begin with.
const STATE: &str = "中华人民共和国";

/// What a document is called, if there are so many columns for it. Statutes are named without what
/// all of them begin with, so that they stand alike below each other, whatever stands behind a
/// title to tell editions apart; other names lose it only where there is not room for all.
pub fn called(name: &str, room: usize, ambiguous: Ambiguous) -> &str {
    const STATUTES: [char; 7] = ['法', '典', '例', '则', '定', '令', '案'];
    let Some(rest) = name.strip_prefix(STATE).filter(|rest| !rest.is_empty()) else {
        return name;
    };
    let title = rest.split(' ').next().unwrap_or(rest);
    let is_whole = width::columns(name, ambiguous) <= room;
    if is_whole && !title.ends_with(STATUTES) {
        name
    } else {
        rest
    }
}

/// Rows to look through for a neighbour.
pub const NEAR: usize = 40;

/// The rows before and after one that stand beside it: of the same depth, with only deeper ones
/// between.
pub fn neighbours<R>(
    rows: &[R],
    at: usize,
    depth: impl Fn(&R) -> Option<usize>,
) -> impl Iterator<Item = &R> {
    let own = rows.get(at).and_then(&depth);
    let find = |rows: &mut dyn Iterator<Item = &'_ R>| -> Option<usize> {
        let deeper = |row: &&R| depth(row) > own;
        let mut rows = rows.take(NEAR).enumerate();
        let (index, row) = rows.find(|(_, row)| !deeper(row))?;
        (depth(row) == own).then_some(index)
    };
    let before = find(&mut rows.iter().take(at).rev()).map(|index| at - 1 - index);
    let after = find(&mut rows.iter().skip(at + 1)).map(|index| at + 1 + index);
    [before, after]
        .into_iter()
        .flatten()
        .filter_map(move |index| rows.get(index))
}

/// Writes the label of a row, so that what tells it from its neighbours is seen.
pub fn fit_apart(
    strip: &mut Strip,
    buffer: &mut Buffer,
    label: &str,
    neighbours: &[String],
    style: Style,
    theme: Theme,
) {
    let (room, sign) = (strip.width(), theme.signs.more);
    let shown = apart(label, neighbours, room, sign, strip.ambiguous);
    strip.fit(buffer, &shown, style, theme);
}

/// A label for a row of `room` columns, cut at its beginning if what it has of its own would not be
/// seen otherwise; `sign` shows that it was cut. What is still too long is to be cut at its end.
fn apart<'a>(
    label: &'a str,
    neighbours: &[String],
    room: usize,
    sign: &str,
    ambiguous: Ambiguous,
) -> Cow<'a, str> {
    let columns = |text: &str| -> usize {
        let columns = glyphs(text, ambiguous).map(|glyph| glyph.columns);
        columns.sum()
    };
    let shared = neighbours.iter().map(|other| shared(label, other));
    let (near, far) = shared.fold((usize::MAX, 0), |(near, far): (usize, usize), at| {
        (near.min(at), far.max(at))
    });
    let all = columns(label);
    let room = room.saturating_sub(columns(sign));
    // The columns from the start of a label to behind the first character of its own.
    let own = label.get(far..).and_then(|own| own.chars().next());
    let Some(end) = own.map(|own| far + own.len_utf8()) else {
        return label.into();
    };
    let seen_from = |start: usize| label.get(start..end).map_or(0, columns);
    if neighbours.is_empty() || all <= room || seen_from(0) <= room {
        return label.into();
    }
    // The end is kept where the beginning that has to go for it is not its own.
    let mut left = all;
    let mut starts = glyphs(label, ambiguous).map(|glyph| {
        left -= glyph.columns;
        (glyph.offset + glyph.len, left)
    });
    let tail = starts.find(|(_, left)| *left <= room);
    let start = match tail {
        Some((start, _)) if start <= far => start,
        _ if seen_from(near) + columns(sign) <= room => near,
        _ => far,
    };
    format!("{sign}{}", label.get(start..).unwrap_or(label)).into()
}

/// Bytes that two labels begin with alike.
fn shared(one: &str, other: &str) -> usize {
    let pairs = one.char_indices().zip(other.chars());
    let mut differing = pairs.skip_while(|((_, own), other)| own == other);
    match differing.next() {
        Some(((at, _), _)) => at,
        None => one.len().min(other.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what is shown of labels that stand below each other.
    fn check(room: usize, labels: &[(&str, &str)]) {
        let rows: Vec<&str> = labels.iter().map(|(label, _)| *label).collect();
        for (at, (label, expected)) in labels.iter().enumerate() {
            let beside = neighbours(&rows, at, |_| Some(1));
            let beside: Vec<String> = beside.map(|row| (*row).to_owned()).collect();
            let shown = apart(label, &beside, room, "…", Ambiguous::Narrow);
            assert_eq!(shown, *expected, "{label} in {room} columns");
        }
    }

    #[test]
    fn what_neighbours_share_is_left_out_and_what_tells_them_apart_is_kept() {
        check(
            13,
            &[
                ("省图书馆关于善本借阅的规定", "…本借阅的规定"),
                ("省图书馆关于善本修复的规定", "…本修复的规定"),
                ("省图书馆关于善本修复的解释", "…本修复的解释"),
                ("县志", "县志"),
            ],
        );
        // The end tells them apart.
        check(
            13,
            &[
                ("渡口管理办法实施细则（一）", "…施细则（一）"),
                ("渡口管理办法实施细则（二）", "…施细则（二）"),
            ],
        );
        // An article and those that were inserted behind it.
        check(
            14,
            &[
                ("第一百二十条", "第一百二十条"),
                ("第一百二十条之一", "…百二十条之一"),
                ("第一百二十条之二", "…百二十条之二"),
            ],
        );
    }

    #[test]
    fn what_fits_or_is_seen_at_once_stays_whole() {
        check(20, &[("渡口志", "渡口志"), ("渡口图", "渡口图")]);
        check(
            12,
            &[
                ("甲乡渡口管理办法", "甲乡渡口管理办法"),
                ("乙乡渡口管理办法", "乙乡渡口管理办法"),
            ],
        );
        check(5, &[("唯一的很长的名字", "唯一的很长的名字")]);
        check(0, &[("渡口志", "渡口志"), ("渡口志", "渡口志")]);
    }

    #[test]
    fn statutes_are_called_without_the_state_wherever_they_stand() {
        for (name, room, called_so) in [
            ("中华人民共和国渡口法", 40, "渡口法"),
            ("中华人民共和国渡口法 2018", 40, "渡口法 2018"),
            ("中华人民共和国渡口志", 40, "中华人民共和国渡口志"),
            ("中华人民共和国渡口志", 12, "渡口志"),
            ("中华人民共和国", 12, "中华人民共和国"),
        ] {
            assert_eq!(called(name, room, Ambiguous::Narrow), called_so);
        }
    }

    #[test]
    fn only_rows_of_the_same_depth_with_deeper_ones_between_are_neighbours() {
        let rows = [1, 2, 3, 2, 1, 2];
        let of = |at| -> Vec<usize> {
            neighbours(&rows, at, |depth| Some(*depth))
                .copied()
                .collect()
        };
        assert_eq!(of(1).len(), 1);
        assert_eq!(of(2).len(), 0);
        assert_eq!(of(4).len(), 1);
        assert_eq!(of(5).len(), 0);
    }
}
