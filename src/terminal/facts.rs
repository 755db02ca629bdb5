//! What the environment says about the terminal: colours, character set, multiplexer, and whether
//! it is remote.

use serde::{Deserialize, Serialize};

/// What the environment says about the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerminalFacts {
    /// Name of the terminal (`TERM`).
    pub name: String,
    /// Number of colours to use.
    pub colors: Colors,
    /// Locale for characters; empty if unset.
    pub locale: String,
    /// Whether the locale's character set is UTF-8. Box drawing is garbled in others.
    pub is_utf8: bool,
    /// Multiplexer between the program and the terminal.
    pub multiplexer: Multiplexer,
    /// Connection to the terminal.
    pub way: Way,
    /// Commands that copy their standard input to the clipboard of this machine, best first.
    pub clipboards: Vec<&'static [&'static str]>,
}

/// Number of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colors {
    /// None, or none wanted (`NO_COLOR`).
    None,
    /// Eight (ECMA-48).
    Eight,
    /// Eight, and their bright versions.
    Sixteen,
    /// 256 (xterm).
    #[default]
    Many,
    /// 16 million (ISO 8613-6).
    True,
}

/// A multiplexer between the program and the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Multiplexer {
    /// Nothing.
    #[default]
    None,
    /// tmux
    Tmux,
    /// GNU screen
    Screen,
}

/// The connection between the program and the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The terminal is on this machine.
    #[default]
    Local,
    /// SSH
    Ssh,
    /// mosh
    Mosh,
}

/// Background of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Background {
    /// As the terminal says; without an answer, colours that are legible on both are used.
    #[default]
    Auto,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl TerminalFacts {
    /// The facts in the environment; `variable` looks up a variable by name.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        Self::with(variable, colors_in_database)
    }

    fn with(
        variable: impl Fn(&str) -> Option<String>,
        database: impl Fn(&str) -> Option<i32>,
    ) -> Self {
        let value = |name: &str| variable(name).filter(|value| !value.is_empty());
        let name = value("TERM").unwrap_or_default();
        // POSIX.1, 8.2: the first of these that is set.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(value);
        let locale = locale.unwrap_or_default();
        let charset = locale.to_ascii_lowercase();
        let multiplexer = if value("TMUX").is_some() {
            Multiplexer::Tmux
        } else if value("STY").is_some() || name.starts_with("screen") {
            Multiplexer::Screen
        } else {
            Multiplexer::None
        };
        let ssh = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"];
        let way = match ssh.into_iter().any(|name| value(name).is_some()) {
            // mosh-server(1) sets this variable, and keeps those that SSH has set.
            true if value("NCURSES_NO_UTF8_ACS").is_some() => Way::Mosh,
            true => Way::Ssh,
            false => Way::Local,
        };
        let mut clipboards: Vec<&'static [&'static str]> = Vec::new();
        if way == Way::Local {
            if cfg!(target_os = "macos") {
                clipboards.push(&["pbcopy"]);
            }
            if value("WAYLAND_DISPLAY").is_some() {
                clipboards.push(&["wl-copy"]);
            }
            if value("DISPLAY").is_some() {
                clipboards.push(&["xclip", "-selection", "clipboard"]);
                clipboards.push(&["xsel", "--clipboard", "--input"]);
            }
        }
        // Last, since it takes the way through the terminal. tmux from 3.2 on has `-w`; without it
        // `set-clipboard external`, the default, drops what a program sends.
        if multiplexer == Multiplexer::Tmux {
            clipboards.push(&["tmux", "load-buffer", "-w", "-"]);
        }
        Self {
            colors: colors(&name, &value, database),
            is_utf8: charset.contains("utf-8") || charset.contains("utf8"),
            locale,
            multiplexer,
            way,
            clipboards,
            name,
        }
    }

    /// The locale's character set, if it is a multi-byte one other than UTF-8: GB18030, GBK, Big5,
    /// EUC-JP.
    pub fn other_charset(&self) -> Option<&str> {
        let (_, charset) = self.locale.split_once('.').filter(|_| !self.is_utf8)?;
        let charset = charset.split('@').next().unwrap_or(charset);
        let known = encoding_rs::Encoding::for_label(
            charset.replace("euc", "euc-").replace("--", "-").as_bytes(),
        );
        known
            .is_some_and(|known| !known.is_single_byte())
            .then_some(charset)
    }

    /// Whether the terminal can only print line after line.
    pub fn is_dumb(&self) -> bool {
        matches!(self.name.as_str(), "" | "dumb" | "unknown" | "network")
    }

    /// Whether the terminal probably accepts links (OSC 8) or ignores them. Consoles may not; GNU
    /// screen drops them.
    pub fn takes_links(&self) -> bool {
        self.may_be_asked() && !self.is_dumb() && self.multiplexer != Multiplexer::Screen
    }

    /// Whether a lone Esc arrives at once while the mouse is reported. GNU screen holds it back: it
    /// may begin a report.
    pub fn tells_escape_from_mouse(&self) -> bool {
        self.multiplexer != Multiplexer::Screen
    }

    /// Whether queries other than for the cursor position are safe. Consoles and old terminals
    /// print queries that they do not know.
    pub fn may_be_asked(&self) -> bool {
        ![
            "linux", "vt", "ansi", "cons", "cygwin", "sun", "wy", "hpterm", "dtterm", "eterm",
        ]
        .iter()
        .any(|old| self.name.starts_with(old) && self.name != "vte")
    }
}

/// Number of colours in the system's terminfo database; `None` if the terminal is not in it.
fn colors_in_database(name: &str) -> Option<i32> {
    // The name comes from the environment and becomes part of a path.
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
    if !name.chars().all(is_name) {
        return None;
    }
    let terminal = termini::TermInfo::from_name(name).ok()?;
    let colors = terminal.number_cap(termini::NumberCapability::MaxColors);
    Some(colors.unwrap_or(0))
}

/// Substrings in names of terminals with 256 or more colours.
const MANY: [&str; 14] = [
    "256color",
    "direct",
    "truecolor",
    "kitty",
    "alacritty",
    "foot",
    "wezterm",
    "ghostty",
    "contour",
    "mlterm",
    "st-",
    "rio",
    "iterm",
    "konsole",
];

/// Substrings in names of terminals that mix any colour.
const TRUE: [&str; 9] = [
    "direct",
    "truecolor",
    "kitty",
    "alacritty",
    "foot",
    "wezterm",
    "ghostty",
    "contour",
    "iterm",
];

/// Whether a terminal mixes any colour. GNU screen hands on the variable of the terminal around it,
/// and knows 256.
fn has_true_colors(name: &str, value: &impl Fn(&str) -> Option<String>) -> bool {
    let is_told = |value: String| matches!(value.as_str(), "truecolor" | "24bit");
    let is_screen = value("STY").is_some() || name.starts_with("screen") && value("TMUX").is_none();
    !is_screen
        && (value("COLORTERM").is_some_and(is_told) || TRUE.iter().any(|part| name.contains(part)))
}

/// Number of colours of a terminal. The name comes first: it is passed on over SSH, and for these
/// families it is more reliable than the database, which differs between machines and lags behind
/// new terminals. For other names, the database decides.
fn colors(
    name: &str,
    value: &impl Fn(&str) -> Option<String>,
    database: impl Fn(&str) -> Option<i32>,
) -> Colors {
    let is_monochrome = matches!(name, "" | "dumb")
        || name.ends_with("-m")
        || name.contains("-mono")
        || name.starts_with("vt") && !name.contains("color") && name != "vte";
    if value("NO_COLOR").is_some() || is_monochrome {
        Colors::None
    } else if has_true_colors(name, value) {
        Colors::True
    } else if value("COLORTERM").is_some() || MANY.iter().any(|part| name.contains(part)) {
        Colors::Many
    } else if name.contains("16color") || name.starts_with("rxvt") || name.starts_with("xterm") {
        Colors::Sixteen
    } else {
        match database(name) {
            Some(256..) => Colors::Many,
            Some(16..) => Colors::Sixteen,
            Some(8..) | None => Colors::Eight,
            Some(_) => Colors::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(variables: &[(&str, &str)]) -> TerminalFacts {
        TerminalFacts::with(
            |name| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            },
            |name| {
                let known = [("putty", 8), ("hp2645", 0), ("aixterm-16", 16)];
                let found = known.iter().find(|(known, _)| *known == name);
                found.map(|(_, colors)| *colors)
            },
        )
    }

    fn check(variables: &[(&str, &str)], expected: Colors) {
        assert_eq!(facts(variables).colors, expected, "{variables:?}");
    }

    #[test]
    fn colours_are_those_of_the_terminal() {
        check(&[("TERM", "xterm-256color")], Colors::Many);
        check(
            &[("TERM", "xterm-256color"), ("NO_COLOR", "1")],
            Colors::None,
        );
        check(
            &[("TERM", "xterm-256color"), ("NO_COLOR", "")],
            Colors::Many,
        );
        check(
            &[("TERM", "xterm"), ("COLORTERM", "truecolor")],
            Colors::True,
        );
        check(&[("TERM", "xterm"), ("COLORTERM", "1")], Colors::Many);
        check(
            &[("TERM", "screen"), ("COLORTERM", "truecolor"), ("STY", "1")],
            Colors::Many,
        );
        check(&[("TERM", "xterm")], Colors::Sixteen);
        check(&[("TERM", "xterm-kitty")], Colors::True);
        check(&[("TERM", "xterm-mono")], Colors::None);
        check(&[("TERM", "screen")], Colors::Eight);
        check(&[("TERM", "linux")], Colors::Eight);
        check(&[("TERM", "vt220")], Colors::None);
        check(&[("TERM", "foot")], Colors::True);
        check(&[("TERM", "dumb")], Colors::None);
        check(&[], Colors::None);
        // The database decides for names that say nothing.
        check(&[("TERM", "putty")], Colors::Eight);
        check(&[("TERM", "hp2645")], Colors::None);
        check(&[("TERM", "aixterm-16")], Colors::Sixteen);
        check(&[("TERM", "putty"), ("COLORTERM", "1")], Colors::Many);
    }

    /// The numbers in ncurses 6.4: `infocmp -1 NAME | grep colors`.
    #[test]
    fn the_database_of_the_system_is_read_where_there_is_one() {
        for (name, colors) in [("linux", 8), ("vt100", 0), ("xterm-256color", 256)] {
            let found = colors_in_database(name);
            assert!(
                found.is_none_or(|found| found == colors),
                "{name}: {found:?}"
            );
        }
        assert_eq!(colors_in_database("no such terminal"), None);
        assert_eq!(colors_in_database("../../etc/passwd"), None);
    }

    #[test]
    fn the_first_locale_that_is_set_counts() {
        assert!(facts(&[("LANG", "zh_CN.UTF-8")]).is_utf8);
        assert!(facts(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]).is_utf8);
        assert!(!facts(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]).is_utf8);
        assert!(!facts(&[("LANG", "zh_CN.GB18030")]).is_utf8);
        assert!(!facts(&[]).is_utf8);
        let charset = |locale| {
            facts(&[("LANG", locale)])
                .other_charset()
                .map(str::to_owned)
        };
        assert_eq!(charset("zh_CN.GB18030"), Some("GB18030".to_owned()));
        assert_eq!(charset("zh_TW.Big5@x"), Some("Big5".to_owned()));
        assert_eq!(charset("ja_JP.eucJP"), Some("eucJP".to_owned()));
        for locale in ["C", "C.UTF-8", "de_DE.ISO-8859-1", "POSIX", ""] {
            assert_eq!(charset(locale), None, "{locale}");
        }
    }

    #[test]
    fn a_clipboard_of_this_machine_is_no_use_from_afar() {
        let here = facts(&[("TERM", "xterm"), ("DISPLAY", ":0")]);
        assert!(
            here.clipboards
                .iter()
                .any(|command| command.starts_with(&["xclip"]))
        );
        let far = facts(&[("DISPLAY", ":0"), ("SSH_CONNECTION", "1 2 3 4")]);
        assert_eq!(far.way, Way::Ssh);
        let mosh = [("SSH_CONNECTION", "1 2 3 4"), ("NCURSES_NO_UTF8_ACS", "1")];
        assert_eq!(facts(&mosh).way, Way::Mosh);
        assert!(far.clipboards.is_empty());
        let within = facts(&[("TMUX", "x"), ("SSH_CONNECTION", "1 2 3 4")]);
        assert_eq!(within.clipboards, [["tmux", "load-buffer", "-w", "-"]]);
        let both = facts(&[("TMUX", "x"), ("DISPLAY", ":0")]);
        assert_eq!(both.clipboards.last(), within.clipboards.first());
        assert_eq!(
            facts(&[("TERM", "screen-256color"), ("TMUX", "x")]).multiplexer,
            Multiplexer::Tmux
        );
        assert_eq!(
            facts(&[("TERM", "screen")]).multiplexer,
            Multiplexer::Screen
        );
        assert!(!facts(&[("TERM", "screen")]).tells_escape_from_mouse());
        assert!(facts(&[("TERM", "screen"), ("TMUX", "x")]).tells_escape_from_mouse());
    }

    #[test]
    fn old_terminals_are_not_asked() {
        for name in ["linux", "vt100", "ansi", "sun-color"] {
            assert!(!facts(&[("TERM", name)]).may_be_asked(), "{name}");
            assert!(!facts(&[("TERM", name)]).takes_links(), "{name}");
        }
        assert!(facts(&[("TERM", "xterm")]).may_be_asked());
        assert!(facts(&[("TERM", "foot")]).takes_links());
        assert!(!facts(&[("TERM", "screen-256color"), ("STY", "1")]).takes_links());
        assert!(facts(&[("TERM", "vte")]).may_be_asked());
    }
}
