//! Folding for comparison: what a reader's eye takes for the same. Width, case, traditional forms
//! and variants, compatibility forms, marks composed; blanks, line ends and invisible characters
//! passed over. By text with the way back to the source ([`Folded`]), and, where one character is
//! compared with one, by character.

mod composed;
mod folded;
mod unit;

pub use composed::Composed;
pub use folded::{Folded, WayBack};
pub use unit::{is_invisible, is_point, is_spaced};

use super::Span;

/// A stretch of a source that is not the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hidden {
    /// The place, on borders of characters.
    pub span: Span,
    /// The character of the text that it stands for, if any.
    pub shown: Option<char>,
}

impl From<Span> for Hidden {
    fn from(span: Span) -> Self {
        Self { span, shown: None }
    }
}

/// How much is folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rung {
    /// Nothing but what cannot be seen: signs of no width, decomposed letters, radicals in place of
    /// characters; the lines of a paragraph are joined.
    Exact,
    /// As [`Self::Exact`], but blanks are passed over where no other rung needs them. Folded once
    /// more it gives what the source gives on the rungs below.
    Joined,
    /// All that a reader takes for the same writing.
    #[default]
    Written,
    /// Punctuation too is passed over.
    Unpointed,
}

impl Rung {
    /// How many there are.
    pub const COUNT: usize = 4;
}

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut walk = unit::Walk::new(text, &[], Span::new(0, text.len()), Rung::Written);
    while walk.next(&mut folded).is_some() {}
    folded
}

/// Calls `visit` with each unit of a text (a cluster, or the blanks between two) and what it folds
/// to.
pub fn units(text: &str, visit: impl FnMut(Span, &str)) {
    units_in(text, &[], Span::new(0, text.len()), visit);
}

/// As [`units`], for a stretch of a text without what is hidden.
pub fn units_in(text: &str, hidden: &[Hidden], stretch: Span, mut visit: impl FnMut(Span, &str)) {
    let mut folded = String::new();
    let mut walk = unit::Walk::new(text, hidden, stretch, Rung::Written);
    while let Some(unit) = walk.next(&mut folded) {
        visit(unit, &folded);
        folded.clear();
    }
}

/// Calls `visit` with the stretches of a text that fold together on a rung, without what is hidden:
/// hanzi in a row, of which each is a unit, else one unit.
pub fn runs(
    text: &str,
    stretch: Span,
    hidden: &[Hidden],
    rung: Rung,
    mut visit: impl FnMut(Span, &str),
) {
    let mut folded = String::new();
    let mut walk = unit::Walk::new(text, hidden, stretch, rung);
    loop {
        walk.take_hanzi(usize::MAX - 3, &mut folded);
        if !folded.is_empty() {
            visit(Span::new(walk.at - folded.len(), walk.at), &folded);
            folded.clear();
        }
        let Some(unit) = walk.next(&mut folded) else {
            return;
        };
        visit(unit, &folded);
        folded.clear();
    }
}

/// Whether a blank may stand between two characters on [`Rung::Joined`] that no other rung sees.
pub fn may_part(before: char, after: char) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == ' ';
    let is_word = is_letter(before) && is_letter(after);
    !is_word && unit::has_blanks(before) && unit::has_blanks(after)
}

/// The katakana that the half-width forms U+FF66 to U+FF9D stand for, in order.
const KANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Folds one character: full-width forms to ASCII, half-width kana to full width, capitals to small
/// letters.
#[inline]
pub fn fold_char(c: char) -> char {
    match c {
        '\u{4e00}'..='\u{9fff}' => c,
        '\0'..='\u{7f}' => c.to_ascii_lowercase(),
        _ => fold_rare(c),
    }
}

/// Folds a character that is neither a hanzi nor ASCII.
fn fold_rare(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            ascii.to_ascii_lowercase()
        }
        '\u{ff66}'..='\u{ff9d}' => {
            let place = u32::from(c) as usize - 0xff66;
            KANA.chars().nth(place).unwrap_or(c)
        }
        _ => {
            // Only a capital with one small letter folds: one character stays one.
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) => small,
                _ => c,
            }
        }
    }
}

/// The text behind a word of small letters that it starts with, whatever its case and width.
pub fn strip_small<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut characters = text.chars();
    let is_word = word
        .chars()
        .all(|c| characters.next().is_some_and(|own| fold_char(own) == c));
    is_word.then_some(characters.as_str())
}

/// Folds one character for searching: as [`fold_char`], then as [`simplify`].
pub fn fold_loosely(c: char) -> char {
    simplify(fold_char(c))
}

/// The character by which traditional forms and variants are searched: 業 as 业, 説 and 說 as 说,
/// the radical ⾥ as 里. Other characters are returned unchanged. Idempotent.
pub fn simplify(c: char) -> char {
    if c < FIRST_VARIANT {
        return c;
    }
    match VARIANTS.near.get(c as usize - FIRST_VARIANT as usize) {
        Some('\0') => c,
        Some(simple) => *simple,
        None => {
            let far = &VARIANTS.far;
            let found = far.binary_search_by_key(&c, |(variant, _)| *variant);
            let pair = found.ok().and_then(|index| far.get(index));
            pair.map_or(c, |(_, simple)| *simple)
        }
    }
}

/// The first character that can have variants: the start of the CJK radicals block.
const FIRST_VARIANT: char = '\u{2e80}';

/// Number of characters from [`FIRST_VARIANT`] to the end of the Basic Multilingual Plane.
const NEAR: usize = 0x1_0000 - FIRST_VARIANT as usize;

/// Number of variants beyond the Basic Multilingual Plane.
const FAR: usize = 898;

/// The table `assets/tables/variants.txt`, built at compile time: the first document needs only a
/// few entries and should not wait for the rest.
struct Variants {
    /// By code point minus [`FIRST_VARIANT`]; `\0` where there is no variant.
    near: [char; NEAR],
    /// Pairs of variant and folded character, ascending by variant.
    far: [(char, char); FAR],
}

static VARIANTS: Variants = variants(include_bytes!("../../assets/tables/variants.txt"));

#[allow(
    clippy::large_stack_arrays,
    reason = "it is laid out by the compiler, on no stack"
)]
const fn variants(table: &[u8]) -> Variants {
    let mut variants = Variants {
        near: ['\0'; NEAR],
        far: [('\0', '\0'); FAR],
    };
    let (mut at, mut far) = (0, 0);
    while at < table.len() {
        let is_comment = table[at] == b'#';
        let (simple, mut next) = character(table, at);
        while table[next] != b'\n' {
            let (variant, behind) = character(table, next);
            next = behind;
            if is_comment {
                continue;
            }
            if variant as usize <= 0xffff {
                variants.near[variant as usize - FIRST_VARIANT as usize] = simple;
                continue;
            }
            let mut place = far;
            while place > 0 && variants.far[place - 1].0 as u32 > variant as u32 {
                variants.far[place] = variants.far[place - 1];
                place -= 1;
            }
            variants.far[place] = (variant, simple);
            far += 1;
        }
        at = next + 1;
    }
    assert!(far == FAR);
    variants
}

/// Decodes the UTF-8 character at byte `at`; returns it and the offset after it.
const fn character(text: &[u8], at: usize) -> (char, usize) {
    let (mut code, length) = match text[at] {
        lead @ 0..0x80 => (lead as u32, 1),
        lead @ 0x80..0xe0 => (lead as u32 & 0x1f, 2),
        lead @ 0xe0..0xf0 => (lead as u32 & 0x0f, 3),
        lead => (lead as u32 & 0x07, 4),
    };
    let mut byte = at + 1;
    while byte < at + length {
        code = code << 6 | text[byte] as u32 & 0x3f;
        byte += 1;
    }
    match char::from_u32(code) {
        Some(c) => (c, byte),
        None => (char::REPLACEMENT_CHARACTER, byte),
    }
}

#[cfg(test)]
mod tests;
