//! UTF-32 to UTF-8. Recognised by its byte order mark only, since hardly anything is written in it;
//! the decoders of the web do not know it.

/// Converts UTF-32 to UTF-8 without the byte order mark; `None` for anything else. What is no
/// character becomes a byte that is invalid in UTF-8, and is reported with other undecodable bytes.
pub(super) fn to_utf_8(bytes: &[u8]) -> Option<Vec<u8>> {
    const NO_CHARACTER: u8 = 0xff;
    let is_little = bytes.starts_with(&[0xff, 0xfe, 0, 0]);
    if !is_little && !bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return None;
    }
    let code = if is_little {
        u32::from_le_bytes
    } else {
        u32::from_be_bytes
    };
    let units = bytes.get(4..)?;
    let mut text = Vec::with_capacity(units.len());
    for unit in units.chunks(4) {
        let unit = <[u8; 4]>::try_from(unit).ok();
        match unit.and_then(|unit| char::from_u32(code(unit))) {
            Some(c) => text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            None => text.push(NO_CHARACTER),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use crate::document::decode;

    fn written(text: &str, bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        let characters = "\u{feff}".chars().chain(text.chars());
        characters.flat_map(|c| bytes(u32::from(c))).collect()
    }

    #[test]
    fn both_orders_are_read_and_damage_is_told() {
        let text = "第一条　為了𠀀𠁁，A。\n";
        for bytes in [u32::to_le_bytes, u32::to_be_bytes] {
            let decoded = decode(&written(text, bytes));
            assert_eq!(decoded.text, text);
            assert!(decoded.issues.is_empty());
            let mut damaged = written(text, bytes);
            damaged.extend(bytes(0x0011_0000));
            damaged.push(b'A');
            let decoded = decode(&damaged);
            assert_eq!(decoded.text, format!("{text}⟦FF⟧⟦FF⟧"));
            assert_eq!(decoded.issues.len(), 1);
        }
    }
}
