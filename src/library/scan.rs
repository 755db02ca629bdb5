//! Scanning: walks folders and reads the head of each file for the catalog, in batches, until told to stop.

use std::path::PathBuf;

use super::Entry;
use crate::disk;

/// What a scan reports, one at a time.
#[derive(Debug)]
pub enum Scanned {
    /// A document was found.
    Found(Box<Entry>),
    /// Something could not be read; the scan goes on.
    Skipped(disk::Error),
}

/// Scans files and folders, handing each result to `report`; stops early where `report` returns false.
pub fn scan(_paths: &[PathBuf], _report: &mut dyn FnMut(Scanned) -> bool) {}
