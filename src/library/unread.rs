//! Why a document is not to be had.

use std::fmt;

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

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(error) => error.fmt(f),
            Self::Foreign { name, kind, .. } => {
                write!(f, "cannot read {name}: {} is not read", kind.code)
            }
        }
    }
}

impl std::error::Error for Unread {}
