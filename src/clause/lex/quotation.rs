//! The quotation marks of one paragraph.

/// The quotation marks of a paragraph that have no partner inside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::clause) struct Quotation {
    /// It begins with an opening mark.
    pub leads: bool,
    /// A quotation that begins the paragraph or follows a colon is not closed in it.
    pub opens: bool,
    /// Number of closing marks without an opening one, where one at its beginning only repeats that
    /// of the paragraph before.
    pub closes: u8,
    /// It is one quotation, from its first character to its last.
    pub is_whole: bool,
}

impl Quotation {
    /// Reads the quotation marks of a paragraph.
    pub fn read(words: &str) -> Self {
        let mut found = Self::default();
        // All six marks are in these two blocks of UTF-8: most paragraphs have none.
        let bytes = words.as_bytes();
        let is_mark = |bytes: &[u8]| {
            matches!(
                bytes,
                [0xE2, 0x80, 0x9C | 0x9D, ..] | [0xE3, 0x80, 0x8C..=0x8F, ..]
            )
        };
        let mut open: Vec<(u8, usize)> = Vec::new();
        let mut inner: Vec<u8> = Vec::new();
        for at in memchr::memchr2_iter(0xE2, 0xE3, bytes) {
            let Some(rest) = bytes.get(at..).filter(|rest| is_mark(rest)) else {
                continue;
            };
            let mark = rest.get(2).copied().unwrap_or(0);
            let partner = match mark {
                0x9D => 0x9C,
                0x8D => 0x8C,
                0x8F => 0x8E,
                _ => {
                    found.leads |= at == 0;
                    open.push((mark, at));
                    if at > 0 {
                        inner.push(mark);
                    }
                    continue;
                }
            };
            if open.last().is_some_and(|(mark, _)| *mark == partner) {
                let closed = open.pop();
                let rest = words.get(at + 3..).unwrap_or("");
                found.is_whole |=
                    closed.is_some_and(|(_, from)| from == 0) && matches!(rest, "" | "。" | "；");
            }
            if inner.last() == Some(&partner) {
                inner.pop();
            } else {
                found.closes = found.closes.saturating_add(1);
            }
        }
        found.opens = open.first().is_some_and(|(_, at)| {
            let before = words.get(..*at).unwrap_or("").trim_end();
            before.is_empty() || before.ends_with(['：', ':'])
        });
        found
    }
}
