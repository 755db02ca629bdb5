//! Names of files as the catalog keeps them: bytes, since a file system need not hold UTF-8.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The bytes of a path; on Unix they need not be UTF-8.
#[cfg(unix)]
pub(super) fn path_bytes(path: &Path) -> Cow<'_, [u8]> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).into()
}

#[cfg(not(unix))]
pub(super) fn path_bytes(path: &Path) -> Cow<'_, [u8]> {
    path.to_string_lossy().into_owned().into_bytes().into()
}

/// A name as it is shown. Names that are not UTF-8 come from systems that wrote GBK; GB18030
/// contains it.
pub(super) fn shown(name: &[u8]) -> Cow<'_, str> {
    let meant = || {
        let gb = encoding_rs::GB18030;
        gb.decode_without_bom_handling_and_without_replacement(name)
    };
    match std::str::from_utf8(name) {
        Ok(name) => name.into(),
        Err(_) => meant().unwrap_or_else(|| String::from_utf8_lossy(name)),
    }
}

/// The bytes of a file name.
pub(super) fn name_bytes(name: &OsStr) -> Cow<'_, [u8]> {
    path_bytes(Path::new(name))
}

/// The path with these bytes.
#[cfg(unix)]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    let name: OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec());
    PathBuf::from(name)
}

#[cfg(not(unix))]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsString::from(String::from_utf8_lossy(bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_whatever_encoding_they_are_in() {
        // GBK, UTF-8, neither.
        let names = [b"\xb9\xa4\xd2\xb5".as_slice(), "工业".as_bytes(), b"a\xff"];
        assert_eq!(names.map(shown), ["工业", "工业", "a\u{fffd}"]);
    }
}
