//! Why a document is not to be had.

use super::filter::Advice;
use crate::disk;
use crate::document::Foreign;

/// Why a document is not to be had.
#[derive(Debug)]
pub enum Unread {
    /// Its bytes cannot be read.
    Disk(disk::Error),
    /// It is nothing that is read.
    Foreign {
        /// The path, or the name.
        name: String,
        /// What it is.
        kind: &'static Foreign,
        /// What can be done.
        advice: Advice,
    },
}

impl From<disk::Error> for Unread {
    fn from(error: disk::Error) -> Self {
        Self::Disk(error)
    }
}
