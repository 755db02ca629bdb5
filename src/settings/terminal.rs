//! What the environment says of the terminal: its colours, its character set, what lies between it and the program, and where it is.

use serde::Deserialize;

/// What the environment says of the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TerminalFacts {
    /// Its name (`TERM`).
    pub name: String,
    /// How many colours it has, and whether they are wanted.
    pub colors: Colors,
    /// Whether the locale's character set is UTF-8: in another, box drawing comes out as rubbish.
    pub is_utf8: bool,
    /// What stands between it and the program.
    pub multiplexer: Multiplexer,
    /// Whether it is on another machine (SSH, mosh).
    pub is_remote: bool,
    /// Commands that put their standard input on the clipboard of this machine, the best first.
    pub clipboards: Vec<&'static [&'static str]>,
}

/// How many colours there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colors {
    /// None, or none is wanted (`NO_COLOR`).
    None,
    /// Eight (ECMA-48).
    Eight,
    /// Eight, and brighter ones.
    Sixteen,
    /// 256 and more.
    #[default]
    Many,
}

/// What stands between the program and the terminal.
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

/// Whether letters are light on a dark background, or dark on a light one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Background {
    /// As the terminal says; where it does not, colours that read on both are used.
    #[default]
    Auto,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl TerminalFacts {
    /// Of this process.
    pub fn of_environment() -> Self {
        Self::of(|name| std::env::var(name).ok())
    }

    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| variable(name).filter(|value| !value.is_empty());
        let name = value("TERM").unwrap_or_default();
        // POSIX.1, 8.2: the first of these that is set.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(value);
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let multiplexer = if value("TMUX").is_some() {
            Multiplexer::Tmux
        } else if value("STY").is_some() || name.starts_with("screen") {
            Multiplexer::Screen
        } else {
            Multiplexer::None
        };
        let remote = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "MOSH_CONNECTION"];
        let is_remote = remote.into_iter().any(|name| value(name).is_some());
        let mut clipboards: Vec<&'static [&'static str]> = Vec::new();
        if !is_remote {
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
        Self {
            colors: colors(&name, &value),
            is_utf8: locale.contains("utf-8") || locale.contains("utf8"),
            multiplexer,
            is_remote,
            clipboards,
            name,
        }
    }

    /// Whether it can do nothing but show line after line.
    pub fn is_dumb(&self) -> bool {
        matches!(self.name.as_str(), "" | "dumb" | "unknown" | "network")
    }

    /// Whether it may be asked more than where its cursor is. Consoles and terminals of old print the questions that they do not
    /// know.
    pub fn may_be_asked(&self) -> bool {
        ![
            "linux", "vt", "ansi", "cons", "cygwin", "sun", "wy", "hpterm", "dtterm", "eterm",
        ]
        .iter()
        .any(|old| self.name.starts_with(old) && self.name != "vte")
    }
}

/// Parts of names of terminals with 256 colours and more.
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

/// How many colours a terminal of a name has. Its name is the only thing that goes along over SSH; databases of terminals differ from
/// machine to machine, and know a new terminal last.
fn colors(name: &str, value: &impl Fn(&str) -> Option<String>) -> Colors {
    let is_monochrome = matches!(name, "" | "dumb")
        || name.ends_with("-m")
        || name.contains("-mono")
        || name.starts_with("vt") && !name.contains("color") && name != "vte";
    if value("NO_COLOR").is_some() || is_monochrome {
        Colors::None
    } else if value("COLORTERM").is_some() || MANY.iter().any(|part| name.contains(part)) {
        Colors::Many
    } else if name.contains("16color") || name.starts_with("rxvt") || name.starts_with("xterm") {
        Colors::Sixteen
    } else {
        Colors::Eight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(variables: &[(&str, &str)]) -> TerminalFacts {
        TerminalFacts::of(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
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
            Colors::Many,
        );
        check(&[("TERM", "xterm")], Colors::Sixteen);
        check(&[("TERM", "xterm-kitty")], Colors::Many);
        check(&[("TERM", "xterm-mono")], Colors::None);
        check(&[("TERM", "screen")], Colors::Eight);
        check(&[("TERM", "linux")], Colors::Eight);
        check(&[("TERM", "vt220")], Colors::None);
        check(&[("TERM", "foot")], Colors::Many);
        check(&[("TERM", "dumb")], Colors::None);
        check(&[], Colors::None);
    }

    #[test]
    fn the_first_locale_that_is_set_counts() {
        assert!(facts(&[("LANG", "zh_CN.UTF-8")]).is_utf8);
        assert!(facts(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]).is_utf8);
        assert!(!facts(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]).is_utf8);
        assert!(!facts(&[("LANG", "zh_CN.GB18030")]).is_utf8);
        assert!(!facts(&[]).is_utf8);
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
        assert!(far.is_remote);
        assert!(far.clipboards.is_empty());
        assert_eq!(
            facts(&[("TERM", "screen-256color"), ("TMUX", "x")]).multiplexer,
            Multiplexer::Tmux
        );
        assert_eq!(
            facts(&[("TERM", "screen")]).multiplexer,
            Multiplexer::Screen
        );
    }

    #[test]
    fn old_terminals_are_not_asked() {
        for name in ["linux", "vt100", "ansi", "sun-color"] {
            assert!(!facts(&[("TERM", name)]).may_be_asked(), "{name}");
        }
        assert!(facts(&[("TERM", "xterm")]).may_be_asked());
        assert!(facts(&[("TERM", "vte")]).may_be_asked());
    }
}
