//! Parser for the built-in tables of `assets/` (key map, messages). They use only TOML's headers
//! and strings without escapes, so that the program starts without a full TOML parser.

/// An entry of a built-in table: header, key, value.
pub type Entry = (&'static str, &'static str, &'static str);

/// The entries of a built-in table, in file order.
pub fn entries(table: &'static str) -> impl Iterator<Item = Entry> {
    let (mut header, mut start) = ("", 0);
    // Uses memchr, which is faster than the standard library's `lines`: every start reads hundreds
    // of lines.
    let lines = memchr::memchr_iter(b'\n', table.as_bytes()).filter_map(move |end| {
        let line = table.get(start..end);
        start = end + 1;
        line
    });
    lines.filter_map(move |line| {
        if let Some(name) = line.strip_prefix('[') {
            header = name.strip_suffix(']').unwrap_or(name);
            return None;
        }
        let body = line.strip_suffix('"')?;
        let quote = memchr::memrchr(b'"', body.as_bytes())?;
        let (key, value) = (body.get(..quote)?, body.get(quote + 1..)?);
        let key = key.strip_suffix(" = ").filter(|_| !line.starts_with('#'))?;
        let quoted = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
        Some((header, quoted.unwrap_or(key), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Language;

    #[test]
    fn the_tables_are_read_as_toml_reads_them() {
        let sentences = Language::ALL.map(Language::sentences);
        let tables = [
            include_str!("../../assets/keymap.toml"),
            include_str!("../../assets/actions.toml"),
        ];
        for text in tables.into_iter().chain(sentences) {
            let table: toml::Table = text.parse().unwrap();
            let expected = table.iter().flat_map(|(header, keys)| {
                let keys = keys.as_table().unwrap().iter();
                keys.map(|(key, value)| (header.as_str(), key.as_str(), value.as_str().unwrap()))
            });
            assert_eq!(
                entries(text).collect::<Vec<_>>(),
                expected.collect::<Vec<_>>()
            );
        }
    }
}
