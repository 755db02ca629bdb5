//! `zhangju kiosk check`: what a machine still lacks to be a reading room for many. It is asked of
//! the machine's own programs, as the account of the readers where it is about what that may do.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use clap::{CommandFactory, Parser};
use serde_json::{Value, json};

use super::sshd::{self, Settings};
use crate::cli::object::{self, Listing};
use crate::cli::{Arguments, Outcome, settled, usage};
use crate::disk::{self, Limits, Programs};
use crate::settings::environment;
use crate::terminal::output::{Failure, Output};
use crate::text::Said;

/// What each of the programs that are asked may take: a walk through a large library.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    memory: 1 << 30,
    output: 1 << 20,
};

/// The most that is read of a file of keys, in bytes.
const LARGEST: u64 = 16 << 20;

/// Says what is missing, a line or an object each. Nothing is success, as for other checkers.
pub fn run(account: &str, format: Listing) -> Result<Outcome, Failure> {
    let missing = missing(account, &ask)?;
    let mut output = Output::standard();
    print(&missing, account, format, &mut output)?;
    output.finish()?;
    Ok(if missing.is_empty() {
        Outcome::Found
    } else {
        Outcome::NothingFound
    })
}

fn print(
    missing: &[Said],
    account: &str,
    format: Listing,
    output: &mut Output,
) -> Result<(), Failure> {
    for line in missing {
        let message = settled::say(line);
        match format {
            Listing::Text => output.line(&message)?,
            Listing::Json => object::print(object(account, line, &message), output)?,
        }
    }
    if missing.is_empty() && format == Listing::Text {
        output.line(&settled::say(&Said::new("kiosk.ready").with(account)))?;
    }
    Ok(())
}

/// What is missing, for programs: by a stable name, and in words.
fn object(account: &str, missing: &Said, message: &str) -> Value {
    let key = match missing {
        Said::Sentence(key, _) => key.strip_prefix("kiosk."),
        Said::Words(_) => None,
    };
    json!({"account": account, "code": key.unwrap_or("other"), "message": message})
}

/// What a program prints, or in one line why it has not done what it was to do.
fn ask(program: &[&str]) -> Result<String, Said> {
    let (name, arguments) = program.split_first().unwrap_or((&"", &[]));
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    Programs::default()
        .output(name, &arguments, LIMITS)
        .map(|printed| String::from_utf8_lossy(&printed).into_owned())
        .map_err(|error| disk::reason(&error))
}

/// The machine: what one of its programs prints.
type Ask<'a> = &'a dyn Fn(&[&str]) -> Result<String, Said>;

fn missing(account: &str, ask: Ask<'_>) -> Result<Vec<Said>, Said> {
    if ask(&["id", "-u"])?.trim() != "0" {
        return Err(Said::new("kiosk.no-root"));
    }
    let connection = format!("user={account},host=localhost,addr=127.0.0.1");
    let printed = ask(&["/usr/sbin/sshd", "-T", "-C", &connection]);
    let settings = Settings::read(printed.as_deref().unwrap_or_default());
    let (room, wrong) = match settings.command().map(Room::read) {
        Some(Ok(room)) => (room, None),
        Some(Err(wrong)) => (Room::usual(), Some(wrong)),
        None => (Room::usual(), Some(Said::new("kiosk.not-set"))),
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
        (Err(reason), _) => check.lacks("kiosk.sshd", [reason.clone()]),
        (Ok(_), Some(wrong)) => check.lacks("kiosk.no-command", [words(account), wrong]),
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
    fn read(command: &str) -> Result<Self, Said> {
        let words = environment::arguments(command);
        let program = words.first().cloned().unwrap_or_default();
        let arguments = Arguments::try_parse_from(words).map_err(|error| {
            let refusal = usage::refusal(&error, &Arguments::command(), settled::locale());
            Said::Words(refusal.into_iter().next().unwrap_or_default())
        })?;
        if !arguments.kiosk {
            return Err(Said::new("kiosk.no-kiosk").with(command));
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
    missing: Vec<Said>,
}

impl Check<'_> {
    /// Something is missing: the sentence of a key, and what fills its gaps.
    fn lacks<const GAPS: usize>(&mut self, key: &'static str, gaps: [Said; GAPS]) {
        let sentence = Said::new(key);
        self.missing
            .push(gaps.into_iter().fold(sentence, Said::with_said));
    }

    /// What a program prints that the account starts; root, while there is no account.
    fn ask_as_reader(&self, program: &[&str]) -> Result<String, Said> {
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
            self.lacks("kiosk.program", [reason]);
        }
    }

    /// A folder or a file of the library: all of it can be read, none of it changed.
    fn library(&mut self, path: &str) {
        #[rustfmt::skip]
        let unreadable = ["find", path, "!", "-type", "l",
            "(", "!", "-readable", "-o", "-type", "d", "!", "-executable", ")", "-print", "-quit"];
        match self.ask_as_reader(&unreadable) {
            Ok(found) if found.is_empty() => {}
            Ok(found) => {
                let gaps = [found.trim_end(), self.account, path];
                self.lacks("kiosk.unreadable", gaps.map(words));
            }
            Err(reason) => self.lacks("kiosk.library", [reason]),
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
            Ok(found) if !found.is_empty() => {
                let gaps = [found.trim_end(), self.account, path];
                self.lacks("kiosk.writable", gaps.map(words));
            }
            _ => {}
        }
    }

    /// The account, its shell and its keys.
    fn person(&mut self, settings: &Settings<'_>) {
        let Some(person) = &self.person else {
            return self.lacks("kiosk.no-account", [words(self.account)]);
        };
        if let Err(reason) = self.ask_as_reader(&[&person.shell, "-c", ":"]) {
            return self.lacks("kiosk.no-shell", [reason, words(self.account)]);
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
                self.lacks("kiosk.no-key", [words(&first.to_string_lossy())]);
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
            Ok(found) => {
                let gaps = [found.trim_end(), self.account];
                self.lacks("kiosk.shared-key", gaps.map(words));
            }
            Err(reason) => self.missing.push(reason),
        }
    }

    /// The settings of the SSH server, and whether it has read them.
    fn server(&mut self, settings: &Settings<'_>) {
        for (keyword, value) in settings.lacking() {
            let set: Vec<&str> = settings.values(keyword).collect();
            let set = if set.is_empty() {
                Said::new("kiosk.not-set")
            } else {
                Said::Words(set.join(" "))
            };
            let gaps = [words(self.account), words(keyword), set, words(value)];
            self.lacks("kiosk.setting", gaps);
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
            self.lacks("kiosk.not-reloaded", [words(found.trim_end())]);
        }
    }
}

fn words(words: &str) -> Said {
    Said::Words(words.to_owned())
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
    use crate::settings::{Language, Locale};

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
        let lacking = "/opt/zj /srv/texts";
        let reason = Said::new("kiosk.no-kiosk").with(lacking);
        assert_eq!(Room::read(lacking).unwrap_err(), reason);
        let refused = Room::read("/opt/zj --kiosk --idle 0 /srv").unwrap_err();
        assert!(refused.to_string().contains("--idle"), "{refused}");
        assert_eq!(Room::usual().program, "/usr/local/bin/zhangju");
    }

    /// A machine on which all is well, but that some programs answer otherwise: the beginnings of
    /// their lines, and what they print.
    fn on(otherwise: &[(&str, Result<&str, &str>)]) -> Vec<String> {
        let english = Locale::of(Language::English);
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
                return said.map(str::to_owned).map_err(words);
            }
            let said = match program[0] {
                "id" => "0\n",
                "/usr/sbin/sshd" => &sshd,
                "getent" => &passwd,
                _ => "",
            };
            Ok(said.to_owned())
        };
        let missing = missing("reader", &answer).unwrap();
        missing.iter().map(|said| english.say(said)).collect()
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
    fn each_setting_of_the_server_that_does_not_hold_is_said() {
        let set = include_str!("../../../assets/sshd_config").replace("    ", "")
            + "AuthorizedKeysFile .ssh/authorized_keys\n";
        for (from, to, held) in [
            ("X11Forwarding no", "X11Forwarding yes", "yes"),
            ("PermitTTY yes\n", "", "not set"),
        ] {
            let lacking = on(&[("/usr/sbin/sshd", Ok(&set.replace(from, to)))]);
            let (keyword, needed) = from.trim().split_once(' ').unwrap();
            assert_eq!(lacking.len(), 1, "{lacking:?}");
            for word in [keyword, needed, held] {
                assert!(lacking[0].contains(word), "{lacking:?}: {word}");
            }
        }
    }

    #[test]
    fn programs_are_told_by_a_stable_name() {
        let missing = Said::new("kiosk.no-account").with("reader");
        let told = object("reader", &missing, "there is no account reader");
        let expected =
            r#"{"account":"reader","code":"no-account","message":"there is no account reader"}"#;
        assert_eq!(told, serde_json::from_str::<Value>(expected).unwrap());
        assert_eq!(object("reader", &words("x"), "x")["code"], "other");
    }

    #[test]
    fn nothing_is_said_to_who_is_not_root() {
        let answer = |_: &[&str]| Ok("1000\n".to_owned());
        assert!(missing("reader", &answer).is_err());
    }
}
