//! Clipboards: the terminal's (OSC 52), and that of this machine, by the commands of its desktop.
//! They are written when the user copies, and never read.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::facts::Multiplexer;

/// Longest text in bytes: xterm's buffer for base64 holds no more.
pub const LONGEST: usize = 74_994;

/// Longest string in bytes that GNU screen passes through.
const SCREEN_CHUNK: usize = 240;

/// The sequence that copies a text to the clipboard.
pub fn osc52(text: &str, multiplexer: Multiplexer) -> String {
    let sequence = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    match multiplexer {
        Multiplexer::None => sequence,
        // tmux handles the sequence if `set-clipboard` is on, and passes it on if
        // `allow-passthrough` is.
        Multiplexer::Tmux => {
            let passed = sequence.replace('\x1b', "\x1b\x1b");
            format!("{sequence}\x1bPtmux;{passed}\x1b\\")
        }
        Multiplexer::Screen => {
            let mut passed = String::new();
            // The sequence is ASCII: any cut is between characters.
            for chunk in sequence.as_bytes().chunks(SCREEN_CHUNK) {
                passed += "\x1bP";
                passed += &String::from_utf8_lossy(chunk);
                passed += "\x1b\\";
            }
            passed
        }
    }
}

/// Copies a text to the clipboard of this machine; the name of the first command that succeeded.
pub fn copy_by_command(text: &str, commands: &[&'static [&'static str]]) -> Option<&'static str> {
    let mut commands = commands.iter();
    commands.find_map(|command| {
        let (program, arguments) = command.split_first()?;
        pipe(program, arguments, text).then_some(*program)
    })
}

/// Runs a program with a text as its standard input; whether it succeeded.
fn pipe(program: &str, arguments: &[&str], text: &str) -> bool {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let written = child
        .stdin
        .take()
        .is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
    written && child.wait().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_an_escape() {
        let sent = osc52("条\x1b]0;x\x07", Multiplexer::None);
        assert_eq!(sent, "\x1b]52;c;5p2hG10wO3gH\x07");
        assert!(osc52("条", Multiplexer::Tmux).contains("\x1bPtmux;\x1b\x1b]52;c;5p2h\x07\x1b\\"));
        let long = osc52(&"条".repeat(200), Multiplexer::Screen);
        assert!(long.starts_with("\x1bP\x1b]52;") && long.ends_with("\x07\x1b\\"));
    }
}
