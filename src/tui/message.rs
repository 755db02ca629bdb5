//! Messages: what the loop waits for, from the terminal's threads and from the workers'.

use super::report::Report;
use crate::terminal::event::Event;

/// Something that the loop is told.
#[derive(Debug)]
pub enum Message {
    /// Something has happened to the terminal or the process.
    Terminal(Event),
    /// A worker has something to say.
    Report(Report),
}

impl From<Event> for Message {
    fn from(event: Event) -> Self {
        Self::Terminal(event)
    }
}

impl From<Report> for Message {
    fn from(report: Report) -> Self {
        Self::Report(report)
    }
}
