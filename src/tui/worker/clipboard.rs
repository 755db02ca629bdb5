//! Copies to the clipboard of this machine in the background: a desktop's command may take a while.

use std::sync::mpsc::Sender;
use std::thread;

use crate::terminal::clipboard::copy_by_command;
use crate::tui::message::Message;
use crate::tui::report::Report;

/// Copies a text by the first of the commands that succeeds, and reports which one did.
pub fn copy(text: String, commands: &[&'static [&'static str]], to: Sender<Message>) {
    if commands.is_empty() {
        return;
    }
    let commands = commands.to_vec();
    thread::spawn(move || {
        if let Some(name) = copy_by_command(&text, &commands) {
            let report = Report::Copied(name, text.chars().count());
            let _ = to.send(report.into());
        }
    });
}
