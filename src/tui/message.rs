//! Messages: what the loop receives from the terminal's threads and from the workers.

use super::report::Report;
use crate::terminal::event::Event;

/// A message to the loop.
#[derive(Debug)]
pub enum Message {
    /// An event of the terminal or the process.
    Terminal(Event),
    /// A worker's report.
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
