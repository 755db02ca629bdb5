//! The bytes of a document as a server keeps them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The bytes of a document as a text that JSON can hold, and whether they had to be packed for it.
pub fn packed(bytes: &[u8]) -> (u8, String) {
    match str::from_utf8(bytes) {
        Ok(text) => (0, text.to_owned()),
        Err(_) => (1, BASE64_STANDARD.encode(bytes)),
    }
}

/// The bytes again.
pub(super) fn unpacked((is_packed, body): (u8, String)) -> Option<Vec<u8>> {
    if is_packed == 0 {
        return Some(body.into_bytes());
    }
    BASE64_STANDARD.decode(body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_whatever_kind_come_back() {
        for bytes in [&b""[..], "第一条\0".as_bytes(), b"\xff\xfe PK\x03"] {
            assert_eq!(unpacked(packed(bytes)).as_deref(), Some(bytes));
        }
    }
}
