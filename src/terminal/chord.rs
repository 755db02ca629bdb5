//! Key chords: a key with its modifiers, as the key map writes it (`C-d`, `S-Tab`, `PgDn`, `]`).

use std::fmt;
use std::str::FromStr;

pub use crossterm::event::{KeyCode, KeyModifiers};

/// A key with the modifiers Ctrl and Alt. Shift is part of the key: `J`, `S-Tab`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyChord {
    /// The key.
    pub code: KeyCode,
    /// The modifiers that are held.
    pub modifiers: KeyModifiers,
}

const NAMES: [(KeyCode, &str); 17] = [
    (KeyCode::Char(' '), "Space"),
    (KeyCode::Enter, "Enter"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::BackTab, "S-Tab"),
    (KeyCode::Backspace, "Backspace"),
    (KeyCode::Delete, "Delete"),
    (KeyCode::Insert, "Insert"),
    (KeyCode::Up, "Up"),
    (KeyCode::Down, "Down"),
    (KeyCode::Left, "Left"),
    (KeyCode::Right, "Right"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PgUp"),
    (KeyCode::PageDown, "PgDn"),
    (KeyCode::Char('\u{3000}'), "IdeographicSpace"),
];

/// Modifiers of a chord, each with its prefix in the key map.
const PREFIXES: [(KeyModifiers, &str); 2] =
    [(KeyModifiers::CONTROL, "C-"), (KeyModifiers::ALT, "A-")];

impl KeyChord {
    /// A key with modifiers; Shift becomes part of the key.
    pub fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let code = match code {
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) => {
                KeyCode::Char(c.to_ascii_uppercase())
            }
            code => code,
        };
        Self {
            code,
            modifiers: modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT),
        }
    }

    /// The chord with the ASCII twin of a full-width key. A Chinese input method sends `：` for
    /// `:`.
    #[must_use]
    pub fn ascii(self) -> Self {
        let KeyCode::Char(c) = self.code else {
            return self;
        };
        Self {
            code: KeyCode::Char(twin(c)),
            ..self
        }
    }

    /// The key alone, if Alt is held with it.
    pub fn without_alt(self) -> Option<Self> {
        let is_held = self.modifiers.contains(KeyModifiers::ALT);
        is_held.then(|| Self {
            modifiers: self.modifiers - KeyModifiers::ALT,
            ..self
        })
    }

    /// The character that the chord types, if any.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }
}

impl From<KeyCode> for KeyChord {
    /// The key without modifiers.
    fn from(code: KeyCode) -> Self {
        Self::new(code, KeyModifiers::NONE)
    }
}

/// A text with the ASCII twins of its full-width characters, so that a command can be typed with an
/// input method.
pub fn ascii(text: &str) -> String {
    text.chars().map(twin).collect()
}

/// The character on the same key without an input method: those of mainland China, Taiwan and
/// Japan.
fn twin(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '。' => '.',
        '、' | '・' => '/',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '「' | '『' => '{',
        '」' | '』' => '}',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '…' => '^',
        '￥' | '¥' => '$',
        '×' => '*',
        _ => c,
    }
}

impl fmt::Display for KeyChord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, prefix) in PREFIXES {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        match NAMES.iter().find(|(code, _)| *code == self.code) {
            Some((_, name)) => f.write_str(name),
            None => write!(f, "{}", self.code),
        }
    }
}

impl FromStr for KeyChord {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let unknown = || UnknownKey(text.to_owned());
        let (mut modifiers, mut rest) = (KeyModifiers::NONE, text);
        // A lone `C-` is no prefix: the key itself must follow.
        while let Some((modifier, behind)) = PREFIXES.iter().find_map(|(modifier, prefix)| {
            let behind = rest
                .strip_prefix(prefix)
                .filter(|behind| !behind.is_empty());
            behind.map(|behind| (*modifier, behind))
        }) && !modifiers.contains(modifier)
        {
            modifiers |= modifier;
            rest = behind;
        }
        let named = NAMES
            .iter()
            .find(|(_, name)| *name == rest)
            .map(|(code, _)| *code);
        let mut characters = rest.chars();
        let code = match (named, characters.next(), characters.as_str()) {
            (Some(code), ..) => code,
            (None, Some(c), "") => KeyCode::Char(c),
            (None, Some('F'), number) => {
                let number = number.parse().map_err(|_| unknown())?;
                if !(1..=24).contains(&number) {
                    return Err(unknown());
                }
                KeyCode::F(number)
            }
            _ => return Err(unknown()),
        };
        Ok(Self { code, modifiers })
    }
}

/// A text that is not the name of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey(pub String);

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no key is called `{}`", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_print_and_parse_back() {
        for text in [
            "j", "C-d", "S-Tab", "Space", "A-x", "C-A-Up", "F12", "-", "C--", "：", "C-i",
        ] {
            let chord: KeyChord = text.parse().unwrap();
            assert_eq!(chord.to_string(), text);
        }
        for text in ["", "C-", "jj", "F0", "F99", "Hyper"] {
            assert!(text.parse::<KeyChord>().is_err(), "{text}");
        }
    }

    #[test]
    fn full_width_keys_are_their_ascii_twins() {
        for (full, ascii) in "：／？［］｛｝（），。ｊＧ３　【】"
            .chars()
            .zip(":/?[]{}(),.jG3 []".chars())
        {
            assert_eq!(
                KeyChord::from(KeyCode::Char(full)).ascii(),
                KeyChord::from(KeyCode::Char(ascii))
            );
        }
        assert_eq!(ascii("：ｑｕｉｔ　５０％『×¥"), ":quit 50%{*$");
        let hanzi = KeyChord::from(KeyCode::Char('字'));
        assert_eq!(hanzi.ascii(), hanzi);
    }
}
