//! Words in a statement, quoted so that they are nothing but words.

/// A text.
pub fn text(words: &str) -> String {
    let mut quoted = String::with_capacity(words.len() + 2);
    quoted.push('\'');
    for c in words.chars() {
        match c {
            '\\' | '\'' => {
                quoted.push('\\');
                quoted.push(c);
            }
            // Some versions take it for the end of the statement.
            '\0' => quoted.push_str("\\0"),
            _ => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// The name of a database.
pub fn name(name: &str) -> String {
    format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`"))
}

/// A pattern of `LIKE` for texts that have these parts, one behind the other.
pub fn like(parts: &[String]) -> String {
    let mut pattern = String::from("%");
    for part in parts {
        for c in part.chars() {
            if matches!(c, '\\' | '%' | '_') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
    }
    text(&pattern)
}

/// Numbers between commas.
pub fn list<T: ToString>(numbers: impl IntoIterator<Item = T>) -> String {
    let numbers: Vec<String> = numbers.into_iter().map(|own| own.to_string()).collect();
    numbers.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(text("it's \\ 甲\0"), r"'it\'s \\ 甲\0'");
        let like =
            |parts: &[&str]| like(&parts.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(like(&["50%", "a_b"]), r"'%50\\%%a\\_b%'");
        assert_eq!(like(&["\\"]), r"'%\\\\%'");
        assert_eq!(like(&[]), "'%'");
        assert_eq!(name("a`b"), r"`a\`b`");
        assert_eq!(list([1, 22]), "1,22");
    }
}
