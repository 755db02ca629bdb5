//! Endings: however the reading room ends, the terminal is as it was, and the place is kept.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets the unexpected fails"
)]

mod line;

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use line::{Answers, Line};
use portable_pty::PtySize;

/// A terminal as a program finds it: its settings, and what it shows.
struct Found {
    settings: String,
}

impl Found {
    /// Before the program sets it.
    fn fresh() -> Self {
        let settings = settings(&Line::idle((100, 30)));
        Self { settings }
    }
}

fn settings(line: &Line) -> String {
    format!("{:?}", line.master.as_ref().unwrap().get_termios().unwrap())
}

fn open(folder: &tempfile::TempDir, answers: Answers) -> (Line, Found) {
    let line = Line::open(folder.path(), &[], (100, 30), answers);
    let found = Found::fresh();
    line.wait_for("（一）必须十分重视");
    line.settled();
    line.send(":h3.2\r");
    line.wait_for("第二  在整顿");
    (line, found)
}

#[test]
fn a_failure_of_the_program_gives_the_terminal_back_and_keeps_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let fault = [("ZHANGJU_FAULT", "key"), ("RUST_BACKTRACE", "0")];
    let found = Found::fresh();
    let mut line = Line::open_with(folder.path(), &[], (100, 30), Answers::All, &fault);
    line.wait_for("（一）必须十分重视");
    line.settled();
    line.send("j");
    assert_ne!(line.end(), 0);
    check_given_back(&line, &found, "failure");
    check_kept(&folder, "failure");
    // What is to be reported is read below the prompt, whole.
    line.wait_for("asked to fail at key");
}

#[test]
fn a_doctor_who_is_killed_while_it_asks_gives_the_terminal_back() {
    let folder = tempfile::tempdir().unwrap();
    let found = Found::fresh();
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        // A terminal that answers nothing is waited for.
        let mut line = Line::open(folder.path(), &["doctor"], (100, 30), Answers::None);
        let start = Instant::now();
        while settings(&line) == found.settings {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{name}: asks nothing"
            );
            thread::sleep(Duration::from_millis(5));
        }
        signal(&line, name);
        assert_ne!(line.end(), 0, "{name}");
        assert_eq!(settings(&line), found.settings, "{name}");
    }
}

#[test]
fn a_document_that_the_program_fails_on_is_one_line_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let long = folder.path().join("长.txt");
    std::fs::write(&long, "第一条 合作社。\n".repeat(10_000)).unwrap();
    let fault = [("ZHANGJU_FAULT", "document")];
    let found = Found::fresh();
    let path = long.to_str().unwrap();
    let mut line = Line::open_with(folder.path(), &[path], (100, 30), Answers::All, &fault);
    line.wait_for("程序无法处理这篇文档");
    line.send("?");
    line.settled();
    assert!(!line.text().contains("panicked"), "{}", line.text());
    // What is typed in the help narrows it.
    line.send("\x1b");
    line.settled();
    line.send("q");
    assert_eq!(line.end(), 0);
    check_given_back(&line, &found, "a document");
}

#[test]
fn a_thread_that_fails_is_told_of_while_the_room_goes_on_and_when_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let fault = [("ZHANGJU_FAULT", "keeper")];
    let found = Found::fresh();
    let mut line = Line::open_with(folder.path(), &[], (100, 30), Answers::All, &fault);
    line.wait_for("（一）必须十分重视");
    line.settled();
    line.send("m");
    line.wait_for("程序的一部分出错");
    line.send(":h3.2\r");
    line.wait_for("第二  在整顿");
    line.send("qq");
    line.end();
    check_given_back(&line, &found, "a thread");
    line.wait_for("保存批注的部分出错");
}

fn signal(line: &Line, name: &str) {
    let id = line.child.process_id().unwrap();
    // The shell's own: small machines have no program of that name.
    let command = format!("kill -s {name} {id}");
    let sent = Command::new("sh").args(["-c", &command]).status();
    assert!(sent.unwrap().success());
}

fn resize(line: &Line, cols: u16, rows: u16) {
    let size = PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    };
    line.master.as_ref().unwrap().resize(size).unwrap();
}

/// Where mode 69 is not set, what sets margins would save the cursor.
fn check_margins(raw: &str, way: &str) {
    let mut is_set = false;
    for sequence in raw.split("\x1b[").skip(1) {
        let (parameters, rest) =
            sequence.split_at(sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap());
        match (parameters, rest.chars().next()) {
            ("?69", set) => is_set = set == Some('h'),
            (_, Some('s')) => assert!(is_set, "{way}: margins without their mode"),
            _ => {}
        }
    }
}

fn check_given_back(line: &Line, found: &Found, way: &str) {
    assert_eq!(settings(line), found.settings, "{way}");
    let raw = line.raw.lock().unwrap();
    let raw = String::from_utf8_lossy(&raw);
    let count = |text: &str| raw.matches(text).count();
    assert_eq!(count("\x1b[22;2t"), count("\x1b[23;2t"), "{way}: title");
    assert_eq!(count("\x1b[>1u"), count("\x1b[<u"), "{way}: keyboard");
    assert_eq!(count("\x1b[?69h"), count("\x1b[?69l"), "{way}: margins");
    assert_eq!(count("\x1b[?1004h"), count("\x1b[?1004l"), "{way}: focus");
    check_margins(&raw, way);
    let screen = line.screen.lock().unwrap();
    let screen = screen.screen();
    assert!(!screen.alternate_screen(), "{way}: alternate screen");
    assert!(!screen.hide_cursor(), "{way}: cursor");
    assert!(!screen.bracketed_paste(), "{way}: paste");
    assert_eq!(
        screen.mouse_protocol_mode(),
        vt100::MouseProtocolMode::None,
        "{way}: mouse"
    );
}

fn check_kept(folder: &tempfile::TempDir, way: &str) {
    let positions = folder.path().join("state/positions.jsonl");
    let kept = std::fs::read_to_string(positions).unwrap_or_default();
    assert!(kept.contains("\"here\":"), "{way}: the place is not kept");
}

#[test]
fn keys_and_signals_give_the_terminal_back() {
    let keys = [("q", "q"), ("Ctrl-c", "\x03"), (":quit", ":quit\r")];
    let signals = ["TERM", "INT", "HUP", "QUIT", "USR1", "XCPU"];
    for answers in [Answers::None, Answers::All] {
        for (way, typed) in keys {
            let folder = tempfile::tempdir().unwrap();
            let (mut line, found) = open(&folder, answers);
            line.send(typed);
            assert_eq!(line.end(), 0, "{way}");
            check_given_back(&line, &found, way);
            check_kept(&folder, way);
        }
    }
    for way in signals {
        let folder = tempfile::tempdir().unwrap();
        let (mut line, found) = open(&folder, Answers::All);
        signal(&line, way);
        line.end();
        check_given_back(&line, &found, way);
        check_kept(&folder, way);
    }
}

#[test]
fn a_hang_up_is_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let (mut line, _) = open(&folder, Answers::All);
    line.hang_up();
    // One that had to be given up would end with 1.
    assert_eq!(line.end(), 0);
    check_kept(&folder, "hang-up");
}

#[test]
fn sizes_of_all_kinds_are_survived() {
    let folder = tempfile::tempdir().unwrap();
    let (mut line, found) = open(&folder, Answers::All);
    for (columns, rows) in [
        (0, 0),
        (1, 1),
        (2, 1),
        (1, 60),
        (65535, 65535),
        (0, 30),
        (100, 0),
    ] {
        resize(&line, columns, rows);
        thread::sleep(Duration::from_millis(80));
        line.send("j");
    }
    // A storm.
    for step in 0..300_u16 {
        resize(&line, 20 + step % 120, 5 + step % 50);
        if step % 7 == 0 {
            signal(&line, "WINCH");
        }
    }
    resize(&line, 100, 30);
    line.send("q");
    assert_eq!(line.end(), 0);
    check_given_back(&line, &found, "sizes");
    check_kept(&folder, "sizes");
}

#[test]
fn a_stop_gives_the_terminal_back_until_it_is_continued() {
    let folder = tempfile::tempdir().unwrap();
    let mut line = Line::open_in_shell(folder.path(), (100, 30), Answers::All);
    let found = Found::fresh();
    line.wait_for("（一）必须十分重视");
    line.settled();
    line.send(":h3.2\r");
    line.wait_for("第二  在整顿");
    line.send("\x1a");
    line.wait_for("stopped");
    check_given_back(&line, &found, "stopped");
    check_kept(&folder, "stopped");
    line.send("\r");
    line.wait_for("第二  在整顿");
    line.settled();
    line.send("q");
    assert_eq!(line.end(), 0);
    check_given_back(&line, &found, "continued");
}

/// As `ssh -t host zhangju` and `xterm -e zhangju` start it: what has stopped there, nobody
/// continues.
#[test]
fn where_no_shell_waits_the_program_does_not_stop() {
    let folder = tempfile::tempdir().unwrap();
    let (mut line, found) = open(&folder, Answers::All);
    line.send("\x1a");
    line.wait_for("没有可以继续本程序的命令行");
    signal(&line, "TSTP");
    line.settled();
    line.send("q");
    assert_eq!(line.end(), 0);
    check_given_back(&line, &found, "not stopped");
}

#[test]
fn keys_and_modes_that_another_program_has_changed_are_taken_back_on_continuing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut line, _) = open(&folder, Answers::All);
    let before = settings(&line);
    signal(&line, "STOP");
    // As a shell does.
    let tty = line.master.as_ref().unwrap().tty_name().unwrap();
    let cooked = Command::new("sh")
        .args([
            "-c",
            "stty sane <\"$0\"; printf '\\033[?1049l\\033[?2004l' >\"$0\"",
        ])
        .arg(tty)
        .status();
    assert!(cooked.unwrap().success());
    assert_ne!(settings(&line), before);
    signal(&line, "CONT");
    let start = Instant::now();
    while settings(&line) != before || !line.screen.lock().unwrap().screen().bracketed_paste() {
        assert!(start.elapsed() < line::PATIENCE, "not taken back");
        thread::sleep(Duration::from_millis(10));
    }
    line.wait_for("第二  在整顿");
    assert!(line.screen.lock().unwrap().screen().alternate_screen());
    line.send("q");
    assert_eq!(line.end(), 0);
    // The shell's own settings are what is given back.
    assert!(!line.screen.lock().unwrap().screen().alternate_screen());
    assert_ne!(settings(&line), before);
}

#[test]
fn whoever_is_writing_in_an_editor_when_the_program_is_to_end_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let go = folder.path().join("go");
    let editor = format!(
        "sh -c 'echo editing; while ! [ -e {} ]; do sleep 0.1; done; printf 末句 >> $0'",
        go.display()
    );
    let found = Found::fresh();
    let environment = [("EDITOR", editor.as_str())];
    let mut line = Line::open_with(folder.path(), &[], (100, 30), Answers::All, &environment);
    line.wait_for("（一）必须十分重视");
    line.settled();
    line.send("A");
    line.wait_for("editing");
    signal(&line, "TERM");
    // Longer than the program gives itself.
    thread::sleep(Duration::from_secs(6));
    std::fs::write(&go, "").unwrap();
    line.end();
    check_given_back(&line, &found, "in an editor");
    let mut kept = String::new();
    for part in ["config/annotations", "state/drafts"] {
        collect(&folder.path().join(part), &mut kept);
    }
    assert!(kept.contains("末句"), "{kept}");
}

/// All texts below a folder.
fn collect(folder: &std::path::Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match std::fs::read_to_string(entry.path()) {
            Ok(text) => into.push_str(&text),
            Err(_) => collect(&entry.path(), into),
        }
    }
}

#[test]
fn the_thread_that_reads_keys_does_not_fail_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let fault = [("ZHANGJU_FAULT", "decode")];
    let found = Found::fresh();
    let mut line = Line::open_with(folder.path(), &[], (100, 30), Answers::All, &fault);
    line.end();
    check_given_back(&line, &found, "decode");
    line.wait_for("程序的一部分出错");
}

#[test]
fn a_terminal_that_takes_nothing_holds_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let (mut line, found) = open(&folder, Answers::All);
    line.stand_still(true);
    // More than the line holds.
    for _ in 0..40 {
        line.send(" b");
        thread::sleep(Duration::from_millis(5));
    }
    thread::sleep(Duration::from_millis(300));
    signal(&line, "TERM");
    // One that had to be given up would end with 1.
    assert_eq!(line.end(), 0);
    line.stand_still(false);
    assert_eq!(settings(&line), found.settings);
    check_kept(&folder, "standing still");
}
