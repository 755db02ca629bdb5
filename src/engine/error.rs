//! Why a search server gives no answer, in one line.

use std::path::PathBuf;

use crate::disk;
use crate::text::Said;

/// A request that failed: which server, and why.
#[derive(Debug)]
pub struct Error {
    server: String,
    pub(super) reason: Reason,
}

/// Why a request failed.
#[derive(Debug, PartialEq, Eq)]
pub enum Reason {
    /// Something is missing or wrong in the settings.
    Unset(Said),
    /// There is no connection, or it was lost.
    Lost(Said),
    /// There was no answer within so many seconds.
    Slow(u64),
    /// The answer has no end.
    Cut,
    /// The answer is larger than what is taken.
    Large,
    /// The server says no: the number of its error and its words.
    Refused(u32, String),
    /// The tables are not those that this program knows.
    Layout(Said),
    /// Nobody wants the answer any more.
    Unwanted,
}

impl Error {
    pub(super) fn new(server: &str, reason: Reason) -> Self {
        Self {
            server: server.to_owned(),
            reason,
        }
    }

    /// Which server, and why, in one line.
    pub fn said(&self) -> Said {
        let line = Said::new("engine.failed").with(&self.server);
        line.with_said(self.reason.said())
    }

    /// Whether nobody wanted the answer any more.
    pub fn is_unwanted(&self) -> bool {
        self.reason == Reason::Unwanted
    }

    /// Whether the connection was lost, so that the next may hold.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self.reason, Reason::Lost(_) | Reason::Cut)
    }

    /// As an error of reading something that the server has.
    pub fn of_reading(self, operation: &'static str, what: PathBuf) -> disk::Error {
        disk::Error {
            operation,
            path: what,
            reason: std::io::Error::other(self.reason.said()),
        }
    }
}

/// Numbers of the server's errors that have words of their own: password and user (also newer
/// than 18), table and database, the limit of time.
const LOGIN: [u32; 4] = [192, 193, 194, 516];
const MISSING: [u32; 2] = [60, 81];
const TIME: u32 = 159;

impl Reason {
    /// The reason, in one line.
    pub fn said(&self) -> Said {
        match self {
            Self::Unset(what) => what.clone(),
            Self::Lost(why) => Said::new("engine.lost").with_said(why.clone()),
            Self::Slow(seconds) => Said::new("engine.slow").with(seconds),
            Self::Cut => Said::new("engine.cut"),
            Self::Large => Said::new("engine.large"),
            Self::Refused(code, _) if LOGIN.contains(code) => Said::new("engine.login"),
            Self::Refused(code, words) if MISSING.contains(code) => {
                Said::new("engine.no-tables").with(words)
            }
            Self::Refused(TIME, _) => Said::new("engine.gave-up"),
            Self::Refused(code, words) => Said::new("engine.refused").with(code).with(words),
            Self::Layout(what) => Said::new("engine.layout").with_said(what.clone()),
            Self::Unwanted => Said::new("engine.unwanted"),
        }
    }
}
