//! The decoder compared with crossterm's reader, which gets the same bytes in a pseudo-terminal.
#![cfg(target_os = "linux")] // which tells how much a process has read
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that meets the unexpected fails"
)]

use std::io::{BufRead, BufReader, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use zhangju::terminal::decode::Decoder;
use zhangju::terminal::input::Input;

/// What is sent, in as many reads as there are parts, and what both make of it.
type Same<'a> = (&'a [&'a [u8]], &'a str);

/// What is sent, what the decoder makes of it, what crossterm makes of it, and why they differ.
type Different<'a> = (&'a [&'a [u8]], &'a str, &'a str, &'a str);

const SAME: &[Same<'_>] = &[
    // Characters and controls.
    (&[b"jJ1 ~"], "j J 1 Space ~"),
    (&["条，𠀀é".as_bytes()], "条 ， 𠀀 é"),
    (&[b"\r\t\x7f\x08\n"], "Enter Tab Backspace C-h C-j"),
    (&[b"\x01\x1a\0\x1c\x1d\x1f"], "C-a C-z C-Space C-4 C-5 C-7"),
    (&[b"\xff"], ""),
    // Alt.
    (
        &["\x1bx\x1bG\x1b条\x1b\x01\x1b\r".as_bytes()],
        "A-x A-G A-条 C-A-a A-Enter",
    ),
    // Esc alone is the key when nothing follows.
    (&[b"\x1b"], "Esc"),
    // Arrows and their like, behind CSI and SS3.
    (
        &[b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F"],
        "Up Down Right Left Home End",
    ),
    (
        &[b"\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF"],
        "Up Down Right Left Home End",
    ),
    (
        &[b"\x1b[1;5A\x1b[1;3B\x1b[1;2C\x1b[1;7D\x1b[1;6H"],
        "C-Up A-Down Right C-A-Left C-Home",
    ),
    (
        &[b"\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~"],
        "Home Insert Delete End PgUp PgDn Home End",
    ),
    (&[b"\x1b[3;5~\x1b[5;3~\x1b[6;2~"], "C-Delete A-PgUp PgDn"),
    (&[b"\x1b[Z"], "S-Tab"),
    // Function keys: SS3, CSI with a letter, with a number, and the Linux console's.
    (&[b"\x1bOP\x1bOQ\x1bOR\x1bOS"], "F1 F2 F3 F4"),
    (
        &[b"\x1b[P\x1b[Q\x1b[S\x1b[1;5P\x1b[1;3S"],
        "F1 F2 F4 C-F1 A-F4",
    ),
    (
        &[b"\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[26~\x1b[20;5~"],
        "F1 F5 F6 F10 F11 F14 C-F9",
    ),
    (&[b"\x1b[[A\x1b[[E"], "F1 F5"),
    // CSI u.
    (
        &[b"\x1b[27u\x1b[13u\x1b[9u\x1b[127u\x1b[32u"],
        "Esc Enter Tab Backspace Space",
    ),
    (
        &[b"\x1b[105;5u\x1b[97;3u\x1b[97;7u\x1b[13;5u\x1b[9;2u"],
        "C-i A-a C-A-a C-Enter S-Tab",
    ),
    (
        &[b"\x1b[97;2u\x1b[97:65;2u\x1b[49:33;2u\x1b[26465u"],
        "A A ! 条",
    ),
    (&[b"\x1b[97;65u\x1b[97;9u"], "a a"),
    (
        &[b"\x1b[106;1:1u\x1b[106;1:2u\x1b[106;1:3u\x1b[1;1:2A\x1b[1;1:3A"],
        "j j Up",
    ),
    (
        &[b"\x1b[57399u\x1b[57408u\x1b[57409u\x1b[57413u\x1b[57414u\x1b[57415u\x1b[57416u"],
        "0 9 . + Enter = ,",
    ),
    (
        &[b"\x1b[57417u\x1b[57420u\x1b[57421u\x1b[57424u\x1b[57426u"],
        "Left Down PgUp End Delete",
    ),
    (&[b"\x1b[57376u\x1b[57387u"], "F13 F24"),
    // Modifiers, locks and media keys by themselves mean nothing here.
    (&[b"\x1b[57441;2u\x1b[57358u\x1b[57430u\x1b[57390u"], ""),
    // The mouse: modes 1006 and 1015, and of old.
    (
        &[b"\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<32;6;3M\x1b[<35;1;1M"],
        "Click((4, 2)) Release((4, 2)) Drag((5, 2))",
    ),
    (
        &[b"\x1b[<64;1;1M\x1b[<65;200;100M\x1b[<68;1;1M\x1b[<2;1;1M"],
        "Wheel((0, 0), false) Wheel((199, 99), true) Wheel((0, 0), false)",
    ),
    (
        &[b"\x1b[32;5;3M\x1b[35;5;3M"],
        "Click((4, 2)) Release((4, 2))",
    ),
    (
        &[b"\x1b[M %#\x1b[M#%#\x1b[M \xff\xfe"],
        "Click((4, 2)) Release((4, 2)) Click((222, 221))",
    ),
    // Focus.
    (&[b"\x1b[I\x1b[O"], "Focus(true) Focus(false)"),
    // Pasted text.
    (
        &["\x1b[200~第一条\n\x1b[A q\x1b[201~j".as_bytes()],
        "Paste(\"第一条\\n\\u{1b}[A q\") j",
    ),
    // Torn by the line.
    (&[b"\xe6\x9d", b"\xa1j"], "条 j"),
    (&[b"\x1b[", b"A"], "Up"),
    (&[b"\x1bO", b"A"], "Up"),
    (&[b"\x1b[1;", b"5C"], "C-Right"),
    (&[b"\x1b[97:6", b"5;2u"], "A"),
    (&[b"\x1b[<0;5", b";3M"], "Click((4, 2))"),
    (&[b"\x1b[200~a", b"b\x1b[20", b"1~"], "Paste(\"ab\")"),
    // Known to nobody.
    (&[b"\x1b[5 q\x1b[99~\x1b[E"], ""),
];

const DIFFERENT: &[Different<'_>] = &[
    (
        &[b"\x1b", b"[A"],
        "Up",
        "Esc [ A",
        "a slow line may tear a sequence behind its Esc",
    ),
    (
        &[b"\x1b\x1b"],
        "Esc Esc",
        "Esc",
        "Esc pressed twice is pressed twice",
    ),
    (
        &[b"\x1b\x1b[A"],
        "Esc Up",
        "Esc [ A",
        "an Esc in front of a key does not undo it",
    ),
    (
        &[b"\xe6j"],
        "j",
        "",
        "what follows a broken character is a key",
    ),
    (
        &["\u{9b}j".as_bytes()],
        "j",
        "\\u{9b} j",
        "a C1 control is no character",
    ),
    (
        &[b"\x1b[8u"],
        "Backspace",
        "\\u{8}",
        "some terminals number Backspace so",
    ),
    // Answers are told, and never typed.
    (
        &[b"\x1b[1;8R"],
        "Answer(Cursor(7, 0))",
        "",
        "crossterm keeps it for its own questions",
    ),
    (
        &[b"\x1b[?1u"],
        "Answer(Keyboard)",
        "",
        "crossterm keeps it for its own questions",
    ),
    (
        &[b"\x1b[0n"],
        "Answer(Ready)",
        "",
        "crossterm does not ask for it",
    ),
    (
        &[b"\x1b[?69;2$yjjc"],
        "Answer(Mode(69, true)) j j c",
        "",
        "crossterm takes all up to the next c or u for the answer",
    ),
    (
        &[b"\x1b]11;rgb:f/8/0\x07j"],
        "Answer(Background(255, 136, 0)) j",
        "A-] 1 1 ; r g b : f / 8 / 0 C-g j",
        "crossterm types it",
    ),
    (
        &[b"\x1bP>|q\x1b\\j"],
        "j",
        "A-P > | q A-\\\\ j",
        "crossterm types it",
    ),
    (&[b"\x1b[>41;0cj"], "j", "4 1 ; 0 c j", "crossterm types it"),
    (
        &[b"\x9b0nj"],
        "Answer(Ready) j",
        "0 n j",
        "a control of eight bits, as a VT in that mode sends them",
    ),
    // Pasted text is that of a text.
    (
        &[b"\x1b[200~a\r\nb\rc\x1b[201~"],
        "Paste(\"a\\nb\\nc\")",
        "Paste(\"a\\r\\nb\\rc\")",
        "terminals paste line ends as Enter",
    ),
    // Keys that crossterm does not know.
    (
        &[b"\x1b[28~\x1b[29~\x1b[31~\x1b[34~"],
        "F15 F16 F17 F20",
        "F13 F14 F14 F17",
        "XTerm Control Sequences, VT220-Style Function Keys",
    ),
    (
        &[b"\x1bOM\x1bOj\x1bOp"],
        "Enter * 0",
        "",
        "the number pad in application mode",
    ),
    (&[b"\x1bO5A"], "C-Up", "A", "SS3 with a modifier"),
    (&[b"\x1b[1;5Z"], "C-S-Tab", "", "Tab with more than Shift"),
    (
        &[b"\x1b[a\x1bOb\x1b[5^\x1b[3@"],
        "Up C-Down C-PgUp C-Delete",
        "",
        "rxvt's Shift and Ctrl",
    ),
    (&[b"\x1b[27;5;105~"], "C-i", "", "xterm's modifyOtherKeys"),
];

/// Tells the child of a test from the test.
const CHILD: &str = "ZHANGJU_READS_KEYS";

/// Stands in front of what the child tells, among what the test's harness writes.
const MARK: &str = "read: ";

/// What the child tells first.
const READY: &str = "ready";

/// How long the child may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The key behind what is tried: when it is told, so is everything in front of it.
const LAST: (&[u8], &str) = (b"\x1b[24~", "F12");

#[test]
fn the_decoder_reads_what_crossterm_reads() {
    if std::env::var_os(CHILD).is_some() {
        read_by_crossterm();
    }
    let mut reader = Reader::start();
    for (parts, read) in SAME {
        let sent = parts.concat().escape_ascii().to_string();
        assert_eq!(decoded(parts), *read, "the decoder: {sent}");
        assert_eq!(reader.read(parts), *read, "crossterm: {sent}");
    }
    for (parts, ours, theirs, why) in DIFFERENT {
        let sent = parts.concat().escape_ascii().to_string();
        assert_eq!(decoded(parts), *ours, "the decoder: {sent}");
        assert_eq!(
            reader.read(parts),
            *theirs,
            "crossterm: {sent}, where {why}"
        );
        assert_ne!(ours, theirs, "no difference any more: {sent}");
    }
}

fn shown(input: &Input) -> String {
    match input {
        Input::Key(chord) => chord.to_string().escape_debug().to_string(),
        other => format!("{other:?}"),
    }
}

fn decoded(parts: &[&[u8]]) -> String {
    let mut decoder = Decoder::default();
    let mut inputs = Vec::new();
    for part in parts {
        decoder.feed(part, &mut inputs);
    }
    decoder.pause(&mut inputs);
    inputs.iter().map(shown).collect::<Vec<_>>().join(" ")
}

/// The child: tells what crossterm reads, a line each, until it is killed.
fn read_by_crossterm() -> ! {
    crossterm::terminal::enable_raw_mode().unwrap();
    println!("\n{MARK}{READY}");
    loop {
        let event = crossterm::event::read().unwrap();
        if let Some(input) = Input::from_crossterm(event) {
            println!("{MARK}{}", shown(&input));
        }
    }
}

/// A child in a pseudo-terminal that reads keys by crossterm.
struct Reader {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    told: Receiver<String>,
}

impl Reader {
    fn start() -> Self {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "the_decoder_reads_what_crossterm_reads",
            "--exact",
            "--nocapture",
        ]);
        command.env(CHILD, "1");
        let child = pair.slave.spawn_command(command).unwrap();
        let lines = BufReader::new(pair.master.try_clone_reader().unwrap()).lines();
        let (tell, told) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(read) = line.trim_end().strip_prefix(MARK) {
                    let _ = tell.send(read.to_owned());
                }
            }
        });
        let reader = Self {
            child,
            keys: pair.master.take_writer().unwrap(),
            told,
        };
        assert_eq!(reader.told.recv_timeout(PATIENCE).unwrap(), READY);
        reader
    }

    fn bytes_read(&self) -> usize {
        let id = self.child.process_id().unwrap();
        let counts = std::fs::read_to_string(format!("/proc/{id}/io")).unwrap();
        let read = counts.lines().find_map(|line| line.strip_prefix("rchar: "));
        read.unwrap().parse().unwrap()
    }

    /// Has crossterm read bytes, each part by itself.
    fn read(&mut self, parts: &[&[u8]]) -> String {
        for part in parts.iter().chain([&LAST.0]) {
            let before = self.bytes_read();
            self.keys.write_all(part).unwrap();
            self.keys.flush().unwrap();
            let start = Instant::now();
            while self.bytes_read() < before + part.len() {
                assert!(start.elapsed() < PATIENCE, "{parts:?}: is not read");
                thread::sleep(Duration::from_millis(1));
            }
        }
        let mut told = Vec::new();
        loop {
            match self.told.recv_timeout(PATIENCE) {
                Ok(key) if key == LAST.1 => return told.join(" "),
                Ok(input) => told.push(input),
                Err(error) => panic!("{parts:?}: {error} behind {told:?}"),
            }
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Without its terminal it would read for ever.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
