//! What sshd is set to for one account, as it says itself, and how that differs from what a kiosk
//! needs of it.

/// What a kiosk needs: the file for `sshd_config.d`.
const NEEDED: &str = include_str!("../../../assets/sshd_config");

/// Keywords whose lines add up; of any other the first line holds.
const ADDING: [&str; 2] = ["AcceptEnv", "SetEnv"];

/// Settings in force: keywords as sshd writes them, in lower case, with their values.
pub struct Settings<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Settings<'a> {
    /// Reads what `sshd -T` prints.
    pub fn read(printed: &'a str) -> Self {
        Self(lines(printed).collect())
    }

    /// The values of a keyword; none if it is not set.
    pub fn values(&self, keyword: &str) -> impl Iterator<Item = &'a str> {
        let lines = self.0.iter();
        lines
            .filter(move |(known, value)| known.eq_ignore_ascii_case(keyword) && *value != "none")
            .map(|(_, value)| *value)
    }

    /// The command that a login starts; `None` if the client chooses.
    pub fn command(&self) -> Option<&'a str> {
        self.values(COMMAND).next()
    }

    /// The lines that are needed and do not hold, except that of the command.
    pub fn lacking(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        needed().filter(|(keyword, value)| {
            let mut set = self.values(keyword).flat_map(str::split_whitespace);
            let mut needed = value.split_whitespace();
            *keyword != COMMAND
                && if ADDING.contains(keyword) {
                    let set: Vec<&str> = set.collect();
                    !needed.all(|word| set.contains(&word))
                } else {
                    !set.by_ref().eq(needed)
                }
        })
    }
}

/// The keyword of the command that a login starts.
const COMMAND: &str = "ForceCommand";

/// The command of the kiosk, where nothing else is set.
pub fn usual_command() -> &'static str {
    needed()
        .find(|(keyword, _)| *keyword == COMMAND)
        .map_or("", |(_, value)| value)
}

/// The settings that a kiosk needs.
fn needed() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(NEEDED).filter(|(keyword, _)| *keyword != "Match")
}

/// Keywords with their values; comments are none.
fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From `sshd -T -C user=reader,host=localhost,addr=127.0.0.1` of OpenSSH 9.2.
    const SET: &str = "\
port 22
maxstartups 100:30:200
exposeauthinfo yes
permituserrc no
permittty yes
disableforwarding yes
x11forwarding no
allowagentforwarding no
allowtcpforwarding no
allowstreamlocalforwarding no
permittunnel no
clientaliveinterval 30
clientalivecountmax 2
forcecommand /usr/local/bin/zhangju --kiosk --idle 5 /srv/library
authorizedkeyscommand none
authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2
acceptenv LANG
acceptenv LC_*
acceptenv COLORTERM
setenv LC_CTYPE=C.UTF-8
authenticationmethods publickey
";

    fn lacking(set: &str) -> Vec<&'static str> {
        let settings = Settings::read(set);
        settings.lacking().map(|(keyword, _)| keyword).collect()
    }

    #[test]
    fn what_does_not_hold_is_named() {
        let [] = lacking(SET)[..] else {
            panic!("{:?}", lacking(SET));
        };
        let check = |from: &str, to: &str, expected: &[&str]| {
            assert!(SET.contains(from));
            assert_eq!(lacking(&SET.replace(from, to)), expected, "{from} → {to}");
        };
        check("x11forwarding no", "x11forwarding yes", &["X11Forwarding"]);
        check("exposeauthinfo yes\n", "", &["ExposeAuthInfo"]);
        check("acceptenv LANG\n", "", &["AcceptEnv"]);
        check("setenv LC_CTYPE=C.UTF-8", "setenv LC_CTYPE=C", &["SetEnv"]);
        // Another way in beside the key.
        let methods = "authenticationmethods publickey";
        check(
            methods,
            "authenticationmethods publickey password",
            &["AuthenticationMethods"],
        );
        check(
            methods,
            "authenticationmethods any",
            &["AuthenticationMethods"],
        );
    }

    #[test]
    fn the_command_is_that_of_the_machine() {
        let settings = Settings::read(SET);
        let command = "/usr/local/bin/zhangju --kiosk --idle 5 /srv/library";
        assert_eq!(settings.command(), Some(command));
        assert_eq!(Settings::read("forcecommand none\n").command(), None);
        let usual = "/usr/local/bin/zhangju --kiosk /srv/library";
        assert_eq!(usual_command(), usual);
    }
}
