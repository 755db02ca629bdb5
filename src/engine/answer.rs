//! What a search server answers: rows in JSON with their count at the end, or words that say no.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Visitor};

use super::Reason;
use crate::text::Said;

/// An answer in the format `JSONCompact`: `rows` stands behind all rows, so that half an answer is
/// told.
#[derive(Deserialize)]
struct Answer<T> {
    data: Vec<T>,
    rows: usize,
}

/// The rows of an answer.
pub(super) fn rows<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, Reason> {
    match serde_json::from_slice::<Answer<T>>(bytes) {
        Ok(answer) if answer.data.len() == answer.rows => Ok(answer.data),
        // A server that fails midway says so at the end of what it has sent.
        Ok(_) => Err(refused(bytes).unwrap_or(Reason::Cut)),
        Err(error) if error.is_data() => Err(Reason::Layout(Said::Words(error.to_string()))),
        Err(_) => Err(refused(bytes).unwrap_or(Reason::Cut)),
    }
}

/// The longest words of a server that are told, in characters.
const WORDS: usize = 200;

/// What a server says in `Code: 60, e.displayText() = DB::Exception: words, e.what() = …`, or in
/// `Code: 60. DB::Exception: words`, at the end of an answer.
pub(super) fn refused(bytes: &[u8]) -> Option<Reason> {
    let text = String::from_utf8_lossy(bytes);
    // What is said of another server stands in the words.
    let whole = text.strip_prefix("Code: ");
    let said = whole.or_else(|| Some(text.rsplit_once("Code: ")?.1))?;
    let digits = said.find(|c: char| !c.is_ascii_digit())?;
    let code = said.get(..digits)?.parse().ok()?;
    let words = said
        .split_once("Exception: ")
        .map_or("", |(_, words)| words);
    let words = words.split(", e.what()").next().unwrap_or("");
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.').chars().take(WORDS);
    Some(Reason::Refused(code, line.collect()))
}

/// Reads a number of 64 bits, which some versions write as text.
///
/// # Errors
/// If it is none.
pub fn number<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    struct Number;

    impl Visitor<'_> for Number {
        type Value = u64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number")
        }

        fn visit_u64<E>(self, number: u64) -> Result<u64, E> {
            Ok(number)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<u64, E> {
            text.parse().map_err(E::custom)
        }
    }

    from.deserialize_any(Number)
}
