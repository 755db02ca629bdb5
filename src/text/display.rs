//! The only way from untrusted text (document, file name, note, error) to the screen: characters
//! that a terminal would obey, or whose width it would count differently, are shown as a visible
//! mark or not sent.

use std::borrow::Cow;

use super::grapheme::{clusters, first_cluster, is_plain};
use super::width::{Ambiguous, cells, columns, is_sound_mark};

/// A grapheme cluster as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Byte offset in the source text.
    pub offset: usize,
    /// Length in bytes in the source text.
    pub len: usize,
    /// The text to draw; empty for clusters of no width, which are not sent.
    pub shown: Cow<'a, str>,
    /// Width in columns.
    pub columns: usize,
}

/// Distance between tab stops, in columns; the default of terminals.
pub const TAB_STOP: usize = 8;

/// Spaces for the widest tab.
const SPACES: &str = "        ";

/// Longest cluster drawn, in code points, because terminals store only a few per cell; the rest is
/// cut.
const MOST_CODE_POINTS: usize = 8;

/// Longest cluster drawn, in bytes; the rest is cut.
const MOST_BYTES: usize = 32;

/// The clusters of `text` as they are shown, in order; their source ranges concatenate to the text.
/// Tab stops are counted from the start of `text`.
pub fn glyphs(text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = Glyph<'_>> {
    let mut column = 0;
    clusters(text).map(move |(offset, cluster)| {
        let (shown, columns) = if cluster == "\t" {
            tab(to_stop(column))
        } else {
            measured(shown(cluster), ambiguous)
        };
        column += columns;
        Glyph {
            offset,
            len: cluster.len(),
            shown,
            columns,
        }
    })
}

/// Width in columns of one cluster as it is shown. The cluster must not be a tab, whose width
/// depends on its column.
pub fn extent(cluster: &str, ambiguous: Ambiguous) -> usize {
    let mut characters = cluster.chars();
    let first = characters.next();
    if first.is_some_and(is_plain) && characters.as_str().is_empty() {
        cells(cluster, ambiguous)
    } else {
        measured(shown(cluster), ambiguous).1
    }
}

fn measured(shown: Cow<'_, str>, ambiguous: Ambiguous) -> (Cow<'_, str>, usize) {
    let columns = match &shown {
        Cow::Borrowed(cluster) => cells(cluster, ambiguous),
        Cow::Owned(text) => columns(text, ambiguous),
    };
    (shown, columns)
}

/// Width in columns of a tab at `column`.
pub fn to_stop(column: usize) -> usize {
    TAB_STOP - column % TAB_STOP
}

/// The text drawn for a tab of `columns` columns, and its width.
pub fn tab(columns: usize) -> (Cow<'static, str>, usize) {
    let spaces = SPACES.get(..columns).unwrap_or(SPACES);
    (Cow::Borrowed(spaces), spaces.len())
}

/// Whether a cluster is shown as white space, which is invisible at the end of a line.
pub fn is_space(cluster: &str) -> bool {
    let mut characters = cluster.chars();
    let first = characters.next();
    characters.as_str().is_empty()
        && first.is_some_and(|c| c.is_whitespace() && (c == '\t' || alone(c).is_none()))
}

/// The text drawn for one cluster.
fn shown(cluster: &str) -> Cow<'_, str> {
    let mut characters = cluster.chars();
    let Some(first) = characters.next() else {
        return Cow::Borrowed("");
    };
    if characters.as_str().is_empty() {
        if is_plain(first) {
            return Cow::Borrowed(cluster);
        }
        return alone(first).map_or(Cow::Borrowed(cluster), Cow::Owned);
    }
    if let Some(mark) = alone(first) {
        // Combining characters after a mark have no base and are dropped. Only CR LF has a second
        // character with a mark of its own.
        let second = characters.next().filter(|c| c.is_control()).and_then(alone);
        return Cow::Owned(mark + &second.unwrap_or_default());
    }
    let mut drawn = 0;
    let mut is_whole = true;
    let mut kept = String::new();
    for (count, (at, c)) in cluster.char_indices().enumerate() {
        let end = at + c.len_utf8();
        if at > 0 && is_tag(c) && first != '\u{1f3f4}' {
            // Tag characters have a meaning only after a black flag (U+1F3F4); elsewhere they can
            // hide text.
            return Cow::Owned(kept + &format!("⟦{:04X}⟧", u32::from(c)));
        }
        let stops = at > 0 && (ends_cluster(c, cluster, at) || is_dropped(c));
        if stops || count >= MOST_CODE_POINTS || end > MOST_BYTES {
            is_whole = false;
            if ends_cluster(c, cluster, at) || count >= MOST_CODE_POINTS || end > MOST_BYTES {
                break;
            }
            continue;
        }
        kept.push(c);
        drawn = end;
    }
    if is_whole {
        Cow::Borrowed(cluster.get(..drawn).unwrap_or(""))
    } else {
        Cow::Owned(kept)
    }
}

/// Whether a cluster is cut before this character. Terminals agree only about the first picture of
/// an emoji sequence.
fn ends_cluster(c: char, cluster: &str, at: usize) -> bool {
    match c {
        '\u{200d}' => {
            let rest = cluster.get(at + c.len_utf8()..).unwrap_or("");
            // The width of a cluster shows within what is drawn of it: there may be millions more.
            let most = rest.char_indices().nth(MOST_CODE_POINTS);
            let near = most.and_then(|(end, _)| rest.get(..end)).unwrap_or(rest);
            first_cluster(near).is_some_and(|next| cells(next, Ambiguous::Narrow) == 2)
        }
        '\u{1f3fb}'..='\u{1f3ff}' => true,
        _ => is_tag(c),
    }
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Whether a character inside a cluster is not sent: variation selectors, fillers and other
/// invisible characters. Joiners are among them: tmux 3.3 puts whatever follows a joiner into the
/// same cell, and `xterm -cjk_width` gives each joiner a column.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{fe00}'
            ..='\u{fe0f}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{3164}'
                | '\u{ffa0}'
    ) || c.is_control()
        || invisible(c)
}

/// Whether a character is invisible and harmless, so that it can be left out without a mark.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The text drawn instead of a character that starts a cluster, or `None` if it is drawn as itself.
fn alone(c: char) -> Option<String> {
    let marked = |name: &str| Some(format!("⟦{name}⟧"));
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).map(String::from),
        '\u{7f}' => Some('␡'.to_string()),
        '\u{80}'..='\u{9f}' => marked(&format!("{:02X}", u32::from(c))),
        '\u{61c}' => marked("ALM"),
        '\u{200e}' => marked("LRM"),
        '\u{200f}' => marked("RLM"),
        '\u{202a}' => marked("LRE"),
        '\u{202b}' => marked("RLE"),
        '\u{202c}' => marked("PDF"),
        '\u{202d}' => marked("LRO"),
        '\u{202e}' => marked("RLO"),
        '\u{2066}' => marked("LRI"),
        '\u{2067}' => marked("RLI"),
        '\u{2068}' => marked("FSI"),
        '\u{2069}' => marked("PDI"),
        '\u{2028}' | '\u{2029}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => {
            marked(&format!("{:04X}", u32::from(c)))
        }
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}' => {
            marked(&format!("{:04X}", u32::from(c)))
        }
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            Some(String::new())
        }
        _ if invisible(c) => Some(String::new()),
        // A combining mark without a base would be drawn on the previous cell.
        _ if is_mark(c) => Some(format!("◌{c}")),
        _ => None,
    }
}

/// Whether a character is a combining mark, of width 0. Half-width kana sound marks take a column
/// and are not.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && !is_sound_mark(c) && unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

/// Text that is safe to write to a terminal; made only by [`displayable`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Displayable(String);

impl Displayable {
    /// The text, free of control characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes any text safe to show on one line; control characters become visible marks.
pub fn displayable(text: &str) -> Displayable {
    let mut displayable = String::with_capacity(text.len());
    // Only the width of a tab depends on its column.
    if text.contains('\t') {
        displayable.extend(glyphs(text, Ambiguous::Narrow).map(|glyph| glyph.shown));
        return Displayable(displayable);
    }
    let mut rest = text;
    while !rest.is_empty() {
        let (alone, behind) = rest.split_at(alone_length(rest));
        displayable += alone;
        let cluster = first_cluster(behind).unwrap_or("");
        displayable += &shown(cluster);
        rest = behind.get(cluster.len()..).unwrap_or("");
    }
    Displayable(displayable)
}

/// Length in bytes of the prefix whose characters are clusters of their own and shown unchanged.
/// This covers almost all of most lines.
fn alone_length(text: &str) -> usize {
    // Dashes, quotation marks and ellipses also have `Grapheme_Cluster_Break` = Other.
    let is_alone = |c: char| is_plain(c) || matches!(c, '\u{2010}'..='\u{2027}');
    let mut last = 0;
    for (at, c) in text.char_indices() {
        if !is_alone(c) {
            // This character may extend the cluster of the one before it.
            return last;
        }
        last = at;
    }
    text.len()
}

/// Makes a text of several lines safe for a terminal: control characters other than tabs and line
/// ends become visible marks, everything else is unchanged. For copies and exports, which must keep
/// clusters whole.
pub fn tame(text: &str) -> Cow<'_, str> {
    let is_obeyed = |(at, c): (usize, char)| match c {
        '\n' | '\t' => false,
        '\r' => !text
            .get(at + 1..)
            .is_some_and(|rest| rest.starts_with('\n')),
        c => c.is_control(),
    };
    if !text.char_indices().any(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut tamed = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match alone(c).filter(|_| is_obeyed((at, c))) {
            Some(mark) => tamed += &mark,
            None => tamed.push(c),
        }
    }
    Cow::Owned(tamed)
}

#[cfg(test)]
mod tests {
    use icu_properties::props::{BidiControl, GeneralCategory};
    use icu_properties::{CodePointMapData, CodePointSetData};
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(displayable(text).as_str(), expected, "{text:?}");
    }

    #[test]
    fn what_a_terminal_would_obey_is_a_mark() {
        check("a\u{1b}[2Jb", "a␛[2Jb");
        check("a\u{7}\u{7f}\u{9b}31m", "a␇␡⟦9B⟧31m");
        check("a\r\nb\rc\td\te", "a␍␊b␍c  d       e");
        check("合\u{202e}同\u{2069}", "合⟦RLO⟧同⟦PDI⟧");
        check("a\u{200b}b\u{feff}c\u{ad}d", "abcd");
        check("\u{3164}", "⟦3164⟧");
        check("a\u{e0041}\u{e0042}b", "a⟦E0041⟧b");
    }

    /// All that Unicode calls a control, an end of a line, a control of direction or a mark of
    /// interlinear annotation, alone and within words.
    #[test]
    fn no_control_of_unicode_gets_out() {
        let category = CodePointMapData::<GeneralCategory>::new();
        let direction = CodePointSetData::new::<BidiControl>();
        let mut tried = 0;
        for c in '\0'..=char::MAX {
            let is_control = match category.get(c) {
                GeneralCategory::Control
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator => true,
                _ => direction.contains(c) || matches!(c, '\u{fff9}'..='\u{fffb}'),
            };
            if is_control {
                tried += 1;
                for text in [
                    format!("{c}"),
                    format!("甲{c}乙"),
                    format!("e\u{301}{c}\u{301}"),
                ] {
                    assert!(!displayable(&text).as_str().contains(c), "{text:?}");
                }
            }
        }
        // 65 controls, 2 separators, 12 controls of direction, 3 marks of annotation.
        assert_eq!(tried, 82);
    }

    #[test]
    fn a_text_to_be_taken_along_loses_nothing_but_its_controls() {
        let exact = "甲\t乙\r\n👩\u{200d}👩\u{200d}👧 合\u{ad}同\n";
        assert_eq!(tame(exact), exact);
        assert_eq!(tame("a\u{1b}[2J\rb\u{7f}\u{9b}31m\0"), "a␛[2J␍b␡⟦9B⟧31m␀");
    }

    #[test]
    fn clusters_are_cut_where_terminals_disagree() {
        check("👩\u{200d}👩\u{200d}👧!", "👩!");
        check("👍\u{1f3fd}", "👍");
        check("❤\u{fe0f}", "❤");
        check("葛\u{e0100}城", "葛\u{e0100}城");
        check("\u{301}x", "◌\u{301}x");
        check("क\u{94d}\u{200d}ष", "क\u{94d}ष");
        check("寅\u{200d}卯\u{200c}", "寅卯");
        check("ﾞｶﾞ", "ﾞｶﾞ");
        let tower = format!("e{}", "\u{301}".repeat(500));
        check(&tower, &format!("e{}", "\u{301}".repeat(7)));
    }

    proptest! {
        #[test]
        fn the_short_way_shows_what_the_long_one_does(text in "(\\PC|[一-龥，。“”—…《a-z\u{301}\u{200d}\u{fe0f}\u{202e}\u{1b}가\u{1f1e8}\r\n👩]){0,40}") {
            let clusters: String = clusters(&text).map(|(_, cluster)| shown(cluster)).collect();
            let displayable = displayable(&text);
            prop_assert_eq!(displayable.as_str(), clusters);
        }

        #[test]
        fn nothing_hostile_gets_out(text in any::<String>()) {
            let shown = displayable(&text);
            let is_hostile = |c: char| {
                c.is_control() || "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{2028}\u{2029}\u{feff}".contains(c)
            };
            let hostile = shown.as_str().chars().any(is_hostile);
            prop_assert!(!hostile);
            let covered: usize = glyphs(&text, Ambiguous::Narrow).map(|glyph| glyph.len).sum();
            prop_assert_eq!(covered, text.len());
        }
    }
}
