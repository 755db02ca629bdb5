//! `zhangju kiosk check`: what a machine still lacks to be a reading room for many. It is asked of
//! the machine's own programs, as the account of the readers where it is about what that may do.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use clap::Parser;

use super::sshd::{self, Settings};
use crate::cli::{Arguments, Outcome};
use crate::disk::{self, Limits, Programs};
use crate::settings::environment;
use crate::terminal::output::{Failure, Output};

/// What each of the programs that are asked may take: a walk through a large library.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    memory: 1 << 30,
    output: 1 << 20,
};

/// The most that is read of a file of keys, in bytes.
const LARGEST: u64 = 16 << 20;

/// Says what is missing, a line each. Nothing is success, as for other checkers.
pub fn run(account: &str) -> Result<Outcome, Failure> {
    let missing = missing(account, &ask)?;
    let mut output = Output::standard();
    for line in &missing {
        output.line(line)?;
    }
    if missing.is_empty() {
        output.line(&format!("nothing is missing: ssh {account}@HOST"))?;
    }
    output.finish()?;
    Ok(if missing.is_empty() {
        Outcome::Found
    } else {
        Outcome::NothingFound
    })
}

/// What a program prints, or in one line why it has not done what it was to do.
fn ask(program: &[&str]) -> Result<String, String> {
    let (name, arguments) = program.split_first().unwrap_or((&"", &[]));
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    Programs::default()
        .output(name, &arguments, LIMITS)
        .map(|printed| String::from_utf8_lossy(&printed).into_owned())
        .map_err(|error| match error.kind() {
            // What it complains of itself begins with its name.
            ErrorKind::Other => error.to_string(),
            _ => format!("{name}: {error}"),
        })
}

/// The machine: what one of its programs prints.
type Ask<'a> = &'a dyn Fn(&[&str]) -> Result<String, String>;

fn missing(account: &str, ask: Ask<'_>) -> Result<Vec<String>, String> {
    if ask(&["id", "-u"])?.trim() != "0" {
        return Err("it looks at what others may do: run it as root".to_owned());
    }
    let connection = format!("user={account},host=localhost,addr=127.0.0.1");
    let printed = ask(&["/usr/sbin/sshd", "-T", "-C", &connection]);
    let settings = Settings::read(printed.as_deref().unwrap_or_default());
    let (room, wrong) = match settings.command().map(Room::read) {
        Some(Ok(room)) => (room, None),
        Some(Err(wrong)) => (Room::usual(), Some(wrong)),
        None => (Room::usual(), Some("not set".to_owned())),
    };
    let mut check = Check {
        account,
        ask,
        person: Person::find(account, ask),
        missing: Vec::new(),
    };
    check.program(&room.program);
    for path in &room.library {
        check.library(path);
    }
    check.person(&settings);
    match (&printed, wrong) {
        (Err(reason), _) => check.missing.push(format!("the SSH server: {reason}")),
        (Ok(_), Some(wrong)) => check.missing.push(format!(
            "the SSH server does not start the kiosk for {account} (ForceCommand: {wrong}): \
             install -m 644 assets/sshd_config /etc/ssh/sshd_config.d/zhangju.conf"
        )),
        (Ok(_), None) => check.server(&settings),
    }
    Ok(check.missing)
}

/// The room that a login opens.
#[derive(Debug, PartialEq, Eq)]
struct Room {
    program: String,
    library: Vec<String>,
}

impl Room {
    /// Reads the command that opens it; the error says why it opens none.
    fn read(command: &str) -> Result<Self, String> {
        let words = environment::arguments(command);
        let program = words.first().cloned().unwrap_or_default();
        let arguments = Arguments::try_parse_from(words).map_err(|error| {
            let said = error.render().to_string();
            said.lines().next().unwrap_or_default().to_owned()
        })?;
        if !arguments.kiosk {
            return Err(format!("{command} has no --kiosk"));
        }
        let library = arguments.paths.iter();
        let library = library.map(|path| path.to_string_lossy().into_owned());
        Ok(Self {
            program,
            library: library.collect(),
        })
    }

    /// The one that the documentation makes.
    fn usual() -> Self {
        Self::read(sshd::usual_command()).unwrap_or_else(|_| Self {
            program: "zhangju".to_owned(),
            library: Vec::new(),
        })
    }
}

/// The account of the readers.
struct Person {
    id: String,
    home: String,
    shell: String,
}

impl Person {
    fn find(account: &str, ask: Ask<'_>) -> Option<Self> {
        // NAME:PASSWORD:UID:GID:GECOS:HOME:SHELL (passwd(5)).
        let line = ask(&["getent", "passwd", account]).ok()?;
        let mut fields = line.trim_end().split(':').skip(2).map(str::to_owned);
        let id = fields.next()?;
        let home = fields.nth(2)?;
        let shell = fields.next()?;
        Some(Self { id, home, shell })
    }
}

struct Check<'a> {
    account: &'a str,
    ask: Ask<'a>,
    person: Option<Person>,
    missing: Vec<String>,
}

impl Check<'_> {
    /// What a program prints that the account starts; root, while there is no account.
    fn ask_as_reader(&self, program: &[&str]) -> Result<String, String> {
        let mut line = Vec::new();
        if self.person.is_some() {
            // The folder that root is in may be closed to others.
            line.extend(["runuser", "-u", self.account, "--", "env", "--chdir=/"]);
        }
        line.extend(program);
        (self.ask)(&line)
    }

    fn program(&mut self, program: &str) {
        if let Err(reason) = self.ask_as_reader(&[program, "--version"]) {
            self.missing
                .push(format!("the program cannot be started: {reason}"));
        }
    }

    /// A folder or a file of the library: all of it can be read, none of it changed.
    fn library(&mut self, path: &str) {
        #[rustfmt::skip]
        let unreadable = ["find", path, "!", "-type", "l",
            "(", "!", "-readable", "-o", "-type", "d", "!", "-executable", ")", "-print", "-quit"];
        match self.ask_as_reader(&unreadable) {
            Ok(found) if found.is_empty() => {}
            Ok(found) => self.missing.push(format!(
                "{} cannot be read by {}: chmod -R u=rwX,go=rX {path}",
                found.trim_end(),
                self.account
            )),
            Err(reason) => self.missing.push(format!("the library: {reason}")),
        }
        if self.person.is_none() {
            return;
        }
        let writable = [
            "find",
            path,
            "!",
            "-type",
            "l",
            "-writable",
            "-print",
            "-quit",
        ];
        match self.ask_as_reader(&writable) {
            Ok(found) if !found.is_empty() => self.missing.push(format!(
                "{} can be changed by {}: chown -R root:root {path}",
                found.trim_end(),
                self.account
            )),
            _ => {}
        }
    }

    /// The account, its shell and its keys.
    fn person(&mut self, settings: &Settings<'_>) {
        let Some(person) = &self.person else {
            self.missing.push(format!(
                "there is no account {0}: useradd --create-home --shell /bin/sh {0}",
                self.account
            ));
            return;
        };
        if let Err(reason) = self.ask_as_reader(&[&person.shell, "-c", ":"]) {
            self.missing.push(format!(
                "the account has no shell that starts a command: {reason}: usermod --shell /bin/sh {}",
                self.account
            ));
            return;
        }
        let is_elsewhere = ["AuthorizedKeysCommand", "TrustedUserCAKeys"]
            .into_iter()
            .any(|keyword| settings.values(keyword).next().is_some());
        if is_elsewhere {
            return;
        }
        let files = settings.values("AuthorizedKeysFile");
        let files = files.flat_map(str::split_whitespace).map(|file| {
            let file = file.replace("%h", &person.home).replace("%u", self.account);
            Path::new(&person.home).join(file.replace("%%", "%"))
        });
        let files: Vec<_> = files.collect();
        let Some(file) = files.iter().find(|file| has_key(file)) else {
            if let Some(first) = files.first() {
                let first = first.display();
                self.missing
                    .push(format!("no reader has a key: there is none in {first}"));
            }
            return;
        };
        // sshd takes no key from a file that others could have written (StrictModes).
        let file = file.to_string_lossy();
        let folder = Path::new(&*file).parent().unwrap_or(Path::new(""));
        let folder = folder.to_string_lossy();
        #[rustfmt::skip]
        let foreign = ["find", &person.home, &folder, &file, "-maxdepth", "0",
            "(", "-perm", "/022", "-o", "!", "-uid", &person.id, "!", "-uid", "0", ")", "-print", "-quit"];
        match (self.ask)(&foreign) {
            Ok(found) if found.is_empty() => {}
            Ok(found) => self.missing.push(format!(
                "{0} is not {1}'s alone, so that sshd takes no key from it: chown {1}: {0}; chmod go-w {0}",
                found.trim_end(),
                self.account
            )),
            Err(reason) => self.missing.push(reason),
        }
    }

    /// The settings of the SSH server, and whether it has read them.
    fn server(&mut self, settings: &Settings<'_>) {
        for (keyword, value) in settings.lacking() {
            let set: Vec<&str> = settings.values(keyword).collect();
            let set = if set.is_empty() {
                "not set".to_owned()
            } else {
                set.join(" ")
            };
            self.missing.push(format!(
                "the SSH server for {}: {keyword} is {set}, and is to be {value}",
                self.account
            ));
        }
        let Some(begun) = settings.values("PidFile").next() else {
            return;
        };
        #[rustfmt::skip]
        let changed = ["find", "/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d",
            "-cnewer", begun, "-print", "-quit"];
        // Where there is no such file, a server is started for every login.
        if let Ok(found) = (self.ask)(&changed)
            && !found.is_empty()
        {
            self.missing.push(format!(
                "the SSH server has not read {} since it was changed: service ssh reload",
                found.trim_end()
            ));
        }
    }
}

/// Whether a file of keys has one.
fn has_key(file: &Path) -> bool {
    let keys = disk::read(file, LARGEST).unwrap_or_default();
    let keys = String::from_utf8_lossy(&keys);
    let mut lines = keys.lines().map(str::trim);
    lines.any(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_read_as_the_program_reads_it() {
        let room = Room::read("/opt/zj --kiosk --idle 5 '/srv/my texts' /srv/more.md").unwrap();
        let library = ["/srv/my texts", "/srv/more.md"].map(str::to_owned);
        let program = "/opt/zj".to_owned();
        assert_eq!(
            room,
            Room {
                program,
                library: library.to_vec()
            }
        );
        assert!(
            Room::read("/opt/zj /srv/texts")
                .unwrap_err()
                .contains("--kiosk")
        );
        assert!(
            Room::read("/opt/zj --kiosk --idle 0 /srv")
                .unwrap_err()
                .contains("--idle")
        );
        assert_eq!(Room::usual().program, "/usr/local/bin/zhangju");
    }

    /// A machine on which all is well, but that some programs answer otherwise: the beginnings of
    /// their lines, and what they print.
    fn on(otherwise: &[(&str, Result<&str, &str>)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("reader");
        let keys = home.join(".ssh/authorized_keys");
        std::fs::create_dir_all(home.join(".ssh")).unwrap();
        std::fs::write(&keys, "# a comment\nssh-ed25519 AAAA one\n").unwrap();
        let passwd = format!("reader:x:1000:1000::{}:/bin/sh\n", home.display());
        let sshd = include_str!("../../../assets/sshd_config").replace("    ", "")
            + "AuthorizedKeysFile .ssh/authorized_keys\nPidFile /run/sshd.pid\n";
        let answer = |program: &[&str]| {
            let line = program.join(" ");
            if let Some((_, said)) = otherwise.iter().find(|(begin, _)| line.starts_with(begin)) {
                return said.map(str::to_owned).map_err(str::to_owned);
            }
            let said = match program[0] {
                "id" => "0\n",
                "/usr/sbin/sshd" => &sshd,
                "getent" => &passwd,
                _ => "",
            };
            Ok(said.to_owned())
        };
        missing("reader", &answer).unwrap()
    }

    #[test]
    fn each_thing_that_is_missing_is_said_and_how_it_comes() {
        assert_eq!(on(&[]), [""; 0]);
        let check = |begin: &str, said: Result<&str, &str>, expected: &str| {
            let missing = on(&[(begin, said)]);
            assert!(
                missing.len() == 1 && missing[0].contains(expected),
                "{begin}: {missing:?}"
            );
        };
        check(
            "runuser -u reader -- env --chdir=/ /usr/local/bin/zhangju",
            Err("runuser: no such file"),
            "no such file",
        );
        check(
            "runuser -u reader -- env --chdir=/ find /srv/library ! -type l (",
            Ok("/srv/library/a.txt\n"),
            "/srv/library/a.txt cannot be read by reader",
        );
        check(
            "runuser -u reader -- env --chdir=/ find /srv/library ! -type l -writable",
            Ok("/srv/library\n"),
            "can be changed by reader",
        );
        check("getent", Err("getent: 2"), "useradd");
        check(
            "runuser -u reader -- env --chdir=/ /bin/sh",
            Err("1"),
            "usermod --shell",
        );
        check("find /etc/ssh", Ok("/etc/ssh/x\n"), "service ssh reload");
        check("/usr/sbin/sshd", Err("no sshd"), "no sshd");
        check(
            "/usr/sbin/sshd",
            Ok("forcecommand none\n"),
            "install -m 644 assets/sshd_config",
        );
    }

    #[test]
    fn nothing_is_said_to_who_is_not_root() {
        let answer = |_: &[&str]| Ok("1000\n".to_owned());
        assert!(missing("reader", &answer).is_err());
    }
}
