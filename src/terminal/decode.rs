//! The decoder: from the terminal's bytes to [`Input`]. Replies are never taken for keys, and
//! pasted text is data, whatever it contains.
//!
//! It is our own: crossterm's decoder is private to its reader, and that reader owns standard
//! input. The reader spins on a terminal that is gone, cannot be stopped at the
//! [`gate`](super::gate), takes an Esc at the end of a read for the key, and turns replies that it
//! does not know into keys. `tests/keys.rs` compares the two.

use super::chord::{KeyChord, KeyCode, KeyModifiers};
use super::input::{Answer, Input};

/// Longest escape sequence in bytes.
const LONGEST_SEQUENCE: usize = 64;

/// Longest control string in bytes (OSC, DCS) that is read; longer ones are skipped.
const LONGEST_STRING: usize = 4096;

/// Most bytes of a control string that are skipped: what has no end by then never began.
const MOST_SKIPPED: usize = 1 << 20;

/// Longest paste in bytes; the rest of a longer one is skipped.
pub const LONGEST_PASTE: usize = 1 << 20;

/// Decodes bytes as they arrive. A sequence may be split anywhere.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    /// The text of an unfinished paste.
    pasted: Option<Vec<u8>>,
    /// Of an unfinished control string that is too long: how many bytes of it were skipped.
    skipped: Option<usize>,
}

/// What has begun and not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// A sequence, or the key Esc.
    Sequence,
    /// A control string.
    String,
    /// A paste.
    Paste,
}

/// What the pending bytes begin with.
enum Read {
    /// A complete sequence of that many bytes, and its input, if it is one for us.
    Whole(usize, Option<Input>),
    /// An incomplete sequence.
    Torn,
    /// A control string that is too long already, in that many bytes.
    Endless(usize),
}

const PASTE_END: &[u8] = b"\x1b[201~";

impl Decoder {
    /// Decodes bytes and appends what they are.
    pub fn feed(&mut self, bytes: &[u8], into: &mut Vec<Input>) {
        self.pending.extend_from_slice(bytes);
        self.drain(false, into);
    }

    /// Decodes what is pending as it is, after a while without input: a lone Esc is the key, an
    /// unfinished paste or control string ends.
    pub fn pause(&mut self, into: &mut Vec<Input>) {
        self.skipped = None;
        if let Some(text) = self.pasted.take() {
            into.push(Input::Paste(text_of(&text)));
        }
        self.drain(true, into);
        self.pending.clear();
    }

    /// What is unfinished, if anything is.
    pub fn unfinished(&self) -> Option<Unfinished> {
        match self.pending.as_slice() {
            _ if self.pasted.is_some() => Some(Unfinished::Paste),
            _ if self.skipped.is_some() => Some(Unfinished::String),
            [] => None,
            // The first two bytes alone may be a key with Alt.
            [0x1b, b']' | b'P' | b'X' | b'^' | b'_', _, ..] | [0x90 | 0x9d, _, ..] => {
                Some(Unfinished::String)
            }
            _ => Some(Unfinished::Sequence),
        }
    }

    fn drain(&mut self, is_all: bool, into: &mut Vec<Input>) {
        let mut at = 0;
        while at < self.pending.len() {
            let rest = self.pending.get(at..).unwrap_or_default();
            if let Some(text) = &mut self.pasted {
                let end = memchr::memmem::find(rest, PASTE_END);
                // The end mark may be split; the bytes before it are text.
                let kept = end.unwrap_or_else(|| rest.len() - torn_end(rest));
                let room = LONGEST_PASTE.saturating_sub(text.len());
                text.extend_from_slice(rest.get(..kept.min(room)).unwrap_or_default());
                at += kept;
                let Some(_) = end else { break };
                at += PASTE_END.len();
                let text = self.pasted.take().unwrap_or_default();
                into.push(Input::Paste(text_of(&text)));
                continue;
            }
            if let Some(skipped) = &mut self.skipped {
                let end = string_end(rest).map(|(length, mark)| length + mark);
                // The end mark may be split.
                let inside = rest.len() - usize::from(rest.ends_with(b"\x1b"));
                let length = end.unwrap_or(inside).min(MOST_SKIPPED - *skipped);
                *skipped += length;
                at += length;
                if end == Some(length) || *skipped == MOST_SKIPPED {
                    self.skipped = None;
                    continue;
                }
                break;
            }
            match read(rest, is_all) {
                Read::Endless(length) => {
                    self.skipped = Some(length);
                    at += length;
                }
                Read::Whole(length, input) => {
                    if rest.starts_with(b"\x1b[200~") {
                        self.pasted = Some(Vec::new());
                    }
                    at += length.max(1);
                    into.extend(input);
                }
                Read::Torn => break,
            }
        }
        self.pending.drain(..at.min(self.pending.len()));
    }
}

/// Bytes at the end that may be the beginning of the end mark.
fn torn_end(bytes: &[u8]) -> usize {
    (1..PASTE_END.len())
        .rev()
        .find(|&length| bytes.ends_with(PASTE_END.get(..length).unwrap_or_default()))
        .unwrap_or(0)
}

/// Pasted bytes as text, with LF for line ends.
fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

fn key(code: KeyCode) -> Input {
    chord(code, KeyModifiers::NONE)
}

fn chord(code: KeyCode, modifiers: KeyModifiers) -> Input {
    Input::Key(KeyChord::new(code, modifiers))
}

/// Modifiers from their number in a sequence: 1 plus the sum of their bits, as xterm has them.
fn modifiers(number: u32) -> KeyModifiers {
    let held = number.saturating_sub(1);
    let each = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ];
    let each = each.into_iter().filter(|(bit, _)| held & bit != 0);
    each.map(|(_, modifier)| modifier).collect()
}

fn read(bytes: &[u8], is_all: bool) -> Read {
    match bytes {
        // Eight-bit controls (ECMA-48, 5.3), which a VT in that mode sends. No character begins
        // with these bytes in UTF-8.
        [0x8f | 0x90 | 0x9b | 0x9d] if is_all => Read::Whole(1, None),
        [first @ (0x8f | 0x90 | 0x9b | 0x9d), rest @ ..] => {
            let spelled = [&[0x1b, first - 0x40], rest].concat();
            match read(&spelled, is_all) {
                Read::Whole(length, input) => Read::Whole(length - 1, input),
                Read::Endless(length) => Read::Endless(length - 1),
                Read::Torn => Read::Torn,
            }
        }
        [0x1b] if is_all => Read::Whole(1, Some(key(KeyCode::Esc))),
        [0x1b] => Read::Torn,
        [0x1b, b'[', ..] => control_sequence(bytes, is_all),
        [0x1b, b']' | b'P' | b'X' | b'^' | b'_', ..] => control_string(bytes, is_all),
        [0x1b, b'O', rest @ ..] => match rest {
            [] if is_all => Read::Whole(2, Some(chord(KeyCode::Char('O'), KeyModifiers::ALT))),
            [] => Read::Torn,
            // With a modifier in front of the letter.
            [held @ b'1'..=b'9', letter, ..] => {
                let pressed = function(*letter).or_else(|| keypad(*letter));
                let held = modifiers(u32::from(held - b'0'));
                Read::Whole(4, pressed.map(|pressed| chord(pressed, held)))
            }
            [b'1'..=b'9'] if !is_all => Read::Torn,
            // rxvt: arrows with Ctrl.
            [letter @ b'a'..=b'd', ..] => {
                let pressed = function(letter.to_ascii_uppercase());
                Read::Whole(
                    3,
                    pressed.map(|pressed| chord(pressed, KeyModifiers::CONTROL)),
                )
            }
            [letter, ..] => {
                let pressed = function(*letter).or_else(|| keypad(*letter));
                Read::Whole(3, pressed.map(key))
            }
        },
        // The first of two is the key: the second may begin a sequence.
        [0x1b, 0x1b, ..] => Read::Whole(1, Some(key(KeyCode::Esc))),
        [0x1b, rest @ ..] => match character(rest, is_all) {
            Read::Whole(length, Some(Input::Key(pressed))) => {
                let held = pressed.modifiers | KeyModifiers::ALT;
                Read::Whole(length + 1, Some(chord(pressed.code, held)))
            }
            Read::Whole(length, input) => Read::Whole(length + 1, input),
            unfinished => unfinished,
        },
        _ => character(bytes, is_all),
    }
}

/// A key that is a single character.
fn character(bytes: &[u8], is_all: bool) -> Read {
    let Some(&first) = bytes.first() else {
        return Read::Torn;
    };
    let pressed = match first {
        b'\r' => key(KeyCode::Enter),
        b'\t' => key(KeyCode::Tab),
        0x7f => key(KeyCode::Backspace),
        0 => chord(KeyCode::Char(' '), KeyModifiers::CONTROL),
        1..=26 => chord(
            KeyCode::Char(char::from(first - 1 + b'a')),
            KeyModifiers::CONTROL,
        ),
        0x1c..=0x1f => chord(
            KeyCode::Char(char::from(first - 0x1c + b'4')),
            KeyModifiers::CONTROL,
        ),
        b' '..=b'~' => key(KeyCode::Char(char::from(first))),
        _ => {
            let length = match first {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                // Not the first byte of a character.
                _ => return Read::Whole(1, None),
            };
            let whole = bytes.get(..length).map(std::str::from_utf8);
            return match (whole, is_all) {
                (Some(Ok(text)), _) => {
                    let c = text.chars().next();
                    // C1 controls are not keys.
                    let c = c.filter(|c| !c.is_control());
                    Read::Whole(length, c.map(|c| key(KeyCode::Char(c))))
                }
                (Some(Err(_)), _) | (None, true) => Read::Whole(1, None),
                (None, false) => Read::Torn,
            };
        }
    };
    Read::Whole(1, Some(pressed))
}

/// A control sequence: parameters, intermediates, a final byte (ECMA-48, 5.4).
fn control_sequence(bytes: &[u8], is_all: bool) -> Read {
    // The Linux console: F1 to F5.
    if let [_, _, b'[', rest @ ..] = bytes {
        return match rest {
            [letter @ b'A'..=b'E', ..] => Read::Whole(4, Some(key(KeyCode::F(letter - b'A' + 1)))),
            [] if !is_all => Read::Torn,
            _ => Read::Whole(3, None),
        };
    }
    let body = bytes.get(2..).unwrap_or_default();
    let Some(end) = body
        .iter()
        .position(|byte| !matches!(byte, 0x20..=0x3f))
        .filter(|end| *end < LONGEST_SEQUENCE)
    else {
        return match (body.len() >= LONGEST_SEQUENCE, is_all, body.is_empty()) {
            // Alt and `[`.
            (_, true, true) => Read::Whole(2, Some(chord(KeyCode::Char('['), KeyModifiers::ALT))),
            (true, ..) | (_, true, _) => Read::Whole(bytes.len(), None),
            _ => Read::Torn,
        };
    };
    let last = body.get(end).copied().unwrap_or(0);
    if !(0x40..=0x7e).contains(&last) {
        // Interrupted by a byte that belongs to no sequence.
        return Read::Whole(2 + end, None);
    }
    let parameters = body.get(..end).unwrap_or_default();
    // The mouse before mode 1006: any three bytes follow.
    if end == 0 && last == b'M' {
        return match (body.get(1..4), is_all) {
            (Some(&[button, column, row]), _) => {
                let [button, column, row] =
                    [button, column, row].map(|byte| u32::from(byte).saturating_sub(32));
                Read::Whole(6, mouse(&[button, column, row], b'M'))
            }
            (_, true) => Read::Whole(bytes.len(), None),
            _ => Read::Torn,
        };
    }
    Read::Whole(end + 3, sequence(parameters, last))
}

fn sequence(parameters: &[u8], last: u8) -> Option<Input> {
    let text = std::str::from_utf8(parameters).ok()?;
    let numbers = |text: &str| -> Vec<u32> {
        text.split(';')
            .map(|part| part.split(':').next().unwrap_or("").parse().unwrap_or(0))
            .collect()
    };
    if let Some(text) = text.strip_prefix('?') {
        return match last {
            b'u' => Some(Input::Answer(Answer::Keyboard)),
            b'y' => {
                let numbers = numbers(text.strip_suffix('$')?);
                let (mode, state) = (*numbers.first()?, *numbers.get(1)?);
                // 0: unknown mode; 4: permanently reset.
                let known = matches!(state, 1..=3);
                Some(Input::Answer(Answer::Mode(
                    u16::try_from(mode).ok()?,
                    known,
                )))
            }
            _ => None,
        };
    }
    if let Some(text) = text.strip_prefix('<') {
        return mouse(&numbers(text), last);
    }
    // Private parameters (ECMA-48, 5.4.1): a reply, such as that to DA2, which ends as a key of
    // rxvt does.
    if text.starts_with(['>', '=']) {
        return None;
    }
    let first_part = text.split(';').next().unwrap_or("");
    let found = numbers(text);
    let first = found.first().copied().unwrap_or(0);
    let second = text.split(';').nth(1).unwrap_or("");
    let held = modifiers(found.get(1).copied().unwrap_or(1));
    let shift = held.contains(KeyModifiers::SHIFT);
    // Key release.
    if second.split(':').nth(1) == Some("3") {
        return None;
    }
    match last {
        b'R' if found.len() == 2 => {
            let (row, column) = (first, *found.get(1)?);
            Some(Input::Answer(Answer::Cursor(
                u16::try_from(column.checked_sub(1)?).ok()?,
                u16::try_from(row.checked_sub(1)?).ok()?,
            )))
        }
        b'n' if first == 0 => Some(Input::Answer(Answer::Ready)),
        b'I' | b'O' if text.is_empty() => Some(Input::Focus(last == b'I')),
        b'Z' => Some(chord(KeyCode::BackTab, held)),
        // urxvt: the mouse (mode 1015).
        b'M' if found.len() == 3 => mouse(
            &[first.checked_sub(32)?, *found.get(1)?, *found.get(2)?],
            b'M',
        ),
        // rxvt: keys with Shift or Ctrl.
        b'a'..=b'd' => Some(key(function(last.to_ascii_uppercase())?)),
        b'^' | b'@' => Some(chord(numbered(first)?, KeyModifiers::CONTROL)),
        b'u' => {
            let shifted = first_part
                .split(':')
                .nth(1)
                .and_then(|code| code.parse().ok());
            Some(chord(
                unicode_key(shifted.filter(|_| shift).unwrap_or(first))?,
                held,
            ))
        }
        b'~' if first == 27 => Some(chord(unicode_key(*found.get(2)?)?, held)),
        b'~' => Some(chord(numbered(first)?, held)),
        letter => Some(chord(function(letter)?, held)),
    }
}

/// A key from its code point in a sequence (CSI u), or from its number in kitty's private range.
fn unicode_key(code: u32) -> Option<KeyCode> {
    Some(match code {
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        57376..=57387 => KeyCode::F((code - 57376) as u8 + 13),
        // Number pad.
        57399..=57408 => KeyCode::Char(char::from_digit(code - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // The rest of the private use area: modifiers and media keys.
        0xe000..=0xf8ff => return None,
        _ => KeyCode::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    })
}

/// A key from the number in front of `~`.
fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23..=26 => KeyCode::F(number as u8 - 12),
        28..=29 => KeyCode::F(number as u8 - 13),
        31..=34 => KeyCode::F(number as u8 - 14),
        _ => return None,
    })
}

/// A key from its letter after SS3 or CSI.
fn function(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

/// A key of the number pad in application mode, from its letter after SS3.
fn keypad(letter: u8) -> Option<KeyCode> {
    Some(KeyCode::Char(match letter {
        b'X' => '=',
        // The letters are `*` to `9`, shifted by 0x40.
        b'j'..=b'y' => char::from(letter - 0x40),
        _ => return None,
    }))
}

/// A mouse report (mode 1006).
fn mouse(numbers: &[u32], last: u8) -> Option<Input> {
    let &[button, column, row] = numbers else {
        return None;
    };
    let at = (
        u16::try_from(column.checked_sub(1)?).ok()?,
        u16::try_from(row.checked_sub(1)?).ok()?,
    );
    // Ignores Shift, Alt and Ctrl.
    match (button & !0b1_1100, last) {
        (0, b'M') => Some(Input::Click(at)),
        // Before mode 1006 a release does not say of which button.
        (0, b'm') | (3, b'M') => Some(Input::Release(at)),
        (32, b'M') => Some(Input::Drag(at)),
        (64, b'M') => Some(Input::Wheel(at, false)),
        (65, b'M') => Some(Input::Wheel(at, true)),
        _ => None,
    }
}

/// A control string (OSC, DCS and others), up to ST or BEL.
fn control_string(bytes: &[u8], is_all: bool) -> Read {
    let body = bytes.get(2..).unwrap_or_default();
    match string_end(body) {
        Some((length, mark)) => {
            let string = body.get(..length).unwrap_or_default();
            let answer = (bytes.get(1) == Some(&b']'))
                .then(|| background(string))
                .flatten();
            Read::Whole(2 + length + mark, answer.map(Input::Answer))
        }
        // Alt and the letter.
        None if is_all && body.is_empty() => {
            let letter = bytes.get(1).copied().map_or('?', char::from);
            Read::Whole(2, Some(chord(KeyCode::Char(letter), KeyModifiers::ALT)))
        }
        None if is_all => Read::Whole(bytes.len(), None),
        None if body.len() > LONGEST_STRING => {
            Read::Endless(bytes.len() - usize::from(body.ends_with(b"\x1b")))
        }
        None => Read::Torn,
    }
}

/// The end of a control string: its length in bytes, and that of the mark behind it.
fn string_end(body: &[u8]) -> Option<(usize, usize)> {
    let mut bytes = body.iter().enumerate();
    bytes.find_map(|(at, byte)| match (byte, body.get(at + 1)) {
        (0x07, _) => Some((at, 1)),
        (0x1b, Some(b'\\')) => Some((at, 2)),
        // Another sequence interrupts the string.
        (0x1b, Some(_)) | (0x18 | 0x1a, _) => Some((at, 0)),
        _ => None,
    })
}

/// The reply to OSC 11: `11;rgb:RRRR/GGGG/BBBB`, one to four digits each.
fn background(string: &[u8]) -> Option<Answer> {
    let text = std::str::from_utf8(string).ok()?.strip_prefix("11;rgb:")?;
    let mut parts = text.split('/').map(|part| {
        let value = u32::from_str_radix(part, 16).ok()?;
        let greatest = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)? - 1;
        (part.len() <= 4 && greatest > 0).then(|| (value * 255 / greatest) as u8)
    });
    let mut next = || parts.next().flatten();
    let (r, g, b) = (next()?, next()?, next()?);
    Some(Answer::Background(r, g, b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn inputs(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        let mut inputs = Vec::new();
        decoder.feed(bytes, &mut inputs);
        decoder.pause(&mut inputs);
        inputs
    }

    fn check(bytes: &str, expected: &str) {
        let inputs = inputs(bytes.as_bytes());
        let shown: Vec<String> = inputs
            .iter()
            .map(|input| match input {
                Input::Key(chord) => chord.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{bytes:?}");
    }

    /// Sequences of xterm, VT220, rxvt, the Linux console and kitty's protocol.
    #[test]
    fn keys_of_all_terminals_are_the_same_keys() {
        check("j条\r\t\x7f\x1b", "j 条 Enter Tab Backspace Esc");
        check("\x01\x1a\0\x1f", "C-a C-z C-Space C-7");
        check("\x1b[A\x1bOB\x1b[1;5C\x1b[1;3D", "Up Down C-Right A-Left");
        check(
            "\x1b[H\x1b[4~\x1b[7~\x1b[5~\x1b[6~\x1b[3~",
            "Home End Home PgUp PgDn Delete",
        );
        check("\x1bOP\x1b[[B\x1b[13~\x1b[15~\x1b[24~", "F1 F2 F3 F5 F12");
        check("\x1b[Z\x1bx\x1b条", "S-Tab A-x A-条");
        check(
            "\x1b[27u\x1b[105;5u\x1b[9;2u\x1b[97;3u\x1b[97:65;2u",
            "Esc C-i S-Tab A-a A",
        );
        check("\x1b[27;5;105~\x1b[57406u\x1b[57441;2u", "C-i 7");
        check("\x1b[106;1:3u\x1b[106;1:2u", "j");
        // urxvt(7), "Key codes"; XTerm Control Sequences, "VT220-Style Function Keys", for the
        // number pad in application mode.
        check("\x1b[a\x1bOb\x1b[5^\x1b[3@", "Up C-Down C-PgUp C-Delete");
        check(
            "\x1bOj\x1bOk\x1bOm\x1bOn\x1bOo\x1bOp\x1bOy\x1bOX\x1bOM",
            "* + - . / 0 9 = Enter",
        );
        check("\x1bO5A\x1bO3D", "C-Up A-Left");
    }

    #[test]
    fn controls_of_eight_bits_are_those_of_seven() {
        for (eight, seven) in [
            (&b"\x9b1;8Rj"[..], &b"\x1b[1;8Rj"[..]),
            (b"\x9b0nj", b"\x1b[0nj"),
            (b"\x8fAj", b"\x1bOAj"),
            (b"\x9d11;rgb:12/34/56\x07j", b"\x1b]11;rgb:12/34/56\x07j"),
            (b"\x90>|q q\x07j", b"\x1bP>|q q\x07j"),
            (b"\x9b", b""),
        ] {
            assert_eq!(inputs(eight), inputs(seven), "{eight:?}");
        }
    }

    #[test]
    fn focus_comes_and_goes() {
        check("\x1b[I\x1b[Oj", "Focus(true) Focus(false) j");
    }

    #[test]
    fn the_mouse() {
        check("\x1b[<0;5;3M\x1b[<0;5;3m", "Click((4, 2)) Release((4, 2))");
        check(
            "\x1b[<65;1;1M\x1b[<68;1;1M",
            "Wheel((0, 0), true) Wheel((0, 0), false)",
        );
        check("\x1b[<32;5;3M\x1b[<35;1;1M", "Drag((4, 2))");
        // Without mode 1006 a terminal sends three bytes, or numbers with 32 added (mode 1015).
        // None of them is a key.
        check(
            "\x1b[M %#\x1b[M#%#\x1b[Ma!!",
            "Click((4, 2)) Release((4, 2)) Wheel((0, 0), true)",
        );
        check(
            "\x1b[32;5;3M\x1b[35;5;3Mj",
            "Click((4, 2)) Release((4, 2)) j",
        );
        assert_eq!(inputs(b"\x1b[M \xff\xfe"), [Input::Click((222, 221))]);
        check("\x1b[M q", "");
    }

    #[test]
    fn answers_are_no_keys() {
        check(
            "\x1b[?69;2$y\x1b[?2026;0$y",
            "Answer(Mode(69, true)) Answer(Mode(2026, false))",
        );
        check(
            "\x1b[1;8R\x1b[0n\x1b[?1u",
            "Answer(Cursor(7, 0)) Answer(Ready) Answer(Keyboard)",
        );
        check(
            "\x1b]11;rgb:0000/8080/ffff\x07j",
            "Answer(Background(0, 128, 255)) j",
        );
        check(
            "\x1b]11;rgb:f/f/f\x1b\\",
            "Answer(Background(255, 255, 255))",
        );
        check(
            "\x1b]10;q\x07\x1bP>|q q q\x1b\\\x1b[?62;22c\x1b[>41;390;0cj",
            "j",
        );
        check(&format!("\x1b]52;c;{}\x07j", "q".repeat(100)), "j");
    }

    #[test]
    fn pasted_text_is_data() {
        let text = "q\r\n:quit\r\x1b[A\x1b]0;x\x07";
        let bytes = format!("a\x1b[200~{text}\x1b[201~b");
        let expected = [
            key(KeyCode::Char('a')),
            Input::Paste("q\n:quit\n\x1b[A\x1b]0;x\x07".into()),
            key(KeyCode::Char('b')),
        ];
        assert_eq!(inputs(bytes.as_bytes()), expected);
        // A paste without an end does not swallow keys.
        let mut decoder = Decoder::default();
        let mut found = Vec::new();
        decoder.feed(b"\x1b[200~abc", &mut found);
        decoder.pause(&mut found);
        decoder.feed(b"q", &mut found);
        assert_eq!(found, [Input::Paste("abc".into()), key(KeyCode::Char('q'))]);
        let long = "x".repeat(2 * LONGEST_PASTE);
        let found = inputs(format!("\x1b[200~{long}\x1b[201~q").as_bytes());
        assert_eq!(found.len(), 2);
    }

    /// Feeds bytes in pieces, as a line brings them, without a pause.
    fn fed(bytes: &[u8], piece: usize) -> (Decoder, Vec<Input>) {
        let (mut decoder, mut found) = (Decoder::default(), Vec::new());
        for piece in bytes.chunks(piece) {
            decoder.feed(piece, &mut found);
        }
        (decoder, found)
    }

    #[test]
    fn a_string_of_any_length_is_no_keys() {
        for begin in ["\x1b]52;c;", "\x1bP", "\x1b_G"] {
            for end in ["\x07", "\x1b\\"] {
                let string = format!("{begin}{}{end}j", "q".repeat(100_000));
                for piece in [1, 7, 4096] {
                    let (decoder, found) = fed(string.as_bytes(), piece);
                    assert_eq!(found, [key(KeyCode::Char('j'))], "{begin:?} {piece}");
                    assert_eq!(decoder.unfinished(), None);
                }
            }
        }
        // Another sequence interrupts it, however long it was; a key that the person presses does.
        let string = format!("\x1b]0;{}\x1b[A", "q".repeat(9999));
        assert_eq!(fed(string.as_bytes(), 1024).1, [key(KeyCode::Up)]);
    }

    #[test]
    fn a_string_without_an_end_is_skipped_within_bounds() {
        for (begin, long) in [("\x1b]0;", 5000), ("\x1bX", 90), ("\u{9d}8;;", 200_000)] {
            let string = begin.to_owned() + &"q".repeat(long);
            let (mut decoder, mut found) = fed(string.as_bytes(), 512);
            assert!(decoder.pending.len() <= 2 + LONGEST_STRING);
            if begin.starts_with('\x1b') {
                assert_eq!(decoder.unfinished(), Some(Unfinished::String));
                assert_eq!(found, []);
            }
            // Nothing more comes of it: what is typed next are keys.
            decoder.pause(&mut found);
            assert_eq!(decoder.unfinished(), None);
            found.clear();
            decoder.feed(b"j", &mut found);
            assert_eq!(found, [key(KeyCode::Char('j'))]);
        }
        // If it never pauses, it is none.
        let flood = format!("\x1b]0;{}", "q".repeat(MOST_SKIPPED + 5000));
        let (decoder, found) = fed(flood.as_bytes(), 4096);
        assert_eq!(decoder.unfinished(), None);
        assert!((1..=5004).contains(&found.len()), "{}", found.len());
    }

    proptest! {
        #[test]
        fn torn_input_is_the_same_input(
            parts in prop::collection::vec(prop::sample::select(vec![
                "j", "条", "\x1b[A", "\x1b[1;5C", "\x1b]11;rgb:12/34/56\x1b\\", "\x1b[200~a\x1bb\x1b[201~", "\x1b[<0;5;3M", "\x1bOP", "\x1b[?69;1$y", "\x1b[M qq", "\x1b[I", "\x1bOj",
            ]), 0..12),
            cut in any::<prop::sample::Index>(),
        ) {
            let bytes = parts.concat().into_bytes();
            let at = cut.index(bytes.len() + 1);
            let mut decoder = Decoder::default();
            let mut torn = Vec::new();
            decoder.feed(&bytes[..at], &mut torn);
            decoder.feed(&bytes[at..], &mut torn);
            decoder.pause(&mut torn);
            prop_assert_eq!(torn, inputs(&bytes));
        }

        #[test]
        fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut decoder = Decoder::default();
            let mut found = Vec::new();
            decoder.feed(&bytes, &mut found);
            decoder.pause(&mut found);
            prop_assert_eq!(decoder.unfinished(), None);
            let has_control = |input: &Input| matches!(input, Input::Key(KeyChord { code: KeyCode::Char(c), .. }) if c.is_control());
            prop_assert!(!found.iter().any(has_control));
        }
    }
}
