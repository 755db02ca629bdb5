//! Why the system refused something, as it is said in any language: its own messages are in one.

use std::io::{self, ErrorKind};

use crate::text::Said;

/// Why. What the program itself made an error of is said as it was given.
pub fn reason(error: &io::Error) -> Said {
    if let Some(own) = error.get_ref() {
        let said = own.downcast_ref::<Said>();
        return said.map_or_else(|| Said::Words(own.to_string()), Said::clone);
    }
    known(error).map_or_else(|| Said::Words(error.to_string()), Said::new)
}

/// The key of a common reason; of others the system's words are all there is.
fn known(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        ErrorKind::NotFound => "reason.not-found",
        ErrorKind::PermissionDenied => "reason.no-permission",
        ErrorKind::AlreadyExists => "reason.exists",
        ErrorKind::NotADirectory => "reason.no-folder",
        ErrorKind::IsADirectory => "reason.folder",
        ErrorKind::DirectoryNotEmpty => "reason.not-empty",
        ErrorKind::ReadOnlyFilesystem => "reason.read-only",
        ErrorKind::StorageFull | ErrorKind::WriteZero => "reason.no-space",
        ErrorKind::QuotaExceeded => "reason.quota",
        ErrorKind::FileTooLarge => "reason.too-large",
        ErrorKind::InvalidFilename => "reason.bad-name",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "reason.busy",
        ErrorKind::TimedOut => "reason.timed-out",
        ErrorKind::ConnectionRefused => "reason.refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "reason.cut-off"
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "reason.unreachable",
        ErrorKind::UnexpectedEof => "reason.ends-early",
        ErrorKind::OutOfMemory => "reason.no-memory",
        _ => return uncategorized(error),
    })
}

/// What the standard library has no kind for.
#[cfg(unix)]
fn uncategorized(error: &io::Error) -> Option<&'static str> {
    use rustix::io::Errno;
    Some(match Errno::from_io_error(error)? {
        Errno::IO => "reason.device",
        Errno::LOOP => "reason.loop",
        Errno::MFILE | Errno::NFILE => "reason.too-many-open",
        Errno::NOEXEC => "reason.no-program",
        _ => return None,
    })
}

#[cfg(not(unix))]
fn uncategorized(_: &io::Error) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_the_system_says_has_its_sentence() {
        use rustix::io::Errno;
        for (code, key) in [
            (Errno::NOENT, "reason.not-found"),
            (Errno::ACCESS, "reason.no-permission"),
            (Errno::PERM, "reason.no-permission"),
            (Errno::NOSPC, "reason.no-space"),
            (Errno::DQUOT, "reason.quota"),
            (Errno::ROFS, "reason.read-only"),
            (Errno::NOTDIR, "reason.no-folder"),
            (Errno::ISDIR, "reason.folder"),
            (Errno::TIMEDOUT, "reason.timed-out"),
            (Errno::CONNREFUSED, "reason.refused"),
            (Errno::IO, "reason.device"),
            (Errno::MFILE, "reason.too-many-open"),
        ] {
            let error = io::Error::from_raw_os_error(code.raw_os_error());
            assert_eq!(reason(&error), Said::new(key), "{error}");
        }
    }

    #[test]
    fn what_the_program_says_itself_stays_as_it_is() {
        let own = Said::new("disk.no-file").with(3);
        let error = io::Error::new(ErrorKind::TimedOut, own.clone());
        assert_eq!(reason(&error), own);
        let foreign = io::Error::other("no pages");
        assert_eq!(reason(&foreign), Said::Words("no pages".to_owned()));
    }
}
