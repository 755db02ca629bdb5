//! When a library was last looked through. Rooms that share its catalog share the look: in a shared
//! reading room a hundred readers need not look at each file a hundred times.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::disk;

/// How long the look of one room does for others. What is written into a file meanwhile, and
/// before they watch it, they see in the list so much later; folders are always looked at.
pub const SHARED: Duration = Duration::from_secs(600);

/// Bytes of the longest time.
const LONGEST: u64 = 32;

/// When the last look began that is told in a file.
pub(super) fn last(file: &Path) -> Option<SystemTime> {
    let told = disk::read(file, LONGEST).ok()?;
    let milliseconds = std::str::from_utf8(&told).ok()?.trim().parse().ok()?;
    UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}

/// Tells in a file that a look began then, and found all.
///
/// # Errors
/// As `disk::write_atomic`. Nothing is lost by one: each room looks for itself.
pub(super) fn tell(file: &Path, begun: SystemTime) -> Result<(), disk::Error> {
    let since = begun.duration_since(UNIX_EPOCH).unwrap_or_default();
    disk::write_atomic(file, since.as_millis().to_string().as_bytes())
}
