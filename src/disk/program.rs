//! Programs whose output is read like a file: started without a shell, held to limits, and killed
//! with whatever they have started.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::reason;
use crate::text::Said;

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may run.
    pub time: Duration,
    /// Bytes of memory that each of its processes may write to; held on Linux only.
    pub memory: u64,
    /// Bytes that it may print.
    pub output: u64,
}

/// Longest complaint of a program that is kept, in bytes.
const COMPLAINT: u64 = 4 << 10;

/// How long to wait for the rest of a complaint once the program has ended.
const LAST_WORD: Duration = Duration::from_millis(200);

/// The programs that run, so that all can be ended at once.
#[derive(Debug, Default)]
pub struct Programs(Mutex<Running>);

#[derive(Debug, Default)]
struct Running {
    /// Their process groups, by the ids of their first processes, none of which is reaped yet: an
    /// id that is listed is that of no other process.
    groups: Vec<u32>,
    is_closed: bool,
}

impl Programs {
    /// Runs a program and returns what it has printed.
    ///
    /// # Errors
    /// If it cannot be started, fails, or takes more than its limits; or is ended by
    /// [`Programs::close`]. The error names the program.
    pub fn output(
        &self,
        program: &str,
        arguments: &[OsString],
        limits: Limits,
    ) -> io::Result<Vec<u8>> {
        self.answer(program, arguments, None, limits)
    }

    /// Runs a program on an input, with variables beside its environment, and returns what it has
    /// printed.
    ///
    /// # Errors
    /// As [`Programs::output`].
    pub fn answer(
        &self,
        program: &str,
        arguments: &[OsString],
        input: Option<(String, &[(&str, String)])>,
        limits: Limits,
    ) -> io::Result<Vec<u8>> {
        self.run(program, arguments, input, limits)
            .map_err(|error| named(program, &error))
    }

    fn run(
        &self,
        program: &str,
        arguments: &[OsString],
        input: Option<(String, &[(&str, String)])>,
        limits: Limits,
    ) -> io::Result<Vec<u8>> {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some((_, variables)) = &input {
            let variables = variables.iter().map(|(name, value)| (name, value));
            command.envs(variables).stdin(Stdio::piped());
        }
        let mut child = self.start(&mut command)?;
        let id = child.id();
        hold(id, limits);
        if let (Some(mut pipe), Some((input, _))) = (child.stdin.take(), input) {
            // A program need not read what it is given.
            thread::spawn(move || pipe.write_all(input.as_bytes()));
        }
        let printed = in_a_thread(child.stdout.take(), limits.output + 1, move || {
            wait_unreaped(id);
        });
        let complaint = in_a_thread(child.stderr.take(), COMPLAINT, || {});
        // What has daemonised may hold the pipe open for ever: no longer than the limit is waited.
        let printed = printed.recv_timeout(limits.time);
        let status = self.end(&mut child)?;
        match printed {
            Err(RecvTimeoutError::Timeout) => {
                let reason = Said::new("program.slow").with(limits.time.as_secs());
                Err(io::Error::new(io::ErrorKind::TimedOut, reason))
            }
            Err(RecvTimeoutError::Disconnected) => Err(io::Error::other(Said::new("program.lost"))),
            Ok(printed) => {
                let printed = printed?;
                if printed.len() as u64 > limits.output {
                    let reason = Said::new("program.large").with(limits.output >> 20);
                    return Err(io::Error::other(reason));
                }
                if !status.success() {
                    let said = complaint.recv_timeout(LAST_WORD);
                    let said = said.ok().and_then(Result::ok).unwrap_or_default();
                    let said = String::from_utf8_lossy(&said);
                    let line = said.lines().map(str::trim).find(|line| !line.is_empty());
                    return Err(match line {
                        Some(line) => io::Error::other(line.to_owned()),
                        None => io::Error::other(ended(status)),
                    });
                }
                Ok(printed)
            }
        }
    }

    /// Ends all programs that run, and starts none any more.
    pub fn close(&self) {
        let mut running = self.running();
        running.is_closed = true;
        for id in &running.groups {
            kill(*id);
        }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Running> {
        // A thread that panicked has left a list that is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, command: &mut Command) -> io::Result<Child> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        // Held while it starts: what is closed meanwhile must not miss it.
        let mut running = self.running();
        if running.is_closed {
            return Err(io::Error::other(Said::new("program.ending")));
        }
        let child = command.spawn()?;
        running.groups.push(child.id());
        Ok(child)
    }

    /// Kills what is left of a program, and reaps it.
    fn end(&self, child: &mut Child) -> io::Result<ExitStatus> {
        let id = child.id();
        kill(id);
        #[cfg(not(unix))]
        let _ = child.kill();
        self.running().groups.retain(|other| *other != id);
        child.wait()
    }
}

/// An error with the name of the program before it; what many complain of begins with that.
fn named(program: &str, error: &io::Error) -> io::Error {
    let said = match reason(error) {
        Said::Words(words) if words.starts_with(program) => Said::Words(words),
        reason => Said::new("program.said").with(program).with_said(reason),
    };
    io::Error::new(error.kind(), said)
}

/// How a program ended that failed without a word.
pub fn ended(status: ExitStatus) -> Said {
    match status.code() {
        Some(code) => Said::new("program.status").with(code),
        None => Said::new("program.killed"),
    }
}

/// Reads the first bytes of a pipe and drops the rest, then does something; the bytes come over a
/// channel.
fn in_a_thread(
    pipe: Option<impl Read + Send + 'static>,
    limit: u64,
    then: impl FnOnce() + Send + 'static,
) -> std::sync::mpsc::Receiver<io::Result<Vec<u8>>> {
    let (to, bytes) = channel();
    thread::spawn(move || {
        let Some(mut pipe) = pipe else { return };
        let mut first = Vec::new();
        let read = (&mut pipe).take(limit).read_to_end(&mut first);
        if read.as_ref().is_ok_and(|length| (*length as u64) < limit) {
            then();
        }
        // Who has waited too long hears nothing more.
        let _ = to.send(read.map(|_| first));
        // A program that cannot write would wait for a reader.
        let _ = io::copy(&mut pipe, &mut io::sink());
    });
    bytes
}

/// Waits until a process has ended, and leaves it to be reaped: until then its id is its own.
#[cfg(unix)]
fn wait_unreaped(id: u32) {
    use rustix::process::{WaitId, WaitIdOptions, waitid};
    if let Some(pid) = pid(id) {
        let _ = waitid(
            WaitId::Pid(pid),
            WaitIdOptions::EXITED | WaitIdOptions::NOWAIT,
        );
    }
}

#[cfg(not(unix))]
fn wait_unreaped(_: u32) {}

#[cfg(unix)]
fn pid(id: u32) -> Option<rustix::process::Pid> {
    rustix::process::Pid::from_raw(id.cast_signed())
}

/// Kills a process group.
#[cfg(unix)]
fn kill(id: u32) {
    if let Some(pid) = pid(id) {
        let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill(_: u32) {}

/// Limits a process that has just begun, and those that it will start. Whatever outlives this
/// program ends once it has used as much time of the processor.
#[cfg(target_os = "linux")]
fn hold(id: u32, limits: Limits) {
    use rustix::process::{Resource, Rlimit, prlimit};
    for (resource, most) in [
        (Resource::Data, limits.memory),
        (Resource::Cpu, limits.time.as_secs() + 1),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // It may have ended already.
        let _ = prlimit(pid(id), resource, limit);
    }
}

#[cfg(not(target_os = "linux"))]
fn hold(_: u32, _: Limits) {}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    const LIMITS: Limits = Limits {
        time: Duration::from_secs(20),
        memory: 1 << 30,
        output: 1000,
    };

    fn of_sh(reason: Said) -> Said {
        Said::new("program.said").with("sh").with_said(reason)
    }

    fn run(script: &str, limits: Limits) -> Result<String, Said> {
        let arguments = ["-c", script].map(OsString::from);
        let printed = Programs::default().output("sh", &arguments, limits);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        printed.map(text).map_err(|error| reason(&error))
    }

    #[test]
    fn what_is_printed_is_read_and_a_failure_told_in_its_own_words() {
        assert_eq!(run("printf 甲; echo x >&2", LIMITS), Ok("甲".into()));
        assert_eq!(
            run("printf 甲; echo '\n no pages'  >&2; exit 3", LIMITS),
            Err(of_sh(Said::Words("no pages".into())))
        );
        let ended = of_sh(Said::new("program.status").with(3));
        assert_eq!(run("exit 3", LIMITS), Err(ended));
        let complaint = run("echo 'sh: no pages' >&2; exit 3", LIMITS);
        assert_eq!(complaint, Err(Said::Words("sh: no pages".into())));
        // It reads nothing of the terminal.
        assert_eq!(run("cat", LIMITS), Ok(String::new()));
        let missing = Programs::default().output("no-such-program", &[], LIMITS);
        assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
        // A long complaint holds nothing up.
        let long = "yes 长 | head -c 1000000 >&2; printf 乙";
        assert_eq!(run(long, LIMITS), Ok("乙".into()));
    }

    #[test]
    fn nothing_is_read_beyond_the_limit() {
        let told = run("yes", LIMITS).unwrap_err();
        assert_eq!(told, of_sh(Said::new("program.large").with(0)));
        assert_eq!(run("head -c 1000 /dev/zero", LIMITS).unwrap().len(), 1000);
        assert!(run("head -c 1001 /dev/zero", LIMITS).is_err());
    }

    #[test]
    fn what_takes_too_long_is_killed_with_what_it_has_started() {
        let folder = tempfile::tempdir().unwrap();
        let alive = folder.path().join("alive");
        let script = format!(
            "(sleep 2; echo x >{0}) & sleep 60; echo never",
            alive.display()
        );
        let begun = Instant::now();
        let limits = Limits {
            time: Duration::from_millis(300),
            ..LIMITS
        };
        let told = run(&script, limits).unwrap_err();
        assert_eq!(told, of_sh(Said::new("program.slow").with(0)));
        assert!(begun.elapsed() < Duration::from_secs(10));
        // What it leaves behind when it ends is killed as well.
        let script = format!(
            "(sleep 2; echo x >{0}) >/dev/null 2>&1 & echo 甲",
            alive.display()
        );
        assert_eq!(run(&script, LIMITS), Ok("甲\n".into()));
        thread::sleep(Duration::from_secs(3));
        assert!(!alive.exists());
    }

    #[test]
    fn closing_ends_what_runs_and_lets_nothing_start() {
        let programs = Programs::default();
        let begun = Instant::now();
        let arguments = ["60".into()];
        thread::scope(|scope| {
            let asleep = scope.spawn(|| programs.output("sleep", &arguments, LIMITS));
            while programs.running().groups.is_empty() {
                thread::sleep(Duration::from_millis(5));
            }
            programs.close();
            assert!(asleep.join().unwrap().is_err());
        });
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert!(programs.output("true", &[], LIMITS).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_is_limited() {
        let limits = Limits {
            memory: 64 << 20,
            ..LIMITS
        };
        // `tail` of a line without an end keeps all of it.
        let script = "sleep 1; head -c 200000000 /dev/zero | tail -n 1 | wc -c";
        let told = run(script, limits);
        assert!(
            told.as_ref()
                .map_or(true, |text| text.trim() != "200000000"),
            "{told:?}"
        );
    }
}
