//! Texts on one line: where a source breaks its lines says nothing.

/// The words of a text with one space between them.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Joins the lines of a text: with a space between Latin words, with nothing between hanzi.
pub fn join_lines(text: &str) -> String {
    let mut joined = String::new();
    for line in text.split('\n') {
        if joined.is_empty() {
            joined += line;
            continue;
        }
        joined.truncate(joined.trim_end().len());
        let line = line.trim_start();
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_latin(joined.chars().next_back()) && is_latin(line.chars().next()) {
            joined.push(' ');
        }
        joined += line;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_as_their_script_joins_them() {
        for (text, joined, spaced) in [
            ("渡船\n停航", "渡船停航", "渡船 停航"),
            ("the ferry\n  boat", "the ferry boat", "the ferry boat"),
            ("渡船 \r\n\n ferry", "渡船ferry", "渡船 ferry"),
            (" 渡", " 渡", "渡"),
        ] {
            assert_eq!(join_lines(text), joined);
            assert_eq!(on_one_line(text), spaced);
        }
    }
}
