//! Numerals of clause markers: Chinese, formal, circled, full-width and Arabic, read and written.

/// Reads a numeral in any form (三十四, 卅四, 叁拾肆, ㉞, 34, ３４); `None` where the text is not one numeral as a whole.
pub fn parse(_text: &str) -> Option<u32> {
    None
}
