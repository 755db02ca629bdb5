//! The real program in a pseudo-terminal: keys in, the screen read back by an independent terminal.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before the test gives up.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Room {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    pub screen: Arc<Mutex<vt100::Parser>>,
    pub raw: Arc<Mutex<Vec<u8>>>,
}

impl Room {
    pub fn open(folder: &Path, arguments: &[&str], size: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_zhangju"));
        command.args(arguments);
        Self::run(command, folder, size)
    }

    pub fn open_with(
        folder: &Path,
        arguments: &[&str],
        size: (u16, u16),
        variables: &[(&str, &str)],
    ) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_zhangju"));
        command.args(arguments);
        for (name, value) in variables {
            command.env(name, value);
        }
        Self::run(command, folder, size)
    }

    /// The program run by somebody who is not root; `None` where that cannot be arranged.
    pub fn open_unprivileged(folder: &Path, arguments: &[&str], size: (u16, u16)) -> Option<Self> {
        let id = std::process::Command::new("id").arg("-u").output().ok()?;
        if id.stdout.trim_ascii() != b"0" {
            return Some(Self::open(folder, arguments, size));
        }
        let switch = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        let program = env!("CARGO_BIN_EXE_zhangju");
        let can = std::process::Command::new("setpriv")
            .args(switch)
            .args([program, "--version"])
            .output();
        if !can.is_ok_and(|output| output.status.success()) {
            return None;
        }
        let mut command = CommandBuilder::new("setpriv");
        command.args(switch);
        command.arg(program);
        command.args(arguments);
        Some(Self::run(command, folder, size))
    }

    fn run(mut command: CommandBuilder, folder: &Path, (columns, rows): (u16, u16)) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows,
                cols: columns,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        for name in ["NO_COLOR", "TMUX", "STY", "LC_MESSAGES"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "zh_CN.UTF-8");
        command.env("ZHANGJU_CONFIG_DIR", folder.join("config"));
        command.env("ZHANGJU_STATE_DIR", folder.join("state"));
        command.env("ZHANGJU_CACHE_DIR", folder.join("cache"));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            NonZero::new(rows).unwrap(),
            NonZero::new(columns).unwrap(),
            0,
        )));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (to_screen, to_raw) = (Arc::clone(&screen), Arc::clone(&raw));
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                to_raw.lock().unwrap().extend_from_slice(&bytes[..count]);
                to_screen.lock().unwrap().process(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self {
            child,
            master: pair.master,
            keys,
            screen,
            raw,
        }
    }

    pub fn type_keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn rows(&self) -> Vec<String> {
        let screen = self.screen.lock().unwrap();
        let (_, columns) = screen.screen().size();
        screen.screen().rows(0, columns.get()).collect()
    }

    pub fn text(&self) -> String {
        self.rows().join("\n")
    }

    pub fn status(&self) -> String {
        self.rows().pop().unwrap()
    }

    /// Waits until the screen is as it should be.
    pub fn wait(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(
                start.elapsed() < PATIENCE,
                "never came: {what}\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn wait_for(&self, text: &str) {
        self.wait(text, |room| room.text().contains(text));
    }

    pub fn wait_status(&self, text: &str) {
        self.wait(text, |room| room.status().contains(text));
    }

    /// Types keys and waits for what they do to the status line.
    pub fn press(&mut self, keys: &str, status: &str) {
        self.type_keys(keys);
        self.wait_status(status);
    }

    /// Presses Esc alone: with a key close behind it, it would be that key with Alt.
    pub fn escape(&mut self) {
        thread::sleep(Duration::from_millis(60));
        self.type_keys("\x1b");
        thread::sleep(Duration::from_millis(300));
    }

    pub fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "does not end");
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn quit(&mut self) {
        self.type_keys("q");
        assert_eq!(self.end(), 0);
    }

    /// Frames written whole so far.
    pub fn repaints(&self) -> usize {
        String::from_utf8_lossy(&self.raw.lock().unwrap())
            .matches("\u{1b}[2J")
            .count()
    }

    /// Gives the terminal another size, without waiting for the program to notice.
    pub fn resize_at_once(&self, columns: u16, rows: u16) {
        let size = (NonZero::new(rows).unwrap(), NonZero::new(columns).unwrap());
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(size.0, size.1);
        self.master
            .resize(PtySize {
                rows,
                cols: columns,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let before = self.repaints();
        self.resize_at_once(columns, rows);
        self.wait("a frame of the new size", |room| room.repaints() > before);
    }

    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn signal(&self, name: &str) {
        let id = self.process();
        // The shell's own: small machines have no program of that name.
        let command = format!("kill -s {name} {id}");
        let sent = std::process::Command::new("sh")
            .args(["-c", &command])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Whether the terminal was given back: the ordinary screen, the cursor shown, no mouse, no
    /// brackets around pastes.
    pub fn is_restored(&self) -> bool {
        let parser = self.screen.lock().unwrap();
        let screen = parser.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
