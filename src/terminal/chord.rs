//! Key chords: one press of a key with what is held down, as it is written in the key map (`C-d`, `S-Tab`, `PgDn`, `]`).

use std::fmt;
use std::str::FromStr;

/// A key with its modifiers. Shift is part of the character where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyChord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
}

/// A key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are those on the keys")]
pub enum Key {
    /// A key that types this character.
    Char(char),
    Enter,
    Esc,
    Tab,
    /// Shift and Tab.
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// F1 to F24.
    Function(u8),
}

const NAMES: [(Key, &str); 17] = [
    (Key::Char(' '), "Space"),
    (Key::Enter, "Enter"),
    (Key::Esc, "Esc"),
    (Key::Tab, "Tab"),
    (Key::BackTab, "S-Tab"),
    (Key::Backspace, "Backspace"),
    (Key::Delete, "Delete"),
    (Key::Insert, "Insert"),
    (Key::Up, "Up"),
    (Key::Down, "Down"),
    (Key::Left, "Left"),
    (Key::Right, "Right"),
    (Key::Home, "Home"),
    (Key::End, "End"),
    (Key::PageUp, "PgUp"),
    (Key::PageDown, "PgDn"),
    (Key::Char('\u{3000}'), "IdeographicSpace"),
];

impl KeyChord {
    /// A key without modifiers.
    #[cfg(test)]
    pub fn plain(key: Key) -> Self {
        Self {
            key,
            ctrl: false,
            alt: false,
        }
    }

    /// The same chord with the ASCII twin of a full-width key: what a Chinese input method sends for `:` or `]` is meant as such.
    #[must_use]
    pub fn ascii(self) -> Self {
        let Key::Char(c) = self.key else { return self };
        Self {
            key: Key::Char(twin(c)),
            ..self
        }
    }

    /// The character that it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// A text with the ASCII twins of its full-width characters: a command typed with an input method is the command.
pub fn ascii(text: &str) -> String {
    text.chars().map(twin).collect()
}

/// What the key of a character types without an input method: those of the mainland, of Taiwan and of Japan.
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
        if self.ctrl {
            f.write_str("C-")?;
        }
        if self.alt {
            f.write_str("A-")?;
        }
        match (NAMES.iter().find(|(key, _)| *key == self.key), self.key) {
            (Some((_, name)), _) => f.write_str(name),
            (None, Key::Function(number)) => write!(f, "F{number}"),
            (None, Key::Char(c)) => write!(f, "{c}"),
            (None, _) => Ok(()),
        }
    }
}

impl FromStr for KeyChord {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        let unknown = || UnknownKey(text.to_owned());
        let (mut ctrl, mut alt, mut rest) = (false, false, text);
        loop {
            // A lone `C-` is no prefix: the key itself must follow.
            match rest.get(..2).filter(|_| rest.len() > 2) {
                Some("C-") if !ctrl => ctrl = true,
                Some("A-") if !alt => alt = true,
                _ => break,
            }
            rest = rest.get(2..).unwrap_or("");
        }
        let named = NAMES
            .iter()
            .find(|(_, name)| *name == rest)
            .map(|(key, _)| *key);
        let mut characters = rest.chars();
        let key = match (named, characters.next(), characters.as_str()) {
            (Some(key), ..) => key,
            (None, Some(c), "") => Key::Char(c),
            (None, Some('F'), number) => {
                let number = number.parse().map_err(|_| unknown())?;
                if !(1..=24).contains(&number) {
                    return Err(unknown());
                }
                Key::Function(number)
            }
            _ => return Err(unknown()),
        };
        Ok(Self { key, ctrl, alt })
    }
}

/// A text that names no key.
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
                KeyChord::plain(Key::Char(full)).ascii(),
                KeyChord::plain(Key::Char(ascii))
            );
        }
        assert_eq!(ascii("：ｑｕｉｔ　５０％『×¥"), ":quit 50%{*$");
        let hanzi = KeyChord::plain(Key::Char('字'));
        assert_eq!(hanzi.ascii(), hanzi);
    }
}
