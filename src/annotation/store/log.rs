//! One log, as far as it has been read: what others append is read alone, and what was appended
//! here is not read again.

use std::io;
use std::path::Path;
use std::time::SystemTime;

use memchr::memrchr;

use crate::annotation::merge::Merged;
use crate::disk::Volume;

/// State of a log when it was last read.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Length in bytes, and the time of the last change; `None` if it has not been read.
    stamp: Option<(u64, Option<SystemTime>)>,
    /// Length when it was last listed or written to.
    length: u64,
    /// End of the last whole line that was read.
    read: u64,
    /// The last bytes before that, by which a log that has only grown is told from another one.
    last: Vec<u8>,
    /// Lines before that which are not records.
    damaged: usize,
    /// The same, of what follows without a line end.
    torn: usize,
}

/// Length of `last`, in bytes: at least one `rev`, which no other record has.
const LAST: usize = 256;

/// Bytes that are read at once.
const PIECE: usize = 4 << 20;

/// Longest record that is read, in bytes.
const LONGEST: usize = 64 << 20;

/// Length from which on a log is closed, in bytes: synchronisers copy whole files.
const CLOSED: u64 = 16 << 20;

impl Log {
    /// Whether nothing more is appended to it.
    pub fn is_closed(&self) -> bool {
        self.length >= CLOSED
    }

    /// Number of lines that are not records.
    pub fn damaged(&self) -> usize {
        self.damaged + self.torn
    }

    /// Merges what is new in it, if its stamp is another; returns whether there was anything.
    ///
    /// # Errors
    /// Those of the disk; what was read before an error is merged.
    pub fn read(
        &mut self,
        volume: &dyn Volume,
        path: &Path,
        stamp: (u64, Option<SystemTime>),
        merged: &mut Merged,
    ) -> io::Result<bool> {
        self.length = stamp.0;
        if self.stamp == Some(stamp) {
            return Ok(false);
        }
        let mut is_new = !self.has_only_grown(volume, path)?;
        if is_new {
            *self = Self {
                length: stamp.0,
                ..Self::default()
            };
        }
        (self.stamp, self.torn) = (None, 0);
        let from = self.read;
        self.read = pieces(volume, path, from, |piece| {
            is_new = true;
            let damaged = merged.log(piece);
            if piece.ends_with(b"\n") {
                self.damaged += damaged;
                self.remember(piece);
            } else {
                self.torn = damaged;
            }
        })?;
        self.stamp = Some(stamp);
        Ok(is_new)
    }

    /// Lines were appended to it, at this length, which are merged already.
    pub fn extend(&mut self, at: u64, lines: &str) {
        self.length = at + lines.len() as u64;
        // What others have appended meanwhile is still to be read.
        if at == self.read {
            self.read = self.length;
            self.remember(lines.as_bytes());
        }
    }

    fn has_only_grown(&self, volume: &dyn Volume, path: &Path) -> io::Result<bool> {
        let offset = self.read - self.last.len() as u64;
        let found = volume.read_from(path, offset, self.last.len())?;
        Ok(found == self.last)
    }

    fn remember(&mut self, piece: &[u8]) {
        let tail = piece.len().saturating_sub(LAST);
        self.last
            .extend_from_slice(piece.get(tail..).unwrap_or(piece));
        self.last.drain(..self.last.len().saturating_sub(LAST));
    }
}

/// Reads a log from a byte offset on, and calls `take` with pieces of whole lines; then with what
/// follows without a line end, if anything does. Returns where that begins.
///
/// # Errors
/// Those of the disk.
pub fn pieces(
    volume: &dyn Volume,
    path: &Path,
    from: u64,
    mut take: impl FnMut(&[u8]),
) -> io::Result<u64> {
    let (mut offset, mut most) = (from, PIECE);
    loop {
        let bytes = volume.read_from(path, offset, most)?;
        if let Some(end) = memrchr(b'\n', &bytes) {
            let (whole, _) = bytes.split_at(end + 1);
            take(whole);
            offset += whole.len() as u64;
            most = PIECE;
        } else if bytes.len() < most {
            if !bytes.is_empty() {
                take(&bytes);
            }
            return Ok(offset);
        } else if most < LONGEST {
            most *= 2;
        } else {
            // No record is as long: whatever it is, it is read on in its middle.
            take(&bytes);
            offset += bytes.len() as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::memory::Memory;
    use crate::disk::{Care, append, replace};

    const PATH: &str = "/a.jsonl";

    fn line(id: &str, rev: u32) -> String {
        format!(r#"{{"v":1,"op":"delete","id":"{id}","rev":"01KA00000000000000000{rev:05}"}}"#)
    }

    /// Reads the log after it has been written; the ids that are new to a store that knew it, what
    /// that is told, and how many lines are damaged.
    fn read(disk: &Memory, log: &mut Log, merged: &mut Merged) -> (bool, usize) {
        let length = disk.read(Path::new(PATH), u64::MAX).unwrap().len() as u64;
        let is_new = log.read(disk, Path::new(PATH), (length, None), merged);
        (is_new.unwrap(), log.damaged())
    }

    #[test]
    fn what_has_grown_is_read_on_and_what_is_another_from_the_start() {
        let (disk, mut log, mut merged) = <(Memory, Log, Merged)>::default();
        let mut write = |text: String| {
            replace(&disk, Path::new(PATH), text.as_bytes()).unwrap();
            let told = read(&disk, &mut log, &mut merged);
            (told, ["A", "B", "C"].map(|id| merged.rev(id).is_some()))
        };
        let [a, b, c] = ["A", "B", "C"].map(|id| line(id, 1));
        assert_eq!(write(format!("{a}\n")), ((true, 0), [true, false, false]));
        assert_eq!(write(format!("{a}\n")), ((false, 0), [true, false, false]));
        // Torn, then whole without its line end, then ended and something else behind it.
        let (half, _) = b.split_at(30);
        assert_eq!(
            write(format!("{a}\n{half}")),
            ((true, 1), [true, false, false])
        );
        assert_eq!(write(format!("{a}\n{b}")), ((true, 0), [true, true, false]));
        assert_eq!(
            write(format!("{a}\n{b}\nno\n")),
            ((true, 1), [true, true, false])
        );
        // A synchroniser has put another line before them.
        let merged = format!("{c}\n{a}\n{b}\nno\n");
        assert_eq!(write(merged), ((true, 1), [true, true, true]));
        assert_eq!(write(String::new()), ((true, 0), [true, true, true]));
    }

    #[test]
    fn what_was_appended_here_is_not_read_again() {
        let (disk, mut log, mut merged) = <(Memory, Log, Merged)>::default();
        let care = Care {
            is_shared: true,
            is_new: false,
        };
        let append = |text: &str| append(&disk, Path::new(PATH), text, care).unwrap();
        let own = line("A", 1) + "\n";
        log.extend(append(&own), &own);
        assert_eq!(read(&disk, &mut log, &mut merged), (false, 0));
        // Another copy was faster.
        let own = line("B", 1) + "\n";
        append(&(line("C", 1) + "\n"));
        log.extend(append(&own), &own);
        assert_eq!(read(&disk, &mut log, &mut merged), (true, 0));
        assert!(merged.rev("C").is_some() && merged.rev("A").is_none());
        assert_eq!(read(&disk, &mut log, &mut merged), (false, 0));
    }

    #[test]
    fn lines_of_any_length_come_whole_up_to_the_longest_record() {
        let disk = Memory::default();
        let long = "x".repeat(PIECE + 9);
        let text = format!("{long}\nshort\n\n{long}\ntorn");
        replace(&disk, Path::new(PATH), text.as_bytes()).unwrap();
        let mut found = Vec::new();
        let end = pieces(&disk, Path::new(PATH), 0, |piece| {
            found.push(piece.to_vec());
        });
        assert_eq!(found.concat(), text.as_bytes());
        assert!(found.pop().unwrap() == b"torn" && found.iter().all(|own| own.ends_with(b"\n")));
        assert_eq!(end.unwrap(), text.len() as u64 - 4);
    }
}
