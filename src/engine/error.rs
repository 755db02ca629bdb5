//! Why a search server gives no answer, in one line.

use std::fmt;
use std::path::PathBuf;

use crate::disk;

/// A request that failed: which server, and why.
#[derive(Debug)]
pub struct Error {
    server: String,
    reason: Reason,
}

/// Why a request failed.
#[derive(Debug, PartialEq, Eq)]
pub enum Reason {
    /// Something is missing or wrong in the settings.
    Unset(String),
    /// There is no connection, or it was lost.
    Lost(String),
    /// There was no answer within so many seconds.
    Slow(u64),
    /// The answer has no end.
    Cut,
    /// The answer is larger than what is taken.
    Large,
    /// The server says no: the number of its error and its words.
    Refused(u32, String),
    /// The tables are not those that this program knows.
    Layout(String),
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
            reason: std::io::Error::other(self.reason.to_string()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "engine {}: {}", self.server, self.reason)
    }
}

impl std::error::Error for Error {}

/// Numbers of the server's errors that have words of their own: password and user (also newer
/// than 18), table and database, the limit of time.
const LOGIN: [u32; 4] = [192, 193, 194, 516];
const MISSING: [u32; 2] = [60, 81];
const TIME: u32 = 159;

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset(what) => f.write_str(what),
            Self::Lost(why) => write!(f, "the server is not to be reached: {why}"),
            Self::Slow(seconds) => write!(f, "the server does not answer within {seconds} s"),
            Self::Cut => f.write_str("the answer of the server was cut off"),
            Self::Large => f.write_str("the answer of the server is too large"),
            Self::Refused(code, _) if LOGIN.contains(code) => {
                f.write_str("the server refuses the user or the password")
            }
            Self::Refused(code, words) if MISSING.contains(code) => {
                write!(f, "the server lacks the tables of zhangju: {words}")
            }
            Self::Refused(TIME, _) => f.write_str("the server gave up, the query takes too long"),
            Self::Refused(code, words) => write!(f, "the server says no ({code}): {words}"),
            Self::Layout(what) => write!(
                f,
                "the tables of the server are not those of this version of zhangju: {what}"
            ),
            Self::Unwanted => f.write_str("given up"),
        }
    }
}
