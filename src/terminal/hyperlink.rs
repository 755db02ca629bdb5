//! Hyperlinks (OSC 8): cells that open an address, and which addresses are safe.

/// Cells of a row that open an address (OSC 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// Column and row of the first cell.
    pub at: (u16, u16),
    /// Number of cells.
    pub columns: u16,
    /// The address, in printable ASCII.
    pub address: String,
}

/// Longest address in bytes that terminals and browsers accept.
pub const LONGEST: usize = 2000;

/// An address that is safe to send to a terminal: http or https, other bytes than printable ASCII
/// percent-encoded. `None` for any other address.
pub fn safe(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let is_web = ["http", "https"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    if !is_web || rest.starts_with('/') || rest.is_empty() {
        return None;
    }
    let mut safe = scheme.to_ascii_lowercase() + "://";
    for byte in rest.bytes() {
        if byte.is_ascii_graphic() && !b"<>\"`{}|\\^".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            safe += &format!("%{byte:02X}");
        }
    }
    (safe.len() <= LONGEST).then_some(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_address_is_an_escape() {
        for hostile in [
            "https://a/\x1b\\\x1b]0;x\x07",
            "https://a/\u{9c}\u{202e}b",
            "https://a/\r\n;id=1:b",
        ] {
            let safe = safe(hostile).unwrap();
            assert!(safe.chars().all(|c| c.is_ascii_graphic()), "{safe}");
        }
        assert_eq!(safe(&format!("https://a/{}", "法".repeat(300))), None);
        assert_eq!(safe("https:///etc/passwd"), None);
        assert_eq!(safe("file:///etc/passwd"), None);
    }
}
