//! The clipboard of this machine: filled by the first of the desktop's commands that takes a text.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread;

use crate::tui::message::Message;
use crate::tui::report::Report;

/// Puts a text on the clipboard of this machine, by the first of the commands that does; tells by which.
pub fn copy(text: String, commands: &[&'static [&'static str]], to: Sender<Message>) {
    if commands.is_empty() {
        return;
    }
    let commands = commands.to_vec();
    thread::spawn(move || {
        let done = commands.into_iter().find(|command| pipe(command, &text));
        if let Some([name, ..]) = done {
            let _ = to.send(Report::Copied(name).into());
        }
    });
}

/// Gives a command a text to read; whether it was content with it.
fn pipe(command: &[&str], text: &str) -> bool {
    let Some((program, arguments)) = command.split_first() else {
        return false;
    };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let written = child
        .stdin
        .take()
        .is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
    written && child.wait().is_ok_and(|status| status.success())
}
