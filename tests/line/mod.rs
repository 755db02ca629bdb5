//! A terminal at the other end of a line: it answers what it is asked, shows what it is sent, and
//! counts the bytes.
#![allow(dead_code, reason = "each test uses its part")]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before the test gives up.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What a terminal answers to the questions of a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answers {
    /// Nothing.
    #[default]
    None,
    /// As xterm without left and right margins.
    Some,
    /// As xterm without synchronized output.
    Margins,
    /// As xterm.
    All,
    /// As xterm that shows ambiguous characters in two columns.
    Wide,
}

pub struct Line {
    pub child: Box<dyn Child + Send + Sync>,
    pub master: Option<Box<dyn MasterPty + Send>>,
    keys: Arc<Mutex<Box<dyn Write + Send>>>,
    pub screen: Arc<Mutex<vt100::Parser>>,
    pub raw: Arc<Mutex<Vec<u8>>>,
    gone: Arc<AtomicBool>,
    still: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

impl Line {
    pub fn open(folder: &Path, arguments: &[&str], size: (u16, u16), answers: Answers) -> Self {
        Self::open_with(folder, arguments, size, answers, &[])
    }

    pub fn open_with(
        folder: &Path,
        arguments: &[&str],
        size: (u16, u16),
        answers: Answers,
        environment: &[(&str, &str)],
    ) -> Self {
        let program = env!("CARGO_BIN_EXE_zhangju");
        let command = [&[program], arguments].concat();
        Self::start(folder, &command, size, answers, environment)
    }

    /// Has a shell start the program as a job, stop with it, and continue it after a line.
    pub fn open_in_shell(folder: &Path, size: (u16, u16), answers: Answers) -> Self {
        let program = env!("CARGO_BIN_EXE_zhangju");
        let script = "\"$0\"; echo stopped; read line; fg >/dev/null";
        let command = ["sh", "-m", "-c", script, program];
        Self::start(folder, &command, size, answers, &[])
    }

    fn start(
        folder: &Path,
        words: &[&str],
        size: (u16, u16),
        answers: Answers,
        environment: &[(&str, &str)],
    ) -> Self {
        let (columns, rows) = size;
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols: columns,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut command = CommandBuilder::from_argv(words.iter().map(Into::into).collect());
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        for name in ["NO_COLOR", "TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "zh_CN.UTF-8");
        command.env("ZHANGJU_CONFIG_DIR", folder.join("config"));
        command.env("ZHANGJU_STATE_DIR", folder.join("state"));
        command.env("ZHANGJU_CACHE_DIR", folder.join("cache"));
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let size = |number: u16| NonZero::new(number).unwrap();
        let screen = vt100::Parser::new(size(rows), size(columns), 0);
        let line = Self {
            child,
            keys: Arc::new(Mutex::new(pair.master.take_writer().unwrap())),
            screen: Arc::new(Mutex::new(screen)),
            raw: Arc::default(),
            master: None,
            gone: Arc::default(),
            still: Arc::default(),
            reader: None,
        };
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (screen, raw) = (Arc::clone(&line.screen), Arc::clone(&line.raw));
        let (keys, gone) = (Arc::clone(&line.keys), Arc::clone(&line.gone));
        let still = Arc::clone(&line.still);
        let thread = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let bytes = &bytes[..count];
                for answer in answered(bytes, answers) {
                    let _ = keys.lock().unwrap().write_all(answer.as_bytes());
                }
                screen.lock().unwrap().process(bytes);
                raw.lock().unwrap().extend_from_slice(bytes);
                if gone.load(Ordering::SeqCst) {
                    return;
                }
                while still.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(10));
                }
            }
        });
        Self {
            master: Some(pair.master),
            reader: Some(thread),
            ..line
        }
    }

    /// A terminal that no program has touched.
    pub fn idle((columns, rows): (u16, u16)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut line = Self::open(
            folder.path(),
            &["--version"],
            (columns, rows),
            Answers::None,
        );
        line.end();
        line
    }

    /// Takes the terminal away, as a line that is cut does.
    pub fn hang_up(&mut self) {
        self.gone.store(true, Ordering::SeqCst);
        // The reader stands in a read until something comes.
        self.send("j");
        self.reader.take().unwrap().join().unwrap();
        *self.keys.lock().unwrap() = Box::new(std::io::sink());
        self.master = None;
    }

    /// Takes nothing more of what is written, as the far end of a line that hangs; or goes on.
    pub fn stand_still(&self, still: bool) {
        self.still.store(still, Ordering::SeqCst);
    }

    pub fn send(&self, keys: &str) {
        let mut writer = self.keys.lock().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub fn text(&self) -> String {
        let screen = self.screen.lock().unwrap();
        let (_, columns) = screen.screen().size();
        let rows: Vec<String> = screen.screen().rows(0, columns.get()).collect();
        rows.join("\n")
    }

    pub fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while !self.text().contains(text) {
            assert!(
                start.elapsed() < PATIENCE,
                "never came: {text}\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Bytes written so far, once no more come: nothing is under way, in the program or on the
    /// line.
    pub fn settled(&self) -> usize {
        let look = || {
            (
                self.raw.lock().unwrap().len(),
                work(self.child.process_id()),
            )
        };
        loop {
            let before = look();
            thread::sleep(Duration::from_millis(150));
            if look() == before && before.1.is_none_or(|work| work.is_at_rest) {
                return before.0;
            }
        }
    }

    /// Bytes that keys bring about.
    pub fn bytes_of(&self, keys: &str) -> usize {
        let before = self.settled();
        self.send(keys);
        self.settled() - before
    }

    pub fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.hear_out();
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until everything that a program wrote before its end is here, unless the line stands
    /// still.
    fn hear_out(&self) {
        let start = Instant::now();
        let is_heard = || self.reader.as_ref().is_none_or(JoinHandle::is_finished);
        while !is_heard() && !self.still.load(Ordering::SeqCst) && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What a process has done so far: a program that is short of time says nothing for a while, and is
/// not at rest.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Work {
    /// Whether none of its threads runs, or waits for a turn or for the disk.
    is_at_rest: bool,
    /// How often they have been given the processor.
    turns: usize,
}

/// `None` where the system does not tell.
fn work(process: Option<u32>) -> Option<Work> {
    let threads = std::fs::read_dir(format!("/proc/{}/task", process?)).ok()?;
    let mut all = Work {
        is_at_rest: true,
        turns: 0,
    };
    for thread in threads {
        // One that ends while it is looked at has done something.
        let status = std::fs::read_to_string(thread.ok()?.path().join("status"));
        for line in status.unwrap_or_default().lines() {
            match line.split_once(":\t") {
                Some(("State", state)) => all.is_at_rest &= !state.starts_with(['R', 'D']),
                Some((name, turns)) if name.ends_with("ctxt_switches") => {
                    all.turns += turns.parse::<usize>().unwrap();
                }
                _ => {}
            }
        }
    }
    Some(all)
}

/// The answers to the questions in what was written. The sample of ambiguous characters was nine
/// columns.
fn answered(bytes: &[u8], answers: Answers) -> Vec<String> {
    let known: &[(&str, &str)] = match answers {
        Answers::None => &[],
        Answers::Some => &[
            ("\x1b[6n", "\x1b[1;10R"),
            ("\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\"),
            ("\x1b[?2026$p", "\x1b[?2026;2$y"),
            ("\x1b[?69$p", "\x1b[?69;0$y"),
            ("\x1b[5n", "\x1b[0n"),
        ],
        Answers::Wide => &[("\x1b[6n", "\x1b[1;19R"), ("\x1b[5n", "\x1b[0n")],
        Answers::Margins => &[
            ("\x1b[6n", "\x1b[1;10R"),
            ("\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\"),
            ("\x1b[?2026$p", "\x1b[?2026;0$y"),
            ("\x1b[?69$p", "\x1b[?69;2$y"),
            ("flows\r\x1b[6n", "\x1b[3;3R"),
            ("\x1b[5n", "\x1b[0n"),
        ],
        Answers::All => &[
            ("\x1b[6n", "\x1b[1;10R"),
            ("\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x07"),
            ("\x1b[?2026$p", "\x1b[?2026;2$y"),
            ("\x1b[?69$p", "\x1b[?69;2$y"),
            ("flows\r\x1b[6n", "\x1b[3;3R"),
            ("\x1b[?1004$p", "\x1b[?1004;2$y"),
            ("\x1b[?u", "\x1b[?0u"),
            ("\x1b[5n", "\x1b[0n"),
        ],
    };
    let text = String::from_utf8_lossy(bytes);
    let asked = known
        .iter()
        .flat_map(|(question, answer)| text.matches(question).map(|_| (*answer).to_owned()));
    asked.collect()
}
